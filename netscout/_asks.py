"""What asking each candidate is worth by formula, at any values of the steps.

The known part runs over people and ties that are known; where chains meet it is an upper bound of
what the worlds show. The unseen part rests on people nobody has seen yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from netscout._worlds import onward_value
from netscout.identity import company_key, words, work_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netscout._ties import Ties
    from netscout._worlds import Floats, Ints
    from netscout.goal import Goal
    from netscout.network import Network


@dataclass(frozen=True)
class Asks:
    """The candidates, and what asking each is worth by formula at any values of the steps."""

    net: Network
    ties: Ties
    goal: Goal | None
    weight: Floats
    places: Ints
    hops: int

    @property
    def counts(self) -> Floats:
        """Whether a talk with each candidate is a new one."""
        return np.where(self.ties.met[self.places], 0.0, 1.0)

    def talk(self, values: Mapping[str, float]) -> Floats:
        """Return the chance that a conversation follows the ask."""
        t = self.ties
        asked: Floats = t.talk(values)[0] * np.where(t.direct, t.mine, 1.0)
        return asked[self.places]

    def onward(self, values: Mapping[str, float]) -> Floats:
        """Return what each candidate opens at most among known people, once they talk."""
        t = self.ties
        step = t.passing(values) * t.talk(values)[1][t.target]
        return onward_value(self.weight, t.source, t.target, step, self.hops)[self.places]

    def known(self, values: Mapping[str, float]) -> Floats:
        """Return the worth through known people: exact where chains do not meet, else a bound."""
        own = self.weight[self.places] * self.counts
        return self.talk(values) * (own + self.onward(values))

    def unseen(self, values: Mapping[str, float]) -> Floats:
        """Return the worth through people nobody has seen yet, with one step of lookahead.

        Named people fit the goal in a certain share, talk in a certain share, and then name others.
        """
        named = values["any"] * values["count"]
        talks = values["talk.referred"]
        fit = self.fit(values)
        inside, outside = self._shares(values)
        second = fit * inside + (1 - fit) * outside
        return self.talk(values) * named * talks * (fit + talks * named * second)

    def fit(self, values: Mapping[str, float]) -> Floats:
        """Return how much of the goal a person is expected to meet whom each candidate names."""
        if self.goal is None:
            return np.ones(len(self.places))
        parts = []
        people = self.net.people.iloc[self.places]
        for column, wanted, own in self._criteria(values):
            base = self._base(column)
            inside = _alike(people[column], column, wanted)
            parts.append(np.where(inside, own, (1 - own) * base))
        return np.mean(parts, axis=0) if parts else np.zeros(len(self.places))

    def _shares(self, values: Mapping[str, float]) -> tuple[float, float]:
        """Return the share that fits among those named by one who fits, and by one who does not."""
        if self.goal is None:
            return 1.0, 1.0
        criteria = [(own, self._base(column)) for column, _, own in self._criteria(values)]
        if not criteria:
            return 0.0, 0.0
        inside = float(np.mean([own for own, _ in criteria]))
        return inside, float(np.mean([(1 - own) * base for own, base in criteria]))

    def _criteria(self, values: Mapping[str, float]) -> list[tuple[str, Sequence[str], float]]:
        """Return the goal's criteria: column, wanted, share of names from the same group."""
        goal = self.goal
        found = [
            ("company", goal.companies, values["share.company"]),
            ("role", goal.roles, values["share.role"]),
            ("school", goal.schools, 0.0),
        ] if goal else []  # fmt: skip
        return [criterion for criterion in found if criterion[1]]

    def _base(self, column: str) -> float:
        """Return how many of the known people meet a criterion; half a person where nobody does."""
        fits = {
            "company": self.goal.of_company,
            "role": self.goal.of_role,
            "school": self.goal.of_school,
        }[column] if self.goal else bool  # fmt: skip
        texts = self.net.people[column]
        counts = texts.value_counts()
        hits = sum(count for text, count in counts.items() if fits(text))
        return float((hits + 0.5) / (len(texts) + 1))


def _alike(texts: Any, column: str, wanted: Sequence[str]) -> Any:
    """Return who shares a company, a kind of work or a school with any of those wanted."""
    if column == "role":
        work = frozenset[str]().union(*map(work_words, wanted))
        return np.array([bool(work_words(text) & work) for text in texts], bool)
    key = company_key if column == "company" else words
    keys = {key(text) for text in wanted} - {""}
    return np.array([key(text) in keys for text in texts], bool)
