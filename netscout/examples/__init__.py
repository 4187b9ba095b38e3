"""Invented worlds to try things out on: `simulate`, of which the truth is known, and `example`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from netscout.examples.club import write_club
from netscout.examples.files import example_files
from netscout.examples.life import Habits
from netscout.examples.simulation import Simulation, simulate

if TYPE_CHECKING:
    from netscout.network import Network

__all__ = [
    "Habits",
    "Simulation",
    "example",
    "example_files",
    "simulate",
    "write_club",
    "write_example",
]


@cache
def example() -> Network:
    """Return the example: a student's network after five months of conversations.

    Robin Vale studies public relations, graduates in May, and is looking for work in theatre
    publicity. The same files stand in `data/example` of the repository; everybody is invented.

    Returns
    -------
    Network: about 350 connections, 60 conversations since October 2025, 90 people named.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.example().goal.companies[0]
    'Marquee Theatricals'
    """
    from netscout.readers import load  # noqa: PLC0415 - worlds can be simulated without reading

    with TemporaryDirectory() as folder:
        write_example(folder)
        return load(folder)


def write_example(folder: Any) -> None:
    """Write the example's files into a folder, over those of the same name.

    Parameters
    ----------
    folder
        Where to; made if it is not there.
    """
    for name, content in example_files().items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
