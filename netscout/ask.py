"""Whom should I ask next, and why.

The value of an ask is the expected number of new conversations with people the goal counts, beyond
those that come anyway: the known part over sampled worlds, and the part that rests on people nobody
has seen yet. The two add up to the score, and the reasons are made from the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._candidates import prepare, warn_if_thin
from netscout._sample import sample
from netscout._worlds import share
from netscout.chains import STANDING_WORDS
from netscout.errors import NetscoutError
from netscout.odds import INTERVAL
from netscout.relations import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netscout._asks import Asks
    from netscout._greedy import Choice, LazyGreedy, Pick
    from netscout._worlds import Floats, Ints
    from netscout.goal import Goal
    from netscout.network import Network

COLUMNS = (
    "person", "name", "company", "role", "score", "low", "high", "p_best", "talk", "names",
    "known", "unseen", "goal_chance", "why", "change",
)  # fmt: skip
_DRAWS = 400
_RIVALS = 50  # among how many of the best candidates the chance to be the best one is shared
_WORTH_SAYING = 0.01  # a way to somebody that is less likely is not a reason


def ask_next(
    net: Network,
    *,
    goal: Goal | None = None,
    k: int = 5,
    hops: int = 3,
    candidates: Sequence[str] | None = None,
    worlds: int = 992,
    seed: int = 1,
    on: Any = None,
) -> Any:
    """Show whom to ask for a conversation next, and why.

    Candidates are people you can write to or who were named to you and who have no answer pending,
    and people you have met whom you did not ask whom else to see, or not for 75 days. Nobody is
    proposed whom you asked within 14 days, who said no within 90, or whom you tagged "leave alone".
    While somebody is asked for the way to a person, that person counts for nobody else.

    Parameters
    ----------
    net
        The network.
    goal
        Whom you want to talk with; the network's own goal if not given, else everybody new.
    k
        How many people.
    hops
        How many referrals onward are counted.
    candidates
        Ids or names among whom to choose; everybody possible if not given.
    worlds, seed
        How many worlds are sampled, and which.
    on
        The day from which to look; the day of the last event if not given.

    Returns
    -------
    DataFrame, best ask first; each row given that those above are asked too:

    - person, name, company, role
    - score: expected new conversations with people the goal counts (one who meets part of the goal
      counts in part), = known + unseen; low, high: 90 % interval
    - p_best: the chance that this is the best single ask
    - talk: the chance that a conversation follows
    - names: how many new people they are expected to name
    - known: the part of the score that rests on people and ties you know of
    - unseen: the part that rests on people nobody has seen yet
    - goal_chance: the chance of at least one such conversation, with all asks so far
    - why: the reasons in words
    - change: what chance of an answer would make another the first to ask, or this one

    `attrs["value"]` is what asking all of them is worth; no choice of as many people is worth more
    than `attrs["bound"]` in these worlds (lazy greedy; Nemhauser, Wolsey, Fisher 1978).

    Raises
    ------
    UnknownPerson
        A candidate is not in the network, or not unique.

    Warns
    -----
    ThinDataWarning
        Nobody can be asked, or nobody you know of fits the goal.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.ask_next(ns.example(), k=3)
    >>> len(table), bool((table["score"] - table["known"] - table["unseen"]).abs().max() < 1e-9)
    (3, True)
    """
    if k < 1 or hops < 0:
        raise NetscoutError(f"`k` must be at least 1 and `hops` at least 0, not {k} and {hops}")
    net, on = moment(net, on)
    asks, greedy = prepare(
        sample(net, on, worlds, seed), net, goal or net.goal, hops=hops, on=on, among=candidates
    )
    warn_if_thin(asks)
    if not len(asks.places):
        nobody = pd.DataFrame(columns=list(COLUMNS))
        nobody.attrs = {"value": 0.0, "bound": 0.0}
        return nobody
    before, rivals = greedy.coverage.copy(), greedy.rivals(_RIVALS)
    choice = greedy.pick(k)
    among = np.union1d(rivals, choice.candidates)
    alone = replace(greedy, coverage=before).values(among)
    return _table(asks, greedy, choice, Rivals(among, alone), seed)


@dataclass(frozen=True)
class Rivals:
    """The best candidates by number, and what asking each is worth alone."""

    candidate: Ints
    value: Floats

    def places(self, candidates: Ints) -> Ints:
        """Return where some candidates stand among these."""
        return np.searchsorted(self.candidate, candidates)


def _table(asks: Asks, greedy: LazyGreedy, choice: Choice, rivals: Rivals, seed: int) -> Any:
    expected, chosen = asks.expected, choice.candidates
    known = np.array([pick.known for pick in choice.picks])
    unseen, talk = expected.unseen[chosen], expected.talk[chosen]
    low, high, p_best = _uncertainty(asks, chosen, rivals, seed)
    people = asks.net.people.iloc[asks.places[chosen]]
    reasons = Reasons(asks, greedy, rivals)
    score = known + unseen
    table = pd.DataFrame({
        "person": people.index,
        "name": people["name"].to_numpy(),
        "company": people["company"].to_numpy(),
        "role": people["role"].to_numpy(),
        "score": score,
        "low": score * low,
        "high": score * high,
        "p_best": p_best,
        "talk": talk,
        "names": talk * expected.names[chosen],
        "known": known,
        "unseen": unseen,
        "goal_chance": goal_chances(choice.picks, unseen),
        "why": [reasons.of(candidate) for candidate in chosen],
        "change": [reasons.against(candidate, chosen[0]) for candidate in chosen],
    })  # fmt: skip
    table.attrs = {"value": choice.value, "bound": choice.bound}
    return table


def goal_chances(picks: list[Pick], unseen: Floats) -> list[float]:
    """Return the chance of any target so far; those nobody has seen count as Poisson."""
    none_unseen = np.exp(-np.cumsum(unseen))
    return [
        1 - (1 - pick.any_target) * float(n) for pick, n in zip(picks, none_unseen, strict=True)
    ]


def _uncertainty(
    asks: Asks, chosen: Ints, rivals: Rivals, seed: int
) -> tuple[Floats, Floats, Floats]:
    """Return low and high as factors of the score, and each choice's chance to be the best.

    The score answers to each step as a power of it (its elasticity); the steps are drawn from what
    is known of them, and each person's own chance of talking scatters round that of the relation.
    """
    factors = _draws(asks, rivals.candidate, np.random.default_rng(seed))
    where = rivals.places(chosen)
    ends = np.quantile(factors[:, where], [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2], axis=0)
    best = np.bincount((factors * rivals.value).argmax(axis=1), minlength=factors.shape[1]) / _DRAWS
    return ends[0], ends[1], best[where]


def _draws(asks: Asks, among: Ints, random: np.random.Generator) -> Floats:
    """Return factors on the values of candidates, one row a draw."""
    logs = np.zeros((_DRAWS, len(among)))
    for name, step in asks.ties.steps.items():
        draws = np.maximum(step.draw(random, _DRAWS), 1e-9)
        logs += np.log(draws / step.mean)[:, None] * asks.elasticities[name][among]
    talk = np.clip(asks.expected.talk[among], 1e-6, 1 - 1e-6)
    strength = asks.net.assumptions["pool.person"].mean
    own = random.beta(strength * talk, strength * (1 - talk), (_DRAWS, len(among)))
    factors: Floats = np.exp(logs) * own / talk
    return factors


@dataclass(frozen=True)
class Reasons:
    """The reasons for asking a candidate, in words made from the numbers of the score."""

    asks: Asks
    greedy: LazyGreedy
    rivals: Rivals

    def of(self, candidate: int) -> str:
        """Return one to four sentences."""
        parts = [self._standing(candidate), self._target(candidate), self._way(candidate)]
        return " ".join(part for part in [*parts, self._names(candidate)] if part)

    def _standing(self, candidate: int) -> str:
        t, place = self.asks.ties, self.asks.places[candidate]
        row = t.standing.loc[t.ids[place]]
        talk = f"{self.asks.expected.talk[candidate]:.0%}"
        if row["relation"] == "met":
            spoke = f"{row['met']:%-d %b %Y}"
            if row["names"]:
                spoke += f", when they named {row['names']}; time to ask again"
            elif pd.isna(row["names_asked"]):
                spoke += " and did not ask whom else to see"
            else:
                spoke += " and asked for names, which is a while ago"
            return f"You spoke on {spoke}; {talk} to talk again."
        if row["relation"] == "referred":
            referrer = self.asks.net.people["name"].get(row["referrer"], "")
            how = f"{referrer} named them on {row['referred']:%-d %b %Y}"
        else:
            how = STANDING_WORDS[row["relation"]]
            how = how[0].upper() + how[1:]
        again = "" if pd.isna(row["asked"]) else ", asked before without an answer"
        if pd.notna(row["declined"]):
            again = f", said no on {row['declined']:%-d %b %Y}"
        return f"{how}{again}: {talk} that a conversation follows."

    def _target(self, candidate: int) -> str:
        place = self.asks.places[candidate]
        if self.asks.goal is None or not self.asks.weight[place]:
            return ""
        person = self.asks.net.people.iloc[place]
        what = ", ".join(part for part in (person["role"], person["company"]) if part)
        share = "meets" if self.asks.weight[place] == 1 else "meets part of"
        return f"{share.capitalize()} your goal ({what})."

    def _way(self, candidate: int) -> str:
        """Name the person of the goal to whom the candidate is likeliest to bring me."""
        asks = self.asks
        people, masks = self.greedy.spread(candidate)
        others = people != asks.places[candidate]
        own = share(self.greedy.own[:, [candidate]])[0]
        worth = share(masks) * asks.weight[people] * others
        if asks.goal is None or worth.max(initial=0.0) <= _WORTH_SAYING * own:
            return ""
        best = int(worth.argmax())
        chance = share(masks)[best] / own
        name = asks.net.people["name"].iat[people[best]]
        return f"If they talk, {chance:.0%} that they bring you to {name}."

    def _names(self, candidate: int) -> str:
        named = self.asks.expected.names[candidate]
        if self.asks.goal is None:
            return f"About {named:.1f} new names are to be expected from a conversation."
        fitting = named * self.asks.expected.fit[candidate]
        return f"About {named:.1f} names from a conversation, {fitting:.1f} of them for your goal."

    def against(self, candidate: int, first: int) -> str:
        """Say which chance of an answer would change who is to be asked first.

        What asking somebody alone is worth is proportional to the chance that they talk.
        """
        alone = self.rivals.value
        best = float(alone[self.rivals.places(np.array([first]))[0]])
        if candidate != first:
            return self._needed(candidate, best, "They would go first", "put them first")
        others = np.where(self.rivals.candidate == first, -np.inf, alone)
        if len(others) < 2:
            return ""
        rival = int(self.rivals.candidate[others.argmax()])
        name = self.asks.net.people["name"].iat[self.asks.places[rival]]
        return self._needed(rival, best, f"{name} would go first", f"put {name}, the next, first")

    def _needed(self, candidate: int, best: float, who: str, put: str) -> str:
        """Return what chance of talking makes asking a candidate worth as much as the best."""
        talk = float(self.asks.expected.talk[candidate])
        value = float(self.rivals.value[self.rivals.places(np.array([candidate]))[0]])
        if value * talk == 0 or talk * best > value:
            return f"Not even a sure yes would {put}." if best > value else ""
        needed = f"{talk * best / value:.0%}"
        if needed == f"{talk:.0%}":
            return f"{who} at the slightest difference: the two are worth the same."
        return f"{who} if the chance that they talk were {needed}, not {talk:.0%}."
