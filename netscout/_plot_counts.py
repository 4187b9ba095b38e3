"""Waves, the funnel, the calendar and the diversity of the people talked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib import ticker
from matplotlib.colors import ListedColormap

from netscout._diversity import diversity
from netscout._palette import FAINT, INK, LINE, MIDDLE, PALETTE, group_colors
from netscout._plot_frame import (
    SMALL,
    beside,
    count_axis,
    date_axis,
    key,
    label_ends,
    new_axes,
    nothing,
)
from netscout._plot_layout import day_numbers, short
from netscout._stocks import LOGGED
from netscout.funnel import funnel
from netscout.growth import waves
from netscout.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

MOST_WAVES = 8
MOST_GROUPS = 4
MOST_WEEKS, FEWEST_WEEKS = 53, 10
_STYLES = ((0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def plot_waves(net: Any, *, ax: Axes | None = None) -> Axes:
    """Draw how many further conversations one conversation brings, wave by wave.

    Parameters
    ----------
    net
        The network, or a table of `waves`.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: a dot for the referral rate R of each wave, a bar for its 90 % interval, hollow where
    nobody of the wave has been talked with; a line at 1, above which referrals alone keep a network
    growing; at the right whom the numbers rest on. The last row is all waves together.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> ns.plot_waves(ns.example(), ax=Figure().subplots()).get_xlabel()
    'further conversations that one conversation brings'
    """
    table = waves(net) if isinstance(net, Network) else net
    ax = new_axes(ax)
    if table.empty:
        return nothing(ax, "no events yet")
    rate = table.attrs.get("R")
    table = table.head(MOST_WAVES)
    names = [f"wave {wave}" for wave in table["wave"]]
    words = [
        f"{met:,} of {people:,} met, {recruits:,} came of them"
        for met, people, recruits in table[["met", "people", "recruits"]].to_numpy()
    ]
    low, mean, high = (table[name].to_list() for name in ("low", "mean", "high"))
    seen = (table["met"] > 0).to_list()
    if rate:
        names, seen = [*names, "all"], [*seen, rate["met"] > 0]
        above = f"{rate['p_above_1']:.0%}" if rate["p_above_1"] >= 0.01 else "under 1%"
        words.append(f"{rate['met']:,} met, chance of R > 1: {above}")
        low, mean, high = [*low, rate["low"]], [*mean, rate["mean"]], [*high, rate["high"]]
    rows = np.arange(len(names))
    ax.axvline(1, color=MIDDLE, linewidth=0.9, linestyle=(0, (2, 2)), zorder=0)
    _dots(ax, rows, (low, mean, high), seen)
    if rate and len(table):
        ax.axhline(len(table) - 0.5, color=LINE, linewidth=0.7)
    ax.set_xlim(0, max(1.2, float(np.nanmax(high)) * 1.05))
    ax.set_xlabel("further conversations that one conversation brings", fontsize=SMALL + 1)
    _row_names(ax, names)
    beside(ax, rows, words)
    return ax


def _dots(ax: Axes, rows: Any, ends: Any, seen: Any, color: str = PALETTE[1]) -> None:
    """Draw a dot and a bar for each row: hollow where nothing has been seen."""
    low, mean, high = (np.asarray(values, float) for values in ends)
    ax.grid(axis="x", color="#e8e8e8", linewidth=0.7)
    ax.set_axisbelow(True)
    ax.hlines(rows, low, high, color=color, alpha=0.35, linewidth=4.5)
    faces = np.where(np.asarray(seen, bool), color, "white")
    ax.scatter(mean, rows, s=34, c=faces.tolist(), edgecolors=color, zorder=3, clip_on=False)


def _row_names(ax: Axes, names: Any) -> None:
    """Write the names of the rows, the first on top."""
    ax.set_yticks(range(len(names)), list(names), parse_math=False)
    ax.set_ylim(max(len(names), 4) - 0.4, -0.6)
    ax.tick_params(labelsize=SMALL + 0.5)
    ax.tick_params(axis="y", length=0)


def plot_funnel(net: Any, *, by: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw what share of people comes from each stage to the next, with its interval.

    Parameters
    ----------
    net
        The network, or a table of `funnel`.
    by
        As in `funnel`; the four groups with the most people asked are drawn. A table has its own.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: a dot for each share, a bar for its 90 % interval, hollow where it is one of fewer
    than 5 people; at the right the numbers.

    Warns
    -----
    ThinDataWarning
        Nobody has been asked yet, as with a LinkedIn export alone.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> ns.plot_funnel(ns.example(), ax=Figure().subplots()).get_xlabel()
    'share of the people of the stage before'
    """
    table = funnel(net, by=by) if isinstance(net, Network) else net
    ax = new_axes(ax)
    if table.empty or not table["count"].any():
        return nothing(ax, "nobody known yet")
    if "group" not in table.columns:
        table = table.assign(group="")
    asked = table[table["stage"] == "asked"].set_index("group")["count"]
    chosen = list(asked.sort_values(ascending=False, kind="stable").index[:MOST_GROUPS])
    counts = table.set_index(["group", "stage"])["count"]
    stages = [stage for stage, of in zip(table["stage"], table["of"], strict=True) if of]
    stages = list(dict.fromkeys(stages))
    apart = np.linspace(-0.28, 0.28, len(chosen)) if len(chosen) > 1 else np.zeros(1)
    colors = group_colors(chosen) if len(chosen) > 1 else [PALETTE[1]]
    for group, shift, color in zip(chosen, apart, colors, strict=True):
        part = table[(table["group"] == group) & table["rate"].notna() & (table["of"] != "")]
        rows = np.array([stages.index(stage) for stage in part["stage"]], float) + shift
        ends = (part["low"], part["rate"], part["high"])
        _dots(ax, rows, ends, part["note"] != "thin", color)
    of = dict(zip(table["stage"], table["of"], strict=True))
    _row_names(ax, [f"{_plain(stage)}, of {_plain(of[stage])}" for stage in stages])
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(ticker.PercentFormatter(1, decimals=0))
    ax.set_xlabel("share of the people of the stage before", fontsize=SMALL + 1)
    if len(chosen) == 1:
        group = chosen[0]
        words = [f"{counts[group, stage]:,} of {counts[group, of[stage]]:,}" for stage in stages]
        beside(ax, range(len(stages)), words)
    else:
        key(ax, [(short(g, 16), c, True) for g, c in zip(chosen, colors, strict=True)])
    return ax


