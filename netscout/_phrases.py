"""Sentences with {facts} in braces, as the tables of rules, letters and questions hold them.

Alternatives stand between ` | `: the first is taken whose every fact is known.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from netscout.errors import did_you_mean
from netscout.identity.names import spelled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

BETWEEN = " | "
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
FORMS = {"in person": "in person", "phone": "by phone", "video": "by video", "email": "by e-mail"}
"""The forms of a conversation that the log knows, as words."""
CHANNELS = FORMS | {"linkedin": "on LinkedIn", "note": "by a note"}
"""The channels that the log knows, as words."""


def fill(
    text: str, facts: Mapping[str, str], *, may_lack: Collection[str] = ("how", "third_how")
) -> str:
    """Return the first alternative whose every fact is known, filled in; `""` if there is none.

    >>> fill("Thank {third} | Thank {name}{how}", {"name": "Dana", "third": "", "how": ""})
    'Thank Dana'
    """
    for alternative in text.split(BETWEEN):
        if all(facts[name] or name in may_lack for name in _named(alternative)):
            return one_stop(alternative.strip().format_map(facts))
    return ""


def one_stop(text: str) -> str:
    """Return sentences of which none ends with two full stops, as after `Acme, Inc.`.

    >>> one_stop("You both work at Acme, Inc.. And so on ...")
    'You both work at Acme, Inc. And so on ...'
    """
    return _TWO_STOPS.sub(".", text)


def faults(text: object, known: Collection[str]) -> list[str]:
    """Return what is wrong with a text that is to be filled, a few words each.

    >>> faults("Dear {frist},", ["first", "name"])
    ["there is no fact {frist}; did you mean 'first'?"]
    """
    if not isinstance(text, str):
        return [f"{text!r} is not a text in quotes"]
    try:
        named = _named(text)
    except ValueError as error:
        return [f"{text!r}: {error} (a brace that is meant as such is written twice)"]
    return [f"there is no fact {{{name}}}{did_you_mean(name, known)}"
            for name in named if name not in known]  # fmt: skip


def _named(text: str) -> list[str]:
    """Return the names in braces."""
    return [name for _text, name, _spec, _how in string.Formatter().parse(text) if name is not None]


def first_name(name: str) -> str:
    """Return how to address somebody in a letter.

    >>> first_name("Dr. Dana Whitlock, PhD"), first_name("Whitlock, Dana"), first_name("D. Lee")
    ('Dana', 'Dana', 'D. Lee')
    """
    plain = spelled(name).text or name.strip()
    first = plain.split(maxsplit=1)[0] if plain else ""
    return plain if len(first.rstrip(".")) < 2 else first


def listed(names: list[str], *, most: int = 6) -> str:
    """Return names as words.

    >>> listed(["Ann", "Bob", "Cat"]), listed(["Ann", "Bob", "Cat"], most=1), listed(["Ann"])
    ('Ann, Bob and Cat', 'Ann and 2 others', 'Ann')
    """
    names = list(dict.fromkeys(names))
    shown, more = names[:most], len(names) - most
    if more > 0:
        return f"{', '.join(shown)} and {more} other{'s' if more > 1 else ''}"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def counted(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "row"), counted(2000, "row"), counted(0, "person", "people")
    ('1 row', '2,000 rows', '0 people')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def written(day: date) -> str:
    """Return a date as people write it.

    >>> from datetime import date
    >>> written(date(2026, 3, 6))
    '6 Mar 2026'
    """
    return f"{day.day} {day:%b %Y}"


def unknown_channel(channel: str) -> str:
    """Return a sentence about a channel that the log does not know, `""` about one that it does.

    >>> unknown_channel("vidoe")
    "channel 'vidoe' is none of in person, ..., note; did you mean 'video'?"
    """
    if not channel or channel in CHANNELS:
        return ""
    return (
        f"channel {channel!r} is none of {', '.join(CHANNELS)}"
        f"{did_you_mean(channel, CHANNELS) or '; it is kept as it is'}"
    )


def how(channel: str) -> str:
    """Return a form of conversation as words to go on with, `""` where it is not known.

    >>> how("phone"), how("linkedin")
    (' by phone', '')
    """
    return f" {FORMS[channel]}" if channel in FORMS else ""
