"""A secret key in a file of its own, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from netscout.errors import ReadError

if TYPE_CHECKING:
    from pathlib import Path


def make_key(file: Path) -> None:
    """Write a new random key into a file that is not there yet.

    Raises
    ------
    ReadError
        The file cannot be made.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ReadError(f"the key {file} cannot be made: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="ascii") as written:
        written.write(secrets.token_hex(32))


def read_key(file: Path) -> bytes:
    """Return the key in a file.

    Raises
    ------
    ReadError
        The file cannot be read, or holds no key.
    """
    try:
        secret = bytes.fromhex(file.read_text("ascii").strip())
    except OSError as error:
        raise ReadError(f"the key {file} cannot be read: {error.strerror}") from error
    except ValueError:
        secret = b""
    if len(secret) < 16:
        raise ReadError(f"{file} holds no key: it must be at least 32 hexadecimal digits")
    return secret
