"""Simple rules of whom to ask next: what netscout's own ranking is measured against.

Each rule gives every person a number from what is known of them on a day, the best the highest;
equal numbers are equal in rank. None looks at the goal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.odds import outcomes
from netscout.relations import asks, relations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netscout.network import Network

_PIVOTS = 32  # people from whom betweenness is counted: enough for an order, cheap when many


def rankings(past: Past, *, rules: Sequence[str] = ()) -> Any:
    """Return what every rule gives every person.

    Parameters
    ----------
    past
        The network as it was on a day, and whom to rank.
    rules
        Which of `RULES`; all if not given.

    Returns
    -------
    DataFrame indexed by person, one column a rule:

    - random: the same for everybody
    - most recent contact: the day of the last event in which they appear
    - oldest open promise: for how long they have been named to me without our having met
    - strongest tie: messages between us
    - degree, betweenness: in the graph of everybody known; nobody with one tie is between others
    - past introductions: how many people they have named or introduced
    - shrunk rate: how often those named by the same person (or by nobody) have talked with me,
      shrunk towards the average of all
    """
    chosen = {rule: RULES[rule](past).reindex(past.people) for rule in rules or RULES}
    return pd.DataFrame(chosen, index=past.people).astype(float)


@dataclass(frozen=True)
class Past:
    """A network as it was on a day: how everybody stood, and the people to rank (an index)."""

    net: Network
    on: Any
    standing: Any
    people: Any

    @classmethod
    def of(cls, net: Network, on: Any, people: Sequence[str]) -> Past:
        """Look at a network of which all events up to a day have been read."""
        ids = pd.Index(list(people), dtype="str", name="person")
        return cls(net, on, relations(net, on), ids)

    @cached_property
    def tried(self) -> Any:
        """Every ask: person, yes and tried (both 0 … 1, as `outcomes` counts them)."""
        asked, assumed = asks(self.net), self.net.assumptions
        counted = outcomes(asked, self.on, assumed, assumed["talk.agreed"].mean)
        return counted.assign(person=asked["person"])

    @cached_property
    def degree(self) -> Any:
        """With how many people everybody has had to do, who has had to do with anybody."""
        events = self.net.events
        pairs = events.loc[events["target"] != "", ["source", "target"]]
        both = pd.concat([pairs, pairs.set_axis(["target", "source"], axis=1)])
        return both.drop_duplicates()["source"].value_counts()

    @property
    def base(self) -> float:
        """How often an ask has led to a conversation so far, whoever was asked."""
        prior = self.net.assumptions["talk.connected"]
        yes, tried = self.tried[["yes", "tried"]].sum()
        return float((yes + prior.a) / (tried + prior.a + prior.b))


def _random(past: Past) -> Any:
    return pd.Series(0.0, past.people)


def _recent(past: Past) -> Any:
    events = past.net.events
    ends = pd.concat([events.set_index(end)["date"] for end in ("source", "target")])
    last = ends.groupby(level=0).max().reindex(past.people)
    return (last - pd.Timestamp(0)).dt.days.fillna(-1.0)


def _promised(past: Past) -> Any:
    waiting = (pd.Timestamp(past.on) - past.standing["referred"]).dt.days
    return waiting.where(past.standing["met"].isna()).fillna(-1)


def _messages(past: Past) -> Any:
    events, me = past.net.events, past.net.me
    wrote = events[events["kind"] == "wrote"]
    mine = wrote[(wrote["source"] == me) | (wrote["target"] == me)]
    other = mine["source"].where(mine["source"] != me, mine["target"])
    return other.value_counts().reindex(past.people, fill_value=0)


def _degree(past: Past) -> Any:
    return past.degree.reindex(past.people, fill_value=0)


def _betweenness(past: Past) -> Any:
    from networkx import betweenness_centrality  # noqa: PLC0415 - only where a graph is asked for

    linked = past.degree[past.degree > 1].index
    if not past.people.isin(linked).any():
        return pd.Series(0.0, past.people)
    G = past.net.graph().subgraph(linked)
    between = betweenness_centrality(G, k=min(_PIVOTS, len(G)), seed=1)
    return pd.Series(between).reindex(past.people, fill_value=0.0)


def _introductions(past: Past) -> Any:
    return past.standing["names"]


def shrunk_rate(past: Past) -> Any:
    """Return the rate of conversations of those whom the same person (or nobody) has named.

    It counts as many answers of the average as `connectors` does; an open ask counts in part.
    """
    referrer = past.tried["person"].map(past.standing["referrer"])
    sums = past.tried.groupby(referrer)[["yes", "tried"]].sum()
    weight = past.net.assumptions["pool.referrer"].mean
    rate = (sums["yes"] + weight * past.base) / (sums["tried"] + weight)
    return past.standing["referrer"].map(rate).fillna(past.base)


RULES: dict[str, Callable[[Past], Any]] = {
    "random": _random,
    "most recent contact": _recent,
    "oldest open promise": _promised,
    "strongest tie": _messages,
    "degree": _degree,
    "betweenness": _betweenness,
    "past introductions": _introductions,
    "shrunk rate": shrunk_rate,
}
