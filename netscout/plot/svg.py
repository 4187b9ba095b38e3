"""A plot as the address of an SVG image, for pages that carry their pictures within themselves."""

from __future__ import annotations

import base64
import io
import warnings
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure  # not pyplot's, so that no figure stays open

if TYPE_CHECKING:
    from collections.abc import Callable


def svg_address(draw: Callable[[Any], Any], width: float, height: float) -> str:
    """Return what `draw` draws on an Axes as the address of an SVG image, the same every time.

    As an image, a drawing can neither run anything nor ask for anything; its text is outlines.

    Parameters
    ----------
    draw
        Takes the Axes.
    width, height
        The size in inches.
    """
    with mpl.rc_context({"svg.hashsalt": "netscout", "svg.fonttype": "path"}):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure.subplots())
        drawn = io.BytesIO()
        with warnings.catch_warnings():
            # A name in a script that the font lacks is drawn as boxes; the tables have it right.
            warnings.filterwarnings(
                "ignore", message="Glyph .* missing from font", category=UserWarning
            )
            warnings.filterwarnings(
                "ignore", message="constrained_layout not applied", category=UserWarning
            )
            figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"
