"""Reach against exact enumeration, and what users do with it."""

import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from exact import coins_of, exact_reach, random_graph
from hypothesis import given, settings
from hypothesis import strategies as st

import netscout as ns

NETWORKS = 200


def sampling_error(p, worlds=992):
    return math.sqrt(max(p * (1 - p), 0) / worlds)


def test_reach_agrees_with_exact_enumeration():
    """By person and by company, on 200 networks of up to 12 coins; the estimate has no bias."""
    errors = []
    for seed in range(NETWORKS):
        G = random_graph(seed, people=6, ties=6)
        assert len(coins_of(G)) <= 12
        person, company = exact_reach(G, hops=3)
        net = ns.from_graph(G)
        by_person = ns.reach(net, seed=seed).set_index("person")["chance"]
        by_company = ns.reach(net, by="company", seed=seed).set_index("company")["chance"]
        known = [(by_person[v], p) for v, p in person.items() if v != "me"]
        known += [(by_company[firm], company.get(firm, 0.0)) for firm in by_company.index]
        for estimate, truth in known:
            assert abs(estimate - truth) <= 4 * sampling_error(truth) + 2 / 992
            if 0.02 < truth < 0.98:
                errors.append((estimate - truth) / sampling_error(truth))
            elif truth in (0.0, 1.0):
                assert estimate == truth
    errors = np.array(errors)
    assert len(errors) > 500
    assert (abs(errors) > 4).mean() <= 1e-3
    assert abs(errors.mean()) < 4 / math.sqrt(NETWORKS)
    assert 0.8 < errors.std() < 1.2


@pytest.mark.parametrize("hops", [0, 1, 2])
def test_the_hop_limit_is_kept(hops):
    for seed in range(20):
        G = random_graph(seed, people=5, ties=5)
        person, _ = exact_reach(G, hops)
        table = ns.reach(ns.from_graph(G), hops=hops).set_index("person")
        for v, truth in person.items():
            if v != "me":
                assert abs(table["chance"][v] - truth) <= 4 * sampling_error(truth) + 1e-12
        assert (table["hops"].dropna() <= hops).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_a_tie_more_or_a_higher_chance_never_lowers_a_reach(seed, data):
    """On the same worlds, so without any sampling error."""
    G = random_graph(seed)
    before = ns.reach(ns.from_graph(G)).set_index("person")["chance"]
    H = G.copy()
    people = sorted(set(H) - {"me"})
    u, v = data.draw(st.lists(st.sampled_from(people), min_size=2, max_size=2, unique=True))
    H.add_edge(u, v, chance=max(0.5, H.edges.get((u, v), {}).get("chance", 0)))
    raised = data.draw(st.sampled_from(people))
    H.nodes[raised]["talk"] = min(1.0, H.nodes[raised]["talk"] + data.draw(st.floats(0, 1)))
    after = ns.reach(ns.from_graph(H)).set_index("person")["chance"]
    assert (after >= before[after.index]).all()


def log(*rows, people=None, **options):
    """Return a network from rows of (date, kind, source, target[, about])."""
    events = pd.DataFrame(
        [(*row, "")[:5] for row in rows], columns=["date", "kind", "source", "target", "about"]
    )
    who = sorted({"me", *events["source"], *events["target"], *(people or {})} - {""})
    table = pd.DataFrame({"name": [name.title() for name in who]}, index=who)
    for person, facts in (people or {}).items():
        for column, value in facts.items():
            table.loc[person, column] = value
    return ns.Network(table, events, "me", **options)


def test_one_coin_decides_both_ways_of_being_asked():
    """Somebody connected who is also named is asked at the better chance, never at both."""
    net = log(
        ("2026-01-01", "knows", "me", "ann"),
        ("2026-01-01", "knows", "me", "bob"),
        ("2026-01-05", "met", "me", "ann"),
        ("2026-01-05", "named", "ann", "bob"),
    )
    odds = ns.odds(net).set_index(["step", "relation"])["mean"]
    chance = ns.reach(net, worlds=9920).set_index("person")["chance"]
    assert chance["ann"] == 1.0
    expected = odds["talk", "referred"]
    assert abs(chance["bob"] - expected) <= 4 * sampling_error(expected, 9920)


