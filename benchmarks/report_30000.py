"""From a LinkedIn export of 30,000 connections to report.html: seconds and memory.

Run: uv run python benchmarks/report_30000.py [connections]
"""

import csv
import io
import random
import sys
import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path

from machine import machine, run

PREAMBLE = 'Notes:\n"When exporting your connection data, some addresses may be missing."\n\n'
HEADER = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
ROLES = ["Publicist", "Account Manager", "Editor", "Engineer", "Producer", "Press Officer", "Buyer"]


def connections(count: int, seed: int = 1) -> str:
    """Return a Connections.csv: names repeat, companies are a few large and many small."""
    random_ = random.Random(seed)
    syllables = ["ba", "den", "lo", "mar", "ti", "ros", "vel", "kin", "sa", "nor", "ef", "ju"]

    def word(n):
        return "".join(random_.choice(syllables) for _ in range(n)).capitalize()

    firsts, lasts = [word(2) for _ in range(400)], [word(3) for _ in range(3_000)]
    companies = [f"{word(2)} {word(2)}" for _ in range(count // 3)]
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(HEADER)
    for i in range(count):
        day = date(2012, 1, 1) + timedelta(days=int(5_000 * random_.random() ** 0.7))
        when = f"{day:%d %b %Y}"
        if random_.random() < 0.01:
            rows.writerow(["", "", "", "", "", "", when])
            continue
        company = companies[int(len(companies) * random_.random() ** 3)]
        slug = f"https://www.linkedin.com/in/person-{i}"
        name = [random_.choice(firsts), random_.choice(lasts)]
        rows.writerow([*name, slug, "", company, random_.choice(ROLES), when])
    return PREAMBLE + file.getvalue().rstrip("\n")


def main() -> None:
    """Print one line of the table in the README."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "Basic_LinkedInDataExport_03-01-2026.zip"
        with zipfile.ZipFile(export, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("Connections.csv", connections(count))
        page = Path(folder) / "report.html"
        seconds, megabytes = run(
            "netscout", "report", str(export), "-o", str(page), "--role", "publicist",
            "--on", "2026-03-01",
        )  # fmt: skip
        size = page.stat().st_size / 1e6
    print(f"| {count:,} connections | {seconds:.1f} s | {megabytes:.0f} MB | {size:.1f} MB |")
    print(machine())


if __name__ == "__main__":
    main()
