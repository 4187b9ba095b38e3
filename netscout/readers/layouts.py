"""The tables of every kind of file that is read: their columns under all their spellings."""

from __future__ import annotations

from itertools import combinations

from netscout.readers.connections import derived
from netscout.readers.dates import day
from netscout.readers.sheet import Layout


def _layout(
    what: str, needs: str, *, wrapped: bool = False, others: bool = False, **fields: str
) -> Layout:
    return Layout(
        what,
        {name: tuple(spellings.split()) for name, spellings in fields.items()},
        tuple(frozenset(part.split()) for part in needs.split("|")),
        wrapped=wrapped,
        others=others,
    )


def _ends_in_a_date(row: list[str]) -> bool:
    return bool(row) and day(row[-1], order="day") is not None


CONNECTIONS = Layout(
    "LinkedIn connections",
    {
        "first": ("firstname", "givenname"),
        "last": ("lastname", "surname", "familyname"),
        "url": ("url", "profileurl"),
        "email": ("emailaddress", "email"),
        "company": ("company", "currentcompany"),
        "role": ("position", "currentposition", "jobtitle"),
        "date": ("connectedon", "connectiondate", "dateconnected"),
    },
    tuple(
        frozenset({"date", *two}) for two in combinations(("first", "last", "company", "role"), 2)
    ),
    bare={
        6: ("first", "last", "email", "company", "role", "date"),
        7: ("first", "last", "url", "email", "company", "role", "date"),
    },
    looks_right=_ends_in_a_date,
    derive=derived,
    header="Connected On and two of First Name, Last Name, Company, Position",
)
INVITATIONS = _layout(
    "LinkedIn invitations", "sender to date direction",
    sender="from", to="to", date="sentat", direction="direction",
    sender_url="inviterprofileurl", to_url="inviteeprofileurl",
)  # fmt: skip
MESSAGES = _layout(
    "LinkedIn messages", "sender to date folder|sender to date thread|sender to date direction",
    wrapped=True,
    sender="from", to="to", date="date", thread="conversationid", title="conversationtitle",
    sender_url="senderprofileurl", to_urls="recipientprofileurls", subject="subject",
    folder="folder", direction="direction",
    draft="ismessagedraft", thread_draft="isconversationdraft",
)  # fmt: skip
ENDORSED_ME = _layout(
    "endorsements received", "date first last status",
    date="endorsementdate", first="endorserfirstname", last="endorserlastname",
    url="endorserpublicurl", status="endorsementstatus", shown="displaystatus",
)  # fmt: skip
ENDORSED_BY_ME = _layout(
    "endorsements given", "date first last status",
    date="endorsementdate", first="endorseefirstname", last="endorseelastname",
    url="endorseepublicurl", status="endorsementstatus",
)  # fmt: skip
RECOMMENDATIONS = _layout(
    "recommendations", "first last date", wrapped=True,
    first="firstname", last="lastname", company="company", role="jobtitle",
    date="creationdate", status="status",
)  # fmt: skip
POSITIONS = _layout(
    "your positions", "company role", wrapped=True,
    company="companyname", role="title", started="startedon", finished="finishedon",
)  # fmt: skip
EDUCATION = _layout(
    "your education", "school started|school finished", wrapped=True,
    school="schoolname", started="startdate", finished="enddate",
)  # fmt: skip
PROFILE = _layout(
    "your profile", "first last", wrapped=True,
    first="firstname", last="lastname", url="publicprofileurl profileurl",
)  # fmt: skip
NOTES = _layout(
    "notes on connections", "first last note|url note", wrapped=True,
    first="connectionfirstname", last="connectionlastname", url="connectionprofileurl",
    note="note", date="createdon",
)  # fmt: skip
FOLLOWS = _layout("companies you follow", "company date", company="organization", date="followedon")
SAVED_JOBS = _layout(
    "jobs you saved", "company date",
    company="companyname", role="jobtitle", date="saveddate",
)  # fmt: skip
APPLICATIONS = _layout(
    "jobs you applied for", "company date", wrapped=True,
    company="companyname", role="jobtitle", date="applicationdate",
)  # fmt: skip
LOG = _layout(
    "your log", "date event person", wrapped=True, others=True,
    date="date day when", event="event kind", person="person who", other="other about",
    channel="channel", note="note notes",
)  # fmt: skip
PEOPLE = _layout(
    "your people", "person|name|first last", wrapped=True, others=True,
    person="person id", name="name fullname", first="firstname", last="lastname",
    company="company employer organization organisation", role="role position title jobtitle",
    school="school university", location="location city", email="email emailaddress mail",
    url="url profile profileurl linkedin", tags="tags labels", note="note notes",
)  # fmt: skip

ALIASES = _layout(
    "your decisions on who is the same person", "person other decision",
    person="person", other="other", decision="decision", note="note notes",
)  # fmt: skip
MEMBER_FOLLOWS = _layout(
    "people you follow", "name status date", name="fullname", status="status", date="date"
)
ATTENDED = _layout(
    "events on LinkedIn", "name time status", name="eventname", time="eventtime", status="status"
)

LAYOUTS: dict[str, Layout] = {
    "profile": PROFILE,
    "positions": POSITIONS,
    "education": EDUCATION,
    "connections": CONNECTIONS,
    "invitations": INVITATIONS,
    "messages": MESSAGES,
    "endorsementreceivedinfo": ENDORSED_ME,
    "endorsementgiveninfo": ENDORSED_BY_ME,
    "recommendationsreceived": RECOMMENDATIONS,
    "recommendationsgiven": RECOMMENDATIONS,
    "notes": NOTES,
    "companyfollows": FOLLOWS,
    "savedjobs": SAVED_JOBS,
    "jobapplications": APPLICATIONS,
    "memberfollows": MEMBER_FOLLOWS,
    "events": ATTENDED,
}
"""The members of an export that are opened and have a header of their own, in reading order."""

ADDRESS_BOOKS = ("contacts", "importedcontacts")
"""The members of an export that are address books."""

MEMBERS = (*LAYOUTS, *ADDRESS_BOOKS)
"""The members of an export that are opened."""
