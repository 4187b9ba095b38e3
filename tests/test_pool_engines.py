"""Every engine gives the same bits, for every row order, thread count and memory limit."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import graph, signatures, write_graph

from netscout import _balls, _worlds, pool
from netscout._cover import cover, covered, limits
from netscout.pool.steps import draw_roots, set_polynomials

FAST = pytest.param("compiled", marks=pytest.mark.skipif(
    importlib.util.find_spec("numba") is None, reason="numba (extra fast) is not installed"
))  # fmt: skip
ENGINES = {
    "numpy": lambda: "numpy",
    "compiled": lambda: "compiled",
    "two threads": lambda: pool.DuckDB(threads=2),
    "one thread, 200 MB": lambda: pool.DuckDB(threads=1, memory="200MB"),
}


def opened(folder, name):
    engine = ENGINES[name]()
    return pool.open(folder, engine=engine), engine


def close(engine):
    if not isinstance(engine, str):
        engine.close()


def golden_of(place, people, ties):
    """Return a network's folder and tables, and what every step gives in NumPy."""
    nodes, pairs = graph(people, ties)
    folder = write_graph(place / "g", nodes, pairs)
    return folder, nodes, pairs, signatures(pool.open(folder, engine="numpy").steps, ids_of(nodes))


def ids_of(people):
    return people["id"].to_numpy()


@pytest.fixture(scope="module")
def three_hundred(tmp_path_factory):
    return golden_of(tmp_path_factory.mktemp("pool"), 300, 2_500)


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory):
    return golden_of(tmp_path_factory.mktemp("pool"), 10_000, 80_000)


@pytest.mark.parametrize("name", [FAST, "two threads", "one thread, 200 MB"])
@pytest.mark.parametrize(
    "size", ["three_hundred", pytest.param("ten_thousand", marks=pytest.mark.slow)]
)
def test_an_engine_gives_the_bits_of_the_reference(request, size, name):
    folder, people, _, golden = request.getfixturevalue(size)
    club, engine = opened(folder, name)
    assert signatures(club.steps, ids_of(people)) == golden
    close(engine)


@pytest.mark.parametrize("name", ["numpy", "two threads"])
def test_the_order_of_rows_changes_nothing(three_hundred, tmp_path, name):
    _, people, ties, golden = three_hundred
    write_graph(
        tmp_path / "g", people.sample(frac=1, random_state=1), ties.sample(frac=1, random_state=2)
    )
    club, engine = opened(tmp_path / "g", name)
    assert signatures(club.steps, people["id"].to_numpy()) == golden
    close(engine)


@pytest.mark.parametrize(
    "size", ["three_hundred", pytest.param("ten_thousand", marks=pytest.mark.slow)]
)
def test_the_golden_signatures_stay(request, size):
    assert request.getfixturevalue(size)[3] == GOLDEN[size]


@settings(max_examples=6, deadline=None)
@given(people=st.integers(1, 12), ties=st.integers(1, 40), seed=st.integers(0, 99))
def test_small_networks_are_the_same_everywhere(tmp_path_factory, people, ties, seed):
    nodes, pairs = graph(people, ties, seed)
    folder = write_graph(tmp_path_factory.mktemp("pool") / "g", nodes, pairs)
    ids = nodes["id"].to_numpy()
    names = ["two threads"] + ["compiled"] * (importlib.util.find_spec("numba") is not None)
    golden = signatures(pool.open(folder, engine="numpy").steps, ids, words=1)
    for name in names:
        club, engine = opened(folder, name)
        assert signatures(club.steps, ids, words=1) == golden
        close(engine)


