"""The two tables: their columns, the kinds of events, and the checks at the border.

`people` has one row a person, `events` one row a thing that happened between people. Text that is
not known is `""`, never missing, so `person.company or "unknown"` means what it says. Further
columns are kept as they are. A check collects every fault and raises once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from netscout.errors import SchemaError, did_you_mean, fault_list

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

PEOPLE_COLUMNS = (
    "name", "company", "role", "school", "location", "email", "url", "tags", "note", "origin",
)  # fmt: skip
EVENT_COLUMNS = ("date", "kind", "source", "target", "about", "channel", "note", "origin")

ANYONE = "anyone"
"""In `about` of an `asked` event: asked whom else to speak with, and not for one person."""

MAY_NAME, KEEP_BACK = "may use the name", "keep the name back"
"""What a note of a conversation says of whether a letter may tell who sent me."""


@dataclass(frozen=True)
class Kind:
    """One kind of event: which way it opens a door, and what it means.

    `opens` is "both" when either can now open the way to the other, "forward" when the source can
    open the way to the target, "backward" when the target can open the way to the source.
    """

    name: str
    opens: Literal["both", "forward", "backward"]
    meaning: str


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("knows", "both", "they are connected"),
        Kind("invited", "both", "source sent target a connection request"),
        Kind("wrote", "both", "source wrote to target"),
        Kind("endorsed", "both", "source endorsed target"),
        Kind("recommended", "both", "source recommended target"),
        Kind("asked", "forward", "asked for a conversation, or (about) for the way to somebody"),
        Kind("agreed", "backward", "said yes"),
        Kind("declined", "backward", "said no"),
        Kind("met", "both", "the conversation took place"),
        Kind("named", "forward", "source named target as someone to speak with"),
        Kind("introduced", "forward", "source made the introduction to target"),
        Kind("thanked", "forward", "source thanked target"),
        Kind("updated", "forward", "told what came of it, or kept in touch"),
    )
}

REFERRALS = ("named", "introduced")
"""The kinds by which one person opens the way to another for me."""


def check_people(people: Any) -> Any:
    """Return the people table in its canonical form, or raise one `SchemaError` with every fault.

    Parameters
    ----------
    people
        One row a person; the id is the index or a column `person`. Missing columns are added
        empty, further columns are kept.

    Returns
    -------
    DataFrame indexed by `person`: the columns of `PEOPLE_COLUMNS` (text, `""` = not known), then
    any others.

    Raises
    ------
    SchemaError
        An id is missing or stands twice.
    """
    people = people.copy(deep=False)
    if "person" in people.columns:
        people = people.set_index("person")
    ids = pd.Index(people.index.astype("str").fillna(""), dtype="str", name="person")
    listed = ids.tolist()
    faults = [f"row {row + 1}: no id" for row, person in enumerate(listed) if not person.strip()]
    if not ids.is_unique:
        faults += [f"the id {person!r} stands more than once" for person in ids[ids.duplicated()]]
    if faults:
        raise SchemaError(fault_list("the people table has faults", faults, "Give each an id."))
    people.index = ids
    for column in PEOPLE_COLUMNS:
        people[column] = _text(people[column]) if column in people.columns else _text("", ids)
    extra = [column for column in people.columns if column not in PEOPLE_COLUMNS]
    for column in extra:
        if isinstance(people[column].dtype, pd.StringDtype):
            people[column] = people[column].fillna("")
    return people[[*PEOPLE_COLUMNS, *extra]]


def without(people: Any, events: Any, who: Collection[str]) -> tuple[Any, Any]:
    """Return both tables without some people and without every event that mentions one of them."""
    gone = events[["source", "target", "about"]].isin(list(who)).any(axis=1)
    return people[~people.index.isin(list(who))], events[~gone].reset_index(drop=True)


def check_events(events: Any, known: Any) -> Any:
    """Return the events table in its canonical form, or raise one `SchemaError` with every fault.

    Parameters
    ----------
    events
        One row an event. `date` (a date, or ISO text), `kind`, `source` and `target` are needed;
        the others are added empty. A `knows` without a target is a hidden member of a contact
        list: counted, unnamed.
    known
        The ids of the people table.

    Returns
    -------
    DataFrame with the columns of `EVENT_COLUMNS` and any others, sorted by date (days), rows of
    one day in the order given, equal rows once.

    Raises
    ------
    SchemaError
        A column is missing, a kind is unknown, a date is none, or a person is not in `known`.
    """
    missing = [c for c in ("date", "kind", "source", "target") if c not in events.columns]
    if missing:
        raise SchemaError(f"the events table lacks the columns {missing}; it has {list(events)}")
    events = events.reset_index(drop=True)
    for column in EVENT_COLUMNS[1:]:
        given = column in events.columns
        events[column] = _text(events[column]) if given else _text("", events.index)
    dates = pd.to_datetime(events["date"], errors="coerce", format="ISO8601")
    faults = _event_faults(events, dates, known)
    if faults:
        remedy = "Every event needs a date, a known kind and people of the people table."
        raise SchemaError(fault_list("the events table has faults", faults, remedy))
    events["date"] = dates.dt.normalize().astype("datetime64[us]")
    extra = [column for column in events.columns if column not in EVENT_COLUMNS]
    events = _once(events[[*EVENT_COLUMNS, *extra]])
    return events.sort_values("date", kind="stable", ignore_index=True)


def _once(events: Any) -> Any:
    """Return the events without repeats; where a row was read from does not make it another.

    Hidden members have nothing else to tell them apart, so for them it does.
    """
    facts = [column for column in EVENT_COLUMNS if column != "origin"]
    alike = events[events.duplicated(["date", "target"], keep=False)]
    hidden = alike["target"] == ""
    repeated = alike.duplicated(facts) & ~hidden | alike.duplicated([*facts, "origin"])
    return events.drop(alike.index[repeated]) if repeated.any() else events


def _text(values: Any, index: Any = None) -> Any:
    """Return a column of text in which nothing is missing."""
    series = pd.Series(values, index=index) if index is not None else values
    if series.dtype == "str" and not series.hasnans:
        return series
    return series.astype("str").where(series.notna(), "")


def _event_faults(events: Any, dates: Any, known: Any) -> list[str]:
    """Return a sentence for each row that breaks a rule."""
    kinds, source, target = events["kind"], events["source"], events["target"]
    hidden = (target == "") & (kinds == "knows")
    checks: list[tuple[Any, str, Callable[[Any], str]]] = [
        (dates.isna(), "date", lambda v: f"{v!r} is not a date"),
        (~kinds.isin(list(KINDS)), "kind", lambda v: f"unknown kind {v!r}{did_you_mean(v, KINDS)}"),
        (~source.isin(known), "source", lambda v: f"{v!r} is not in the people table"),
        (~target.isin(known) & ~hidden, "target", lambda v: f"{v!r} is not in the people table"),
        ((source == target), "target", lambda v: f"{v!r} stands on both sides"),
    ]
    found = [
        (row, f"row {row + 1}{_origin(events, row)}, {column}: {say(events[column].iat[row])}")
        for wrong, column, say in checks
        for row in wrong.to_numpy().nonzero()[0]
    ]
    return [fault for _row, fault in sorted(found)]


def _origin(events: Any, row: int) -> str:
    origin = events["origin"].iat[row]
    return f" ({origin})" if origin else ""
