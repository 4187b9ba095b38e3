import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netscout as ns
from netscout.courtesy import Courtesy, courtesy_of, rules
from netscout.readers.settings import read_settings

COLUMNS = ["due", "status", "person", "name", "what", "why", "rule", "about"]

# 5 January 2026 is a Monday.
COMPANIES = {"ann": "Acme", "amy": "Acme, Inc.", "bob": "", "cat": "Cable"}


def network(*rows, tags=None, courtesy=None):
    """Return a network of `me` from rows of date, kind, source, target, about, channel."""
    names = ["date", "kind", "source", "target", "about", "channel"]
    events = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows], columns=names)
    ids = dict.fromkeys(["me", *COMPANIES, *events["source"], *events["target"]])
    people = pd.DataFrame({"person": [i for i in ids if i]})
    people["name"] = people["person"].str.title()
    people["company"] = [COMPANIES.get(i, "") for i in people["person"]]
    people["tags"] = [(tags or {}).get(i, "") for i in people["person"]]
    return ns.Network(people, events, "me", courtesy=courtesy)


def due(rule, *rows, on=None, ahead=365, tags=None):
    """Return (person, due day) of what one rule asks for, within a year."""
    table = ns.follow_ups(network(*rows, tags=tags), on=on, ahead=ahead)
    table = table[table["rule"] == rule]
    return list(zip(table["person"], table["due"].dt.strftime("%Y-%m-%d"), strict=True))


MET = ("2026-01-05", "met", "me", "ann")
ASKED = ("2026-01-05", "asked", "me", "ann")
NAMED = ("2026-01-05", "named", "ann", "bob")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([MET], [("ann", "2026-01-06")]),
        ([("2026-01-09", "met", "ann", "me")], [("ann", "2026-01-10")]),  # a Saturday: 24 hours
        ([MET, ("2026-01-05", "thanked", "me", "ann")], []),
        ([MET, ("2026-01-09", "thanked", "me", "ann")], []),
        ([("2026-01-04", "thanked", "me", "ann"), MET], [("ann", "2026-01-06")]),
        ([MET, ("2026-01-06", "thanked", "me", "bob")], [("ann", "2026-01-06")]),
        ([MET, ("2026-01-12", "met", "me", "ann")], [("ann", "2026-01-13")]),
        ([ASKED], []),
    ],
)
def test_thank_within_a_day(rows, expected):
    assert due("thank", *rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([MET], [("ann", "2026-01-08")]),
        ([MET, NAMED], []),
        ([MET, ("2026-01-07", "introduced", "ann", "bob")], []),
        ([MET, ("2026-01-05", "asked", "me", "ann", "anyone")], []),
        ([MET, ("2026-01-05", "asked", "me", "ann", "bob")], [("ann", "2026-01-08")]),
        ([("2026-01-02", "named", "ann", "bob"), MET], [("ann", "2026-01-08")]),
    ],
)
def test_ask_for_names(rows, expected):
    assert due("ask-for-names", *rows) == expected


@pytest.mark.parametrize(
    ("asked", "second", "again"),
    [
        ("2026-01-05", "2026-01-08", "2026-01-14"),  # Monday
        ("2026-01-07", "2026-01-12", "2026-01-16"),  # Wednesday, over a weekend
        ("2026-01-09", "2026-01-14", "2026-01-20"),  # Friday
        ("2026-01-10", "2026-01-14", "2026-01-20"),  # Saturday counts as the Friday before
        ("2026-01-11", "2026-01-14", "2026-01-20"),  # Sunday
    ],
)
def test_no_answer(asked, second, again):
    row = (asked, "asked", "me", "ann")
    assert due("second-person", row, on=asked) == [("ann", second)]
    assert due("remind", row, on=asked) == [("ann", again)]


