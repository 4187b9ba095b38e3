"""What asking each candidate is worth by formula, at any values of the steps.

The known part runs over people and ties that are known; where chains meet it is an upper bound of
what the worlds show. The unseen part rests on people nobody has seen yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._worlds import onward_value
from netscout.goal import by_text
from netscout.identity import company_key, words
from netscout.roles import work_words
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
        return (asked * self.by_asking(values))[self.places]

    def by_asking(self, values: Mapping[str, float]) -> Floats:
        """Return how much of everybody's chance of talking comes by asking them now."""
        return self.ties.by_asking_again(values, self.net.assumptions["reminder"].mean)

    def onward(self, values: Mapping[str, float]) -> Floats:
        """Return what each candidate opens at most among known people, once they talk."""
        t = self.ties
        step = t.passing(values) * t.talk(values)[1][t.target]
        return onward_value(self.weight, t.source, t.target, step, self.hops)[self.places]

    def known(self, values: Mapping[str, float]) -> Floats:
        """Return the worth through known people: exact where chains do not meet, else a bound."""
        own = self.weight[self.places] * self.counts
        return self.talk(values) * (own + self.onward(values))

    def names(self, values: Mapping[str, float]) -> Floats:
        """Return how many new people each candidate is expected to name, if they talk."""
        return values["any"] * values["count"] * self.ties.naming[self.places]

    def unseen(self, values: Mapping[str, float]) -> Floats:
        """Return the worth through people nobody has seen yet, with one step of lookahead.

        Named people fit the goal in a certain share, talk in a certain share, and then name others.
        """
        named = values["any"] * values["count"]
        talks = values["talk.referred"]
        fit = self.fit(values)
        inside, outside = self._shares(values)
        second = fit * inside + (1 - fit) * outside
        here = self.talk(values) * self.names(values)
        return here * talks * (fit + talks * named * second)

    def fit(self, values: Mapping[str, float]) -> Floats:
        """Return how much of the goal a person is expected to meet whom each candidate names."""
        if self.goal is None:
            return np.ones(len(self.places))
        parts = self._parts(values)
        return np.mean(parts, axis=0) if parts else np.zeros(len(self.places))

    def meeting(self, values: Mapping[str, float]) -> tuple[Floats, Floats]:
        """Return the chances that a person whom each candidate names meets all, any of the goal.

        Its criteria are taken as independent.
        """
        parts = self._parts(values) or [np.zeros(len(self.places))]
        return np.prod(parts, axis=0), 1 - np.prod([1 - part for part in parts], axis=0)

    def _parts(self, values: Mapping[str, float]) -> list[Floats]:
        """Return how likely a person whom each candidate names meets each criterion."""
        return [np.where(c.alike, c.own(values), c.other(values)) for c in self._criteria]

    def _shares(self, values: Mapping[str, float]) -> tuple[float, float]:
        """Return the share that fits among those named by one who fits, and by one who does not."""
        if self.goal is None:
            return 1.0, 1.0
        if not self._criteria:
            return 0.0, 0.0
        own = [criterion.own(values) for criterion in self._criteria]
        other = [criterion.other(values) for criterion in self._criteria]
        return float(np.mean(own)), float(np.mean(other))

    @cached_property
    def elasticities(self) -> dict[str, Floats]:
        """For each step, of which power of its value the worth of each candidate is about."""
        means = self.ties.means()
        formula = self.known(means) + self.unseen(means)
        powers = {}
        for name in self.ties.steps:
            moved = means | {name: means[name] * _MOVE}
            changed = self.known(moved) + self.unseen(moved)
            ratio = np.divide(changed, formula, out=np.ones_like(formula), where=formula > 0)
            powers[name] = np.log(ratio) / np.log(_MOVE)
        return powers

    @cached_property
    def expected(self) -> Expected:
        """What may be expected of each candidate, at the steps' means."""
        means = self.ties.means()
        return Expected(self.talk(means), self.names(means), self.fit(means), self.unseen(means))

    @cached_property
    def _criteria(self) -> list[Criterion]:
        """The goal's criteria, matched with the people once."""
        goal = self.goal
        if goal is None:
            return []
        return [
            self._criterion(column, step, wanted, goal.test(column))
            for column, step in _STEPS.items()
            if (wanted := goal.named(column))
        ]

    def _criterion(
        self, column: str, step: str, wanted: Sequence[str], fits: Callable[[str], bool]
    ) -> Criterion:
        """Return one criterion, with what the names given so far have taught of it."""
        events, texts = self.net.events, self.net.people[column]
        named = events[events["kind"].isin(REFERRALS)].drop_duplicates(["source", "target"])
        like = pd.Series(_alike(texts, column, wanted), texts.index)
        meets = pd.Series(by_text(texts, fits), texts.index)
        told = texts.reindex(named["target"], fill_value="").to_numpy() != ""
        others = named[told & ~like.reindex(named["source"], fill_value=False).to_numpy()]
        return Criterion(
            step=step,
            alike=like.to_numpy()[self.places],
            usual=float((meets.sum() + 0.5) / (len(meets) + 1)),
            hits=int(meets.loc[others["target"]].sum()),
            names=len(others),
            strength=self.net.assumptions["pool.fit"].mean,
        )


_MOVE = 1.05


@dataclass(frozen=True)
class Expected:
    """What may be expected of each candidate, (c,).

    The chance that a conversation follows, how many names they give then, how much of the goal each
    of those meets, and the worth through people nobody has seen yet.
    """

    talk: Floats
    names: Floats
    fit: Floats
    unseen: Floats


_STEPS = {"company": "share.company", "role": "share.role", "school": ""}


@dataclass(frozen=True)
class Criterion:
    """One thing a goal asks for: who among the candidates is alike, and how usual it is.

    `step` is the step that says how often people name their like; nothing is known for schools.
    `usual` is the share of the known people who meet it; of the `names` given by people who are not
    alike, `hits` did.
    """

    step: str
    alike: Any
    usual: float
    hits: int
    names: int
    strength: float

    def own(self, values: Mapping[str, float]) -> float:
        """Return the share of names that come from the namer's own group."""
        return values[self.step] if self.step else 0.0

    def other(self, values: Mapping[str, float]) -> float:
        """Return the share that meets it of the names given by somebody not alike.

        At first as usual as among the known people; whoever is told what I look for may name more.
        """
        expected = (1 - self.own(values)) * self.usual
        return (self.strength * expected + self.hits) / (self.strength + self.names)


def _alike(texts: Any, column: str, wanted: Sequence[str]) -> Any:
    """Return who shares a company, a kind of work or a school with any of those wanted."""
    if column == "role":
        work = frozenset[str]().union(*map(work_words, wanted))
        return by_text(texts, lambda text: bool(work_words(text) & work))
    key = company_key if column == "company" else words
    keys = {key(text) for text in wanted} - {""}
    return by_text(texts, lambda text: key(text) in keys)
