"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from netscout.errors import NetscoutError


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
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise NetscoutError(f"cannot write {str(target)!r}: {error.strerror}") from error
    return target
