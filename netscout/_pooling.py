"""Partial pooling of several chances that rise and fall together.

Each chance has its own Beta prior. Their ranks within their priors are joined by a Gaussian
copula: a chance stands at the quantile Φ(z) of its prior, with z = √r·c + √(1−r)·e, c shared by all
of them, e its own. So each prior holds exactly as stated, and what one chance has taught moves the
others as far as the correlation r lets it. Integrals are sums over a grid of normal scores, fine
enough for some 10⁴ observations of each.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]

_STEP = 0.03
_SCORES = np.arange(-12, 12 + _STEP / 2, _STEP)
_NORMAL = np.exp(-(_SCORES**2) / 2)


def pooled(
    priors: Sequence[tuple[float, float]],
    yes: Floats,
    tried: Floats,
    correlations: Sequence[float],
) -> list[tuple[float, float]]:
    """Return the posterior of each chance, as the Beta of the same mean and variance.

    Parameters
    ----------
    priors
        The two parameters of the Beta prior of each chance.
    yes, tried
        How often each was seen to come true, of how many times; fractions count.
    correlations
        Of the normal score of each chance with one of its like: 0 (each for itself) to below 1.

    Examples
    --------
    >>> yes, tried = np.array([0, 9]), np.array([0, 10])
    >>> [(a, b), _] = pooled([(2, 8), (4, 6)], yes, tried, [0.8, 0.8])
    >>> round(a / (a + b), 2)
    0.38
    """
    if not tried.any():
        return list(priors)
    chance = np.stack([_quantiles(a, b) for a, b in priors])
    likely = _likelihood(chance, yes[:, None], tried[:, None])
    spreads = [_spread(correlation) for correlation in correlations]
    shared = np.stack([spread @ seen for spread, seen in zip(spreads, likely, strict=True)])
    posteriors = []
    for place in range(len(priors)):
        others = np.prod(np.delete(shared, place, axis=0), axis=0)
        weight = likely[place] * ((_NORMAL * others) @ spreads[place])
        posteriors.append(_beta(chance[place], weight / weight.sum()))
    return posteriors


@cache
def _quantiles(a: float, b: float) -> Floats:
    """Return the chance that stands at each score of the grid."""
    from scipy.special import betainccinv, betaincinv, ndtr  # noqa: PLC0415 - slow to import

    lower, upper = ndtr(_SCORES), ndtr(-_SCORES)  # each tail by its own function: none is rounded
    found: Floats = np.where(
        _SCORES < 0, betaincinv(a, b, lower), betainccinv(a, b, np.minimum(upper, 0.5))
    )
    return found


@cache
def _spread(correlation: float) -> Floats:
    """Return the density of a chance's score (column) for each value of the shared one (row)."""
    away = _SCORES[None, :] - np.sqrt(correlation) * _SCORES[:, None]
    density = np.exp(-(away**2) / (2 * (1 - correlation)))
    found: Floats = density / density.sum(axis=1, keepdims=True)
    return found


def _likelihood(chance: Floats, yes: Floats, tried: Floats) -> Floats:
    """Return how likely what was seen is at each score, the most likely being 1."""
    from scipy.special import xlog1py, xlogy  # noqa: PLC0415 - slow to import

    log = xlogy(yes, chance) + xlog1py(tried - yes, -chance)
    found: Floats = np.exp(log - log.max(axis=1, keepdims=True))
    return found


def _beta(chance: Floats, weight: Floats) -> tuple[float, float]:
    """Return the Beta that has the mean and variance of a weighted grid."""
    mean = float(chance @ weight)
    variance = float((chance - mean) ** 2 @ weight)
    strength = mean * (1 - mean) / variance - 1
    return strength * mean, strength * (1 - mean)
