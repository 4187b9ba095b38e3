"""What is assumed where nothing has been observed: one value, stated with its source, editable.

The defaults stand in `assumptions.toml` beside this file. They are passed along as a value and
shown with every answer (`ns.odds(net)`); nothing here is a global setting.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from netscout.errors import SchemaError, did_you_mean, fault_list
from netscout.seasons import seasons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.seasons import Season

PAIRS = ("beta", "gamma", "lognormal")
SINGLE = {"value": "a positive number", "share": "a number above 0 and below 1"}


@dataclass(frozen=True)
class Assumption:
    """One assumed number.

    `form` is "beta" (a chance: `a` successes, `b` failures), "gamma" (a rate: `a` in `b` trials),
    "lognormal" (the median `a`, and `b` the spread of the logarithm), "value" (a positive number in
    `a`) or "share" (one below 1).
    """

    name: str
    meaning: str
    form: str
    a: float
    b: float
    tag: str
    source: str

    @property
    def mean(self) -> float:
        """The mean of the distribution, or the plain number."""
        means = {
            "beta": self.a / (self.a + self.b),
            "gamma": self.a / (self.b or 1),
            "lognormal": self.a * math.exp(self.b**2 / 2),
        }
        return means.get(self.form, self.a)


@dataclass(frozen=True)
class Assumptions:
    """Every assumption of the model, by name; the user's company sizes; the quiet seasons.

    >>> from netscout.assumptions import defaults
    >>> round(defaults()["talk.referred"].mean, 2)
    0.4
    >>> defaults().override({"talk.referred": [8, 2]})["talk.referred"].mean
    0.8
    """

    entries: Mapping[str, Assumption]
    company_size: Mapping[str, float] = field(default_factory=dict)
    calendar: tuple[Season, ...] = field(default_factory=seasons)

    def __getitem__(self, name: str) -> Assumption:
        return self.entries[name]

    def override(self, given: Mapping[str, Any]) -> Assumptions:
        """Return these assumptions with some replaced by the user's own.

        Parameters
        ----------
        given
            Name → `[a, b]` of the distribution, or a number where the default is a number.

        Raises
        ------
        SchemaError
            A name is unknown or a value is not of its form (every fault in one message).
        """
        entries, faults = dict(self.entries), []
        for name, value in given.items():
            if name not in entries:
                faults.append(f"unknown assumption {name!r}{did_you_mean(name, entries)}")
                continue
            form = entries[name].form
            numbers = [value] if form in SINGLE else value
            fits = _positive(numbers, 1 if form in SINGLE else 2)
            if not fits or (form == "share" and value >= 1):
                wanted = SINGLE.get(form, "two positive numbers [a, b]")
                faults.append(f"{name!r} wants {wanted}, not {value!r}")
                continue
            a, b = (*map(float, numbers), 0.0)[:2]
            entries[name] = replace(entries[name], a=a, b=b, tag="yours", source="netscout.toml")
        if faults:
            raise SchemaError(fault_list("the assumptions have faults", faults))
        return replace(self, entries=entries)


def _positive(numbers: Any, count: int) -> bool:
    """Whether these are so many positive numbers."""
    return (
        isinstance(numbers, list | tuple)
        and len(numbers) == count
        and all(isinstance(n, int | float) and not isinstance(n, bool) and n > 0 for n in numbers)
    )


@cache
def defaults() -> Assumptions:
    """Return the assumptions of `assumptions.toml`."""
    text = files("netscout").joinpath("assumptions.toml").read_text("utf-8")
    entries = {}
    for name, entry in tomllib.loads(text).items():
        form = next(form for form in (*PAIRS, *SINGLE) if form in entry)
        a, b = entry[form] if form in PAIRS else (entry[form], 0.0)
        entries[name] = Assumption(
            name, entry["meaning"], form, float(a), float(b), entry["tag"], entry["source"]
        )
    return Assumptions(entries)
