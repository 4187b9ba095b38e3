"""The pool as files: what each owner gave, and the people and ties that follow from it.

`shares/` holds one Parquet file an owner; `people.parquet`, `ties.parquet` and `owners.parquet` are
made from those files alone. So gathering twice changes nothing, and when an owner's file goes,
everything derived from it goes too.
"""

from __future__ import annotations

import hmac
import json
import re
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._save import save_all
from netscout._worlds import thresholds
from netscout.assumptions import defaults
from netscout.errors import NetscoutError, ReadError, ThinDataWarning
from netscout.identity import company_key, digest, pseudonym, url_key, words
from netscout.identity.secret import make_key, read_key
from netscout.journal.files import locked
from netscout.pool import growth
from netscout.pool._duckdb import connect, parquet, quoted, run
from netscout.pool.giving import GIVEN
from netscout.pool.inbox import each_given, exports_of, name_of, refuse

if TYPE_CHECKING:
    from netscout.pool.giving import Given

TABLES = ("people", "ties", "owners")
_NOTE, _GIVEN_PART = "pool.json", "given.part"


def number_of(person: str) -> int:
    """Return the id of a pseudonym, in 0 … 2**62 − 1.

    >>> number_of("p-000000000000000a")
    10
    """
    return int(person.removeprefix("p-"), 16)


def gather(paths: Any, out: Any, *, key: Any = None, names: bool = False) -> Any:
    r"""Put many people's exports and share files together into one pool.

    A person is who has the same normalised profile address; contacts without one are left out and
    counted. Who gives anew replaces what they gave before. Of an export only what a share file says
    by default is taken: schools and dates are in the pool only of those who share them.

    Whose an export is, the pool knows from `owners.csv` beside the exports (columns `file`, as in
    the result, and `profile`, the address), or else from the export: its invitations and messages
    tell the owner's address, `Profile.csv` alone does not.

    Parameters
    ----------
    paths
        A folder of exports (folders, ZIP archives) and share files, or a list of such paths; with
        an `owners.csv` if wanted.
    out
        The pool's folder; made if it is not there.
    key
        The file with the keeper's secret key; beside the pool, `<out>.key`, if not given, and made
        if the pool is new. Keep it apart from the pool: without it nobody can tell who is who.
    names
        Keep people's names in the pool; by default they stay out.

    Returns
    -------
    DataFrame, a row an export: file, owner (pseudonym), contacts, skipped (without address).

    Raises
    ------
    ReadError
        Exports that cannot be read, or two of one owner, all in one message, and then nothing is
        changed; owners.csv has faults; or the key is missing or another pool's.
    NetscoutError
        The pool cannot be written, such as on a full disk; what it answers stays as it was. Or
        another program has been writing in it for long.

    Warns
    -----
    ThinDataWarning
        An export does not say whose it is: nobody else's contacts lead to its owner.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from netscout import pool
    >>> place = pathlib.Path(tempfile.mkdtemp())
    >>> (place / "given").mkdir()
    >>> rows = "who,key,name,company,role\nowner,in/ada-frost,Ada Frost,Lantern Press,Editor\n"
    >>> rows += "contact,in/ben-okoro,Ben Okoro,Lantern Press,Publicist\n"
    >>> _ = (place / "given" / "ada.csv").write_text(rows)
    >>> table = pool.gather(place / "given", place / "club")
    >>> table[["file", "contacts", "skipped"]]
          file  contacts  skipped
    0  ada.csv         1        0
    """
    folder = Path(out)
    exports, said = exports_of(paths)
    secret = _key(folder, key, new=True)
    place = folder / _GIVEN_PART
    with locked(folder):
        _remove(place)
        place.mkdir()
        try:
            accounts, unnamed = _take(exports, said, place, secret, names=names)
            (folder / "shares").mkdir(exist_ok=True)
            for file in sorted(place.iterdir()):
                file.replace(folder / "shares" / file.name)
        finally:
            shutil.rmtree(place, ignore_errors=True)
        _derive(folder)
    if unnamed:
        warnings.warn(
            f"{', '.join(unnamed[:5])}{' …' * (len(unnamed) > 5)}: no file says whose export this "
            "is, so nobody leads to them; say it in a file owners.csv beside the exports, with the "
            "columns file,profile (the address), or let the owner use `netscout pool share`",
            ThinDataWarning,
            stacklevel=2,
        )
    return pd.DataFrame(accounts, columns=["file", "owner", "contacts", "skipped"])


