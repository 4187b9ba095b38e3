"""Print how the proposals of who is one person do on the labelled sets, and how long they take.

Each set is written as a user's files (an export and an address book) and read as `netscout check`
reads them. The last set was written before it was measured.

    uv run python benchmarks/judge_identity.py
"""

import random
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from machine import machine
from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from labelled_pairs import COMPANIES, FAMILY, GIVEN, SEEDS, measure

from netscout.identity import words
from netscout.identity.matching import propose

PEOPLE = 30_000
SAMPLE = 2_000
SYLLABLES = "ba be da do ka ki la le li lo ma me mi mo na ne ni no ra re ri ro sa se ta ti va ve vi vo".split()


def judged():
    print(
        f"{'set':>10} {'true':>5} {'merged':>7} {'wrong':>6} {'proposed':>9} {'wrong':>6} {'found':>7} {'right':>7}"
    )
    for seed in (*SEEDS, "fresh"):
        with tempfile.TemporaryDirectory() as folder:
            m = measure(seed, Path(folder))
        found = 1 - len(m.missed) / len(m.true)
        right = 1 - len(m.wrongly_proposed) / len(m.proposed)
        print(
            f"{seed:>10} {len(m.true):5} {len(m.merged):7} {len(m.wrongly_merged):6} "
            f"{len(m.proposed):9} {len(m.wrongly_proposed):6} {found:7.1%} {right:7.1%}"
        )
    print("missed in the fresh set:" + m.said(m.missed))


def invented(size):
    """Return people with names and employers as unevenly spread as in a real list.

    A tenth of them is in an address book a second time, half of these without the employer.
    """
    rng = random.Random(1)

    def names(known, more, shift, power):
        made = known + [
            "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 4)))).title() for _ in range(more)
        ]
        return rng.choices(made, [1 / (rank + shift) ** power for rank in range(len(made))], k=size)

    rows = []
    for given, family, company in zip(
        names(GIVEN, 550, 3, 1),
        names(FAMILY, 12_000, 20, 0.7),
        names(COMPANIES, 9_000, 5, 1),
        strict=True,
    ):
        end = rng.choices((family, f"{family[0]}.", f"{family}, PhD"), (96, 2, 2))[0]
        rows.append((f"{given} {end}", company))
    table = pd.DataFrame(rows, [f"in/p{n}" for n in range(size)], ["name", "company"])
    table = table.assign(url=table.index, origin="Connections.csv:1")
    again = table.sample(size // 10, random_state=1).assign(url="", origin="contacts/book.csv:1")
    again.loc[again.index[::2], "company"] = ""
    return pd.concat([table, again.set_axis("contact/" + again.index)])


def timed():
    """Print the processor time of the proposals, against comparing every name with every other."""
    people = invented(PEOPLE)
    start = time.process_time()
    pairs = propose(people)
    ours = time.process_time() - start
    names = [words(name) for name in people["name"].iloc[:SAMPLE]]
    start = time.process_time()
    process.cdist(names, names, scorer=fuzz.token_sort_ratio, score_cutoff=80)
    everybody = (time.process_time() - start) * (len(people) / SAMPLE) ** 2
    print(
        f"{len(people):,} records: {len(pairs):,} proposals in {ours:.1f} s, 1/{everybody / ours:.0f} "
        f"of the time that rapidfuzz takes to compare all names with all (from {SAMPLE:,} of them)"
    )


if __name__ == "__main__":
    print(machine())
    judged()
    timed()
