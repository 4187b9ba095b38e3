"""The network as a value: nothing changes it, and the past is another network."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reach import log

import netscout as ns
from netscout.assumptions import defaults

ROWS = [
    ("2026-01-01", "knows", "me", "ann"),
    ("2026-01-05", "met", "me", "ann"),
    ("2026-01-05", "named", "ann", "bob"),
    ("2026-02-01", "asked", "me", "bob"),
]


def test_a_network_does_not_change():
    net = log(*ROWS)
    with pytest.raises(AttributeError, match="make another"):
        net.me = "ann"
    people, events = net.people, net.events
    people.loc["ann", "name"] = "Somebody else"
    people["extra"] = 1
    events["kind"] = "knows"
    assert net.people.at["ann", "name"] == "Ann"
    assert "extra" not in net.people
    assert net.events["kind"].tolist() == ["knows", "met", "named", "asked"]


def test_asof_is_inclusive_and_forgets_who_was_not_known_yet():
    net = log(*ROWS, people={"target": {"company": "Acme"}})
    then = net.asof("2026-01-04")
    assert set(then.people.index) == {"me", "ann", "target"}
    assert len(net.asof("2026-01-05").events) == 3
    assert net.asof("2030-01-01").people.equals(net.people)


def test_since_keeps_the_people():
    net = log(*ROWS).since("2026-01-05")
    assert len(net.events) == 3
    assert set(net.people.index) == {"me", "ann", "bob"}


def test_add_keeps_what_was_known_and_fills_gaps():
    net = log(*ROWS, people={"ann": {"company": "Acme"}})
    more = pd.DataFrame({"company": ["Other", "New"], "role": ["Editor", ""]}, index=["ann", "cy"])
    added = net.add(people=more)
    assert added.people.loc["ann", ["company", "role"]].tolist() == ["Acme", "Editor"]
    assert added.people.at["cy", "company"] == "New"
    with pytest.raises(ns.SchemaError, match="not in the people table"):
        net.add(events=pd.DataFrame([("2026-01-01", "met", "me", "zed")], columns=["date", "kind", "source", "target"]))  # fmt: skip


def test_merge_with_itself_changes_nothing():
    net = log(*ROWS)
    merged = net.merge(net)
    assert merged.people.equals(net.people)
    assert merged.events.equals(net.events)


def test_merge_keeps_the_owner_and_both_accounts():
    a = ns.Network(*_tables("a"), "me", imports=pd.DataFrame({"file": ["one.csv"]}))
    b = ns.Network(*_tables("b"), "me", imports=pd.DataFrame({"file": ["two.csv"]}))
    merged = a.merge(b)
    assert set(merged.people.index) == {"me", "a", "b"}
    assert merged.imports["file"].tolist() == ["one.csv", "two.csv"]


def _tables(person):
    people = pd.DataFrame({"person": ["me", person], "name": ["Me", person]})
    events = pd.DataFrame({"date": ["2026-01-01"], "kind": ["knows"], "source": ["me"], "target": [person]})  # fmt: skip
    return people, events


def test_forget_removes_every_trace():
    net = log(*ROWS, ("2026-02-02", "asked", "me", "ann", "bob")).forget("Bob")
    assert "bob" not in net.people.index
    assert not (net.events[["source", "target", "about"]] == "bob").to_numpy().any()
    with pytest.raises(ns.SchemaError, match="owner"):
        net.forget("me")


def test_people_are_found_by_id_address_and_unique_name():
    people = pd.DataFrame(
        {"name": ["Dana Whitlock, PhD", "Lee Ortiz", "LEE ORTIZ"], "company": ["", "Acme", ""]},
        index=["in/dana-w", "lee-1", "lee-2"],
    )
    net = ns.Network(people, _tables("x")[1].iloc[:0], "me")
    for who in ("in/dana-w", "dana whitlock", "https://www.linkedin.com/in/Dana-W/"):
        with pytest.warns(ns.ThinDataWarning):
            assert ns.chains(net, who).empty
    with pytest.raises(ns.UnknownPerson, match=r"2 people are called 'Lee Ortiz'.*lee-1 \(Acme\)"):
        ns.chains(net, "Lee Ortiz")


def test_the_card_escapes_what_it_shows():
    people = pd.DataFrame({"name": ["<script>alert(1)</script>"]}, index=["me"])
    imports = pd.DataFrame([["<b>.csv", 3, 2, 1, 0, 0, 0, "<i>"]], columns=list(ns.network.IMPORT_COLUMNS))  # fmt: skip
    card = ns.Network(people, _tables("x")[1].iloc[:0], "me", imports=imports)._repr_html_()
    assert "<script>" not in card
    assert "&lt;b&gt;.csv" in card
    assert "kept 2, hidden 1" in card


def test_an_empty_network_shows_itself():
    net = log()
    assert repr(net) == "Network(0 people, 0 events, no dates)"
    assert pd.isna(net.last)
    assert "none given" in net._repr_html_()


def test_assumptions_are_overridden_by_name_and_every_fault_is_told():
    changed = defaults().override({"talk.cold": [1, 3], "know.size": 50})
    assert changed["talk.cold"].mean == 0.25
    assert changed["talk.cold"].tag == "yours"
    with pytest.raises(ns.SchemaError) as caught:
        defaults().override({"talk.cld": [1, 1], "any": 0.5, "know.size": -1, "reminder": 1.5})
    assert "did you mean 'talk.cold'" in str(caught.value)
    assert "'any' wants two positive numbers" in str(caught.value)
    assert "'know.size' wants a positive number" in str(caught.value)
    assert "'reminder' wants a number above 0 and below 1, not 1.5" in str(caught.value)


def test_a_goal_knows_its_people():
    people = log(*ROWS, people={
        "ann": {"company": "Marquee Theatricals, Inc.", "role": "Senior Publicist"},
        "bob": {"company": "Marquee", "role": "Publicity Manager"},
    }).people  # fmt: skip
    goal = ns.Goal(companies="Marquee Theatricals", roles=["publicists"], people=["Bob"])
    assert goal.weights(people).to_dict() == {"ann": 1.0, "bob": 1.0, "me": 0.0}
    part = ns.Goal(companies=["Marquee"], roles=["publicist"], by="2026-05-15")
    assert part.weights(people).to_dict() == {"ann": 0.5, "bob": 0.5, "me": 0.0}
    assert str(part) == "companies Marquee; roles publicist; by 2026-05-15"
    with pytest.raises(ns.NetscoutError, match="empty"):
        ns.Goal()


@given(st.dates(pd.Timestamp("2025-12-25").date(), pd.Timestamp("2026-02-10").date()))
def test_asof_twice_is_asof_the_earlier(day):
    net = log(*ROWS)
    assert (
        net.asof(day)
        .asof("2026-01-05")
        .events.equals(net.asof(min(pd.Timestamp(day), pd.Timestamp("2026-01-05"))).events)
    )
