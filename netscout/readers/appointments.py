"""The appointments of a calendar file (.ics): when, with whom, how, and what has become of them.

Descriptions are only looked at for a conference link, and never kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from netscout.identity import email_key, words
from netscout.readers.text import plain
from netscout.readers.vcard import components, property_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netscout.readers.account import Account

MOST_ASKED = 30
LONGEST_EVENT = 1 << 18
PROPERTIES = frozenset(
    """BEGIN END UID CLASS DTSTART SUMMARY LOCATION DESCRIPTION ATTENDEE ORGANIZER STATUS RRULE
    EXDATE RECURRENCE-ID SEQUENCE DTSTAMP CONFERENCE URL X-GOOGLE-CONFERENCE
    X-MICROSOFT-SKYPETEAMSMEETINGURL""".split()
)
CONFERENCE = re.compile(
    r"zoom\.us|zoomgov\.com|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|whereby\.com|"
    r"meet\.jit\.si|gotomeet|bluejeans\.com|around\.co|skype|facetime|video ?call|videoconferenc|"
    r"videokonferenz|videollamada|visioconf",
    re.IGNORECASE,
)
TELEPHONE = re.compile(
    r"\bphone\b|\btelephone\b|\btelefon|\btel[eé]fono|\bt[eé]l[eé]phone\b|\bcall\b|\banruf\b|\bllamada\b|"
    r"^\+?[\d\s().-]{7,}$",
    re.IGNORECASE,
)
ROOMS = frozenset({"ROOM", "RESOURCE", "GROUP"})
NOBODY = re.compile(
    r"@(?:resource|group)\.calendar\.google\.com$|^(?:no-?reply|donotreply|calendar|notifications?)@",
    re.IGNORECASE,
)


@dataclass
class Meeting:
    """One appointment: when, with whom, and what decides whether it is proposed."""

    row: int
    uid: str
    start: Any
    title: str
    channel: str
    people: dict[str, tuple[str, str]]
    cancelled: bool
    private: bool
    stamp: date | None
    sequence: int
    rule: dict[str, list[Any]] = field(default_factory=dict)
    dropped: frozenset[date] = frozenset()
    instead_of: date | None = None
    days: list[date] = field(default_factory=list)


def meetings(text: str, account: Account) -> Iterator[Meeting]:
    """Yield the appointments that can be read."""
    cancelled = re.search(r"^METHOD:CANCEL\s*$", text, re.MULTILINE | re.IGNORECASE) is not None
    zone = _zone(text)
    for row, lines in components(text, "VEVENT"):
        account.rows += 1
        if reason := _not_for_few(lines):  # most of a calendar, and parsing is slow
            account.leave(row, reason)
            continue
        try:
            meeting = _meeting(row, lines, zone)
        except Exception as error:  # noqa: BLE001 - a library's many ways to say that it is broken
            account.refuse(row, f"not an appointment ({type(error).__name__})")
            continue
        meeting.cancelled |= cancelled
        yield meeting


def _not_for_few(lines: list[str]) -> str:
    """Return why the lines of an appointment cannot be those of a talk with a few people."""
    asked = [name for line in lines if (name := property_of(line)) in {"ATTENDEE", "ORGANIZER"}]
    if not asked:
        return "nobody else was invited"
    return f"more than {MOST_ASKED} people" if len(asked) > MOST_ASKED else ""


def _zone(text: str) -> ZoneInfo | None:
    """Return the time zone in which a calendar was kept, None where it does not say."""
    named = re.search(r"^X-WR-TIMEZONE:(.+)$", text, re.MULTILINE | re.IGNORECASE)
    zones = [named[1]] if named else re.findall(r"^TZID:(.+)$", text, re.MULTILINE | re.IGNORECASE)
    try:
        return ZoneInfo(zones[0].strip()) if len(set(zones)) == 1 else None
    except (KeyError, ValueError, OSError):  # no name of a zone, or none that is known here
        return None


def _local(when: Any, zone: ZoneInfo | None) -> Any:
    """Return a time given in UTC as the clock of the calendar's owner showed it.

    Calendars are saved in UTC, where the day of an evening in another zone is another day.
    """
    in_utc = isinstance(when, datetime) and when.tzname() == "UTC"
    return when.astimezone(zone) if zone and in_utc else when


def _meeting(row: int, lines: list[str], zone: ZoneInfo | None) -> Meeting:
    """Return an appointment from its lines."""
    from icalendar import Event  # noqa: PLC0415 - only for who has such a file

    kept = [line for line in lines if property_of(line) in PROPERTIES]
    if sum(map(len, kept)) > LONGEST_EVENT:
        raise ValueError("too long")
    event: Any = Event.from_ical("\r\n".join(kept))
    start = _local(event["DTSTART"].dt, zone)
    if not isinstance(start, date):
        raise TypeError("a meeting starts at a time")
    title, place = _text(event, "SUMMARY"), _text(event, "LOCATION")
    more = " ".join(line for line in kept if property_of(line) not in {"SUMMARY", "LOCATION"})
    instead = event.get("RECURRENCE-ID")
    stamp = event.get("DTSTAMP")
    return Meeting(
        row=row,
        uid=str(event.get("UID", "")),
        start=start,
        title=title[:120],
        channel=_channel(title, place, more),
        people=_people(event),
        cancelled=_text(event, "STATUS").upper() == "CANCELLED",
        private=_text(event, "CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"},
        stamp=day_of(stamp.dt) if stamp else None,
        sequence=int(event.get("SEQUENCE", 0)),
        rule={str(k).upper(): list(v) for k, v in event.get("RRULE", {}).items()},
        dropped=frozenset(_dropped(event, zone)),
        instead_of=day_of(_local(instead.dt, zone)) if instead else None,
    )


def _text(event: Any, name: str) -> str:
    value = event.get(name, "")
    return plain(str(value[0] if isinstance(value, list) else value))


def day_of(when: Any) -> date:
    """Return the day of a time, or the day itself."""
    return when.date() if isinstance(when, datetime) else when


def _dropped(event: Any, zone: ZoneInfo | None) -> Iterator[date]:
    """Yield the days taken out of a series."""
    found = event.get("EXDATE", [])
    for part in found if isinstance(found, list) else [found]:
        yield from (day_of(_local(when.dt, zone)) for when in part.dts)


def _people(event: Any) -> dict[str, tuple[str, str]]:
    """Return e-mail → name and answer of everybody who was asked, rooms left out."""
    found: dict[str, tuple[str, str]] = {}
    for role in ("ATTENDEE", "ORGANIZER"):
        asked = event.get(role, [])
        for person in asked if isinstance(asked, list) else [asked]:
            email = email_key(str(person))
            if str(person.params.get("CUTYPE", "")).upper() in ROOMS or NOBODY.search(str(person)):
                continue
            if email and email not in found and not NOBODY.search(email):
                answer = str(person.params.get("PARTSTAT", "")).upper()
                found[email] = (_called(str(person.params.get("CN", "")), email), answer)
    return found


def _called(name: str, email: str) -> str:
    """Return the name of a guest: as the calendar has it, else as the address spells it out."""
    name = plain(name).strip("\"' ")
    if words(name) and "@" not in name:
        return name
    parts = re.split(r"[._]", email.partition("@")[0])
    if len(parts) == 2 and all(len(part) > 1 and part.isalpha() for part in parts):
        return " ".join(part.title() for part in parts)
    return ""


def _channel(title: str, place: str, more: str) -> str:
    """Return how people met: by the place first, then by a link, then by the title."""
    if CONFERENCE.search(place):
        return "video"
    if TELEPHONE.search(place.strip()):
        return "phone"
    if place.strip() and not place.strip().lower().startswith(("http:", "https:")):
        return "in person"
    if CONFERENCE.search(more) or CONFERENCE.search(title):
        return "video"
    return "phone" if TELEPHONE.search(title) else ""
