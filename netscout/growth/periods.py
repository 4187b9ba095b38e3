"""New people over time: by week or month, and by wave, company, role or first contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import UnknownColumn, did_you_mean
from netscout.growth.groups import HIDDEN, groups, order
from netscout.growth.referrals import tree
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

EVERY = ("day", "week", "month")
WHAT = ("people", "conversations", "names", "introductions")


def growth(
    net: Network, *, every: str = "week", by: str | None = None, what: str = "people"
) -> Any:
    """Count the new people of each period, and all of them so far; or conversations, or names.

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
    what
        `"people"`; `"conversations"` you have held; `"names"`, each person whom somebody has named
        or introduced, once for each who did; or `"introductions"`. Names and introductions belong
        to the group of whoever gave them.

    Returns
    -------
    DataFrame, earliest first, with every period up to the last event's, also those without news:

    - period: its first day
    - group: `"all"` without `by`; "(not known)" where the column says nothing
    - new: people who became known in it, or conversations held, or names or introductions given
    - total: all of them at its end

    Raises
    ------
    UnknownColumn
        `every`, `by` or `what` is none of these.

    Examples
    --------
    >>> import netscout as ns
    >>> net = ns.example()
    >>> ns.growth(net, every="month")["new"].sum() == ns.growth(net, by="wave")["new"].sum()
    np.True_
    """
    for option, value, choices in (("every", every, EVERY), ("what", what, WHAT)):
        if value not in choices:
            hint = did_you_mean(value, choices)
            raise UnknownColumn(f"{option}={value!r} is none of {', '.join(choices)}{hint}")
    known = tree(net).drop(net.me)
    known = known[known["first"].notna()]
    group = groups(net, by, known) if by else pd.Series("all", known.index)
    person, date = _counted(net, known, what)
    labels = group.reindex(person).fillna(HIDDEN if by else "all").tolist()
    table = _cumulated(_period(date, every), labels, order(labels, by), net.last, every)
    table.attrs |= {"every": every, "by": by or "", "what": what, "last": net.last}
    return table


def _counted(net: Network, known: Any, what: str) -> tuple[Any, Any]:
    """Return whom each thing that is counted belongs to (`""` if hidden), and when it was."""
    events, me = net.events, net.me
    if what == "people":
        hidden = events.loc[events["target"] == "", "date"]
        return [*known.index, *[""] * len(hidden)], pd.concat([known["first"], hidden])
    if what == "conversations":
        met = events[events["kind"] == "met"]
        other = met["source"].where(met["source"] != me, met["target"])
        held = met.assign(person=other)[(met["source"] == me) | (met["target"] == me)]
        return held["person"].tolist(), held["date"]
    kinds = ["introduced"] if what == "introductions" else list(REFERRALS)
    named = events[events["kind"].isin(kinds) & (events["source"] != me) & (events["target"] != me)]
    named = named.drop_duplicates(["source", "target"])
    return named["source"].tolist(), named["date"]


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
