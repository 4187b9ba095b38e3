"""An invented club of eight, for the examples in the documentation."""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from netscout.pool.answers import open as open_pool
from netscout.pool.giving import ASKED_FOR, SHARE_COLUMNS
from netscout.pool.store import gather

if TYPE_CHECKING:
    from netscout.pool.answers import Pool

_MEMBERS = (
    "Ada Frost", "Ben Okoro", "Cleo Marsh", "Dov Lind", "Esi Badu", "Finn Hale", "Gro Nesse",
    "Hal Quist",
)  # fmt: skip
_COMPANIES = ("Lantern Press", "Harbour Theatre", "Grand Hall", "Quay Radio")
_ROLES = ("Editor", "Producer", "Usher")
_SCHOOLS = ("Eastmere College", "Harbour School")
_GUESTS = 60


@lru_cache(maxsize=1)
def club() -> Pool:
    """Return the club's pool, in a folder that goes when Python ends."""
    place = Path(tempfile.mkdtemp(prefix="netscout-club-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    given = place / "given"
    given.mkdir()
    everybody = [*_MEMBERS, *(f"Guest {number}" for number in range(_GUESTS))]
    rows = [_row(number, name) for number, name in enumerate(everybody)]
    size = len(_MEMBERS)
    for number in range(size):
        friends = [rows[(number + 1) % size], rows[(number + 3) % size]]
        guests = [rows[size + number * step % _GUESTS] for step in range(7, 13 + number)]
        with (given / f"{number}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*SHARE_COLUMNS, ASKED_FOR[0]])
            writer.writerow(["owner", *rows[number]])
            writer.writerows(["contact", *row] for row in [*friends, *guests])
    (place / "club.key").write_text("0" * 64, "ascii")
    gather(given, place / "club")
    return open_pool(place / "club", engine="numpy")


def _row(number: int, name: str) -> tuple[str, ...]:
    """Return profile, name, company, role and school of somebody invented."""
    facts = (_COMPANIES[number % 4], _ROLES[number % 3], _SCHOOLS[number % 2])
    return (f"in/{name.lower().replace(' ', '-')}", name, *facts)
