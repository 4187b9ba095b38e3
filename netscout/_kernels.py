"""What the compiled kernels share: how they are compiled, and their words of one line.

Every kernel has one signature, so nothing is compiled twice; what is compiled is kept beside its
file, or where numba keeps it if the installation is read-only. Kernels release the interpreter's
lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from netscout._worlds import P

if TYPE_CHECKING:
    from netscout._worlds import Ints

INTS, SHORT, TABLE = "i8[::1]", "i4[::1]", "i8[:,::1]"
"""The types of arrays that kernels take: numbers, places of people, and tables."""


def compiled(signature: str) -> Any:
    """Compile a kernel and keep it where numba can; without such a place, for this process only."""

    def compiled(kernel: Any) -> Any:
        try:
            return numba.njit(signature, cache=True, nogil=True)(kernel)
        except RuntimeError:
            return numba.njit(signature, nogil=True)(kernel)

    return compiled


def ints(values: Any) -> Ints:
    """Return an array in the one form that the kernels take: whole numbers, in a row, writable."""
    made: Ints = np.require(values, np.int64, ["C", "W"])
    return made


def short(values: Any) -> Any:
    """Return places of people in the one form that the kernels take: half the memory to walk."""
    return np.require(values, np.int32, ["C", "W"])


@intrinsic
def prefetch(_typing: Any, array: Any, place: Any) -> Any:
    """Ask for a place of an array before it is needed, so that memory answers in the meantime."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        at = context.cast(builder, arguments[1], signature.args[1], types.int64)
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        pointer = builder.bitcast(builder.gep(data, [at]), byte)
        builder.call(prefetch, [pointer, number(0), number(3), number(1)])  # read, keep, data
        return context.get_dummy_value()

    return types.void(array, place), code


@intrinsic
def ones(_typing: Any, word: Any) -> Any:
    """Count the bits of a word that are set."""
    return word(word), lambda _context, builder, _signature, words: builder.ctpop(words[0])


@numba.njit
def _mod(value: Any) -> Any:
    """Return value mod P for 0 <= value < 2⁶³ by folding the high bits down."""
    value = (value & P) + (value >> 31)
    value = (value & P) + (value >> 31)
    return value - P if value >= P else value


@numba.njit
def live(x: Any, below: Any, a: Any, b: Any, c: Any) -> Any:
    """Return whether a coin is live: the polynomial of its number is below a threshold."""
    return _mod(a * _mod(x * x) + b * x + c) < below
