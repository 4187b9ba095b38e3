"""What is due as a calendar that other programs read.

Each matter has an identity of its own, made of rule, person and words, so that a calendar which
imports the file again moves and renews its entries instead of doubling them.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

DOMAIN = "netscout.example"
PRODUCT = "-//netscout//follow-ups//EN"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def follow_ups_ics(table: Any) -> bytes:
    """Return what is due as a calendar file (iCalendar), one whole-day entry each.

    Parameters
    ----------
    table
        What `follow_ups` returned; it may have been filtered.

    Returns
    -------
    The bytes of an `.ics` file; the same table gives the same bytes. An entry keeps its identity
    while the matter is open, so importing a later file updates it; its number counts the days
    since 2000 of the due day, so that the later one wins.

    Examples
    --------
    >>> import netscout as ns
    >>> due = ns.follow_ups(ns.example())
    >>> follow_ups_ics(due).count(b"BEGIN:VEVENT") == len(due)
    True
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - loads slowly

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "netscout")
    for row in table.itertuples(index=False):
        day = row.due.date()
        stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
        event = Event()
        event.add("uid", identity(row.rule, row.person, row.what))
        event.add("dtstamp", stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("sequence", max(0, (stamp - EPOCH).days))
        event.add("summary", row.what)
        event.add("description", row.why)
        event.add("categories", ["netscout", row.rule])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def identity(rule: str, person: str, what: str) -> str:
    """Return the identity of a matter, from which nobody's name can be read.

    >>> identity("thank", "in/dana", "Thank Dana") == identity("thank", "in/dana", "Thank Dana")
    True
    """
    raw = f"{rule}\x1f{person}\x1f{what}".encode("utf-8", "surrogatepass")
    return f"{hashlib.blake2b(raw, digest_size=16).hexdigest()}@{DOMAIN}"
