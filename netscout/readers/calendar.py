"""Calendar files (.ics): past meetings with one to three other people, proposed as `met`.

A meeting in a calendar was planned; whether it took place the user knows, so these are proposals.
Descriptions are only looked at for a conference link, and never kept; what is marked private is
left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from netscout.errors import ReadError
from netscout.identity import email_key, words
from netscout.readers.text import plain
from netscout.readers.vcard import components, property_of, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from netscout.readers.account import Account

MOST_OTHERS = 3
MOST_OCCURRENCES = 60
MOST_REPEATS_TRIED = 50_000
LONGEST_EVENT = 1 << 18
EARLIEST = date(1990, 1, 1)
PROPERTIES = frozenset(
    """BEGIN END UID CLASS DTSTART SUMMARY LOCATION DESCRIPTION ATTENDEE ORGANIZER STATUS RRULE EXDATE
    RECURRENCE-ID SEQUENCE DTSTAMP CONFERENCE URL X-GOOGLE-CONFERENCE
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
SHARED_DOMAINS = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|"
    r"protonmail|mail|posteo|fastmail|zoho|qq|163|126|naver|yandex|libero|orange|wanadoo|free|t-online)"
    r"\.[a-z.]+|.*\.edu(?:\.[a-z]{2})?|.*\.ac\.[a-z]{2}|(?:.*\.)?(?:alumni|student|students)\..*"
)
"""Domains that say nothing of who employs somebody."""
HOW_OFTEN = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


@dataclass
class _Meeting:
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


def read_calendar(
    data: bytes, account: Account, *, mine: Collection[str] = (), on: date | None = None
) -> list[dict[str, str]]:
    """Return the past meetings with one to three others, a record for each of them and each day.

    People of the owner's own employer (same domain, unless it is a provider's or a university's)
    count neither as others nor among the three.

    Parameters
    ----------
    data
        The bytes of an .ics file.
    account
        The file's name, and where its appointments are counted: `kept` gave at least one record.
    mine
        The owner's e-mail addresses; without any, the address that is in most appointments.
    on
        The day after which a meeting is still to come; the default is the newest day on which an
        appointment of the file was written. Without either, none is proposed.

    Returns
    -------
    Records of `date` (ISO), `event` ("met"), `person` (name, or `""`), `email`, `channel` (video,
    phone, in person or `""`), `note` (the title) and `origin`, by date.

    Raises
    ------
    ReadError
        It is no calendar file.
    """
    meetings = list(_meetings(text_of(data, account), account))
    if not account.rows:
        raise ReadError(f"{account.file} has no appointment in it (BEGIN:VEVENT … END:VEVENT)")
    me = {key for email in mine if (key := email_key(email))} or _most_often(meetings)
    if not mine and me:
        account.note(f"taken for your address: {', '.join(sorted(me))}")
    until = on or max((m.stamp for m in meetings if m.stamp), default=None)
    if until and not on:
        account.note(f"up to {until}, the last day on which something was written in it")
    records = []
    for meeting in _settled(meetings, account, until):
        others = _others(meeting, me)
        reason = others if isinstance(others, str) else _not_held(meeting, until)
        if reason or isinstance(others, str):
            account.leave(meeting.row, reason)
            continue
        account.kept += 1
        records += [
            {
                "date": day.isoformat(), "event": "met", "person": name, "email": email,
                "channel": meeting.channel, "note": meeting.title,
                "origin": f"{account.file}:{meeting.row}",
            }
            for day in meeting.days
            for email, name in others
        ]  # fmt: skip
    return sorted(records, key=lambda record: (record["date"], record["origin"]))


