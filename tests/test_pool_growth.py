"""Kept passes brought up to date from the ties added: the bits of a full pass, on every engine."""

import importlib.util
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import give, same_as_full

from netscout import pool
from netscout.errors import NetscoutError
from netscout.pool.growth import grown

FAST = ["compiled"] * (importlib.util.find_spec("numba") is not None)
people = st.integers(0, 14)
exports = st.dictionaries(people, st.sets(people, min_size=1, max_size=5), min_size=1, max_size=4)


def engine_of(name):
    return pool.DuckDB(threads=2) if name == "duckdb" else name


@pytest.fixture
def resumed(monkeypatch):
    """Whether each pass had a past to start from."""
    pasts = []
    for steps in (pool.steps.InMemory, pool.steps.InSql):
        run = steps.run

        def noted(self, what, past, layers, run=run):
            pasts.append(past is not None)
            run(self, what, past, layers)

        monkeypatch.setattr(steps, "run", noted)
    return pasts


@pytest.mark.parametrize("first", ["numpy", "duckdb"])
@settings(max_examples=4, deadline=None)
@given(batches=st.lists(exports, min_size=2, max_size=3))
def test_grown_is_as_begun_anew(tmp_path_factory, first, batches):
    place = tmp_path_factory.mktemp("pool")
    out, key = place / "club", place / "key"
    so_far = {}
    names = ["numpy", "duckdb", *FAST]
    for number, batch in enumerate(batches):
        so_far = {o: so_far.get(o, set()) | batch.get(o, set()) for o in so_far | batch}
        pool.gather(give(place / f"given{number}", so_far), out, key=key)
        # Another engine goes on where the one before has stopped.
        engine = engine_of(first if number == 0 else names[number % len(names)])
        club = pool.open(out, engine=engine)
        if number == 0:
            start = club.owners()["id"].tolist()[:1]
        same_as_full(club, start)
        if not isinstance(engine, str):
            engine.close()


@pytest.mark.parametrize("name", ["numpy", "duckdb", *FAST])
def test_only_what_is_added_is_looked_at(tmp_path, resumed, name):
    given = give(tmp_path / "given", {0: {1, 2}, 1: {3, 4}})
    pool.gather(given, tmp_path / "club")
    start = [int(pool.open(tmp_path / "club").owners()["id"][0])]
    same_as_full(pool.open(tmp_path / "club", engine=name), start)
    pool.gather(given, tmp_path / "club")  # nothing new
    same_as_full(pool.open(tmp_path / "club", engine=name), start)
    assert resumed == [False, False]
    pool.gather(give(given, {0: {1, 2, 5}, 6: {4}}), tmp_path / "club")
    same_as_full(pool.open(tmp_path / "club", engine=name), start)
    assert resumed == [False, False, True, True]


@pytest.mark.parametrize("how", ["forgotten", "gives less"])
@pytest.mark.parametrize("name", ["numpy", "duckdb"])
def test_when_anything_is_gone_the_pass_starts_again(tmp_path, resumed, name, how):
    given = give(tmp_path / "given", {0: {1, 2}, 1: {3, 4}})
    out = tmp_path / "club"
    pool.gather(given, out)
    start = [int(pool.open(out).owners()["id"][0])]
    same_as_full(pool.open(out, engine=name), start)
    if how == "forgotten":
        pool.forget(out, "in/person-1")
    else:
        pool.gather(give(given, {1: {3}}), out)
    assert not (out / "kept").exists()
    same_as_full(pool.open(out, engine=name), start)
    assert resumed == [False] * 4


def test_a_pool_that_is_not_what_was_kept_starts_again(tmp_path, resumed):
    given = give(tmp_path / "given", {0: {1, 2}, 1: {3, 4}})
    out = tmp_path / "club"
    pool.gather(given, out)
    club = pool.open(out, engine="numpy")
    start = [int(club.owners()["id"][0])]
    same_as_full(club, start)
    shutil.copytree(out / "kept", tmp_path / "aside")
    shutil.rmtree(out / "kept")
    pool.gather(give(given, {7: {3, 8}}), out)  # nobody notes what it adds
    shutil.copytree(tmp_path / "aside", out / "kept")
    same_as_full(pool.open(out, engine="numpy"), start)
    assert resumed == [False] * 4


@pytest.mark.parametrize("name", ["numpy", "duckdb"])
def test_a_pool_opened_before_it_grew_says_so(tmp_path, name):
    given = give(tmp_path / "given", {0: {1, 2}, 1: {3, 4}})
    pool.gather(given, tmp_path / "club")
    club = pool.open(tmp_path / "club", engine=name)
    pool.sketch(club, keep=True)
    pool.gather(give(given, {7: {3, 8}}), tmp_path / "club")
    for ask in (pool.sketch, pool.hops, pool.bridges, lambda c: pool.sketch(c, keep=True)):
        with pytest.raises(NetscoutError, match="open it again"):
            ask(club)


def test_tables_are_the_same_kept_or_not(tmp_path):
    pool.gather(give(tmp_path / "given", {0: {1, 2, 9}, 1: {3, 4}, 9: {5}}), tmp_path / "club")
    club = pool.open(tmp_path / "club", engine="numpy")
    start = club.owners()["person"].tolist()[:2]
    kept = pool.waves(club, start, hops=2, keep=True)
    pd.testing.assert_frame_equal(kept, pool.waves(club, start, hops=2))
    pd.testing.assert_frame_equal(pool.sketch(club, 2, keep=True), pool.sketch(club, 2))
    with pytest.raises(NetscoutError, match="nobody in the pool"):
        pool.waves(club, ["p-0"])


def test_only_rows_that_change_are_carried_on():
    """A chain 0 → 1 → 2 → 3; the tie 0 → 1 is new, and 3 is too far to hear of it."""
    giver, taker = np.array([0, 1, 2]), np.array([1, 2, 3])
    start = np.array([[1], [0], [0], [0]])
    old = [start] * 3
    asked = []

    def carry(ties, bits):
        asked.append(ties.tolist())
        return bits

    layers = grown(old, start, giver, taker, np.array([True, False, False]), carry)
    assert asked == [[0], [0, 1]]
    assert layers[-1][:, 0].tolist() == [1, 1, 1, 0]
