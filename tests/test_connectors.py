"""Names to come, against every way in which they can have come."""

import itertools

import numpy as np
import pytest

from netscout.connectors import names_to_come


def by_hand(given, arrived, any_, more):
    """Names to come, by every number of names and every set of those that have come."""
    chances = {0: 1 - any_}
    for two in itertools.product([0, 1], repeat=2):
        number = 1 + sum(two)
        chance = any_ * np.prod([more if one else 1 - more for one in two])
        chances[number] = chances.get(number, 0) + chance
    likely, left = 0.0, 0.0
    for number, chance in chances.items():
        for come in itertools.product([0, 1], repeat=number):
            if sum(come) == given:
                weight = chance * np.prod([arrived if one else 1 - arrived for one in come])
                likely += weight
                left += weight * (number - given)
    return left / likely


@pytest.mark.parametrize("given", [0, 1, 2, 3])
@pytest.mark.parametrize("arrived", [0.1, 0.5, 0.95])
def test_names_to_come_are_those_of_every_case(given, arrived):
    found = names_to_come(np.array([given]), np.array([arrived]), any_=0.6, count=2.2)
    assert found[0] == pytest.approx(by_hand(given, arrived, 0.6, 0.6))


def test_who_has_named_one_will_sooner_name_another_than_who_named_nobody():
    fresh, one, all_ = names_to_come(np.array([0, 1, 3]), np.full(3, 0.6), any_=0.5, count=2.5)
    assert one > fresh > all_ == 0


def test_nothing_comes_when_the_time_is_over():
    late = names_to_come(np.array([0, 1, 2]), np.ones(3), any_=0.5, count=2.5)
    assert late == pytest.approx(0)
