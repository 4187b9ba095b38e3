"""Bursts: stretches of days in which far more people became known than usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.growth import rates
from netscout.growth.groups import NOT_KNOWN, own_groups
from netscout.growth.referrals import tree

if TYPE_CHECKING:
    from netscout.network import Network

COLUMNS = {
    "start": "datetime64[us]", "end": "datetime64[us]", "people": "int64", "usual": "float64",
    "times": "float64", "company": "str", "share": "float64",
}  # fmt: skip


def bursts(net: Network) -> Any:
    """Find the days in which far more people became known than usual: a fair, a new job, a class.

    A burst is a stretch of days in the upper state of a two-state automaton, in which people come
    at three times the usual rate or more (Kleinberg, Data Mining and Knowledge Discovery 2003). It
    needs dates alone, so a LinkedIn export will do.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame, the largest first:

    - start, end: its first and last day
    - people: how many became known, hidden members included
    - usual, times: how many do in as many days at the mean rate, and how many times that is
    - company, share: the company most of them work at, and what share do of those whose company
      is known; `""` and missing where none is

    Examples
    --------
    >>> import netscout as ns
    >>> from netscout.growth import bursts
    >>> bool((bursts(ns.example())["times"] > 1).all())
    True
    """
    known = tree(net).drop(net.me)
    known = known[known["first"].notna()]
    hidden = net.events.loc[net.events["target"] == "", "date"]
    days = pd.concat([known["first"], hidden])
    if days.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    begin = days.min()
    counts = np.bincount((days - begin).dt.days, minlength=(net.last - begin).days + 1)
    company = own_groups(net, "company", known)
    rows = []
    for first, last in rates.bursts(counts):
        start, end = begin + pd.Timedelta(days=first), begin + pd.Timedelta(days=last)
        people = int(counts[first : last + 1].sum())
        usual = float(counts.mean() * (last - first + 1))
        where = company[known["first"].between(start, end)]
        where = where[where != NOT_KNOWN].value_counts()
        most = (where.index[0], where.iloc[0] / where.sum()) if len(where) else ("", np.nan)
        rows.append((start, end, people, usual, people / usual, *most))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return table.sort_values("people", ascending=False, kind="stable", ignore_index=True)
