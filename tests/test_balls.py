"""Balls and reverse-reachable sets: the compiled kernels against NumPy, at every edge."""

import threading
import time

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="numba (extra fast) is not installed")

from netscout import _balls, _balls_compiled
from netscout._balls_compiled import _in_threads
from netscout._worlds import thresholds
from netscout.pool.steps import set_polynomials

WAYS = {"walked": (1.1, 1.1), "collected": (0.0, 0.0), "handed on": (0.0, 1.1), "both": (0.0, 0.5)}
"""From which density on balls are moved together, and from which share on bits are collected."""


def ties_of(people, pairs):
    """Return ties in rows, both ways, as the kernels take them."""
    source, target = np.array(pairs, np.int64).reshape(-1, 2).T
    order, bounds = _balls.rows(source, people)
    against, back = _balls.rows(target, people)
    return _balls.Ties(
        (bounds, target[order].astype(np.int32)), (back, source[against].astype(np.int32))
    )


@st.composite
def networks(draw):
    people = draw(st.integers(1, 9))
    person = st.integers(0, people - 1)
    pairs = draw(st.lists(st.tuples(person, person), max_size=20))  # loops and doubles, too
    firm = draw(st.none() | st.lists(st.integers(-1, 3), min_size=people, max_size=people))
    return people, pairs, firm, draw(st.lists(person, max_size=12))


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None)
@given(network=networks(), hops=st.integers(0, 4))
@example(network=(1, [], None, [0]), hops=1).via("one person")
@example(network=(1, [(0, 0)], [-1], [0, 0]), hops=2).via("who knows only themselves")
@example(network=(4, [(0, 1)], [-1] * 4, [3, 3, 0]), hops=1).via("nobody has a firm")
@example(network=(3, [(0, 1)], [3, -1, 3], []), hops=2).via("no sources")
@example(network=(3, [(0, 1), (1, 2)], [2, 0, 2], [2, 0, 2] * 400), hops=2).via("three lines")
def test_balls_are_those_of_numpy(way, network, hops):
    people, pairs, firm, sources = network
    ties, sources = ties_of(people, pairs), np.array(sources, np.int64)
    firm = None if firm is None else np.array(firm, np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_balls_compiled, "_DENSE", WAYS[way][0])
        patch.setattr(_balls_compiled, "_MANY", WAYS[way][1])
        found = _balls_compiled.ball(ties, firm, sources, hops)
        reach = _balls_compiled.reach_of_each(ties, sources, hops)
    for left, right in zip(found, _balls.ball(ties, firm, sources, hops), strict=True):
        assert left.tolist() == right.tolist()
    assert reach.tolist() == _balls.reach_of_each(ties, sources, hops).tolist()


@settings(deadline=None)
@given(networks(), st.integers(0, 4), st.booleans(), st.integers(0, 9))
def test_sets_are_those_of_numpy(network, hops, few, seed):
    people, pairs, _, roots = network
    ties = ties_of(people, pairs)
    bounds, source = ties.into
    random = np.random.default_rng(seed)
    of_ties = random.integers(0, 2**31 - 1, len(source)), thresholds(random.random(len(source)))
    of_people = random.integers(0, 2**31 - 1, people), thresholds(random.random(people) ** 0.2)
    worlds = np.array(roots, np.int64), set_polynomials(0, len(roots), seed)
    near = _balls.nearest(ties.out, np.arange(0, people, 3), hops) if few else None
    given = bounds, (source, *of_ties), of_people, worlds, hops, near
    for left, right in zip(_balls_compiled.back(*given), _balls.back(*given), strict=True):
        assert left.tolist() == right.tolist()


def test_a_full_room_is_emptied_between_sets(monkeypatch):
    people = 40
    ties = ties_of(people, [(a, b) for a in range(people) for b in range(people)])
    bounds, source = ties.into
    always = np.full(len(source), 2**31)
    given = (
        bounds,
        (source, np.arange(len(source)), always),
        (np.arange(people), np.full(people, 2**31)),
        (np.arange(people).repeat(5), set_polynomials(0, 5 * people, 1)),
        2,
    )
    monkeypatch.setattr(_balls_compiled, "_ROOM", 1)  # one set at a time and no more
    sets, person = _balls_compiled.back(*given)
    assert len(sets) == 5 * people**2  # everybody is in every set
    for left, right in zip((sets, person), _balls.back(*given), strict=True):
        assert (left == right).all()


@pytest.mark.parametrize("count", [0, 1, 5, 64])
def test_blocks_keep_their_order(count):
    made = _in_threads(lambda block: block.tolist(), np.arange(count), 5)
    assert np.concatenate([[], *made]).tolist() == list(range(count))


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_an_error_in_any_thread_is_raised_and_stops_the_others(monkeypatch, where):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    here, both = threading.current_thread(), threading.Barrier(2, timeout=20)
    begun = []

    def job(block):
        begun.append(block)
        if len(begun) <= 2:
            both.wait()
        if (threading.current_thread() is here) == (where == "here"):
            raise ZeroDivisionError
        time.sleep(0.01)

    with pytest.raises(ZeroDivisionError):
        _in_threads(job, np.arange(1_000), 1)
    assert len(begun) < 100
