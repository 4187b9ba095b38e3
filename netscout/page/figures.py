"""Figures as images that a page carries within itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netscout.goal import Goal
    from netscout.network import Network

MONTHLY = 3000
"""Days of history from which on the growth is counted by month."""


def growth_image(net: Network, on: Any) -> dict[str, str]:
    """Return the growth by wave: an image, what it shows in words, and a caption."""
    from netscout.plot import plot_growth  # noqa: PLC0415
    from netscout.plot.svg import svg_address  # noqa: PLC0415 - loads matplotlib

    dates = net.events["date"]
    every = "week" if (dates.iat[-1] - dates.iat[0]).days < MONTHLY else "month"
    return {
        "src": svg_address(
            lambda ax: plot_growth(net, every=every, by="wave", on=on, ax=ax), 9.0, 3.8
        ),
        "alt": f"People known over time, stacked by wave: {len(net):,} at the end.",
        "caption": "People known, by wave: wave 1 you knew without a referral, wave 2 came through "
        "wave 1, and so on.",
    }


def tree_image(net: Network) -> dict[str, str]:
    """Return the referral tree on a time axis: an image, in words, and a caption."""
    from netscout.plot import plot_tree  # noqa: PLC0415
    from netscout.plot.svg import svg_address  # noqa: PLC0415

    return {
        "src": svg_address(lambda ax: plot_tree(net, ax=ax), 9.0, 5.6),
        "alt": "The referral tree over time: who led to whom, and when. The table of the waves "
        "below has its numbers, the map its people.",
        "caption": "Each point is a person on the day they became known; the lines lead there from "
        "whoever named or introduced them.",
    }


def forecast_image(table: Any, net: Network, goal: Goal | None, on: Any) -> dict[str, str]:
    """Return a forecast of the conversations as a fan: an image, in words, and a caption."""
    from netscout.plot import plot_forecast  # noqa: PLC0415
    from netscout.plot.svg import svg_address  # noqa: PLC0415

    last = table[table["what"] == "conversations"].iloc[-1]
    ahead = {"weeks": int(last["week"]), "goal": goal, "on": on}
    return {
        "src": svg_address(lambda ax: plot_forecast(net, **ahead, ax=ax), 9.0, 3.8),
        "alt": f"Conversations so far and in the {last['week']} weeks to come, as a fan: between "
        f"{last['low']:.0f} and {last['high']:.0f} more by its end, most likely about "
        f"{last['median']:.0f}.",
        "caption": "Conversations with new people; the shaded band holds four futures of five.",
    }
