"""The graph as GraphML and GEXF: only attributes that both formats hold, read back as written."""

from __future__ import annotations

import io
import math
import numbers
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd

from netscout.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netscout.network import Network

BETWEEN = "; "
TAKEN_BY_GEXF = frozenset(
    "id label viz pid parents slices spells start end type weight for".split()
)
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(net: Network) -> bytes:
    """Return the graph of a network as GraphML."""
    out = io.BytesIO()
    nx.write_graphml_xml(plain_graph(net), out)
    return out.getvalue()


def gexf(net: Network) -> bytes:
    """Return the graph of a network as GEXF, with names as labels."""
    G, out = plain_graph(net), io.BytesIO()
    attributes = [data for _node, data in G.nodes(data=True)]
    for data in attributes:
        for name in TAKEN_BY_GEXF & data.keys():
            data[f"{name}_"] = data.pop(name)
    for node, data in G.nodes(data=True):
        data["label"] = data.get("name", node)
    nx.write_gexf(G, out)
    return out.getvalue()


def plain_graph(net: Network) -> Any:
    """Return the graph of a network with text, numbers and truth values as its only attributes.

    Raises
    ------
    SchemaError
        Two ids are the same once what no XML file can hold is left out of them.
    """
    G = net.graph()
    ids = {node: _text(node) for node in G}
    if len(set(ids.values())) < len(ids) or "" in ids.values():
        raise SchemaError("the ids of people differ only by signs that no XML file can hold")
    H = nx.DiGraph(me=ids[net.me])
    H.add_nodes_from((ids[node], dict(data)) for node, data in G.nodes(data=True))
    H.add_edges_from((ids[u], ids[v], dict(data)) for u, v, data in G.edges(data=True))
    for node, data in H.nodes(data=True):
        data["owner"] = node == H.graph["me"]
    _flatten([data for _node, data in H.nodes(data=True)])
    _flatten([data for _u, _v, data in H.edges(data=True)])
    return H


def _flatten(rows: Iterable[dict[Any, Any]]) -> None:
    """Make the attributes of all nodes, or of all edges, plain and of one kind each."""
    kinds: dict[str, set[type]] = {}
    rows = list(rows)
    for row in rows:
        told = {_text(str(name)): _plain(value) for name, value in row.items()}
        row.clear()
        row.update({name: value for name, value in told.items() if name and value is not None})
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(value))
    for name, found in kinds.items():
        if len(found) > 1:
            one: type = float if found == {int, float} else str
            for row in rows:
                if name in row:
                    row[name] = one(row[name])


def _plain(value: Any) -> str | int | float | bool | None:
    """Return a value as text, number or truth value; None where it is not known."""
    if isinstance(value, list | tuple | set | frozenset):
        value = BETWEEN.join(map(str, sorted(value, key=str) if isinstance(value, set) else value))
    if isinstance(value, str):
        return _text(value) or None
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, date):  # a Timestamp is one, too
        return _text(value.isoformat().removesuffix("T00:00:00"))
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool | int):
        return value
    if isinstance(value, numbers.Real):
        return float(value) if math.isfinite(value) else None
    return _text(str(value)) or None


def _text(text: str) -> str:
    """Return a text without what no XML file can hold."""
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
