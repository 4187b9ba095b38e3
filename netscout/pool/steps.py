"""The steps over worlds on each kind of engine: in memory over arrays, elsewhere as SQL.

Both give the same numbers in the same order: people by id, sets by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from netscout import _balls, _worlds
from netscout._worlds import FULL, P, coefficients, tie_numbers
from netscout.pool import growth, sql
from netscout.pool._duckdb import arrays, connect, quoted
from netscout.pool.growth import places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netscout._worlds import Ints
    from netscout.pool.engines import Engine
    from netscout.pool.growth import Pass, Past


class Steps(Protocol):
    """What can be asked of a pool's worlds; ids are those of the pool's people."""

    def spread(self, start: Ints, *, hops: int, words: int, seed: int) -> tuple[Ints, Ints]:
        """Return who talks at all, and in which worlds: ids, and masks of shape (words, n)."""

    def balls(self, sources: Ints, *, hops: int) -> tuple[Ints, Ints, Ints]:
        """Return sources, and how many people and firms each reaches at most."""

    def targets(self, ends: Ints, *, hops: int) -> tuple[Ints, Ints]:
        """Return everybody's id and how many of some people they reach at most, exactly."""

    def sketch(self, *, hops: int, seed: int) -> tuple[Ints, Ints]:
        """Return everybody's id and rank of the sketch of whom they reach at most."""

    def sets(
        self, roots: Ints, first: int, *, hops: int, seed: int, among: Ints | None = None
    ) -> tuple[Ints, Ints]:
        """Return reverse-reachable sets number `first` and on: set and person, sorted.

        Only those `among` some people, if they are given. Here people are places in the order of
        their ids, since there are many.
        """

    def run(self, what: Pass, past: Past | None, layers: Sequence[Path]) -> None:
        """Write the layers of a pass: from the ties alone, or from its past and those added."""


def set_polynomials(first: int, count: int, seed: int) -> Ints:
    """Return the six coefficients of each set's own world."""
    drawn = _drawn(first, count, seed)[:, :3]
    return (np.stack([drawn, drawn >> 32], axis=2).reshape(count, 6) & P).astype(np.int64)


def draw_roots(weights: Ints, first: int, count: int, seed: int) -> Ints:
    """Return the places of the roots of sets `first` and on, drawn in proportion to weights."""
    bounds = np.cumsum(weights).astype(np.uint64)
    drawn = _drawn(first, count, seed)[:, 3] % bounds[-1]
    roots: Ints = np.searchsorted(bounds, drawn, side="right").astype(np.int64)
    return roots


def _drawn(first: int, count: int, seed: int) -> Any:
    """Return four random words for each set; the generator counts, so none before are made."""
    stream = np.random.Philox(seed)
    stream.advance(first)  # by four words each
    return stream.random_raw(4 * count).reshape(count, 4)


