"""What to know and what to ask before a conversation, out of the user's own files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._phrases import CHANNELS, FORMS, fill, first_name, listed, one_stop
from netscout.follow_ups import follow_ups
from netscout.identity import company_key, find, words
from netscout.relations import moment
from netscout.roles import add_roles, is_recruiter
from netscout.schema import ANYONE, REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

MOST_QUESTIONS = 10
MOST_CONTACTS = 8
MOST_COLLEAGUES = 9
LEADS = ("manager", "director", "executive", "founder")
SAID = {
    "knows": "connected", "invited": "a request to connect", "endorsed": "an endorsement",
    "recommended": "a recommendation", "agreed": "they said yes", "declined": "they said no",
    "met": "you talked", "thanked": "you thanked them", "updated": "you told them your news",
    "asked": "you asked for a conversation",
}  # fmt: skip
STANDING = (
    ("met", "talked with"), ("asked", "asked"), ("knows", "connected"), ("wrote", "connected"),
)  # fmt: skip
LABELS = {
    "school": "School", "location": "Place", "email": "E-mail", "url": "Profile",
    "former": "Earlier work", "tags": "Tags", "note": "Your note",
}  # fmt: skip
HIDDEN = ("name", "company", "role", "origin", "first_seen", "last_seen", "gone", "prefers")
"""Columns that stand in the sheet's head, or say where and when something was read."""


@cache
def _bank() -> dict[str, Any]:
    return tomllib.loads(files("netscout").joinpath("questions.toml").read_text("utf-8"))


def bank() -> Any:
    """Return the question bank, in the order of asking: name, topic, ask, stage, who, weight.

    >>> set(bank()["stage"]) == {"first", "again", "any"}
    True
    """
    return pd.DataFrame([{"who": "anyone"} | entry for entry in _bank()["question"]])


def questions(net: Network, person: str, *, k: int = MOST_QUESTIONS, on: Any = None) -> Any:
    """Choose questions for a conversation: by stage and role, and none that was asked before.

    A question counts as asked when a note of the log about this person holds its name behind a
    `#`, such as `#reading`, or its topic where that is more than one word.

    Returns
    -------
    DataFrame of name, topic and ask: the `k` that weigh most, in the order in which one asks.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to `person`.

    Examples
    --------
    >>> import netscout as ns
    >>> len(questions(ns.example(), "Dana Whitlock", k=8))
    8
    """
    net, _day = moment(net, on)
    who = find(net.people, person)
    facts, notes = _facts(net, who), " ".join(_with(net, who)["note"]).casefold()
    stage = "again" if _have_talked(net, who) else "first"
    table = bank()
    table["ask"] = [fill(ask, facts) for ask in table["ask"]]
    fits = table["stage"].isin([stage, "any"]) & table["who"].isin(_kinds(net, who))
    told = [_told(n, t, notes) for n, t in zip(table["name"], table["topic"], strict=True)]
    open_ = table[fits & (table["ask"] != "") & ~pd.Series(told)]
    chosen = open_.sort_values("weight", ascending=False, kind="stable").head(k).sort_index()
    return chosen[["name", "topic", "ask"]].reset_index(drop=True)


def _have_talked(net: Network, who: str) -> bool:
    return bool((_with(net, who)["kind"] == "met").any())


def _told(name: str, topic: str, notes: str) -> bool:
    tags = {word.strip(".,;:!?()") for word in notes.split()}
    return f"#{name}" in tags or (" " in topic and topic in notes)  # one word may mean anything


def _kinds(net: Network, who: str) -> set[str]:
    """Return which sorts of questions suit somebody, by title and school."""
    kinds = {"anyone"} | ({"alumni"} if _same_schools(net, who) else set())
    if is_recruiter(net.people.at[who, "role"]):
        return kinds | {"recruiters"}
    seniority = add_roles(net.people.loc[[who]])["seniority"].iat[0]
    return kinds | ({"leads"} if seniority in LEADS else {"makers"})


def _same_schools(net: Network, who: str) -> list[str]:
    """Return the schools that a person shares with the owner."""
    mine = _schools(net.people.loc[net.me])
    return [school for key, school in _schools(net.people.loc[who]).items() if key in mine]


def _schools(person: Any) -> dict[str, str]:
    """Return every school of a person, the latest first, by what its spellings share."""
    cells = [person.get(column) for column in ("school", "schools")]
    parts = [part.strip() for cell in cells if isinstance(cell, str) for part in cell.split(";")]
    found: dict[str, str] = {}
    for part in parts:
        found.setdefault(words(part), part)
    found.pop("", None)
    return found


