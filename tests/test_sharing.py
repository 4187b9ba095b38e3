"""A copy to give away holds nothing private, no small group, and the same structure."""

import secrets
from dataclasses import fields, is_dataclass, replace

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import network

import netscout as ns
from netscout.assumptions import defaults
from netscout.courtesy import courtesy_of
from netscout.identity import company_key, pseudonym, words
from netscout.network import IMPORT_COLUMNS
from netscout.schema import KINDS
from netscout.seasons import edited

KEY = "a secret of my own"
NET = ns.example()
COARSE = ["company", "role", "school"]


def texts_in(value):
    """Yield every text that can be found in a value, however deep."""
    if isinstance(value, ns.Network):
        yield from (repr(value), value._repr_html_())
        for part in (value.people, value.events, value.imports, value.me):
            yield from texts_in(part)
        for part in (value.goal, value.assumptions, value.courtesy):
            yield from texts_in(part)
            yield str(part)
    elif isinstance(value, pd.DataFrame):
        yield from texts_in(value.reset_index().to_dict("list"))
        yield from texts_in(dict(value.attrs))
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in texts_in(part))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (text for part in value for text in texts_in(part))
    elif is_dataclass(value):
        yield from (t for field in fields(value) for t in texts_in(getattr(value, field.name)))
    elif value is not None:
        yield str(value)


# --- nothing private -----------------------------------------------------------------------------

PRIVATE = ("id", "name", "email", "url", "location", "tags", "note", "origin", "hobby")
KIND = st.sampled_from([kind for kind in KINDS if kind != "knows"])
EVENT = st.tuples(
    st.integers(0, 400), KIND, st.integers(0, 5), st.integers(0, 5), st.integers(-2, 8),
)  # fmt: skip


@given(st.lists(EVENT, max_size=12), st.sampled_from(["shift", "week", "keep"]), st.integers(2, 3))
@settings(max_examples=40, deadline=None)
def test_no_private_text_survives_anywhere(rows, dates, floor):
    ids = [f"zq{n}id" for n in range(6)]
    people = pd.DataFrame({"person": ids})
    for column in PRIVATE[1:]:
        people[column] = [f"zq{n}{column}" for n in range(6)]
    people["company"] = ["Acme", "Acme, Inc.", "Acme", "zq3company", "", "Acme"]
    people["school"] = ["zq0school; North", "North", "North; zq2school", "North", "zq4school", ""]
    people["role"] = ["Publicist", "publicist", "zq2role", "Publicist", "Publicist", "zq5role"]
    about = {-2: "", -1: "anyone", 6: "zqabout", 7: "zqabout", 8: ""}
    events = [
        {
            "date": pd.Timestamp("2025-01-01") + pd.Timedelta(days=day),
            "kind": kind, "source": ids[a], "target": ids[b],
            "about": about.get(c, ids[c % 6]), "channel": "zqchannel" if c % 2 else "phone",
            "note": f"zq{day}note", "origin": f"zq{day}.csv:3", "mood": "zqmood",
        }
        for day, kind, a, b, c in rows
        if a != b
    ]  # fmt: skip
    columns = ["date", "kind", "source", "target"]
    net = ns.Network(
        people,
        pd.DataFrame(events) if events else pd.DataFrame(columns=columns),
        ids[0],
        goal=ns.Goal(companies=["Acme", "zqgoal"], people=[ids[1], "zqnobody"], roles=["zq2role"]),
        assumptions=replace(
            defaults().override({"any": [8, 2]}),
            company_size={"ACME": 12.0, "zqsize": 4.0},
            calendar=edited(
                {"zqseason": {"from": "2025-04-01", "to": "2025-04-09", "activity": 0}}
            ),
        ),
        courtesy=courtesy_of({}, {"thanks": {"subject": "zqletter", "text": "Dear {first}"}}),
        imports=pd.DataFrame(
            [dict.fromkeys(IMPORT_COLUMNS, 1) | {"file": "zqfile.zip", "reason": "zqreason"}]
        ),
    )
    assert sum("zq" in text for text in texts_in(net)) > 60, "the search finds what is there"
    copy = ns.share(net, floor=floor, dates=dates)
    assert not [text for text in texts_in(copy) if "zq" in text.casefold()]


