"""Who belongs together: ties between people, communities, and places that follow the ties."""

from __future__ import annotations

import random
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from netscout.identity import company_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

EPOCHS = 200


def ties_of(people: Any, events: Any) -> NDArray[np.int64]:
    """Return who is tied to whom as pairs of row numbers: events between them, and colleagues."""
    source = people.index.get_indexer(events["source"])
    target = people.index.get_indexer(events["target"])
    own = (source >= 0) & (target >= 0)
    pairs = [np.column_stack([source[own], target[own]])]
    keys = people["company"].map(company_key)
    for key, rows in keys.groupby(keys).indices.items():
        if key and len(rows) > 1:
            pairs += [np.column_stack([rows, np.roll(rows, step)]) for step in (1, 2)]
    both = np.sort(np.concatenate(pairs).astype(np.int64), axis=1)
    return np.unique(both[both[:, 0] != both[:, 1]], axis=0)


def communities(count: int, ties: NDArray[np.int64]) -> list[str]:
    """Return the community of each person (Louvain, Blondel et al. 2008), "" where alone."""
    import networkx as nx  # noqa: PLC0415 - only where a graph is asked for

    G = nx.Graph()
    G.add_edges_from(ties.tolist())
    member = [""] * count
    for number, group in enumerate(nx.community.louvain_communities(G, seed=1)):
        for person in group:
            member[person] = f"c{number}"
    return member


def scattered(count: int, ties: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return places that follow the ties (UMAP by igraph), about one person a unit of area."""
    igraph: Any = import_module("igraph")  # optional

    G = igraph.Graph(n=count, edges=ties.tolist())
    igraph.set_random_number_generator(random.Random(1))
    try:
        xy = np.array(G.layout_umap(epochs=EPOCHS).coords).reshape(count, 2)
    finally:
        igraph.set_random_number_generator(random)
    xy -= np.median(xy, axis=0)
    reach = np.quantile(np.abs(xy), 0.95) if count else 1.0
    placed: NDArray[np.float64] = xy * (np.sqrt(count) / max(2 * reach, 1e-9) * 1.6)
    return placed
