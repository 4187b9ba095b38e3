"""What happened, written into the user's own log.csv at once and for good.

One entry is one event, with the people who were named in it. The file stays as its owner left it,
is never half written, and several programs may write at the same time. The last entries can be
taken back.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout import _append, _undo
from netscout.errors import NetscoutError, ReadError, UnknownPerson, did_you_mean, fault_list
from netscout.identity import company_key, name_key, url_key
from netscout.readers import dates
from netscout.readers.book import Book
from netscout.readers.folder import LOG_FILE, PEOPLE_FILE, _read
from netscout.readers.layouts import LOG, PEOPLE
from netscout.readers.log import ANYBODY, DETAILS, REFERRAL
from netscout.readers.register import ME, slug
from netscout.schema import ANYONE, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = ("date", "event", "person", "other", "channel", "note")
LOCK = ".netscout.lock"
WAIT = 20
"""Seconds to wait for another program that is writing."""

_DEGREE = re.compile(
    r"(ph\.? ?d|m\.?d|j\.?d|[jsm]r|[bm]f?a|mba|[bm]sc|i{2,3}|iv|esq|cpa|cfa)\.?", re.IGNORECASE
)
TAKES_NAMES = frozenset({"met", "agreed", "declined", "asked", "wrote", "thanked", "updated"})


@dataclass
class _Writing:
    """One entry on its way into the files."""

    folder: Path
    book: Book
    rows: list[dict[str, str]] = field(default_factory=list)
    details: list[dict[str, str]] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def log(
    folder: Any,
    event: str,
    person: str,
    *,
    on: Any = None,
    channel: str = "",
    named: str | Mapping[str, str] | Iterable[str | Mapping[str, str]] = (),
    other: str = "",
    note: str = "",
) -> Any:
    """Append what happened to log.csv in your folder.

    Parameters
    ----------
    folder
        Your folder; log.csv is begun if there is none.
    event
        What happened: a kind of event, such as `asked`, `agreed`, `met`, `named`, `thanked`.
    person
        With whom: a name, an id or a profile address. Somebody not known yet is added.
    on
        The day; today if not given.
    channel
        How: in person, phone, video, email, …
    named
        Whom the person named: `"Lee Ortiz, publicist, Marquee Theatricals"`, several of them
        (also in one text, with `;` between), or a mapping of columns of people.csv. What is new
        about them goes to people.csv.
    other
        The third person of the event; for `asked`, `"anyone"` says that you asked for names.
    note
        Anything to remember. Your notes stay in your folder.

    Returns
    -------
    DataFrame of the rows written, with the columns of log.csv: `date, event, person, other,
    channel, note`. A row that stands in the log already is not written again.
    `attrs["new"]` lists the people not known before; `attrs["said"]` has sentences worth reading.

    Raises
    ------
    UnknownPerson
        More than one person answers to a name, or it is no name.
    NetscoutError
        The event is unknown, a spreadsheet holds the file open, or it cannot be written; nothing
        has been written then.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> rows = log(folder, "met", "Dana Whitlock", on="2026-03-06", channel="phone",
    ...            named="Lee Ortiz, publicist, Marquee Theatricals")
    >>> rows[["event", "person", "other"]].to_numpy().tolist()
    [['met', 'Dana Whitlock', ''], ['named', 'Dana Whitlock', 'Lee Ortiz']]
    >>> undo(folder)
    ['log.csv', 'people.csv']
    """
    kind, day = _kind(event), _day(on)
    names = _people(named)
    if kind in REFERRAL:
        names, other = _people(other) + names, ""
    _check(kind, other, names)
    with _locked(folder) as where:
        writing = _Writing(where, _gathered(where))
        first = {"date": day, "event": kind, "person": _who(writing, person)}
        rest = {"channel": _append.cell(channel).lower(), "note": _append.cell(note)}
        referred = [{"other": _named(writing, facts)} for facts in names]
        if kind in REFERRAL:
            writing.rows = [first | third | rest for third in referred]
        else:
            writing.rows = [first | {"other": _third(writing, kind, other)} | rest]
            blank = {"event": "named", "channel": "", "note": ""}
            writing.rows += [first | blank | third for third in referred]
        if any(row["other"] == row["person"] for row in writing.rows):
            raise UnknownPerson(f"{first['person']!r} stands on both sides; who is the other?")
        return _written(writing)


def undo(folder: Any) -> list[str]:
    """Take back the last entry that `log` wrote, and return the files that it had changed.

    Raises
    ------
    NetscoutError
        There is nothing to take back, or the files have been changed by hand since.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> _ = log(folder, "asked", "Dana Whitlock")
    >>> undo(folder)
    ['log.csv']
    """
    with _locked(folder) as where:
        entries = _undo.history(where)
        while entries:
            changes = entries.pop()
            states = {_undo.state(where / name, change) for name, change in changes.items()}
            if states == {"before"}:  # the writer was stopped before it came to that
                continue
            if "other" in states:
                changed = ", ".join(sorted(changes))
                raise NetscoutError(
                    f"{changed} changed since netscout wrote; delete the last row by hand"
                )
            for name, change in reversed(changes.items()):
                _undo.take_back(where / name, change)
            _undo.keep(where, entries)
            return sorted(changes)
    raise NetscoutError(f"nothing to take back: netscout has written nothing in {folder}")


def _kind(event: str) -> str:
    kind = event.strip().lower()
    if kind not in KINDS:
        raise NetscoutError(
            f"unknown event {event!r}{did_you_mean(kind, KINDS)} (there are {', '.join(KINDS)})"
        )
    return kind


def _day(on: Any) -> str:
    """Return a day as the log writes it."""
    if on is None:
        return date.today().isoformat()  # noqa: DTZ011 - the user's own day is meant
    if isinstance(on, date | datetime):
        return on.strftime("%Y-%m-%d")
    if (number := dates.day(str(on))) is None:
        raise NetscoutError(f"on={on!r} is not one certain day; write it as 2026-03-31")
    return dates.iso(number)


def _check(kind: str, other: str, names: list[dict[str, str]]) -> None:
    if kind in REFERRAL and not names:
        raise NetscoutError(f"{kind!r} needs the person who was {kind}: give `other` or `named`")
    if names and kind not in TAKES_NAMES | REFERRAL:
        raise NetscoutError(f"`named` does not go with {kind!r}; log it as 'named'")
    if kind in ("met", "thanked") and other:
        raise NetscoutError(f"{kind!r} is between the two of you; give `named` for who was named")


def _gathered(folder: Path) -> Book:
    """Return what the files of a folder say; nothing if there are none yet."""
    try:
        return _read(folder, None).book
    except ReadError:
        return Book()


@contextmanager
def _locked(folder: Any) -> Iterator[Path]:
    """Hold a folder for writing; no other netscout writes there meanwhile."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only when something is written

    where = Path(folder)
    if not where.is_dir():
        raise NetscoutError(f"there is no folder {where}; make it with `netscout init {where}`")
    for name in (LOG_FILE, PEOPLE_FILE):
        if (held := where / f".~lock.{name}#").exists():
            raise NetscoutError(
                f"{name} is open in LibreOffice, which would overwrite what is added; close it "
                f"there (after a crash, delete {held.name})"
            )
    try:
        with FileLock(where / LOCK, timeout=WAIT):
            yield where
    except Timeout:
        raise NetscoutError(f"another program has been writing in {where} for long") from None
    except OSError as error:
        raise NetscoutError(f"cannot write in {where}: {error.strerror}") from error


