"""Which appointments of a calendar are proposed as `met`: past ones with one to three others.

A meeting in a calendar was planned; whether it took place the user knows, so these are proposals.
What is marked private is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from netscout.errors import ReadError
from netscout.identity import email_key
from netscout.readers.appointments import day_of, meetings
from netscout.readers.vcard import text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from netscout.readers.account import Account
    from netscout.readers.appointments import Meeting

MOST_OTHERS = 3
MOST_OCCURRENCES = 60
MOST_REPEATS_TRIED = 50_000
EARLIEST = date(1990, 1, 1)
SHARED_DOMAINS = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|"
    r"protonmail|mail|posteo|fastmail|zoho|qq|163|126|naver|yandex|libero|orange|wanadoo|free|t-online)"
    r"\.[a-z.]+|.*\.edu(?:\.[a-z]{2})?|.*\.ac\.[a-z]{2}|(?:.*\.)?(?:alumni|student|students)\..*"
)
"""Domains that say nothing of who employs somebody."""
_DAYS = r"(?:MO|TU|WE|TH|FR|SA|SU)"
COMMON_RULES = {
    "DAILY": re.compile(""),
    "WEEKLY": re.compile(rf"(?:BYDAY={_DAYS}(?:,{_DAYS})*)?"),
    "MONTHLY": re.compile(
        rf"(?:BYDAY={_DAYS}(?:,{_DAYS})*;BYSETPOS=-?1|BYDAY=[+-]?[1-5]{_DAYS}|"
        r"BYMONTHDAY=-?(?:[1-9]|[12]\d|3[01]))?"
    ),
    "YEARLY": re.compile(""),
}
"""How often → what else a rule of a series may say."""


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
    found = list(meetings(text_of(data, account), account))
    if not account.rows:
        raise ReadError(f"{account.file} has no appointment in it (BEGIN:VEVENT … END:VEVENT)")
    me = {key for email in mine if (key := email_key(email))} or _most_often(found)
    if not mine and me:
        account.note(f"taken for your address: {', '.join(sorted(me))}")
    until = on or max((m.stamp for m in found if m.stamp), default=None)
    if until and not on:
        account.note(f"up to {until}, the last day on which something was written in it")
    records = []
    for meeting in _settled(found, account, until):
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


def _most_often(meetings: Sequence[Meeting]) -> set[str]:
    """Return the one address that is in more appointments than any other."""
    counts = Counter(email for meeting in meetings for email in meeting.people)
    best = counts.most_common(2)
    return {best[0][0]} if best and (len(best) == 1 or best[0][1] > best[1][1]) else set()


def _settled(meetings: Sequence[Meeting], account: Account, until: date | None) -> list[Meeting]:
    """Return each appointment once, in its last version, with the days on which it was held."""
    last: dict[tuple[str, date | None], Meeting] = {}
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


def _days(meeting: Meeting, account: Account, until: date | None) -> list[date]:
    """Return the days of an appointment or of a series, the latest ones of a long series."""
    first = day_of(meeting.start)
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

    if (plain := _plain(rule)) is None:
        return None
    end = min([until, *(day_of(when) for when in rule.get("UNTIL", []))])
    count = int(rule.get("COUNT", [MOST_REPEATS_TRIED])[0])
    text = ";".join(f"{key}={value}" for key, value in plain.items())
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - days have no zone
    stop = f";UNTIL={end:%Y%m%d}T235959"
    try:
        series = islice(
            rrulestr(text + stop, dtstart=start), max(0, min(count, MOST_REPEATS_TRIED))
        )
        return list(dict.fromkeys(when.date() for when in series))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _plain(rule: dict[str, list[Any]]) -> dict[str, str] | None:
    """Return the parts of a rule that say on which days, None if it is no common one.

    A common rule always comes to a next day; of one that never does, no end would be found.
    """
    often = str(rule.get("FREQ", [""])[0]).upper()
    parts = {key: ",".join(map(str, values)).upper() for key, values in rule.items()}
    by = {key: text for key, text in parts.items() if key.startswith("BY")}
    every = parts.get("INTERVAL", "1")
    if often == "YEARLY" and by.keys() <= {"BYMONTH", "BYMONTHDAY"}:
        by = {}  # they say the day of the first one again
    if often == "DAILY" and every == "1" and by.keys() == {"BYDAY"}:
        often = "WEEKLY"
    common = COMMON_RULES.get(often)
    if common is None or not common.fullmatch(";".join(f"{k}={by[k]}" for k in sorted(by))):
        return None
    return {"FREQ": often, "INTERVAL": every, **by}


def _others(meeting: Meeting, me: set[str]) -> list[tuple[str, str]] | str:
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


def _not_held(meeting: Meeting, until: date | None) -> str:
    """Return why a meeting has not taken place, `""` if it has; the days to come are taken out."""
    reasons = (
        (meeting.private, "marked private"),
        (meeting.cancelled, "cancelled"),
        (not isinstance(meeting.start, datetime), "takes the whole day"),
        (day_of(meeting.start) < EARLIEST, f"before {EARLIEST.year}"),
        (not meeting.days, "every day of the series was taken out"),
        (until is None, "nothing says whether it is past; set as_of in netscout.toml"),
    )
    if reason := next((reason for holds, reason in reasons if holds), ""):
        return reason
    meeting.days = [day for day in meeting.days if until is not None and day <= until]
    return "" if meeting.days else "is still to come"
