"""Drafts of the short letters around a conversation, out of the user's own files.

A draft is under 100 words, names the connection, and never asks for a job: you ask to learn. It
says nothing that the files do not know; what only you know stands in [brackets].
"""

from __future__ import annotations

import re
import string
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.errors import NetscoutError, did_you_mean
from netscout.identity import find, words
from netscout.relations import moment
from netscout.schema import REFERRALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netscout.network import Network

MOST_WORDS = 100
KINDS = ("request", "introduction", "confirmation", "thanks", "nudge", "update")

_FOR_A_JOB = re.compile(
    r"\b(hir(?:e|es|ed|ing)\b|job (?:open|offer|search|posting|vacanc|application)\w*"
    r"|(?:a|any|the|for|your) (?:open )?(?:job|vacancy)\b|(?:any|job|current) openings?\b"
    r"|vacanc\w+|(?:employ|consider|refer|recommend) me\b"
    r"|my (?:cv|c\.v\.|r[eé]sum[eé]|application|candidacy)\b"
    r"|(?:cv|r[eé]sum[eé]) (?:is )?attached|attach\w* (?:is )?(?:my |a )?(?:cv|r[eé]sum[eé])\b"
    r"|(?:apply|applying) (?:for|to|at|with)\b|internships?\b|put in a (?:good )?word"
    r"|(?:open|available|suitable) (?:positions?|roles?)|(?:positions?|roles?) (?:available|open)"
    r"|looking for (?:a |an )?(?:\w+ )?(?:job|work|position|role|employment)\b"
    r"|join your (?:team|company)|work (?:for|with) (?:you|your company)\b)",
    re.IGNORECASE,
)
_CONNECTION = re.compile(
    r"\b(suggest(?:ed|s|ion)?|introduced|mentioned|referred|sent me|we (?:talked|spoke|met)"
    r"|you (?:spoke of|know|sent)|both (?:have been|went|were|studied)|fellow|alum\w*"
    r"|our conversation|the conversation|to talk with me|we are connected)",
    re.IGNORECASE,
)
_HOW = {
    "in person": " in person",
    "phone": " by phone",
    "video": " by video",
    "email": " by e-mail",
}


@cache
def _templates() -> dict[str, Any]:
    return tomllib.loads(files("netscout").joinpath("drafts.toml").read_text("utf-8"))


def draft(
    net: Network,
    person: str,
    *,
    kind: str = "request",
    via: str = "",
    on: Any = None,
    templates: Mapping[str, Any] | None = None,
) -> str:
    """Draft a short letter to a person, filled only with facts from the user's files.

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
        Who is asked for the introduction; who named the person to you, if not given.
    on
        The day from which to look, as if nothing later were known; the last event's when not given.
    templates
        Your own instead of those of `drafts.toml`, by kind: `subject` and `parts`.

    Returns
    -------
    A text: the subject in its first line, then the letter, of at most 100 words.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to a name.
    NetscoutError
        There is no such kind, nobody to ask for the introduction, or a template is at fault.

    Examples
    --------
    >>> import netscout as ns
    >>> print(draft(ns.example(), "Dana Whitlock", kind="nudge").splitlines()[0])
    Subject: Once more, and then I leave you in peace
    """
    known = {**_templates(), **(templates or {})}
    if kind not in known:
        raise NetscoutError(
            f"there is no draft {kind!r}{did_you_mean(kind, known)} (there are {', '.join(known)})"
        )
    net, _day = moment(net, on)
    facts = _facts(net, find(net.people, person), find(net.people, via) if via else "")
    if kind == "introduction" and not facts["via_first"]:
        raise NetscoutError(
            f"nobody has named {facts['name']} to you; say with `via` who is asked to introduce you"
        )
    try:
        subject = _first_known(known[kind]["subject"], facts)
        parts = [_first_known(lines, facts) for lines in known[kind]["parts"]]
    except (KeyError, TypeError, ValueError) as error:
        raise NetscoutError(
            f"the template {kind!r} needs `subject` and `parts`, lists of texts with known facts "
            f"in braces ({error})"
        ) from error
    first, *middle, last = [part for part in parts if part] or ["", ""]
    return f"Subject: {subject}\n\n{first}\n\n{' '.join(middle)}\n\n{last}\n"


