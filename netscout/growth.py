"""How the network grows: new people over time, by wave, and the referral rate R.

Wave 0 is you, wave 1 the people known without a referral, wave k+1 the people who became known
because somebody of wave k named or introduced them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout import _waves
from netscout._groups import HIDDEN, groups, order
from netscout._tree import tree
from netscout.errors import UnknownColumn, did_you_mean
from netscout.funnel import funnel
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

__all__ = ["funnel", "growth", "tree", "waves"]

EVERY = ("day", "week", "month")

_THIN = 5


def growth(net: Network, *, every: str = "week", by: str | None = None) -> Any:
    """Count the new people of each period, and all of them so far.

    A person is new in the period of their first event; you are not counted, nor is anybody of
    whom no event is known. Hidden members of a LinkedIn export have a date and no name: they
    count in size, as the group "(hidden)".

    Parameters
    ----------
    net
        The network.
    every
        `"day"`, `"week"` (from Monday) or `"month"`.
    by
        What to group by: `"wave"`, `"company"`, `"role"`, `"school"`; `"channel"` or `"kind"` of
        the first event; `"first contact"`, the wave-1 person at the root of the referral tree; or
        another column of the people table. Spellings of one company are one group, under the most
        common spelling. Of more than 8 groups the 7 largest stay, as far as they have more than
        one person, and the rest is "(other)"; waves all stay.

    Returns
    -------
    DataFrame, earliest first, with every period up to the last event's, also those without news:

    - period: its first day
    - group: `"all"` without `by`; "(not known)" where the column says nothing
    - new: people who became known in it
    - total: people known at its end

    Raises
    ------
    UnknownColumn
        `every` or `by` is none of these.

    Examples
    --------
    >>> import netscout as ns
    >>> net = ns.example()
    >>> ns.growth(net, every="month")["new"].sum() == ns.growth(net, by="wave")["new"].sum()
    np.True_
    """
    if every not in EVERY:
        hint = did_you_mean(every, EVERY)
        raise UnknownColumn(f"every={every!r} is none of {', '.join(EVERY)}{hint}")
    known = tree(net).drop(net.me)
    known = known[known["first"].notna()]
    events = net.events
    hidden = events.loc[events["target"] == "", "date"]
    group = groups(net, by, known) if by else pd.Series("all", known.index)
    dates = pd.concat([known["first"], hidden])
    labels = [*group, *[HIDDEN if by else "all"] * len(hidden)]
    table = _cumulated(_period(dates, every), labels, order(labels, by), net.last, every)
    table.attrs |= {"every": every, "by": by or ""}
    return table


def _cumulated(period: Any, labels: list[str], ordered: list[str], last: Any, every: str) -> Any:
    """Return the long table of new and total people of every period and group."""
    if not len(period):
        columns = {"period": "datetime64[us]", "group": "str", "new": "int64", "total": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    step = {"day": "D", "week": "W-MON", "month": "MS"}[every]
    end = _period(pd.Series([last]), every).iloc[0]
    periods = pd.date_range(period.min(), end, freq=step, unit="us")
    new = pd.crosstab(period.to_numpy(), np.asarray(labels, dtype=object))
    new = new.reindex(index=periods, columns=ordered, fill_value=0)
    return pd.DataFrame(
        {
            "period": np.repeat(periods, len(ordered)),
            "group": pd.array(
                np.tile(np.asarray(ordered, dtype=object), len(periods)), dtype="str"
            ),
            "new": new.to_numpy().ravel(),
            "total": new.cumsum().to_numpy().ravel(),
        }
    )


def _period(dates: Any, every: str) -> Any:
    """Return the first day of the period of each date."""
    if every == "month":
        return dates - pd.to_timedelta(dates.dt.day - 1, unit="D")
    return dates - pd.to_timedelta(dates.dt.day_of_week, unit="D") if every == "week" else dates


def waves(net: Network) -> Any:
    """Count what each wave has brought, and the referral rate R.

    R is the number of further conversations that come of one conversation: with people whom the
    other person named or introduced. Above 1 referrals alone keep the network growing; below 1
    fresh first contacts are needed. Conversations take their time to come about, so one held d
    days ago counts as the share of them that has come by then (half after 13 days, 90 % after
    45). Without it the latest conversations would look barren.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame, one row a wave from 1 on:

    - wave, people: how many people belong to it (`tree` says who)
    - met: with how many of them you had a conversation
    - named: how many people all of the wave have named or introduced
    - recruits: how many of the next wave those met have brought and you then met
    - mean, low, high: the wave's R (posterior mean) and its 90 % interval

    `attrs["R"]` has the same for all waves together: `mean, low, high`, `p_above_1` (the chance
    that R > 1), `extinction` (the chance that the chain from one conversation ends by itself),
    `met`, `recruits`, `conversations` (those met, counted as above) and `prior`, shape and rate
    of the Gamma distribution that R is assumed to have before the log speaks. Its mean and spread
    follow from the assumptions `any`, `count` and `talk.referred`: about 0.7, worth 8
    conversations. `attrs["thin"]` is a sentence where less than 5 conversations speak, else `""`.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.waves(ns.example())
    >>> table.columns.tolist()
    ['wave', 'people', 'met', 'named', 'recruits', 'mean', 'low', 'high']
    >>> bool(table.attrs["R"]["low"] < table.attrs["R"]["mean"] < table.attrs["R"]["high"])
    True
    """
    people = tree(net)
    talked = people["met"].notna()
    child = people[talked & (people["parent"] != "")]
    recruited = child["parent"].map(talked).astype(bool)
    recruits = child[recruited].groupby("parent").size()
    age = (net.last - people["met"]).dt.days
    seen = pd.Series(
        _waves.share_seen(age.fillna(0), _waves.LAG_MEDIAN, _waves.LAG_SPREAD), people.index
    )
    facts = people.assign(
        people=1,
        met=talked.astype(int),
        recruits=recruits.reindex(people.index, fill_value=0),
        seen=seen.where(talked, 0.0),
    )
    sums = facts.drop(net.me).groupby("wave")[["people", "met", "recruits", "seen"]].sum()
    sums.insert(2, "named", _named_by(net, people["wave"]).reindex(sums.index, fill_value=0))
    prior = _prior(net)
    sums["mean"], sums["low"], sums["high"] = _waves.rate(sums["recruits"], sums["seen"], prior)
    table = sums.drop(columns="seen").reset_index().astype({"wave": "int64"})
    count, exposure = int(sums["recruits"].sum()), float(sums["seen"].sum())
    table.attrs["R"] = _rate(count, int(sums["met"].sum()), exposure, prior)
    table.attrs["thin"] = _thin_rate(exposure)
    return table


def _named_by(net: Network, wave: Any) -> Any:
    """Return how many different people each wave has named or introduced."""
    events = net.events
    referrals = events[events["kind"].isin(REFERRALS) & (events["target"] != net.me)]
    pairs = referrals.assign(wave=wave.reindex(referrals["source"]).to_numpy())
    return pairs.drop_duplicates(["wave", "target"]).groupby("wave").size()


def _prior(net: Network) -> tuple[float, float]:
    """Return shape and rate of the Gamma distribution of R that the assumptions amount to."""
    steps = [net.assumptions["any"], net.assumptions["talk.referred"]]
    mean = net.assumptions["count"].mean * float(np.prod([step.mean for step in steps]))
    # The squared coefficients of variation of independent factors, each plus 1, multiply.
    spread = float(np.prod([1 + s.b / (s.a * (s.a + s.b + 1)) for s in steps])) - 1
    return 1 / spread, 1 / spread / mean


def _rate(count: int, met: int, exposure: float, prior: tuple[float, float]) -> dict[str, Any]:
    """Return the referral rate as a plain dictionary."""
    shape, inverse_scale = prior[0] + count, prior[1] + exposure
    mean, low, high = map(float, _waves.rate(count, exposure, prior))
    return {
        "mean": mean,
        "low": low,
        "high": high,
        "p_above_1": _waves.above(1.0, shape, inverse_scale),
        "extinction": _waves.extinction(shape, inverse_scale),
        "met": met,
        "recruits": count,
        "conversations": exposure,
        "prior": prior,
    }


def _thin_rate(exposure: float) -> str:
    if exposure >= _THIN:
        return ""
    return (
        "R is mostly assumed: fewer than 5 conversations are old enough to have led to others. "
        "Log each `met` and whom it `named`, and the log will outweigh the assumption."
    )
