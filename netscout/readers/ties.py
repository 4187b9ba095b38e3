"""The other ties of an export: invitations, endorsements, recommendations, and notes on people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netscout.identity import name_key, url_key, words
from netscout.readers import dates
from netscout.readers.register import ME

if TYPE_CHECKING:
    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet


def learn_owner(sheet: Sheet, book: Book) -> None:
    """Learn the owner's name and address: the sender of every outgoing invitation."""
    outgoing = [record for _row, record in sheet.records() if _direction(record) == "outgoing"]
    names = {record["sender"] for record in outgoing}
    if len({name_key(name) for name in names}) == 1:
        for name in sorted(names):
            book.learn_me(name=name)
    urls = {url_key(record.get("sender_url", "")) for record in outgoing} - {""}
    if len(urls) == 1:
        book.learn_me(
            url=next(r["sender_url"] for r in outgoing if url_key(r["sender_url"]) in urls)
        )


def read_invitations(sheet: Sheet, book: Book, account: Account) -> None:
    """Read connection requests, sent and received; their text is not read."""
    day_of = dates.days(sheet.column("date"), order="month")
    for row, record in sheet.records():
        day, direction = day_of[record["date"]], _direction(record)
        if direction not in ("outgoing", "incoming"):
            account.refuse(row, f"Direction {record['direction']!r} is not INCOMING or OUTGOING")
            continue
        if day is None:
            account.refuse(row, f"Sent At {record['date']!r} is not a date")
            continue
        side = "to" if direction == "outgoing" else "sender"
        name, url = record[side], record.get(f"{side}_url", "")
        person = book.person(account, row, name, url, origin=sheet.origin(row))
        if person == ME:
            account.refuse(row, "both sides are you")
        elif person:
            pair = (ME, person) if direction == "outgoing" else (person, ME)
            book.event(account, day, "invited", *pair, sheet.origin(row))


def read_endorsements(sheet: Sheet, book: Book, account: Account, *, given: bool) -> None:
    """Read endorsements of skills; several by one person on one day are one."""
    day_of = dates.days(sheet.column("date"), order="month")
    for row, record in sheet.records():
        name, status = f"{record['first']} {record['last']}".strip(), record["status"].lower()
        shown = record.get("shown", "").lower()
        if "redacted" in (status, shown):
            account.leave(row, "withdrawn")
        elif status == "pending":
            account.leave(row, "not accepted yet")
        else:
            _voluntary(sheet, book, account, row, record | {"name": name}, day_of[record["date"]],
                       kind="endorsed", given=given)  # fmt: skip


def read_recommendations(sheet: Sheet, book: Book, account: Account, *, given: bool) -> None:
    """Read recommendations; their text is not read."""
    day_of = dates.days(sheet.column("date"), order="month")
    for row, record in sheet.records():
        name = f"{record['first']} {record['last']}".strip()
        facts = record | {"name": name}
        _voluntary(sheet, book, account, row, facts, day_of[record["date"]],
                   kind="recommended", given=given)  # fmt: skip


def read_notes(sheet: Sheet, book: Book, account: Account) -> None:
    """Read the owner's notes on connections into the people's `note`."""
    for row, record in sheet.records():
        name = f"{record.get('first', '')} {record.get('last', '')}".strip()
        if not record["note"]:
            account.leave(row, "an empty note")
            continue
        url = record.get("url", "")
        person = book.person(account, row, name, url, origin=sheet.origin(row))
        if person:
            before = book.register.get(person, "note")
            new = record["note"] not in before.split("\n")
            if new:
                book.register.overrule(person, {"note": f"{before}\n{record['note']}".strip()})
            account.kept += new
            account.merged += not new


def _voluntary(
    sheet: Sheet, book: Book, account: Account, row: int, record: dict[str, str],
    day: int | None, *, kind: str, given: bool,
) -> None:  # fmt: skip
    """Take one endorsement or recommendation."""
    if day is None:
        account.refuse(row, f"{record['date']!r} is not a date")
        return
    name, url = record["name"], record.get("url", "")
    initial = any(len(word) < 2 for word in words(name).split()) or len(words(name).split()) < 2
    person = _of_company(book, name, record.get("company", "")) or book.person(
        account, row, name, url, origin=sheet.origin(row), create=not initial
    )
    if person == ME:
        account.refuse(row, "both sides are you")
    elif person:
        if company := record.get("company", ""):
            book.register.add(person, company=company, role=record.get("role", ""))
        pair = (ME, person) if given else (person, ME)
        book.event(account, day, kind, *pair, sheet.origin(row))


def _of_company(book: Book, name: str, company: str) -> str:
    """Return the one of several namesakes who is at this company, `""` if there is no such one."""
    found = book.register.named(name)
    same = book.register.same_company(found, company) if len(found) > 1 else []
    return same[0] if len(same) == 1 else ""


def _direction(record: dict[str, str]) -> str:
    return record["direction"].strip().lower()
