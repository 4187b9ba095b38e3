"""The two tables: checked once, every fault in one message."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netscout as ns
from netscout import schema

PEOPLE = pd.DataFrame({"person": ["me", "a", "b"], "name": ["Me", "Ann", "Bob"]})


def events(*rows, columns=("date", "kind", "source", "target")):
    return pd.DataFrame(list(rows), columns=list(columns))


def test_every_fault_is_in_one_message_with_its_row():
    wrong = events(
        ("2026-01-01", "knows", "me", "a"),
        ("2026-02-31", "met", "me", "a"),
        ("2026-01-03", "mett", "me", "b"),
        ("2026-01-04", "met", "me", "zoe"),
        ("2026-01-05", "met", "a", "a"),
    )
    with pytest.raises(ns.SchemaError) as caught:
        ns.Network(PEOPLE, wrong, "me")
    message = str(caught.value)
    assert "row 2, date: '2026-02-31' is not a date" in message
    assert "row 3, kind: unknown kind 'mett'; did you mean 'met'?" in message
    assert "row 4, target: 'zoe' is not in the people table" in message
    assert "row 5, target: 'a' stands on both sides" in message
    assert "row 1" not in message


def test_the_origin_of_a_faulty_row_is_named():
    wrong = events(("x", "met", "me", "a", "log.csv:7"), columns=(*events().columns, "origin"))
    with pytest.raises(ns.SchemaError, match=r"row 1 \(log.csv:7\), date"):
        ns.Network(PEOPLE, wrong, "me")


def test_many_faults_are_counted_and_not_all_printed():
    wrong = events(*[("2026-01-01", "mett", "me", "a")] * 50)
    with pytest.raises(ns.SchemaError, match="and 30 more"):
        ns.Network(PEOPLE, wrong, "me")


def test_ids_must_be_there_and_be_unique():
    with pytest.raises(ns.SchemaError, match="'a' stands more than once"):
        schema.check_people(pd.DataFrame({"person": ["a", "a"]}))
    with pytest.raises(ns.SchemaError, match="row 2: no id"):
        schema.check_people(pd.DataFrame({"person": ["a", None]}))


def test_missing_columns_say_what_is_there():
    with pytest.raises(ns.SchemaError, match=r"lacks the columns \['target'\]"):
        schema.check_events(pd.DataFrame({"date": [], "kind": [], "source": []}), [])


def test_text_is_never_missing_and_other_columns_are_kept():
    people = schema.check_people(
        PEOPLE.assign(company=[None, "Acme", float("nan")], pets=[1, 2, 3])
    )
    assert people["company"].tolist() == ["", "Acme", ""]
    assert people["pets"].tolist() == [1, 2, 3]
    assert list(people.columns[: len(schema.PEOPLE_COLUMNS)]) == list(schema.PEOPLE_COLUMNS)


def test_events_are_sorted_by_day_and_stand_once():
    net = ns.Network(
        PEOPLE,
        events(
            ("2026-01-02 18:00", "met", "me", "a"),
            ("2026-01-01", "knows", "me", "a"),
            ("2026-01-02", "met", "me", "a"),
        ),
        "me",
    )
    assert net.events["kind"].tolist() == ["knows", "met"]


def test_hidden_members_are_told_apart_by_where_they_stand():
    columns = ("date", "kind", "source", "target", "origin")
    rows = [("2026-01-01", "knows", "me", "", f"Connections.csv:{line}") for line in (5, 6, 6)]
    net = ns.Network(PEOPLE, events(*rows, columns=columns), "me")
    assert len(net.events) == 2
    with pytest.raises(ns.SchemaError, match="target"):
        ns.Network(PEOPLE, events(("2026-01-01", "met", "me", "")), "me")


DAYS = st.dates(
    min_value=pd.Timestamp("2020-01-01").date(), max_value=pd.Timestamp("2026-12-31").date()
)
ROWS = st.lists(
    st.tuples(DAYS, st.sampled_from(sorted(schema.KINDS)), st.sampled_from(["a", "b", "me"]))
    .filter(lambda row: row[2] != "me")
    .map(lambda row: (row[0], row[1], "me", row[2])),
    max_size=12,
)


@settings(deadline=None)
@given(ROWS, st.randoms())
def test_checking_again_changes_nothing_and_order_does_not_matter_across_days(rows, random):
    known = ["me", "a", "b"]
    once = schema.check_events(events(*rows), known)
    pd.testing.assert_frame_equal(schema.check_events(once, known), once)
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = schema.check_events(events(*shuffled), known)
    key = list(schema.EVENT_COLUMNS)
    pd.testing.assert_frame_equal(
        again.sort_values(key, ignore_index=True), once.sort_values(key, ignore_index=True)
    )
