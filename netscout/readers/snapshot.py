"""The JSON form of an export, a saved answer of LinkedIn's member snapshot interface.

It has the same columns as the CSV files, so each of its domains is read as the file it stands for.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from netscout.errors import ReadError
from netscout.readers.archive import key
from netscout.readers.sheet import bare_word
from netscout.readers.text import whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.readers.sheet import Layout

DOMAINS = {"inbox": "messages"}
"""The domains that are not called as the file of the same kind."""


def is_snapshot(data: bytes) -> bool:
    """Whether these bytes look like a saved snapshot rather than a table."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"{", b"[")) and (
        b'"elements"' in start or b'"snapshotDomain"' in start
    )


def tables(data: bytes, file: str, kinds: Mapping[str, Layout]) -> list[tuple[str, str, bytes]]:
    """Return domain, kind and CSV bytes of every domain that is read.

    Raises
    ------
    ReadError
        It is not valid JSON, or holds no domain that is read.
    """
    try:
        pages = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{file} is not valid JSON ({error}); save the answer again") from error
    found: dict[str, list[dict[str, Any]]] = {}
    for page in pages if isinstance(pages, list) else [pages]:
        elements = page.get("elements", [page]) if isinstance(page, dict) else []
        for element in elements if isinstance(elements, list) else []:
            if isinstance(element, dict) and isinstance(element.get("snapshotData"), list):
                rows = [row for row in element["snapshotData"] if isinstance(row, dict)]
                found.setdefault(str(element.get("snapshotDomain", "")), []).extend(rows)
    read = []
    for domain, rows in found.items():
        kind = DOMAINS.get(key(domain), key(domain))
        if kind in kinds and (table := _as_csv(rows, kinds[kind])).strip():
            read.append((domain, kind, table))
    if not read:
        listed = ", ".join(sorted(found)) or "none"
        raise ReadError(f"{file} holds no domain that netscout reads; its domains: {listed}")
    return read


def _as_csv(rows: list[dict[str, Any]], layout: Layout) -> bytes:
    """Return rows of a domain as the CSV file that it stands for; of the columns those read."""
    spellings = {word for words in layout.fields.values() for word in words}
    names = dict.fromkeys(name for row in rows for name in row)
    header = [name for name in names if bare_word(name) in spellings]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        cells = ("" if row.get(name) is None else str(row[name]) for name in header)
        writer.writerow([" ".join(whole(cell).split()) for cell in cells])
    return out.getvalue().encode()