def _who(writing: _Writing, text: str) -> str:
    """Return how the log calls the one person whom a text means; somebody new is noted."""
    text = _append.cell(text)
    register = writing.book.register
    if text.lower() == ME or writing.book.is_me(text, text):
        raise UnknownPerson(f"{text!r} is you; give the other person")
    found = register.find(text)
    if len(found) > 1:
        listed = "; ".join(f"{p} ({register.get(p, 'company') or 'no company'})" for p in found[:5])
        raise UnknownPerson(
            f"{len(found)} people are called {text!r}; give one of the ids: {listed}"
        )
    if found:
        name = register.get(found[0], "name")
        unique = register.find(name) == found and _append.cell(name) == name
        return name if name and unique else found[0]
    if not (url_key(text) or slug(text)):
        raise UnknownPerson(f"{text!r} is not a name")
    register.add(url_key(text) or register.new_id(text), name=text)
    writing.new.append(text)
    known = [name for name in register.columns["name"] if name and name != text]
    writing.said.append(f"{text} was not known before{did_you_mean(text, known)}")
    return text


def _third(writing: _Writing, kind: str, other: str) -> str:
    if not other:
        return ""
    if kind == "asked" and other.strip().lower() in ANYBODY:
        return ANYONE
    return _who(writing, other)


def _people(named: Any) -> list[dict[str, str]]:
    """Return the people named, each as texts by column, `given` as it was written."""
    if isinstance(named, str):
        named = named.split(";")
    elif hasattr(named, "keys"):
        named = [named]
    people = [
        {"given": each.strip()} if isinstance(each, str) else {k: str(each[k]) for k in each}
        for each in named
    ]
    faults = [
        f"{key!r} is no column of people.csv{did_you_mean(key, DETAILS)}"
        for facts in people
        for key in facts
        if key not in (*DETAILS, "given")
    ]
    faults += ["`name` is missing" for facts in people if not facts.get("given", facts.get("name"))]
    if faults and any(facts != {"given": ""} for facts in people):
        raise NetscoutError(fault_list("`named` cannot be understood", faults))
    return [facts for facts in people if facts != {"given": ""}]


