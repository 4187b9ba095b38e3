"""The chance of every step: what is assumed, what the user's own log has taught, and how sure.

Each step is Beta-binomial: the assumption counts as so many asks, the log adds its own. An open
ask of age t counts as F(t) of a refusal, F the lag law of answers, never as a whole one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._pooling import pooled
from netscout.identity import company_key
from netscout.relations import RELATIONS, asks, moment, relations
from netscout.roles import same_work
from netscout.schema import ANYONE, REFERRALS

if TYPE_CHECKING:
    from netscout.assumptions import Assumption, Assumptions
    from netscout.network import Network

INTERVAL = 0.90
"""Every interval that netscout shows of a chance holds this share of the probability."""

ENOUGH = 5
"""Below this many observations a step is called assumed."""


@dataclass(frozen=True)
class Step:
    """What is known of one step: a Beta (or, for `count`, a Gamma) distribution.

    `a` and `b` are its parameters with everything observed; `n` answers and `open` asks without
    one stand behind it.
    """

    prior: Assumption
    a: float
    b: float
    n: int = 0
    open: int = 0

    @property
    def is_chance(self) -> bool:
        """Whether the step is a chance; the number of names is a rate."""
        return self.prior.form == "beta"

    @property
    def mean(self) -> float:
        """The expected chance, or number."""
        return self.a / (self.a + self.b) if self.is_chance else self.a / self.b

    def quantile(self, q: float) -> float:
        """Return the value below which the step lies with probability q."""
        from scipy.special import betaincinv, gammaincinv  # noqa: PLC0415 - slow to import

        if self.is_chance:
            return float(betaincinv(self.a, self.b, q))
        return float(gammaincinv(self.a, q) / self.b)

    def draw(self, random: np.random.Generator, size: int) -> Any:
        """Return draws from what is known of the step, an array of `size`."""
        if self.is_chance:
            return random.beta(self.a, self.b, size)
        return random.gamma(self.a, 1 / self.b, size)


def odds(net: Network, *, on: Any = None) -> Any:
    """Show every chance the model uses, what it rests on, and where it comes from.

    A step is one thing that may happen or not: somebody asked talks with you, names anybody, passes
    you on. An open ask is one without an answer yet. Where `n` is below 5 the chance is the
    assumption rather than your own experience; override it in netscout.toml.

    Parameters
    ----------
    net
        The network.
    on
        The day from which to look; the day of the last event if not given.

    Returns
    -------
    DataFrame, in the order of a referral: step, relation, prior (mean assumed), n (answers seen),
    open (asks without one), mean, low, high (90 % interval), basis ("assumed", "log"), source. Who
    is asked again after a no or a silence is counted once.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.odds(ns.example())
    >>> list(table["step"].unique())
    ['talk', 'any', 'count', 'pass', 'share']
    """
    net, on = moment(net, on)
    rows = []
    for name, step in learn(net, on, relations(net, on)).items():
        kind, _, relation = name.partition(".")
        low, high = step.quantile((1 - INTERVAL) / 2), step.quantile((1 + INTERVAL) / 2)
        prior = step.prior.mean
        basis = "log" if step.n >= ENOUGH else "assumed"
        source = f"{step.prior.tag}: {step.prior.source}"
        rows.append((kind, relation, prior, step.n, step.open, step.mean, low, high, basis, source))
    columns = ["step", "relation", "prior", "n", "open", "mean", "low", "high", "basis", "source"]
    return pd.DataFrame(rows, columns=columns)


def learn(net: Network, on: Any, standing: Any) -> dict[str, Step]:
    """Return every step with what the events up to a day have taught, by name.

    `standing` is how each person stands to the owner on that day (`relations`).
    """
    assumed = net.assumptions
    table = asks(net)
    kept = _kept(table, assumed, on)
    steps = _talks(table, assumed, on, kept)
    steps["talk.agreed"] = kept
    steps["any"], steps["count"] = _naming(net, on, standing)
    steps["pass"] = _passing(net, on)
    return steps | _shares(net)


def answered_by(days: Any, assumed: Assumptions, what: str = "reply") -> Any:
    """Return F: the share of the answers that ever come which have come after so many days.

    Lognormal, from the median and the 90 % point of `assumptions.toml`; `what` is "reply" or
    "meeting", the conversation after a yes.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - slow to import

    median, ninety = assumed[f"{what}.median"].mean, assumed[f"{what}.ninety"].mean
    sigma = math.log(ninety / median) / 1.2815515655446004
    with np.errstate(divide="ignore"):
        return ndtr(np.log(np.maximum(np.asarray(days, float), 0) / median) / sigma)


