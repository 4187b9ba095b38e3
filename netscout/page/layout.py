"""Where people stand on the map: arrays in, arrays out, the same every time.

Two arrangements share one picture. The *referral tree* is radial: everybody of a wave stands on one
circle, each branch in a wedge of its own. The *companies* are compact disks on belts around it.
Everything is O(n) but for the sorting.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
SUNFLOWER = 1.546
"""The least distance of two points of a sunflower whose radius grows as the root of the number."""

CROWDING = 1.15
"""How much longer a ring is than its nodes need, so that they can stand near their parents."""

MOST_IN_ROW = 300
"""A ring of more nodes is a band of several rows, so that a large network stays compact."""

MOST_WIDENED = 1.4
"""How much wider a belt may be so that the last few disks need not begin another one."""

WEDGE_POWER = 0.75
"""A branch of n leaves gets a wedge of n ** 0.75: a big one does not squash the rest."""


class Radial(NamedTuple):
    """A radial tree: coordinates of every node and the radius of every ring (ring 0 is 0)."""

    x: Floats
    y: Floats
    radii: Floats


def radial_tree(
    parents: Sequence[int], sizes: Sequence[float], *, gap: float, step: float
) -> Radial:
    """Return a radial tree in which the radius depends on the depth alone.

    Each branch wants the middle of its wedge; on every ring the nodes then move as little as
    possible (least squares) until no two of them touch.

    Parameters
    ----------
    parents
        The index of each node's parent; -1 for the root. Children stand in the order given.
    sizes
        The radius of each node.
    gap
        The least distance between two nodes.
    step
        The least distance of two rings.
    """
    size = np.asarray(sizes, float)
    children = _children(parents)
    order, depth = _breadth_first(children, list(parents).index(-1))
    angle = _wedges(children, order)
    radii = np.zeros(int(depth.max()) + 1)
    radius, outer = np.zeros(len(angle)), 0.0
    for ring in range(1, len(radii)):
        nodes = np.flatnonzero(depth == ring)
        rows = math.ceil(len(nodes) / MOST_IN_ROW)
        room = (2 * size[nodes] + gap) / rows
        radii[ring] = max(outer + step, room.sum() * CROWDING / (2 * math.pi))
        angle[nodes] = _apart(angle[nodes], room / 2 / radii[ring])
        row = np.argsort(np.argsort(angle[nodes], kind="stable")) % rows
        radius[nodes] = radii[ring] + row * (2 * size[nodes].max() + gap)
        outer = float(radius[nodes].max())
    return Radial(radius * np.sin(angle), -radius * np.cos(angle), radii)


def emptiest(angle: Floats) -> float:
    """Return the middle of the widest gap between angles, 0 where there are none."""
    if not len(angle):
        return 0.0
    around = np.sort(angle)
    gaps = np.diff(around, append=around[0] + 2 * math.pi)
    widest = int(gaps.argmax())
    return float(around[widest] + gaps[widest] / 2)


def sunflower(count: int, *, spacing: float) -> Floats:
    """Return `count` points of a compact disk, the first ones innermost: an array of x and y."""
    if count == 1:
        return np.zeros((1, 2))
    number = np.arange(count)
    radius = spacing / SUNFLOWER * np.sqrt(number + 0.5)
    angle = number * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def sunflower_belt(count: int, *, inner: float, spacing: float) -> Floats:
    """Return `count` points evenly spread in the belt around a circle of radius `inner`."""
    number = np.arange(count)
    radius = np.sqrt((inner + spacing / 2) ** 2 + (spacing / SUNFLOWER) ** 2 * number)
    angle = number * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def sunflower_radius(count: int, *, spacing: float) -> float:
    """Return the radius of the disk that `sunflower` fills, half a spacing of margin included."""
    return spacing / 2 if count == 1 else spacing / SUNFLOWER * math.sqrt(count - 0.5) + spacing / 2


def belts(radii: Sequence[float], *, inner: float, gap: float) -> Floats:
    """Return the centres of disks on belts around a circle, filled in the order given.

    A belt is closed when the next disk has no room left on it; the disks of a belt share what is
    left over. Largest first gives the most compact picture.

    Parameters
    ----------
    radii
        The radius of each disk.
    inner
        The radius of the circle that stays free.
    gap
        The least distance between two disks.
    """
    centres = np.zeros((len(radii), 2))
    start, base = 0, inner
    while start < len(radii):
        stop, middle = _fill_belt(radii, start, base, gap)
        row = np.array([_half_angle(r, middle, gap) for r in radii[start:stop]])
        spare = max(0.0, 2 * math.pi - 2 * row.sum()) / len(row)
        angle = np.cumsum(2 * row + spare) - row - spare / 2 - row[0]
        centres[start:stop] = np.column_stack([middle * np.sin(angle), -middle * np.cos(angle)])
        base = middle + max(radii[start:stop]) + gap
        start = stop
    return centres


def _children(parents: Sequence[int]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents):
        if parent >= 0:
            children[parent].append(node)
    return children


def _breadth_first(children: list[list[int]], root: int) -> tuple[list[int], NDArray[np.int64]]:
    depth = np.zeros(len(children), dtype=np.int64)
    order = [root]
    for node in order:
        for child in children[node]:
            depth[child] = depth[node] + 1
            order.append(child)
    return order, depth


def _spread(nodes: list[int], weight: Floats) -> list[int]:
    """Return the nodes with the heavy ones apart: heaviest, lightest, next heaviest."""
    ranked = sorted(nodes, key=lambda node: -weight[node])
    half = (len(ranked) + 1) // 2
    mixed = [0] * len(ranked)
    mixed[::2], mixed[1::2] = ranked[:half], ranked[half:][::-1]
    return mixed


def _wedges(children: list[list[int]], order: list[int]) -> Floats:
    """Return the middle of each node's wedge; a node's wedge lies within its parent's."""
    weight = np.ones(len(children))
    for node in reversed(order):
        if children[node]:
            weight[node] = sum(weight[child] for child in children[node])
    weight **= WEDGE_POWER
    angle, start = np.zeros(len(children)), np.zeros(len(children))
    width = np.full(len(children), 2 * math.pi)
    for node in order:
        kids = _spread(children[node], weight) if node == order[0] else children[node]
        if kids:
            width[kids] = width[node] * weight[kids] / weight[kids].sum()
            start[kids] = start[node] + np.cumsum(width[kids]) - width[kids]
            angle[kids] = start[kids] + width[kids] / 2
    return angle


