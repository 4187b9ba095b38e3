"""Whom to ask: against the best choice by brute force, and the guards a coach would insist on."""

import gc
import math
import re
import weakref

import numpy as np
import pandas as pd
import pytest
from exact import coins_of, exact_value, random_graph
from test_reach import log

import netscout as ns

HOPS = 3


def targets_of(G):
    """Return half of the people as targets."""
    people = sorted(set(G) - {"me"})
    return people[::2]


def test_the_first_ask_is_the_best_one():
    """On 100 small networks, up to the sampling error of 992 worlds."""
    compared = 0
    for seed in range(100):
        G = random_graph(seed, people=6, ties=6)
        assert len(coins_of(G)) <= 12
        targets = targets_of(G)
        weight = dict.fromkeys(targets, 1.0)
        table = ns.ask_next(ns.from_graph(G), goal=ns.Goal(people=targets), k=1, seed=seed)
        values = {v: exact_value(G, [v], weight, HOPS) for v in G.successors("me")}
        best = max(values.values())
        row = table.iloc[0]
        error = 4 * math.sqrt(len(targets) * max(best, 0.01) / 992)
        assert row["score"] == row["known"]
        assert abs(row["known"] - values[row["person"]]) <= error
        assert values[row["person"]] >= best - error
        compared += len(values) > 1 and best - min(values.values()) > 2 * error
    assert compared >= 40


def test_the_parts_sum_to_the_score_and_the_order_is_best_first():
    net = ns.example()
    table = ns.ask_next(net, k=8)
    assert np.allclose(table["score"], table["known"] + table["unseen"])
    assert table["score"].is_monotonic_decreasing
    assert table["goal_chance"].is_monotonic_increasing
    assert ((table["low"] <= table["score"]) & (table["score"] <= table["high"])).all()
    assert table["p_best"].between(0, 1).all()
    assert table["p_best"].sum() <= 1 + 1e-9
    assert table["why"].str.len().min() > 20


ROWS = [
    ("2026-01-01", "knows", "me", "ann"),
    ("2026-01-01", "knows", "me", "bob"),
    ("2026-01-01", "knows", "me", "cy"),
]


def asked(*rows, on=None, **options):
    with_pending = log(*ROWS, *rows, **options)
    return set(ns.ask_next(with_pending, k=9, on=on)["person"])


@pytest.mark.parametrize(
    ("rows", "on", "free"),
    [
        ([], None, True),
        ([("2026-01-05", "asked", "me", "ann")], "2026-01-10", False),
        ([("2026-01-05", "asked", "me", "ann")], "2026-01-19", False),
        ([("2026-01-05", "asked", "me", "ann")], "2026-01-20", True),
        ([("2026-01-05", "asked", "me", "ann"), ("2026-01-07", "named", "bob", "ann")], "2026-01-10", True),
        ([("2026-01-05", "asked", "me", "ann"), ("2026-01-06", "agreed", "ann", "me")], None, False),
        ([("2026-01-05", "declined", "ann", "me")], "2026-04-05", False),
        ([("2026-01-05", "declined", "ann", "me")], "2026-04-06", True),
        ([("2026-01-05", "met", "me", "ann")], None, True),
        ([("2026-01-05", "met", "me", "ann"), ("2026-01-05", "asked", "me", "ann", "anyone")], None, False),
        ([("2026-01-05", "met", "me", "ann"), ("2026-01-05", "named", "ann", "dee")], None, False),
        ([("2026-01-05", "met", "me", "ann"), ("2026-01-05", "named", "ann", "dee")], "2026-03-21", False),
        ([("2026-01-05", "met", "me", "ann"), ("2026-01-05", "named", "ann", "dee")], "2026-03-22", True),
    ],
)  # fmt: skip
def test_who_may_be_asked_now(rows, on, free):
    assert ("ann" in asked(*rows, on=on)) == free


