"""What is compared of a row of the people table, and the keys by which likely pairs are found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from netscout.identity.common_names import COMMON, SHORT_FORMS
from netscout.identity.employers import company_key
from netscout.identity.keys import email_key, url_key
from netscout.identity.names import PARTICLES, spelled, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

MOST_TOKENS = 6
LONG_ENOUGH_TO_ERR = 5
NAMESAKES_OF_COMMON = 3

_LOST = "\ua66e"  # stands for lost letters (U+FFFD) while a name is folded; no name has it
_LATIN = str.maketrans(
    dict(zip("øłđðþæœıħŧŋй", ["o", "l", "d", "d", "th", "ae", "oe", "i", "h", "t", "n", "i"],
             strict=True))
    | dict(zip("абвгдежзиклмнопрстуфхцчшщъыьэюяіїєґћђљњџјѓќ",
               ["a", "b", "v", "g", "d", "e", "zh", "z", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "i", "", "e", "yu", "ya", "i", "i", "e", "g", "c", "dj", "lj", "nj", "dz", "j", "g", "k"], strict=True))
    | dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω",
               ["a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f", "ch", "ps", "o"], strict=True))
)  # fmt: skip
_TYPED_OUT = re.compile("ae|oe|ue|aa")
IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass
class Record:
    """What is compared of one row of the people table."""

    person: str
    tokens: tuple[str, ...]
    extra: frozenset[str]
    rank: str
    company: str
    emails: tuple[str, ...]
    school: str
    url: str
    location: str
    file: str
    said: dict[str, str]
    namesakes: int = 1

    @property
    def text(self) -> str:
        """The name in plain letters."""
        return " ".join(self.tokens)

    @property
    def sorted(self) -> tuple[str, ...]:
        """The words of the name whatever their order."""
        return tuple(sorted(self.tokens))

    @cached_property
    def odd(self) -> bool:
        """Whether the name has initials, lost letters or other names beside it."""
        return bool(self.extra) or "?" in self.text or any(len(t) < 2 for t in self.tokens)

    @property
    def common(self) -> bool:
        """Whether many people have this name, here or in the world."""
        return self.namesakes >= NAMESAKES_OF_COMMON or (
            len(self.tokens) > 1 and sum(token in COMMON for token in self.tokens) > 1
        )

    def blocks(self) -> Iterator[Hashable]:
        """Yield the keys of which two spellings of one name share at least one."""
        joined = "".join(self.tokens)
        if joined:
            yield "joined", "".join(sorted(joined)) if IDEOGRAPHS.search(joined) else joined
        for email in self.emails:
            yield "@", email
        if self.url:
            yield "in", self.url
        names = self._names()
        for one, other in combinations(names, 2):
            for a in forms(one):
                for b in forms(other):
                    yield "=", min(a, b), max(a, b)
        for one, other in permutations(names, 2):
            if len(one) > 1 and len(other) >= LONG_ENOUGH_TO_ERR - 1:
                yield "~", one, other
                for place in range(len(other)):
                    yield "~", one, other[:place] + other[place + 1 :]

    def may_be(self, other: Record) -> bool:
        """Whether the words of two names are near enough for a closer look."""
        mine, theirs = set(self.tokens), set(other.tokens)
        if len(mine - theirs) < 2 or len(theirs - mine) < 2:
            return True
        odd = any(len(token) < 2 or "?" in token for token in mine ^ theirs)
        return (
            odd or bool(self.extra or other.extra) or not set(self.emails).isdisjoint(other.emails)
        )

    def initials(self) -> Iterator[tuple[Hashable, bool]]:
        """Yield a word and the first letter of another, and whether that letter is all there is."""
        for one, other in permutations(self._names(), 2):
            if len(one) > 1:
                for form in {other, *forms(other)}:
                    yield (one, form[0]), len(other) == 1

    def traces(self) -> Iterator[Hashable]:
        """Yield what else two records of one person may have in common."""
        for trace in ("company", "school", "url"):
            if value := getattr(self, trace):
                yield trace, value
        for email in self.emails:
            yield "email", email

    def pattern(self) -> re.Pattern[str]:
        """Return what the name may have been before letters were lost."""
        parts = (re.escape(part) for part in self.text.split("?"))
        return re.compile(".{0,2}".join(parts))

    def _names(self) -> list[str]:
        tokens = self.tokens if len(self.tokens) <= 4 else self.tokens[:2] + self.tokens[-2:]
        return list(dict.fromkeys([*tokens, *sorted(self.extra)]))[:MOST_TOKENS]


def record(
    person: str, name: str, company: str, email: str, school: str, url: str, location: str,
    origin: str,
) -> Record:  # fmt: skip
    """Return what is compared of a row of the people table."""
    found = spelled(name.replace("\ufffd", _LOST))
    tokens = fold(found.text)
    extra = frozenset(token for other in found.others for token in fold(other))
    addresses = email.replace(";", " ").replace(",", " ").split()
    return Record(
        person=str(person),
        tokens=tokens,
        extra=extra - set(tokens),
        rank=found.rank,
        company=company_key(company),
        emails=tuple(dict.fromkeys(filter(None, map(email_key, addresses)))),
        school=words(school),
        url=url_key(url),
        location=words(location),
        file=origin.split(":", 1)[0] if ":" in origin else "",
        said={"name": found.text, "company": company.strip(), "school": school.strip()},
    )


@lru_cache(maxsize=65_536)
def fold(name: str) -> tuple[str, ...]:
    """Return the words of a name in plain Latin letters, umlauts as one letter, without `van der`.

    >>> fold("Jürgen van der Østergård") == fold("Juergen Oestergaard")
    True
    """
    plain = re.sub(f"{_LOST}+", "?", words(name).translate(_LATIN))
    if not plain.isascii():
        tokens = plain.split()
    else:
        tokens = [
            _TYPED_OUT.sub(lambda m: m[0][0], token).replace("y", "i").replace("ii", "i")
            for token in plain.split()
        ]
    inner = [token for token in tokens[1:-1] if token not in PARTICLES]
    return (*tokens[:1], *inner, *tokens[1:][-1:])


@lru_cache(maxsize=65_536)
def forms(token: str) -> tuple[str, ...]:
    """Return the full names that a word may be short for, or the word itself."""
    return SHORT_FORMS.get(token, (token,))
