"""The rules of courtesy as data: those of `rules.toml`, and what the user makes of them.

In netscout.toml, a section `[rules]` switches a rule off, changes it or adds one, and lists the
days that are no business days::

    [rules]
    holidays = [2026-04-03, 2026-04-06]
    second-person = false               # switched off

    [rules.keep-in-touch]               # changed: every two months
    within = 60

    [rules.birthday-note]               # added
    after = ["met"]
    stopped_by = ["updated"]
    within = 300
    what = "Write to {name}"
    why = "You talked on {date}."
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from netscout.errors import SchemaError, did_you_mean, fault_list

if TYPE_CHECKING:
    from collections.abc import Mapping

HAPPENINGS = (
    "asked", "agreed", "declined", "met", "thanked", "updated", "asked for names",
    "asked for the way", "gave names", "was introduced", "wrote", "heard", "brought",
    "colleague asked", "colleague met",
)  # fmt: skip
"""What can start or settle a matter; `rules.toml` says what each is."""

WORDS = ("name", "third", "company", "date", "how")
CHOICES = {
    "counts_from": ("first", "last"), "unit": ("days", "business days"),
    "needs": ("", "met", "company"),
}  # fmt: skip
NEEDED = ("after", "within", "what", "why")


@dataclass(frozen=True)
class Rule:
    """One courtesy: what starts the clock, how long it runs, what settles it, and the words.

    `rules.toml` says what each field means.
    """

    name: str
    after: tuple[str, ...]
    within: int
    what: str
    why: str
    stopped_by: tuple[str, ...] = ()
    stopped_by_other: tuple[str, ...] = ()
    counts_from: Literal["first", "last"] = "last"
    most: int = 0
    needs: str = ""
    unit: Literal["days", "business days"] = "days"
    lapses: int = 30
    source: str = "your own rule"


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of `rules.toml`, in its order."""
    text = files("netscout").joinpath("rules.toml").read_text("utf-8")
    return tuple(_rule(name, entry) for name, entry in tomllib.loads(text).items())


def _rule(name: str, entry: Mapping[str, Any]) -> Rule:
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Rule(name=name, **given)


@dataclass(frozen=True)
class Courtesy:
    """The rules that hold, and the days that are no business days (beside weekends)."""

    rules: tuple[Rule, ...] = field(default_factory=rules)
    holidays: tuple[date, ...] = ()


def courtesy_of(given: Mapping[str, Any]) -> Courtesy:
    """Return the rules as a section `[rules]` of netscout.toml changes them.

    Raises
    ------
    SchemaError
        A rule or a field is unknown, or a value is not of its kind: all in one message.

    Examples
    --------
    >>> mine = courtesy_of({"second-person": False, "keep-in-touch": {"within": 60}})
    >>> [rule.within for rule in mine.rules if rule.name in ("second-person", "keep-in-touch")]
    [60]
    """
    known = {rule.name: asdict(rule) for rule in rules()}
    faults: list[str] = []
    holidays = _holidays(given.get("holidays", []), faults)
    for name, entry in given.items():
        if name == "holidays":
            continue
        if isinstance(entry, bool):
            if name not in known:
                faults.append(f"there is no rule {name!r}{did_you_mean(name, known)}")
            elif not entry:
                del known[name]
        elif not isinstance(entry, dict):
            faults.append(
                f"rules.{name}: write false to switch it off, or a section [rules.{name}]"
            )
        else:
            entry_faults = _faults(name, entry, new=name not in known)
            faults += entry_faults
            if not entry_faults:
                known[name] = {"source": "your own rule"} | known.get(name, {}) | entry
    if faults:
        raise SchemaError(fault_list("the section [rules] has faults", faults))
    made = (_rule(name, {k: v for k, v in entry.items() if k != "name"})
            for name, entry in known.items())  # fmt: skip
    return Courtesy(tuple(made), holidays)


def _holidays(days: Any, faults: list[str]) -> tuple[date, ...]:
    """Return the days of a list; what is none is a fault."""
    found = []
    for day in days if isinstance(days, list) else [days]:
        try:
            plain = day.date() if isinstance(day, datetime) else day
            found.append(plain if isinstance(plain, date) else date.fromisoformat(plain))
        except (TypeError, ValueError):
            faults.append(f"rules.holidays: {day!r} is not a date; write it as 2026-03-31")
    return tuple(found)


def _faults(name: str, entry: Mapping[str, Any], *, new: bool) -> list[str]:
    """Return a sentence for every field of a rule that is not of its kind."""
    names = [each.name for each in fields(Rule)][1:]
    said = [f"unknown field {key!r}{did_you_mean(key, names)}" for key in entry if key not in names]
    said += [f"{key!r} is missing" for key in NEEDED if new and key not in entry]
    for key in ("after", "stopped_by", "stopped_by_other"):
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            said.append(f"{key}: {value!r} is not a list of texts")
            continue
        said += [f"{key}: nothing is called {v!r}{did_you_mean(v, HAPPENINGS)}"
                 for v in value if v not in HAPPENINGS]  # fmt: skip
    for key, least in (("within", 0), ("most", 0), ("lapses", 1)):
        value = entry.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            said.append(f"{key}: {value!r} is not a number of days from {least} on")
    for key, choice in CHOICES.items():
        if entry.get(key, choice[0]) not in choice:
            said.append(f"{key}: {entry[key]!r} is none of {list(choice)}")
    for key in ("what", "why", "source"):
        said += _bad_words(key, entry.get(key, ""))
    return [f"rules.{name}: {fault}" for fault in said]


def _bad_words(key: str, text: Any) -> list[str]:
    if not isinstance(text, str):
        return [f"{key}: {text!r} is not a text in quotes"]
    try:
        used = [name for _text, name, _spec, _how in string.Formatter().parse(text)]
    except ValueError as error:
        return [f"{key}: {error}"]
    return [f"{key}: {{{name}}} is none of {list(WORDS)}"
            for name in used if name is not None and name not in WORDS]  # fmt: skip
