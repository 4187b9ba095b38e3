"""What the user decided on who is the same person, and the merging that follows from it.

A decision is a row of aliases.csv, so taking the row out undoes it. Nothing else merges people who
are in the network already.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_BETWEEN = {"tags": "; ", "email": "; ", "origin": "; ", "also": "; ", "note": "\n"}
"""Columns of which a merged person keeps what all records say, and what stands in between."""


@dataclass(frozen=True)
class Decision:
    """That two records, given by id, are the same person or are not, and the row that says so."""

    row: int
    person: str
    other: str
    same: bool


def contradictions(decisions: Sequence[Decision], file: str = "aliases.csv") -> list[str]:
    """Return a sentence for every pair said to be different that other rows make the same.

    >>> contradictions([Decision(1, "a", "b", True), Decision(2, "b", "c", True),
    ...                 Decision(3, "c", "a", False)])
    ["aliases.csv, row 3: 'c' and 'a' are different, but rows 1, 2 make them the same"]
    """
    heads = _heads(decisions)
    faults = []
    for said in decisions:
        one, other = (heads.get(who, who) for who in (said.person, said.other))
        if said.same or one != other:
            continue
        chain = _chain(decisions, said.person, said.other)
        rows = ", ".join(map(str, chain))
        by = (
            f"rows {rows} make them" if len(chain) > 1 else
            f"row {rows} makes them" if chain else "by profile address or e-mail they are"
        )  # fmt: skip
        faults.append(
            f"{file}, row {said.row}: {said.person!r} and {said.other!r} are different, "
            f"but {by} the same"
        )
    return faults


def decided_pairs(decisions: Iterable[Decision]) -> set[frozenset[str]]:
    """Return the pairs on which there is a decision, also those that follow from others."""
    decisions = list(decisions)
    of = {person: group for group in _groups(decisions) for person in group}
    pairs = {frozenset(pair) for group in _groups(decisions) for pair in combinations(group, 2)}
    for said in decisions:
        for one in of.get(said.person, [said.person]):
            pairs.update(frozenset((one, other)) for other in of.get(said.other, [said.other]))
    return pairs


def survivors(
    decisions: Sequence[Decision],
    people: Iterable[str],
    has_profile: Callable[[str], bool],
    *,
    me: str = "me",
) -> dict[str, str]:
    """Return for everybody who goes into another record whose that is.

    Decisions chain. Of the records of one person there remains the owner's, else the first with a
    profile address, else the first.
    """
    heads = _heads(decisions)
    members: dict[str, list[str]] = defaultdict(list)
    for person in people if heads else ():
        if person in heads:
            members[heads[person]].append(person)
    gone: dict[str, str] = {}
    for group in members.values():
        best = min(group, key=lambda person: (person != me, not has_profile(person)))
        gone |= {person: best for person in group if person != best}
    return gone


def merge(people: Any, events: Any, survivor: Mapping[str, str]) -> tuple[Any, Any]:
    """Return both tables with some records made part of others; no fact gets lost.

    Gaps are filled; e-mails, tags, notes and origins are joined, and what else the other records
    said stands in the column `also`. An event that both records had is there once; what happened
    between two records of one person is left out.

    Examples
    --------
    >>> import netscout as ns
    >>> net = ns.example()
    >>> one, other = net.people.index[1:3]
    >>> people, events = merge(net.people, net.events, {other: one})
    >>> len(net.people) - len(people), other in people.index
    (1, False)
    """
    if not survivor:
        return people, events
    events = events.copy(deep=False)
    between = events["source"] != events["target"]
    for column in ("source", "target", "about"):
        if column in events.columns:
            events[column] = events[column].map(lambda who: survivor.get(who, who))
    between &= events["source"] == events["target"]
    kept = set(survivor.values())
    touched = (events["source"].isin(kept) | events["target"].isin(kept)) & (events["target"] != "")
    twice = touched & events.duplicated([c for c in events.columns if c != "origin"])
    return _merged(people, survivor), events[~(between | twice)].reset_index(drop=True)


def _heads(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return a head for everybody in a decision `same`; who hangs together has one head."""
    head: dict[str, str] = {}

    def top(person: str) -> str:
        while head.setdefault(person, person) != person:
            head[person] = head[head[person]]
            person = head[person]
        return person

    for said in decisions:
        if said.same:
            head[top(said.other)] = top(said.person)
    return {person: top(person) for person in list(head)}


def _groups(decisions: Iterable[Decision]) -> list[list[str]]:
    """Return the records of each person."""
    members: dict[str, list[str]] = defaultdict(list)
    for person, head in _heads(decisions).items():
        members[head].append(person)
    return list(members.values())


def _chain(decisions: Iterable[Decision], start: str, end: str) -> list[int]:
    """Return the rows of the shortest chain of decisions from one person to another."""
    links: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for said in decisions:
        if said.same:
            links[said.person].append((said.other, said.row))
            links[said.other].append((said.person, said.row))
    ways: dict[str, list[int]] = {start: []}
    queue = [start]
    for person in queue:
        for there, row in links[person]:
            if there not in ways:
                ways[there] = [*ways[person], row]
                queue.append(there)
    return sorted(ways.get(end, []))


def _merged(people: Any, survivor: Mapping[str, str]) -> Any:
    """Return the people table with everybody who goes into another record put there."""
    members: dict[str, list[str]] = defaultdict(list)
    for person in people.index[people.index.isin(survivor)]:
        members[survivor[person]].append(person)
    merged = people.drop(index=list(survivor)).copy()
    if "also" not in merged.columns:
        merged["also"] = ""
    for person, others in members.items():
        for column, value in _one_of(people.loc[[person, *others]]).items():
            merged.at[person, column] = value
    return merged


def _one_of(rows: Any) -> dict[str, Any]:
    """Return the cells of one person out of several rows, the first row's before the others'."""
    cells: dict[str, Any] = {}
    also = [f"id {person}" for person in rows.index[1:]]
    for column in rows.columns:
        told = [value for value in rows[column] if not pd.isna(value) and value != ""]
        if column in _BETWEEN:
            cells[column] = joined(column, map(str, told))
        elif told:
            cells[column] = told[0]
            also += [f"{column} {value}" for value in dict.fromkeys(told[1:]) if value != told[0]]
    before = [cells["also"]] if cells.get("also") else []
    return cells | {"also": "; ".join([*before, *also])}


def joined(column: str, cells: Iterable[str]) -> str:
    """Return what several cells of one of the joined columns say, each part once.

    >>> joined("email", ["dana@post.example", "d@home.example; Dana@post.example"])
    'dana@post.example; d@home.example'
    """
    between = _BETWEEN[column]
    parts = (part.strip() for cell in cells for part in cell.split(between))
    once: dict[str, str] = {}
    for part in filter(None, parts):
        once.setdefault(part.casefold(), part)
    return between.join(once.values())
