"""A plan of asks for the coming weeks: whom, in which order, and whom instead after a no."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._candidates import prepare, warn_if_thin
from netscout._sample import sample
from netscout.ask import goal_chances
from netscout.errors import NetscoutError
from netscout.relations import moment

if TYPE_CHECKING:
    from netscout._greedy import LazyGreedy
    from netscout.goal import Goal
    from netscout.network import Network

COLUMNS = ("week", "person", "name", "score", "if_no", "goal_chance")
_SUBSTITUTES = 50  # among how many of the best others a substitute is looked for


def plan(
    net: Network,
    *,
    goal: Goal | None = None,
    weeks: int = 4,
    per_week: int = 2,
    hops: int = 3,
    worlds: int = 992,
    seed: int = 1,
    on: Any = None,
) -> Any:
    """Plan whom to ask in the coming weeks, and whom instead if somebody says no.

    The order is that of `ask_next`, so many asks at a time. Make it anew after each answer: names
    that come in the meantime are often worth more than what was planned.

    Parameters
    ----------
    net
        The network.
    goal
        Whom you want to talk with; the network's own goal if not given, else everybody new.
    weeks, per_week
        How many weeks, and how many asks in each.
    hops
        How many referrals onward are counted.
    worlds, seed
        How many worlds are sampled, and which.
    on
        The day from which to look; the day of the last event if not given.

    Returns
    -------
    DataFrame in order: week (1 is the coming one), person, name, score (as in `ask_next`), if_no
    (name of the best substitute, given that all others up to that week are asked and this person
    says no), goal_chance (of at least one conversation that counts, with all asks so far).

    Warns
    -----
    ThinDataWarning
        Nobody can be asked, or nobody you know of fits the goal.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.plan(ns.example(), weeks=2, per_week=2)
    >>> table["week"].tolist()
    [1, 1, 2, 2]
    """
    if weeks < 1 or per_week < 1:
        raise NetscoutError(f"`weeks` and `per_week` are at least 1, not {weeks} and {per_week}")
    net, on = moment(net, on)
    asks, greedy = prepare(sample(net, on, worlds, seed), net, goal or net.goal, hops=hops, on=on)
    warn_if_thin(asks)
    if not len(asks.places):
        return pd.DataFrame(columns=list(COLUMNS))
    before = replace(greedy, coverage=greedy.coverage.copy())
    choice = greedy.pick(weeks * per_week)
    chosen = choice.candidates
    week = np.arange(len(chosen)) // per_week + 1
    names = net.people["name"].to_numpy()
    unseen = asks.expected.unseen[chosen]
    substitutes = [
        _substitute(before, chosen.tolist(), place, int((week <= week[place]).sum()))
        for place in range(len(chosen))
    ]
    return pd.DataFrame({
        "week": week,
        "person": asks.ties.ids[asks.places[chosen]],
        "name": names[asks.places[chosen]],
        "score": np.array([pick.known for pick in choice.picks]) + unseen,
        "if_no": [names[asks.places[c]] if c is not None else "" for c in substitutes],
        "goal_chance": goal_chances(choice.picks, unseen),
    })  # fmt: skip


def _substitute(before: LazyGreedy, chosen: list[int], place: int, asked: int) -> int | None:
    """Return the best candidate outside the plan when one of those asked so far says no."""
    coverage = before.coverage.copy()
    for other, candidate in enumerate(chosen[:asked]):
        if other != place:
            coverage.add(before.spread(candidate))
    left = replace(before, coverage=coverage)
    order = np.argsort(-left.bounds(), kind="stable")
    rest = np.array([c for c in order.tolist() if c not in chosen][:_SUBSTITUTES], np.int64)
    return int(rest[left.values(rest).argmax()]) if len(rest) else None
