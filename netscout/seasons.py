"""The weeks of fewer conversations: `calendar.toml`, and what the user makes of it.

In netscout.toml, a section `[calendar]` switches a season off, changes it or adds one::

    [calendar]
    "high summer" = false

    [calendar.abroad]
    from = 2026-04-01
    to = 2026-04-14
    activity = 0
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import SchemaError, did_you_mean, fault_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS = ("from", "to", "activity", "source")


@dataclass(frozen=True)
class Season:
    """Days of less activity: from `first` to `last`, each "month-day" or "year-month-day"."""

    name: str
    first: str
    last: str
    activity: float
    source: str = "your own"


@cache
def seasons() -> tuple[Season, ...]:
    """Return the seasons of `calendar.toml`, in its order."""
    text = files("netscout").joinpath("calendar.toml").read_text("utf-8")
    return edited(tomllib.loads(text)["season"], ())


def edited(given: Mapping[str, Any], base: Sequence[Season] | None = None) -> tuple[Season, ...]:
    """Return the seasons after the user's changes.

    Parameters
    ----------
    given
        Name → `false`, or what of `from`, `to` and `activity` is to be other than it is.
    base
        The seasons to change; those of `calendar.toml` if not given.

    Raises
    ------
    SchemaError
        A season lacks a day, a day is none, or an activity is no share (every fault in one
        message).

    Examples
    --------
    >>> len(seasons()) - len(edited({"high summer": False}))
    1
    """
    there = {season.name: season for season in (seasons() if base is None else base)}
    faults: list[str] = []
    for name, entry in given.items():
        if entry is False and name in there:
            del there[name]
        elif isinstance(entry, dict):
            old = there.get(name)
            found = _faults(name, entry, new=old is None)
            faults += found
            if not found:
                there[name] = _changed(name, entry, old)
                if len(there[name].first) != len(there[name].last):
                    faults.append(f"{name!r}: give both days with their year, or both without")
        else:
            hint = did_you_mean(name, there)
            faults.append(f"{name!r} is no season{hint}; false switches one off, a section adds it")
    if faults:
        raise SchemaError(fault_list("the calendar has faults", faults))
    return tuple(there.values())


def _faults(name: str, entry: Mapping[str, Any], *, new: bool) -> list[str]:
    """Return a sentence for everything that is wrong with a season."""
    faults = [
        f"{name!r} has an unknown key {key!r}{did_you_mean(key, FIELDS)}"
        for key in entry
        if key not in FIELDS
    ]
    if new:
        faults += [f"{name!r} lacks {key!r}" for key in FIELDS[:3] if key not in entry]
    for key in ("from", "to"):
        if key in entry and _day(entry[key]) is None:
            faults.append(
                f"{name!r}: {key} = {entry[key]!r} is no day such as '12-20' or 2026-04-01"
            )
    share = entry.get("activity", 0)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        faults.append(f"{name!r}: activity is {share!r}; give a share from 0 to 1")
    return faults


def _day(value: Any) -> str | None:
    """Return a day as ISO text, with or without its year; None where it is no day."""
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else value
    if not isinstance(text, str):
        return None
    try:
        date.fromisoformat(f"2024-{text}" if re.fullmatch(r"\d\d-\d\d", text) else text)
    except ValueError:
        return None
    return text


def _changed(name: str, entry: Mapping[str, Any], old: Season | None) -> Season:
    first, last = (_day(entry[key]) if key in entry else None for key in ("from", "to"))
    if old is not None:
        first, last = first or old.first, last or old.last
    share = entry.get("activity", old.activity if old else 0)
    return Season(name, str(first), str(last), float(share), entry.get("source", "your own"))


def activity(days: Any, among: Sequence[Season] | None = None) -> Any:
    """Return what is left of the usual pace on each day.

    Parameters
    ----------
    days
        The days.
    among
        The seasons; those of `calendar.toml` if not given.

    Examples
    --------
    >>> activity(pd.to_datetime(["2025-12-24", "2026-02-03"])).tolist()
    [0.1, 1.0]
    """
    whole = np.asarray(pd.DatetimeIndex(days).strftime("%Y-%m-%d"), dtype="U10")
    month_day = np.array([day[5:] for day in whole.tolist()], dtype="U5")
    left = np.ones(len(whole))
    for season in seasons() if among is None else among:
        yearly = len(season.first) == len(season.last) == len("12-20")
        written = month_day if yearly else whole
        after, before = written >= season.first, written <= season.last
        round_new_year = yearly and season.first > season.last
        within = (after | before) if round_new_year else (after & before)
        left = np.where(within, np.minimum(left, season.activity), left)
    return left


def weekly(starts: Any, among: Sequence[Season] | None = None) -> Any:
    """Return the mean activity of the weeks that begin on these days."""
    starts = pd.DatetimeIndex(starts)
    days = np.stack([starts + pd.Timedelta(days=day) for day in range(7)], axis=1).ravel()
    return activity(days, among).reshape(-1, 7).mean(axis=1)
