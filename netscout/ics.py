"""What is due as a calendar file that other programs read.

Each matter has an identity of its own (UID), made of rule and persons, so that a calendar which
imports the file again moves and renews its entries instead of doubling them. A matter that has been
settled is written once more as cancelled, for as long as programs may need to hear of it.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._save import save
from netscout.errors import NetscoutError, ReadError
from netscout.follow_ups import follow_ups
from netscout.network import Network

if TYPE_CHECKING:
    import os

DOMAIN = "netscout.example"
PRODUCT = "-//netscout//follow-ups//EN"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
CANCELLED_DAYS = 60
"""How long a settled matter stands in the file as cancelled."""


def write_ics(
    net_or_table: Any, path: str | os.PathLike[str], *, on: Any = None, ahead: int = 14
) -> Path:
    """Write what is due as a calendar file (iCalendar), a whole-day entry each; again, to renew it.

    Import the file into any calendar, or subscribe to it. Written again to the same place, an entry
    that has not changed stays as it is, one that has changed gets a higher number (SEQUENCE), and
    one that is no longer in the table is said to be cancelled, for 60 days. A calendar that imports
    the file again then moves its entries, and hides the cancelled ones or strikes them through.
    Some ignore that, and none hears of it if the file was deleted in between: there, delete what is
    done by hand. A calendar that subscribes to the file shows just what is in it.

    Parameters
    ----------
    net_or_table
        The network, or what `follow_ups` returned, perhaps filtered.
    path
        Where to write, such as `due.ics`.
    on
        The day of writing; the day from which the table looks if not given.
    ahead
        How many days ahead to look, where a network is given.

    Returns
    -------
    The path. The same table, written again, leaves the same bytes.

    Raises
    ------
    ReadError
        At the path is a file that is no calendar of netscout; it is left as it is.
    NetscoutError
        The file cannot be written, or the table does not say from which day it looks.

    Examples
    --------
    >>> import tempfile, netscout as ns
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ns.write_ics(ns.example(), f"{folder}/due.ics").name
    'due.ics'
    """
    table = net_or_table
    if isinstance(net_or_table, Network):
        table = follow_ups(net_or_table, on=on, ahead=ahead)
    on = table.attrs.get("on") if on is None else on
    if on is None:
        raise NetscoutError("the table does not say from which day it looks; give it with `on`")
    target = Path(path)
    earlier = target.read_bytes() if target.is_file() else b""
    return save(target, calendar(table, on, earlier, str(target)), such_as="due.ics")


def calendar(table: Any, on: Any, earlier: bytes = b"", file: str = "the calendar") -> bytes:
    """Return what is due as the bytes of a calendar, given those of the one written before.

    >>> import netscout as ns
    >>> due = ns.follow_ups(ns.example())
    >>> calendar(due, "2026-03-02").count(b"BEGIN:VEVENT") == len(due)
    True
    """
    from icalendar import Calendar  # noqa: PLC0415 - loads slowly

    day = pd.Timestamp(on)
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    before = _events(earlier, file)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "netscout: what is due")
    for row in table.itertuples(index=False):
        event = _event(row)
        made.add_component(_stamped(event, before.pop(str(event["uid"]), None), stamp))
    for old in before.values():
        if gone := _cancelled(old, stamp):
            made.add_component(gone)
    return bytes(made.to_ical())


def identity(rule: str, person: str, about: str) -> str:
    """Return the identity of a matter, from which nobody's name can be read.

    >>> identity("thank", "in/dana", "") == identity("thank", "in/dana", "")
    True
    """
    raw = f"{rule}\x1f{person}\x1f{about}".encode("utf-8", "surrogatepass")
    return f"{hashlib.blake2b(raw, digest_size=16).hexdigest()}@{DOMAIN}"


def _event(row: Any) -> Any:
    """Return the entry of a matter, without its number and the day of its last change."""
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", identity(row.rule, row.person, row.about))
    event.add("dtstart", row.due.date())
    event.add("dtend", row.due.date() + timedelta(days=1))
    event.add("summary", _text(row.what))
    event.add("description", _text(row.why))
    event.add("categories", ["netscout", row.rule])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a whole day that leaves you free
    return event


def _text(text: str) -> str:
    """Return a text as one line that can be written, and is read again as it was."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(line.split())


def _stamped(event: Any, old: Any, stamp: datetime) -> Any:
    """Return an entry with its number and day of change: the old ones where nothing has changed."""
    same = old is not None and _said(event) == _said(old)
    number, changed = (stamp - EPOCH).days, stamp
    if same:
        number, changed = _number(old), _changed(old, stamp)
    elif old is not None:
        number = max(number, _number(old) + 1)
    event.add("sequence", max(0, number))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    return event


def _said(event: Any) -> tuple[str, ...]:
    """Return what an entry tells its reader."""
    start = event["dtstart"].dt.isoformat()
    return start, *(str(event.get(key, "")) for key in ("summary", "description", "status"))


def _number(event: Any) -> int:
    return int(event.get("sequence", 0))


def _changed(event: Any, otherwise: datetime) -> datetime:
    """Return when an entry has last changed, where it says so."""
    stamp = getattr(event.get("last-modified"), "dt", None)
    return stamp if isinstance(stamp, datetime) and stamp.tzinfo else otherwise


def _cancelled(old: Any, stamp: datetime) -> Any:
    """Return the entry of a settled matter as cancelled, None once it has been so for long."""
    if str(old.get("status", "")) == "CANCELLED":
        return old if stamp - _changed(old, stamp) <= timedelta(CANCELLED_DAYS) else None
    number = max((stamp - EPOCH).days, _number(old) + 1)
    for key in ("sequence", "dtstamp", "last-modified", "status"):
        old.pop(key, None)
    old.add("status", "CANCELLED")
    old.add("sequence", number)
    old.add("dtstamp", stamp)
    old.add("last-modified", stamp)
    return old


def _events(data: bytes, file: str) -> dict[str, Any]:
    """Return the entries of a calendar that was written before, by identity."""
    from icalendar import Calendar  # noqa: PLC0415

    if not data.strip():
        return {}
    try:
        read = Calendar.from_ical(data)
    except (ValueError, IndexError) as error:
        raise ReadError(
            f"{file} is no calendar that netscout wrote; give another name ({error})"
        ) from error
    if str(read.get("prodid", "")) != PRODUCT:
        raise ReadError(f"{file} is a calendar of another program; give another name")
    events = [event for event in read.walk("VEVENT") if "uid" in event and "dtstart" in event]
    return {str(event["uid"]): event for event in events}
