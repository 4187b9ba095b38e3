"""Who may be the same person: what is certain, what is only likely, and what the user decided.

`certain` lists the records with one exact key, `propose` the likely pairs with a score and the
evidence; neither merges anything. `apply` merges what the user decided in aliases.csv, and since a
decision is a row of data, taking the row out undoes it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._evidence import compare, conflicting, record
from netscout.errors import ReadError, UnknownPerson, did_you_mean, fault_list
from netscout.identity import email_key, find, url_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from netscout._evidence import Record

COLUMNS = ("person", "other", "score", "evidence")
ALIAS_COLUMNS = ("person", "other", "decision", "note")
SAME, DIFFERENT = "same", "different"
DECISIONS = {
    SAME: SAME, "yes": SAME, "y": SAME, "merge": SAME,
    DIFFERENT: DIFFERENT, "no": DIFFERENT, "n": DIFFERENT, "not": DIFFERENT,
}  # fmt: skip
LIKELY = 0.5
LARGEST_BLOCK = 30
ME = "me"


def certain(people: Any) -> Any:
    """Return the pairs that are one person by an exact key: profile address or e-mail.

    A mailbox of an office is nobody's key, and one that people of other names share (a couple, a
    family) is left to `propose`.

    Returns
    -------
    DataFrame of person, other, evidence; the earlier row of the people table is `person`.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame(
    ...     {"name": ["Dana Whitlock", "D. Whitlock"], "url": "", "company": "", "school": "",
    ...      "location": "", "email": ["dana@post.example", "Dana@post.example"]}, ["a", "b"])
    >>> certain(people).values.tolist()
    [['a', 'b', 'same e-mail dana@post.example']]
    """
    records = _records(people)
    found: dict[tuple[str, str], str] = {}
    for label, keys in (("profile address", url_key), ("e-mail", email_key)):
        column = people["url" if keys is url_key else "email"]
        holders: dict[str, list[int]] = defaultdict(list)
        for row, text in enumerate(column):
            for key in _keys(text, keys):
                holders[key].append(row)
        for key, rows in holders.items():
            first = rows[0]
            for row in rows[1:]:
                if keys is url_key or not conflicting(records[first], records[row]):
                    pair = (records[first].person, records[row].person)
                    found.setdefault(pair, f"same {label} {key}")
    rows_ = [(*pair, evidence) for pair, evidence in found.items()]
    return pd.DataFrame(rows_, columns=["person", "other", "evidence"], dtype="str")


def propose(people: Any, *, decided: Any = None) -> Any:
    """Return the pairs of people who may be one person, for the user to decide; merge nothing.

    Parameters
    ----------
    people
        The people table.
    decided
        Decisions already made (`person, other, decision`); these pairs are not proposed again.

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
    known = _decided_pairs(decided)
    rows = []
    for left, right in _candidates(records):
        one, other = _ordered(records[left], records[right])
        if not one.may_be(other) or frozenset((one.person, other.person)) in known:
            continue
        score, evidence = compare(one, other)
        if score >= LIKELY:
            rows.append((one.person, other.person, score, "; ".join(evidence)))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"person": "str", "other": "str", "score": float, "evidence": "str"})


