"""A network to give away: people under pseudonyms, nothing private, no group of a few.

What is kept is listed here; whatever is not listed is left out. So a column that somebody adds
to people.csv is never given away by accident.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._phrases import CHANNELS
from netscout.assumptions import defaults
from netscout.errors import NetscoutError, did_you_mean
from netscout.growth.groups import one_spelling
from netscout.identity import company_key, pseudonym, words
from netscout.network import Network
from netscout.roles import classify
from netscout.schema import ANYONE
from netscout.seasons import seasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from netscout.assumptions import Assumptions
    from netscout.goal import Goal

ME = "me"
OWNER = "the owner"
WITHHELD = "withheld"
"""What stands in `url` where a person can be written to: that counts, the address does not."""

DATES = ("shift", "week", "keep")
SHORTEST_KEY = 16
_MOST_WEEKS = 104
_COARSE: dict[str, Callable[[str], str]] = {"company": company_key, "role": words, "school": words}
_OWN = {"company": "company", "employers": "company", "school": "school", "schools": "school"}
"""Columns of the owner that say where they belong, and of which column these are values."""


def share(
    net: Network, *, key: str | bytes | None = None, floor: int = 5, dates: str = "shift"
) -> Network:
    """Return a pseudonymous copy of a network, to be given to somebody else.

    What goes: names, e-mail and profile addresses, places, tags, notes, where rows were read
    from, every further column, the rules and letters of your own, your seasons, `net.imports`.
    What stays: who has to do with whom, how and when; so `waves`, `growth`, `funnel` and `odds`
    say what they said before, as far as they need no column that was taken. `reach` and
    `ask_next` toss their coins anew, and tags such as `leave alone` are gone.

    **It is not anonymous.** Whoever knows a part of your network (who named whom, in which order,
    how many) may find people again by the pattern of their ties. Give it to people you trust, for
    one purpose, and never publish it.

    Parameters
    ----------
    net
        The network.
    key
        Your secret, of 16 characters or more, e.g. `secrets.token_hex(16)`. With the same key a
        person has the same pseudonym in every copy, and dates are moved alike; whoever has it can
        test whether a name is in the copy, so keep it. Without one every copy is unlike all
        others, and there is no way back.
    floor
        No company, title or school is shown, alone or together, of fewer people than this. Rare
        titles become their family (`marketing`) where that is of enough people, else nothing. Your
        own are shown where enough others share them. 1 keeps all of them. What all of a group have
        in common is still told of each of them.
    dates
        `"shift"` moves all dates back by one secret number of whole weeks, 1 to 104: days of the
        week and the days between two events stay, and so do all answers; only seasons and holidays
        no longer fit, and who knows the date of one event knows them all. `"week"` also puts every
        event on the Monday of its week, which blurs how long answers take. `"keep"` keeps them.

    Returns
    -------
    Network owned by `me`. Ids and names of people are pseudonyms such as `p-00f3…`; `url` is
    `withheld` where you can write to somebody; `gone`, and the chances that a graph brought along,
    are kept. The goal keeps the companies, titles and schools that are still shown.

    Raises
    ------
    NetscoutError
        The key is short, the floor is not positive, or `dates` is none of the above.

    Examples
    --------
    >>> import netscout as ns
    >>> net = ns.example()
    >>> copy = ns.share(net, key="a secret of my own")
    >>> ns.waves(copy).equals(ns.waves(net)), "Dana Whitlock" in set(copy.people["name"])
    (True, False)
    """
    _check(floor, dates)
    secret = _secret(key)
    people, move = net.people, _mover(secret, dates)
    names = {person: pseudonym(secret, person) for person in people.index} | {net.me: ME}
    coarse = _coarse(people.drop(net.me), floor)
    shared = _people(people, names, coarse, move)
    shared.loc[ME, "name"] = OWNER
    for column, text in _of_owner(people.loc[net.me], coarse).items():
        shared[column] = shared.get(column, pd.Series("", shared.index))
        shared.loc[ME, column] = text
    return Network(
        shared,
        _events(net.events, names, secret, move),
        ME,
        goal=_goal(net, names, coarse, move),
        assumptions=_assumptions(net.assumptions, coarse),
    )


def _check(floor: int, dates: str) -> None:
    if floor < 1:
        raise NetscoutError(f"floor must be 1 or more, not {floor}")
    if dates not in DATES:
        raise NetscoutError(
            f"dates is {', '.join(map(repr, DATES))}; not {dates!r}{did_you_mean(dates, DATES)}"
        )


def _secret(key: str | bytes | None) -> bytes:
    """Return the key as bytes, a random one if none is given."""
    if key is None:
        return secrets.token_bytes(32)
    if len(key) < SHORTEST_KEY:
        raise NetscoutError(
            f"the key has {len(key)} characters, and a short one is soon guessed: give "
            f"{SHORTEST_KEY} or more, for example secrets.token_hex(16), and keep it"
        )
    return key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key


def _mover(secret: bytes, dates: str) -> Callable[[Any], Any]:
    """Return what moves a column of dates."""
    number = int.from_bytes(hmac.digest(secret, b"dates", "sha256")[:8], "big")
    weeks = 0 if dates == "keep" else 1 + number % _MOST_WEEKS

    def move(days: Any) -> Any:
        moved = days - pd.Timedelta(weeks=weeks)
        if dates == "week":
            moved -= pd.to_timedelta(moved.dt.day_of_week, unit="D")
        return moved

    return move


# --- people --------------------------------------------------------------------------------------


def _coarse(people: Any, floor: int) -> Any:
    """Return company, role and school of everybody, blank where too few share them."""
    school = people["school"].str.split(";").str[0].str.strip()
    told = people.assign(school=school)[list(_COARSE)]
    for column, key in _COARSE.items():
        told[column] = one_spelling(told[column], key).astype("str")
    if floor == 1:
        return told
    title = _often(told["role"], floor)
    family = people["role"].map({text: classify(text).family for text in people["role"].unique()})
    told["role"] = title.where(title != "", family)
    for column in reversed(told.columns):
        told[column] = _often(told[column], floor)
    # Alone each is of enough people; now together, from the least useful column on.
    for column in ("school", "role", "company"):
        together = told.groupby(list(told.columns))[column].transform("size")
        told[column] = told[column].mask(together < floor, "")
    return told


def _often(texts: Any, floor: int) -> Any:
    """Return a column without the texts that stand fewer than `floor` times."""
    return texts.where(texts.map(texts.value_counts()) >= floor, "")


def _people(people: Any, names: dict[str, str], coarse: Any, move: Callable[[Any], Any]) -> Any:
    """Return the people table under pseudonyms; its order says nothing but who the owner is."""
    shared = coarse.reindex(people.index, fill_value="")
    shared["name"] = people.index.map(names)
    addressed = (people["email"] != "") | (people["url"] != "")
    shared["url"] = addressed.map({True: WITHHELD, False: ""})
    if "gone" in people.columns:
        gone = pd.to_datetime(people["gone"], errors="coerce", format="ISO8601")
        shared["gone"] = move(gone).dt.strftime("%Y-%m-%d").fillna("")
    if "talk" in people.columns:
        shared["talk"] = pd.to_numeric(people["talk"], errors="coerce")
    shared.index = pd.Index(people.index.map(names), name="person", dtype="str")
    return pd.concat([shared.loc[[ME]], shared.drop(ME).sort_index()])


def _of_owner(owner: Any, coarse: Any) -> dict[str, str]:
    """Return where the owner belongs, as far as enough others are shown to belong there too."""
    told = {}
    for column, of in _OWN.items():
        shown, key = _shown(coarse, of), _COARSE[of]
        parts = map(key, str(owner.get(column) or "").split(";"))
        if text := "; ".join(dict.fromkeys(shown[part] for part in parts if part in shown)):
            told[column] = text
    return told


def _shown(coarse: Any, column: str) -> dict[str, str]:
    """Return the texts of a column that are shown, by their key."""
    return {_COARSE[column](text): text for text in coarse[column].unique() if text}


# --- events, goal, chances -----------------------------------------------------------------------


def _events(events: Any, names: dict[str, str], secret: bytes, move: Callable[[Any], Any]) -> Any:
    """Return the events under pseudonyms; hidden members keep what tells one from another."""
    names = names | {"": "", ANYONE: ANYONE}
    about = {text: names.get(text) or pseudonym(secret, text) for text in events["about"].unique()}
    hidden = events["target"] == ""
    channel = events["channel"]
    shared = pd.DataFrame({
        "date": move(events["date"]),
        "kind": events["kind"],
        "source": events["source"].map(names),
        "target": events["target"].map(names),
        "about": events["about"].map(about | {"": ""}),
        "channel": channel.where(channel.isin(list(CHANNELS)), ""),
        "origin": ("hidden " + hidden.cumsum().astype("str")).where(hidden, ""),
    })  # fmt: skip
    for column in {"chance", "one_way"} & set(events.columns):
        shared[column] = pd.to_numeric(events[column], errors="coerce")
    return shared


def _goal(
    net: Network, names: dict[str, str], coarse: Any, move: Callable[[Any], Any]
) -> Goal | None:
    """Return the goal without what is no longer shown; None if nothing of it is left."""
    goal = net.goal
    if goal is None:
        return None
    companies = tuple(text for text in _shown(coarse, "company").values() if goal.of_company(text))
    schools = tuple(text for text in _shown(coarse, "school").values() if goal.of_school(text))
    titles = list(_shown(coarse, "role").values())
    roles = tuple(title for title in titles if goal.of_role(title))
    known = set(names.values())
    people = tuple(p for p in goal.renamed(net.people, names).people if p in known)
    if not (companies or roles or schools or people):
        return None
    by = None if goal.by is None else move(pd.Series([pd.Timestamp(goal.by)])).iat[0].date()
    return replace(goal, companies=companies, roles=roles, schools=schools, people=people, by=by)


def _assumptions(assumed: Assumptions, coarse: Any) -> Assumptions:
    """Return the numbers assumed in netscout's own words, and the sizes of what is shown."""
    plain = defaults()
    entries = {
        name: entry
        if (assumed[name].a, assumed[name].b) == (entry.a, entry.b)
        else replace(entry, a=assumed[name].a, b=assumed[name].b, tag="yours", source="changed")
        for name, entry in plain.entries.items()
    }
    shown = _shown(coarse, "company")
    sizes = {
        shown[key]: size
        for company, size in assumed.company_size.items()
        if (key := company_key(company)) in shown
    }
    return replace(assumed, entries=entries, company_size=sizes, calendar=seasons())
