"""Where things stand in a picture: the rows of a tree, and labels that keep clear of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.identity import find
from netscout.plot.palette import GREYS, PALETTE

if TYPE_CHECKING:
    from collections.abc import Iterable


def tree_rows(parent: Any, time: Any) -> Any:
    """Return the row of each person, from the top down; trees and siblings by time.

    Every leaf has a row of its own, a parent stands amid its children.

    Parameters
    ----------
    parent
        The parent of each person, indexed by person; `""` or somebody not in the index at a root.
    time
        What siblings are ordered by.

    Returns
    -------
    Series of floats indexed by person; no two people have the same row unless one is the only
    child of the other.

    Examples
    --------
    >>> parent = pd.Series({"a": "", "b": "a", "c": "a", "d": ""})
    >>> tree_rows(parent, pd.Series([1, 2, 3, 4], parent.index)).to_dict()
    {'a': 0.5, 'b': 0.0, 'c': 1.0, 'd': 2.0}
    """
    above = parent.index.get_indexer(parent)
    order = np.lexsort((np.arange(len(parent)), pd.Series(time).to_numpy()))
    children: list[list[int]] = [[] for _ in range(len(parent))]
    roots: list[int] = []
    for person in order.tolist():
        siblings = children[above[person]] if above[person] >= 0 else roots
        siblings.append(person)
    row = np.zeros(len(parent))
    leaf = 0
    waiting = [(root, False) for root in reversed(roots)]
    while waiting:
        person, below_done = waiting.pop()
        below = children[person]
        if below_done:
            row[person] = (row[below[0]] + row[below[-1]]) / 2
        elif below:
            waiting.append((person, True))
            waiting.extend((child, False) for child in reversed(below))
        else:
            row[person] = leaf
            leaf += 1
    return pd.Series(row, parent.index)


def moments(people: Any) -> Any:
    """Return where on the time axis each person stands.

    At the first conversation, else at the day they became known; never after the first of those
    they brought, so that lines lead forward, and a little after whoever brought them, so that two
    dots of one day can be told apart.
    """
    moment = people["met"].fillna(people["first"])
    child = people["parent"] != ""
    brought = people[child].groupby("parent")["first"].min().reindex(people.index)
    moment = moment.where(~(brought < moment), brought)
    step = (moment[people["root"] != ""].max() - moment[child].min()) * 0.018
    for wave in range(2, int(people["wave"].max(skipna=True) or 0) + 1):
        here = people["wave"].fillna(0) == wave
        least = moment.reindex(people.loc[here, "parent"]).to_numpy() + step
        moment = moment.where(~here, moment.clip(lower=pd.Series(least, people.index[here])))
    return moment


def apart(places: Any, line: float) -> Any:
    """Return ascending places in 0 … 1, moved no further than so that they are a line apart.

    >>> apart(np.array([0.5, 0.5, 1.0]), 0.2).round(1).tolist()
    [0.5, 0.7, 1.0]
    """
    free = places.copy()
    for i in range(1, len(free)):
        free[i] = max(free[i], free[i - 1] + line)
    ceiling = 1.0
    for i in reversed(range(len(free))):
        free[i] = min(free[i], ceiling)
        ceiling = free[i] - line
    return free


@dataclass(frozen=True)
class Scene:
    """What labels keep clear of, in pixels: dots (x, y), and lines (left, low, right, high)."""

    dots: Any
    lines: Any
    frame: tuple[float, float, float, float]
    most: float = np.inf
    """How much a label may hide at most; where it would hide more everywhere, it is left out."""

    def covered(self, box: tuple[float, float, float, float]) -> int:
        """Return how much a box would hide; two dots count as three lines."""
        left, low, right, high = box
        x, y = self.dots.T
        dots = (x > left - 3) & (x < right + 3) & (y > low - 3) & (y < high + 3)
        x0, y0, x1, y1 = self.lines.T
        lines = (x0 < right) & (x1 > left) & (y0 < high) & (y1 > low)
        return 3 * int(dots.sum()) + 2 * int(lines.sum())

    def place(
        self, dot: tuple[float, float], size: tuple[float, float, float], sides: str, placed: Any
    ) -> tuple[str, tuple[float, float, float, float]] | None:
        """Return the side of a dot on which a label hides least, and its box.

        Parameters
        ----------
        dot
            Where the dot is.
        size
            Width and height of the label, and its distance from the dot.
        sides
            The sides in the order in which they are tried, a letter each (see `SIDES`).
        placed
            The boxes of other labels; a box that overlaps one of them is no choice, nor one that
            leaves the frame.
        """
        boxes = {side: _box_at(dot, size, *SIDES[side]) for side in sides}
        free = {
            side: box
            for side, box in boxes.items()
            if box[0] >= self.frame[0]
            and box[1] >= self.frame[1]
            and box[2] <= self.frame[2]
            and box[3] <= self.frame[3]
            and not any(_overlap(box, other) for other in placed)
        }
        if not free:
            return None
        covered = {side: self.covered(box) for side, box in free.items()}
        side = min(free, key=lambda side: covered[side])
        return (side, free[side]) if covered[side] <= self.most else None


SIDES = {
    "l": ("right", "center"),
    "r": ("left", "center"),
    "a": ("left", "bottom"),
    "b": ("left", "top"),
    "A": ("right", "bottom"),
    "B": ("right", "top"),
}
"""Left, right, above and below a dot, as a text's two alignments; capitals end at the dot."""


