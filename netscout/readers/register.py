"""Everybody met so far while reading, and the exact keys by which a later file finds them again."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.identity import company_key, email_key, name_key, url_key, words
from netscout.identity.aliases import joined
from netscout.schema import EVENT_COLUMNS, PEOPLE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ME = "me"


def slug(*texts: str) -> str:
    """Return texts as an id: bare words joined by hyphens.

    >>> slug("Dana Whitlock", "Acme, Inc.")
    'dana-whitlock-acme-inc'
    """
    joined = words(" ".join(filter(None, texts))).replace(" ", "-")
    return unicodedata.normalize("NFC", joined)


def _addresses(cell: str) -> list[str]:
    """Return the keys of the e-mail addresses in a cell; an office's mailbox as it stands."""
    parts = cell.replace(";", " ").replace(",", " ").split()
    return [email_key(part) or part.lower() for part in parts]


class Register:
    """The people found so far, column by column, with the owner as first row.

    A record is looked up by id, then profile address, then e-mail, then name; all are exact keys.
    `same` has the record that another is part of, where the user decided so.
    """

    def __init__(self) -> None:
        self.columns: dict[str, list[str]] = {column: [] for column in PEOPLE_COLUMNS}
        self.ids: list[str] = []
        self.row: dict[str, int] = {}
        self.alias: dict[str, str] = {}
        self.my_names: set[str] = set()
        self.same: dict[str, str] = {}
        self._names: dict[str, list[str]] | None = None
        self._emails: dict[str, str] | None = None
        self._numbers: dict[str, int] = {}
        self.add(ME, name="")

    def __contains__(self, person: str) -> bool:
        return person in self.row or person in self.alias

    def extend(self, ids: Sequence[str], columns: Mapping[str, list[str]]) -> bool:
        """Add people if none of them is known yet and none stands twice; return whether it did.

        The lists become the register's own, since copying long ones takes time.
        """
        start = len(self.ids)
        fresh = dict(zip(ids, range(start, start + len(ids)), strict=True))
        if len(fresh) < len(ids) or not fresh.keys().isdisjoint(
            self.row.keys() | self.alias.keys()
        ):
            return False
        fresh.update(self.row)
        self.row = fresh
        self.ids.extend(ids)
        for column, values in self.columns.items():
            before = values + [""] * (start - len(values))
            taken = columns.get(column) or [""] * len(ids)
            taken[:0] = before
            self.columns[column] = taken
        self._names = self._emails = None
        return True

    def add(self, person: str, **facts: str) -> bool:
        """Add a person, or fill the gaps of one who is known; return whether that was news."""
        person = self.alias.get(person, person)
        if person not in self.row:
            self.row[person] = len(self.ids)
            self.ids.append(person)
            for column, values in self.columns.items():
                values.append(facts.get(column, ""))
            self._index(person)
            return True
        row, new = self.row[person], False
        for column, value in facts.items():
            values = self.columns[column]
            if value and not values[row]:
                values[row] = value
                new = new or column != "origin"
        self._index(person)
        return new

    def join(self, person: str, column: str, text: str) -> bool:
        """Add to what is known of a person in a column of several; return whether it was news."""
        values, row = self.columns[column], self.row[self.alias.get(person, person)]
        before, values[row] = values[row], joined(column, [values[row], text])
        self._index(person)
        return values[row] != before

    def overrule(self, person: str, facts: Mapping[str, str]) -> None:
        """Set what the user says of a person, over what files say; columns may be new."""
        row, replaced = self.row[self.alias.get(person, person)], False
        for column, value in facts.items():
            if column not in self.columns:
                self.columns[column] = []
            values = self.columns[column]
            values.extend([""] * (len(self.ids) - len(values)))
            if value:
                replaced = replaced or (
                    column in ("name", "email") and values[row] not in ("", value)
                )
                values[row] = value
        if replaced:  # what led to this person need not any more
            self._names = self._emails = None
        else:  # building them anew for each row of people.csv takes the square of its time
            self._index(self.ids[row])

    def get(self, person: str, column: str) -> str:
        """Return one fact about a person, `""` if it is not known."""
        values, row = self.columns.get(column, []), self.row[self.alias.get(person, person)]
        return values[row] if row < len(values) else ""

    def by_url(self, url: str) -> str:
        """Return the id of the person with this profile address, `""` if there is none."""
        key = url_key(url)
        key = self.alias.get(key, key)
        return key if key in self.row else ""

    def named(self, name: str) -> list[str]:
        """Return the ids of all people of this name; records of one person are one."""
        return self._whole(self._named(name))

    def _whole(self, people: list[str]) -> list[str]:
        return list(dict.fromkeys(self.same.get(p, p) for p in people)) if self.same else people

    def _named(self, name: str) -> list[str]:
        if self._names is None:
            self._names = {}
            for person, known in zip(self.ids, self.columns["name"], strict=True):
                if key := name_key(known):
                    self._names.setdefault(key, []).append(person)
            for key in self.my_names:
                self._note(self._names, key, ME)
        key = name_key(name)
        return self._names.get(key, []) if key else []

    def with_email(self, email: str) -> str:
        """Return the id of the person with this e-mail address, `""` if there is none."""
        if self._emails is None:
            self._emails = {}
            for person, known in zip(self.ids, self.columns["email"], strict=True):
                for address in _addresses(known):
                    self._emails.setdefault(address, person)
        return next((self._emails[a] for a in _addresses(email) if a in self._emails), "")

    def find(self, who: str) -> list[str]:
        """Return the ids that an id, profile address, e-mail or name may mean; none if unknown."""
        return self._whole(self.records(who))

    def records(self, who: str) -> list[str]:
        """Return the same, each record for itself even where the user decided that some are one."""
        who = who.strip()
        if who in self.alias or who in self.row:
            return [self.alias.get(who, who)]
        if found := self.by_url(who):
            return [found]
        if url_key(who):
            return []
        if "@" in who and (found := self.with_email(who)):
            return [found]
        return list(self._named(who))

    def new_id(self, name: str, company: str = "") -> str:
        """Return an id for a person without a profile address, unlike all others."""
        plain = slug(name) or "unnamed"
        if plain not in self:
            return plain
        base = slug(name, company) if company else plain
        taken, number = base, self._numbers.get(base, 2)
        while taken in self:
            taken, number = f"{base}-{number}", number + 1
        self._numbers[base] = number  # so that many namesakes do not take the square of their time
        return taken

    def same_company(self, people: Iterable[str], company: str) -> list[str]:
        """Return those of some people who are at this company."""
        key = company_key(company)
        return [p for p in people if key and company_key(self.get(p, "company")) == key]

    def frame(self, *, keep: bool = True) -> Any:
        """Return the people table; without `keep` nothing is left here, since both take memory."""
        if not keep:
            self.row, self.alias, self._names, self._emails = {}, {}, None, None
        size, columns = len(self.ids), {}
        for column in list(self.columns):
            values = self.columns[column] if keep else self.columns.pop(column)
            columns[column] = pd.array([*values, *[""] * (size - len(values))], dtype="str")
        index = pd.Index(self.ids, dtype="str", name="person")
        return pd.DataFrame(columns, index=index, copy=False)

    def _index(self, person: str) -> None:
        """Keep the indexes that have been built up to date with one person."""
        if self._names is not None and (key := name_key(self.get(person, "name"))):
            self._note(self._names, key, person)
        if self._emails is not None:
            for address in _addresses(self.get(person, "email")):
                self._emails.setdefault(address, person)

    @staticmethod
    def _note(names: dict[str, list[str]], key: str, person: str) -> None:
        known = names.setdefault(key, [])
        if person not in known:
            known.append(person)


