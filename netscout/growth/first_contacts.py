"""Which first contacts carry the growth, and which chains have come to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.growth.referrals import tree
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

STATES = ("waits", "open", "ended")


def first_contacts(net: Network) -> Any:
    """Show what has come of each first contact: who carries the growth, and what has ended.

    A first contact is a person of wave 1 with whom you have talked, or who has brought somebody;
    their tree is everybody who was brought by them, or by those whom they brought.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame, one row a first contact, those who have brought most first:

    - person, name: the first contact
    - people: everybody in the tree, the first contact included
    - met: with how many of them you have talked
    - waves: how many waves the tree has, 1 if nobody has been brought
    - brought, share: people of later waves, and what share that is of all who were brought
    - dead_ends: people talked with so long ago that 90 % of the conversations that ever follow
      would have (`meeting.ninety`, 45 days), who have named nobody
    - waiting: people in the tree with whom you have not talked, unless they have declined
    - last: the day of the last conversation or referral in the tree
    - state: "waits" if somebody is waiting, else "open" if somebody talked with could still name
      somebody, else "ended"

    Examples
    --------
    >>> import netscout as ns
    >>> from netscout.growth import first_contacts
    >>> table = first_contacts(ns.example())
    >>> bool((table["met"] <= table["people"]).all())
    True
    """
    people = tree(net).drop(net.me)
    led = people["parent"].ne("") | people["met"].notna()
    people = people[people["root"].isin(people.loc[led, "root"]) & (people["root"] != "")]
    events = net.events
    declined = events.loc[events["kind"] == "declined", "source"]
    young = (net.last - people["met"]).dt.days < net.assumptions["meeting.ninety"].mean
    met, silent = people["met"].notna(), people["named"] == 0
    facts = people.assign(
        people=1,
        talked=met,
        dead_ends=met & silent & ~young,
        may_name=met & silent & young,
        waiting=~met & ~people.index.isin(declined),
        last=people[["met"]].join(_last_named(events)).max(axis=1),
    )
    by = facts.groupby("root")
    table = by[["people", "talked", "dead_ends", "waiting", "may_name"]].sum().astype("int64")
    table["waves"] = by["wave"].max().astype("int64")
    table["last"] = by["last"].max()
    table["brought"] = table["people"] - 1
    table["share"] = table["brought"] / max(int(table["brought"].sum()), 1)
    choices = [table["waiting"] > 0, table["may_name"] > 0]
    table["state"] = pd.array(np.select(choices, list(STATES[:2]), STATES[2]), dtype="str")
    table["name"] = net.people["name"].reindex(table.index)
    table = table.rename_axis("person").reset_index().rename(columns={"talked": "met"})
    table = table.sort_values(["brought", "met"], ascending=False, kind="stable", ignore_index=True)
    return table[
        [
            "person", "name", "people", "met", "waves", "brought", "share", "dead_ends", "waiting",
            "last", "state",
        ]
    ]  # fmt: skip


def _last_named(events: Any) -> Any:
    """Return the day on which each person last named somebody."""
    named = events[events["kind"].isin(REFERRALS)]
    return named.groupby("source")["date"].max().rename("named_on")
