"""On which days something was done: the year as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap

from netscout.forecast.stocks import LOGGED
from netscout.plot.frame import (
    date_axis,
    key,
    line_height,
    new_axes,
    nothing,
)
from netscout.plot.layout import (
    day_numbers,
)
from netscout.plot.palette import PALETTE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from netscout.network import Network


MOST_WEEKS, FEWEST_WEEKS = 53, 10
_TALLEST = 2.0  # times as high as wide
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
    monday = first - pd.Timedelta(days=first.day_of_week)
    weeks = max(int((last - monday).days // 7) + 1, FEWEST_WEEKS)
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
    frame = ax.get_window_extent()
    width, height = frame.width / counts.shape[1], frame.height / 7
    stretch = min(height / width, _TALLEST)
    ax.set_aspect(7 * stretch if stretch > 1 else "auto")
    high = min(height, width * _TALLEST) > line_height(ax) * frame.height
    every = 1 if high else 2
    ax.set_yticks(range(0, 7, every), _DAYS[::every])
    ax.set_ylim(6.5, -0.5)
    ax.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    date_axis(ax)
    lows = [1, *[int(step) + 1 for step in steps[:-1]]]
    spans = [
        f"{a}" if a == b else f"{a} to {b}" for a, b in zip(lows, steps.astype(int), strict=True)
    ]
    spans[-1] += " a day"
    key(ax, [(words, shade, True) for words, shade in zip(spans, shades[1:], strict=True)])
