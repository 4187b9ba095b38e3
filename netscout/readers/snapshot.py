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
from netscout.readers.text import whole

if TYPE_CHECKING:
    from collections.abc import Collection

DOMAINS = {"inbox": "messages"}
"""The domains that are not called as the file of the same kind."""


def is_snapshot(data: bytes) -> bool:
    """Whether these bytes look like a saved snapshot rather than a table."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"{", b"[")) and (
        b'"elements"' in start or b'"snapshotDomain"' in start
    )


def tables(data: bytes, file: str, kinds: Collection[str]) -> list[tuple[str, str, bytes]]:
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
        if kind in kinds and rows:
            read.append((domain, kind, _as_csv(rows)))
    if not read:
        listed = ", ".join(sorted(found)) or "none"
        raise ReadError(f"{file} holds no domain that netscout reads; its domains: {listed}")
    return read


def _as_csv(rows: list[dict[str, Any]]) -> bytes:
    """Return rows of a domain as the CSV file that it stands for."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([whole(name) for name in header])
    for row in rows:
        cells = ("" if row.get(name) is None else str(row[name]) for name in header)
        writer.writerow([" ".join(whole(cell).split()) for cell in cells])
    return out.getvalue().encode()
