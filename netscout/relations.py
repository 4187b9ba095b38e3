"""How each person stands to me at a date: met, referred, connected …, and what is still open.

Everything is read off the events; the strongest relation that holds is the one that counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from netscout.identity import company_key, words
from netscout.schema import ANYONE, REFERRALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from netscout.network import Network

RELATIONS = ("cold", "alumni", "connected", "corresponded", "referred", "agreed", "met")
"""Weakest first."""

CORRESPONDENCE_DAYS = 365
_CONNECTIONS = ("knows", "endorsed", "recommended")
_LEAVE_ALONE = "leave alone"
_AFFILIATIONS: tuple[tuple[tuple[str, ...], Callable[[str], str]], ...] = (
    (("school", "schools"), words),
    (("company", "employers"), company_key),
)
"""Columns that say where somebody belongs, several parted by `;`, and what spellings share."""


def moment(net: Network, on: Any) -> tuple[Network, Any]:
    """Return the network as it was on a day, and the day; the default is that of the last event."""
    if on is None:
        last = net.last
        return net, pd.Timestamp(0) if pd.isna(last) else last
    day = pd.Timestamp(on).normalize()
    return (net.asof(day) if net.last > day else net), day


def relations(net: Network, on: Any) -> Any:
    """Return how each person stands to the owner on a day, of which all events have been read.

    Returns
    -------
    DataFrame indexed by person, the owner left out:

    - relation: the strongest of `RELATIONS`
    - direct: whether there is a way to write to them oneself
    - known, wrote, met: dates connected (if they still are), last heard from, last talked with
    - referred, referrer: when and by whom they were last named or introduced
    - asked: date of the first ask that has had no answer since, `open_days` its age
    - declined: date of a no that nothing has followed
    - names, names_asked: how many people they have named; when they were last asked for names
      or gave any
    - leave_alone: tagged so by the user
    """
    people = net.people.drop(net.me)
    mine = _with_me(net)
    heard = mine[~mine["by_me"]]
    named = net.events[net.events["kind"].isin(REFERRALS) & (net.events["source"] != net.me)]
    table = pd.DataFrame(index=people.index)

    def dates(events: Any, which: str = "last", who: str = "other") -> Any:
        found: Any = events.groupby(who)["date"].agg(which).reindex(table.index)
        return found.astype("datetime64[us]")

    table["known"] = dates(_standing(mine, people, on), "first")
    table["wrote"] = dates(heard[heard["kind"] == "wrote"])
    table["met"] = dates(mine[mine["kind"] == "met"])
    table["agreed"] = dates(mine[mine["kind"] == "agreed"])
    table["referred"] = dates(named, who="target")
    referrer = named.groupby("target")["source"].last().reindex(table.index)
    table["referrer"] = referrer.fillna("")
    table["declined"] = _declined(table, dates(mine[mine["kind"] == "declined"]))
    table["asked"] = (
        _open_asks(mine, _referred(named)).reindex(table.index).astype("datetime64[us]")
    )
    table["open_days"] = (pd.Timestamp(on) - table["asked"]).dt.days
    table["names"] = named.groupby("source")["target"].nunique().reindex(table.index, fill_value=0)
    for_names = mine[(mine["kind"] == "asked") & (mine["about"] == ANYONE)]
    table["names_asked"] = pd.concat([dates(for_names), dates(named, who="source")], axis=1).max(
        axis=1
    )
    table["leave_alone"] = people["tags"].str.casefold().str.contains(_LEAVE_ALONE, regex=False)
    reachable = (people["email"] != "") | (people["url"] != "")
    alumni = _alumni(net, people)
    table["direct"] = table.index.isin(mine["other"]) | alumni | reachable
    table["relation"] = _strongest(table, alumni, pd.Timestamp(on))
    return table


def asks(net: Network) -> Any:
    """Return every ask for a conversation: one row each.

    A reminder is no new ask; asking again in the name of somebody who has referred me since is one.

    Returns
    -------
    DataFrame of person, date, relation (at that date), answer ("yes" once the conversation took
    place, "no", "agreed" until it does, "" while open), answered, agreed, and until (dates): when
    an ask without an answer gave way to a new one.
    """
    mine = _with_me(net)
    known = _first(mine, mine["kind"].isin(_CONNECTIONS))
    gone = _gone(net.people).dropna().to_dict()
    met = _first(mine, mine["kind"] == "met")
    named = net.events[net.events["kind"].isin(REFERRALS) & (net.events["source"] != net.me)]
    referred = _referred(named)
    wrote = mine[(mine["kind"] == "wrote") & ~mine["by_me"]].groupby("other")["date"].agg(list)
    alumni = set(net.people.index[_alumni(net, net.people)])

    def relation(person: str, day: Any) -> str:
        recent = day - pd.Timedelta(days=CORRESPONDENCE_DAYS)
        never = pd.Timestamp.max
        if met.get(person, never) < day:
            return "met"
        if referred.get(person, never) <= day:
            return "referred"
        if any(recent <= heard < day for heard in wrote.get(person, ())):  # not the answer itself
            return "corresponded"
        if known.get(person, never) <= day < gone.get(person, never):
            return "connected"
        return "alumni" if person in alumni else "cold"

    rows = [
        (trial.person, trial.date, relation(trial.person, trial.date), *trial[2:])
        for trial in _trials(mine, referred)
    ]
    columns = ["person", "date", "relation", "answer", "answered", "agreed", "until"]
    dates = dict.fromkeys(["date", "answered", "agreed", "until"], "datetime64[us]")
    return pd.DataFrame(rows, columns=columns).astype(dates)


def _with_me(net: Network) -> Any:
    """Return my own events with `other`, the person on the other side, and who acted."""
    events = net.events
    events["by_me"] = events["source"] == net.me
    events["other"] = events["source"].where(~events["by_me"], events["target"])
    return events[(events["by_me"] | (events["target"] == net.me)) & (events["other"] != "")]


def _standing(mine: Any, people: Any, on: Any) -> Any:
    """Return the events that make a connection which still stands on a day."""
    removed = _gone(people).reindex(mine["other"]).to_numpy() <= pd.Timestamp(on)
    return mine[mine["kind"].isin(_CONNECTIONS) & ~removed]


def _gone(people: Any) -> Any:
    """Return the day since which a connection is missing in the exports, `NaT` if it is not."""
    told = people["gone"] if "gone" in people.columns else pd.Series("", people.index)
    return pd.to_datetime(told, errors="coerce", format="ISO8601").astype("datetime64[us]")


def _referred(named: Any) -> dict[str, Any]:
    """Return the day on which each person was first named or introduced."""
    dates: dict[str, Any] = named.groupby("target")["date"].first().to_dict()
    return dates


def _first(events: Any, which: Any) -> dict[str, Any]:
    dates: dict[str, Any] = events[which].groupby("other")["date"].first().to_dict()
    return dates


class _Trial(NamedTuple):
    """One ask and its reminders."""

    person: str
    date: Any
    answer: str = ""
    answered: Any = pd.NaT
    agreed: Any = pd.NaT
    until: Any = pd.NaT


def _trials(mine: Any, referred: Mapping[str, Any]) -> list[_Trial]:
    """Return each ask for a conversation with what came of it.

    `referred` is the day on which each person was first named or introduced to me.
    """
    never = pd.Timestamp.max
    plain = mine[(mine["kind"] != "asked") | (mine["about"] == "")]
    waiting: dict[str, _Trial] = {}
    done = []
    for person, day, kind in zip(plain["other"], plain["date"], plain["kind"], strict=True):
        if kind == "asked":
            before = waiting.get(person)
            if before and not before.answer and before.date < referred.get(person, never) <= day:
                done.append(waiting.pop(person)._replace(until=day))
            waiting.setdefault(person, _Trial(person, day))
        elif person in waiting and kind == "agreed":
            waiting[person] = waiting[person]._replace(answer="agreed", answered=day, agreed=day)
        elif person in waiting and kind in {"met", "declined"}:
            answer = "yes" if kind == "met" else "no"
            done.append(waiting.pop(person)._replace(answer=answer, answered=day))
    return done + list(waiting.values())


def _open_asks(mine: Any, referred: Mapping[str, Any]) -> Any:
    """Return the date of each ask that has had no answer."""
    dates = {trial.person: trial.date for trial in _trials(mine, referred) if not trial.answer}
    return pd.Series(dates, dtype="datetime64[us]")


def _declined(table: Any, declined: Any) -> Any:
    """Return the date of a no after which nothing better has come."""
    later = (table["agreed"] > declined) | (table["met"] > declined)
    return declined.mask(later)


def _alumni(net: Network, people: Any) -> Any:
    """Return who shares a school or an employer, present or former, with the owner."""
    shared = pd.Series(data=False, index=people.index)
    for columns, key in _AFFILIATIONS:
        told = net.people[[column for column in columns if column in net.people.columns]]
        told = told.fillna("").astype("str")
        mine = {key(part) for cell in told.loc[net.me] for part in cell.split(";")}
        if mine := mine - {""}:
            for column in told.columns:
                theirs = told.loc[people.index, column]
                same = [c for c in theirs.unique() if not mine.isdisjoint(map(key, c.split(";")))]
                shared |= theirs.isin(same)
    return shared


def _strongest(table: Any, alumni: Any, on: Any) -> Any:
    """Return the strongest relation of each person."""
    fresh = table["wrote"] >= on - pd.Timedelta(days=CORRESPONDENCE_DAYS)
    held = {
        "alumni": alumni,
        "connected": table["known"].notna(),
        "corresponded": fresh,
        "referred": table["referred"].notna(),
        "agreed": table["agreed"].notna() & table["declined"].isna(),
        "met": table["met"].notna(),
    }
    relation = pd.Series("cold", table.index, dtype="str")
    for name in RELATIONS[1:]:
        relation = relation.mask(held[name], name)
    return relation
