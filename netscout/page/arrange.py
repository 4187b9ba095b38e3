"""Which arrangement puts whom where: the referral tree, the time line, the clusters."""

from __future__ import annotations

import math
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import pandas as pd

from netscout.identity import company_key
from netscout.page import layout as geometry
from netscout.page.clusters import apart, communities, scattered, ties_of
from netscout.page.facts import plain

if TYPE_CHECKING:
    from netscout.goal import Goal
    from netscout.network import Network

IN_TREE, ALONE = -1, -2
"""What `disk` says of people who belong to no disk."""

GAP, STEP = 8.0, 80.0
DISK_SPACING, DISK_GAP, DOT_SPACING = 17.0, 28.0, 21.0
LANE, LEAST_WIDTH = 24.0, 900.0
EVENLY = 0.35
"""The share of the time line's width that runs evenly; the rest is given to when the tree grew."""

TICKS, TICK_ROOM = (("YS", "%Y"), ("QS", "%b %Y"), ("MS", "%b %Y")), 70.0
"""How often the time line may have a mark and how it is written; how far marks are apart."""

Facts = list[dict[str, Any]]


class Arrangement(NamedTuple):
    """Where everybody is (`x`, `y`, `disk`), what is drawn behind them, what to say about it."""

    places: Any
    rings: Facts
    disks: Facts
    axis: Facts
    note: str


def arrange(layout: str, drawn: Any, sizes: Any, net: Network, goal: Goal | None) -> Arrangement:
    """Return where the people of the table stand in one of the `LAYOUTS`."""
    return _ARRANGEMENTS[layout](drawn, sizes, net, goal)


def _radial(drawn: Any, sizes: Any, net: Network, goal: Goal | None) -> Arrangement:
    """Return the referral tree around the owner, and the companies' disks around it."""
    me = net.me
    in_tree = drawn["in_tree"] | drawn.index.isin(drawn["parent"])
    tree, pool = drawn[in_tree], drawn[~in_tree]
    tree = tree.sort_values(["wave", "first"], kind="stable")
    place = {person: number for number, person in enumerate(tree.index)}
    mine = place[me]
    parents = [place.get(parent, mine) for parent in tree["parent"]]
    parents[mine] = -1
    step = STEP * min(1.0, (3 / max(int(tree["wave"].max()), 1)) ** 0.4)
    radial = geometry.radial_tree(parents, list(sizes[tree.index]), gap=GAP, step=step)
    places = pd.DataFrame({"x": radial.x, "y": radial.y, "disk": IN_TREE}, index=tree.index)
    angle = geometry.emptiest(np.arctan2(radial.x, -radial.y)[1:])
    rings = [
        {
            "r": round(float(radius)),
            "label": f"wave {ring}" if ring == 1 else str(ring),
            "x": round(float(radius) * math.sin(angle)),
            "y": round(-float(radius) * math.cos(angle)),
        }
        for ring, radius in enumerate(radial.radii)
        if ring
    ]
    inner = float(np.hypot(radial.x, radial.y).max()) + (50.0 if rings else 60.0)
    outside, disks = _disks(pool, pool["company"].map(company_key), inner, goal)
    return Arrangement(pd.concat([places, outside]).loc[drawn.index], rings, disks, [], "")


def _disks(pool: Any, keys: Any, inner: float, goal: Goal | None) -> tuple[Any, Facts]:
    """Return the places of people with keys: a disk a key, largest first, then those on their own.

    Whose key is empty, or is nobody else's, stands on their own in the outermost belt.
    """
    members = pool.groupby(keys, sort=False).indices
    spelled = spellings(pool["company"], keys)
    shared = sorted(
        (key for key in members if key and len(members[key]) > 1),
        key=lambda key: (-len(members[key]), key),
    )
    xy = np.zeros((len(pool), 3))
    disks: Facts = []
    radii = [geometry.sunflower_radius(len(members[key]), spacing=DISK_SPACING) for key in shared]
    centres = geometry.belts(radii, inner=inner, gap=DISK_GAP)
    for key, radius, centre in zip(shared, radii, centres, strict=True):
        rows = members[key]
        rows = rows[np.argsort(pool["first"].to_numpy()[rows], kind="stable")]  # grows outwards
        xy[rows, :2] = centre + geometry.sunflower(len(rows), spacing=DISK_SPACING)
        xy[rows, 2] = len(disks)
        name = plain(spelled[key])
        disks.append({
            "x": round(float(centre[0])), "y": round(float(centre[1])), "r": round(radius),
            "label": name, "count": len(rows), "goal": bool(goal and goal.of_company(name)),
        })  # fmt: skip
    outer = max(
        (math.hypot(*centre) + radius for centre, radius in zip(centres, radii, strict=True)),
        default=inner - DISK_GAP,
    )
    alone = np.flatnonzero(~keys.isin(shared))
    xy[alone, :2] = geometry.sunflower_belt(len(alone), inner=outer + DISK_GAP, spacing=DOT_SPACING)
    xy[alone, 2] = ALONE
    return pd.DataFrame(xy, columns=["x", "y", "disk"], index=pool.index), disks


def spellings(values: Any, keys: Any) -> Any:
    """Return the commonest spelling of each key."""
    counts = pd.DataFrame({"key": keys, "text": values}).value_counts(sort=False).reset_index()
    counts = counts.sort_values(["count", "text"], ascending=[False, True])
    return counts.drop_duplicates("key").set_index("key")["text"]


