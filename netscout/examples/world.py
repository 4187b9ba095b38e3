"""A world with known truth: everybody in it, who really knows whom, and how each would behave.

Companies of true sizes, a cohort of students, and hidden ties: colleagues of a company of n know
each other with chance min(0.3, 20/(n-1)), a trade knits people across companies, so does a school.

Behaviour differs by person around the rate q of a step by a Gaussian copula: a person with the
standard normal trait z has the chance Phi((Phi^-1(q) - rho z) / sqrt(1 - rho^2)), whose mean over
all people is exactly q. Each person has one coin, compared with the chance that goes with how they
are approached, so being referred can only help.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeVar

from netscout.assumptions import defaults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

RELATIONS = ("cold", "alumni", "connected", "corresponded", "referred")
RHO = 0.5
COHORT = 220  # students of one's own years at the university
TRADE_TIES = 4  # ties of a person across companies, on average
SCHOOL_TIES = 1
ALUMNI_SHARE = 0.09

_NORMAL = NormalDist()

T = TypeVar("T")


@dataclass(frozen=True)
class Somebody:
    """One person of the world, as the person would be described."""

    person: str
    first: str
    last: str
    company: str
    role: str
    family: str
    sector: str
    school: str
    location: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class Nature:
    """How one person behaves: the hidden truth.

    `coin` against `talk[relation]` decides whether a conversation follows when asked; `names` is
    the chance to name anybody when asked for names, `passes` to pass me on to one they know.
    """

    coin: float
    talk: Mapping[str, float]
    names: float
    passes: float


@dataclass(frozen=True)
class World:
    """Everybody, their natures, and their hidden ties (the circle of each)."""

    everybody: Mapping[str, Somebody]
    natures: Mapping[str, Nature]
    circles: Mapping[str, Sequence[str]]
    rates: Mapping[str, float]


@cache
def facts() -> dict[str, Any]:
    """Return `world.toml`: names, companies with their sizes, roles, places."""
    return tomllib.loads(files("netscout.examples").joinpath("world.toml").read_text("utf-8"))


@cache
def company_sizes() -> dict[str, int]:
    """Return how many people work at each company of the world."""
    sectors: dict[str, dict[str, int]] = facts()["companies"]
    return {company: size for sizes in sectors.values() for company, size in sizes.items()}


def draw_rates(dice: Random, given: Mapping[str, float]) -> dict[str, float]:
    """Return the rate of every step: those given, the others drawn from the stated priors.

    One quantile is drawn for all the ways of approach: a world in which strangers answer often is
    one in which acquaintances do, and a closer relation never answers less.
    """
    assumed, climate, rates = defaults(), dice.random(), {}
    for name, entry in assumed.entries.items():
        if entry.form != "beta":
            continue
        quantile = climate if name.split(".")[-1] in RELATIONS else dice.random()
        draws = sorted(dice.betavariate(entry.a, entry.b) for _ in range(199))
        rates[name] = given.get(name, draws[int(quantile * 199)])
    return rates


def build_world(dice: Random, rates: Mapping[str, float]) -> World:
    """Return a world in which the steps of a referral have these rates."""
    everybody = {somebody.person: somebody for somebody in _population(dice)}
    natures = {person: _nature(dice, rates) for person in everybody}
    return World(everybody, natures, _circles(dice, list(everybody.values())), rates)


def _population(dice: Random) -> Iterator[Somebody]:
    """Yield the people of every company, then the students."""
    lists = facts()
    names = _names(dice)
    for sector, companies in lists["companies"].items():
        for company, size in companies.items():
            for _ in range(size):
                yield _somebody(dice, next(names), company, sector)
    for _ in range(COHORT):
        yield _somebody(dice, next(names), "", "student")


def _somebody(dice: Random, name: tuple[str, str], company: str, sector: str) -> Somebody:
    lists = facts()
    families: dict[str, list[str]] = lists["roles"][sector]
    family = pick(dice, list(families))
    own = sector == "student" or dice.random() < ALUMNI_SHARE
    school = lists["school"] if own else pick(dice, ["", *lists["schools"]])
    slug = "-".join(f"{name[0]} {name[1]}".casefold().split())
    tail = f"-{dice.randrange(16**6):06x}" if dice.random() < 0.5 else ""
    place = pick(dice, lists["places"])
    role = pick(dice, families[family])
    return Somebody(f"in/{slug}{tail}", *name, company, role, family, sector, school, place)


def _names(dice: Random) -> Iterator[tuple[str, str]]:
    """Yield names of which no two are the same."""
    first, last = facts()["first"], facts()["last"]
    order = shuffled(dice, range(len(first) * len(last)))
    return ((first[number % len(first)], last[number // len(first)]) for number in order)


def _nature(dice: Random, rates: Mapping[str, float]) -> Nature:
    open_minded, generous = dice.gauss(0, 1), dice.gauss(0, 1)
    talk = {relation: _own(rates[f"talk.{relation}"], open_minded) for relation in RELATIONS}
    names, passes = _own(rates["any"], generous), _own(rates["pass"], generous)
    return Nature(dice.random(), talk, names, passes)


def _own(rate: float, trait: float) -> float:
    """Return a person's own chance; over all traits its mean is the rate."""
    if not 0 < rate < 1:
        return rate
    return _NORMAL.cdf((_NORMAL.inv_cdf(rate) + RHO * trait) / math.sqrt(1 - RHO**2))


