"""The `contacts` folder: address books whose people are added, calendars that propose meetings.

A contact is somebody known if profile address or e-mail are the same. One who only has the name of
somebody known is left out until aliases.csv says whether the two are the same; its id there is
`contact/` and the e-mail address, or the name.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._evidence import conflicting, record
from netscout.identity import email_key, url_key
from netscout.readers import archive
from netscout.readers.account import Account
from netscout.readers.calendar import read_calendar
from netscout.readers.contacts import COLUMNS, read_contacts
from netscout.readers.register import slug
from netscout.readers.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from netscout.readers.book import Book

FOLDER = "contacts"
KINDS = ("book", "calendar")
ALIASES_FILE = "aliases.csv"
BOOKS, CALENDARS = (".csv", ".tsv", ".txt", ".vcf", ".vcard"), (".ics", ".ical", ".icalendar")
UNDECIDED = "has the name of somebody you know; say in aliases.csv whether it is the same person"
PROPOSED = "{count:,} proposed as `met`, not taken: write them in log.csv if they took place"


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield kind (`book` or `calendar`) and path of every file in a user's `contacts` folder."""
    place = folder / FOLDER
    for file in sorted(place.iterdir()) if place.is_dir() else ():
        ending = file.suffix.lower()
        if file.is_file() and not file.name.startswith((".", "~$")) and ending in BOOKS + CALENDARS:
            yield "calendar" if ending in CALENDARS else "book", file


def contact_id(contact: Mapping[str, str]) -> str:
    """Return the id of a contact, the same at every import; a profile address if it has one.

    >>> contact_id({"name": "Dana Whitlock", "email": "Dana@post.example", "company": "Acme"})
    'contact/dana@post.example'
    >>> contact_id({"name": "Dana Whitlock", "email": "", "company": "Acme"})
    'contact/dana-whitlock-acme'
    """
    if key := url_key(contact.get("url", "")):
        return key
    emails = (email_key(part) for part in contact.get("email", "").split(";"))
    return "contact/" + (
        next(filter(None, emails), "") or slug(contact["name"], contact.get("company", ""))
    )


def decisions(folder: Path) -> dict[str, tuple[str, str]]:
    """Return contact id → decision and the other person, as far as aliases.csv names contacts."""
    file = folder / ALIASES_FILE
    if not file.is_file():
        return {}
    found = {}
    for cells in csv.DictReader(Lines(archive.read_bytes(file), file.name)):
        row = {(name or "").strip().lower(): value or "" for name, value in cells.items() if name}
        pair = [row.get(side, "").strip() for side in ("person", "other")]
        for mine, other in (pair, pair[::-1]):
            if mine.startswith("contact/"):
                found[mine] = (row.get("decision", "").strip().lower(), other)
    return found


def take_book(
    data: bytes, book: Book, account: Account, decided: Mapping[str, tuple[str, str]]
) -> None:
    """Add the people of an address book, or what it says of people who are known.

    Raises
    ------
    ReadError
        It is no address book.
    """
    holders = _holders(book)
    for contact in read_contacts(data, account):
        person = _known(contact, book, holders)
        own = contact_id(contact)
        decision, other = decided.get(own, ("", ""))
        if not person and decision == "same":
            person = next(iter(book.register.find(other)), "")
        namesakes = [p for p in book.register.named(contact["name"]) if p != own]
        if not (person or contact["url"]) and namesakes and decision != "different":
            account.kept -= 1
            account.leave(int(contact["origin"].rpartition(":")[2]), UNDECIDED)
            continue
        facts = {c: contact[c] for c in (*COLUMNS, "origin") if contact[c]}
        new = book.register.add(person or own, **facts)
        account.kept -= not new
        account.merged += not new
        _hold(holders, contact, person or own)


def take_calendar(data: bytes, account: Account, *, mine: tuple[str, ...] = ()) -> None:
    """Count the meetings that a calendar proposes; none is taken as having happened.

    Raises
    ------
    ReadError
        It is no calendar.
    """
    rows = {
        int(met["origin"].rpartition(":")[2]) for met in read_calendar(data, account, mine=mine)
    }
    account.kept -= len(rows)
    account.skipped += len(rows)
    account.refused = 0 if rows else account.refused
    if rows:
        account.note(PROPOSED.format(count=len(rows)))


def meetings(folder: Path, *, mine: tuple[str, ...] = (), on: Any = None) -> Any:
    """Return the meetings that the calendars of a user's folder propose for the log.

    Returns
    -------
    DataFrame of date, event ("met"), person, email, channel, note, origin, by date; a meeting that
    stands in two calendars once.

    Raises
    ------
    ReadError
        A file is no calendar.
    """
    columns = ["date", "event", "person", "email", "channel", "note", "origin"]
    rows = []
    for kind, file in files_in(folder):
        if kind == "calendar":
            data, account = archive.read_bytes(file), Account(f"{FOLDER}/{file.name}")
            rows += read_calendar(data, account, mine=mine, on=on)
    table = pd.DataFrame(rows, columns=columns).drop_duplicates(["date", "email", "note"])
    return table.sort_values("date", kind="stable", ignore_index=True)


def undecided(folder: Path, people: Any) -> Any:
    """Return the contacts that were left out of a network for want of a decision.

    Returns
    -------
    DataFrame in the form of the people table, by the ids that aliases.csv takes; together with the
    people of the network it is what `netscout.matching.propose` wants.

    Raises
    ------
    ReadError
        A file is no address book.
    """
    decided, rows = decisions(folder), []
    emails = [cell.split(";") for cell in people["email"]]
    held = {key for cells in emails for part in cells if (key := email_key(part))}
    for kind, file in files_in(folder):
        if kind == "book":
            account = Account(f"{FOLDER}/{file.name}")
            for contact in read_contacts(archive.read_bytes(file), account):
                own = contact_id(contact)
                keys = {email_key(part) for part in contact["email"].split(";")} - {""}
                if not (own in people.index or own in decided or keys & held):
                    rows.append(contact | {"person": own})
    columns = ["person", *COLUMNS, "origin"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates("person").set_index("person")


def _holders(book: Book) -> dict[str, str]:
    """Return e-mail address → the person who has it."""
    holders: dict[str, str] = {}
    columns = book.register.columns
    for person, cell in zip(book.register.ids, columns["email"], strict=False):
        for part in cell.replace(",", ";").split(";"):
            if key := email_key(part):
                holders.setdefault(key, person)
    return holders


def _hold(holders: dict[str, str], contact: Mapping[str, str], person: str) -> None:
    for part in contact["email"].split(";"):
        if key := email_key(part):
            holders.setdefault(key, person)


def _known(contact: Mapping[str, str], book: Book, holders: Mapping[str, str]) -> str:
    """Return who a contact is by profile address or e-mail, `""` if nobody is."""
    if person := book.register.by_url(contact["url"]):
        return person
    for part in contact["email"].split(";"):
        person = holders.get(email_key(part), "")
        if person and not _two_people(contact["name"], book.register.get(person, "name")):
            return person
    return ""


def _two_people(name: str, other: str) -> bool:
    """Whether two names in one mailbox are those of two people."""
    return conflicting(
        record("", name, "", "", "", "", "", ""), record("", other, "", "", "", "", "", "")
    )