def _time(drawn: Any, _sizes: Any, net: Network, _goal: Goal | None) -> Arrangement:
    """Return the people from left to right by day: the tree above the line, contacts below it."""
    width = max(LEAST_WIDTH, 2 * DISK_SPACING * math.sqrt(len(drawn)))
    in_tree = drawn["in_tree"] | drawn.index.isin(drawn["parent"])
    scale = _Scale.of(drawn["first"], drawn.loc[in_tree, "first"], width)
    x = scale.x(drawn["first"])
    places = pd.DataFrame({"x": x, "y": 0.0, "disk": ALONE}, index=drawn.index)
    order = _branches(drawn[in_tree], net.me)
    lane = min(LANE, max(width * 0.6 / max(len(order), 1), 3.0))
    places.loc[order, "y"] = -lane * np.arange(len(order), 0, -1) - LANE
    places.loc[order, "disk"] = IN_TREE
    _stack(places, drawn.index[~in_tree], depth=width * 0.45)
    places.loc[net.me] = [-3 * LANE, -LANE, IN_TREE]
    top, bottom = round(places["y"].min() - LANE), round(places["y"].max() + LANE)
    axis = [
        {"x": round(at), "y": top, "end": bottom, "label": label} for at, label in scale.ticks()
    ]
    return Arrangement(places.astype({"disk": int}), [], [], axis, "")


class _Scale(NamedTuple):
    """Days to places: a part of the width runs evenly, the rest is where the tree grew.

    Contacts go back for years, conversations for months: an even scale would squeeze these.
    """

    days: Any
    places: Any
    start: Any

    @classmethod
    def of(cls, first: Any, grew: Any, width: float) -> Self:
        known = first.dropna()
        start = known.min() if len(known) else pd.Timestamp(0)
        span = max((known.max() - start).days, 1) if len(known) else 1
        days = np.arange(span + 1)
        grown = np.searchsorted(np.sort((grew.dropna() - start).dt.days), days, side="right")
        share = grown / grown[-1] if grown[-1] else days / span
        return cls(days, width * (EVENLY * days / span + (1 - EVENLY) * share), start)

    def x(self, dates: Any) -> Any:
        return np.interp((dates - self.start).dt.days.fillna(0.0), self.days, self.places)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the marks: years, and quarters and months where there is room for them."""
        last = self.start + pd.Timedelta(days=int(self.days[-1]))
        taken: list[tuple[float, str]] = []
        for every, style in TICKS:
            dates = pd.date_range(self.start, last, freq=every)
            for date, at in zip(dates, self.x(pd.Series(dates)), strict=True):
                if all(abs(at - other) >= TICK_ROOM for other, _label in taken):
                    taken.append((float(at), f"{date:{style}}"))
        return sorted(taken)


def _branches(tree: Any, me: str) -> list[str]:
    """Return the people of the tree, each followed by those they brought; the oldest first."""
    brought: dict[str, list[str]] = {}
    tree = tree[tree.index != me].sort_values("first", kind="stable", ascending=False)
    for person, parent in zip(tree.index, tree["parent"], strict=True):
        brought.setdefault(parent if parent in tree.index else me, []).append(person)
    order, waiting = [], list(brought.get(me, []))
    while waiting:
        order.append(waiting.pop())
        waiting += brought.get(order[-1], [])
    return order


def _stack(places: Any, people: Any, *, depth: float) -> None:
    """Stack people of about the same day under the line, closer where there are very many."""
    if not len(people):
        return
    bins = (places.loc[people, "x"] / DISK_SPACING).round()
    rank = bins.groupby(bins).cumcount()
    step = np.minimum(DISK_SPACING, depth / bins.groupby(bins).transform("size"))
    places.loc[people, "x"] = bins * DISK_SPACING
    places.loc[people, "y"] = LANE + rank * step


def _clusters(drawn: Any, _sizes: Any, net: Network, goal: Goal | None) -> Arrangement:
    """Return the people near those they are tied to, or work with."""
    people = drawn.index[drawn.index != net.me]
    ties = ties_of(drawn.loc[people], net.events)
    if find_spec("igraph") is None:
        return _as_disks(drawn, communities(len(people), ties), net.me, goal)
    xy = np.vstack([np.zeros((1, 2)), scattered(len(people), ties)])
    places = pd.DataFrame(apart(xy) * DISK_SPACING, columns=["x", "y"], index=[net.me, *people])
    places["disk"] = IN_TREE
    note = "Whoever is tied, or works at the same company, stands together (UMAP)."
    return Arrangement(places.loc[drawn.index], [], [], [], note)


def _as_disks(drawn: Any, member: Any, me: str, goal: Goal | None) -> Arrangement:
    people = drawn[drawn.index != me]
    outside, disks = _disks(people, pd.Series(member, people.index), 40.0, goal)
    outside.loc[me] = [0.0, 0.0, IN_TREE]
    note = (
        "Each disk is a community: people tied to each other more than to others (Louvain), named "
        "after its commonest company. With igraph installed, the places would follow the ties."
    )
    return Arrangement(outside.loc[drawn.index].astype({"disk": int}), [], disks, [], note)


_ARRANGEMENTS = {"radial": _radial, "time": _time, "clusters": _clusters}
LAYOUTS = tuple(_ARRANGEMENTS)
