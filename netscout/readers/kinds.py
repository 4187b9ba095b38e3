"""Which reader reads which kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netscout.readers import connections, log, messages, owner, ties

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from netscout.readers import dates
    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet


def read_kind(
    kind: str,
    sheet: Sheet,
    book: Book,
    account: Account,
    order: dates.Order | None,
    seen: date | None,
) -> None:
    """Read the table of one kind of file into the book; `seen` is the day of its export."""
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
        "contacts": lambda: ties.read_imported(sheet, book, account),
        "importedcontacts": lambda: ties.read_imported(sheet, book, account),
        "notes": lambda: ties.read_notes(sheet, book, account),
        "companyfollows": lambda: owner.read_interest(sheet, book, account, how="followed"),
        "savedjobs": lambda: owner.read_interest(sheet, book, account, how="saved"),
        "jobapplications": lambda: owner.read_interest(sheet, book, account, how="applied"),
        "people": lambda: log.read_people(sheet, book, account),
        "log": lambda: log.read_log(sheet, book, account, order=order),
    }
    readers[kind]()
