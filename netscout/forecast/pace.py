"""The pace of a network as arrays: what the past weeks taught, and weeks simulated forward.

Two stocks meet each week. What there is to do: of the usable people waiting (those who would talk
if asked) a share is seen each week, and some come from outside the list. What can be done: the
pace, conversations a week that the user really holds. Where both meet, the smaller one binds

    mean = season * (pace^-4 + flow^-4)^(-1/4),   flow = share * waiting + unlisted

and counts scatter about the mean with variance `scatter` * mean. The pace wanders from week to week
(a random walk of its logarithm). What is not known is a cloud of particles; each past week weighs
them by how well they foresaw it (Gordon, Salmond, Smith, IEE Proceedings F, 1993).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

_WANDER = (0.0, 0.03, 0.08, 0.3)  # how much the logarithm of the pace may move in a week
_WANDER_CHANCE = (0.8, 0.16, 0.03, 0.01)
_SCATTER = (0.05, 0.15, 0.4, 1.0, 2.0, 4.0)
_SCATTER_CHANCE = (0.35, 0.3, 0.2, 0.1, 0.03, 0.02)
_SHARE, _SHARE_SPREAD = 0.35, 0.5  # a week's share of the waiting: half are seen within 13 days
_SERIES_WANDER = (0.03, 0.1, 0.3, 0.6)
_SERIES_DRIFT = (0.0, 0.0, -0.1, -0.25)  # what has begun with a rush abates
_SERIES_SCATTER = (1.0, 3.0, 10.0, 30.0)
_UNLISTED, _UNLISTED_SPREAD = 0.15, 2.0
_FAR, _RUSH, _RUSH_SPREAD = 3.0, 0.8, 0.7


@dataclass(frozen=True)
class Particles:
    """A cloud of what may be true: one entry of each array is one possibility."""

    pace: Any
    wander: Any
    scatter: Any
    share: Any
    unlisted: Any
    drift: Any

    def __getitem__(self, chosen: Any) -> Particles:
        return Particles(*(values[chosen] for values in vars(self).values()))


@dataclass(frozen=True)
class Names:
    """Draws of what a conversation brings, one entry a path."""

    people: Any
    """New people of the network."""
    waiting: Any
    """People who join those waiting."""
    talk: Any
    """The chance that one of them would talk."""


def cloud(
    random: np.random.Generator,
    size: int,
    pace: tuple[float, float],
    begun: tuple[float, float] | None = None,
) -> Particles:
    """Return what is assumed before any week has been seen.

    Parameters
    ----------
    random
        Where the draws come from.
    size
        How many possibilities.
    pace
        Median and spread (of the logarithm) of the pace.
    begun
        The pace of the first weeks, and how much of it came from outside the list. If it is far
        above the usual, part of the possibilities begin there, and their pace may move fast.
    """
    usual = pace[0] * np.exp(pace[1] * random.standard_normal(size))
    outside = _UNLISTED * np.exp(_UNLISTED_SPREAD * random.standard_normal(size))
    wander = random.choice(_WANDER, size, p=_WANDER_CHANCE)
    if begun is not None and begun[0] > _FAR * pace[0]:
        rush = random.random(size) < _RUSH
        spread = np.exp(_RUSH_SPREAD * random.standard_normal((2, size)))
        usual = np.where(rush, begun[0] * spread[0], usual)
        outside = np.where(rush, begun[1] * spread[1], outside)
        wander = np.where(rush, random.choice(_SERIES_WANDER[1:], size), wander)
    return Particles(
        pace=usual,
        wander=wander,
        scatter=random.choice(_SCATTER, size, p=_SCATTER_CHANCE),
        share=np.minimum(_SHARE * np.exp(_SHARE_SPREAD * random.standard_normal(size)), 0.95),
        unlisted=outside,
        drift=np.zeros(size),
    )


def learn(
    random: np.random.Generator,
    cloud: Particles,
    counts: Any,
    outside: Any,
    waiting: Any,
    season: Any,
) -> Particles:
    """Return the cloud after past weeks.

    Parameters
    ----------
    random
        Where the draws come from.
    cloud
        What is assumed.
    counts, outside
        What was counted in each week, and how many of them came from outside the list.
    waiting
        How many usable people were waiting at the beginning of each.
    season
        The activity of each week.
    """
    size = len(cloud.pace)
    weight = np.full(size, 1 / size)
    past = zip(counts, outside, waiting, np.maximum(season, 0.02), strict=True)
    for count, other, stock, active in past:
        cloud = wandered(random, cloud)
        flow = cloud.share * stock + cloud.unlisted
        split = cloud.unlisted / flow
        weight = weight * likelihood(count, active * least(cloud.pace, flow), cloud.scatter)
        weight = weight * (split**other * (1 - split) ** (count - other) + 1e-9)
        weight = weight / weight.sum()
        if 1 / (weight**2).sum() < size / 2:
            cloud, weight = cloud[_resampled(random, weight)], np.full(size, 1 / size)
    return cloud[_resampled(random, weight)]


def wandered(random: np.random.Generator, cloud: Particles) -> Particles:
    """Return the cloud a week later: what is done, and what comes from outside, has moved."""
    step = np.exp(cloud.drift + cloud.wander * random.standard_normal(len(cloud.pace)))
    return replace(cloud, pace=cloud.pace * step, unlisted=cloud.unlisted * step)


def _resampled(random: np.random.Generator, weight: Any) -> Any:
    """Return which possibilities stay, each as often as it weighs."""
    places = (np.arange(len(weight)) + random.random()) / len(weight)
    chosen = np.minimum(np.searchsorted(np.cumsum(weight), places), len(weight) - 1)
    return random.permutation(chosen)


def least(pace: Any, flow: Any) -> Any:
    """Return the smaller of two rates, somewhat less where they are near each other.

    >>> least(np.array([2.0, 2.0, 0.0]), np.array([100.0, 2.0, 1.0])).round(2).tolist()
    [2.0, 1.68, 0.0]
    """
    low, high = np.minimum(pace, flow), np.maximum(np.maximum(pace, flow), 1e-12)
    return low / (1 + (low / high) ** 4) ** 0.25


def likelihood(count: float, mean: Any, scatter: Any) -> Any:
    """Return the chance of a count: that of a Gamma variate of this mean, rounded.

    A little is added everywhere, so that one odd week does not rule out everything.
    """
    from scipy.special import gammainc  # noqa: PLC0415 - slow to import

    shape = np.maximum(mean, 1e-9) / scatter
    below = gammainc(shape, max(count - 0.5, 0.0) / scatter)
    return np.maximum(gammainc(shape, (count + 0.5) / scatter) - below, 0) + 0.01 / (1 + count)


def counts_of(random: np.random.Generator, mean: Any, scatter: Any) -> Any:
    """Return draws of the distribution of `likelihood`."""
    shape = np.maximum(mean, 1e-9) / scatter
    return np.rint(random.gamma(shape) * scatter)


def forward(
    random: np.random.Generator,
    cloud: Particles,
    waiting: Any,
    names: Names,
    season: Any,
    fresh: tuple[float, Any] = (0.0, 0.0),
) -> tuple[Any, Any, Any]:
    """Return weeks simulated forward.

    Parameters
    ----------
    random
        Where the draws come from.
    cloud
        What is known at the beginning.
    waiting
        How many usable people wait then, one number a path.
    names
        What a conversation brings.
    season
        The activity of each week to come.
    fresh
        How many fresh first contacts come each week, and the chance that one would talk.

    Returns
    -------
    Three arrays of weeks by paths: conversations; new people; whether the pace bound.
    """
    waiting = np.array(waiting, float)
    held, people, bound = [], [], []
    for active in season:
        cloud = wandered(random, cloud)
        new = np.floor(fresh[0] + random.random(len(waiting)))
        waiting = waiting + random.binomial(new.astype(int), fresh[1])
        flow = cloud.share * waiting + cloud.unlisted
        outside = random.poisson(active * cloud.unlisted)
        drawn = counts_of(random, active * least(cloud.pace, flow), cloud.scatter)
        count = np.minimum(drawn, waiting + outside)
        listed = np.rint(count * cloud.share * waiting / flow)
        named = random.poisson(names.people * count)
        joined = random.binomial(random.poisson(names.waiting * count), names.talk)
        waiting = np.maximum(waiting - listed, 0) + joined
        held.append(count)
        people.append(named + new)
        bound.append(cloud.pace < flow)
    return np.array(held), np.array(people), np.array(bound)


def series(random: np.random.Generator, counts: Any, weeks: int, size: int) -> Any:
    """Return weeks to come of a count that goes its own way: weeks by paths.

    The level wanders, as much as the past weeks say; it begins where the first weeks were.
    """
    start = (float(np.sum(counts[:2])) + 0.5) / max(len(counts[:2]), 1)
    cloud = Particles(
        pace=start * np.exp(random.standard_normal(size)),
        wander=random.choice(_SERIES_WANDER, size),
        scatter=random.choice(_SERIES_SCATTER, size),
        share=np.zeros(size),
        unlisted=np.full(size, np.inf),
        drift=random.choice(_SERIES_DRIFT, size),
    )
    weight = np.full(size, 1 / size)
    for count in counts:
        cloud = wandered(random, cloud)
        weight = weight * likelihood(count, cloud.pace, cloud.scatter)
        cloud, weight = cloud[_resampled(random, weight / weight.sum())], np.full(size, 1 / size)
    found = []
    for _ in range(weeks):
        cloud = wandered(random, cloud)
        found.append(counts_of(random, cloud.pace, cloud.scatter))
    return np.array(found)
