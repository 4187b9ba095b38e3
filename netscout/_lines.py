"""Lines of 512 bits as one value, for the compiled kernels.

An array of (n, 8) words is n lines. In a kernel, `line` reads one and `put` writes one; where the
machine has registers of that size, each is one instruction.

Needs numba, the extra `fast`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic, models, register_model

if TYPE_CHECKING:
    from netscout._worlds import Ints

WORDS = 8
"""Words in a line; as many bytes as memory moves at a time."""

_VALUE = ir.VectorType(ir.IntType(64), WORDS)


class _Line(types.Type):
    """What numba knows of a line: its name."""

    def __init__(self) -> None:
        super().__init__(name="Line")


@register_model(_Line)
class _LineModel(models.PrimitiveModel):
    """What a line is to the machine."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VALUE)


def lines(count: int) -> Ints:
    """Return so many empty lines, (count, 8), none of which lies across two of memory's."""
    words = np.zeros((count + 1) * WORDS, np.int64)
    first = -(words.ctypes.data // words.itemsize) % WORDS
    made: Ints = words[first : first + count * WORDS].reshape(count, WORDS)
    return made


def _place(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    rows = context.make_array(signature.args[0])(context, builder, arguments[0])
    at = context.cast(builder, arguments[1], signature.args[1], types.int64)
    return builder.gep(builder.bitcast(rows.data, _VALUE.as_pointer()), [at])


@intrinsic
def line(_typing: Any, rows: Any, place: Any) -> Any:
    """Return one of the lines."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value = builder.load(_place(context, builder, signature, arguments))
        value.align = 8
        return value

    return _Line()(rows, place), code


@intrinsic
def put(_typing: Any, rows: Any, place: Any, value: Any) -> Any:
    """Write one of the lines."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.store(arguments[2], _place(context, builder, signature, arguments)).align = 8
        return context.get_dummy_value()

    return types.void(rows, place, value), code


@intrinsic
def either(_typing: Any, one: Any, other: Any) -> Any:
    """Return the bits that either line has."""
    return one(one, other), lambda _context, builder, _signature, both: builder.or_(*both)


@intrinsic
def _both(_typing: Any, one: Any, other: Any) -> Any:
    return one(one, other), lambda _context, builder, _signature, both: builder.and_(*both)


@intrinsic
def _unlike(_typing: Any, one: Any, other: Any) -> Any:
    return one(one, other), lambda _context, builder, _signature, both: builder.xor(*both)


@intrinsic
def some(_typing: Any, value: Any) -> Any:
    """Return whether a line has any bit."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        words = builder.icmp_signed("!=", arguments[0], ir.Constant(_VALUE, [0] * WORDS))
        byte = ir.IntType(WORDS)
        return builder.icmp_signed("!=", builder.bitcast(words, byte), byte(0))

    return types.boolean(value), code


@numba.njit
def added(one: Any, other: Any, third: Any) -> Any:
    """Add three lines, bit by bit: return the ones and the twos of the sums."""
    differ = _unlike(one, other)
    return _unlike(differ, third), either(_both(one, other), _both(differ, third))


@numba.njit
def carry(planes: Any, plane: Any, value: Any) -> None:
    """Add a line to counts whose binary digits are planes, from a plane on."""
    while some(value):
        held = line(planes, plane)
        put(planes, plane, _unlike(held, value))
        value = _both(held, value)
        plane += 1
