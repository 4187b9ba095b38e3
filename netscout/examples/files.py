"""The story as its hero's folder: netscout.toml, log.csv, people.csv and a LinkedIn export.

Every file is the same on every machine: no clock, no compression, dice of their own.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from netscout.examples.life import DAY, ME
from netscout.examples.simulation import NAME
from netscout.examples.story import DANA, dice, story, texts
from netscout.examples.world import facts, pick
from netscout.schema import ANYONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netscout.examples.story import Story

EXPORT = "linkedin/Basic_LinkedInDataExport_03-01-2026.zip"
EXPORTED = datetime(2026, 3, 1, 20, 15)  # noqa: DTZ001 - a ZIP archive knows no time zones
MY_URL = "https://www.linkedin.com/in/robin-vale"
PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses '
    "are missing. You will only see email addresses for connections who have allowed their "
    "connections to see or download their email address using this setting "
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here "
    'https://www.linkedin.com/help/linkedin/answer/261"\n\n'
)
INVITED_SINCE = date(2024, 7, 1)  # the archive holds recent invitations only
PENDING_OUT, PENDING_IN = 9, 4


def example_files() -> dict[str, bytes]:
    """Return the files of the example folder: path → content."""
    told = story()
    return {
        "netscout.toml": texts()["settings"].lstrip().encode(),
        "log.csv": _log(told).encode(),
        "people.csv": _people(told).encode(),
        EXPORT: _archive(told),
        ".gitignore": b"# Everybody here is invented, so these files may be public.\n!log.csv\n",
    }


def csv_table(header: str, rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV under a header."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return out.getvalue()


# Robin's own files.


def _log(told: Story) -> str:
    names = {person: row["name"] for person, row in told.people.items()} | {ANYONE: ANYONE, "": ""}
    rows = []
    for event in told.logged:
        person, other = event["target"], event["about"]
        if event["source"] != ME:
            person, other = event["source"], event["target"] if event["target"] != ME else ""
        row = (event["date"], event["kind"], names[person], names[other])
        rows.append([*row, event["channel"], event["note"]])
    return csv_table("date,event,person,other,channel,note", rows)


def _people(told: Story) -> str:
    """Return details of the people named, the names from a website, and some alumni."""
    connected = told.connected
    website = [person for person in told.people if person not in connected]
    alumni = [
        person
        for person, row in told.people.items()
        if person in connected and row["school"] == facts()["school"] and row["company"]
    ]
    chosen = dict.fromkeys([*told.referred, *website, *alumni])
    refused = next(
        event["source"]
        for event in told.logged
        if event["kind"] == "declined" and not event["note"] and event["source"] not in website
    )
    rows = [_details(told, person, refused=refused) for person in [*chosen, refused]]
    return csv_table("name,company,role,school,location,email,url,tags,note", dict.fromkeys(rows))


def _details(told: Story, person: str, *, refused: str) -> tuple[str, ...]:
    """Return what Robin has noted down about one person."""
    row, chance = told.people[person], dice("details", person)
    listed = person in told.connected or person == DANA[0] or chance.random() < 0.5
    url = f"https://www.linkedin.com/{person}" if listed else ""
    first, last = row["name"].casefold().split(" ", 1)
    company = "".join(letter for letter in row["company"].casefold() if letter.isalnum())
    email = f"{first}.{last}@{company}.example".replace(" ", "") if company else ""
    tags = [("alumni", row["school"] == facts()["school"]), ("leave alone", person == refused)]
    note = "asked me not to write again" if person == refused else ""
    if person not in told.referred and person not in told.connected:
        note = "from the company's website; I know nobody who knows them"
    return (
        row["name"],
        row["company"],
        "" if chance.random() < 0.04 and person != DANA[0] else row["role"],
        row["school"],
        row["location"] if chance.random() < 0.8 else "",
        email if chance.random() < 0.4 else "",
        url,
        "; ".join(tag for tag, holds in tags if holds),
        note,
    )


# The LinkedIn export.


def _archive(told: Story) -> bytes:
    """Return the export; stored uncompressed, so its bytes depend on no version of zlib."""
    small = {name: text.lstrip() for name, text in texts()["files"].items()}
    members = {
        "Ad_Targeting.csv": small["advertising"],
        "Company Follows.csv": small["follows"].rstrip("\n"),
        "Connections.csv": _connections(told),
        "Education.csv": small["education"],
        "Invitations.csv": _invitations(told),
        "Positions.csv": small["positions"],
        "Profile.csv": small["profile"],
        "guide_messages.csv": small["guide"],
        "messages.csv": _messages(told),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, EXPORTED.timetuple()[:6])
            info.create_system, info.external_attr = 3, 0o600 << 16
            archive.writestr(info, text.encode())
    return out.getvalue()


def _connections(told: Story) -> str:
    """Return Connections.csv, newest first, without a newline at its end."""
    rows = [(day, _connection(told, person)) for person, day in told.connected.items()]
    for oddity in texts()["connections"]:
        first, last, slug, email, company, role, day = oddity["row"]
        url = _address(f"in/{slug}")
        rows.append((date.fromisoformat(day), [first, last, url, email, company, role]))
    rows += [(date.fromisoformat(day), [""] * 6) for day in texts()["hidden"]["dates"]]
    rows.sort(key=lambda row: row[0], reverse=True)
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    table = csv_table(header, [[*cells, f"{day:%d} {_month(day)} {day:%Y}"] for day, cells in rows])
    return PREAMBLE + table.rstrip("\n")


def _connection(told: Story, person: str) -> list[str]:
    """Return a person as in Connections.csv: spelt as people spell themselves."""
    row, chance = told.people[person], dice("connection", person)
    first, last = row["name"].split(" ", 1)
    company, role = row["company"], row["role"]
    if not company:
        work = pick(chance, texts()["student"]["work"])
        company, role = work if work[0] != "*" else (row["school"], role)
    spellings = [company, *texts()["spellings"].get(company, [])]
    if chance.random() < 0.03:
        last = f"{last}, {pick(chance, ('PhD', 'MSc.', 'MBA', 'CPA'))}"
    if chance.random() < 0.02:
        last = f" {last} "
    email = f"{first}@mail.example".casefold() if chance.random() < 0.015 else ""
    return [first, last, _address(person), email, pick(chance, spellings), role]


def _address(person: str) -> str:
    """Return a profile's address as Connections.csv has it: percent-encoded."""
    return f"https://www.linkedin.com/{quote(person)}"


