"""Pools for tests: random graphs, and folders of invented share files."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from netscout._worlds import thresholds
from netscout.identity import digest
from netscout.pool._duckdb import arrays, connect, parquet, quoted, run
from netscout.pool.growth import Pass
from netscout.pool.steps import draw_roots

MEMBERS = [
    ("ada-frost", "Ada Frost", "Lantern Press", "Editor"),
    ("ben-okoro", "Ben Okoro", "Lantern Press", "Publicist"),
    ("cleo-marsh", "Cleo Marsh", "Harbour Theatre", "Producer"),
]


def graph(people, ties, seed=1):
    """Return people and ties tables of a random graph with heavy-tailed sociability."""
    random = np.random.default_rng(seed)
    ids = np.sort(random.choice(2**62, people, replace=False))
    weight = random.pareto(1.5, people) + 0.2
    ends = random.choice(people, (2, ties), p=weight / weight.sum())
    pairs = np.unique(ends[:, ends[0] != ends[1]], axis=1)
    return (
        pd.DataFrame({
            "id": ids,
            "number": [digest(f"p-{id_:016x}") for id_ in ids],
            "talk": thresholds(random.beta(4, 6, people)),
            "firm": [f"firm {f}" if f else "" for f in random.integers(0, people // 8 + 1, people)],
        }),
        pd.DataFrame({
            "source": ids[pairs[0]],
            "target": ids[pairs[1]],
            "below": thresholds(random.beta(2, 3, pairs.shape[1])),
        }),
    )  # fmt: skip


def write_graph(folder, people, ties, owners=()):
    """Write people (id, number, talk, firm) and ties (source, target, below) as a pool."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    persons = [f"p-{id_:016x}" for id_ in people["id"]]
    people = people.assign(person=persons, name="", company=people["firm"], role="")
    chosen = people.loc[people["id"].isin(list(owners)), ["id", "person"]].assign(contacts=0)
    with connect() as db:
        for name, table in (("people", people), ("ties", ties), ("owners", chosen)):
            db.register("given", table)
            target = quoted(place / f"{name}.parquet")
            run(db, f"copy (select * from given) to {target} (format parquet)")
    return place


def signatures(steps, ids, words=2):
    """Return the digest of what every step gives."""
    start = ids[:: max(1, len(ids) // 5)]
    roots = draw_roots(np.arange(1, len(ids) + 1), 10, 64, 4)
    some = np.arange(0, len(ids), 3)
    given = {
        "spread": steps.spread(start, hops=3, words=words, seed=2),
        "balls": steps.balls(start, hops=2),
        "targets": steps.targets(start, hops=2),
        "sketch": steps.sketch(hops=2, seed=3),
        "sets": steps.sets(roots, 10, hops=3, seed=4),
        "sets of some": steps.sets(roots, 10, hops=3, seed=4, among=some),
    }
    return {name: _digest(arrays) for name, arrays in given.items()}


def _digest(arrays):
    sums = hashlib.sha256()
    for array in arrays:
        sums.update(f"{array.shape}".encode())
        sums.update(np.ascontiguousarray(array, "<i8").tobytes())
    return sums.hexdigest()[:16]


def share_file(path, owner, contacts):
    """Write a share file by hand; people are (profile, name, company, role)."""
    lines = ["who,key,name,company,role"]
    for who, people in (("owner", [owner]), ("contact", contacts)):
        lines += [",".join([who, f"in/{p[0]}", *p[1:]]) for p in people]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def give(folder, exports):
    """Write what members give: numbers of people, and of the contacts of each."""
    folder.mkdir(exist_ok=True)

    def who(number):
        return f"person-{number}", f"P {number}", f"Firm {number % 3}", "Editor"

    for owner, contacts in exports.items():
        share_file(
            folder / f"{owner}.csv", who(owner), [who(c) for c in sorted(contacts - {owner})]
        )
    return folder


def layers_of(club, what):
    """Return the layers of a kept pass: ids and bits, row by row."""
    files = club.layers(what)
    with connect() as db:
        for file in files:
            columns = arrays(db, f"select * from {parquet(file)} order by id")
            yield columns["id"], np.stack([columns[name] for name in what.columns])


def same_as_full(club, start, hops=2, words=2):
    """Whether a kept pass has the bits of a full one, hop by hop."""
    spread = Pass("spread", hops, 5, words, tuple(sorted(start)))
    for hop, (ids, masks) in enumerate(layers_of(club, spread)):
        found, full = club.steps.spread(np.array(sorted(start)), hops=hop, words=words, seed=5)
        assert (found == ids).all()
        assert (full == masks).all()
    (*_, (_, maps)) = layers_of(club, Pass("sketch", hops, 5))
    assert (rank_of(maps) == club.steps.sketch(hops=hops, seed=5)[1]).all()


def rank_of(maps):
    """Return the sum, over everybody's 16 bit maps, of the place of the lowest bit not set."""
    halves = np.concatenate([maps & (2**31 - 1), maps >> 31])
    return np.bitwise_count(halves & ~(halves + 1)).sum(axis=0)
