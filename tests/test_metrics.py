"""Metrics against values by hand and against every order of what is equal."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netscout._metrics import (
    block_bootstrap,
    brier,
    discounts,
    equal_bins,
    hit,
    jeffreys,
    log_loss,
    ndcg,
    reliability,
)

SECOND, THIRD = 1 / math.log2(3), 0.5


def array(*values):
    return np.array(values, float)


def orders(score):
    """Every order that agrees with the scores, best first."""
    for order in itertools.permutations(range(len(score))):
        if all(score[a] >= score[b] for a, b in itertools.pairwise(order)):
            yield order


def test_a_discount_halves_at_the_third_place_and_ends_after_the_last():
    assert discounts(array(9, 1, 5, 3), 3) == pytest.approx([1, 0, SECOND, THIRD])


def test_equal_scores_share_their_places():
    assert discounts(array(5, 7, 5), 2) == pytest.approx([SECOND / 2, 1, SECOND / 2])


def test_ndcg_by_hand():
    gain = array(3, 2, 0)
    best = 3 + 2 * SECOND
    assert ndcg(gain, array(3, 2, 1), 3) == pytest.approx(1)
    assert ndcg(gain, array(1, 2, 3), 3) == pytest.approx((2 * SECOND + 3 * THIRD) / best)
    assert ndcg(gain, array(1, 2, 3), 1) == 0
    assert math.isnan(ndcg(array(0, 0), array(1, 2), 2))


def test_hit_by_hand():
    assert hit(array(0, 1, 0), array(3, 2, 1), 1) == 0
    assert hit(array(0, 1, 0), array(3, 2, 1), 2) == 1
    assert hit(array(0, 1, 0, 0), array(1, 1, 1, 1), 1) == pytest.approx(1 / 4)
    assert hit(array(0, 0), array(1, 2), 5) == 0


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=6),
    st.integers(1, 7),
)
@settings(max_examples=60, deadline=None)
def test_ties_are_the_mean_over_every_order(rows, k):
    gain, score = array(*(g for g, _ in rows)), array(*(s for _, s in rows))
    discount = [1 / math.log2(2 + place) if place < k else 0 for place in range(len(rows))]
    best = sum(g * d for g, d in zip(sorted(gain, reverse=True), discount, strict=True))
    each = [[gain[item] for item in order] for order in orders(score)]
    hits = [any(g > 0 for g in one[:k]) for one in each]
    assert hit(gain, score, k) == pytest.approx(np.mean(hits))
    if best:
        values = [sum(g * d for g, d in zip(one, discount, strict=True)) / best for one in each]
        assert ndcg(gain, score, k) == pytest.approx(np.mean(values))


def test_brier_and_log_loss_by_hand():
    chance, outcome = array(0.8, 0.3), array(1, 0)
    assert brier(chance, outcome) == pytest.approx((0.04 + 0.09) / 2)
    assert log_loss(chance, outcome) == pytest.approx(-(math.log(0.8) + math.log(0.7)) / 2)
    assert math.isfinite(log_loss(array(0), array(1)))
    assert math.isnan(brier(array(), array()))
    assert math.isnan(log_loss(array(), array()))


def test_bins_are_of_equal_size_and_keep_equal_chances_together():
    assert equal_bins(array(0.4, 0.1, 0.3, 0.2), 2).tolist() == [1, 0, 1, 0]
    assert equal_bins(array(0.2, 0.2, 0.2, 0.9), 2).tolist() == [0, 0, 0, 1]
    assert equal_bins(array(0.5, 0.5), 10).tolist() == [0, 0]


def test_reliability_by_hand():
    table = reliability(array(0.1, 0.3, 0.6, 0.8), array(0, 1, 1, 1), bins=2)
    assert table.n.tolist() == [2, 2]
    assert table.chance == pytest.approx([0.2, 0.7])
    assert table.share == pytest.approx([0.5, 1.0])
    assert table.high[1] == 1
    assert (table.low <= table.share).all()
    assert (table.share <= table.high).all()


def test_the_interval_of_jeffreys_holds_its_probability():
    low, high = jeffreys(array(3), array(10), 0.9)
    p = (np.arange(200_000) + 0.5) / 200_000
    density = p**2.5 * (1 - p) ** 6.5
    density /= density.sum()
    assert density[p < low].sum() == pytest.approx(0.05, abs=1e-4)
    assert density[p > high].sum() == pytest.approx(0.05, abs=1e-4)
    assert jeffreys(array(0), array(5), 0.9)[0] == 0


def test_whole_blocks_are_drawn():
    over, under, block = array(1, 1, 0, 0), array(1, 1, 1, 1), np.array([7, 7, 3, 3])
    draws = block_bootstrap(over, under, block, draws=4000)
    values, counts = np.unique(draws, return_counts=True)
    assert values.tolist() == [0, 0.5, 1]
    assert counts / 4000 == pytest.approx([0.25, 0.5, 0.25], abs=0.03)


def test_methods_share_the_blocks_of_a_draw():
    over = np.array([[1.0, 3.0], [2.0, 6.0]])
    draws = block_bootstrap(over, np.ones((2, 2)), np.array([0, 1]), draws=50)
    assert draws.shape == (50, 2)
    assert draws[:, 1] == pytest.approx(2 * draws[:, 0])


def test_a_draw_without_anything_under_the_line_says_nothing():
    draws = block_bootstrap(array(1, 0), array(1, 0), np.array([0, 1]), draws=200)
    assert np.isnan(draws).any()
    assert (draws[~np.isnan(draws)] == 1).all()


def test_the_bootstrap_is_the_same_every_time():
    args = (array(1, 2, 3), array(3, 2, 1), np.array([0, 1, 2]))
    assert (block_bootstrap(*args, seed=4) == block_bootstrap(*args, seed=4)).all()
    assert (block_bootstrap(*args, seed=4) != block_bootstrap(*args, seed=5)).any()