def _apart(angle: Floats, half: Floats) -> Floats:
    """Return the angles, moved as little as possible, so that each has `half` free on both sides.

    With the widths taken off this is a regression on a growing sequence, solved by pooling
    neighbours (Ayer et al., Annals of Mathematical Statistics 1955).
    """
    order = np.argsort(angle, kind="stable")
    widest = int(np.argmax(np.diff(angle[order], append=angle[order[0]] + 2 * math.pi)))
    order = np.roll(order, -widest - 1)  # the circle is cut where it is emptiest
    wanted = angle[order] + np.where(angle[order] < angle[order[0]], 2 * math.pi, 0.0)
    offset = np.cumsum(2 * half[order]) - half[order]
    blocks: list[tuple[float, int]] = []
    for value in wanted - offset:
        mean, count = float(value), 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    moved = np.concatenate([np.full(count, mean) for mean, count in blocks]) + offset
    # The two ends of the cut circle must not meet: squeeze what has grown beyond it.
    span = moved[-1] - moved[0] + half[order[-1]] + half[order[0]]
    if span > 2 * math.pi:
        room = 2 * math.pi - 2 * half.sum()
        slack = np.diff(moved) - half[order][:-1] - half[order][1:]
        keep = room / (slack.sum() + 1e-12)
        moved = moved[0] + np.concatenate([[0], np.cumsum(np.diff(moved) - slack * (1 - keep))])
    result = np.empty(len(angle))
    result[order] = moved
    return result


def _half_angle(radius: float, middle: float, gap: float) -> float:
    return math.asin(min(1.0, (radius + gap / 2) / middle))


def _wide_enough(radii: Sequence[float], middle: float, gap: float) -> float | None:
    """Return the middle line of a belt that takes all these disks, if it is hardly wider."""
    widest = max(radii)
    for wider in np.linspace(1.0, MOST_WIDENED, 8):
        line = float(wider) * middle
        if sum(2 * _half_angle(radius, line, gap) for radius in radii) <= 2 * math.pi:
            return line if line >= middle - radii[0] + widest else None
    return None


def _fill_belt(radii: Sequence[float], start: int, base: float, gap: float) -> tuple[int, float]:
    """Return where the belt ends and the radius of its middle line."""
    all_left = _wide_enough(radii[start:], base + radii[start], gap)
    middle = all_left or base + radii[start]
    used, stop = 0.0, start
    while stop < len(radii):
        middle_now = max(middle, base + radii[stop])
        need = 2 * _half_angle(radii[stop], middle_now, gap)
        if stop > start and used + need > 2 * math.pi:
            break
        used, stop, middle = used + need, stop + 1, middle_now
    return stop, middle
