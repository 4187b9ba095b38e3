"""What a pool answers: for a member as from their own network, for the keeper over all worlds."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._cover import GOAL, cover, covered, limits
from netscout.ask import ask_next as ask_alone
from netscout.errors import NetscoutError, ReadError, did_you_mean
from netscout.identity import url_key, words
from netscout.network import Network
from netscout.pool._duckdb import connect, quoted, run
from netscout.pool.engines import DuckDB
from netscout.pool.steps import InMemory, InSql, draw_roots
from netscout.pool.store import pseudonym, secret_of, who
from netscout.reach import reach as reach_alone

if TYPE_CHECKING:
    from netscout.goal import Goal
    from netscout.pool.steps import Steps

FLOOR = 5
_NO_DATE = pd.Timestamp("2000-01-01")  # a pool holds no dates
_FIRST_SETS, _MOST_SETS = 2_048, 2**20


@dataclass(frozen=True)
class Pool:
    """A pool that has been opened: its folder, and the steps on its engine."""

    folder: Path
    steps: Steps

    def people(self) -> Any:
        """Return the people table: id, person, company, role, name where it is kept."""
        return self._table("people")

    def ties(self) -> Any:
        """Return the ties table."""
        return self._table("ties")

    def owners(self) -> Any:
        """Return who has given an export: id, person, contacts."""
        return self._table("owners")

    def _table(self, name: str) -> Any:
        with connect() as db:
            file = quoted(self.folder / f"{name}.parquet")
            return db.execute(f"select * from read_parquet({file}) order by all").df()

    def query(self, sql: str, name: str = "given", given: Any = None) -> Any:
        """Return a query over people, ties and owners, and one table more."""
        with connect() as db:
            for table in ("people", "ties", "owners"):
                file = quoted(self.folder / f"{table}.parquet")
                run(db, f"create view {table} as select * from read_parquet({file})")
            if given is not None:
                db.register(name, given)
            return db.execute(sql).df()


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
    """
    folder = Path(out)
    if not (folder / "people.parquet").is_file():
        raise ReadError(f"there is no pool in {folder}: make one with `netscout pool gather`")
    if isinstance(engine, str):
        kinds = ("memory", "numpy", "compiled", "duckdb")
        if engine not in kinds:
            raise NetscoutError(f"there is no engine {engine!r}{did_you_mean(engine, kinds)}")
        if engine == "duckdb":
            return Pool(folder, InSql(DuckDB(), folder))
        fast = engine == "compiled" or (engine == "memory" and find_spec("numba") is not None)
        return Pool(folder, InMemory.read(folder, compiled=fast))
    return Pool(folder, InSql(engine, folder))


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
        Of people who are not the member's own contacts, a company or role that fewer people of the
        pool share is not shown.

    Raises
    ------
    NetscoutError
        The member has given no export.
    """
    me = who(pool.folder, owner, key)
    if not pool.owners()["person"].eq(me).any():
        raise NetscoutError(f"{owner!r} has given nothing to {pool.folder}")
    people, ties = _around(pool, me, hops + 1)
    contacts = set(ties.loc[ties["source"] == me, "target"])
    shown = people.index.isin([*contacts, me])
    for column, code in (("company", people["firm"]), ("role", people["role"].map(words))):
        common = code.map(_sizes(pool, column)).fillna(0).to_numpy() >= floor
        people[column] = people[column].where(shown | common, "")
    people["name"] = people["name"].where(people["name"] != "", people.index)
    people = people[["name", "company", "role"]]
    if own is not None:
        mine = _renamed(own, secret_of(pool.folder, key))
        mine[me] = own.me
        ties = ties[(ties["source"] != me) & (ties["target"] != me)]  # they know their own contacts
        people.index = [mine.get(person, person) for person in people.index]
        ties = ties.replace({"source": mine, "target": mine})
        people = pd.concat([own.people, people[~people.index.isin(own.people.index)]])
    day = _NO_DATE if own is None or pd.isna(own.last) else own.last
    knows = ties[ties["source"] < ties["target"]].assign(date=day, kind="knows")
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


def _around(pool: Pool, me: str, hops: int) -> tuple[Any, Any]:
    """Return the people within so many ties of a member, and the ties between them."""
    people = pool.people().set_index("id")
    ties = pool.ties()
    ball = set(people.index[people["person"] == me])
    frontier = ball
    for _ in range(hops):
        frontier = set(ties.loc[ties["source"].isin(frontier), "target"]) - ball
        ball |= frontier
    inside = ties[ties["source"].isin(ball) & ties["target"].isin(ball)]
    person = people["person"]
    named = {end: inside[end].map(person).to_numpy() for end in ("source", "target")}
    return people.loc[people.index.isin(ball)].set_index("person"), pd.DataFrame(named)


def _sizes(pool: Pool, column: str) -> Any:
    """Return how many people of the pool share each company or role."""
    people = pool.people()
    codes = people["firm"] if column == "company" else people["role"].map(words)
    return codes[codes != ""].value_counts()


def reach(
    pool: Pool, owner: str, *, own: Network | None = None, key: Any = None, by: str = "person",
    goal: Goal | None = None, hops: int = 3, floor: int = FLOOR, worlds: int = 992, seed: int = 1,
    on: Any = None,
) -> Any:  # fmt: skip
    """Show whom a member can reach through the pool: the table of `netscout.reach`.

    `owner`, `own`, `key` and `floor` are those of `network`; the others those of `netscout.reach`.
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
    """
    people = pool.people()
    ids = people["id"].to_numpy(np.int64)
    weight = np.ones(len(ids))
    if goal is not None:
        weight = goal.weights(people.set_index("person")).to_numpy(float)
    whole = np.rint(weight * 1_000).astype(np.int64)
    if not whole.any():
        raise NetscoutError("nobody in the pool fits the goal")
    allowed = np.arange(len(ids))
    if among is not None:
        allowed = np.flatnonzero(people["person"].isin(among))
    count = _FIRST_SETS
    tests = int(np.log2(_MOST_SETS // _FIRST_SETS)) + 1
    kept = np.zeros((2, 0), np.int64)
    drawn = 0
    while True:
        roots = ids[draw_roots(whole, count, seed)[drawn:]]
        new = pool.steps.sets(roots, drawn, hops=hops, seed=seed)
        kept = np.concatenate([kept, np.stack(new)], axis=1)
        drawn = count
        sets, place = kept[0], np.searchsorted(ids, kept[1])
        choosing = sets % 2 == 0
        chosen = cover(sets[choosing] // 2, place[choosing], len(ids), allowed, k)
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