def test_an_open_ask_wanes_and_a_no_rests():
    asked = log(("2026-01-01", "knows", "me", "ann"), ("2026-01-02", "asked", "me", "ann"))
    fresh = ns.reach(asked, on="2026-01-02")["chance"][0]
    stale = ns.reach(asked, on="2026-03-02")["chance"][0]
    assert 0 < stale < fresh
    declined = asked.add(events=pd.DataFrame([("2026-01-04", "declined", "ann", "me")], columns=["date", "kind", "source", "target"]))  # fmt: skip
    assert ns.reach(declined)["chance"][0] == 0.0
    assert ns.reach(declined, on="2026-06-01")["chance"][0] > 0.0


def test_the_past_is_answered_without_the_future():
    net = log(
        ("2026-01-01", "knows", "me", "ann"),
        ("2026-02-01", "met", "me", "ann"),
        ("2026-02-01", "named", "ann", "bob"),
    )
    then = ns.reach(net, on="2026-01-15")
    assert then["person"].tolist() == ["ann"]
    assert then.equals(ns.reach(net.asof("2026-01-15"), on="2026-01-15"))


def test_colleagues_open_the_way_to_a_target_without_a_known_tie():
    people = {
        "ann": {"company": "Marquee Theatricals"},
        "tess": {"company": "Marquee Theatricals Inc."},
        "tom": {"company": "Elsewhere"},
    }
    net = log(("2026-01-01", "knows", "me", "ann"), people=people)
    table = ns.reach(net, worlds=9920).set_index("person")
    steps = ns.odds(net).set_index(["step", "relation"])["mean"]
    know = min(0.3, 20 / 199)
    expected = steps["talk", "connected"] * steps["pass", ""] * know * steps["talk", "referred"]
    assert abs(table["chance"]["tess"] - expected) < 4 * sampling_error(expected, 9920)
    assert table["via"]["tess"] == "Ann"
    assert table["chance"]["tom"] == 0.0
    assert pd.isna(table["hops"]["tom"])
    with pytest.warns(ns.ThinDataWarning, match="no way to Tom is known"):
        assert ns.chains(net, "tom").empty


def test_the_interval_holds_the_chance_and_widens_with_doubt():
    rows = [("2026-01-01", "knows", "me", f"p{i}") for i in range(30)]
    day_one = ns.reach(log(*rows))
    assert (day_one["low"] < day_one["chance"]).all()
    assert (day_one["chance"] < day_one["high"]).all()
    taught = list(rows)
    for i in range(30):
        taught.append(("2026-01-02", "asked", "me", f"p{i}"))
        taught.append(("2026-01-03", "agreed" if i % 4 == 0 else "declined", f"p{i}", "me"))
    more = [("2026-01-01", "knows", "me", "new"), *taught]
    row = ns.reach(log(*more), on="2026-01-10").set_index("person").loc["new"]
    assert row["high"] - row["low"] < (day_one["high"] - day_one["low"]).min()


def test_groups_share_spellings_and_leave_out_what_is_no_employer():
    people = {
        "a": {"company": "Acme, Inc."},
        "b": {"company": "ACME"},
        "c": {"company": "Self-employed"},
    }
    net = log(*[("2026-01-01", "knows", "me", p) for p in people], people=people)
    table = ns.reach(net, by="company")
    assert table[["people"]].to_numpy().tolist() == [[2]]
    assert table["unseen"].between(0, 1).all()


def test_a_goal_shows_its_companies_also_where_nobody_is_known():
    people = {"a": {"company": "Acme", "role": "Publicist"}}
    net = log(("2026-01-01", "knows", "me", "a"), people=people)
    goal = ns.Goal(companies=["Acme", "Nowhere Ltd"])
    table = ns.reach(net, by="company", goal=goal).set_index("company")
    assert table["people"].to_dict() == {"Acme": 1, "Nowhere Ltd": 0}
    assert table["chance"]["Nowhere Ltd"] == 0.0
    assert 0 < table["unseen"]["Nowhere Ltd"] < 0.5
    talked = net.add(
        events=pd.DataFrame(
            [("2026-02-01", "met", "me", "a")], columns=["date", "kind", "source", "target"]
        )
    )
    row = ns.reach(talked, by="company", goal=goal).set_index("company").loc["Acme"]
    assert (row["people"], row["met"], row["chance"]) == (1, 1, 0.0)
    assert ns.reach(net, goal=ns.Goal(roles=["publicists"]))["person"].tolist() == ["a"]
    with pytest.warns(ns.ThinDataWarning, match=r"did you mean 'Acme'"):
        ns.reach(net, goal=ns.Goal(companies=["Acmee"]))


