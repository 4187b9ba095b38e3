"""The weeks in which people hold fewer conversations: `calendar.toml` as numbers."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd


@cache
def seasons() -> tuple[tuple[str, str, float], ...]:
    """Return the first day, the last day (as "12-20") and the activity of each season."""
    text = files("netscout.forecast").joinpath("calendar.toml").read_text("utf-8")
    return tuple(
        (season["from"], season["to"], float(season["activity"]))
        for season in tomllib.loads(text)["season"]
    )


def activity(days: Any) -> Any:
    """Return what is left of the usual pace on each day.

    >>> activity(pd.to_datetime(["2025-12-24", "2026-02-03"])).tolist()
    [0.1, 1.0]
    """
    written = np.asarray(pd.DatetimeIndex(days).strftime("%m-%d"), dtype="U5")
    left = np.ones(len(written))
    for first, last, share in seasons():
        after, before = written >= first, written <= last
        within = (after & before) if first <= last else (after | before)
        left = np.where(within, np.minimum(left, share), left)
    return left


def weekly(starts: Any) -> Any:
    """Return the mean activity of the weeks that begin on these days."""
    starts = pd.DatetimeIndex(starts)
    days = np.stack([starts + pd.Timedelta(days=day) for day in range(7)], axis=1).ravel()
    return activity(days).reshape(-1, 7).mean(axis=1)
