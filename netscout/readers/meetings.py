"""The meetings that calendars propose for the log; none is taken as having happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.readers.calendar import read_calendar
from netscout.readers.dates import iso
from netscout.readers.register import ME

if TYPE_CHECKING:
    from datetime import date

    from netscout.readers.account import Account
    from netscout.readers.book import Book

COLUMNS = ("date", "person", "name", "email", "channel", "note", "origin")
PROPOSED = "proposed as `met`, not taken: add it to log.csv if it took place"


def take_calendar(data: bytes, book: Book, account: Account, *, on: date | None = None) -> None:
    """Note the meetings that a calendar proposes, and count its appointments.

    Raises
    ------
    ReadError
        It is no calendar.
    """
    mine = [part for part in book.register.get(ME, "email").split(";") if part]
    records = read_calendar(data, account, mine=mine, on=on)
    book.meetings += records
    rows = sorted({int(met["origin"].rpartition(":")[2]) for met in records})
    for row in rows:
        account.kept -= 1
        account.leave(row, PROPOSED)
    if rows:
        account.refused = 0


def meetings_table(book: Book) -> Any:
    """Return the meetings of all calendars that are not in the log, each of them once, by date.

    `person` is the id of who it was with, by e-mail or else by a name that only one has; `""` for
    somebody not known.
    """
    events = zip(*(book.journal.columns[c] for c in ("date", "kind", "target")), strict=True)
    logged = {(iso(int(day)), target) for day, kind, target in events if kind == "met"}
    found: dict[tuple[str, str], list[str]] = {}
    for met in book.meetings:
        person = _who(met, book)
        who = person or met["email"]
        if (met["date"], person) not in logged and person != ME:
            name = met["person"] or (book.register.get(person, "name") if person else "")
            line = {**met, "person": person, "name": name}
            found.setdefault((met["date"], who), [line[column] for column in COLUMNS])
    table = pd.DataFrame(list(found.values()), columns=list(COLUMNS), dtype="str")
    return table.sort_values(["date", "name"], kind="stable", ignore_index=True)


def _who(met: dict[str, str], book: Book) -> str:
    """Return the id of the other person of a meeting, `""` if it is not certain."""
    register = book.register
    if person := register.with_email(met["email"]):
        return register.same.get(person, person)
    found = register.named(met["person"])
    return found[0] if len(found) == 1 else ""
