"""What was written last, so that it can be taken back: sizes and fingerprints, not a word more."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout.errors import NetscoutError
from netscout.journal.files import content, locked, put

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HISTORY = ".netscout-undo.json"
MOST_UNDONE = 100


def undo(folder: Any) -> list[str]:
    """Take back the last entry that `log` wrote, and return the files that it had changed.

    Raises
    ------
    NetscoutError
        There is nothing to take back, or the files have been changed by hand since.

    Examples
    --------
    >>> import tempfile
    >>> import netscout as ns
    >>> folder = tempfile.mkdtemp()
    >>> _ = ns.log(folder, "asked", "Dana Whitlock")
    >>> ns.undo(folder)
    ['log.csv']
    """
    nothing = NetscoutError(f"nothing to take back: netscout has written nothing in {folder}")
    if Path(folder).is_dir() and not history(Path(folder)):
        raise nothing  # before a lock is made there
    with locked(folder) as where:
        entries = history(where)
        while entries:
            changes = entries.pop()
            states = {name: _state(where / name, change) for name, change in changes.items()}
            if "other" in states.values():
                changed = ", ".join(sorted(changes))
                raise NetscoutError(
                    f"{changed} changed since netscout wrote; delete the last row by hand"
                )
            done = sorted(name for name, state in states.items() if state == "after")
            if not done:  # the writer was stopped before it came to that
                continue
            for name in done:  # log.csv first, so that no details are missing from it
                _take_back(where / name, changes[name])
            keep(where, entries)
            return done
    raise nothing


def keep(folder: Path, entries: Sequence[Mapping[str, Any]]) -> None:
    """Keep the latest entries."""
    file = folder / HISTORY
    put(file, json.dumps(entries[-MOST_UNDONE:]).encode(), old=content(file))


def history(folder: Path) -> list[dict[str, Any]]:
    """Return the entries that can be taken back; none if what was kept of them is lost."""
    try:
        entries = json.loads((folder / HISTORY).read_bytes())
    except (OSError, ValueError):
        return []
    return list(entries) if isinstance(entries, list) else []


def change(before: bytes | None, after: bytes) -> dict[str, Any]:
    """Return what undo has to know, without a word of the files themselves."""
    old = before or b""
    return {"size": len(old), "before": _digest(old), "after": _digest(after)}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _state(path: Path, change: Mapping[str, Any]) -> str:
    """Return whether a file is as before or after an entry, or otherwise."""
    now = _digest(content(path) or b"")
    return next((when for when in ("after", "before") if change[when] == now), "other")


def _take_back(path: Path, change: Mapping[str, Any]) -> None:
    """Cut off what an entry added; a file that it began goes away."""
    now = content(path)
    data = (now or b"")[: change["size"]]
    if _digest(data) != change["before"]:
        raise NetscoutError(f"{path.name} is not what it was; delete the last row by hand")
    if data:
        put(path, data, old=now)
    else:
        path.unlink(missing_ok=True)
