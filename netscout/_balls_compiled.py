"""The kernels over balls and reverse-reachable sets, compiled: the same bits as `netscout._balls`.

Needs numba, the extra `fast`.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from netscout._kernels import INTS, SHORT, TABLE, compiled, ints, live, ones, prefetch, short
from netscout._lines import WORDS, added, carry, either, line, lines, put, some

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from netscout._balls import Ties
    from netscout._worlds import Ints

_TOGETHER = WORDS * 64  # balls whose bits make a line
_MANY = 0.4  # where so many have bits, collecting them is quicker than handing them on
_PLANES = 40  # binary digits of a count
_SETS, _ROOM = 1 << 14, 1 << 16  # reverse-reachable sets at a time, and room for their people
_FEW, _DENSE = 8, 0.002  # so many balls tell whether they hold a good part of the network
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


def ball(ties: Ties, firm: Ints | None, sources: Ints, hops: int) -> tuple[Ints, Ints]:
    """Count people and firms within some referrals; see `netscout._balls.ball`.

    Small balls are walked one by one. Where the first few hold a good part of the network one
    referral earlier, all are moved along the ties together.
    """
    bounds, target = ints(ties.out[0]), short(ties.out[1])
    people = len(bounds) - 1
    codes = short(np.empty(0) if firm is None else firm + 1)  # 0: of no firm

    def walked(block: Ints, hops: int = hops) -> Any:
        counts = np.zeros((2, len(block)), np.int64)
        scratch = (
            np.zeros(people // 64 + 1, np.int64),
            np.empty(people + 1, np.int32),
            np.full(codes.max(initial=0) + 1, -1, np.int32),
        )
        _walk(bounds, target, codes, ints(block), hops, *scratch, counts)
        return counts

    def together(block: Ints) -> Any:
        within = _within(ties.out, ties.into, block, hops)
        counts = np.zeros((2, _TOGETHER), np.int64)
        counts[0] = _by_bit(within) - 1
        if firm is not None:
            firms = lines(codes.max(initial=0) + 1)
            _any_of(within, codes, firms)
            counts[1] = _by_bit(firms[1:])
        return counts[:, : len(block)]

    near = walked(sources[:_FEW], hops - 1)[0]
    dense = near.size and near.mean() >= _DENSE * people
    job, size = (together, _TOGETHER) if dense else (walked, 64)
    found = np.concatenate([np.zeros((2, 0), np.int64), *_in_threads(job, sources, size)], axis=1)
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


def reach_of_each(ties: Ties, ends: Ints, hops: int) -> Ints:
    """Count how many of some people each person reaches; see `netscout._balls.reach_of_each`."""

    def counts(block: Ints) -> Any:
        within = _within(ties.into, ties.out, block, hops)
        return np.bitwise_count(within.view(np.uint64)).sum(axis=1, dtype=np.int64)

    total = np.zeros(len(ties.into[0]) - 1, np.int64)
    for count in _in_threads(counts, ends, _TOGETHER):
        total += count
    return total


def _in_threads(job: Callable[[Ints], Any], people: Ints, size: int) -> list[Any]:
    """Return what a job makes of each block of so many people; this thread works too."""
    blocks = [people[first : first + size] for first in range(0, len(people), size)]
    left, made = deque(range(len(blocks))), [None] * len(blocks)

    def work() -> None:
        try:
            while True:
                try:
                    place = left.popleft()
                except IndexError:  # nothing is left
                    return
                made[place] = job(blocks[place])
        finally:
            left.clear()  # who is stopped stops the others

    helpers = min(os.cpu_count() or 1, len(blocks)) - 1
    with ThreadPoolExecutor(max(helpers, 1)) as threads:
        others = [threads.submit(work) for _ in range(helpers)]
        work()
        for other in others:
            other.result()
    return made


def _within(
    along: tuple[Ints, Ints], against: tuple[Ints, Ints], starts: Ints, hops: int
) -> Ints:  # fmt: skip
    """Return of which starts everybody is within some ties: lines of bits, one for each person.

    While few people have bits, they hand them on along their ties; once they are many, everybody
    collects them against the ties, which writes each line once.
    """
    bounds, other = ints(along[0]), short(along[1])
    people = len(bounds) - 1
    now, place = lines(people), np.arange(len(starts))
    np.bitwise_or.at(now, (starts, place // 64), np.int64(1) << (place % 64))
    queue, active = np.empty(people + 1, np.int64), np.unique(starts)
    for _ in range(hops):
        if len(active) >= _MANY * people:
            before, now = now, lines(people)
            _collect(ints(against[0]), short(against[1]), before, now)
        else:
            queue[: len(active)] = active
            end = _hand_on(bounds, other, now[active], now, queue, len(active))
            active = queue[:end]
    return now


@compiled(f"i8({INTS}, {SHORT}, {TABLE}, {TABLE}, {INTS}, i8)")
def _hand_on(bounds: Any, other: Any, before: Any, now: Any, queue: Any, last: Any) -> Any:
    """Move the bits of those in the queue one tie on; queue who had none, return how many are."""
    end = last
    for place in range(last):
        if place + 2 * _SOON < last:
            prefetch(bounds, queue[place + 2 * _SOON])
        if place + _SOON < last:
            row = bounds[queue[place + _SOON]]
            prefetch(other, row)
            prefetch(other, row + 16)
        if place + 1 < last:
            soon = queue[place + 1]
            for tie in range(bounds[soon], bounds[soon + 1]):
                prefetch(now, other[tie] * WORDS)
        person = queue[place]
        bits = line(before, place)
        for tie in range(bounds[person], bounds[person + 1]):
            held = line(now, other[tie])
            put(now, other[tie], either(held, bits))
            queue[end] = other[tie]
            end += not some(held)
    return end


@compiled(f"void({INTS}, {SHORT}, {TABLE}, {TABLE})")
def _collect(bounds: Any, other: Any, before: Any, now: Any) -> None:
    """Give everybody their bits and those of all at the other ends of their ties."""
    for person in range(bounds.size - 1):
        bits = line(before, person)
        for tie in range(bounds[person], bounds[person + 1]):
            if tie + _LOOK < other.size:
                prefetch(before, other[tie + _LOOK] * WORDS)
            bits = either(bits, line(before, other[tie]))
        put(now, person, bits)


@compiled(f"void({TABLE}, {SHORT}, {TABLE})")
def _any_of(within: Any, firm: Any, firms: Any) -> None:
    """Give each firm the bits that anybody of it has."""
    for person in range(within.shape[0]):
        put(firms, firm[person], either(line(firms, firm[person]), line(within, person)))


def _by_bit(rows: Ints) -> Ints:
    """Count each bit over all lines."""
    planes = lines(_PLANES)
    _add_up(rows, planes)
    digits = np.unpackbits(planes.view(np.uint8), axis=1, bitorder="little")
    counts: Ints = (digits.astype(np.int64) << np.arange(_PLANES)[:, None]).sum(axis=0)
    return counts


@compiled(f"void({TABLE}, {TABLE})")
def _add_up(rows: Any, planes: Any) -> None:
    """Add up bits: the planes hold the counts in binary. Eight lines at a time (Harley, Seal)."""
    whole = rows.shape[0] // 8 * 8
    ones_, twos, fours = line(planes, 0), line(planes, 1), line(planes, 2)
    for row in range(0, whole, 8):
        ones_, a = added(ones_, line(rows, row), line(rows, row + 1))
        ones_, b = added(ones_, line(rows, row + 2), line(rows, row + 3))
        ones_, c = added(ones_, line(rows, row + 4), line(rows, row + 5))
        ones_, d = added(ones_, line(rows, row + 6), line(rows, row + 7))
        twos, a = added(twos, a, b)
        twos, b = added(twos, c, d)
        fours, eights = added(fours, a, b)
        carry(planes, 3, eights)
    put(planes, 0, ones_)
    put(planes, 1, twos)
    put(planes, 2, fours)
    for row in range(whole, rows.shape[0]):
        carry(planes, 0, line(rows, row))


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
