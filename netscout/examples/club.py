"""An invented club whose members put their contacts together."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

MEMBERS = (
    "Ada Frost", "Ben Okoro", "Cleo Marsh", "Dov Lind", "Esi Badu", "Finn Hale",
    "Gro Nesse", "Hal Quist", "Ivo Tamm", "June Park", "Kit Rowan", "Lux Moreau",
)  # fmt: skip
COMPANIES = ("Lantern Press", "Harbour Theatre", "Grand Hall", "Northern Light Film", "Quay Radio")
ROLES = ("Publicist", "Editor", "Producer", "Stage Manager")
HEADER = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")


def write_club(folder: Any) -> list[Path]:
    """Write a user's folder for each of twelve members of a theatre workshop; all are invented.

    Each knows two of the others and 6 to 25 of 150 guests.

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
        written.append(here)
    return written


def _connections(contacts: list[str]) -> str:
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(HEADER)
    for name in contacts:
        work = random.Random(name)
        url = f"https://www.linkedin.com/in/{_key(name)}"
        company, role = work.choice(COMPANIES), work.choice(ROLES)
        table.writerow([*name.split(), url, "", company, role, "10 Jan 2026"])
    return file.getvalue()


def _key(name: str) -> str:
    return name.lower().replace(" ", "-")
