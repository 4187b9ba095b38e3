"""What the other rooms answer, gathered once for a page, with their warnings kept as text."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netscout.chains import ways_ahead
from netscout.errors import ThinDataWarning
from netscout.follow_ups import follow_ups
from netscout.page.facts import as_of, plain
from netscout.reach import reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from netscout.network import Network


@dataclass(frozen=True)
class Answer:
    """A table, and what was said about how little it stands on."""

    table: Any
    thin: list[str] = field(default_factory=list)


def answer(question: Callable[[], Any]) -> Answer:
    """Return what a question answers; its `ThinDataWarning` becomes text, others stay warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        table = question()
    for warning in caught:
        if not issubclass(warning.category, ThinDataWarning):
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    said = [str(w.message) for w in caught if issubclass(w.category, ThinDataWarning)]
    return Answer(table, list(dict.fromkeys(said)))


@dataclass(frozen=True)
class AboutPeople:
    """The chance to talk with each person, the best chain to them, what is due: as tables.

    `day` is from when it was looked; nothing where no event is known.
    """

    reach: Any
    ways: Any
    due: Any
    day: Any

    def chance(self, person: str) -> float:
        """Return the chance to talk with somebody, 0 where no way is known."""
        row = self._reach_of.get(person)
        return 0.0 if row is None or row[0] != row[0] else float(row[0])

    def of(self, person: str, ids: dict[str, str]) -> dict[str, Any]:
        """Return the facts that a map adds to a person.

        `chance` (with its interval), `met`, `way` (the best chain: the map's id of each person, the
        chance of the step), `how` (what each step rests on) and `next` (what is due).
        """
        added: dict[str, Any] = {}
        if self.chance(person) > 0:
            *chances, met = self._reach_of[person]
            added["chance"] = [round(float(value), 3) for value in chances]
            if met:
                added["met"] = True
        way = self._way_to.get(person, [])
        if way and all(step in ids for step, _chance, _how in way):
            added["how"] = " | ".join(how for _step, _chance, how in way)
            if len(way) > 1:
                added["way"] = [[ids[step], round(chance, 3)] for step, chance, _how in way]
        if person in self._due_of:
            added["next"] = self._due_of[person]
        return added

    @cached_property
    def _reach_of(self) -> dict[str, tuple[Any, ...]]:
        columns = [self.reach[column].tolist() for column in ("chance", "low", "high", "met")]
        return dict(zip(self.reach["person"].tolist(), zip(*columns, strict=True), strict=True))

    @cached_property
    def _way_to(self) -> dict[str, list[tuple[str, float, str]]]:
        ways: dict[str, list[tuple[str, float, str]]] = {}
        columns = [self.ways[column].tolist() for column in ("to", "person", "chance", "how")]
        for to, *step in zip(*columns, strict=True):
            ways.setdefault(to, []).append((step[0], float(step[1]), step[2]))
        return ways

    @cached_property
    def _due_of(self) -> dict[str, list[str]]:
        due: dict[str, list[str]] = {}
        for person, what, why in zip(
            *(self.due[c] for c in ("person", "what", "why")), strict=True
        ):
            due.setdefault(person, []).append(plain(f"{what}: {why}", most=400))
        return due


def about_people(net: Network, *, on: Any) -> AboutPeople:
    """Return what the map says about each person beyond the tables."""
    reached = answer(lambda: reach(net, by="person", on=on)).table
    due = answer(lambda: follow_ups(net, on=on)).table
    return AboutPeople(reached, ways_ahead(net, on=on), due, as_of(net, on)[1])
