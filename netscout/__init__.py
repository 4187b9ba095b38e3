"""netscout: whom can I reach, whom should I ask next, how is my network growing.

::

    import netscout as ns

    net = ns.load("my-network")          # a folder, a LinkedIn export, or ns.example()
    goal = ns.Goal(companies=["Marquee Theatricals"], roles=["publicist"])

    ns.reach(net, goal=goal)             # whom can I reach, through whom, how likely
    ns.chains(net, "Dana Whitlock")      # the best chains to one person
    ns.ask_next(net, goal=goal)          # whom to ask next, and why
    ns.plan(net, goal=goal, weeks=4)     # the coming weeks, and whom instead after a no
    ns.growth(net); ns.waves(net)        # how the network grows, and from where
    ns.funnel(net); ns.odds(net)         # where conversations get lost; every chance and its source
    ns.follow_ups(net)                   # the courtesies that are due
    ns.network_map(net).save("map.html")
    ns.report(net, goal=goal).save("report.html")
    net.asof("2026-01-01")               # the same questions, asked of the past

A `Network` is a frozen value of two tables; every question is a function of it that returns a
table, best row first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from netscout.ask import ask_next
from netscout.errors import (
    NetscoutError,
    ReadError,
    SchemaError,
    ThinDataWarning,
    UnknownColumn,
    UnknownPerson,
)
from netscout.follow_ups import follow_ups
from netscout.goal import Goal
from netscout.growth import funnel, growth, waves
from netscout.network import Network
from netscout.odds import odds
from netscout.plan import plan
from netscout.reach import chains, reach
from netscout.readers import check, load

if TYPE_CHECKING:
    from netscout.examples import example, simulate
    from netscout.graph import from_graph
    from netscout.page import Page, network_map, report
    from netscout.plot import plot_growth, plot_reach, plot_tree

__version__ = "0.1.0"

_LATER = {
    "Page": "page",
    "example": "examples",
    "from_graph": "graph",
    "network_map": "page",
    "plot_growth": "plot",
    "plot_reach": "plot",
    "plot_tree": "plot",
    "report": "page",
    "simulate": "examples",
}
"""Names whose rooms need matplotlib, pyvis or NetworkX: they load on first use."""

__all__ = [
    "Goal",
    "NetscoutError",
    "Network",
    "Page",
    "ReadError",
    "SchemaError",
    "ThinDataWarning",
    "UnknownColumn",
    "UnknownPerson",
    "ask_next",
    "chains",
    "check",
    "example",
    "follow_ups",
    "from_graph",
    "funnel",
    "growth",
    "load",
    "network_map",
    "odds",
    "plan",
    "plot_growth",
    "plot_reach",
    "plot_tree",
    "reach",
    "report",
    "simulate",
    "waves",
]


def __getattr__(name: str) -> Any:
    """Load a public name of a slow room the first time it is used."""
    if name not in _LATER:
        raise AttributeError(f"module 'netscout' has no attribute {name!r}")
    return getattr(import_module(f"netscout.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
