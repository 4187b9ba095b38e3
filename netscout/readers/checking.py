"""What a person sees before anything is taken: the files, who may be one person, which meetings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.identity.aliases import Decision, decided_pairs
from netscout.identity.matching import propose
from netscout.readers.account import Account, table
from netscout.readers.contacts import COLUMNS
from netscout.readers.folder import _read, goal_without
from netscout.readers.meetings import meetings_table
from netscout.roles import COLUMNS as ROLE_COLUMNS
from netscout.roles import add_roles, version

if TYPE_CHECKING:
    from netscout.readers.folder import Reading

PAIR_COLUMNS = ("person", "name", "other", "other_name", "score", "evidence")


@dataclass(frozen=True)
class Checked:
    """What would be read of a path, and what is left to the user.

    Parameters
    ----------
    files
        What `check` returns.
    same_person
        Pairs who may be one person, the likeliest first: `person, name, other, other_name, score,
        evidence`. They stay two until aliases.csv says otherwise.
    meetings
        Meetings of the calendars that are not in the log: `date, person, name, email, channel,
        note, origin`. They count only once they stand in log.csv.
    titles
        What is made of each title: `role, people, role_family, seniority, source`, the most
        frequent first; `source` is "roles.toml" and its version, or "people.csv" where the user
        says it.
    """

    files: Any
    same_person: Any
    meetings: Any
    titles: Any


def check(path: Any) -> Any:
    """Return what would be read of a path, and what would not, without raising for any file.

    Returns
    -------
    DataFrame with a row a file: `file, rows, kept, hidden, merged, repaired, skipped, reason`, as
    `net.imports`; `reason` also says what is wrong with a file that cannot be read. Files that
    are never opened come last. Who may be one person, and which meetings are not in the log, is in
    `netscout.readers.examine(path)`, and printed by `netscout check`.

    Raises
    ------
    ReadError
        There is nothing at this path.

    Examples
    --------
    >>> import tempfile
    >>> from netscout.examples import write_example
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_example(folder)
    ...     table = check(folder)
    >>> bool((table["rows"] == table[["kept", "hidden", "merged", "skipped"]].sum(axis=1)).all())
    True
    """
    reading = _read(path, None)
    if reading.forgotten.digests:
        reading.tables()  # counts their rows as skipped
    return _files(reading)


def examine(path: Any) -> Checked:
    """Return what `check` does, and with it the proposals that wait for the user's decision.

    Raises
    ------
    ReadError
        There is nothing at this path.
    """
    reading = _read(path, None)
    people, _events = reading.tables()
    return Checked(_files(reading), _pairs(reading, people), _meetings(reading), _titles(people))


def _files(reading: Reading) -> Any:
    goal_without(reading)  # says whom the goal names although they are forgotten
    unopened = [Account(name) for name in reading.found.unopened]
    for account in unopened:
        account.note("not opened: netscout has no use for it")
    return table([*reading.accounts, *unopened])


def _pairs(reading: Reading, people: Any) -> Any:
    """Return who may be one person, among the people and the contacts left out."""
    book = reading.book
    left = pd.DataFrame(book.left.values(), list(book.left), [*COLUMNS, "origin"], dtype="str")
    left = left.drop(list(reading.forgotten.among(left)))
    everybody = pd.concat([people, left.reindex(columns=people.columns, fill_value="")])
    same = book.register.same
    decisions = [
        Decision(d.row, same.get(d.person, d.person), same.get(d.other, d.other), d.same)
        for d in book.decisions
    ]
    pairs = propose(everybody, decided=decided_pairs(decisions))
    for side, column in (("person", "name"), ("other", "other_name")):
        pairs[column] = pairs[side].map(everybody["name"])
    return pairs[list(PAIR_COLUMNS)]


def _meetings(reading: Reading) -> Any:
    """Return the meetings that are not in the log, without those with people who are forgotten."""
    table, register = meetings_table(reading.book), reading.book.register
    kept = [
        not reading.forgotten.numbers(
            row.person, row.name, row.person and register.get(row.person, "url"), row.email
        )
        for row in table.itertuples(index=False)
    ]
    return table[kept].reset_index(drop=True)


def _titles(people: Any) -> Any:
    """Return what is made of each title."""
    given = people.reindex(columns=list(ROLE_COLUMNS), fill_value="")
    told = add_roles(people[people["role"] != ""])
    told["source"] = f"roles.toml {version()}"
    told.loc[(given.loc[told.index] != "").any(axis=1), "source"] = "people.csv"
    columns = ["role", *ROLE_COLUMNS, "source"]
    found = told.groupby(columns).size().reset_index(name="people")
    found = found.sort_values(["people", "role"], ascending=[False, True], ignore_index=True)
    return found[["role", "people", *ROLE_COLUMNS, "source"]]