def test_no_text_of_the_example_survives_but_what_enough_people_share():
    copy = ns.share(NET)
    found = list(texts_in(copy))
    everything = "\n".join(found)
    for column in ("name", "email", "url", "note", "origin", "former"):
        for text in {text for text in NET.people[column] if text}:
            assert text not in everything, (column, text)
    for column in ("location", "tags"):
        assert not set(NET.people[column]) & set(found) - {""}
    assert set(copy.events["note"]) == {""}
    for text in {text for text in NET.events["note"] if " " in text}:
        assert text not in everything
    shown = set(copy.people[COARSE].to_numpy().ravel())
    rare = set(NET.people[COARSE].to_numpy().ravel()) - shown - {""}
    assert rare
    assert not rare & set(found)


def test_who_has_no_key_cannot_tell_who_is_who():
    ids = set(NET.people.index) - {NET.me}
    first, second = ns.share(NET), ns.share(NET)
    assert not set(first.people.index) & set(second.people.index) - {"me"}
    keyed = [set(ns.share(NET, key=key).people.index) for key in (KEY, KEY.encode(), KEY + "!")]
    assert keyed[0] == keyed[1] == {pseudonym(KEY.encode(), person) for person in ids} | {"me"}
    assert not keyed[0] & keyed[2] - {"me"}
    assert list(first.people.index[1:]) == sorted(first.people.index[1:]), "order tells nothing"


# --- no small group ------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(*[st.sampled_from(["", "A", "B", "C"])] * 3), min_size=1, max_size=40),
    st.integers(1, 6),
)
@settings(max_examples=60, deadline=None)
def test_what_is_shown_is_shown_of_enough_people(rows, floor):
    ids = [f"x{n}" for n in range(len(rows))]
    given_ = dict(zip(ids, rows, strict=True))
    columns = {c: {i: row[n] for i, row in given_.items()} for n, c in enumerate(COARSE)}
    columns["company"]["me"], columns["school"]["me"] = "A", "C"
    net = network(people=ids, **columns)
    copy = ns.share(net, floor=floor).people
    told, owner = copy.drop("me")[COARSE], copy.loc["me"]
    sizes = told[(told != "").any(axis=1)].value_counts()
    assert (sizes >= floor).all()
    for column in COARSE:
        sizes = told[column][told[column] != ""].value_counts()
        assert (sizes >= floor).all()
    assert owner["company"] in {"", *told["company"]}
    assert owner["school"] in {"", *told["school"]}
    if floor == 1:
        assert sorted(map(tuple, told.to_numpy())) == sorted(rows)


def test_a_rare_title_becomes_its_family_and_a_rare_spelling_the_common_one():
    titles = ["Publicist", "Press Officer", "Marketing Lead", "PR Manager", "Copywriter", "Nun"]
    ids = [f"x{n}" for n in range(len(titles))]
    firms = ["Acme, Inc.", *["Acme"] * 5]
    net = network(
        people=ids,
        role=dict(zip(ids, titles, strict=True)),
        company=dict(zip(ids, firms, strict=True)),
    )
    told = ns.share(net, floor=3).people.drop("me")
    rows = told[["company", "role"]].value_counts().to_dict()
    assert rows == {("Acme", "marketing"): 5, ("", ""): 1}


# --- the same structure --------------------------------------------------------------------------


@pytest.mark.parametrize("floor", [1, 5])
def test_questions_of_structure_and_time_have_the_same_answers(floor):
    copy = ns.share(NET, key=KEY, floor=floor)
    assert ns.waves(copy).equals(ns.waves(NET))
    assert ns.waves(copy).attrs["R"] == ns.waves(NET).attrs["R"]
    assert ns.funnel(copy).equals(ns.funnel(NET))
    growth = [ns.growth(net, every="week", by="wave") for net in (copy, NET)]
    assert growth[0].drop(columns="period").equals(growth[1].drop(columns="period"))
    moved = set(growth[1]["period"] - growth[0]["period"])
    assert len(moved) == 1
    assert 7 <= moved.pop().days <= 7 * 104
    odds = [ns.odds(net).set_index(["step", "relation"])["mean"] for net in (copy, NET)]
    if floor > 1:
        odds = [table.drop("share", level=0) for table in odds]
    pd.testing.assert_series_equal(*odds)
    talk = [ns.measures(net, names=["talk", "degree", "hops"]) for net in (copy, NET)]
    talk[1].index = [pseudonym(KEY.encode(), person) for person in talk[1].index]
    before = talk[1].drop(columns="name").sort_index()
    pd.testing.assert_frame_equal(
        talk[0].drop(columns="name").sort_index(), before, check_names=False
    )


