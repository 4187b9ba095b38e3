"""Whom people can reach at most and who can reach them: arrays in, arrays out, in NumPy.

People are numbered from 0. `bounds` and the other end of each tie are the ties in rows: those of
person u stand at bounds[u] … bounds[u + 1].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from netscout._worlds import P

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from netscout._worlds import Ints

_FARTHEST = 4  # beyond that, nearly everybody is near


class Ties(NamedTuple):
    """The ties in rows by source, with their targets, and by target, with their sources."""

    out: tuple[Ints, Ints]
    into: tuple[Ints, Ints]


def rows(near: Ints, people: int) -> tuple[Ints, Ints]:
    """Return the order of ties by their near end, and the bounds of everybody's row."""
    order = np.argsort(near, kind="stable")
    return order, np.searchsorted(near[order], np.arange(people + 1)).astype(np.int64)


def along(bounds: Ints, people: Ints) -> tuple[Ints, Ints]:
    """Return the ties in the rows of some people, and for each tie the place of its person."""
    counts = bounds[people + 1] - bounds[people]
    before = np.cumsum(counts) - counts
    ties = np.repeat(bounds[people] - before, counts) + np.arange(counts.sum())
    return ties, np.repeat(np.arange(len(people)), counts)


def ball(ties: Ties, firm: Ints | None, sources: Ints, hops: int) -> tuple[Ints, Ints]:
    """Count, for each source, the people within so many referrals, and the firms in the ball.

    Parameters
    ----------
    ties
        The ties in rows.
    firm
        A code for each person, −1 for none; None if firms need not be counted.
    sources, hops
        From whom, and how many referrals at most.

    Returns
    -------
    People, without the source, and firms, with the source's.
    """
    bounds, target = ties.out
    people = len(bounds) - 1
    counts = np.zeros((2, len(sources)), np.int64)
    for place, source in enumerate(sources.tolist()):
        seen = np.zeros(people, np.bool_)
        seen[source] = True
        frontier = np.array([source], np.int64)
        for _ in range(hops):
            places, _whose = along(bounds, frontier)
            frontier = np.unique(target[places])
            frontier = frontier[~seen[frontier]]
            seen[frontier] = True
        counts[0, place] = seen.sum() - 1
        if firm is not None:
            counts[1, place] = (np.unique(firm[seen]) >= 0).sum()
    return counts[0], counts[1]


def merged(maps: Ints, source: Ints, target: Ints, hops: int) -> Ints:
    """Let everybody's bit maps, (n, columns), run back along the ties, sorted by source."""
    if not len(source):
        return maps
    reached, starts = np.unique(source, return_index=True)
    for _ in range(hops):
        gathered = np.bitwise_or.reduceat(maps[target], starts, axis=0)
        maps = maps.copy()
        maps[reached] |= gathered
    return maps


def reach_of_each(ties: Ties, ends: Ints, hops: int) -> Ints:
    """Count how many of some people each person reaches within so many referrals, exactly.

    A person counts for themselves.
    """
    bounds, target = ties.out
    source = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    total = np.zeros(len(bounds) - 1, np.int64)
    for first in range(0, len(ends), 62):
        block = ends[first : first + 62]
        maps = np.zeros((len(bounds) - 1, 1), np.int64)
        np.bitwise_or.at(maps[:, 0], block, np.int64(1) << np.arange(len(block)))
        total += np.bitwise_count(merged(maps, source, target, hops)[:, 0])
    return total


def nearest(out: tuple[Ints, Ints], wanted: Ints, hops: int) -> NDArray[np.int8]:
    """Return how many ties everybody is away from some people, at least.

    Distances of 4, or of `hops` if that is less, and beyond are not told apart.
    """
    bounds, target = out
    most = max(1, min(hops, _FARTHEST))
    away = np.full(len(bounds) - 1, most, np.int8)
    away[wanted] = 0
    for step in range(1, most):
        ties, _ = along(bounds, np.flatnonzero(away == step - 1))
        ends = target[ties]
        away[ends[away[ends] == most]] = step
    return away


def back(
    bounds: Ints, ties: tuple[Ints, ...], people: tuple[Ints, Ints], roots: tuple[Ints, Ints],
    hops: int, near: NDArray[np.int8] | None = None,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Return who would bring each root, in a world of its own, within so many referrals.

    Parameters
    ----------
    bounds
        The ties in rows by target.
    ties
        Source, number and threshold of each tie.
    people
        Number and threshold of each person.
    roots
        The root of each set, (k,), and its six coefficients, (k, 6): of ties and of people.
    hops
        How many referrals at most.
    near
        If only some people are wanted: what `nearest` says of them.

    Returns
    -------
    Set and person, sorted. A root that does not talk has no set.
    """
    source, number, below = ties
    root, polynomials = roots
    n = np.int64(len(bounds) - 1)
    sets = np.flatnonzero(_live(people[0][root], people[1][root], polynomials[:, 3:]))
    frontier = sets * n + root[sets]
    found = frontier
    for _ in range(hops):
        tie, whose = along(bounds, frontier % n)
        sets = (frontier // n)[whose]
        passes = _live(number[tie], below[tie], polynomials[sets, :3])
        sets, other = sets[passes], source[tie[passes]]
        talks = _live(people[0][other], people[1][other], polynomials[sets, 3:])
        reached = np.unique(sets[talks] * n + other[talks])
        frontier = np.setdiff1d(reached, found, assume_unique=True)
        found = np.union1d(found, frontier)
    if near is not None:
        found = found[near[found % n] == 0]
    return found // n, found % n


def _live(x: Ints, below: Ints, polynomials: Ints) -> Ints:
    """Return whether coins are live, each with a polynomial of its own."""
    a, b, c = polynomials.T
    live: Ints = (a * (x * x % P) + b * x + c) % P < below
    return live
