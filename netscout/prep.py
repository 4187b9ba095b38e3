"""What to know and what to ask before a conversation, out of the user's own files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.follow_ups import follow_ups
from netscout.identity import company_key, find, words
from netscout.relations import moment
from netscout.schema import ANYONE, PEOPLE_COLUMNS, REFERRALS

if TYPE_CHECKING:
    from netscout.network import Network

MOST_QUESTIONS = 10
MOST_CONTACTS = 12
LEADS = frozenset("head director manager lead chief president vp founder owner editor".split())
RECRUITS = frozenset("recruiter recruiting talent hr human people hiring".split())
FORMS = {"in person": "in person", "phone": "by phone", "video": "by video", "email": "by e-mail"}
SAID = {
    "knows": "you are connected", "invited": "a request to connect", "wrote": "a message",
    "endorsed": "an endorsement", "recommended": "a recommendation", "agreed": "said yes",
    "declined": "said no", "met": "you talked", "thanked": "you thanked",
    "updated": "you told news", "asked": "you asked for a conversation",
}  # fmt: skip


@cache
def _bank() -> dict[str, Any]:
    return tomllib.loads(files("netscout").joinpath("questions.toml").read_text("utf-8"))


def bank() -> Any:
    """Return the question bank: name, topic, ask, stage, who, weight, needs.

    >>> set(bank()["stage"]) == {"first", "again", "any"}
    True
    """
    usual = {"who": "anyone", "needs": ""}
    return pd.DataFrame([usual | entry for entry in _bank()["question"]])


def questions(net: Network, person: str, *, k: int = MOST_QUESTIONS, on: Any = None) -> Any:
    """Choose questions for a conversation: by stage and role, and none that was asked before.

    A question counts as asked when a note of the log about this person holds its name behind a
    `#`, such as `#reading`, or its topic where that is more than one word.

    Returns
    -------
    DataFrame of name, topic and ask, the most important first, next steps at the end.

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
    facts = _facts(net, who)
    past = _with(net, who)
    notes = " ".join(past["note"]).casefold()
    stage = "again" if (past["kind"] == "met").any() else "first"
    table = bank()
    kinds = _kinds(net, who)
    fits = table["stage"].isin([stage, "any"]) & table["who"].isin(kinds)
    known = table["needs"].map(lambda need: not need or bool(facts[need]))
    told = [
        _told(row.name, row.topic, notes)
        for row in table[["name", "topic"]].itertuples(index=False)
    ]
    chosen = table[fits & known & ~pd.Series(told)].sort_values("weight", ascending=False)
    chosen = chosen.head(k).assign(ask=lambda t: [ask.format(**facts) for ask in t["ask"]])
    chosen = chosen.sort_values("name", key=lambda names: names == "next-steps", kind="stable")
    return chosen[["name", "topic", "ask"]].reset_index(drop=True)


def _told(name: str, topic: str, notes: str) -> bool:
    tags = {word.strip(".,;:!?()") for word in notes.split()}
    return f"#{name}" in tags or (" " in topic and topic in notes)  # one word may mean anything


def _kinds(net: Network, who: str) -> set[str]:
    """Return which sorts of questions suit somebody, by title and school."""
    people = net.people
    title = set(words(people.at[who, "role"]).split())
    mine = words(people.at[net.me, "school"])
    kinds = {"anyone"}
    if mine and words(people.at[who, "school"]) == mine:
        kinds.add("alumni")
    if title & RECRUITS:
        return kinds | {"recruits"}
    return kinds | ({"leads"} if title & LEADS else {"makers"})


