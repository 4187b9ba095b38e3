"""What the graph says of each person, and whether like names like.

Most of a network is unseen: these numbers describe what is known of it, not what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import UnknownColumn, did_you_mean
from netscout.growth.groups import NOT_KNOWN, order, own_groups
from netscout.growth.referrals import tree
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netscout.network import Network

SAMPLED_ABOVE = 2000
"""Of larger networks the betweenness is that of shortest paths from a sample of people."""

_SAMPLE, _SEED = 200, 1


def measures(net: Network, *, names: str | Iterable[str] | None = None) -> Any:
    """Return one row a person, one column a measure.

    ==============  ================================================================================
    measure         meaning
    ==============  ================================================================================
    wave            1 known without a referral, k+1 brought by wave k; missing without any event
    hops            referrals on the shortest known way from you, 0 directly; missing if none
    degree          how many people they are known to be tied to, you included
    named           how many people they have named or introduced
    brought         how many people you know of because of them
    recruits        how many of these you have talked with
    talk            chance that they talk with you if you ask them as things stand
    chance          chance to reach them, directly or by referrals (`reach`)
    betweenness     share of the shortest ways between others that lead through them (Freeman 1977)
    clustering      share of the pairs of their ties that are tied to each other (Watts, Strogatz)
    constraint      how much their ties are tied to one another: low spans holes (Burt 1992)
    effective_size  their ties less the redundancy among them (Burt 1992)
    ==============  ================================================================================

    The last three leave you out, who are tied to everybody, and are missing for people of whom no
    other tie is known.

    Parameters
    ----------
    net
        The network.
    names
        Which measures, in that order; all of them if not given.

    Returns
    -------
    DataFrame indexed by person, you left out: name, then a column for each measure; those who have
    named most first. `attrs["sampled"]` is a sentence where the betweenness is estimated from a
    sample, as in networks of more than 2,000 people, else `""`.

    Raises
    ------
    UnknownColumn
        There is no such measure.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.measures(ns.example(), names=["named", "betweenness"])
    >>> table.columns.tolist()
    ['name', 'named', 'betweenness']
    """
    wanted = list(MEASURES) if names is None else [names] if isinstance(names, str) else [*names]
    for name in wanted:
        if name not in MEASURES:
            known = ", ".join(MEASURES)
            raise UnknownColumn(
                f"there is no measure {name!r}{did_you_mean(name, MEASURES)} (there are {known})"
            )
    seen = _Seen(net)
    table = pd.DataFrame({"name": net.people["name"]})
    for name in wanted:
        table[name] = MEASURES[name](seen).reindex(table.index)
    given = seen.people["named"].drop(net.me).sort_values(ascending=False, kind="stable")
    table = table.loc[given.index]
    table.attrs["sampled"] = ""
    if "betweenness" in wanted and len(seen.graph) > SAMPLED_ABOVE:
        table.attrs["sampled"] = (
            f"the betweenness is estimated from the shortest ways of {_SAMPLE} people"
        )
    return table


class _Seen:
    """What measures are taken of: the network, its graph, and what is computed once for several."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.graph = net.graph()
        self.people = tree(net)
        others = self.graph.to_undirected()
        others.remove_node(net.me)
        self.others = others

    def series(self, values: Any) -> Any:
        return pd.Series(values, dtype=float)


def _hops(seen: _Seen) -> Any:
    import networkx as nx  # noqa: PLC0415 - only where a graph is asked for

    away = pd.Series(nx.single_source_shortest_path_length(seen.graph, seen.net.me))
    return (away.drop(seen.net.me) - 1).astype("Int64")


def _degree(seen: _Seen) -> Any:
    return pd.Series(dict(seen.graph.to_undirected(as_view=True).degree), dtype="int64")


def _brought(seen: _Seen, *, met: bool = False) -> Any:
    child = seen.people[seen.people["parent"] != ""]
    child = child[child["met"].notna()] if met else child
    return child.groupby("parent").size().reindex(seen.people.index, fill_value=0)


def _chance(seen: _Seen) -> Any:
    from netscout.reach import reach  # noqa: PLC0415 - its sampling is slow to load

    return reach(seen.net).set_index("person")["chance"]


