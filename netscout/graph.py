"""The projection onto NetworkX and back: a plain `DiGraph`, so that every measure of it applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from netscout._ties import doors, ties
from netscout.errors import SchemaError
from netscout.network import Network
from netscout.relations import moment
from netscout.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_EDGE_ATTRIBUTES = frozenset({"first", "last", "count", "kinds", "chance"})
_UNDATED = pd.Timestamp("2000-01-01")


def to_graph(net: Network) -> Any:
    """Return the network as a `networkx.DiGraph`; documented at `Network.graph`."""
    net, on = moment(net, None)
    arrays = ties(net, on)
    asked, referred = arrays.talk(arrays.means())
    talk = np.where(arrays.direct, asked, referred)
    talk[arrays.met] = 1.0
    G = nx.DiGraph(me=net.me)
    people = net.people.assign(talk=talk)
    people.loc[net.me, "talk"] = 1.0
    G.add_nodes_from(zip(people.index, people.to_dict("records"), strict=True))
    G.add_edges_from(_edges(net, arrays))
    return G


def _edges(net: Network, arrays: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the edges with their attributes; possible colleagues, who are a guess, are none."""
    opened = doors(net)
    ids = arrays.ids
    passing = arrays.passing(arrays.means())
    chance = dict(
        zip(zip(ids[arrays.source], ids[arrays.target], strict=True), passing.tolist(), strict=True)
    )
    mine = dict(zip(ids, arrays.mine.tolist(), strict=True))
    pairs = opened.groupby(["source", "target"], sort=False)
    dates = pairs["date"].agg(["min", "max", "size"])
    kinds = opened.drop_duplicates(["source", "target", "kind"]).sort_values("kind")
    kinds = kinds.groupby(["source", "target"])["kind"].agg(tuple)
    rows = zip(dates.index, dates.itertuples(index=False, name=None), strict=True)
    for (source, target), (first, last, count) in rows:
        own = mine[target] if source == net.me else 1.0
        yield source, target, {
            "first": first,
            "last": last,
            "count": int(count),
            "kinds": kinds[source, target],
            "chance": chance.get((source, target), own),
        }  # fmt: skip


def from_graph(G: Any, *, me: str | None = None) -> Network:
    """Make a network from a NetworkX graph.

    An edge u → v means that u can open the way to v; an undirected edge opens both ways. Node
    attributes become people columns. A node attribute `talk` (the chance that the person talks)
    and an edge attribute `chance` (that the way is opened) are taken as they are instead of the
    model's.

    Parameters
    ----------
    G
        A `networkx.Graph` or `DiGraph`. Edge attributes read: `first` (date), `kinds` (a list, or
        a text with `; ` between), `chance`.
    me
        The node whose network it is; `G.graph["me"]` if not given.

    Raises
    ------
    SchemaError
        Nobody is named as the owner, or an attribute is not what it should be.

    Examples
    --------
    >>> import networkx as nx
    >>> import netscout as ns
    >>> G = nx.DiGraph(me="me")
    >>> G.add_edge("me", "Ann"); G.add_edge("Ann", "Bob", chance=0.5)
    >>> G.add_nodes_from(["Ann", "Bob"], talk=0.8)
    >>> ns.chains(ns.from_graph(G), "Bob")[["person", "chance"]].round(2).values.tolist()
    [['Ann', 0.8], ['Bob', 0.4]]
    """
    me = me if me is not None else G.graph.get("me")
    if me is None or me not in G:
        raise SchemaError("whose network is it? Give `me=` a node of the graph (or G.graph['me'])")
    nodes = {str(node): dict(attributes) for node, attributes in G.nodes(data=True)}
    people = pd.DataFrame.from_dict(nodes, orient="index")
    people.index = pd.Index(list(nodes), name="person", dtype="str")
    if "name" not in people.columns:
        people["name"] = people.index
    people["name"] = people["name"].where(people["name"].notna(), people.index.to_series())
    _check_chances(people.get("talk"), "node", "talk")
    rows = [row for u, v, data in G.edges(data=True) for row in _events(G, u, v, data)]
    columns = ["date", "kind", "source", "target", "chance", "one_way"]
    events = pd.DataFrame(rows, columns=columns)
    _check_chances(events["chance"], "edge", "chance")
    return Network(people, events.astype({"chance": float, "one_way": bool}), str(me))


def _events(G: Any, u: Any, v: Any, data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the events that an edge stands for."""
    date, chance = data.get("first", _UNDATED), data.get("chance", np.nan)
    kinds = data.get("kinds", ("knows",))
    for kind in kinds.split("; ") if isinstance(kinds, str) else kinds:
        backward = kind in KINDS and KINDS[kind].opens == "backward"
        if backward:
            yield date, kind, str(v), str(u), chance, True
        elif not _both_ways(G, u, v, kind, data):
            yield date, kind, str(u), str(v), chance, G.is_directed()
        elif _first_of_two(G, u, v):
            yield date, kind, str(u), str(v), chance, False


def _both_ways(G: Any, u: Any, v: Any, kind: str, data: dict[str, Any]) -> bool:
    """Whether the way back is opened by the same event and carries the same attributes."""
    if not (G.is_directed() and G.has_edge(v, u) and kind in KINDS and KINDS[kind].opens == "both"):
        return False
    back = G.edges[v, u]
    same = all(data.get(name) == back.get(name) for name in ("first", "chance"))
    return same and kind in back.get("kinds", ("knows",))


def _first_of_two(G: Any, u: Any, v: Any) -> bool:
    """Whether u → v, and not v → u, is the one of the two that stands for both."""
    me = G.graph.get("me")
    return bool(u == me or (v != me and str(u) < str(v)))


def _check_chances(values: Any, what: str, name: str) -> None:
    """Raise where a chance is no number of 0 … 1."""
    if values is None:
        return
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = values[(numbers.isna() & values.notna()) | (numbers < 0) | (numbers > 1)]
    if len(wrong):
        raise SchemaError(f"the {what} attribute `{name}` must be 0 … 1, not {wrong.iloc[0]}")
