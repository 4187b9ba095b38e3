"""Several exports of one owner as one history: who is the same, who has left, what they did before.

Exports are read newest first. A person is the same under the same profile address; addresses
change, so also under the same name with the same day of connecting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netscout.identity import name_key
from netscout.readers.register import ME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.register import Register

Since = dict[tuple[str, int], set[str]]


@dataclass
class Told:
    """What one list of connections told: who since which day, and the rows without a name.

    `seen` is the day of the export, if there are several; `hidden` has the day and the row.
    """

    account: Account
    ids: list[str]
    days: Sequence[int]
    seen: date | None = None
    hidden: list[tuple[int, int]] = field(default_factory=list)


def take_one_by_one(book: Book, told: Told, columns: Mapping[str, Sequence[str]]) -> None:
    """Take a list of connections of whom some are known already; changes `told.ids` to theirs.

    The same id within a list is the same person.
    """
    register, since = book.register, _since(book)
    taken, claimed = {register.alias.get(p, p) for p in told.ids}, dict[str, str]()
    cells = zip(*columns.values(), strict=True)
    for row, (day, values) in enumerate(zip(told.days, cells, strict=True)):
        facts, own = dict(zip(columns, values, strict=True)), told.ids[row]
        if own not in claimed:
            alike = since.get((name_key(facts["name"]), day), set())
            claimed[own] = _person(register, own, facts, alike, taken)
            taken.add(claimed[own])
        person = told.ids[row] = claimed[own]
        before = person in register
        job = (facts.pop("company"), facts.pop("role")) if before else ("", "")
        register.add(person, **facts)
        book.event(told.account, day, "knows", ME, person, facts["origin"])
        if before and job != (register.get(person, "company"), register.get(person, "role")):
            book.former.setdefault(person, []).append(job)


def _since(book: Book) -> Since:
    """Return who is known by name and first day."""
    found: Since = {}
    for told in book.told:
        for person, day in zip(told.ids, told.days, strict=True):
            key = name_key(book.register.get(person, "name")), day
            found.setdefault(key, set()).add(person)
    return found


def _person(
    register: Register, person: str, facts: Mapping[str, str], alike: set[str], taken: set[str]
) -> str:
    """Return the id under which a connection is known, or its own.

    `alike` are known by this name since this day; those `taken` are others on the same list.
    """
    person = register.alias.get(person, person)
    if person in register and (facts["url"] or person in alike):
        return person
    if len(same := alike - taken) == 1:
        (found,) = same
        if person not in register:
            register.alias[person] = found
        return found
    if person in register and not register.same_company([person], facts["company"]):
        return register.new_id(facts["name"], facts["company"])
    return person


def settle_hidden(book: Book) -> None:
    """Count the connections without a name, once each.

    A nameless row of one export may be somebody whom another export names for that day. So a day
    has as many nameless people as some export has beyond those whom only other exports name.
    """
    left = Counter[int]()
    for told, elsewhere in zip(book.told, _named_elsewhere(book), strict=True):
        for day, count in Counter(day for day, _row in told.hidden).items():
            left[day] = max(left[day], count - elsewhere[day])
    for told in book.told:
        for day, row in told.hidden:
            if left[day] > 0:
                left[day] -= 1
                book.journal.add_hidden(day, ME, f"{told.account.file}:{row}")
                told.account.hidden += 1
            else:
                told.account.merged += 1


def _named_elsewhere(book: Book) -> list[Counter[int]]:
    """Return for each list how many people it does not name on a day, but another list does."""
    days = {day for told in book.told for day, _row in told.hidden}
    if len(book.told) < 2 or not days:
        return [Counter() for _told in book.told]
    named: list[dict[int, set[str]]] = []
    for told in book.told:
        named.append(defaultdict(set))
        for person, day in zip(told.ids, told.days, strict=True):
            if day in days:
                named[-1][day].add(person)
    by_any: dict[int, set[str]] = defaultdict(set)
    for names in named:
        for day, people in names.items():
            by_any[day] |= people
    return [Counter({day: len(by_any[day] - names[day]) for day in days}) for names in named]


def write_history(book: Book) -> None:
    """Write what several exports tell together into further columns of the people.

    `first_seen`, `last_seen`: days of the first and last export with the person; `gone`: day of
    the first export without, if not even a member without a name can be them; `former`: jobs that
    older exports or your own positions tell of; `employers`: those of them that are not the
    present one; `schools`: all of yours.
    """
    register = book.register
    if len(book.schools) > 1:
        register.overrule(ME, {"schools": "; ".join(book.schools)})
    exports = _nameless(book).items()
    for person, (days, since) in _sightings(book).items():
        without = [
            export for export, nameless in exports if export > max(days) and since not in nameless
        ]
        gone = min(without).isoformat() if without else ""
        seen = {"first_seen": min(days).isoformat(), "last_seen": max(days).isoformat()}
        register.overrule(person, seen | {"gone": gone})
    for person, jobs in book.former.items():
        now = register.get(person, "company"), register.get(person, "role")
        told_of = [", ".join(filter(None, (role, company))) for company, role in jobs
                   if (company, role) != now]  # fmt: skip
        employers = [company for company, _role in jobs if company != now[0]]
        texts = {"former": told_of, "employers": employers}
        register.overrule(
            person,
            {name: "; ".join(dict.fromkeys(filter(None, told))) for name, told in texts.items()},
        )


def _sightings(book: Book) -> dict[str, tuple[list[date], int]]:
    """Return for each person the days of the exports that list them, and since when."""
    found: dict[str, tuple[list[date], int]] = {}
    for told in book.told:
        if told.seen:
            for person, since in zip(told.ids, told.days, strict=True):
                found.setdefault(person, ([], since))[0].append(told.seen)
    return found


def _nameless(book: Book) -> dict[date, set[int]]:
    """Return for each day of an export the days since which it lists members without a name."""
    found: dict[date, set[int]] = {}
    for told in book.told:
        if told.seen:
            found.setdefault(told.seen, set()).update(day for day, _row in told.hidden)
    return found
