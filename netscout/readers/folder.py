"""From a path to a network: which files there are, the order of reading, what came of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout.errors import ReadError, UnknownPerson
from netscout.identity import find, url_key
from netscout.network import Network
from netscout.readers import (
    archive,
    dates,
    history,
    others,
    owner,
    snapshot,
    ties,
)
from netscout.readers.account import Account, raise_faults, table
from netscout.readers.book import Book
from netscout.readers.kinds import read_kind
from netscout.readers.layouts import LAYOUTS, LOG, PEOPLE
from netscout.readers.register import ME
from netscout.readers.settings import FILE, Settings, read_settings
from netscout.readers.sheet import find_form, read_sheet
from netscout.readers.text import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from netscout.readers.archive import Export
    from netscout.readers.sheet import Sheet

LOG_FILE, PEOPLE_FILE = "log.csv", "people.csv"
ALL_LAYOUTS = {"people": PEOPLE, "log": LOG, **LAYOUTS}
OWN_FILES = (FILE, LOG_FILE, PEOPLE_FILE, "aliases.csv")
EXPORTS = "linkedin"
SHORT = 200
NOTHING_FOUND = re.compile(rb"No [A-Za-z ]{1,60} found\.?")


@dataclass
class _File:
    """One file on its way: its kind, its accounting, and its table once it is read."""

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
class _Reading:
    """Everything that came of a path.

    `observed` has the day of every export, if it is known; `begun` says that it is a user's own
    folder, which may still be empty.
    """

    settings: Settings
    book: Book = field(default_factory=Book)
    files: list[_File] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    observed: list[date | None] = field(default_factory=lambda: [None])
    begun: bool = False
    contact_ids: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def accounts(self) -> list[Account]:
        """The accounting of every file."""
        return [file.account for file in self.files]

    @property
    def exports(self) -> int:
        """How many exports have been found."""
        return len(self.observed) - 1

    def add(self, file: _File) -> None:
        """Take a file."""
        self.files.append(file)

    def name_apart(self) -> None:
        """Give files that are called the same the name of their export, and a number."""
        for label in (_File.with_folder, _File.with_number):
            often = Counter(file.account.file for file in self.files)
            for number, file in enumerate(self.files, 1):
                if often[file.account.file] > 1:
                    label(file, number)


def load(path: Any, *, me: str | None = None) -> Network:
    r"""Return the network in a user's folder, a LinkedIn export, or a list of connections.

    Parameters
    ----------
    path
        A folder with netscout.toml, log.csv, people.csv and exports in `linkedin/` (each
        optional); an unpacked export; an export's ZIP archive; or one file such as
        Connections.csv.
    me
        Your name or profile address, where no file says it.

    Returns
    -------
    Network owned by `me`, with the goal and the assumptions of netscout.toml; `net.imports` says
    per file how many `rows` were kept, hidden (no name), merged (said before), repaired and
    skipped, and why. Rows are numbered as a spreadsheet shows them.

    Raises
    ------
    ReadError
        A path is wrong, a file is not what it claims, nothing of it could be read, or rows of the
        user's own files have faults: all in one message.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "Connections.csv"
    >>> _ = file.write_text(
    ...     "First Name,Last Name,Email Address,Company,Position,Connected On\n"
    ...     "Dana,Whitlock,,Acme,Publicist,05 Nov 2023\n"
    ... )
    >>> load(file)
    Network(1 people, 1 events, 2023-11-05 to 2023-11-05)
    """
    reading = _read(Path(path), me)
    raise_faults(path, reading.accounts)
    book = reading.book
    if not (reading.begun or len(book.register.ids) > 1 or book.journal.columns["date"]):
        said = "; ".join(f"{a.file}: {a.reason or 'no rows'}" for a in reading.accounts)
        raise ReadError(f"nothing could be read of {path}: {said}")
    book.told.clear()
    net = Network(
        book.register.frame(),
        book.journal.frame(),
        ME,
        goal=reading.settings.goal,
        assumptions=reading.settings.assumptions,
        imports=table(reading.accounts),
    )
    _check_goal(net, Path(path))
    return net


def check(path: Any) -> Any:
    """Return what would be read of a path, and what would not, without raising for any file.

    Returns
    -------
    DataFrame with a row a file: `file, rows, kept, hidden, merged, repaired, skipped, reason`, as
    `net.imports`; `reason` also says what is wrong with a file that cannot be read. Files that
    are never opened come last.

    Raises
    ------
    ReadError
        There is nothing at this path.

    Examples
    --------
    >>> import tempfile
    >>> from netscout.examples import write_example
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_example(folder)
    ...     table = check(folder)
    >>> bool((table["rows"] == table[["kept", "hidden", "merged", "skipped"]].sum(axis=1)).all())
    True
    """
    reading = _read(Path(path), None)
    unopened = [Account(name) for name in reading.unopened]
    for account in unopened:
        account.note("not opened: netscout has no use for it")
    return table([*reading.accounts, *unopened])


def _read(path: Path, me: str | None) -> _Reading:
    reading = _Reading(Settings())
    if path.is_dir():
        _find_files(path, reading)
    elif path.is_file():
        _take_path(path, reading, label=path.name)
    else:
        raise ReadError(f"there is no file or folder {path}")
    _learn_settings(reading, me)
    _read_sheets(reading)
    _gather(reading)
    for account in reading.accounts:
        account.settle()
    return reading


def _take_path(path: Path, reading: _Reading, *, label: str) -> None:
    """Take one file: an archive, a saved snapshot, or a table told by its name or its columns."""
    account = Account(label)
    try:
        if archive.is_zip(path):
            _take_archive(path, reading)
            return
        data = archive.read_bytes(path)
        if snapshot.is_snapshot(data):
            for domain, kind, table_of in snapshot.tables(data, label, LAYOUTS):
                read = partial(bytes, table_of)
                reading.add(_File(kind, Account(f"{label} ({domain})"), read, reading.exports + 1))
            reading.observed.append(archive.observed(path.name))
            return
        reading.add(_File(_kind(path, data), account, partial(archive.read_bytes, path)))
    except ReadError as error:
        account.broken(str(error))
        reading.add(_File("", account, bytes))


def _take_archive(path: Path, reading: _Reading) -> None:
    exports = archive.in_zip(path, LAYOUTS)
    for export in exports:
        _take_export(reading, export)
    if not any(export.members for export in exports):
        only = [name for export in exports for name in export.unopened][:5]
        raise ReadError(
            f"{path.name} holds no file of a LinkedIn export"
            + (f", only {', '.join(only)}" if only else "")
            + "; download the export again, or unpack an archive within it first"
        )


def _kind(path: Path, data: bytes) -> str:
    """Return the kind of a single file, by its name if its columns agree, else by its columns."""
    lines = Lines(data, path.name)
    named = archive.key(path.name)
    order = [named] if named in ALL_LAYOUTS else []
    order += ["invitations", "messages", "connections", "log", *LAYOUTS]
    return next((kind for kind in order if find_form(lines, ALL_LAYOUTS[kind])), named)


def _find_files(path: Path, reading: _Reading) -> None:
    """Take a folder: the user's own files, and the exports beside them and in `linkedin/`."""
    try:
        reading.settings = read_settings(path)
    except ReadError as error:
        account = Account(FILE)
        account.broken(str(error))
        reading.add(_File("", account, bytes))
    for place in (path, path / EXPORTS):
        if place.is_dir():
            _find_exports(place, reading, own=place == path)
    for kind, name in (("people", PEOPLE_FILE), ("log", LOG_FILE)):
        if (path / name).is_file():
            reading.add(_File(kind, Account(name), partial(archive.read_bytes, path / name)))
    for kind, entry in others.files_in(path):
        account = Account(f"{others.FOLDER}/{entry.name}")
        reading.add(_File(kind, account, partial(archive.read_bytes, entry)))
    reading.contact_ids = others.decisions(path)
    reading.begun = any((path / name).is_file() for name in OWN_FILES)
    if not reading.files and not reading.begun:
        raise ReadError(
            f"{path} holds nothing to read: no LinkedIn export (a .zip or its files, here or in "
            f"{EXPORTS}/), no {LOG_FILE}, no {PEOPLE_FILE}, nothing in {others.FOLDER}/"
        )


