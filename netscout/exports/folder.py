"""A network as a folder that `netscout.load` reads: its tables, its goal, its chances."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.assumptions import SINGLE, defaults
from netscout.errors import NetscoutError, fault_list
from netscout.identity import url_key
from netscout.journal.entry import COLUMNS
from netscout.journal.table import cell
from netscout.readers.finding import EXPORTS, LOG_FILE, PEOPLE_FILE
from netscout.readers.log import ANYBODY, EITHER_WAY, REFERRAL, TO_ME
from netscout.readers.register import ME, slug
from netscout.readers.settings import FILE
from netscout.schema import ANYONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netscout.network import Network

CONNECTIONS = f"{EXPORTS}/Connections.csv"
_HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(",")


def folder_files(net: Network) -> dict[str, bytes]:
    """Return the files of a folder: path → content.

    Raises
    ------
    NetscoutError
        Events have no place in log.csv: between others, or with a chance of their own.
    """
    names = {person: person for person in net.people.index} | {net.me: ME}
    events = net.events
    hidden = events["target"] == ""
    _check(net, events[~hidden])
    files = {
        FILE: _settings(net),
        PEOPLE_FILE: _people(net, names),
        LOG_FILE: _csv(COLUMNS, [_row(event, names) for event in events[~hidden].itertuples()]),
    }
    if hidden.any():
        days = events.loc[hidden, "date"]
        files[CONNECTIONS] = _csv(_HEADER, [(*[""] * 6, f"{day:%d %b %Y}") for day in days])
    return files


def _check(net: Network, events: Any) -> None:
    """Raise where an event has no place in log.csv."""
    kind, source, target = events["kind"], events["source"], events["target"]
    free = kind.isin(["knows", *REFERRAL, *EITHER_WAY])
    met = (kind == "met") & ((source == net.me) | (target == net.me))
    mine = ~kind.isin(list(TO_ME)) & (source == net.me)
    to_me = kind.isin(list(TO_ME)) & (target == net.me)
    wrong = events[~(free | met | mine | to_me)]
    faults = [f"{row.kind} of {row.source} and {row.target}" for row in wrong.itertuples()]
    if "chance" in events and events["chance"].notna().any():
        faults.append("chances of single ties, which came with a graph")
    if net.me != ME and ME in net.people.index:
        faults.append(f"somebody else under the id {ME!r}, which is the owner's")
    faults += _not_kept(net, events)
    if faults:
        remedy = "Write it as graphml instead."
        raise NetscoutError(fault_list("a folder's log.csv cannot hold", faults, remedy))


def _not_kept(net: Network, events: Any) -> list[str]:
    """Return the ids and names that `load` would not take as they are."""
    people = net.people.drop(net.me)
    ids, names = people.index, people["name"]
    strange = [i for i in ids if i in ANYBODY or i not in (slug(i), url_key(i))]
    unknown = set(events["about"]) - {"", ANYONE, *net.people.index}
    taken = names[names.isin(ids) & (names != ids)]
    namesakes = names[names == net.people.at[net.me, "name"]]
    return [
        *(f"the id {person!r}, which would be written otherwise" for person in strange),
        *(f"an event about {about!r}, who is nobody in the network" for about in sorted(unknown)),
        *(f"the name {name!r}, which is somebody else's id" for name in taken),
        *(f"{person!r} under the owner's own name" for person in namesakes.index),
    ]


def _row(event: Any, names: dict[str, str]) -> tuple[str, ...]:
    """Return an event as a row of log.csv."""
    source, target = names[event.source], names[event.target]
    about = names.get(event.about, event.about)
    if event.kind in {"knows", *REFERRAL} or (event.kind in EITHER_WAY):
        person, other = source, target
    elif event.kind in TO_ME or target == ME:
        person, other = source, about
    else:
        person, other = target, about
    return (f"{event.date:%Y-%m-%d}", event.kind, person, other, event.channel, event.note)


def _people(net: Network, names: dict[str, str]) -> bytes:
    people = net.people.drop(columns="origin")
    rows = [(names[row[0]], *("" if pd.isna(value) else str(value) for value in row[1:]))
            for row in people.itertuples(name=None)]  # fmt: skip
    return _csv(["person", *map(str, people.columns)], rows)


def _settings(net: Network) -> bytes:
    """Return netscout.toml: the owner, the day from which to look, the goal and the chances."""
    lines = [f"me = {_quoted(net.people.at[net.me, 'name'])}"]
    if not pd.isna(net.last):
        lines.append(f"as_of = {net.last:%Y-%m-%d}  # what `today` is for the command line")
    if goal := net.goal:
        lists = {name: getattr(goal, name) for name in ("companies", "roles", "schools", "people")}
        lines += ["", "[goal]"]
        lines += [f"{name} = [{', '.join(map(_quoted, texts))}]" for name, texts in lists.items()
                  if texts]  # fmt: skip
        lines += [f"by = {goal.by}"] if goal.by else []
        lines += [f"per_week = {goal.per_week:g}"] if goal.per_week else []
    own = [entry for name, entry in net.assumptions.entries.items() if entry != defaults()[name]]
    if own:
        lines += ["", "[assumptions]"]
        lines += [f"{_quoted(e.name)} = {e.a if e.form in SINGLE else [e.a, e.b]}" for e in own]
    if sizes := net.assumptions.company_size:
        lines += ["", "[company_size]"]
        lines += [f"{_quoted(company)} = {size:g}" for company, size in sizes.items()]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """Return a text as TOML; its quotes and escapes are those of JSON."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "")


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cell(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")
