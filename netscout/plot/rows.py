"""A dot and its interval in each row: the chances of reaching, the waves, the funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import ticker

from netscout.growth import funnel, waves
from netscout.network import Network
from netscout.plot.frame import (
    SMALL,
    beside,
    key,
    new_axes,
    nothing,
)
from netscout.plot.layout import (
    short,
    ways_in_words,
)
from netscout.plot.palette import FAINT, LINE, MIDDLE, PALETTE, group_colors

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from netscout.goal import Goal

MOST_ROWS, MOST_WAVES, MOST_GROUPS = 12, 8, 4


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
    'R, further conversations from one'
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
    ax.set_xlabel("R, further conversations from one", fontsize=SMALL + 1)
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
        entries = [(short(g, 16), c, True) for g, c in zip(chosen, colors, strict=True)]
        key(ax, entries, share=0.7)
    return ax


def _plain(stage: str) -> str:
    return stage.replace("_", " ")
