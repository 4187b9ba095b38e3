"""What somebody does (role family) and how high (seniority), by a small table of title words.

`roles.toml` beside this file is the table; it has a version. `netscout check --roles` shows what it
makes of the titles of a network, columns `role_family` and `seniority` of people.csv overrule it,
and `growth(net, by="role_family")` groups by it. A title that the table does not know has the
family and seniority `""`: nothing is guessed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from netscout.identity import words

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = ("role_family", "seniority")
LADDER = (
    "student", "intern", "entry", "senior", "manager", "director", "executive", "founder",
)  # fmt: skip
"""The seniorities, lowest first; `""` is a title that says nothing of rank."""

LONGEST_TITLE = 300
_BETWEEN = re.compile(r"\s*[|•·/;]\s*")
_SERVED = re.compile(r"(?<=\w) (?:reporting )?to .*")  # an assistant to the CEO is no CEO
LONGEST_KEY = 4


class Role(NamedTuple):
    """The family and seniority of a title."""

    family: str
    seniority: str


@dataclass(frozen=True)
class _Phrase:
    """A phrase of the table: its words, how many letters they have, and what it stands for."""

    pattern: re.Pattern[str]
    length: int
    meaning: str


@dataclass(frozen=True)
class _Table:
    """The phrases by kind; a phrase is looked up by the first letters of its first word."""

    version: int
    family: Mapping[str, tuple[_Phrase, ...]]
    seniority: Mapping[str, tuple[_Phrase, ...]]
    recruiter: Mapping[str, tuple[_Phrase, ...]]
    not_work: frozenset[str]


@lru_cache(maxsize=65_536)
def classify(title: str) -> Role:
    """Return the role family and seniority of a title, `""` where its words do not tell.

    The longest phrase found decides; among equally long ones the first in the title. Of several
    roles (`A | B`) the first counts that the table knows; founders are founders whatever else.

    >>> classify("Senior Publicist, Touring")
    Role(family='marketing', seniority='senior')
    >>> classify("VP of International Sales"), classify("Praktikantin Vertrieb").seniority
    (Role(family='sales', seniority='executive'), 'intern')
    >>> classify("Head of Stage Management").seniority, classify("Wizard")
    ('director', Role(family='', seniority=''))
    """
    parts = [_SERVED.sub("", words(part)) for part in _BETWEEN.split(title[:LONGEST_TITLE])]
    found = [role for part in parts if any(role := _of(part))]
    if not found:
        return Role("", "")
    family = next((role.family for role in found if role.family), "")
    if any(role.seniority == "founder" for role in found):
        return Role(family, "founder")
    return Role(family, next((role.seniority for role in found if role.seniority), ""))


def is_recruiter(title: str) -> bool:
    """Whether a title says that somebody finds people for jobs.

    >>> is_recruiter("Talent Acquisition Partner"), is_recruiter("Talent Buyer")
    (True, False)
    """
    return bool(_longest(words(title[:LONGEST_TITLE]), _table().recruiter))


@lru_cache(maxsize=65_536)
def work_words(title: str) -> frozenset[str]:
    """Return the words of a title that say what somebody does, and not how high they stand.

    >>> sorted(work_words("Senior Publicist, Touring"))
    ['publicist', 'touring']
    """
    return frozenset(words(title).split()) - _table().not_work


def same_work(title: str, other: str) -> bool:
    """Whether two titles share a word that says what somebody does.

    >>> same_work("Senior Publicist", "Publicist, Touring")
    True
    >>> same_work("Marketing Director", "Artistic Director")
    False
    """
    return bool(work_words(title) & work_words(other))


def add_roles(people: Any) -> Any:
    """Return the people table with `role_family` and `seniority`; what is given there stays.

    Returns
    -------
    DataFrame: the people table with these columns, each row filled from its `role` where the user
    has not said otherwise in people.csv.

    >>> import pandas as pd
    >>> people = pd.DataFrame({"role": ["Publicist", "CEO"], "seniority": ["", "director"]})
    >>> add_roles(people)[["role_family", "seniority"]].values.tolist()
    [['marketing', ''], ['', 'director']]
    """
    people = people.copy(deep=False)
    told = {title: classify(title) for title in people["role"].unique()}
    columns = {
        "role_family": people["role"].map({title: role.family for title, role in told.items()}),
        "seniority": people["role"].map({title: role.seniority for title, role in told.items()}),
    }
    for name, column in columns.items():
        answer = column.astype("str")
        if name in people.columns:
            given = people[name].fillna("").astype("str")
            answer = given.where(given.str.strip() != "", answer)
        people[name] = answer
    return people


def version() -> int:
    """Return the version of the table.

    >>> version() >= 1
    True
    """
    return _table().version


def families() -> tuple[str, ...]:
    """Return the names of the role families.

    >>> len(families()), "marketing" in families()
    (21, True)
    """
    return tuple(_raw()["family"])


def _of(title: str) -> Role:
    """Return the role of one title in bare words."""
    table = _table()
    family = _longest(title, table.family)
    ranks = _all(title, table.seniority)
    if "founder" in ranks:
        return Role(family, "founder")
    # "Intern, Office of the CEO" is an intern: the low ranks are never said of anybody higher.
    for low in ("student", "intern"):
        if low in ranks:
            return Role(family, low)
    return Role(family, max(ranks, key=LADDER.index, default=""))


def _longest(title: str, phrases: Mapping[str, tuple[_Phrase, ...]]) -> str:
    """Return what the longest phrase in a title means, `""` if there is none."""
    best, length = "", 0
    for phrase, _start, _end in _found(title, phrases):
        if phrase.length > length:
            best, length = phrase.meaning, phrase.length
    return best


def _all(title: str, phrases: Mapping[str, tuple[_Phrase, ...]]) -> list[str]:
    """Return what the phrases in a title mean; one that lies within a longer one does not count."""
    taken: list[tuple[int, int]] = []
    meanings = []
    for phrase, start, end in sorted(_found(title, phrases), key=lambda f: (f[1] - f[2], f[1])):
        if not any(start < other_end and end > other for other, other_end in taken):
            taken.append((start, end))
            meanings.append(phrase.meaning)
    return [meaning for meaning in meanings if meaning]


def _found(
    title: str, phrases: Mapping[str, tuple[_Phrase, ...]]
) -> list[tuple[_Phrase, int, int]]:
    """Return every phrase that a title holds in whole words, and where, in the title's order."""
    tried = [
        (phrase, word.start())
        for word in re.finditer(r"\S+", title)
        for size in range(1, min(len(word[0]), LONGEST_KEY) + 1)
        for phrase in phrases.get(word[0][:size], ())
    ]
    matches = [(phrase, phrase.pattern.match(title, start)) for phrase, start in tried]
    return [(phrase, match.start(), match.end()) for phrase, match in matches if match]


@cache
def _raw() -> dict[str, Any]:
    text = files("netscout").joinpath("roles.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _table() -> _Table:
    raw = _raw()
    seniority = {name if name != "none" else "": text for name, text in raw["seniority"].items()}
    return _Table(
        raw["version"],
        _by_start(raw["family"]),
        _by_start(seniority),
        _by_start({"recruiter": raw["recruiter"]["words"]}),
        frozenset(words(raw["same_work"]["ignored"]).split()),
    )


def _by_start(meanings: Mapping[str, str]) -> dict[str, tuple[_Phrase, ...]]:
    """Return the phrases of a part of the table by the first letters of their first word."""
    found: dict[str, list[_Phrase]] = {}
    for meaning, text in meanings.items():
        for part in text.split("|"):
            stems = part.split()
            plain = [words(stem) for stem in stems]
            ends = [r"\w*" if stem.endswith("*") else "" for stem in stems]
            body = " ".join(p + end for p, end in zip(plain, ends, strict=True))
            phrase = _Phrase(re.compile(rf"{body}(?= |$)"), len("".join(plain)), meaning)
            found.setdefault(plain[0][:LONGEST_KEY], []).append(phrase)
    return {start: tuple(phrases) for start, phrases in found.items()}
