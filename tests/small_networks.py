"""Networks of a few people, written down row by row."""

import pandas as pd

import netscout as ns


def network(*rows, people=None, **columns):
    """Return a network of `me` from rows of date, kind, source, target, about, channel."""
    names = ["date", "kind", "source", "target", "about", "channel"]
    events = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows], columns=names)
    ids = dict.fromkeys([*(people or []), *events["source"], *events["target"], "me"])
    table = pd.DataFrame({"person": [i for i in ids if i], "name": [i.title() for i in ids if i]})
    for column, values in columns.items():
        table[column] = [values.get(i, "") for i in table["person"]]
    return ns.Network(table, events, "me")
