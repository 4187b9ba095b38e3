"""From clean lines to the columns of a table: delimiter, header, and rows that need mending.

The header is found by the names of its columns, never by its place: exports put notes above it,
people strip them, spreadsheets pad them.
"""

from __future__ import annotations

import csv
import re
from array import array
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import TYPE_CHECKING

from netscout._phrases import counted
from netscout.errors import ReadError
from netscout.readers.text import Lines, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from netscout.readers.account import Account

DELIMITERS = (",", ";", "\t")
HEADER_WITHIN = 30
CHUNK = 64
LONGEST_WRAP = 20
MOST_STRAYS = 10


@dataclass(frozen=True)
class Layout:
    """What the table of one kind of file looks like.

    Parameters
    ----------
    what
        The kind, as messages call it.
    fields
        Our name of a column → the spellings it is found under, bare (`firstname`).
    needs
        Sets of our names; a header must have all of one of them.
    wrapped
        Whether cells may hold line breaks; where they may not, one is a stray quote.
    bare
        Number of cells → our names, for a file whose header was cut off.
    looks_right
        Whether a row without header is one of this kind (for `bare`).
    others
        Whether further columns are kept under their own names.
    derive
        What is made of the columns of a portion (with the rows' numbers and the file's name)
        while they are at hand.
    header
        The columns that a header must have, as messages call them; made of `needs` if not given.
    """

    what: str
    fields: Mapping[str, tuple[str, ...]]
    needs: tuple[frozenset[str], ...]
    wrapped: bool = False
    bare: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    looks_right: Callable[[list[str]], bool] = lambda _row: False
    others: bool = False
    derive: Callable[[dict[str, list[str]], Sequence[int], str], dict[str, list[str]]] | None = None
    header: str = ""

    def places(self, header: Iterable[str]) -> dict[str, int]:
        """Return our name → place for every column of a header that this layout knows."""
        found: dict[str, int] = {}
        spelled = {word: name for name, words in self.fields.items() for word in words}
        for place, text in enumerate(header):
            name = spelled.get(bare_word(text), "")
            if name and name not in found:
                found[name] = place
        return found

    def fits(self, found: Iterable[str]) -> bool:
        """Whether these columns make a table of this kind."""
        have = set(found)
        return any(needed <= have for needed in self.needs)


@dataclass(frozen=True)
class Sheet:
    """The columns of one file as lists of clean text, and the number of every row in the file.

    Rows count from 1 at the first line, as a spreadsheet shows them.
    """

    file: str
    columns: dict[str, list[str]]
    numbers: Sequence[int]
    others: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> list[str]:
        """Return a column; of a column that the file lacks, empty cells."""
        return self.columns[name] if name in self.columns else [""] * len(self)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Return the rows one by one: number and cells by our name."""
        names = list(self.columns)
        rows = zip(*self.columns.values(), strict=True) if names else iter([()] * len(self))
        for number, row in zip(self.numbers, rows, strict=True):
            yield number, dict(zip(names, row, strict=True))

    def origin(self, number: int) -> str:
        """Return where a row stands: file and row."""
        return f"{self.file}:{number}"


@dataclass(frozen=True)
class _Form:
    """How one file writes its table."""

    delimiter: str
    skip: int
    places: dict[str, int]
    width: int
    others: dict[str, int]


def bare_word(text: str) -> str:
    """Return a header cell without case and everything but letters and digits."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def read_sheet(data: bytes, layout: Layout, account: Account) -> Sheet:
    """Return the table of a file, and count in `account` what had to be repaired.

    Raises
    ------
    ReadError
        It is no table of this kind; the message says what to do.
    """
    lines = Lines(data, account.file)
    form = find_form(lines, layout)
    if form is None:
        wanted = layout.header or " or ".join(", ".join(sorted(need)) for need in layout.needs)
        own = layout.others  # a file that the user writes
        remedy = "write them as its first row" if own else "export it again and do not edit it"
        raise ReadError(
            f"{account.file} has no header of {layout.what}: none of its first {HEADER_WITHIN} "
            f"rows names the columns {wanted}; {remedy}"
        )
    lines.keep_tabs = form.delimiter == "\t"
    sheet = _read(lines, layout, form, account)
    if lines.recoded:
        were = "was" if lines.recoded == 1 else "were"
        said = f"{counted(lines.recoded, 'line')} {were} not UTF-8 and {were} read as Windows-1252"
        account.note(said)
    account.rows = len(sheet)
    return sheet


def find_form(lines: Lines, layout: Layout) -> _Form | None:
    """Return delimiter and header of a file, None if it has no table of this kind."""
    sample = list(islice(lines, 2 * HEADER_WITHIN))
    best: _Form | None = None
    for delimiter in DELIMITERS:
        form = _form(_sample_rows(sample, delimiter), delimiter, layout)
        if form and (best is None or len(form.places) > len(best.places)):
            best = form
    return best