@pytest.mark.parametrize(
    ("row", "second", "again"),
    [
        (("2026-01-06", "agreed", "ann", "me"), 0, 0),
        (("2026-01-06", "declined", "ann", "me"), 0, 0),
        (("2026-01-06", "met", "me", "ann"), 0, 0),
        (("2026-01-06", "wrote", "ann", "me"), 0, 0),
        (("2026-01-06", "wrote", "me", "ann"), 1, 1),
        (("2026-01-06", "agreed", "bob", "me"), 1, 1),
        (("2026-01-06", "asked", "me", "ann"), 1, 0),  # reminded: let it rest
        (("2026-01-04", "agreed", "ann", "me"), 1, 1),
        (("2026-01-03", "met", "me", "amy"), 0, 1),  # the employer has opened already
        (("2026-01-06", "asked", "me", "cat"), 1, 1),
    ],
)
def test_what_settles_an_ask(row, second, again):
    assert len([p for p, _ in due("second-person", ASKED, row) if p == "ann"]) == second
    assert len([p for p, _ in due("remind", ASKED, row) if p == "ann"]) == again


def test_a_second_person_at_the_employer_has_been_asked():
    rows = [ASKED, ("2026-01-08", "asked", "me", "amy")]
    assert due("second-person", *rows) == [("amy", "2026-01-13")]
    assert [person for person, _ in due("remind", *rows)] == ["ann", "amy"]


SECOND = "Approach a second person at Acme: "


@pytest.mark.parametrize(
    ("rows", "tags", "what"),
    [
        ([], {}, SECOND + "Amy"),
        ([("2026-01-02", "knows", "me", "amy"), ("2026-01-03", "named", "bob", "abe")], {}, SECOND + "Abe"),
        ([("2026-01-02", "knows", "me", "abe")], {}, SECOND + "Abe"),  # one you can write to
        ([("2026-01-02", "knows", "me", "abe")], {"abe": "leave alone"}, SECOND + "Amy"),
        ([], {"abe": "leave alone", "amy": "Leave alone"}, "Look for a second person at Acme"),
    ],
)  # fmt: skip
def test_a_second_person_is_named_where_one_is_known(rows, tags, what, monkeypatch):
    monkeypatch.setitem(COMPANIES, "abe", "ACME Ltd")
    table = ns.follow_ups(network(ASKED, *rows, tags=tags))
    assert table.loc[table["rule"] == "second-person", "what"].tolist() == [what]


def test_the_second_person_has_not_been_tried_yet():
    rows = [("2025-10-01", "asked", "me", "amy"), ASKED]
    table = ns.follow_ups(network(*rows), ahead=30)
    table = table[(table["rule"] == "second-person") & (table["person"] == "ann")]
    assert table["what"].tolist() == ["Look for a second person at Acme"]


def test_no_second_person_where_no_employer_is_known():
    assert due("second-person", ("2026-01-05", "asked", "me", "bob")) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("2026-01-08", "introduced", "ann", "bob")], [("bob", "2026-01-12")]),
        ([("2026-01-08", "introduced", "ann", "bob"), ("2026-01-09", "wrote", "me", "bob")], []),
        ([("2026-01-08", "introduced", "ann", "bob"), ("2026-01-09", "asked", "me", "bob")], []),
        ([NAMED], []),
        ([("2026-01-08", "introduced", "ann", "me")], []),
        ([("2026-01-08", "introduced", "me", "ann")], []),
    ],
)
def test_answer_an_introduction(rows, expected):
    assert due("answer-introduction", *rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("2026-01-05", "agreed", "ann", "me")], [("ann", "2026-01-15")]),
        ([("2026-01-05", "agreed", "ann", "me"), ("2026-01-06", "met", "me", "ann")], []),
    ],
)
def test_fix_a_date(rows, expected):
    assert due("fix-a-date", *rows) == expected


