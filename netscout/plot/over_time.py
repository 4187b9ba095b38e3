"""How many people are known over time, and over how many groups those talked with are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.growth import diversity, growth
from netscout.network import Network
from netscout.plot.frame import (
    SMALL,
    count_axis,
    date_axis,
    label_ends,
    line_height,
    new_axes,
    nothing,
)
from netscout.plot.layout import (
    day_numbers,
    first_shown,
    fold_groups,
    period_length,
    short,
)
from netscout.plot.palette import FAINT, INK, LINE, PALETTE, group_colors
from netscout.relations import moment

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_LOGGED = ("asked", "agreed", "declined", "met", "named", "introduced")
_COUNTED = {
    "people": "people known",
    "conversations": "conversations held",
    "names": "names given",
    "introductions": "introductions made",
}
_STYLES = ((0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def plot_growth(
    net: Any,
    *,
    every: str = "week",
    by: str | None = "wave",
    since: Any = None,
    on: Any = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many people are known over time, stacked by group.

    Parameters
    ----------
    net
        The network, or a table of `growth`.
    every, by
        As in `growth`; a table has its own.
    since
        Where the time axis begins. If not given, with the first ask, conversation or referral,
        should there be any, and with the first person otherwise; who was known before is the
        height at the left edge. A table is drawn whole.
    on
        The day from which to look, at which the time axis ends; the last event's if not given.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: people at the end of each period, a label with its number at the end of each area.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> ax = ns.plot_growth(ns.example(), ax=Figure().subplots())
    >>> ax.get_ylabel()
    'people known'
    """
    table = net
    if isinstance(net, Network):
        net, on = moment(net, on)
        table, since = growth(net, every=every, by=by), _beginning(net) if since is None else since
    ax = new_axes(ax)
    if table.empty:
        return nothing(ax, "no events yet")
    totals = table.pivot_table(index="period", columns="group", values="total", sort=False)
    totals = fold_groups(totals)
    heights = np.vstack([np.zeros(totals.shape[1]), totals.to_numpy(dtype=float)])
    days = _last_days(totals.index, table.attrs, on)
    heights = np.vstack([heights, heights[-1:]])[: len(days)]
    shown = slice(0 if since is None else first_shown(days, since), None)
    days, heights = days[shown], heights[shown]
    ax.stackplot(
        days, heights.T, colors=group_colors(list(totals.columns)), edgecolor="white", linewidth=0.5
    )
    top = max(float(heights.sum(axis=1).max()), 1.0) * 1.04
    ax.set_xlim(days[0], days[-1])
    ax.set_ylim(0, top)
    ax.set_ylabel(_COUNTED[table.attrs.get("what", "people")], fontsize=SMALL + 1)
    count_axis(ax)
    date_axis(ax)
    _label_ends(ax, totals.iloc[-1], top)
    return ax


def _last_days(periods: Any, attrs: Any, on: Any) -> Any:
    """Return the day before the periods and the last of each; the last period ends with `on`.

    Where `on` is after the last period, it follows as a day of its own.
    """
    after = periods[-1] + period_length(periods, attrs.get("every", ""))
    days = day_numbers([*periods, after]) - 1
    end = attrs.get("last") if on is None else on
    if end is None:
        return days
    end = day_numbers([pd.Timestamp(end)])[0]
    return np.append(days[:-1], [days[-1], end] if end > days[-1] else [end])


def _beginning(net: Network) -> Any:
    """Return a little before the first event of the log, nothing without a log."""
    logged = net.events.loc[net.events["kind"].isin(_LOGGED), "date"]
    return None if logged.empty else logged.iloc[0] - (net.last - logged.iloc[0]) * 0.06


def _label_ends(ax: Axes, totals: Any, top: float) -> None:
    """Write each group beside the end of its area; the smallest are left out."""
    ends = totals.cumsum().to_numpy()
    wanted = pd.Series((ends - totals.to_numpy() / 2) / top, totals.index)[totals.to_numpy() > 0]
    most = max(int(1 / line_height(ax)), 1)
    kept = wanted[wanted.index.isin(totals.nlargest(most).index)]
    label_ends(ax, {f"{short(group)}: {int(totals[group]):,}": kept[group] for group in kept.index})


def plot_diversity(net: Any, *, by: str = "company", ax: Axes | None = None) -> Axes:
    """Draw how many companies (roles, schools) the people talked with come from, over time.

    The effective number counts groups by how evenly the people are spread over them: ten people of
    two companies, nine of them of one, come from 1.4 companies. A line that flattens is a network
    that goes round in circles; a tree whose line stays low is a bottleneck.

    Parameters
    ----------
    net
        The network, or a table of `netscout.growth.diversity`.
    by
        company, role, school, or another column of the people table. A table has its own.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: the number of groups, the effective number, and broken and thin the effective number
    of the three largest referral trees.

    Raises
    ------
    UnknownColumn
        `by` is no column of the people table.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> ns.plot_diversity(ns.example(), by="school", ax=Figure().subplots()).get_ylabel()
    'groups by school'
    """
    table = diversity(net, by=by) if isinstance(net, Network) else net
    ax = new_axes(ax)
    if table.empty:
        talked = table.attrs.get("talked", 0)
        unknown = f"{table.attrs.get('by', by)} not known of anybody talked with"
        return nothing(ax, unknown if talked else "no conversations yet")
    whole, last = table[table["tree"] == ""], day_numbers(table["date"]).max()
    lines: list[tuple[Any, str, Any]] = [
        (whole["groups"], "different: {:.0f}", {"color": LINE, "lw": 1.6}),
        (whole["effective"], "effective: {:.1f}", {"color": PALETTE[1], "lw": 2.0}),
    ]
    trees = [name for name in table["tree"].unique() if name]
    for name, style in zip(trees, _STYLES, strict=False):
        part = table.loc[table["tree"] == name, "effective"]
        words = short(name).replace("{", "(").replace("}", ")") + ": {:.1f}"
        lines.append((part, words, {"color": FAINT, "lw": 1.1, "ls": style}))
    ends = {}
    for part, words, look in lines:
        days = np.append(day_numbers(table.loc[part.index, "date"]), last)
        heights = np.append(part.to_numpy(float), part.iloc[-1])
        ax.step(days, heights, where="post", **look)
        ends[words.format(heights[-1])] = heights[-1]
    top = max(ends.values()) * 1.08
    ax.set_ylim(0, top)
    begin = day_numbers(table["date"]).min()
    pad = 0.0 if begin < last else 3.0
    ax.set_xlim(begin - pad, last + pad)
    ax.set_ylabel(f"groups by {table.attrs.get('by', by)}", fontsize=SMALL + 1, color=INK)
    count_axis(ax)
    date_axis(ax)
    label_ends(ax, {words: end / top for words, end in ends.items()})
    return ax
