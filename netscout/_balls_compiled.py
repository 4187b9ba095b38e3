"""The kernels over balls and reverse-reachable sets, compiled: the same bits as `netscout._balls`.

Needs numba, the extra `fast`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from netscout._kernels import INTS, SHORT, TABLE, compiled, ints, live, ones, prefetch, short

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from netscout._worlds import Ints

_LINE = 8  # words in a cache line
_SETS, _ROOM = 1 << 14, 1 << 16  # reverse-reachable sets at a time, and room for their people
_FEW, _DENSE = 8, 0.2  # so many balls tell whether they hold a good part of the network
_SOON, _LOOK = 8, 16  # how far ahead memory is asked for: people in a queue, ties in a row


def merged(maps: Ints, source: Ints, target: Ints, hops: int) -> Ints:
    """Let everybody's bit maps run back along the ties; see `netscout._balls.merged`."""
    result: Ints = _merged(ints(maps), ints(source), ints(target), hops)
    return result


@compiled(f"{TABLE}({TABLE}, {INTS}, {INTS}, i8)")
def _merged(maps: Any, source: Any, target: Any, hops: Any) -> Any:
    now = maps.copy()
    for _ in range(hops):
        before = now.copy()
        for tie in range(source.size):
            for column in range(maps.shape[1]):
                now[source[tie], column] |= before[target[tie], column]
    return now


