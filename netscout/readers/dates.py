"""Dates as files write them: explicit forms only, and one decision a column on `3/4/2023`.

A day is the number of days since 1970-01-01, so that a column of days is an array without more ado.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

from netscout.identity import words

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCH = date(1970, 1, 1).toordinal()
YEARS = range(1950, 2101)
MONTHS = {
    word: month
    for month, spellings in enumerate(
        (
            "jan ene gen", "feb fev", "mar", "apr abr avr", "may mai mag maj", "jun juin giu",
            "jul juil lug", "aug ago aou", "sep set", "oct out okt ott", "nov", "dec dic dez",
        ),
        start=1,
    )
    for word in spellings.split()
}  # fmt: skip
"""First letters of the months in English, Spanish, Portuguese, German, French, Italian, Danish."""

LONGEST = 60
"""Letters of the longest text that is taken for a date."""

Order = Literal["day", "month"]

_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[ ./-]+(?:de )?([^\W\d_]+)\.?[ ./-]+(?:de )?(\d{4}|\d\d)")
_MONTH_DAY_YEAR = re.compile(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)")
_LONG = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) [\d:]{8} \w+ (\d{4})")
_CLOCK = re.compile(r"[ T,]+\d{1,2}:\d\d(:\d\d)?(\.\d+)?( ?[AaPp]\.?[Mm]\.?)?( ?(UTC|GMT|Z))?$")
_US_CLOCK = re.compile(r"\d ?[AaPp]\.?[Mm]\.?$")


def days(values: Iterable[str], *, order: Order | None = None) -> dict[str, int | None]:
    """Return the day of every text of a column, None where it is none or could be two.

    Parameters
    ----------
    values
        The texts of one column, in any order and number.
    order
        What `3/4/2023` starts with if no value of the column tells; None leaves it undecided.

    Examples
    --------
    >>> days(["05 Nov 2023", "3/4/2023", "never"])
    {'05 Nov 2023': 19666, '3/4/2023': None, 'never': None}
    >>> days(["3/4/2023", "30/4/2023"])  # the second can only be a day of April, so the first is
    {'3/4/2023': 19450, '30/4/2023': 19477}
    """
    distinct = set(values)
    order = _order(distinct) or order
    return {value: day(value, order=order) for value in sorted(distinct)}


def day(text: str, *, order: Order | None = None) -> int | None:
    """Return the day that a text names, None if it names none or could name two.

    >>> day("2025-07-30 18:20:00 UTC") == day("Wed Jul 30 18:20:00 UTC 2025") == day("30-jul-25")
    True
    """
    text = _short(text)
    if found := _LONG.fullmatch(text):
        return _number(found[3], _month(found[1]), found[2])
    if _US_CLOCK.search(text):
        order = "month"
    text = _CLOCK.sub("", text)
    if found := _YEAR_FIRST.fullmatch(text):
        return _number(found[1], int(found[2]), found[3])
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        return _number(found[3], _month(found[2]), found[1])
    if found := _MONTH_DAY_YEAR.fullmatch(text):
        return _number(found[3], _month(found[1]), found[2])
    if found := _NUMBERS.fullmatch(text):
        return _decided(int(found[1]), int(found[3]), found[4], order)
    return None


def iso(number: int) -> str:
    """Return a day as text.

    >>> iso(19666)
    '2023-11-05'
    """
    return date.fromordinal(number + EPOCH).isoformat()


def is_ambiguous(text: str) -> bool:
    """Whether a text is a date that could be two, such as `3/4/2023`."""
    found = _NUMBERS.fullmatch(_CLOCK.sub("", _short(text)))
    return bool(found) and day(text) is None and day(text, order="day") is not None


def month_year(text: str) -> tuple[int, int]:
    """Return year and month of `Nov 2018` or `2018`; zeros where nothing is given.

    >>> month_year("Nov 2018"), month_year("2018"), month_year("")
    ((2018, 11), (2018, 0), (0, 0))
    """
    found = re.fullmatch(r"(?:([^\W\d_]+)\.? )?(\d{4})", _short(text))
    return (int(found[2]), _month(found[1] or "")) if found else (0, 0)


def _short(text: str) -> str:
    """Return a text without blanks around it, `""` if it is too long for a date."""
    text = text.strip()
    return text if len(text) <= LONGEST else ""


def _order(values: Iterable[str]) -> Order | None:
    """Return what the numeric dates of a column start with, if one of them can be read only so."""
    starts: set[Order] = set()
    for value in values:
        if (found := _NUMBERS.fullmatch(_CLOCK.sub("", _short(value)))) is None:
            continue
        if int(found[1]) > 12 >= int(found[3]):
            starts.add("day")
        elif int(found[3]) > 12 >= int(found[1]):
            starts.add("month")
    return starts.pop() if len(starts) == 1 else None


def _decided(first: int, second: int, year: str, order: Order | None) -> int | None:
    if first == second:
        return _number(year, first, second)
    if first > 12 or (order == "day" and second <= 12):
        return _number(year, second, first)
    if second > 12 or order == "month":
        return _number(year, first, second)
    return None


def _month(word: str) -> int:
    plain = words(word)
    return MONTHS.get(plain[:4]) or MONTHS.get(plain[:3], 0)


def _number(year: str | int, month: int, day_of_month: str | int) -> int | None:
    """Return the day's number, None for a day that does not exist."""
    full = int(year) + (2000 if len(str(year)) == 2 else 0)
    if full not in YEARS:
        return None
    try:
        return date(full, month, int(day_of_month)).toordinal() - EPOCH
    except ValueError:
        return None