def _take(
    exports: list[Path], said: dict[str, str], place: Path, secret: bytes, *, names: bool
) -> tuple[list[tuple[str, str, int, int]], list[str]]:
    """Write what each export gives to a file of its own, one at a time since many are large.

    Returns the accounts, and the exports that do not say whose they are.
    """
    accounts: list[tuple[str, str, int, int]] = []
    faults, unnamed, seen = list[str](), [], dict[str, str]()
    with connect() as db:
        for path, given in each_given(exports, faults):
            name = name_of(path)
            skipped = given["key"][1:].count("")
            given["key"][0] = mine = (
                said.get(path.name) or said.get(name) or given["key"][0] or f"owner:{name}"
            )
            if mine in seen:
                faults.append(f"{path.name} and {seen[mine]} are one owner's: leave the newer")
                continue
            seen[mine] = path.name
            if mine == f"owner:{name}":
                unnamed.append(path.name)
            table = _pseudonymous(given, secret, names=names)
            owner = table["person"].iat[0]
            accounts.append((path.name, owner, len(table) - 1, skipped))
            db.register("given", table)
            columns = "* replace (cast(nullif(date, '') as date) as date)"
            file = quoted(place / f"{owner}.parquet")
            run(db, f"copy (select {columns} from given) to {file} (format parquet)")
    refuse(faults)
    return accounts, unnamed


def forget(out: Any, owner: str, *, key: Any = None) -> str:
    r"""Take an owner out of a pool, with everything that rests on what they gave.

    Whom others know is theirs to give: a forgotten owner may still be somebody's contact.

    Parameters
    ----------
    out
        The pool's folder.
    owner
        A pseudonym, the address of a profile, or the name of the export's file without its ending.
    key
        The file with the key, if it is not beside the pool; a pseudonym needs none.

    Returns
    -------
    The pseudonym that is gone.

    Raises
    ------
    NetscoutError
        No such owner has given anything; or something cannot be removed or made anew: then say it
        once more when it can.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from netscout import pool
    >>> place = pathlib.Path(tempfile.mkdtemp())
    >>> (place / "given").mkdir()
    >>> rows = "who,key,name,company,role\nowner,in/ada-frost,Ada Frost,Lantern Press,Editor\n"
    >>> rows += "contact,in/ben-okoro,Ben Okoro,Lantern Press,Publicist\n"
    >>> _ = (place / "given" / "ada.csv").write_text(rows)
    >>> table = pool.gather(place / "given", place / "club")
    >>> pool.forget(place / "club", "linkedin.com/in/ada-frost") == table["owner"][0]
    True
    """
    folder = Path(out)
    person = who(folder, owner, key)
    share, begun = (folder / place / f"{person}.parquet" for place in ("shares", _GIVEN_PART))
    if not (share.is_file() or begun.is_file() or _owns(folder, person)):
        raise NetscoutError(f"{owner!r} has given nothing to {folder}")
    with locked(folder):
        for path in (share, folder / _GIVEN_PART, folder / growth.PLACE):
            _remove(path)
        try:
            _derive(folder)
        except NetscoutError as error:
            raise NetscoutError(
                f"{error}\nThe tables still hold what {person} gave: see to it, then say the same "
                "once more"
            ) from error
    return person


def _owns(folder: Path, person: str) -> bool:
    """Whether the tables hold an owner, whose file may be gone if a `forget` did not end."""
    file = folder / "owners.parquet"
    if not file.is_file():
        return False
    with connect() as db:
        return bool(run(db, f"select 1 from {parquet(file)} where person = '{person}'"))


