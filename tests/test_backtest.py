"""The replay of one's past: by hand on small logs, without a look ahead, honest where data is thin."""

import warnings

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import netscout as ns
from netscout._compare import Judged
from netscout._rankings import RULES, Past, rankings
from netscout.backtest import METHODS, backtest, replay
from netscout.plot import plot_calibration
from netscout.schema import ANYONE

SAID = [*METHODS, "talk", "base", "block", "person", "list"]


def network(*rows, **options):
    """A network of rows (day, kind, source, target)."""
    columns = ["date", "kind", "source", "target", "about"]
    events = pd.DataFrame([(*row, "")[:5] for row in rows], columns=columns)
    ids = sorted((set(events["source"]) | set(events["target"])) - {"", "me"})
    people = pd.DataFrame({"name": ids, "role": "publicist"}, index=pd.Index(ids, name="person"))
    events["date"] = pd.to_datetime(events["date"])
    return ns.Network(people, events.sort_values("date", kind="stable"), "me", **options)


CONTACTS = [("2024-06-01", "knows", "me", who) for who in ("Ann", "Bob", "Cem", "Dot")]
# Monday 6 January: Ann and Bob are asked. Ann talks and names Eve, who is asked in the second week
# with Cem; Fay is named and asked within one week; Dot is asked when the horizon has not passed.
LOG = [
    *CONTACTS,
    ("2024-12-01", "wrote", "me", "Bob"),
    ("2024-12-02", "wrote", "Bob", "me"),
    ("2025-01-06", "asked", "me", "Ann"),
    ("2025-01-07", "asked", "me", "Bob"),
    ("2025-01-10", "met", "me", "Ann"),
    ("2025-01-10", "asked", "me", "Ann", ANYONE),
    ("2025-01-10", "named", "Ann", "Eve"),
    ("2025-01-13", "asked", "me", "Eve"),
    ("2025-01-14", "asked", "me", "Cem"),
    ("2025-01-14", "named", "Ann", "Fay"),
    ("2025-01-15", "asked", "me", "Fay"),
    ("2025-01-20", "met", "me", "Eve"),
    ("2025-02-24", "asked", "me", "Dot"),
    ("2025-03-01", "wrote", "me", "Ann"),
]


def rows(net, **options):
    given = {"goal": None, "horizon": 30, "every": "week", "seed": 1} | options
    judged, left_out = replay(net, **given)
    return judged.set_index("person"), left_out


def test_who_was_asked_in_a_week_is_judged_as_of_the_day_before():
    judged, left_out = rows(network(*LOG))
    assert judged["list"].dt.strftime("%m-%d").to_dict() == {
        "Ann": "01-05", "Bob": "01-05", "Eve": "01-12", "Cem": "01-12",
    }  # fmt: skip
    assert left_out == 1  # Fay, of whom nobody knew on the eve of the week


def test_a_conversation_counts_and_so_do_the_names_it_brings():
    judged, _ = rows(network(*LOG))
    assert judged["happened"].to_dict() == {"Ann": 1, "Bob": 0, "Eve": 1, "Cem": 0}
    assert judged["gain"].to_dict() == {"Ann": 3, "Bob": 0, "Eve": 1, "Cem": 0}


def test_what_comes_after_the_horizon_does_not_count():
    judged, _ = rows(network(*LOG), horizon=7)
    assert judged["gain"].to_dict()["Ann"] == 2  # Fay was named on the ninth day
    assert judged["happened"].to_dict()["Eve"] == 0


def test_a_second_conversation_counts_for_its_names_only():
    again = [
        ("2025-06-02", "asked", "me", "Ann"),
        ("2025-06-04", "met", "me", "Ann"),
        ("2025-06-04", "named", "Ann", "Gus"),
        ("2025-09-01", "wrote", "me", "Bob"),
    ]
    judged, _ = rows(network(*LOG, *again))
    last = judged.reset_index().iloc[-1]
    assert (last["person"], last["happened"], last["gain"]) == ("Ann", 1, 1)


def test_a_connector_is_the_block_and_without_one_the_period():
    judged, _ = rows(network(*LOG))
    assert judged["block"].to_dict() == {
        "Ann": "2025-01-05", "Bob": "2025-01-05", "Eve": "Ann", "Cem": "2025-01-12",
    }  # fmt: skip


