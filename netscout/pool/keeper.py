"""What the keeper of a pool may show to others: groups only, none smaller than the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import NetscoutError, UnknownColumn, at_least, did_you_mean
from netscout.identity import company_key
from netscout.pool.counts import hops
from netscout.pool.floors import FACTS, FLOOR, spelling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netscout.pool.answers import Pool


def bridges(pool: Pool, *, one: str = "company", other: str = "company", floor: int = FLOOR) -> Any:
    """Show between which companies, or companies and schools, the pool has ties.

    Parameters
    ----------
    pool
        The pool.
    one, other
        The kinds of groups: "company", "role" or "school".
    floor
        How many people on each side must have such a tie.

    Returns
    -------
    DataFrame, most ties first: one, other (the groups, spelled as most spell them), ties, people
    (with such a tie, on both sides).

    Raises
    ------
    UnknownColumn
        There is no such kind of group.

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> pool.bridges(club(), one="company", other="school").head(2)
                 one             other  ties  people
    0  Lantern Press  Eastmere College    67      47
    1     Grand Hall    Harbour School    54      41
    """
    at_least(1, floor=floor)
    for kind in (one, other):
        if kind not in FACTS:
            raise UnknownColumn(f"people have no {kind!r}{did_you_mean(kind, FACTS)}")
    left, right = FACTS[one], FACTS[other]
    once = f"s.{left} < d.{right}" if one == other else "true"
    return pool.query(
        f"select a.usual_{one} as one, b.usual_{other} as other, t.ties, t.people from "
        f"(select s.{left} as x, d.{right} as y, count(*) as ties, "
        "cast(len(list_distinct(list_concat(list(s.id), list(d.id)))) as bigint) as people "
        "from ties t join people s on s.id = t.source join people d on d.id = t.target "
        f"where {once} and s.{left} <> '' and d.{right} <> '' group by s.{left}, d.{right} "
        f"having count(distinct s.id) >= {int(floor)} and count(distinct d.id) >= {int(floor)}) t "
        f"join {spelling(one)} a on a.{left} = t.x join {spelling(other)} b on b.{right} = t.y "
        "order by t.ties desc, one, other"
    )


def openers(pool: Pool, k: int = 2, *, floor: int = FLOOR) -> Any:
    """Show how many ways members open, without a row for anybody: `hops` in groups of members.

    Members are put into groups of at least `floor` who open about as many ways; for the keeper,
    `hops` says who they are.

    Parameters
    ----------
    pool
        The pool.
    k
        Within how many referrals.
    floor
        How many members a group must have; if there are fewer, the table is empty.

    Returns
    -------
    DataFrame, most ways first: members (of the group), people and companies (that each of them
    reaches, on average).

    Raises
    ------
    NetscoutError
        The floor is below 1.

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> pool.openers(club(), floor=4)
       members  people  companies
    0        4    80.8        5.0
    1        4    73.5        5.0
    2        4    63.8        5.0
    """
    if floor < 1:
        raise NetscoutError(f"a group has at least 1 member: floor cannot be {floor}")
    table = hops(pool, k)
    groups = len(table) // floor
    group = np.minimum(np.arange(len(table)) // floor, groups - 1)
    found = table.assign(members=1).groupby(group)
    means = found[["people", "companies"]].mean().round(1)
    rows = pd.concat([found["members"].sum(), means], axis=1).reset_index(drop=True)
    return rows if groups else rows.head(0)


def unreached(pool: Pool, companies: Sequence[str], *, floor: int = FLOOR) -> Any:
    """Show which of some companies nobody in the pool knows anybody at.

    Parameters
    ----------
    pool
        The pool.
    companies
        Names of companies, in any spelling.
    floor
        Where fewer people are known it is not said whether anybody is. With 1, for the keeper's own
        eyes, it is.

    Returns
    -------
    DataFrame, fewest first: company, people (missing below the floor), state ("nobody" or
    "fewer than 5", and "known").

    Examples
    --------
    >>> from netscout import pool
    >>> from netscout.pool._example import club
    >>> pool.unreached(club(), ["Quay Radio", "Faraway Film"])
            company  people         state
    0  Faraway Film    <NA>  fewer than 5
    1    Quay Radio      31         known
    """
    at_least(1, floor=floor)
    sizes = pool.query("select firm, count(*) as people from people group by firm")
    known = sizes.set_index("firm")["people"]
    below = "nobody" if floor == 1 else f"fewer than {floor}"
    counts = [int(known.get(company_key(company), 0)) for company in companies]
    table = pd.DataFrame({
        "company": list(companies),
        "people": pd.array([n if n >= floor else pd.NA for n in counts], dtype="Int64"),
        "state": ["known" if n >= floor else below for n in counts],
    })  # fmt: skip
    return table.sort_values(["people", "company"], na_position="first", ignore_index=True)
