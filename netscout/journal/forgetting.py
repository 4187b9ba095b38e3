"""A person taken out of a user's folder: what is removed, and what is left to do by hand."""

from __future__ import annotations

import re
import secrets
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.errors import NetscoutError, UnknownPerson, did_you_mean
from netscout.identity import email_key, url_key
from netscout.journal.files import content, locked, part, put
from netscout.journal.history import HISTORY
from netscout.journal.repository import in_a_repository
from netscout.journal.table import edited
from netscout.readers.finding import ALIASES_FILE, LOG_FILE, PEOPLE_FILE
from netscout.readers.folder import gathered
from netscout.readers.forgotten import FORGOTTEN_FILE, HEADER, digest, keys_of, read_forgotten
from netscout.readers.layouts import ALIASES, LOG, PEOPLE
from netscout.readers.register import ME
from netscout.readers.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netscout.journal.table import Row
    from netscout.readers.book import Book
    from netscout.readers.sheet import Layout

COLUMNS = ("file", "removed", "left", "note")
CHECKPOINTS = ".ipynb_checkpoints"
"""Where JupyterLab keeps what a notebook showed when it was last saved."""
LARGEST = 64 << 20
"""Larger files, and members of archives, are not searched for mentions."""

Edit = tuple["Callable[[Row], Row | None]", "Layout"]


@dataclass(frozen=True)
class _Person:
    """Somebody to be forgotten: under which id, and what the files say of them."""

    book: Book
    id: str

    def fact(self, column: str) -> str:
        return self.book.register.get(self.id, column)

    def is_meant(self, text: str) -> bool:
        """Whether a text of the user's files means this person."""
        text = text.strip()
        own = self.fact("email").split(";")
        return self.book.register.find(text) == [self.id] or (
            text.startswith("contact/")
            and email_key(text.removeprefix("contact/")) in {email_key(each) for each in own} - {""}
        )

    def without(self, row: Row) -> Row | None:
        """Return a row of the log without this person; None if it is about them."""
        if self.is_meant(row["person"]):
            return None
        names = [part.strip() for part in row.get("other", "").split(";") if part.strip()]
        kept = [name for name in names if not self.is_meant(name)]
        if len(kept) == len(names):
            return row
        return row | {"other": "; ".join(kept)} if kept else None

    def described(self, row: Row) -> Row | None:
        """Return a row of people.csv unless it describes this person."""
        register = self.book.register
        for key in ("person", "url", "email"):
            if found := register.find(row.get(key, "")):
                return None if found == [self.id] else row
        first = f"{row.get('first', '')} {row.get('last', '')}".strip()
        found = register.find(row.get("name", "") or first)
        if len(found) > 1:
            found = register.same_company(found, row.get("company", ""))
        return None if found == [self.id] else row

    def decided(self, row: Row) -> Row | None:
        """Return a row of aliases.csv unless it is about this person."""
        return None if self.is_meant(row["person"]) or self.is_meant(row["other"]) else row

    def edits(self) -> dict[str, Edit]:
        return {
            LOG_FILE: (self.without, LOG),
            PEOPLE_FILE: (self.described, PEOPLE),
            ALIASES_FILE: (self.decided, ALIASES),
        }

    def pattern(self) -> re.Pattern[str]:
        """Return what finds this person in a text, also where the names stand in two cells."""
        names = [re.escape(word) for word in self.fact("name").casefold().split()]
        texts = [r"[\s,;\"]+".join(names)] if names else []
        texts += [re.escape(key) + r"(?![\w-])" for each in (self.id, self.fact("url"))
                  if (key := url_key(each))]  # fmt: skip
        texts += [
            re.escape(key) for each in self.fact("email").split(";") if (key := email_key(each))
        ]
        return re.compile("|".join(rf"(?<!\w){text}(?!\w)" for text in texts))


def mentions(folder: Any, person: str) -> Any:
    """Return what `forget` would remove from a folder; nothing is written.

    Returns
    -------
    As `forget`.
    """
    where = Path(folder)
    if not where.is_dir():
        raise NetscoutError(f"there is no folder {where}")
    return _told(where, who := _find(where, person), _edited(where, who))


def forget(folder: Any, person: str) -> Any:
    """Remove a person from a user's folder, and leave them out of whatever is read there later.

    Their rows go from log.csv, people.csv and aliases.csv. Exports and address books stay as they
    are, and the next ones will name the person again: forgotten.csv therefore keeps digests of
    their addresses and their name, under a random key, by which `netscout.load` leaves them out.
    The history of `undo` is given up.

    Parameters
    ----------
    folder
        Your folder.
    person
        A name, an id or a profile address.

    Returns
    -------
    DataFrame with a row for each file that named the person: `file`, rows `removed`, how many
    mentions are `left` in it, and a `note` on what to do about these. `attrs["said"]` has
    sentences worth reading.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to `person`, or it is you.
    NetscoutError
        A spreadsheet holds a file open, or it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import netscout as ns
    >>> folder = tempfile.mkdtemp()
    >>> _ = ns.log(folder, "met", "Dana Whitlock", on="2026-03-06", named="Lee Ortiz")
    >>> forget(folder, "Lee Ortiz")[["file", "removed", "left"]].to_numpy().tolist()
    [['log.csv', 1, 0]]
    """
    with locked(folder, LOG_FILE, PEOPLE_FILE, ALIASES_FILE, FORGOTTEN_FILE) as where:
        who = _find(where, person)
        new = _edited(where, who)
        _remember(where, who)  # first of all: from now on they are left out
        for name, (data, old, _removed) in new.items():
            put(where / name, data, old=old)
        for name in (*who.edits(), HISTORY):
            part((where / name).resolve()).unlink(missing_ok=True)  # of a writer that was stopped
        (where / HISTORY).unlink(missing_ok=True)
        return _told(where, who, new)


