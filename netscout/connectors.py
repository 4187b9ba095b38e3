"""What each person who has opened doors brought so far, and what may still come: shrunk rates.

Raw rates of a few conversations mislead, so everybody starts as the average person and moves away
from it only as far as their own history carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.odds import outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout._worlds import Floats
    from netscout.network import Network

MOST_NAMES = 3
"""Names that one conversation brings at most."""


def connectors(
    net: Network, on: Any, standing: Any, asked: Any, values: Mapping[str, float]
) -> Any:
    """Return how each person differs from the average one as a referrer.

    Parameters
    ----------
    net, on
        The network and the day from which to look.
    standing, asked
        How each person stands (`relations`), and every ask (`asks`).
    values
        The expected value of every step.

    Returns
    -------
    DataFrame indexed by person:

    - lift: factor on the odds that somebody they named talks with me
    - naming: factor on the number of people they name in a conversation from now on: their own
      rate, times the share of names that has come anew since they last gave any
    """
    return pd.DataFrame({
        "lift": _lift(net, on, standing, asked, values),
        "naming": _rate(net, standing, values) * _renewed(net, on, standing),
    })  # fmt: skip


def _lift(net: Network, on: Any, standing: Any, asked: Any, values: Mapping[str, float]) -> Any:
    """Return the factor on the odds of those a person has named, from their answers so far."""
    mean = values["talk.referred"]
    ours = asked[asked["relation"] == "referred"]
    referrer = ours["person"].map(standing["referrer"])
    sums = outcomes(ours, on, net.assumptions, values["talk.agreed"]).groupby(referrer).sum()
    sums = sums.reindex(standing.index, fill_value=0.0)
    weight = net.assumptions["pool.referrer"].mean
    pull, push = weight * mean, weight * (1 - mean)
    return (sums["yes"] + pull) / (sums["tried"] - sums["yes"] + push) * (1 - mean) / mean


def _rate(net: Network, standing: Any, values: Mapping[str, float]) -> Any:
    """Return how many people each person names in a conversation, relative to the average."""
    events = net.events
    met = events[events["kind"] == "met"]
    other = met["source"].where(met["source"] != net.me, met["target"])
    talks = other.groupby(other).size().reindex(standing.index, fill_value=0)
    expected = talks * values["any"] * values["count"]
    weight = net.assumptions["pool.names"].mean
    return (standing["names"] + weight) / (expected + weight)


def _renewed(net: Network, on: Any, standing: Any) -> Any:
    """Return which share of a person's names is new since they were last asked for any."""
    days = (pd.Timestamp(on) - standing["names_asked"]).dt.days
    renewal = net.assumptions["names.renewal"].mean
    return (1 - np.exp(-days / renewal)).fillna(1.0)


def names_to_come(given: Floats, arrived: Floats, *, any_: float, count: float) -> Floats:
    """Return how many names each person is expected to give yet after one conversation.

    They name nobody, or 1 to 3 people: one, and each of two more with the same chance. Names come
    one by one; from those given so far follows how many there are altogether (Bayes).

    Parameters
    ----------
    given
        How many names each has given since the conversation.
    arrived
        The share of the names that ever come which comes within that time.
    any_, count
        The chance of naming anybody, and how many they then are on average.

    Examples
    --------
    >>> names_to_come(np.array([0, 1, 3]), np.array([0.5, 0.5, 0.5]), any_=0.7, count=2.5).round(2)
    array([0.69, 1.42, 0.  ])
    """
    given = np.minimum(given, MOST_NAMES).astype(int)
    more = np.clip((count - 1) / (MOST_NAMES - 1), 0, 1)
    some = np.array([(1 - more) ** 2, 2 * more * (1 - more), more**2])
    total = np.arange(MOST_NAMES + 1)
    left = total - given[:, None]
    late = (1 - arrived)[:, None] ** np.maximum(left, 0)
    likely = np.array([1 - any_, *any_ * some]) * _CHOICES[given] * late
    expected: Floats = (likely * np.maximum(left, 0)).sum(axis=1) / likely.sum(axis=1)
    return expected


# In how many ways so many names (row) are the first to come of so many (column).
_CHOICES = np.array([[1, 1, 1, 1], [0, 1, 2, 3], [0, 0, 1, 3], [0, 0, 0, 1]])
