"""The worlds of one network: who talks and which ties pass, as masks, and how sure the steps are.

The steps' own uncertainty is carried by moving each step to the ends of its interval while the
coins stay the same, so that only the step makes the difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from netscout._greedy import Onward
from netscout._ties import ties
from netscout._worlds import BITS, FULL, coins, spread, thresholds, tie_numbers
from netscout.errors import NetscoutError
from netscout.odds import INTERVAL
from netscout.relations import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from netscout._ties import Ties
    from netscout._worlds import Floats, Ints
    from netscout.network import Network

MOVED = (
    "talk.cold", "talk.alumni", "talk.connected", "talk.corresponded", "talk.referred",
    "talk.agreed", "pass",
)  # fmt: skip
"""The steps on which reach depends."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Masks of shape (words, n) or (words, m) for each variant of the steps' values.

    Variant 0 is the steps' means; then, for each moved step, its low and its high end.
    """

    ties: Ties
    seed: int
    words: int
    _talks: dict[tuple[int, int], Ints] = field(default_factory=dict, repr=False)

    @cached_property
    def variants(self) -> list[Mapping[str, float]]:
        """The values of the steps, variant by variant."""
        means = self.ties.means()
        ends = ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2)
        moved = [
            means | {name: self.ties.steps[name].quantile(end)} for name in MOVED for end in ends
        ]
        return [means, *moved]

    @cached_property
    def _people(self) -> tuple[Any, Any, Any]:
        """Masks of talking, and which of them belongs to a variant: asked, then referred."""
        chances = (chance for values in self.variants for chance in self.ties.talk(values))
        below, which = _distinct(thresholds(chance) for chance in chances)
        masks = coins(self.ties.number, below, self.words, "person", self.seed)
        return masks, which[0::2], which[1::2]

    @cached_property
    def _live(self) -> tuple[Any, Any]:
        """Masks of passing on, and which of them belongs to a variant."""
        below, which = _distinct(thresholds(self.ties.passing(v)) for v in self.variants)
        return self._toss_ties(self.ties.tie_number, below), which

    def _toss_ties(self, number: Ints, below: Ints) -> Any:
        """Toss the coins of ties; a tie that is certain in every variant needs none."""
        masks = np.full((len(below), self.words, len(number)), FULL, np.int64)
        open_ = (below < thresholds(np.ones(1))).any(axis=0)
        masks[:, :, open_] = coins(number[open_], below[:, open_], self.words, "tie", self.seed)
        return masks

    @cached_property
    def _reached(self) -> Ints:
        """The worlds in which I can ask each person myself."""
        t = self.ties
        mine = np.where(t.direct, t.mine, 0.0)
        number = tie_numbers(np.full(len(mine), t.number[t.me]), t.number)
        reached: Ints = self._toss_ties(number, thresholds(mine)[None])[0]
        return reached

    def asked(self, variant: int = 0) -> Ints:
        """The worlds in which each person talks with me when I ask them."""
        masks, asked, _ = self._people
        mask: Ints = masks[asked[variant]]
        return mask

    def referred(self, variant: int = 0) -> Ints:
        """The worlds in which each person talks with me when referred."""
        masks, _, referred = self._people
        mask: Ints = masks[referred[variant]]
        return mask

    def live(self, variant: int = 0) -> Ints:
        """The worlds in which each tie passes a referral on."""
        masks, which = self._live
        mask: Ints = masks[which[variant]]
        return mask

    @cached_property
    def onward(self) -> Onward:
        """The ties by source with their worlds, for the spread from single people."""
        t = self.ties
        return Onward.of(t.source, t.target, self.live(), self.referred())

    def agreeing(self) -> Ints:
        """The worlds in which each person talks when I ask, as myself or in a referrer's name."""
        named = self.ties.relation == RELATIONS.index("referred")
        return self.asked() & np.where(named & ~self.ties.direct, FULL, self._reached)

    def start(self, variant: int = 0) -> Ints:
        """The worlds in which each person talks without a referral; who was met has talked."""
        start = self._reached & self.asked(variant)
        start[:, self.ties.met & self.ties.direct] = FULL
        return start

    def talks(self, hops: int, variant: int = 0) -> Ints:
        """The worlds in which each person talks within so many referrals; kept once found."""
        if (hops, variant) not in self._talks:
            t, start = self.ties, self.start(variant)
            live, referred = self.live(variant), self.referred(variant)
            self._talks[hops, variant] = spread(start, t.source, t.target, live, referred, hops)
        return self._talks[hops, variant]

    def interval(self, hops: int, count: Callable[[Ints], Floats]) -> tuple[Floats, Floats, Floats]:
        """Return a chance and what the uncertainty of the steps does to it.

        Parameters
        ----------
        hops
            How many referrals at most.
        count
            Makes the chances, shape (k,), from the masks of who talks.

        Returns
        -------
        The chance at the steps' means, and its low and high end: the differences made by the single
        steps, each at an end of its interval, added in quadrature.
        """
        chance = count(self.talks(hops))
        below, above = np.zeros_like(chance), np.zeros_like(chance)
        for variant in self._different():
            difference = count(self.talks(hops, variant)) - chance
            below += np.minimum(difference, 0) ** 2
            above += np.maximum(difference, 0) ** 2
        return (
            chance,
            np.maximum(chance - np.sqrt(below), 0),
            np.minimum(chance + np.sqrt(above), 1),
        )

    def _different(self) -> list[int]:
        """Return the variants that change any mask."""
        _, asked, referred = self._people
        _, live = self._live
        places = list(zip(asked, referred, live, strict=True))
        return [variant for variant, place in enumerate(places) if place != places[0]]


def _distinct(rows: Iterable[Ints]) -> tuple[Ints, list[int]]:
    """Return the rows that differ, and the place among them of each row given."""
    places: dict[bytes, int] = {}
    which = [places.setdefault(row.tobytes(), len(places)) for row in rows]
    return np.array([np.frombuffer(row, np.int64) for row in places]), which


_cache: WeakKeyDictionary[Network, dict[Any, Sample]] = WeakKeyDictionary()


def sample(net: Network, on: Any, worlds: int, seed: int) -> Sample:
    """Return the worlds of a network on a day; made once for each network, day, size and seed."""
    if worlds < 1:
        raise NetscoutError(f"`worlds` must be at least 1, not {worlds}")
    words = -(-worlds // BITS)
    kept = _cache.setdefault(net, {})
    key = (on, words, seed)
    if key not in kept:
        kept[key] = Sample(ties(net, on), seed, words)
    return kept[key]


def standard_error(chance: Floats, words: int) -> Floats:
    """Return the sampling error of a share of worlds."""
    error: Floats = np.sqrt(chance * (1 - chance) / (words * BITS))
    return error