def test_a_goal_weighs_what_counts():
    net = network(*LOG)
    judged, _ = rows(net, goal=ns.Goal(people=["Eve"]))
    assert judged["gain"].to_dict() == {"Ann": 1, "Bob": 0, "Eve": 1, "Cem": 0}
    judged, _ = rows(net, goal=ns.Goal(roles=["publicist"], people=["Eve"]))
    assert judged["gain"].to_dict()["Ann"] == 3


def test_the_rules_by_hand():
    net = network(*LOG).asof("2025-01-12")
    table = rankings(Past.of(net, pd.Timestamp("2025-01-12"), ["Ann", "Bob", "Cem", "Eve"]))
    assert list(table.columns) == list(RULES)
    assert table["oldest open promise"].tolist() == [-1, -1, -1, 2]
    assert table["strongest tie"].tolist() == [0, 2, 0, 0]
    assert table["past introductions"].tolist() == [1, 0, 0, 0]
    assert table["degree"].tolist() == [2, 1, 1, 1]
    recent = table["most recent contact"]
    assert recent["Ann"] == recent["Eve"] > recent["Bob"] > recent["Cem"]
    assert (table["random"] == 0).all()


def test_betweenness_counts_those_on_the_way():
    ties = [("2025-01-01", "introduced", one, two) for one, two in ("AB", "BC", "CD")]
    net = network(("2025-01-01", "met", "me", "A"), *ties)
    table = rankings(Past.of(net, net.last, ["A", "B", "D"]), rules=["betweenness"])
    assert table.at["B", "betweenness"] > table.at["D", "betweenness"] == 0


def test_a_shrunk_rate_lies_between_the_connectors_own_and_that_of_all():
    named = [("2025-01-01", "named", "Ann", f"n{i}") for i in range(6)]
    asked = [("2025-01-02", "asked", "me", f"n{i}") for i in range(5)]
    met = [("2025-01-05", "met", "me", f"n{i}") for i in range(5)]
    others = [("2025-01-02", "asked", "me", who) for who in ("Bob", "Cem")]
    net = network(*CONTACTS, *named, *asked, *met, *others, ("2025-04-01", "wrote", "me", "Ann"))
    past = Past.of(net, net.last, ["n5", "Dot"])
    rate = rankings(past, rules=["shrunk rate"])["shrunk rate"]
    assert 1 > rate["n5"] > 0.5 > rate["Dot"] > 0


