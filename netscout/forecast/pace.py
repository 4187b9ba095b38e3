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

Lognormal = tuple[float, float]
"""The median, and the spread of the logarithm."""

_SETTLES = 3.0  # weeks until what is unsettled is so by a factor e less
_RUSH = 0.8  # of the possibilities, where the first weeks are far above the usual
_FINER = 4  # times as many possibilities, where nothing usual narrows them
_MOST_SHARE = 0.95
_QUIET = 0.02  # the least activity of a week that is learned from


@dataclass(frozen=True)
class Priors:
    """What is assumed before any week has been seen; `assumptions.toml` says what and why.

    `usual_from` is from how many times the usual pace on a network has no usual pace. Then, and for
    a count of its own, the `open_` priors hold; `unsettled` is how much more its level moves in its
    first week, `abates` how much less it becomes each week, `fills` the chance that everybody comes
    whom there is, and `room` how many these are at most, in multiples of the first two weeks.
    """

    pace: Lognormal
    wander: Lognormal
    scatter: Lognormal
    share: Lognormal
    unlisted: Lognormal
    usual_from: float
    open_wander: Lognormal
    open_scatter: Lognormal
    abates: Lognormal
    unsettled: float
    fills: float
    room: float


@dataclass(frozen=True)
class Particles:
    """A cloud of what may be true: one entry of each array is one possibility."""

    pace: Any
    wander: Any
    scatter: Any
    share: Any
    unlisted: Any
    unsettled: Any
    abates: Any
    everybody: Any
    """How many people there are to come, of a count of its own that has an end."""

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
    priors: Priors,
    begun: tuple[float, float] | None = None,
) -> Particles:
    """Return what is assumed before any week has been seen.

    Parameters
    ----------
    random
        Where the draws come from.
    size
        How many possibilities.
    priors
        What is assumed.
    begun
        The pace of the first weeks, and how much of it came from outside the list. If it is far
        above the usual, most of the possibilities begin there, and may go anywhere.
    """
    usual = Particles(
        pace=_draw(random, priors.pace, size),
        wander=_draw(random, priors.wander, size),
        scatter=_draw(random, priors.scatter, size),
        share=np.minimum(_draw(random, priors.share, size), _MOST_SHARE),
        unlisted=_draw(random, priors.unlisted, size),
        unsettled=np.zeros(size),
        abates=np.zeros(size),
        everybody=np.full(size, np.inf),
    )
    if begun is None or begun[0] <= priors.usual_from * priors.pace[0]:
        return usual
    rush = random.random(size) < _RUSH
    other = {
        "pace": _draw(random, (begun[0], 0.7), size),
        "unlisted": _draw(random, (begun[1], 0.7), size),
        "wander": _draw(random, priors.open_wander, size),
        "scatter": _draw(random, priors.open_scatter, size),
        "unsettled": np.full(size, priors.unsettled),
    }
    changed = {name: np.where(rush, values, getattr(usual, name)) for name, values in other.items()}
    return replace(usual, **changed)


def _draw(random: np.random.Generator, prior: Lognormal, size: int) -> Any:
    return prior[0] * np.exp(prior[1] * random.standard_normal(size))


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
    weight = np.full(len(cloud.pace), 1 / len(cloud.pace))
    past = zip(counts, outside, waiting, np.maximum(season, _QUIET), strict=True)
    for count, other, stock, active in past:
        cloud = wandered(random, cloud)
        flow = cloud.share * stock + cloud.unlisted
        split = cloud.unlisted / flow
        weight = weight * likelihood(count, active * least(cloud.pace, flow), cloud.scatter)
        weight = weight * (split**other * (1 - split) ** (count - other) + 1e-9)
        cloud, weight = _kept(random, cloud, weight)
    return cloud[_resampled(random, weight)]


def wandered(random: np.random.Generator, cloud: Particles) -> Particles:
    """Return the cloud a week later: what is done, and what comes from outside, has moved."""
    spread = np.hypot(cloud.wander, cloud.unsettled)
    step = np.exp(spread * random.standard_normal(len(cloud.pace)) - cloud.abates)
    return replace(
        cloud,
        pace=cloud.pace * step,
        unlisted=cloud.unlisted * step,
        unsettled=cloud.unsettled * np.exp(-1 / _SETTLES),
    )


def _kept(random: np.random.Generator, cloud: Particles, weight: Any) -> tuple[Particles, Any]:
    """Return the cloud with its weights, drawn anew where few possibilities carry the weight."""
    weight = weight / weight.sum()
    if 1 / (weight**2).sum() >= len(weight) / 2:
        return cloud, weight
    return cloud[_resampled(random, weight)], np.full(len(weight), 1 / len(weight))


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
    """Return the chance of a count: that of a Gamma variate of this mean, rounded up or down.

    It is rounded to the nearer number the likelier, so that counts have the mean of the variate
    however small it is. A little is added everywhere, so that one odd week does not rule out
    everything.
    """
    shape = np.maximum(mean, 1e-9) / scatter

    def below(level: float) -> Any:
        """Return by how much the variate falls short of a level on average."""
        from scipy.special import gammainc  # noqa: PLC0415 - slow to import

        if level <= 0:
            return 0.0
        share = gammainc(shape, level / scatter)
        return level * share - shape * scatter * gammainc(shape + 1, level / scatter)

    chance = below(count + 1) - 2 * below(count) + below(count - 1)
    return np.maximum(chance, 0) + 0.01 / (1 + count)


def counts_of(random: np.random.Generator, mean: Any, scatter: Any) -> Any:
    """Return draws of the distribution of `likelihood`."""
    shape = np.maximum(mean, 1e-9) / scatter
    drawn = random.gamma(shape) * scatter
    return np.floor(drawn + random.random(drawn.shape))


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


def series(random: np.random.Generator, counts: Any, weeks: int, size: int, priors: Priors) -> Any:
    """Return weeks to come of a count that goes its own way: weeks by paths.

    Its level wanders, as much as the past weeks say; it begins where the first weeks were. In most
    possibilities it is a count of people of whom there are only so many: what comes is less by the
    share of those who have come (Verhulst 1838; Bass, Management Science 1969).
    """
    many = _FINER * size
    start = (float(np.sum(counts[:2])) + 0.5) / max(len(counts[:2]), 1)
    most = 2 * start * priors.room ** random.random(many)
    cloud = Particles(
        pace=_draw(random, (start, 1.0), many),
        wander=_draw(random, priors.open_wander, many),
        scatter=_draw(random, priors.open_scatter, many),
        share=np.zeros(many),
        unlisted=np.full(many, np.inf),
        unsettled=np.full(many, priors.unsettled),
        abates=_draw(random, priors.abates, many),
        everybody=np.where(random.random(many) < priors.fills, most, np.inf),
    )
    weight, come = np.full(many, 1 / many), 0.0
    for count in counts:
        cloud = wandered(random, cloud)
        weight = weight * likelihood(count, _rest(cloud, come), cloud.scatter)
        cloud, weight = _kept(random, cloud, weight)
        come += count
    cloud = cloud[_resampled(random, weight)[:size]]
    found, total = [], np.full(size, come)
    for _ in range(weeks):
        cloud = wandered(random, cloud)
        drawn = counts_of(random, _rest(cloud, total), cloud.scatter)
        found.append(np.minimum(drawn, np.maximum(np.rint(cloud.everybody - total), 0)))
        total = total + found[-1]
    return np.array(found)


def _rest(cloud: Particles, come: Any) -> Any:
    """Return the level, less the share of those who have come."""
    return cloud.pace * np.clip(1 - come / cloud.everybody, 0, 1)