def test_a_goal_is_reached_by_all_who_meet_it_and_by_any():
    people = {
        "a": {"company": "Acme", "role": "Publicist"},
        "b": {"company": "Acme", "role": "Baker"},
        "c": {"company": "Elsewhere", "role": "Baker"},
    }
    net = log(*[("2026-01-01", "knows", "me", p) for p in people], people=people)
    goal = ns.Goal(companies=["Acme"], roles=["publicist"])
    table = ns.reach(net, by="goal", goal=goal, worlds=9920).set_index("goal")
    assert table["people"].to_dict() == {"any of it": 2, "all of it": 1}
    talk = ns.odds(net).set_index(["step", "relation"])["mean"]["talk", "connected"]
    for group, p in (("all of it", talk), ("any of it", 1 - (1 - talk) ** 2)):
        assert abs(table["chance"][group] - p) <= 4 * sampling_error(p, 9920)
    assert table["unseen"]["all of it"] < table["unseen"]["any of it"]
    with pytest.raises(ns.NetscoutError, match="there is no goal"):
        ns.reach(net, by="goal")


def test_the_best_chain_is_told_in_names():
    for seed in range(20):
        net = ns.from_graph(random_graph(seed))
        for row in ns.reach(net).itertuples():
            if pd.isna(row.hops):
                assert (row.chain, row.via) == ("", "")
                continue
            best = ns.chains(net, row.person, k=1)
            assert len(row.chain.split(" → ")) == row.hops + 1 == len(best)
            assert row.chain.startswith(row.via)
            assert row.chain.split(" → ") == best["name"].tolist()


def test_questions_that_make_no_sense_say_so():
    net = log(("2026-01-01", "knows", "me", "ann"))
    with pytest.raises(ns.UnknownColumn, match="did you mean 'company'"):
        ns.reach(net, by="compny")
    with pytest.raises(ns.NetscoutError, match="hops"):
        ns.reach(net, hops=-1)
    with pytest.raises(ns.NetscoutError, match="worlds"):
        ns.reach(net, worlds=0)
    with pytest.raises(ns.UnknownPerson, match="did you mean 'Ann'"):
        ns.chains(net, "An")
    with pytest.raises(ns.NetscoutError, match="yourself"):
        ns.chains(net, "me")


def test_an_empty_network_has_empty_answers():
    net = log()
    assert ns.reach(net).empty
    assert ns.reach(net, by="company").empty


def test_the_graph_and_back_gives_the_same_answers():
    net = log(
        ("2026-01-01", "knows", "me", "ann"),
        ("2026-01-02", "asked", "me", "ann"),
        ("2026-01-03", "agreed", "ann", "me"),
        ("2026-01-05", "met", "me", "ann"),
        ("2026-01-05", "named", "ann", "bob"),
        ("2026-01-06", "knows", "bob", "cy"),
    )
    G = net.graph()
    assert type(G) is nx.DiGraph
    assert set(G.edges) == {
        ("me", "ann"), ("ann", "me"), ("ann", "bob"), ("bob", "cy"), ("cy", "bob"),
    }  # fmt: skip
    assert G.edges["me", "ann"]["kinds"] == ("agreed", "asked", "knows", "met")
    assert G.edges["ann", "bob"]["chance"] == 1.0
    back = ns.reach(ns.from_graph(G)).set_index("person")["chance"]
    assert back.equals(ns.reach(net).set_index("person")["chance"][back.index])
    assert ns.from_graph(G).graph().edges == G.edges


def test_a_graph_without_an_owner_or_with_impossible_chances_is_refused():
    with pytest.raises(ns.SchemaError, match="whose network"):
        ns.from_graph(nx.DiGraph([("a", "b")]))
    G = nx.DiGraph([("a", "b")])
    G.edges["a", "b"]["chance"] = 1.5
    with pytest.raises(ns.SchemaError, match=r"`chance` must be 0 … 1, not 1.5"):
        ns.from_graph(G, me="a")


def test_an_undirected_graph_opens_both_ways():
    net = ns.from_graph(nx.path_graph(["me", "a", "b"]), me="me")
    assert ns.reach(net)["person"].tolist() == ["a", "b"]
