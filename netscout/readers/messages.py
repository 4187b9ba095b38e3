"""messages.csv: who wrote to whom, and when. Titles, subjects and texts are never kept.

Only conversations between two parties say who wrote to whom for certain: the list of recipients'
names cannot be split (names hold commas), and a note to a group is a word to nobody in particular.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netscout.identity import name_key, url_key, words
from netscout.readers import dates
from netscout.readers.register import ME

if TYPE_CHECKING:
    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet

NO_NAME = frozenset({"", "linkedin member"})


@dataclass
class _Thread:
    """One conversation: the parties other than the owner, by address or name."""

    others: set[str] = field(default_factory=set)
    crowd: bool = False
    rows: int = 0


def read_messages(sheet: Sheet, book: Book, account: Account) -> None:
    """Read who wrote to whom from any generation of the file."""
    records = []
    for row, record in sheet.records():
        if reason := _not_a_message(record):
            account.leave(row, reason)
        else:
            records.append((row, record))
    _learn_owner([record for _row, record in records], book)
    threads = _threads([record for _row, record in records], book)
    day_of = dates.days(sheet.column("date"), order="month")
    tied = book.tied
    # Those of others first: who has written is then known as the receiver of what the owner wrote.
    for row, record in sorted(records, key=lambda each: _is_mine(each[1], book)):
        day = day_of[record["date"]]
        if day is None:
            account.refuse(row, f"Date {record['date']!r} is not a date")
        else:
            _read_message(sheet, book, account, row, record, day, threads, tied)


def _not_a_message(record: dict[str, str]) -> str:
    """Return why a row is no message between people, `""` if it is one."""
    if "yes" in (record.get("draft", "").lower(), record.get("thread_draft", "").lower()):
        return "a draft"
    if record.get("folder", "").lower() == "spam":
        return "spam"
    texts = (record["sender"], record.get("title", ""), record.get("subject", ""))
    if any(text.lower().startswith("sponsored") for text in texts):
        return "sponsored"
    if not url_key(record.get("sender_url", "")) and record["sender"].lower() in NO_NAME:
        return "from a member who shows no name"
    return ""


def _learn_owner(records: list[dict[str, str]], book: Book) -> None:
    """Learn who the owner is where no other file has told: the one party of all conversations."""
    for record in records:
        if book.is_me(name=record["sender"]) and url_key(record.get("sender_url", "")):
            book.learn_me(url=record["sender_url"])
    if book.my_names or book.register.get(ME, "url"):
        return
    parties: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for number, record in enumerate(records):
        thread = record.get("thread") or f"{number}"
        parties.setdefault(thread, set()).update(_urls(record))
        names.setdefault(url_key(record.get("sender_url", "")), record["sender"])
    often = Counter(key for keys in parties.values() for key in keys).most_common(2)
    if often and often[0][1] > 1 and (len(often) == 1 or often[0][1] > often[1][1]):
        key = often[0][0]
        book.learn_me(name=names.get(key, ""), url=f"https://www.linkedin.com/{key}")


def _urls(record: dict[str, str]) -> list[str]:
    """Return the keys of all profile addresses of a message, sender first."""
    texts = [record.get("sender_url", ""), *record.get("to_urls", "").split(",")]
    return [key for text in texts if (key := url_key(text))]


def _threads(records: list[dict[str, str]], book: Book) -> dict[str, _Thread]:
    threads: dict[str, _Thread] = {}
    for record in records:
        thread = threads.setdefault(record.get("thread", ""), _Thread())
        thread.rows += 1
        keys = _urls(record)
        thread.others.update(key for key in keys if not book.is_me(url=key))
        if not keys and not book.is_me(name=record["sender"]):
            thread.others.add(name_key(record["sender"]))
        thread.crowd |= len(keys) > 2
    return threads


def _read_message(
    sheet: Sheet, book: Book, account: Account, row: int, record: dict[str, str], day: int,
    threads: dict[str, _Thread], tied: set[str],
) -> None:  # fmt: skip
    origin, thread = sheet.origin(row), threads[record.get("thread", "")]
    name, url = record["sender"], record.get("sender_url", "")
    if record.get("thread") and (thread.crowd or len(thread.others) > 1):
        account.leave(row, "in a group conversation")
    elif _is_mine(record, book):
        _read_mine(book, account, row, record, day, thread, origin)
    elif _is_cold_inmail(record, thread, book, tied):
        account.leave(row, "a single InMail from somebody you are not connected with")
    elif person := book.person(account, row, name, url, origin=origin):
        book.event(account, day, "wrote", person, ME, origin)


def _is_mine(record: dict[str, str], book: Book) -> bool:
    """Whether the owner wrote a message."""
    outgoing = record.get("direction", "").lower() == "outgoing"
    return outgoing or book.is_me(record["sender"], record.get("sender_url", ""))


def _read_mine(
    book: Book, account: Account, row: int, record: dict[str, str], day: int,
    thread: _Thread, origin: str,
) -> None:  # fmt: skip
    """Take a message that the owner wrote; the receiver has to be certain."""
    person = _receiver(record, thread, book)
    if person and person != ME:
        book.event(account, day, "wrote", ME, person, origin)
    else:
        account.leave(row, "it is not certain to whom it went")


def _receiver(record: dict[str, str], thread: _Thread, book: Book) -> str:
    """Return the one receiver of a message by the owner, `""` if it is not certain."""
    register = book.register
    keys = [key for text in record.get("to_urls", "").split(",") if (key := url_key(text))]
    others = list(thread.others) if record.get("thread") and len(thread.others) == 1 else []
    addressed = keys if len(keys) == 1 else [other for other in others if url_key(other)]
    if addressed:
        key = register.alias.get(addressed[0], addressed[0])
        name = record["to"] if "," not in record["to"] else ""
        register.add(key, name=name, url=f"https://www.linkedin.com/{addressed[0]}")
        return key
    named = register.named(record["to"])
    whole = [p for p in named if _same_text(register.get(p, "name"), record["to"])]
    if len(whole) != 1 and others:
        whole = register.named(others[0])
    return whole[0] if len(whole) == 1 else ""


def _same_text(name: str, other: str) -> bool:
    return words(name) == words(other)


def _is_cold_inmail(record: dict[str, str], thread: _Thread, book: Book, tied: set[str]) -> bool:
    """Whether this is the only message of a conversation, with a subject, by no connection."""
    if not record.get("thread") or thread.rows > 1 or not record.get("subject"):
        return False
    key = url_key(record.get("sender_url", ""))
    known = (
        book.register.alias.get(key, key)
        if key
        else "".join(book.register.named(record["sender"])[:1])
    )
    return known not in tied
