"""The part of a pool that a member may see: who is near, under the floors.

The work is done in the database, so only the near people and the distinct combinations of company,
role and school come out of it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from netscout.pool._duckdb import frame, run
from netscout.pool.floors import FACTS, shown, spelling

_KEYS = ", ".join(FACTS.values())


def around(db: Any, me: int, hops: int, floor: int) -> tuple[Any, Any]:
    """Return the people within so many ties of a member, and the ties between them.

    Returns
    -------
    People by pseudonym: name (the pseudonym if no names are kept), company, role and school; of the
    member's own contacts as they are, of others under the floor and in the spelling that most use.
    Ties, each once: source, target.
    """
    run(db, f"create table ball as select cast({me} as bigint) as id, 0 as hop")
    for hop in range(hops):
        run(
            db,
            f"insert into ball select distinct t.target, {hop + 1} from ties t "
            f"join ball b on b.id = t.source where b.hop = {hop} "
            "and not exists (select 1 from ball o where o.id = t.target)",
        )
    spelled = " join ".join(f"{spelling(fact)} using ({key})" for fact, key in FACTS.items())
    people = frame(
        db,
        "select p.*, b.hop <= 1 as own from "
        f"(select * from people join {spelled}) p join ball b using (id) order by id",
    )
    groups = frame(
        db,
        f"select {_KEYS}, count(*) as people from people where id not in "
        f"(select id from ball where hop <= 1) group by {_KEYS} order by {_KEYS}",
    )
    allowed = pd.concat([groups, shown(groups, floor).add_prefix("may_")], axis=1)
    people = people.merge(allowed, how="left", on=list(FACTS.values()))
    for fact in FACTS:
        usual = people[f"usual_{fact}"].where(people[f"may_{fact}"].eq(True), "")
        people[fact] = people[fact].where(people["own"], usual)
    people["name"] = people["name"].where(people["name"] != "", people["person"])
    ties = frame(
        db,
        "select s.person as source, d.person as target from ties t "
        "join ball a on a.id = t.source join ball b on b.id = t.target "
        "join people s on s.id = t.source join people d on d.id = t.target "
        "where t.source < t.target order by t.source, t.target",
    )
    return people.set_index("person")[["name", *FACTS]], ties
