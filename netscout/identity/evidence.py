"""How much two records look like one person, and in which words that is said.

Every trace adds or takes off a weight (a log odds, set by hand and not learned); the score is
1 / (1 + exp(-sum)). How common a name is comes from a table of names that are common in many
countries and from the people at hand; nothing else is read out of a name.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from netscout.identity.records import IDEOGRAPHS, LONG_ENOUGH_TO_ERR, fold, forms

if TYPE_CHECKING:
    from netscout.identity.records import Record


@dataclass(frozen=True)
class _Names:
    """How two names agree: what was matched how, and what is left on either side."""

    exact: int
    notes: tuple[str, ...]
    weight: float
    left: tuple[tuple[str, ...], tuple[str, ...]]


def conflicting(one: Record, other: Record) -> bool:
    """Whether two names cannot be one person's as they stand."""
    if not one.tokens or not other.tokens:
        return False
    found = _aligned(one, other)
    return found is None or all(found.left) or one.rank != other.rank


def compare(one: Record, other: Record) -> tuple[float, list[str]]:
    """Return how likely two records are one person, and the evidence for and against.

    >>> from netscout.identity.records import record
    >>> a = record("a", "Dana Whitlock, PhD", "Acme, Inc.", "", "", "in/dana", "", "")
    >>> b = record("b", "D. Whitlock", "ACME", "", "", "", "", "")
    >>> compare(a, b)
    (0.88, ['D. may stand for Dana', 'same company (Acme, Inc.)'])
    """
    weight, evidence = _names(one, other)
    if not evidence:
        return 0.0, []
    for part in (_ranks, _mailboxes, _companies, _others, _addresses):
        added, said = part(one, other)
        weight += added
        evidence += said
    return round(1 / (1 + math.exp(-weight)), 2), evidence


def _names(one: Record, other: Record) -> tuple[float, list[str]]:
    """Return the weight of the names alone; no words if they are two people's."""
    common = one.common and other.common
    remark = ["a very common name"] if common else []
    if not one.tokens or not other.tokens:
        return (-1.0, ["one has no name"]) if set(one.emails) & set(other.emails) else (0.0, [])
    if one.tokens == other.tokens or "".join(one.tokens) == "".join(other.tokens):
        alone = len(one.text) < 3 or (len(one.tokens) == 1 and not IDEOGRAPHS.search(one.text))
        return (0.0 if common or alone else 2.5), ["same name", *remark]
    if one.sorted == other.sorted or _same_signs(one, other):
        return (-0.7 if common else 2.0), ["same name in another order", *remark]
    found = _aligned(one, other)
    if found is None or all(found.left):
        return _changed_name(one, other)
    unlike = (fuzz.token_sort_ratio(one.text, other.text) - 100) / 25 if any(found.left) else 0.0
    weight = found.weight + unlike - 1.5 * common
    return weight, [*found.notes, *remark]


def _same_signs(one: Record, other: Record) -> bool:
    """Whether two names of ideographs differ only in where the surname stands."""
    a, b = "".join(one.tokens), "".join(other.tokens)
    return bool(IDEOGRAPHS.search(a)) and len(a) > 2 and sorted(a) == sorted(b)


def _changed_name(one: Record, other: Record) -> tuple[float, list[str]]:
    """Return the weight of two names of which only the first agrees, in one mailbox."""
    if one.tokens[0] == other.tokens[0] and set(one.emails) & set(other.emails):
        return -1.0, [f"same first name ({one.said['name'].split()[0]}), another surname"]
    return 0.0, []


def _aligned(one: Record, other: Record) -> _Names | None:
    """Return how the words of two names agree, None if too few do."""
    rest, there, pairs = _paired(one, other)
    exact = sum(how == "same" for how, _a, _b in pairs)
    hows = {how for how, _a, _b in pairs}
    weight, notes = 2.0, []
    for how, a, b in pairs:
        if how != "same":
            weight = min(weight, _WEIGHTS[how])
            notes.append(
                _SAID[how].format(a=_as_written(a, one, other), b=_as_written(b, one, other))
            )
    if former := _former(rest, there, one, other):
        rest, there = [], []
        notes.append(f"{_as_written(former, one, other)} is given as another name")
        weight = min(weight, 1.8)
    if len(pairs) + bool(former) < 2 or (not exact and not hows & {"lost", "short"}):
        return None
    if rest or there:
        left_out = " ".join(_as_written(word, one, other) for word in rest or there)
        notes.append(f"one leaves out {left_out}")
        first = (one if rest else other).tokens[0]
        weight -= 1.0 if first in rest + there else 0.0
    return _Names(exact, tuple(notes), weight, (tuple(rest), tuple(there)))


def _as_written(token: str, *records: Record) -> str:
    """Return the word of a name that was folded to a token, as one of the records has it."""
    written = " ".join(record.said["name"] for record in records)
    return next((word for word in written.split() if token in fold(word)), token.title())


