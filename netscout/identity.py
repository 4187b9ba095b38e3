"""Who is the same person, and which spellings are the same company.

Keys are exact: two records with the same key are taken for one. Whatever is only likely is never
decided here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from netscout.errors import UnknownPerson, did_you_mean

PSEUDO_COMPANIES = frozenset({
    "", "self employed", "selfemployed", "self", "freelance", "freelancer", "independent",
    "independent consultant", "autonomo", "selbststandig", "stealth", "stealth startup",
    "stealth mode", "stealth mode startup", "confidential", "na", "n a", "none", "unemployed",
    "retired", "student", "looking for opportunities", "open to work", "busqueda activa de empleo",
})  # fmt: skip
"""Keys of what people write instead of an employer; taken as an employer they are false hubs."""


@lru_cache(maxsize=65_536)
def words(text: str) -> str:
    """Return the bare words of a text: no case, accents, punctuation, emoji or doubled spaces.

    >>> words("  Zoë  PRØVE-Smith ★ ")
    'zoe prøve smith'
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("’", "")).strip()


def name_key(name: str) -> str:
    """Return what two spellings of one name share; what follows a comma (credentials) is left out.

    >>> name_key("Dana Whitlock, PhD") == name_key("dana  WHITLOCK")
    True
    """
    return words(name.split(",", maxsplit=1)[0]) or words(name)


@lru_cache(maxsize=65_536)
def company_key(company: str) -> str:
    """Return what the spellings of one company share, `""` where no employer is named.

    Legal forms are left out, by rule and never by part of a word.

    >>> company_key("Marquee Theatricals, Inc.") == company_key("MARQUEE theatricals")
    True
    >>> company_key("Self-employed")
    ''
    """
    from cleanco import basename  # noqa: PLC0415 - its tables load slowly

    key = words(basename(company.strip()) or company)
    return "" if key in PSEUDO_COMPANIES else key


@lru_cache(maxsize=65_536)
def url_key(url: str) -> str:
    """Return the normalised path of a profile address, `""` when it is none.

    Files of one archive spell it differently: percent-encoded or raw, with and without scheme.

    >>> url_key("https://www.linkedin.com/in/zo%C3%AB-pr%C3%B8ve/")
    'in/zoë-prøve'
    >>> url_key("www.linkedin.com/in/zoë-prøve?trk=x")
    'in/zoë-prøve'
    """
    plain = unicodedata.normalize("NFC", unquote(url.strip())).casefold()
    found = re.search(r"(?:^|linkedin\.com/)(in/[^/?#\s]+)", plain)
    return found[1] if found else ""


def digest(person: str) -> int:
    """Return the stable number of an id, in 0 … 2**31 − 2: the same on every machine.

    >>> digest("in/dana-whitlock") == digest("in/dana-whitlock") < 2**31 - 1
    True
    """
    raw = hashlib.blake2b(person.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "big") % (2**31 - 1)


def find(people: Any, who: str) -> str:
    """Return the id of a person given by id, profile address or unique name.

    Parameters
    ----------
    people
        The people table.
    who
        An id, an address of a profile, or a name that only one person has.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to it; the message lists the nearest.
    """
    if who in people.index:
        return who
    if (key := url_key(who)) and key in people.index:
        return key
    keys = people["name"].map(name_key)
    same = people.index[keys == name_key(who)] if name_key(who) else people.index[:0]
    if len(same) == 1:
        return str(same[0])
    if len(same):
        listed = "; ".join(f"{i} ({people.at[i, 'company'] or 'no company'})" for i in same[:5])
        raise UnknownPerson(f"{len(same)} people are called {who!r}; give one of the ids: {listed}")
    raise UnknownPerson(f"nobody is called {who!r}{did_you_mean(who, people['name'])}")


_RANKS = frozenset(
    words(
        """senior junior sr jr assistant associate deputy lead principal head chief vice president
        vp director manager officer specialist coordinator executive intern trainee of and the for
        at in"""
    ).split()
)
"""Words of a title that say how high somebody stands, not what they do."""


@lru_cache(maxsize=65_536)
def work_words(role: str) -> frozenset[str]:
    """Return the words of a title that say what somebody does.

    >>> sorted(work_words("Senior Publicist, Touring"))
    ['publicist', 'touring']
    """
    return frozenset(words(role).split()) - _RANKS


def same_work(role: str, other: str) -> bool:
    """Whether two titles share a word that says what somebody does.

    >>> same_work("Senior Publicist", "Publicist, Touring")
    True
    >>> same_work("Marketing Director", "Artistic Director")
    False
    """
    return bool(work_words(role) & work_words(other))