def is_calendar(data: bytes) -> bool:
    """Whether a file is a calendar."""
    start = data[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")
    return start[:15].upper() == b"BEGIN:VCALENDAR"


def _meetings(text: str, account: Account) -> Iterator[_Meeting]:
    """Yield the appointments that can be read."""
    cancelled = re.search(r"^METHOD:CANCEL\s*$", text, re.MULTILINE | re.IGNORECASE) is not None
    zone = _zone(text)
    for row, lines in components(text, "VEVENT"):
        account.rows += 1
        try:
            meeting = _meeting(row, lines, zone)
        except Exception as error:  # noqa: BLE001 - a library's many ways to say that it is broken
            account.refuse(row, f"not an appointment ({type(error).__name__})")
            continue
        meeting.cancelled |= cancelled
        yield meeting


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


def _meeting(row: int, lines: list[str], zone: ZoneInfo | None) -> _Meeting:
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
    return _Meeting(
        row=row,
        uid=str(event.get("UID", "")),
        start=start,
        title=title[:120],
        channel=_channel(title, place, more),
        people=_people(event),
        cancelled=_text(event, "STATUS").upper() == "CANCELLED",
        private=_text(event, "CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"},
        stamp=_day(stamp.dt) if stamp else None,
        sequence=int(event.get("SEQUENCE", 0)),
        rule={str(k).upper(): list(v) for k, v in event.get("RRULE", {}).items()},
        dropped=frozenset(_dropped(event, zone)),
        instead_of=_day(_local(instead.dt, zone)) if instead else None,
    )


def _text(event: Any, name: str) -> str:
    value = event.get(name, "")
    return plain(str(value[0] if isinstance(value, list) else value))


def _day(when: Any) -> date:
    return when.date() if isinstance(when, datetime) else when


def _dropped(event: Any, zone: ZoneInfo | None) -> Iterator[date]:
    """Yield the days taken out of a series."""
    found = event.get("EXDATE", [])
    for part in found if isinstance(found, list) else [found]:
        yield from (_day(_local(when.dt, zone)) for when in part.dts)


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


def _most_often(meetings: Sequence[_Meeting]) -> set[str]:
    """Return the one address that is in more appointments than any other."""
    counts = Counter(email for meeting in meetings for email in meeting.people)
    best = counts.most_common(2)
    return {best[0][0]} if best and (len(best) == 1 or best[0][1] > best[1][1]) else set()


def _settled(meetings: Sequence[_Meeting], account: Account, until: date | None) -> list[_Meeting]:
    """Return each appointment once, in its last version, with the days on which it was held."""
    last: dict[tuple[str, date | None], _Meeting] = {}
    for meeting in meetings:
        key = (meeting.uid or f"row {meeting.row}", meeting.instead_of)
        before = last.get(key)
        if before is not None:
            account.merged += 1
        if before is None or meeting.sequence >= before.sequence:
            last[key] = meeting
    moved: dict[str, set[date]] = {}
    for uid, instead_of in last:
        if instead_of:
            moved.setdefault(uid, set()).add(instead_of)
    for meeting in last.values():
        away = meeting.dropped | (moved.get(meeting.uid, set()) if meeting.rule else set())
        meeting.days = [day for day in _days(meeting, account, until) if day not in away]
    return list(last.values())


def _days(meeting: _Meeting, account: Account, until: date | None) -> list[date]:
    """Return the days of an appointment or of a series, the latest ones of a long series."""
    first = _day(meeting.start)
    if not meeting.rule or first < EARLIEST:
        return [first]
    days = _repeated(meeting.rule, first, until or first + timedelta(days=365))
    if days is None:
        account.note(
            f"row {meeting.row}: of a series with an uncommon rule, only the first is taken"
        )
        return [first]
    if len(days) > MOST_OCCURRENCES:
        account.note(f"row {meeting.row}: of a long series, the last {MOST_OCCURRENCES} are taken")
    return days[-MOST_OCCURRENCES:]


def _repeated(rule: dict[str, list[Any]], first: date, until: date) -> list[date] | None:
    """Return the days of a series up to a day, None if the rule is too odd to follow."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # noqa: PLC0415 - rare

    often = str(rule.get("FREQ", [""])[0]).upper()
    if often not in HOW_OFTEN:
        return None
    end = min([until, *(_day(when) for when in rule.get("UNTIL", []))])
    rest = {k: v for k, v in rule.items() if k not in {"UNTIL", "COUNT", "WKST"}}
    count = int(rule.get("COUNT", [MOST_REPEATS_TRIED])[0])
    text = ";".join(f"{k}={','.join(map(str, v))}" for k, v in rest.items())
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - days have no zone
    stop = f";UNTIL={end:%Y%m%d}T235959"
    try:
        series = islice(
            rrulestr(text + stop, dtstart=start), max(0, min(count, MOST_REPEATS_TRIED))
        )
        return list(dict.fromkeys(when.date() for when in series))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _others(meeting: _Meeting, me: set[str]) -> list[tuple[str, str]] | str:
    """Return address and name of the other people who did not decline, or why it is left out."""
    if any(meeting.people[email][1] == "DECLINED" for email in me & meeting.people.keys()):
        return "you declined"
    domains = {email.rpartition("@")[2] for email in me}
    inside = {domain for domain in domains if not SHARED_DOMAINS.fullmatch(domain)}
    invited = [(e, name, how) for e, (name, how) in meeting.people.items() if e not in me]
    others = [(e, name) for e, name, how in invited if how != "DECLINED"]
    outside = [(e, name) for e, name in others if e.rpartition("@")[2] not in inside]
    if not invited:
        return "nobody else was invited"
    if not others:
        return "the others declined"
    if not outside:
        return "only people of your own employer"
    if len(outside) > MOST_OTHERS:
        return f"more than {MOST_OTHERS} other people"
    return outside


def _not_held(meeting: _Meeting, until: date | None) -> str:
    """Return why a meeting has not taken place, `""` if it has; the days to come are taken out."""
    if meeting.private:
        return "marked private"
    if meeting.cancelled:
        return "cancelled"
    if not isinstance(meeting.start, datetime):
        return "takes the whole day"
    if _day(meeting.start) < EARLIEST:
        return f"before {EARLIEST.year}"
    if not meeting.days:
        return "every day of the series was taken out"
    if until is None:
        return "nothing says whether it is past; set as_of in netscout.toml"
    meeting.days = [day for day in meeting.days if day <= until]
    return "" if meeting.days else "is still to come"
