"""Pages to look at: the network map and the report, self-contained, offline and safe."""

from __future__ import annotations

from netscout.page.map import network_map
from netscout.page.page import Page
from netscout.page.report import report

__all__ = ["Page", "network_map", "report"]
