"""Whom to ask: arrays in, arrays out. The greedy choice over sampled worlds, evaluated lazily.

What asking a set of people is worth is the expected weight of those who then talk: monotone and
submodular, so picking the best addition each time is within 1 − 1/e of the best set. A candidate
whose upper bound lies below the best value found needs no evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from netscout._worlds import BITS

if TYPE_CHECKING:
    from netscout._worlds import Floats, Ints

Spread = tuple["Ints", "Ints"]
"""People and, column by column, the worlds in which they talk: (k,) and (words, k)."""


@dataclass(frozen=True)
class Onward:
    """The ties by source, and the worlds in which they pass and people talk when referred."""

    bounds: Ints
    target: Ints
    live: Ints
    referred: Ints

    @classmethod
    def of(cls, source: Ints, target: Ints, live: Ints, referred: Ints) -> Onward:
        """Sort ties by source; `live` has shape (words, m), `referred` (words, n)."""
        order = np.argsort(source, kind="stable")
        bounds = np.searchsorted(source[order], np.arange(referred.shape[1] + 1))
        return cls(bounds, target[order], live[:, order], referred)

    def spread(self, person: int, talks: Ints, hops: int) -> Spread:
        """Return who talks when this person is asked and talks in the given worlds, (words,).

        The person comes first, then the others by number.
        """
        found = self._scratch
        found[:, person] = talks
        frontier, masks = np.array([person]), talks[:, None]
        others = [np.zeros(0, np.int64)]
        for _ in range(hops):
            frontier, masks = self._step(frontier, masks, found)
            if not len(frontier):
                break
            found[:, frontier] |= masks
            others.append(frontier)
        reached = np.unique(np.concatenate(others))
        people = np.concatenate([[person], reached[reached != person]])
        result = found[:, people]
        found[:, people] = 0
        return people, result

    def _step(self, frontier: Ints, masks: Ints, found: Ints) -> tuple[Ints, Ints]:
        """Return who newly talks one referral after the frontier, and in which worlds."""
        counts = self.bounds[frontier + 1] - self.bounds[frontier]
        before = np.cumsum(counts) - counts
        ties = np.repeat(self.bounds[frontier] - before, counts) + np.arange(counts.sum())
        if not len(ties):
            return frontier[:0], masks[:, :0]
        order = np.argsort(self.target[ties], kind="stable")
        source = np.repeat(np.arange(len(frontier)), counts)[order]
        reached, starts = np.unique(self.target[ties[order]], return_index=True)
        passed = masks[:, source] & self.live[:, ties[order]]
        union = np.bitwise_or.reduceat(passed, starts, axis=1)
        new = union & self.referred[:, reached] & ~found[:, reached]
        some = new.any(axis=0)
        return reached[some], new[:, some]

    @cached_property
    def _scratch(self) -> Ints:
        """Worlds found so far; all zero between calls, so that it need not be made for each."""
        return np.zeros_like(self.referred)


@dataclass
class Coverage:
    """The worlds in which people talk so far, and what adding a spread to them is worth."""

    weight: Floats
    talks: Ints

    def gain(self, spread: Spread) -> float:
        """Return the expected weight that a spread adds."""
        people, masks = spread
        new = np.bitwise_count(masks & ~self.talks[:, people]).sum(axis=0)
        return float(new @ self.weight[people]) / (BITS * len(self.talks))

    def add(self, spread: Spread) -> None:
        """Let these people talk too."""
        people, masks = spread
        self.talks[:, people] |= masks

    def copy(self) -> Coverage:
        """Return another coverage of the same."""
        return Coverage(self.weight, self.talks.copy())

    def any_target(self) -> float:
        """Return the chance that anybody of positive weight talks."""
        worlds = np.bitwise_or.reduce(self.talks[:, self.weight > 0], axis=1)
        return float(np.bitwise_count(worlds).sum()) / (BITS * len(self.talks))


@dataclass(frozen=True)
class Pick:
    """One choice: its place among the candidates, what it adds, the chance of any target so far."""

    candidate: int
    known: float
    any_target: float


@dataclass(frozen=True)
class Choice:
    """The picks in order, what they are worth together, and a certificate.

    No set of as many candidates is worth more than `bound` in these worlds.
    """

    picks: list[Pick]
    value: float
    bound: float

    @property
    def candidates(self) -> Ints:
        """The places of those chosen, in order."""
        return np.array([pick.candidate for pick in self.picks], np.int64)


@dataclass
class LazyGreedy:
    """The greedy choice among candidates.

    Parameters
    ----------
    person, own
        The candidates and the worlds in which each talks when asked, (c,) and (words, c).
    counts
        Whether a talk with the candidate is itself worth their weight, (c,).
    extra
        Worth of each candidate beyond what the worlds show, (c,); the same whoever else is asked.
    bound
        What each candidate opens onward at most, given that they talk, (c,).
    tie_break
        A rank for candidates of equal value, smaller first, (c,).
    """

    onward: Onward
    coverage: Coverage
    person: Ints
    own: Ints
    counts: Floats
    extra: Floats
    bound: Floats
    tie_break: Ints
    hops: int
    _spreads: dict[int, Spread] = field(default_factory=dict)

    def spread(self, candidate: int) -> Spread:
        """Return who talks when this candidate is asked; without themselves where it is not new."""
        if candidate not in self._spreads:
            person = int(self.person[candidate])
            people, masks = self.onward.spread(person, self.own[:, candidate], self.hops)
            if not self.counts[candidate]:
                people, masks = people[1:], masks[:, 1:]
            self._spreads[candidate] = (people, masks)
        return self._spreads[candidate]

    def values(self, candidates: Ints) -> Floats:
        """Return what asking each of some candidates adds to what is covered so far."""
        gains = [self.coverage.gain(self.spread(candidate)) for candidate in candidates.tolist()]
        return np.array(gains, np.float64) + self.extra[candidates]

    def bounds(self) -> Floats:
        """Return an upper bound of every candidate's value, exact for those who open nothing."""
        worlds = BITS * len(self.own)
        new = self.own & ~self.coverage.talks[:, self.person]
        alone = np.bitwise_count(new).sum(axis=0) / worlds
        talk = np.bitwise_count(self.own).sum(axis=0) / worlds
        onward = talk * self.bound
        slack = 3 * np.sqrt(onward * max(1.0, float(self.bound.max(initial=0.0))) / worlds)
        own = alone * self.coverage.weight[self.person] * self.counts
        values: Floats = own + onward + slack + self.extra
        return values

    def rivals(self, most: int) -> Ints:
        """Return the candidates of the highest bounds, the best first."""
        return np.argsort(-self.bounds(), kind="stable")[:most]

    def pick(self, k: int) -> Choice:
        """Choose up to k candidates, best addition first.

        What a candidate adds can only shrink as others are chosen, so what they once added bounds
        what they add now. After any of the choices, the best set adds at most the k largest bounds.
        """
        k = min(k, len(self.person))
        upper = self.bounds()
        first = self.rivals(_EVALUATED_FIRST)
        upper[first] = self.values(first)
        at = np.full(len(upper), -1)  # after how many choices each was last evaluated
        at[first] = 0
        picks: list[Pick] = []
        value, bound = 0.0, _largest(upper, k)
        for turn in range(k):
            while at[best := self._best(upper)] < turn:
                upper[best] = self.values(np.array([best]))[0]
                at[best] = turn
            self.coverage.add(self.spread(best))
            known = float(max(upper[best] - self.extra[best], 0.0))
            picks.append(Pick(best, known, self.coverage.any_target()))
            value += known + float(self.extra[best])
            upper[best] = -np.inf
            bound = min(bound, value + _largest(upper, k))
        return Choice(picks, value, max(bound, value))

    def _best(self, upper: Floats) -> int:
        """Return the candidate of the highest bound; of equal ones that of the smallest rank."""
        highest = np.flatnonzero(upper == upper.max())
        return int(highest[self.tie_break[highest].argmin()])


_EVALUATED_FIRST = 50  # most of them would be looked at anyway, and the certificate is tighter


def _largest(values: Floats, k: int) -> float:
    """Return the sum of the k largest positive values."""
    return -float(np.minimum(np.partition(-values, k - 1)[:k], 0.0).sum()) if k else 0.0
