"""Chains of referrals as arrays: the chance of a chain is the product of its steps."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from netscout._worlds import Floats, Ints

Path = tuple[tuple[int, float], ...]
"""A chain: each person's place, and the chance of the step to them."""

_MOST_EXPANSIONS = 20_000


def best_chains(
    start: Floats, source: Ints, target: Ints, step: Floats, hops: int
) -> tuple[Floats, Ints]:
    """Return the best product of chances to each person for each number of referrals.

    Parameters
    ----------
    start
        The chance that each person talks without a referral, shape (n,).
    source, target, step
        The ties, sorted by target, with the chance that the referral is passed on and works.
    hops
        How many referrals at most.

    Returns
    -------
    The products, shape (hops + 1, n), and who stands before each person on that chain, −1 at its
    beginning, shape (hops + 1, n).
    """
    best = np.zeros((hops + 1, len(start)))
    before = np.full((hops + 1, len(start)), -1, np.int64)
    best[0] = start
    if not len(target):
        return best, before
    reached, starts = np.unique(target, return_index=True)
    lengths = np.diff(np.append(starts, len(target)))
    for hop in range(1, hops + 1):
        products = best[hop - 1][source] * step
        most = np.maximum.reduceat(products, starts)
        is_most = np.flatnonzero(products == np.repeat(most, lengths))
        first = is_most[np.searchsorted(is_most, starts)]
        best[hop, reached] = most
        before[hop, reached] = np.where(most > 0, source[first], -1)
    return best, before


def best_paths(
    start: Floats, source: Ints, target: Ints, step: Floats, *, to: int, k: int, hops: int
) -> list[Path]:
    """Return the k best chains to a person by product, different first people to ask first.

    Best-first search: what is still to come is bounded by the best walk from each person to the
    last one, so chains are found in the order of their chance.

    Parameters
    ----------
    start, source, target, step
        As for `best_chains`; the ties in any order.
    to
        Whom the chains lead to.
    k, hops
        How many chains, of how many referrals at most.
    """
    onward = _best_onward(len(start), source, target, step, to, hops)
    order = np.argsort(source, kind="stable")
    bounds = np.searchsorted(source[order], np.arange(len(start) + 1))
    heap: list[tuple[float, float, Path]] = []
    for person in np.flatnonzero(start * onward[hops]).tolist():
        chance = float(start[person])
        heappush(heap, (-chance * onward[hops, person], -chance, ((person, chance),)))
    firsts: dict[int, Path] = {}
    others: list[Path] = []
    for _ in range(_MOST_EXPANSIONS):
        if not heap or len(firsts) == k:
            break
        _, chance, path = heappop(heap)
        last, left = path[-1][0], hops - len(path) + 1
        if last == to:
            others += [path] if path[0][0] in firsts else []
            firsts.setdefault(path[0][0], path)
            continue
        ties = order[bounds[last] : bounds[last + 1]] if left else ()
        here = {person for person, _ in path}
        for tie in ties:
            after, so_far = int(target[tie]), chance * float(step[tie])
            ahead = so_far * onward[left - 1, after]
            if ahead < 0 and after not in here:
                heappush(heap, (ahead, so_far, (*path, (after, float(step[tie])))))
    return [*firsts.values(), *others][:k]


def _best_onward(
    people: int, source: Ints, target: Ints, step: Floats, to: int, hops: int
) -> Floats:
    """Return the best product from each person to one, by referrals left, (hops + 1, people)."""
    onward = np.zeros((hops + 1, people))
    onward[0, to] = 1.0
    for left in range(1, hops + 1):
        onward[left] = onward[left - 1]
        np.maximum.at(onward[left], source, step * onward[left - 1][target])
    return onward
