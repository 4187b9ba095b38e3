"""Which records may be one person: likely pairs with a score and the evidence; none is merged."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.identity.evidence import compare
from netscout.identity.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from netscout.identity.records import Record

LIKELY = 0.5
LARGEST_BLOCK = 30


def propose(people: Any, *, decided: Collection[frozenset[str]] = ()) -> Any:
    """Return the pairs of people who may be one person, for the user to decide; merge nothing.

    Parameters
    ----------
    people
        The people table.
    decided
        Pairs of ids on which there is a decision; they are not proposed again.

    Returns
    -------
    DataFrame, the likeliest first:

    - person, other: two ids, the first with a profile address if only one has it
    - score: how likely they are one person, 0.5 … 1; a judgement, not a measured chance
    - evidence: what speaks for it and against it, in words

    Examples
    --------
    >>> import netscout as ns
    >>> people = ns.example().people
    >>> list(propose(people).columns)
    ['person', 'other', 'score', 'evidence']
    """
    records = _records(people)
    rows = []
    for left, right in _candidates(records):
        one, other = _ordered(records[left], records[right])
        if not one.may_be(other) or frozenset((one.person, other.person)) in decided:
            continue
        score, evidence = compare(one, other)
        if score >= LIKELY:
            rows.append((one.person, other.person, score, "; ".join(evidence)))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    table = pd.DataFrame(rows, columns=["person", "other", "score", "evidence"])
    return table.astype({"person": "str", "other": "str", "score": float, "evidence": "str"})


def _records(people: Any) -> list[Record]:
    """Return what is compared of every row, and how common its name is in this table."""
    columns = ("name", "company", "email", "school", "url", "location", "origin")
    nothing = [""] * len(people)
    cells = [people[c] if c in people.columns else nothing for c in columns]
    records = [record(*row) for row in zip(people.index, *cells, strict=True)]
    namesakes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in records:
        namesakes[one.sorted].add(one.url or one.company)
    for one in records:
        one.namesakes = len(namesakes[one.sorted])
    return records


def _ordered(one: Record, other: Record) -> tuple[Record, Record]:
    """Return two records in an order that does not depend on the rows."""
    first, second = sorted((one, other), key=lambda r: (not r.url, r.person))
    return first, second


def _candidates(records: list[Record]) -> Iterator[tuple[int, int]]:
    """Yield every pair worth a comparison once: those with a key of their names in common."""
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for row, one in enumerate(records):
        for key in one.blocks():
            blocks[key].append(row)
    seen: set[tuple[int, int]] = set()
    for rows in blocks.values():
        for part in _parts(rows, records) if len(rows) > 1 else ():
            seen.update(combinations(part, 2))
    singles: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row, one in enumerate(records):
        for key, is_single in one.initials():
            singles[key][is_single].append(row)
    for full, single in singles.values():
        if single:
            for part in _parts([*full, *single], records):
                here = set(part)
                alone = here.intersection(single)
                seen.update((min(a, b), max(a, b)) for a in alone for b in here if a != b)
    lost = [row for row, one in enumerate(records) if "?" in one.text]
    seen.update(_with_lost_letters(lost[:LARGEST_BLOCK], records))
    yield from sorted(seen)


def _parts(rows: list[int], records: list[Record]) -> Iterator[list[int]]:
    """Yield a block, or where it is large those in it who have something else in common."""
    rows = list(dict.fromkeys(rows))
    if len(rows) <= LARGEST_BLOCK:
        yield rows
        return
    traces: dict[Hashable, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: records[row].person):
        for trace in records[row].traces():
            traces[trace].append(row)
    for part in traces.values():
        if len(part) > 1:
            yield from (
                sorted(part[start : start + LARGEST_BLOCK])
                for start in range(0, len(part), LARGEST_BLOCK)
            )


def _with_lost_letters(lost: list[int], records: list[Record]) -> Iterator[tuple[int, int]]:
    """Yield the records that a name with letters lost (`Pr�ve`) may have meant."""
    for row in lost:
        pattern = records[row].pattern()
        for other, candidate in enumerate(records):
            if other != row and pattern.fullmatch(candidate.text):
                yield min(row, other), max(row, other)
