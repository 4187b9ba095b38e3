"""Pictures of the answers: Axes in, Axes out.

Every function takes the network, or the table that answers the same question, and draws on `ax`.
Without `ax` the figure is pyplot's, as a notebook expects; a program that draws many figures
passes the Axes of its own. One palette, dark to light, serves all of them: it can be told apart
in grey and by colour-blind readers, and nothing is said by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib import ticker

from netscout._palette import FAINT, PALETTE, group_colors
from netscout._plot_ahead import plot_forecast
from netscout._plot_counts import plot_calendar, plot_diversity, plot_funnel, plot_waves
from netscout._plot_frame import (
    SMALL,
    beside,
    count_axis,
    date_axis,
    key,
    label_ends,
    line_height,
    new_axes,
    nothing,
)
from netscout._plot_layout import (
    day_numbers,
    first_shown,
    fold_groups,
    period_length,
    short,
    ways_in_words,
)
from netscout._plot_tree import plot_tree
from netscout.growth import growth
from netscout.network import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from netscout.goal import Goal

__all__ = [
    "plot_calendar",
    "plot_diversity",
    "plot_forecast",
    "plot_funnel",
    "plot_growth",
    "plot_reach",
    "plot_tree",
    "plot_waves",
]

MOST_ROWS = 12
_LOGGED = ("asked", "agreed", "declined", "met", "named", "introduced")


def plot_growth(
    net: Any,
    *,
    every: str = "week",
    by: str | None = "wave",
    since: Any = None,
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
        table, since = growth(net, every=every, by=by), _beginning(net) if since is None else since
    ax = new_axes(ax)
    if table.empty:
        return nothing(ax, "no events yet")
    totals = table.pivot_table(index="period", columns="group", values="total", sort=False)
    totals = fold_groups(totals)
    heights = np.vstack([np.zeros(totals.shape[1]), totals.to_numpy(dtype=float)])
    last = totals.index[-1] + period_length(totals.index, table.attrs.get("every", ""))
    days = day_numbers([*totals.index, last])
    shown = slice(0 if since is None else first_shown(days, since), None)
    days, heights = days[shown], heights[shown]
    ax.stackplot(
        days, heights.T, colors=group_colors(list(totals.columns)), edgecolor="white", linewidth=0.5
    )
    top = max(float(heights.sum(axis=1).max()), 1.0) * 1.04
    ax.set_xlim(days[0], days[-1])
    ax.set_ylim(0, top)
    ax.set_ylabel("people known", fontsize=SMALL + 1)
    count_axis(ax)
    date_axis(ax)
    _label_ends(ax, totals.iloc[-1], top)
    return ax


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


def plot_reach(
    net: Any, *, goal: Goal | None = None, by: str = "company", ax: Axes | None = None
) -> Axes:
    """Draw the chances of reaching companies or people, with their intervals.

    Parameters
    ----------
    net
        The network, or a table of `reach`.
    goal, by
        As in `reach`; a table has its own.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: the 12 likeliest, best on top; a dot for the chance, a bar for its 90 % interval, a
    hollow dot for the chance through people whom nobody has seen yet; at the right the referrals
    on the best chain and whom to ask first. People you have talked with are left out, and so
    are their companies unless they belong to the goal; a table is drawn whole.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> ax = ns.plot_reach(ns.example(), ax=Figure().subplots())
    >>> ax.get_xlabel()
    'chance that somebody talks with you'
    """
    table = net
    if isinstance(net, Network):
        from netscout.reach import reach  # noqa: PLC0415 - its sampling is slow to load

        table = reach(net, goal=goal, by=by)
        talked = table["chance"] >= 1
        if (goal is None or by == "person") and not talked.all():
            table = table[~talked]
    ax = new_axes(ax)
    labels = next(c for c in ("name", "company", "role", "school", "person") if c in table.columns)
    if table.empty:
        return nothing(ax, "nobody to reach yet")
    table = table.head(MOST_ROWS).reset_index(drop=True)
    _draw_chances(ax, table)
    names = [short(str(name), 26) for name in table[labels]]
    ax.set_yticks(range(len(table)), names, parse_math=False)
    ax.set_ylim(max(len(table), 6) - 0.4, -0.6)
    ax.xaxis.set_major_formatter(ticker.PercentFormatter(1, decimals=0))
    who = "they talk" if labels == "name" else "somebody talks"
    ax.set_xlabel(f"chance that {who} with you", fontsize=SMALL + 1)
    ax.tick_params(labelsize=SMALL + 0.5)
    ax.tick_params(axis="y", length=0)
    beside(ax, range(len(table)), ways_in_words(table))
    return ax


def _draw_chances(ax: Axes, table: Any) -> None:
    """Draw the dots and bars, and above them what a hollow dot is."""
    rows, chance = np.arange(len(table)), table["chance"].to_numpy(dtype=float)
    most = float(np.nanmax([*table["high"], *chance, 0.1]))
    ax.grid(axis="x", color="#e8e8e8", linewidth=0.7)
    ax.set_axisbelow(True)
    ax.hlines(rows, table["low"], table["high"], color=PALETTE[3], alpha=0.35, linewidth=5)
    if "unseen" in table.columns and table["unseen"].notna().any():
        unseen = table["unseen"].to_numpy(dtype=float)
        most = max(most, float(np.nanmax(unseen)))
        ax.plot(unseen, rows, "o", mfc="white", mec=FAINT, ms=5, mew=1.1, clip_on=False)
        known, hidden = "through people you know of", "through people not seen yet"
        key(ax, [(known, PALETTE[1], True), (hidden, FAINT, False)])
    ax.plot(chance, rows, "o", color=PALETTE[1], markersize=6, clip_on=False, zorder=3)
    ax.set_xlim(0, min(1.0, most * 1.05))
