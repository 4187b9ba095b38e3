"""What the keeper of a pool may show to others: groups only, none smaller than the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.identity import company_key
from netscout.pool.answers import FLOOR
from netscout.pool.counts import hops

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netscout.pool.answers import Pool

_NAMES = "(select firm, min(company) as company from people where firm <> '' group by firm)"


def bridges(pool: Pool, *, floor: int = FLOOR) -> Any:
    """Show between which companies the pool has ties.

    Returns
    -------
    DataFrame, most ties first: company, other, ties, people (with such a tie, on both sides); only
    where at least `floor` people on each side have one.
    """
    return pool.query(
        "select a.company, b.company as other, t.ties, t.people from (select s.firm as one, "
        "d.firm as two, count(*) as ties, count(distinct s.id) + count(distinct d.id) as people "
        "from ties t join people s on s.id = t.source join people d on d.id = t.target "
        "where s.firm < d.firm and s.firm <> '' group by s.firm, d.firm "
        f"having count(distinct s.id) >= {int(floor)} and count(distinct d.id) >= {int(floor)}) t "
        f"join {_NAMES} a on a.firm = t.one join {_NAMES} b on b.firm = t.two "
        "order by t.ties desc, company, other"
    )


def openers(pool: Pool, k: int = 2, *, floor: int = FLOOR) -> Any:
    """Show which members open most ways, for the keeper's own eyes: `hops` above the floor."""
    table = hops(pool, k)
    return table[table["people"] >= floor].reset_index(drop=True)


def unreached(pool: Pool, companies: Sequence[str], *, floor: int = FLOOR) -> Any:
    """Show which of some companies nobody in the pool knows anybody at.

    Returns
    -------
    DataFrame, fewest first: company, people (missing where some are known, but fewer than
    `floor`), state ("nobody", "few" or "known").
    """
    sizes = pool.people()["firm"].value_counts()
    rows = []
    for company in companies:
        people = int(sizes.get(company_key(company), 0))
        state = "known" if people >= floor else "few" if people else "nobody"
        rows.append((company, pd.NA if state == "few" else people, state))
    table = pd.DataFrame(rows, columns=["company", "people", "state"]).astype({"people": "Int64"})
    order = table["state"].map({"nobody": 0, "few": 1, "known": 2})
    return (
        table.assign(order=order)
        .sort_values(["order", "people", "company"], ignore_index=True)
        .drop(columns="order")
    )
