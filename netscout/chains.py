"""The best chains of referrals to one person, and what each step of them rests on.

A chain's chance is the product of its steps.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._paths import best_chains, best_paths
from netscout._phrases import counted
from netscout._ties import ties
from netscout.errors import NetscoutError, ThinDataWarning
from netscout.identity import find
from netscout.relations import moment

if TYPE_CHECKING:
    from netscout._paths import Path
    from netscout._ties import Ties
    from netscout._worlds import Floats, Ints
    from netscout.network import Network


def chains(net: Network, to: str, *, k: int = 3, hops: int = 3) -> Any:
    """Show the best few chains of referrals that lead to one person.

    Parameters
    ----------
    net
        The network.
    to
        Id or unique name of the person to reach.
    k
        How many chains; chains with different first people to ask go first.
    hops
        How many referrals at most.

    Returns
    -------
    DataFrame, best chain first, one row a step: chain, step, person, name, chance (of this step),
    total (of the chain up to here), how (what the step rests on).

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to `to`.

    Warns
    -----
    ThinDataWarning
        No way is known; the message says what would change it.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.chains(ns.example(), "Dana Whitlock", k=1)
    >>> table["name"].iloc[-1]
    'Dana Whitlock'
    """
    person = find(net.people, to)
    if person == net.me:
        raise NetscoutError("that is yourself: give the person whom you want to reach")
    net, on = moment(net, None)
    t = ties(net, on)
    start, step = chain_steps(t)
    place = int(t.ids.get_loc(person))
    found = best_paths(start, t.source, t.target, step, to=place, k=k, hops=hops)
    if not found:
        company = net.people.at[person, "company"]
        warnings.warn(
            f"no way to {net.people.at[person, 'name']} is known within "
            f"{counted(hops, 'referral')}. A contact at {company or 'their company'}, "
            "their e-mail or profile address in people.csv, or a friend's export would change "
            "that.",
            ThinDataWarning,
            stacklevel=2,
        )
    rows = [
        row for number, path in enumerate(found, 1) for row in _chain_rows(net, t, number, path)
    ]
    columns = ["chain", "step", "person", "name", "chance", "total", "how"]
    return pd.DataFrame(rows, columns=columns)


def _chain_rows(net: Network, t: Ties, number: int, path: Path) -> list[tuple[Any, ...]]:
    names = net.people["name"].to_numpy()
    total, rows = 1.0, []
    before = -1
    for step, (place, chance) in enumerate(path, 1):
        total *= chance
        how = tie_sentence(net, t, before, place)
        person = t.ids[place]
        rows.append((number, step, person, names[place], float(chance), float(total), how))
        before = place
    return rows


def ways_ahead(net: Network, *, hops: int = 3, on: Any = None) -> Any:
    """Return the best chain to everybody you can reach and have not talked with.

    Parameters
    ----------
    net
        The network.
    hops
        How many referrals at most.
    on
        The day from which to look; the day of the last event if not given.

    Returns
    -------
    DataFrame, one row a step, in the order of the people table: to (whom the chain leads to),
    person (of this step), chance (of this step), how (what it rests on).
    """
    net, on = moment(net, on)
    t = ties(net, on)
    start, step = chain_steps(t)
    best, before = best_chains(start, t.source, t.target, step, hops)
    ends = np.flatnonzero((best.max(axis=0) > 0) & ~t.met)
    left, place = best[:, ends].argmax(axis=0), ends.copy()
    parts = []
    while len(ends):
        ahead = np.where(left > 0, before[left, place], -1)
        so_far = np.where(left > 0, best[left - 1, ahead], 1.0)
        parts.append((ends, left, place, ahead, best[left, place] / so_far))
        on_the_way = left > 0
        ends, left, place = ends[on_the_way], left[on_the_way] - 1, ahead[on_the_way]
    if not parts:
        return pd.DataFrame({"to": [], "person": [], "chance": [], "how": []})
    to, left, place, ahead, chance = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort([left, to])
    return pd.DataFrame({
        "to": t.ids[to[order]],
        "person": t.ids[place[order]],
        "chance": chance[order],
        "how": _bases(t, ahead, place)[order],
    })  # fmt: skip


def _bases(t: Ties, source: Ints, target: Ints) -> Any:
    """Return in words what each of many steps rests on; a source of −1 is the owner."""
    standing = t.standing["relation"].reindex(t.ids).map(STANDING_WORDS).to_numpy(object)
    words = standing[target]
    via = np.flatnonzero(source >= 0)
    keys = t.source * len(t.ids) + t.target
    order = np.argsort(keys)
    tie = order[np.searchsorted(keys[order], source[via] * len(t.ids) + target[via])]
    known = np.where(t.know[tie] == 1, ACQUAINTED, COLLEAGUES)
    words[via] = np.where(t.tie_given[tie] == 1, "has named them", known)
    return words


ACQUAINTED, COLLEAGUES = "they know each other", "they work at the same company"


def tie_sentence(net: Network, t: Ties, source: int, target: int) -> str:
    """Return in words what a step rests on; a source of −1 is the owner."""
    if source < 0:
        return STANDING_WORDS[t.standing["relation"].at[t.ids[target]]]
    tie = np.flatnonzero((t.source == source) & (t.target == target))[0]
    if t.tie_given[tie] == 1:
        return f"{net.people['name'].iat[source]} has named them"
    return ACQUAINTED if t.know[tie] == 1 else COLLEAGUES


STANDING_WORDS = {
    "met": "you have talked before",
    "agreed": "has said yes",
    "referred": "was named to you",
    "corresponded": "has written to you within a year",
    "connected": "you are connected",
    "alumni": "same school or employer as you",
    "cold": "you can write to them, as a stranger",
}


def chain_steps(t: Ties) -> tuple[Floats, Floats]:
    """Return the chance that each person talks when I ask them, and that each referral works."""
    asked, referred = t.talk(t.means())
    start = np.where(t.direct, np.where(t.met, 1.0, t.mine * asked), 0.0)
    return start, t.passing(t.means()) * referred[t.target]
