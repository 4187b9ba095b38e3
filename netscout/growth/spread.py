"""Over how many groups the people talked with are spread, conversation by conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.growth.groups import NOT_KNOWN, own_groups
from netscout.growth.referrals import tree

if TYPE_CHECKING:
    from netscout.network import Network

MOST_TREES = 3
LEAST = 3


def diversity(net: Network, *, by: str = "company") -> Any:
    """Return the number of groups after each day of conversations, for all and for each large tree.

    Parameters
    ----------
    net
        The network.
    by
        A column of the people table.

    Returns
    -------
    DataFrame of tree (the first contact's name, `""` for all), date, people (talked with of whom
    the group is known), groups (how many), effective (exp of the Shannon entropy; Jost, Oikos
    2006). The trees are the three largest of at least 3 people. `attrs` has `by`, and `talked`, how
    many people have been talked with.

    >>> import netscout as ns
    >>> diversity(ns.example()).columns.tolist()
    ['tree', 'date', 'people', 'groups', 'effective']
    """
    people = tree(net).drop(net.me)
    talked = people[people["met"].notna()]
    label = own_groups(net, by, talked)
    talked = talked.assign(label=label)[label != NOT_KNOWN].sort_values("met", kind="stable")
    sizes = talked["root"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    roots = sizes.index[sizes >= LEAST][:MOST_TREES]
    names = net.people["name"]
    parts = [("", talked)]
    parts += [(names[root] or root, talked[talked["root"] == root]) for root in roots]
    columns = ["tree", "date", "people", "groups", "effective"]
    rows = [pd.DataFrame(_spread(part)).assign(tree=name)[columns] for name, part in parts]
    table = pd.concat(rows, ignore_index=True) if len(talked) else pd.DataFrame(columns=columns)
    table.attrs |= {"by": by, "talked": int(people["met"].notna().sum())}
    return table


def _spread(talked: Any) -> dict[str, Any]:
    """Return the number and the effective number of groups at the end of each day."""
    codes = pd.factorize(talked["label"])[0]
    counts = np.zeros((len(codes), int(codes.max()) + 1 if len(codes) else 0))
    counts[np.arange(len(codes)), codes] = 1
    counts = counts.cumsum(axis=0)
    total = np.arange(1, len(codes) + 1)
    share = counts / total[:, None]
    entropy = -(share * np.log(np.maximum(share, 1e-12))).sum(axis=1)
    dates = talked["met"].to_numpy()
    last = np.append(dates[1:] != dates[:-1], True)[: len(dates)]
    found = {"date": dates, "people": total, "groups": (counts > 0).sum(axis=1)}
    found["effective"] = np.exp(entropy)
    return {name: values[last] for name, values in found.items()}
