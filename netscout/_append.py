"""Rows added to a table that the user keeps: every byte that was there stays as it was.

Delimiter, order of columns, quoting, encoding and line ends are those of the file. What would come
out is read again before it takes the file's place, so a row that would be misread is never written.
"""

from __future__ import annotations

import os
import re
import shutil
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netscout.errors import NetscoutError, ReadError
from netscout.readers.account import Account
from netscout.readers.sheet import find_form, read_sheet
from netscout.readers.text import Lines, plain, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from netscout.readers.sheet import Layout

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for a formula at the beginning of a cell."""

SAMPLE = 60
Row = dict[str, str]


@dataclass(frozen=True)
class Style:
    """How a file writes its rows; `quoted` and `quotes_empty` hold the places in quotes."""

    encoding: str
    newline: str
    delimiter: str
    width: int
    places: dict[str, int]
    quoted: frozenset[int]
    quotes_empty: frozenset[int]


def cell(text: str) -> str:
    """Return a text as one line that no spreadsheet takes for a formula.

    >>> cell(" =SUM(A1)"), cell("two" + chr(10) + "lines")
    ("'=SUM(A1)", 'two lines')
    """
    line = plain(" ".join(whole(text).replace("\0", "").split()))
    return f"'{line}" if line.startswith(FORMULA) else line


def style(data: bytes, layout: Layout, file: str) -> Style:
    """Return how a file writes its rows.

    Raises
    ------
    ReadError
        It is no table of this kind.
    """
    form = find_form(Lines(data, file), layout)
    if form is None:
        read_sheet(data, layout, Account(file))  # says what is wrong
        raise ReadError(f"{file} has no header of {layout.what}")
    encoding = _encoding(data)
    text = data.decode(encoding, "replace")
    ends = Counter(re.findall(r"\r\n|\n|\r", text)).most_common(1)
    lines = text.splitlines()
    sample = lines[:SAMPLE] + lines[SAMPLE:][-SAMPLE:]
    rows = [cells for line in sample if len(cells := _raw(line, form.delimiter)) == form.width]
    columns: list[tuple[str, ...]] = list(zip(*rows, strict=True)) or [()] * form.width
    return Style(
        encoding,
        ends[0][0] if ends else "\n",
        form.delimiter,
        form.width,
        form.places,
        _places(
            columns, lambda raw: _inner(raw) != "" and not _special(_inner(raw), form.delimiter)
        ),
        _places(columns, lambda raw: _inner(raw) == ""),
    )


def _encoding(data: bytes) -> str:
    if data.startswith(BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(BOM_UTF16_BE):
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _raw(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line with their quotes, none if it is not a row by itself."""
    mark = re.escape(delimiter)
    one = rf'"(?:[^"]|"")*"|[^"{mark}]*'
    return (
        [found[1] for found in re.finditer(rf"(?:^|{mark})({one})", line)]
        if re.fullmatch(rf"(?:{one})(?:{mark}(?:{one}))*", line)
        else []
    )


def _special(text: str, delimiter: str) -> bool:
    """Whether a text has to stand in quotes."""
    return bool(re.search(rf'["\r\n{re.escape(delimiter)}]', text)) or text != text.strip()


def _inner(raw: str) -> str:
    return raw[1:-1] if raw.startswith('"') else raw


def _places(columns: Sequence[Sequence[str]], counts: Callable[[str], bool]) -> frozenset[int]:
    """Return the places whose cells of one sort mostly stand in quotes.

    A column without such cells does as most cells of the table do.
    """
    votes = [[raw.startswith('"') for raw in column if counts(raw)] for column in columns]
    everywhere = _mostly([vote for column in votes for vote in column])
    return frozenset(
        place for place, column in enumerate(votes) if (_mostly(column) if column else everywhere)
    )


def _mostly(votes: Sequence[bool]) -> bool:
    return sum(votes) * 2 > len(votes)


def line(row: Mapping[str, str], form: Style) -> str:
    """Return a row as the line that the file would have for it, without its end."""
    cells = [""] * form.width
    for name, text in row.items():
        if name in form.places:
            cells[form.places[name]] = text
    return form.delimiter.join(
        _written(text, form.delimiter, place in (form.quoted if text else form.quotes_empty))
        for place, text in enumerate(cells)
    )


def _written(text: str, delimiter: str, quoted: bool) -> str:  # noqa: FBT001
    if quoted or _special(text, delimiter):
        return '"' + text.replace('"', '""') + '"'
    return text


def with_rows(data: bytes, rows: Sequence[Row], layout: Layout, file: str) -> bytes:
    """Return the bytes of a table with rows added, each a text by our name of its column.

    Raises
    ------
    ReadError
        The file is no such table, has no column for a text, cannot hold a letter in its encoding,
        or would be misread.
    """
    form = style(data, layout, file)
    missing = sorted({name for row in rows for name in row if row[name]} - form.places.keys())
    if missing:
        raise ReadError(f"{file} has no column {missing[0]!r}; add it to its header")
    before = records(data, layout, file)
    text = data[-4:].decode(form.encoding, "replace")
    start = "" if text.endswith(("\n", "\r")) else form.newline
    added = start + "".join(line(row, form) + form.newline for row in rows)
    try:
        new = data + added.encode(form.encoding)
    except UnicodeEncodeError as error:
        raise ReadError(
            f"{file} is written in {form.encoding}, which has no {added[error.start]!r}; save it "
            "as CSV (UTF-8) in your spreadsheet first"
        ) from error
    meant = before + [{name: row.get(name, "") for name in form.places} for row in rows]
    if [_known(row, form) for row in records(new, layout, file)] != [
        _known(row, form) for row in meant
    ]:
        raise ReadError(
            f"{file} would not be read back as meant with a row added; is a quote never closed in "
            "its last rows? Mend it first"
        )
    return new


def _known(row: Row, form: Style) -> Row:
    return {name: row.get(name, "") for name in form.places}


def records(data: bytes, layout: Layout, file: str) -> list[Row]:
    """Return the rows of a table as netscout reads them."""
    return [row for _number, row in read_sheet(data, layout, Account(file)).records()]


def new_table(columns: Iterable[str]) -> bytes:
    """Return a table without rows."""
    return (",".join(columns) + "\n").encode()


def put(path: Path, data: bytes) -> None:
    """Write a file so that there is the old one or the new one at any instant, never a part.

    Raises
    ------
    ReadError
        It cannot be written; another program may hold it.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
        _sync_folder(target.parent)
        there = target.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{path.name} cannot be written: {error.strerror}; is it open in a spreadsheet? "
            "Close it there and try again"
        ) from error
    if there != data:
        raise NetscoutError(f"{path.name} changed while it was written; look at its last rows")


def _sync_folder(folder: Path) -> None:
    """Make the new name of a file last; only POSIX can, and only there it is needed."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