def _named(writing: _Writing, facts: dict[str, str]) -> str:
    """Return how the log calls somebody who was named; what is new about them is noted."""
    if "given" in facts:
        facts = _split(writing.book, facts["given"])
    facts = {column: _append.cell(text) for column, text in facts.items() if text.strip()}
    register, company = writing.book.register, company_key(facts.get("company", ""))
    found = register.find(facts["name"])
    known = company_key(register.get(found[0], "company")) if len(found) == 1 else ""
    if company and len(same := register.same_company(found, facts["company"])) == 1:
        facts["name"] = same[0]
    elif company and known and known != company and not url_key(facts["name"]):
        raise UnknownPerson(
            f"{facts['name']!r} is known at {register.get(found[0], 'company')}, not at "
            f"{facts['company']}; if it is the same person, give the id {found[0]}, otherwise add "
            f"the other one to {PEOPLE_FILE}"
        )
    name = _who(writing, facts["name"])
    person = register.find(name)[0]
    news = {c: t for c, t in facts.items() if c != "name" and not register.get(person, c)}
    if news:
        writing.details.append({"name": name} | {c: t for c, t in facts.items() if c != "name"})
    return name


def _split(book: Book, text: str) -> dict[str, str]:
    """Return name, role and company of `Lee Ortiz, publicist, Marquee Theatricals`."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if book.register.find(text) and not book.register.find(parts[0]):
        return {"name": text}  # `Ortiz, Lee`
    if len(parts) > 1 and _DEGREE.fullmatch(parts[1]):
        parts[:2] = [f"{parts[0]}, {parts[1]}"]
    name, *rest = parts or [""]
    role, company = (rest[0] if rest else ""), ", ".join(rest[1:])
    if len(rest) == 1 and " at " in role:
        role, company = (part.strip() for part in role.rsplit(" at ", 1))
    elif len(rest) == 1 and company_key(role) in {
        company_key(known) for known in book.register.columns["company"] if known
    }:
        role, company = "", role
    return {"name": name, "role": role, "company": company}


def _written(writing: _Writing) -> Any:
    """Write the rows and details of an entry, and return what was written."""
    old = {name: _undo.content(writing.folder / name) for name in (LOG_FILE, PEOPLE_FILE)}
    before = old[LOG_FILE] or _append.new_table(COLUMNS)
    rows = _not_yet(writing, before)
    new: dict[str, bytes] = {}
    if details := _undescribed(writing, old[PEOPLE_FILE]):
        table = old[PEOPLE_FILE] or _append.new_table(DETAILS)
        new[PEOPLE_FILE] = _append.with_rows(table, details, PEOPLE, PEOPLE_FILE)
    if rows:
        new[LOG_FILE] = _append.with_rows(before, rows, LOG, LOG_FILE)
    if new:
        entry = {name: _undo.change(old[name], data) for name, data in new.items()}
        _undo.keep(writing.folder, [*_undo.history(writing.folder), entry])
    for name, data in new.items():  # people.csv first: a log that names them comes after
        _append.put(writing.folder / name, data)
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    table.attrs = {"new": writing.new, "said": writing.said}
    return table


def _not_yet(writing: _Writing, data: bytes) -> list[dict[str, str]]:
    """Return the rows that do not stand in the log yet."""
    there = _append.records(data, LOG, LOG_FILE)
    days = dates.days(row["date"] for row in there)
    known = {_fact(row, days[row["date"]]) for row in there}
    rows = [row for row in writing.rows if _fact(row, dates.day(row["date"])) not in known]
    if len(rows) < len(writing.rows):
        writing.said.append(
            f"{len(writing.rows) - len(rows)} rows stand in the log already and were left out"
        )
    return rows


def _fact(row: Mapping[str, str], day: int | None) -> tuple[Any, ...]:
    texts = (row.get(name, "").lower() for name in COLUMNS[1:])
    return (day, *texts)


def _undescribed(writing: _Writing, data: bytes | None) -> list[dict[str, str]]:
    """Return the details of people whom people.csv does not describe yet."""
    there = _append.records(data, PEOPLE, PEOPLE_FILE) if data else []
    keys = {name_key(row.get("name", "") or row.get("person", "")) for row in there}
    ids = {row.get("person", "") for row in there} | {url_key(row.get("url", "")) for row in there}
    rows = []
    for facts in writing.details:
        if name_key(facts["name"]) in keys or facts["name"] in ids:
            writing.said.append(
                f"{facts['name']} has a row in {PEOPLE_FILE}, which was left as it is"
            )
        else:
            rows.append(facts)
    return rows
