"""The network as arrays: who can open the way to whom, and with which chance.

This is the seam between tables and kernels: above it ids, dates and text, below it integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from netscout._worlds import tie_numbers
from netscout.connectors import connectors
from netscout.identity import company_key, digest
from netscout.odds import acquainted, answered_by, learn, still
from netscout.relations import RELATIONS, asks, relations
from netscout.schema import KINDS, REFERRALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout._worlds import Floats, Ints
    from netscout.network import Network
    from netscout.odds import Step


@dataclass(frozen=True)
class Ties:
    """People and ties as arrays; people are numbered in the order of `ids`, ties sorted by target.

    For people (n): `number` (for the coins), `relation` (place in `RELATIONS`, −1 for me), `direct`
    (I can write to them), `mine` (chance that I do reach them so), `silence` (share of the answers
    that would have come by now, where an ask is open), `asked_as` (their relation when they were
    asked, where the ask is open, or they have been referred since a no; else their present one),
    `resting` (said no lately), `refused` (the chance that they stay with a no, 0 for those who said
    none), `given` (a chance of talking stated by the user, NaN for none), `lift` (their referrer's
    factor on the odds of talking), `naming` (their own factor on the names they will give).

    For ties (m): `source`, `target`, `know` (chance that they know each other), `given` chance
    (`tie_given`; 1 where the referral has been made, NaN where `pass` decides).
    """

    ids: Any
    me: int
    number: Ints
    relation: Ints
    direct: Any
    mine: Floats
    silence: Floats
    asked_as: Ints
    resting: Any
    refused: Floats
    given: Floats
    lift: Floats
    naming: Floats
    source: Ints
    target: Ints
    know: Floats
    tie_given: Floats
    steps: Mapping[str, Step]
    standing: Any

    @property
    def met(self) -> Any:
        """Who has talked with me: their ties are open."""
        return self.relation == RELATIONS.index("met")

    @property
    def tie_number(self) -> Ints:
        """The number of each tie, for the coins."""
        return tie_numbers(self.number[self.source], self.number[self.target])

    def means(self) -> dict[str, float]:
        """Return the expected value of every step."""
        return {name: step.mean for name, step in self.steps.items()}

    def talk(self, values: Mapping[str, float]) -> tuple[Floats, Floats]:
        """Return the chances that each person talks when I ask them, and when they are referred.

        One coin decides both, and being referred can only help. Nobody is referred to people they
        have met.
        """
        asked, before = self._bare(values, self.relation), self._bare(values, self.asked_as)
        referred = np.maximum(asked, values["talk.referred"])
        chances = []
        for chance in (asked, referred):
            anew, stays = still(chance, self.silence, before), still(chance, 1.0, before)
            left = (1 - self.refused) * anew + self.refused * stays
            told = np.where(np.isnan(self.given), np.where(self.resting, 0.0, left), self.given)
            chances.append(np.where(np.arange(len(told)) == self.me, 0.0, told))
        return chances[0], np.where(self.met, 0.0, chances[1])

    def _bare(self, values: Mapping[str, float], relation: Ints) -> Floats:
        """Return the chance that each person, in some relation, talks when asked first."""
        by_relation = np.array([values[f"talk.{name}"] for name in RELATIONS])
        chance = by_relation[relation]
        lifted = chance * self.lift / (1 - chance + chance * self.lift)
        bare: Floats = np.where(relation == RELATIONS.index("referred"), lifted, chance)
        return bare

    def by_asking_again(self, values: Mapping[str, float], reminder: float) -> Floats:
        """Return how much of each chance of talking comes by asking (again), 1 where none is open.

        Those who would have talked when they were asked come anyway, but for a share whom only a
        reminder brings to it; whoever talks since a referral only would not have come.
        """
        now, before = self._bare(values, self.relation), self._bare(values, self.asked_as)
        before = np.minimum(before, now)
        coming = before * (1 - self.silence)
        share = (now - before + reminder * coming) / np.maximum(now - before + coming, 1e-12)
        return np.where(self.silence > 0, np.minimum(share, 1.0), 1.0)

    def passing(self, values: Mapping[str, float]) -> Floats:
        """Return the chance that each tie passes me on, once its source talks."""
        return np.where(np.isnan(self.tie_given), values["pass"] * self.know, self.tie_given)


_cache: WeakKeyDictionary[Network, dict[Any, Ties]] = WeakKeyDictionary()


def ties(net: Network, on: Any) -> Ties:
    """Return the network as arrays on a day; made once for each network and day."""
    kept = _cache.setdefault(net, {})
    if on not in kept:
        kept[on] = _build(net, on)
    return kept[on]


def doors(net: Network) -> Any:
    """Return one row for each way that an event opens: date, kind, source, target, chance.

    A row of the events table with `one_way` opens no way back.
    """
    events = net.events
    events = events[events["target"] != ""]
    for column, default in (("chance", np.nan), ("one_way", False)):
        if column not in events.columns:
            events[column] = default
    opens = events["kind"].map({name: kind.opens for name, kind in KINDS.items()})
    one_way = events["one_way"].eq(True)
    swap = {"source": "target", "target": "source"}
    forward = events[opens != "backward"]
    backward = events[(opens == "backward") | ((opens == "both") & ~one_way)].rename(columns=swap)
    columns = ["date", "kind", "source", "target", "chance"]
    return pd.concat([forward[columns], backward[columns]], ignore_index=True)


def _build(net: Network, on: Any) -> Ties:
    ids = net.people.index
    me = int(ids.get_loc(net.me))
    standing = relations(net, on)
    steps = learn(net, on, standing)
    opened = doors(net)
    mine, others = opened[opened["source"] == net.me], opened[opened["source"] != net.me]
    pairs = pd.concat(
        [_known_ties(others[others["target"] != net.me], ids), _colleagues(net, standing, others)]
    )
    pairs = pairs.sort_values(["target", "source"], ignore_index=True)
    return Ties(
        ids=ids,
        me=me,
        number=np.fromiter((digest(person) for person in ids), np.int64, len(ids)),
        tie_given=pairs["given"].to_numpy(float),
        source=pairs["source"].to_numpy(np.int64),
        target=pairs["target"].to_numpy(np.int64),
        know=pairs["know"].to_numpy(float),
        steps=steps,
        standing=standing,
        **_people(net, on, standing, mine, {name: step.mean for name, step in steps.items()}),
    )


def _people(
    net: Network, on: Any, standing: Any, mine: Any, values: Mapping[str, float]
) -> dict[str, Any]:
    """Return the arrays of people, in the order of the people table."""
    people = net.people
    table = standing.reindex(people.index)
    codes = {name: code for code, name in enumerate(RELATIONS)}
    chance = mine.groupby("target")["chance"].last().reindex(people.index)
    silence = np.zeros(len(people))
    waiting = table["open_days"].notna().to_numpy()
    silence[waiting] = answered_by(table.loc[waiting, "open_days"], net.assumptions)
    agreed = (table["relation"] == "agreed").to_numpy()
    days = (pd.Timestamp(on) - table.loc[agreed, "agreed"]).dt.days
    silence[agreed] = answered_by(days, net.assumptions, "meeting")
    asked = asks(net)
    own = connectors(net, on, standing, asked, values).reindex(people.index)
    relation = table["relation"].map(codes).fillna(-1).to_numpy(np.int64)
    refused = (table["declined"].notna() & (table["relation"] != "met")).to_numpy()
    last = asked.sort_values("date", kind="stable").drop_duplicates("person", keep="last")
    last = last[last["answer"].isin(["", "no"])].set_index("person")
    asked_as = last["relation"].map(codes).reindex(people.index).to_numpy(float)
    # A no counts while it stands, and only a referral makes it another question then: the no itself
    # may have been their first letter.
    said_no = last["answer"].reindex(people.index).eq("no").to_numpy()
    as_before = np.isnan(asked_as) | (said_no & ~(refused & (relation == codes["referred"])))
    lift = table["referrer"].map(own["lift"]).fillna(1.0)
    rest = pd.Timedelta(days=net.assumptions["rest.declined"].mean)
    given = people["talk"] if "talk" in people.columns else pd.Series(np.nan, people.index)
    return {
        "relation": relation,
        "asked_as": np.where(as_before, relation, asked_as).astype(np.int64),
        "direct": table["direct"].eq(True).to_numpy(bool),
        "mine": chance.fillna(1.0).to_numpy(float),
        "silence": silence,
        "refused": np.where(refused, 1 - net.assumptions["declined.anew"].mean, 0.0),
        "resting": (pd.Timestamp(on) - table["declined"] <= rest).to_numpy(bool),
        "lift": lift.to_numpy(float),
        "naming": own["naming"].fillna(0.0).to_numpy(float),
        "given": pd.to_numeric(given, errors="coerce").to_numpy(float),
    }


def _known_ties(others: Any, ids: Any) -> Any:
    """Return the ties between other people that events show; a referral made is certain."""
    made = others["kind"].isin(REFERRALS)
    rows = pd.DataFrame({
        "source": ids.get_indexer(others["source"]),
        "target": ids.get_indexer(others["target"]),
        "made": made.to_numpy(float),
        "chance": others["chance"].to_numpy(float),
    })  # fmt: skip
    pairs = rows.groupby(["source", "target"], as_index=False).agg(
        made=("made", "max"), chance=("chance", "last")
    )
    given = pairs["chance"].where(pairs["chance"].notna(), pairs["made"].where(pairs["made"] > 0))
    return pairs[["source", "target"]].assign(know=1.0, given=given)


def _colleagues(net: Network, standing: Any, others: Any) -> Any:
    """Return ties from people I know to colleagues of theirs to whom no other way is known."""
    people = net.people.drop(net.me)
    key = people["company"].map(company_key)
    unreached = standing["relation"].isin(["cold", "alumni"]) & ~people.index.isin(others["target"])
    wanted = key[unreached & (key != "")]
    known = key[~standing["relation"].isin(["cold", "alumni"]) & key.isin(wanted)]
    pairs = (
        known.rename("key")
        .reset_index()
        .merge(wanted.rename("key").reset_index(), on="key", suffixes=("_source", "_target"))
    )
    index = net.people.index
    return pd.DataFrame({
        "source": index.get_indexer(pairs["person_source"]),
        "target": index.get_indexer(pairs["person_target"]),
        "know": acquainted(pairs["key"], net.assumptions),
        "given": np.nan,
    })  # fmt: skip
