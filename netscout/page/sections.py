"""The sections of the report: each a function from the material to what its template shows.

Whatever a section returns beside its numbers is text, which the template escapes. `thin` holds the
sentences on how little something stands on; `empty` says why there is nothing to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from netscout._phrases import counted
from netscout.ask import ask_next
from netscout.forecast import LIMITS
from netscout.forecast import forecast as forecast_
from netscout.growth import funnel as funnel_
from netscout.growth import growth as growth_
from netscout.growth import waves
from netscout.odds import odds
from netscout.page.answers import about_people, answer
from netscout.page.carrier import day
from netscout.page.facts import as_of, plain
from netscout.page.figures import forecast_image, growth_image, tree_image
from netscout.page.map import map_view
from netscout.reach import reach as reach_
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from collections.abc import Callable

    from netscout.goal import Goal
    from netscout.network import Network
    from netscout.page.answers import AboutPeople

MOST_ROWS = 12
MOST_OF_A_RULE = 4
WEEKS_AHEAD = 12
SENTENCES = 600
CONVERSATION_KINDS = ("asked", "agreed", "declined", "met", *REFERRALS)
STAGES = {
    "known": "people known",
    "asked": "asked for a conversation",
    "agreed": "said yes",
    "met": "talked with you",
    "asked_for_names": "asked whom else to see, or named somebody",
    "named": "named somebody",
    "introduced": "made an introduction",
    "thanked": "thanked by you",
}
OF_THOSE = {
    "known": "you know",
    "asked": "were asked",
    "agreed": "said yes",
    "met": "talked with you",
    "named": "named somebody",
}
STEPS = {
    "talk": "asked, a conversation follows",
    "any": "asked for names, names anybody",
    "count": "people named, if any",
    "pass": "asked for the way to somebody, passes you on",
    "share": "somebody they name shares their",
}


@dataclass(frozen=True)
class Material:
    """What a report is made of: the network as of a day, the goal, the day."""

    net: Network
    goal: Goal | None
    on: Any
    day_one: bool

    @cached_property
    def known(self) -> AboutPeople:
        """What the reach and the courtesies say about each person; asked once."""
        return about_people(self.net, on=self.on)

    @classmethod
    def of(cls, net: Network, goal: Goal | None, on: Any) -> Self:
        """Return the material; what came after the day is left out."""
        then, day = as_of(net, on)
        day_one = not then.events["kind"].isin(CONVERSATION_KINDS).any()
        return cls(then, goal or net.goal, day, day_one)


def standing(m: Material) -> dict[str, Any]:
    """Return the headline numbers, each with what it counts, and what was read."""
    events = m.net.events
    talks = int((events["kind"] == "met").sum())
    referred = events[events["kind"].isin(REFERRALS) & (events["source"] != m.net.me)]
    hidden = int(((events["kind"] == "knows") & (events["target"] == "")).sum())
    facts = [
        (
            f"{len(m.net):,}",
            "person" if len(m.net) == 1 else "people",
            "everybody in your files but you",
        ),
        (
            f"{int(m.known.reach['met'].sum()):,}",
            "talked with",
            f"in {counted(talks, 'conversation')}",
        ),
        (
            f"{referred['target'].nunique():,}",
            "referred to you",
            f"named or introduced by {counted(referred['source'].nunique(), 'person', 'people')}",
        ),
    ]
    if not m.day_one:
        rate = answer(lambda: waves(m.net)).table.attrs["R"]
        likely = f"likely {rate['low']:.1f} to {rate['high']:.1f}, by way of referrals"
        meaning = f"{likely}; above 1, referrals alone keep a network growing"
        facts.append((f"{rate['mean']:.1f}", "conversations led to by each one", meaning))
    return {
        "title": "Where the network stands",
        "facts": [tuple(map(plain, fact)) for fact in facts],
        "span": None if not len(events) else (events["date"].iat[0], events["date"].iat[-1]),
        "hidden": hidden,
        "read": [_read(line) for line in m.net.imports.itertuples()],
    }


def _read(line: Any) -> dict[str, str]:
    counts = [
        f"{getattr(line, label):,} {label}"
        for label in ("kept", "hidden", "merged", "repaired", "skipped")
        if getattr(line, label)
    ]
    return {
        "file": plain(line.file),
        "rows": f"{line.rows:,}",
        "what": ", ".join(counts) or "nothing kept",
        "reason": plain(line.reason or ""),
    }


def reach(m: Material) -> dict[str, Any]:
    """Return the reach of the goal's companies and roles, and its likeliest people not yet met."""
    thin: list[str] = []
    tables = []
    for by in _groupings(m.goal):
        said = answer(lambda by=by: reach_(m.net, by=by, goal=m.goal, on=m.on))  # type: ignore[misc]
        thin += said.thin
        rows = [
            {
                **_reach_row(row),
                "name": plain(getattr(row, by)),
                "people": row.people,
                "met": row.met,
            }
            for row in said.table.head(MOST_ROWS).itertuples()
        ]
        tables.append({"by": by, "rows": rows, "more": len(said.table) - len(rows)})
    people = m.known.reach
    weights = m.goal.weights(m.net.people) if m.goal else pd.Series(0.0, m.net.people.index)
    wanted = people["person"].isin(weights.index[weights > 0]) & (people["chance"] > 0)
    people = people[wanted & ~people["met"]]
    return {
        "title": "Whom you can reach",
        "tables": [table for table in tables if table["rows"]],
        "people": [
            {**_reach_row(row), "name": plain(row.name) or "(no name)", "work": _work(row)}
            for row in people.head(8).itertuples(index=False)
        ],
        "more_people": max(0, len(people) - 8),
        "thin": list(dict.fromkeys(thin)),
        "empty": "" if any(t["rows"] for t in tables) else "Nobody with a company is known yet.",
    }


