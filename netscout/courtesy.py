"""The user's own way of keeping courtesy: rules with their days, days off, and letters.

The defaults stand in `rules.toml`, `calendar.toml` and `drafts.toml` beside this file. A section of
netscout.toml switches a rule off, changes it or adds one; tells the days that are no business days;
and replaces a letter. `load` reads it, and the network carries it (`net.courtesy`)::

    [rules]
    country = "US-CA"                   # its public holidays, by the package `holidays`
    holidays = [2026-04-03, "12-24"]    # further days: one, or every year
    second-person = false               # switched off

    [rules.keep-in-touch]               # changed: every two months
    within = 60

    [rules.send-article]                # added
    after = ["met"]
    stopped_by = ["updated"]
    within = 20
    unit = "business days"
    what = "Send {name} something to read"
    why = "You talked{how} on {date}."

    [drafts.thanks]                     # replaced; `drafts.toml` says what may stand in it
    subject = "Thank you"
    text = "Dear {first}, ..."
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from netscout import _phrases
from netscout.errors import SchemaError, did_you_mean, fault_list

if TYPE_CHECKING:
    from collections.abc import Mapping

HAPPENINGS = (
    "asked", "agreed", "declined", "met", "thanked", "updated", "asked for names",
    "asked for the way", "gave names", "was introduced", "wrote", "heard", "brought",
    "colleague asked", "colleague met",
)  # fmt: skip
"""What can start or settle a matter; `rules.toml` says what each is."""

RULE_FACTS = ("name", "first", "third", "company", "second", "date", "how")
LETTER_FACTS = (
    "first", "name", "role", "company", "referrer", "referrer_first", "school", "connected",
    "my_school", "me", "i_am", "the_work", "met_on", "how", "asked_on", "their_names", "third",
    "third_first", "third_on", "third_how", "via_first", "via_named", "via_company",
)  # fmt: skip
"""What rules and letters may be filled with; `rules.toml` and `drafts.toml` say what each is."""

CHOICES = {
    "counts_from": ("first", "last"), "unit": ("days", "business days"),
    "needs": ("", "met", "company"),
}  # fmt: skip
NEEDED = ("after", "within", "what", "why")
LISTS = ("after", "stopped_by", "stopped_by_other")
OWN = "your own rule"


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
    source: str = OWN


@dataclass(frozen=True)
class Letter:
    """A letter with gaps for facts; `drafts.toml` says how it is filled."""

    subject: str
    text: str


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of `rules.toml`, in its order."""
    return tuple(_rule(name, entry) for name, entry in _packaged("rules.toml").items())


def _packaged(name: str) -> dict[str, Any]:
    return tomllib.loads(files("netscout").joinpath(name).read_text("utf-8"))


def _rule(name: str, entry: Mapping[str, Any]) -> Rule:
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Rule(name=name, **given)


@cache
def letters() -> dict[str, Letter]:
    """Return the letters of `drafts.toml`, by kind."""
    return {kind: Letter(**entry) for kind, entry in _packaged("drafts.toml").items()}


@cache
def always_off() -> tuple[str, ...]:
    """Return the days of `calendar.toml` that are no business days in any year."""
    return tuple(_packaged("calendar.toml")["holidays"])


@dataclass(frozen=True)
class Courtesy:
    """The rules that hold, the days off beside weekends, and the letters.

    A day off is written as "2026-04-03", or "12-25" for every year; `country` is a code such as
    "DE" or "US-CA", whose public holidays are days off, too.
    """

    rules: tuple[Rule, ...] = field(default_factory=rules)
    holidays: tuple[str, ...] = field(default_factory=always_off)
    country: str = ""
    letters: Mapping[str, Letter] = field(default_factory=letters)

    def days_off(self, first: int, last: int) -> list[date]:
        """Return the days off in the years from `first` to `last`.

        >>> [f"{day:%d %b}" for day in Courtesy().days_off(2026, 2026)]
        ['01 Jan', '25 Dec']
        """
        found = {date.fromisoformat(day) for day in self.holidays if len(day) > len("12-25")}
        yearly = [day for day in self.holidays if len(day) == len("12-25")]
        for year in range(first, last + 1):
            leap = year % 4 == 0
            found |= {date.fromisoformat(f"{year}-{d}") for d in yearly if leap or d != "02-29"}
            found |= set(_public(self.country, year) if self.country else ())
        return sorted(day for day in found if first <= day.year <= last)


@cache
def _public(country: str, year: int) -> tuple[date, ...]:
    """Return the public holidays of a country, or of a part of it, in a year.

    Raises
    ------
    SchemaError
        The package `holidays` is not installed, or does not know the country.
    """
    try:
        from holidays import country_holidays  # noqa: PLC0415 - optional, and loads slowly
    except ImportError:
        raise SchemaError(
            f"rules.country = {country!r} needs the package `holidays`: pip install it, or "
            "list the days in rules.holidays"
        ) from None
    code, _, part = country.upper().partition("-")
    try:
        return tuple(country_holidays(code, subdiv=part or None, years=year))
    except NotImplementedError as error:
        raise SchemaError(f"rules.country: {error}; write a code such as DE or US-CA") from None


