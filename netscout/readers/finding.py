"""The files of a path, and of which kind each is; nothing is read yet but what tells the kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from netscout.errors import ReadError, did_you_mean
from netscout.readers import archive, snapshot
from netscout.readers.account import Account
from netscout.readers.columns import find_columns
from netscout.readers.contacts import known_layout
from netscout.readers.forgotten import FORGOTTEN_FILE
from netscout.readers.layouts import ALIASES, LAYOUTS, LOG, MEMBERS, PEOPLE
from netscout.readers.settings import FILE, Settings, settings_or_faults
from netscout.readers.sheet import find_form
from netscout.readers.text import SNIFFED, Lines, other_kind
from netscout.readers.vcard import begins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from netscout.readers.archive import Export
    from netscout.readers.sheet import Sheet

LOG_FILE, PEOPLE_FILE, ALIASES_FILE = "log.csv", "people.csv", "aliases.csv"
OWN = {"people": PEOPLE_FILE, "log": LOG_FILE, "aliases": ALIASES_FILE}
OWN_FILES = (FILE, *OWN.values(), FORGOTTEN_FILE)
OWN_LAYOUTS = {"people": PEOPLE, "log": LOG, "aliases": ALIASES}
TABLES = {**OWN_LAYOUTS, **LAYOUTS}
"""The kinds of file that have a header of their own."""
EXPORTS, CONTACTS = "linkedin", "contacts"
BOOKS, CALENDARS = (".csv", ".tsv", ".txt", ".vcf", ".vcard"), (".ics", ".ical", ".icalendar")


@dataclass
class File:
    """One file on its way: its kind, its accounting, and its table once it is read.

    The kinds are those of `TABLES`, the address books of an export, `book` and `calendar`; `""` is
    a file that cannot be read, which its accounting says.
    """

    kind: str
    account: Account
    read: Callable[[], bytes]
    export: int = 0
    folder: str = ""
    sheet: Sheet | None = None

    def with_folder(self, _number: int) -> None:
        """Call the file by its export and its name."""
        self.account.file = (
            f"{self.folder}/{self.account.file}" if self.folder else self.account.file
        )

    def with_number(self, number: int) -> None:
        """Call the file by its name and a number."""
        self.account.file = f"{self.account.file} ({number})"


@dataclass
class Found:
    """The files of a path, and the settings beside them.

    `observed` has the day of every export, if it is known; `begun` says that it is a user's own
    folder, which may still be empty.
    """

    settings: Settings = field(default_factory=Settings)
    files: list[File] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    observed: list[date | None] = field(default_factory=lambda: [None])
    begun: bool = False

    @property
    def accounts(self) -> list[Account]:
        """The accounting of every file."""
        return [file.account for file in self.files]

    @property
    def exports(self) -> int:
        """How many exports have been found."""
        return len(self.observed) - 1

    def add_broken(self, name: str, error: ReadError) -> None:
        """Take a file that cannot be read."""
        account = Account(name)
        account.broken(str(error))
        self.files.append(File("", account, bytes))

    def add_faults(self, name: str, faults: list[str]) -> None:
        """Take a file that the user has to mend."""
        account = Account(name, notes=faults, faults=[f"{name}, {fault}" for fault in faults])
        self.files.append(File("", account, bytes))


def find_files(path: Path) -> Found:
    """Return the files of a folder, an archive, or the one file that a path names.

    Raises
    ------
    ReadError
        There is nothing at the path, or nothing in it that netscout knows.
    """
    found = Found()
    if path.is_dir():
        _find_in_folder(path, found)
    elif path.is_file():
        _take_path(path, found)
    else:
        raise ReadError(f"there is no file or folder {path}")
    _name_apart(found.files)
    return found


def _name_apart(files: list[File]) -> None:
    """Give files that are called the same the name of their export, and a number."""
    for label in (File.with_folder, File.with_number):
        often = Counter(file.account.file for file in files)
        for number, file in enumerate(files, 1):
            if often[file.account.file] > 1:
                label(file, number)


def _find_in_folder(path: Path, found: Found) -> None:
    """Take a folder: the user's own files, and the exports beside them and in `linkedin/`."""
    found.settings, faults = settings_or_faults(path)
    if faults:
        found.add_faults(FILE, faults)
    for place in (path, path / EXPORTS):
        if place.is_dir():
            _find_exports(place, found, own=place == path)
    for kind, name in OWN.items():
        if (path / name).is_file():
            read = partial(archive.read_bytes, path / name)
            found.files.append(File(kind, Account(name), read))
    for kind, entry in _in_contacts(path / CONTACTS):
        account = Account(f"{CONTACTS}/{entry.name}")
        found.files.append(File(kind, account, partial(archive.read_bytes, entry)))
    _check_columns(found)
    found.begun = any((path / name).is_file() for name in OWN_FILES)
    if not found.files and not found.begun:
        raise ReadError(
            f"{path} holds nothing to read: no LinkedIn export (a .zip or its files, here or in "
            f"{EXPORTS}/), no {LOG_FILE}, no {PEOPLE_FILE}, nothing in {CONTACTS}/"
        )