def _plain(stage: str) -> str:
    return stage.replace("_", " ")


def plot_calendar(net: Network, *, kinds: Iterable[str] = LOGGED, ax: Axes | None = None) -> Axes:
    """Draw on which days something was done: a cell a day, a column a week, darker for more.

    Parameters
    ----------
    net
        The network.
    kinds
        Which events count: those of a log if not given; `["met"]` for conversations alone.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: the weeks from the first such event to the last event of all, 53 at most.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> ax = ns.plot_calendar(ns.example(), ax=Figure().subplots())
    >>> [label.get_text() for label in ax.get_yticklabels()][:2]
    ['Mon', 'Tue']
    """
    ax = new_axes(ax)
    dates = net.events.loc[net.events["kind"].isin(list(kinds)), "date"]
    if dates.empty:
        return nothing(ax, "nothing logged yet")
    last = net.last
    first = max(dates.iloc[0], last - pd.Timedelta(weeks=MOST_WEEKS - 1))
    begin = min(first, last - pd.Timedelta(weeks=FEWEST_WEEKS - 1))
    monday = begin - pd.Timedelta(days=begin.day_of_week)
    weeks = int((last - monday).days // 7) + 1
    day = (dates[dates >= monday] - monday).dt.days.to_numpy()
    counts = np.bincount(day, minlength=7 * weeks).reshape(weeks, 7).T.astype(float)
    within = np.arange(7 * weeks).reshape(weeks, 7).T
    counts[(within < (first - monday).days) | (within > (last - monday).days)] = np.nan
    _draw_cells(ax, counts, monday)
    return ax


def _draw_cells(ax: Axes, counts: Any, monday: Any) -> None:
    """Draw the cells; days of nothing are pale, days out of reach are left blank."""
    most = max(float(np.nanmax(counts)), 1.0)
    steps = np.unique(np.ceil(np.array([0.2, 0.45, 0.7, 1.0]) * most))
    shades = ["#eeeeee", *[PALETTE[place] for place in (5, 3, 2, 0)][-len(steps) :]]
    level = np.where(np.isnan(counts), np.nan, np.searchsorted(steps, counts) + 1.0)
    level[counts == 0] = 0
    days = day_numbers([monday + pd.Timedelta(weeks=w) for w in range(counts.shape[1] + 1)])
    ax.pcolormesh(
        days, np.arange(8) - 0.5, np.ma.masked_invalid(level), cmap=ListedColormap(shades),
        vmin=-0.5, vmax=len(shades) - 0.5, edgecolors="white", linewidth=1.0,
    )  # fmt: skip
    ax.set_yticks(range(7), _DAYS)
    ax.set_ylim(6.5, -0.5)
    ax.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    date_axis(ax)
    width = ax.get_window_extent().width / counts.shape[1]
    ax.set_aspect(7.0 if width * 7 < ax.get_window_extent().height else "auto")
    lows = [1, *[int(step) + 1 for step in steps[:-1]]]
    spans = [
        f"{a}" if a == b else f"{a} to {b}" for a, b in zip(lows, steps.astype(int), strict=True)
    ]
    spans[-1] += " a day"
    key(ax, [(words, shade, True) for words, shade in zip(spans, shades[1:], strict=True)])


def plot_diversity(net: Any, *, by: str = "company", ax: Axes | None = None) -> Axes:
    """Draw how many companies (roles, schools) the people talked with come from, over time.

    The effective number counts groups by how evenly the people are spread over them: ten people of
    two companies, nine of them of one, come from 1.4 companies. A line that flattens is a network
    that goes round in circles; a tree whose line stays low is a bottleneck.

    Parameters
    ----------
    net
        The network, or a table of `netscout._diversity.diversity`.
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
        return nothing(ax, "no conversations yet")
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
