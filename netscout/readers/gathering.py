"""From the files of a path to one book of people and events: in which order, by which reader."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from netscout.errors import ReadError
from netscout.identity import url_key
from netscout.readers import (
    books,
    connections,
    dates,
    decisions,
    followed,
    history,
    log,
    meetings,
    messages,
    owner,
    ties,
)
from netscout.readers.archive import WANTED
from netscout.readers.book import Book
from netscout.readers.finding import TABLES
from netscout.readers.layouts import ADDRESS_BOOKS, LAYOUTS
from netscout.readers.register import ME
from netscout.readers.sheet import read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from netscout.readers.finding import File, Found
    from netscout.readers.settings import Settings
    from netscout.readers.sheet import Sheet

SHORT = 200
NOTHING_FOUND = re.compile(rb"No [A-Za-z ]{1,60} found\.?")
MAY_BE_ANOTHERS = frozenset({"events", "memberfollows"})
"""Names so plain that a file so called need not be LinkedIn's."""


def gather(found: Found, me: str | None) -> Book:
    """Return the people and events of all files, kind by kind, the newest export first."""
    book, order = Book(), _order(found.settings)
    _learn_owner(book, found.settings, me)
    for file in found.files:
        _read_table(file)
    _gather_exports(found, book, order)
    aliases = [file for file in found.files if file.kind == "aliases" and file.sheet]
    for file in aliases:
        decisions.read_decisions(_sheet(file), book, file.account)
    decisions.unite(book)
    _take_others(found, book)
    for kind in ("people", "log"):
        for file in found.files:
            if file.kind == kind and file.sheet:
                _read_kind(file, _sheet(file), book, order, None)
    book.register.add(ME, name="You")
    for file in aliases:
        decisions.settle_decisions(book, file.account)
    for account in found.accounts:
        account.settle()
    return book


def _order(settings: Settings) -> dates.Order | None:
    if settings.day_first is None:
        return None
    return "day" if settings.day_first else "month"


def _learn_owner(book: Book, settings: Settings, me: str | None) -> None:
    """Learn the owner from netscout.toml and from `me`."""
    if me:
        book.learn_me(**({"url": me} if url_key(me) else {"name": me}))
    book.learn_me(name=settings.me, url=settings.me_url)
    book.register.add(
        ME, school=settings.school, company=settings.company, role=settings.role,
        email=settings.me_email,
    )  # fmt: skip


def _read_table(file: File) -> None:
    """Read the table of a file; what cannot be read is a fault of its account."""
    if file.kind in (*ADDRESS_BOOKS, "book", "calendar"):
        return
    account = file.account
    if file.kind not in TABLES:
        if not account.faults:
            account.broken(f"{account.file} is no file that netscout knows; {WANTED}")
        return
    try:
        data = file.read()
        if says := NOTHING_FOUND.fullmatch(data[:SHORT].strip()):
            account.note(f"it says {says[0].decode()!r}")
            return
        file.sheet = read_sheet(data, TABLES[file.kind], account)
    except ReadError as error:
        if file.kind in MAY_BE_ANOTHERS:
            account.note(f"not read: {error}")
        else:
            account.broken(str(error))
        return
    if not len(file.sheet):
        account.note("it has a header and no rows")


def _sheet(file: File) -> Sheet:
    """Return the table of a file and let go of it, since a long one takes memory."""
    sheet, file.sheet = file.sheet, None
    if sheet is None:
        raise ReadError(f"{file.account.file} has not been read")
    return sheet


def _gather_exports(found: Found, book: Book, order: dates.Order | None) -> None:
    """Read the people and events out of the tables of all exports."""
    lists = [file for file in found.files if file.kind == "connections" and file.sheet]
    for file in found.files:
        if file.kind == "invitations" and file.sheet:
            ties.learn_owner(file.sheet, book)
    days = {}
    if len(lists) > 1:
        days = {f.export: _observed(f, found.observed[f.export], order) for f in lists}
    newest_first = sorted(
        found.files, key=lambda file: days.get(file.export) or date.min, reverse=True
    )
    for kind in LAYOUTS:
        for file in newest_first:
            if file.kind == kind and file.sheet:
                _read_kind(file, _sheet(file), book, order, days.get(file.export))
        if kind == "connections":
            history.settle_hidden(book)
    history.write_history(book)


def _observed(file: File, named: date | None, order: dates.Order | None) -> date | None:
    """Return the day of an export: from its name, otherwise of its newest connection."""
    if named or file.sheet is None:
        return named
    days = dates.days(file.sheet.column("date"), order=order).values()
    newest = max((day for day in days if day is not None), default=None)
    return None if newest is None else date.fromisoformat(dates.iso(newest))


def _take_others(found: Found, book: Book) -> None:
    """Take address books, then calendars: after the exports and before the user's own word."""
    for kind in (*ADDRESS_BOOKS, "book", "calendar"):
        for file in found.files:
            if file.kind == kind:
                try:
                    _take_other(file, book, found.settings)
                except ReadError as error:
                    file.account.broken(str(error))


def _take_other(file: File, book: Book, settings: Settings) -> None:
    account = file.account
    if file.kind == "calendar":
        meetings.take_calendar(file.read(), book, account, on=settings.as_of)
    elif file.kind == "book":
        columns = settings.columns.get(account.file)
        books.take_book(file.read(), book, account, columns=columns)
    else:
        data = file.read()
        try:
            books.take_imported(data, book, account)
        except ReadError as error:
            account.note(f"not read: {error}")


def _read_kind(
    file: File, sheet: Sheet, book: Book, order: dates.Order | None, seen: date | None
) -> None:
    account = file.account
    readers: dict[str, Callable[[], None]] = {
        "profile": lambda: owner.read_profile(sheet, book, account),
        "positions": lambda: owner.read_positions(sheet, book, account),
        "education": lambda: owner.read_education(sheet, book, account),
        "connections": lambda: connections.read_connections(
            sheet, book, account, seen=seen, order=order
        ),
        "invitations": lambda: ties.read_invitations(sheet, book, account),
        "messages": lambda: messages.read_messages(sheet, book, account),
        "endorsementreceivedinfo": lambda: ties.read_endorsements(
            sheet, book, account, given=False
        ),
        "endorsementgiveninfo": lambda: ties.read_endorsements(sheet, book, account, given=True),
        "recommendationsreceived": lambda: ties.read_recommendations(
            sheet, book, account, given=False
        ),
        "recommendationsgiven": lambda: ties.read_recommendations(sheet, book, account, given=True),
        "notes": lambda: ties.read_notes(sheet, book, account),
        "companyfollows": lambda: owner.read_interest(sheet, book, account, how="followed"),
        "savedjobs": lambda: owner.read_interest(sheet, book, account, how="saved"),
        "jobapplications": lambda: owner.read_interest(sheet, book, account, how="applied"),
        "memberfollows": lambda: followed.read_followed(sheet, book, account),
        "events": lambda: followed.read_attended(sheet, book, account),
        "people": lambda: log.read_people(sheet, book, account),
        "log": lambda: log.read_log(sheet, book, account, order=order),
    }
    readers[file.kind]()
