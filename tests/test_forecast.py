import importlib.util
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import netscout as ns
from netscout import seasons
from netscout.assumptions import defaults
from netscout.forecast import forecast, outlook, pace, what_if
from netscout.forecast.stocks import warm
from netscout.growth.referrals import tree

PRIORS = outlook._priors(defaults(), None)
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def network(*rows, people=(), **options):
    names = ["date", "kind", "source", "target", "about"]
    events = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows], columns=names)
    ids = dict.fromkeys([*people, *events["source"], *events["target"], "me"])
    return ns.Network(pd.DataFrame({"person": [i for i in ids if i]}), events, "me", **options)


def of(table, what):
    return table[table["what"] == what].reset_index(drop=True)


def stocks(net):
    return outlook.look(net, None, None).past


@pytest.fixture(scope="module")
def example():
    return forecast(ns.example(), weeks=8)


@pytest.fixture(scope="module")
def judge():
    """The benchmark's own judging, so that test and published table cannot drift apart."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec = importlib.util.spec_from_file_location("judge", BENCHMARKS / "judge_forecast.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BENCHMARKS))
    return module


def test_a_row_a_week_and_quantity(example):
    assert example["week"].tolist() == list(np.repeat(range(1, 9), 3))
    assert example["what"].tolist() == ["people", "conversations", "target"] * 8
    assert example["date"].iloc[0] == pd.Timestamp("2026-03-08")
    assert (example["low"] <= example["median"]).all()
    assert (example["median"] <= example["high"]).all()
    for _what, part in example.groupby("what"):
        assert (part[["low", "median", "high"]].diff().dropna() >= 0).all(axis=None)
    assert set(example["binding"]) <= {"capacity", "referrals"}
    met = tree(ns.example())["met"].notna().sum()
    assert example.attrs["start"]["conversations"] == met >= 60
    assert example.attrs["thin"] == ""
    assert "than your recent pace" in example.attrs["said"]


def test_the_same_seed_gives_the_same_table(example):
    pd.testing.assert_frame_equal(forecast(ns.example(), weeks=8), example)
    assert not forecast(ns.example(), weeks=8, seed=2).equals(example)


def test_a_longer_look_ahead_changes_little(example):
    longer = of(forecast(ns.example(), weeks=20), "conversations")
    short = of(example, "conversations")
    assert (longer["median"][:8] - short["median"]).abs().max() <= 2


def test_more_conversations_a_week_bring_more_of_everything():
    net = ns.example()
    ends = [
        forecast(net, per_week=per_week).query("week == 12").set_index("what")["median"]
        for per_week in (0, 1, 3, 6)
    ]
    assert ends[0]["conversations"] == 0
    assert all((one <= other).all() for one, other in pairwise(ends))
    assert 8 <= ends[1]["conversations"] <= 13


def test_fresh_contacts_help_where_there_are_too_few_people():
    rows = [("2026-01-05", "met", "me", "a"), ("2026-01-06", "asked", "me", "a", "anyone")]
    rows += [(f"2026-0{m}-20", "updated", "me", "a") for m in (1, 2, 3)]
    net = network(*rows)
    alone, helped = (
        of(forecast(net, fresh=fresh, per_week=4), "conversations") for fresh in (0, 8)
    )
    assert alone["binding"].iloc[-1] == "referrals"
    assert helped["median"].iloc[-1] >= alone["median"].iloc[-1] + 5
    people = of(forecast(net, fresh=8), "people")["median"].iloc[-1]
    assert people >= 96


def test_without_a_log_everything_is_assumed():
    known = [(f"2024-{m:02}-01", "knows", "me", f"p{m}{i}") for m in range(1, 13) for i in range(9)]
    table = forecast(network(*known))
    assert "Mostly assumed" in table.attrs["thin"]
    assert "too young" in table.attrs["said"]
    last = of(table, "conversations").iloc[-1]
    assert last["low"] <= 6
    assert last["high"] >= 20
    assert set(table["what"]) == {"people", "conversations"}


def test_nothing_yet():
    table = forecast(network(), weeks=3)
    assert len(table) == 6
    assert (table["binding"] == "referrals").all()
    assert (table["median"] <= 2).all()


def test_one_conversation():
    table = forecast(network(("2026-01-05", "met", "me", "a")), weeks=4)
    assert of(table, "conversations")["high"].iloc[-1] >= 1


def test_it_looks_from_a_day_in_the_past_and_sees_nothing_later():
    net = ns.example()
    then = forecast(net, weeks=3, on="2025-12-01")
    pd.testing.assert_frame_equal(then, forecast(net.asof("2025-12-01"), weeks=3, on="2025-12-01"))
    assert then["date"].iloc[0] == pd.Timestamp("2025-12-08")


def test_the_holidays_are_quiet():
    net = ns.example()
    before = of(forecast(net.asof("2025-12-18"), weeks=6, on="2025-12-18"), "conversations")
    new = before["median"].diff().fillna(before["median"])
    assert new[:2].sum() < new[3:5].sum()


@pytest.mark.parametrize(
    ("options", "says"), [({"weeks": 0}, "weeks is 0"), ({"per_week": -1}, "per_week is -1"), ({"fresh": -2}, "fresh is -2"), ({"fresh": np.nan}, "fresh is nan")]
)  # fmt: skip
def test_what_cannot_be_forecast(options, says):
    with pytest.raises(ns.NetscoutError, match=says):
        forecast(ns.example(), **options)


def test_inputs_stay():
    net = ns.example()
    before = [pd.util.hash_pandas_object(t).sum() for t in (net.people, net.events)]
    forecast(net, weeks=1, goal=ns.Goal(roles=["editor"]))
    assert before == [pd.util.hash_pandas_object(t).sum() for t in (net.people, net.events)]


def test_stocks_by_hand():
    net = network(
        ("2026-01-01", "asked", "me", "ann"),
        ("2026-01-05", "met", "me", "ann"),
        ("2026-01-05", "named", "ann", "bob"),
        ("2026-01-05", "named", "ann", "cat"),
        ("2026-01-09", "met", "me", "bob"),
        ("2026-01-14", "met", "me", "cat"),
        ("2026-01-14", "named", "cat", "dan"),
        ("2026-01-20", "knows", "me", "eve"),
        ("2026-01-21", "declined", "dan", "me"),
    )
    # Three whole weeks: 1 to 7, 8 to 14 and 15 to 21 January.
    found = stocks(net)
    assert found.held.tolist() == [1, 2, 0]
    assert found.unlisted.tolist() == [1, 0, 0]
    assert found.joined.tolist() == [2, 1, 0]
    assert found.brought.tolist() == [2, 1, 0]
    assert found.listed.tolist() == [0, 2, 1, 1]
    assert found.weight.to_dict() == pytest.approx({"ann": 0, "bob": 0, "cat": 0, "dan": 0, "eve": found.direct[-1]})  # fmt: skip
    assert found.others.sum() == 2


def test_who_said_yes_is_likelier_than_who_was_asked_and_said_nothing():
    rows = [("2026-01-01", "knows", "me", p) for p in ("yes", "open", "old", "free", "off", "no")]
    rows += [("2026-01-10", "asked", "me", p) for p in ("old", "off", "no")]
    rows += [("2026-01-11", "agreed", "off", "me"), ("2026-01-12", "declined", "off", "me")]
    rows += [("2026-01-12", "declined", "no", "me")]
    rows += [("2026-02-18", "asked", "me", p) for p in ("yes", "open")]
    rows += [("2026-02-19", "agreed", "yes", "me")]
    weight = stocks(network(*rows)).weight
    assert weight["yes"] > weight["free"] > weight["open"] > weight["old"] > weight["no"] == 0
    assert weight["off"] == pytest.approx(0.15)


def test_the_pace_is_learned():
    random = np.random.default_rng(1)
    cloud = pace.cloud(random, 4000, PRIORS)
    weeks = 20
    counts = np.full(weeks, 3.0)
    plenty = np.full(weeks, 200.0)
    found = pace.learn(random, cloud, counts, np.zeros(weeks), plenty, np.ones(weeks))
    assert np.median(found.pace) == pytest.approx(3, rel=0.12)
    held, _people, bound = pace.forward(
        random, found, np.full(4000, 200), pace.Names(0.0, 0.0, 0.4), np.ones(4)
    )
    assert np.median(held.sum(axis=0)) == pytest.approx(12, abs=1)
    assert bound.mean() > 0.95


def test_a_queue_runs_dry():
    random = np.random.default_rng(1)
    cloud = pace.cloud(random, 4000, replace(PRIORS, pace=(50.0, 0.01)))
    cloud = replace(cloud, unlisted=np.zeros(4000) + 1e-9)
    none = pace.Names(0.0, 0.0, 0.4)
    held, people, bound = pace.forward(random, cloud, np.full(4000, 10), none, np.ones(60))
    assert (held.sum(axis=0) <= 10).all()
    assert held.sum(axis=0).mean() > 8.5
    assert people.sum() == 0
    assert bound.mean() < 0.01


def test_chances_of_counts_add_up_and_agree_with_the_draws():
    mean, scatter = np.array([2.4]), np.array([0.4])
    chances = np.array([pace.likelihood(k, mean, scatter)[0] for k in range(12)])
    assert chances.sum() == pytest.approx(1, abs=0.05)
    draws = pace.counts_of(np.random.default_rng(1), np.full(40_000, 2.4), 0.4)
    seen = np.bincount(draws.astype(int), minlength=12)[:12] / 40_000
    assert np.abs(seen - chances).max() < 0.02
    assert draws.mean() == pytest.approx(2.4, abs=0.03)
    wide = pace.counts_of(np.random.default_rng(1), np.full(40_000, 6.0), 1.0)
    assert wide.var() == pytest.approx(stats.poisson(6).var(), rel=0.05)


def test_a_rush_that_abates_is_not_carried_on():
    counts = np.array([400, 300, 220, 160, 120, 90, 65, 50.0])
    paths = pace.series(np.random.default_rng(1), counts, 8, 3000, PRIORS).sum(axis=0)
    assert np.median(paths) < 8 * 50
    assert np.quantile(paths, 0.1) < 150


def test_the_calendar():
    days = pd.date_range("2025-12-07", "2026-01-06")
    left = pd.Series(seasons.activity(days), days)
    assert left["2025-12-07"] == left["2026-01-05"] == 1
    assert left["2025-12-31"] == left["2026-01-04"] == 0.1
    assert seasons.weekly(pd.to_datetime(["2025-12-29"]))[0] == pytest.approx(0.1)
    assert all(0 <= season.activity <= 1 and len(season.first) == 5 for season in seasons.seasons())
    assert (np.diff(warm(np.arange(10), defaults())) > 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("regime", ["capacity_bound", "referral_bound"])
def test_intervals_hold_and_persistence_is_beaten(judge, regime):
    table = judge.simulated(getattr(judge, regime), 100, 40_001)
    assert 0.72 <= table["inside"].mean() <= 0.88
    most = 0.8 if regime == "referral_bound" else 1.0
    assert table["ours"].median() <= most * table["persistence"].median()


def test_intervals_hold_in_a_few_worlds(judge):
    table = judge.simulated(judge.referral_bound, 12, 50_001)
    assert 0.6 <= table["inside"].mean() <= 1.0
    assert table["ours"].mean() < table["persistence"].mean()


def test_the_judge_counts_what_came(judge):
    net = ns.example()
    dates = tree(net)["met"].dropna()
    (row,) = judge.judged(net.asof("2026-01-31"), pd.Timestamp("2026-01-31"), "conversations", dates, (4,))  # fmt: skip
    assert row["came"] == ((dates > "2026-01-31") & (dates <= "2026-02-28")).sum()
    month = ((dates > "2026-01-03") & (dates <= "2026-01-31")).sum()
    assert row["persistence"] == abs(month - row["came"])


def test_what_if_compares_cases():
    table = what_if(ns.example(), weeks=6)
    assert table["case"].iat[0] == "as now"
    assert len(table) == 4
    by_case = table.set_index("case")
    alone = of(forecast(ns.example(), weeks=6), "conversations").iloc[-1]
    assert by_case.loc["as now", ["conversations_low", "conversations"]].tolist() == alone[["low", "median"]].tolist()  # fmt: skip
    more = by_case.loc["one conversation a week more"]
    assert more["conversations"] > by_case.at["as now", "conversations"]
    assert by_case.at["two fresh first contacts a week", "people"] >= by_case.at["as now", "people"] + 10  # fmt: skip
    with pytest.raises(ns.NetscoutError, match="did you mean 'per_week'"):
        what_if(ns.example(), {"more": {"per_wek": 3}})


def test_the_assumptions_are_the_users_to_change():
    net = network(("2026-01-05", "knows", "me", "a"))
    changed = defaults().override({"pace.usual": [6, 0.1], "pace.unlisted": [50, 0.1]})
    busy = network(("2026-01-05", "knows", "me", "a"), assumptions=changed)
    ends = [of(forecast(n), "conversations").iloc[-1] for n in (net, busy)]
    assert ends[1]["median"] > 30 > ends[0]["median"]
    assert ends[1]["binding"] == "capacity"


def test_without_any_week_the_prior_is_what_is_believed():
    random, none = np.random.default_rng(1), np.zeros(0)
    cloud = pace.cloud(random, 4000, PRIORS)
    found = pace.learn(random, cloud, none, none, none, none)
    assert np.median(found.pace) == pytest.approx(1.5, rel=0.1)
    assert np.log(found.pace).std() == pytest.approx(0.8, rel=0.1)


def test_counts_have_the_mean_of_their_level_however_small():
    draws = pace.counts_of(np.random.default_rng(1), np.full(200_000, 0.05), 0.05)
    assert draws.mean() == pytest.approx(0.05, rel=0.05)


def test_a_count_of_people_ends_where_everybody_has_come():
    full = replace(PRIORS, fills=1.0, room=1.0)
    paths = pace.series(np.random.default_rng(1), np.array([50.0, 50, 0]), 30, 500, full)
    assert (paths.sum(axis=0) <= 2).all()


def test_a_network_that_has_just_begun_with_a_rush_may_go_anywhere():
    random = np.random.default_rng(1)
    rush = pace.cloud(random, 4000, PRIORS, (20.0, 20.0))
    assert np.median(rush.pace) > 10
    assert pace.wandered(random, rush).unsettled.max() < rush.unsettled.max() == PRIORS.unsettled
    assert not pace.cloud(random, 4000, PRIORS, (4.0, 4.0)).unsettled.any()
