"""Drafts of the short letters around a conversation, out of the user's own files.

A draft is under 100 words, names the connection, and never asks for a job: you ask to learn. It
says nothing that the files do not know; what only you know stands in [brackets].
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._phrases import fill, first_name, how, listed
from netscout.courtesy import letters
from netscout.errors import NetscoutError, did_you_mean
from netscout.identity import company_key, find, words
from netscout.relations import moment
from netscout.schema import KEEP_BACK, MAY_NAME, REFERRALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.network import Network

MOST_WORDS = 100
MOST_NAMES = 3
TAKEN_FOR_GRANTED = {
    "confirmation": ("agreed", "an agreement with"),
    "thanks": ("met", "a conversation with"),
    "nudge": ("asked", "an earlier letter to"),
}
"""Letter → the kind of event that it follows, and how a sentence calls it."""
YEAR_IS_PLAIN = pd.Timedelta(days=300)
"""A date as far back as this wants its year."""

_FOR_A_JOB = re.compile(
    r"\b(?:"
    r"(?:are|is|if) (?:you|your \w+|\w+) (?:now |currently |still )?(?:hiring|recruiting)"
    r"|hire me|(?:to|be|get) hired|hiring (?:now|at the moment|manager)"
    r"|job (?:open|offer|search|posting|hunt|vacanc|application|opportunit)\w*"
    r"|(?:an?|any|the|for|new|first|find|need|want|seek\w*) (?:open |entry[- ]level )?jobs?"
    r"|vacanc\w+|(?:any|job|current|suitable) (?:openings?|vacanc\w+)"
    r"|(?:employ|consider) me|(?:refer|recommend) me (?:for|to (?:hr|your|the)\b)"
    r"|my (?:cv|c\.v\.|r[eé]sum[eé]|application|candidacy)"
    r"|(?:cv|r[eé]sum[eé]) (?:is )?(?:attached|enclosed)"
    r"|(?:attach|enclos)\w* (?:is |please find )?(?:my |a |the )?(?:cv|r[eé]sum[eé])"
    r"|(?:apply|applying|application) (?:for|to|at|with)\b(?! (?:my|their|his|her) (?:life|own))"
    r"|(?:an?|any|the|summer|unpaid|paid) internships?|put in a (?:good )?word"
    r"|(?:open|available|suitable|vacant) (?:positions?|roles?|posts?)"
    r"|(?:positions?|roles?|posts?) (?:is |are )?(?:available|open|vacant)"
    r"|looking for (?:an? |new )?(?:\w+ )?(?:job|work|position|role|employment)"
    r"|join (?:you|your (?:team|company))|(?:to|could i|can i) work (?:for|with|at) you"
    r")\b",
    re.IGNORECASE,
)
_CONNECTED = re.compile(
    r"\bwe (?:are (?:already )?connected|(?:last |have )?(?:talked|spoke|spoken|met))\b"
    r"|\b(?:agree\w* to (?:talk|speak|meet)|talking|speaking|meeting) with me\b"
    r"|\bour (?:last )?(?:conversation|talk|call|meeting)\b",
    re.IGNORECASE,
)


def draft(net: Network, person: str, kind: str, *, via: str = "", on: Any = None) -> str:
    """Draft a short letter to a person, filled only with facts from the user's files.

    The letters are those of `drafts.toml`, or of the section `[drafts]` of your netscout.toml
    (`net.courtesy`).

    Parameters
    ----------
    net
        The network.
    person
        To whom; for an introduction, whom you would like to meet.
    kind
        `request` for a conversation, `introduction` with a paragraph to forward, `confirmation`
        that offers several forms, `thanks`, `nudge` after silence, or `update` to a referrer.
    via
        Who is asked for the introduction. If not given, who named the person to you last, else
        whom you have talked with last at the same employer.
    on
        The day from which to look, as if nothing later were known; the last event's when not given.

    Returns
    -------
    A text: the subject in its first line, then the letter, of at most 100 words. What the files do
    not know and only you can say stands in [brackets].

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to a name.
    NetscoutError
        There is no such kind, nobody to ask for the introduction, or the letter would be to you.

    Examples
    --------
    >>> import netscout as ns
    >>> print(ns.draft(ns.example(), "Dana Whitlock", "request").splitlines()[0])
    Subject: Mei Silvestrin suggested that I write to you
    """
    letter = net.courtesy.letters[_known(kind)]
    net, day = moment(net, on)
    who = find(net.people, person)
    if who == net.me:
        raise NetscoutError("this is you: give somebody else to write to")
    through = _through(net, who, via) if kind == "introduction" else ""
    facts = _facts(net, who, through, day)
    return f"Subject: {fill(letter.subject, facts)}\n\n{_laid_out(letter.text, facts)}\n"


def missing_steps(net: Network, person: str, kind: str, *, on: Any = None) -> list[str]:
    """Tell what a letter takes for granted though the files know nothing of it, a sentence each.

    Parameters
    ----------
    net
        The network.
    person, kind
        To whom, and which letter; as `draft` has them.
    on
        The day from which to look, as `draft` has it.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to `person`.

    Examples
    --------
    >>> import netscout as ns
    >>> missing_steps(ns.example(), "Dana Whitlock", "thanks")
    ['It speaks of a conversation with Dana Whitlock, but your log has no `met`: is it missing?']
    """
    step, what = TAKEN_FOR_GRANTED.get(kind, ("", ""))
    net, _day = moment(net, on)
    who = find(net.people, person)
    ours = _ours(net, who)
    if not step or (ours["kind"] == step).any():
        return []
    return [f"It speaks of {what} {_names(net)(who)}, but your log has no `{step}`: is it missing?"]


def _known(kind: str) -> str:
    kinds = letters()
    if kind not in kinds:
        raise NetscoutError(
            f"there is no draft {kind!r}{did_you_mean(kind, kinds)} (there are {', '.join(kinds)})"
        )
    return kind


def _laid_out(text: str, facts: Mapping[str, str]) -> str:
    """Return a letter filled in: its lines joined to paragraphs."""
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line for raw in paragraph.splitlines() if (line := fill(raw, facts))]
        paragraphs.append(re.sub(r"(?<!,)\n", " ", "\n".join(lines)))
    return "\n\n".join(filter(None, paragraphs))


def check_draft(net: Network, person: str, text: str) -> list[str]:
    """Tell what is wrong with a letter, as edited: a sentence each, none if all is well.

    It is too long, asks for a job, names no connection that your files know, or still has a gap in
    [brackets]. The check looks for words: it finds what is commonly written, and cannot read minds.

    Parameters
    ----------
    net
        The network.
    person
        To whom the letter goes; for an introduction, whom you would like to meet.
    text
        The letter; its first line may be the subject (`Subject: ...`), which is not counted.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to `person`.

    Examples
    --------
    >>> import netscout as ns
    >>> letter = "Dear Dana, Mei Silvestrin suggested that I write. Are you hiring?"
    >>> ns.check_draft(ns.example(), "Dana Whitlock", letter)
    ["It asks for a job ('Are you hiring'): ask to learn instead."]
    """
    who = find(net.people, person)
    subject, body = _apart("\n".join(text.splitlines()))
    faults = []
    count = len(body.split())
    if count > MOST_WORDS:
        faults.append(f"It has {count} words; {MOST_WORDS} are the most that gets read.")
    if found := _FOR_A_JOB.search(f"{subject}\n{body}"):
        faults.append(f"It asks for a job ({found[0]!r}): ask to learn instead.")
    gaps = re.findall(r"\[[^\]\n]+\]", f"{subject}\n{body}")
    if not any(gap.startswith("[wh") for gap in gaps):  # [whom], [where]: the gap is told anyway
        after_greeting = body.strip().split(",\n", 1)[-1]
        faults += _unconnected(net, who, f"{subject}\n{after_greeting}")
    return faults + [f"Fill in {gap}." for gap in dict.fromkeys(gaps)]


def _apart(text: str) -> tuple[str, str]:
    """Return subject and body of a letter."""
    if text.startswith("Subject: "):
        subject, _, body = text.partition("\n")
        return subject.removeprefix("Subject: "), body
    return "", text


def _unconnected(net: Network, who: str, text: str) -> list[str]:
    """Return a sentence if a letter names nothing that connects the two, as far as files know."""
    name = _names(net)
    bridges = [name(one) for one in _bridges(net, who)]
    person, mine = net.people.loc[who], net.people.loc[net.me]
    shared = [person[c] for c in ("school", "company")
              if words(person[c]) and words(person[c]) == words(mine[c])]  # fmt: skip
    said = f" {words(text)} "
    full = [name(who)] if len(words(name(who)).split()) > 1 else []  # an introduction names them
    known = [*bridges, *map(first_name, bridges), *shared]
    if any(f" {words(one)} " in said for one in [*known, *full] if words(one)):
        return []
    if _CONNECTED.search(text) and len(_ours(net, who)):
        return []
    if known:
        about = f"{bridges[0]} could be named" if bridges else f"you share {shared[0]}"
        return [f"It names no connection: {about}."]
    return ["It names no connection that your files know: say who or what leads you to them."]


def _names(net: Network) -> Any:
    names = net.people["name"]
    return lambda one: str(names.get(one, "")) or one


def _ours(net: Network, who: str) -> Any:
    """Return what has been between a person and me."""
    events, sides = net.events, {net.me, who}
    return events[events["source"].isin(sides) & events["target"].isin(sides)]


def _referred(net: Network) -> Any:
    """Return the referrals that others have made, oldest first."""
    events = net.events
    return events[events["kind"].isin(REFERRALS) & (events["source"] != net.me)]


def _not_to_be_named(net: Network) -> set[str]:
    """Return who has said, when we last talked of it, that I may not tell who sent me."""
    events = net.events
    said = events["note"].str.contains(f"{MAY_NAME}|{KEEP_BACK}")
    talks = events[(events["kind"] == "met") & said]
    other = talks["source"].where(talks["source"] != net.me, talks["target"])
    last = dict(zip(other, talks["note"], strict=True))
    return {person for person, note in last.items() if KEEP_BACK in note}


def _bridges(net: Network, who: str) -> list[str]:
    """Return who stands between a person and me: referrers, the latest first; whom they named."""
    referred = _referred(net)
    to = referred.loc[referred["target"] == who, "source"].iloc[::-1]
    of = referred.loc[(referred["source"] == who) & (referred["target"] != net.me), "target"]
    return list(dict.fromkeys([*to, *of]))


def _through(net: Network, who: str, via: str) -> str:
    """Return who is asked for an introduction."""
    if via:
        found = find(net.people, via)
        if found in (who, net.me):
            raise NetscoutError("`via` is a third person, who knows the one you would like to meet")
        return found
    referred = _referred(net)
    named = referred.loc[referred["target"] == who, "source"]
    if len(named):
        return str(named.iat[-1])
    events, me = net.events, net.me
    met = events[(events["kind"] == "met") & ((events["source"] == me) | (events["target"] == me))]
    others = met["source"].where(met["source"] != me, met["target"])
    employer = company_key(net.people.at[who, "company"])
    keys = net.people["company"].reindex(others).map(company_key).tolist()
    pairs = zip(others, keys, strict=True)
    same = [one for one, key in pairs if one != who and employer and key == employer]
    if not same:
        raise NetscoutError(
            f"nobody has named {_names(net)(who)} to you, and you have talked with nobody at the "
            "same employer; say with `via` (--via) who is asked to introduce you"
        )
    return str(same[-1])


def _facts(net: Network, who: str, via: str, day: Any) -> dict[str, str]:
    """Return every fact that a letter may name; one that is not known is `""`."""
    people, name, ours = net.people, _names(net), _ours(net, who)
    person, mine = people.loc[who], people.loc[net.me]
    met = ours[ours["kind"] == "met"]
    asked = ours[(ours["kind"] == "asked") & (ours["about"] == "")]
    asked = asked[asked["date"] >= (met["date"].iat[-1] if len(met) else pd.Timestamp.min)]
    referred = _referred(net)
    by = referred[(referred["target"] == who) & ~referred["source"].isin(_not_to_be_named(net))]
    given = referred[(referred["source"] == who) & (referred["target"] != net.me)]
    referrer = name(by["source"].iat[-1]) if len(by) else ""
    third = _third(net, given)
    employer, school = company_key(person["company"]), words(person["school"])
    facts = {
        "first": first_name(name(who)), "name": name(who), "role": person["role"],
        "company": person["company"] if employer else "",
        "referrer": referrer, "referrer_first": first_name(referrer),
        "school": person["school"] if school and school == words(mine["school"]) else "",
        "connected": "We are connected" if (ours["kind"] == "knows").any() else "",
        "my_school": mine["school"], "me": name(net.me), "the_work": _the_work(net, person["role"]),
        "i_am": "" if len(met) else _i_am(name(net.me), mine["school"]),
        "met_on": _date(met, day), "how": how(_channel(met)), "asked_on": _date(asked, day),
        "their_names": listed(_to_write_to(net, given, met), most=MOST_NAMES),
        "third": name(third["other"].iat[-1]) if len(third) else "",
        "third_on": _date(third, day), "third_how": how(_channel(third)),
        "via_first": first_name(name(via)) if via else "",
        "via_named": name(who) if (by["source"] == via).any() else "",
        "via_company": _shared_employer(people, who, via),
    }  # fmt: skip
    facts["third_first"] = first_name(facts["third"])
    return facts


def _shared_employer(people: Any, who: str, via: str) -> str:
    company = people.at[who, "company"]
    same = via and company_key(company) == company_key(people.at[via, "company"])
    return str(company) if same and company_key(company) else ""


def _third(net: Network, given: Any) -> Any:
    """Return my conversations with people that somebody named to me, oldest first."""
    events, me = net.events, net.me
    talks = events[
        (events["kind"] == "met") & ((events["source"] == me) | (events["target"] == me))
    ]
    talks = talks.assign(other=talks["source"].where(talks["source"] != me, talks["target"]))
    first = given.groupby("target")["date"].min()
    named = first.reindex(talks["other"]).to_numpy("datetime64[us]")
    return talks[talks["date"].to_numpy("datetime64[us]") >= named]


def _to_write_to(net: Network, given: Any, met: Any) -> list[str]:
    """Return whom somebody named in or after our last talk, and whom I have not approached yet."""
    events = net.events
    tried = events[(events["source"] == net.me) & events["kind"].isin(["asked", "met"])]
    fresh = given[~given["target"].isin(tried["target"])]
    since = met["date"].iat[-1] if len(met) else pd.Timestamp.min
    return [_names(net)(one) for one in fresh.loc[fresh["date"] >= since, "target"]]


def _i_am(name: str, school: str) -> str:
    return f"My name is {name}, from {school}" if school else f"My name is {name}"


def _the_work(net: Network, role: str) -> str:
    """Return the work that is asked about: that of a role of the goal, if the person has it."""
    title = f" {words(role)} "
    for wanted in net.goal.roles if net.goal else ():
        if words(wanted) and f" {words(wanted)} " in title:
            plain = wanted.lower()
            an = plain[0] in "aeiou" and not plain.startswith(("uni", "use", "eu", "one"))
            return f"the work of {'an' if an else 'a'} {plain}"
    return "work in your field"


def _channel(events: Any) -> str:
    return str(events["channel"].iat[-1]) if len(events) else ""


def _date(events: Any, day: Any) -> str:
    """Return the date of the last of some events as a letter has it."""
    if not len(events):
        return ""
    last = events["date"].iat[-1]
    return f"{last.day} {last:%B}" + (f" {last.year}" if day - last > YEAR_IS_PLAIN else "")