def test_somebody_who_asked_to_be_left_alone_is_never_proposed():
    assert asked(people={"ann": {"tags": "PR; leave alone"}}) == {"bob", "cy"}


def test_somebody_named_is_a_candidate_and_goes_before_a_connection():
    rows = [("2026-01-05", "met", "me", "ann"), ("2026-01-05", "named", "ann", "dee")]
    table = ns.ask_next(log(*ROWS, *rows), k=9)
    assert table["person"][0] == "dee"
    assert "Ann named them on 5 Jan 2026" in table["why"][0]


def test_who_was_met_and_not_asked_for_names_is_asked_for_names():
    net = log(*ROWS, ("2026-01-05", "met", "me", "ann"))
    row = ns.ask_next(net, k=9).set_index("person").loc["ann"]
    assert row["talk"] == pytest.approx(ns.odds(net).query("relation == 'met'")["mean"].iat[0])
    assert row["why"].startswith("You spoke on 5 Jan 2026 and did not ask whom else to see")
    assert row["known"] == 0.0


def test_one_connector_at_a_time_for_the_same_person():
    rows = [("2026-01-02", "knows", who, "tess") for who in ("ann", "bob")]
    goal = ns.Goal(people=["tess"])
    assert ns.ask_next(log(*ROWS, *rows), goal=goal)["known"].max() > 0.05
    rows.append(("2026-01-03", "asked", "me", "ann", "tess"))
    assert ns.ask_next(log(*ROWS, *rows), goal=goal)["known"].max() == 0.0


def test_a_referrer_whose_people_answer_lifts_those_they_name():
    """A shrunk rate: three of three who answered lift the next one, by no more than they should."""
    rows = [("2026-01-01", "met", "me", "good"), ("2026-01-01", "met", "me", "bad")]
    for who, answer in (("good", "agreed"), ("bad", "declined")):
        rows += [("2026-01-01", "named", who, f"{who}{i}") for i in range(4)]
        for i in range(3):
            rows.append(("2026-01-02", "asked", "me", f"{who}{i}"))
            rows.append(("2026-01-03", answer, f"{who}{i}", "me"))
    table = ns.ask_next(log(*rows), candidates=["good3", "bad3"]).set_index("person")["talk"]
    assert 0.2 < table["bad3"] < table["good3"] < 0.65


def test_what_comes_anyway_is_not_counted_again():
    """Bob has said yes and opens the way to Tess; asking Ann, who knows her too, adds little."""
    rows = [("2026-01-02", "knows", "ann", "tess"), ("2026-01-02", "knows", "bob", "tess")]
    yes = [("2026-01-03", "asked", "me", "bob"), ("2026-01-04", "agreed", "bob", "me")]
    goal = ns.Goal(people=["tess"])
    elsewhere = ns.ask_next(log(*ROWS, rows[0], *yes), goal=goal, candidates=["ann"])["known"][0]
    there_too = ns.ask_next(log(*ROWS, *rows, *yes), goal=goal, candidates=["ann"])["known"][0]
    assert there_too < 0.75 * elsewhere


def test_on_day_one_the_goal_decides():
    """From connections alone: targets first, then colleagues of targets, then the rest."""
    people = {
        "ann": {"company": "Marquee Theatricals", "role": "Publicist"},
        "bob": {"company": "Marquee Theatricals", "role": "Accountant"},
        "cy": {"company": "Elsewhere", "role": "Baker"},
    }
    goal = ns.Goal(companies=["Marquee Theatricals"], roles=["publicist"])
    table = ns.ask_next(log(*ROWS, people=people), goal=goal)
    assert table["person"].tolist() == ["ann", "bob", "cy"]
    assert "Meets your goal (Publicist, Marquee Theatricals)" in table["why"][0]
    assert "Meets part of your goal" in table["why"][1]
    assert table["unseen"].is_monotonic_decreasing


