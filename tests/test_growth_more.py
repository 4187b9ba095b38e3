"""What is counted beside people, bursts, and what has come of each first contact."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import network

import netscout as ns
from netscout.growth import bursts, first_contacts, growth, rates, tree


@pytest.fixture
def small():
    return network(
        ("2026-01-05", "knows", "me", "ann"),
        ("2026-01-06", "met", "me", "ann"),
        ("2026-01-06", "named", "ann", "bob"),
        ("2026-01-06", "named", "ann", "cat"),
        ("2026-01-07", "introduced", "ann", "bob"),
        ("2026-01-20", "met", "bob", "me"),
        ("2026-01-21", "introduced", "bob", "dan"),
        ("2026-01-22", "declined", "dan", "me"),
        ("2026-02-02", "met", "me", "eve"),
        ("2026-02-10", "met", "me", "ann"),
        ("2026-03-20", "met", "me", "flo"),
        ("2026-04-01", "knows", "me", ""),
    )


def test_conversations_names_and_introductions_by_hand(small):
    def months(what, **options):
        return growth(small, every="month", what=what, **options)["new"].tolist()

    assert months("people") == [4, 1, 1, 1]
    assert months("conversations") == [2, 2, 1, 0]
    assert months("names") == [3, 0, 0, 0]  # Bob by Ann counts once, though twice in the log
    assert months("introductions") == [2, 0, 0, 0]
    table = growth(small, every="month", by="wave", what="names")
    assert table.groupby("group")["new"].sum().to_dict() == {"wave 1": 2, "wave 2": 1}
    assert table.attrs["what"] == "names"


def test_what_is_counted_has_a_name(small):
    with pytest.raises(ns.UnknownColumn, match="did you mean 'names'"):
        growth(small, what="nams")
    assert growth(network(), what="names").empty


def test_what_has_come_of_first_contacts_by_hand(small):
    table = first_contacts(small).set_index("person")
    assert table.index.tolist() == ["ann", "eve", "flo"]
    assert table.loc["ann", ["people", "met", "waves", "brought"]].tolist() == [4, 2, 3, 3]
    assert table["share"].tolist() == [1, 0, 0]
    assert table["waiting"].tolist() == [1, 0, 0]  # Cat; Dan has declined
    assert table["dead_ends"].tolist() == [0, 1, 0]  # Flo was met twelve days ago only
    assert table["state"].tolist() == ["waits", "ended", "open"]
    assert table.at["ann", "last"] == pd.Timestamp("2026-01-21")
    assert first_contacts(network()).empty


@st.composite
def referrals(draw):
    """Rows in which everybody is known directly, or named by somebody before them."""
    parents = draw(st.lists(st.integers(-1, 30), min_size=1, max_size=30))
    rows = []
    for child, parent in enumerate(parents):
        day = pd.Timestamp("2026-01-01") + pd.Timedelta(days=child)
        above = parent % child if child and parent >= 0 else -1
        source, kind = (f"p{above}", "named") if above >= 0 else ("me", "knows")
        rows.append((day, kind, source, f"p{child}"))
        if draw(st.booleans()):
            rows.append((day, "met", "me", f"p{child}"))
    return rows


@settings(max_examples=40, deadline=None)
@given(referrals())
def test_trees_recruits_and_waves_agree_with_networkx(rows):
    net = network(*rows)
    graph = nx.DiGraph()
    graph.add_edges_from((source, target) for _day, kind, source, target in rows if kind != "met")
    depth = nx.single_source_shortest_path_length(graph, "me")
    met = {target for _day, kind, _source, target in rows if kind == "met"}
    people = tree(net)
    assert {p: int(people.at[p, "wave"]) for p in depth} == depth
    recruits = sum(len(set(graph.successors(p)) & met) for p in met)
    waves = ns.waves(net)
    assert waves["recruits"].sum() == waves.attrs["R"]["recruits"] == recruits
    table = first_contacts(net).set_index("person")
    for root in table.index:
        below = nx.descendants(graph, root)
        assert table.at[root, "brought"] == len(below)
        assert table.at[root, "met"] == len((below | {root}) & met)
        assert table.at[root, "waves"] == max(depth[p] for p in below | {root})
    left_out = set(graph.successors("me")) - set(table.index)
    assert not any(graph.out_degree(p) or p in met for p in left_out)


def test_a_fair_is_a_burst():
    days = pd.date_range("2025-01-01", periods=120, freq="4D")
    rows = [(day, "knows", "me", f"p{i}") for i, day in enumerate(days)]
    fair = [f"f{i}" for i in range(12)]
    rows += [("2025-09-04", "knows", "me", who) for who in fair]
    rows += [("2025-09-04", "knows", "me", "")]
    table = bursts(
        network(*sorted(rows, key=lambda row: str(row[0])), company=dict.fromkeys(fair, "Acme"))
    )
    assert len(table) == 1
    burst = table.iloc[0]
    assert burst["start"] <= pd.Timestamp("2025-09-04") <= burst["end"]
    assert 13 <= burst["people"] <= 15
    assert (burst["company"], burst["share"]) == ("Acme", 1)
    assert bursts(network()).empty


def test_the_automaton_takes_the_likeliest_path():
    random = np.random.default_rng(1)
    for _ in range(20):
        counts = random.poisson(0.7, 9) + 6 * (random.random(9) < 0.2)
        mean = np.array([1.0, 3.0]) * counts.mean()

        def cost(state, counts=counts, mean=mean):
            enters = np.diff(np.concatenate([[0], state])).clip(0).sum()
            rate = mean[state]
            return (rate - counts * np.log(rate)).sum() + enters * np.log(len(counts))

        paths = [np.array(list(np.binary_repr(n, 9)), int) for n in range(2**9)]
        best = min(paths, key=cost)
        found = np.zeros(9, int)
        for first, last in rates.bursts(counts):
            found[first : last + 1] = 1
        assert cost(found) == pytest.approx(cost(best))
