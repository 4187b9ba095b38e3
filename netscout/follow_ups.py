"""The calendar of courtesy: whom to thank, remind, tell and ask, and by when.

The rules are data (`netscout.courtesy`): what starts the clock, how many days there are, what
settles the matter, and after how long it is let go. The network carries those that hold.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._phrases import fill, first_name, how, written
from netscout.errors import NetscoutError
from netscout.identity import company_key
from netscout.relations import moment
from netscout.schema import ANYONE, REFERRALS

if TYPE_CHECKING:
    from netscout.courtesy import Courtesy, Rule
    from netscout.network import Network

_COLUMNS = ("due", "status", "person", "name", "what", "why", "rule", "about")
_LEAVE_ALONE = "leave alone"
_AS_LOGGED = ("agreed", "declined", "met", "thanked", "updated")


def follow_ups(net: Network, *, on: Any = None, ahead: int = 14) -> Any:
    """List the courtesies that are due: thanks, reminders, news for referrers, names to ask for.

    A matter is settled by what the log says of the same day or later. Forgotten ones are let go
    after a while, a thank-you after 30 days, so that old matters do not bury new ones. People
    tagged "leave alone" are left alone. The rules are those of `rules.toml` as the section
    `[rules]` of your netscout.toml changes them (`net.courtesy`).

    Parameters
    ----------
    net
        The network.
    on
        The day from which to look, as if nothing later were known; the day of the last event if
        not given.
    ahead
        How many days ahead to look.

    Returns
    -------
    DataFrame, earliest due first:

    - due: the day by which it is to be done
    - status: "overdue" before `on`, "due" on that day, "coming" after it
    - person, name: towards whom
    - what: the thing to do
    - why: the reason, a sentence made of the log's dates and names
    - rule: the name of the rule
    - about: the third person, where the matter is about one

    `attrs["thin"]` is a sentence where the log has no asks and no conversations, else `""`;
    `attrs["on"]` the day from which was looked.

    Raises
    ------
    NetscoutError
        `ahead` is negative.

    Examples
    --------
    >>> import netscout as ns
    >>> due = ns.follow_ups(ns.example(), on="2026-02-02")
    >>> bool(due["due"].is_monotonic_increasing)
    True
    """
    if ahead < 0:
        raise NetscoutError(f"`ahead` is a number of days from 0 on, not {ahead}")
    net, on = moment(net, on)
    past, people = _happenings(net), net.people
    until = on + pd.Timedelta(days=ahead)
    seconds = _Seconds(net, past)
    tables = [_due(rule, past, people, on, until, net.courtesy, seconds)
              for rule in net.courtesy.rules]  # fmt: skip
    table = pd.concat([_nothing(), *tables], ignore_index=True)
    table = table[~table["person"].isin(people.index[_alone(people)])]
    status = np.select([table["due"] < on, table["due"] == on], ["overdue", "due"], "coming")
    table = table.assign(status=pd.array(status, dtype="str"))
    table = table.sort_values("due", kind="stable", ignore_index=True)[list(_COLUMNS)]
    table.attrs |= {"thin": _thin(past), "on": on}
    return table


def _alone(people: Any) -> Any:
    """Whether each person is to be left alone."""
    return people["tags"].str.casefold().str.contains(_LEAVE_ALONE, regex=False)


def _nothing() -> Any:
    """Return the table of nothing due; there may be no rule at all."""
    columns = {name: pd.Series(dtype="str") for name in _COLUMNS if name != "status"}
    return pd.DataFrame(columns | {"due": pd.Series(dtype="datetime64[us]")})


def _thin(past: Any) -> str:
    """Return what a log would add, where there is none."""
    if past["what"].isin(["asked", "met"]).any():
        return ""
    return (
        "No asks and no conversations are known yet: log each `asked`, `met` and `thanked`, and "
        "what is due will stand here."
    )


def _due(
    rule: Rule, past: Any, people: Any, on: Any, until: Any, courtesy: Courtesy, seconds: _Seconds
) -> Any:
    """Return what one rule asks for: due, person, name, what, why, rule, about."""
    open_ = past[past["what"].isin(rule.after) & (past["person"] != "")]
    open_ = _unsettled(open_, "person", past[past["what"].isin(rule.stopped_by)])
    open_ = _unsettled(open_, "third", past[past["what"].isin(rule.stopped_by_other)])
    open_ = _needed(rule.needs, open_, past, people)
    # Two introductions to one person ask for one letter, news of two people for two.
    open_ = open_.assign(about=open_["third"] if "{third" in rule.what else "")
    occasions = open_.groupby(["person", "about"], sort=False)
    if rule.most:
        open_ = open_[occasions["date"].transform("size") <= rule.most]
    open_ = open_.drop_duplicates(["person", "about"], keep=rule.counts_from)
    open_ = open_.assign(due=_deadline(rule, open_["date"], courtesy))
    lapsed = open_["due"] + pd.Timedelta(days=rule.lapses) < on
    open_ = open_[~lapsed & (open_["due"] <= until)]
    said = [_words(rule, row, people, seconds) for row in open_.itertuples()]
    names, what, why = zip(*said, strict=True) if said else ((), (), ())
    return pd.DataFrame(
        {
            "due": open_["due"],
            "person": open_["person"],
            "name": pd.array(names, dtype="str"),
            "what": pd.array(what, dtype="str"),
            "why": pd.array(why, dtype="str"),
            "rule": pd.Series(rule.name, open_.index, dtype="str"),
            "about": open_["about"],
        }
    )


def _unsettled(occasions: Any, side: str, settling: Any) -> Any:
    """Return the occasions after which nothing settling has happened with the person at `side`."""
    settled = settling.groupby("person")["date"].max().reindex(occasions[side]).to_numpy()
    return occasions[~(settled >= occasions["date"])]


def _needed(needs: str, occasions: Any, past: Any, people: Any) -> Any:
    """Return the occasions whose person meets the rule's condition."""
    if needs == "met":
        return occasions[occasions["person"].isin(past.loc[past["what"] == "met", "person"])]
    if needs == "company":
        employer = people["company"].reindex(occasions["person"]).map(company_key)
        return occasions[(employer != "").to_numpy(dtype=bool)]
    return occasions


