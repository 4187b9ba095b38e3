"""Whom to choose so that most sets hold somebody chosen, with a certificate: arrays only.

The sets are reverse-reachable sets of random people: the share of them that holds somebody chosen
is the share of people reached. Half of the sets choose, the other half judges (Tang, Tang, Xiao,
Yuan: Online Processing Algorithms for Influence Maximization, SIGMOD 2018).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from netscout._balls import along, rows

if TYPE_CHECKING:
    from netscout._worlds import Ints

GOAL = 1 - 1 / math.e


@dataclass(frozen=True)
class Cover:
    """The people chosen, best first, with how many sets each added, and at most how many any could.

    No choice of as many people covers more than `bound` of the sets.
    """

    people: Ints
    gains: Ints
    bound: int


def cover(sets: Ints, person: Ints, people: int, allowed: Ints, k: int) -> Cover:
    """Choose up to k of the allowed people, each adding most; equals go by number.

    `sets` are sorted.
    """
    may = np.zeros(people, np.bool_)
    may[allowed] = True
    sets, person = sets[may[person]], person[may[person]]
    here = np.bincount(person, minlength=people) > 0
    candidates = np.flatnonzero(here)
    person = (np.cumsum(here) - 1)[person]
    order, bounds = rows(person, len(candidates))
    by_person = sets[order]
    set_bounds = np.searchsorted(sets, np.arange(int(sets.max(initial=-1)) + 2))
    left = np.diff(bounds)
    covered = np.zeros(len(set_bounds) - 1, np.bool_)
    chosen: list[int] = []
    gains: list[int] = []
    best = _most(left, k)
    while len(chosen) < k and left.any():
        who = int(left.argmax())
        chosen.append(who)
        gains.append(int(left[who]))
        mine = by_person[bounds[who] : bounds[who + 1]]
        new = mine[~covered[mine]]
        covered[new] = True
        members, _ = along(set_bounds, new)
        np.subtract.at(left, person[members], 1)
        best = min(best, sum(gains) + _most(left, k))
    return Cover(candidates[chosen].astype(np.int64), np.array(gains, np.int64), best)


def _most(left: Ints, k: int) -> int:
    """Return the sum of the k largest, from how often each count occurs."""
    times = np.bincount(left)[::-1]
    before = np.cumsum(times) - times
    taken = np.clip(k - before, 0, times)
    return int(taken @ np.arange(len(times))[::-1])


def covered(sets: Ints, person: Ints, chosen: Ints) -> int:
    """Return how many sets hold somebody chosen."""
    return len(np.unique(sets[np.isin(person, chosen)]))


def limits(hits: int, bound: int, count: int, delta: float) -> tuple[float, float]:
    """Return the share surely reached, and the share that no choice exceeds.

    Each fails with a chance of at most delta / 2.

    >>> low, high = limits(hits=500, bound=600, count=1000, delta=0.01)
    >>> low < 0.5 and high > 0.6
    True
    """
    a = math.log(2 / delta)
    low = max(0.0, math.sqrt(hits + 2 * a / 9) - math.sqrt(a / 2)) ** 2 - a / 18
    high = (math.sqrt(bound + a / 2) + math.sqrt(a / 2)) ** 2
    return max(low, 0.0) / count, min(high / count, 1.0)
