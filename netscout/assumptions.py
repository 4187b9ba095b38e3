"""What is assumed where nothing has been observed: one value, stated with its source, editable.

The defaults stand in `assumptions.toml` beside this file. They are passed along as a value and
shown with every answer (`ns.odds(net)`); nothing here is a global setting.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from netscout.errors import SchemaError, did_you_mean, fault_list

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Assumption:
    """One assumed number.

    A chance is a Beta distribution with `a` successes and `b` failures; a plain number has `b` 0
    and stands in `a`.
    """

    name: str
    meaning: str
    a: float
    b: float
    tag: str
    source: str

    @property
    def is_chance(self) -> bool:
        """Whether this is a chance (Beta) rather than a plain number."""
        return self.b > 0

    @property
    def mean(self) -> float:
        """The mean of the Beta distribution, or the plain number."""
        return self.a / (self.a + self.b) if self.is_chance else self.a


@dataclass(frozen=True)
class Assumptions:
    """Every assumption of the model, by name, and the company sizes the user has given.

    >>> from netscout.assumptions import defaults
    >>> round(defaults()["talk.referred"].mean, 2)
    0.4
    >>> defaults().override({"talk.referred": [8, 2]})["talk.referred"].mean
    0.8
    """

    entries: Mapping[str, Assumption]
    company_size: Mapping[str, float] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Assumption:
        return self.entries[name]

    def override(self, given: Mapping[str, Any]) -> Assumptions:
        """Return these assumptions with some replaced by the user's own.

        Parameters
        ----------
        given
            Name → `[a, b]` of a Beta distribution, or a number where the default is a number.

        Raises
        ------
        SchemaError
            A name is unknown or a value is not of its form (every fault in one message).
        """
        entries, faults = dict(self.entries), []
        for name, value in given.items():
            if name not in entries:
                faults.append(f"unknown assumption {name!r}{did_you_mean(name, entries)}")
            elif (pair := _parameters(value, chance=entries[name].is_chance)) is None:
                form = "two positive numbers [a, b]" if entries[name].is_chance else "a number"
                faults.append(f"{name!r} wants {form}, not {value!r}")
            else:
                entries[name] = replace(
                    entries[name], a=pair[0], b=pair[1], tag="yours", source="netscout.toml"
                )
        if faults:
            raise SchemaError(fault_list("the assumptions have faults", faults))
        return replace(self, entries=entries)


def _parameters(value: Any, *, chance: bool) -> tuple[float, float] | None:
    """Return the two parameters of an override, or nothing if it is not of the form."""

    def positive(number: object) -> bool:
        return isinstance(number, int | float) and not isinstance(number, bool) and number > 0

    if chance and isinstance(value, list | tuple) and len(value) == 2 and all(map(positive, value)):
        return float(value[0]), float(value[1])
    if not chance and positive(value):
        return float(value), 0.0
    return None


@cache
def defaults() -> Assumptions:
    """Return the assumptions of `assumptions.toml`."""
    text = files("netscout").joinpath("assumptions.toml").read_text("utf-8")
    entries = {}
    for name, entry in tomllib.loads(text).items():
        a, b = entry.get("beta") or (entry.get("value", entry.get("mean")), 0.0)
        entries[name] = Assumption(
            name, entry["meaning"], float(a), float(b), entry["tag"], entry["source"]
        )
    return Assumptions(entries)
