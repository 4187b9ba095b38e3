"""aliases.csv: who the user says is the same person, from the rows of the file to decisions.

A person is given by id, profile address or e-mail, or by a name that only one person has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netscout.errors import did_you_mean
from netscout.identity import url_key
from netscout.identity.aliases import Decision, contradictions, survivors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet

MEANINGS = {
    "same": True, "yes": True, "y": True, "merge": True,
    "different": False, "no": False, "n": False, "not": False,
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A row of aliases.csv as it was written."""

    row: int
    person: str
    other: str
    same: bool


def read_decisions(sheet: Sheet, book: Book, account: Account) -> None:
    """Read what the user decided; a row without a decision is not decided yet."""
    for row, cells in sheet.records():
        wish = cells["decision"].lower()
        if not wish:
            account.leave(row, "not decided yet")
        elif wish not in MEANINGS:
            hint = did_you_mean(wish, ("same", "different")) or "; write same or different"
            account.fault(row, "decision", f"unknown decision {cells['decision']!r}{hint}")
        elif not (cells["person"] and cells["other"]):
            account.fault(row, "", "a decision needs two people")
        else:
            book.said.append(Said(row, cells["person"], cells["other"], MEANINGS[wish]))


def of_contacts(said: Iterable[Said]) -> dict[tuple[str, bool], list[str]]:
    """Return contact id and decision → whom it is said to be, or not to be."""
    found: dict[tuple[str, bool], list[str]] = {}
    for one in said:
        for mine, other in ((one.person, one.other), (one.other, one.person)):
            if mine.startswith("contact/"):
                found.setdefault((mine, one.same), []).append(other)
    return found


def unite(book: Book) -> None:
    """Let the register know which of its records are one person, for what is still to be read."""
    decisions = [found for said in book.said if (found := _decision(said, book))]
    if not contradictions(decisions):
        book.register.same = _survivors(decisions, book)


def settle_decisions(book: Book, account: Account) -> None:
    """Count what became of every decision, and note those that hold in `book.decisions`."""
    said_before: set[tuple[frozenset[str], bool]] = set()
    for said in book.said:
        if (found := _decision(said, book, account)) is None:
            continue
        key = frozenset((found.person, found.other)), found.same
        account.merged += key in said_before
        account.kept += key not in said_before
        said_before.add(key)
        book.decisions.append(found)
    account.faults += contradictions(book.decisions, account.file)
    if not account.faults:
        book.register.same = _survivors(book.decisions, book)


def _survivors(decisions: list[Decision], book: Book) -> dict[str, str]:
    register = book.register
    return survivors(decisions, register.ids, lambda who: bool(url_key(register.get(who, "url"))))


def _decision(said: Said, book: Book, account: Account | None = None) -> Decision | None:
    """Return a decision by ids; None (and counted) where it is not about two records at hand."""
    there = [book.register.records(who) for who in (said.person, said.other)]
    for mine, others in (there, there[::-1]):
        if len(mine) == 1 < len(others) and mine[0] in others:
            others.remove(mine[0])  # "Dana, and the other Dana"
    for column, who, found in zip(
        ("person", "other"), (said.person, said.other), there, strict=True
    ):
        if len(found) > 1 and account:
            what = f"{len(found)} people are called {who!r}; give an id: {', '.join(found[:5])}"
            account.fault(said.row, column, what)
        elif not found and account:
            account.leave(said.row, f"{column} {who!r} is nobody in your files any more")
        if len(found) != 1:
            return None
    return Decision(said.row, there[0][0], there[1][0], said.same)
