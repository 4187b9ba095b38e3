"""What somebody is looking for: companies, roles, schools, people, and by when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import NetscoutError, UnknownPerson
from netscout.identity import company_key, find, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date


@dataclass(frozen=True)
class Goal:
    """Whom one wants to talk with, and by when.

    A person who meets every criterion given (a company, a role, a school) counts 1 as a target;
    one who meets some of them counts in proportion. A person given by name counts 1.

    Parameters
    ----------
    companies, roles, schools
        Names; a company matches any spelling and legal form, a role every title that has its words.
    people
        Ids or unique names.
    by
        The date that counts.
    per_week
        Conversations a week that one can hold.

    Raises
    ------
    NetscoutError
        Nothing is asked for.

    Examples
    --------
    >>> import netscout as ns
    >>> goal = ns.Goal(companies=["Marquee Theatricals"], roles=["publicist"])
    >>> goal.of_role("Senior Publicist, Touring")
    True
    """

    companies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    by: date | None = None
    per_week: float | None = None

    def __post_init__(self) -> None:
        for name in ("companies", "roles", "people", "schools"):
            object.__setattr__(self, name, _texts(getattr(self, name)))
        if not (self.companies or self.roles or self.people or self.schools):
            raise NetscoutError("the goal is empty: give it companies, roles, schools or people")
        if self.by is not None:
            object.__setattr__(self, "by", _day(self.by))

    def of_company(self, company: str) -> bool:
        """Whether this is one of the goal's companies."""
        key = company_key(company)
        return bool(key) and key in self._company_keys

    @cached_property
    def _company_keys(self) -> frozenset[str]:
        return frozenset(map(company_key, self.companies))

    def of_role(self, role: str) -> bool:
        """Whether this title has all the words of one of the goal's roles."""
        have = {_stem(word) for word in words(role).split()}
        return any({_stem(w) for w in words(wanted).split()} <= have for wanted in self.roles)

    def of_school(self, school: str) -> bool:
        """Whether this is one of the goal's schools."""
        return bool(words(school)) and words(school) in {words(wanted) for wanted in self.schools}

    def named(self, column: str) -> tuple[str, ...]:
        """Return what the goal asks for in a column: company, role or school."""
        wanted = {"company": self.companies, "role": self.roles, "school": self.schools}
        return wanted[column]

    def test(self, column: str) -> Callable[[str], bool]:
        """Return the test of a text in a column: company, role or school."""
        tests = {"company": self.of_company, "role": self.of_role, "school": self.of_school}
        return tests[column]

    def only(self, column: str, name: str) -> Goal:
        """Return the goal of one name in a column alone."""
        wanted: dict[str, Any] = {_PLURAL[column]: (name,)}
        return Goal(**wanted)

    def renamed(self, people: Any, names: Mapping[str, str]) -> Goal:
        """Return the goal with its people called by other names.

        Parameters
        ----------
        people
            The people table in which they are found.
        names
            Id → name; who is not in the table becomes "somebody not in the network".
        """

        def called(person: str) -> str:
            try:
                return names[find(people, person)]
            except UnknownPerson:
                return "somebody not in the network"

        return replace(self, people=tuple(map(called, self.people)))

    def weights(self, people: Any) -> Any:
        """Return how much each person counts as a target.

        Parameters
        ----------
        people
            The people table.

        Returns
        -------
        Series of 0 … 1 indexed by person: the share of the criteria given that the person meets,
        1 for the people given by name.

        Raises
        ------
        UnknownPerson
            A person of the goal is not in the table, or not unique.
        """
        met = [
            by_text(people[column], self.test(column)) for column in _PLURAL if self.named(column)
        ]
        weights = pd.Series(np.mean(met, axis=0) if met else 0.0, people.index, dtype=float)
        weights[[find(people, person) for person in self.people]] = 1.0
        return weights

    def __str__(self) -> str:
        parts = [
            f"{label} {', '.join(values)}"
            for label, values in (
                ("companies", self.companies),
                ("roles", self.roles),
                ("schools", self.schools),
                ("people", self.people),
            )
            if values
        ]
        return "; ".join(parts) + (f"; by {self.by}" if self.by else "")


def by_text(texts: Any, test: Callable[[str], bool]) -> Any:
    """Return an array of which texts of a column pass a test; each text is tested once."""
    codes, found = pd.factorize(texts)
    return np.array([bool(test(text)) for text in found], bool)[codes]


_PLURAL = {"company": "companies", "role": "roles", "school": "schools"}


def _texts(values: str | Iterable[str]) -> tuple[str, ...]:
    """Return a tuple of texts; one text alone is one value, not its letters."""
    return (values,) if isinstance(values, str) else tuple(map(str, values))


def _day(value: Any) -> date:
    day: date = pd.Timestamp(value).date()
    return day


def _stem(word: str) -> str:
    """Return a word without the plural's s: `publicists` are publicists."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
