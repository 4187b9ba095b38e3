"""From a path to a network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout.errors import ReadError, UnknownPerson
from netscout.identity import find
from netscout.identity.aliases import merge
from netscout.network import Network
from netscout.readers import owner
from netscout.readers.account import Account, raise_faults, table
from netscout.readers.finding import ALIASES_FILE, LOG_FILE, PEOPLE_FILE, File, find_files
from netscout.readers.forgotten import FORGOTTEN_FILE, Forgotten, count_out, read_forgotten
from netscout.readers.gathering import gather
from netscout.readers.register import ME
from netscout.readers.settings import FILE
from netscout.schema import without

if TYPE_CHECKING:
    from netscout.goal import Goal
    from netscout.readers.book import Book
    from netscout.readers.finding import Found

__all__ = [
    "ALIASES_FILE", "LOG_FILE", "PEOPLE_FILE", "Reading", "checked", "gathered", "load",
    "suggest_goal",
]  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What came of a path: the files found, everything gathered from them, whom to leave out."""

    found: Found
    book: Book
    forgotten: Forgotten

    @property
    def accounts(self) -> list[Account]:
        """The accounting of every file."""
        return self.found.accounts

    def tables(self, *, keep: bool = True) -> tuple[Any, Any]:
        """Return people and events, with those made one whom the user says are the same.

        Whoever is forgotten is left out, and their rows are counted as skipped. Without `keep`
        nothing is left in the book, since both together take memory.
        """
        book = self.book
        if not keep:
            book.told.clear()
        people, events = book.register.frame(keep=keep), book.journal.frame(keep=keep)
        all_of_it = merge(people, events, book.register.same)
        gone = self.forgotten.among(all_of_it[0]) - {ME}
        if not gone:
            return all_of_it
        rest = without(*all_of_it, gone)
        count_out(self.accounts, all_of_it, rest)
        return rest


def load(path: Any, *, me: str | None = None) -> Network:
    r"""Return the network in a user's folder, a LinkedIn export, or a list of connections.

    Parameters
    ----------
    path
        A folder with netscout.toml, log.csv, people.csv, aliases.csv, exports in `linkedin/` and
        address books in `contacts/` (each optional); an unpacked export; an export's ZIP archive;
        or one file such as Connections.csv.
    me
        Your name or profile address, where no file says it.

    Returns
    -------
    Network owned by `me`, with the goal, the assumptions, the rules and the letters of
    netscout.toml; `net.imports` says per file how many `rows` were kept, hidden (no name), merged
    (said before), repaired and skipped, and why. Rows are numbered as a spreadsheet shows them.
    People are one by profile address or e-mail, and as aliases.csv says; `check` lists who else
    may be.

    Raises
    ------
    ReadError
        A path is wrong, a file is not what it claims, nothing of it could be read, or rows of the
        user's own files have faults: all in one message.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "Connections.csv"
    >>> _ = file.write_text(
    ...     "First Name,Last Name,Email Address,Company,Position,Connected On\n"
    ...     "Dana,Whitlock,,Acme,Publicist,05 Nov 2023\n"
    ... )
    >>> load(file)
    Network(1 person, 1 event, 2023-11-05 to 2023-11-05)
    """
    reading = checked(path, me)
    settings = reading.found.settings
    people, events = reading.tables(keep=False)
    net = Network(
        people,
        events,
        ME,
        goal=goal_without(reading),
        assumptions=settings.assumptions,
        courtesy=settings.courtesy,
        imports=table(reading.accounts),
    )
    _check_goal(net, Path(path))
    return net


def checked(path: Any, me: str | None = None) -> Reading:
    """Return what a path holds, or raise what `load` raises if it cannot be read."""
    reading = _read(path, me)
    raise_faults(path, reading.accounts)
    book = reading.book
    if not (reading.found.begun or len(book.register.ids) > 1 or book.journal.columns["date"]):
        said = "; ".join(f"{a.file}: {a.reason or 'no rows'}" for a in reading.accounts)
        raise ReadError(f"nothing could be read of {path}: {said}")
    return reading


def _read(path: Any, me: str | None) -> Reading:
    """Return what a path holds; what cannot be read is a fault of its file's account."""
    found = find_files(Path(path))
    forgotten = Forgotten(FORGOTTEN_FILE, {})
    try:
        forgotten = read_forgotten(Path(path))
    except ReadError as error:
        found.add_broken(FORGOTTEN_FILE, error)
    return Reading(found, gather(found, me), forgotten)


def goal_without(reading: Reading) -> Goal | None:
    """Return the goal without people who are forgotten, which the accounting of the file says."""
    goal = reading.found.settings.goal
    if goal is None:
        return None
    people = tuple(person for person in goal.people if not reading.forgotten.means(person))
    if people == goal.people:
        return goal
    account = Account(FILE)
    account.note("goal.people names somebody whom you asked to forget; take them out there too")
    reading.found.files.append(File("", account, bytes))
    left = people or goal.companies or goal.roles or goal.schools
    return replace(goal, people=people) if left else None


def _check_goal(net: Network, path: Path) -> None:
    """Say at once if the goal names somebody who is not in the network."""
    faults = []
    for person in net.goal.people if net.goal else ():
        try:
            find(net.people, person)
        except UnknownPerson as error:
            faults.append(str(error))
    if faults:
        raise ReadError(
            f"{path / FILE}, goal.people: {'; '.join(faults)}; "
            f"add them to {PEOPLE_FILE} or mend the goal"
        )


def suggest_goal(path: Any) -> Any:
    """Return the companies that the owner has looked at, as suggestions for a goal.

    Companies followed, jobs saved and jobs applied for, from the same paths that `load` reads.

    Returns
    -------
    DataFrame, best first: `company`, how often the owner `applied`, `saved` a job and `followed`
    (0 or more), how many people are `known` there, the `roles` of those jobs, and the `last` day.

    Raises
    ------
    ReadError
        As `load`.
    """
    reading = _read(path, None)
    raise_faults(path, reading.accounts)
    people, _events = reading.tables()
    return owner.suggestions(reading.book, people)


def gathered(path: Any) -> Book:
    """Return everybody and everything that a path's files say, those forgotten included."""
    return _read(path, None).book