def test_the_graph_is_the_same_but_for_its_labels():
    copy = ns.share(NET, key=KEY).graph()
    label = {person: pseudonym(KEY.encode(), person) for person in NET.people.index}
    before = nx.relabel_nodes(NET.graph(), label | {NET.me: "me"})
    assert set(copy.edges) == set(before.edges)
    for u, v, data in copy.edges(data=True):
        assert data["kinds"] == before.edges[u, v]["kinds"]
        assert data["count"] == before.edges[u, v]["count"]


def test_reach_differs_by_its_coins_alone():
    copy = ns.reach(ns.share(NET, key=KEY, floor=1), worlds=4960).set_index("person")["chance"]
    before = ns.reach(NET, worlds=4960).set_index("person")["chance"]
    before.index = [pseudonym(KEY.encode(), person) for person in before.index]
    apart = (copy - before.reindex(copy.index)).abs()
    assert apart.max() < 0.05  # six standard errors of the difference
    assert apart.mean() < 0.01


def test_dates_can_be_blurred_to_weeks_or_kept():
    week = ns.share(NET, key=KEY, dates="week")
    assert set(week.events["date"].dt.day_of_week) == {0}
    assert ns.share(NET, dates="keep").events["date"].tolist() == NET.events["date"].tolist()
    assert ns.share(NET, dates="keep").goal.by == NET.goal.by
    shift = ns.share(NET, key=KEY)
    moved = NET.last - shift.last
    assert pd.Timestamp(NET.goal.by) - pd.Timestamp(shift.goal.by) == moved


def test_hidden_members_and_lost_connections_stay_what_they_are():
    people = pd.DataFrame(
        {"person": ["me", "a"], "gone": ["", "2025-03-03"], "email": ["", "a@b.example"]}
    )
    events = pd.DataFrame({
        "date": ["2025-01-01"] * 3, "kind": "knows", "source": "me", "target": ["a", "", ""],
        "origin": ["c:1", "c:2", "c:3"],
    })  # fmt: skip
    net = ns.Network(people, events, "me")
    copy = ns.share(net)
    assert (copy.events["target"] == "").sum() == 2
    gone = pd.Timestamp(copy.people["gone"].iat[1])
    assert gone - copy.events["date"].iat[0] == pd.Timestamp("2025-03-03") - pd.Timestamp(
        "2025-01-01"
    )
    assert copy.people["url"].tolist() == ["", "withheld"]


def test_chances_that_came_with_a_graph_stay():
    G = nx.DiGraph(me="me")
    G.add_edge("me", "Ann")
    G.add_edge("Ann", "Bob", chance=0.5)
    G.add_nodes_from(["Ann", "Bob"], talk=0.8, secret="zq")
    copy = ns.share(ns.from_graph(G), key=KEY)
    bob = pseudonym(KEY.encode(), "Bob")
    assert ns.chains(copy, bob)["chance"].round(2).tolist() == [0.8, 0.4]
    assert not [text for text in texts_in(copy) if "zq" in text]


def test_a_network_of_nobody_can_be_shared():
    net = network()
    copy = ns.share(net)
    assert len(copy) == 0
    assert copy.goal is None


# --- what is wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"key": "short"}, "5 characters.*16 or more"),
        ({"floor": 0}, "floor must be 1 or more"),
        ({"dates": "weeks"}, "did you mean 'week'"),
    ],
)
def test_a_wrong_option_is_said(options, said):
    with pytest.raises(ns.NetscoutError, match=said):
        ns.share(NET, **options)


def test_the_keys_of_own_words_are_those_of_the_columns():
    copy = ns.share(NET)
    for company in copy.goal.companies:
        assert company_key(company) in {company_key(text) for text in copy.people["company"]}
    assert words(copy.people.at["me", "company"]) == words("Eastmere University")


def test_a_random_key_fits():
    assert len(ns.share(NET, key=secrets.token_hex(16))) == len(NET)


def test_a_goal_of_somebody_unknown_is_left_out():
    goal = ns.Goal(people=["Nobody Here"], companies=["Marquee Theatricals"])
    net = ns.example()
    copy = ns.share(ns.Network(net.people, net.events, net.me, goal=goal))
    assert copy.goal.people == ()
