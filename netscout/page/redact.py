"""A network without what its owner does not want to show: taken out before anything is asked of it.

Because every answer on a page is then made from the redacted network, nothing can slip past.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netscout.errors import UnknownColumn, did_you_mean, fault_list
from netscout.network import Network
from netscout.sharing import OWNER, WITHHELD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netscout.goal import Goal

CLEARED = {
    "names": ("email", "url", "note"),  # they tell the name too
    "notes": ("note",),
    "email": ("email",),
    "locations": ("location",),
}
"""What can be kept back, and the columns that are emptied for it."""


def keep_back(net: Network, goal: Goal | None, what: Iterable[str]) -> tuple[Network, Goal | None]:
    """Return the network and the goal with pseudonyms and without the columns to be kept back.

    A pseudonym is `Person` and the number of the row: the same wherever it stands.
    """
    wanted = _wanted(what)
    if not wanted:
        return net, goal
    people, events, imports, own = net.people, net.events, net.imports, net.goal
    reachable = (people["email"] != "") | (people["url"] != "")
    for column in {column for name in wanted for column in CLEARED[name]} & set(people.columns):
        people[column] = ""
    people["url"] = people["url"].where((people["url"] != "") | ~reachable, WITHHELD)
    if wanted & {"names", "notes"}:
        events["note"] = ""
    if "names" in wanted:
        names = _pseudonyms(net)
        own, goal = (each and each.renamed(net.people, names) for each in (own, goal))
        people["name"] = list(names.values())
        imports = imports.assign(reason="") if "reason" in imports else imports
    values = {"goal": own, "assumptions": net.assumptions, "imports": imports}
    return Network(people, events, net.me, **values), goal


def _pseudonyms(net: Network) -> dict[str, str]:
    return {
        person: OWNER if person == net.me else f"Person {number}"
        for number, person in enumerate(net.people.index, 1)
    }


def _wanted(what: Iterable[str]) -> set[str]:
    names: list[Any] = [what] if isinstance(what, str) else list(what)
    faults = [
        f"{name!r} is nothing to keep back{did_you_mean(str(name), CLEARED)}"
        for name in names
        if name not in CLEARED
    ]
    if faults:
        raise UnknownColumn(
            fault_list("the page cannot be redacted so", faults, f"Choose from {list(CLEARED)}.")
        )
    return set(names)
