import sys

import networkx as nx
import numpy as np
import pytest
from small_networks import network

import netscout as ns
from netscout.growth.spread import diversity
from netscout.measures import MEASURES, measures, mixing

room = sys.modules["netscout.measures"]  # the function of this name hides the module


@pytest.fixture
def small():
    return network(
        ("2026-01-05", "knows", "me", "ann"),
        ("2026-01-06", "met", "me", "ann"),
        ("2026-01-06", "named", "ann", "bob"),
        ("2026-01-06", "named", "ann", "cat"),
        ("2026-01-07", "introduced", "ann", "bob"),
        ("2026-01-20", "met", "me", "bob"),
        ("2026-01-20", "named", "bob", "dan"),
        ("2026-01-20", "knows", "bob", "cat"),
        people=["nobody"],
        company={"ann": "Acme Inc", "bob": "Acme, Inc.", "cat": "Bell", "dan": "Bell"},
    )


def test_measures_by_hand(small):
    table = measures(small)
    assert table.columns.tolist() == ["name", *MEASURES]
    assert table.index[0] == "ann"
    assert "me" not in table.index
    assert table["degree"].to_dict() == {"ann": 3, "bob": 4, "cat": 2, "dan": 1, "nobody": 0}
    assert table["named"].to_dict() == {"ann": 2, "bob": 1, "cat": 0, "dan": 0, "nobody": 0}
    assert table["brought"].to_dict() == {"ann": 2, "bob": 1, "cat": 0, "dan": 0, "nobody": 0}
    assert table["recruits"].to_dict() == {"ann": 1, "bob": 0, "cat": 0, "dan": 0, "nobody": 0}
    assert table["hops"].dropna().to_dict() == {"ann": 0, "bob": 0, "cat": 1, "dan": 1}
    assert table["wave"].dropna().to_dict() == {"ann": 1, "bob": 2, "cat": 2, "dan": 3}
    assert table.at["ann", "chance"] == 1
    assert table.at["bob", "clustering"] == pytest.approx(1 / 3)
    # Ties of bob but you: ann, cat, dan, of whom ann and cat are tied: 3 - 2 * 1 / 3.
    assert table.at["bob", "effective_size"] == pytest.approx(3 - 2 / 3)
    assert table.attrs["sampled"] == ""


def test_measures_agree_with_networkx():
    net = ns.example()
    table = measures(net, names=["betweenness", "constraint", "clustering"])
    graph = net.graph()
    between = nx.betweenness_centrality(graph)
    assert table["betweenness"].to_dict() == pytest.approx({p: between[p] for p in table.index})
    others = graph.to_undirected()
    others.remove_node(net.me)
    person = table["constraint"].idxmin()
    assert table.at[person, "constraint"] == pytest.approx(nx.constraint(others, [person])[person])


def test_only_the_measures_asked_for(small):
    assert measures(small, names="hops").columns.tolist() == ["name", "hops"]
    assert measures(small, names=[]).columns.tolist() == ["name"]
    with pytest.raises(ns.UnknownColumn, match="did you mean 'betweenness'"):
        measures(small, names=["named", "betweeness"])


def test_every_measure_is_documented():
    for name in MEASURES:
        assert f"\n    {name} " in measures.__doc__


def test_nobody_and_strangers_alone():
    for net in (network(), network(people=["ann"])):
        assert len(measures(net)) == len(net)
        assert mixing(net)["names"].sum() == 0


def test_large_networks_are_sampled_and_say_so(monkeypatch, small):
    monkeypatch.setattr(room, "SAMPLED_ABOVE", 3)
    monkeypatch.setattr(room, "_SAMPLE", 2)
    assert "2 people" in measures(small, names="betweenness").attrs["sampled"]
    assert measures(small, names="named").attrs["sampled"] == ""


def test_mixing_by_hand(small):
    table = mixing(small).set_index("group")
    # Ann of Acme named Bob of Acme and Cat of Bell; Bob named Dan of Bell.
    assert table["names"].to_dict() == {"Acme Inc": 3, "Bell": 0}
    assert table["inside"].to_dict() == {"Acme Inc": 1, "Bell": 0}
    assert table.at["Acme Inc", "share"] == pytest.approx(1 / 3)
    assert table.at["Acme Inc", "ei"] == pytest.approx(1 / 3)
    assert table.at["Acme Inc", "expected"] == pytest.approx(1 / 4)
    assert np.isnan(table.at["Bell", "ei"])
    found = mixing(small)
    assert found.attrs["ei"] == pytest.approx(1 / 3)


def test_assortativity_agrees_with_networkx():
    net = ns.example()
    events, company = net.events, net.people["school"]
    named = events[events["kind"].isin(["named", "introduced"])]
    graph = nx.DiGraph()
    for source, target in zip(named["source"], named["target"], strict=True):
        if company[source] and company[target]:
            graph.add_node(source, school=company[source])
            graph.add_node(target, school=company[target])
            graph.add_edge(source, target)
    expected = nx.attribute_assortativity_coefficient(graph, "school")
    assert mixing(net, by="school").attrs["assortativity"] == pytest.approx(expected)


def test_unknown_grouping(small):
    with pytest.raises(ns.UnknownColumn, match="did you mean 'company'"):
        mixing(small, by="compny")


def test_diversity_by_hand():
    rows = [(f"2026-01-0{i}", "met", "me", p) for i, p in enumerate("abcd", start=1)]
    net = network(*rows, company={"a": "Acme", "b": "Acme", "c": "Bell", "d": "Acme"})
    table = diversity(net)
    assert table["groups"].tolist() == [1, 1, 2, 2]
    assert table["effective"].tolist()[:2] == pytest.approx([1, 1])
    share = np.array([0.75, 0.25])
    assert table["effective"].iloc[-1] == pytest.approx(np.exp(-(share * np.log(share)).sum()))
    assert diversity(network()).empty
