"""Whom the owner follows on LinkedIn, and which of its events the owner took part in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netscout.readers import dates
from netscout.readers.register import ME

if TYPE_CHECKING:
    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet


def read_followed(sheet: Sheet, book: Book, account: Account) -> None:
    """Read whom the owner follows, as far as they are known, into the people column `followed`.

    It has the day since when. Nobody is added: who is only followed opens no way to anybody.
    """
    day_of = dates.days(sheet.column("date"), order="month")
    since: dict[str, str] = {}
    for row, record in sheet.records():
        day = day_of[record["date"]]
        if record["status"].lower() != "active":
            account.leave(row, "no longer followed")
        elif day is None:
            account.refuse(row, f"not a date: {record['date']!r}")
        elif person := book.person(account, row, record["name"], origin="", create=False):
            account.kept += person not in since
            account.merged += person in since
            since[person] = min(since.get(person, "9999"), dates.iso(day))
    for person, day_followed in since.items():
        book.register.overrule(person, {"followed": day_followed})


def read_attended(sheet: Sheet, book: Book, account: Account) -> None:
    """Read the events that the owner took part in, into the owner's column `attended`."""
    attended: dict[str, None] = {}
    for row, record in sheet.records():
        if record["status"].upper() != "APPROVED":
            account.leave(row, "you did not take part")
        elif not record["name"]:
            account.leave(row, "no name")
        else:
            day = dates.day(record["time"].partition(" - ")[0], order="month")
            said = record["name"] + (f" ({dates.iso(day)})" if day is not None else "")
            account.kept += said not in attended
            account.merged += said in attended
            attended.setdefault(said)
    if attended:
        told = [*book.register.get(ME, "attended").split("; "), *attended]
        book.register.overrule(ME, {"attended": "; ".join(dict.fromkeys(filter(None, told)))})