def _sample_rows(sample: list[str], delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(sample, delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        rows = [_one_line(line, delimiter) for line in sample]
    return [_unwrapped(row, delimiter, 3) or row for row in rows[:HEADER_WITHIN]]


def _form(rows: list[list[str]], delimiter: str, layout: Layout) -> _Form | None:
    for number, row in enumerate(rows):
        places = layout.places(row)
        if layout.fits(places):
            others = {
                text.strip(): place
                for place, text in enumerate(row)
                if layout.others and place not in places.values() and text.strip()
            }
            return _Form(delimiter, number + 1, places, len(row), others)
    for width, names in layout.bare.items():
        fitting = [row for row in rows if len(row) == width and layout.looks_right(row)]
        if rows and len(fitting) * 2 > len(rows):
            places = {name: place for place, name in enumerate(names)}
            return _Form(delimiter, 0, places, width, {})
    return None


def _read(lines: Lines, layout: Layout, form: _Form, account: Account) -> Sheet:
    wanted = form.places | form.others
    columns: dict[str, list[str]] = {}
    numbers = array("q")
    odd = layout.wrapped or form.delimiter == "\t"  # cells may hold tabs or line breaks
    portions = (
        _wrapped(lines, form) if layout.wrapped else _unwrapped_blocks(lines, layout, form, account)
    )
    first = 1
    for given in filter(None, portions):
        found: Sequence[int] = range(first, first + len(given))
        rows = given
        first += len(given)
        if (above := form.skip + 1 - found[0]) > 0:
            found, rows = found[above:], rows[above:]
        cells = _cells(rows, form.width)
        if not cells:
            found, rows = _mended(found, rows, form, layout, account)
            cells = list(zip(*rows, strict=True))
        if not rows:
            continue
        portion = {name: list(map(plain if odd else str.strip, cells[place]))
                   for name, place in wanted.items()}  # fmt: skip
        if layout.derive:
            portion = layout.derive(portion, found, account.file)
        for name, values in portion.items():
            columns.setdefault(name, []).extend(values)
        numbers.extend(found)
    return Sheet(
        account.file, columns or {name: [] for name in wanted}, numbers, tuple(form.others)
    )


def _cells(rows: list[list[str]], width: int) -> list[tuple[str, ...]]:
    """Return the columns of rows, none if a row is empty or has another width."""
    try:
        cells = list(zip(*rows, strict=True))
    except ValueError:
        return []
    if len(cells) != width or ("" in cells[-1] and not all(map(any, rows))):
        return []
    return cells


def _wrapped(lines: Lines, form: _Form) -> Iterator[list[list[str]]]:
    """Yield the rows of a file whose cells may hold line breaks."""
    reader = csv.reader(lines, delimiter=form.delimiter, skipinitialspace=True)
    try:
        while rows := list(islice(reader, CHUNK)):
            yield rows
    except csv.Error as error:
        raise ReadError(
            f"{lines.file}, line {reader.line_num}: {error}; is a quote never closed before it?"
        ) from error


def _unwrapped_blocks(
    lines: Lines, layout: Layout, form: _Form, account: Account
) -> Iterator[list[list[str]]]:
    """Yield the rows of a file in which each line is a row, whatever the quotes say."""
    for block in lines.blocks():
        rows = _at_once(block, form.delimiter) if any(block) else [[] for _line in block]
        yield _line_by_line(block, layout, form, account) if rows is None else rows


def _at_once(block: list[str], delimiter: str) -> list[list[str]] | None:
    """Return the rows of a block, None if one of them goes over several lines."""
    try:
        rows = list(csv.reader([*block, "end"], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        return None
    if len(rows) != len(block) + 1 or rows.pop() != ["end"]:
        return None
    return rows


def _line_by_line(
    block: list[str], layout: Layout, form: _Form, account: Account
) -> list[list[str]]:
    """Return the rows of a block with a cell over several lines, or a quote that is never closed.

    A row over several lines that has all its cells stays one, and its further lines are empty
    rows; unless its first line is a row by itself once the quote is left out.
    """
    rows: list[list[str]] = []
    strays = 0
    while len(rows) < len(block):
        if strays > MOST_STRAYS:  # so that the lines after each quote are not read in vain
            return rows + [_one_line(line, form.delimiter) for line in block[len(rows) :]]
        rest = block[len(rows) : len(rows) + LONGEST_WRAP]
        reader = csv.reader(
            (line + "\n" for line in rest), delimiter=form.delimiter, skipinitialspace=True
        )
        try:
            row = next(reader)
        except csv.Error:
            row = []
        alone = _one_line(rest[0], form.delimiter)
        if (
            1 < reader.line_num < LONGEST_WRAP
            and len(row) == form.width
            and not layout.looks_right(_unwrapped(alone, form.delimiter, form.width))
        ):
            rows.append([plain(cell.replace("\n", " ")) for cell in row])
            rows.extend([] for _ in range(reader.line_num - 1))
            account.repaired += 1
        else:
            strays += reader.line_num > 1
            rows.append(alone)
    return rows


def _mended(
    found: Sequence[int],
    rows: list[list[str]],
    form: _Form,
    layout: Layout,
    account: Account,
) -> tuple[Sequence[int], list[list[str]]]:
    """Return the rows of a portion at the width of the header, without empty ones."""
    full = [any(row) for row in rows]
    if not all(full):
        found, rows = list(compress(found, full)), list(compress(rows, full))
    for place, row in enumerate(rows):
        if len(row) != form.width:
            rows[place] = _refilled(row, form, layout, account)
    return found, rows


def _refilled(row: list[str], form: _Form, layout: Layout, account: Account) -> list[str]:
    """Return a row that has too few or too many cells at the width of the header."""
    again = _unwrapped(row, form.delimiter, form.width, whole_only=layout.wrapped)
    if again or any(map(str.strip, row[form.width :])):
        account.repaired += 1
    row = again or row
    return (row + [""] * form.width)[: form.width]


def _unwrapped(
    row: list[str], delimiter: str, width: int, *, whole_only: bool = False
) -> list[str]:
    """Return the cells of a row that was quoted as a whole, or whose last quote is not closed."""
    if not row or len(row) >= width or (len(row) > 1 and whole_only):
        return []
    inner = max((delimiter, ","), key=row[-1].count)
    needed = min(width - 1, 4) if len(row) == 1 else width - len(row)
    if row[-1].count(inner) < needed:
        return []
    return [*row[:-1], *_one_line(row[-1].strip(), inner)]


def _one_line(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; one that is no CSV at all is one cell."""
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return [line]