WAY = ("2026-01-05", "asked", "me", "ann", "bob")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([WAY], [("ann", "2026-01-12")]),
        ([WAY, ("2026-01-06", "introduced", "ann", "bob")], []),
        ([WAY, ("2026-01-06", "asked", "me", "bob")], []),
        ([WAY, ("2026-01-06", "declined", "ann", "me")], []),
        ([WAY, ("2026-01-06", "introduced", "ann", "cat")], [("ann", "2026-01-12")]),
        ([WAY, ("2026-01-12", "asked", "me", "ann", "bob")], []),  # checked once: let it rest
        (
            [WAY, ("2026-01-05", "asked", "me", "ann", "cat")],
            [("ann", "2026-01-12"), ("ann", "2026-01-12")],
        ),
    ],
)
def test_check_a_promised_introduction(rows, expected):
    assert due("check-introduction", *rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([NAMED, ("2026-01-08", "met", "me", "bob")], [("ann", "2026-01-15")]),
        ([NAMED, ("2026-01-08", "met", "me", "cat")], []),
        ([("2026-01-04", "met", "me", "bob"), NAMED], []),
        (
            [NAMED, ("2026-01-08", "met", "me", "bob"), ("2026-01-08", "updated", "me", "ann")],
            [],
        ),
        (
            [NAMED, ("2026-01-07", "updated", "me", "ann"), ("2026-01-08", "met", "me", "bob")],
            [("ann", "2026-01-15")],
        ),
    ],
)
def test_tell_the_referrer(rows, expected):
    assert due("tell-referrer", *rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([MET], [("ann", "2026-03-21")]),
        ([MET, ("2026-01-10", "updated", "me", "ann")], [("ann", "2026-03-26")]),
        ([MET, ("2026-01-10", "wrote", "ann", "me")], [("ann", "2026-03-26")]),
        ([("2026-01-05", "updated", "me", "ann")], []),
    ],
)
def test_keep_in_touch(rows, expected):
    assert due("keep-in-touch", *rows) == expected


def test_status_and_ahead():
    net = network(MET)
    day = {"2026-01-05": "coming", "2026-01-06": "due", "2026-01-07": "overdue"}
    for on, status in day.items():
        table = ns.follow_ups(net, on=on)
        assert table.loc[table["rule"] == "thank", "status"].tolist() == [status]
    assert "thank" not in ns.follow_ups(net, ahead=0)["rule"].tolist()
    assert ns.follow_ups(net)["status"].iloc[0] == "coming"  # the day of the last event
    with pytest.raises(ns.NetscoutError, match="ahead"):
        ns.follow_ups(net, ahead=-1)


def test_forgotten_matters_are_let_go():
    for rule, last in (("thank", "2026-02-05"), ("ask-for-names", "2026-02-22")):
        assert len(due(rule, MET, on=last)) == 1
        assert due(rule, MET, on=pd.Timestamp(last) + pd.Timedelta(days=1)) == []


def test_the_past_knows_nothing_of_the_future():
    rows = [MET, ("2026-01-09", "thanked", "me", "ann"), ("2026-02-01", "met", "me", "bob")]
    assert due("thank", *rows, on="2026-01-08") == [("ann", "2026-01-06")]
    assert due("thank", *rows, on="2026-01-09") == []


def test_who_wants_to_be_left_alone_is():
    assert due("thank", MET, tags={"ann": "press; Leave alone"}) == []


def test_why_names_people_and_days():
    net = network(NAMED, ("2026-01-08", "met", "me", "bob", "", "phone"))
    table = ns.follow_ups(net).set_index("rule")
    assert table.at["thank", "what"] == "Thank Bob"
    assert table.at["thank", "why"] == (
        "You talked by phone on 8 Jan 2026, and no thanks are logged yet."
    )
    assert table.at["tell-referrer", "what"] == "Tell Ann what came of the conversation with Bob"
    assert (
        table.at["tell-referrer", "why"] == "Ann sent you there; you talked by phone on 8 Jan 2026."
    )
    assert table.at["tell-referrer", "about"] == "bob"


