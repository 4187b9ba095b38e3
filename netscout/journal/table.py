"""Rows added to a table that the user keeps, or taken out: every other byte stays as it was.

Delimiter, order of columns, quoting, encoding and line ends are those of the file. What would come
out is read again before it takes the file's place, so a row that would be misread is never written.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netscout.errors import ReadError
from netscout.readers.account import Account
from netscout.readers.sheet import find_form, read_sheet
from netscout.readers.text import Lines, plain, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    return _joined(cells, form)


def _joined(cells: Sequence[str], form: Style) -> str:
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
    """Return the cells of a row on one line each, whatever blanks stand between the words."""
    return {name: " ".join(row.get(name, "").split()) for name in form.places}


def records(data: bytes, layout: Layout, file: str) -> list[Row]:
    """Return the rows of a table as netscout reads them."""
    return [row for _number, row in read_sheet(data, layout, Account(file)).records()]


def edited(
    data: bytes, edit: Callable[[Row], Row | None], layout: Layout, file: str
) -> tuple[bytes, int]:
    """Return the bytes of a table with rows taken out or changed, and how many rows that were.

    Parameters
    ----------
    edit
        Returns a row as it should be, by our names of its columns; None takes it out.

    Raises
    ------
    ReadError
        It is no table of this kind, or would be misread afterwards.
    """
    form = style(data, layout, file)
    places = read_sheet(data, layout, Account(file))
    rows = {number: _known(row, form) for number, row in places.records()}
    wanted = {number: edit(dict(row)) for number, row in rows.items()}
    pieces = []
    for number, raw in enumerate(_raw_rows(data, form), 1):
        row = wanted.get(number)
        if number not in rows or row == rows[number]:
            pieces.append(raw)
        elif row is not None:
            pieces.append(_replaced(raw, row, form))
    new = "".join(pieces).encode(form.encoding, _keeping(form))
    if [_known(row, form) for row in records(new, layout, file)] != [
        row for row in wanted.values() if row is not None
    ]:
        raise ReadError(f"{file} would not be read back as meant; change its rows by hand")
    return new, sum(wanted[number] != row for number, row in rows.items())


def _keeping(form: Style) -> str:
    """Return how bytes that are no letter of the encoding come through unchanged."""
    return "surrogatepass" if form.encoding.startswith("utf-16") else "surrogateescape"


def _raw_rows(data: bytes, form: Style) -> Iterator[str]:
    """Yield every row as it stands in the file, with its end; a wrapped one is several lines."""
    text = data.decode(form.encoding, _keeping(form))
    end = "\n" if "\n" in text else "\r"
    lines = [line + end for line in text.split(end)]
    lines[-1] = lines[-1].removesuffix(end)
    reader = csv.reader(lines, delimiter=form.delimiter, skipinitialspace=True)
    start = 0
    for _row in reader:
        yield "".join(lines[start : reader.line_num])
        start = reader.line_num


def _replaced(raw: str, row: Row, form: Style) -> str:
    """Return a row as it stands in the file with some of its cells changed."""
    cells = next(csv.reader(raw.splitlines(keepends=True), delimiter=form.delimiter,
                            skipinitialspace=True))  # fmt: skip
    cells += [""] * (form.width - len(cells))
    for name, place in form.places.items():
        if cell(row[name]) != cell(cells[place]):
            cells[place] = row[name]
    return _joined(cells, form) + raw[len(raw.rstrip("\r\n")) :]


def new_table(columns: Iterable[str]) -> bytes:
    """Return a table without rows."""
    return (",".join(columns) + "\n").encode()
