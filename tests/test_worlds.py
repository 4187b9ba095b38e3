"""The kernels against arithmetic by hand, NetworkX and exact enumeration."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netscout import _worlds as worlds
from netscout._paths import best_chains, best_paths


def test_a_coin_is_the_polynomial_of_its_number():
    numbers = np.array([0, 1, 12_345, worlds.P - 1], np.int64)
    below = worlds.thresholds(np.full((1, 4), 0.3))
    masks = worlds.coins(numbers, below, 2, "person", 7)
    for world, (a, b, c) in enumerate(worlds.coefficients(2 * worlds.BITS, "person", 7)):
        word, bit = divmod(world, worlds.BITS)
        for column, x in enumerate(numbers.tolist()):
            live = (a * x * x + b * x + c) % worlds.P < round(0.3 * 2**31)
            assert bool(masks[0, word, column] >> bit & 1) == live


def test_the_bits_are_the_same_on_every_machine():
    """Written down once; another release, machine or engine must find the same."""
    numbers = np.arange(1, 4, dtype=np.int64) * 1_000_003
    masks = worlds.coins(numbers, worlds.thresholds(np.full((1, 3), 0.5)), 1, "person", 1)
    assert masks[0, 0].tolist() == GOLDEN_MASKS
    assert worlds.tie_numbers(numbers[:2], numbers[1:]).tolist() == GOLDEN_TIES


@pytest.mark.parametrize("chance", [0.0, 0.05, 0.5, 0.95, 1.0])
def test_coins_are_live_in_their_share_of_worlds(chance):
    numbers = np.random.default_rng(1).integers(0, worlds.P, 500)
    masks = worlds.coins(numbers, worlds.thresholds(np.full((1, 500), chance)), 16, "tie", 3)
    share = worlds.share(masks[0]).mean()
    assert abs(share - chance) <= 5 * np.sqrt(chance * (1 - chance) / (500 * 992))


def test_coins_of_different_people_are_independent():
    numbers = np.random.default_rng(2).integers(0, worlds.P, 200)
    masks = worlds.coins(numbers, worlds.thresholds(np.full((1, 200), 0.5)), 32, "person", 5)[0]
    both = worlds.share(masks[:, :-1] & masks[:, 1:])
    triple = worlds.share(masks[:, :-2] & masks[:, 1:-1] & masks[:, 2:])
    n = 32 * worlds.BITS
    assert abs(both.mean() - 0.25) < 5 * np.sqrt(0.25 * 0.75 / (n * len(both)))
    assert abs(triple.mean() - 0.125) < 5 * np.sqrt(0.125 * 0.875 / (n * len(triple)))


def test_more_worlds_begin_with_the_same_worlds():
    numbers = np.arange(10, dtype=np.int64)
    below = worlds.thresholds(np.full((1, 10), 0.4))
    few, many = (worlds.coins(numbers, below, words, "tie", 1) for words in (2, 5))
    assert (many[:, :2] == few).all()


@given(st.integers(0, 2**32), st.integers(2, 12), st.integers(0, 4))
def test_spread_reaches_what_networkx_reaches(seed, people, hops):
    random = np.random.default_rng(seed)
    G = nx.gnp_random_graph(people, 0.3, seed=int(seed % 2**31), directed=True)
    edges = sorted(G.edges, key=lambda edge: (edge[1], edge[0]))
    source, target = np.array(edges, np.int64).reshape(-1, 2).T
    live = random.integers(0, 2**62, (1, len(edges)))
    talks = random.integers(0, 2**62, (1, people))
    start = np.zeros((1, people), np.int64)
    start[0, 0] = worlds.FULL
    found = worlds.spread(start, source, target, live, talks, hops)
    for world in range(0, 62, 13):
        on = lambda mask: bool(mask >> world & 1)  # noqa: B023, E731
        H = nx.DiGraph()
        H.add_node(0)
        H.add_edges_from(
            edge for edge, mask in zip(edges, live[0].tolist(), strict=True)
            if on(mask) and on(int(talks[0, edge[1]]))
        )  # fmt: skip
        reached = nx.single_source_shortest_path_length(H, 0, cutoff=hops)
        assert {v for v in range(people) if on(int(found[0, v]))} == set(reached)


@given(st.integers(0, 2**32), st.integers(2, 7), st.integers(0, 3), st.integers(1, 4))
def test_chains_are_the_best_of_all_simple_paths(seed, people, hops, k):
    random = np.random.default_rng(seed)
    G = nx.gnp_random_graph(people, 0.4, seed=int(seed % 2**31), directed=True)
    edges = sorted(G.edges, key=lambda edge: (edge[1], edge[0]))
    source, target = np.array(edges, np.int64).reshape(-1, 2).T
    step = random.random(len(edges))
    start = np.where(random.random(people) < 0.5, random.random(people), 0.0)
    chance = dict(zip(edges, step.tolist(), strict=True))
    to = people - 1
    products = sorted(
        (
            (start[path[0]] * np.prod([chance[e] for e in itertools.pairwise(path)]), path)
            for first in range(people)
            for path in _simple_paths(G, first, to, hops)
            if start[path[0]] > 0
        ),
        reverse=True,
    )
    found = best_paths(start, source, target, step, to=to, k=k, hops=hops)
    firsts = [path[0][0] for path in found]
    assert len(found) == min(k, len(products))
    best_of = {}
    for product, path in products:
        best_of.setdefault(path[0], product)
    distinct = sorted(best_of.values(), reverse=True)[:k]
    assert np.allclose([np.prod([c for _, c in path]) for path in found][: len(distinct)], distinct)
    assert len(set(firsts[: len(distinct)])) == len(distinct)
    best, before = best_chains(start, source, target, step, hops)
    assert best[:, to].max() == pytest.approx(products[0][0] if products else 0.0)
    if products:
        hop = int(best[:, to].argmax())
        chain = [to]
        while hop:
            chain.append(int(before[hop, chain[-1]]))
            hop -= 1
        assert best_of[chain[-1]] == pytest.approx(products[0][0])


def _simple_paths(G, first, to, hops):
    if first == to:
        return [(to,)]
    return map(tuple, nx.all_simple_paths(G, first, to, cutoff=hops)) if hops else []


@given(st.lists(st.integers(-1, 4), max_size=20))
def test_any_of_is_the_union_of_each_group(groups):
    random = np.random.default_rng(len(groups))
    masks = random.integers(0, 2**62, (2, len(groups)))
    found = worlds.any_of(masks, np.array(groups, np.int64), 5)
    for group in range(5):
        union = np.bitwise_or.reduce(masks[:, np.array(groups, np.int64) == group], axis=1)
        assert (found[:, group] == union).all()


def test_onward_value_is_exact_on_a_tree_and_an_upper_bound_elsewhere():
    value = np.array([0.0, 1.0, 1.0, 1.0])
    source, target = np.array([0, 1, 1]), np.array([1, 2, 3])
    step = np.array([0.5, 0.5, 0.25])
    assert worlds.onward_value(value, source, target, step, 2)[0] == pytest.approx(0.5 * 1.75)
    assert worlds.onward_value(value, source, target, step, 1)[0] == pytest.approx(0.5)


GOLDEN_MASKS = [1586224040131949148, 3839366288325002087, 4227892975929515580]
GOLDEN_TIES = [1417232567, 1073306573]
