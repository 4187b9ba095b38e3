"""What a pool answers: for a member as from their own network, for the keeper over all worlds."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._cover import GOAL, cover, covered, limits
from netscout.ask import ask_next as ask_alone
from netscout.errors import NetscoutError, ReadError, UnknownPerson, at_least, did_you_mean
from netscout.identity import pseudonym, url_key
from netscout.journal.files import locked
from netscout.network import Network
from netscout.pool._duckdb import connect, frame, quoted, run
from netscout.pool.around import around
from netscout.pool.engines import DuckDB
from netscout.pool.floors import FACTS, FLOOR
from netscout.pool.growth import up_to_date
from netscout.pool.steps import InMemory, InSql, draw_roots
from netscout.pool.store import TABLES, number_of, secret_of, who
from netscout.reach import reach as reach_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netscout._worlds import Floats
    from netscout.goal import Goal
    from netscout.pool.growth import Pass
    from netscout.pool.steps import Steps

Stamp = tuple[tuple[int, int], ...]
_NO_DATE = pd.Timestamp("2000-01-01")  # a member sees no dates of others' ties
_FIRST_SETS, _MOST_SETS = 2_048, 2**20


@dataclass(frozen=True)
class Pool:
    """A pool that has been opened: its folder, and the steps on its engine."""

    folder: Path
    steps: Steps
    stamp: Stamp = field(repr=False)

    def people(self) -> Any:
        """Return everybody, for the keeper's own eyes.

        id, person (pseudonym), number and talk (for the coins), name where it is kept, company,
        role, school, and the keys of these: firm, post, campus.
        """
        return self._people.copy(deep=False)

    @cached_property
    def _people(self) -> Any:
        """The people when first asked for."""
        return self.query("select * from people order by all")

    @cached_property
    def _by_text(self) -> Any:
        """The people by pseudonym, with what a goal tests told apart once and for all."""
        return self._people.set_index("person").astype(dict.fromkeys(FACTS, "category"))

    def weights(self, goal: Goal | None) -> Floats:
        """Return how much each person counts as a target: everybody alike without a goal."""
        if goal is None:
            return np.ones(len(self._people))
        weights: Floats = goal.weights(self._by_text).to_numpy(float)
        return weights

    def ties(self) -> Any:
        """Return the ties, for the keeper's own eyes: source, target, below (for the coins), date.

        The date is missing unless somebody has chosen to give it.
        """
        return self.query("select * from ties order by all")

    def owners(self) -> Any:
        """Return who has given an export: id, person (pseudonym), contacts."""
        return self.query("select * from owners order by all")

    def query(self, sql: str) -> Any:
        """Return a query over people, ties and owners."""
        with self.database() as db:
            return frame(db, sql)

    @contextmanager
    def database(self) -> Iterator[Any]:
        """Give a database in which people, ties and owners can be asked for."""
        self._check()
        with connect() as db:
            for table in TABLES:
                file = quoted(self.folder / f"{table}.parquet")
                run(db, f"create view {table} as select * from read_parquet({file})")
            yield db

    def layers(self, what: Pass) -> tuple[Path, ...]:
        """Return the files of a kept pass's layers, brought up to date."""
        with locked(self.folder):
            self._check()
            return up_to_date(self.folder, self.steps, what)

    def _check(self) -> None:
        """Raise if the steps know another pool than the files hold by now."""
        if _stamp(self.folder) != self.stamp:
            raise NetscoutError(
                f"{self.folder} has been gathered anew since it was opened: open it again"
            )


def _stamp(folder: Path) -> Stamp:
    """Return what tells one making of a pool from the next."""
    files = [folder / f"{name}.parquet" for name in TABLES]
    found = [file.stat() for file in files if file.is_file()]
    return tuple((file.st_mtime_ns, file.st_size) for file in found)