@dataclass(frozen=True)
class InMemory:
    """The steps over arrays; people sorted by id, ties by target.

    `kernels` is what runs them: NumPy, or compiled if numba (the extra `fast`) is there.
    """

    id: Ints
    number: Ints
    talk: Ints
    firm: Ints
    source: Ints
    target: Ints
    below: Ints
    kernels: Any

    @classmethod
    def read(cls, folder: Path, *, compiled: bool) -> InMemory:
        """Read a pool into memory."""
        with connect() as db:
            people = arrays(
                db,
                "select id, number, talk, case when firm = '' then -1 else "
                "dense_rank() over (order by firm) end as firm from "
                f"read_parquet({quoted(folder / 'people.parquet')}) order by id",
            )
            ties = arrays(
                db,
                "select source, target, below from "
                f"read_parquet({quoted(folder / 'ties.parquet')}) order by target, source",
            )
        ids = people["id"].astype(np.int64)
        return cls(
            id=ids,
            number=people["number"].astype(np.int64),
            talk=people["talk"].astype(np.int64),
            firm=people["firm"].astype(np.int64),
            source=places(ids, ties["source"]),
            target=places(ids, ties["target"]),
            below=ties["below"].astype(np.int64),
            kernels=_kernels(compiled=compiled),
        )

    @cached_property
    def tie_number(self) -> Ints:
        """The number of each tie."""
        return tie_numbers(self.number[self.source], self.number[self.target])

    @cached_property
    def _out(self) -> tuple[Ints, Ints]:
        """The ties in rows by source, and their targets; places fit into half a word."""
        order, bounds = _balls.rows(self.source, len(self.id))
        return bounds, self.target[order].astype(np.int32)

    @cached_property
    def _into(self) -> tuple[Ints, Ints]:
        """The ties in rows by target, and their sources."""
        bounds = np.searchsorted(self.target, np.arange(len(self.id) + 1))
        return bounds, self.source.astype(np.int32)

    @property
    def _ties(self) -> _balls.Ties:
        """The ties in rows, both ways."""
        return _balls.Ties(self._out, self._into)

    def spread(self, start: Ints, *, hops: int, words: int, seed: int) -> tuple[Ints, Ints]:
        """Return who talks at all, and in which worlds."""
        live = self._tie_coins(slice(None), words, seed)
        talks = self._talk_coins(slice(None), words, seed)
        begin = np.zeros_like(talks)
        begin[:, places(self.id, start)] = FULL
        seen = self.kernels.spread(begin, self.source, self.target, live, talks, hops)
        some = seen.any(axis=0)
        return self.id[some], seen[:, some]

    def balls(self, sources: Ints, *, hops: int) -> tuple[Ints, Ints, Ints]:
        """Return sources, and how many people and firms each reaches at most."""
        sources = np.unique(sources)
        counts = self.kernels.ball(self._ties, self.firm, places(self.id, sources), hops)
        return sources, *counts

    def targets(self, ends: Ints, *, hops: int) -> tuple[Ints, Ints]:
        """Return everybody's id and how many of some people they reach at most."""
        wanted = places(self.id, np.unique(ends))
        return self.id, self.kernels.reach_of_each(self._ties, wanted, hops)

    def sketch(self, *, hops: int, seed: int) -> tuple[Ints, Ints]:
        """Return everybody's id and rank of the sketch."""
        maps = self.kernels.merged(self._maps(seed), *self._by_source, hops)
        halves = np.concatenate([maps & sql.LOW, maps >> 31], axis=1)
        ones = np.bitwise_count(halves & ~(halves + 1))
        return self.id, ones.sum(axis=1, dtype=np.int64)

    def _maps(self, seed: int) -> Ints:
        """Return everybody's own bit maps."""
        x = self.number
        values = [
            ((b + a * x) % P * x + c) % P for a, b, c in coefficients(sql.MAPS, "sketch", seed)
        ]
        lowest = [value & -value for value in values]
        pairs = zip(lowest[0::2], lowest[1::2], strict=True)
        return np.stack([low + (sql.LOW + 1) * high for low, high in pairs], axis=1)

    @property
    def _by_source(self) -> tuple[Ints, Ints]:
        """The ties' ends, sorted by source."""
        bounds, target = self._out
        return np.repeat(np.arange(len(self.id)), np.diff(bounds)), target

    def run(self, what: Pass, past: Past | None, layers: Sequence[Path]) -> None:
        """Write the layers of a pass."""
        if what.kind == "sketch":
            start = self._maps(what.seed)
        else:
            start = np.zeros((len(self.id), what.words), np.int64)
            start[places(self.id, np.array(what.start, np.int64))] = FULL
        with connect() as db:
            made = self._grown(db, what, past, start) if past else self._layers(what, start)
            for file, layer in zip(layers, made, strict=True):
                growth.write_layer(db, file, self.id, layer, what.columns)

    def _layers(self, what: Pass, start: Ints) -> list[Ints]:
        """Return everybody's bits after each hop."""
        layers = [start]
        if what.kind == "sketch":
            ends = self._by_source
            for _ in range(what.hops):
                layers.append(self.kernels.merged(layers[-1], *ends, 1))
            return layers
        live = self._tie_coins(slice(None), what.words, what.seed)
        talks = self._talk_coins(slice(None), what.words, what.seed)
        for _ in range(what.hops):
            given = np.ascontiguousarray(layers[-1].T)
            seen = self.kernels.spread(given, self.source, self.target, live, talks, 1)
            layers.append(np.ascontiguousarray(seen.T))
        return layers

    def _grown(self, db: Any, what: Pass, past: Past, start: Ints) -> list[Ints]:
        """Return the same from what was kept and the ties added since."""
        old = [growth.read_layer(db, file, self.id, what.columns) for file in past.layers]
        added = growth.which(db, past.ties, self.id, self.source, self.target)
        if what.kind == "sketch":
            return growth.grown(old, start, self.target, self.source, added, lambda _, bits: bits)

        def passed(ties: Ints, bits: Ints) -> Ints:
            talks = self._talk_coins(self.target[ties], what.words, what.seed)
            return bits & self._tie_coins(ties, what.words, what.seed).T & talks.T

        return growth.grown(old, start, self.source, self.target, added, passed)

    def _tie_coins(self, ties: Any, words: int, seed: int) -> Ints:
        """Toss the coins of some ties."""
        below = self.below[ties][None]
        coins: Ints = self.kernels.coins(self.tie_number[ties], below, words, "tie", seed)[0]
        return coins

    def _talk_coins(self, people: Any, words: int, seed: int) -> Ints:
        """Toss the coins of some people."""
        talk = self.talk[people][None]
        coins: Ints = self.kernels.coins(self.number[people], talk, words, "person", seed)[0]
        return coins

    def sets(
        self, roots: Ints, first: int, *, hops: int, seed: int, among: Ints | None = None
    ) -> tuple[Ints, Ints]:
        """Return reverse-reachable sets."""
        bounds, source = self._into
        ties = source, self.tie_number, self.below
        worlds = roots, set_polynomials(first, len(roots), seed)
        near = None if among is None else _balls.nearest(self._out, among, hops)
        people = self.number, self.talk
        found, person = self.kernels.back(bounds, ties, people, worlds, hops, near)
        return found + first, person


