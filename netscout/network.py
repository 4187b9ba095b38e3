"""The referral network as one frozen value: who the people are, and what happened between them.

Time lives only in `events.date`: `net.asof(date)` is the network as it was then, so every
question can also be asked of the past.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from netscout import schema
from netscout._phrases import counted
from netscout.assumptions import defaults
from netscout.courtesy import Courtesy
from netscout.errors import SchemaError
from netscout.identity import find

if TYPE_CHECKING:
    from netscout.assumptions import Assumptions
    from netscout.goal import Goal

IMPORT_COLUMNS = ("file", "rows", "kept", "hidden", "merged", "repaired", "skipped", "reason")


class Network:
    """The people you know or know of, and everything that happened between them and you.

    Parameters
    ----------
    people
        One row a person; index or column `person` is a stable text id. See `schema.PEOPLE_COLUMNS`.
    events
        One row an event: `date, kind, source, target, about, channel, note, origin`. See
        `schema.KINDS` for the kinds.
    me
        The id of the person whose network this is; added to the people if it is not among them.
    goal
        What functions take as the goal when they are given none.
    assumptions
        The chances assumed before the events have taught better.
    courtesy
        The rules of what is due by when, the days off, and the letters.
    imports
        What was read, file by file (`schema` of `net.imports`).

    Raises
    ------
    SchemaError
        A table breaks a rule; every fault in one message.

    Examples
    --------
    >>> import netscout as ns
    >>> net = ns.example()
    >>> net.asof("2026-01-01")  # the same network, two months earlier
    Network(... to 2026-01-01)
    """

    __slots__ = (
        "__weakref__", "_events", "_people", "assumptions", "courtesy", "goal", "imports", "me",
    )  # fmt: skip

    assumptions: Assumptions
    courtesy: Courtesy
    goal: Goal | None
    imports: Any
    me: str

    def __init__(
        self,
        people: Any,
        events: Any,
        me: str,
        *,
        goal: Goal | None = None,
        assumptions: Assumptions | None = None,
        courtesy: Courtesy | None = None,
        imports: Any = None,
    ) -> None:
        people = schema.check_people(people)
        if me not in people.index:
            mine = pd.DataFrame({"name": [me]}, index=pd.Index([me], name="person", dtype="str"))
            people = schema.check_people(pd.concat([mine, people]))
        if imports is None:
            imports = pd.DataFrame(columns=list(IMPORT_COLUMNS))
        events = schema.check_events(events, people.index)
        settings = (goal, assumptions or defaults(), courtesy or Courtesy(), imports)
        self._set(people, events, me, *settings)

    def _set(self, *values: Any) -> None:
        names = ("_people", "_events", "me", "goal", "assumptions", "courtesy", "imports")
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    def _replace(self, people: Any, events: Any) -> Self:
        """Return this network with other tables that are known to be in order."""
        new = object.__new__(type(self))
        settings = (self.goal, self.assumptions, self.courtesy, self.imports)
        new._set(people, events, self.me, *settings)
        return new

    def __setattr__(self, name: str, _value: object) -> None:
        raise AttributeError(f"a Network does not change: make another, e.g. net.add(...) ({name})")

    @property
    def people(self) -> Any:
        """The people table; a copy, so that changing it changes no network."""
        return self._people.copy(deep=False)  # type: ignore[attr-defined]

    @property
    def events(self) -> Any:
        """The events table; a copy, so that changing it changes no network."""
        return self._events.copy(deep=False)  # type: ignore[attr-defined]

    @property
    def last(self) -> Any:
        """The date of the last event, `NaT` without events; what functions take for today."""
        events = self.events
        return events["date"].iat[-1] if len(events) else pd.NaT

    def asof(self, date: Any) -> Self:
        """Return the network as it was at the end of a day.

        Later events are left out, and so are the people of whom nothing was known yet. What is
        known *about* people (company, role) carries no date and stays.
        """
        events, people = self.events, self.people
        until = events["date"] <= pd.Timestamp(date).normalize()
        kept = events[until].reset_index(drop=True)
        later = _mentioned(events) - _mentioned(kept) - {self.me}
        return self._replace(people[~people.index.isin(list(later))], kept)

    def since(self, date: Any) -> Self:
        """Return the network with only the events from a day on; the people stay."""
        events = self.events
        from_then = events["date"] >= pd.Timestamp(date).normalize()
        return self._replace(self.people, events[from_then].reset_index(drop=True))

    def add(self, *, people: Any = None, events: Any = None) -> Self:
        """Return the network with people or events added; what was known stays, gaps are filled.

        Raises
        ------
        SchemaError
            An added row breaks a rule.
        """
        merged = self.people if people is None else _fill(self.people, schema.check_people(people))
        rows = [self.events] if events is None else [self.events, events]
        return self._replace(merged, schema.check_events(pd.concat(rows), merged.index))

    def merge(self, other: Network) -> Self:
        """Return both networks as one, seen from this network's owner.

        People with the same id are one person; this network's facts go before the other's.
        """
        merged = self.add(people=other.people, events=other.events)
        imports = pd.concat([self.imports, other.imports], ignore_index=True)
        object.__setattr__(merged, "imports", imports)
        return merged

    def forget(self, who: str) -> Self:
        """Return the network without a person and without every event that mentions them.

        Raises
        ------
        UnknownPerson
            Nobody, or more than one person, answers to `who`.
        SchemaError
            It is the owner.
        """
        person = find(self.people, who)
        if person == self.me:
            raise SchemaError(
                "the owner of a network cannot be forgotten; delete the files instead"
            )
        return self._replace(*schema.without(self.people, self.events, {person}))

    def graph(self) -> Any:
        """Return the network as a plain `networkx.DiGraph`; `netscout.from_graph` goes back.

        An edge u → v means that u can open the way to v. Nodes carry the people columns and
        `talk`, the chance that the person talks with you when approached as the network stands.

        =========  ==============================================================
        attribute  meaning of an edge's attribute
        =========  ==============================================================
        first      date of the first event between the two
        last       date of the last one
        count      number of events
        kinds      their kinds, sorted
        chance     that u, once talking, opens the way to v (1 for your own ties)
        =========  ==============================================================
        """
        from netscout.graph import to_graph  # noqa: PLC0415 - upward on purpose: a method for a function

        return to_graph(self)

    def __len__(self) -> int:
        return len(self._people) - 1  # type: ignore[attr-defined]

    def _span(self) -> str:
        dates = self.events["date"]
        return f"{dates.iat[0]:%Y-%m-%d} to {dates.iat[-1]:%Y-%m-%d}" if len(dates) else "no dates"

    def __repr__(self) -> str:
        return (
            f"Network({counted(len(self), 'person', 'people')}, "
            f"{counted(len(self.events), 'event')}, {self._span()})"
        )

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows."""
        counts = self.events["kind"].value_counts()
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in counts.items()) or "none"
        rows = [
            ("People", f"{len(self):,}"),
            ("Events", f"{len(self.events):,} ({kinds})"),
            ("Span", self._span()),
            ("Goal", str(self.goal) if self.goal else "none given"),
        ]
        rows += [(str(line.file), _read_sentence(line)) for line in self.imports.itertuples()]
        cells = "".join(
            f"<tr><th style='text-align:left'>{escape(label)}</th>"
            f"<td style='text-align:left'>{escape(text)}</td></tr>"
            for label, text in rows
        )
        owner = escape(str(self.people.at[self.me, "name"] or self.me))
        return f"<table><caption><b>The network of {owner}</b></caption>{cells}</table>"


def _mentioned(events: Any) -> set[str]:
    return set(events["source"]) | set(events["target"])


def _fill(mine: Any, theirs: Any) -> Any:
    """Return the people of both tables; where mine says nothing, theirs does."""
    both = mine.reindex(mine.index.union(theirs.index, sort=False))
    for column in theirs.columns:
        if column not in both.columns:
            both[column] = theirs[column].reindex(both.index)
            continue
        blank = both[column].isna() | (both[column] == "")
        both[column] = both[column].mask(blank, theirs[column].reindex(both.index))
    return schema.check_people(both)


def _read_sentence(line: Any) -> str:
    """Return what was read of one file as words: `read 350, kept 344, hidden 6`."""
    counts = [
        f"{label} {int(getattr(line, label)):,}"
        for label in ("kept", "hidden", "merged", "repaired", "skipped")
        if getattr(line, label)
    ]
    reason = f" ({line.reason})" if line.reason else ""
    return f"{counted(int(line.rows), 'row')}: {', '.join(counts) or 'nothing kept'}{reason}"