def _check_columns(found: Found) -> None:
    """Say if the columns of a file are named that is not there."""
    names = {account.file for account in found.accounts}
    for name in found.settings.columns:
        if name not in names:
            hint = did_you_mean(name, names)
            error = ReadError(f"{FILE}, columns: there is no file {name!r}{hint}")
            found.add_broken(FILE, error)


def _in_contacts(place: Path) -> Iterator[tuple[str, Path]]:
    """Yield kind and path of every address book and calendar of a folder."""
    for file in sorted(place.iterdir()) if place.is_dir() else ():
        ending = file.suffix.lower()
        if file.is_file() and not file.name.startswith((".", "~$")) and ending in BOOKS + CALENDARS:
            yield "calendar" if ending in CALENDARS else "book", file


def _find_exports(place: Path, found: Found, *, own: bool) -> None:
    """Take the exports of a folder: its own files, archives, snapshots, and folders in it."""
    _take_export(found, archive.in_folder(place, MEMBERS, skip=OWN_FILES if own else ()))
    for entry in sorted(place.iterdir()):
        if entry.is_file() and entry.suffix.lower() in (".zip", *(() if own else (".json",))):
            _take_path(entry, found)
        elif entry.is_dir() and not own and entry.name.lower() not in ("jobs", "__macosx"):
            _take_export(found, archive.in_folder(entry, MEMBERS))


def _take_export(found: Found, export: Export) -> None:
    """Take the members of an export; they are called by its name too once there are several."""
    found.unopened += export.unopened
    if not export.members:
        return
    found.observed.append(export.observed)
    for member in export.members:
        account = Account(member.label)
        found.files.append(File(member.kind, account, member.read, found.exports, export.name))


def _take_path(path: Path, found: Found) -> None:
    """Take one file: an archive, a saved snapshot, or a table told by its name or its columns."""
    try:
        if archive.is_zip(path):
            _take_archive(path, found)
            return
        data = archive.read_bytes(path)
        what = other_kind(data[:SNIFFED])
        if what and ";" not in what:
            found.add_broken(path.name, ReadError(f"{path.name} is {what}; {archive.WANTED}"))
            return
        if snapshot.is_snapshot(data):
            for domain, kind, table_of in snapshot.tables(data, path.name, LAYOUTS):
                account, read = Account(f"{path.name} ({domain})"), partial(bytes, table_of)
                found.files.append(File(kind, account, read, found.exports + 1))
            found.observed.append(archive.observed(path.name))
            return
        found.files.append(
            File(_kind(path, data), Account(path.name), partial(archive.read_bytes, path))
        )
    except ReadError as error:
        found.add_broken(path.name, error)


def _take_archive(path: Path, found: Found) -> None:
    exports = archive.in_zip(path, MEMBERS)
    for export in exports:
        _take_export(found, export)
    if not any(export.members for export in exports):
        only = [name for export in exports for name in export.unopened][:5]
        raise ReadError(
            f"{path.name} holds no file of a LinkedIn export"
            + (f", only {', '.join(only)}" if only else "")
            + "; download the export again, or unpack an archive within it first"
        )


def _kind(path: Path, data: bytes) -> str:
    """Return the kind of a single file, by its name if its columns agree, else by its columns."""
    if begins(data, b"VCALENDAR"):
        return "calendar"
    lines = Lines(data, path.name)
    named = archive.key(path.name)
    if named in TABLES and find_form(lines, TABLES[named]):
        return named
    if begins(data, b"VCARD") or known_layout(lines):
        return "book"
    order = ["invitations", "messages", "connections", "log", *LAYOUTS]
    order.remove("profile")  # any table with names looks like one
    if kind := next((kind for kind in order if find_form(lines, TABLES[kind])), ""):
        return kind
    return "book" if named not in TABLES and find_columns(lines) else named
