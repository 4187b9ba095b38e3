"""How long a long Connections.csv takes to read, against Python's csv module over the same file.

Seconds are of processor time. Writes an awkward file (preamble, accents, emoji, odd blanks, quotes, hidden members, whole-row
quoting), then measures in this order: the csv module alone, the reader (clean columns of people
and events with accounting), and `netscout.load` (the same, then checked as a Network).

    python benchmarks/read_connections.py [rows]
"""

import csv
import gc
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

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


def seconds(work) -> tuple[float, object]:
    gc.collect()
    start = time.process_time()
    value = work()
    return time.process_time() - start, value


def csv_alone(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as file:
        return sum(1 for _row in csv.reader(file))


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def read(path: Path) -> object:
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
    return account


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Connections.csv"
        write_awkward(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        import netscout

        netscout.load  # noqa: B018 - the imports are not part of the measurement
        alone = min(seconds(lambda: csv_alone(path))[0] for _ in range(3))
        print(f"csv module, rows dropped  {alone:6.2f} s")
        kept = min(seconds(lambda: len(csv_rows(path)))[0] for _ in range(2))
        print(f"csv module, rows kept     {kept:6.2f} s")
        took, account = min(
            (seconds(lambda: read(path)) for _ in range(2)), key=lambda pair: pair[0]
        )
        told = f"{account.kept:,} kept, {account.hidden:,} hidden, {account.repaired:,} repaired"
        print(
            f"reader                    {took:6.2f} s   {took / alone:.2f} / {took / kept:.2f} times   {told}"
        )
        del account
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory so far        {peak:6.0f} MB")
        took, net = seconds(lambda: netscout.load(path))
        print(
            f"netscout.load             {took:6.2f} s   {took / alone:.2f} / {took / kept:.2f} times   {net!r}"
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory               {peak:6.0f} MB")


if __name__ == "__main__":
    main()
