"""One student's five months, told from a simulated world: who is who, and what happened.

Robin Vale studies public relations, graduates in May, applies from March, and has talked with
people since October. Dana Whitlock, publicist at the company Robin wants most, was named a week
ago at the end of a long chain of referrals.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any

from netscout.examples.life import DAY, ME, Habits
from netscout.examples.simulation import simulate
from netscout.examples.world import facts, pick
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netscout.examples.simulation import Simulation

SEED = 1595  # chosen for a story with long chains and dead ends; see tests/test_examples.py
START = date(2025, 10, 1)
DAYS = 152  # to 1 March 2026
DANA = ("in/dana-whitlock", "Dana Whitlock", "Publicist")
GREETINGS = date(2026, 1, 1)
RATES = {
    "talk.cold": 0.17,
    "talk.alumni": 0.3,
    "talk.connected": 0.32,
    "talk.corresponded": 0.4,
    "talk.referred": 0.5,
    "talk.agreed": 0.88,
    "talk.met": 0.67,
    "any": 0.72,
    "pass": 0.6,
    "share.company": 0.4,
}


@dataclass(frozen=True)
class Story:
    """Who is in the story, what happened, and who else is in the world.

    `people` and `strangers` are id → name, company, role, school, location; `events` are rows of
    the events table; `connected` is id → date of the connection on LinkedIn.
    """

    people: Mapping[str, Mapping[str, str]]
    strangers: Mapping[str, Mapping[str, str]]
    events: Sequence[Mapping[str, Any]]

    @property
    def connected(self) -> dict[str, date]:
        """The day of each connection on LinkedIn."""
        return {
            event["target"]: event["date"]
            for event in self.events
            if event["kind"] == "knows" and event["source"] == ME
        }

    @property
    def referred(self) -> list[str]:
        """The people named or introduced, in the order in which they first were."""
        named = [event["target"] for event in self.events if event["kind"] in REFERRALS]
        return list(dict.fromkeys(named))

    @cached_property
    def refusals(self) -> set[tuple[date, str]]:
        """Who said no, and when."""
        return {(e["date"], e["source"]) for e in self.events if e["kind"] == "declined"}

    @property
    def logged(self) -> list[Mapping[str, Any]]:
        """The events that Robin writes down; the others are in the LinkedIn export."""
        return [
            event
            for event in self.events
            if event["kind"] not in {"wrote", "invited"}
            and not (event["kind"] == "knows" and event["source"] == ME)
        ]


@cache
def texts() -> dict[str, Any]:
    """Return `story.toml`: settings, small talk and the oddities of real files."""
    return tomllib.loads(files("netscout.examples").joinpath("story.toml").read_text("utf-8"))


def dice(*occasion: object) -> Random:
    """Return dice of their own for each detail, so that a new detail moves no other."""
    return Random(" ".join(map(str, (SEED, *occasion))))


@cache
def story() -> Story:
    """Return the story."""
    simulated = simulate(
        SEED,
        days=DAYS,
        contacts=322,
        per_week=5,
        start=START,
        rates=RATES,
        habits=Habits(asks=13),
    )
    dana = _dana(simulated)
    everybody = _everybody(simulated)
    events = [*simulated.events.to_dict("records"), *_by_hand(simulated, dana)]
    events = sorted((_renamed(event, dana) for event in events), key=lambda event: event["date"])
    known = [person for person in simulated.people.index if person not in {ME, dana}]
    people = {person: everybody[person] for person in known}
    people[DANA[0]] = everybody[dana] | {"name": DANA[1], "role": DANA[2]}
    strangers = {p: row for p, row in everybody.items() if p not in people and p != dana}
    return Story(people, strangers, [_noted(event) for event in events])


def _everybody(simulated: Simulation) -> dict[str, dict[str, str]]:
    """Return what all people of the world are called and do."""
    columns = ("name", "company", "role", "school", "location")
    rows = zip(*(simulated.truth[column].tolist() for column in columns), strict=True)
    described = (dict(zip(columns, row, strict=True)) for row in rows)
    return dict(zip(simulated.truth.index.tolist(), described, strict=True))


def _dana(simulated: Simulation) -> str:
    """Return the last person named who works as a publicist for the company wanted most."""
    events, truth = simulated.events, simulated.truth
    approached = set(events.loc[events["kind"].isin(["asked", "knows"]), "target"])
    named = events.loc[events["kind"].isin(REFERRALS), "target"]
    wanted = (truth["target"] == 1) & (truth["company"] == facts()["goal"][0])
    found = [person for person in named if wanted[person] and person not in approached]
    return str(found[-1])


def _by_hand(simulated: Simulation, dana: str) -> list[dict[str, Any]]:
    """Return what the simulation does not tell: greetings, and who else knows Dana."""
    events = simulated.events
    met = events[events["kind"] == "met"]
    greeted = met.loc[met["date"] < GREETINGS, "target"].tolist()[2::6][:4]
    rows = [_event(GREETINGS, "updated", ME, person, "email") for person in greeted]
    ties = simulated.ties
    circle = {
        *ties.loc[ties["source"] == dana, "target"],
        *ties.loc[ties["target"] == dana, "source"],
    }
    named_by = set(events.loc[events["target"] == dana, "source"])
    friends = [person for person in simulated.people.index if person in circle - named_by]
    late = START + (DAYS - 4) * DAY
    return rows + [_event(late, "knows", friend, dana, "") for friend in friends[:2]]


def _event(day: date, kind: str, source: str, target: str, channel: str) -> dict[str, Any]:
    return {
        "date": day,
        "kind": kind,
        "source": source,
        "target": target,
        "about": "",
        "channel": channel,
        "note": "",
    }


def _renamed(event: Mapping[str, Any], dana: str) -> dict[str, Any]:
    """Return an event in which one person goes by the id of Dana Whitlock."""
    return {column: DANA[0] if value == dana else value for column, value in event.items()}


def _noted(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event with the note that Robin makes of it, if any."""
    chance = dice("note", event["date"], event["kind"], event["source"], event["target"])
    lists = {"met": "met", "named": "named", "introduced": "named", "updated": "cards"}
    note = event["note"]
    if not note and event["kind"] in lists and chance.random() < 0.6:
        note = pick(chance, texts()[lists[event["kind"]]])
    return {**event, "note": note}