class Journal:
    """The events found so far, column by column; one that says nothing new is not taken twice."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {column: [] for column in EVENT_COLUMNS}
        self._facts: set[tuple[Any, ...]] | None = None

    def extend(self, days: Sequence[int], kind: str, columns: Mapping[str, Sequence[str]]) -> None:
        """Add events of one kind of which none can be known yet."""
        size = len(days)
        given = {"date": days, "kind": [kind] * size} | dict(columns)
        for column, values in self.columns.items():
            values.extend(given.get(column, [""] * size))
        self._facts = None

    def add(
        self,
        day: int,
        kind: str,
        source: str,
        target: str,
        *,
        origin: str,
        about: str = "",
        channel: str = "",
        note: str = "",
    ) -> bool:
        """Add an event; return whether it was new."""
        if self._facts is None:
            self._facts = set(zip(*(self.columns[c] for c in EVENT_COLUMNS[:-1]), strict=True))
        fact = (day, kind, source, target, about, channel, note)
        if fact in self._facts:
            return False
        self._facts.add(fact)
        for column, value in zip(EVENT_COLUMNS, (*fact, origin), strict=True):
            self.columns[column].append(value)
        return True

    def add_hidden(self, day: int, source: str, origin: str) -> None:
        """Add a connection without a name; nothing but its row tells it from another."""
        for column, values in self.columns.items():
            values.append(
                {"date": day, "kind": "knows", "source": source, "origin": origin}.get(column, "")
            )

    def frame(self, *, keep: bool = True) -> Any:
        """Return the events table; without `keep` nothing is left here, since both take memory."""
        given = dict(self.columns) if keep else self.columns
        if not keep:
            self._facts = None
        days = np.array(given.pop("date"), dtype="int64").astype("datetime64[D]")
        columns: dict[str, Any] = {"date": pd.Series(days.astype("datetime64[us]"))}
        for column in list(given):
            columns[column] = pd.array(given.pop(column), dtype="str")
        return pd.DataFrame(columns, copy=False)
