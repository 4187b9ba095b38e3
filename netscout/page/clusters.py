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
SPREAD = 2.0
PUSHES, GENTLY = 80, 0.5


def ties_of(people: Any, events: Any) -> NDArray[np.int64]:
    """Return who is tied to whom as pairs of row numbers: events between them, and colleagues."""
    source = people.index.get_indexer(events["source"])
    target = people.index.get_indexer(events["target"])
    own = (source >= 0) & (target >= 0)
    pairs = [np.column_stack([source[own], target[own]])]
    keys = people["company"].map(company_key)
    for key, rows in keys.groupby(keys).indices.items():
        if key and len(rows) > 1:
            # A few ties each, near and far, hold a company together like all of them would.
            steps = {1, *(int(share * len(rows)) for share in (0.382, 0.236, 0.146))} - {0}
            pairs += [np.column_stack([rows, np.roll(rows, step)]) for step in sorted(steps)]
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
    if count < 2:
        return np.zeros((count, 2))
    igraph: Any = import_module("igraph")  # optional

    G = igraph.Graph(n=count, edges=ties.tolist())
    igraph.set_random_number_generator(random.Random(1))
    try:
        xy = np.array(G.layout_umap(epochs=EPOCHS).coords).reshape(count, 2)
    finally:
        igraph.set_random_number_generator(random)
    xy -= np.median(xy, axis=0)
    reach = max(np.quantile(np.abs(xy), 0.95), 1e-9)
    placed: NDArray[np.float64] = xy * (np.sqrt(count) / (2 * reach) * SPREAD)
    return placed


def apart(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places of which (nearly) no two are less than 1 apart, moved little by little."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - loads slowly

    # Who stands on one spot must be told apart before they can move away from each other.
    number = np.arange(len(xy))
    placed: NDArray[np.float64] = xy + 0.01 * np.column_stack([np.cos(number), np.sin(number)])
    for _ in range(PUSHES):
        pairs = cKDTree(placed).query_pairs(1.0, output_type="ndarray")
        if not len(pairs):
            break
        one, two = pairs.T
        between = placed[one] - placed[two]
        distance = np.maximum(np.hypot(*between.T), 1e-9)
        push = between * ((1.02 - distance) / 2 / distance)[:, None] * GENTLY
        np.add.at(placed, one, push)
        np.add.at(placed, two, -push)
    return placed
