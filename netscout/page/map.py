"""The network map: the referral tree around its owner, the other contacts as disks around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._phrases import counted
from netscout.errors import NetscoutError, UnknownColumn, did_you_mean
from netscout.identity import company_key
from netscout.page.answers import about_people
from netscout.page.arrange import LAYOUTS, arrange, spellings
from netscout.page.carrier import RENDERERS, day, render
from netscout.page.facts import SHOWN, as_of, facts, plain, statuses
from netscout.page.redact import keep_back
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netscout.goal import Goal
    from netscout.network import Network
    from netscout.page.answers import AboutPeople
    from netscout.page.page import Page

SIZES = ("names", "chance", "equal")
PRIVATE = frozenset({"name", "email", "url", "note", "origin"})
"""Columns by which a map cannot be coloured."""

MOST_COLOURS, MOST_WAVES = 7, 5
MOST_VIS = 3000
"""Up to so many people vis-network moves without a pause."""

LABELS = 25
CHANCE_BINS = (
    (0.75, "75 % and more"),
    (0.5, "50 to 75 %"),
    (0.25, "25 to 50 %"),
    (0.1, "10 to 25 %"),
    (0.0, "below 10 %"),
)


@dataclass(frozen=True)
class Groups:
    """How people are coloured: a group for each person, and the groups in the legend's order.

    `ordered` says that the colours form a scale, `rest` which group gathers all the others.
    """

    of_person: dict[str, int]
    labels: list[str]
    ordered: bool
    rest: int | None


def network_map(  # noqa: PLR0913 - all but the first by keyword
    net: Network,
    *,
    color: str = "company",
    size: str = "names",
    goal: Goal | None = None,
    title: str | None = None,
    layout: str = "radial",
    most: int | None = None,
    renderer: str | None = None,
    redact: Iterable[str] = (),
    on: Any = None,
) -> Page:
    """Draw the network as a page to look around in: search, time, filters, the way to a person.

    By default the owner stands in the middle. Around them grows the *referral tree*: everybody of a
    wave (the number of referrals that led to them, plus one) stands on one circle. Contacts with
    whom you have not talked yet and who have led to nobody lie around it as disks, one a company.

    Parameters
    ----------
    net
        The network.
    color
        What the colours mean: a column of the people table, `"wave"` or `"chance"`.
    size
        What the sizes mean: `"names"` (people they named), `"chance"` (to talk), `"equal"`.
    goal
        Whose people are kept and coloured first; the network's own goal when not given.
    title
        The heading; the owner's name when not given.
    layout
        `"radial"`; `"time"`: from left to right by the day each person became known, who was
        referred above, contacts below, on a scale that is wider where referrals came; `"clusters"`:
        whoever is tied stands together, placed by igraph's UMAP where igraph is installed (the
        extra `clusters`), else as disks of communities (the page says which).
    most
        How many people are drawn at most (30,000; with the renderer "vis" 2,000 when not given);
        the page says how many are not.
    renderer
        What paints: `"vis"` (vis-network), `"sigma"` (WebGL, for many people); when not given,
        sigma above 3,000 people.
    redact
        What to keep back: `"names"` (pseudonyms, the same all over the page), `"locations"`,
        `"notes"`, `"email"`; the last two are on no page in any case. A company called after its
        owner keeps its name.
    on
        The day from which to look, as if nothing later were known; the last event's when not given.

    Returns
    -------
    A self-contained page without e-mail addresses, notes or profile addresses.

    Raises
    ------
    UnknownColumn
        The network cannot be coloured, sized, arranged, painted or redacted so.
    NetscoutError
        `most` is less than 1.

    Examples
    --------
    >>> import netscout as ns
    >>> ns.network_map(ns.example(), color="wave", title="Spring search")
    Page('Spring search', ... kB)
    """
    net, on = as_of(net, on)
    net, goal = keep_back(net, goal, redact)
    known = about_people(net, on=on)
    view = map_view(
        net, color=color, size=size, goal=goal, layout=layout, most=most, known=known,
        renderer=renderer,
    )  # fmt: skip
    return render("map.html", title=plain(title) if title else default_title(net), view=view)


def default_title(net: Network) -> str:
    """Return `The network of` and the owner's name."""
    return f"The network of {plain(net.people.at[net.me, 'name'] or net.me)}"