def test_reach_agrees_with_an_independent_generator(three_hundred):
    folder, people, _, _ = three_hundred
    steps = pool.open(folder, engine="numpy").steps
    start = people["id"].to_numpy()[:3]
    words = 16
    _, masks = steps.spread(start, hops=3, words=words, seed=1)
    each_world = [((masks[w] >> bit) & 1).sum() for w in range(words) for bit in range(62)]
    rng = np.random.default_rng(5)
    totals = []
    for _ in range(1_000):
        live = rng.random(len(steps.source)) < steps.below / 2**31
        talks = rng.random(len(steps.id)) < steps.talk / 2**31
        reached = np.zeros(len(steps.id), bool)
        reached[:3] = True
        for _hop in range(3):
            passed = steps.target[live & reached[steps.source]]
            reached[passed[talks[passed]]] = True
        totals.append(reached.sum())
    error = np.hypot(np.std(each_world) / len(each_world) ** 0.5, np.std(totals) / 1_000**0.5)
    assert abs(np.mean(each_world) - np.mean(totals)) < 3 * error


def test_balls_are_those_of_networkx(three_hundred):
    import networkx as nx

    folder, people, ties, _ = three_hundred
    G = nx.from_pandas_edgelist(ties, "source", "target", create_using=nx.DiGraph)
    G.add_nodes_from(people["id"])
    ids = people["id"].to_numpy()
    firms = people.set_index("id")["firm"]
    sources, counts, companies = pool.open(folder, engine="numpy").steps.balls(ids, hops=2)
    for source, count, firm in zip(sources, counts, companies, strict=True):
        ball = list(nx.single_source_shortest_path_length(G, source, cutoff=2))
        assert count == len(ball) - 1
        assert firm == len(set(firms.loc[ball]) - {""})


@pytest.mark.parametrize(
    ("dense", "many"),
    [(1.1, 1.1), (0.0, 0.0), (0.0, 1.1), (0.0, 0.9)],
    ids=["walked", "collected", "handed on", "both"],
)
def test_balls_are_counted_alike_in_every_way(tmp_path, monkeypatch, dense, many):
    pytest.importorskip("numba", reason="numba (extra fast) is not installed")
    monkeypatch.setattr("netscout._balls_compiled._DENSE", dense)
    monkeypatch.setattr("netscout._balls_compiled._MANY", many)
    people, ties = graph(1_100, 4_000)
    folder = write_graph(tmp_path / "g", people, ties)
    ids = people["id"].to_numpy()
    plain, fast = (pool.open(folder, engine=name).steps for name in ("numpy", "compiled"))
    for left, right in zip(plain.balls(ids, hops=2), fast.balls(ids, hops=2), strict=True):
        assert (left == right).all()
    assert (plain.targets(ids, hops=2)[1] == fast.targets(ids, hops=2)[1]).all()
    alone, firms = fast.kernels.ball(fast._ties, None, np.arange(len(ids)), 2)
    assert (alone == plain.balls(ids, hops=2)[1]).all()
    assert not firms.any()


def test_a_sketch_is_near_the_count(three_hundred):
    folder, people, _, _ = three_hundred
    club = pool.open(folder, engine="numpy")
    _, counts, _ = club.steps.balls(people["id"].to_numpy(), hops=2)
    estimate = pool.sketch(club, 2).set_index("person")["people"]
    persons = [f"p-{id_:016x}" for id_ in people["id"]]
    many = counts >= 30
    ratio = estimate.loc[persons].to_numpy()[many] / (counts[many] + 1)
    assert 0.75 < ratio.mean() < 1.25  # one seed: the maps' errors are shared by everybody


def test_sets_are_the_forward_reach_seen_from_the_other_end(three_hundred):
    steps = pool.open(three_hundred[0], engine="numpy").steps
    found, person = steps.sets(np.array([7]), 0, hops=3, seed=1)
    tie, own = set_polynomials(0, 1, 1)[0].reshape(2, 3)
    live = _balls._live(steps.tie_number, steps.below, tie[None])
    talks = _balls._live(steps.number, steps.talk, own[None])
    for place in range(len(steps.id)):
        start = np.zeros((1, len(steps.id)), np.int64)
        start[0, place] = talks[place]
        forward = _worlds.spread(
            start, steps.source, steps.target, live[None].astype(int), talks[None].astype(int), 3
        )
        assert forward[0, 7] == (place in person)
    assert set(found) <= {0}


