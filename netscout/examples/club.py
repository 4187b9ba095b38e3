"""An invented club whose members put their contacts together."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from netscout.examples.files import csv_table

MEMBERS = (
    "Ada Frost", "Ben Okoro", "Cleo Marsh", "Dov Lind", "Esi Badu", "Finn Hale",
    "Gro Nesse", "Hal Quist", "Ivo Tamm", "June Park", "Kit Rowan", "Lux Moreau",
)  # fmt: skip
COMPANIES = ("Lantern Press", "Harbour Theatre", "Grand Hall", "Northern Light Film", "Quay Radio")
ROLES = ("Publicist", "Editor", "Producer", "Stage Manager")
SCHOOLS = ("Eastmere College", "Harbour School")
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"


def write_club(folder: Any) -> list[Path]:
    """Write a user's folder for each of twelve members of a theatre workshop; all are invented.

    Each knows two of the others and 6 to 25 of 150 guests, and has noted where they studied.

    Parameters
    ----------
    folder
        Where to; made if it is not there.

    Returns
    -------
    The folders, in the order of the members' names.

    Examples
    --------
    >>> import tempfile
    >>> import netscout as ns
    >>> ada, *others = write_club(tempfile.mkdtemp())
    >>> ada.name, len(others), len(ns.load(ada)) > 8
    ('ada-frost', 11, True)
    """
    chance = random.Random(7)
    guests = [f"Guest {number}" for number in range(150)]
    written = []
    for place, member in enumerate(MEMBERS):
        friends = [MEMBERS[(place + step) % len(MEMBERS)] for step in (1, 5)]
        contacts = friends + chance.sample(guests, chance.randint(6, 25))
        here = Path(folder, _key(member))
        (here / "linkedin").mkdir(parents=True, exist_ok=True)
        settings = f'me = "{member}"\nme_url = "https://www.linkedin.com/in/{_key(member)}"\n'
        (here / "netscout.toml").write_text(settings, "utf-8")
        (here / "linkedin" / "Connections.csv").write_text(_connections(contacts), "utf-8")
        (here / "people.csv").write_text(csv_table("name,school", map(_studied, contacts)), "utf-8")
        written.append(here)
    return written


def _connections(contacts: list[str]) -> str:
    return csv_table(HEADER, map(_connection, contacts))


def _connection(name: str) -> list[str]:
    work = random.Random(name)
    url = f"https://www.linkedin.com/in/{_key(name)}"
    return [*name.split(), url, "", work.choice(COMPANIES), work.choice(ROLES), "10 Jan 2026"]


def _studied(name: str) -> list[str]:
    return [name, random.Random(f"{name}'s school").choice(SCHOOLS)]


def _key(name: str) -> str:
    return name.lower().replace(" ", "-")