def preparation(net: Network, person: str, *, on: Any = None) -> dict[str, Any]:
    """Return everything the user's own files know that helps before a conversation.

    Returns
    -------
    A mapping of plain texts and lists: `name`, `company`, `role`, `facts` (label, text),
    `referrals` (date, by, note), `shared` (sentences), `contacts` (past contact: date, what, note),
    `colleagues` (name, role, how: at the same employer), `form` (a sentence), `due` (what, why),
    `homework`, `opening`, `questions` (topic, ask), `closing`, `on`.

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
    due = due[due["person"] == who]
    asks = questions(net, who)
    homework = [entry["do"].format(**facts) for entry in _bank()["homework"]
                if not entry.get("needs") or facts[entry["needs"]]]  # fmt: skip
    return {
        "name": facts["name"],
        "company": facts["company"],
        "role": facts["role"],
        "facts": _known(net, who),
        "referrals": _referrals(net, who),
        "shared": _shared(net, who),
        "contacts": _contacts(net, who),
        "colleagues": _colleagues(net, who),
        "form": _form(net, who),
        "due": due[["what", "why"]].to_dict("records"),
        "homework": homework,
        "opening": _bank()["opening"],
        "questions": asks[["topic", "ask"]].to_dict("records"),
        "closing": _bank()["closing"],
        "on": day,
    }


def _facts(net: Network, who: str) -> dict[str, str]:
    """Return what questions and homework are filled with."""
    row = net.people.loc[who]
    referrals = _referrals(net, who)
    return {
        "name": row["name"] or who, "company": row["company"], "role": row["role"],
        "school": row["school"], "referrer": referrals[0]["by"] if referrals else "",
    }  # fmt: skip


def _known(net: Network, who: str) -> list[tuple[str, str]]:
    """Return the facts about a person with their labels; where they were read from is none."""
    row = net.people.loc[who]
    columns = (*PEOPLE_COLUMNS[1:-1], *row.index[len(PEOPLE_COLUMNS) :])
    return [(str(c).capitalize(), str(row[c])) for c in columns
            if pd.notna(row[c]) and str(row[c]).strip()]  # fmt: skip


def _name(net: Network, who: str) -> str:
    return str(net.people["name"].get(who, "")) or who


def _with(net: Network, who: str) -> Any:
    """Return my events with a person."""
    events = net.events
    sides = {net.me, who}
    return events[events["source"].isin(sides) & events["target"].isin(sides)]


def _referrals(net: Network, who: str) -> list[dict[str, Any]]:
    """Return who referred me to a person, and what they said; the latest first."""
    events = net.events
    named = events[events["kind"].isin(REFERRALS) & (events["target"] == who)]
    named = named[named["source"] != net.me]
    return [{"date": row.date, "by": _name(net, row.source), "kind": row.kind, "note": row.note}
            for row in named.iloc[::-1].itertuples()]  # fmt: skip


def _shared(net: Network, who: str) -> list[str]:
    """Return what the two of us have in common: employer, school, place, people."""
    mine, theirs = net.people.loc[net.me], net.people.loc[who]
    found = []
    if company_key(mine["company"]) and company_key(mine["company"]) == company_key(
        theirs["company"]
    ):
        found.append(f"You both work at {theirs['company']}.")
    if words(mine["school"]) and words(mine["school"]) == words(theirs["school"]):
        found.append(f"You both have been at {theirs['school']}.")
    if words(mine["location"]) and words(mine["location"]) == words(theirs["location"]):
        found.append(f"You both live in {theirs['location']}.")
    events = net.events
    others = pd.concat([events.loc[events["source"] == who, "target"],
                        events.loc[events["target"] == who, "source"]])  # fmt: skip
    names = [_name(net, p) for p in dict.fromkeys(others) if p and p != net.me]
    if names:
        listed = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
        found.append(f"You both know {listed}.")
    return found


def _contacts(net: Network, who: str) -> list[dict[str, Any]]:
    """Return what has been between us, the latest first."""
    rows = []
    for row in _with(net, who).iloc[::-1].head(MOST_CONTACTS).itertuples():
        what = SAID.get(row.kind, row.kind)
        if row.kind == "asked" and row.about == ANYONE:
            what = "you asked for names"
        elif row.kind == "asked" and row.about:
            what = f"you asked for the way to {_name(net, row.about)}"
        how = FORMS.get(row.channel, row.channel)
        rows.append({"date": row.date, "what": f"{what} {how}".strip(), "note": row.note})
    given = net.events
    given = given[given["kind"].isin(REFERRALS) & (given["source"] == who)]
    rows += [{"date": row.date, "what": f"{row.kind} {_name(net, row.target)}", "note": row.note}
             for row in given.itertuples() if row.target != net.me]  # fmt: skip
    return sorted(rows, key=lambda row: row["date"], reverse=True)


def _colleagues(net: Network, who: str) -> list[dict[str, str]]:
    """Return the others known at the same employer, those talked with first."""
    people = net.people.drop(index=[who, net.me])
    key = company_key(net.people.at[who, "company"])
    if not key:
        return []
    same = people[people["company"].map(company_key) == key]
    events = net.events
    mine = events[(events["source"] == net.me) | (events["target"] == net.me)]

    def those(kinds: tuple[str, ...]) -> set[str]:
        rows = mine[mine["kind"].isin(kinds)]
        return set(rows["source"]) | set(rows["target"])

    talked, asked = those(("met",)), those(("asked",))
    connected = those(("knows", "wrote"))
    how = [("talked with", 0) if p in talked else ("asked", 1) if p in asked
           else ("connected", 2) if p in connected else ("known of", 3)
           for p in same.index]  # fmt: skip
    same = same.assign(how=[word for word, _ in how], order=[place for _, place in how])
    same = same.sort_values(["order", "name"], kind="stable").head(15)
    return [{"name": str(row.name_), "role": row.role, "how": row.how}
            for row in same.rename(columns={"name": "name_"}).itertuples()]  # fmt: skip


def _form(net: Network, who: str) -> str:
    """Return which form of conversation a person prefers, as far as the log tells."""
    past = _with(net, who)
    held = past.loc[(past["kind"] == "met") & past["channel"].isin(list(FORMS)), "channel"]
    if len(held):
        return f"You last talked {FORMS[held.iat[-1]]}; offer that first, and leave the choice."
    agreed = past.loc[(past["kind"] == "agreed") & past["channel"].isin(list(FORMS)), "channel"]
    if len(agreed):
        return f"They agreed to talk {FORMS[agreed.iat[-1]]}."
    return "No form is known yet: offer in person, phone, video or e-mail, and let them choose."
