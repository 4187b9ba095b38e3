"""The referral tree: to which wave each person belongs, and who brought them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.growth import rates
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

_NEVER = np.iinfo(np.int64).max


def tree(net: Network) -> Any:
    """Return the referral tree: to which wave each person belongs, and who brought them.

    A person becomes known on the day of their first event with anybody; what an event is `about`
    does not count. If one of that day's events is a referral, the person who made it (the first,
    if several did) is their parent. Two people who name each other on the day they both become
    known do not make a circle: the later of the two rows is passed over.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame indexed by person, in the order of `net.people`:

    - wave: 0 you, 1 known without a referral, k+1 brought by wave k; missing without any event
    - parent: the id of the person who brought them, `""` for waves 0 and 1
    - root: the id of the wave-1 person at the root of their tree, `""` for you
    - first: the day they became known
    - met: the day of your first conversation with them
    - named: how many people they have named or introduced

    Examples
    --------
    >>> import netscout as ns
    >>> from netscout.growth import tree
    >>> int(tree(ns.example())["wave"].min())
    0
    """
    people, events = net.people.index, net.events
    kind = events["kind"].to_numpy()
    source, target = people.get_indexer(events["source"]), people.get_indexer(events["target"])
    day = events["date"].to_numpy("datetime64[D]").astype(np.int64)
    me, size = people.get_loc(net.me), len(people)

    first = np.full(size, _NEVER)
    np.minimum.at(first, source, day)
    np.minimum.at(first, target[target >= 0], day[target >= 0])
    referral = np.isin(kind, REFERRALS) & (source != me) & (target != me)
    bringing = referral & (day == first[target])
    parent = rates.parents(source[bringing], target[bringing], size)
    depth, root = rates.depths(parent)

    known, ids = first < _NEVER, np.append(people.to_numpy(dtype=object), "")
    wave = pd.array(np.where(known, depth + 1, 0), dtype="Int64")
    wave[~known] = pd.NA
    wave[me] = 0
    root = np.where(known & (np.arange(size) != me), root, -1)
    met = (kind == "met") & ((source == me) | (target == me))
    pairs = np.unique(source[referral] * size + target[referral])
    return pd.DataFrame(
        {
            "wave": wave,
            "parent": pd.array(ids[parent], dtype="str"),
            "root": pd.array(ids[root], dtype="str"),
            "first": _days(first),
            "met": _days(_earliest(np.where(source == me, target, source)[met], day[met], size)),
            "named": np.bincount(pairs // size, minlength=size),
        },
        index=people,
    )


def _earliest(person: Any, day: Any, size: int) -> Any:
    """Return the first day of each person, `_NEVER` where there is none."""
    first = np.full(size, _NEVER)
    np.minimum.at(first, person, day)
    return first


def _days(day: Any) -> Any:
    """Return day numbers as dates, `NaT` for never."""
    dates = np.where(day == _NEVER, 0, day).astype("datetime64[D]").astype("datetime64[us]")
    return np.where(day == _NEVER, np.datetime64("NaT", "us"), dates)