def ball(out: tuple[Ints, Ints], firm: Ints | None, sources: Ints, hops: int) -> tuple[Ints, Ints]:
    """Count people and firms within some referrals; see `netscout._balls.ball`.

    Small balls are walked one by one. Where the first few hold a good part of the network, the
    others are moved along the ties together.
    """
    bounds, target = ints(out[0]), short(out[1])
    people = len(bounds) - 1
    codes = short(np.empty(0) if firm is None else firm + 1)  # 0: of no firm

    def walked(block: Ints) -> Any:
        counts = np.zeros((2, len(block)), np.int64)
        scratch = (
            np.zeros(people // 64 + 1, np.int64),
            np.empty(people + 1, np.int32),
            np.full(codes.max(initial=0) + 1, -1, np.int32),
        )
        _walk(bounds, target, codes, ints(block), hops, *scratch, counts)
        return counts

    def together(block: Ints) -> Any:
        active, within = _within((bounds, target), block, hops)
        counts = np.zeros((2, _LINE * 64), np.int64)
        counts[0] = _by_bit(within) - 1
        if firm is not None:
            counts[1] = _by_bit(_any_of(within, ints(firm[active])))
        return counts[:, : len(block)]

    few = walked(sources[:_FEW])
    dense = few.size and few[0].mean() >= _DENSE * people
    job, size = (together, _LINE * 64) if dense else (walked, 64)
    found = np.concatenate([few, *_in_threads(job, sources[_FEW:], size)], axis=1)
    return found[0], found[1]


@compiled(f"void({INTS}, {SHORT}, {SHORT}, {INTS}, i8, {INTS}, {SHORT}, {SHORT}, {TABLE})")
def _walk(  # noqa: C901, PLR0912, PLR0913, PLR0917 - a kernel: plain arrays, and no calls
    bounds: Any, target: Any, firm: Any, sources: Any, hops: Any, seen: Any, queue: Any,
    firm_seen: Any, counts: Any,
) -> None:  # fmt: skip
    """Count people and firms within some ties of each source, one after the other.

    Whom a walk has seen is a bit each, which stay in the nearest cache. If more ties are left for
    the last step than there are words of bits, their ends are marked and the words counted.
    """
    for i in range(sources.size):
        queue[0] = sources[i]
        seen[queue[0] >> 6] |= 1 << (queue[0] & 63)
        done, end, marked = 0, 1, False
        for hop in range(hops):
            last = end
            ties = (last - done) * target.size // (bounds.size - 1)
            marked = hop == hops - 1 and firm.size == 0 and ties > seen.size
            while done < last:
                if done + 2 * _SOON < last:  # the queue says whose row is needed soon
                    prefetch(bounds, queue[done + 2 * _SOON])
                if done + _SOON < last:
                    row = bounds[queue[done + _SOON]]
                    prefetch(target, row)
                    prefetch(target, row + 16)
                person = queue[done]
                done += 1
                if marked:
                    for tie in range(bounds[person], bounds[person + 1]):
                        other = target[tie]
                        seen[other >> 6] |= 1 << (other & 63)
                    continue
                for tie in range(bounds[person], bounds[person + 1]):
                    other = target[tie]
                    bits, bit = seen[other >> 6], 1 << (other & 63)
                    seen[other >> 6] = bits | bit
                    queue[end] = other
                    end += (bits & bit) == 0
        reached = end
        if marked:
            reached = 0
            for word in range(seen.size):
                reached += ones(seen[word])
                seen[word] = 0
        counts[0, i] = reached - 1
        for place in range(end):
            seen[queue[place] >> 6] = 0
        if firm.size:
            for place in range(end):
                if place + _LOOK < end:
                    prefetch(firm, queue[place + _LOOK])
                code = firm[queue[place]]
                counts[1, i] += code > 0 and firm_seen[code] != i
                firm_seen[code] = i


def reach_of_each(into: tuple[Ints, Ints], ends: Ints, hops: int) -> Ints:
    """Count how many of some people each person reaches; see `netscout._balls.reach_of_each`."""

    def counts(block: Ints) -> Any:
        active, within = _within(into, block, hops)
        return active, np.bitwise_count(within.view(np.uint64)).sum(axis=1, dtype=np.int64)

    total = np.zeros(len(into[0]) - 1, np.int64)
    for active, count in _in_threads(counts, ends, _LINE * 64):
        total[active] += count
    return total


def _in_threads(job: Callable[[Ints], Any], people: Ints, size: int) -> list[Any]:
    """Return what a job makes of each block of so many people."""
    blocks = [people[first : first + size] for first in range(0, len(people), size)]
    with ThreadPoolExecutor() as threads:
        return list(threads.map(job, blocks))


def _within(rows: tuple[Ints, Ints], starts: Ints, hops: int) -> tuple[Ints, Ints]:
    """Return who is within some ties of any of the starts, and of which, as bits of (k, words)."""
    bounds, other = ints(rows[0]), short(rows[1])
    place = np.arange(len(starts))
    now = np.zeros((len(bounds) - 1, _LINE), np.int64)
    np.bitwise_or.at(now, (starts, place // 64), np.int64(1) << (place % 64))
    queue, known = np.empty(len(now), np.int64), np.zeros(len(now), np.bool_)
    first = np.unique(starts)
    queue[: len(first)] = first
    known[first] = True
    end = _push(bounds, other, now, np.empty_like(now), queue, known, len(first), hops)
    return queue[:end], now[queue[:end]]


@compiled(f"i8({INTS}, {SHORT}, {TABLE}, {TABLE}, {INTS}, b1[::1], i8, i8)")
def _push(
    bounds: Any, other: Any, now: Any, before: Any, queue: Any, known: Any, end: Any, hops: Any
) -> Any:
    """Move all bits along the ties; only people who have any are visited, and queued."""
    rows = now.reshape(now.size)
    for _ in range(hops):
        last = end
        for place in range(last):
            for word in range(_LINE):
                before[place, word] = now[queue[place], word]
        for place in range(last):
            person = queue[place]
            w0, w1, w2, w3 = before[place, 0], before[place, 1], before[place, 2], before[place, 3]
            w4, w5, w6, w7 = before[place, 4], before[place, 5], before[place, 6], before[place, 7]
            for tie in range(bounds[person], bounds[person + 1]):
                if tie + _LOOK < other.size:
                    prefetch(rows, other[tie + _LOOK] * _LINE)
                u = other[tie]
                now[u, 0] |= w0
                now[u, 1] |= w1
                now[u, 2] |= w2
                now[u, 3] |= w3
                now[u, 4] |= w4
                now[u, 5] |= w5
                now[u, 6] |= w6
                now[u, 7] |= w7
                if not known[u]:
                    known[u] = True
                    queue[end] = u
                    end += 1
    return end


@compiled(f"{TABLE}({TABLE}, {INTS})")
def _any_of(within: Any, firm: Any) -> Any:
    """Return the bits that anybody of each firm has."""
    firms = np.zeros((firm.max() + 2 if firm.size else 1, within.shape[1]), np.int64)
    for person in range(within.shape[0]):
        if firm[person] >= 0:
            for word in range(within.shape[1]):
                firms[firm[person], word] |= within[person, word]
    return firms


def _by_bit(rows: Ints) -> Ints:
    """Count each bit over all rows."""
    counts = np.zeros(_LINE * 64, np.int64)
    _add_bits(rows, np.zeros((8, _LINE), np.int64), np.empty(_LINE, np.int64), counts)
    return counts


@compiled(f"void({TABLE}, {TABLE}, {INTS}, {INTS})")
def _add_bits(rows: Any, planes: Any, carry: Any, counts: Any) -> None:
    """Add up bits: eight planes hold the counts of up to 255 rows in binary."""
    for row in range(rows.shape[0]):
        for word in range(_LINE):
            carry[word] = rows[row, word]
        for plane in range(8):
            left = 0
            for word in range(_LINE):
                both = planes[plane, word] & carry[word]
                planes[plane, word] ^= carry[word]
                carry[word] = both
                left |= both
            if left == 0:
                break
        if row % 255 == 254 or row == rows.shape[0] - 1:
            for plane in range(8):
                for word in range(_LINE):
                    for bit in range(64):
                        counts[word * 64 + bit] += ((planes[plane, word] >> bit) & 1) << plane
                    planes[plane, word] = 0


def back(
    bounds: Ints, ties: tuple[Ints, ...], people: tuple[Ints, Ints], roots: tuple[Ints, Ints],
    hops: int, near: NDArray[np.int8] | None = None,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Return reverse-reachable sets; see `netscout._balls.back`."""
    size = len(bounds) - 1
    near = np.zeros(size, np.int8) if near is None else near
    given = (ints(bounds), short(ties[0]), *map(ints, (*ties[1:], *people)), near)
    root, polynomials = map(ints, roots)

    def found(block: Ints) -> Any:
        seen = np.zeros(size // 64 + 1, np.int64)
        room = np.empty((2, size + _ROOM), np.int32)
        parts, first, last = [], block[0], block[-1] + 1
        while first < last:
            first, end = _back(*given, root, polynomials, hops, first, last, seen, *room)
            parts.append(room[0, :end].astype(np.int64) * size + room[1, :end])
        return np.sort(np.concatenate(parts))

    blocks = _in_threads(found, np.arange(len(root)), _SETS)
    codes = np.concatenate([np.empty(0, np.int64), *blocks])
    return codes // size, codes % size


@compiled(
    f"UniTuple(i8, 2)({INTS}, {SHORT}, {', '.join([INTS] * 4)}, i1[::1], {INTS}, {TABLE}, "
    f"i8, i8, i8, {INTS}, {SHORT}, {SHORT})"
)
def _back(  # noqa: C901, PLR0912, PLR0913, PLR0917 - a kernel: plain arrays, and no calls
    bounds: Any, source: Any, number: Any, below: Any, own: Any, talk: Any, near: Any, root: Any,
    polynomials: Any, hops: Any, first: Any, last_root: Any, seen: Any, sets: Any, found: Any,
) -> Any:  # fmt: skip
    """Walk back from roots while there is room; return the next root and how many were found.

    Whoever is too far from all that are wanted is not walked on from.
    """
    end = 0
    for i in range(first, last_root):
        if end + own.size > found.size:
            return i, end
        a, b, c = polynomials[i, 0], polynomials[i, 1], polynomials[i, 2]
        pa, pb, pc = polynomials[i, 3], polynomials[i, 4], polynomials[i, 5]
        if i + 2 * _SOON < last_root:
            prefetch(bounds, root[i + 2 * _SOON])
            prefetch(own, root[i + 2 * _SOON])
            row = bounds[root[i + _SOON]]
            prefetch(source, row)
            prefetch(number, row)
            prefetch(below, row)
        if near[root[i]] > hops or not live(own[root[i]], talk[root[i]], pa, pb, pc):
            continue
        begin = done = end
        found[end] = root[i]
        seen[root[i] >> 6] |= 1 << (root[i] & 63)
        end += 1
        for hop in range(hops):
            last = end
            while done < last:
                if done + 2 * _SOON < last:  # the queue says whose row is needed soon
                    prefetch(bounds, found[done + 2 * _SOON])
                if done + _SOON < last:
                    row = bounds[found[done + _SOON]]
                    prefetch(source, row)
                    prefetch(number, row)
                    prefetch(below, row)
                person = found[done]
                done += 1
                for tie in range(bounds[person], bounds[person + 1]):
                    if not live(number[tie], below[tie], a, b, c):
                        continue
                    other = source[tie]
                    bits, bit = seen[other >> 6], 1 << (other & 63)
                    if bits & bit or near[other] + hop >= hops:
                        continue
                    if live(own[other], talk[other], pa, pb, pc):
                        seen[other >> 6] = bits | bit
                        found[end] = other
                        end += 1
        last, end = end, begin
        for place in range(begin, last):
            person = found[place]
            seen[person >> 6] = 0
            if near[person] == 0:
                found[end] = person
                sets[end] = i
                end += 1
    return last_root, end
