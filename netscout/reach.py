"""Whom can I reach, through whom, and how likely.

reach(v) = share of the sampled worlds in which v talks with me within so many referrals; of a
company, the share in which at least one of its people does.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._asks import Asks
from netscout._paths import best_chains
from netscout._sample import sample, standard_error
from netscout._worlds import any_of, share
from netscout.chains import chain_steps
from netscout.errors import NetscoutError, ThinDataWarning, UnknownColumn, did_you_mean
from netscout.goal import by_text
from netscout.identity import company_key, words
from netscout.relations import moment

if TYPE_CHECKING:
    from collections.abc import Callable

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
        "person", "company", "role", "school", or "goal": everybody who meets all of the goal, and
        everybody who meets any of it.
    goal
        Only the people of a goal; by company, role or school, the goal's own ones, also those where
        nobody is known. By goal, the network's own one if not given.
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
      the steps), via (the first person to ask), chain (the best chain in names), met (whether you
      have talked already)
    - otherwise: the group's name, people (known there), met (of them), hops, chance (that at least
      one of those not met talks), se, low, high, via, chain (to the likeliest of them), and unseen,
      the chance that somebody named to you whom nobody has seen yet belongs there and talks

    Raises
    ------
    UnknownColumn
        `by` is none of these.
    NetscoutError
        By goal, and there is none.

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
    choices = ["person", "goal", *_KEYS]
    if by not in choices:
        raise UnknownColumn(f"cannot reach by {by!r}{did_you_mean(by, choices)}")
    if hops < 0:
        raise NetscoutError(f"`hops` must be 0 or more, not {hops}")
    net, on = moment(net, on)
    if by == "goal" and (goal := goal or net.goal) is None:
        raise NetscoutError("there is no goal: give `goal=`, or write one into netscout.toml")
    worlds_ = sample(net, on, worlds, seed)
    ways = _ways(worlds_.ties, hops)
    wanted = net.people.index != net.me
    if goal is not None:
        wanted = wanted & (goal.weights(net.people) > 0).to_numpy()
    if goal is not None and not wanted.any():
        warnings.warn(nobody_fits(net, goal), ThinDataWarning, stacklevel=2)
    if by == "person":
        return _by_person(net, worlds_, ways, wanted, hops)
    if goal is not None and by == "goal":
        groups, unseen = _of_goal(net, goal), _goal_unseen(net, worlds_, goal, hops)
    else:
        groups = _groups(net, by, goal, wanted)
        unseen = _unseen(worlds_, groups, by, hops)
    table = _by_group(net, worlds_, ways, groups, by, hops).assign(unseen=unseen)
    order = ["chance", "unseen", by]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


@dataclass(frozen=True)
class Ways:
    """The best chain to each person: its chance, its referrals (−1 for none), who stands before.

    `before` says who precedes each person on a chain of so many referrals, (hops + 1, n).
    """

    chance: Floats
    hops: Ints
    before: Ints

    def chains(self, places: Ints) -> list[Ints]:
        """Return the people of the best chain to each place, from the last to the first.

        One array for each step: the place, or −1 where the chain is over or there is none.
        """
        left = np.where(places < 0, -1, self.hops[places])
        steps = [np.where(left < 0, -1, places)]
        while (left > 0).any():
            steps.append(np.where(left > 0, self.before[left, steps[-1]], -1))
            left = left - 1
        return steps


def _ways(t: Ties, hops: int) -> Ways:
    """Return the best chain to everybody, at the steps' means."""
    start, step = chain_steps(t)
    best, before = best_chains(start, t.source, t.target, step, hops)
    chance = best.max(axis=0)
    return Ways(chance, np.where(chance > 0, best.argmax(axis=0), -1), before)


def _chain_columns(net: Network, ways: Ways, places: Ints) -> dict[str, Any]:
    """Return hops, via and chain of the best chain to each of some places, −1 for none."""
    called = net.people["name"].mask(net.people["name"] == "", net.people.index.to_series())
    names = np.append(called.to_numpy(object), "")
    steps = [names[step] for step in reversed(ways.chains(places))]
    chains = [[name for name in chain if name] for chain in zip(*steps, strict=True)]
    hops = np.where(places < 0, -1, ways.hops[places])
    return {
        "hops": pd.array(np.where(hops < 0, pd.NA, hops), dtype="Int64"),
        "via": [chain[0] if chain else "" for chain in chains],
        "chain": [" → ".join(chain) for chain in chains],
    }


def _by_person(net: Network, worlds: Sample, ways: Ways, wanted: Any, hops: int) -> Any:
    chance, low, high = worlds.interval(hops, share)
    people = net.people
    chains = _chain_columns(net, ways, np.flatnonzero(wanted))
    table = pd.DataFrame({
        "person": people.index,
        "name": people["name"].to_numpy(),
        "company": people["company"].to_numpy(),
        "role": people["role"].to_numpy(),
        "chance": chance,
        "se": standard_error(chance, worlds.words),
        "low": low,
        "high": high,
        "met": worlds.ties.met,
    })[wanted].assign(**chains)[list(_PERSON_COLUMNS)]  # fmt: skip
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


_PERSON_COLUMNS = (
    "person", "name", "company", "role", "hops", "chance", "se", "low", "high", "via", "chain",
    "met",
)  # fmt: skip
_KEYS: dict[str, Callable[[str], str]] = {
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
    keys = texts.map({text: _KEYS[by](text) for text in texts.unique()})
    inside = np.asarray(wanted & (keys != "").to_numpy())
    codes, found = pd.factorize(keys[inside])
    spelling = texts[inside].groupby(codes).agg(lambda same: same.mode().iat[0])
    names = [str(spelling[code]) for code in range(len(found))]
    return Groups(names, np.flatnonzero(inside), codes.astype(np.int64))


def _of_goal(net: Network, goal: Goal) -> Groups:
    """Return those who meet all of a goal, and those who meet any of it, as two groups."""
    weights = goal.weights(net.people).where(net.people.index != net.me, 0.0).to_numpy(float)
    member = [np.flatnonzero(weights == 1), np.flatnonzero(weights > 0)]
    sizes = [len(places) for places in member]
    return Groups(["all of it", "any of it"], np.concatenate(member), np.repeat([0, 1], sizes))


def _by_group(net: Network, worlds: Sample, ways: Ways, groups: Groups, by: str, hops: int) -> Any:
    new = groups.only(~worlds.ties.met)

    def count(talks: Ints) -> Floats:
        return share(any_of(talks[:, new.member], new.group, len(new.names)))

    chance, low, high = worlds.interval(hops, count)
    chains = _chain_columns(net, ways, new.best(ways.chance))
    return pd.DataFrame({
        by: groups.names,
        "people": groups.sizes,
        "met": groups.sizes - new.sizes,
        "hops": chains["hops"],
        "chance": chance,
        "se": standard_error(chance, worlds.words),
        "low": low,
        "high": high,
        "via": chains["via"],
        "chain": chains["chain"],
    })  # fmt: skip


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


def _goal_unseen(net: Network, worlds: Sample, goal: Goal, hops: int) -> Floats:
    """Return the chance that somebody unseen who meets all, or any, of a goal talks."""
    t = worlds.ties
    everybody = np.arange(len(t.ids))
    meet = Asks(net, t, goal, np.zeros(len(t.ids)), everybody, hops).meeting(t.means())
    coming = share(worlds.talks(hops)) * names_to_come(t)
    expected = np.array([coming @ part for part in meet])
    chance: Floats = 1 - np.exp(-expected * t.means()["talk.referred"])
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
