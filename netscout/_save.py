"""Writing a file, or the files of a folder, whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from netscout.errors import NetscoutError

if TYPE_CHECKING:
    from collections.abc import Mapping


def save(path: str | os.PathLike[str], data: bytes, *, such_as: str) -> Path:
    """Write a file and return its path.

    It is written beside its place and then moved there, so there is never half a file.

    Raises
    ------
    NetscoutError
        The folder does not exist, or the file cannot be written.
    """
    target = Path(path)
    if not target.parent.is_dir():
        raise NetscoutError(f"there is no folder {str(target.parent)!r}; make it, then save")
    if target.is_dir():
        raise NetscoutError(f"{str(target)!r} is a folder; give a file name such as {such_as}")
    _place({target: data})
    return target


def save_all(folder: str | os.PathLike[str], files: Mapping[str, bytes]) -> Path:
    """Write the files of a folder, and return its path; it is made if it is not there.

    All of them are written before the first takes its place.

    Raises
    ------
    NetscoutError
        The folder cannot be made, or a file cannot be written.
    """
    target = Path(folder)
    try:
        for name in files:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NetscoutError(f"cannot make {str(target)!r}: {error.strerror}") from error
    _place({target / name: data for name, data in files.items()})
    return target


def _place(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, then move them there."""
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    try:
        for path, data in files.items():
            beside[path].write_bytes(data)
        for path, part in beside.items():
            part.replace(path)
    except OSError as error:
        for part in beside.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise NetscoutError(f"cannot write {str(path)!r}: {error.strerror}") from error
