"""The forecast as a fan: what was, what may come, and what if."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import UnknownColumn, did_you_mean
from netscout.forecast import LIMITS, WHAT, forecast
from netscout.growth.referrals import tree
from netscout.network import Network
from netscout.plot.frame import SMALL, count_axis, date_axis, label_ends, new_axes, nothing
from netscout.plot.layout import day_numbers
from netscout.plot.palette import INK, MIDDLE, PALETTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from netscout.goal import Goal

_STYLES = ((0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)), (0, (2, 2)))
_TITLES = {
    "people": "people known",
    "conversations": "conversations so far",
    "target": "target conversations so far",
}


def plot_forecast(
    net: Any,
    *,
    what: str = "conversations",
    weeks: int = 12,
    goal: Goal | None = None,
    against: Mapping[str, Any] | None = None,
    on: Any = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the weeks to come as a fan, beside the weeks that were.

    Parameters
    ----------
    net
        The network, or a table of `forecast`.
    what
        "conversations", "people", or with a goal "target".
    weeks, goal
        As in `forecast`; a table has its own weeks. The goal's date is marked if it is near.
    against
        What-if: other tables of `forecast`, each under the words it is to be called by. Their
        medians are drawn as broken lines.
    on
        The day from which to look; the day of the last event if not given.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: a step line for what was (of a network only), the median of what may come, and about
    it the interval that holds with a chance of 80 %.

    Raises
    ------
    UnknownColumn
        There is no such `what` in the table; without a goal there is no target.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> ax = ns.plot_forecast(ns.example(), weeks=4, ax=Figure().subplots())
    >>> ax.get_ylabel()
    'conversations so far'
    """
    if isinstance(net, Network) and not len(net.events):
        return nothing(new_axes(ax), "no events yet")
    table = forecast(net, weeks=weeks, goal=goal, on=on) if isinstance(net, Network) else net
    chosen = table[table["what"] == what]
    if chosen.empty and len(table):
        there = [name for name in WHAT if name in set(table["what"])]
        hint = did_you_mean(what, there)
        raise UnknownColumn(f"the forecast has no {what!r}{hint} (it has {', '.join(there)})")
    ax = new_axes(ax)
    if chosen.empty:
        return nothing(ax, "no weeks to forecast")
    start = table.attrs.get("start", {}).get(what, 0)
    begin = chosen["date"].iloc[0] - pd.Timedelta(days=7)
    days = day_numbers([begin, *chosen["date"]])
    ends = {}
    if isinstance(net, Network):
        goal = goal or net.goal
        _draw_past(ax, net, what, goal, (begin, len(chosen)))
    low, middle, high = (start + np.array([0, *chosen[c]]) for c in ("low", "median", "high"))
    ax.fill_between(days, low, high, color=PALETTE[3], alpha=0.25, linewidth=0)
    ax.plot(days, middle, color=PALETTE[1], linewidth=2)
    ends[f"{_plain(middle[-1])} ({_plain(low[-1])} to {_plain(high[-1])})"] = float(middle[-1])
    for (words, other), style in zip((against or {}).items(), cycle(_STYLES), strict=False):
        rows = other[other["what"] == what]
        line = start + np.array([0, *rows["median"]])
        ax.plot(day_numbers([begin, *rows["date"]]), line, color=INK, linewidth=1.3, ls=style)
        ends[f"{words}: {_plain(line[-1])}"] = float(line[-1])
    _finish(ax, what, chosen, ends)
    if goal is not None and goal.by is not None:
        _goal_date(ax, goal)
    return ax


def _plain(total: float) -> str:
    """Return a total in words; a person who half fits the goal counts half."""
    return f"{total:,.1f}".removesuffix(".0")


def _finish(ax: Axes, what: str, chosen: Any, ends: Mapping[str, float]) -> None:
    """Set the scales, and write the numbers at the ends of the lines and what limits."""
    bottom, top = ax.get_ylim()
    ax.set_ylim(max(bottom, 0), max(top, 1))
    ax.set_xlim(ax.dataLim.x0, day_numbers(chosen["date"].iloc[-1:])[0])
    ax.set_ylabel(_TITLES.get(what, what), fontsize=SMALL + 1)
    limit = chosen["binding"].mode().iloc[0]
    ax.set_title(f"limited by {LIMITS[limit]}", loc="left", fontsize=SMALL + 0.5, color=MIDDLE)
    count_axis(ax)
    date_axis(ax)
    bottom, top = ax.get_ylim()
    label_ends(ax, {words: (end - bottom) / (top - bottom) for words, end in ends.items()})


def _draw_past(ax: Axes, net: Network, what: str, goal: Goal | None, span: tuple[Any, int]) -> None:
    """Draw the total of the weeks before, at least as many as are forecast."""
    begin, weeks = span
    dates, weights = _happened(net, what, goal)
    order = np.argsort(dates, kind="stable")
    dates, totals = dates[order], np.cumsum(weights[order])
    today = day_numbers([begin])[0]
    first = today - 7 * max(weeks, 8) * 1.25
    first = max(first, min(dates.min(initial=today) - 1, today - 7))
    before = float(totals[dates < first][-1]) if (dates < first).any() else 0.0
    shown = dates >= first
    days = np.concatenate([[first], dates[shown], [today]])
    heights = np.concatenate([[before], totals[shown], [totals[-1] if len(totals) else 0.0]])
    ax.step(days, heights, where="post", color=INK, linewidth=1.3)


def _happened(net: Network, what: str, goal: Goal | None) -> tuple[Any, Any]:
    """Return the days on which something was added to a total, and how much."""
    people = tree(net).drop(net.me)
    column = "first" if what == "people" else "met"
    some = people[column].dropna()
    weights = np.ones(len(some))
    if what == "target" and goal is not None:
        weights = goal.weights(net.people.drop(net.me)).reindex(some.index).to_numpy()
    if what != "people":
        return day_numbers(some), weights
    hidden = net.events.loc[net.events["target"] == "", "date"]
    return day_numbers(pd.concat([some, hidden])), np.ones(len(some) + len(hidden))


def _goal_date(ax: Axes, goal: Goal) -> None:
    """Mark the day by which the goal is wanted, if it can be seen."""
    day = day_numbers([pd.Timestamp(goal.by)])[0]
    left, right = ax.get_xlim()
    if not left < day <= right:
        return
    ax.axvline(day, color=MIDDLE, linewidth=0.9, linestyle=(0, (2, 2)), zorder=0)
    near_end = day > (left + right) / 2
    ax.annotate(
        "goal date",
        (day, 0.02),
        (-3 if near_end else 3, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if near_end else "left",
        fontsize=SMALL - 0.5,
        color=MIDDLE,
    )