def _betweenness(seen: _Seen) -> Any:
    import networkx as nx  # noqa: PLC0415

    sample = _SAMPLE if len(seen.graph) > SAMPLED_ABOVE else None
    return seen.series(nx.betweenness_centrality(seen.graph, k=sample, seed=_SEED))


def _of_ties(name: str) -> Callable[[_Seen], Any]:
    """Return NetworkX's function of this name, on the ties among the others."""

    def measure(seen: _Seen) -> Any:
        import networkx as nx  # noqa: PLC0415

        tied = seen.others.subgraph([p for p, ties in seen.others.degree if ties])
        return seen.series(getattr(nx, name)(tied) if len(tied) else {})

    return measure


MEASURES: dict[str, Callable[[_Seen], Any]] = {
    "wave": lambda seen: seen.people["wave"],
    "hops": _hops,
    "degree": _degree,
    "named": lambda seen: seen.people["named"],
    "brought": _brought,
    "recruits": lambda seen: _brought(seen, met=True),
    "talk": lambda seen: seen.series(dict(seen.graph.nodes(data="talk"))),
    "chance": _chance,
    "betweenness": _betweenness,
    "clustering": _of_ties("clustering"),
    "constraint": _of_ties("constraint"),
    "effective_size": _of_ties("effective_size"),
}
"""The measures, in the order in which they stand in the table."""


def mixing(net: Network, *, by: str = "company") -> Any:
    """Count whether people name their like: within their company, role or school, or outside it.

    The E-I index is (outside − inside) / (outside + inside): −1 if all names stay inside, +1 if all
    lead out (Krackhardt, Stern 1988). A network that never leaves its companies finds no others.

    Parameters
    ----------
    net
        The network.
    by
        What to compare: company, role, school, or another column of the people table.

    Returns
    -------
    DataFrame, the groups that have named most first:

    - group, people: how many belong to it
    - names: how many people its members have named or introduced, both sides' group known
    - inside: how many of these belong to the same group
    - share, expected: inside / names, and what it were if names were drawn at random from everybody
    - ei: the E-I index; missing without names

    `attrs` has `ei` of all names together, and `assortativity` (Newman 2003: 1 like with like only,
    0 as at random), missing where there is one group or no names.

    Raises
    ------
    UnknownColumn
        `by` is no column of the people table.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.mixing(ns.example()).columns.tolist()
    ['group', 'people', 'names', 'inside', 'share', 'expected', 'ei']
    """
    group = own_groups(net, by, net.people.drop(net.me))
    group = group.where(group != NOT_KNOWN)
    events = net.events
    named = events[events["kind"].isin(REFERRALS)].drop_duplicates(["source", "target"])
    ends = pd.DataFrame({side: named[side].map(group) for side in ("source", "target")}).dropna()
    known = group.dropna()
    sizes = known.value_counts()
    table = pd.DataFrame({"people": sizes.reindex(order([*known], by))})
    same = ends["source"] == ends["target"]
    table["names"] = ends.groupby("source").size().reindex(table.index, fill_value=0)
    table["inside"] = ends[same].groupby("source").size().reindex(table.index, fill_value=0)
    some = table["names"].where(table["names"] > 0)
    table["share"] = table["inside"] / some
    table["expected"] = (table["people"] - 1) / max(len(group) - 1, 1)
    table["ei"] = 1 - 2 * table["share"]
    table = table.sort_values("names", ascending=False, kind="stable")
    table = table.rename_axis("group").reset_index()
    table.attrs["ei"] = float(1 - 2 * same.mean()) if len(ends) else np.nan
    table.attrs["assortativity"] = _assortativity(ends)
    return table


def _assortativity(ends: Any) -> float:
    """Return NetworkX's assortativity of the mixing matrix of the two ends."""
    labels = sorted(set(ends["source"]) | set(ends["target"]))
    if len(labels) < 2:
        return float("nan")
    import networkx as nx  # noqa: PLC0415

    matrix = pd.crosstab(ends["source"], ends["target"])
    matrix = matrix.reindex(index=labels, columns=labels, fill_value=0).to_numpy(float)
    return float(nx.algorithms.assortativity.correlation.attribute_ac(matrix / matrix.sum()))
