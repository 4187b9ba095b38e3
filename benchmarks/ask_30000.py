"""Reach and whom to ask in a network of 30,000 contacts and 300,000 ties, beside other tools.

The others simulate the same independent cascades: cynetdiff from the package index (its time is
that of as many simulations as there are worlds), and a plain loop over a NetworkX graph (a tenth of
the worlds, scaled up). Ratios of one run.

Run: uv run --with cynetdiff python benchmarks/ask_30000.py [contacts] [ties]
"""

import random
import resource
import sys
import time

import networkx as nx
import numpy as np
import pandas as pd
from machine import machine

import netscout as ns
from netscout._sample import sample
from netscout.relations import moment

WORLDS = 992


def network(contacts, ties, seed=1):
    """Return a network: everybody connected to the owner, ties heavy-tailed within companies."""
    random_ = np.random.default_rng(seed)
    ids = np.array([f"in/person-{i}" for i in range(contacts)])
    company = (contacts / 10 * random_.random(contacts) ** 2).astype(int)
    roles = np.array(["Publicist", "Editor", "Engineer", "Producer", "Buyer"])
    people = pd.DataFrame(
        {
            "name": [f"Person {i}" for i in range(contacts)],
            "company": [f"Firm {c}" for c in company],
            "role": roles[random_.integers(0, len(roles), contacts)],
        },
        index=ids,
    )
    weight = random_.pareto(2.0, contacts) + 1
    source = random_.choice(contacts, ties, p=weight / weight.sum())
    order = np.argsort(company, kind="stable")
    place = np.empty(contacts, int)
    place[order] = np.arange(contacts)
    near = order[np.clip(place[source] + random_.integers(-15, 16, ties), 0, contacts - 1)]
    target = np.where(random_.random(ties) < 0.6, near, random_.integers(0, contacts, ties))
    keep = source != target
    start = np.datetime64("2024-01-01")
    mine = pd.DataFrame({"date": start, "kind": "knows", "source": "me", "target": ids})
    named = pd.DataFrame({
        "date": start, "kind": "knows", "source": ids[source[keep]], "target": ids[target[keep]],
        "chance": random_.beta(0.8, 12, keep.sum()), "one_way": True,
    })  # fmt: skip
    return ns.Network(people, pd.concat([mine, named]), "me")


def timed(job):
    """Return the seconds a job takes and what it returns."""
    before = time.perf_counter()
    result = job()
    return time.perf_counter() - before, result


def cascades(net):
    """Return the ties with the chance that a referral works, and the first contacts."""
    net, on = moment(net, None)
    t = sample(net, on, 62, 1).ties
    asked, referred = t.talk(t.means())
    step = t.passing(t.means()) * referred[t.target]
    return t, step, asked


def by_cynetdiff(t, step, seeds):
    """Return the seconds of WORLDS independent cascades in cynetdiff."""
    from cynetdiff.utils import networkx_to_ic_model

    G = nx.DiGraph()
    G.add_nodes_from(range(len(t.ids)))
    G.add_weighted_edges_from(
        zip(t.source.tolist(), t.target.tolist(), step.tolist(), strict=True), "activation_prob"
    )
    model, _ = networkx_to_ic_model(G)

    def simulate():
        model.set_seeds(seeds)
        for _ in range(WORLDS):
            model.reset_model()
            model.advance_until_completion()

    return timed(simulate)[0]


def by_networkx(t, step, seeds, hops=3, share=10):
    """Return the seconds of WORLDS cascades in plain Python over a NetworkX graph."""
    G = nx.DiGraph()
    G.add_nodes_from(range(len(t.ids)))
    G.add_weighted_edges_from(zip(t.source.tolist(), t.target.tolist(), step.tolist(), strict=True))
    random_ = random.Random(1)

    def simulate():
        for _ in range(WORLDS // share):
            reached, frontier = set(seeds), list(seeds)
            for _hop in range(hops):
                after = []
                for u in frontier:
                    for v, edge in G.adj[u].items():
                        if v not in reached and random_.random() < edge["weight"]:
                            reached.add(v)
                            after.append(v)
                frontier = after

    return timed(simulate)[0] * share


def main():
    """Print the table of the README."""
    contacts = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    ties = int(sys.argv[2]) if len(sys.argv) > 2 else 300_000
    goal = ns.Goal(companies=["Firm 7", "Firm 70", "Firm 700"], roles=["publicist"])
    net = network(contacts, ties)
    first, _ = timed(lambda: ns.ask_next(net, goal=goal, k=10))
    ask = min(timed(lambda: ns.ask_next(net, goal=goal, k=10))[0] for _ in range(5))
    other_goal = ns.Goal(companies=["Firm 8", "Firm 80"], roles=["editor"])
    other_ask, _ = timed(lambda: ns.ask_next(net, goal=other_goal, k=10))
    reach_first, _ = timed(lambda: ns.reach(net, by="company", goal=goal))
    reach = min(timed(lambda: ns.reach(net, by="company", goal=goal))[0] for _ in range(5))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    t, step, asked = cascades(net)
    random_ = random.Random(1)
    seeds = [v for v in range(len(t.ids)) if random_.random() < asked[v]]
    other = by_cynetdiff(t, step, seeds)
    plain = by_networkx(t, step, seeds)
    print(f"| {contacts:,} contacts, {ties:,} ties, {WORLDS} worlds | seconds | × cynetdiff |")
    for name, seconds in [
        ("ask_next(k=10), first call", first),
        ("ask_next(k=10), after", ask),
        ("ask_next(k=10), for another goal", other_ask),
        ("reach(by='company'), first call", reach_first),
        ("reach(by='company'), after", reach),
        ("cynetdiff, as many cascades", other),
        ("plain NetworkX loop", plain),
    ]:
        print(f"| {name} | {seconds:.2f} | {seconds / other:.3f} |")
    print(f"peak memory {memory:.0f} MB; {machine()}")


if __name__ == "__main__":
    main()
