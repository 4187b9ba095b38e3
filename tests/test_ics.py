from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import netscout as ns
from netscout.ics import CANCELLED_DAYS, calendar, identity


@pytest.fixture(scope="module")
def net():
    return ns.example()


def table_of(*rows, on="2026-01-05"):
    """Return a table of matters from rows of due, person, what and, perhaps, about."""
    columns = ["due", "person", "what", "about"]
    table = pd.DataFrame(
        [dict(zip(columns, (*row, "")[:4], strict=True)) for row in rows], columns=columns
    )
    table["due"] = pd.to_datetime(table["due"])
    table = table.assign(why="Because.", rule="thank")
    table.attrs["on"] = pd.Timestamp(on)
    return table


def imported(held, *files):
    """Return a calendar (entries by identity) after it imported files as calendar programs do."""
    held = dict(held)
    for data in files:
        for event in Calendar.from_ical(data).walk("VEVENT"):
            uid, old = str(event["uid"]), held.get(str(event["uid"]))
            if old is None or int(event["sequence"]) >= int(old["sequence"]):
                held[uid] = event
    return held


def shown(held):
    return {
        str(e["summary"]): str(e["dtstart"].dt) for e in held.values() if e["status"] != "CANCELLED"
    }


def test_a_calendar_imports_twice_without_doubles(net, tmp_path):
    table = ns.follow_ups(net, ahead=60)
    first = ns.write_ics(table, tmp_path / "due.ics").read_bytes()
    again = ns.write_ics(table, tmp_path / "due.ics").read_bytes()
    assert first == again
    assert imported({}, first).keys() == imported({}, first, again).keys()
    assert len(imported({}, first, first)) == len(table) > 20
    assert ns.write_ics(net, tmp_path / "net.ics", ahead=60).read_bytes() == first


def test_an_entry_moves_and_a_settled_one_goes(tmp_path):
    file = tmp_path / "due.ics"
    week = [
        table_of(("2026-01-06", "ann", "Thank Ann"), ("2026-01-06", "bob", "Thank Bob"), on="2026-01-05"),
        table_of(("2026-01-06", "ann", "Thank Ann"), ("2026-01-20", "bob", "Thank Bob"), on="2026-01-12"),
        table_of(("2026-01-20", "bob", "Thank Bob"), on="2026-01-13"),
    ]  # fmt: skip
    held, seen = {}, []
    for table in week:
        held = imported(held, ns.write_ics(table, file).read_bytes())
        seen.append(shown(held))
    assert seen == [
        {"Thank Ann": "2026-01-06", "Thank Bob": "2026-01-06"},
        {"Thank Ann": "2026-01-06", "Thank Bob": "2026-01-20"},
        {"Thank Bob": "2026-01-20"},
    ]
    assert len(held) == 2
    ann, bob = (held[identity("thank", one, "")] for one in ("ann", "bob"))
    assert ann["status"] == "CANCELLED"
    assert str(bob["last-modified"].dt.date()) == "2026-01-12"  # it has not changed since
    back = table_of(("2026-02-02", "ann", "Thank Ann"), on="2026-02-01")
    assert shown(imported(held, ns.write_ics(back, file).read_bytes())) == {
        "Thank Ann": "2026-02-02"
    }


def test_a_change_on_the_same_day_and_an_earlier_due_day_win_too(tmp_path):
    file = tmp_path / "due.ics"
    held = imported({}, ns.write_ics(table_of(("2026-03-01", "ann", "Call")), file).read_bytes())
    moved = ns.write_ics(table_of(("2026-02-01", "ann", "Call")), file).read_bytes()
    assert shown(imported(held, moved)) == {"Call": "2026-02-01"}
    assert shown(
        imported({}, moved, calendar(table_of(("2026-03-01", "ann", "Call")), "2026-01-05"))
    ) == {"Call": "2026-02-01"}  # an older file does not undo it


