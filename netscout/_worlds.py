"""Sampled worlds: arrays in, arrays out, the same bits everywhere.

In a world every person either talks or does not, and every tie either passes a referral on or does
not. Worlds are bits: one word holds `BITS` of them, so one pass over the ties moves them all, and
a probability is a count of bits. Masks are arrays of shape (words, n).

The coin of a person or a tie is arithmetic on its own number x: (a·x² + b·x + c) mod P, live when
below round(p·2³¹). No random stream and no engine's hash: the same seed gives the same bits in any
order, on any engine. Every intermediate stays below 2⁶³.
"""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

P = 2**31 - 1
BITS = 62
FULL = 2**BITS - 1
_CHUNK = 512  # numbers at a time, so that a word's worlds of them stay in the cache


@lru_cache(maxsize=32)
def coefficients(count: int, purpose: str, seed: int) -> list[tuple[int, int, int]]:
    """Return `count` quadratic polynomials modulo P; each purpose has its own."""
    stream = random.Random(f"{purpose}:{seed}")
    return [
        (stream.randrange(1, P), stream.randrange(P), stream.randrange(P)) for _ in range(count)
    ]


def thresholds(chances: Floats) -> Ints:
    """Return the integers below which a coin is live; a chance of 1 is live whatever the coin."""
    return np.rint(np.clip(chances, 0.0, 1.0) * 2**31).astype(np.int64)


def tie_numbers(source: Ints, target: Ints) -> Ints:
    """Return the number of each tie, made from the numbers of its two ends."""
    ((a, b, c),) = coefficients(1, "tie", 0)
    return (_mod(_mod(a * source) + _mod(b * target)) + c) % P


def _mod(value: Ints) -> Ints:
    """Return value mod P for 0 <= value < 2⁶³; folding the high bits down costs less than `%`."""
    value = (value & P) + (value >> 31)
    value = (value & P) + (value >> 31)
    below = (value - P).view(np.uint64)  # what is below 0 counts as large
    return np.minimum(value.view(np.uint64), below).view(np.int64)


def coins(number: Ints, below: Ints, words: int, purpose: str, seed: int) -> Ints:
    """Toss the coin of each number in every world.

    Parameters
    ----------
    number
        The numbers, shape (n,), each in 0 … P − 1.
    below
        Thresholds, shape (variants, n): the same coins are compared with each row.
    words
        How many words of `BITS` worlds.
    purpose, seed
        Which polynomials.

    Returns
    -------
    Masks, shape (variants, words, n): bit w of a word says whether the coin is live in that world.
    """
    a, b, c = np.array(coefficients(words * BITS, purpose, seed), np.int64).T
    masks = np.zeros((len(below), words, len(number)), np.int64)
    for start in range(0, len(number), _CHUNK):
        part = slice(start, start + _CHUNK)
        x = number[part, None]
        x2 = _mod(x * x)
        for word in range(words):
            bits = slice(word * BITS, (word + 1) * BITS)
            value = _mod(a[bits] * x2 + b[bits] * x + c[bits])
            live = np.packbits(value < below[:, part, None], axis=2, bitorder="little")
            masks[:, word, part] = live.view("<i8")[:, :, 0]
    return masks


def share(masks: Ints) -> Floats:
    """Return the share of worlds in each column, shape (n,)."""
    counts = np.bitwise_count(masks).sum(axis=0, dtype=np.int64)
    return np.asarray(counts / (BITS * masks.shape[0]), dtype=np.float64)


def any_of(masks: Ints, group: Ints, groups: int) -> Ints:
    """Return, for each group, the worlds in which at least one of its members is set.

    `group` holds each column's group, −1 for none; the result has shape (words, groups).
    """
    order = np.argsort(group, kind="stable")
    order = order[np.searchsorted(group[order], 0) :]
    result = np.zeros((masks.shape[0], groups), np.int64)
    if len(order):
        found, starts = np.unique(group[order], return_index=True)
        result[:, found] = np.bitwise_or.reduceat(masks[:, order], starts, axis=1)
    return result


def spread(start: Ints, source: Ints, target: Ints, live: Ints, referred: Ints, hops: int) -> Ints:
    """Let referrals run from those who talk at the start.

    Parameters
    ----------
    start
        The worlds in which each person talks without a referral, shape (words, n).
    source, target
        The ties, shape (m,), sorted by target.
    live
        The worlds in which each tie passes a referral on, shape (words, m).
    referred
        The worlds in which each person talks when reached by a referral, shape (words, n).
    hops
        How many referrals at most.

    Returns
    -------
    The worlds in which each person talks, shape (words, n).
    """
    talks = start.copy()
    if not len(target):
        return talks
    reached, starts = np.unique(target, return_index=True)
    new = start
    for _ in range(hops):
        passed = np.bitwise_or.reduceat(new[:, source] & live, starts, axis=1)
        found = passed & referred[:, reached] & ~talks[:, reached]
        if not found.any():
            break
        new = np.zeros_like(talks)
        new[:, reached] = found
        talks[:, reached] |= found
    return talks


def onward_value(value: Floats, source: Ints, target: Ints, step: Floats, hops: int) -> Floats:
    """Return how much value each person opens at most, once they talk, within `hops` referrals.

    The sum over all chains: it counts twice what two chains reach, so it is an upper bound of the
    expected value reached, exact where chains do not meet.
    """
    total = np.zeros_like(value)
    for _ in range(hops):
        opened = step * (value + total)[target]
        total = np.bincount(source, opened, len(value)).astype(np.float64)
    return total
