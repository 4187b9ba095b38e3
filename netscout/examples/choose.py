"""Whom somebody asks who follows their nose: people they were named, then familiar faces.

It is no good policy, and none to learn from: what `ask_next` is worth is measured against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from netscout.examples.life import Life, Standing

REST_DAYS = 45
OVERDUE_DAYS = (8, 21)
LIKING = {"cold": -0.6, "alumni": 0.2, "connected": 0.0, "corresponded": 0.8, "referred": 2.4}
FIELD = {"theatre": 0.9, "agency": 0.6, "museum": 0.5, "press": 0.5, "student": -3.0}


def choose(life: Life, dice: Random) -> list[str]:
    """Return the people the user knows of and could ask, best liked first."""
    liked = [
        (_liking(life, person) + dice.gauss(0, 0.9), person)
        for person, seen in life.people.items()
        if _free(life, seen)
    ]
    return [person for _score, person in sorted(liked, reverse=True)]


def overdue(life: Life) -> list[str]:
    """Return the people who have not answered for a week or two and had no reminder."""
    low, high = OVERDUE_DAYS
    return [
        person
        for person, seen in life.people.items()
        if seen.open and not seen.reminded and seen.asked
        if low <= (life.today - seen.asked).days <= high
    ]


def _free(life: Life, seen: Standing) -> bool:
    """Whether somebody can be asked: not met, nothing open, and no recent no."""
    if seen.met or seen.open or seen.agreed:
        return False
    return seen.declined is None or (life.today - seen.declined).days > REST_DAYS


def _liking(life: Life, person: str) -> float:
    somebody = life.world.everybody[person]
    goal = 0.8 * life.targets.get(person, 0)
    return LIKING[life.relation(person)] + FIELD.get(somebody.sector, -0.3) + goal
