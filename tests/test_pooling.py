"""Chances that learn from one another, held to exact rules and to simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, norm

from netscout._pooling import pooled

PRIORS = [(1.7, 8.3), (2.6, 7.4), (4.0, 6.0)]


def means(posteriors):
    return [a / (a + b) for a, b in posteriors]


def test_nothing_seen_leaves_the_priors():
    assert pooled(PRIORS, np.zeros(3), np.zeros(3), [0.8] * 3) == PRIORS


def test_next_to_nothing_seen_gives_the_priors_back_by_integration():
    seen = np.full(3, 1e-9)
    for (a, b), (prior_a, prior_b) in zip(
        pooled(PRIORS, seen / 2, seen, [0.8] * 3), PRIORS, strict=True
    ):
        assert (a, b) == pytest.approx((prior_a, prior_b), rel=1e-6)


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), min_size=3, max_size=3))
@settings(max_examples=50, deadline=None)
def test_without_correlation_each_chance_is_beta_binomial(seen):
    yes, no = np.array(seen).T
    for (a, b), (prior_a, prior_b), y, n in zip(
        pooled(PRIORS, yes, yes + no, [0.0] * 3), PRIORS, yes, no, strict=True
    ):
        assert (a, b) == pytest.approx((prior_a + y, prior_b + n), rel=1e-4)


@pytest.mark.parametrize("correlation", [0.3, 0.8, 0.95])
def test_the_posterior_is_that_of_a_simulation(correlation):
    """Prior draws of the copula, weighted by how likely each makes what was seen."""
    yes, tried = np.array([3.0, 4.0, 0.0]), np.array([8.0, 9.0, 1.5])
    dice = np.random.default_rng(1)
    common = dice.normal(size=(400_000, 1))
    own = dice.normal(size=(400_000, 3))
    scores = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    p = np.stack([beta.ppf(norm.cdf(scores[:, i]), *PRIORS[i]) for i in range(3)], axis=1)
    weight = (p**yes * (1 - p) ** (tried - yes)).prod(axis=1)
    weight /= weight.sum()
    for place, (a, b) in enumerate(pooled(PRIORS, yes, tried, [correlation] * 3)):
        mean = p[:, place] @ weight
        spread = np.sqrt((p[:, place] - mean) ** 2 @ weight)
        error = spread * np.sqrt((weight**2).sum())
        assert abs(a / (a + b) - mean) < 4 * error
        assert np.sqrt(a * b / (a + b) ** 2 / (a + b + 1)) == pytest.approx(spread, rel=0.02)


@given(
    st.lists(st.integers(0, 12), min_size=3, max_size=3),
    st.lists(st.integers(0, 12), min_size=3, max_size=3),
    st.integers(0, 2),
    st.floats(0, 0.95),
)
@settings(max_examples=50, deadline=None)
def test_one_more_success_lowers_no_chance(yes, no, where, correlation):
    yes, tried = np.array(yes, float), np.array(yes, float) + np.array(no, float)
    more = np.eye(3)[where]
    before = means(pooled(PRIORS, yes, tried, [correlation] * 3))
    after = means(pooled(PRIORS, yes + more, tried + more, [correlation] * 3))
    assert all(b >= a - 1e-9 for a, b in zip(before, after, strict=True))
    assert after[where] > before[where]


def test_a_chance_apart_neither_teaches_nor_learns():
    yes, tried = np.array([9.0, 0.0, 5.0]), np.array([10.0, 0.0, 5.0])
    _, middle, last = pooled(PRIORS, yes, tried, [0.8, 0.8, 0.0])
    assert last == pytest.approx((9, 6), rel=1e-6)
    assert middle == pytest.approx(pooled(PRIORS[:2], yes[:2], tried[:2], [0.8, 0.8])[1])


@pytest.mark.parametrize("many", [1_000, 10_000])
def test_much_experience_speaks_for_itself(many):
    yes, tried = np.array([0.1 * many, 0, 0]), np.array([float(many), 0, 0])
    (a, b), *_ = pooled(PRIORS, yes, tried, [0.8] * 3)
    assert a / (a + b) == pytest.approx(0.1, abs=1e-3)
    assert a + b == pytest.approx(many, rel=0.01)