def test_the_networks_own_goal_is_the_default():
    goal = ns.Goal(people=["cy"])
    assert ns.ask_next(log(*ROWS, goal=goal), k=1)["person"].tolist() == ["cy"]


def test_ties_in_score_go_to_the_likelier_answer_then_the_older_promise_then_the_id():
    rows = [
        ("2026-01-02", "met", "me", "ann"),
        ("2026-01-09", "named", "ann", "dee"),
        ("2026-01-04", "named", "ann", "eve"),
    ]
    goal = ns.Goal(people=["ann"])  # met already, so that no ask is worth anything
    order = ns.ask_next(log(*ROWS, *rows), k=4, goal=goal)
    assert (order["score"] == 0).all()
    assert order["person"].tolist() == ["eve", "dee", "bob", "cy"]


def test_what_would_change_the_order_is_said_and_true():
    """With the chance that is named, the other is worth as much; a sure yes may not be enough."""
    people = {
        "ann": {"company": "Acme", "role": "Publicist", "talk": 0.6},
        "bob": {"company": "Acme", "role": "Publicist", "talk": 0.5},
        "cy": {"company": "Elsewhere", "role": "Baker", "talk": 0.5},
    }
    goal = ns.Goal(companies=["Acme"], roles=["publicist"])
    table = ns.ask_next(log(*ROWS, people=people), goal=goal).set_index("person")["change"]
    said = re.fullmatch(
        "Bob would go first if the chance that they talk were (\\d+)%, not 50%.", table["ann"]
    )
    needed = float(said[1]) / 100
    assert f"They would go first if the chance that they talk were {needed:.0%}" in table["bob"]
    assert table["cy"] == "Not even a sure yes would put them first."
    for talk, first in ((needed - 0.05, "ann"), (needed + 0.05, "bob")):
        people["bob"]["talk"] = talk
        assert ns.ask_next(log(*ROWS, people=people), goal=goal, k=1)["person"][0] == first
    assert ns.ask_next(log(*ROWS, people=people), goal=goal, candidates=["cy"])["change"][0] == ""


def test_the_value_and_its_bound_are_told():
    table = ns.ask_next(ns.example(), k=4)
    assert table.attrs["value"] == pytest.approx(table["score"].sum())
    assert table.attrs["value"] <= table.attrs["bound"] <= 1.3 * table.attrs["value"]


def test_nobody_left_to_ask_says_what_would_change_it():
    with pytest.warns(ns.ThinDataWarning, match="nobody is known yet: put your LinkedIn export"):
        table = ns.ask_next(log())
    assert table.empty
    assert table.attrs == {"value": 0, "bound": 0}


def test_a_goal_that_fits_nobody_is_said_and_still_answered():
    goal = ns.Goal(companies=["Nowhere"])
    with pytest.warns(ns.ThinDataWarning, match="nobody you know of fits the goal"):
        table = ns.ask_next(log(*ROWS), goal=goal)
    assert (table["known"] == 0).all()
    assert (table["unseen"] > 0).all()


def test_questions_that_make_no_sense_say_so():
    with pytest.raises(ns.NetscoutError, match="`k` must be at least 1"):
        ns.ask_next(log(*ROWS), k=0)
    with pytest.raises(ns.UnknownPerson, match="nobody is called 'Zed'"):
        ns.ask_next(log(*ROWS), candidates=["Zed"])


def test_the_same_seed_gives_the_same_table():
    first, second = (ns.ask_next(log(*ROWS), k=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_networks_that_are_no_longer_used_are_let_go():
    """What is kept for the next question must not keep every past alive."""
    net, alive = ns.example(), []
    for day in pd.date_range("2025-11-01", periods=8, freq="7D"):
        past = net.asof(day)
        ns.ask_next(past, k=1, worlds=62)
        alive.append(weakref.ref(past))
    del past
    gc.collect()
    assert sum(one() is not None for one in alive) <= 4
