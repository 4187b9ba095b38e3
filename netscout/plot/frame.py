"""What all pictures share: the Axes, their frame and scales, and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import dates as mdates
from matplotlib import ticker
from matplotlib.offsetbox import AnchoredOffsetbox, DrawingArea, HPacker, TextArea, VPacker
from matplotlib.patches import Circle

from netscout.plot.layout import apart, short
from netscout.plot.palette import FAINT, INK, MIDDLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

SMALL = 8.0
LEADER = {
    "arrowstyle": "-", "color": FAINT, "lw": 0.6, "shrinkA": 2, "shrinkB": 0, "relpos": (0, 0.5),
}  # fmt: skip


def new_axes(ax: Axes | None) -> Axes:
    """Return the Axes given, or those of a new figure, without upper and right frame."""
    if ax is None:
        from matplotlib import pyplot as plt  # noqa: PLC0415 - only where a figure is wanted

        ax = plt.subplots(layout="constrained")[1]
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax


def nothing(ax: Axes, words: str) -> Axes:
    """Say on the Axes that there is nothing to draw."""
    ax.text(0.5, 0.5, words, ha="center", va="center", color=FAINT, transform=ax.transAxes)
    ax.set_axis_off()
    return ax


def count_axis(ax: Axes) -> None:
    """Number the y axis with whole, round numbers."""
    ax.yaxis.set_major_locator(ticker.MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(ticker.StrMethodFormatter("{x:,.0f}"))


def date_axis(ax: Axes) -> None:
    """Write the dates briefly."""
    inches = ax.get_window_extent().width / ax.figure.dpi
    most = int(np.clip(inches * 1.4, 3, 7))
    locator = mdates.AutoDateLocator(minticks=2, maxticks=most)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    formatter = mdates.ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(formatter)
    ax.tick_params(labelsize=SMALL + 0.5)


def key(ax: Axes, entries: Sequence[tuple[str, str, bool]], *, share: float = 1.0) -> None:
    """Write (words, colour, filled) above the Axes, in as many rows as are needed.

    `share` is how much of the width is left once the layout has made room for long labels.
    """
    rows: list[list[Any]] = [[]]
    room = width = ax.get_window_extent().width / ax.figure.dpi * 72 * share
    for words, color, filled in entries:
        needed = 16 + 0.56 * SMALL * len(words)  # points, about
        if needed > room and rows[-1]:
            rows.append([])
            room = width
        room -= needed
        dot = DrawingArea(8, 8)
        face = color if filled else "white"
        dot.add_artist(Circle((4, 3), 3, facecolor=face, edgecolor=color, linewidth=1.1))
        rows[-1] += [dot, TextArea(words, textprops={"size": SMALL, "color": INK})]
    packed: list[Any] = [HPacker(children=row, align="center", pad=0, sep=4) for row in rows]
    box = AnchoredOffsetbox(
        "lower left",
        child=VPacker(children=packed, align="left", pad=0, sep=3),
        frameon=False,
        pad=0,
        borderpad=0.3,
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes,
    )
    ax.add_artist(box)


def line_height(ax: Axes) -> float:
    """Return the height of a line of small text as a share of the Axes."""
    return SMALL * 1.3 * ax.figure.dpi / 72 / max(ax.get_window_extent().height, 1.0)


def label_ends(ax: Axes, places: Mapping[str, float]) -> None:
    """Write words to the right of the Axes, each beside its place (0 … 1); they give way."""
    ordered = sorted(places.items(), key=lambda item: item[1])
    wanted = np.array([place for _words, place in ordered])
    free = apart(wanted, line_height(ax)) if ordered else wanted
    for (words, place), level in zip(ordered, free, strict=True):
        ax.annotate(
            short(words, 40),
            (1, place),
            (13, level),
            xycoords="axes fraction",
            textcoords=("offset points", "axes fraction"),
            fontsize=SMALL,
            color=INK,
            va="center",
            parse_math=False,
            arrowprops=LEADER,
            annotation_clip=False,
        )


def beside(ax: Axes, rows: Any, words: Sequence[str]) -> None:
    """Write words to the right of the Axes, each beside its row."""
    for row, text in zip(rows, words, strict=True):
        ax.annotate(
            text,
            (1, row),
            (10, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            fontsize=SMALL - 0.5,
            color=MIDDLE,
            va="center",
            parse_math=False,
            annotation_clip=False,
        )