def scrambled(net, cut, random):
    """The same network with everything after a day mixed up at random."""
    events = net.events
    later = np.flatnonzero(events["date"] > cut)[:-1]
    dates = events["date"].to_numpy(copy=True)
    dates[later] = random.permutation(dates[later])
    events["date"] = dates
    for one, other in random.permutation(later)[: len(later) // 2 * 2].reshape(-1, 2):
        ends = events["target"].iat[one], events["target"].iat[other]
        if events["source"].iat[one] not in ends and events["source"].iat[other] not in ends:
            events.loc[[one, other], "target"] = ends[::-1]
    return ns.Network(net.people, events.sort_values("date", kind="stable"), "me", goal=net.goal)


@pytest.fixture(scope="module")
def world():
    return ns.simulate(seed=2101, days=60, contacts=80).network()


@pytest.fixture(scope="module")
def table(world):
    return backtest(world, horizon=14)


def test_nothing_after_the_date_changes_a_ranking(world):
    cut = pd.Timestamp("2025-11-09")
    before, _ = replay(world, goal=world.goal, horizon=7, every="week", seed=1)
    other = scrambled(world, cut, np.random.default_rng(1))
    after, _ = replay(other, goal=world.goal, horizon=7, every="week", seed=1)
    early = [table[table["list"] < cut - pd.Timedelta(days=6)][SAID] for table in (before, after)]
    assert len(early[0]) > 10
    assert not before["gain"].equals(after["gain"])
    pd.testing.assert_frame_equal(*early)


def test_the_same_network_gives_the_same_table(world, table):
    again = backtest(ns.Network(world.people, world.events, "me", goal=world.goal), horizon=14)
    pd.testing.assert_frame_equal(again, table)
    assert again.attrs == table.attrs


def test_the_table_is_what_it_says(table):
    assert list(table.columns) == ["method", "ndcg", "hit", "lift", "low", "high", "brier", "n"]
    assert sorted(table["method"]) == sorted(METHODS)
    assert table["ndcg"].is_monotonic_decreasing
    assert table[["ndcg", "hit"]].to_numpy().max() <= 1
    random = table.set_index("method").loc["random"]
    assert (random[["lift", "low", "high"]] == 1).all()
    stated = table.set_index("method")["brier"].dropna()
    assert (
        set(stated.index) == {"ask_next", "random", "shrunk rate"} == set(table.attrs["log_loss"])
    )
    bins = pd.DataFrame(table.attrs["reliability"])
    assert bins["n"].sum() == table["n"].iat[0]
    assert table.attrs["thin"] == ""
    assert table.attrs["periods"] > 3


def test_thin_data_is_shown_and_not_compared():
    with pytest.warns(ns.ThinDataWarning, match="4 of your asks can be judged"):
        table = backtest(network(*LOG))
    assert (table["n"] == 4).all()
    assert table[["ndcg", "hit", "lift", "low", "high", "brier"]].isna().all(axis=None)
    assert table.attrs["thin"].startswith("4 of your asks")
    assert table.attrs["reliability"] == []


@pytest.mark.parametrize("log", [[], CONTACTS])
def test_a_log_without_asks_is_thin(log):
    net = network(*log)
    with pytest.warns(ns.ThinDataWarning, match="0 of your asks"):
        assert (backtest(net)["n"] == 0).all()


def test_nobody_talking_leaves_the_order_unknown_and_the_chances_judged():
    people = [f"p{i}" for i in range(24)]
    knows = [("2024-06-01", "knows", "me", who) for who in people]
    asked = [("2025-01-07", "asked", "me", who) for who in people]
    net = network(*knows, *asked, ("2025-03-01", "wrote", "me", "p0"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = backtest(net).set_index("method")
    assert table[["ndcg", "lift", "low", "high"]].isna().all(axis=None)
    assert (table["hit"] == 0).all()
    assert 0 < table.at["ask_next", "brier"] < 0.2


@pytest.mark.parametrize("every", ["day", "week", "month"])
def test_periods_are_days_weeks_or_months(every):
    judged, _ = rows(network(*LOG), every=every)
    first = {"day": "01-05", "week": "01-05", "month": "12-31"}[every]
    assert f"{judged['list'].min():%m-%d}" == first


def test_what_cannot_be_is_refused():
    net = network(*LOG)
    with pytest.raises(ns.UnknownColumn, match="did you mean 'week'"):
        backtest(net, every="weeks")
    with pytest.raises(ns.NetscoutError, match="at least 1"):
        backtest(net, horizon=0)


def test_lift_and_its_interval_by_hand():
    judged = pd.DataFrame({
        "list": [1, 1, 2, 2, 3],
        "block": ["a", "a", "b", "b", "c"],
        "person": list("pqrst"),
        "happened": [1.0, 0, 0, 1, 1],
        "gain": [2.0, 0, 0, 1, 9],  # a list of one leaves no choice
        "good": [2.0, 1, 1, 2, 1],
        "bad": [1.0, 2, 2, 1, 1],
        "stated": [0.5, 0.5, 0.5, 0.5, 1],
    })  # fmt: skip
    judge = Judged(judged, ["good", "bad"], {"good": "stated"})
    table = judge.table(1, seed=1).set_index("method")
    assert table["ndcg"].to_dict() == {"good": 1, "bad": 0}
    assert table["lift"].to_dict() == {"good": pytest.approx(2), "bad": 0}
    assert table.at["good", "low"] == table.at["good", "high"] == pytest.approx(2)
    assert table.at["good", "brier"] == pytest.approx(4 * 0.25 / 5)


def test_calibration_is_drawn_on_the_axes_given(table):
    ax = Figure().subplots()
    assert plot_calibration(table, ax=ax) is ax
    dots = ax.collections[-1].get_offsets()
    assert len(dots) == len(table.attrs["reliability"])


def test_calibration_of_nothing_says_so():
    with pytest.warns(ns.ThinDataWarning):
        ax = plot_calibration(network(*LOG), ax=Figure().subplots())
    assert "too few" in ax.texts[0].get_text()
