"""How the network grows: new people over time, the referral tree, waves, and the funnel.

Wave 0 is you, wave 1 the people known without a referral, wave k+1 the people who became known
because somebody of wave k named or introduced them.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout import _waves
from netscout._groups import HIDDEN, groups, order
from netscout.errors import ThinDataWarning, UnknownColumn, did_you_mean
from netscout.schema import ANYONE, REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

_NEVER = np.iinfo(np.int64).max

EVERY = ("day", "week", "month")
STAGES = {
    "known": "",
    "asked": "known",
    "agreed": "asked",
    "met": "agreed",
    "asked_for_names": "met",
    "named": "met",
    "introduced": "named",
    "thanked": "met",
}
"""The stages of the funnel, and of which stage each is a share."""

# Days from a referral to the conversation: a lognormal distribution fitted to the median 13 and the
# quartiles 6 and 22 of real referral chains.
_LAG_MEDIAN, _LAG_SPREAD = 13.0, 0.963
_THIN = 5


def tree(net: Network) -> Any:
    """Return the referral tree: to which wave each person belongs, and who brought them.

    A person becomes known on the day of their first event with anybody; what an event is `about`
    does not count. If one of that day's events is a referral, the person who made it (the first,
    if several did) is their parent. Two people who name each other on the day they both become
    known do not make a circle: the later of the two rows is passed over.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame indexed by person, in the order of `net.people`:

    - wave: 0 you, 1 known without a referral, k+1 brought by wave k; missing without any event
    - parent: the id of the person who brought them, `""` for waves 0 and 1
    - root: the id of the wave-1 person at the root of their tree, `""` for you
    - first: the day they became known
    - met: the day of your first conversation with them
    - named: how many people they have named or introduced

    Examples
    --------
    >>> import netscout as ns
    >>> from netscout.growth import tree
    >>> int(tree(ns.example())["wave"].min())
    0
    """
    people, events = net.people.index, net.events
    kind = events["kind"].to_numpy()
    source, target = people.get_indexer(events["source"]), people.get_indexer(events["target"])
    day = events["date"].to_numpy("datetime64[D]").astype(np.int64)
    me, size = people.get_loc(net.me), len(people)

    first = np.full(size, _NEVER)
    np.minimum.at(first, source, day)
    np.minimum.at(first, target[target >= 0], day[target >= 0])
    referral = np.isin(kind, REFERRALS) & (source != me) & (target != me)
    bringing = referral & (day == first[target])
    parent = _waves.parents(source[bringing], target[bringing], size)
    depth, root = _waves.depths(parent)

    known, ids = first < _NEVER, np.append(people.to_numpy(dtype=object), "")
    wave = pd.array(np.where(known, depth + 1, 0), dtype="Int64")
    wave[~known] = pd.NA
    wave[me] = 0
    root = np.where(known & (np.arange(size) != me), root, -1)
    met = (kind == "met") & ((source == me) | (target == me))
    pairs = np.unique(source[referral] * size + target[referral])
    return pd.DataFrame(
        {
            "wave": wave,
            "parent": pd.array(ids[parent], dtype="str"),
            "root": pd.array(ids[root], dtype="str"),
            "first": _days(first),
            "met": _days(_earliest(np.where(source == me, target, source)[met], day[met], size)),
            "named": np.bincount(pairs // size, minlength=size),
        },
        index=people,
    )


def _earliest(person: Any, day: Any, size: int) -> Any:
    """Return the first day of each person, `_NEVER` where there is none."""
    first = np.full(size, _NEVER)
    np.minimum.at(first, person, day)
    return first


def _days(day: Any) -> Any:
    """Return day numbers as dates, `NaT` for never."""
    dates = np.where(day == _NEVER, 0, day).astype("datetime64[D]").astype("datetime64[us]")
    return np.where(day == _NEVER, np.datetime64("NaT", "us"), dates)


def growth(net: Network, *, every: str = "week", by: str | None = None) -> Any:
    """Count the new people of each period, and all of them so far.

    A person is new in the period of their first event; you are not counted, nor is anybody of
    whom no event is known. Hidden members of a LinkedIn export have a date and no name: they
    count in size, as the group "(hidden)".

    Parameters
    ----------
    net
        The network.
    every
        `"day"`, `"week"` (from Monday) or `"month"`.
    by
        What to group by: `"wave"`, `"company"`, `"role"`, `"school"`; `"channel"` or `"kind"` of
        the first event; `"first contact"`, the wave-1 person at the root of the referral tree; or
        another column of the people table. Spellings of one company are one group, under the most
        common spelling. Of more than 8 groups the 7 largest stay, as far as they have more than
        one person, and the rest is "(other)"; waves all stay.

    Returns
    -------
    DataFrame, earliest first, with every period up to the last event's, also those without news:

    - period: its first day
    - group: `"all"` without `by`; "(not known)" where the column says nothing
    - new: people who became known in it
    - total: people known at its end

    Raises
    ------
    UnknownColumn
        `every` or `by` is none of these.

    Examples
    --------
    >>> import netscout as ns
    >>> net = ns.example()
    >>> ns.growth(net, every="month")["new"].sum() == ns.growth(net, by="wave")["new"].sum()
    np.True_
    """
    if every not in EVERY:
        hint = did_you_mean(every, EVERY)
        raise UnknownColumn(f"every={every!r} is none of {', '.join(EVERY)}{hint}")
    known = tree(net).drop(net.me)
    known = known[known["first"].notna()]
    events = net.events
    hidden = events.loc[events["target"] == "", "date"]
    group = groups(net, by, known) if by else pd.Series("all", known.index)
    dates = pd.concat([known["first"], hidden])
    labels = [*group, *[HIDDEN if by else "all"] * len(hidden)]
    table = _cumulated(_period(dates, every), labels, order(labels, by), net.last, every)
    table.attrs |= {"every": every, "by": by or ""}
    return table


def _cumulated(period: Any, labels: list[str], ordered: list[str], last: Any, every: str) -> Any:
    """Return the long table of new and total people of every period and group."""
    if not len(period):
        columns = {"period": "datetime64[us]", "group": "str", "new": "int64", "total": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    step = {"day": "D", "week": "W-MON", "month": "MS"}[every]
    end = _period(pd.Series([last]), every).iloc[0]
    periods = pd.date_range(period.min(), end, freq=step, unit="us")
    new = pd.crosstab(period.to_numpy(), np.asarray(labels, dtype=object))
    new = new.reindex(index=periods, columns=ordered, fill_value=0)
    return pd.DataFrame(
        {
            "period": np.repeat(periods, len(ordered)),
            "group": pd.array(
                np.tile(np.asarray(ordered, dtype=object), len(periods)), dtype="str"
            ),
            "new": new.to_numpy().ravel(),
            "total": new.cumsum().to_numpy().ravel(),
        }
    )


def _period(dates: Any, every: str) -> Any:
    """Return the first day of the period of each date."""
    if every == "month":
        return dates - pd.to_timedelta(dates.dt.day - 1, unit="D")
    return dates - pd.to_timedelta(dates.dt.day_of_week, unit="D") if every == "week" else dates


def waves(net: Network) -> Any:
    """Count what each wave has brought, and the referral rate R.

    R is the number of further conversations that come of one conversation: with people whom the
    other person named or introduced. Above 1 referrals alone keep the network growing; below 1
    fresh first contacts are needed. Conversations take their time to come about, so one held d
    days ago counts as the share of them that has come by then (half after 13 days, 90 % after
    45). Without it the latest conversations would look barren.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame, one row a wave from 1 on:

    - wave, people: how many people belong to it (`tree` says who)
    - met: with how many of them you had a conversation
    - named: how many people all of the wave have named or introduced
    - recruits: how many of the next wave those met have brought and you then met
    - mean, low, high: the wave's R (posterior mean) and its 90 % interval

    `attrs["R"]` has the same for all waves together: `mean, low, high`, `p_above_1` (the chance
    that R > 1), `extinction` (the chance that the chain from one conversation ends by itself),
    `met`, `recruits`, `conversations` (those met, counted as above) and `prior`, shape and rate
    of the Gamma distribution that R is assumed to have before the log speaks. Its mean and spread
    follow from the assumptions `any`, `count` and `talk.referred`: about 0.7, worth 8
    conversations. `attrs["thin"]` is a sentence where less than 5 conversations speak, else `""`.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.waves(ns.example())
    >>> table.columns.tolist()
    ['wave', 'people', 'met', 'named', 'recruits', 'mean', 'low', 'high']
    >>> bool(table.attrs["R"]["low"] < table.attrs["R"]["mean"] < table.attrs["R"]["high"])
    True
    """
    people = tree(net)
    talked = people["met"].notna()
    child = people[talked & (people["parent"] != "")]
    recruited = child["parent"].map(talked).astype(bool)
    recruits = child[recruited].groupby("parent").size()
    age = (net.last - people["met"]).dt.days
    seen = pd.Series(_waves.share_seen(age.fillna(0), _LAG_MEDIAN, _LAG_SPREAD), people.index)
    facts = people.assign(
        people=1,
        met=talked.astype(int),
        recruits=recruits.reindex(people.index, fill_value=0),
        seen=seen.where(talked, 0.0),
    )
    sums = facts.drop(net.me).groupby("wave")[["people", "met", "recruits", "seen"]].sum()
    sums.insert(2, "named", _named_by(net, people["wave"]).reindex(sums.index, fill_value=0))
    prior = _prior(net)
    sums["mean"], sums["low"], sums["high"] = _waves.rate(sums["recruits"], sums["seen"], prior)
    table = sums.drop(columns="seen").reset_index().astype({"wave": "int64"})
    count, exposure = int(sums["recruits"].sum()), float(sums["seen"].sum())
    table.attrs["R"] = _rate(count, int(sums["met"].sum()), exposure, prior)
    table.attrs["thin"] = _thin_rate(exposure)
    return table


def _named_by(net: Network, wave: Any) -> Any:
    """Return how many different people each wave has named or introduced."""
    events = net.events
    referrals = events[events["kind"].isin(REFERRALS) & (events["target"] != net.me)]
    pairs = referrals.assign(wave=wave.reindex(referrals["source"]).to_numpy())
    return pairs.drop_duplicates(["wave", "target"]).groupby("wave").size()


def _prior(net: Network) -> tuple[float, float]:
    """Return shape and rate of the Gamma distribution of R that the assumptions amount to."""
    steps = [net.assumptions["any"], net.assumptions["talk.referred"]]
    mean = net.assumptions["count"].mean * float(np.prod([step.mean for step in steps]))
    # The squared coefficients of variation of independent factors, each plus 1, multiply.
    spread = float(np.prod([1 + s.b / (s.a * (s.a + s.b + 1)) for s in steps])) - 1
    return 1 / spread, 1 / spread / mean


def _rate(count: int, met: int, exposure: float, prior: tuple[float, float]) -> dict[str, Any]:
    """Return the referral rate as a plain dictionary."""
    shape, inverse_scale = prior[0] + count, prior[1] + exposure
    mean, low, high = map(float, _waves.rate(count, exposure, prior))
    return {
        "mean": mean,
        "low": low,
        "high": high,
        "p_above_1": _waves.above(1.0, shape, inverse_scale),
        "extinction": _waves.extinction(shape, inverse_scale),
        "met": met,
        "recruits": count,
        "conversations": exposure,
        "prior": prior,
    }


def _thin_rate(exposure: float) -> str:
    if exposure >= _THIN:
        return ""
    return (
        "R is mostly assumed: fewer than 5 conversations are old enough to have led to others. "
        "Log each `met` and whom it `named`, and the log will outweigh the assumption."
    )


def funnel(net: Network, *, by: str | None = None) -> Any:
    """Count how far people have come, from known to thanked, and what share comes further.

    Whoever came further counts for the stages before: who agreed or met was asked. The stages
    after the conversation count among the people met, from the day of the first conversation on.

    ===============  ============  ================================================================
    stage            share of      who
    ===============  ============  ================================================================
    known                          everybody in the people table but you
    asked            known         asked for a conversation; open requests count as not agreed yet
    agreed           asked         said yes
    met              agreed        the conversation took place
    asked_for_names  met           named somebody, or the log says `asked` about `anyone`
    named            met           named or introduced somebody
    introduced       named         made an introduction
    thanked          met           you thanked them
    ===============  ============  ================================================================

    Parameters
    ----------
    net
        The network.
    by
        What to group by, as in `growth`: wave, company, role, school, channel, ...

    Returns
    -------
    DataFrame, in the order above (the largest group first):

    - group: only with `by`
    - stage, count: how many different people came at least that far
    - of: the stage of which `rate` is the share, `""` for known
    - rate, low, high: the share and its 90 % Jeffreys interval; missing where it is of nobody
    - note: "thin" where the share is of fewer than 5 people, else `""`

    Raises
    ------
    UnknownColumn
        `by` is no grouping and no column of the people table.

    Warns
    -----
    ThinDataWarning
        Nobody has been asked yet, as with a LinkedIn export alone.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.funnel(ns.example())["stage"].tolist()[:4]
    ['known', 'asked', 'agreed', 'met']
    """
    reached = _reached(net).drop(net.me)
    if not reached["asked"].any():
        warnings.warn(
            "nobody has been asked for a conversation yet. A log.csv with the rows asked, agreed, "
            "met, named and thanked would show where conversations get lost.",
            ThinDataWarning,
            stacklevel=2,
        )
    if by is None:
        return _shares(reached.assign(group="all"), ["all"]).drop(columns="group")
    group = groups(net, by, tree(net).drop(net.me))
    return _shares(reached.assign(group=group), order(list(group), by))


def _reached(net: Network) -> Any:
    """Return who has come to which stage: people × stages of truth values."""
    events, people = net.events, net.people.index
    kind, source, target = events["kind"], events["source"], events["target"]
    first_met = tree(net)["met"]

    def having(rows: Any, side: Any = target) -> Any:
        return people.isin(side[rows])

    def afterwards(rows: Any, side: Any) -> Any:
        return having(rows & (events["date"] >= first_met.reindex(side).to_numpy()), side)

    mine, to_me = source == net.me, target == net.me
    met = first_met.notna().to_numpy()
    agreed = met | having((kind == "agreed") & to_me, source)
    declined = having((kind == "declined") & to_me, source)
    request = (kind == "asked") & mine & (events["about"] == "")
    named = afterwards(kind.isin(REFERRALS) & ~to_me, source)
    whom_else = having((kind == "asked") & mine & (events["about"] == ANYONE))
    stages = {
        "known": np.ones(len(people), bool),
        "asked": agreed | declined | having(request),
        "agreed": agreed,
        "met": met,
        "asked_for_names": named | (whom_else & met),
        "named": named,
        "introduced": afterwards((kind == "introduced") & ~to_me, source),
        "thanked": afterwards((kind == "thanked") & mine, target),
    }
    return pd.DataFrame(stages, index=people)


def _shares(reached: Any, ordered: list[str]) -> Any:
    """Return the funnel of each group."""
    counts = reached.groupby("group").sum().reindex(ordered, fill_value=0).astype("int64")
    bases = counts.assign(none=0)[[of or "none" for of in STAGES.values()]].to_numpy()
    rate, low, high = _waves.share(counts.to_numpy(), bases)
    thin = (bases < _THIN) & (np.array(list(STAGES.values())) != "")
    table = {
        "group": np.repeat(np.asarray(ordered, dtype=object), len(STAGES)),
        "stage": np.tile(np.asarray(list(STAGES), dtype=object), len(ordered)),
        "count": counts.to_numpy().ravel(),
        "of": np.tile(np.asarray(list(STAGES.values()), dtype=object), len(ordered)),
        "rate": rate.ravel(),
        "low": low.ravel(),
        "high": high.ravel(),
        "note": np.where(thin, "thin", "").astype(object).ravel(),
    }
    return pd.DataFrame(table).astype(dict.fromkeys(("group", "stage", "of", "note"), "str"))
