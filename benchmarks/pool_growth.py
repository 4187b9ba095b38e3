"""What a kept pass saves when a pool grows by some exports: a ratio to the full pass.

uv run python benchmarks/pool_growth.py 100000 1560000
uv run python benchmarks/pool_growth.py 1000000 9000000 20 500
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from machine import machine
from pool import generate, save

from netscout import pool
from netscout._worlds import thresholds
from netscout.pool import growth
from netscout.pool._duckdb import connect

PASSES = {
    "sketch of everybody, 2 hops": lambda _: growth.Pass("sketch", 2, 1),
    "worlds and reach of 1,000, 3 hops": lambda start: growth.Pass("spread", 3, 1, 1, start),
}
ENGINES = {"memory": lambda: "memory", "DuckDB": lambda: pool.DuckDB(threads=2)}


def grown(place, people, ties, exports, rows):
    """Write a network, and the same with the ties of some more exports."""
    source, target, company, random = generate(people, ties)
    nodes = pd.DataFrame({
        "id": np.arange(people), "number": random.integers(0, 2**31 - 1, people),
        "talk": thresholds(np.full(people, 0.4)), "firm": company.astype(str),
    })  # fmt: skip
    new = np.stack([
        np.repeat(random.integers(0, people, exports), rows),
        random.integers(0, people, exports * rows),
    ])  # fmt: skip
    more = np.concatenate([np.stack([source, target]), new, new[::-1]], axis=1)
    more = np.unique(more[:, more[0] != more[1]], axis=1)
    for name, ends in (("before", np.stack([source, target])), ("after", more)):
        below = thresholds(np.full(ends.shape[1], 0.1))
        pairs = pd.DataFrame({"source": ends[0], "target": ends[1], "below": below})
        save(place / name, nodes, pairs)
    return tuple(random.choice(people, 1_000, replace=False).tolist())


def seconds(folder, engine, what):
    """Return what bringing a pass up to date takes on an open pool: seconds, and of processors."""
    club = pool.open(folder, engine=engine)
    if engine == "memory":
        club.steps.tie_number, club.steps._out  # noqa: B018 - read once, whatever is asked
    before = time.perf_counter(), time.process_time()
    growth.up_to_date(club.folder, club.steps, what)
    return np.array([time.perf_counter() - before[0], time.process_time() - before[1]])


def main():
    """Print, for each engine and pass, the seconds of a full pass and of one brought up to date."""
    people, ties, exports, rows = map(int, [*sys.argv[1:], "20", "500"][:4])
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        start = grown(place, people, ties, exports, rows)
        print(
            f"| {people:,} people, {ties:,} ties, {exports} exports of {rows} more | full, s | kept, s | ratio |"
        )
        for label, engine in ENGINES.items():
            for title, make in PASSES.items():
                what = make(tuple(sorted(start)))
                folder = place / "club"
                shutil.copytree(place / "before", folder)
                seconds(folder, engine(), what)
                with connect() as db:
                    change = growth.changed(db, folder, lambda n: place / "after" / f"{n}.parquet")
                change.replace(change.with_suffix(".parquet"))
                shutil.copytree(place / "after", folder, dirs_exist_ok=True)
                kept = seconds(folder, engine(), what)
                shutil.rmtree(folder / "kept")
                full = seconds(folder, engine(), what)
                shutil.rmtree(folder)
                (whole, cpu), (new, cpu_new) = full, kept
                print(
                    f"| {label}: {title} | {whole:.2f} ({cpu:.2f}) | {new:.2f} ({cpu_new:.2f}) "
                    f"| {new / whole:.2f} ({cpu_new / cpu:.2f}) |",
                    flush=True,
                )
    print(machine())


if __name__ == "__main__":
    main()
