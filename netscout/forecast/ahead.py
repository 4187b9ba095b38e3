"""The forecast as a table, and what if."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._phrases import counted
from netscout.errors import NetscoutError, did_you_mean
from netscout.forecast.outlook import look, replayed, simulated, so_far, starts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.forecast.outlook import Outlook, Paths
    from netscout.forecast.stocks import Past
    from netscout.goal import Goal
    from netscout.network import Network

INTERVAL = 0.80
WHAT = ("people", "conversations", "target")
LIMITS = {
    "capacity": "how many conversations you hold a week",
    "referrals": "the people there are to talk with",
}
"""What `binding` means, in words."""

_THIN_WEEKS, _THIN_TALKS = 8, 5


def forecast(
    net: Network,
    *,
    weeks: int = 12,
    per_week: float | None = None,
    fresh: float = 0.0,
    goal: Goal | None = None,
    seed: int = 1,
    on: Any = None,
) -> Any:
    """Forecast the conversations of the coming weeks, the new people, and what limits them.

    A conversation is one with a person you have not talked with before. Its number is limited by
    the people who would talk and whom you have not talked with yet ("referrals": their queue runs
    dry) or by how many conversations you really hold a week ("capacity"). Both are learned from
    the log, as are the names that a conversation brings; what the log does not say is assumed, and
    the interval is the wider for it. The assumptions and the quiet weeks of the year can be changed
    in netscout.toml (`[assumptions]`, `[calendar]`). It goes on as your log has gone, and does not
    follow the advice of `ask_next`. `netscout.forecast.what_if` compares.

    Parameters
    ----------
    net
        The network.
    weeks
        How many weeks to look ahead.
    per_week
        Conversations a week that you will hold; learned from the log if not given.
    fresh
        Extra fresh first contacts a week (alumni, an association, a class), beyond your habits.
    goal
        Whom you want to talk with; the network's own if not given.
    seed
        The same seed gives the same table.
    on
        The day from which to look; the day of the last event if not given.

    Returns
    -------
    DataFrame, earliest week first:

    - week, date: its number, and its last day
    - what: "people" (new ones of the network), "conversations", and with a goal "target"
      (conversations with target people)
    - low, median, high: how many altogether from `on` to the end of that week; between low and high
      with a chance of 80 %
    - binding: what limits the conversations of that week, "referrals" or "capacity"

    `attrs` has `on`; `start`, the totals on that day; `pace`, the conversations a week that you
    hold while people to talk with do not run out (low, median, high); `said`, how the method would
    have done on your own past against "the same pace as in the last four weeks"; and `thin`, a
    sentence where the log says too little, else `""`.

    Raises
    ------
    NetscoutError
        `weeks` is less than 1, `per_week` or `fresh` is negative.

    Examples
    --------
    >>> import netscout as ns
    >>> table = ns.forecast(ns.example(), weeks=4)
    >>> table.columns.tolist()
    ['week', 'date', 'what', 'low', 'median', 'high', 'binding']
    >>> bool((table["low"] <= table["median"]).all())
    True
    """
    _check(weeks, per_week, fresh)
    seen = look(net, goal, on)
    paths = simulated(seen, weeks, per_week, fresh, seed)
    table = _table(paths, starts(seen, weeks))
    table.attrs |= {
        "on": seen.on,
        "start": so_far(seen),
        "pace": tuple(float(q) for q in np.quantile(paths.pace, (0.1, 0.5, 0.9))),
        "said": replayed(seen, seed),
        "thin": _thin(seen.past),
    }
    return table


def what_if(
    net: Network,
    cases: Mapping[str, Mapping[str, float]] | None = None,
    *,
    weeks: int = 12,
    goal: Goal | None = None,
    seed: int = 1,
    on: Any = None,
) -> Any:
    """Compare forecasts: more conversations a week, more fresh first contacts, or both.

    Parameters
    ----------
    net
        The network.
    cases
        What to compare: words → the options `per_week` and `fresh` of `forecast`. If not given:
        as now, one conversation a week more, two fresh first contacts a week, and both.
    weeks, goal, seed, on
        As in `forecast`.

    Returns
    -------
    DataFrame, a row a case in the order given, at the end of the weeks:

    - case
    - per_week, fresh: its options; `per_week` is missing where it is learned from the log
    - conversations, conversations_low, conversations_high; the same of people and, with a goal, of
      target: median and 80 % interval of how many come in these weeks
    - binding: what limits most weeks, "referrals" or "capacity"

    Raises
    ------
    NetscoutError
        An option is unknown or negative, or `weeks` is less than 1.

    Examples
    --------
    >>> import netscout as ns
    >>> from netscout.forecast import what_if
    >>> table = what_if(ns.example(), {"as now": {}, "two a week": {"per_week": 2}})
    >>> table["case"].tolist()
    ['as now', 'two a week']
    """
    seen = look(net, goal, on)
    cases = _usual_cases(seen, seed) if cases is None else cases
    rows = []
    for case, options in cases.items():
        for name in options:
            if name not in ("per_week", "fresh"):
                hint = did_you_mean(name, ("per_week", "fresh"))
                raise NetscoutError(f"what_if has no option {name!r}{hint} (per_week and fresh)")
        per_week, fresh = options.get("per_week"), options.get("fresh", 0.0)
        _check(weeks, per_week, fresh)
        paths = simulated(seen, weeks, per_week, fresh, seed)
        ends = _table(paths, starts(seen, weeks)).query("week == @weeks").set_index("what")
        row = {"case": case, "per_week": np.nan if per_week is None else per_week, "fresh": fresh}
        for what in ("conversations", "target", "people"):
            if what in ends.index:
                row |= {what: ends.at[what, "median"]}
                row |= {f"{what}_{end}": ends.at[what, end] for end in ("low", "high")}
        row["binding"] = "capacity" if paths.bound.mean() >= 0.5 else "referrals"
        rows.append(row)
    table = pd.DataFrame(rows)
    table.attrs |= {"on": seen.on, "weeks": weeks, "thin": _thin(seen.past)}
    return table


def _usual_cases(seen: Outlook, seed: int) -> dict[str, dict[str, float]]:
    """Return what most people would ask."""
    pace = float(np.median(simulated(seen, 1, None, 0.0, seed).pace))
    more = {"per_week": round(pace + 1, 1)}
    return {
        "as now": {},
        "one conversation a week more": more,
        "two fresh first contacts a week": {"fresh": 2.0},
        "both": {**more, "fresh": 2.0},
    }


def _check(weeks: int, per_week: float | None, fresh: float) -> None:
    """Refuse what cannot be forecast."""
    if weeks < 1:
        raise NetscoutError(f"weeks is {weeks}; give at least 1")
    for name, value in (("per_week", per_week), ("fresh", fresh)):
        if value is not None and not value >= 0:
            raise NetscoutError(f"{name} is {value}; give 0 or more")


def _table(paths: Paths, starts: Any) -> Any:
    """Return the long table of the quantiles of sums."""
    binding = np.where(paths.bound.mean(axis=1) >= 0.5, "capacity", "referrals")
    parts = []
    for what, counts in paths.counts.items():
        sums = np.cumsum(counts, axis=0)
        ends = np.array([_interval(row) for row in np.sort(sums, axis=1)])
        low, median, high = np.maximum.accumulate(ends).T  # sums never shrink
        columns = {"week": np.arange(len(sums)) + 1, "date": starts + pd.Timedelta(days=6)}
        columns |= {"what": what, "low": low, "median": median, "high": high, "binding": binding}
        parts.append(pd.DataFrame(columns))
    table = pd.concat(parts).sort_values("week", kind="stable", ignore_index=True)
    return table.astype({"what": "str", "binding": "str", "date": "datetime64[us]"})


def _interval(ordered: Any) -> tuple[int, int, int]:
    """Return low, median and high: the whole numbers whose share is nearest to the interval's."""
    paths = len(ordered)
    low, median, high = ordered[[paths // 10, paths // 2, -(paths // 10) - 1]].astype(int)

    def miss(ends: tuple[int, int]) -> float:
        inside = np.searchsorted(ordered, ends[1], "right") - np.searchsorted(ordered, ends[0])
        return float(abs(inside / paths - INTERVAL))

    choices = [(low, high), (low + 1, high), (low, high - 1), (low + 1, high - 1)]
    low, high = min((c for c in choices if c[0] <= median <= c[1]), key=miss)
    return low, median, high


def _thin(known: Past) -> str:
    """Return a sentence where the log says too little, else nothing."""
    weeks, talks = len(known.held), int(known.held.sum())
    if weeks >= _THIN_WEEKS and talks >= _THIN_TALKS:
        return ""
    seen = (
        f"{counted(talks, 'conversation')} in {counted(weeks, 'week')}"
        if weeks
        else "no conversations yet"
    )
    return (
        f"Mostly assumed: the log tells of {seen}. Log each `asked`, `met` and `named`, "
        "and after about two months it will outweigh the assumptions."
    )