def courtesy_of(
    rules_given: Mapping[str, Any], drafts: Mapping[str, Any] | None = None
) -> Courtesy:
    """Return the courtesies as the sections `[rules]` and `[drafts]` of netscout.toml change them.

    Raises
    ------
    SchemaError
        A rule, a field or a fact is unknown, or a value is not of its kind: all in one message.

    Examples
    --------
    >>> mine = courtesy_of({"second-person": False, "keep-in-touch": {"within": 60}})
    >>> [rule.within for rule in mine.rules if rule.name in ("second-person", "keep-in-touch")]
    [60]
    """
    faults: list[str] = []
    held = dict(rules_given)
    days = _holidays(held.pop("holidays", []), faults)
    country = _country(held.pop("country", ""), faults)
    own = tuple(_changed_rules(held, faults))
    replaced = _replaced_letters(drafts or {}, faults)
    if faults:
        raise SchemaError(fault_list("the rules and drafts have faults", faults))
    return Courtesy(own, (*always_off(), *days), country, letters() | replaced)


def _changed_rules(given: Mapping[str, Any], faults: list[str]) -> list[Rule]:
    known = {rule.name: asdict(rule) for rule in rules()}
    for name, entry in given.items():
        if isinstance(entry, bool):
            if name not in known:
                faults.append(f"rules: there is no rule {name!r}{did_you_mean(name, known)}")
            elif not entry:
                del known[name]
        elif not isinstance(entry, dict):
            faults.append(
                f"rules.{name}: write false to switch it off, or a section [rules.{name}]"
            )
        elif wrong := _faults(name, entry, new=name not in known):
            faults += wrong
        else:
            known[name] = known.get(name, {}) | entry
    if faults:
        return []
    return [_rule(name, {key: value for key, value in entry.items() if key != "name"})
            for name, entry in known.items()]  # fmt: skip


def _holidays(days: Any, faults: list[str]) -> tuple[str, ...]:
    """Return the days of a list as texts; what is none is a fault."""
    found = []
    for day in days if isinstance(days, list) else [days]:
        plain = day.date() if isinstance(day, datetime) else day
        text = str(plain)
        try:
            date.fromisoformat(f"2024-{text}" if len(text) == len("12-25") else text)
            found.append(text)
        except ValueError:
            faults.append(
                f"rules.holidays: {day!r} is not a date; write it as 2026-03-31, "
                'or as "12-25" for every year'
            )
    return tuple(found)


def _country(code: Any, faults: list[str]) -> str:
    """Return the country if its holidays are known."""
    if not isinstance(code, str):
        faults.append(f"rules.country: {code!r} is not a text in quotes")
        return ""
    try:
        _ = _public(code, 2026) if code else ()
    except SchemaError as error:
        faults.append(str(error))
    return code


def _faults(name: str, entry: Mapping[str, Any], *, new: bool) -> list[str]:
    """Return a sentence for every field of a rule that is not of its kind."""
    names = [each.name for each in fields(Rule)][1:]
    said = [f"unknown field {key!r}{did_you_mean(key, names)}" for key in entry if key not in names]
    said += [f"{key!r} is missing" for key in NEEDED if new and key not in entry]
    for key in LISTS:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            said.append(f"{key}: {value!r} is not a list of texts")
            continue
        said += [f"{key}: nothing is called {v!r}{did_you_mean(v, HAPPENINGS)}"
                 for v in value if v not in HAPPENINGS]  # fmt: skip
    for key, least in (("within", 0), ("most", 0), ("lapses", 1)):
        value = entry.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            said.append(f"{key}: {value!r} is not a whole number from {least} on")
    for key, choice in CHOICES.items():
        if entry.get(key, choice[0]) not in choice:
            said.append(f"{key}: {entry[key]!r} is none of {list(choice)}")
    for key in ("what", "why"):
        said += [f"{key}: {fault}" for fault in _phrases.faults(entry.get(key, ""), RULE_FACTS)]
    if not isinstance(entry.get("source", ""), str):
        said.append(f"source: {entry['source']!r} is not a text in quotes")
    return [f"rules.{name}: {fault}" for fault in said]


def _replaced_letters(given: Mapping[str, Any], faults: list[str]) -> dict[str, Letter]:
    """Return the user's own letters; what is none is a fault."""
    kinds, parts, found = letters(), ("subject", "text"), {}
    for kind, entry in given.items():
        if kind not in kinds:
            faults.append(f"drafts: there is no draft {kind!r}{did_you_mean(kind, kinds)} "
                          f"(there are {', '.join(kinds)})")  # fmt: skip
            continue
        if not isinstance(entry, dict):
            faults.append(f"drafts.{kind}: write it as a section [drafts.{kind}]")
            continue
        said = [f"unknown field {key!r}{did_you_mean(key, parts)}" for key in entry
                if key not in parts]  # fmt: skip
        for key in parts:
            wrong = _phrases.faults(entry.get(key, ""), LETTER_FACTS)
            said += [f"{key}: {fault}" for fault in wrong]
        faults += [f"drafts.{kind}: {fault}" for fault in said]
        if not said:
            found[kind] = Letter(
                **({"subject": kinds[kind].subject, "text": kinds[kind].text} | entry)
            )
    return found