def map_view(
    net: Network,
    *,
    color: str,
    size: str,
    goal: Goal | None,
    known: AboutPeople,
    layout: str = "radial",
    most: int | None = None,
    renderer: str | None = None,
) -> dict[str, Any]:
    """Return everything that the map shows, as plain values that go into a JSON block."""
    most = (2000 if renderer == "vis" else 30_000) if most is None else most
    _check(net, color, size, most)
    _check_choices(layout=(layout, LAYOUTS), renderer=(renderer or RENDERERS[0], RENDERERS))
    goal = goal or net.goal
    table = facts(net, goal=goal)
    drawn = table.head(max(most, 1) + 1)  # the owner is not counted
    sizes = _sizes(drawn, size, known, net.me)
    placed = arrange(layout, drawn, sizes, net, goal)
    groups = _groups(drawn, color, goal, known, net.me)
    dates = drawn["first"].dropna()
    start = dates.min() if len(dates) else pd.NaT
    nodes = _nodes(net, drawn.assign(size=sizes), placed.places, groups, known, start)
    ids = {person: node["id"] for person, node in zip(drawn.index, nodes, strict=True)}
    edges = _edges(net.events, drawn, ids, net.me)
    counts = pd.Series(list(groups.of_person.values())).value_counts()
    return {
        "nodes": nodes,
        "renderer": renderer or ("vis" if len(drawn) - 1 <= MOST_VIS else "sigma"),
        "edges": edges,
        "kinds": sorted({edge["kind"] for edge in edges} & set(REFERRALS)),
        "start": "" if pd.isna(start) else f"{start:%Y-%m-%d}",
        "until": "" if known.day is None else day(known.day),
        "days": 0 if pd.isna(start) else int((dates.max() - start).days),
        "color": color,
        "groups": [
            {"label": label, "count": int(counts.get(number, 0)), "rest": number == groups.rest}
            for number, label in enumerate(groups.labels)
        ],
        "ordered": groups.ordered,
        "layout": layout,
        "rings": placed.rings,
        "disks": placed.disks,
        "axis": placed.axis,
        "note": placed.note,
        "left_out": len(table) - len(drawn),
        "labels": LABELS,
        "goal": plain(goal) if goal else "",
    }


def _check(net: Network, color: str, size: str, most: int) -> None:
    colors = [*(c for c in net.people.columns if c not in PRIVATE), "wave", "chance"]
    if color not in colors:
        raise UnknownColumn(
            f"a map cannot be coloured by {color!r}{did_you_mean(color, colors)} (one of {colors})"
        )
    if size not in SIZES:
        raise UnknownColumn(
            f"a map has no size {size!r}{did_you_mean(size, SIZES)} (one of {list(SIZES)})"
        )
    if most < 1:
        raise NetscoutError(f"most={most} draws nobody; give at least 1")


def _check_choices(**choices: tuple[str, tuple[str, ...]]) -> None:
    for what, (choice, allowed) in choices.items():
        if choice not in allowed:
            raise UnknownColumn(
                f"there is no {what} {choice!r}{did_you_mean(choice, allowed)} (one of {allowed})"
            )


def _groups(drawn: Any, color: str, goal: Goal | None, known: AboutPeople, me: str) -> Groups:
    """Return the colour groups; of many, the goal's and the largest keep a colour of their own."""
    others = drawn[drawn.index != me]
    if color == "wave":
        return _by_wave(others["wave"])
    if color == "chance":
        floors = [floor for floor, _label in CHANCE_BINS]
        bins = {
            person: next(n for n, floor in enumerate(floors) if known.chance(person) >= floor)
            for person in others.index
        }
        return Groups(bins, [label for _floor, label in CHANCE_BINS], ordered=True, rest=None)
    return _largest(others[color].astype(str), color, goal)


def _by_wave(wave: Any) -> Groups:
    """Return a group a wave; the last colour is for all later ones, grey for no known way."""
    unknown = min(int(wave.max()), MOST_WAVES) if len(wave) else 0
    number = wave.clip(upper=MOST_WAVES).sub(1).where(wave > 0, unknown)
    labels = [f"wave {n}" for n in range(1, unknown + 1)]
    if len(wave) and wave.max() > MOST_WAVES:
        labels[-1] += " and later"
    rest = unknown if (wave < 1).any() else None
    if rest is not None:
        labels.append("no known way")
    of_person = dict(zip(wave.index, number.astype(int).tolist(), strict=True))
    return Groups(of_person, labels, ordered=True, rest=rest)


