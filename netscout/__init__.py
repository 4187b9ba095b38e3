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
    ns.forecast(net, weeks=12)           # what the coming weeks may bring, and what limits them
    ns.measures(net); ns.mixing(net)     # measures of people; who is tied with whom
    ns.backtest(net)                     # would this advice have worked on my own past?
    ns.follow_ups(net)                   # the courtesies that are due
    ns.write_ics(net, "due.ics")         # the same for your calendar
    ns.prep_sheet(net, "Dana Whitlock")  # what to know and what to ask in a conversation
    ns.draft(net, "Dana Whitlock", "request")   # a short letter; `check_draft` checks yours
    ns.log("my-network", "met", "Dana Whitlock", channel="phone")   # goes to your own log.csv
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
from netscout.backtest import backtest
from netscout.chains import chains
from netscout.errors import (
    NetscoutError,
    ReadError,
    SchemaError,
    ThinDataWarning,
    UnknownColumn,
    UnknownPerson,
)
from netscout.follow_ups import follow_ups
from netscout.forecast import forecast
from netscout.goal import Goal
from netscout.growth import funnel, growth, waves
from netscout.journal import log, undo, wrap_up
from netscout.measures import measures, mixing
from netscout.network import Network
from netscout.odds import odds
from netscout.plan import plan
from netscout.reach import reach
from netscout.readers import check, load

if TYPE_CHECKING:
    from netscout.drafts import check_draft, draft
    from netscout.examples import example, simulate
    from netscout.exports import export
    from netscout.graph import from_graph
    from netscout.ics import write_ics
    from netscout.page import Page, network_map
    from netscout.page.prep import prep_sheet
    from netscout.page.report import report
    from netscout.plot import (
        plot_calendar,
        plot_calibration,
        plot_diversity,
        plot_forecast,
        plot_funnel,
        plot_growth,
        plot_reach,
        plot_tree,
        plot_waves,
    )
    from netscout.sharing import share

__version__ = "0.1.0"

_LATER = {
    "Page": "page",
    "check_draft": "drafts",
    "draft": "drafts",
    "example": "examples",
    "export": "exports",
    "from_graph": "graph",
    "network_map": "page",
    "plot_calendar": "plot",
    "plot_calibration": "plot",
    "plot_diversity": "plot",
    "plot_forecast": "plot",
    "plot_funnel": "plot",
    "plot_growth": "plot",
    "plot_reach": "plot",
    "plot_tree": "plot",
    "plot_waves": "plot",
    "prep_sheet": "page.prep",
    "report": "page",
    "share": "sharing",
    "simulate": "examples",
    "write_ics": "ics",
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
    "backtest",
    "chains",
    "check",
    "check_draft",
    "draft",
    "example",
    "export",
    "follow_ups",
    "forecast",
    "from_graph",
    "funnel",
    "growth",
    "load",
    "log",
    "measures",
    "mixing",
    "network_map",
    "odds",
    "plan",
    "plot_calendar",
    "plot_calibration",
    "plot_diversity",
    "plot_forecast",
    "plot_funnel",
    "plot_growth",
    "plot_reach",
    "plot_tree",
    "plot_waves",
    "prep_sheet",
    "reach",
    "report",
    "share",
    "simulate",
    "undo",
    "waves",
    "wrap_up",
    "write_ics",
]


def __getattr__(name: str) -> Any:
    """Load a public name of a slow room the first time it is used."""
    if name not in _LATER:
        raise AttributeError(f"module 'netscout' has no attribute {name!r}")
    return getattr(import_module(f"netscout.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
