"""How long it takes to draw the referral tree of a network, of 10,000 people if not told otherwise.

Counts everything from the events to the pixels: who brought whom, the layout, the labels, the PNG.

    python benchmarks/tree_10000.py [people]
"""

import io
import sys
import time

import numpy as np
import pandas as pd
from machine import machine
from matplotlib.figure import Figure

import netscout as ns


def referral_network(size: int, seed: int = 1):
    """Return a network in which three people of four were named by somebody met before."""
    rng = np.random.default_rng(seed)
    start, rows = pd.Timestamp("2020-01-06"), []
    for number in range(size):
        day = start + pd.Timedelta(days=number * 1500 // size)
        person = f"p{number}"
        if number and rng.random() < 0.75:
            parent = f"p{int(number * rng.random() ** 0.5)}"
            rows.append((day, "named", parent, person))
        else:
            rows.append((day, "knows", "me", person))
        if rng.random() < 0.6:
            rows.append((day + pd.Timedelta(days=int(rng.integers(1, 40))), "met", "me", person))
    people = pd.DataFrame({"person": [f"p{n}" for n in range(size)]})
    people["name"] = "Person " + people["person"]
    return ns.Network(
        people, pd.DataFrame(rows, columns=["date", "kind", "source", "target"]), "me"
    )


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    net = referral_network(size)
    ns.plot_tree(net.asof("2020-02-01"), ax=Figure().subplots())  # the imports are not measured
    before = time.perf_counter()
    figure = Figure(figsize=(8, 6), layout="constrained")
    ns.plot_tree(net, ax=figure.subplots())
    figure.savefig(io.BytesIO(), format="png", dpi=100)
    print(f"| {len(net):,} people | {time.perf_counter() - before:.1f} s |")
    print(machine())


if __name__ == "__main__":
    main()
