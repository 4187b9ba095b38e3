"""How long a long Connections.csv takes to read, against Python's csv module over the same file.

Writes an awkward file (preamble, accents, emoji, odd blanks, quotes, hidden members, whole-row
quoting) and measures, each in processes of its own: the csv module with its rows dropped at once,
the same with its rows kept in a list, the reader (people and events as columns of clean text, with
the accounting), and `netscout.load` (the same, checked as a `Network`). Seconds are of processor
time, the best of several; memory is the peak of the process, imports included.

    python benchmarks/read_connections.py [rows]
"""

import csv
import gc
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import machine

FIRST = ["Ada", "Bo", "Cleo", "Dan", "Ed", "Dr. Eva ", "GRETA", "Mara  Li", "Jürgen", "Ноа"]
LAST = [
    "Test",
    "Sand",
    "Muster, PhD",
    "K.",
    "Ray",
    "Prøve",
    "O'Neil ★",
    "Sample\u00a0Case",
    "🔸 Lee",
]
COMPANIES = ["Acme  {}", "Company {}, Inc. ", "Self-employed", "Firma {} GmbH", ""]
ROLES = ["Senior Head of Things {} | Ops, EMEA", 'Lead "of" {}', "Publicist", "", "Ingénieur {}"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def write_awkward(path: Path, rows: int) -> None:
    rng = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write('Notes:\n"When exporting your connection data, you may notice that some"\n\n')
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            [
                "First Name",
                "Last Name",
                "URL",
                "Email Address",
                "Company",
                "Position",
                "Connected On",
            ]
        )
        for i in range(rows):
            day = f"{rng.randint(1, 28):02d} {rng.choice(MONTHS)} {rng.randint(2005, 2025)}"
            if i % 60 == 0:
                out.writerow(["", "", "", "", "", "", day])
                continue
            slug = f"p%C3%B8-{i}" if i % 12 == 0 else f"person-{i}"
            row = [
                rng.choice(FIRST),
                rng.choice(LAST),
                f"https://www.linkedin.com/in/{slug}",
                f"a{i}@example.org" if i % 30 == 0 else "",
                rng.choice(COMPANIES).format(i % 300_000),
                rng.choice(ROLES).format(i % 1_000),
                day,
            ]
            if i % 500 == 0:
                row = [",".join(f'"{cell}"' if "," in cell else cell for cell in row)]
            out.writerow(row)


def csv_dropped(path: Path) -> str:
    with path.open(newline="", encoding="utf-8") as file:
        return f"{sum(1 for _row in csv.reader(file)):,} rows"


def csv_kept(path: Path) -> str:
    with path.open(newline="", encoding="utf-8") as file:
        return f"{len(list(csv.reader(file))):,} rows"


def reader(path: Path) -> str:
    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.connections import read_connections
    from netscout.readers.history import settle_hidden
    from netscout.readers.layouts import CONNECTIONS
    from netscout.readers.sheet import read_sheet

    account, book = Account(path.name), Book()
    sheet = read_sheet(path.read_bytes(), CONNECTIONS, account)
    read_connections(sheet, book, account, seen=None, order=None)
    settle_hidden(book)
    assert account.rows == account.kept + account.hidden + account.merged + account.skipped
    return f"{account.kept:,} kept, {account.hidden:,} hidden, {account.repaired:,} repaired"


def load(path: Path) -> str:
    import netscout

    return repr(netscout.load(path))


WORK = {
    "csv module, rows dropped": (csv_dropped, 3),
    "csv module, rows kept": (csv_kept, 3),
    "reader": (reader, 3),
    "netscout.load": (load, 2),
}


def measure(name: str, path: Path) -> None:
    """Do one piece of work in this process, and print its seconds, peak MB and what it said."""
    import netscout

    netscout.load  # noqa: B018 - the imports are not part of the seconds
    gc.collect()
    start = time.process_time()
    said = WORK[name][0](path)
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(took, peak, said, sep="\t")


def in_a_child(name: str, path: Path) -> tuple[float, float, str]:
    command = [sys.executable, __file__, "--measure", name, str(path)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    took, peak, said = out.strip().split("\t")
    return float(took), float(peak), said


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Connections.csv"
        write_awkward(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB; {machine()}")
        runs = {name: [in_a_child(name, path) for _ in range(often)]
                for name, (_work, often) in WORK.items()}  # fmt: skip
    best = {name: min(tries) for name, tries in runs.items()}
    dropped, kept = (best[f"csv module, rows {what}"][0] for what in ("dropped", "kept"))
    print("|  | seconds | × csv dropped | × csv kept | peak MB | |")
    for name, (took, peak, said) in best.items():
        ratios = f"{took / dropped:.2f} | {took / kept:.2f}"
        print(f"| {name} | {took:.2f} | {ratios} | {peak:.0f} | {said} |")


if __name__ == "__main__":
    main()
