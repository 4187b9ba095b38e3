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
from matplotlib import dates as mdates
from matplotlib import ticker
from matplotlib.collections import LineCollection
from matplotlib.offsetbox import AnchoredOffsetbox, DrawingArea, HPacker, TextArea
from matplotlib.patches import Circle
from matplotlib.patheffects import withStroke

from netscout._palette import FAINT, INK, LINE, MIDDLE, PALETTE, group_colors, wave_colors
from netscout._plot_layout import (
    SIDES,
    Scene,
    apart,
    boxes,
    day_numbers,
    dot_sizes,
    first_shown,
    fold_groups,
    moments,
    period_length,
    segments,
    short,
    tree_rows,
    ways_in_words,
    whom,
)
from netscout.growth import growth, tree
from netscout.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from netscout.goal import Goal

SMALL = 8.0
LABEL_GAP = 12.0
MOST_ROWS = 12
CROWD = 400
_LEADER = {
    "arrowstyle": "-", "color": FAINT, "lw": 0.6, "shrinkA": 2, "shrinkB": 0, "relpos": (0, 0.5),
}  # fmt: skip
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
    ax = _axes(ax)
    if table.empty:
        return _nothing(ax, "no events yet")
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
    _count_axis(ax)
    _date_axis(ax)
    _label_ends(ax, totals.iloc[-1], top)
    return ax


def _beginning(net: Network) -> Any:
    """Return a little before the first event of the log, nothing without a log."""
    logged = net.events.loc[net.events["kind"].isin(_LOGGED), "date"]
    return None if logged.empty else logged.iloc[0] - (net.last - logged.iloc[0]) * 0.06


def _label_ends(ax: Axes, totals: Any, top: float) -> None:
    """Write each group beside the end of its area; they give way, the smallest are left out."""
    ends = totals.cumsum().to_numpy()
    wanted = pd.Series((ends - totals.to_numpy() / 2) / top, totals.index)[totals.to_numpy() > 0]
    line = SMALL * 1.3 * ax.figure.dpi / 72 / max(ax.get_window_extent().height, 1.0)
    kept = wanted[wanted.index.isin(totals.nlargest(max(int(1 / line), 1)).index)]
    for group, place, free in zip(kept.index, kept, apart(kept.to_numpy(), line), strict=True):
        ax.annotate(
            f"{short(group)}: {int(totals[group]):,}",
            (1, place),
            (13, free),
            xycoords="axes fraction",
            textcoords=("offset points", "axes fraction"),
            fontsize=SMALL,
            color=INK,
            va="center",
            parse_math=False,
            arrowprops=_LEADER,
            annotation_clip=False,
        )


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
        A label that would touch another is left out.
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
    own, ax = ax is None, _axes(ax)
    people = people[people["wave"].fillna(0) > 0]
    if people.empty:
        return _nothing(ax, "no events yet")
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
    _date_axis(ax)
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
    _count_axis(ax)
    words = f"no conversation and no referral yet: {len(rest):,} people known directly"
    ax.set_title(words, loc="left", fontsize=SMALL + 1, color=INK)
    _date_axis(ax)
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
    _key(ax, entries)


def _key(ax: Axes, entries: Sequence[tuple[str, str, bool]]) -> None:
    """Write a row of (words, colour, filled) above the Axes."""
    parts: list[Any] = []
    for words, color, filled in entries:
        dot = DrawingArea(8, 8)
        face = color if filled else "white"
        dot.add_artist(Circle((4, 3), 3, facecolor=face, edgecolor=color, linewidth=1.1))
        parts += [dot, TextArea(words, textprops={"size": SMALL, "color": INK})]
    row = HPacker(children=parts, align="center", pad=0, sep=4)
    box = AnchoredOffsetbox(
        "lower left",
        child=row,
        frameon=False,
        pad=0,
        borderpad=0.3,
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes,
    )
    ax.add_artist(box)


def _label_dots(ax: Axes, branches: Any, chosen: Sequence[str]) -> None:
    """Write names beside their dots where they hide least, but not on or near another name."""
    if not chosen:
        return
    lines = segments(branches)
    starts, ends = (ax.transData.transform(lines[:, part]) for part in ([0, 1], [2, 3]))
    corners = np.column_stack([starts[:, 0], ends[:, 1]])
    both = [boxes(starts, corners), boxes(corners, ends)]
    dots = ax.transData.transform(branches[["x", "y"]].to_numpy(dtype=float))
    scene = Scene(dots, np.vstack(both), ax.get_window_extent().extents)
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
    ax = _axes(ax)
    labels = next(c for c in ("name", "company", "role", "school", "person") if c in table.columns)
    if table.empty:
        return _nothing(ax, "nobody to reach yet")
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
    for row, words in enumerate(ways_in_words(table)):
        ax.annotate(
            words,
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
        _key(ax, [(known, PALETTE[1], True), (hidden, FAINT, False)])
    ax.plot(chance, rows, "o", color=PALETTE[1], markersize=6, clip_on=False, zorder=3)
    ax.set_xlim(0, min(1.0, most * 1.05))


def _axes(ax: Axes | None) -> Axes:
    """Return the Axes given, or those of a new figure, without upper and right frame."""
    if ax is None:
        from matplotlib import pyplot as plt  # noqa: PLC0415 - only where a figure is wanted

        ax = plt.subplots(layout="constrained")[1]
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax


def _nothing(ax: Axes, words: str) -> Axes:
    """Say on the Axes that there is nothing to draw."""
    ax.text(0.5, 0.5, words, ha="center", va="center", color=FAINT, transform=ax.transAxes)
    ax.set_xticks([])
    ax.set_yticks([])
    return ax


def _count_axis(ax: Axes) -> None:
    """Number the y axis with whole, round numbers."""
    ax.yaxis.set_major_locator(ticker.MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(ticker.StrMethodFormatter("{x:,.0f}"))


def _date_axis(ax: Axes) -> None:
    """Write the dates briefly."""
    inches = ax.get_window_extent().width / ax.figure.dpi
    most = int(np.clip(inches * 1.4, 3, 7))
    locator = mdates.AutoDateLocator(minticks=2, maxticks=most)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    formatter = mdates.ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(formatter)
    ax.tick_params(labelsize=SMALL + 0.5)
