"""What was written last, so that it can be taken back: sizes and fingerprints, not a word more."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from netscout import _append
from netscout.errors import NetscoutError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HISTORY = ".netscout-undo.json"
MOST_UNDONE = 100


def keep(folder: Path, entries: Sequence[Mapping[str, Any]]) -> None:
    """Keep the latest entries."""
    _append.put(folder / HISTORY, json.dumps(entries[-MOST_UNDONE:]).encode())


def content(path: Path) -> bytes | None:
    """Return what a file holds, None if it holds nothing or is not there."""
    return path.read_bytes() if path.is_file() and path.stat().st_size else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def change(before: bytes | None, after: bytes) -> dict[str, Any]:
    """Return what undo has to know, without a word of the files themselves."""
    old = before or b""
    return {"size": len(old), "before": _digest(old), "after": _digest(after)}


def history(folder: Path) -> list[dict[str, Any]]:
    """Return the entries that can be taken back; none if what was kept of them is lost."""
    try:
        entries = json.loads((folder / HISTORY).read_bytes())
    except (OSError, ValueError):
        return []
    return list(entries) if isinstance(entries, list) else []


def state(path: Path, change: Mapping[str, Any]) -> str:
    """Return whether a file is as before or after an entry, or otherwise."""
    now = _digest(content(path) or b"")
    return next((when for when in ("after", "before") if change[when] == now), "other")


def take_back(path: Path, change: Mapping[str, Any]) -> None:
    """Cut off what an entry added; a file that it began goes away."""
    data = (content(path) or b"")[: change["size"]]
    if _digest(data) != change["before"]:
        raise NetscoutError(f"{path.name} is not what it was; delete the last row by hand")
    if data:
        _append.put(path, data)
    else:
        path.unlink(missing_ok=True)
