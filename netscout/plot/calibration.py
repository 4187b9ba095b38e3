"""Whether the chances that were stated came true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib import ticker

from netscout._phrases import counted
from netscout.backtest import backtest
from netscout.network import Network
from netscout.plot.frame import SMALL, new_axes, nothing
from netscout.plot.palette import FAINT, MIDDLE, PALETTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_calibration(net: Any, *, ax: Axes | None = None) -> Axes:
    """Draw how often people talked with you among those of whom a similar chance was stated.

    Parameters
    ----------
    net
        The network, or a table of `backtest`.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes: a dot for each bin of similar chances, the larger the more asks are in it, a bar for
    its 90 % interval. Chances are honest where the bars meet the diagonal; above it more people
    talked with you than was stated.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> table = ns.backtest(ns.example(), every="month")
    >>> ax = ns.plot_calibration(table, ax=Figure().subplots())
    >>> ax.get_ylabel()
    'share that talked with you'
    """
    table = backtest(net) if isinstance(net, Network) else net
    ax = new_axes(ax)
    bins = pd.DataFrame(table.attrs.get("reliability", []))
    if bins.empty:
        return nothing(ax, "too few asks with an outcome yet")
    ax.plot([0, 1], [0, 1], color=FAINT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    ax.vlines(bins["chance"], bins["low"], bins["high"], color=PALETTE[3], alpha=0.35, linewidth=5)
    sizes = 20 + 60 * bins["n"].to_numpy(float) / bins["n"].max()
    ax.scatter(bins["chance"], bins["share"], s=sizes, color=PALETTE[1], zorder=3, clip_on=False)
    end = min(1.0, float(np.ceil(10 * bins[["chance", "high"]].max().max()) / 10))
    ax.set(xlim=(0, end), ylim=(0, end))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(ticker.PercentFormatter(1, decimals=0))
    ax.set_xlabel("chance stated that a conversation follows", fontsize=SMALL + 1)
    ax.set_ylabel("share that talked with you", fontsize=SMALL + 1)
    ax.tick_params(labelsize=SMALL + 0.5)
    asks = counted(int(bins["n"].sum()), "ask")
    ax.text(0.99, 0.01, asks, ha="right", color=MIDDLE, fontsize=SMALL, transform=ax.transAxes)
    return ax