def _deadline(rule: Rule, dates: Any, courtesy: Courtesy) -> Any:
    """Return the last day of the time that the rule gives, counted from each date."""
    if rule.unit == "days" or dates.empty:
        return dates + pd.Timedelta(days=rule.within)
    # What happens on a day off counts as the business day before: Monday is then the first day.
    days = dates.to_numpy("datetime64[D]")
    years = dates.dt.year
    off = courtesy.days_off(int(years.min()) - 1, int(years.max()) + 1 + rule.within // 200)
    due = np.busday_offset(days, rule.within, roll="backward", holidays=off)
    return pd.Series(due.astype("datetime64[us]"), dates.index)


def _words(rule: Rule, row: Any, people: Any, seconds: _Seconds) -> tuple[str, str, str]:
    """Return the name, what to do, and why."""

    def name(person: str) -> str:
        return str(people["name"].get(person, "")) or person

    facts = {
        "name": name(row.person),
        "first": first_name(name(row.person)),
        "third": name(row.third),
        "company": str(people.at[row.person, "company"]),
        "second": name(seconds.of(row.person)) if "{second}" in rule.what + rule.why else "",
        "date": written(row.date),
        "how": how(row.channel),
    }
    what = fill(rule.what, facts) or f"{rule.name}: {facts['name']}"
    return facts["name"], what, fill(rule.why, facts)


class _Seconds:
    """Whom to approach next at an employer where somebody has not answered."""

    def __init__(self, net: Network, past: Any) -> None:
        self._net, self._past = net, past

    def of(self, person: str) -> str:
        """Return the id of somebody else at a person's employer, `""` if none is known of."""
        return self._best.get(company_key(self._net.people.at[person, "company"]), "")

    @cached_property
    def _best(self) -> dict[str, str]:
        """For each employer, who was named last; else one you can write to; else anybody."""
        past, people, me = self._past, self._net.people, self._net.me
        tried = past.loc[past["what"].isin(["asked", "agreed", "declined", "met"]), "person"]
        free = people[~_alone(people) & ~people.index.isin([me, *tried])]
        named = past[past["what"] == "gave names"].groupby("third")["date"].max()
        events = self._net.events
        known = events[(events["source"] == me) & events["kind"].isin(["knows", "wrote"])]
        free = pd.DataFrame({
            "employer": free["company"].map(company_key),
            "named": named.reindex(free.index).astype("datetime64[us]"),
            "known": free.index.isin(known["target"]),
        }, index=free.index)  # fmt: skip
        free = free[free["employer"] != ""]
        free = free.sort_values(["named", "known"], ascending=False, kind="stable")
        best = free.drop_duplicates("employer")
        return dict(zip(best["employer"], map(str, best.index), strict=True))


def _happenings(net: Network) -> Any:
    """Return what happened with whom: date, what, person, third, channel; oldest first.

    `rules.toml` lists what there is.
    """
    events, me = net.events, net.me
    mine = (events["source"] == me) | (events["target"] == me)
    other = events["source"].where(events["source"] != me, events["target"])
    kind, about, by_me = events["kind"], events["about"], events["source"] == me
    asked = mine & by_me & (kind == "asked")
    referral = kind.isin(REFERRALS) & (events["target"] != me) & ~by_me

    def rows(which: Any, what: Any, person: Any, third: Any = "") -> Any:
        columns = {"what": what, "person": person, "third": third}
        return events.assign(**columns)[which][["date", *columns, "channel"]]

    parts = [
        rows(mine & kind.isin(_AS_LOGGED), kind, other),
        rows(asked & (about == ""), "asked", other),
        rows(asked & (about == ANYONE), "asked for names", other),
        rows(asked & ~about.isin(["", ANYONE]), "asked for the way", other, about),
        rows(mine & (kind == "wrote"), np.where(by_me, "wrote", "heard"), other),
        rows(referral, "gave names", events["source"], events["target"]),
        rows(
            referral & (kind == "introduced"), "was introduced", events["target"], events["source"]
        ),
    ]
    past = pd.concat(parts)
    past = pd.concat([past, _brought(past), _colleagues(past, net.people)])
    return past.sort_values("date", kind="stable", ignore_index=True)


def _brought(past: Any) -> Any:
    """Return the conversations that came of a referral, each with the person who made it."""
    given = past.loc[past["what"] == "gave names", ["person", "third", "date"]]
    given = given.groupby(["person", "third"], as_index=False, sort=False)["date"].min()
    talks = past.loc[past["what"] == "met", ["person", "date", "channel"]]
    both = given.merge(talks, left_on="third", right_on="person", suffixes=("", "_met"))
    both = both[both["date_met"] >= both["date"]]
    return both.assign(what="brought", date=both["date_met"])[list(past.columns)]


def _colleagues(past: Any, people: Any) -> Any:
    """Return for each person asked when another of the same employer was last asked, or met.

    A colleague met earlier counts on the day of the ask: the employer has opened already.
    """
    last = past[past["what"].isin(["asked", "met"])]
    last = last.groupby(["what", "person"], as_index=False, sort=False)["date"].max()
    last["key"] = people["company"].reindex(last["person"]).map(company_key).to_numpy()
    last = last[last["key"] != ""].sort_values("date", kind="stable")
    asked = last[last["what"] == "asked"]
    asked_other = _latest_other(asked, asked).assign(what="colleague asked")
    met_other = _latest_other(asked, last[last["what"] == "met"]).assign(what="colleague met")
    met_other["date"] = met_other["date"].clip(lower=asked["date"])
    both = pd.concat([asked_other, met_other]).dropna(subset="date")
    return both.assign(third="", channel="")[list(past.columns)]


def _latest_other(asked: Any, events: Any) -> Any:
    """Return the people asked, with the date of the latest event of another with the same key."""
    top = events.drop_duplicates("key", keep="last")
    second = events.drop(top.index).drop_duplicates("key", keep="last")
    first, other = (part.set_index("key").reindex(asked["key"]) for part in (top, second))
    own = first["person"].to_numpy() == asked["person"].to_numpy()
    return asked.assign(date=first["date"].mask(own, other["date"]).to_numpy())