def preparation(net: Network, person: str, *, on: Any = None) -> dict[str, Any]:
    """Return everything the user's own files know that helps before a conversation.

    Returns
    -------
    A mapping of plain texts and lists: `name`, `first`, `company`, `role`, `facts` (label, text),
    `referrals` (date, by, kind, note), `shared` (sentences), `contacts` (past contact: date, what,
    note), `colleagues` (name, role, how: others at the same employer), `more` (how many more of
    them), `form` (a sentence), `due` (what, why), `homework`, `opening`, `questions` (name, topic,
    ask), `closing`, `on`.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to `person`.

    Examples
    --------
    >>> import netscout as ns
    >>> preparation(ns.example(), "Dana Whitlock")["company"]
    'Marquee Theatricals'
    """
    net, day = moment(net, on)
    who = find(net.people, person)
    facts = _facts(net, who)
    due = follow_ups(net, on=day)
    colleagues = _colleagues(net, who)
    homework = _bank()["homework_again" if _have_talked(net, who) else "homework"]
    return {
        "name": facts["name"],
        "first": facts["first"],
        "company": net.people.at[who, "company"],
        "role": facts["role"],
        "facts": _known(net, who),
        "referrals": _referrals(net, who),
        "shared": _shared(net, who),
        "contacts": _contacts(net, who),
        "colleagues": colleagues[:MOST_COLLEAGUES],
        "more": max(0, len(colleagues) - MOST_COLLEAGUES),
        "form": _form(net, who),
        "due": due.loc[due["person"] == who, ["what", "why"]].to_dict("records"),
        "homework": [done for entry in homework if (done := fill(entry, facts))],
        "opening": _bank()["opening"],
        "questions": questions(net, who).to_dict("records"),
        "closing": _bank()["closing"],
        "on": day,
    }


def _facts(net: Network, who: str) -> dict[str, str]:
    """Return what questions and homework are filled with."""
    row = net.people.loc[who]
    referrer = [row["by"] for row in _referrals(net, who)[:1]]
    return {
        "name": row["name"] or who, "first": first_name(row["name"] or who),
        "company": row["company"] if company_key(row["company"]) else "", "role": row["role"],
        "school": "".join(_same_schools(net, who)[:1]), "referrer": "".join(referrer),
    }  # fmt: skip


def _known(net: Network, who: str) -> list[tuple[str, str]]:
    """Return the facts about a person with their labels."""
    row = net.people.loc[who]
    return [(LABELS.get(str(c), str(c).replace("_", " ").capitalize()), str(row[c]))
            for c in row.index
            if c not in HIDDEN and pd.notna(row[c]) and str(row[c]).strip()]  # fmt: skip


def _name(net: Network, who: str) -> str:
    return str(net.people["name"].get(who, "")) or who


def _with(net: Network, who: str) -> Any:
    """Return my events with a person."""
    events, sides = net.events, {net.me, who}
    return events[events["source"].isin(sides) & events["target"].isin(sides)]


def _referrals(net: Network, who: str) -> list[dict[str, Any]]:
    """Return who referred me to a person, and what they said; the latest first."""
    events = net.events
    named = events[events["kind"].isin(REFERRALS) & (events["target"] == who)]
    named = named[named["source"] != net.me]
    return [{"date": row.date, "by": _name(net, row.source), "kind": row.kind, "note": row.note}
            for row in named.iloc[::-1].itertuples()]  # fmt: skip


def _shared(net: Network, who: str) -> list[str]:
    """Return what the two of us have in common: employers, school, place, people."""
    mine, theirs = net.people.loc[net.me], net.people.loc[who]
    employers = _employers(mine)
    now = company_key(mine["company"])
    both_now = now == company_key(theirs["company"])
    found = [f"You both work at {company}." if key == now and both_now
             else f"You have both worked at {company}."
             for key, company in _employers(theirs).items() if key in employers]  # fmt: skip
    found += [f"You share a school: {school}." for school in _same_schools(net, who)]
    if words(mine["location"]) and words(mine["location"]) == words(theirs["location"]):
        found.append(f"Both in {theirs['location']}.")
    names = [_name(net, one) for one in _both_know(net, who)]
    found += [f"You both know {listed(names)}."] if names else []
    return list(map(one_stop, found))