@settings(max_examples=20, deadline=None)
@given(
    people=st.integers(2, 30),
    ties=st.integers(1, 90),
    hops=st.integers(0, 6),
    seed=st.integers(0, 99),
)
def test_sets_of_some_are_those_of_all_without_the_others(
    tmp_path_factory, people, ties, hops, seed
):
    import networkx as nx

    nodes, pairs = graph(people, ties, seed)
    folder = write_graph(tmp_path_factory.mktemp("pool") / "g", nodes, pairs)
    some = np.unique(np.random.default_rng(seed).integers(0, people, 2))
    roots = draw_roots(np.ones(people, np.int64), 0, 40, seed)
    kinds = ["numpy"] + ["compiled"] * (importlib.util.find_spec("numba") is not None)
    for steps in (pool.open(folder, engine=kind).steps for kind in kinds):
        sets, person = steps.sets(roots, 0, hops=hops, seed=seed)
        wanted = np.isin(person, some)
        found = steps.sets(roots, 0, hops=hops, seed=seed, among=some)
        assert (np.stack(found) == np.stack([sets, person])[:, wanted]).all()
    G = nx.DiGraph(list(zip(steps.source.tolist(), steps.target.tolist(), strict=True)))
    G.add_nodes_from(range(people))
    away = nx.multi_source_dijkstra_path_length(G, set(some.tolist()))
    most = max(1, min(hops, 4))
    expected = [0 if v in some else min(away.get(v, most), most) for v in range(people)]
    assert _balls.nearest(steps._out, some, hops).tolist() == expected


def test_the_draws_of_a_set_are_its_own():
    weights = np.array([0, 1, 3])
    assert (set_polynomials(5, 5, 1) == set_polynomials(0, 10, 1)[5:]).all()
    roots = draw_roots(weights, 0, 20_000, 1)
    assert (draw_roots(weights, 500, 100, 1) == roots[500:600]).all()
    share = np.bincount(roots, minlength=3) / 20_000
    assert share[0] == 0
    assert abs(share[1] - 0.25) < 5 * np.sqrt(0.25 * 0.75 / 20_000)


def test_coins_of_sets_are_live_in_their_share_and_independent():
    polynomials = set_polynomials(0, 20_000, 3)
    below = _worlds.thresholds(np.array(0.3))
    coins = [
        _balls._live(np.int64(x), below, part)
        for x in (1, 2, 12_345_678)
        for part in (polynomials[:, :3], polynomials[:, 3:])
    ]
    alone, both = (5 * np.sqrt(p * (1 - p) / 20_000) for p in (0.3, 0.09))
    for left, coin in enumerate(coins):
        assert abs(coin.mean() - 0.3) < alone
        assert abs((coin[1:] & coin[:-1]).mean() - 0.09) < both
        for other in coins[left + 1 :]:
            assert abs((coin & other).mean() - 0.09) < both


def test_the_choice_is_greedy_and_its_bound_holds():
    from itertools import combinations

    for seed in range(8):
        rng = np.random.default_rng(seed)
        pairs = np.unique(rng.integers(0, [40, 9], (90, 2)), axis=0)
        sets, person = pairs.T
        found = cover(sets, person, 9, np.arange(1, 9), 3)
        hits = covered(sets, person, found.people)
        best = max(covered(sets, person, np.array(c)) for c in combinations(range(1, 9), 3))
        assert hits == found.gains.sum()
        assert (1 - (2 / 3) ** 3) * best <= hits <= best <= found.bound
        assert found.gains[0] == max(covered(sets, person, np.array([c])) for c in range(1, 9))
        assert 0 not in found.people


