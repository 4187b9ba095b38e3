"""The report: one page that says where the network stands and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netscout.errors import NetscoutError, UnknownColumn, did_you_mean, fault_list
from netscout.page.carrier import render
from netscout.page.facts import plain
from netscout.page.map import default_title
from netscout.page.redact import keep_back
from netscout.page.sections import SECTIONS, Material

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netscout.goal import Goal
    from netscout.network import Network
    from netscout.page.page import Page


def report(
    net: Network,
    *,
    goal: Goal | None = None,
    on: Any = None,
    sections: Iterable[str] | None = None,
    redact: Iterable[str] = (),
    title: str | None = None,
) -> Page:
    """Write one page on the network: where it stands, whom it reaches, whom to ask, what is due.

    ===============  ========================================================================
    section          what it says
    ===============  ========================================================================
    standing         how many people, conversations and referrals; which files were read
    reach            the chance to talk with somebody at each company of the goal
    ask              the five people to ask next, and why
    due              thanks, reminders and news that are due
    growth           how the network grew, wave by wave, and the referral tree over time
    forecast         how many conversations and new people the coming weeks may bring
    funnel           how many of those known were asked, met, and named somebody
    map              the network to look around in
    assumptions      every chance behind the numbers, and where it comes from
    ===============  ========================================================================

    Parameters
    ----------
    net
        The network.
    goal
        What is looked for; the network's own goal when not given.
    on
        The day from which to look, as if nothing later were known; the last event's when not given.
    sections
        Which parts the page has, in the order above; all when not given.
    redact
        What to keep back: `"names"` (pseudonyms, the same all over the page), `"locations"`,
        `"notes"`, `"email"`; the last two are on no page in any case.
    title
        The heading; the owner's name when not given.

    Returns
    -------
    A self-contained page without e-mail addresses, notes or profile addresses. A section with
    nothing to say says so, and what would change it.

    Raises
    ------
    UnknownColumn
        There is no such section, or nothing of the kind to keep back.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.report(ns.example(), sections=["ask", "due"], title="This week")
    Page('This week', ... kB)
    """
    wanted = _wanted(sections)
    net, goal = keep_back(net, goal, redact)
    material = Material.of(net, goal, on)
    parts = [{"name": name, **SECTIONS[name](material)} for name in SECTIONS if name in wanted]
    view = next((part["view"] for part in parts if part["name"] == "map"), None)
    return render(
        "report.html",
        title=plain(title) if title else default_title(net),
        view=view,
        parts=parts,
        goal=plain(material.goal) if material.goal else "",
        on=material.on,
        day_one=material.day_one,
    )


def _wanted(sections: Iterable[str] | None) -> set[str]:
    """Return the names of the sections, all of them checked."""
    wanted = (
        list(SECTIONS)
        if sections is None
        else [sections]
        if isinstance(sections, str)
        else list(sections)
    )
    faults = [
        f"there is no section {name!r}{did_you_mean(str(name), SECTIONS)}"
        for name in wanted
        if name not in SECTIONS
    ]
    if faults:
        raise UnknownColumn(
            fault_list("the report cannot be made so", faults, f"Choose from {list(SECTIONS)}.")
        )
    if not wanted:
        raise NetscoutError(f"a report needs at least one section of {list(SECTIONS)}")
    return set(wanted)
