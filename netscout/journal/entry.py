"""One entry of the journal: the rows of what happened, written into log.csv and people.csv."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._phrases import counted, unknown_channel
from netscout.errors import NetscoutError, ReadError, UnknownPerson, did_you_mean
from netscout.identity import name_key, url_key
from netscout.journal.files import content, locked, put
from netscout.journal.history import change, history, keep
from netscout.journal.people import Writing, people_given
from netscout.journal.table import cell, new_table, records, with_rows
from netscout.readers import dates
from netscout.readers.book import Book
from netscout.readers.finding import LOG_FILE, PEOPLE_FILE
from netscout.readers.folder import gathered
from netscout.readers.forgotten import read_forgotten
from netscout.readers.layouts import LOG, PEOPLE
from netscout.readers.log import DETAILS, REFERRAL
from netscout.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = ("date", "event", "person", "other", "channel", "note")
TAKES_NAMES = frozenset({"met", "agreed", "declined", "asked", "wrote", "thanked", "updated"})


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
    >>> import netscout as ns
    >>> folder = tempfile.mkdtemp()
    >>> rows = ns.log(folder, "met", "Dana Whitlock", on="2026-03-06", channel="phone",
    ...               named="Lee Ortiz, publicist, Marquee Theatricals")
    >>> rows[["event", "person", "other"]].to_numpy().tolist()
    [['met', 'Dana Whitlock', ''], ['named', 'Dana Whitlock', 'Lee Ortiz']]
    >>> ns.undo(folder)
    ['log.csv', 'people.csv']
    """
    with writing_in(folder) as entry:
        add(entry, event, person, on=on, channel=channel, named=named, other=other, note=note)
        return written(entry)


@contextmanager
def writing_in(folder: Any) -> Iterator[Writing]:
    """Hold a folder, and begin an entry that knows what its files say."""
    with locked(folder) as where:
        yield Writing(where, _known(where), read_forgotten(where))


def add(
    entry: Writing,
    event: str,
    person: str,
    *,
    on: Any = None,
    channel: str = "",
    named: Any = (),
    other: str = "",
    note: str = "",
) -> None:
    """Add the rows of one event to an entry; the options are those of `log`."""
    kind, day, names = _kind(event), _day(on), people_given(named)
    if kind in REFERRAL:
        names, other = people_given(other) + names, ""
    _check(kind, other, names)
    first = {"date": day, "event": kind, "person": entry.who(person)}
    rest = {"channel": cell(channel).lower(), "note": cell(note)}
    if what := unknown_channel(rest["channel"]):
        entry.said.append(what)
    referred = [{"other": entry.named(facts)} for facts in names]
    if kind in REFERRAL:
        rows = [first | third | rest for third in referred]
    else:
        blank = {"event": "named", "channel": "", "note": ""}
        rows = [first | {"other": entry.third(kind, other)} | rest]
        rows += [first | blank | third for third in referred]
    if any(row["other"] == row["person"] for row in rows):
        raise UnknownPerson(f"{first['person']!r} stands on both sides; who is the other?")
    entry.rows += rows


def whom(folder: Any, person: str) -> tuple[str, list[str]]:
    """Return how the log would call a person, and what is worth saying; nothing is written."""
    entry = Writing(Path(folder), _known(Path(folder)), read_forgotten(Path(folder)))
    return entry.who(person), entry.said


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


def _known(folder: Path) -> Book:
    """Return what the files of a folder say; nothing if there are none yet."""
    try:
        return gathered(folder)
    except ReadError:
        return Book()


def written(entry: Writing) -> Any:
    """Write the rows and details of an entry, and return what was written."""
    folder = entry.folder
    old = {name: content(folder / name) for name in (LOG_FILE, PEOPLE_FILE)}
    before = old[LOG_FILE] or new_table(COLUMNS)
    rows = _not_yet(entry, before)
    new: dict[str, bytes] = {}
    if details := _undescribed(entry, old[PEOPLE_FILE]):
        table = old[PEOPLE_FILE] or new_table(DETAILS)
        new[PEOPLE_FILE] = with_rows(table, details, PEOPLE, PEOPLE_FILE)
    if rows:
        new[LOG_FILE] = with_rows(before, rows, LOG, LOG_FILE)
    if new:
        changes = {name: change(old[name], data) for name, data in new.items()}
        keep(folder, [*history(folder), changes])
    for name, data in new.items():  # people.csv first: a log that names them comes after
        put(folder / name, data, old=old[name])
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    table.attrs = {"new": entry.new, "said": entry.said}
    return table


def _not_yet(entry: Writing, data: bytes) -> list[dict[str, str]]:
    """Return the rows that do not stand in the log yet."""
    there = records(data, LOG, LOG_FILE)
    days = dates.days(row["date"] for row in there)
    known = {_fact(row, days[row["date"]]) for row in there}
    rows = [row for row in entry.rows if _fact(row, dates.day(row["date"])) not in known]
    if len(rows) < len(entry.rows):
        there_already = len(entry.rows) - len(rows)
        does = (
            "stands in the log already and was"
            if there_already == 1
            else "stand in the log already and were"
        )
        entry.said.append(f"{counted(there_already, 'row')} {does} left out")
    return rows


def _fact(row: Mapping[str, str], day: int | None) -> tuple[Any, ...]:
    texts = (row.get(name, "").lower() for name in COLUMNS[1:])
    return (day, *texts)


def _undescribed(entry: Writing, data: bytes | None) -> list[dict[str, str]]:
    """Return the details of people whom people.csv does not describe yet."""
    there = records(data, PEOPLE, PEOPLE_FILE) if data else []
    keys = {name_key(row.get("name", "") or row.get("person", "")) for row in there}
    ids = {row.get("person", "") for row in there} | {url_key(row.get("url", "")) for row in there}
    rows = []
    for facts in entry.details:
        if name_key(facts["name"]) in keys or facts["name"] in ids:
            entry.said.append(
                f"{facts['name']} has a row in {PEOPLE_FILE}, which was left as it is"
            )
        else:
            rows.append(facts)
    return rows
