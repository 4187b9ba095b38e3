"""The people of address books: who is known already, who is new, who is left for a decision.

A contact is somebody known if profile address or e-mail are the same. One who only has the name of
somebody known is left out until aliases.csv says whether the two are the same; its id there is
`contact/`, the name, and the e-mail address or the company.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netscout.identity import email_key, url_key
from netscout.identity.evidence import conflicting
from netscout.identity.records import record
from netscout.readers.contacts import COLUMNS, LINKEDIN, known_layout, read_contacts
from netscout.readers.decisions import of_contacts
from netscout.readers.register import slug
from netscout.readers.sheet import find_form
from netscout.readers.text import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.register import Register

Contact = dict[str, str]
JOINED = ("email", "tags", "note")
UNDECIDED = "has the name of somebody you know; say in aliases.csv whether it is the same person"
STRANGER = "nobody in your network; put the file into contacts/ if you want everybody in it"


def contact_id(contact: Mapping[str, str]) -> str:
    """Return the id of a contact, the same at every import; a profile address if it has one.

    >>> contact_id({"name": "Dana Whitlock", "email": "Dana@post.example", "company": "Acme"})
    'contact/dana-whitlock/dana@post.example'
    >>> contact_id({"name": "Dana Whitlock", "email": "", "company": "Acme"})
    'contact/dana-whitlock/acme'
    """
    if key := url_key(contact.get("url", "")):
        return key
    emails = map(email_key, contact.get("email", "").split(";"))
    detail = next(filter(None, emails), "") or slug(contact.get("company", ""))
    return "/".join(filter(None, ("contact", slug(contact["name"]) or "unnamed", detail)))


def take_book(
    data: bytes, book: Book, account: Account, *, columns: Mapping[str, str] | None = None
) -> None:
    """Add the people of an address book, or what it says of people who are known.

    Raises
    ------
    ReadError
        It is no address book.
    """
    _take(read_contacts(data, account, columns=columns), book, account, strangers=True)


def take_imported(data: bytes, book: Book, account: Account) -> None:
    """Take what the address book within an export says of people who are known, and nobody else.

    LinkedIn keeps there whatever it was once given, also people who mean nothing to the owner. An
    address book of another make in its place was put there by the owner.

    Raises
    ------
    ReadError
        It is no text.
    """
    lines = Lines(data, account.file)
    if known_layout(lines) is None:
        account.note("not read: it is no address book; a list of your own goes into contacts/")
        return
    own = find_form(lines, LINKEDIN) is None
    _take(read_contacts(data, account), book, account, strangers=own)


def _take(contacts: list[Contact], book: Book, account: Account, *, strangers: bool) -> None:
    register, decided = book.register, of_contacts(book.said)
    for contact in contacts:
        own = _own_id(contact, book)
        same, apart = (
            {p for who in decided.get((own, wish), ()) for p in register.records(who)}
            for wish in (True, False)
        )
        person = _known(contact, own, register, apart) or (same.pop() if len(same) == 1 else "")
        if not (person or url_key(contact["url"])):
            namesakes = set(register.named(contact["name"])) - {own} - apart
            if reason := UNDECIDED if namesakes else "" if strangers else STRANGER:
                account.kept -= 1
                account.leave(int(contact["origin"].rpartition(":")[2]), reason)
                if namesakes:
                    book.left.setdefault(own, contact)
                continue
        new = _add(register, person or own, contact)
        account.kept -= not new
        account.merged += not new
        if person and own not in register:
            register.alias[own] = person


def _own_id(contact: Contact, book: Book) -> str:
    """Return the id of a contact, with a number if another without address has it."""
    own, number = contact_id(contact), 1
    if _has_key(contact) or own not in book.register or _says_nothing_new(contact, own, book):
        return own
    while (numbered := f"{own}/{number + 1}") in book.register or numbered in book.left:
        number += 1
    return numbered


def _has_key(contact: Contact) -> bool:
    return bool(url_key(contact["url"]) or any(map(email_key, contact["email"].split(";"))))


def _says_nothing_new(contact: Contact, person: str, book: Book) -> bool:
    return all(contact[c] in book.register.get(person, c) for c in COLUMNS if c != "name")


def _add(register: Register, person: str, contact: Contact) -> bool:
    """Add a contact, or what it says of somebody known; return whether that was news."""
    facts = {column: contact[column] for column in (*COLUMNS, "origin") if contact[column]}
    if person not in register:
        return register.add(person, **facts)
    several = {column: facts.pop(column, "") for column in JOINED}
    origin = facts.pop("origin")
    news = register.add(person, **facts)
    for column, text in several.items():
        news |= register.join(person, column, text)
    if news:
        register.join(person, "origin", origin)
    return news


def _known(contact: Contact, own: str, register: Register, apart: set[str]) -> str:
    """Return who a contact is by profile address, e-mail or the same words, `""` if nobody is."""
    if url_key(contact["url"]):
        return register.by_url(contact["url"])
    for part in contact["email"].split(";"):
        person = register.with_email(part) if email_key(part) else ""
        if person and person not in apart and not _two_people(contact, person, register):
            return person
    return own if own in register and not _has_key(contact) else ""


def _two_people(contact: Contact, person: str, register: Register) -> bool:
    """Whether two names in one mailbox are those of two people."""
    names = contact["name"], register.get(person, "name")
    one, other = (record("", name, "", "", "", "", "", "") for name in names)
    return conflicting(one, other)
