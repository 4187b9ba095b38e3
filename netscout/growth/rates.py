"""The referral tree, rates and shares as arrays: no tables, no names, no dates."""

from __future__ import annotations

from typing import Any

import numpy as np


def parents(source: Any, target: Any, size: int) -> Any:
    """Return who referred each person first, -1 where nobody did.

    Parameters
    ----------
    source, target
        The numbers of the two people of each referral, in the order in which they happened; only
        referrals by which the target became known.
    size
        How many people there are.

    Returns
    -------
    Array of `size`: the source of the first referral that does not close a circle. Circles can
    arise within one day only: A names B, B names A.
    """
    parent = np.full(size, -1, np.int64)
    has_child = np.zeros(size, bool)
    for above, below in zip(source.tolist(), target.tolist(), strict=True):
        if parent[below] >= 0 or above == below:
            continue
        # Only somebody who has brought people already can be their own ancestor.
        if has_child[below] and _descends(parent, above, below):
            continue
        parent[below] = above
        has_child[above] = True
    return parent


def _descends(parent: Any, person: int, ancestor: int) -> bool:
    """Whether `ancestor` stands above `person`."""
    while person >= 0:
        if person == ancestor:
            return True
        person = int(parent[person])
    return False


def depths(parent: Any) -> tuple[Any, Any]:
    """Return how many referrals each person is away from the root of their tree, and the root.

    Each round doubles the distance looked up the tree, so a chain of 10,000 takes 14 rounds.

    >>> depth, root = depths(np.array([-1, 0, 1, -1]))
    >>> depth.tolist(), root.tolist()
    ([0, 1, 2, 0], [0, 0, 0, 3])
    """
    own = np.arange(len(parent))
    above = np.where(parent < 0, own, parent)
    depth = (parent >= 0).astype(np.int64)
    while not np.array_equal(above, further := above[above]):
        depth += depth[above]
        above = further
    return depth, above


def rate(count: Any, exposure: Any, prior: tuple[float, float]) -> tuple[Any, Any, Any]:
    """Return the mean and the 90 % interval of a Poisson rate under a Gamma prior.

    Parameters
    ----------
    count
        What was counted.
    exposure
        Over how much it was counted.
    prior
        Shape and rate of the Gamma distribution.
    """
    from scipy import special  # noqa: PLC0415

    shape, scale = prior[0] + np.asarray(count), 1 / (prior[1] + np.asarray(exposure))
    low, high = (special.gammaincinv(shape, q) * scale for q in (0.05, 0.95))
    return shape * scale, low, high


def above(level: float, shape: float, inverse_scale: float) -> float:
    """Return the chance that a Gamma-distributed rate is above a level."""
    from scipy import special  # noqa: PLC0415

    return float(special.gammaincc(shape, inverse_scale * level))


def extinction(shape: float, inverse_scale: float, points: int = 400) -> float:
    """Return the chance that the chain begun by one conversation ends by itself.

    Each conversation leads to a Poisson number of further ones with mean R; the chance q solves
    q = exp(R (q − 1)), hence q = −W(−R exp(−R)) / R with Lambert's W, and 1 for R ≤ 1 (Harris,
    The Theory of Branching Processes, 1963). It is averaged over the Gamma distribution of R.
    """
    from scipy import special  # noqa: PLC0415

    quantiles = (np.arange(points) + 0.5) / points
    mean = special.gammaincinv(shape, quantiles) / inverse_scale
    growing = np.maximum(mean, 1 + 1e-9)
    ends = -special.lambertw(-growing * np.exp(-growing)).real / growing
    return float(np.where(mean > 1, ends, 1.0).mean())


def share(count: Any, base: Any) -> tuple[Any, Any, Any]:
    """Return a share and its 90 % Jeffreys interval; all missing where there is no base.

    The interval reaches 0 where nobody did, and 1 where everybody did (Brown, Cai, DasGupta,
    Statistical Science 2001).
    """
    from scipy import special  # noqa: PLC0415

    count, base = np.asarray(count, float), np.asarray(base, float)
    some, rest = base > 0, np.maximum(base - count, 0)
    low = np.where(count > 0, special.betaincinv(count + 0.5, rest + 0.5, 0.05), 0.0)
    high = np.where(rest > 0, special.betaincinv(count + 0.5, rest + 0.5, 0.95), 1.0)
    mean = count / np.maximum(base, 1)
    return tuple(np.where(some, value, np.nan) for value in (mean, low, high))  # type: ignore[return-value]


def bursts(counts: Any, times: float = 3.0, price: float = 1.0) -> list[tuple[int, int]]:
    """Return the first and last place of each burst in a series of counts.

    The likeliest path of an automaton of two states whose counts are Poisson with the mean of the
    series and with `times` it; to enter the upper state costs `price` times the logarithm of the
    length (Kleinberg 2003).

    >>> bursts(np.array([1, 0, 1, 1, 9, 8, 1, 0, 1, 0, 1, 1]))
    [(4, 5)]
    """
    counts = np.asarray(counts, float)
    if not counts.any():
        return []
    mean = np.array([1.0, times]) * counts.mean()
    cost = mean - counts[:, None] * np.log(mean)  # of a Poisson count, but for a constant
    enter = price * np.log(len(counts))
    total, came_from = np.array([0.0, enter]) + cost[0], np.zeros((len(counts), 2), int)
    for place in range(1, len(counts)):
        options = np.array([[total[0], total[1]], [total[0] + enter, total[1]]])
        came_from[place] = options.argmin(axis=1)
        total = options.min(axis=1) + cost[place]
    state = np.zeros(len(counts), int)
    state[-1] = total.argmin()
    for place in range(len(counts) - 1, 0, -1):
        state[place - 1] = came_from[place, state[place]]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], state, [0]])))
    return [(int(a), int(b) - 1) for a, b in edges.reshape(-1, 2)]
