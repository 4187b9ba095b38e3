"""What the log and the assumptions say of the weeks to come: the two stocks, drawn many times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.forecast import pace
from netscout.forecast.stocks import past, warm
from netscout.growth import tree
from netscout.odds import learn
from netscout.relations import moment, relations
from netscout.seasons import weekly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.assumptions import Assumptions
    from netscout.forecast.stocks import Past
    from netscout.goal import Goal
    from netscout.network import Network
    from netscout.odds import Step

PATHS = 2000

_FIRST = 2  # weeks that say how a network has begun
_REPLAY, _REPLAYS, _REPLAY_PATHS = 4, 6, 500


@dataclass(frozen=True)
class Outlook:
    """The network on a day, and what has been learned from it."""

    net: Network
    on: pd.Timestamp
    goal: Goal | None
    steps: Mapping[str, Step]
    past: Past
    priors: pace.Priors


@dataclass(frozen=True)
class Paths:
    """Weeks to come by paths, of each quantity; whether the pace bound; the pace of each path."""

    counts: Mapping[str, Any]
    bound: Any
    pace: Any


def look(net: Network, goal: Goal | None, on: Any) -> Outlook:
    """Return what a network says on a day."""
    net, on = moment(net, on)
    goal = goal or net.goal
    standing = relations(net, on)
    steps = learn(net, on, standing)
    stated = goal.per_week if goal else None
    return Outlook(
        net, on, goal, steps, past(net, on, standing, steps), _priors(net.assumptions, stated)
    )


def _priors(assumed: Assumptions, stated: float | None) -> pace.Priors:
    """Return the assumptions as numbers; where the goal states the pace, it is that."""

    def pair(name: str) -> pace.Lognormal:
        return assumed[name].a, assumed[name].b

    return pace.Priors(
        pace=(stated, assumed["pace.stated"].mean) if stated else pair("pace.usual"),
        wander=pair("pace.wander"),
        scatter=pair("pace.scatter"),
        share=pair("pace.share"),
        unlisted=pair("pace.unlisted"),
        usual_from=assumed["open.from"].mean,
        open_wander=pair("open.wander"),
        open_scatter=pair("open.scatter"),
        abates=pair("open.abates"),
        unsettled=assumed["open.unsettled"].mean,
        fills=assumed["open.fills"].mean,
        room=assumed["open.room"].mean,
    )


def starts(seen: Outlook, weeks: int) -> Any:
    """Return the first days of the weeks to come."""
    return seen.on + pd.to_timedelta(7 * np.arange(weeks) + 1, unit="D")


def simulated(seen: Outlook, weeks: int, per_week: float | None, fresh: float, seed: int) -> Paths:
    """Return the weeks to come, simulated many times.

    Parameters
    ----------
    seen
        What has been learned.
    weeks, per_week, fresh, seed
        As in `forecast`.
    """
    random = np.random.default_rng(seed)
    net, known, steps = seen.net, seen.past, seen.steps
    cloud = _learned(random, seen, known, PATHS)
    if per_week is not None:
        given, still = np.full(PATHS, float(per_week)), np.zeros(PATHS)
        cloud = replace(cloud, pace=given, wander=still, unsettled=still)
    names, waiting = _brought(random, seen, known, PATHS), _usable(random, seen, known, PATHS)
    extra = (fresh, steps["talk.alumni"].draw(random, PATHS))
    season = weekly(starts(seen, weeks), net.assumptions.calendar)
    season = season * warm(known.begun + np.arange(weeks), net.assumptions)
    held, people, bound = pace.forward(random, cloud, waiting, names, season, extra)
    counts = {"people": people + _others(random, seen, weeks), "conversations": held}
    if seen.goal is not None:
        chance = _target_chance(random, seen, seen.goal)
        counts["target"] = random.binomial(held.astype(int), chance)
    return Paths(counts, bound, cloud.pace)


def _learned(random: np.random.Generator, seen: Outlook, known: Past, size: int) -> pace.Particles:
    """Return what is known of the pace after the past weeks."""
    first = slice(0, _FIRST)
    begun = None
    if known.held[first].any():
        begun = (float(known.held[first].mean()) + 0.1, float(known.unlisted[first].mean()) + 0.1)
    cloud = pace.cloud(random, size, seen.priors, begun)
    return pace.learn(random, cloud, known.held, known.unlisted, known.waiting[:-1], known.season)


def _brought(random: np.random.Generator, seen: Outlook, known: Past, size: int) -> pace.Names:
    """Return draws of the names that a conversation brings; what is long ago counts less."""
    steps, assumed = seen.steps, seen.net.assumptions
    worth, memory = assumed["names.worth"].mean, assumed["names.memory"].mean
    weight = 0.5 ** (np.arange(len(known.held))[::-1] / memory)
    held = float((weight * known.held).sum())
    prior = steps["any"].prior.mean * steps["count"].prior.mean * worth

    def rate(counts: Any) -> Any:
        return random.gamma(prior + float((weight * counts).sum()), 1 / (worth + held), size)

    return pace.Names(
        people=rate(known.brought),
        waiting=rate(known.joined),
        talk=steps["talk.referred"].draw(random, size),
    )


def _usable(random: np.random.Generator, seen: Outlook, known: Past, size: int) -> Any:
    """Return draws of how many of the people waiting would talk."""
    expected = np.zeros(size)
    for stock, name in ((known.referred, "talk.referred"), (known.direct, "talk.connected")):
        expected += stock[-1] * seen.steps[name].draw(random, size) / seen.steps[name].mean
    listed = int(known.listed[-1])
    return random.binomial(listed, np.minimum(expected / max(listed, 1), 1.0))


def _others(random: np.random.Generator, seen: Outlook, weeks: int) -> Any:
    """Return draws of the people who will become known otherwise than by a referral."""
    if not len(seen.past.others):
        return np.zeros((weeks, PATHS))
    return pace.series(random, seen.past.others, weeks, PATHS, seen.priors)


def _target_chance(random: np.random.Generator, seen: Outlook, goal: Goal) -> Any:
    """Return draws of the chance that a conversation is one with a target person."""
    net, worth = seen.net, seen.net.assumptions["names.worth"].mean
    weights = goal.weights(net.people.drop(net.me))
    waiting = seen.past.weight.to_numpy()
    mean = np.average(weights, weights=waiting) if waiting.sum() else weights.mean()
    met = weights[tree(net)["met"].drop(net.me).notna()]
    hits, mean = float(met.sum()), float(np.nan_to_num(mean))
    return random.beta(worth * mean + hits + 0.1, worth * (1 - mean) + len(met) - hits + 0.1, PATHS)


def so_far(seen: Outlook) -> dict[str, float]:
    """Return the totals on the day of the forecast."""
    net, goal = seen.net, seen.goal
    people = tree(net).drop(net.me)
    met = people["met"].notna()
    known = int(people["first"].notna().sum() + (net.events["target"] == "").sum())
    start: dict[str, float] = {"people": known, "conversations": int(met.sum())}
    if goal is not None:
        start["target"] = float(goal.weights(net.people.drop(net.me))[met].sum())
    return start


def replayed(seen: Outlook, seed: int) -> str:
    """Return how the method would have done on the user's own past, in a sentence.

    Each past week is seen with what had happened by then; only the chances are today's.
    """
    known = seen.past
    last = len(known.held) - _REPLAY
    if last < _REPLAY + 2:
        return "too young here to say whether it is better than your recent pace"
    ours, theirs = [], []
    for origin in np.unique(np.linspace(_REPLAY, last, _REPLAYS).round().astype(int)):
        random = np.random.default_rng(seed)
        then = known.until(origin)
        cloud = _learned(random, seen, then, _REPLAY_PATHS)
        names = _brought(random, seen, then, _REPLAY_PATHS)
        waiting = _usable(random, seen, then, _REPLAY_PATHS)
        season = known.season[origin : origin + _REPLAY]
        held, _people, _bound = pace.forward(random, cloud, waiting, names, season)
        truth = known.held[origin : origin + _REPLAY].sum()
        ours.append(abs(np.median(held.sum(axis=0)) - truth))
        theirs.append(abs(known.held[origin - _REPLAY : origin].sum() - truth))
    figures = (
        f"on your own past, four weeks ahead, off by {np.mean(ours):.1f} conversations on average "
        f"({np.mean(theirs):.1f} by your pace of the four weeks before)"
    )
    better = np.mean(ours) < np.mean(theirs)
    return f"{'better' if better else 'no better'} than your recent pace: {figures}"
