"""Where conversations get lost: how far people have come, from known to thanked."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import ThinDataWarning
from netscout.growth import rates
from netscout.growth.groups import groups, order
from netscout.growth.referrals import tree
from netscout.schema import ANYONE, REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

STAGES = {
    "known": "",
    "asked": "known",
    "agreed": "asked",
    "met": "agreed",
    "asked_for_names": "met",
    "named": "met",
    "introduced": "named",
    "thanked": "met",
}
"""The stages of the funnel, and of which stage each is a share."""

_THIN = 5


def funnel(net: Network, *, by: str | None = None) -> Any:
    """Count how far people have come, from known to thanked, and what share comes further.

    Whoever came further counts for the stages before: who agreed or met was asked. The stages
    after the conversation count among the people met, from the day of the first conversation on.

    ===============  ============  ================================================================
    stage            share of      who
    ===============  ============  ================================================================
    known                          everybody in the people table but you
    asked            known         asked for a conversation; open requests count as not agreed yet
    agreed           asked         said yes
    met              agreed        the conversation took place
    asked_for_names  met           named somebody, or the log says `asked` about `anyone`
    named            met           named or introduced somebody
    introduced       named         made an introduction
    thanked          met           you thanked them
    ===============  ============  ================================================================

    Parameters
    ----------
    net
        The network.
    by
        What to group by, as in `growth`: wave, company, role, school, channel, ...

    Returns
    -------
    DataFrame, in the order above (the largest group first):

    - group: only with `by`
    - stage, count: how many different people came at least that far
    - of: the stage of which `rate` is the share, `""` for known
    - rate, low, high: the share and its 90 % Jeffreys interval; missing where it is of nobody
    - note: "thin" where the share is of fewer than 5 people, else `""`

    Raises
    ------
    UnknownColumn
        `by` is no grouping and no column of the people table.

    Warns
    -----
    ThinDataWarning
        Nobody has been asked yet, as with a LinkedIn export alone.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.funnel(ns.example())["stage"].tolist()[:4]
    ['known', 'asked', 'agreed', 'met']
    """
    reached = _reached(net).drop(net.me)
    if not reached["asked"].any():
        warnings.warn(
            "nobody has been asked for a conversation yet. A log.csv with the rows asked, agreed, "
            "met, named and thanked would show where conversations get lost.",
            ThinDataWarning,
            stacklevel=2,
        )
    if by is None:
        return _shares(reached.assign(group="all"), ["all"]).drop(columns="group")
    group = groups(net, by, tree(net).drop(net.me))
    return _shares(reached.assign(group=group), order(list(group), by))


def _reached(net: Network) -> Any:
    """Return who has come to which stage: people × stages of truth values."""
    events, people = net.events, net.people.index
    kind, source, target = events["kind"], events["source"], events["target"]
    first_met = tree(net)["met"]

    def having(rows: Any, side: Any = target) -> Any:
        return people.isin(side[rows])

    def afterwards(rows: Any, side: Any) -> Any:
        return having(rows & (events["date"] >= first_met.reindex(side).to_numpy()), side)

    mine, to_me = source == net.me, target == net.me
    met = first_met.notna().to_numpy()
    agreed = met | having((kind == "agreed") & to_me, source)
    declined = having((kind == "declined") & to_me, source)
    request = (kind == "asked") & mine & (events["about"] == "")
    named = afterwards(kind.isin(REFERRALS) & ~to_me, source)
    whom_else = having((kind == "asked") & mine & (events["about"] == ANYONE))
    stages = {
        "known": np.ones(len(people), bool),
        "asked": agreed | declined | having(request),
        "agreed": agreed,
        "met": met,
        "asked_for_names": named | (whom_else & met),
        "named": named,
        "introduced": afterwards((kind == "introduced") & ~to_me, source),
        "thanked": afterwards((kind == "thanked") & mine, target),
    }
    return pd.DataFrame(stages, index=people)


def _shares(reached: Any, ordered: list[str]) -> Any:
    """Return the funnel of each group."""
    counts = reached.groupby("group").sum().reindex(ordered, fill_value=0).astype("int64")
    bases = counts.assign(none=0)[[of or "none" for of in STAGES.values()]].to_numpy()
    rate, low, high = rates.share(counts.to_numpy(), bases)
    thin = (bases < _THIN) & (np.array(list(STAGES.values())) != "")
    table = {
        "group": np.repeat(np.asarray(ordered, dtype=object), len(STAGES)),
        "stage": np.tile(np.asarray(list(STAGES), dtype=object), len(ordered)),
        "count": counts.to_numpy().ravel(),
        "of": np.tile(np.asarray(list(STAGES.values()), dtype=object), len(ordered)),
        "rate": rate.ravel(),
        "low": low.ravel(),
        "high": high.ravel(),
        "note": np.where(thin, "thin", "").astype(object).ravel(),
    }
    return pd.DataFrame(table).astype(dict.fromkeys(("group", "stage", "of", "note"), "str"))