_WEIGHTS = {"short": 1.0, "lost": 2.0, "initial": -0.5, "alike": -0.2}
_SAID = {
    "short": "{a} and {b} are forms of one name",
    "lost": "letters were lost in one spelling",
    "initial": "{a} may stand for {b}",
    "alike": "{a} and {b} differ by one letter",
}


def _paired(one: Record, other: Record) -> tuple[list[str], list[str], list[tuple[str, str, str]]]:
    """Return the words left on either side, and the pairs with how they agree, surest first."""
    here, there = list(one.tokens), list(other.tokens)
    pairs = []
    for how in ("same", "lost", "short", "initial", "alike"):
        for a in list(here):
            given = a == one.tokens[0]
            b = next((b for b in there if _agree(how, a, b, given=given)), None)
            if b is not None:
                here.remove(a)
                there.remove(b)
                short, long = sorted((a, b), key=lambda t: (len(t), t))
                pairs.append((how, short, long))
    return here, there, pairs


def _agree(how: str, a: str, b: str, *, given: bool) -> bool:
    """Whether two words agree in one of the ways."""
    if how == "same":
        return a == b
    if how == "lost":
        whole, lost = sorted((a, b), key=lambda word: "?" in word)
        pattern = ".{0,2}".join(map(re.escape, lost.split("?")))
        return "?" in lost and "?" not in whole and re.fullmatch(pattern, whole) is not None
    if how == "short":
        return not set(forms(a)).isdisjoint(forms(b))
    if how == "initial":
        short, long = sorted((a, b), key=len)
        return len(short) == 1 < len(long) and any(f[0] == short for f in (long, *forms(long)))
    turned = len(a) == len(b) and sorted(a) == sorted(b)
    if max(len(a), len(b)) < LONG_ENOUGH_TO_ERR or OSA.distance(a, b, score_cutoff=1) > 1:
        return False
    return turned or not given  # Daniel and Daniela are two; Dainel is an error


def _former(rest: list[str], there: list[str], one: Record, other: Record) -> str:
    """Return the word that the other record gives as a former or another name, `""` if none."""
    for left, record_ in ((rest, other), (there, one)):
        if left and set(left) <= record_.extra:
            return left[-1]
    return ""


def _ranks(one: Record, other: Record) -> tuple[float, list[str]]:
    if one.rank == other.rank:
        return 0.0, []
    if one.rank and other.rank:
        return -6.0, [f"{one.rank.title()} and {other.rank.title()}"]
    return -1.5, [f"only one is {(one.rank or other.rank).title()}"]


def _mailboxes(one: Record, other: Record) -> tuple[float, list[str]]:
    """Return the weight of the e-mail addresses."""
    if not one.emails or not other.emails:
        return 0.0, []
    if same := [email for email in one.emails if email in other.emails]:
        return 4.0, [f"same e-mail {same[0]}"]
    mine, theirs = ({e.split("@")[0] for e in r.emails} for r in (one, other))
    if any(len(name) > 5 for name in mine & theirs):
        return 1.0, ["same mailbox name at two providers"]
    return -0.3, []


def _companies(one: Record, other: Record) -> tuple[float, list[str]]:
    """Return the weight of the employers; who has none has nothing in common."""
    if not one.company or not other.company:
        return 0.0, []
    said = f"{one.said['company']}, {other.said['company']}"
    if one.company == other.company:
        return 2.5, [f"same company ({one.said['company']})"]
    if _nearly(one.company, other.company):
        return 1.2, [f"nearly the same company ({said})"]
    return -1.0, [f"different companies ({said})"]


def _nearly(one: str, other: str) -> bool:
    """Whether two companies differ by a blank, or one letter of a longer word."""
    here, there = one.split(), other.split()
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    unlike = [(a, b) for a, b in zip(here, there, strict=False) if a != b]
    return (
        len(here) == len(there)
        and len(unlike) == 1
        and one.replace(" ", "").isalpha()
        and _agree("alike", *unlike[0], given=False)
    )


def _others(one: Record, other: Record) -> tuple[float, list[str]]:
    """Return the weight of school and place."""
    weight, said = 0.0, []
    if one.school and other.school:
        same = one.school == other.school
        weight += 1.0 if same else -0.5
        said.append(f"same school ({one.said['school']})" if same else "different schools")
    if one.location and one.location == other.location:
        weight += 0.5
        said.append("same place")
    return weight, said


def _addresses(one: Record, other: Record) -> tuple[float, list[str]]:
    """Return the weight of the profile addresses; one that changed is possible, but rare."""
    if not one.url or not other.url:
        return 0.0, []
    if one.url == other.url:
        return 6.0, ["same profile address"]
    common = one.common and other.common
    if one.file and one.file == other.file:
        return -3.0, [f"two profile addresses in {one.file}"]
    return (-2.0 if common else -1.0), ["two profile addresses"]
