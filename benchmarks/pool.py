"""Pools: counts, choices and gathering, with igraph measured in the same run.

uv run python benchmarks/pool.py table          # the table of docs/pooling.md: all sizes in one run
uv run python benchmarks/pool.py table 10000    # one of its sizes
uv run python benchmarks/pool.py gather 2000 500
uv run python benchmarks/pool.py duckdb 1000000 10000000 500MB
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from machine import machine

from netscout import Goal, pool
from netscout._balls import along
from netscout._worlds import thresholds
from netscout.pool._duckdb import connect, quoted, run
from netscout.pool.giving import SHARE_COLUMNS
from netscout.pool.store import number_of

ROUNDS = 5
SIZES = (10_000, 155_000), (100_000, 1_640_000), (1_000_000, 9_000_000)


def generate(people, ties, seed=1):
    """Return a network: heavy-tailed sociability, companies and schools, 85 % of ties mutual."""
    random = np.random.default_rng(seed)
    weight = np.minimum(random.pareto(1.8, people) + 0.3, 200)
    half = int(ties / 1.85 * 1.12)  # some pairs are drawn twice
    source = random.choice(people, half, p=weight / weight.sum())
    target = random.integers(0, people, half)
    kind = random.random(half)
    for size, low, high in ((30, 0.0, 0.45), (400, 0.45, 0.75)):  # companies, schools
        place = random.permutation(people)
        order = np.argsort(place)
        inside = (kind >= low) & (kind < high)
        start = place[source[inside]] // size * size
        target[inside] = order[
            np.minimum(start + random.integers(0, size, inside.sum()), people - 1)
        ]
        if size == 30:
            company = place // size
    mutual = random.random(half) < 0.85
    ends = np.concatenate([source, target[mutual]]), np.concatenate([target, source[mutual]])
    codes = np.unique(ends[0] * people + ends[1])
    codes = codes[codes // people != codes % people]
    if len(codes) > ties:
        codes = np.sort(random.choice(codes, ties, replace=False))
    return codes // people, codes % people, company, random


def written(folder, people, ties, *, cascade=False):
    """Write a generated network as a pool."""
    source, target, company, random = generate(people, ties)
    chance = random.beta(0.8, 12, len(source))
    if cascade:
        chance = 1 / np.bincount(target, minlength=people)[target]
    numbers = random.integers(0, 2**31 - 1, people)
    talk = np.full(people, 2**31) if cascade else thresholds(np.full(people, 0.9))
    nodes = pd.DataFrame(
        {"id": np.arange(people), "number": numbers, "talk": talk, "firm": company.astype(str)}
    )
    pairs = pd.DataFrame({"source": source, "target": target, "below": thresholds(chance)})
    save(folder, nodes, pairs)
    return source, target


def save(folder, people, ties):
    """Write people (id, number, talk, firm) and ties (source, target, below) as a pool."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    persons = [f"p-{id_:016x}" for id_ in people["id"]]
    people = people.assign(
        person=persons, name="", company=people["firm"], role="", school="", post="", campus=""
    )
    owners = people.head(0).assign(contacts=0)[["id", "person", "contacts"]]
    with connect() as db:
        for name, table in (("people", people), ("ties", ties), ("owners", owners)):
            db.register("given", table)
            target = quoted(place / f"{name}.parquet")
            run(db, f"copy (select * from given) to {target} (format parquet)")


def timed(jobs, rounds=ROUNDS):
    """Return the median seconds of each job, of all processors together, and the last results.

    The jobs take turns, after one round that does not count, so that a busy minute hits all.
    """
    seconds = {name: [] for name in jobs}
    processor = {name: [] for name in jobs}
    results = {}
    for _ in range(rounds + 1):
        for name, job in jobs.items():
            before, used = time.perf_counter(), time.process_time()
            results[name] = job()
            seconds[name].append(time.perf_counter() - before)
            processor[name].append(time.process_time() - used)
    middle = [
        {name: median(each[1:]) for name, each in times.items()} for times in (seconds, processor)
    ]
    return *middle, results


def simulated(steps, chosen, runs=100):
    """Return the mean number of people reached, and its error, by an independent generator."""
    random = np.random.default_rng(9)
    bounds, target = steps._out
    order = np.argsort(steps.source, kind="stable")
    chance = (steps.below / 2**31)[order]
    totals = []
    for _ in range(runs):
        seen = np.zeros(len(steps.id), bool)
        seen[chosen] = True
        frontier = np.asarray(chosen)
        while len(frontier):
            ties, _ = along(bounds, frontier)
            reached = np.unique(target[ties[random.random(len(ties)) < chance[ties]]])
            frontier = reached[~seen[reached]]
            seen[frontier] = True
        totals.append(seen.sum())
    return np.mean(totals), np.std(totals) / runs**0.5