def open(out: Any, *, engine: Any = "memory") -> Pool:  # noqa: A001 - pool.open reads as it is meant
    """Open a pool on an engine.

    Parameters
    ----------
    out
        The pool's folder.
    engine
        "memory" (compiled if numba is there, else "numpy"), "numpy", "compiled", "duckdb", or an
        engine such as `DuckDB(memory="500MB", threads=1)` or `Spark(session, store)`.

    Raises
    ------
    ReadError
        There is no pool.
    NetscoutError
        The engine is unknown.

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> pool.open(club().folder, engine="numpy").owners()["contacts"].tolist()
    [21, 18, 10, 20, 13, 16, 20, 13, 11, 15, 24, 25]
    """
    folder = Path(out)
    if not (folder / "people.parquet").is_file():
        raise ReadError(f"there is no pool in {folder}: make one with `netscout pool gather`")
    if isinstance(engine, str):
        kinds = ("memory", "numpy", "compiled", "duckdb")
        if engine not in kinds:
            raise NetscoutError(f"there is no engine {engine!r}{did_you_mean(engine, kinds)}")
        if engine == "duckdb":
            engine = DuckDB()
    stamp = _stamp(folder)
    if not isinstance(engine, str):
        return Pool(folder, InSql(engine, folder), stamp)
    fast = engine == "compiled" or (engine == "memory" and find_spec("numba") is not None)
    pool = Pool(folder, InMemory.read(folder, compiled=fast), stamp)
    pool._check()  # noqa: SLF001 - the files may have changed while they were read
    return pool


def network(
    pool: Pool, owner: str, *, own: Network | None = None, key: Any = None, hops: int = 3,
    floor: int = FLOOR,
) -> Network:  # fmt: skip
    """Return a member's network with the ties that the others gave.

    Parameters
    ----------
    pool
        The pool.
    owner
        The member: pseudonym, profile address or the name of their export's file.
    own
        The member's own network: names, log, goal and who their contacts are. Needs the key.
    key
        The file with the key, if it is not beside the pool.
    hops
        How many referrals beyond their own contacts people may be away.
    floor
        Of people who are not the member's own contacts, company, role and school are shown only as
        far as so many of them share whatever is shown together.

    Raises
    ------
    NetscoutError
        The member has given no export.

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> net = pool.network(club(), "in/ada-frost")
    >>> net
    Network(121 people, 206 events, 2000-01-01 to 2000-01-01)
    """
    at_least(0, hops=hops)
    at_least(1, floor=floor)
    me = who(pool.folder, owner, key)
    with pool.database() as db:
        if not run(db, f"select id from owners where id = {number_of(me)}"):
            raise NetscoutError(f"{owner!r} has given nothing to {pool.folder}")
        people, ties = around(db, number_of(me), hops + 1, floor)
    if own is not None:
        mine = _renamed(own, secret_of(pool.folder, key))
        mine[me] = own.me
        ties = ties[(ties["source"] != me) & (ties["target"] != me)]  # they know their own contacts
        people.index = [mine.get(person, person) for person in people.index]
        ties = ties.replace({"source": mine, "target": mine})
        people = pd.concat([own.people, people[~people.index.isin(own.people.index)]])
    day = _NO_DATE if own is None or pd.isna(own.last) else own.last
    knows = ties.assign(date=day, kind="knows")
    if own is None:
        return Network(people, knows, me)
    events = pd.concat([own.events, knows])
    return Network(people, events, own.me, goal=own.goal, assumptions=own.assumptions)


def _renamed(own: Network, secret: bytes) -> dict[str, str]:
    """Return the member's own id of each pseudonym."""
    profiles = {
        person: url_key(person) or url_key(url) for person, url in own.people["url"].items()
    }
    return {pseudonym(secret, key): str(person) for person, key in profiles.items() if key}


def reach(
    pool: Pool, owner: str, *, own: Network | None = None, key: Any = None, by: str = "person",
    goal: Goal | None = None, hops: int = 3, floor: int = FLOOR, worlds: int = 992, seed: int = 1,
    on: Any = None,
) -> Any:  # fmt: skip
    """Show whom a member can reach through the pool: the table of `netscout.reach`.

    `owner`, `own`, `key` and `floor` are those of `network`; the others those of `netscout.reach`.

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> pool.reach(club(), "in/ada-frost", by="company")[["company", "people"]]
                   company  people
    0           Quay Radio      17
    1      Harbour Theatre      15
    2           Grand Hall      10
    3  Northern Light Film       7
    4        Lantern Press       5
    """
    net = network(pool, owner, own=own, key=key, hops=hops, floor=floor)
    return reach_alone(net, by=by, goal=goal, hops=hops, worlds=worlds, seed=seed, on=on)


