"""Whom the people of a pool reach: counted, estimated for everybody, and wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._worlds import BITS, any_of, share
from netscout.errors import UnknownPerson, at_least
from netscout.pool._duckdb import arrays, connect, parquet
from netscout.pool.growth import Pass
from netscout.pool.sql import MAPS, ranks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netscout._worlds import Ints
    from netscout.pool.answers import Pool


def hops(pool: Pool, k: int = 2) -> Any:
    """Count how many people and companies every member can reach within k referrals, exactly.

    For the keeper's own eyes: others may see `openers`.

    Parameters
    ----------
    pool
        The pool.
    k
        How many referrals at most.

    Returns
    -------
    DataFrame, most people first: person, people (others within k ties), companies (theirs too).

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> pool.hops(club(), 1).head(2)
                   person  people  companies
    0  p-3e280fb476493c8c      27          5
    1  p-3bb9ba22fb5b0872      26          5
    """
    at_least(0, k=k)
    owners = pool.owners()
    sources, people, firms = pool.steps.balls(owners["id"].to_numpy(np.int64), hops=k)
    names = owners.set_index("id")["person"]
    table = pd.DataFrame({
        "person": names.loc[sources].to_numpy(),
        "people": people,
        "companies": firms,
    })  # fmt: skip
    return table.sort_values(["people", "person"], ascending=[False, True], ignore_index=True)


def sketch(pool: Pool, k: int = 2, *, seed: int = 1, keep: bool = False) -> Any:
    """Estimate how many people everybody in the pool can reach within k referrals.

    Flajolet and Martin's bit maps, 16 of them: the standard error is about 20 %.

    Parameters
    ----------
    pool
        The pool.
    k
        How many referrals at most.
    seed
        Which maps.
    keep
        Keep the maps beside the pool. After more exports have been gathered, the same call brings
        them up to date from the ties added, with the same result as without; if anything has gone
        from the pool meanwhile, it starts again.

    Returns
    -------
    DataFrame, most first: person, people (estimate, with the person).

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> pool.sketch(club(), 2).head(2).round(1)
                   person  people
    0  p-00f18e36cea61698    79.2
    1  p-1c786bad12b1dce4    79.2
    """
    at_least(0, k=k)
    if keep:
        layers = pool.layers(Pass("sketch", k, seed))
        with connect() as db:
            columns = arrays(db, ranks(parquet(layers[-1])))
        ids, rank = columns["id"], columns["rank"]
    else:
        ids, rank = pool.steps.sketch(hops=k, seed=seed)
    names = pool.query("select id, person from people").set_index("id")["person"]
    table = pd.DataFrame({
        "person": names.loc[ids].to_numpy(),
        "people": 2.0 ** (rank / MAPS) / 0.77351,
    })  # fmt: skip
    return table.sort_values(["people", "person"], ascending=[False, True], ignore_index=True)


def waves(
    pool: Pool, start: Sequence[str], *, hops: int = 3, worlds: int = 62, seed: int = 1,
    keep: bool = False,
) -> Any:  # fmt: skip
    """Show how many people talk by wave of referrals, when some people have talked.

    Parameters
    ----------
    pool
        The pool.
    start
        Pseudonyms of those who have talked.
    hops
        How many waves.
    worlds
        How many sampled worlds, rounded up to words of 62.
    seed
        Which worlds.
    keep
        Keep who talks in which worlds beside the pool, and bring it up to date later, as `sketch`.

    Returns
    -------
    DataFrame: wave (0 are those of the start), people (expected, new in this wave), companies
    (expected, with somebody new who talks: the number of them in which anybody does, so far).

    Raises
    ------
    UnknownPerson
        Somebody of the start is not in the pool.

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> start = club().owners()["person"].tolist()[:2]
    >>> pool.waves(club(), start, hops=2).round(1)
       wave  people  companies
    0     0     2.0        2.0
    1     1     9.8        4.5
    2     2     7.0        4.9
    """
    at_least(0, hops=hops)
    at_least(1, worlds=worlds)
    table = pool.query("select person, id, firm from people").set_index("person")
    if strangers := sorted(set(start) - set(table.index)):
        raise UnknownPerson(f"nobody in the pool is called {', '.join(strangers[:5])}")
    ids = np.unique(table.loc[list(start), "id"].to_numpy(np.int64))
    firms = table.set_index("id")["firm"]
    words = -(-worlds // BITS)
    rows, before = [], 0.0
    for wave, (found, masks) in enumerate(_by_wave(pool, ids, hops, words, seed, keep=keep)):
        total = float(share(masks).sum())
        codes, names = pd.factorize(firms.loc[found].replace("", None))
        anybody = any_of(masks, codes, len(names))
        rows.append((wave, total - before, float(share(anybody).sum())))
        before = total
    return pd.DataFrame(rows, columns=["wave", "people", "companies"])


def _by_wave(
    pool: Pool, ids: Ints, hops: int, words: int, seed: int, *, keep: bool
) -> Iterator[tuple[Ints, Ints]]:
    """Yield who talks, and in which worlds, after each hop."""
    if not keep:
        for wave in range(hops + 1):
            yield pool.steps.spread(ids, hops=wave, words=words, seed=seed)
        return
    what = Pass("spread", hops, seed, words, tuple(ids.tolist()))
    for layer in pool.layers(what):
        with connect() as db:
            columns = arrays(db, f"select * from {parquet(layer)} order by id")
        yield columns["id"], np.stack([columns[name] for name in what.columns])
