"""The advice judged: in worlds of known truth, and on real data where they are at hand."""

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
DATA = Path(__file__).parents[1] / ".." / "shared" / "data"


def script(name):
    """A script of the benchmarks as a module."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where workers of a pool look for its functions
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not DATA.exists(), reason="the data to judge on, ../shared/data, are not here")
@pytest.mark.parametrize("data", ["introductions", "chain"])
def test_on_real_data_the_ranking_is_as_good_as_the_best_rule_and_better_than_chance(data):
    judge = script("judge_real_data")
    rows = getattr(judge, f"judge_{data}")()
    table, _, (_, high) = judge.verdict(rows)
    by_method = table.set_index("method")
    assert table["method"].iat[0] == judge.OURS
    assert by_method.at[judge.OURS, "low"] > 1
    assert high > 1


@pytest.mark.slow
def test_in_simulated_worlds_the_advice_wins_and_the_chances_are_honest():
    judge = script("judge_advice")
    names = ("ask_next", "random", "oldest open promise", "shrunk rate", "goal, then random")
    lives, said, ends = judge.judge(range(301, 313), 150, names=names)
    against = judge.advantage(lives).set_index("policy")
    aimed = against.loc[[name for name in names if name in judge.AIMED]]
    blind = against.drop(aimed.index)
    assert (blind["ratio"] >= 1.3).all()
    assert (blind["low"] > 1).all()
    assert (aimed["high"] > 0.9).all()  # a rule that knows the goal is not clearly better
    assert judge.bands(said)["inside"].mean() >= 0.8
    talks = ends[ends["step"].isin(judge.TALKS)]
    # Cautious rather than too sure: in these worlds all chances move together, and the model lets
    # them differ, so its intervals hold the truth more often than in 90 %.
    assert talks["truth"].between(talks["low"], talks["high"]).mean() >= 0.8
    assert (talks["high"] - talks["low"]).mean() < 0.35
