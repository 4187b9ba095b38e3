"""The user's own two files: log.csv, what happened, and people.csv, details of people.

What stands here the user has written and can mend, so every fault is said, with file and row.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from netscout._phrases import CHANNELS, counted, unknown_channel
from netscout.errors import did_you_mean
from netscout.identity import name_key, url_key, words
from netscout.readers import dates
from netscout.readers.account import ROWS_SHOWN, row_list
from netscout.readers.register import ME, slug
from netscout.schema import ANYONE, KINDS

if TYPE_CHECKING:
    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet

TO_ME = frozenset({"agreed", "declined", "endorsed", "recommended"})
REFERRAL = frozenset({"named", "introduced"})
EITHER_WAY = frozenset({"invited", "wrote", "endorsed", "recommended"})
"""What one person does to another: `wrote,Dana,me` says that Dana wrote to me."""
ANYBODY = frozenset({ANYONE, "anybody", "names", "someone", "others"})
DETAILS = ("name", "company", "role", "school", "location", "email", "url", "tags", "note")


def read_log(sheet: Sheet, book: Book, account: Account, *, order: dates.Order | None) -> None:
    """Read the log of conversations; people not met before are added."""
    for name in sheet.others:
        account.note(
            f"column {name!r} is not read{did_you_mean(name, ('other', 'channel', 'note'))}"
        )
    day_of = dates.days(sheet.column("date"), order=order)
    before = len(book.register.ids)
    _note_channels(sheet, account)
    for row, given in sheet.records():
        record = given | {"event": given["event"].lower()}
        faults = len(account.faults)
        day = day_of[record["date"]]
        if day is None and _is_comment(record):
            account.leave(row, "a comment")
            continue
        _check(account, row, given, day)
        events = []
        if len(account.faults) == faults:
            events = _events(sheet, book, account, row, record)
        if len(account.faults) > faults:
            place = f"{account.file}, row {row}, "
            account.refuse(row, "; ".join(f.removeprefix(place) for f in account.faults[faults:]))
        elif day is not None:
            _write(book, account, day, events, record, sheet.origin(row))
    if added := len(book.register.ids) - before:
        were = "was" if added == 1 else "were"
        account.note(f"{counted(added, 'person', 'people')} not in any other file {were} added")


def _note_channels(sheet: Sheet, account: Account) -> None:
    """Say which channels the log does not know; they are read as they stand."""
    rows: dict[str, list[int]] = {}
    for row, channel in zip(sheet.numbers, sheet.column("channel"), strict=True):
        if channel and channel.lower() not in CHANNELS:
            rows.setdefault(channel.lower(), []).append(row)
    for channel in list(rows)[:ROWS_SHOWN]:
        account.note(f"{unknown_channel(channel)} ({row_list(rows[channel])})")
    if len(rows) > ROWS_SHOWN:
        account.note(f"and {counted(len(rows) - ROWS_SHOWN, 'more such channel')}")


def _is_comment(record: dict[str, str]) -> bool:
    return record["event"] not in KINDS and any(
        record[name].startswith("#") for name in ("date", "event", "person")
    )


def _check(account: Account, row: int, record: dict[str, str], day: int | None) -> None:
    """Note what is wrong with a row taken by itself."""
    kind = record["event"].lower()
    if kind not in KINDS:
        what = (
            f"unknown event {record['event']!r}{did_you_mean(kind, KINDS)}" if kind else "is empty"
        )
        account.faults.append(f"{account.file}, row {row}, event: {what}")
    if day is None:
        account.faults.append(f"{account.file}, row {row}, date: {_no_day(record['date'])}")
    if not record["person"]:
        account.faults.append(f"{account.file}, row {row}, person: is empty")


def _events(
    sheet: Sheet, book: Book, account: Account, row: int, record: dict[str, str]
) -> list[tuple[str, str, str, str]]:
    """Return kind, source, target and about of every event of a row; faults go to the account."""
    kind, text = record["event"], record.get("other", "")
    anybody = kind == "asked" and text.lower() in ANYBODY
    names = (
        [part.strip() for part in text.split(";") if part.strip()] if kind in REFERRAL else [text]
    )
    person, *others = (
        _who(book, account, row, column, name, sheet.origin(row)) if name else ""
        for column, name in (
            ("person", record["person"]), *(("other", "" if anybody else name) for name in names)
        )
    )  # fmt: skip
    other = others[0] if others else ""
    if kind in REFERRAL:
        if not names:
            what = f"is empty; {kind!r} needs the person who was {kind}"
            account.faults.append(f"{account.file}, row {row}, other: {what}")
        events = [(kind, person, other, "") for other in others]
    elif kind == "knows":
        events = [(kind, person if other else ME, other or person, "")]
    elif kind in EITHER_WAY and other:
        events = [(kind, person, other, "")]
    elif kind in TO_ME:
        events = [(kind, person, ME, other)]
    else:
        events = [(kind, ME, person, ANYONE if anybody else other)]
    if any(source == target for _kind, source, target, _about in events):
        same = f"{account.file}, row {row}, person: the same person stands on both sides"
        account.faults.append(same)
    return events


def _write(
    book: Book, account: Account, day: int, events: list[tuple[str, str, str, str]],
    record: dict[str, str], origin: str,
) -> None:  # fmt: skip
    """Take the events of a row, which is kept if one of them is new."""
    new = [
        book.journal.add(
            day, kind, source, target, about=about, origin=origin,
            channel=record.get("channel", "").lower(), note=record.get("note", ""),
        )
        for kind, source, target, about in events
    ]  # fmt: skip
    account.kept += any(new)
    account.merged += not any(new)


def read_people(sheet: Sheet, book: Book, account: Account) -> None:
    """Read details of people; they go before what any export says, and further columns are kept."""
    records = [(row, _complete(record)) for row, record in sheet.records()]
    names = Counter(name_key(record["name"]) for _row, record in records)
    mine: dict[str, int] = {}
    for row, record in records:
        if not (record["person"] or record["name"]):
            account.fault(row, "name", "no person and no name; give one of them")
            continue
        person = _whose(
            sheet, book, account, row, record, namesakes=names[name_key(record["name"])]
        )
        if not person:
            continue
        if person in mine:
            account.fault(row, "name", f"is the same person as row {mine[person]}; make it one row")
            continue
        mine[person] = row
        further = {name: record[name] for name in sheet.others}
        details = {name: record.get(name, "") for name in DETAILS}
        book.register.overrule(person, further | details)
        account.kept += 1


def _complete(record: dict[str, str]) -> dict[str, str]:
    """Return a row with a name made of first and last name where it has only these."""
    full = f"{record.get('first', '')} {record.get('last', '')}".strip()
    name = record.get("name", "") or full
    person = record.get("person", "")
    if person and not name and slug(person) != person and not url_key(person) and "@" not in person:
        name = person
    return record | {"name": name, "person": person}


def _whose(
    sheet: Sheet, book: Book, account: Account, row: int, record: dict[str, str], *, namesakes: int
) -> str:
    """Return the id of the person whom a row of people.csv describes, `""` (a fault) if unclear."""
    register, name, company = book.register, record["name"], record.get("company", "")
    if not record["person"]:
        for key in (record.get("url", ""), record.get("email", "")):
            if key and len(found := register.find(key)) == 1:
                return found[0]
        if key := url_key(record.get("url", "")):
            register.add(key, name=name, origin=sheet.origin(row))
            return key
    who = record["person"] or name
    found = register.find(who) or ([ME] if book.is_me(who) else [])
    if len(found) == 1 and not (
        namesakes > 1 and _differs(register.get(found[0], "company"), company)
    ):
        return found[0]
    if len(same := register.same_company(found, company)) == 1:
        return same[0]
    if len(found) > 1 and not namesakes > 1:
        account.fault(row, "person", _several(book, who, found))
        return ""
    person = (
        url_key(who) or _own_id(book, record["person"]) or register.new_id(name or who, company)
    )
    register.add(person, name=name or _name_of(who), origin=sheet.origin(row))
    return person


def _own_id(book: Book, person: str) -> str:
    """Return an id of the user's own that nobody has yet, `""` if it is none."""
    free = person not in {ME, *ANYBODY} and person not in book.register
    return person if free and slug(person) == person else ""


