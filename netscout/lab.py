"""The course: where its notebooks are put, and whose files they look at.

The notebooks lie in a folder `notebooks` inside the user's own one. There the folder's ignore file
covers what they show, and a notebook finds the folder that it lies in.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import warnings
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from netscout.errors import NetscoutError, ThinDataWarning
from netscout.examples import write_example
from netscout.journal.files import content, locked, put
from netscout.readers.finding import EXPORTS, OWN_FILES

__all__ = ["PLACE", "Placed", "is_own", "my_folder", "put_notebooks", "say_thin"]

PLACE = "notebooks"
RECORD = ".put-by-netscout.json"
"""What each notebook was when it was put: one that is so still has not been edited."""

_SIGNS = (*OWN_FILES, EXPORTS, "Connections.csv", "*LinkedInDataExport*.zip")


@dataclass
class Placed:
    """What came of putting the notebooks.

    Names of those that were `added`, of those `renewed` by a newer version, and of those `kept`
    because they have been edited, of which there is a newer version.
    """

    folder: Path
    added: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def my_folder(here: Any = None) -> Path:
    """Return the user's own folder in which a notebook lies, else the example's.

    Parameters
    ----------
    here
        Where to look, there and one level up; the working directory if not given, which in a
        notebook is where it lies.

    Returns
    -------
    The folder, for `netscout.load`. The example is a copy that lasts as long as the program runs.

    Examples
    --------
    >>> import tempfile
    >>> my_folder(tempfile.mkdtemp()).name
    'example'
    """
    place = Path.cwd() if here is None else Path(here).resolve()
    return next((each for each in (place, place.parent) if is_own(each)), None) or _example()


def is_own(folder: Any) -> bool:
    """Return whether a folder is a user's own: something is in it that `netscout.load` reads."""
    return any(next(Path(folder).glob(sign), None) for sign in _SIGNS)


@cache
def _example() -> Path:
    place = TemporaryDirectory(prefix="netscout-")
    atexit.register(place.cleanup)
    folder = Path(place.name).resolve() / "example"
    write_example(folder)
    return folder


def put_notebooks(folder: Any) -> Placed:
    """Put the notebooks of the course into a folder, or renew those there; edited ones stay.

    A notebook counts as edited if its texts or its code have changed; that it has been run, and
    shows results, does not count.

    Parameters
    ----------
    folder
        The user's own folder; the notebooks come into `notebooks` within it.

    Returns
    -------
    What was added, renewed and kept.

    Raises
    ------
    NetscoutError
        There is no such folder, or it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> put_notebooks(folder).added[:2]
    ['01_first_look.ipynb', '02_reach.ipynb']
    >>> put_notebooks(folder).added
    []
    """
    placed = Placed(Path(folder) / PLACE)
    source = _source()
    if source.resolve() == placed.folder.resolve():  # in a checkout of netscout itself
        return placed
    with locked(folder, PLACE):
        try:
            placed.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise NetscoutError(f"cannot make {placed.folder}: {error.strerror}") from error
        record = placed.folder / RECORD
        before = content(record)
        known = _known(before)
        for notebook in sorted(source.glob("*.ipynb")):
            _put_one(notebook, placed, known)
        after = json.dumps(known, indent=1).encode() + b"\n"
        if after != before:
            put(record, after, old=before)
    return placed


def _put_one(notebook: Path, placed: Placed, known: dict[str, str]) -> None:
    """Put one notebook, if it is not there or is there as it was put."""
    name, new = notebook.name, notebook.read_bytes()
    old = content(placed.folder / name)
    if old is not None and _digest(old) not in (_digest(new), known.get(name)):
        if known.get(name) != _digest(new):
            placed.kept.append(name)
        return
    if old is None or _digest(old) != _digest(new):
        put(placed.folder / name, new, old=old)
        (placed.added if old is None else placed.renewed).append(name)
    known[name] = _digest(new)


def _source() -> Path:
    """Return where the notebooks are that netscout brings: in the package, or beside it."""
    packed = Path(__file__).parent / PLACE
    return packed if packed.is_dir() else Path(__file__).parents[1] / PLACE


def _known(record: bytes | None) -> dict[str, str]:
    """Return the digests that were noted; none if the record cannot be read."""
    try:
        known = json.loads(record or b"{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _digest(notebook: bytes) -> str:
    """Return a digest of what somebody has written in a notebook; results do not count."""
    try:
        cells = [[cell["cell_type"], "".join(cell["source"])]
                 for cell in json.loads(notebook)["cells"]]  # fmt: skip
        written = json.dumps(cells).encode()
    except (ValueError, KeyError, TypeError):
        written = notebook  # no notebook any more
    return hashlib.sha256(written).hexdigest()


def say_thin() -> None:
    """Let warnings of thin data be said in a sentence, once each, as reading matter.

    Examples
    --------
    >>> import warnings
    >>> from netscout import ThinDataWarning
    >>> with warnings.catch_warnings():
    ...     say_thin()
    ...     warnings.warn("too little to go on", ThinDataWarning)
    Note: too little to go on
    """
    otherwise, said = warnings.showwarning, set[str]()

    def show(message: Any, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, ThinDataWarning):
            otherwise(message, category, *where, **more)
        elif str(message) not in said:  # Python's own "once" is per line of a notebook
            said.add(str(message))
            print(f"Note: {message}")

    warnings.simplefilter("always", ThinDataWarning)
    warnings.showwarning = show