def _box_at(dot: Any, size: Any, across: str, up: str) -> tuple[float, float, float, float]:
    """Return left, low, right, high of a label beside a dot."""
    (x, y), (width, height, away) = dot, size
    beside = away if up == "center" else 0.0
    left = x + beside if across == "left" else x - beside - width
    low = y - height / 2 + {"center": 0, "bottom": away + height / 2, "top": -away - height / 2}[up]
    return left, low, left + width, low + height


def _overlap(one: Any, other: Any) -> bool:
    apart_x = one[2] <= other[0] or other[2] <= one[0]
    return not (apart_x or one[3] <= other[1] or other[3] <= one[1])


def ways_in_words(table: Any) -> list[str]:
    """Return how each row of a reach table is reached: "1 referral, Ann Lee"."""

    def words(hops: Any, via: Any, name: Any) -> str:
        if pd.isna(hops) or hops < 0:
            return "no known way"
        count = "directly" if hops == 0 else f"{int(hops)} referral{'s' if hops > 1 else ''}"
        return f"{count}, {short(str(via), 20)}" if via and via != name else count

    via = table["via"] if "via" in table.columns else [""] * len(table)
    hops = table["hops"] if "hops" in table.columns else [pd.NA] * len(table)
    names = table["name"] if "name" in table.columns else [""] * len(table)
    return [words(*row) for row in zip(hops, via, names, strict=True)]


def short(words: str, most: int = 24) -> str:
    """Return words on one line, cut to so many letters."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def first_shown(days: Any, since: Any) -> int:
    """Return the number of the last day that is not after `since`; at least two days are left."""
    at = int(np.searchsorted(days, day_numbers([pd.Timestamp(since)])[0], side="right")) - 1
    return int(np.clip(at, 0, len(days) - 2))


def fold_groups(totals: Any) -> Any:
    """Return the totals with the groups for which no colour is left as one."""
    named = [group for group in totals.columns if group not in GREYS]
    if len(named) <= len(PALETTE):
        return totals
    kept, rest = named[: len(PALETTE) - 1], named[len(PALETTE) - 1 :]
    label = f"{rest[0]} and later" if rest[0].startswith("wave ") else f"{len(rest):,} more"
    folded = totals[kept].assign(**{label: totals[rest].sum(axis=1)})
    return folded.join(totals[[group for group in totals.columns if group in GREYS]])


def period_length(periods: Any, every: str) -> Any:
    """Return the length of the last period."""
    if every == "month":
        return pd.DateOffset(months=1)
    if every in ("day", "week"):
        return pd.Timedelta(days=7 if every == "week" else 1)
    return periods[-1] - periods[-2] if len(periods) > 1 else pd.Timedelta(days=7)


def segments(branches: Any) -> Any:
    """Return the line from each parent to the child: x and y of parent, x and y of child."""
    child = branches[branches["parent"].isin(branches.index)]
    parent = branches.loc[child["parent"]]
    return np.column_stack([parent["x"], parent["y"], child["x"], child["y"]]).astype(float)


def dot_sizes(branches: Any) -> Any:
    """Return the area of each dot, in square points: smaller in a crowd."""
    return (16 + 14 * branches["named"].clip(upper=12)) * np.clip(70 / len(branches), 0.06, 1.0)


def whom(people: Any, branches: Any, label: int | Iterable[str]) -> list[str]:
    """Return whom to label, the most important first."""
    if not isinstance(label, int):
        wanted = [find(people, who) for who in ([label] if isinstance(label, str) else label)]
        return [person for person in wanted if person in branches.index]
    ranked = branches.sort_values(["named", "wave", "x"], ascending=[False, True, True])
    return list(ranked.index[ranked["named"] > 0][: max(label, 0)])


def boxes(one: Any, other: Any) -> Any:
    """Return left, low, right, high of the line between each two points."""
    return np.column_stack([np.minimum(one, other), np.maximum(one, other)])


def day_numbers(dates: Any) -> Any:
    """Return dates as matplotlib's day numbers."""
    return np.asarray(pd.to_datetime(dates), "datetime64[us]").astype(np.int64) / 86_400e6
