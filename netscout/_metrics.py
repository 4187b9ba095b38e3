"""How good a ranking or a chance was: arrays in, numbers out.

Where scores are equal, the mean over every order of the equal ones is taken: exact, without draws.
So a ranking in which all scores are equal is the random one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from netscout._worlds import Floats, Ints

_LEAST = 1e-12  # a chance of 0 or 1 that fails would cost an infinite log loss


def discounts(score: Floats, k: int) -> Floats:
    """Return what a gain at each item's rank counts: 1 / log2(1 + rank), 0 after the k-th."""
    rank = np.arange(1, len(score) + 1)
    by_rank = np.where(rank <= k, 1 / np.log2(1 + rank), 0.0)
    _, group, size = np.unique(-score, return_inverse=True, return_counts=True)
    ends = np.concatenate([[0.0], by_rank.cumsum()])[np.concatenate([[0], size.cumsum()])]
    shared: Floats = (np.diff(ends) / size)[group]
    return shared


def ndcg(gain: Floats, score: Floats, k: int) -> float:
    """Return the normalised discounted cumulative gain of the first k; NaN without any gain.

    Järvelin and Kekäläinen (2002), with ties as in McSherry and Najork (2008).
    """
    best = float(gain @ discounts(gain, k))
    return float(gain @ discounts(score, k)) / best if best > 0 else float("nan")


def hit(positive: Floats, score: Floats, k: int) -> float:
    """Return the chance that any positive item is among the first k."""
    if k >= len(score):
        return float(np.any(positive))
    last = np.sort(score)[::-1][k - 1]
    if np.any(positive[score > last]):
        return 1.0
    tied = positive[score == last] > 0
    places, blanks = k - int((score > last).sum()), int((~tied).sum())
    missed = 1.0
    for taken in range(places):
        missed *= max(blanks - taken, 0) / (len(tied) - taken)
    return 1.0 - missed


def brier(chance: Floats, outcome: Floats) -> float:
    """Return the mean squared distance of chances from what happened (0 or 1)."""
    return float(np.mean((chance - outcome) ** 2)) if len(chance) else float("nan")


def log_loss(chance: Floats, outcome: Floats) -> float:
    """Return the mean surprise, −log of the chance given to what happened."""
    if not len(chance):
        return float("nan")
    p = np.clip(chance, _LEAST, 1 - _LEAST)
    return float(-np.mean(outcome * np.log(p) + (1 - outcome) * np.log(1 - p)))


@dataclass(frozen=True)
class Reliability:
    """Bins of similar chances: how many, the mean chance, the share that came true, its band."""

    n: Ints
    chance: Floats
    share: Floats
    low: Floats
    high: Floats


def reliability(
    chance: Floats, outcome: Floats, *, bins: int = 10, level: float = 0.9
) -> Reliability:
    """Return what came true among similar chances, in bins of about equal size.

    Equal chances share a bin. The band is the interval of Jeffreys at a level.
    """
    bin_ = equal_bins(chance, bins)
    n = np.bincount(bin_)
    yes = np.bincount(bin_, outcome).astype(np.float64)
    low, high = jeffreys(yes, n.astype(np.float64), level)
    return Reliability(n, np.bincount(bin_, chance) / n, yes / n, low, high)


def equal_bins(values: Floats, bins: int) -> Ints:
    """Return the bin of each value, of about equal size; equal values share one."""
    order = np.argsort(values, kind="stable")
    _, first, group = np.unique(values[order], return_index=True, return_inverse=True)
    middle = (first + np.append(first[1:], len(values)) - 1) / 2
    _, bin_of_group = np.unique((middle * bins // max(len(values), 1)), return_inverse=True)
    bin_ = np.empty(len(values), np.int64)
    bin_[order] = bin_of_group[group]
    return bin_


def jeffreys(yes: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the interval of Jeffreys of shares: quantiles of Beta(yes + ½, n − yes + ½).

    Its end is 0 where nothing came true, and 1 where everything did (Brown, Cai, DasGupta 2001).
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - slow to import

    tail = (1 - level) / 2
    low = np.where(yes > 0, betaincinv(yes + 0.5, n - yes + 0.5, tail), 0.0)
    high = np.where(yes < n, betaincinv(yes + 0.5, n - yes + 0.5, 1 - tail), 1.0)
    return low, high


def block_bootstrap(
    over: Floats, under: Floats, block: Ints, *, draws: int = 2000, seed: int = 1
) -> Floats:
    """Return draws of the ratio Σ over / Σ under, whole blocks drawn with replacement.

    `over` and `under` may have a row for each of several methods, whose draws then share blocks,
    so that they can be compared draw by draw. A draw without anything under the line is NaN.

    Returns
    -------
    Shape (draws,), or (draws, methods).
    """
    _, block = np.unique(block, return_inverse=True)
    many = int(block.max(initial=-1)) + 1
    sums = [_block_sums(np.atleast_2d(part), block, many) for part in (over, under)]
    weight = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), size=draws)
    top, bottom = (weight @ part.T for part in sums)
    ratio = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    draw: Floats = ratio[:, 0] if over.ndim == 1 else ratio
    return draw


def _block_sums(rows: Floats, block: Ints, many: int) -> Floats:
    return np.array([np.bincount(block, row, minlength=many) for row in rows])