def test_what_is_cancelled_is_forgotten_in_time(tmp_path):
    file = tmp_path / "due.ics"
    ns.write_ics(table_of(("2026-01-06", "ann", "Thank Ann")), file)
    for day, entries in ((10, 1), (10 + CANCELLED_DAYS, 1), (11 + CANCELLED_DAYS, 0)):
        on = pd.Timestamp("2026-01-01") + pd.Timedelta(days=day)
        data = ns.write_ics(table_of(on=on), file).read_bytes()
        assert len(Calendar.from_ical(data).walk("VEVENT")) == entries


def test_two_matters_about_two_people_are_two_entries():
    table = table_of(
        ("2026-01-06", "ann", "Tell Ann", "bob"), ("2026-01-06", "ann", "Tell Ann", "cat")
    )
    assert len(imported({}, calendar(table, "2026-01-05"))) == 2


def test_a_calendar_is_valid_and_gives_whole_days_with_reasons(net):
    data = calendar(ns.follow_ups(net, ahead=60), "2026-03-02")
    read = Calendar.from_ical(data)
    assert not read.errors
    assert read["version"] == "2.0"
    assert read["prodid"]
    needed = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS"}
    for event in read.walk("VEVENT"):
        assert not event.errors
        assert needed <= {key.upper() for key in event}
        assert (event["dtend"].dt - event["dtstart"].dt).days == 1
        assert str(event["description"])
    uids = [str(event["uid"]) for event in read.walk("VEVENT")]
    assert len(set(uids)) == len(uids)
    names = {
        word.casefold() for name in net.people["name"] for word in name.split() if len(word) > 4
    }
    assert not [uid for uid in uids if any(name in uid for name in names)]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")


def test_hostile_texts_stay_texts():
    what = "Thank Ann\r\nEND:VEVENT\r\nATTACH:file:///x; a,b \ud800 \\n"
    (event,) = Calendar.from_ical(
        calendar(table_of(("2026-01-06", "ann", what)), "2026-01-05")
    ).walk("VEVENT")
    assert "attach" not in {key.lower() for key in event}
    assert "END:VEVENT" in str(event["summary"])


@given(
    st.lists(st.text(max_size=40), min_size=1, max_size=5),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_due_is_written_twice_the_same(texts, day):
    table = table_of(*[(day, f"p{n}", text) for n, text in enumerate(texts)])
    first = calendar(table, "2026-01-05")
    assert calendar(table, "2026-01-09", first) == first
    assert len(imported({}, first)) == len(texts)


def test_an_entry_changed_by_hand_is_written_anew():
    table = table_of(("2026-01-06", "ann", "Thank Ann"))
    lines = calendar(table, "2026-01-05").split(b"\r\n")
    bare = b"\r\n".join(
        line for line in lines if not line.startswith((b"LAST-MOD", b"SEQ", b"SUMMARY"))
    )
    assert shown(imported({}, calendar(table, "2026-01-06", bare))) == {"Thank Ann": "2026-01-06"}
    assert calendar(table_of(), "2026-01-06", bare).count(b"CANCELLED") == 1
    no_uid = b"\r\n".join(line for line in lines if not line.startswith((b"UID", b"DTSTART")))
    assert calendar(table_of(), "2026-01-06", no_uid).count(b"VEVENT") == 0


@pytest.mark.parametrize(
    "held",
    [
        b"Dear diary",
        b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\n",
    ],
)
def test_another_file_is_left_as_it_is(net, held, tmp_path):
    file = tmp_path / "mine.ics"
    file.write_bytes(held)
    with pytest.raises(ns.ReadError, match=r"mine\.ics"):
        ns.write_ics(net, file)
    assert file.read_bytes() == held
    assert [path.name for path in tmp_path.iterdir()] == ["mine.ics"]


def test_the_day_of_writing_must_be_known(tmp_path):
    table = table_of()
    table.attrs.clear()
    with pytest.raises(ns.NetscoutError, match="`on`"):
        ns.write_ics(table, tmp_path / "due.ics")
    assert ns.write_ics(table, tmp_path / "due.ics", on="2026-01-01").is_file()
    with pytest.raises(ns.NetscoutError, match="no folder"):
        ns.write_ics(table_of(), tmp_path / "no" / "due.ics")
