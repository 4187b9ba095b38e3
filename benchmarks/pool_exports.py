"""Gathering LinkedIn exports as they are downloaded: folders with Connections.csv and more.

uv run python benchmarks/pool_exports.py 2000 500
"""

import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from machine import machine

from netscout import pool

NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email '
    'addresses are missing."\n\n'
)
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(",")
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl".split(",")
ROLES = ["Editor", "Stage Manager", "Publicist", "Producer, Touring", "Sales Director"]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def address(who):
    """Return the address of somebody's profile, some with letters that are percent-encoded."""
    return f"https://www.linkedin.com/in/{'zo%C3%AB-' if who % 20 == 0 else ''}person-{who}"


def write(place, name, header, rows, notes=""):
    """Write one file of an export."""
    with (place / name).open("w", encoding="utf-8", newline="") as file:
        file.write(notes)
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def export(place, owner, size, everybody, stream):
    """Write one member's export: contacts, name, and an invitation that tells the address."""
    place.mkdir()

    def name(who):
        return f"Name{who % 5_000}", f"Family{who}"

    contacts = [
        (
            *name(who), address(who), "", f"Firm {who % 9_000}{', Inc.' * (who % 7 == 0)}",
            ROLES[who % 5], f"{who % 28 + 1:02} {MONTHS[who % 12]} {2010 + who % 15}",
        )
        for who in stream.sample(range(everybody), size)
    ]  # fmt: skip
    write(place, "Connections.csv", CONNECTIONS, contacts, NOTES)
    write(place, "Profile.csv", ["First Name", "Last Name", "Headline"], [(*name(owner), "")])
    sent = (" ".join(name(owner)), "Dana Whitlock", "2/25/26, 10:33 AM", "", "OUTGOING")
    invitation = (*sent, address(owner), "https://www.linkedin.com/in/dana-whitlock")
    write(place, "Invitations.csv", INVITATIONS, [invitation])


def main():
    """Print what gathering takes."""
    exports, rows = int(sys.argv[1]), int(sys.argv[2])
    stream = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        given = Path(place) / "given"
        given.mkdir()
        for owner in range(exports):
            export(given / f"member {owner}", owner, rows, exports * 200, stream)
        before = time.perf_counter(), time.process_time()
        table = pool.gather(given, Path(place) / "club")
        seconds, cpu = time.perf_counter() - before[0], time.process_time() - before[1]
        club = pool.open(Path(place) / "club", engine="duckdb")
        (people,), (ties,) = (
            club.query(f"select count(*) as n from {name}")["n"] for name in ("people", "ties")
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"gathered {len(table):,} exports of {rows} rows into {people:,} people and {ties:,} ties "
        f"in {seconds:.1f} s ({cpu:.1f} s of processors), {peak:.0f} MB at most; {machine()}"
    )


if __name__ == "__main__":
    main()
