"""Tables for the R packages egor (ego-centred networks) and RDS (respondent-driven sampling)."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.errors import NetscoutError, ThinDataWarning
from netscout.growth import tree
from netscout.journal.table import cell
from netscout.measures import measures
from netscout.relations import moment, relations
from netscout.roles import add_roles
from netscout.schema import PEOPLE_COLUMNS

if TYPE_CHECKING:
    from netscout.network import Network

SEED = "seed"
EGOS = ("egoID", *PEOPLE_COLUMNS)
ALTERS = ("egoID", "alterID", "relation", "wave", "first", "met", "talk", *PEOPLE_COLUMNS)
ALTER_TIES = ("egoID", "Source", "Target", "first", "last", "count", "kinds", "chance")
RDS = (
    "id", "recruiter.id", "network.size", "wave", "seed", "recruits", "met",
    "company", "role", "school", "role_family", "seniority",
)  # fmt: skip
"""The columns of each table; those of people.csv that are not netscout's own come after them."""


def egor_files(net: Network) -> dict[str, bytes]:
    """Return egos.csv, alters.csv and aaties.csv."""
    egos, alters, ties = egor_tables(net)
    return {"egos.csv": _csv(egos), "alters.csv": _csv(alters), "aaties.csv": _csv(ties)}


def rds_file(net: Network) -> bytes:
    """Return the table for RDS as CSV."""
    return _csv(rds_table(net))


def egor_tables(net: Network) -> tuple[Any, Any, Any]:
    """Return the egos, the alters, and the ties between alters."""
    net, on = moment(net, None)
    G = net.graph()
    own = (*EGOS, *ALTERS)
    others = [column for column in net.people.columns if column not in PEOPLE_COLUMNS]
    people = net.people.rename(columns={name: f"{name}_" for name in others if name in own})
    places = tree(net)
    alters = people.drop(net.me).assign(
        egoID=net.me,
        relation=relations(net, on)["relation"],
        wave=places["wave"],
        first=places["first"],
        met=places["met"],
        talk=pd.Series(dict(G.nodes(data="talk")), dtype=float),
    )
    alters = _ordered(alters.rename_axis("alterID").reset_index(), ALTERS)
    egos = _ordered(people.loc[[net.me]].rename_axis("egoID").reset_index(), EGOS)
    rows = [
        {"egoID": net.me, "Source": u, "Target": v, **data, "kinds": "; ".join(data["kinds"])}
        for u, v, data in G.edges(data=True)
        if net.me not in (u, v)
    ]
    return egos, alters, pd.DataFrame(rows, columns=list(ALTER_TIES))


def rds_table(net: Network) -> Any:
    """Return everybody talked with, and by whom they were recruited."""
    if SEED in net.people.index:
        raise NetscoutError(
            f"somebody has the id {SEED!r}, which in this table means that nobody recruited them; "
            "give them another id"
        )
    people = tree(net).drop(net.me)
    talked = people[people["met"].notna()]
    if not len(talked):
        warnings.warn(
            "nobody has been talked with, so there is no sample: log.csv needs rows `met`",
            ThinDataWarning,
            stacklevel=4,
        )
    recruiter = {
        person: _recruiter(person, people["parent"], talked.index) for person in talked.index
    }
    wave, root = {}, {}
    for person in talked.index:
        chain = [person]
        while recruiter[chain[-1]] != SEED:
            chain.append(recruiter[chain[-1]])
        wave[person], root[person] = len(chain) - 1, chain[-1]
    recruited = pd.Series(recruiter, dtype="str").value_counts()
    degree = measures(net, names="degree")["degree"].reindex(talked.index).fillna(1)
    table = add_roles(net.people.loc[talked.index]).assign(**{
        "recruiter.id": pd.Series(recruiter, dtype="str"),
        "network.size": degree.clip(lower=1).astype("int64"),
        "wave": pd.Series(wave, dtype="int64"),
        "seed": pd.Series(root, dtype="str"),
        "recruits": recruited.reindex(talked.index).fillna(0).astype("int64"),
        "met": talked["met"],
    })  # fmt: skip
    table = table.rename_axis("id").reset_index()[list(RDS)]
    return table.sort_values(["wave", "met"], kind="stable", ignore_index=True)


def _recruiter(person: str, parent: Any, talked: Any) -> str:
    """Return the nearest person up the chain with whom I talked, `seed` if there is none."""
    above = parent[person]
    while above and above not in talked:
        above = parent[above]
    return above or SEED


def _ordered(table: Any, first: tuple[str, ...]) -> Any:
    return table[[*first, *(column for column in table.columns if column not in first)]]


def _csv(table: Any) -> bytes:
    """Return a table as CSV: ISO dates, nothing where nothing is known, no formulas."""
    table = table.copy(deep=False)
    for column in table.select_dtypes(exclude=["number", "bool", "datetime"]).columns:
        known = table[column].astype(object).where(table[column].notna(), "")
        table[column] = [cell(str(value)) for value in known]
    out = io.StringIO()
    table.to_csv(out, index=False, date_format="%Y-%m-%d", lineterminator="\n")
    return out.getvalue().encode("utf-8", "replace")