def still(chance: Any, gone: Any, before: Any = None) -> Any:
    """Return the chance of something that has not come yet, when a share of it would have.

    Where the chance was another one `before`, only what was to come by that one has failed to: one
    coin decides both.
    """
    before = chance if before is None else np.minimum(before, chance)
    return (chance - before * gone) / np.maximum(1 - before * gone, 1e-12)


def outcomes(table: Any, on: Any, assumed: Assumptions, kept: float) -> Any:
    """Return how far each ask counts as tried, and how far as a conversation.

    A yes without a conversation so far counts as the chance that it still takes place; an open ask
    counts as tried as far as answers would have come by now.

    Returns
    -------
    DataFrame in the order of the asks: yes, tried; both 0 … 1.
    """
    waited = answered_by((table["until"].fillna(on) - table["date"]).dt.days, assumed)
    agreed = answered_by((on - table["agreed"]).dt.days.fillna(0), assumed, "meeting")
    answer = table["answer"]
    yes = np.where(answer == "agreed", still(kept, agreed), answer == "yes")
    return pd.DataFrame({"yes": yes, "tried": np.where(answer == "", waited, 1.0)}, table.index)


def _talks(table: Any, assumed: Assumptions, on: Any, kept: Step) -> dict[str, Step]:
    """Return the chance of a conversation by relation, partially pooled across relations.

    What one relation has taught moves the others too, as far as `pool.relations` lets it: where
    strangers answer often, acquaintances are expected to. People met before are another matter.
    Asking again where an earlier ask came to nothing teaches nothing: one coin decides both.
    """
    seen = outcomes(table, on, assumed, kept.mean)
    seen["relation"] = table["relation"]
    seen["answered"], seen["asks"] = table["answer"] != "", 1
    seen = seen[~_tried_before(table)]
    sums = seen.groupby("relation")[["yes", "tried", "answered", "asks"]].sum()
    sums = sums.reindex([relation for relation in RELATIONS if relation != "agreed"], fill_value=0)
    priors = [assumed[f"talk.{relation}"] for relation in sums.index]
    together = np.where(sums.index == "met", 0.0, assumed["pool.relations"].mean)
    posteriors = pooled(
        [(prior.a, prior.b) for prior in priors],
        sums["yes"].to_numpy(float),
        sums["tried"].to_numpy(float),
        together.tolist(),
    )
    counts = zip(sums["answered"].astype(int), sums["asks"].astype(int), strict=True)
    return {
        prior.name: Step(prior, *posterior, answered, asks_ - answered)
        for prior, posterior, (answered, asks_) in zip(priors, posteriors, counts, strict=True)
    }


def _tried_before(table: Any) -> Any:
    """Return which asks follow one of the same person that came to nothing."""
    failed = table["answer"].isin(["", "no"])
    before = failed.groupby(table["person"]).cumsum() - failed
    return (before > 0) & (table["relation"] != "met")


