"""Simulated worlds with known truth: what a user sees, and what is really so.

A world is drawn (`world.py`), a user with contacts is put into it and lives on (`life.py`). The
truth stands beside what the user sees, so chances and rankings can be held to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._phrases import counted
from netscout.assumptions import defaults
from netscout.errors import NetscoutError, did_you_mean, fault_list
from netscout.examples.choose import choose, overdue
from netscout.examples.life import DAY, ME, Habits, Life, capacity, monday
from netscout.examples.world import (
    RELATIONS,
    build_world,
    company_sizes,
    draw_rates,
    facts,
    pick,
    weighted_order,
)
from netscout.goal import Goal
from netscout.identity import find
from netscout.network import Network
from netscout.schema import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from netscout.examples.world import Somebody, World

    Policy = Callable[[Network, date], Sequence[str]]

NAME = "Robin Vale"
WEEKS_FULL = 2  # nobody asks for more conversations when so many weeks are booked
KNOWN_TARGETS = 2  # people at the first company of the goal whose names are on its website
MOST_CONTACTS = 1000
# How likely people of a sector are among the contacts of a student of public relations.
CONTACT_WEIGHTS = {"student": 2.5, "university": 1.6, "agency": 0.8, "theatre": 0.5, "museum": 0.5}
CORRESPONDS = 0.3
CONTACT_ALUMNI, CONTACT_COLLEAGUES, CONTACT_GOAL = 3.0, 8.0, 0.25


@dataclass(frozen=True)
class Simulation:
    """One simulated user: what the user sees, and the hidden truth.

    Attributes
    ----------
    people, events
        The two tables as the user has them at the end.
    truth
        One row for each person of the world, known to the user or not: name, company, role, school,
        location; contact (a contact at the start); target (what they count for the goal); circle
        (how many they know); talk_cold … talk_referred (the chance of a conversation, by how they
        stand to the user when asked); coin (a conversation follows if it is below that chance);
        names (the chance to name anybody when asked for names); passes (to introduce the user to
        somebody they know when asked for the way).
    ties
        The hidden ties: source, target, one row a pair, no direction meant.
    asks
        Each ask for a conversation: date, person, relation, chance, outcome (met, cancelled,
        declined, silent), which may lie beyond the end. The coin stays the same: who is asked again
        as before answers as before.
    talks
        Each conversation: date, person, asked (for names), chance (that names are given), named.
    ways
        Each ask for the way to somebody: date, person, about, knows, passes.
    rates
        The mean of each chance over all people of this world.
    """

    seed: int
    start: date
    days: int
    goal: Goal
    people: Any
    events: Any
    truth: Any
    ties: Any
    asks: Any
    talks: Any
    ways: Any
    rates: Mapping[str, float]

    def network(self) -> Network:
        """Return what the user sees."""
        return _network(self.people, self.events, self.goal)

    def __repr__(self) -> str:
        end = self.start + timedelta(days=self.days - 1)
        return (
            f"Simulation(seed={self.seed}, {self.start} to {end}, "
            f"{counted(len(self.truth), 'person', 'people')}, {counted(len(self.asks), 'ask')}, "
            f"{counted(len(self.talks), 'conversation')})"
        )


def simulate(
    seed: int = 1,
    *,
    days: int = 150,
    contacts: int = 350,
    per_week: int = 3,
    start: date = date(2025, 10, 1),
    rates: Mapping[str, float] | None = None,
    habits: Habits | None = None,
    policy: Policy | None = None,
) -> Simulation:
    """Simulate somebody looking for work in theatre publicity, in a world of known truth.

    Parameters
    ----------
    seed
        The same seed gives the same world and, with the same policy, the same events.
    days
        How many days are lived through, from `start`.
    contacts
        How many people the user is connected with at the start.
    per_week
        How many conversations a week the user can hold (none over New Year, one in exam weeks).
    start
        The first day.
    rates
        The mean chance of a step over all people, by the name of its assumption, e.g.
        `{"talk.referred": 0.5}`; what is not given is drawn from the assumption's prior.
    habits
        What the user does: asks a week, how often thanks are sent, names asked for …
    policy
        Chooses whom to ask: called each Monday with the network as the user sees it and the day;
        the first few ids it returns are asked. Without one the user follows their nose.

    Returns
    -------
    Simulation: `network()` is what the user sees; `truth`, `ties`, `asks`, `talks`, `ways` and
    `rates` are what is really so.

    Raises
    ------
    NetscoutError
        There are not so many contacts, days or conversations, or a rate is unknown or no chance.
    UnknownPerson
        The policy wants to ask somebody the user does not know of.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.simulate(seed=1, days=30).network()
    Network(... to 2025-10-30)
    """
    _check(days, contacts, per_week, rates or {})
    habits = habits or Habits()
    dice = Random(seed)
    world = build_world(dice, draw_rates(dice, rates or {}))
    goal = Goal(
        companies=tuple(facts()["goal"]),
        roles=("publicist",),
        by=start + timedelta(days=days + 75),
        per_week=per_week,
    )
    truth = _described(world.everybody.values())
    weights = goal.weights(truth).to_dict()
    life = Life(world, seed, start, days, habits, per_week, weights)
    _contacts(life, contacts, dice)
    for person in _website(life):
        life.see(person)
    life.later(0, _week, life, policy, goal, dice)
    life.run()
    return Simulation(
        seed=seed,
        start=start,
        days=days,
        goal=goal,
        people=_people(life),
        events=_events(life),
        truth=_truth(life, truth),
        ties=pd.DataFrame(_pairs(world), columns=["source", "target"]),
        asks=_table(life.asks, ("date", "person", "relation", "chance", "outcome")),
        talks=_table(life.talks, ("date", "person", "asked", "named", "chance")),
        ways=_table(life.ways, ("date", "person", "about", "knows", "passes")),
        rates=world.rates,
    )


def _check(days: int, contacts: int, per_week: int, rates: Mapping[str, float]) -> None:
    """Refuse what cannot be simulated."""
    known = [name for name, entry in defaults().entries.items() if entry.form == "beta"]
    faults = [
        f"unknown rate {name!r}{did_you_mean(name, known)}" for name in rates if name not in known
    ]
    faults += [
        f"the rate {name!r} is {rate!r}, not a chance from 0 to 1"
        for name, rate in rates.items()
        if not 0 <= rate <= 1
    ]
    if not 0 <= contacts <= MOST_CONTACTS:
        faults.append(f"contacts is {contacts}; the world has room for 0 to {MOST_CONTACTS}")
    faults += [
        f"{name} is {value}; give at least 1"
        for name, value in (("days", days), ("per_week", per_week))
        if value < 1
    ]
    if faults:
        raise NetscoutError(fault_list("this cannot be simulated", faults))


# The user's past: contacts, when they were made, and with whom there have been messages.


def _contacts(life: Life, contacts: int, dice: Random) -> None:
    """Give the user contacts, made over the years of study, some of whom have written."""
    everybody = life.world.everybody
    weights = [_contact_weight(somebody) for somebody in everybody.values()]
    for person in weighted_order(dice, list(everybody), weights)[:contacts]:
        life.today = _connected_on(life.start, dice)
        life.see(person).known = life.today
        if dice.random() < 0.6:
            life.add("invited", *pick(dice, ((ME, person), (person, ME))))
        life.add("knows", ME, person)
        if dice.random() < CORRESPONDS:
            _messages(life, person, dice)
    life.today = life.start


def _contact_weight(somebody: Somebody) -> float:
    """Return how likely somebody is among the contacts: by sector, employer and school."""
    lists = facts()
    weight = CONTACT_WEIGHTS.get(somebody.sector, 0.2)
    if somebody.sector != "student" and somebody.school == lists["school"]:
        weight *= CONTACT_ALUMNI
    if somebody.company in lists["past_employers"]:
        weight *= CONTACT_COLLEAGUES
    return weight * (CONTACT_GOAL if somebody.company in lists["goal"] else 1)


def _connected_on(start: date, dice: Random) -> date:
    """Return a day before the start: spread over four years, some on the days of a fair."""
    if dice.random() < 0.15:
        return start - pick(dice, (24, 190, 389, 560, 754, 1119)) * DAY
    return start - int(1 + 1460 * dice.random()) * DAY


def _messages(life: Life, person: str, dice: Random) -> None:
    """Let the two have written to each other once or twice, or the user in vain."""
    first = int((life.start - life.today).days * dice.random())
    for turn in range(1 + int(2 * dice.random())):
        life.today = life.start - max(1, first - turn) * DAY
        life.add("wrote", ME, person)
        if dice.random() < 0.6:
            life.see(person).heard = life.today
            life.add("wrote", person, ME)


def _website(life: Life) -> list[str]:
    """Return target people whose names the user has read, but whom no contact has named."""
    first = facts()["goal"][0]
    return [
        person
        for person, somebody in life.world.everybody.items()
        if somebody.company == first and life.targets[person] == 1 and person not in life.people
    ][:KNOWN_TARGETS]


# A week of the user.


def _week(life: Life, policy: Policy | None, goal: Goal, dice: Random) -> None:
    """Choose whom to ask this week, spread the asks over its days, and plan the next Monday."""
    today = life.today
    life.later((monday(today) + 7 * DAY - today).days, _week, life, policy, goal, dice)
    week = (today - life.start).days // 7
    most = min(life.habits.asks, 4 + 2 * week, 2 * capacity(today, life.habits.asks))
    waiting = sum(seen.agreed for seen in life.people.values())
    if most == 0 or waiting >= WEEKS_FULL * life.per_week:
        return
    if policy is None:
        chosen = choose(life, dice)
    else:
        net = _network(_people(life), _events(life), goal)
        chosen = [find(net.people.drop(ME), person) for person in policy(net, today)]
    for place, person in enumerate(chosen[:most]):
        life.later(place * max(1, 5 - today.weekday()) // most, life.ask, person)
    for person in overdue(life):
        if dice.random() < life.habits.remind:
            life.later(1, life.remind, person)


# Tables.


def _network(people: Any, events: Any, goal: Goal) -> Network:
    assumptions = replace(defaults(), company_size=company_sizes())
    return Network(people, events, ME, goal=goal, assumptions=assumptions)


def _described(everybody: Iterable[Somebody]) -> Any:
    """Return what everybody is called and does, indexed by person."""
    columns = ("person", "name", "company", "role", "school", "location")
    rows = [[getattr(somebody, column) for column in columns] for somebody in everybody]
    return pd.DataFrame(rows, columns=list(columns)).set_index("person")


def _people(life: Life) -> Any:
    """Return the people table: the user, and everybody the user knows of."""
    lists = facts()
    me = [(ME, NAME, "", "Student, Public Relations", lists["school"], lists["places"][0])]
    known = _described(life.world.everybody[person] for person in life.people)
    return pd.concat([pd.DataFrame(me, columns=["person", *known]).set_index("person"), known])


def _events(life: Life) -> Any:
    """Return the events table so far."""
    return pd.DataFrame(life.rows, columns=list(EVENT_COLUMNS))


def _truth(life: Life, described: Any) -> Any:
    """Return the hidden truth about everybody."""
    natures, circles = life.world.natures, life.world.circles
    known = {person: seen.known for person, seen in life.people.items()}
    truth = described.assign(
        contact=[(day := known.get(p)) is not None and day < life.start for p in described.index],
        target=[life.targets[person] for person in described.index],
        circle=[len(circles[person]) for person in described.index],
    )
    for relation in RELATIONS:
        truth[f"talk_{relation}"] = [natures[person].talk[relation] for person in truth.index]
    for column in ("coin", "names", "passes"):
        truth[column] = [getattr(natures[person], column) for person in truth.index]
    return truth


def _pairs(world: World) -> list[tuple[str, str]]:
    place = {person: number for number, person in enumerate(world.everybody)}
    return [
        (person, other)
        for person, circle in world.circles.items()
        for other in circle
        if place[person] < place[other]
    ]


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    table = pd.DataFrame(list(rows), columns=list(columns))
    return table.assign(date=pd.to_datetime(table["date"]))
