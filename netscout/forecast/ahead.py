"""The forecast: quantiles of the weeks to come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import NetscoutError
from netscout.forecast import pace, seasons
from netscout.forecast.stocks import past, warm
from netscout.growth.referrals import tree
from netscout.odds import learn
from netscout.relations import moment, relations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.forecast.stocks import Past
    from netscout.goal import Goal
    from netscout.network import Network
    from netscout.odds import Step

PATHS = 2000
INTERVAL = 0.80
WHAT = ("people", "conversations", "target")

_USUAL, _USUAL_SPREAD = 1.5, 0.8  # conversations a week before the log has spoken
_STATED_SPREAD = 0.3  # where the goal says how many a week one can hold
_BEGUN = 2  # the first weeks
_FORGET = 0.9  # a week's experience of what conversations bring counts so much less a week later
_STRENGTH = 3.0  # conversations that the assumptions are worth
_THIN_WEEKS, _THIN_TALKS = 8, 5
_REPLAY, _REPLAYS, _REPLAY_PATHS = 4, 6, 500


def forecast(
    net: Network,
    *,
    weeks: int = 12,
    per_week: float | None = None,
    fresh: float = 0.0,
    goal: Goal | None = None,
    seed: int = 1,
    on: Any = None,
) -> Any:
    """Forecast the conversations of the coming weeks, the new people, and what limits them.

    A conversation is one with a person you have not talked with before. Its number is limited by
    the people who would talk and whom you have not talked with yet ("referrals": their queue runs
    dry) or by how many conversations you really hold a week ("capacity"). Both are learned from
    the log, as are the names that a conversation brings; what the log does not say is assumed, and
    the interval is the wider for it. Weeks of little activity stand in `calendar.toml`. To see what
    if, call it again with other options.

    Parameters
    ----------
    net
        The network.
    weeks
        How many weeks to look ahead.
    per_week
        Conversations a week that you will hold; learned from the log if not given.
    fresh
        Extra fresh first contacts a week (alumni, an association, a class), beyond your habits.
    goal
        Whom you want to talk with; the network's own if not given.
    seed
        The same seed gives the same table.
    on
        The day from which to look; the day of the last event if not given.

    Returns
    -------
    DataFrame, earliest week first:

    - week, date: its number, and its last day
    - what: "people" (new ones of the network), "conversations", and with a goal "target"
      (conversations with target people)
    - low, median, high: how many altogether from `on` to the end of that week; between low and high
      with a chance of 80 %
    - binding: what limits the conversations of that week, "referrals" or "capacity"

    `attrs` has `on`; `start`, the totals on that day; `said`, how the method would have done on
    your own past against "the same pace as in the last four weeks"; and `thin`, a sentence where
    the log says too little, else `""`.

    Raises
    ------
    NetscoutError
        `weeks` is less than 1, `per_week` or `fresh` is negative.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.forecast(ns.example(), weeks=4)
    >>> table.columns.tolist()
    ['week', 'date', 'what', 'low', 'median', 'high', 'binding']
    >>> bool((table["low"] <= table["median"]).all())
    True
    """
    _check(weeks, per_week, fresh)
    net, on = moment(net, on)
    goal = goal or net.goal
    standing = relations(net, on)
    steps = learn(net, on, standing)
    known = past(net, on, standing, steps)
    starts = on + pd.to_timedelta(7 * np.arange(weeks) + 1, unit="D")
    random = np.random.default_rng(seed)
    usual = (goal.per_week, _STATED_SPREAD) if goal and goal.per_week else (_USUAL, _USUAL_SPREAD)
    cloud = _learned(random, known, PATHS, usual)
    if per_week is not None:
        given = np.full(PATHS, float(per_week))
        cloud = replace(cloud, pace=given, wander=np.zeros(PATHS))
    names, waiting = _brought(random, known, steps, PATHS), _usable(random, known, steps, PATHS)
    extra = (fresh, steps["talk.alumni"].draw(random, PATHS))
    season = seasons.weekly(starts) * warm(known.begun + np.arange(weeks))
    held, people, bound = pace.forward(random, cloud, waiting, names, season, extra)
    paths = {"people": people + _others(random, known, weeks), "conversations": held}
    if goal is not None:
        chance = _target_chance(random, net, known, goal)
        paths["target"] = random.binomial(held.astype(int), chance)
    table = _table(paths, starts, bound)
    table.attrs |= {
        "on": on,
        "start": _so_far(net, goal),
        "said": _said(known, steps, usual, seed),
        "thin": _thin(known),
    }
    return table


def _check(weeks: int, per_week: float | None, fresh: float) -> None:
    """Refuse what cannot be forecast."""
    if weeks < 1:
        raise NetscoutError(f"weeks is {weeks}; give at least 1")
    for name, value in (("per_week", per_week), ("fresh", fresh)):
        if value is not None and not value >= 0:
            raise NetscoutError(f"{name} is {value}; give 0 or more")


def _learned(
    random: np.random.Generator, known: Past, size: int, usual: tuple[float, float]
) -> pace.Particles:
    """Return what is known of the pace after the past weeks."""
    early = slice(0, _BEGUN)
    begun = None
    if known.held[early].any():
        begun = (float(known.held[early].mean()) + 0.1, float(known.unlisted[early].mean()) + 0.1)
    cloud = pace.cloud(random, size, usual, begun)
    return pace.learn(random, cloud, known.held, known.unlisted, known.waiting[:-1], known.season)


def _brought(
    random: np.random.Generator, known: Past, steps: Mapping[str, Step], size: int
) -> pace.Names:
    """Return draws of the names that a conversation brings."""
    weight = _FORGET ** np.arange(len(known.held))[::-1]
    held = float((weight * known.held).sum())
    assumed = steps["any"].prior.mean * steps["count"].prior.mean * _STRENGTH

    def rate(counts: Any) -> Any:
        shape = assumed + float((weight * counts).sum())
        return random.gamma(shape, 1 / (_STRENGTH + held), size)

    return pace.Names(
        people=rate(known.brought),
        waiting=rate(known.joined),
        talk=steps["talk.referred"].draw(random, size),
    )


def _usable(random: np.random.Generator, known: Past, steps: Mapping[str, Step], size: int) -> Any:
    """Return draws of how many of the people waiting would talk."""
    expected = np.zeros(size)
    for stock, name in ((known.referred, "talk.referred"), (known.direct, "talk.connected")):
        expected += stock[-1] * steps[name].draw(random, size) / steps[name].mean
    listed = int(known.listed[-1])
    return random.binomial(listed, np.minimum(expected / max(listed, 1), 1.0))


def _others(random: np.random.Generator, known: Past, weeks: int) -> Any:
    """Return draws of the people who will become known otherwise than by a referral."""
    if not len(known.others):
        return np.zeros((weeks, PATHS))
    return pace.series(random, known.others, weeks, PATHS)


def _target_chance(random: np.random.Generator, net: Network, known: Past, goal: Goal) -> Any:
    """Return draws of the chance that a conversation is one with a target person."""
    weights = goal.weights(net.people.drop(net.me))
    waiting = known.weight.to_numpy()
    mean = np.average(weights, weights=waiting) if waiting.sum() else weights.mean()
    met = weights[tree(net)["met"].drop(net.me).notna()]
    hits, mean = float(met.sum()), float(np.nan_to_num(mean))
    return random.beta(
        _STRENGTH * mean + hits + 0.1, _STRENGTH * (1 - mean) + len(met) - hits + 0.1, PATHS
    )


def _table(paths: Mapping[str, Any], starts: Any, bound: Any) -> Any:
    """Return the long table of the quantiles of sums."""
    binding = np.where(bound.mean(axis=1) >= 0.5, "capacity", "referrals")
    parts = []
    for what, counts in paths.items():
        sums = np.cumsum(counts, axis=0)
        ends = np.array([_interval(row) for row in np.sort(sums, axis=1)])
        low, median, high = np.maximum.accumulate(ends).T  # sums never shrink
        columns = {"week": np.arange(len(sums)) + 1, "date": starts + pd.Timedelta(days=6)}
        columns |= {"what": what, "low": low, "median": median, "high": high, "binding": binding}
        parts.append(pd.DataFrame(columns))
    table = pd.concat(parts).sort_values("week", kind="stable", ignore_index=True)
    return table.astype({"what": "str", "binding": "str", "date": "datetime64[us]"})


def _interval(ordered: Any) -> tuple[int, int, int]:
    """Return low, median and high: the whole numbers whose share is nearest to the interval's."""
    paths = len(ordered)
    low, median, high = ordered[[paths // 10, paths // 2, -(paths // 10) - 1]].astype(int)

    def miss(ends: tuple[int, int]) -> float:
        inside = np.searchsorted(ordered, ends[1], "right") - np.searchsorted(ordered, ends[0])
        return float(abs(inside / paths - INTERVAL))

    choices = [(low, high), (low + 1, high), (low, high - 1), (low + 1, high - 1)]
    low, high = min((c for c in choices if c[0] <= median <= c[1]), key=miss)
    return low, median, high


def _so_far(net: Network, goal: Goal | None) -> dict[str, float]:
    """Return the totals on the day of the forecast."""
    people = tree(net).drop(net.me)
    met = people["met"].notna()
    hidden = (net.events["target"] == "").sum()
    known = int(people["first"].notna().sum() + hidden)
    start: dict[str, float] = {"people": known, "conversations": int(met.sum())}
    if goal is not None:
        start["target"] = round(float(goal.weights(net.people.drop(net.me))[met].sum()))
    return start


def _said(known: Past, steps: Mapping[str, Step], usual: tuple[float, float], seed: int) -> str:
    """Return how the method would have done on the user's own past, in a sentence.

    Each past week is seen with what had happened by then; only the chances are today's.
    """
    last = len(known.held) - _REPLAY
    if last < _REPLAY + 2:
        return "too early to say whether this is better than your recent pace"
    ours, theirs = [], []
    for origin in np.unique(np.linspace(_REPLAY, last, _REPLAYS).round().astype(int)):
        random = np.random.default_rng(seed)
        then = _until(known, origin)
        cloud = _learned(random, then, _REPLAY_PATHS, usual)
        names = _brought(random, then, steps, _REPLAY_PATHS)
        waiting = _usable(random, then, steps, _REPLAY_PATHS)
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


def _until(known: Past, week: int) -> Past:
    """Return the past as it was at the beginning of a week."""
    counts = ("held", "unlisted", "joined", "brought", "season")
    weekly = {name: getattr(known, name)[:week] for name in counts}
    stocks = {name: getattr(known, name)[: week + 1] for name in ("referred", "direct", "listed")}
    return replace(known, **weekly, **stocks)


def _thin(known: Past) -> str:
    """Return a sentence where the log says too little, else nothing."""
    weeks, talks = len(known.held), int(known.held.sum())
    if weeks >= _THIN_WEEKS and talks >= _THIN_TALKS:
        return ""
    seen = f"{talks} conversations in {weeks} weeks" if weeks else "no conversations yet"
    return (
        f"Mostly assumed: the log tells of {seen}. Log each `asked`, `met` and `named`, "
        "and after about two months it will outweigh the assumptions."
    )