def test_the_certificate_fails_rarely():
    rng = np.random.default_rng(1)
    hits = rng.binomial(1_000, 0.3, 2_000)
    low = np.array([limits(int(h), int(h), 1_000, 0.1)[0] for h in hits])
    high = np.array([limits(int(h), int(h), 1_000, 0.1)[1] for h in hits])
    assert (low > 0.3).mean() < 0.05
    assert (high < 0.3).mean() < 0.05


@pytest.mark.parametrize("few", [False, True])
@pytest.mark.parametrize("name", [FAST, "two threads"])
def test_the_choice_is_the_same_on_every_engine(three_hundred, name, few):
    folder, people, _, _ = three_hundred
    among = [f"p-{id_:016x}" for id_ in people["id"][::3]] if few else None
    tables = []
    for kind in ("numpy", name):
        club, engine = opened(folder, kind)
        tables.append(pool.choose(club, 4, among=among, hops=2, eps=0.2))
        close(engine)
    pd.testing.assert_frame_equal(*tables)
    assert tables[0].attrs == tables[1].attrs
    assert not few or set(tables[0]["person"]) <= set(among)
    assert tables[0].attrs["ratio"] >= 1 - 1 / np.e - 0.2
    assert tables[0].attrs["low"] <= tables[0]["adds"].sum() <= tables[0].attrs["high"]


def test_an_unknown_engine_names_the_nearest(three_hundred):
    with pytest.raises(ValueError, match="'duckdb'"):
        pool.open(three_hundred[0], engine="duckbd")


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="numba is not installed")
def test_compiled_kernels_are_kept_though_the_installation_cannot_be_written(tmp_path):
    """A file where Python keeps its caches stops even an administrator from writing there."""
    site = tmp_path / "site"
    shutil.copytree(
        Path(pool.__file__).parents[1], site / "netscout", ignore=lambda *_: ["__pycache__"]
    )
    (site / "netscout" / "__pycache__").write_text("")
    (tmp_path / "a file").write_text("")

    def kept(cache):
        environment = os.environ | {"PYTHONPATH": str(site), "XDG_CACHE_HOME": str(cache)}
        environment.pop("NUMBA_CACHE_DIR", None)
        found = subprocess.run(
            [sys.executable, "-c", KEPT],
            cwd=tmp_path,  # where there is no other netscout
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(found.stdout)

    masks = _worlds.coins(np.arange(9), np.full((1, 9), 2**30), 1, "tie", 1)
    for cache, hits in (("cache", False), ("cache", True), ("a file", False)):
        home, all_kept, total = kept(tmp_path / cache)
        assert home.startswith(str(site))
        assert all_kept == hits
        assert total == masks.sum()
    assert list((tmp_path / "cache").rglob("*.nbi"))


KEPT = """
import json, numpy as np, netscout
from netscout import _balls_compiled as balls, _worlds_compiled as worlds
names = "_merged _walk _hand_on _collect _any_of _add_up _back".split()
made = [worlds._coins, worlds._spread, *(getattr(balls, name) for name in names)]
kept = [sum(kernel.stats.cache_hits.values()) for kernel in made]
total = worlds.coins(np.arange(9), np.full((1, 9), 2**30), 1, "tie", 1).sum()
print(json.dumps([netscout.__file__, all(kept), int(total)]))
"""


GOLDEN = {
    "three_hundred": {
        "spread": "0f6384e1a7793932",
        "balls": "317cc7847cda120b",
        "targets": "a5c434be129c471c",
        "sketch": "f3bb5111c2c67df5",
        "sets": "12348e8ae58a4066",
        "sets of some": "9cd810f1ed4c17af",
    },
    "ten_thousand": {
        "spread": "b5d178d226b2eeef",
        "balls": "aa7fd1375ceedda3",
        "targets": "bb20f7a5a54e559f",
        "sketch": "c60c451aeb32ea89",
        "sets": "120cb2aa3851e12d",
        "sets of some": "4fea4a6b2d627a6d",
    },
}