def _employers(person: Any) -> dict[str, str]:
    """Return the present and earlier employers of a person by their key."""
    told = [str(person["company"])]
    for job in str(person.get("former", "")).split("; "):  # "role, company"; either may have commas
        parts = job.split(", ")
        told += [", ".join(parts[place:]) for place in range(len(parts))]
    return {key: company for company in reversed(told) if (key := company_key(company))}


def _both_know(net: Network, who: str) -> list[str]:
    """Return whom both of us are in contact with, but for those who referred me."""
    events, me = net.events, net.me
    in_touch = events[events["kind"].isin(["knows", "wrote", "met"])]

    def beside(person: str, rows: Any) -> Any:
        out = rows.loc[rows["source"] == person, "target"]
        return pd.concat([out, rows.loc[rows["target"] == person, "source"]])

    mine = set(beside(me, in_touch)) - {me, who, ""}
    referrers = events.loc[events["kind"].isin(REFERRALS) & (events["target"] == who), "source"]
    return [one for one in dict.fromkeys(beside(who, events)) if one in mine - set(referrers)]


def _contacts(net: Network, who: str) -> list[dict[str, Any]]:
    """Return what has been between us, the latest first; messages as one line."""
    past = _with(net, who)
    letters = past[past["kind"] == "wrote"]
    rows = [{"date": row.date, "what": _what(net, row), "note": row.note}
            for row in past[past["kind"] != "wrote"].itertuples()]  # fmt: skip
    if len(letters):
        last = "you" if letters["source"].iat[-1] == net.me else "them"
        many = f"{len(letters)} messages, the last by {last}"
        what = f"a message by {last}" if len(letters) == 1 else many
        rows.append({"date": letters["date"].iat[-1], "what": what, "note": ""})
    given = net.events
    given = given[given["kind"].isin(REFERRALS) & (given["source"] == who)]
    rows += [{"date": row.date, "what": f"they {row.kind} {_name(net, row.target)}",
              "note": row.note} for row in given.itertuples() if row.target != net.me]  # fmt: skip
    rows = [row for place, row in enumerate(rows) if row not in rows[:place]]
    return sorted(rows, key=lambda row: row["date"])[: -MOST_CONTACTS - 1 : -1]


def _what(net: Network, row: Any) -> str:
    """Return an event as a few words."""
    if row.kind == "asked" and row.about:
        about = "names" if row.about == ANYONE else f"the way to {_name(net, row.about)}"
        return f"you asked for {about}"
    other = f"({row.channel})" if row.channel else ""
    return f"{SAID.get(row.kind, row.kind)} {CHANNELS.get(row.channel, other)}".strip()


def _colleagues(net: Network, who: str) -> list[dict[str, str]]:
    """Return the others known at the same employer, those talked with first."""
    people = net.people.drop(index=list({who, net.me}))
    key = company_key(net.people.at[who, "company"])
    if not key:
        return []
    same = people[people["company"].map(company_key) == key]
    events, me = net.events, net.me
    mine = events[(events["source"] == me) | (events["target"] == me)]
    sides = {kind: set(rows["source"]) | set(rows["target"]) for kind, rows in mine.groupby("kind")}

    def standing(person: str) -> tuple[int, str]:
        for place, (kind, how) in enumerate(STANDING):
            if person in sides.get(kind, ()):
                return place, how
        return len(STANDING), "known of"

    told = zip(same.index, same["name"], same["role"], strict=True)
    rows = sorted((standing(one), str(name), str(role)) for one, name, role in told)
    return [{"name": name, "role": role, "how": how} for (_, how), name, role in rows]


def _form(net: Network, who: str) -> str:
    """Return which form of conversation a person prefers, as far as the files tell."""
    told = str(net.people.loc[who].get("prefers", "")).strip()
    if told and told != "nan":
        return f"Your people.csv says that they prefer: {told}."
    past = _with(net, who)
    past = past[past["channel"].isin(list(FORMS))]
    held, agreed = past[past["kind"] == "met"], past[past["kind"] == "agreed"]
    if len(held):
        form = FORMS[held["channel"].iat[-1]]
        return f"You last talked {form}: offer that first, and leave the choice to them."
    if len(agreed):
        return f"They agreed to talk {FORMS[agreed['channel'].iat[-1]]}."
    return "No form is known yet: offer in person, phone, video or e-mail, and let them choose."
