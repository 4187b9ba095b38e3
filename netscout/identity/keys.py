"""Exact keys: two records with the same key are taken for one person.

Whatever is only likely is never decided here.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from netscout.errors import UnknownPerson, did_you_mean
from netscout.identity.names import spelled, words

LONGEST_ADDRESS = 2_000
PSEUDONYM_BITS = 62
OFFICE_BOXES = frozenset(
    """
        admin administration alumni billing booking bookings boxoffice careers casting club
        contact contacts customerservice desk enquiries events finance frontdesk help hello hi
        hr info inquiries inbox invoice jobs kontakt legal mail mailbox marketing media
        membership news newsletter noreply donotreply office orders people postmaster press
        privacy pr production reception recruiting recruitment registration reply sales
        secretary service staff studio support talent team tickets unsubscribe web webmaster
        welcome
        """.split()
)
"""Mailboxes that nobody has alone."""


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return what two spellings of one name share, without titles, degrees, pronouns and the like.

    Two names with different keys may still be one person's (initials, a changed surname): that is
    for `netscout.identity.matching` to propose.

    >>> name_key("Dr. Dana Whitlock, PhD") == name_key("dana  WHITLOCK (she/her)")
    True
    >>> name_key("Whitlock, Dana"), name_key("Amos Poole, Jr."), name_key("Ngozi Mba")
    ('dana whitlock', 'amos poole jr', 'ngozi mba')
    """
    key, shorter = "", _bare_name(name)
    for _ in range(4):
        if shorter == key:
            break
        key, shorter = shorter, _bare_name(shorter)
    return key


def _bare_name(name: str) -> str:
    found = spelled(name)
    return words(f"{found.text} {found.rank}") or words(name)


@lru_cache(maxsize=65_536)
def email_key(email: str) -> str:
    """Return what the spellings of one person's e-mail address share, `""` for an office's mailbox.

    >>> email_key("mailto:Dana.Whitlock+jobs@Post.example")
    'dana.whitlock@post.example'
    >>> email_key("info@post.example")
    ''
    """
    plain = unicodedata.normalize("NFKC", email).strip().casefold().removeprefix("mailto:")
    found = re.fullmatch(r"<?([^@\s<>,;+]+)(?:\+[^@\s<>,;]*)?@([^@\s<>,;]+\.[^@\s<>,;.]+)>?", plain)
    if not found or re.sub(r"[\W_]", "", found[1]) in OFFICE_BOXES:
        return ""
    return f"{found[1]}@{found[2]}"


@lru_cache(maxsize=65_536)
def url_key(url: str) -> str:
    """Return the normalised path of a profile address, `""` when it is none.

    Files of one archive spell it differently: percent-encoded or raw, with and without scheme.

    >>> url_key("https://www.linkedin.com/in/zo%C3%AB-pr%C3%B8ve/")
    'in/zoë-prøve'
    >>> url_key("www.linkedin.com/in/zoë-prøve?trk=x")
    'in/zoë-prøve'
    """
    plain = unicodedata.normalize("NFC", _unquoted(url.strip()[:LONGEST_ADDRESS])).casefold()
    found = re.search(r"(?:^|(?:^|[/.])linkedin\.com/)(?:mwlite/|m/)?(in/[^/?#\s]+)", plain)
    return unicodedata.normalize("NFC", found[1]) if found else ""


def _unquoted(url: str) -> str:
    """Return an address without percent signs, also where it was encoded twice."""
    plain = url
    while "%" in plain and (shorter := _once_unquoted(plain)) != plain:
        plain = shorter
    return plain


def _once_unquoted(url: str) -> str:
    return unquote_to_bytes(url).decode("utf-8", "replace")


def digest(person: str) -> int:
    """Return the stable number of an id, in 0 … 2**31 − 2: the same on every machine.

    >>> digest("in/dana-whitlock") == digest("in/dana-whitlock") < 2**31 - 1
    True
    """
    raw = hashlib.blake2b(person.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "big") % (2**31 - 1)


def pseudonym(key: bytes, who: str) -> str:
    """Return the name under which somebody stands; without the key, nobody can tell who it is.

    >>> pseudonym(b"k" * 32, "in/dana-whitlock") == pseudonym(b"k" * 32, "in/dana-whitlock")
    True
    """
    raw = hmac.digest(key, who.encode("utf-8", "surrogatepass"), "sha256")
    return f"p-{int.from_bytes(raw[:8], 'big') >> (64 - PSEUDONYM_BITS):016x}"


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