class _Kernels(NamedTuple):
    """The functions over arrays; those in NumPy and those compiled give the same bits."""

    coins: Any
    spread: Any
    merged: Any
    ball: Any
    reach_of_each: Any
    back: Any


def _kernels(*, compiled: bool) -> _Kernels:
    worlds: Any = _worlds
    balls: Any = _balls
    if compiled:
        from netscout import _balls_compiled, _worlds_compiled  # noqa: PLC0415 - an extra

        worlds, balls = _worlds_compiled, _balls_compiled
    return _Kernels(
        worlds.coins, worlds.spread, balls.merged, balls.ball, balls.reach_of_each, balls.back
    )


class InSql:
    """The steps as SQL on an engine; worlds once tossed are kept."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self._numbered = False
        self._tossed: tuple[int, int] | None = None
        for name in ("people", "ties"):
            engine.read(name, folder / f"{name}.parquet")

    def _number(self) -> None:
        """Number the ties once: not every step wants it."""
        if not self._numbered:
            sql.graph(self.engine)
            self._numbered = True

    def _toss(self, words: int, seed: int) -> None:
        """Toss every coin, unless that has been done."""
        if self._tossed != (words, seed):
            self._number()
            sql.worlds(self.engine, words, seed)
            self._tossed = words, seed

    def run(self, what: Pass, past: Past | None, layers: Sequence[Path]) -> None:
        """Write the layers of a pass."""
        if past is not None:
            for hop, file in enumerate(past.layers):
                self.engine.read(f"old{hop}", file)
            for number, file in enumerate(past.ties):
                self.engine.read(f"added{number}", file)
            ties = [f"select * from added{number}" for number in range(len(past.ties))]
            nothing = "select source, target, below from ties where source < 0"
            self.engine.save("added", " union all ".join(ties or [nothing]))
        if what.kind == "sketch" and past:
            sql.grow_sketch(self.engine, what.hops, what.seed)
        elif what.kind == "sketch":
            sql.sketch(self.engine, what.hops, what.seed, "layer{hop}")
        elif past:
            sql.grow_spread(self.engine, what.words, what.hops, what.seed)
        else:
            self._toss(what.words, what.seed)
            sql.spread(self.engine, list(what.start), what.words, what.hops, "layer{hop}")
        for hop, file in enumerate(layers):
            self.engine.keep(f"layer{hop}", file)

    def spread(self, start: Ints, *, hops: int, words: int, seed: int) -> tuple[Ints, Ints]:
        """Return who talks at all, and in which worlds."""
        self._toss(words, seed)
        sql.spread(self.engine, np.unique(start).tolist(), words, hops)
        columns = self.engine.rows("select * from seen order by id")
        masks = np.stack([columns[f"m{word}"] for word in range(words)])
        return _ints(columns["id"]), _ints(masks)

    def balls(self, sources: Ints, *, hops: int) -> tuple[Ints, Ints, Ints]:
        """Return sources, and how many people and firms each reaches at most."""
        columns = self.engine.rows(sql.balls(self.engine, np.unique(sources).tolist(), hops))
        return _ints(columns["source"]), _ints(columns["people"]), _ints(columns["firms"])

    def targets(self, ends: Ints, *, hops: int) -> tuple[Ints, Ints]:
        """Return everybody's id and how many of some people they reach at most."""
        columns = self.engine.rows(sql.targets(self.engine, np.unique(ends).tolist(), hops))
        return _ints(columns["id"]), _ints(columns["ends"])

    def sketch(self, *, hops: int, seed: int) -> tuple[Ints, Ints]:
        """Return everybody's id and rank of the sketch."""
        columns = self.engine.rows(sql.sketch(self.engine, hops, seed))
        return _ints(columns["id"]), _ints(columns["rank"])

    def sets(
        self, roots: Ints, first: int, *, hops: int, seed: int, among: Ints | None = None
    ) -> tuple[Ints, Ints]:
        """Return reverse-reachable sets."""
        self._number()
        polynomials = set_polynomials(first, len(roots), seed).T
        names = ("a", "b", "c", "pa", "pb", "pc")
        given = {"set_": np.arange(first, first + len(roots)), "id": self._ids[roots]}
        given |= dict(zip(names, polynomials, strict=True))
        wanted = None if among is None else self._ids[among]
        columns = self.engine.rows(sql.sets(self.engine, given, hops, wanted))
        return _ints(columns["set_"]), np.searchsorted(self._ids, _ints(columns["id"]))

    @cached_property
    def _ids(self) -> Ints:
        return _ints(self.engine.rows("select id from people order by id")["id"])


def _ints(values: Any) -> Ints:
    return np.asarray(values, np.int64)