def _month(day: date) -> str:
    """Return the English month, whatever the machine's language."""
    return "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * day.month - 3 : 3 * day.month]


def _invitations(told: Story) -> str:
    """Return Invitations.csv: those accepted since then, and some still waiting."""
    rows = []
    for event in told.events:
        if event["kind"] != "invited" or event["date"] < INVITED_SINCE:
            continue
        sent = event["date"] - int(6 * dice("invited", event["target"]).random() ** 2) * DAY
        person, outgoing = event["target"], event["source"] == ME
        if not outgoing:
            person = event["source"]
        rows.append((sent, person, told.people[person]["name"], outgoing))
    waiting = [person for person, row in told.strangers.items() if row["company"]]
    for number in range(PENDING_OUT + PENDING_IN):
        chance = dice("pending", number)
        person = waiting[int(chance.random() * len(waiting))]
        sent = EXPORTED.date() - int(1 + 80 * chance.random()) * DAY
        rows.append((sent, person, told.strangers[person]["name"], number < PENDING_OUT))
    rows.sort(key=lambda row: row[0], reverse=True)
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
    return csv_table(header, [_invitation(*row) for row in rows])


def _invitation(sent: date, person: str, name: str, outgoing: bool) -> list[str]:  # noqa: FBT001
    chance = dice("invitation", person)
    hour = 9 + int(13 * chance.random())
    clock = f"{(hour - 1) % 12 + 1}:{int(60 * chance.random()):02d} {'AM' if hour < 12 else 'PM'}"
    when = f"{sent.month}/{sent.day}/{sent:%y}, {clock}"
    address = f"https://www.linkedin.com/{person}"
    if not outgoing:
        return [name, NAME, when, "", "INCOMING", address, MY_URL]
    text = pick(chance, texts()["invitation"]).format(first=name.split(maxsplit=1)[0])
    return [NAME, name, when, text, "OUTGOING", MY_URL, address]


def _messages(told: Story) -> str:
    """Return messages.csv, newest first, with what stands between real messages."""
    rows = [
        _message(told, event, number)
        for number, event in enumerate(told.events)
        if event["kind"] == "wrote"
    ]
    draft = [row for row in rows if row["FROM"] == NAME][-1]
    rows.append(draft | {"DATE": "2026-03-01 18:02:11 UTC", "IS MESSAGE DRAFT": "Yes"})
    rows.append(_hidden_member(told))
    rows.sort(key=lambda row: row["DATE"], reverse=True)
    return csv_table(",".join(rows[0]), [list(row.values()) for row in rows])


def _message(told: Story, event: Mapping[str, Any], number: int) -> dict[str, str]:
    mine = event["source"] == ME
    person = event["target"] if mine else event["source"]
    name, chance = told.people[person]["name"], dice("message", number)
    refused = (event["date"], person) in told.refusals
    texts_of = "outgoing" if mine else "refusal" if refused else "incoming"
    text = pick(chance, texts()[texts_of]).format(first=name.split()[0])
    if chance.random() < 0.05:
        text = f"<p>{text.replace('?', '?<br>')} Best &amp; thanks</p>"
    minutes = int(60 * (8 if mine else 12) + 240 * chance.random())
    at = datetime.combine(event["date"], datetime.min.time()) + timedelta(minutes=minutes)
    parties = [(NAME, MY_URL), (name, f"https://www.linkedin.com/{person}")]
    sender, receiver = parties if mine else parties[::-1]
    return _cells(_thread(person), sender, receiver, f"{at:%Y-%m-%d %H:%M:%S} UTC", text)


def _hidden_member(told: Story) -> dict[str, str]:
    """Return an advertisement by a member who shows no name."""
    text = f"Study abroad, {NAME.split()[0]}! Apply until Friday."
    sender, receiver = ("LinkedIn Member", ""), (NAME, MY_URL)
    cells = _cells(
        _thread(f"spam {len(told.people)}"), sender, receiver, "2026-01-20 07:30:00 UTC", text
    )
    return cells | {"SUBJECT": "Your future", "FOLDER": "SPAM"}


def _cells(
    thread: str, sender: tuple[str, str], receiver: tuple[str, str], at: str, text: str
) -> dict[str, str]:
    """Return a row of messages.csv as exported from August 2025 to February 2026."""
    return {
        "CONVERSATION ID": thread,
        "CONVERSATION TITLE": "",
        "FROM": sender[0],
        "SENDER PROFILE URL": sender[1],
        "TO": receiver[0],
        "RECIPIENT PROFILE URLS": receiver[1],
        "DATE": at,
        "SUBJECT": "",
        "CONTENT": text,
        "FOLDER": "INBOX",
        "ATTACHMENTS": "",
        "IS MESSAGE DRAFT": "No",
    }


def _thread(person: str) -> str:
    raw = hashlib.blake2b(person.encode(), digest_size=16).digest()
    return f"2-{base64.b64encode(raw).decode()}"