def _differs(company: str, other: str) -> bool:
    return bool(company and other) and words(company) != words(other)


def _who(book: Book, account: Account, row: int, column: str, text: str, origin: str) -> str:
    """Return the one person whom a text of the log means; somebody new is added."""
    if text.lower() == ME or book.is_me(text, text):
        return ME
    found = book.register.find(text)
    if len(found) == 1:
        return found[0]
    place = f"{account.file}, row {row}, {column}"
    if found:
        account.faults.append(f"{place}: {_several(book, text, found)}")
        return ""
    person = url_key(text) or (book.register.new_id(text) if slug(text) else "")
    if not person:
        account.faults.append(f"{place}: {text!r} is not a name")
        return ""
    email = text if "@" in text else ""
    book.register.add(person, name=_name_of(text), email=email, origin=origin)
    return person


def _name_of(text: str) -> str:
    """Return a name for somebody given by profile address, e-mail address or name."""
    if key := url_key(text):
        return key.removeprefix("in/").replace("-", " ").title()
    return text.split("@", maxsplit=1)[0] if "@" in text else text


def _several(book: Book, name: str, found: list[str]) -> str:
    listed = "; ".join(
        f"{p} ({book.register.get(p, 'company') or 'no company'})" for p in found[:5]
    )
    return f"{len(found)} people are called {name!r}; write one of the ids instead: {listed}"


def _no_day(text: str) -> str:
    if not text:
        return "is empty"
    if dates.is_ambiguous(text):
        return f"{text!r} may be two days; write it as 2026-03-31"
    return f"{text!r} is not a date; write it as 2026-03-31"
