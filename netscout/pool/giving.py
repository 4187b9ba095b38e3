"""What a member gives to a pool: read from an export or a share file, or written as a share file.

What is given is a table of the owner, first, and their contacts: a list for each of `GIVEN`.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout._save import save
from netscout.errors import ReadError
from netscout.identity import url_key
from netscout.journal.table import cell
from netscout.readers.folder import checked, load
from netscout.readers.register import ME

if TYPE_CHECKING:
    from collections.abc import Iterable

    Given = dict[str, list[str]]

SHARE_COLUMNS = ("who", "key", "name", "company", "role")
ASKED_FOR = ("school", "date")
GIVEN = (*SHARE_COLUMNS[1:], *ASKED_FOR)
_FAULTS_SHOWN = 5
_DAY_ZERO = date(1970, 1, 1).toordinal()


def share(
    path: Any, out: Any, *, me: str | None = None, schools: bool = False, dates: bool = False
) -> Path:
    r"""Write what you give to a pool: a small table that you can read before you send it.

    Parameters
    ----------
    path
        Your folder, a LinkedIn export or Connections.csv, as for `load`.
    out
        The CSV file to write.
    me
        Your profile address, where no file says it; by it the others' exports find you.
    schools
        Give schools, too, as far as your files say them.
    dates
        Give also since when you are connected with each contact.

    Returns
    -------
    The file written: `who` (owner or contact), `key` (of the profile), `name`, `company`, `role`,
    and `school` and `date` if asked for. No e-mail address and no message.

    Raises
    ------
    ReadError
        The path cannot be read, or no file says which profile is yours.
    NetscoutError
        The file cannot be written.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from netscout import pool
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "Connections.csv"
    >>> _ = file.write_text(
    ...     "First Name,Last Name,URL,Company,Position,Connected On\n"
    ...     "Dana,Whitlock,https://www.linkedin.com/in/dana-whitlock,Acme,Publicist,05 Nov 2023\n"
    ... )
    >>> mine = pool.share(file, file.with_name("mine.csv"), me="linkedin.com/in/ada-frost")
    >>> print(mine.read_text().replace("\r", ""))
    who,key,name,company,role
    owner,in/ada-frost,,,
    contact,in/dana-whitlock,Dana Whitlock,Acme,Publicist
    <BLANKLINE>
    """
    given = of_export(Path(path), me)
    if not given["key"][0]:
        raise ReadError(f"{path} does not say which profile is yours: give its address with `me`")
    wanted = dict(zip(ASKED_FOR, (schools, dates), strict=True))
    columns = [*SHARE_COLUMNS[1:], *(name for name in ASKED_FOR if wanted[name])]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["who", *columns])
    for number, row in enumerate(zip(*(given[name] for name in columns), strict=True)):
        writer.writerow(["contact" if number else "owner", *map(cell, row)])
    return save(out, text.getvalue().encode("utf-8"), such_as="mine.csv")


def given_by(path: Path) -> Given:
    """Return what a share file gives; of an export, what a share file says by default."""
    if is_share(path):
        return of_share(path)
    given = of_export(path)
    return given | {name: [""] * len(given["key"]) for name in ASKED_FOR}


def is_share(path: Path) -> bool:
    """Whether a file is one that `share` wrote."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return tuple(file.readline().strip().split(",")[: len(SHARE_COLUMNS)]) == SHARE_COLUMNS


def of_share(path: Path) -> Given:
    """Return what a share file gives."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
    except UnicodeDecodeError:
        raise ReadError("it is not UTF-8 text: write it anew with `netscout pool share`") from None
    except csv.Error as error:
        raise ReadError(f"{error}: write it anew with `netscout pool share`") from None
    faults = [
        f"column {name!r} is none of a share file" for name in header if name not in ("who", *GIVEN)
    ]
    faults += [
        fault for number, row in enumerate(rows, 2) for fault in _faults(number, row, header)
    ]
    if faults:
        raise ReadError("; ".join(faults[:_FAULTS_SHOWN]))
    if [row[0] for row in rows].count("owner") != 1 or rows[0][0] != "owner":
        raise ReadError("the first row, and no other, must be the owner's")
    given = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
    given["key"] = [url_key(key) for key in given["key"]]
    return {name: given.get(name) or [""] * len(rows) for name in GIVEN}


def _faults(number: int, row: list[str], header: list[str]) -> Iterable[str]:
    if len(row) != len(header):
        yield f"row {number} has not {len(header)} cells"
    elif row[0] not in {"owner", "contact"}:
        yield f"row {number}: who is {row[0]!r}, not owner or contact"
    elif "date" in header and (day := row[header.index("date")]):
        try:
            good = date.fromisoformat(day).isoformat() == day  # 20230403 is a date to Python, too
        except ValueError:
            good = False
        if not good:
            yield f"row {number}: date {day!r} is not written as 2023-04-03"


def of_export(path: Path, me: str | None = None) -> Given:
    """Return what an export gives; whose it is may not be known: then its first key is empty."""
    reading = checked(path, me)
    if reading.found.begun:  # a user's own folder: decisions and whom to leave out count
        net = load(path, me=me)
        people = {name: net.people[name].tolist() for name in ("url", *GIVEN[1:-1])}
        ids, owner, events = net.people.index.tolist(), net.me, net.events
        days = events["date"].dt.strftime("%Y-%m-%d").fillna("").tolist()
        told = zip(events["kind"], events["source"], events["target"], days, strict=True)
    else:
        register, said = reading.book.register, reading.book.journal.columns
        ids, owner = register.ids, ME
        people = {name: register.columns[name] for name in ("url", *GIVEN[1:-1])}
        told = zip(said["kind"], said["source"], said["target"], said["date"], strict=True)
    since: dict[str, Any] = {owner: ""}
    for kind, source, target, day in told:
        other = target if source == owner else source if target == owner else ""
        if kind == "knows" and other:
            since[other] = min(since.get(other, day), day)
    place = {person: number for number, person in enumerate(ids)}
    rows = [place[person] for person in since]
    given = {
        name: [cells[row] if row < len(cells) else "" for row in rows]
        for name, cells in people.items()
    }
    keys = [
        person if person.startswith("in/") else url_key(url)
        for person, url in zip(since, given.pop("url"), strict=True)
    ]
    keys[0] = url_key(me or "") or keys[0]
    given["name"][0] = "" if given["name"][0] == "You" else given["name"][0]
    return {"key": keys, "date": [_iso(day) for day in since.values()], **given}


def _iso(day: Any) -> str:
    """Return a day, given as text or as a number of days since 1970, as text."""
    return day if isinstance(day, str) else date.fromordinal(_DAY_ZERO + int(day)).isoformat()
