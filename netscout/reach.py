"""Whom can I reach, through whom, and how likely.

reach(v) = share of the sampled worlds in which v talks with me within so many referrals; of a
company, the share in which at least one of its people does. A chain's chance is the product of its
steps.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._paths import best_chains, best_paths, chain_heads
from netscout._sample import sample, standard_error
from netscout._ties import ties
from netscout._worlds import any_of, share
from netscout.errors import NetscoutError, ThinDataWarning, UnknownColumn, did_you_mean
from netscout.goal import by_text
from netscout.identity import company_key, find, words
from netscout.relations import moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from netscout._paths import Path
    from netscout._sample import Sample
    from netscout._ties import Ties
    from netscout._worlds import Floats, Ints
    from netscout.goal import Goal
    from netscout.network import Network


def reach(
    net: Network,
    *,
    by: str = "person",
    goal: Goal | None = None,
    hops: int = 3,
    worlds: int = 992,
    seed: int = 1,
    on: Any = None,
) -> Any:
    """Show whom you can reach within a few referrals, through whom, and how likely.

    To reach somebody means that they talk with you: you ask those you can write to, whoever talks
    may pass you on to people they know, and so on for `hops` referrals. A person you have met
    counts as reached; at a company the chance is that of talking with somebody new there.

    Parameters
    ----------
    net
        The network.
    by
        "person", "company", "role" or "school".
    goal
        Only the people of a goal; by company, role or school, the goal's own ones, also those where
        nobody is known.
    hops
        How many referrals at most; 0 is those you can write to yourself.
    worlds
        How many worlds are sampled; rounded up to a multiple of 62.
    seed
        Which worlds.
    on
        The day from which to look; the day of the last event if not given.

    Returns
    -------
    DataFrame, likeliest first.

    - by="person": person, name, company, role, hops (referrals on the best chain, missing where no
      way is known), chance, se (sampling error), low, high (90 % interval from the uncertainty of
      the steps), via (the first person to ask), met (whether you have talked already)
    - otherwise: the group's name, people (known there), met (of them), hops, chance (that at least
      one of those not met talks), se, low, high, via, and unseen, the chance that somebody named
      to you whom nobody has seen yet belongs there and talks

    Raises
    ------
    UnknownColumn
        `by` is none of the four.

    Warns
    -----
    ThinDataWarning
        Nobody you know of fits the goal.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.reach(ns.example(), by="company")
    >>> bool(table["chance"].is_monotonic_decreasing)
    True
    """
    if by not in _GROUPS and by != "person":
        raise UnknownColumn(f"cannot reach by {by!r}{did_you_mean(by, ['person', *_GROUPS])}")
    if hops < 0:
        raise NetscoutError(f"`hops` must be 0 or more, not {hops}")
    net, on = moment(net, on)
    worlds_ = sample(net, on, worlds, seed)
    ways = _ways(worlds_.ties, hops)
    wanted = net.people.index != net.me
    if goal is not None:
        wanted = wanted & (goal.weights(net.people) > 0).to_numpy()
    if goal is not None and not wanted.any():
        warnings.warn(nobody_fits(net, goal), ThinDataWarning, stacklevel=2)
    if by == "person":
        return _by_person(net, worlds_, ways, wanted, hops)
    return _by_group(net, worlds_, ways, _groups(net, by, goal, wanted), by, hops)


@dataclass(frozen=True)
class Ways:
    """The best chain to each person: its chance, its referrals (−1 for none), whom to ask first."""

    chance: Floats
    hops: Ints
    first: Ints


def _ways(t: Ties, hops: int) -> Ways:
    """Return the best chain to everybody, at the steps' means."""
    start, step = chain_steps(t)
    best, before = best_chains(start, t.source, t.target, step, hops)
    shortest = best.argmax(axis=0)
    chance = best.max(axis=0)
    heads = chain_heads(before, shortest)
    return Ways(chance, np.where(chance > 0, shortest, -1), np.where(chance > 0, heads, -1))


def chain_steps(t: Ties) -> tuple[Floats, Floats]:
    """Return the chance that each person talks when I ask them, and that each referral works."""
    asked, referred = t.talk(t.means())
    start = np.where(t.direct, np.where(t.met, 1.0, t.mine * asked), 0.0)
    return start, t.passing(t.means()) * referred[t.target]


def _names(net: Network, places: Ints) -> list[str]:
    """Return the names of the people at these places, `""` for −1."""
    names = net.people["name"].to_numpy()
    return [str(names[place]) if place >= 0 else "" for place in places]


def _by_person(net: Network, worlds: Sample, ways: Ways, wanted: Any, hops: int) -> Any:
    chance, low, high = worlds.interval(hops, share)
    people = net.people
    table = pd.DataFrame({
        "person": people.index,
        "name": people["name"].to_numpy(),
        "company": people["company"].to_numpy(),
        "role": people["role"].to_numpy(),
        "hops": pd.array(np.where(ways.hops < 0, pd.NA, ways.hops), dtype="Int64"),
        "chance": chance,
        "se": standard_error(chance, worlds.words),
        "low": low,
        "high": high,
        "via": _names(net, ways.first),
        "met": worlds.ties.met,
    })[wanted]  # fmt: skip
    return table.sort_values(["chance", "name"], ascending=[False, True], ignore_index=True)


