"""The kernels over worlds, compiled: the same bits as `netscout._worlds`.

Needs numba, the extra `fast`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from netscout._kernels import INTS, TABLE, compiled, ints
from netscout._worlds import BITS, P, coefficients

if TYPE_CHECKING:
    from netscout._worlds import Ints


def coins(number: Ints, below: Ints, words: int, purpose: str, seed: int) -> Ints:
    """Toss the coin of each number in every world; see `netscout._worlds.coins`."""
    polynomials = np.array(coefficients(words * BITS, purpose, seed), np.int64)
    masks: Ints = _coins(ints(number), ints(below), polynomials, words)
    return masks


@compiled(f"i8[:,:,::1]({INTS}, {TABLE}, {TABLE}, i8)")
def _coins(number: Any, below: Any, polynomials: Any, words: Any) -> Any:
    masks = np.zeros((below.shape[0], words, number.size), np.int64)
    for i in range(number.size):
        x = number[i]
        x2 = x * x % P
        for word in range(words):
            for bit in range(BITS):
                a, b, c = polynomials[word * BITS + bit]
                value = (a * x2 + b * x + c) % P
                for variant in range(below.shape[0]):
                    if value < below[variant, i]:
                        masks[variant, word, i] |= 1 << bit
    return masks


def spread(start: Ints, source: Ints, target: Ints, live: Ints, referred: Ints, hops: int) -> Ints:
    """Let referrals run from those who talk at the start; see `netscout._worlds.spread`."""
    arrays = (ints(array) for array in (start, source, target, live, referred))
    talks: Ints = _spread(*arrays, hops)
    return talks


@compiled(f"{TABLE}({TABLE}, {INTS}, {INTS}, {TABLE}, {TABLE}, i8)")
def _spread(start: Any, source: Any, target: Any, live: Any, referred: Any, hops: Any) -> Any:
    talks = start.copy()
    for word in range(start.shape[0]):
        new = start[word].copy()
        for _ in range(hops):
            found = np.zeros_like(new)
            for tie in range(source.size):
                found[target[tie]] |= new[source[tie]] & live[word, tie]
            any_ = 0
            for person in range(new.size):
                found[person] &= referred[word, person] & ~talks[word, person]
                talks[word, person] |= found[person]
                any_ |= found[person]
            new = found
            if any_ == 0:
                break
    return talks