def _find_exports(place: Path, reading: _Reading, *, own: bool) -> None:
    """Take the exports of a folder: its own files, archives, snapshots, and folders in it."""
    _take_export(reading, archive.in_folder(place, LAYOUTS, skip=OWN_FILES if own else ()))
    for entry in sorted(place.iterdir()):
        if entry.is_file() and entry.suffix.lower() in (".zip", *(() if own else (".json",))):
            _take_path(entry, reading, label=entry.name)
        elif entry.is_dir() and not own and entry.name.lower() not in ("jobs", "__macosx"):
            _take_export(reading, archive.in_folder(entry, LAYOUTS))


def _take_export(reading: _Reading, export: Export) -> None:
    """Take the members of an export; they are called by its name too once there are several."""
    reading.unopened += export.unopened
    if not export.members:
        return
    reading.observed.append(export.observed)
    for member in export.members:
        account = Account(member.label)
        reading.add(_File(member.kind, account, member.read, reading.exports, export.name))


def _learn_settings(reading: _Reading, me: str | None) -> None:
    """Learn the owner from netscout.toml and from `me`."""
    settings, book = reading.settings, reading.book
    if me:
        book.learn_me(**({"url": me} if url_key(me) else {"name": me}))
    book.learn_me(name=settings.me, url=settings.me_url)
    book.register.add(ME, school=settings.school, company=settings.company, role=settings.role)