def _kept(table: Any, assumed: Assumptions, on: Any) -> Step:
    """Return how often a yes becomes a conversation; an old yes without one counts as a miss."""
    prior = assumed["talk.agreed"]
    said_yes = table[table["agreed"].notna()]
    kept, lost = ((said_yes["answer"] == answer).sum() for answer in ("yes", "no"))
    waiting = said_yes[said_yes["answer"] == "agreed"]
    late = float(answered_by((on - waiting["agreed"]).dt.days, assumed, "meeting").sum())
    return Step(prior, prior.a + kept, prior.b + lost + late, int(kept + lost), len(waiting))


def _naming(net: Network, on: Any, table: Any) -> tuple[Step, Step]:
    """Return whether people I met name anybody, and how many; a recent silence counts in part.

    Who was not asked for names has not refused any. In a log that never says who was asked,
    everybody counts as asked.
    """
    met = table[table["relation"] == "met"]
    some = met["names"] > 0
    events = net.events
    says = ((events["kind"] == "asked") & (events["about"] == ANYONE)).any()
    silent = met[~some & (met["names_asked"].notna() | (not says))]
    misses = answered_by((on - silent["met"]).dt.days, net.assumptions).sum() if len(silent) else 0
    any_, count = net.assumptions["any"], net.assumptions["count"]
    names = int(met.loc[some, "names"].sum())
    return (
        Step(any_, any_.a + int(some.sum()), any_.b + float(misses), int(some.sum()) + len(silent)),
        Step(count, count.a + names, count.b + int(some.sum()), int(some.sum())),
    )


def _passing(net: Network, on: Any) -> Step:
    """Return how often somebody asked for the way to a person they know opened it.

    Where it is not known whether they know each other, a silence counts as far as they would.
    """
    prior = net.assumptions["pass"]
    events = net.events
    wanted = events[
        (events["kind"] == "asked") & ~events["about"].isin(["", ANYONE])
    ].drop_duplicates(["target", "about"])
    opened = events[events["kind"].isin(REFERRALS)]
    given = set(zip(opened["source"], opened["target"], strict=True))
    done = [pair in given for pair in zip(wanted["target"], wanted["about"], strict=True)]
    waiting = wanted[~np.array(done, bool)] if done else wanted
    misses = answered_by((on - waiting["date"]).dt.days, net.assumptions) if done else np.zeros(0)
    theirs = events[events[["source", "target"]].isin(set(waiting["target"])).any(axis=1)]
    known = {frozenset(pair) for pair in zip(theirs["source"], theirs["target"], strict=True)}
    tied = [
        frozenset(pair) in known for pair in zip(waiting["target"], waiting["about"], strict=True)
    ]
    firms = net.people["company"].reindex(waiting["about"], fill_value="").map(company_key)
    missed = float((misses * np.where(tied, 1.0, acquainted(firms, net.assumptions))).sum())
    return Step(prior, prior.a + sum(done), prior.b + missed, sum(done), len(done) - sum(done))


def acquainted(companies: Any, assumed: Assumptions) -> Any:
    """Return the chance that two people of a company know each other, by the company's key."""
    sizes = {company_key(company): size for company, size in assumed.company_size.items()}
    size = companies.map(sizes).fillna(assumed["know.size"].mean).to_numpy(float)
    most, circle = assumed["know.most"].mean, assumed["know.circle"].mean
    return np.minimum(most, circle / np.maximum(size - 1, 1))


def _shares(net: Network) -> dict[str, Step]:
    """Return how often people name somebody of their own company, of their own kind of work."""
    events, people = net.events, net.people
    named = events[events["kind"].isin(REFERRALS)].drop_duplicates(["source", "target"])
    steps = {}
    for name, column, same in (
        ("share.company", "company", lambda a, b: company_key(a) == company_key(b)),
        ("share.role", "role", same_work),
    ):
        prior = net.assumptions[name]
        ends = zip(
            named["source"].map(people[column]), named["target"].map(people[column]), strict=True
        )
        hits = [same(a, b) for a, b in ends if a and b]
        a, b = prior.a + sum(hits), prior.b + len(hits) - sum(hits)
        steps[name] = Step(prior, a, b, len(hits))
    return steps
