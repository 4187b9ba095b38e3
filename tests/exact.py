"""Small networks with known chances, and what must come out of them by counting every world."""

import itertools

import networkx as nx
import numpy as np


def random_graph(seed, people=6, ties=5, certain=0.3):
    """Return a graph of `me` and a few people: at most people + ties uncertain coins.

    Some chances are 0 or 1, which need no coin.
    """
    random = np.random.default_rng(seed)
    names = [f"p{i}" for i in range(people)]

    def chance():
        return float(random.integers(0, 2)) if random.random() < certain else random.random()

    G = nx.DiGraph(me="me")
    G.add_node("me")
    for name in names:
        G.add_node(name, talk=chance(), company=f"Firm {random.integers(0, 3)}")
    for name in random.choice(names, max(2, people // 2), replace=False):
        G.add_edge("me", str(name), chance=1.0)
    pairs = list(itertools.permutations(names, 2))
    for index in random.choice(len(pairs), min(ties, len(pairs)), replace=False):
        G.add_edge(*pairs[index], chance=chance())
    for name in names:
        if not G.in_degree(name):  # colleagues would open a way that is not drawn here
            G.nodes[name]["company"] = ""
    return G


def coins_of(G):
    """Return the uncertain things of a graph."""
    people = [("talk", v) for v, d in G.nodes(data=True) if 0 < d.get("talk", 1) < 1]
    ties = [("tie", e) for e in G.edges if 0 < G.edges[e]["chance"] < 1]
    return people + ties


def every_world(G):
    """Yield (probability, who would talk, which ties pass) for every world of a graph."""
    uncertain = coins_of(G)
    sure_people = {v for v, d in G.nodes(data=True) if d.get("talk", 0) == 1}
    sure_ties = {e for e in G.edges if G.edges[e]["chance"] == 1}
    for outcome in itertools.product([True, False], repeat=len(uncertain)):
        probability, people, ties = 1.0, set(sure_people), set(sure_ties)
        for (what, which), live in zip(uncertain, outcome, strict=True):
            p = G.nodes[which]["talk"] if what == "talk" else G.edges[which]["chance"]
            probability *= p if live else 1 - p
            if live:
                (people if what == "talk" else ties).add(which)
        yield probability, people, ties


def talks_from(first, people, ties, hops):
    """Return who talks in one world when these are asked."""
    reached = {v for v in first if v in people}
    frontier = set(reached)
    for _ in range(hops):
        frontier = {v for u, v in ties if u in frontier and v in people} - reached
        reached |= frontier
    return reached


def exact_reach(G, hops):
    """Return the exact chance of each person and company of talking with me."""
    person, company = dict.fromkeys(G, 0.0), {}
    for probability, people, ties in every_world(G):
        first = {v for u, v in ties if u == "me"}
        talks = talks_from(first, people, {t for t in ties if t[0] != "me"}, hops)
        for v in talks:
            person[v] += probability
        for firm in {G.nodes[v]["company"] for v in talks}:
            company[firm] = company.get(firm, 0.0) + probability
    return (
        {v: round(p, 12) for v, p in person.items()},
        {firm: round(p, 12) for firm, p in company.items()},
    )


def exact_value(G, asked, weight, hops):
    """Return the exact expected weight of those who talk when these are asked."""
    total = 0.0
    for probability, people, ties in every_world(G):
        askable = {v for v in asked if ("me", v) in ties}
        talks = talks_from(askable, people, {t for t in ties if t[0] != "me"}, hops)
        total += probability * sum(weight.get(v, 0.0) for v in talks)
    return total
