"""Groups of people: by wave, company, role, school, the way they became known, or first contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.errors import UnknownColumn, did_you_mean
from netscout.identity import company_key, words
from netscout.roles import COLUMNS as ROLE_COLUMNS
from netscout.roles import add_roles
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

GROUPINGS = ("wave", "company", "role", "school", "channel", "kind", "first contact")
HIDDEN, OTHER, NOT_KNOWN = "(hidden)", "(other)", "(not known)"
MOST_GROUPS = 7


def groups(net: Network, by: str, known: Any) -> Any:
    """Return the group of each person: a label, "(not known)" or "(other)".

    Parameters
    ----------
    net
        The network.
    by
        As for `growth`.
    known
        The rows of `tree(net)` to be grouped.

    Returns
    -------
    Series of text indexed by person.

    Raises
    ------
    UnknownColumn
        `by` is no grouping and no column of the people table.
    """
    if by == "wave":
        return _labels("wave " + known["wave"].astype("str"))
    if by in ("channel", "kind"):
        return _fold(_labels(_first_of(net, by).reindex(known.index)))
    if by == "first contact":
        return _fold(_labels(known["root"].map(_one_each(net.people["name"]))))
    return _fold(own_groups(net, by, known))


def own_groups(net: Network, by: str, known: Any) -> Any:
    """Return the group of each person by a column of the people table, small ones too.

    Spellings of one company are one group, under the most common spelling.

    Parameters
    ----------
    net
        The network.
    by
        A column of the people table, or `role_family` or `seniority`, read off the titles by
        `roles.toml` where people.csv does not say.
    known
        A table indexed by the people to be grouped.

    Returns
    -------
    Series of text indexed by person, "(not known)" where the column says nothing.

    Raises
    ------
    UnknownColumn
        `by` is no column of the people table, and no grouping of `growth` either.
    """
    people = net.people.loc[known.index]
    if by in ROLE_COLUMNS:
        people = add_roles(people)
    if by not in people.columns:
        choices = list(dict.fromkeys([*GROUPINGS, *ROLE_COLUMNS, *people.columns]))
        hint = did_you_mean(by, choices)
        raise UnknownColumn(f"cannot group by {by!r}{hint} (there are {', '.join(choices)})")
    text = people[by].astype("str").where(people[by].notna(), "")
    return _labels(one_spelling(text, company_key if by == "company" else words))


def _one_each(names: Any) -> Any:
    """Return names that tell people apart: with the id where several have one name."""
    ids = names.index.to_series()
    return names.mask(names.duplicated(keep=False), names + " (" + ids + ")").mask(names == "", ids)


def _labels(text: Any) -> Any:
    """Return the text with a word for what is not known."""
    return text.astype("str").where(text.notna() & (text != ""), NOT_KNOWN)


def one_spelling(text: Any, key_of: Any) -> Any:
    """Return the most common spelling of each text's key, `""` where there is no key."""
    keys = text.map({spelling: key_of(spelling) for spelling in text.unique()})
    counts = pd.DataFrame({"key": keys, "text": text}).value_counts().reset_index()
    counts = counts.sort_values(["count", "text"], ascending=[False, True])
    spelling = counts.drop_duplicates("key").set_index("key")["text"]
    return keys.map(spelling).where(keys != "", "")


def _fold(labels: Any) -> Any:
    """Return the labels with as one all but the largest groups, and those of one person."""
    counts = labels[labels != NOT_KNOWN].value_counts().sort_index()
    counts = counts.sort_values(ascending=False, kind="stable")
    if len(counts) <= MOST_GROUPS + 1:
        return labels
    kept = counts.index[:MOST_GROUPS][counts.iloc[:MOST_GROUPS] > 1]
    return labels.where(labels.isin(kept) | (labels == NOT_KNOWN), OTHER)


def order(labels: list[str], by: str | None) -> list[str]:
    """Return the groups, waves in order, others by size; what is folded or unknown comes last."""
    counts = pd.Series(labels, dtype="str").value_counts()
    last = {OTHER: 1, NOT_KNOWN: 2, HIDDEN: 3}

    def rank(label: str) -> tuple[int, int, str]:
        wave = by == "wave" and label not in last
        size = int(label.removeprefix("wave ")) if wave else -int(counts[label])
        return last.get(label, 0), size, label

    return sorted(counts.index, key=rank)


def _first_of(net: Network, column: str) -> Any:
    """Return what a column says in the first event of each person that says anything.

    On one day a referral of the person goes before other events.
    """
    events = net.events
    events = events[events[column] != ""]
    sides = pd.concat(
        [
            events[["date", column]].assign(person=events[side], row=events.index)
            for side in ("source", "target")
        ]
    )
    referred = pd.Series(events["kind"].isin(REFERRALS), events.index)
    brought = referred.reindex(sides["row"]).to_numpy() & (
        sides["person"].to_numpy() == events["target"].reindex(sides["row"]).to_numpy()
    )
    sides = sides.assign(later=~brought).sort_values(["date", "later", "row"])
    return sides.drop_duplicates("person").set_index("person")[column]
