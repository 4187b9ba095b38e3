"""Who may be asked now, what comes anyway, and the greedy choice made ready."""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._asks import Asks
from netscout._greedy import Coverage, LazyGreedy
from netscout._worlds import coins, spread, thresholds
from netscout.errors import ThinDataWarning
from netscout.identity import find
from netscout.reach import nobody_fits
from netscout.schema import ANYONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netscout._sample import Sample
    from netscout._ties import Ties
    from netscout._worlds import Floats, Ints
    from netscout.goal import Goal
    from netscout.network import Network


def prepare(
    worlds: Sample,
    net: Network,
    goal: Goal | None,
    *,
    hops: int,
    on: Any,
    among: Sequence[str] | None = None,
) -> tuple[Asks, LazyGreedy]:
    """Return the candidates with their worth by formula, and the greedy choice over the worlds.

    Made once for the same question; the coverage is a copy.
    """
    who = None if among is None else tuple(among)
    asks, greedy = _prepared(worlds, net, goal, hops, on, who)
    return asks, replace(greedy, coverage=greedy.coverage.copy())


@lru_cache(maxsize=4)
def _prepared(
    worlds: Sample,
    net: Network,
    goal: Goal | None,
    hops: int,
    on: Any,
    among: tuple[str, ...] | None,
) -> tuple[Asks, LazyGreedy]:
    weight = _weights(net, goal)
    weight[worlds.ties.met | _being_introduced(net, on)] = 0.0
    places = _candidates(net, worlds.ties, on, among)
    asks = Asks(net, worlds.ties, goal, weight, places, hops)
    return asks, _greedy(worlds, asks, on)


def warn_if_thin(asks: Asks) -> None:
    """Warn where nobody can be asked, or nobody known fits the goal."""
    if asks.goal is not None and not asks.goal.weights(asks.net.people).any():
        warnings.warn(nobody_fits(asks.net, asks.goal), ThinDataWarning, stacklevel=3)
    if not len(asks.places):
        said = _NOBODY_TO_ASK if len(asks.net) else _NOBODY_KNOWN
        warnings.warn(said, ThinDataWarning, stacklevel=3)


_NOBODY_KNOWN = (
    "nobody is known yet: put your LinkedIn export into the folder linkedin/, or log a "
    "conversation. First contacts may also come from alumni lists and events."
)
_NOBODY_TO_ASK = (
    "nobody is left to ask: everybody you know of has been asked, has answered or rests. New first "
    "contacts (alumni, LinkedIn, events) or names from those you have met would change that."
)


def _weights(net: Network, goal: Goal | None) -> Floats:
    people = net.people
    weight = np.ones(len(people)) if goal is None else goal.weights(people).to_numpy(float)
    return np.where(people.index == net.me, 0.0, weight)


def _candidates(net: Network, t: Ties, on: Any, given: Sequence[str] | None) -> Ints:
    """Return the places of those who may be asked now."""
    standing = t.standing.reindex(t.ids)
    relation = standing["relation"]
    waiting = _within(net, on, standing["asked"], "rest.asked")
    waiting &= ~(standing["referred"] > standing["asked"])  # a referral makes it another question
    resting = _within(net, on, standing["names_asked"], "rest.met")
    open_ = standing["direct"].eq(True) | (relation == "referred")
    may = open_ & ~((relation == "met") & resting) & (relation != "agreed")
    may &= ~waiting & ~t.resting & ~standing["leave_alone"].eq(True)
    may[net.me] = False
    if given is not None:
        may &= t.ids.isin([find(net.people, who) for who in given])
    places: Ints = np.flatnonzero(may.to_numpy(bool))
    return places


def _within(net: Network, on: Any, since: Any, rest: str) -> Any:
    """Return who was last asked within a resting time."""
    return pd.Timestamp(on) - since <= pd.Timedelta(days=net.assumptions[rest].mean)


def _being_introduced(net: Network, on: Any) -> Any:
    """Return to whom somebody has been asked for the way lately: one connector at a time."""
    events = net.events
    asked = events[(events["kind"] == "asked") & ~events["about"].isin(["", ANYONE])]
    fresh = asked[_within(net, on, asked["date"], "rest.asked")]
    return net.people.index.isin(fresh["about"])


def _greedy(worlds: Sample, asks: Asks, on: Any) -> LazyGreedy:
    """Return the greedy choice, with what comes anyway already counted."""
    t = worlds.ties
    values = t.means()
    standing = t.standing.reindex(t.ids)
    asked = worlds.agreeing()
    pending = (standing["relation"] == "agreed") | standing["asked"].notna()
    coming = np.where(pending.to_numpy(bool), asked, 0)
    coming[:, asks.places] = 0
    live, referred = worlds.live(), worlds.referred()
    if coming.any():
        coming = spread(coming, t.source, t.target, live, referred, asks.hops)
    own = asked[:, asks.places]
    share = asks.by_asking(values)[asks.places]
    again = np.flatnonzero(share < 1)
    number, below = t.number[asks.places[again]], thresholds(share[None, again])
    own[:, again] &= coins(number, below, worlds.words, "again", worlds.seed)[0]
    talk = asks.expected.talk
    promised = standing["referred"].fillna(pd.Timestamp(on)).to_numpy()[asks.places]
    order = np.lexsort((t.ids[asks.places].to_numpy(str), promised, -talk))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return LazyGreedy(
        onward=worlds.onward,
        coverage=Coverage(asks.weight, coming),
        person=asks.places,
        own=own,
        counts=asks.counts,
        extra=asks.expected.unseen,
        bound=asks.onward(values),
        tie_break=rank,
        hops=asks.hops,
    )
