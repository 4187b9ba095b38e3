"""From the bytes of a file to clean lines: what it claims to be, its encoding, its odd characters.

A line that is not UTF-8 is read as Windows-1252. Invisible direction marks and NULs are dropped,
every kind of blank becomes a space, accents are composed (NFC).
"""

from __future__ import annotations

import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING

from netscout.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1 << 15
LONGEST_LINE = 1 << 18
SNIFFED = 4_096

NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file; open it and save it as CSV (UTF-8)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a formatted text (RTF); save it as CSV",
}
EXCEL = "an Excel workbook, whatever its name says; open it and save it as CSV (UTF-8)"
WEB_PAGES = ("<!doctype html", "<html", "<?xml", "<table")

INVISIBLE = (
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
)
BLANK = "\x85\u00a0\u2002\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u3000"
ODD = dict.fromkeys(INVISIBLE, "") | dict.fromkeys(BLANK, " ") | {"\u037e": "?"}
"""What takes the place of odd characters; the Greek question mark would be composed to `;`."""
_ASCII = bytes(range(128))
_ODD_ASCII = {b"\0": b"", b"\x0b": b" ", b"\x0c": b" ", b"\x1c": b" ", b"\x1d": b" ", b"\x1e": b" "}


def plain(text: str) -> str:
    """Return a text without invisible marks, with plain single blanks and composed accents.

    Odd ASCII characters are gone already (see `Lines`).

    >>> plain("Zoe\u0308\u00a0 \u202eTest ")
    'Zoë Test'
    """
    text = _tidy(text.replace("\t", " "))
    for wide in (" \n", "\n "):
        while wide in text:
            text = text.replace(wide, "\n")
    return text.strip(" ")


def _tidy(text: str) -> str:
    """Do the work of `plain`, but leave tabs and the blanks around line breaks."""
    if not text.isascii():
        present = set(
            text.encode("utf-8", "surrogatepass")
            .translate(None, _ASCII)
            .decode("utf-8", "surrogatepass")
        )
        for odd in present & ODD.keys():
            text = text.replace(odd, ODD[odd])
        text = unicodedata.normalize("NFC", text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _tidy_lines(lines: list[str]) -> list[str]:
    """Return lines of which each is tidy; those that need it are worked on as one text."""
    odd = [place for place, line in enumerate(lines) if "  " in line or not line.isascii()]
    tidied = _tidy("\n".join([lines[place] for place in odd])).split("\n")
    for place, line in zip(odd, tidied, strict=False):
        lines[place] = line
    return lines


def whole(text: str) -> str:
    r"""Return a text in which every half of a split character (lone surrogate) is a `�`.

    >>> whole("a\ud800b")
    'a�b'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Lines:
    """The clean lines of a file, as often as asked for; tabs stay until `keep_tabs` is unset.

    Parameters
    ----------
    data
        The bytes of the file.
    file
        What messages call it.

    Raises
    ------
    ReadError
        It is empty, or not a text but a workbook, a picture, a web page and the like.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self.recoded = 0
        self.keep_tabs = True
        self._data = _as_utf8(data, file)
        if b"\n" not in self._data[:LONGEST_LINE]:
            self._data = self._data.replace(b"\r", b"\n")  # line ends of an old Macintosh

    def __iter__(self) -> Iterator[str]:
        return (line + "\n" for block in self.blocks() for line in block)

    def blocks(self) -> Iterator[list[str]]:
        """Yield the lines, without their ends, in portions small enough to stay close at hand."""
        self.recoded, start, number = 0, 0, 1
        while start < len(self._data):
            end = self._end(start, number)
            lines = self._text(self._data[start:end]).split("\n")
            if not lines[-1]:
                lines.pop()
            yield _tidy_lines(lines)
            start, number = end, number + len(lines)

    def _end(self, start: int, number: int) -> int:
        """Return where the next block of whole lines ends."""
        if start + BLOCK >= len(self._data):
            return len(self._data)
        if cut := self._data.rfind(b"\n", start, start + BLOCK) + 1:
            return cut
        if cut := self._data.find(b"\n", start, start + LONGEST_LINE) + 1:
            return cut
        if len(self._data) - start <= LONGEST_LINE:
            return len(self._data)
        raise ReadError(
            f"{self.file}: line {number} is longer than {LONGEST_LINE:,} characters, which no "
            "table of contacts has; export it again"
        )

    def _text(self, raw: bytes) -> str:
        """Return a block as text; a line that is not UTF-8 is taken for Windows-1252."""
        for odd, blank in _ODD_ASCII.items():
            if odd in raw:
                raw = raw.replace(odd, blank)
        if not self.keep_tabs and b"\t" in raw:
            raw = raw.replace(b"\t", b" ")
        raw = raw.replace(b"\r\n", b"\n") if b"\r" in raw else raw
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return "".join(map(self._line, raw.splitlines(keepends=True)))

    def _line(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self.recoded += 1
        try:
            return whole(raw.decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace")


def _as_utf8(data: bytes, file: str) -> bytes:
    """Return the bytes as UTF-8 without byte order mark, or say what the file really is."""
    start = data[:SNIFFED]
    if not start.strip() and not data.strip():
        raise ReadError(f"{file} is empty; export it again")
    if start.startswith(b"PK\x03\x04"):
        raise ReadError(f"{file} is {_zipped(data)}")
    if what := other_kind(start):
        raise ReadError(f"{file} is {what}, not a CSV file")
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    if coding := _unmarked_utf16(start):
        return data.decode(coding, "replace").encode("utf-8", "replace")
    if is_web_page(start):
        raise ReadError(f"{file} is a web page, not a CSV file; download the file itself")
    if start.count(0) > len(start) // 10:
        raise ReadError(f"{file} is not a text; export it again as CSV")
    return data.removeprefix(BOM_UTF8)


def other_kind(start: bytes) -> str:
    """Return what a file is by its first bytes, if these tell that it is no table.

    >>> other_kind(b"%PDF-1.7")
    'a PDF document'
    """
    return next((what for mark, what in NOT_TEXT.items() if start.startswith(mark)), "")


def is_web_page(start: bytes) -> bool:
    """Whether a file is a web page by its first bytes."""
    text = start.removeprefix(BOM_UTF8).lstrip().lower()
    return text.startswith(tuple(map(str.encode, WEB_PAGES)))


def _zipped(data: bytes) -> str:
    """Return what a ZIP file that should be a CSV really is."""
    if b"[Content_Types].xml" in data[:SNIFFED] or b"xl/work" in data:
        return EXCEL
    if b"opendocument" in data[:SNIFFED]:
        return "a LibreOffice document; open it and save it as CSV (UTF-8)"
    return "a ZIP archive, not a CSV file; give it a name that ends in .zip"


def _unmarked_utf16(start: bytes) -> str:
    """Return the coding of a UTF-16 text without byte order mark, `""` if it is none."""
    half = len(start) // 2
    if half >= 8 and start[1::2].count(0) > half * 0.7 and start[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if half >= 8 and start[::2].count(0) > half * 0.7 and start[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""
