"""Calendars: which appointments are proposed as meetings, and why others are not."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netscout.errors import ReadError
from netscout.readers.account import Account
from netscout.readers.calendar import read_calendar

ME = "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:mailto:me@mail.example"


def guest(address, **parameters):
    extra = "".join(f";{name.upper()}={value}" for name, value in parameters.items())
    return f"ATTENDEE{extra}:mailto:{address}"


DANA = guest("dana.whitlock@acme.example", cn="Dana Whitlock", partstat="ACCEPTED")


def event(*lines, start="DTSTART:20260105T100000Z", uid="a"):
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260301T090000Z", start, *lines, "END:VEVENT"]
    )


def calendar(*events, method=""):
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else [])]
    return "\r\n".join([*head, *events, "END:VCALENDAR", ""]).encode()


def read(*events, mine=("me@mail.example",), **options):
    account = Account("work.ics")
    records = read_calendar(calendar(*events), account, mine=mine, **options)
    assert account.rows == account.kept + account.merged + account.skipped
    return records, account


def reasons(*events, **options):
    records, account = read(*events, **options)
    assert not records
    return list(account.why)


def test_a_meeting_becomes_a_record():
    records, account = read(event(ME, DANA, "SUMMARY:Coffee\\, finally", "LOCATION:Café Lantern"))
    assert records == [
        {"date": "2026-01-05", "event": "met", "person": "Dana Whitlock",
         "email": "dana.whitlock@acme.example", "channel": "in person",
         "note": "Coffee, finally", "origin": "work.ics:3"},
    ]  # fmt: skip
    assert account.kept == 1


@pytest.mark.parametrize(
    ("lines", "channel"),
    [
        (["LOCATION:https://zoom.us/j/1"], "video"),
        (["LOCATION:Microsoft Teams", "DESCRIPTION:https://teams.microsoft.com/l/x"], "in person"),
        (["DESCRIPTION:Join: https://meet.google.c", " om/abc"], "video"),
        (["X-GOOGLE-CONFERENCE:https://meet.google.com/abc"], "video"),
        (["LOCATION:+1 555 010 0199"], "phone"),
        (["SUMMARY:Phone call with Dana"], "phone"),
        (["SUMMARY:Chat"], ""),
    ],
)
def test_the_channel_is_guessed(lines, channel):
    records, _ = read(event(ME, DANA, *lines))
    assert [record["channel"] for record in records] == [channel]


def test_a_description_is_never_kept():
    records, _ = read(event(ME, DANA, "DESCRIPTION:a secret", "BEGIN:VALARM", "DESCRIPTION:zoom.us", "END:VALARM"))  # fmt: skip
    assert "secret" not in str(records)
    assert records[0]["channel"] == ""


def test_why_an_appointment_is_left_out():
    many = [guest(f"p{n}@x{n}.example") for n in range(4)]
    day = "DTSTART;VALUE=DATE:20260105"
    assert reasons(event(ME)) == ["nobody else was invited"]
    assert reasons(event("SUMMARY:Dentist")) == ["nobody else was invited"]
    assert reasons(event(ME, *(guest(f"p{n}@x.example") for n in range(30)))) == [
        "more than 30 people"
    ]
    assert reasons(event(ME, *many)) == ["more than 3 other people"]
    assert reasons(event(ME, DANA, "STATUS:CANCELLED")) == ["cancelled"]
    assert reasons(event(ME.replace("ACCEPTED", "DECLINED"), DANA)) == ["you declined"]
    assert reasons(event(ME, DANA.replace("ACCEPTED", "DECLINED"))) == ["the others declined"]
    assert reasons(event(ME, DANA, start=day)) == ["takes the whole day"]
    assert reasons(event(ME, DANA, "CLASS:PRIVATE")) == ["marked private"]
    assert reasons(event(ME, DANA), on=date(2026, 1, 4)) == ["is still to come"]
    assert reasons(event(ME, DANA, start="DTSTART:20270105T100000Z")) == ["is still to come"]
    assert reasons(event(ME, DANA, start="DTSTART:soon"))[0].startswith("not an appointment")
    assert reasons(event(ME, DANA, start="SUMMARY:x"))[0].startswith("not an appointment")


def test_without_a_day_nothing_is_taken_for_past():
    undated = event(ME, DANA).replace("DTSTAMP:20260301T090000Z\r\n", "")
    assert reasons(undated) == ["nothing says whether it is past; set as_of in netscout.toml"]
    records, account = read(undated, on=date(2026, 1, 5))
    assert [record["date"] for record in records] == ["2026-01-05"]
    assert not account.notes


def in_zone(*events, zone):
    lines = calendar(*events).decode().split("\r\n")
    return "\r\n".join([*lines[:2], *zone, *lines[2:]]).encode()


@pytest.mark.parametrize(
    ("zone", "start", "day"),
    [
        (["X-WR-TIMEZONE:America/New_York"], "DTSTART:20260106T030000Z", "2026-01-05"),
        (["X-WR-TIMEZONE:Asia/Tokyo"], "DTSTART:20260105T200000Z", "2026-01-06"),
        (["BEGIN:VTIMEZONE", "TZID:America/New_York", "END:VTIMEZONE"], "DTSTART:20260106T030000Z", "2026-01-05"),
        (["X-WR-TIMEZONE:America/New_York"], "DTSTART;TZID=Europe/London:20260106T010000", "2026-01-06"),
        (["X-WR-TIMEZONE:Middle-earth/Shire"], "DTSTART:20260106T030000Z", "2026-01-06"),
        ([], "DTSTART:20260106T030000Z", "2026-01-06"),
        ([], "DTSTART:20260106T233000", "2026-01-06"),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_owners_clock(zone, start, day):
    account = Account("c.ics")
    records = read_calendar(
        in_zone(event(ME, DANA, start=start), zone=zone), account, mine=("me@mail.example",)
    )
    assert [record["date"] for record in records] == [day]


def test_a_cancelled_invitation_is_no_meeting():
    account = Account("c.ics")
    assert not read_calendar(calendar(event(ME, DANA), method="CANCEL"), account, mine=())
    assert list(account.why) == ["cancelled"]


def test_rooms_and_colleagues_do_not_count():
    room = guest("c_1@resource.calendar.google.com", cutype="ROOM")
    colleague = guest("boss@firm.example")
    mine = ("me@firm.example",)
    own = guest("me@firm.example")
    records, _ = read(event(own, room, colleague, DANA), mine=mine)
    assert [record["person"] for record in records] == ["Dana Whitlock"]
    assert reasons(event(own, colleague), mine=mine) == ["only people of your own employer"]
    student, staff = guest("me@northmere.edu"), guest("dean@northmere.edu", cn="The Dean")
    records, _ = read(event(student, staff), mine=("me@northmere.edu",))
    assert [record["person"] for record in records] == ["The Dean"]


def test_the_owner_is_who_is_in_most_appointments():
    sam = guest("sam@x.example")
    records, account = read(event(ME, DANA), event(ME, sam, uid="b"), mine=())
    assert {record["email"] for record in records} == {
        "dana.whitlock@acme.example",
        "sam@x.example",
    }
    assert account.notes == [
        "taken for your address: me@mail.example",
        "up to 2026-03-01, the last day on which something was written in it",
    ]


def test_a_name_may_come_from_the_address():
    records, _ = read(
        event(ME, guest("dana.whitlock@acme.example", cn="dana.whitlock@acme.example"))
    )
    assert records[0]["person"] == "Dana Whitlock"
    records, _ = read(event(ME, guest("dw77@acme.example")))
    assert records[0]["person"] == ""


def test_a_series_is_every_day_on_which_it_was_held():
    series = event(
        ME, DANA, "SUMMARY:Mentor", "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Berlin:20260113T100000",
        start="DTSTART;TZID=Europe/Berlin:20260106T100000",
    )  # fmt: skip
    moved = event(
        ME, DANA, "SUMMARY:Mentor", "RECURRENCE-ID;TZID=Europe/Berlin:20260120T100000",
        start="DTSTART;TZID=Europe/Berlin:20260121T100000",
    )  # fmt: skip
    records, _ = read(series, moved)
    assert [record["date"] for record in records] == ["2026-01-06", "2026-01-21", "2026-01-27"]
    records, _ = read(series, moved, on=date(2026, 1, 21))
    assert [record["date"] for record in records] == ["2026-01-06", "2026-01-21"]


def test_a_series_without_end_ends_today_and_is_cut():
    endless = event(ME, DANA, "RRULE:FREQ=DAILY", start="DTSTART:19950101T100000Z")
    records, account = read(endless, on=date(2026, 1, 1))
    assert len(records) == 60
    assert records[-1]["date"] == "2026-01-01"
    assert "the last 60 are taken" in account.notes[0]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["01-05", "01-06", "01-07"]),
        ("FREQ=DAILY;BYDAY=MO,TU;COUNT=3", ["01-05", "01-06", "01-12"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;UNTIL=20260203T000000Z", ["01-05", "01-19", "02-02"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=2", ["01-05", "02-02"]),
        ("FREQ=MONTHLY;BYMONTHDAY=5", ["01-05", "02-05"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;WKST=SU", ["01-30", "02-27"]),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5", ["01-05"]),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", ["01-05"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=40", ["01-05"]),
    ],
)
def test_a_series_has_its_days(rule, days):
    records, _ = read(event(ME, DANA, f"RRULE:{rule}"))
    assert [record["date"].removeprefix("2026-") for record in records] == days


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;COUNT=-5",
             "FREQ=WEEKLY;INTERVAL=99999999999", "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=1,2,3;COUNT=9999999"]
)  # fmt: skip
def test_odd_rules_do_not_hang(rule):
    _records, account = read(event(ME, DANA, f"RRULE:{rule}", start="DTSTART:19950101T100000Z"))
    assert account.rows == 1


def test_the_last_version_of_an_appointment_counts():
    first, last = event(ME, DANA, "SEQUENCE:1"), event(ME, DANA, "SEQUENCE:2", "STATUS:CANCELLED")
    for order in ((first, last), (last, first)):
        records, account = read(*order)
        assert not records
        assert account.merged == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "is empty"), (b"BEGIN:VCARD\nEND:VCARD\n", "no appointment"), (b"\x00\x01" * 999, "not a text"),
     (b"BEGIN:VEVENT\n" * 10_000, "no appointment"), (b"\x00" * 5_000, "not a text")],
)  # fmt: skip
def test_other_files_are_refused(data, says):
    with pytest.raises(ReadError, match=says):
        read_calendar(data, Account("x.ics"))


LINE = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", ME, DANA, "DTSTART:20260105T100000Z", " folded",
     "RRULE:FREQ=WEEKLY", "RRULE:FREQ=", "EXDATE:", "RECURRENCE-ID:x", "SEQUENCE:x", "ATTENDEE:", "ATTENDEE;CN=\"", "DTSTART"]
) | st.text(max_size=12)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINE, max_size=25))
def test_any_text_is_read_or_refused(lines):
    account = Account("x.ics")
    try:
        read_calendar("\n".join(lines).encode("utf-8", "surrogatepass"), account)
    except ReadError:
        return
    assert account.rows == account.kept + account.merged + account.skipped