def _groupings(goal: Goal | None) -> list[str]:
    """Return by what the reach is told: what the goal names, companies where it names nothing."""
    named = (
        {}
        if goal is None
        else {"company": goal.companies, "role": goal.roles, "school": goal.schools}
    )
    return [by for by, wanted in named.items() if wanted] or ["company"]


def _reach_row(row: Any) -> dict[str, Any]:
    return {
        "hops": None if pd.isna(row.hops) else int(row.hops),
        "chance": _number(row.chance),
        "low": _number(row.low),
        "high": _number(row.high),
        "via": plain(row.via or ""),
        "unseen": _number(getattr(row, "unseen", None)),
    }


def _work(row: Any) -> str:
    return plain(", ".join(part for part in (row.role, row.company) if part))


def ask(m: Material) -> dict[str, Any]:
    """Return whom to ask next, each with the numbers its reasons are made of."""
    said = answer(lambda: ask_next(m.net, goal=m.goal, k=5, on=m.on))
    rows = [
        {
            "name": plain(row.name) or "(no name)",
            "work": _work(row),
            "why": plain(row.why, most=SENTENCES),
            **{
                part: _number(getattr(row, part))
                for part in ("score", "low", "high", "p_best", "talk", "names", "goal_chance")
            },
        }
        for row in said.table.itertuples(index=False)
    ]
    return {
        "title": "Whom to ask next",
        "rows": rows,
        "thin": said.thin,
        "empty": "" if rows else "Nobody can be asked now: everybody has been, or rests.",
    }


def due(m: Material) -> dict[str, Any]:
    """Return the courtesies that are due, the oldest first."""
    table = m.known.due
    # A rule that concerns everybody must not crowd out the others.
    shown = table.groupby("rule", sort=False).head(MOST_OF_A_RULE).head(MOST_ROWS)
    rows = [
        {
            "due": row.due,
            "status": row.status,
            "what": plain(row.what),
            "why": plain(row.why, most=SENTENCES),
        }
        for row in shown.itertuples()
    ]
    thin = list(filter(None, [table.attrs.get("thin", "")]))
    return {
        "title": "What is due",
        "rows": rows,
        "more": len(table) - len(rows),
        "overdue": int((table["status"] == "overdue").sum()),
        "thin": thin,
        "empty": "" if rows else "Nothing is due within two weeks.",
    }


