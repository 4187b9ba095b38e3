"""What can go wrong, and how it is said.

::

    ValueError
    └── NetscoutError        every error of netscout; the message says what, where, and what to do
        ├── SchemaError      a table breaks the rules of the two tables (all faults in one message)
        ├── ReadError        a file cannot be read, or rows of it cannot be understood
        ├── UnknownPerson    no person, or more than one, answers to this id or name
        └── UnknownColumn    a table has no such column, measure or grouping
    UserWarning
    └── ThinDataWarning      the answer stands on little or no data; says what is missing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_FAULTS_SHOWN = 20


class NetscoutError(ValueError):
    """The root of every error that netscout raises on purpose."""


class SchemaError(NetscoutError):
    """A table breaks the rules of the people or the events table."""


class ReadError(NetscoutError):
    """A file cannot be read, or rows of it cannot be understood."""


class UnknownPerson(NetscoutError):  # noqa: N818 - reads as the sentence it stands for
    """No person, or more than one, answers to this id or name."""


class UnknownColumn(NetscoutError):  # noqa: N818
    """A table has no such column, measure or grouping."""


class ThinDataWarning(UserWarning):
    """The answer stands on little or no data; the message says what is missing."""


def fault_list(heading: str, faults: Sequence[str], remedy: str = "") -> str:
    """Return one message for many faults: a heading, a line each, and what to do.

    >>> print(fault_list("log.csv has 2 faults", ["row 3: no date", "row 9: no name"], "Mend it."))
    log.csv has 2 faults:
      row 3: no date
      row 9: no name
    Mend it.
    """
    lines = [f"{heading}:", *(f"  {fault}" for fault in faults[:MOST_FAULTS_SHOWN])]
    if len(faults) > MOST_FAULTS_SHOWN:
        lines.append(f"  … and {len(faults) - MOST_FAULTS_SHOWN:,} more")
    return "\n".join([*lines, remedy] if remedy else lines)


def at_least(least: int, **given: int) -> None:
    """Raise if a number that a function was given is too small.

    >>> at_least(1, k=0)
    Traceback (most recent call last):
    netscout.errors.NetscoutError: `k` must be 1 or more, not 0
    """
    for name, value in given.items():
        if value < least:
            raise NetscoutError(f"`{name}` must be {least} or more, not {value}")


def nearest(word: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the known words that look most like `word`, best first.

    >>> nearest("mett", ["met", "named", "asked"])
    ['met']
    """
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only when something went wrong

    found = process.extract(
        word,
        list(dict.fromkeys(known)),
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        limit=most,
        score_cutoff=62,
    )
    return [choice for choice, _score, _index in found]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `"; did you mean 'x' or 'y'?"`, or nothing when no known word is near.

    >>> did_you_mean("mett", ["met", "named"])
    "; did you mean 'met'?"
    """
    close = nearest(word, known)
    return "; did you mean " + " or ".join(map(repr, close)) + "?" if close else ""
