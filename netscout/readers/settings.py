"""netscout.toml: who the user is, what is wanted by when, own assumptions, rules and letters."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout.assumptions import defaults
from netscout.courtesy import Courtesy, courtesy_of
from netscout.errors import ReadError, SchemaError, did_you_mean, fault_list
from netscout.goal import Goal
from netscout.readers.columns import ALIASES
from netscout.readers.toml_lines import lines_of_keys, not_toml, with_line
from netscout.seasons import edited

if TYPE_CHECKING:
    from netscout.assumptions import Assumptions

FILE = "netscout.toml"
TEXTS = ("me", "me_url", "me_email", "school", "company", "role")
SECTIONS = ("goal", "assumptions", "company_size", "rules", "drafts", "calendar")
KEYS = (*TEXTS, "as_of", "per_week", "day_first", "columns", *SECTIONS)
COLUMNS = tuple(ALIASES)
GOAL_LISTS = ("companies", "roles", "schools", "people")
GOAL_KEYS = (*GOAL_LISTS, "by", "per_week")


@dataclass(frozen=True)
class Settings:
    """What a user's netscout.toml says; everything has a default.

    `as_of` is what "today" is for the command line, if the user wants it pinned. `day_first` says
    what 3/4/2026 means where no other date of a file tells; None leaves it undecided. `me_email`
    may hold several addresses with `;` between. `columns` has for an address book (its name as
    `check` shows it) our column → the header of the file.
    """

    me: str = ""
    me_url: str = ""
    me_email: str = ""
    school: str = ""
    company: str = ""
    role: str = ""
    as_of: date | None = None
    per_week: float | None = None
    day_first: bool | None = None
    goal: Goal | None = None
    assumptions: Assumptions = field(default_factory=defaults)
    courtesy: Courtesy = field(default_factory=Courtesy)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)


def read_settings(folder: Any) -> Settings:
    """Return the settings of a user's folder; the defaults if it has no netscout.toml.

    Raises
    ------
    ReadError
        The file is not TOML, a key is unknown or a value is not of its kind: all in one message.
    """
    settings, faults = settings_or_faults(Path(folder))
    if faults:
        number = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        raise ReadError(fault_list(f"{Path(folder) / FILE} has {number}", faults))
    return settings


def settings_or_faults(folder: Path) -> tuple[Settings, list[str]]:
    """Return the settings of a folder, or a sentence for every fault of its netscout.toml."""
    file = folder / FILE
    if not file.is_file():
        return Settings(), []
    try:
        data = file.read_bytes()
    except OSError as error:
        return Settings(), [f"it cannot be opened: {error.strerror}"]
    try:
        text = data.decode("utf-8-sig")
        given = tomllib.loads(text + "\n")  # so that a fault of the last line has its number
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        return Settings(), [f"line {number}: it is not UTF-8; save the file in that coding"]
    except tomllib.TOMLDecodeError as error:
        return Settings(), [not_toml(text, error)]
    settings, faults = _settings(given)
    lines = lines_of_keys(text)
    return settings, [with_line(fault, lines) for fault in faults]


def _settings(given: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Return the settings that a table of TOML holds, or what is wrong with it."""
    faults = _faults(given)
    assumptions = defaults()
    if not faults:
        assumptions, faults = _assumptions(given)
    courtesy = Courtesy()
    try:
        courtesy = courtesy_of(_section(given, "rules"), _section(given, "drafts"))
    except SchemaError as error:
        faults += _lines(error)
    if faults:
        return Settings(), faults
    plain = {key: given[key] for key in (*TEXTS, "per_week", "day_first") if key in given}
    settings = Settings(
        **plain,
        as_of=_day(given.get("as_of")),
        goal=_goal(given),
        assumptions=assumptions,
        courtesy=courtesy,
        columns=given.get("columns", {}),
    )
    return settings, []


def _lines(error: SchemaError) -> list[str]:
    """Return the faults that an error lists."""
    return [line.strip() for line in str(error).splitlines()[1:]]


def _section(given: dict[str, Any], name: str) -> dict[str, Any]:
    section = given.get(name, {})
    return section if isinstance(section, dict) else {}