def ask_next(
    pool: Pool, owner: str, *, own: Network | None = None, key: Any = None,
    goal: Goal | None = None, k: int = 5, hops: int = 3, floor: int = FLOOR, worlds: int = 992,
    seed: int = 1, on: Any = None,
) -> Any:  # fmt: skip
    """Show whom a member should ask next: the table of `netscout.ask_next`.

    `owner`, `own`, `key` and `floor` are those of `network`; the others those of
    `netscout.ask_next`.

    Examples
    --------
    >>> import netscout as ns
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> goal = ns.Goal(companies=["Quay Radio"])
    >>> table = pool.ask_next(club(), "in/ada-frost", goal=goal, k=2)
    >>> table[["person", "company", "role"]]
                   person     company      role
    0  p-3bb9ba22fb5b0872                Editor
    1  p-3ab3795f456c1144  Quay Radio  Producer
    """
    net = network(pool, owner, own=own, key=key, hops=hops, floor=floor)
    return ask_alone(net, goal=goal, k=k, hops=hops, worlds=worlds, seed=seed, on=on)


def choose(
    pool: Pool, k: int = 5, *, goal: Goal | None = None, among: list[str] | None = None,
    hops: int = 3, eps: float = 0.1, seed: int = 1,
) -> Any:  # fmt: skip
    """Choose the people whom to ask first, so that most people of a goal are reached.

    Parameters
    ----------
    pool
        The pool.
    k
        How many people.
    goal
        Whom one wants to reach, weighted as in `Goal.weights`; everybody alike if not given.
    among
        Pseudonyms of those who may be asked; everybody if not given.
    hops
        How many referrals at most.
    eps
        How far below 1 − 1/e of the best choice the certified share may stay.
    seed
        Which sets are drawn.

    Returns
    -------
    DataFrame, best first: person, company, role, adds (expected weight reached by this person
    beyond those above). `table.attrs` is the certificate: low and high (the weight surely reached,
    and that no choice exceeds, each with 99 %), ratio, sets.

    Raises
    ------
    UnknownPerson
        Somebody who may be asked is not in the pool.
    NetscoutError
        Nobody in the pool fits the goal, or `k` or `hops` is too small.

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> members = club().owners()["person"].tolist()
    >>> table = pool.choose(club(), 2, among=members)
    >>> len(table), bool(table.attrs["low"] <= table["adds"].sum() <= table.attrs["high"])
    (2, True)
    """
    at_least(1, k=k)
    at_least(0, hops=hops)
    people = pool.people()  # in the order of their ids
    weight = pool.weights(goal)
    whole = np.rint(weight * 1_000).astype(np.int64)
    targets = np.flatnonzero(whole)
    if not len(targets):
        raise NetscoutError("nobody in the pool fits the goal")
    wanted = None if among is None else np.flatnonzero(people["person"].isin(among))
    if wanted is not None and len(wanted) < len(set(among or ())):
        strangers = sorted(set(among or ()) - set(people["person"]))
        raise UnknownPerson(f"nobody in the pool is called {', '.join(strangers[:5])}")
    allowed = np.arange(len(people)) if wanted is None else wanted
    count = _FIRST_SETS
    tests = int(np.log2(_MOST_SETS // _FIRST_SETS)) + 1
    sets, place = np.zeros((2, 0), np.int64)
    drawn = 0
    while True:
        roots = targets[draw_roots(whole[targets], drawn, count - drawn, seed)]
        new = pool.steps.sets(roots, drawn, hops=hops, seed=seed, among=wanted)
        sets, place = np.concatenate([sets, new[0]]), np.concatenate([place, new[1]])
        drawn = count
        choosing = sets % 2 == 0
        chosen = cover(sets[choosing] // 2, place[choosing], len(people), allowed, k)
        hits = covered(sets[~choosing], place[~choosing], chosen.people)
        low, high = limits(hits, chosen.bound, count // 2, 0.01 / tests)
        ratio = low / high if high else 1.0
        if ratio >= GOAL - eps or count >= _MOST_SETS:
            break
        count *= 2
    table = people.iloc[chosen.people][["person", "company", "role"]].reset_index(drop=True)
    scale = float(weight.sum())
    table["adds"] = chosen.gains / (count // 2) * scale
    table.attrs = {"low": low * scale, "high": high * scale, "ratio": ratio, "sets": count}
    return table