def check_draft(text: str, *, kind: str = "request") -> list[str]:
    """Tell what is wrong with a letter, as edited: a sentence each, none if all is well.

    It is too long, asks for a job, names no connection, or still has a gap in [brackets].

    Examples
    --------
    >>> check_draft("Dear Dana, Lee Ortiz suggested that I write. Are you hiring?")
    ["It asks for a job ('hiring'): ask to learn instead."]
    """
    subject, body = _apart(text)
    faults = []
    count = len(body.split())
    if count > MOST_WORDS:
        faults.append(f"It has {count} words; {MOST_WORDS} are the most that gets read.")
    if found := _FOR_A_JOB.search(f"{subject}\n{body}"):
        faults.append(f"It asks for a job ({found[0]!r}): ask to learn instead.")
    if kind != "confirmation" and not _CONNECTION.search(f"{subject}\n{body}"):
        faults.append("It names no connection: say who suggested it, or what you share.")
    faults += [f"Fill in {gap}." for gap in re.findall(r"\[[^\]\n]+\]", body)]
    return faults


def _apart(text: str) -> tuple[str, str]:
    """Return subject and body of a letter."""
    if text.startswith("Subject: "):
        subject, _, body = text.partition("\n")
        return subject.removeprefix("Subject: "), body
    return "", text


def _first_known(lines: list[str], facts: Mapping[str, str]) -> str:
    """Return the first line whose every fact is known, filled in; `""` if there is none."""
    for line in lines:
        needed = {name for _t, name, _s, _c in string.Formatter().parse(line) if name}
        if unknown := needed - facts.keys():
            raise KeyError(f"unknown fact {min(unknown)}")
        if all(facts[name] for name in needed - {"met_how"}):
            return line.format(**facts)
    return ""


def _facts(net: Network, who: str, via: str) -> dict[str, str]:
    """Return every fact a template may name; one that is not known is `""`."""
    people, events, me = net.people, net.events, net.me
    person, mine = people.loc[who], people.loc[me]
    sides = {me, who}
    ours = events[events["source"].isin(sides) & events["target"].isin(sides)]
    met, asked = (
        ours[ours["kind"] == "met"],
        ours[(ours["kind"] == "asked") & (ours["about"] == "")],
    )
    referred = events[events["kind"].isin(REFERRALS) & (events["source"] != me)]
    by = referred[referred["target"] == who]
    given = referred[(referred["source"] == who) & (referred["target"] != me)]
    referrer = by["source"].iat[-1] if len(by) else ""
    since = met["date"].iat[-1] if len(met) else pd.Timestamp.min
    third, third_on = _third(events, me, given)
    shared = words(mine["school"]) and words(mine["school"]) == words(person["school"])

    def name(one: str) -> str:
        return str(people["name"].get(one, "")) or one

    return {
        "name": name(who), "first": _first(name(who)), "role": person["role"],
        "company": person["company"], "me": mine["name"] or me, "my_school": mine["school"],
        "school": person["school"] if shared else "", "field": _field(net),
        "referrer": name(referrer), "referrer_first": _first(name(referrer)),
        "said": by["note"].iat[-1] if len(by) else "",
        "met_on": _date(met["date"]), "asked_on": _date(asked["date"]),
        "met_how": _HOW.get(met["channel"].iat[-1], "") if len(met) else "",
        "connected": "We are connected" if (ours["kind"] == "knows").any() else "",
        "their_names": _listed([name(one) for one in given.loc[given["date"] >= since, "target"]]),
        "third": name(third), "third_on": third_on, "via_first": _first(name(via or referrer)),
    }  # fmt: skip


def _third(events: Any, me: str, given: Any) -> tuple[str, str]:
    """Return the last person of some referrals with whom I have talked since, and the day."""
    talks = events[
        (events["kind"] == "met") & ((events["source"] == me) | (events["target"] == me))
    ]
    talks = talks.assign(other=talks["source"].where(talks["source"] != me, talks["target"]))
    both = given.merge(talks, left_on="target", right_on="other", suffixes=("", "_met"))
    both = both[both["date_met"] >= both["date"]].sort_values("date_met", kind="stable")
    return (both["other"].iat[-1], _date(both["date_met"])) if len(both) else ("", "")


def _first(name: str) -> str:
    """Return how to address somebody of this name."""
    return name.strip().split(maxsplit=1)[0] if name.strip() else ""


def _field(net: Network) -> str:
    roles = net.goal.roles if net.goal else ()
    return str(roles[0]).lower() if roles else ""


def _date(dates: Any) -> str:
    return f"{dates.iat[-1].day} {dates.iat[-1]:%B}" if len(dates) else ""


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(names))[:3]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
