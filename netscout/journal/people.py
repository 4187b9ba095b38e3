"""Whom a text of an entry means, and what is new about people who were named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netscout.errors import NetscoutError, UnknownPerson, did_you_mean, fault_list
from netscout.identity import company_key, url_key
from netscout.journal.table import cell
from netscout.readers.finding import PEOPLE_FILE
from netscout.readers.log import ANYBODY, DETAILS
from netscout.readers.register import ME, slug
from netscout.schema import ANYONE

if TYPE_CHECKING:
    from pathlib import Path

    from netscout.readers.book import Book
    from netscout.readers.forgotten import Forgotten

_DEGREE = re.compile(
    r"(ph\.? ?d|m\.?d|j\.?d|[jsm]r|[bm]f?a|mba|[bm]sc|i{2,3}|iv|esq|cpa|cfa)\.?", re.IGNORECASE
)


@dataclass
class Writing:
    """One entry on its way into the files: its rows, and the details of people who were named."""

    folder: Path
    book: Book
    forgotten: Forgotten
    rows: list[dict[str, str]] = field(default_factory=list)
    details: list[dict[str, str]] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def who(self, text: str) -> str:
        """Return how the log calls the one person whom a text means; somebody new is noted.

        Raises
        ------
        UnknownPerson
            It is the owner, several people, nobody's name, or somebody who was forgotten.
        """
        text = cell(text)
        register = self.book.register
        if text.lower() == ME or self.book.is_me(text, text):
            raise UnknownPerson(f"{text!r} is you; give the other person")
        found = register.find(text)
        if len(found) > 1:
            listed = "; ".join(
                f"{p} ({register.get(p, 'company') or 'no company'})" for p in found[:5]
            )
            raise UnknownPerson(
                f"{len(found)} people are called {text!r}; give one of the ids: {listed}"
            )
        self._not_forgotten(text, found)
        if found:
            name = register.get(found[0], "name")
            unique = register.find(name) == found and cell(name) == name
            return name if name and unique else found[0]
        if not (url_key(text) or slug(text)):
            raise UnknownPerson(f"{text!r} is not a name")
        register.add(url_key(text) or register.new_id(text), name=text)
        self.new.append(text)
        known = [name for name in register.columns["name"] if name and name != text]
        self.said.append(f"{text} was not known before{did_you_mean(text, known)}")
        return text

    def third(self, kind: str, other: str) -> str:
        """Return the third person of an event, `anyone` where the question was for names."""
        if not other:
            return ""
        if kind == "asked" and other.strip().lower() in ANYBODY:
            return ANYONE
        return self.who(other)

    def named(self, facts: dict[str, str]) -> str:
        """Return how the log calls somebody who was named; what is new about them is noted."""
        if "given" in facts:
            facts = _split(self.book, facts["given"])
        facts = {column: cell(text) for column, text in facts.items() if text.strip()}
        register, company = self.book.register, company_key(facts.get("company", ""))
        found = register.find(facts["name"])
        known = company_key(register.get(found[0], "company")) if len(found) == 1 else ""
        if company and len(same := register.same_company(found, facts["company"])) == 1:
            facts["name"] = same[0]
        elif company and known and known != company and not url_key(facts["name"]):
            raise UnknownPerson(
                f"{facts['name']!r} is known at {register.get(found[0], 'company')}, not at "
                f"{facts['company']}; if it is the same person, give the id {found[0]}, otherwise "
                f"add the other one to {PEOPLE_FILE}"
            )
        name = self.who(facts["name"])
        person = register.find(name)[0]
        if {c: t for c, t in facts.items() if c != "name" and not register.get(person, c)}:
            self.details.append({"name": name} | {c: t for c, t in facts.items() if c != "name"})
        return name

    def _not_forgotten(self, text: str, found: list[str]) -> None:
        register = self.book.register
        facts = [
            {"person": p, **{c: register.get(p, c) for c in ("name", "url", "email")}}
            for p in found
        ] or [{"person": text, "name": text, "url": text, "email": text}]
        if numbers := {n for each in facts for n in self.forgotten.numbers(**each)}:
            listed = ", ".join(map(str, sorted(numbers)))
            raise UnknownPerson(
                f"{text!r} was forgotten; to know them again, delete the rows with number "
                f"{listed} from {self.forgotten.file}"
            )


def people_given(named: Any) -> list[dict[str, str]]:
    """Return the people named, each as texts by column, `given` as it was written.

    Raises
    ------
    NetscoutError
        A mapping has a key that is no column of people.csv, or no name.
    """
    if isinstance(named, str):
        named = named.split(";")
    elif hasattr(named, "keys"):
        named = [named]
    people = []
    for each in named:
        if isinstance(each, str):
            people += [{"given": part.strip()} for part in each.split(";") if part.strip()]
        else:
            people.append({key: str(each[key]) for key in each})
    faults = [
        f"{key!r} is no column of people.csv{did_you_mean(key, DETAILS)}"
        for facts in people
        for key in facts
        if key not in (*DETAILS, "given")
    ]
    faults += [
        "`name` is missing"
        for facts in people
        if not facts.get("given", facts.get("name", "")).strip()
    ]
    if faults:
        raise NetscoutError(fault_list("`named` cannot be understood", faults))
    return people


def _split(book: Book, text: str) -> dict[str, str]:
    """Return name, role and company of `Lee Ortiz, publicist, Marquee Theatricals`."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return {"name": text}
    if book.register.find(text) and not book.register.find(parts[0]):
        return {"name": text}  # `Ortiz, Lee`
    if len(parts) > 1 and _DEGREE.fullmatch(parts[1]):
        parts[:2] = [f"{parts[0]}, {parts[1]}"]
    name, *rest = parts
    role, company = (rest[0] if rest else ""), ", ".join(rest[1:])
    if len(rest) == 1 and " at " in role:
        role, company = (part.strip() for part in role.rsplit(" at ", 1))
    elif len(rest) == 1 and company_key(role) in {
        company_key(known) for known in set(book.register.columns["company"]) if known
    }:
        role, company = "", role
    return {"name": name, "role": role, "company": company}
