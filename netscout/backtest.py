"""Whether this advice would have worked on one's own past.

At each past date the network as it was then ranks the people who were asked next; what followed
within the horizon is the judge. Only people really asked have an outcome, so the rankings compete
in ordering those; whom one might have asked instead, no log can tell.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._candidates import prepare
from netscout._compare import METRICS, Judged
from netscout._rankings import RULES, Past, rankings
from netscout._sample import sample
from netscout.errors import NetscoutError, ThinDataWarning, UnknownColumn, did_you_mean
from netscout.identity import find
from netscout.relations import asks
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netscout.goal import Goal
    from netscout.network import Network

METHODS = ("ask_next", *RULES)

FEWEST = 20
"""Below this many asks with an outcome no methods are compared."""

_STEPS = {"day": "D", "week": "W-MON", "month": "MS"}
_WORLDS = 992
_HOPS = 3
# The methods that state a chance: the model's, that of all asks so far, that of a connector.
_CHANCES = {"ask_next": "talk", "random": "base", "shrunk rate": "shrunk rate"}


def backtest(
    net: Network,
    *,
    goal: Goal | None = None,
    horizon: int = 30,
    every: str = "week",
    k: int = 5,
    seed: int = 1,
) -> Any:
    """Replay your past, and show whether the advice would have put the right people first.

    At the beginning of each period everybody is ranked whom you asked in it and whom `ask_next`
    could have proposed, from what was known the day before. What counts is what came of it within
    the horizon: 1 for a first conversation, 1 for each person newly named in it. People you did not
    ask have no outcome, so this judges the order among those you asked, no more. Periods whose
    horizon has not passed yet are left out.

    Parameters
    ----------
    net
        The network.
    goal
        Counts each conversation and name by how much they meet the goal. The other methods know no
        goal, so without one given here everybody counts the same.
    horizon
        Days within which a conversation must follow.
    every
        `"day"`, `"week"` (from Monday) or `"month"`.
    k
        How many people from the top count.
    seed
        Of the sampled worlds and the bootstrap.

    Returns
    -------
    DataFrame, best method first:

    - method: "ask_next", "random", or a simple rule: "most recent contact", "oldest open promise"
      (named longest ago), "strongest tie" (messages), "degree", "betweenness", "past
      introductions", "shrunk rate" (of conversations of those named by the same person)
    - ndcg: mean over the periods of NDCG@k: 1 is the best order there could have been
    - hit: share of the periods in which one of the first k talked with you
    - lift: what the first k have brought, earlier places counting more, relative to a random
      order; low, high: its 90 % interval, by bootstrap over connectors (who named the person; over
      periods for those whom nobody named)
    - brier: mean squared error of the chance of a conversation, for the methods that state one
    - n: asks with an outcome

    `attrs["reliability"]` is a list with one row for each bin of similar chances: n, chance (mean
    stated), share (that talked), low, high (90 %, Jeffreys). `attrs["log_loss"]` has the log loss
    of the methods that state a chance; `attrs["periods"]`, `attrs["left_out"]` how many periods
    speak and how many asks do not count as nobody could have proposed them; `attrs["thin"]` is a
    sentence where there is too little to compare, else `""`.

    Raises
    ------
    UnknownColumn
        `every` is none of these.
    NetscoutError
        `horizon` or `k` is below 1.

    Warns
    -----
    ThinDataWarning
        Fewer than 20 asks have an outcome: no methods are compared.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.backtest(ns.example(), every="month")
    >>> bool(table.set_index("method").loc["random", "lift"] == 1)
    True
    """
    if every not in _STEPS:
        hint = did_you_mean(every, _STEPS)
        raise UnknownColumn(f"every={every!r} is none of {', '.join(_STEPS)}{hint}")
    if horizon < 1 or k < 1:
        raise NetscoutError(f"`horizon` and `k` must be at least 1, not {horizon} and {k}")
    judged, left_out = replay(net, goal=goal, horizon=horizon, every=every, seed=seed)
    table = _table(judged, k, seed)
    table.attrs["left_out"] = left_out
    if table.attrs["thin"]:
        warnings.warn(table.attrs["thin"], ThinDataWarning, stacklevel=2)
    return table


def replay(
    net: Network, *, goal: Goal | None, horizon: int, every: str, seed: int
) -> tuple[Any, int]:
    """Return every ask with what each method said of it before, and how many asks do not count.

    Returns
    -------
    DataFrame as in `Judged`: list (the day before the period), person, block (the connector, else
    the period), happened (talked with me), gain, talk and base (chances), a column for each method;
    and the number of asks left out.
    """
    asked = asks(net)
    parts, left_out = [], 0
    for day, until in _periods(asked["date"], net.last, horizon, every):
        inside = asked.loc[(asked["date"] > day) & (asked["date"] <= until), "person"].unique()
        past = net.asof(day)
        people = [person for person in inside if person in past.people.index]
        left_out += len(inside) - len(people)
        if not people:
            continue
        said = _said(past, day, _goal_then(net, past, goal), people, seed)
        left_out += len(people) - len(said)
        followed = _followed(net, day, horizon, goal, list(said.index))
        parts.append(said.join(followed).assign(list=day).reset_index(names="person"))
    judged = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["person"])
    return judged, left_out


def _periods(dates: Any, last: Any, horizon: int, every: str) -> Iterator[tuple[Any, Any]]:
    """Yield the day before each period and its last day, where the horizon has passed."""
    if not len(dates):
        return
    day = pd.Timedelta(days=1)
    end = last - pd.Timedelta(days=horizon)
    first = pd.date_range(end=dates.min(), periods=1, freq=_STEPS[every])[0]
    starts = pd.date_range(first, last + pd.Timedelta(days=32), freq=_STEPS[every])
    for start, after in pairwise(starts):
        if start - day <= end:
            yield start - day, after - day


def _said(past: Network, day: Any, goal: Goal | None, people: list[str], seed: int) -> Any:
    """Return what each method says of those people who could be asked, indexed by person."""
    candidates, greedy = prepare(
        sample(past, day, _WORLDS, seed), past, goal, hops=_HOPS, on=day, among=people
    )
    order = greedy.pick(len(candidates.places)).candidates
    ids = candidates.ties.ids[candidates.places[order]]
    then = Past(past, day, candidates.ties.standing, pd.Index(ids, name="person"))
    referrer = then.standing.loc[ids, "referrer"].to_numpy()
    return rankings(then).assign(
        ask_next=-np.arange(len(ids), dtype=float),
        talk=candidates.talk(candidates.ties.means())[order],
        base=then.base,
        block=np.where(referrer == "", f"{day:%Y-%m-%d}", referrer),
    )


def _goal_then(net: Network, past: Network, goal: Goal | None) -> Goal | None:
    """Return the goal without the people who were not known yet; None where nothing is left."""
    if goal is None:
        return None
    people = [find(net.people, person) for person in goal.people]
    known = tuple(person for person in people if person in past.people.index)
    if not (known or goal.companies or goal.roles or goal.schools):
        return None
    return replace(goal, people=known)


def _followed(net: Network, day: Any, horizon: int, goal: Goal | None, people: list[str]) -> Any:
    """Return whether each person talked with me within the horizon, and what it brought."""
    events = net.events
    worth = pd.Series(1.0, net.people.index) if goal is None else goal.weights(net.people)
    after = (events["date"] > day) & (events["date"] <= day + pd.Timedelta(days=horizon))
    met = events[events["kind"] == "met"]
    other = met["source"].where(met["source"] != net.me, met["target"])
    before, since = set(other[met["date"] <= day]), set(other[after[met.index]])
    named = events[events["kind"].isin(REFERRALS)].drop_duplicates("target")
    named = named[after[named.index] & ~named["target"].isin(before)]
    brought = worth.reindex(named["target"]).set_axis(named["source"])  # of floats, though empty
    names = brought.groupby(level=0).sum()
    talked = np.array([person in since for person in people], float)
    new = np.array([person not in before for person in people], float)
    own = worth.reindex(people).to_numpy()
    gain = talked * (new * own + names.reindex(people, fill_value=0.0).to_numpy())
    return pd.DataFrame({"happened": talked, "gain": gain}, index=pd.Index(people, dtype="str"))


def _table(judged: Any, k: int, seed: int) -> Any:
    """Return the table of `backtest` from what each method said and what followed."""
    n = len(judged)
    thin = "" if n >= FEWEST else _too_few(n)
    attrs: dict[str, Any] = {"reliability": [], "log_loss": {}, "thin": thin}
    if thin:
        table = pd.DataFrame({"method": METHODS}).assign(**dict.fromkeys(METRICS, np.nan))
    else:
        judge = Judged(judged, METHODS, _CHANCES)
        table = judge.table(k, seed)
        attrs |= {"reliability": judge.reliability("ask_next"), "log_loss": judge.log_losses()}
    table = table.assign(n=n)
    table.attrs = attrs | {"periods": judged["list"].nunique() if n else 0}
    return table


def _too_few(n: int) -> str:
    return (
        f"{n} of your asks can be judged; below {FEWEST} no methods are compared. An ask can be "
        "judged once its horizon has passed: keep the log, and look again in some weeks."
    )
