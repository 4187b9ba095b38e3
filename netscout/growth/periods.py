"""New people over time: by week or month, and by wave, company, role or first contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import UnknownColumn, did_you_mean
from netscout.growth.groups import HIDDEN, groups, order
from netscout.growth.referrals import tree

if TYPE_CHECKING:
    from netscout.network import Network

EVERY = ("day", "week", "month")


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
