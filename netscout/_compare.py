"""How well several methods have put things in order, list by list, with what followed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._metrics import (
    block_bootstrap,
    brier,
    discounts,
    hit,
    log_loss,
    ndcg,
    reliability,
)
from netscout.odds import INTERVAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netscout._worlds import Floats

_BINS, _IN_A_BIN = 10, 20

METRICS = ("ndcg", "hit", "lift", "low", "high", "brier")


@dataclass(frozen=True)
class Judged:
    """What methods said before, and what happened then.

    Parameters
    ----------
    rows
        One row for each thing in each list: `list` (things of one list are ranked together),
        `block` (drawn together by the bootstrap), `happened` (0 or 1), `gain` (what it was worth),
        a column of scores for each method, and columns of chances.
    methods
        The columns of scores.
    chances
        For the methods that state a chance, the column of it.
    """

    rows: Any
    methods: Sequence[str]
    chances: Mapping[str, str]

    def table(self, k: int, seed: int) -> Any:
        """Return method and `METRICS`, the best order first."""
        draws = self.lifts(k, seed)
        tail = (1 - INTERVAL) / 2
        rows = [
            (
                method,
                _mean(ndcg(gain, score, k) for gain, score in self._pairs("gain", method)),
                _mean(hit(came, score, k) for came, score in self._pairs("happened", method)),
                self._lift(method, k),
                *_quantiles(draws[:, place], (tail, 1 - tail)),
                self._brier(method),
            )
            for place, method in enumerate(self.methods)
        ]
        table = pd.DataFrame(rows, columns=["method", *METRICS])
        return table.sort_values("ndcg", ascending=False, kind="stable", ignore_index=True)

    def lifts(self, k: int, seed: int) -> Floats:
        """Return bootstrap draws of every method's lift, (draws, methods); the blocks are shared.

        All NaN where no list has any gain.
        """
        found = np.array([self._found(method, k) for method in self.methods])
        by_chance = np.broadcast_to(self._found("", k), found.shape)
        block = pd.factorize(self._choice["block"])[0].astype(np.int64)
        return block_bootstrap(found, by_chance, block, seed=seed)

    def reliability(self, method: str) -> list[dict[str, float]]:
        """Return n, chance, share, low and high of each bin of similar chances of a method.

        Up to 10 bins, each of at least about 20.
        """
        most = int(np.clip(len(self.rows) // _IN_A_BIN, 2, _BINS))
        bins = reliability(self._chance(method), self._column(self.rows, "happened"), bins=most)
        table = pd.DataFrame(vars(bins))
        records: list[dict[str, float]] = table.to_dict("records")
        return records

    def log_losses(self) -> dict[str, float]:
        """Return the log loss of every method that states a chance."""
        happened = self._column(self.rows, "happened")
        return {method: log_loss(self._chance(method), happened) for method in self.chances}

    @cached_property
    def _choice(self) -> Any:
        """The rows of lists with something to choose, list by list."""
        rows = self.rows[self.rows.groupby("list")["list"].transform("size") > 1]
        return rows.sort_values("list", kind="stable")

    @cached_property
    def _lists(self) -> list[Any]:
        return [part for _, part in self._choice.groupby("list", sort=True)]

    def _pairs(self, what: str, method: str) -> Iterator[tuple[Floats, Floats]]:
        """Yield what happened and the scores, list by list."""
        return ((self._column(part, what), self._column(part, method)) for part in self._lists)

    def _found(self, method: str, k: int) -> Floats:
        """Return the gain of every row, discounted by where a method (or chance, "") put it."""
        parts = [
            self._column(part, "gain") * discounts(self._column(part, method), k)
            for part in self._lists
        ]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _lift(self, method: str, k: int) -> float:
        by_chance = self._found("", k).sum()
        return float(self._found(method, k).sum() / by_chance) if by_chance else float("nan")

    def _brier(self, method: str) -> float:
        if method not in self.chances:
            return float("nan")
        return brier(self._chance(method), self._column(self.rows, "happened"))

    def _chance(self, method: str) -> Floats:
        return self._column(self.rows, self.chances[method])

    @staticmethod
    def _column(rows: Any, name: str) -> Floats:
        """Return a column as numbers; the nameless one says nothing of anything."""
        values: Floats = rows[name].to_numpy(float) if name else np.zeros(len(rows))
        return values


def _mean(values: Iterator[float]) -> float:
    """Return the mean of what is known."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _quantiles(draws: Floats, at: tuple[float, float]) -> tuple[float, float]:
    """Return quantiles of the draws in which anything happened at all."""
    known = draws[np.isfinite(draws)]
    low, high = np.quantile(known, at) if len(known) else (np.nan, np.nan)
    return float(low), float(high)
