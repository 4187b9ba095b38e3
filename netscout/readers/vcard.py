"""vCard files (2.1, 3.0, 4.0): one record a card.

Only the lines that are kept are ever parsed: telephone numbers, birthdays, addresses and pictures
are passed over as text.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING, Any

from netscout.errors import ReadError
from netscout.identity import url_key, words
from netscout.identity.names import RANKS
from netscout.readers.text import plain, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netscout.readers.account import Account

LARGEST = 64 << 20
LONGEST_CARD = 1 << 16
PROPERTIES = frozenset(
    "BEGIN END VERSION FN N ORG TITLE ROLE EMAIL URL NOTE CATEGORIES KIND X-SOCIALPROFILE".split()
)
NOT_PERSONS = frozenset("group org organization location application".split())


def text_of(data: bytes, account: Account) -> str:
    """Return the text of a file of cards or appointments.

    Raises
    ------
    ReadError
        It is empty, far too large, or no text.
    """
    if not data.strip():
        raise ReadError(f"{account.file} is empty; export it again")
    if len(data) > LARGEST:
        raise ReadError(f"{account.file} has {len(data):,} bytes, more than any address book")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            account.note("it is not UTF-8 and was read as Windows-1252")
    if text[:4096].count("\0") > len(text[:4096]) // 10:
        raise ReadError(f"{account.file} is not a text; export it again")
    return whole(re.sub(r"\r\n?", "\n", text.replace("\0", "")))


def begins(data: bytes, name: bytes) -> bool:
    """Whether a file begins with a component of a name, in whatever encoding."""
    start = data[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")
    return start.upper().startswith(b"BEGIN:" + name)


def components(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each component of a name (`VCARD`, `VEVENT`): its first row, its unfolded lines.

    What is nested within it is left out.
    """
    begin, end = f"BEGIN:{name}", f"END:{name}"
    block: list[str] | None = None
    inner, first = 0, 0
    for row, line in enumerate(text.split("\n"), start=1):
        bare = line.strip().upper() if line[:1] in "BbEe" else ""
        if bare == begin:
            block, first, inner = [line.strip()], row, 0
        elif block is None:
            continue
        elif bare == end:
            yield first, [*block, line.strip()]
            block = None
        elif bare.startswith("BEGIN:"):
            inner += 1
        elif bare.startswith("END:"):
            inner = max(0, inner - 1)
        elif not inner:
            _unfold(block, line)


def _unfold(block: list[str], line: str) -> None:
    """Add a line to a component, or to the line that it continues."""
    last = block[-1]
    if line[:1] in (" ", "\t") and len(block) > 1:
        if len(last) < LONGEST_CARD:
            block[-1] = last + line[1:]
    elif last.endswith("=") and "QUOTED-PRINTABLE" in last.partition(":")[0].upper():
        if len(last) < LONGEST_CARD:
            block[-1] = last[:-1] + line
    elif line.strip():
        block.append(line)


def property_of(line: str) -> str:
    """Return the name of a line's property, without group and parameters.

    >>> property_of("item1.EMAIL;type=INTERNET:dana@post.example")
    'EMAIL'
    """
    return re.split(r"[;:]", line, maxsplit=1)[0].rpartition(".")[2].strip().upper()


def read_vcards(data: bytes, account: Account) -> list[dict[str, str]]:
    """Return a record for every card with a person's name, and count every card in `account`.

    Raises
    ------
    ReadError
        It is no vCard file.
    """
    records = []
    for row, lines in components(text_of(data, account), "VCARD"):
        account.rows += 1
        record = _record(lines)
        if isinstance(record, str):
            account.leave(row, record)
        else:
            records.append(record | {"origin": f"{account.file}:{row}"})
    if not account.rows:
        raise ReadError(f"{account.file} has no contact in it (BEGIN:VCARD … END:VCARD)")
    return records


def _record(lines: list[str]) -> dict[str, str] | str:
    """Return what is kept of a card, or why nothing is."""
    import vobject  # type: ignore[import-untyped]  # noqa: PLC0415 - only for who has such a file

    kept = [line for line in lines if property_of(line) in PROPERTIES]
    if sum(map(len, kept)) > LONGEST_CARD:
        return "a contact of more than 65,536 characters"
    try:
        card = vobject.readOne("\n".join(kept), allowQP=True)
    except Exception as error:  # noqa: BLE001 - a library's many ways to say that a card is broken
        return f"not a vCard ({type(error).__name__})"
    if words(_first(card, "kind")) in NOT_PERSONS:
        return "a group or an organisation"
    name = plain(_first(card, "fn")) or _name(card)
    if not words(name):
        return "no name"
    urls = [
        url.replace("\\", "") for part in ("url", "x-socialprofile") for url in _all(card, part)
    ]
    return {
        "name": name,
        "company": plain(_company(card)),
        "role": plain(_first(card, "title") or _first(card, "role")),
        "school": "",
        "location": "",
        "email": "; ".join(dict.fromkeys(e.removeprefix("mailto:") for e in _all(card, "email"))),
        "url": next((url for url in urls if url_key(url)), ""),
        "tags": "; ".join(dict.fromkeys(_all(card, "categories"))),
        "note": _first(card, "note").strip(),
    }


def _values(card: Any, name: str) -> Iterator[Any]:
    for line in card.contents.get(name, []):
        yield line.value


def _all(card: Any, name: str) -> list[str]:
    """Return the texts of a property; lists within are laid flat."""
    return [plain(text) for value in _values(card, name) for text in _texts(value) if text.strip()]


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _first(card: Any, name: str) -> str:
    return next((text for value in _values(card, name) for text in _texts(value)), "")


def _company(card: Any) -> str:
    """Return the organisation without its departments."""
    return _first(card, "org")


def _name(card: Any) -> str:
    """Return the name put together from its parts."""
    for value in _values(card, "n"):
        parts = [getattr(value, part, "") for part in ("given", "additional", "family", "suffix")]
        texts = [" ".join(part) if isinstance(part, list) else str(part) for part in parts]
        if words(texts[3]) not in RANKS:
            texts.pop()
        return plain(" ".join(filter(None, texts)))
    return ""