def test_nothing_yet():
    for net in (network(), network(("2026-01-05", "knows", "me", "ann"))):
        table = ns.follow_ups(net)
        assert table.empty
        assert table.columns.tolist() == COLUMNS
        assert "log" in table.attrs["thin"]
    assert ns.follow_ups(network(MET)).attrs["thin"] == ""


def test_rules_are_well_formed():
    source = r"\.(com|edu|hk)/|judged|practice"
    for rule in rules():
        assert rule.counts_from in {"first", "last"}
        assert rule.unit in {"days", "business days"}
        assert rule.needs in {"", "met", "company"}
        assert rule.within > 0
        assert rule.lapses > 0
        assert re.search(source, rule.source)


EVENT = st.tuples(
    st.integers(1, 28).map("2026-01-{:02}".format),
    st.sampled_from(["asked", "agreed", "met", "named", "introduced", "thanked", "wrote"]),
    st.sampled_from(["me", *COMPANIES]),
    st.sampled_from(["me", *COMPANIES]),
    st.sampled_from(["", "", "anyone", "cat"]),
).filter(lambda row: row[2] != row[3])


@given(st.lists(EVENT, max_size=20))
@settings(max_examples=40, deadline=None)
def test_every_row_is_in_time_and_inputs_stay(rows):
    net = network(*rows)
    people, events = net.people.copy(), net.events.copy()
    table = ns.follow_ups(net, on="2026-01-20", ahead=10)
    assert table["due"].is_monotonic_increasing
    assert (table["due"] <= "2026-01-30").all()
    assert not table["person"].eq("me").any()
    assert not table.duplicated(["person", "what", "rule"]).any()
    day = pd.Timestamp("2026-01-20")
    assert (table["status"].eq("overdue") == (table["due"] < day)).all()
    pd.testing.assert_frame_equal(net.people, people)
    pd.testing.assert_frame_equal(net.events, events)


def day_of(rule, day):
    """Return the rows that start the clock of a rule on a day, and towards whom it runs."""
    before = "2025-09-01"
    rows = {
        "thank": ([(day, "met", "me", "ann")], "ann"),
        "ask-for-names": ([(day, "met", "me", "ann")], "ann"),
        "answer-introduction": ([(day, "introduced", "ann", "bob")], "bob"),
        "second-person": ([(day, "asked", "me", "ann")], "ann"),
        "remind": ([(day, "asked", "me", "ann")], "ann"),
        "fix-a-date": ([(day, "agreed", "ann", "me")], "ann"),
        "check-introduction": ([(day, "asked", "me", "ann", "bob")], "ann"),
        "tell-referrer": ([(before, "named", "ann", "bob"), (day, "met", "me", "bob")], "ann"),
        "keep-in-touch": ([(before, "met", "me", "ann"), (day, "updated", "me", "ann")], "ann"),
    }
    return rows[rule]


