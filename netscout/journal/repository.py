"""Whether a private folder lies in a Git repository that does not leave it out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

IGNORE_FILE = ".gitignore"
MEANT = "!log.csv"
"""A line of a folder's own ignore file that says: these files are meant to be public."""


def in_a_repository(folder: Any) -> Path | None:
    """Return the root of the repository in which a folder lies, None if it lies in none."""
    here = Path(folder).resolve()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), None)


def unguarded(folder: Any) -> str:
    """Return a warning where a commit could take private files along, `""` where none could.

    Git itself is asked whether it would leave out log.csv; one that is tracked already is not.
    """
    root = in_a_repository(folder)
    if root is None or _is_ignored(Path(folder)):
        return ""
    return (
        f"{folder} lies in the Git repository {root}, which does not leave it out: a commit could "
        f"publish what you wrote of people. Put a line with * into {Path(folder) / IGNORE_FILE}, "
        "and `git rm --cached` what has been committed"
    )


def _is_ignored(folder: Path) -> bool:
    own = folder / IGNORE_FILE
    lines = own.read_text("utf-8", "replace").split("\n") if own.is_file() else []
    said = {line.strip() for line in lines}
    if MEANT in said:
        return True
    git = shutil.which("git")
    if git is None:
        return "*" in said
    command = [git, "-C", str(folder.resolve()), "-c", "core.fsmonitor=false", "check-ignore", "-q"]
    asked = subprocess.run([*command, "log.csv"], capture_output=True, check=False)  # noqa: S603
    return asked.returncode == 0 or (asked.returncode > 1 and "*" in said)