def _find(folder: Path, person: str) -> _Person:
    book = gathered(folder)
    register = book.register
    found = register.find(person)
    if found == [ME] or person.strip().lower() == ME:
        raise UnknownPerson(f"{person!r} is you; to be forgotten, delete the folder {folder}")
    if len(found) > 1:
        listed = "; ".join(f"{p} ({register.get(p, 'company') or 'no company'})" for p in found[:5])
        raise UnknownPerson(
            f"{len(found)} people are called {person!r}; give one of the ids: {listed}"
        )
    if not found:
        known = [name for name in register.columns["name"] if name]
        raise UnknownPerson(f"nobody in {folder} is called {person!r}{did_you_mean(person, known)}")
    return _Person(book, found[0])


def _edited(folder: Path, who: _Person) -> dict[str, tuple[bytes, bytes, int]]:
    """Return the new bytes, the old ones and the rows removed of every file that changes."""
    new = {}
    for name, (edit, layout) in who.edits().items():
        if old := content(folder / name):
            data, removed = edited(old, edit, layout, name)
            if removed:
                new[name] = (data, old, removed)
    return new


def _remember(folder: Path, who: _Person) -> None:
    """Add the digests of a person to forgotten.csv."""
    known, old = read_forgotten(folder), content(folder / FORGOTTEN_FILE)
    secret = next(iter(known.digests), "") or secrets.token_hex(16)
    day = date.today().isoformat()  # noqa: DTZ011 - the user's own day is meant
    known_here = known.digests.get(secret, {})
    number = max(known_here.values(), default=0) + 1
    keys = keys_of(who.id, *(who.fact(column) for column in ("name", "url", "email")))
    digests = [digest(secret, key) for key in keys]
    rows = [f"{day},{number},{secret},{d}\n" for d in digests if d not in known_here]
    if rows:
        before = old or (",".join(HEADER) + "\n").encode()
        ended = before if before.endswith(b"\n") else before + b"\n"
        put(folder / FORGOTTEN_FILE, ended + "".join(rows).encode(), old=old)


def _told(folder: Path, who: _Person, new: dict[str, tuple[bytes, bytes, int]]) -> Any:
    """Return file by file what is removed and what is left."""
    pattern, rows = who.pattern(), []
    for name in who.edits():
        data, _old, removed = new.get(name, (content(folder / name) or b"", b"", 0))
        left = _count(pattern, data)
        if removed or left:
            rows.append(
                (name, removed, left, "mentioned in a text; mend it by hand" if left else "")
            )
    for name, left in _elsewhere(folder, pattern, skip=who.edits()):
        rows.append((name, 0, left, _advice(name)))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    name = who.fact("name") or who.id
    said = f"{name} is left out of everything netscout reads in {folder} from now on"
    table.attrs["said"] = [f"{said} ({FORGOTTEN_FILE})"]
    if root := in_a_repository(folder):
        table.attrs["said"].append(f"the repository {root} may keep older versions of these files")
    return table


def _advice(name: str) -> str:
    if name == FILE:
        return "take it out by hand"
    if name.endswith((".html", ".ics", ".png", ".svg")):
        return "written earlier; delete it or write it again"
    if name.endswith(".ipynb"):
        return "shown when it was run; run it again and save it, or delete it"
    return "stays as it is, and they are left out when it is read; delete it to be rid of it"


def _elsewhere(
    folder: Path, pattern: re.Pattern[str], skip: dict[str, Edit]
) -> Iterator[tuple[str, int]]:
    """Yield the other files of a folder that mention a person, and how often."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = set(path.relative_to(folder).parts) - {CHECKPOINTS}
        hidden = any(part.startswith(".") for part in parts)
        if name in {*skip, FORGOTTEN_FILE} or hidden or not path.is_file():
            continue
        if count := sum(_count(pattern, data) for data in _contents(path)):
            yield name, count


def _contents(path: Path) -> Iterator[bytes]:
    """Yield what a file holds; of an archive, what its members hold."""
    if path.stat().st_size > LARGEST:
        return
    if not zipfile.is_zipfile(path):
        yield path.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.file_size <= LARGEST and not info.flag_bits & 1:
                try:
                    yield archive.read(info)
                except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
                    continue


def _count(pattern: re.Pattern[str], data: bytes) -> int:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return len(pattern.findall(data.decode("utf-16" if wide else "utf-8", "replace").casefold()))