# A plain Tuesday; a Friday; a Saturday; Christmas Eve 2025, a Wednesday; New Year's Day 2026, a
# Thursday; Maundy Thursday 2026 with Good Friday and Easter Monday off. Rules that count days count
# through all of them.
STARTS = ("2025-11-04", "2025-11-07", "2025-11-08", "2025-12-24", "2026-01-01", "2026-04-02")
DUE = {
    "thank": ("2025-11-05", "2025-11-08", "2025-11-09", "2025-12-25", "2026-01-02", "2026-04-03"),
    "ask-for-names": ("2025-11-07", "2025-11-10", "2025-11-11", "2025-12-27", "2026-01-04", "2026-04-05"),
    "answer-introduction": ("2025-11-06", "2025-11-11", "2025-11-11", "2025-12-29", "2026-01-05", "2026-04-08"),
    "second-person": ("2025-11-07", "2025-11-12", "2025-11-12", "2025-12-30", "2026-01-06", "2026-04-09"),
    "remind": ("2025-11-13", "2025-11-18", "2025-11-18", "2026-01-06", "2026-01-12", "2026-04-15"),
    "fix-a-date": ("2025-11-14", "2025-11-17", "2025-11-18", "2026-01-03", "2026-01-11", "2026-04-12"),
    "check-introduction": ("2025-11-11", "2025-11-14", "2025-11-15", "2025-12-31", "2026-01-08", "2026-04-09"),
    "tell-referrer": ("2025-11-11", "2025-11-14", "2025-11-15", "2025-12-31", "2026-01-08", "2026-04-09"),
    "keep-in-touch": ("2026-01-18", "2026-01-21", "2026-01-22", "2026-03-09", "2026-03-17", "2026-06-16"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [(rule, *pair) for rule, days in DUE.items() for pair in zip(STARTS, days, strict=True)],
)
def test_every_rule_over_weekends_and_holidays(rule, start, expected):
    rows, person = day_of(rule, start)
    assert (person, expected) in with_rules(EASTER, *rows, rule=rule, on=start)


def test_no_rule_is_without_its_table():
    assert set(DUE) == {rule.name for rule in rules()}


# --- days off, the user's own rules, and the calendar --------------------------------------------

EASTER = {"holidays": ["2026-04-03", "2026-04-06"]}  # Good Friday and Easter Monday


def with_rules(given, *rows, rule=None, on=None):
    net = network(*rows, courtesy=courtesy_of(given))
    table = ns.follow_ups(net, on=on, ahead=365)
    table = table[table["rule"] == rule] if rule else table
    return list(zip(table["person"], table["due"].dt.strftime("%Y-%m-%d"), strict=True))


@pytest.mark.parametrize(
    ("asked", "second", "again"),
    [
        ("2026-04-01", "2026-04-08", "2026-04-14"),  # Wednesday before Easter
        ("2026-04-02", "2026-04-09", "2026-04-15"),  # Thursday
        ("2026-04-03", "2026-04-09", "2026-04-15"),  # Good Friday counts as the Thursday
        ("2026-04-05", "2026-04-09", "2026-04-15"),  # Easter Sunday, too
        ("2026-04-06", "2026-04-09", "2026-04-15"),  # and Easter Monday
        ("2026-04-07", "2026-04-10", "2026-04-16"),
    ],
)
def test_business_days_leave_out_holidays(asked, second, again):
    row = (asked, "asked", "me", "ann")
    assert with_rules(EASTER, row, rule="second-person", on=asked) == [("ann", second)]
    assert with_rules(EASTER, row, rule="remind", on=asked) == [("ann", again)]


@pytest.mark.parametrize(
    ("asked", "second", "again"),
    [
        ("2025-12-22", "2025-12-26", "2026-01-02"),  # Christmas and New Year's Day are off
        ("2025-12-25", "2025-12-30", "2026-01-06"),  # Christmas Day counts as the 24th
        ("2025-12-30", "2026-01-05", "2026-01-09"),
    ],
)
def test_business_days_over_the_turn_of_the_year(asked, second, again):
    row = (asked, "asked", "me", "ann")
    assert due("second-person", row, on=asked) == [("ann", second)]
    assert due("remind", row, on=asked) == [("ann", again)]


@pytest.mark.parametrize(
    ("country", "due_day"),
    [("", "2026-07-07"), ("US", "2026-07-08"), ("de-by", "2026-07-07")],
)
def test_the_public_holidays_of_a_country(country, due_day):
    pytest.importorskip("holidays")
    row = ("2026-07-02", "asked", "me", "ann")  # Friday the 3rd is off in the US: the 4th observed
    own = {"country": country}
    assert with_rules(own, row, rule="second-person", on="2026-07-02") == [("ann", due_day)]
    yearly = {"holidays": ["07-03"]}
    assert with_rules(yearly, row, rule="second-person", on="2026-07-02") == [("ann", "2026-07-08")]


def test_days_count_on_over_holidays():
    row = ("2026-04-02", "met", "me", "ann")
    assert with_rules(EASTER, row, rule="thank") == [("ann", "2026-04-03")]


def test_an_introduction_over_a_holiday():
    row = ("2026-04-02", "introduced", "ann", "bob")
    assert with_rules(EASTER, row, rule="answer-introduction") == [("bob", "2026-04-08")]


def test_a_rule_is_switched_off_changed_and_added():
    own = {
        "thank": False,
        "ask-for-names": False,
        "keep-in-touch": {"within": 60},
        "send-article": {
            "after": ["met"], "stopped_by": ["updated"], "within": 20, "unit": "business days",
            "what": "Send {name} something to read", "why": "You talked{how} on {date}.",
        },
    }  # fmt: skip
    assert with_rules(own, MET) == [("ann", "2026-02-02"), ("ann", "2026-03-06")]
    assert with_rules(own, MET, rule="thank") == []
    everything_off = {rule.name: False for rule in rules()}
    table = ns.follow_ups(network(MET, courtesy=courtesy_of(everything_off)))
    assert table.empty
    assert table.columns.tolist() == ns.follow_ups(network(MET)).columns.tolist()
    assert courtesy_of({}).rules == rules()


def test_all_faults_of_own_rules_are_said_at_once():
    given = {
        "holidays": ["Easter", "13-45"],
        "thnk": False,
        "remind": {"within": "soon", "unit": "weeks", "aftr": []},
        "mine": {"after": ["mett"], "what": "Call {nme}", "why": "{", "within": 1},
        "odd": 3,
    }
    with pytest.raises(ns.SchemaError) as raised:
        courtesy_of(given)
    for says in ("Easter", "13-45", "did you mean 'thank'", "soon", "weeks", "'aftr'", "did you mean 'met'",
                 "{nme}", "why:", "rules.odd"):  # fmt: skip
        assert says in str(raised.value)


def test_a_folder_carries_its_own_rules(tmp_path):
    (tmp_path / "netscout.toml").write_text(
        'me = "Robin"\n[rules]\nthank = false\nholidays = [2026-01-08]\n'
        '[rules.call]\nafter = ["met"]\nwithin = 2\nwhat = "Call {first}"\nwhy = "On {date}."\n'
    )
    (tmp_path / "log.csv").write_text(
        "date,event,person\n2026-01-05,met,Dana Whitlock\n2026-01-05,asked,Lee Ortiz\n"
    )
    net = ns.load(tmp_path)
    for same in (net, net.asof("2026-01-05"), net.since("2026-01-01"), net.forget("Lee Ortiz")):
        table = ns.follow_ups(same).set_index("rule")
        assert "thank" not in table.index
        assert table.at["call", "what"] == "Call Dana"
    remind = ns.follow_ups(net).set_index("rule").at["remind", "due"]
    assert f"{remind:%Y-%m-%d}" == "2026-01-15"  # a Thursday, the 8th left out
    assert ns.Network(net.people, net.events, net.me).courtesy == Courtesy()


def test_faults_of_rules_and_drafts_name_the_file(tmp_path):
    (tmp_path / "netscout.toml").write_text(
        "[rules]\nthnk = false\n[rules.remind]\nwithin = -1\n[drafts.thanks]\ntext = '{frist}'\n"
        "[drafts.thank]\n[assumptions]\n'talk.refered' = [1, 2]\n"
    )
    with pytest.raises(ns.ReadError) as raised:
        read_settings(tmp_path)
    for says in ("netscout.toml has 5 faults", "did you mean 'thank'", "rules.remind: within: -1",
                 "drafts.thanks: text: there is no fact {frist}; did you mean 'first'",
                 "did you mean 'thanks'", "talk.refered"):  # fmt: skip
        assert says in str(raised.value)


def test_every_rule_says_only_what_there_is():
    for rule in rules():
        entry = {f: getattr(rule, f) for f in ("within", "unit", "counts_from", "needs", "what", "why")}  # fmt: skip
        lists = {f: list(getattr(rule, f)) for f in ("after", "stopped_by", "stopped_by_other")}
        assert courtesy_of({rule.name: entry | lists}).rules
