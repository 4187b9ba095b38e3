"""The past week by week: conversations held, people waiting to be talked with, people brought.

Weeks are counted back from the day of the forecast, so the last one is never cut short.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.growth.referrals import tree
from netscout.odds import answered_by
from netscout.schema import REFERRALS
from netscout.seasons import weekly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.assumptions import Assumptions
    from netscout.network import Network
    from netscout.odds import Step

MOST_WEEKS = 52
LOGGED = ("asked", "agreed", "declined", "met", *REFERRALS)
"""The kinds of events that only a log of conversations has."""

_NEVER = np.inf
_SOONER = 2.0  # a conversation follows so much sooner on an ask than on a referral
_PATIENCE = 3.0  # who has said yes is waited for so much longer than who was only named
_ASKED_FIRST = 0.5  # of the conversations; with fewer the log is one of conversations alone


@dataclass(frozen=True)
class Past:
    """Weeks of the past, the earliest first.

    `held` conversations with people not talked with before, `unlisted` of them with people who did
    not stand on the list at the beginning of the week; `brought` new people by a referral, and
    `joined` people who came to be waiting by one; `referred` and `direct` is the expected number of
    people waiting who would talk, at the beginning of each week and now (one entry more), `listed`
    all who wait. `others` are the people who became known otherwise, in weeks of their own.
    """

    held: Any
    unlisted: Any
    joined: Any
    brought: Any
    referred: Any
    direct: Any
    listed: Any
    season: Any
    others: Any
    begun: float
    """How many weeks ago the log began; conversations come with their lag after it."""
    weight: Any
    """How likely each person waiting now would talk, indexed by person."""

    @property
    def waiting(self) -> Any:
        """The expected number of people waiting who would talk."""
        return self.referred + self.direct

    def until(self, week: int) -> Past:
        """Return the past as it was at the beginning of a week."""
        counts = ("held", "unlisted", "joined", "brought", "season")
        weekly = {name: getattr(self, name)[:week] for name in counts}
        stocks = {
            name: getattr(self, name)[: week + 1] for name in ("referred", "direct", "listed")
        }
        return replace(self, **weekly, **stocks)


def past(net: Network, on: Any, standing: Any, steps: Mapping[str, Step]) -> Past:
    """Return the weeks up to a day.

    Parameters
    ----------
    net
        The network as it was on that day.
    on
        The day.
    standing
        How each person stands to the owner (`relations`).
    steps
        The chances learned (`odds.learn`).
    """
    people, today = _people(net, standing), _number(on)
    weeks = _weeks(net.events.loc[net.events["kind"].isin(LOGGED), "date"], on)
    ends = today - 7.0 * np.arange(weeks, -1, -1)
    weigh = _Weigher(net, people, steps)
    before = [weigh(day) for day in ends]
    begun = float(weeks) if weeks < MOST_WEEKS else np.inf
    met, referred, first = (people[name].to_numpy() for name in ("met", "referred", "first"))
    held, unlisted, joined, brought = (np.zeros(weeks) for _ in range(4))
    by_referral = people["brought"].to_numpy()
    for week, (start, end) in enumerate(pairwise(ends)):
        now = (met > start) & (met <= end)
        on_list = (referred <= start) | (people["direct"].to_numpy() <= start)
        held[week], unlisted[week] = now.sum(), (now & ~on_list).sum()
        joined[week] = ((referred > start) & (referred <= end) & (met > end)).sum()
        brought[week] = (by_referral & (first > start) & (first <= end)).sum()
    starts = pd.to_datetime(ends[:-1] + 1, unit="D", origin="unix")
    return Past(
        held=held,
        unlisted=unlisted,
        joined=joined,
        brought=brought,
        referred=np.array([weight[by].sum() for weight, by in before]),
        direct=np.array([weight[~by].sum() for weight, by in before]),
        listed=np.array([(weight > 0).sum() for weight, _by in before]),
        season=weekly(starts, net.assumptions.calendar)
        * warm(begun - weeks + np.arange(weeks), net.assumptions),
        begun=begun,
        others=_others(net, people, on),
        weight=pd.Series(before[-1][0], people.index),
    )


def _people(net: Network, standing: Any) -> Any:
    """Return the day numbers of what happened with each person; infinite is never."""
    events, me = net.events, net.me
    mine = (events["source"] == me) | (events["target"] == me)
    with_me = events[mine & (events["target"] != "")]
    other = with_me["source"].where(with_me["source"] != me, with_me["target"])
    asked = (events["kind"] == "asked") & (events["source"] == me) & (events["about"] == "")
    referral = events["kind"].isin(REFERRALS) & (events["source"] != me)
    known = tree(net).drop(me)
    days = {
        "first": known["first"],
        "met": known["met"],
        "direct": with_me.groupby(other)["date"].first(),
        "referred": events[referral].groupby("target")["date"].first(),
        "asked": events[asked].groupby("target")["date"].first(),
        "agreed": events[events["kind"] == "agreed"].groupby("source")["date"].first(),
        "declined": standing["declined"],
    }
    table = pd.DataFrame({k: _number(v.reindex(known.index)) for k, v in days.items()}, known.index)
    reachable = standing["direct"] & np.isinf(table["direct"]) & np.isinf(table["referred"])
    table["direct"] = table["direct"].mask(reachable, -np.inf)
    called_off = table["agreed"] < table["declined"]
    table["closed"] = table["met"].where(called_off, table[["met", "declined"]].min(axis=1))
    table["closed"] = table["closed"].mask(standing["leave_alone"], -np.inf)
    table["brought"] = known["parent"] != ""
    table["relation"] = standing["relation"]
    return table


class _Weigher:
    """How likely each person would still talk, as it looked on a day."""

    def __init__(self, net: Network, people: Any, steps: Mapping[str, Step]) -> None:
        self.people = {name: people[name].to_numpy() for name in people.columns}
        self.assumed = net.assumptions
        self.steps = steps
        close = people["relation"].isin(["cold", "alumni", "corresponded"])
        relation = people["relation"].where(close, "connected")
        names = {name: steps[f"talk.{name}"].mean for name in relation.unique()}
        self.own = relation.map(names).to_numpy(float)
        met = np.isfinite(self.people["met"])
        self.answers = bool(np.isfinite(self.people["agreed"]).any())
        self.of_asks = np.isfinite(self.people["asked"][met]).sum() >= _ASKED_FIRST * met.sum()

    def __call__(self, day: float) -> tuple[Any, Any]:
        """Return the chance of each person (0 who is not waiting), and who has been referred."""
        p = self.people
        referred, agreed, asked = (p[name] <= day for name in ("referred", "agreed", "asked"))
        waiting = (referred | (p["direct"] <= day)) & (p["closed"] > day)
        chance = np.where(referred, self.steps["talk.referred"].mean, self.own)
        chance = np.where(agreed, self.steps["talk.agreed"].mean, chance)
        seen = np.zeros(len(chance))
        if not self.of_asks:
            seen = np.where(referred, _share_met(day - p["referred"], self.assumed), seen)
        reply = answered_by(day - p["asked"], self.assumed) if self.answers else None
        wait = _share_met(day - p["asked"], self.assumed)
        seen = np.where(asked, wait if reply is None else reply, seen)
        seen = np.where(agreed, _share_met((day - p["agreed"]) / _PATIENCE, self.assumed), seen)
        left = chance * (1 - seen) / (1 - chance * seen)
        left = np.where(
            agreed & (p["declined"] <= day), self.assumed["meeting.called_off"].mean, left
        )
        return np.where(waiting, left, 0.0), referred


def warm(weeks: Any, assumed: Assumptions) -> Any:
    """Return what there is of the usual pace so many weeks after the log began.

    Who is asked today is met later.

    >>> from netscout.assumptions import defaults
    >>> warm(np.array([0, 4, np.inf]), defaults()).round(2).tolist()
    [0.26, 0.95, 1.0]
    """
    return _share_met((7.0 * weeks + 3.5) * _SOONER, assumed)


def _share_met(age: Any, assumed: Assumptions) -> Any:
    """Return which share of the conversations that ever come has come after so many days."""
    return answered_by(np.maximum(age, 0), assumed, "meeting")


def _others(net: Network, people: Any, on: Any) -> Any:
    """Return how many people became known otherwise than by a referral, week by week."""
    events = net.events
    first = people.loc[~people["brought"] & np.isfinite(people["first"]), "first"].to_numpy()
    hidden = _number(events.loc[events["target"] == "", "date"])
    days = np.concatenate([first, hidden])
    if not len(days):
        return np.zeros(0)
    weeks = min(int((_number(on) - days.min() + 1) // 7), MOST_WEEKS)
    ago = ((_number(on) - days) // 7).astype(int)
    return np.bincount(ago[ago < weeks], minlength=weeks)[::-1].astype(float)


def _weeks(dates: Any, on: Any) -> int:
    """Return how many whole weeks lie between the first of these dates and a day."""
    if dates.empty:
        return 0
    return min(int(((on - dates.iloc[0]).days + 1) // 7), MOST_WEEKS)


def _number(dates: Any) -> Any:
    """Return dates as numbers of days, infinite where there is none."""
    if isinstance(dates, pd.Timestamp):
        return float(dates.to_datetime64().astype("datetime64[D]").astype(np.int64))
    days = dates.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), _NEVER, days.astype(np.int64).astype(float))
