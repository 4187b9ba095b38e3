"""The files of a user's folder: written whole or not at all, by one program at a time."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout.errors import NetscoutError, ReadError
from netscout.readers.finding import LOG_FILE, PEOPLE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK = ".netscout.lock"
WAIT = 60
"""Seconds to wait for other programs that are writing."""


@contextmanager
def locked(folder: Any, *names: str) -> Iterator[Path]:
    """Hold a folder for writing; no other netscout writes there meanwhile.

    Raises
    ------
    NetscoutError
        There is no such folder, LibreOffice has one of the named files open, or another program
        writes for too long.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is written

    where = Path(folder)
    if not where.is_dir():
        raise NetscoutError(f"there is no folder {where}; make it with `netscout init {where}`")
    for name in names or (LOG_FILE, PEOPLE_FILE):
        if (held := where / f".~lock.{name}#").exists():
            raise NetscoutError(
                f"{name} is open in LibreOffice, which would overwrite what is added; close it "
                f"there (after a crash, delete {held.name})"
            )
    try:
        with FileLock(where / LOCK, timeout=WAIT):
            yield where
    except Timeout:
        raise NetscoutError(f"another program has been writing in {where} for long") from None
    except OSError as error:
        raise NetscoutError(f"cannot write in {where}: {error.strerror}") from error


def content(path: Path) -> bytes | None:
    """Return what a file holds, None if it holds nothing or is not there."""
    return path.read_bytes() if path.is_file() and path.stat().st_size else None


def put(path: Path, data: bytes, *, old: bytes | None) -> None:
    """Write a file so that there is the old one or the new one at any instant, never a part.

    Parameters
    ----------
    old
        What the file held when `data` was made of it.

    Raises
    ------
    ReadError
        It cannot be written; another program may hold it, or has written it since.
    """
    target = path.resolve()
    beside = part(target)
    try:
        with beside.open("wb") as file:
            if target.exists():
                shutil.copymode(target, beside)  # before a word of it is there
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if content(target) != old:
            beside.unlink()
            raise ReadError(f"{path.name} was changed by another program meanwhile; try again")
        beside.replace(target)
        _sync_folder(target.parent)
        there = target.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{path.name} cannot be written: {error.strerror}; is it open in a spreadsheet? "
            "Close it there and try again"
        ) from error
    if there != data:
        raise NetscoutError(f"{path.name} changed while it was written; look at its last rows")


def part(path: Path) -> Path:
    """Return where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.part")


def _sync_folder(folder: Path) -> None:
    """Make the new name of a file last; only POSIX can, and only there it is needed."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