def growth(m: Material) -> dict[str, Any]:
    """Return the growth by wave as a figure, the waves as a table, and the tree over time."""
    if not len(m.net.events):
        return {"title": "How the network grew", "empty": "No event has a date yet.", "thin": []}
    grown = answer(lambda: growth_(m.net, every="day"))
    said = answer(lambda: waves(m.net))
    recent = grown.table[grown.table["period"] > m.on - pd.Timedelta(weeks=4)]
    figures = [growth_image(m.net, m.on)]
    if m.net.events["kind"].isin(REFERRALS).any():
        figures.append(tree_image(m.net))
    return {
        "title": "How the network grew",
        "new": int(recent["new"].sum()),
        "until": day(m.on),
        "figures": figures,
        "waves": [] if m.day_one else [_wave(row) for row in said.table.itertuples()],
        "rate": said.table.attrs["R"],
        "thin": list(filter(None, [*said.thin, *grown.thin, said.table.attrs.get("thin", "")])),
        "empty": "",
    }


def _wave(row: Any) -> dict[str, Any]:
    whole = {
        part: int(getattr(row, part)) for part in ("wave", "people", "met", "named", "recruits")
    }
    return {**whole, **{part: _number(getattr(row, part)) for part in ("mean", "low", "high")}}


def forecast(m: Material) -> dict[str, Any]:
    """Return the conversations and the people of the weeks to come, as a figure and a table."""
    title = "What the coming weeks may bring"
    if not len(m.net.events):
        return {"title": title, "empty": "No event has a date yet.", "thin": [], "rows": []}
    said = answer(lambda: forecast_(m.net, weeks=WEEKS_AHEAD, goal=m.goal, on=m.on))
    shown = said.table[said.table["week"].isin([4, 8, WEEKS_AHEAD])]
    rows = [
        {
            "week": int(week),
            "date": of_week["date"].iat[0],
            "limit": LIMITS[of_week["binding"].iat[0]],
            **{
                row.what: {part: round(getattr(row, part)) for part in ("low", "median", "high")}
                for row in of_week.itertuples()
            },
        }
        for week, of_week in shown.groupby("week")
    ]
    return {
        "title": title,
        "figure": forecast_image(said.table, m.net, m.goal, m.on),
        "rows": rows,
        "said": plain(said.table.attrs["said"], most=SENTENCES),
        "thin": list(filter(None, [*said.thin, said.table.attrs["thin"]])),
        "empty": "",
    }


def funnel(m: Material) -> dict[str, Any]:
    """Return how many people came how far, and what share of those before."""
    said = answer(lambda: funnel_(m.net))
    most = max(int(said.table["count"].max()), 1)
    rows = [
        {
            "stage": STAGES.get(row.stage, plain(row.stage)),
            "count": int(row.count),
            "length": row.count / most,
            "of": OF_THOSE.get(row.of, ""),
            "note": row.note,
            **{part: _number(getattr(row, part)) for part in ("rate", "low", "high")},
        }
        for row in said.table.itertuples(index=False, name="Row")
    ] if len(said.table) else []  # fmt: skip
    return {
        "title": "From knowing somebody to a referral",
        "rows": rows if not m.day_one else [],
        "thin": said.thin,
        "empty": "" if not m.day_one else "Nobody has been asked yet, as far as your files say.",
    }


def network(m: Material) -> dict[str, Any]:
    """Return the map."""
    view = map_view(m.net, color="company", size="names", goal=m.goal, most=2000, known=m.known)
    return {"title": "The map", "view": view}


def assumptions(m: Material) -> dict[str, Any]:
    """Return every chance of the model with what it rests on."""
    said = answer(lambda: odds(m.net, on=m.on))
    rows = [
        {
            "step": _step(row),
            "relation": "" if row.step == "share" else plain(row.relation),
            "chance": row.step != "count",
            "n": int(row.n),
            "open": int(row.open),
            "basis": plain(row.basis),
            "source": plain(row.source, most=SENTENCES),
            **{part: _number(getattr(row, part)) for part in ("prior", "mean", "low", "high")},
        }
        for row in said.table.itertuples(index=False)
    ]
    return {"title": "What the numbers rest on", "rows": rows, "thin": said.thin}


def _step(row: Any) -> str:
    words = STEPS.get(row.step, plain(row.step))
    return f"{words} {plain(row.relation)}" if row.step == "share" else words


def _number(value: Any) -> float | None:
    """Return a number, or nothing where there is none."""
    return None if value is None or pd.isna(value) else float(value)


SECTIONS: dict[str, Callable[[Material], dict[str, Any]]] = {
    "standing": standing,
    "reach": reach,
    "ask": ask,
    "due": due,
    "growth": growth,
    "forecast": forecast,
    "funnel": funnel,
    "map": network,
    "assumptions": assumptions,
}