def _read_sheets(reading: _Reading) -> None:
    """Read the table of every file; a file that cannot be read is a fault of its account."""
    reading.name_apart()
    for file in reading.files:
        if file.kind in others.KINDS:
            continue
        if file.kind not in ALL_LAYOUTS:
            if not file.account.faults:
                file.account.broken(
                    f"{file.account.file} is no file that netscout knows; an address book or a "
                    f"calendar belongs in {others.FOLDER}/ of your folder"
                )
            continue
        try:
            data = file.read()
            if says := NOTHING_FOUND.fullmatch(data[:SHORT].strip()):
                file.account.note(f"it says {says[0].decode()!r}")
                continue
            file.sheet = read_sheet(data, ALL_LAYOUTS[file.kind], file.account)
        except ReadError as error:
            file.account.broken(str(error))
            continue
        if not len(file.sheet):
            file.account.note("it has a header and no rows")


def _gather(reading: _Reading) -> None:
    """Read the people and events out of all tables, kind by kind, the newest export first."""
    book, order = reading.book, _order(reading.settings)
    lists = [file for file in reading.files if file.kind == "connections" and file.sheet]
    for file in reading.files:
        if file.kind == "invitations" and file.sheet:
            ties.learn_owner(file.sheet, book)
    days = {}
    if len(lists) > 1:
        days = {f.export: _observed(f, reading.observed[f.export], order) for f in lists}
    newest_first = sorted(
        reading.files, key=lambda file: days.get(file.export) or date.min, reverse=True
    )
    for kind in (*LAYOUTS, "people", "log"):
        for file in newest_first:
            if file.kind == kind and file.sheet:
                read_kind(file.kind, file.sheet, book, file.account, order, days.get(file.export))
                file.sheet = None  # a long table takes memory
        if kind == "connections":
            history.settle_hidden(book)
        if kind == "notes":
            history.write_history(book)
            _take_others(reading)
    book.register.add(ME, name="You")


def _take_others(reading: _Reading) -> None:
    """Take address books and calendars, after the exports and before the user's own word."""
    for file in reading.files:
        try:
            if file.kind == "book":
                others.take_book(file.read(), reading.book, file.account, reading.contact_ids)
            elif file.kind == "calendar":
                others.take_calendar(file.read(), file.account)
        except ReadError as error:
            file.account.broken(str(error))


def _order(settings: Settings) -> dates.Order | None:
    if settings.day_first is None:
        return None
    return "day" if settings.day_first else "month"


def _observed(file: _File, named: date | None, order: dates.Order | None) -> date | None:
    """Return the day of an export: from its name, otherwise of its newest connection."""
    if named or file.sheet is None:
        return named
    days = dates.days(file.sheet.column("date"), order=order).values()
    newest = max((day for day in days if day is not None), default=None)
    return None if newest is None else date.fromisoformat(dates.iso(newest))


def _check_goal(net: Network, path: Path) -> None:
    """Say at once if the goal names somebody who is not in the network."""
    faults = []
    for person in net.goal.people if net.goal else ():
        try:
            find(net.people, person)
        except UnknownPerson as error:
            faults.append(str(error))
    if faults:
        raise ReadError(
            f"{path / FILE}, goal.people: {'; '.join(faults)}; "
            f"add them to {PEOPLE_FILE} or mend the goal"
        )


def suggest_goal(path: Any) -> Any:
    """Return the companies that the owner has looked at, as suggestions for a goal.

    Companies followed, jobs saved and jobs applied for, from the same paths that `load` reads.

    Returns
    -------
    DataFrame, best first: `company`, how often the owner `applied`, `saved` a job and `followed`
    (0 or more), how many people are `known` there, the `roles` of those jobs, and the `last` day.

    Raises
    ------
    ReadError
        As `load`.
    """
    reading = _read(Path(path), None)
    raise_faults(path, reading.accounts)
    return owner.suggestions(reading.book)
