"""The plan of asks: the order of ask_next, and a substitute for everybody."""

import pytest
from test_ask import ROWS
from test_reach import log

import netscout as ns


def test_the_plan_is_the_greedy_order_in_weeks():
    net = ns.example()
    table = ns.plan(net, weeks=3, per_week=2)
    assert table["person"].tolist() == ns.ask_next(net, k=6)["person"].tolist()
    assert table["week"].tolist() == [1, 1, 2, 2, 3, 3]
    assert table["goal_chance"].is_monotonic_increasing
    assert not set(table["if_no"]) & set(table["name"])


def test_the_substitute_does_what_the_refuser_would_have_done():
    """Ann and Bob both know Tess, Cy and Dan both know Tom: Bob stands in for Ann, Dan for Cy."""
    rows = [*ROWS, ("2026-01-01", "knows", "me", "dan")]
    rows += [("2026-01-02", "knows", who, "tess") for who in ("ann", "bob")]
    rows += [("2026-01-02", "knows", who, "tom") for who in ("cy", "dan")]
    table = ns.plan(
        log(*rows), goal=ns.Goal(people=["tess", "tom"]), weeks=1, per_week=2, worlds=62_000
    )
    pairs = dict(zip(table["name"], table["if_no"], strict=True))
    partners = {"Ann": "Bob", "Bob": "Ann", "Cy": "Dan", "Dan": "Cy"}
    assert len(pairs) == 2
    assert all(partners[name] == other for name, other in pairs.items())


def test_few_candidates_make_a_short_plan():
    assert len(ns.plan(log(*ROWS), weeks=4, per_week=2)) == 3
    assert ns.plan(log(*ROWS), weeks=4, per_week=2)["if_no"].tolist() == ["", "", ""]
    with pytest.warns(ns.ThinDataWarning, match="nobody is known yet"):
        assert ns.plan(log()).empty
    with pytest.raises(ns.NetscoutError, match="per_week"):
        ns.plan(log(*ROWS), per_week=0)
