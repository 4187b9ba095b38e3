"""What each wave has brought, and the referral rate R."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.growth import rates
from netscout.growth.referrals import tree
from netscout.odds import answered_by
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

_THIN = 5


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
    seen = pd.Series(answered_by(age.fillna(0), net.assumptions, "meeting"), people.index)
    facts = people.assign(
        people=1,
        met=talked.astype(int),
        recruits=recruits.reindex(people.index, fill_value=0),
        seen=seen.where(talked, 0.0),
    )
    sums = facts.drop(net.me).groupby("wave")[["people", "met", "recruits", "seen"]].sum()
    sums.insert(2, "named", _named_by(net, people["wave"]).reindex(sums.index, fill_value=0))
    prior = _prior(net)
    sums["mean"], sums["low"], sums["high"] = rates.rate(sums["recruits"], sums["seen"], prior)
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
    mean, low, high = map(float, rates.rate(count, exposure, prior))
    return {
        "mean": mean,
        "low": low,
        "high": high,
        "p_above_1": rates.above(1.0, shape, inverse_scale),
        "extinction": rates.extinction(shape, inverse_scale),
        "met": met,
        "recruits": count,
        "conversations": exposure,
        "prior": prior,
    }


def _thin_rate(exposure: float) -> str:
    if exposure >= _THIN:
        return ""
    return (
        "How many further conversations one leads to is mostly assumed: fewer than 5 are old "
        "enough to have led to others. Log each `met` and whom it `named`, "
        "and the log will outweigh the assumption."
    )