@dataclass(frozen=True)
class Groups:
    """People who belong together: the groups' names, and each member's place and group."""

    names: list[str]
    member: Ints
    group: Ints

    @property
    def sizes(self) -> Ints:
        """How many members each group has."""
        return np.bincount(self.group, minlength=len(self.names)).astype(np.int64)

    def only(self, wanted: Any) -> Groups:
        """Return the groups with only some of the people, given as a mask over all."""
        kept = wanted[self.member]
        return Groups(self.names, self.member[kept], self.group[kept])

    def total(self, values: Floats) -> Floats:
        """Return the sum over the members of each group."""
        totals = np.bincount(self.group, values[self.member], len(self.names))
        return totals.astype(np.float64)

    def best(self, values: Floats) -> Ints:
        """Return the member of the highest positive value in each group, −1 for none."""
        order = np.argsort(values[self.member], kind="stable")
        order = order[values[self.member][order] > 0]
        best = np.full(len(self.names), -1, np.int64)
        best[self.group[order]] = self.member[order]
        return best


_GROUPS: dict[str, Callable[[str], str]] = {
    "company": company_key,
    "role": words,
    "school": words,
}


def _groups(net: Network, by: str, goal: Goal | None, wanted: Any) -> Groups:
    """Return the groups to show: the goal's own where it names any, else those of the people."""
    texts = net.people[by]
    if goal is not None and (named := goal.named(by)):
        fits = [goal.only(by, name).test(by) for name in named]
        places = [np.flatnonzero(wanted & by_text(texts, fit)) for fit in fits]
        sizes = [len(members) for members in places]
        member = np.concatenate(places).astype(np.int64)
        return Groups(list(named), member, np.repeat(np.arange(len(named)), sizes))
    keys = texts.map({text: _GROUPS[by](text) for text in texts.unique()})
    inside = np.asarray(wanted & (keys != "").to_numpy())
    codes, found = pd.factorize(keys[inside])
    spelling = texts[inside].groupby(codes).agg(lambda same: same.mode().iat[0])
    names = [str(spelling[code]) for code in range(len(found))]
    return Groups(names, np.flatnonzero(inside), codes.astype(np.int64))


def _by_group(net: Network, worlds: Sample, ways: Ways, groups: Groups, by: str, hops: int) -> Any:
    new = groups.only(~worlds.ties.met)

    def count(talks: Ints) -> Floats:
        return share(any_of(talks[:, new.member], new.group, len(new.names)))

    chance, low, high = worlds.interval(hops, count)
    best = new.best(ways.chance)
    known = best >= 0
    table = pd.DataFrame({
        by: groups.names,
        "people": groups.sizes,
        "met": groups.sizes - new.sizes,
        "hops": pd.array(np.where(known, ways.hops[best], pd.NA), dtype="Int64"),
        "chance": chance,
        "se": standard_error(chance, worlds.words),
        "low": low,
        "high": high,
        "via": _names(net, np.where(known, ways.first[best], -1)),
        "unseen": _unseen(worlds, groups, by, hops),
    })  # fmt: skip
    order = ["chance", "unseen", by]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _unseen(worlds: Sample, groups: Groups, by: str, hops: int) -> Floats:
    """Return the chance that somebody nobody has seen yet belongs to each group and talks.

    The number of such people is taken as Poisson: its mean is the names still to come from
    everybody who may talk, times the share that fit, times the chance that they talk.
    """
    t = worlds.ties
    values = t.means()
    coming = share(worlds.talks(hops)) * names_to_come(t)
    own = values.get(f"share.{by}", 0.0)
    near = groups.total(coming)
    usual = (groups.sizes + 0.5) / len(t.ids)
    expected = near * own + (coming.sum() - near) * (1 - own) * usual
    chance: Floats = 1 - np.exp(-expected * values["talk.referred"])
    return chance


def names_to_come(t: Ties) -> Floats:
    """Return how many new people each person is expected to name when they talk."""
    values = t.means()
    return values["any"] * values["count"] * t.naming


def nobody_fits(net: Network, goal: Goal) -> str:
    """Return the sentence for a goal that fits nobody known."""
    hints = [
        f"{wanted!r}{did_you_mean(wanted, set(net.people[column]) - {''})}"
        for column, names in (("company", goal.companies), ("role", goal.roles))
        for wanted in names
    ]
    return (
        f"nobody you know of fits the goal ({'; '.join(hints) or goal}): what is said rests on "
        "people nobody has seen yet. A contact there, an alumni list or a friend's export would "
        "change that."
    )


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
            f"no way to {net.people.at[person, 'name']} is known within {hops} referrals. A "
            f"contact at {company or 'their company'}, their e-mail or profile address in "
            "people.csv, or a friend's export would change that.",
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


def tie_sentence(net: Network, t: Ties, source: int, target: int) -> str:
    """Return in words what a step rests on; a source of −1 is the owner."""
    if source < 0:
        return STANDING_WORDS[t.standing["relation"].at[t.ids[target]]]
    tie = np.flatnonzero((t.source == source) & (t.target == target))[0]
    if t.tie_given[tie] == 1:
        return f"{net.people['name'].iat[source]} has named them"
    return "they know each other" if t.know[tie] == 1 else "they work at the same company"


STANDING_WORDS = {
    "met": "you have talked before",
    "agreed": "has said yes",
    "referred": "was named to you",
    "corresponded": "has written to you within a year",
    "connected": "you are connected",
    "alumni": "same school or employer as you",
    "cold": "you can write to them, as a stranger",
}
