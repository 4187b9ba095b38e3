"""A page: one HTML text that shows itself in a notebook and saves itself as a file."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from netscout._save import save

if TYPE_CHECKING:
    import os
    from pathlib import Path

FRAME_HEIGHT = "clamp(30rem, 85vh, 60rem)"
"""Height of the frame in a notebook: most of the window, never a slit."""


@dataclass(frozen=True)
class Page:
    """A self-contained HTML page: no outside request, nothing to keep beside it.

    In a notebook it shows itself in a sandboxed frame; elsewhere, `save` it and open the file.

    Parameters
    ----------
    html
        The whole page.
    title
        What stands in the title bar.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.Page("<!doctype html><title>Notes</title>", "Notes")
    Page('Notes', 1 kB)
    >>> ns.network_map(ns.example(), title="Spring search")
    Page('Spring search', ... kB)
    """

    html: str
    title: str

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page as a UTF-8 file and return its path.

        It is written beside its place and then moved there, so there is never half a page.

        Raises
        ------
        NetscoutError
            The folder does not exist, or the file cannot be written.
        """
        return save(path, self.html.encode("utf-8", "replace"), such_as="map.html")

    def _repr_html_(self) -> str:
        """Return the page in a frame that may run its own scripts and nothing else."""
        return (
            f'<iframe sandbox="allow-scripts" title="{escape(self.title)}" loading="lazy"'
            f' style="width:100%;height:{FRAME_HEIGHT};border:0" srcdoc="{escape(self.html)}">'
            "</iframe>"
        )

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        size = len(self.html.encode("utf-8", "replace"))
        return f"Page({self.title!r}, {max(1, round(size / 1000)):,} kB)"