def _largest(values: Any, color: str, goal: Goal | None) -> Groups:
    keys = values.map(company_key) if color == "company" else values.str.strip()
    counts = keys[keys != ""].value_counts()
    spelled = spellings(values, keys)
    wanted = {"company": "of_company", "role": "of_role", "school": "of_school"}.get(color)
    first = [k for k in counts.index if goal and wanted and getattr(goal, wanted)(spelled[k])]
    shared = counts.index[counts > 1] if counts.max() > 1 else counts.index
    chosen = list(dict.fromkeys([*first, *shared]))[:MOST_COLOURS]
    labels = [plain(spelled[key]) for key in chosen]
    left = len(counts) - len(chosen)
    number = {key: n for n, key in enumerate(chosen)}
    of_person = {person: number.get(key, len(chosen)) for person, key in keys.items()}
    if len(chosen) in of_person.values():
        labels.append(f"{counted(left, 'other')}, or not given" if left else "not given")
    return Groups(of_person, labels, ordered=False, rest=len(chosen))


def _nodes(
    net: Network, drawn: Any, places: Any, groups: Groups, known: AboutPeople, start: Any
) -> list[dict[str, Any]]:
    """Return one node a person, with ids that say nothing."""
    ids = {person: f"p{number}" for number, person in enumerate(drawn.index, 1)}
    status = statuses(net, drawn)
    texts = {fact: _plain_texts(drawn[fact]) for fact in SHOWN}
    numbers = pd.DataFrame({
        "x": places["x"].round().astype(int),
        "y": places["y"].round().astype(int),
        "size": drawn["size"],
        "disk": places["disk"].astype(int),
        "wave": drawn["wave"].astype(int),
        "day": (drawn["first"] - start).dt.days.fillna(0).astype(int),
        "names": drawn["names"].astype(int),
        "target": drawn["weight"] > 0,
    })  # fmt: skip
    columns: dict[str, list[Any]] = {name: numbers[name].tolist() for name in numbers}
    parents = drawn["parent"].tolist()
    nodes = []
    for number, person in enumerate(drawn.index):
        shown = {fact: column[number] for fact, column in texts.items() if column[number]}
        nodes.append({
            "id": ids[person],
            **shown,
            "name": shown.get("name") or "(no name)",
            "group": groups.of_person.get(person, -1),
            "parent": ids.get(parents[number], ""),
            "status": "" if person == net.me else status[person],
            **{name: column[number] for name, column in columns.items()},
            **known.of(person, ids),
        })  # fmt: skip
    return nodes


def _plain_texts(column: Any) -> list[str]:
    written = {text: plain(text) for text in column.unique() if text}
    return [written.get(text, "") for text in column.tolist()]


def _sizes(drawn: Any, size: str, known: AboutPeople, me: str) -> Any:
    """Return the radius of each point."""
    if size == "chance":
        chances = pd.Series([known.chance(person) for person in drawn.index], drawn.index)
        sizes = 5 + 9 * chances
    else:
        grown = np.sqrt(drawn["names"]) if size == "names" else 0.0 * drawn["names"]
        sizes = (7 + 3.4 * grown).clip(upper=17.0)
    return sizes.round(1).where(drawn.index != me, 15.0)


def _edges(events: Any, drawn: Any, ids: dict[str, str], me: str) -> list[dict[str, Any]]:
    """Return the referrals, the owner's own first contacts in the tree, and the other ties.

    A tie is drawn once; an introduction says more than a name, and a name more than a contact.
    `first` is whether the target became known by it.
    """
    ends = events[events["source"].isin(ids) & events["target"].isin(ids)]
    referrals = ends[ends["kind"].isin(REFERRALS) & (ends["source"] != me)]
    kinds: dict[tuple[str, str], str] = {}
    for row in referrals.itertuples():
        if kinds.get((row.source, row.target)) != "introduced":
            kinds[row.source, row.target] = row.kind
    in_tree = drawn[drawn["in_tree"] | drawn.index.isin(drawn["parent"])]
    firsts = in_tree.index[(in_tree["parent"] == me)]
    own = {(me, person): "own" for person in firsts}
    between = ends[(ends["source"] != me) & (ends["target"] != me)]
    others = {
        (source, target): "other"
        for source, target in zip(between["source"], between["target"], strict=True)
        if (source, target) not in kinds and (target, source) not in kinds
    }
    parents = dict(zip(drawn.index, drawn["parent"], strict=True))
    return [
        {"from": ids[source], "to": ids[target], "kind": kind, "first": parents[target] == source}
        for (source, target), kind in {**own, **others, **kinds}.items()
    ]
