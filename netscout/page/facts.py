"""What the map shows of each person: one table, and nothing private that was not asked for.

E-mail addresses, notes and profile addresses are never among the facts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.growth import tree
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from netscout.goal import Goal
    from netscout.network import Network

SHOWN = ("name", "company", "role", "school", "location")
CONTACT_ONLY = ("knows", "invited", "wrote", "endorsed", "recommended")
"""Kinds that say two people are in contact, and nothing about a conversation."""

LONGEST = 160
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]+")


def plain(text: Any, *, most: int = LONGEST) -> str:
    """Return a text as one line without control characters and overrides of its direction.

    >>> plain("Ada" + chr(0x202e) + chr(10) + " Lovelace ")
    'Ada Lovelace'
    """
    line = " ".join(_UNSEEN.sub(" ", str(text)).split())
    line = line.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be written
    return line if len(line) <= most else f"{line[: most - 1]}…"


def as_of(net: Network, on: Any) -> tuple[Network, Any]:
    """Return the network as of a day, and the day that a page says it looks from.

    It is the day given, else the last event's; nothing where there is neither.
    """
    day = net.last if on is None else pd.Timestamp(on).normalize()
    later = on is not None and len(net.events) and net.last > day
    return net.asof(day) if later else net, None if pd.isna(day) else day


def facts(net: Network, *, goal: Goal | None) -> Any:
    """Return what is known of each person, most important first.

    Returns
    -------
    DataFrame indexed by person, the owner first:

    - wave, parent: of the referral tree; the parent of wave 1 is the owner
    - first: date of the first event
    - names: how many people they named or introduced
    - weight: how much they count for the goal
    - engaged: more has happened than being in contact
    - in_tree: you talked with them, or a referral led to them
    - the columns of the people table
    """
    people, events = net.people, net.events
    grown = tree(net)
    wave = grown["wave"].fillna(-1).astype(int)
    table = people.assign(
        wave=wave,
        parent=grown["parent"].mask(wave == 1, net.me),
        first=grown["first"],
        names=grown["named"],
        weight=0.0 if goal is None else goal.weights(people),
    )
    last = _last_dates(events, net.me)
    table["engaged"] = table.index.isin(last[last["kind"] != "knows"]["person"])
    talked = set(last.loc[last["kind"] == "met", "person"])
    table["in_tree"] = (wave > 1) | table.index.isin(talked | {net.me})
    return table.loc[_by_importance(table, events, net.me)]


def statuses(net: Network, table: Any) -> dict[str, str]:
    """Return where things stand with each person of a table, as a few words."""
    last = _last_dates(net.events, net.me)
    last = last[last["person"].isin(table.index)]
    by_person: dict[str, dict[str, tuple[Any, str]]] = {}
    for row in last.itertuples():
        by_person.setdefault(row.person, {})[row.kind] = (row.date, row.other)
    names = net.people["name"]
    return {
        person: _status(by_person.get(person, {}), lambda who: plain(names.get(who) or who))
        for person in table.index
    }


def _last_dates(events: Any, me: str) -> Any:
    """Return, per person and kind, the last date and who else was part of it."""
    mine = events[(events["source"] == me) | (events["target"] == me)]
    mine = mine[~mine["kind"].isin(CONTACT_ONLY) | (mine["kind"] == "knows")]
    mine = mine.assign(person=mine["target"].where(mine["source"] == me, mine["source"]), other="")
    referred = events[events["kind"].isin(REFERRALS)]
    referred = referred.assign(person=referred["target"], other=referred["source"])
    both = pd.concat([mine[~mine["kind"].isin(REFERRALS)], referred])
    both = both[["person", "kind", "date", "other"]].sort_values("date", kind="stable")
    return both.drop_duplicates(["person", "kind"], keep="last")


def _status(last: dict[str, tuple[Any, str]], name: Any) -> str:
    """Return the furthest that things have come with somebody."""

    def day(kind: str) -> str:
        date = last[kind][0]
        return f"{date.day} {date:%b %Y}"

    def after(kind: str, other: str) -> bool:
        return kind in last and (other not in last or last[kind][0] >= last[other][0])

    if "met" in last:
        return f"talked on {day('met')}"
    if after("declined", "asked"):
        return f"declined on {day('declined')}"
    if after("agreed", "asked"):
        return f"said yes on {day('agreed')}, not yet talked"
    if "asked" in last:
        return f"asked on {day('asked')}, no answer yet"
    for kind, words in (("introduced", "introduced"), ("named", "named")):
        if kind in last:
            return f"{words} by {name(last[kind][1])} on {day(kind)}, not yet asked"
    return f"connected since {day('knows')}" if "knows" in last else "known from your notes"


def _by_importance(table: Any, events: Any, me: str) -> Any:
    """Return the ids, the owner first, then those whom leaving out would hurt the picture most."""
    wrote = events[events["kind"] == "wrote"]
    writers = set(wrote["source"]) | set(wrote["target"])
    size = table["company"].map(table["company"].value_counts()).where(table["company"] != "", 0)
    keys = pd.DataFrame({
        "me": table.index == me,
        "opened": _descendants(table),
        "engaged": table["engaged"] | (table["wave"] > 1),
        "weight": table["weight"],
        "wrote": table.index.isin(list(writers)),
        "company": size,
        "first": -table["first"].astype("int64").where(table["first"].notna(), 0),
    }, index=table.index)  # fmt: skip
    return keys.sort_values(list(keys), ascending=False, kind="stable").index


def _descendants(table: Any) -> Any:
    """Return how many people stand below each person in the referral tree."""
    below = dict.fromkeys(table.index, 0)
    deepest_first = table[table["parent"] != ""].sort_values("wave", ascending=False)
    for person, parent in zip(deepest_first.index, deepest_first["parent"], strict=True):
        if parent in below:
            below[parent] += below[person] + 1
    return pd.Series(below)
