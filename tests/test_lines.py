"""Bits of many people moved and counted a line at a time, against plain NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="numba (extra fast) is not installed")

from netscout._balls_compiled import _by_bit
from netscout._lines import WORDS, lines


def counted(rows):
    bits = np.unpackbits(rows.view(np.uint8), axis=1, bitorder="little")
    return bits.sum(axis=0, dtype=np.int64)


@given(st.integers(0, 70), st.integers(0, 2**32), st.sampled_from([0.01, 0.5, 0.99]))
def test_bits_are_counted_over_any_number_of_lines(count, seed, share):
    bits = np.random.default_rng(seed).random((count, WORDS * 64)) < share
    rows = lines(count)
    rows[:] = np.packbits(bits, axis=1, bitorder="little").view(np.int64)
    assert (_by_bit(rows) == counted(rows)).all()


@pytest.mark.parametrize("count", [255, 256, 257, 65_537])
def test_counts_may_have_many_digits(count):
    rows = lines(count)
    rows[:] = -1
    rows[0, 3] = 0
    expected = np.full(WORDS * 64, count)
    expected[3 * 64 : 4 * 64] -= 1
    assert (_by_bit(rows) == expected).all()


@pytest.mark.parametrize("count", [1, 3, 100_000])
def test_no_line_lies_across_two_of_memory(count):
    rows = lines(count)
    assert rows.shape == (count, WORDS)
    assert rows.ctypes.data % 64 == 0
    assert rows.flags["C_CONTIGUOUS"]
    assert not rows.any()
