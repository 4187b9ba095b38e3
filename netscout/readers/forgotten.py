"""forgotten.csv: whom the user wants left out, whatever an export or an address book says of them.

An export cannot be edited safely, and the next one says it all again. So the folder remembers whom
to leave out, by digests under a key of its own: no name can be read from the file, but whoever has
it can test a guess.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netscout.errors import ReadError
from netscout.identity import email_key, name_key, url_key
from netscout.readers.archive import read_bytes
from netscout.readers.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from netscout.readers.account import Account

FORGOTTEN_FILE = "forgotten.csv"
HEADER = ("forgotten", "number", "key", "digest")
"""The day, a number for each person, the key of this folder, and the digest."""
LEFT_OUT = "you asked to forget them"


@dataclass(frozen=True)
class Forgotten:
    """The digests of everybody who was forgotten: key → digest → number of the person."""

    file: str
    digests: dict[str, dict[str, int]]

    def among(self, people: Any) -> set[str]:
        """Return who of a people table is forgotten."""
        if not self.digests:
            return set()
        columns = zip(people.index, people["name"], people["url"], people["email"], strict=True)
        return {person for person, *facts in columns if self.numbers(person, *facts)}

    def means(self, text: str) -> bool:
        """Whether a name, an id or an address is that of somebody forgotten."""
        return bool(self.numbers(text, text, text, text))

    def numbers(self, person: str, name: str, url: str, email: str) -> list[int]:
        """Return the numbers of the forgotten people to whom a record answers.

        Profile and e-mail addresses decide; the name does where a record has neither.
        """
        keys = list(_certain(person, url, email)) or list(_named(name))
        return [
            number
            for secret, known in self.digests.items()
            for key in keys
            if (number := known.get(digest(secret, key), 0))
        ]


def digest(secret: str, key: str) -> str:
    """Return what stands for somebody's key; it begins with a letter, as no number does."""
    raw = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), key=secret.encode(), digest_size=16)
    return f"x{raw.hexdigest()}"


def keys_of(person: str, name: str, url: str, email: str) -> list[str]:
    """Return everything by which somebody is to be known again."""
    return [*dict.fromkeys((*_certain(person, url, email), *_named(name)))]


def _certain(person: str, url: str, email: str) -> Iterator[str]:
    for address in (person, url):
        if key := url_key(address):
            yield f"url:{key}"
    for part in (*email.replace(",", ";").split(";"), person.removeprefix("contact/")):
        if key := email_key(part):
            yield f"email:{key}"


def _named(name: str) -> Iterator[str]:
    if key := name_key(name):
        yield f"name:{key}"


def read_forgotten(folder: Path) -> Forgotten:
    """Return whom a user's folder wants left out.

    Raises
    ------
    ReadError
        The file is not what netscout wrote, so somebody might not be left out.
    """
    file = folder / FORGOTTEN_FILE
    digests: dict[str, dict[str, int]] = {}
    if file.is_file():
        for line, row in enumerate(csv.reader(Lines(read_bytes(file), file.name)), 1):
            if tuple(row) == HEADER or not any(row):
                continue
            if len(row) != len(HEADER) or not (row[1].isdecimal() and row[3].startswith("x")):
                raise ReadError(
                    f"{file}, row {line} is not `{','.join(HEADER)}`; take back the change, so "
                    "that whom you asked to forget stays left out"
                )
            digests.setdefault(row[2], {})[row[3]] = int(row[1])
    return Forgotten(file.name, digests)


def count_out(accounts: Iterable[Account], before: Iterable[Any], after: Iterable[Any]) -> None:
    """Count the rows of which nothing is left, once the forgotten are left out, as skipped.

    `before` and `after` are the tables of people and events; their `origin` names file and row.
    """
    by_file = {account.file: account for account in accounts}
    for origin in sorted(_origins(before) - _origins(after)):
        file, _, row = origin.rpartition(":")
        account = by_file.get(file)
        if account and account.kept and row.isdecimal():
            account.kept -= 1
            account.leave(int(row), LEFT_OUT)


def _origins(tables: Iterable[Any]) -> set[str]:
    cells = {cell for table in tables for cell in table["origin"].unique()}
    return {part for cell in cells for part in cell.split("; ")}