def compiling():
    """Return the processor seconds of importing the kernels without and with their cache."""
    code = "import time, numba, netscout.pool.steps; t = time.process_time(); import netscout._worlds_compiled, netscout._balls_compiled; print(time.process_time() - t)"
    with tempfile.TemporaryDirectory() as place:
        environment = os.environ | {"NUMBA_CACHE_DIR": place}
        command = [sys.executable, "-c", code]
        return [
            float(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
            for _ in range(2)
        ]


def counts(people, ties, cells):
    """Count on a generated network, and choose among some; igraph counts in the same rounds."""
    import igraph

    with tempfile.TemporaryDirectory() as place:
        source, target = written(place, people, ties)
        club = pool.open(place, engine="compiled")
        steps = club.steps
        random = np.random.default_rng(2)
        sources = np.sort(random.choice(people, 1_000, replace=False))
        ends = random.choice(people, 500, replace=False)
        G = igraph.Graph(n=people, edges=np.stack([source, target], 1), directed=True)
        seconds, processor, found = timed(
            {
                "igraph": lambda: G.neighborhood_size(sources.tolist(), order=3, mode="out"),
                "people": lambda: steps.kernels.ball(steps._ties, None, sources, 3)[0],
                "companies": lambda: steps.balls(sources, hops=3)[1],
                "ends": lambda: steps.targets(ends, hops=3),
            }
        )
        expected = np.array(found["igraph"]) - 1
        assert (found["people"] == expected).all(), "counts differ"
        assert (found["companies"] == expected).all(), "counts differ"
        cells["ties"].append(f"{people:,} / {len(source):,} ties")
        cells["mean people within 3"].append(f"{expected.mean():,.0f}")
        cells["igraph `neighborhood_size`, s (CPU s)"].append(
            f"{seconds['igraph']:.3f} ({processor['igraph']:.3f})"
        )
        for name, label in (("people", "people"), ("companies", "people and companies")):
            cells[f"{label} within 3 of each of 1,000, × igraph (× its CPU)"].append(
                f"{seconds[name] / seconds['igraph']:.2f} ({processor[name] / processor['igraph']:.2f})"
            )
        cells["which of 500 people each of all reaches within 3, s (CPU s)"].append(
            f"{seconds['ends']:.3f} ({processor['ends']:.3f})"
        )
        firms = club.people()["company"]
        goal = Goal(companies=firms.drop_duplicates().sample(frac=0.01, random_state=1).tolist())
        among = club.people()["person"].sample(1_000, random_state=2).tolist()
        seconds, processor, found = timed(
            {"choose": lambda: pool.choose(club, 50, goal=goal, among=among, hops=3)}
        )
        cells["50 of 1,000 allowed, weighted targets, 3 hops, with certificate, s (CPU s)"].append(
            f"{seconds['choose']:.2f} ({processor['choose']:.2f})"
        )
        cells["its samples; certified share of the best"].append(
            f"{found['choose'].attrs['sets']:,}; {found['choose'].attrs['ratio']:.2f}"
        )


def cascade(people, ties, cells):
    """Choose from all people where every tie has the chance 1 / number of ties to its target."""
    with tempfile.TemporaryDirectory() as place:
        written(place, people, ties, cascade=True)
        club = pool.open(place, engine="compiled")
        seconds, processor, found = timed(
            {"choose": lambda: pool.choose(club, 50, hops=127, eps=0.1)}
        )
        table = found["choose"]
        cells["50 of all, cascade chances, eps 0.1, with certificate, s (CPU s)"].append(
            f"{seconds['choose']:.2f} ({processor['choose']:.2f})"
        )
        chosen = np.searchsorted(club.steps.id, [number_of(person) for person in table["person"]])
        mean, error = simulated(club.steps, chosen)
        cells["its samples; spread by independent simulation"].append(
            f"{table.attrs['sets']:,}; {mean:,.0f} ± {error:,.0f}"
        )


def by_table(sizes):
    """Print the table of docs/pooling.md."""
    cells = defaultdict(list)
    for people, ties in sizes:
        counts(people, ties, cells)
        cascade(people, ties, cells)
    heads = cells.pop("ties")
    print(f"| compiled, in memory | {' | '.join(heads)} |")
    print(f"|---{'|---' * len(heads)}|")
    for label, row in cells.items():
        print(f"| {label} | {' | '.join(row)} |")
    first, later = compiling()
    print(f"compiling: {first:.1f} CPU s on first use, {later:.1f} after")


def by_gathering(exports, rows):
    """Print what gathering takes."""
    random = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as place:
        given = Path(place) / "given"
        given.mkdir()
        for owner in range(exports):
            with (given / f"{owner}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(SHARE_COLUMNS)
                for number, who in enumerate([owner, *random.integers(0, exports * 200, rows)]):
                    kind = "contact" if number else "owner"
                    writer.writerow(
                        [
                            kind,
                            f"https://www.linkedin.com/in/person-{who}",
                            f"Person {who}",
                            f"Firm {who % 9_000}",
                            "Editor",
                        ]
                    )
        before = time.perf_counter()
        table = pool.gather(given, Path(place) / "club")
        seconds = time.perf_counter() - before
        print(f"gathered {len(table):,} share files of {rows} rows in {seconds:.1f} s")


def by_duckdb(people, ties, memory):
    """Print what the steps take on DuckDB within a limit."""
    with tempfile.TemporaryDirectory() as place:
        # The network is made in a process of its own, so that only DuckDB's memory counts here.
        make = [sys.executable, __file__, "write", str(people), str(ties), place]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        engine = pool.DuckDB(memory=memory, threads=2)
        before = time.perf_counter()
        club = pool.open(place, engine=engine)
        start = np.arange(0, people, people // 1_000)
        _, masks = club.steps.spread(start, hops=3, words=1, seed=1)
        seconds = time.perf_counter() - before
        print(f"graph, worlds, reach of 1,000 in {seconds:.1f} s: {masks.shape[1]:,} people")


def main():
    """Run one of the benchmarks."""
    kind, *numbers = sys.argv[1:]
    if kind == "table":
        by_table([size for size in SIZES if not numbers or str(size[0]) in numbers])
    elif kind == "gather":
        by_gathering(int(numbers[0]), int(numbers[1]))
    elif kind == "write":
        written(numbers[2], int(numbers[0]), int(numbers[1]))
    else:
        by_duckdb(int(numbers[0]), int(numbers[1]), numbers[2])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB; {machine()}")


if __name__ == "__main__":
    main()
