"""The one palette: dark to light, told apart in grey and by colour-blind readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from netscout.growth.groups import HIDDEN, NOT_KNOWN, OTHER

if TYPE_CHECKING:
    from collections.abc import Sequence

# Viridis, without its lightest end (van der Walt, Smith 2015).
PALETTE = ("#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39")
GREYS = {OTHER: "#bdbdbd", NOT_KNOWN: "#d4d4d4", HIDDEN: "#e6e6e6"}
INK, MIDDLE, FAINT, LINE = "#222222", "#5a5a5a", "#8a8a8a", "#b0b0b0"


def group_colors(names: Sequence[str]) -> list[str]:
    """Return a colour for each group, spread over the palette; greys for what is no group.

    >>> group_colors(["wave 1", "wave 2", "(hidden)"])
    ['#46327e', '#a0da39', '#e6e6e6']
    """
    own = [name for name in names if name not in GREYS]
    least = 0 if len(own) >= len(PALETTE) else 1
    places = np.linspace(least, len(PALETTE) - 1, max(len(own), 2)).round().astype(int)
    chosen = {name: PALETTE[place] for name, place in zip(own, places, strict=False)}
    return [GREYS.get(name) or chosen[name] for name in names]


def wave_colors(wave: Any, most: int) -> list[str]:
    """Return a colour for each wave of an array, 1 the darkest; of `most` waves there are.

    Waves that lie beyond the palette have the last colour.
    """
    most = min(most, len(PALETTE))
    colors = group_colors([f"wave {i}" for i in range(1, most + 1)])
    return [colors[min(i, most) - 1] for i in np.asarray(wave, dtype=int).tolist()]
