"""Where things stand in a TOML file, and what is wrong with one that cannot be read, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from tomllib import TOMLDecodeError

LONGEST_SHOWN = 60
_PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_SECTION = re.compile(rf"\s*\[+\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_CURLY = re.compile("[“”„‘’«»]")
_LIKE_A_DATE = re.compile(r"=\s*\d{1,4}[-/.]\d{1,2}[-/.]\d")
_NO_DAY = "this is no day of the calendar; write it as 2026-03-31"
_NOT_CLOSED = "a quote is not closed; end the text with one, or with three if it began with three"
REMEDIES = {
    "Invalid value": "what stands after = is no value; write a text in quotes, a date as "
    "2026-03-31, yes and no as true and false",
    "Illegal character '\\n'": _NOT_CLOSED,
    "Unescaped '\\'": "a backslash in a text; write two of them, or take 'single quotes'",
    "Expected newline": "something is left over after the value; write one `key = value` a line, "
    "a text in quotes, a date as 2026-03-31",
    "Expected '='": "no value; write `key = value`, or # before a remark",
    "Expected ']'": "the name of a section is not closed; write it as [goal]",
    "Cannot overwrite": "this stands here for the second time; keep one of the two",
    "Cannot declare": "this section stands here for the second time; put its lines together",
    "Unclosed array": 'a list is not closed, or lacks a comma; write it as ["publicist", "agent"]',
    "Unclosed inline table": "a brace is not closed; write a [section] with a line for each key",
    "Unterminated string": _NOT_CLOSED,
    "Expected \"'": _NOT_CLOSED,
    "Invalid date": _NO_DAY,
    "Invalid statement": "neither a key nor a section; write `key = value`, [section], or # before "
    "a remark",
}
"""What the reader of TOML says, as it begins → what is wrong, and what to write."""


def lines_of_keys(text: str) -> dict[str, int]:
    r"""Return the line of every section and key, by its dotted name without quotes.

    >>> lines_of_keys('me = "Robin"\n[columns."a.csv"]\nname = "Who"')
    {'me': 1, 'columns': 2, 'columns.a.csv': 2, 'columns.a.csv.name': 3}
    """
    found: dict[str, int] = {}
    section, in_text = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if not in_text:
            if begun := _SECTION.match(line):
                section = _plain(begun[1])
                found.setdefault(section.split(".", 1)[0], number)
                found.setdefault(section, number)
            elif key := _KEY.match(line):
                name = _plain(key[1])
                found.setdefault(f"{section}.{name}" if section else name, number)
        in_text ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return found


def _plain(dotted: str) -> str:
    """Return a dotted name without quotes."""
    return re.sub(r"\s*\.\s*", ".", re.sub("[\"']", "", dotted))


def with_line(fault: str, lines: Mapping[str, int]) -> str:
    """Return a fault that names a key or section (`goal.by: ...`) with the line of it in front.

    >>> with_line("goal: by: 'soon' is not a date", {"goal": 1, "goal.by": 2})
    "line 2, goal: by: 'soon' is not a date"
    """
    place = ""
    for word in (*fault.split(": "), *re.findall(r"'([^']+)'|\"([^\"]+)\"", fault)):
        name = _plain(word if isinstance(word, str) else "".join(word))
        longer = f"{place}.{name}" if place else name
        if longer in lines:
            place = longer
        elif not place and name.rpartition(".")[0] in lines:  # a key of a table in braces
            place = name.rpartition(".")[0]
    return f"line {lines[place]}, {fault}" if place else fault


def not_toml(text: str, error: TOMLDecodeError) -> str:
    """Return what is wrong with a text that is no TOML: where, what, and what to write."""
    said = str(error)
    reason = _WHERE.sub("", said)
    remedy = next(
        (words for begin, words in REMEDIES.items() if reason.startswith(begin)),
        f"this is not TOML ({reason}); write one `key = value` a line",
    )
    where = _WHERE.search(said)
    if where is None or where[1] is None:
        return f"at its end: {remedy}"
    number = int(where[1])
    line = (text.splitlines()[number - 1 : number] or [""])[0].strip()
    if _LIKE_A_DATE.search(line):
        remedy = _NO_DAY
    if _CURLY.search(line):
        remedy = 'the quotes are those of a word processor; write straight ones, "…"'
    shown = line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]} …"
    return f"line {number}, `{shown}`: {remedy}"
