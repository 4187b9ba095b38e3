"""Five months in the life of somebody who asks for conversations: the events, one after the other.

What follows from an ask comes out of the nature of the person asked. A person's dice depend on the
seed and the person alone, so two policies in one world meet the same people in the same mood.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from netscout.assumptions import defaults
from netscout.examples.world import facts, pick, weighted_order
from netscout.schema import ANYONE, EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from netscout.examples.world import World

ME = "me"
DAY = timedelta(days=1)
CORRESPONDENCE = timedelta(days=365)
DECLINES = 0.35  # of those who will not talk; the others never answer
MET_DAYS = (5.0, 0.7)  # median and sigma of the days from a yes to the conversation
INTRODUCES = 0.25  # of the names given, by an introduction
UNASKED = 0.15  # of the chance to be given names, when one has not asked for them
LATE_NAMES = 0.25  # of the names given, some days after the conversation
WAYS = ("in person", "in person", "video", "video", "video", "phone", "phone", "email")


@dataclass(frozen=True)
class Habits:
    """What the user does.

    `asks` is how many people are asked a week (fewer in the first weeks), `thank_days` the longest
    wait before a thank-you; the others are shares of the occasions.
    """

    asks: int = 8
    ask_names: float = 0.85
    thank: float = 0.82
    update: float = 0.4
    remind: float = 0.4
    connect: float = 0.6
    thank_days: int = 3


@dataclass(order=True)
class Due:
    """Something that will happen on a day; `number` keeps the order in which it was planned."""

    day: date
    number: int
    act: Callable[[], None] = field(compare=False)


@dataclass
class Standing:
    """What the user knows about one person so far."""

    known: date | None = None
    heard: date | None = None
    referred: date | None = None
    referrer: str = ""
    asked: date | None = None
    asked_as: str = ""
    answered: bool = False
    agreed: bool = False
    reminded: bool = False
    met: date | None = None
    declined: date | None = None
    times: int = 0

    @property
    def open(self) -> bool:
        """Whether an ask has had no answer yet."""
        return self.asked is not None and not self.answered


@dataclass
class Life:
    """The running simulation: an agenda of what is due, and the rows of what has happened."""

    world: World
    seed: int
    start: date
    days: int
    habits: Habits
    per_week: int
    targets: Mapping[str, float]
    rows: list[dict[str, Any]] = field(default_factory=list)
    asks: list[dict[str, Any]] = field(default_factory=list)
    talks: list[dict[str, Any]] = field(default_factory=list)
    ways: list[dict[str, Any]] = field(default_factory=list)
    people: dict[str, Standing] = field(default_factory=dict)
    spoken: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.today = self.start
        self.end = self.start + (self.days - 1) * DAY
        self._agenda: list[Due] = []
        self._booked: dict[date, int] = {}
        self._planned = 0

    def add(self, kind: str, source: str, target: str, **further: str) -> None:
        """Write an event of today."""
        row = {"date": self.today, "kind": kind, "source": source, "target": target}
        self.rows.append({**dict.fromkeys(EVENT_COLUMNS, ""), **row, **further})

    def see(self, person: str) -> Standing:
        """Return the standing of a person, of whom the user has now heard."""
        return self.people.setdefault(person, Standing())

    def later(self, days: int, act: Callable[..., None], *args: object) -> None:
        """Put something on the agenda."""
        self._planned += 1
        heappush(self._agenda, Due(self.today + days * DAY, self._planned, partial(act, *args)))

    def run(self) -> None:
        """Let everything on the agenda happen, day by day, until the end."""
        while self._agenda and self._agenda[0].day <= self.end:
            due = heappop(self._agenda)
            self.today = due.day
            due.act()
        self.today = self.end

    def dice(self, person: str, occasion: str) -> Random:
        """Return a person's dice for one occasion, the same whatever else has happened."""
        return Random(f"{self.seed} {person} {occasion}")

    def relation(self, person: str) -> str:
        """Return how the person stands to the user today: the closest relation that holds."""
        seen = self.see(person)
        if seen.met:
            return "met"
        if seen.referred:
            return "referred"
        if seen.heard and self.today - seen.heard <= CORRESPONDENCE:
            return "corresponded"
        if seen.known:
            return "connected"
        mine = self.world.everybody[person].school == facts()["school"]
        return "alumni" if mine else "cold"

    # Asking, and the answer.

    def ask(self, person: str) -> None:
        """Ask for a conversation; the person's coin has settled the answer, which comes later.

        Where an answer is still open, asking again is a reminder, unless a closer relation has made
        it another question.
        """
        seen, relation = self.see(person), self.relation(person)
        if seen.agreed:
            return
        if seen.open and relation == seen.asked_as:
            self.remind(person)
            return
        seen.times, seen.asked_as = seen.times + 1, relation
        dice = self.dice(person, f"ask {seen.times}")
        chance, outcome = self._outcome(person, relation, dice)
        seen.asked, seen.answered, seen.reminded = self.today, False, False
        channel = "linkedin" if seen.known and dice.random() < 0.6 else "email"
        self.add("asked", ME, person, channel=channel)
        if channel == "linkedin":
            self.add("wrote", ME, person)
        told = {"date": self.today, "person": person, "relation": relation}
        self.asks.append(told | {"chance": chance, "outcome": outcome})
        if outcome != "silent":
            self.later(reply_days(dice), self._answer, person, seen.times, outcome, channel)

    def remind(self, person: str) -> None:
        """Ask again where no answer has come; it changes no mind."""
        seen = self.see(person)
        if seen.open and not seen.reminded:
            seen.reminded = True
            self.add("asked", ME, person, channel="email", note="reminder")

    def _outcome(self, person: str, relation: str, dice: Random) -> tuple[float, str]:
        """Return the chance of a conversation, and what becomes of this ask."""
        rates, nature = self.world.rates, self.world.natures[person]
        if relation == "met":  # each further conversation is decided afresh
            chance, coin = rates["talk.met"], dice.random()
        else:
            chance, coin = nature.talk[relation], nature.coin
        if coin < chance:
            return chance, "met"
        if coin < chance / rates["talk.agreed"]:
            return chance, "cancelled"
        return chance, "declined" if dice.random() < DECLINES else "silent"

    def _answer(self, person: str, times: int, outcome: str, channel: str) -> None:
        seen = self.see(person)
        if seen.times != times:  # the answer to a later ask goes before
            return
        seen.answered = True
        if channel == "linkedin":
            seen.heard = self.today
            self.add("wrote", person, ME)
        if outcome == "declined":
            self._decline(person, "")
            return
        seen.agreed = True
        self.add("agreed", person, ME)
        dice = self.dice(person, f"appointment {seen.times}")
        wait = max(1, round(dice.lognormvariate(math.log(MET_DAYS[0]), MET_DAYS[1])))
        days = (self._free_day(self.today + wait * DAY) - self.today).days
        if outcome == "met":
            self.later(days, self._meet, person)
        else:
            self.later(days, self._decline, person, "had to cancel")

    def _decline(self, person: str, note: str) -> None:
        seen = self.see(person)
        seen.agreed, seen.declined = False, self.today
        self.add("declined", person, ME, note=note)

    def _free_day(self, day: date) -> date:
        """Book the next weekday on which another conversation can be held."""
        while day.weekday() > 4 or self._booked.get(monday(day), 0) >= capacity(day, self.per_week):
            day += DAY
        self._booked[monday(day)] = self._booked.get(monday(day), 0) + 1
        return day

    # The conversation, and what follows it.

    def _meet(self, person: str) -> None:
        seen = self.see(person)
        dice = self.dice(person, f"talk {seen.times}")
        seen.agreed, seen.met, seen.heard = False, self.today, self.today
        self.add("met", ME, person, channel=pick(dice, WAYS))
        asked = dice.random() < self.habits.ask_names
        if asked:
            self.add("asked", ME, person, about=ANYONE)
        named = self._choose_names(person, dice, asked=asked)
        told = {"date": self.today, "person": person, "asked": asked, "named": len(named)}
        self.talks.append(told | {"chance": self._names_chance(person, asked=asked)})
        for other in named:
            late = min(30, 1 + reply_days(dice)) if dice.random() < LATE_NAMES else 0
            kind = "introduced" if dice.random() < INTRODUCES else "named"
            self.later(late, self._refer, person, other, kind)
        self._ask_the_way(person, dice)
        self._courtesies(person, dice)

    def _names_chance(self, person: str, *, asked: bool) -> float:
        """Return the chance that the person names anybody; unasked, few do."""
        return self.world.natures[person].names * (1 if asked else UNASKED)

    def _choose_names(self, person: str, dice: Random, *, asked: bool) -> list[str]:
        """Return whom the person names: nobody, or one to three they have not named before."""
        if dice.random() >= self._names_chance(person, asked=asked):
            return []
        level = dice.random()
        count = 1 + (level >= 0.1) + (level >= 0.4)  # 10, 30, 60 %: 2.5 on average
        spoken = self.spoken.setdefault(person, [])
        fresh = [other for other in self._in_mind(person, dice) if other not in spoken][:count]
        spoken += fresh
        return fresh

    def _in_mind(self, person: str, dice: Random) -> Iterator[str]:
        """Yield the people of a circle in the order in which they come to mind.

        Colleagues come up at the rate `share.company`; those of use to the user rather than others,
        those the user has met already seldom.
        """
        everybody, circle = self.world.everybody, self.world.circles[person]
        company = everybody[person].company
        inside = [other for other in circle if everybody[other].company == company]
        outside = [other for other in circle if everybody[other].company != company]
        queues = [
            weighted_order(dice, group, [self._use(other) for other in group])[::-1]
            for group in (inside, outside)
        ]
        while any(queues):
            colleague = dice.random() < self.world.rates["share.company"]
            yield (queues[not colleague] or queues[colleague]).pop()

    def _use(self, person: str) -> float:
        """Return how readily somebody is named to the user, who says what they are looking for."""
        somebody = self.world.everybody[person]
        weight = {"publicity": 3.0, "student": 0.1}.get(somebody.family, 1.0)
        weight *= 1 + 2 * self.targets.get(person, 0)
        return weight * (0.2 if person in self.people and self.people[person].met else 1.0)

    def _refer(self, person: str, other: str, kind: str) -> None:
        seen = self.see(other)
        if seen.referred is None:
            seen.referred, seen.referrer = self.today, person
        self.add(kind, person, other)

    def _ask_the_way(self, person: str, dice: Random) -> None:
        """Ask for the way to a target person at the company of the one just met."""
        company = self.world.everybody[person].company
        wanted = [
            other
            for other, seen in self.people.items()
            if self.targets.get(other, 0) == 1
            and self.world.everybody[other].company == company
            and not (seen.met or seen.referred or other == person)
        ]
        if not wanted:
            return
        other = pick(dice, wanted)
        knows = other in self.world.circles[person]
        passes = knows and dice.random() < self.world.natures[person].passes
        told = {"date": self.today, "person": person, "about": other, "knows": knows}
        self.ways.append(told | {"passes": passes})
        self.add("asked", ME, person, about=other)
        if passes:
            self.later(reply_days(dice), self._refer, person, other, "introduced")
        elif knows:
            self.add("knows", person, other)

    def _courtesies(self, person: str, dice: Random) -> None:
        """Thank, tell the referrer, connect: or forget to."""
        seen, habits = self.see(person), self.habits
        if dice.random() < habits.thank:
            wait = int(dice.random() ** 2 * (habits.thank_days + 1))
            self.later(wait, self._thank, person, pick(dice, ("email", "email", "note")))
        if seen.referrer and dice.random() < habits.update:
            self.later(1 + int(6 * dice.random()), self._update, seen.referrer, person)
        if seen.known is None and dice.random() < habits.connect:
            self.later(int(3 * dice.random()), self._connect, person)

    def _thank(self, person: str, channel: str) -> None:
        self.add("thanked", ME, person, channel=channel)

    def _update(self, person: str, about: str) -> None:
        self.add("updated", ME, person, about=about, channel="email")

    def _connect(self, person: str) -> None:
        self.see(person).known = self.today
        self.add("invited", ME, person)
        self.add("knows", ME, person)


def reply_days(dice: Random) -> int:
    """Return the days to an answer: lognormal, its median and its 90 % point as assumed."""
    assumed = defaults()
    median, ninety = assumed["reply.median"].a, assumed["reply.ninety"].a
    sigma = math.log(ninety / median) / NormalDist().inv_cdf(0.9)
    return int(dice.lognormvariate(math.log(median), sigma))


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * DAY


def capacity(day: date, per_week: int) -> int:
    """Return how many conversations fit into a week: none over New Year, one in an exam week."""
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 4):
        return 0
    exams = (day.month, day.day) >= (12, 8) or (5, 4) <= (day.month, day.day) <= (5, 15)
    return 1 if exams else per_week