def _faults(given: dict[str, Any]) -> list[str]:
    """Return a sentence for every unknown key and every value of the wrong kind."""
    faults = _unknown(given, KEYS, "")
    faults += [f"{key}: {given[key]!r} is not a text in quotes" for key in TEXTS
               if not isinstance(given.get(key, ""), str)]  # fmt: skip
    if not isinstance(given.get("day_first", True), bool):
        faults.append(f"day_first: {given['day_first']!r} is not true or false")
    for key in SECTIONS:
        if not isinstance(given.get(key, {}), dict):
            faults.append(f"{key}: write it as a section [{key}]")
    goal = given.get("goal", {})
    if isinstance(goal, dict):
        faults += _unknown(goal, GOAL_KEYS, "goal.")
        faults += [f"goal.{key}: {goal[key]!r} is not a list of texts, such as ['one', 'two']"
                   for key in GOAL_LISTS if not _is_texts(goal.get(key, []))]  # fmt: skip
        faults += _bad_number(goal, "per_week", "goal.") + _bad_day(goal, "by", "goal.")
    sizes = given.get("company_size", {})
    if isinstance(sizes, dict):
        faults += [fault for key in sizes for fault in _bad_number(sizes, key, "company_size.")]
    faults += _bad_columns(given.get("columns", {}))
    return faults + _bad_number(given, "per_week", "") + _bad_day(given, "as_of", "")


def _bad_columns(sections: object) -> list[str]:
    """Return a sentence for every section of columns that cannot be meant."""
    if not isinstance(sections, dict):
        return ['columns: write it as a section with a file, [columns."contacts/alumni.csv"]']
    faults = []
    for file, columns in sections.items():
        if not isinstance(columns, dict):
            faults.append(f"columns: write a section [columns.{file!r}] with the file in quotes")
            continue
        faults += _unknown(columns, COLUMNS, f"columns.{file!r}.")
        faults += [f"columns.{file!r}.{key}: {columns[key]!r} is not a text in quotes"
                   for key in columns if not isinstance(columns[key], str)]  # fmt: skip
    return faults


def _unknown(given: dict[str, Any], known: tuple[str, ...], section: str) -> list[str]:
    return [
        f"unknown key {section + key!r}"
        f"{did_you_mean(key, known) or '; the keys are ' + ', '.join(known)}"
        for key in given
        if key not in known
    ]


def _is_texts(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(text, str) for text in value)
    )


def _bad_number(given: dict[str, Any], key: str, section: str) -> list[str]:
    value = given.get(key, 1)
    good = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return [] if good else [f"{section}{key}: {value!r} is not a positive number, such as 2"]


def _bad_day(given: dict[str, Any], key: str, section: str) -> list[str]:
    try:
        _day(given.get(key))
    except (TypeError, ValueError):
        return [f"{section}{key}: {given[key]!r} is not a date; write it as 2026-03-31"]
    return []


def _day(value: Any) -> date | None:
    """Return a date given as such, with a time, or as ISO text."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _goal(given: dict[str, Any]) -> Goal | None:
    """Return the goal, None if nothing and nobody is named in it."""
    goal = given.get("goal", {})
    lists = {key: goal[key] for key in GOAL_LISTS if goal.get(key)}
    if not lists:
        return None
    per_week = goal.get("per_week", given.get("per_week"))
    return Goal(**lists, by=_day(goal.get("by")), per_week=per_week)


def _assumptions(given: dict[str, Any]) -> tuple[Assumptions, list[str]]:
    """Return the assumptions and seasons with the user's changes, and what is wrong with these."""
    sizes = {name: float(size) for name, size in given.get("company_size", {}).items()}
    changed, faults = replace(defaults(), company_size=sizes), []
    try:
        changed = changed.override(given.get("assumptions", {}))
    except SchemaError as error:
        faults += [f"assumptions: {line}" for line in _lines(error)]
    try:
        changed = replace(changed, calendar=edited(given.get("calendar", {})))
    except SchemaError as error:
        faults += [f"calendar: {line}" for line in _lines(error)]
    return changed, faults
