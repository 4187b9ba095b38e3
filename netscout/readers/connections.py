"""Connections.csv: whom the owner knows, and since when.

Rows are worked on by columns, because this is the one file that can be long.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, compress
from string import ascii_letters, digits
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

from netscout._phrases import counted
from netscout.identity import url_key
from netscout.readers import dates
from netscout.readers.history import Told, take_one_by_one
from netscout.readers.register import ME, slug

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet

NOT_KNOWN = frozenset(
    {"-", "--", "?", "NA", "N/A", "N.A.", "na", "n/a", "nan", "NaN", "null", "NULL"}
)
FACTS = ("name", "company", "role", "email", "url", "origin")

GARBLED = (
    "{names} garbled (`√©` for `é`): some program has opened and saved the file in "
    "another encoding; download it again"
)
HOST = "https://www.linkedin.com/"
PROFILE = HOST + "in/"

_LETTERS = (ascii_letters + digits + "-_%/\n").encode()
_ENCODED_ASCII = re.compile(r"%(?![89A-F][0-9A-F])").search
_GARBLED = re.compile(r"√[^\s\w]|√[ºª]|Ã[\u00a1-\u00bf]").search
_BLANK = re.compile(r"[^\S\n]").search


def derived(cells: dict[str, list[str]], numbers: Sequence[int], file: str) -> dict[str, list[str]]:
    """Return what is wanted of a portion of rows: names, keys, what is known, where it stands."""
    nothing = [""] * len(numbers)
    first, last = cells.get("first", nothing), cells.get("last", nothing)
    columns = {
        "name": [f"{f} {s}" if f and s else f or s for f, s in zip(first, last, strict=True)],
        "key": _keys(cells.get("url", nothing)),
        "url": cells.get("url", nothing[:]),
        "email": known(cells.get("email", nothing[:])),
        "company": known(cells.get("company", nothing[:])),
        "role": known(cells.get("role", nothing[:])),
        "date": cells["date"],
        "origin": [f"{file}:{number}" for number in numbers],
    }
    nameless = [place for place, name in enumerate(columns["name"])
                if not name and not columns["key"][place]]  # fmt: skip
    hidden = {
        "hidden_date": [columns["date"][place] for place in nameless],
        "hidden_row": [f"{numbers[place]}" for place in nameless],
    }
    for place in reversed(nameless):
        for values in columns.values():
            del values[place]
    return columns | hidden


def _keys(urls: Sequence[str]) -> list[str]:
    """Return the key of every profile address: of all at once if all are spelled as usual."""
    given = len(urls) - urls.count("")
    text = "\n".join(urls)
    slugs = text.replace(PROFILE, "in/")
    usual = (
        given == f"\n{text}".count(f"\n{PROFILE}") == slugs.count("/")
        and "in/\n" not in f"{slugs}\n"
        and not slugs.encode("utf-8", "replace").translate(None, _LETTERS)
        and not _ENCODED_ASCII(slugs)
    )
    if usual and "%" in slugs:
        slugs = normalize("NFC", unquote_to_bytes(slugs).decode("utf-8", "replace"))
        usual = not _BLANK(slugs)
    return normalize("NFC", slugs.casefold()).split("\n") if usual else list(map(url_key, urls))


def read_connections(
    sheet: Sheet, book: Book, account: Account, *, seen: date | None, order: dates.Order | None
) -> None:
    """Read a list of connections; `seen` is the day on which it was exported."""
    raw, hidden_raw = sheet.column("date"), sheet.columns.get("hidden_date", [])
    day_of = dates.days(chain(raw, hidden_raw), order=order)
    days = list(map(day_of.__getitem__, raw))
    keys, columns = sheet.column("key"), {name: sheet.column(name) for name in FACTS}
    if None in day_of.values():
        dated = [day is not None for day in days]
        for place in (place for place, told in enumerate(dated) if not told):
            number = int(columns["origin"][place].rpartition(":")[2])
            account.refuse(number, _no_day(raw[place]))
        keys, days = list(compress(keys, dated)), list(compress(days, dated))
        columns = {name: list(compress(cells, dated)) for name, cells in columns.items()}
    if garbled := sum(1 for name in columns["name"] if _GARBLED(name)):
        account.note(GARBLED.format(names=counted(garbled, "name looks", "names look")))
    told = Told(account, _ids(keys, columns, days), days, seen)  # type: ignore[arg-type]
    for row, text in zip(sheet.columns.get("hidden_row", []), hidden_raw, strict=True):
        if (day := day_of[text]) is None:
            account.refuse(int(row), _no_day(text))
        else:
            told.hidden.append((day, int(row)))
    _take(book, told, columns)


def known(cells: list[str]) -> list[str]:
    """Return cells in which "not known" is written as nothing."""
    if NOT_KNOWN.isdisjoint(cells):
        return cells
    return ["" if cell in NOT_KNOWN else cell for cell in cells]


def _no_day(text: str) -> str:
    if not text:
        return "Connected On is empty"
    if dates.is_ambiguous(text):
        return f"Connected On {text!r} may be two days; save the dates as 2023-04-03"
    return f"Connected On {text!r} is not a date"


def _ids(keys: list[str], columns: dict[str, list[str]], days: Sequence[int]) -> list[str]:
    """Return the id of every person: the profile's, otherwise made from name, company and day."""
    nameless = [row for row, key in enumerate(keys) if not key]
    if not nameless:
        return keys
    name, company = columns["name"], columns["company"]
    slugs = {row: slug(name[row]) or "unnamed" for row in nameless}
    same_name = Counter(slugs.values())
    fuller = {
        row: s if same_name[s] == 1 else slug(name[row], company[row]) or s
        for row, s in slugs.items()
    }
    same_company = Counter({s: n for s, n in Counter(fuller.values()).items() if n > 1})
    for row, s in fuller.items():
        day = dates.iso(days[row])
        keys[row] = f"{s}-{day}" if s in same_company else s
    return keys


def _take(book: Book, told: Told, columns: dict[str, list[str]]) -> None:
    """Put the people and their ties into the book: at once if all are new, else one by one."""
    size = len(told.ids)
    ties = {"source": [ME] * size, "target": told.ids, "origin": list(columns["origin"])}
    if not book.told and book.register.extend(told.ids, columns):
        book.journal.extend(told.days, "knows", ties)
        told.account.kept += size
    else:
        take_one_by_one(book, told, columns)
    book.told.append(told)