def read_aliases(
    rows: Iterable[tuple[int, Mapping[str, str]]], people: Any, *, file: str = "aliases.csv"
) -> tuple[Any, list[tuple[int, str]]]:
    """Return the decisions of aliases.csv by id, and the rows that mean nobody who is here.

    Parameters
    ----------
    rows
        Number and cells (`person, other, decision, note`) of each row; a person is an id, a
        profile address or a unique name.
    people
        The people table.
    file
        What messages call the file.

    Returns
    -------
    DataFrame of person, other, decision ("same" or "different"), note, row; and a list of (row,
    reason) for rows whose people are not in the table, for instance since an export was taken out.

    Raises
    ------
    ReadError
        A decision is neither `same` nor `different`, a cell is empty, or decisions contradict one
        another; all faults in one message.
    """
    faults, left_out, read = [], [], []
    for row, cells in rows:
        decision = DECISIONS.get(cells.get("decision", "").strip().lower(), "")
        given = [cells.get(side, "").strip() for side in ("person", "other")]
        if not decision:
            said = cells.get("decision", "")
            hint = did_you_mean(said, (SAME, DIFFERENT)) or "; write same or different"
            faults.append(f"{file}, row {row}, decision: unknown decision {said!r}{hint}")
        if not all(given):
            faults.append(f"{file}, row {row}: a decision needs two people")
            continue
        try:
            pair = [find(people, who) for who in given]
        except UnknownPerson as error:
            left_out.append((row, str(error)))
            continue
        if decision:
            read.append((*pair, decision, cells.get("note", ""), row))
    aliases = pd.DataFrame(read, columns=[*ALIAS_COLUMNS, "row"])
    faults += contradictions(aliases, file=file)
    if faults:
        raise ReadError(fault_list(f"{file} has faults", faults, "Mend these rows."))
    return aliases, left_out


def contradictions(aliases: Any, *, file: str = "aliases.csv") -> list[str]:
    """Return a sentence for every pair said to be different that other rows make the same.

    >>> contradictions(pd.DataFrame(
    ...     [("a", "b", "same"), ("b", "c", "same"), ("c", "a", "different")],
    ...     columns=["person", "other", "decision"]))
    ["aliases.csv, row 3: 'c' and 'a' are different, but rows 1, 2 make them the same"]
    """
    numbers = aliases["row"] if "row" in aliases.columns else range(1, len(aliases) + 1)
    links: list[tuple[str, str, int]] = []
    apart: list[tuple[str, str, int]] = []
    columns = (aliases["person"], aliases["other"], aliases["decision"], numbers)
    for person, other, decision, row in zip(*columns, strict=True):
        (links if decision == SAME else apart).append((person, other, row))
    groups = _groups((person, other) for person, other, _row in links)
    faults = []
    for person, other, row in apart:
        if groups.get(person, person) == groups.get(other, other):
            chain = _chain(links, person, other)
            said = f"rows {', '.join(map(str, chain))} make" if len(chain) > 1 else (
                f"row {chain[0]} makes" if chain else "every row takes")  # fmt: skip
            faults.append(
                f"{file}, row {row}: {person!r} and {other!r} are different, "
                f"but {said} them the same"
            )
    return faults


def apply(people: Any, events: Any, aliases: Any, *, me: str = ME) -> tuple[Any, Any]:
    """Return both tables with the people decided to be the same made one; nothing gets lost.

    Decisions chain: of three records said to be the same in two rows, one remains. It keeps the id
    of the owner, else of the first with a profile address, else of the first in the table. Its
    gaps are filled by the others; tags, notes and origins are joined, and what else the others
    said stands in the column `also`. What happened between two records of one person is left out.

    Raises
    ------
    ReadError
        Decisions contradict one another.

    Examples
    --------
    >>> import netscout as ns
    >>> net = ns.example()
    >>> one, other = net.people.index[1:3]
    >>> aliases = pd.DataFrame({"person": [one], "other": [other], "decision": ["same"]})
    >>> people, events = apply(net.people, net.events, aliases, me=net.me)
    >>> len(net.people) - len(people), other in people.index
    (1, False)
    """
    if faults := contradictions(aliases):
        raise ReadError(fault_list("aliases.csv has faults", faults, "Take one of them out."))
    same = aliases[aliases["decision"] == SAME]
    pairs = zip(same["person"], same["other"], strict=True)
    present = set(people.index)
    groups = _groups(pair for pair in pairs if present.issuperset(pair))
    survivor = _survivors(people, groups, me)
    if not survivor:
        return people, events
    events = events.copy(deep=False)
    before = {column: events[column] for column in ("source", "target")}
    for column in ("source", "target", "about"):
        if column in events.columns:
            events[column] = events[column].map(lambda who: survivor.get(who, who))
    within = (events["source"] == events["target"]) & (before["source"] != before["target"])
    return _joined(people, survivor), events[~within].reset_index(drop=True)


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