def _circles(dice: Random, everybody: Sequence[Somebody]) -> dict[str, list[str]]:
    """Return the people each person knows."""
    circles: dict[str, dict[str, None]] = {somebody.person: {} for somebody in everybody}
    pairs = [*_colleagues(dice, everybody), *_acquaintances(dice, everybody)]
    for one, other in pairs:
        if one != other:
            circles[one][other] = circles[other][one] = None
    return {person: list(circle) for person, circle in circles.items()}


def _colleagues(dice: Random, everybody: Sequence[Somebody]) -> Iterator[tuple[str, str]]:
    """Yield the pairs within a company (or the cohort of students) that know each other."""
    most, circle = defaults()["know.most"].a, defaults()["know.circle"].a
    for group in _grouped(everybody, "company").values():
        know = min(most, circle / max(1, len(group) - 1))
        yield from (pair for pair in combinations(group, 2) if dice.random() < know)


def _acquaintances(dice: Random, everybody: Sequence[Somebody]) -> Iterator[tuple[str, str]]:
    """Yield ties across companies: of the trade, of the sector, of the school."""
    families, sectors = _grouped(everybody, "family"), _grouped(everybody, "sector")
    alumni = _grouped(everybody, "school")[facts()["school"]]
    for somebody in everybody:
        for _ in range(dice.randrange(TRADE_TIES + 1)):
            near = sectors[somebody.sector] if dice.random() < 0.5 else families[somebody.family]
            yield somebody.person, pick(dice, near)
        if somebody.school == facts()["school"]:
            yield from ((somebody.person, pick(dice, alumni)) for _ in range(SCHOOL_TIES))


def _grouped(everybody: Sequence[Somebody], column: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for somebody in everybody:
        groups.setdefault(getattr(somebody, column), []).append(somebody.person)
    return groups


# Choices by way of random() alone: the same on every version of Python.


def pick(dice: Random, values: Sequence[T]) -> T:
    """Return one of the values, each as likely as the others."""
    return values[int(dice.random() * len(values))]


def shuffled(dice: Random, values: Sequence[T]) -> list[T]:
    """Return the values in a random order."""
    return weighted_order(dice, values, [1.0] * len(values))


def weighted_order(dice: Random, values: Sequence[T], weights: Sequence[float]) -> list[T]:
    """Return the values of positive weight as if drawn one after the other without replacement."""
    keyed = [
        (math.log(1 - dice.random()) / weight, -place)
        for place, weight in enumerate(weights)
        if weight > 0
    ]
    return [values[-place] for _key, place in sorted(keyed, reverse=True)]
