"""The referral tree on a time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from netscout._phrases import counted
from netscout.growth.referrals import tree
from netscout.network import Network
from netscout.plot.frame import SMALL, count_axis, date_axis, key, new_axes, nothing
from netscout.plot.layout import (
    SIDES,
    Scene,
    boxes,
    day_numbers,
    dot_sizes,
    moments,
    segments,
    short,
    tree_rows,
    whom,
)
from netscout.plot.palette import FAINT, INK, LINE, MIDDLE, PALETTE, group_colors, wave_colors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

LABEL_GAP = 12.0
CROWD = 400
MOST_HIDDEN = 8  # by one label: a dot counts 3, a line 2; its own dot's lines are among them


def plot_tree(net: Any, *, label: int | Iterable[str] = 12, ax: Axes | None = None) -> Axes:
    """Draw the referral tree on a time axis.

    A dot is a person, at the day of the first conversation with them (at the day they became
    known, if there was none), coloured by wave, larger the more people they have named, hollow
    before a conversation. A line leads from whoever brought them. At the foot stand the people
    known directly of whom nobody has come: those talked with as dots, the others as ticks.

    Parameters
    ----------
    net
        The network, or a table of `netscout.growth.tree`, which may have a column `name`.
    label
        How many people to name, those who have named most first; or which people, by id or name.
        A label that would touch another, or hide much of the tree, is left out.
    ax
        Where to draw; a new figure if not given.

    Returns
    -------
    The Axes.

    Raises
    ------
    UnknownPerson
        Somebody in `label` is not in the network.

    Examples
    --------
    >>> import netscout as ns
    >>> from matplotlib.figure import Figure
    >>> given = Figure().subplots()
    >>> ns.plot_tree(ns.example(), label=3, ax=given) is given
    True
    """
    if isinstance(net, Network):
        people = tree(net).join(net.people[["name", "company"]])
    else:
        people = net.assign(**{c: "" for c in ("name", "company") if c not in net.columns})
    own, ax = ax is None, new_axes(ax)
    people = people[people["wave"].fillna(0) > 0]
    if people.empty:
        return nothing(ax, "no events yet")
    people = people.assign(x=day_numbers(moments(people)))
    led = people["root"].isin(people.loc[people["wave"] > 1, "root"])
    talked = people["met"].notna()
    if not (led | talked).any():
        return _only_known(ax, people)
    branches = people[led].assign(y=tree_rows(people.loc[led, "parent"], people.loc[led, "x"]))
    _frame(ax, people[led | talked], branches)
    if len(branches):
        _draw_lines(ax, branches)
        _draw_dots(ax, branches)
    _draw_foot(ax, people[~led & talked], people[~led & ~talked])
    date_axis(ax)
    if branches.empty:
        ax.text(0.5, 0.6, "no referrals yet", ha="center", color=FAINT, transform=ax.transAxes)
        return ax
    _wave_key(ax, branches)
    if own:
        ax.figure.canvas.figure.draw_without_rendering()  # the layout decides where labels fit
    _label_dots(ax, branches, whom(people, branches, label))
    return ax


def _frame(ax: Axes, shown: Any, branches: Any) -> None:
    """Set the limits of both axes, with the first row on top."""
    low, high = shown["x"].min(), shown["x"].max()
    pad = max((high - low) * 0.03, 2.0)
    names = (high - low) * 0.16 if len(branches) else 0.0  # room for those who stand at the left
    ax.set_xlim(low - pad - names, high + pad)
    rows = branches["y"].max() + 1 if len(branches) else 1
    ax.set_ylim(rows, -max(rows * 0.03, 1.2))
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)


def _draw_lines(ax: Axes, branches: Any) -> None:
    """Draw a line down or up from each parent and along to the child."""
    x0, y0, x1, y1 = segments(branches).T
    paths = np.stack([[x0, x0, x1], [y0, y1, y1]], axis=2).transpose(1, 0, 2)
    child = branches[branches["parent"].isin(branches.index)]
    crowd = len(branches) > CROWD
    lines = LineCollection(
        list(paths),
        colors=wave_colors(child["wave"], branches["wave"].max()) if crowd else LINE,
        linewidths=0.4 if crowd else 0.9,
        alpha=0.5 if crowd else 1.0,
        zorder=1,
    )
    ax.add_collection(lines)


def _draw_dots(ax: Axes, branches: Any) -> None:
    """Draw a dot for each person: filled after a conversation, hollow before one."""
    colors = np.array(wave_colors(branches["wave"], branches["wave"].max()))
    ax.scatter(
        branches["x"],
        branches["y"],
        s=dot_sizes(branches),
        c=np.where(branches["met"].notna(), colors, "white"),
        edgecolors=colors.tolist(),
        linewidths=0.3 if len(branches) > CROWD else 1.1,
        zorder=2,
    )


def _draw_foot(ax: Axes, talked: Any, known: Any) -> None:
    """Draw the people of whom nobody has come in two rows at the foot, and say how many."""
    few = "o" if len(talked) < 150 else "|"
    rows = [
        (talked, few, 3.5, PALETTE[1], f"{len(talked):,} talked with, nobody came of it yet"),
        (known, "|", 5.0, FAINT, f"{len(known):,} known directly, not talked with yet"),
    ]
    for people, marker, size, color, words in rows:
        if people.empty:
            continue
        foot, head = ax.get_ylim()
        level = foot + (foot - head) * 0.06
        ax.set_ylim(foot + (foot - head) * 0.09, head)
        shown = people.loc[people["x"].between(*ax.get_xlim()), "x"]
        ax.plot(shown, np.full(len(shown), level), marker, color=color, ms=size, mew=0.7)
        ax.annotate(
            words,
            (0, level),
            (2, 4),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            fontsize=SMALL - 0.5,
            color=MIDDLE,
            va="bottom",
        )


def _only_known(ax: Axes, rest: Any) -> Axes:
    """Draw when people became known, where no conversation and no referral is known."""
    ax.hist(
        rest["x"], bins=int(np.clip(len(rest) / 4, 10, 60)), color=PALETTE[2], edgecolor="white"
    )
    ax.set_ylabel("people", fontsize=SMALL + 1)
    count_axis(ax)
    words = f"{counted(len(rest), 'person', 'people')} known, no conversation yet"
    ax.set_title(words, loc="left", fontsize=SMALL + 1, color=INK)
    date_axis(ax)
    return ax


def _wave_key(ax: Axes, shown: Any) -> None:
    """Write above the tree which colour is which wave, and what a hollow dot is."""
    waves = int(shown["wave"].max())
    names = ["wave 1", *map(str, range(2, min(waves, len(PALETTE)) + 1))]
    if waves > len(PALETTE):
        names[-1] += " and later"
    colors = group_colors([f"wave {name}" for name in names])
    entries = [(name, color, True) for name, color in zip(names, colors, strict=True)]
    if shown["met"].isna().any():
        entries.append(("not talked with yet", FAINT, False))
    key(ax, entries)


def _label_dots(ax: Axes, branches: Any, chosen: Sequence[str]) -> None:
    """Write names beside their dots where they hide least, but not on or near another name."""
    if not chosen:
        return
    lines = segments(branches)
    starts, ends = (ax.transData.transform(lines[:, part]) for part in ([0, 1], [2, 3]))
    corners = np.column_stack([starts[:, 0], ends[:, 1]])
    both = [boxes(starts, corners), boxes(corners, ends)]
    dots = ax.transData.transform(branches[["x", "y"]].to_numpy(dtype=float))
    most = np.inf if len(branches) > CROWD else MOST_HIDDEN
    scene = Scene(dots, np.vstack(both), ax.get_window_extent().extents, most)
    point = ax.figure.dpi / 72
    reaches = pd.Series(np.sqrt(dot_sizes(branches)) / 2 + 2.5, branches.index)
    where = dict(zip(branches.index, dots, strict=True))
    placed: list[Any] = []
    for person in chosen:
        row, reach = branches.loc[person], float(reaches[person])
        text = ax.annotate(
            short(str(row["name"]) or person),
            (row["x"], row["y"]),
            (0, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=INK,
            zorder=3,
            parse_math=False,
            path_effects=[withStroke(linewidth=2.2, foreground="white")],
        )
        extent = text.get_window_extent()
        size = (extent.width, extent.height, reach * point)
        sides = "lrabAB" if row["wave"] == 1 else "rabABl"
        found = scene.place(tuple(where[person]), size, sides, placed)
        if found is None:
            text.remove()
            continue
        side, (left, low, right, high) = found
        across, up = SIDES[side]
        beside = {"left": reach, "right": -reach}[across] if up == "center" else 0.0
        above = {"bottom": reach, "top": -reach, "center": 0.0}[up]
        text.set(position=(beside, above), ha=across, va=up)
        placed.append((left - LABEL_GAP, low - 2, right + LABEL_GAP, high + 2))