def _keys(text: str, key: Any) -> list[str]:
    """Return the keys in a cell; addresses may stand side by side."""
    parts = [text] if key is url_key else text.replace(";", " ").replace(",", " ").split()
    return [found for part in parts if (found := key(part))]


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


def _decided_pairs(decided: Any) -> set[frozenset[str]]:
    """Return the pairs on which there is a decision, also those that follow from others."""
    if decided is None:
        return set()
    pairs = {frozenset(pair) for pair in zip(decided["person"], decided["other"], strict=True)}
    same = decided[decided["decision"] == SAME]
    members: dict[str, list[str]] = defaultdict(list)
    for person, head in _groups(zip(same["person"], same["other"], strict=True)).items():
        members[head].append(person)
    groups = list(members.values())
    for group in groups:
        pairs.update(map(frozenset, combinations(group, 2)))
    of = {person: group for group in groups for person in group}
    apart = decided[decided["decision"] == DIFFERENT]
    for person, other in zip(apart["person"], apart["other"], strict=True):
        for one in of.get(person, [person]):
            pairs.update(frozenset((one, another)) for another in of.get(other, [other]))
    return pairs


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a head for everybody in a pair; who hangs together has one head."""
    head: dict[str, str] = {}

    def top(person: str) -> str:
        while head.setdefault(person, person) != person:
            head[person] = head[head[person]]
            person = head[person]
        return person

    for person, other in pairs:
        head[top(other)] = top(person)
    return {person: top(person) for person in list(head)}


def _chain(links: list[tuple[str, str, int]], start: str, end: str) -> list[int]:
    """Return the rows of the shortest chain of decisions from one person to another."""
    ways: dict[str, list[int]] = {start: []}
    queue = [start]
    for person in queue:
        for one, other, row in links:
            for here, there in ((one, other), (other, one)):
                if here == person and there not in ways:
                    ways[there] = [*ways[person], row]
                    queue.append(there)
    return sorted(ways.get(end, []))


def _survivors(people: Any, groups: Mapping[str, str], me: str) -> dict[str, str]:
    """Return for everybody who goes into another record whose that is."""
    members: dict[str, list[str]] = defaultdict(list)
    for person in people.index:
        if person in groups:
            members[groups[person]].append(person)
    gone: dict[str, str] = {}
    for group in members.values():
        best = min(group, key=lambda p: (p != me, not url_key(people.at[p, "url"])))
        gone |= {person: best for person in group if person != best}
    return gone


@dataclass(frozen=True)
class _Join:
    """How the cells of one column become one."""

    between: str

    def __call__(self, cells: Iterable[str]) -> str:
        parts = [part for cell in cells for part in cell.split(self.between)]
        return self.between.join(dict.fromkeys(filter(None, map(str.strip, parts))))


_JOINS = {"tags": _Join("; "), "note": _Join("\n"), "origin": _Join("; "), "also": _Join("; ")}


def _joined(people: Any, survivor: Mapping[str, str]) -> Any:
    """Return the people table with everybody who goes into another record put there."""
    members: dict[str, list[str]] = defaultdict(list)
    for person in people.index:
        members[survivor.get(person, person)].append(person)
    merged = people.drop(index=list(survivor)).copy()
    if "also" not in merged.columns:
        merged["also"] = ""
    for person, group in members.items():
        if len(group) > 1:
            ordered = [person, *(one for one in group if one != person)]
            for column, value in _one_of(people.loc[ordered]).items():
                merged.at[person, column] = value
    return merged


def _one_of(rows: Any) -> dict[str, Any]:
    """Return the cells of one person out of several rows, the first row's before the others'."""
    cells: dict[str, Any] = {}
    also = [f"id {person}" for person in rows.index[1:]]
    for column in rows.columns:
        told = [value for value in rows[column] if not pd.isna(value) and value != ""]
        if column in _JOINS:
            cells[column] = _JOINS[column](map(str, told))
        elif told:
            cells[column] = told[0]
            also += [f"{column} {value}" for value in dict.fromkeys(told[1:]) if value != told[0]]
    before = [cells["also"]] if cells.get("also") else []
    return cells | {"also": "; ".join([*before, *also])}
