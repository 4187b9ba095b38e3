"""Address books: Google, Outlook and LinkedIn contacts (CSV), vCards, any other table of people.

Each gives plain records with columns of the people table and their origin. Telephone numbers,
birthdays and addresses are never kept.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from netscout.errors import ReadError
from netscout.identity import url_key, words
from netscout.identity.names import RANKS
from netscout.readers.columns import ALIASES, find_columns, layout_of
from netscout.readers.connections import known
from netscout.readers.sheet import HEADER_WITHIN, Layout, find_form, read_sheet
from netscout.readers.text import Lines
from netscout.readers.vcard import begins, read_vcards

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.readers.account import Account

COLUMNS = ("name", "company", "role", "school", "location", "email", "url", "tags", "note")
GOOGLE_BETWEEN = " ::: "
NUMBERED = range(1, 6)


def _numbered(ours: str, theirs: str) -> dict[str, tuple[str, ...]]:
    return {f"{ours}{n}": (theirs.format(n),) for n in NUMBERED}


GOOGLE = Layout(
    "Google contacts (2024 on)",
    {
        "first": ("firstname",), "middle": ("middlename",), "last": ("lastname",),
        "suffix": ("namesuffix",), "shown": ("fileas",), "company": ("organizationname",),
        "role": ("organizationtitle",), "tags": ("labels",), "note": ("notes",),
        **_numbered("email", "email{}value"), **_numbered("url", "website{}value"),
    },
    (frozenset({"first", "last", "company"}), frozenset({"first", "last", "email1"})),
    wrapped=True,
)  # fmt: skip
GOOGLE_OLD = Layout(
    "Google contacts (to 2024)",
    {
        "shown": ("name",), "first": ("givenname",), "middle": ("additionalname",),
        "last": ("familyname",), "suffix": ("namesuffix",), "tags": ("groupmembership",),
        "note": ("notes",), "company": ("organization1name",), "role": ("organization1title",),
        **_numbered("email", "email{}value"), **_numbered("url", "website{}value"),
    },
    (frozenset({"shown", "first", "last", "tags"}), frozenset({"first", "last", "email1"})),
    wrapped=True,
)  # fmt: skip
OUTLOOK = Layout(
    "Outlook contacts",
    {
        "first": ("firstname",), "middle": ("middlename",), "last": ("lastname",),
        "suffix": ("suffix",), "company": ("company",), "role": ("jobtitle",),
        "school": ("schools",), "email1": ("emailaddress", "email1address"),
        "email2": ("email2address",), "email3": ("email3address",), "url1": ("webpage",),
        "url2": ("personalwebpage",), "tags": ("categories",), "note": ("notes",),
    },
    (frozenset({"first", "last", "email1", "email2"}),
     frozenset({"first", "last", "middle", "company", "role"})),
    wrapped=True,
)  # fmt: skip
LINKEDIN = Layout(
    "the address book that LinkedIn imported",
    {
        "first": ("firstname",), "last": ("lastname",), "shown": ("fullname",),
        "company": ("companies",), "role": ("title",), "email": ("emails", "emailaddress"),
        "url1": ("profiles",), "url2": ("sites",), "location": ("location",),
        "created": ("createdat",), "marked": ("bookmarkedat",),
    },
    (frozenset({"first", "last", "company", "email", "created"}),
     frozenset({"shown", "email", "created"})),
    wrapped=True,
)  # fmt: skip
KNOWN = (GOOGLE, GOOGLE_OLD, OUTLOOK, LINKEDIN)


def read_contacts(
    data: bytes, account: Account, *, columns: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """Return the people in an address book, and count what became of every row in `account`.

    Parameters
    ----------
    data
        The bytes of a CSV or vCard file.
    account
        The file's name, and where its rows are counted.
    columns
        Our column (name, first, last, company, role, school, location, email, url, tags, note) →
        the header of the file that holds it, where it is not found by itself; `""` for none.

    Returns
    -------
    Records of the people columns and `origin`; `url` is a profile address or `""`, several
    e-mails or tags are joined by `; `. Rows without a name are left out, equal rows taken once.

    Raises
    ------
    ReadError
        It is no address book, or has no header that names people; the message lists what it has.
    """
    if begins(data, b"VCARD"):
        records = read_vcards(data, account)
    else:
        records = _read_table(data, account, columns)
    once: dict[tuple[str, ...], dict[str, str]] = {}
    for record in records:
        facts = tuple(record.get(column, "") for column in COLUMNS)
        if facts in once:
            account.merged += 1
        else:
            once[facts] = record
            account.kept += 1
    return list(once.values())


def known_layout(lines: Lines) -> Layout | None:
    """Return the layout of an address book by its header, None if it is of no known make."""
    return next((layout for layout in KNOWN if find_form(lines, layout)), None)


def _read_table(
    data: bytes, account: Account, columns: Mapping[str, str] | None
) -> list[dict[str, str]]:
    lines = Lines(data, account.file)
    layout = None if columns else known_layout(lines)
    if layout is None:
        found = find_columns(lines, columns)
        if found is None:
            raise ReadError(_no_header(lines, account.file))
        account.note(str(found))
        layout = layout_of(found)
    else:
        account.note(f"read as {layout.what}")
    sheet = read_sheet(data, layout, account)
    records = []
    for row, cells in sheet.records():
        record = _record(cells) | {"origin": sheet.origin(row)}
        if words(record["name"]):
            records.append(record)
        else:
            account.leave(row, "no name")
    return records


def _no_header(lines: Lines, file: str) -> str:
    first = next((line.strip() for line in islice(lines, HEADER_WITHIN) if line.strip()), "")
    return (
        f"{file} has no header that names people: none of its first {HEADER_WITHIN} rows has a "
        f"column for the name and one more. Its first row is {first[:200]!r}. Say in netscout.toml "
        f'which column is which: [columns."{file}"], then lines such as name = "Full Name"; '
        f"there are {', '.join(ALIASES)}"
    )


def _record(cells: Mapping[str, str]) -> dict[str, str]:
    """Return a record of the people columns from the cells of any of the layouts."""
    emails = [cells.get("email", ""), *(cells.get(f"email{n}", "") for n in NUMBERED)]
    urls = [part for n in NUMBERED for part in cells.get(f"url{n}", "").split(GOOGLE_BETWEEN)]
    company, role, school = known([cells.get(c, "") for c in ("company", "role", "school")])
    return {
        "name": _name(cells),
        "company": company,
        "role": role,
        "school": school,
        "location": cells.get("location", ""),
        "email": "; ".join(dict.fromkeys(e for cell in emails for e in _emails(cell))),
        "url": cells.get("url", "") or next((url for url in urls if url_key(url)), ""),
        "tags": "; ".join(_tags(cells.get("tags", ""))),
        "note": cells.get("note", ""),
    }


def _name(cells: Mapping[str, str]) -> str:
    """Return a name as one says it, a `Jr.` with it."""
    parts = [cells.get(part, "").strip(" ,") for part in ("first", "middle", "last")]
    suffix = cells.get("suffix", "")
    if words(suffix) in RANKS:
        parts.append(suffix)
    together = " ".join(filter(None, parts))
    return together or cells.get("name", "") or cells.get("shown", "")


def _emails(cell: str) -> list[str]:
    """Return the e-mail addresses in a cell; what is none is left out."""
    return re.findall(r"[^\s<>,;:]+@[^\s<>,;:]+\.[^\s<>,;:]+", cell[:2_000])


def _tags(cell: str) -> list[str]:
    """Return the labels of a person without those that Google gives to everybody."""
    parts = (part.strip() for part in re.split(r":::|;", cell))
    return list(dict.fromkeys(part for part in parts if part and not part.startswith("*")))