def _remove(path: Path) -> None:
    """Remove a file or a folder if it is there; raise if it stays."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise NetscoutError(
            f"{path} cannot be removed ({error}): see to it, then say the same once more"
        ) from error


def who(folder: Path, owner: str, key: Any = None) -> str:
    """Return the pseudonym of an owner given by pseudonym, profile address or file name."""
    if re.fullmatch(r"p-[0-9a-f]{16}", owner):
        return owner
    secret = _key(folder, key, new=False)
    return pseudonym(secret, url_key(owner) or f"owner:{owner}")


def secret_of(folder: Path, key: Any = None) -> bytes:
    """Return the key of a pool that is there."""
    return _key(folder, key, new=False)


def _pseudonymous(given: Given, secret: bytes, *, names: bool) -> Any:
    """Return what goes into the pool of what one owner gave: who is who stays with the keeper."""
    mine = given["key"][0]
    row_of = {profile: row for row, profile in reversed([*enumerate(given["key"])]) if profile}
    profiles = [mine, *sorted(row_of.keys() - {mine})]
    rows = [row_of[profile] for profile in profiles]
    people = [pseudonym(secret, profile) for profile in profiles]
    text = {name: [given[name][row] for row in rows] for name in GIVEN[1:]}
    return pd.DataFrame({
        "person": people,
        "id": np.array([number_of(person) for person in people], np.int64),
        "name": text["name"] if names else "",
        "company": text["company"],
        "role": text["role"],
        "school": text["school"],
        "firm": list(map(company_key, text["company"])),
        "post": list(map(words, text["role"])),
        "campus": list(map(words, text["school"])),
        "date": text["date"],
        "number": np.array(list(map(digest, people)), np.int64),
        "own": [row == 0 for row in rows],
    })  # fmt: skip


def _derive(folder: Path) -> None:
    """Make people, ties and owners anew from what every owner gave."""
    _remove_parts(folder)  # of one that did not end
    if not any((folder / "shares").glob("*.parquet")):
        for name in TABLES:
            _remove(folder / f"{name}.parquet")
        return
    try:
        change = _write_parts(folder)
    except NetscoutError:
        _remove_parts(folder)
        raise
    for name in TABLES:
        (folder / f"{name}.part").replace(folder / f"{name}.parquet")
    if change:
        change.replace(change.with_suffix(".parquet"))


def _remove_parts(folder: Path) -> None:
    for name in TABLES:
        _remove(folder / f"{name}.part")


def _write_parts(folder: Path) -> Path | None:
    """Write the tables beside their places; return the file of the ties that are added, if kept."""
    talk, pass_ = (defaults()[step].mean for step in ("talk.referred", "pass"))
    below_talk, below_pass = thresholds(np.array([talk, pass_])).tolist()
    given = quoted(folder / "shares" / "*.parquet")
    queries = {"people": _people(below_talk), "ties": _ties(below_pass), "owners": _OWNERS}
    with connect() as db:
        run(db, f"create table said ({', '.join(_SAID)}, filename varchar)")
        run(
            db,
            "insert into said by name select * from "
            f"read_parquet({given}, filename = true, union_by_name = true)",
        )
        run(
            db,
            "create table told as select *, first(id) over (partition by filename order by own "
            "desc) as owner from said",
        )
        for name, query in queries.items():
            part = folder / f"{name}.part"
            run(db, f"copy ({query}) to {quoted(part)} (format parquet)")
        return growth.changed(db, folder, lambda name: folder / f"{name}.part")


_SAID = (
    "person varchar", "id bigint", "name varchar", "company varchar", "role varchar",
    "school varchar", "firm varchar", "post varchar", "campus varchar", "date date",
    "number bigint", "own boolean",
)  # fmt: skip
"""The columns of an owner's file; one written before a column was thought of lacks it."""
_OWNERS = (
    "select id, person, (select count(*) from told o where o.owner = s.id and not o.own) "
    "as contacts from told s where own order by id"
)


def _people(below: int) -> str:
    """Return the query of everybody: what they say of themselves counts, then what most say."""
    facts = {"name": "name", "company": "firm", "role": "post", "school": "campus"}
    columns = list(dict.fromkeys([*facts, *facts.values()]))
    best = " ".join(
        f"left join (select id, {pair} from (select id, {pair}, row_number() over (partition by id "
        f"order by bool_or(own) desc, count(*) desc, {pair}) as place from told "
        f"where {fact} <> '' group by id, {pair}) where place = 1) using (id)"
        for fact, key in facts.items()
        for pair in [", ".join(dict.fromkeys([fact, key]))]
    )
    told = ", ".join(f"coalesce({column}, '') as {column}" for column in columns)
    return (
        f"select id, person, number, cast({below} as bigint) as talk, {told} from "
        f"(select distinct id, person, number from told) {best} order by id"
    )


def _ties(below: int) -> str:
    """Return the query of all ties, both ways, with the first day that anybody gives."""
    return (
        f"select source, target, cast({below} as bigint) as below, min(date) as date from "
        "(select owner as source, id as target, date from told where not own "
        "union all select id, owner, date from told where not own) "
        "group by source, target order by source, target"
    )


def _key(folder: Path, key: Any, *, new: bool) -> bytes:
    """Return the keeper's key, made if the pool is new; raise if it is not this pool's."""
    whole = folder.resolve() if folder.name in {"", ".."} else folder
    file = Path(key) if key is not None else whole.with_name(f"{whole.name}.key")
    note = folder / _NOTE
    if not file.is_file():
        if note.is_file() or not new:
            raise ReadError(f"the key {file} of this pool is not there; only its keeper has it")
        if folder.exists() and not folder.is_dir():
            raise ReadError(f"{folder} is a file; a pool is a folder")
        make_key(file)
    secret = read_key(file)
    mark = hmac.digest(secret, b"pool", "sha256").hex()
    if not note.is_file() and new:
        save_all(folder, {_NOTE: (json.dumps({"key": mark}) + "\n").encode()})
    if not note.is_file() or mark not in note.read_text("utf-8", "replace"):
        raise ReadError(f"{file} is not the key of {folder}")
    return secret
