"""The pool as files: what each owner gave, and the people and ties that follow from it.

`shares/` holds one Parquet file an owner; `people.parquet`, `ties.parquet` and `owners.parquet` are
made from those files alone. So gathering twice changes nothing, and when an owner's file goes,
everything derived from it goes too.
"""

from __future__ import annotations

import csv
import hmac
import json
import os
import re
import secrets
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout._worlds import thresholds
from netscout.assumptions import defaults
from netscout.errors import NetscoutError, ReadError, ThinDataWarning, fault_list
from netscout.identity import company_key, digest, url_key
from netscout.journal.table import cell
from netscout.pool import growth
from netscout.pool._duckdb import connect, quoted, run
from netscout.readers import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHARE_COLUMNS = ("who", "key", "name", "company", "role")
TABLES = ("people", "ties", "owners")
_ID_BITS = 62
_NOTE = "pool.json"


def pseudonym(key: bytes, profile: str) -> str:
    """Return the name under which a profile stands in the pool; without the key, nobody can tell.

    >>> pseudonym(b"k" * 32, "in/dana-whitlock") == pseudonym(b"k" * 32, "in/dana-whitlock")
    True
    """
    raw = hmac.digest(key, profile.encode("utf-8", "surrogatepass"), "sha256")
    return f"p-{int.from_bytes(raw[:8], 'big') >> (64 - _ID_BITS):016x}"


def number_of(person: str) -> int:
    """Return the id of a pseudonym, in 0 … 2**62 − 1.

    >>> number_of("p-000000000000000a")
    10
    """
    return int(person.removeprefix("p-"), 16)


def share(path: Any, out: Any, *, me: str | None = None) -> Path:
    """Write what you give to a pool: a small table that you can read before you send it.

    Parameters
    ----------
    path
        Your folder, a LinkedIn export or Connections.csv, as for `load`.
    out
        The CSV file to write.
    me
        Your profile address, where no file says it; by it the others' exports find you.

    Returns
    -------
    The file written: `who` (owner or contact), `key` (of the profile), `name`, `company`, `role`.
    No e-mail address, no date, no message.

    Raises
    ------
    ReadError
        The path cannot be read, or no file says which profile is yours.
    """
    rows = _of_export(Path(path), me)
    if not rows[0]["key"]:
        raise ReadError(f"{path} does not say which profile is yours: give its address with `me`")
    target = Path(out)
    part = target.with_name(f"{target.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SHARE_COLUMNS)
        writer.writeheader()
        writer.writerows({column: cell(text) for column, text in row.items()} for row in rows)
    part.replace(target)
    return target


def gather(paths: Any, out: Any, *, key: Any = None, names: bool = False) -> Any:
    """Put many people's exports and share files together into one pool.

    A person is who has the same normalised profile address; contacts without one are left out and
    counted. Who gives anew replaces what they gave before.

    Parameters
    ----------
    paths
        A folder of exports (folders, ZIP archives) and share files, or a list of such paths.
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
        Exports that cannot be read, all in one message, and then nothing is changed; or the key is
        missing or another pool's.

    Warns
    -----
    ThinDataWarning
        An export does not say whose it is: nobody else's contacts lead to its owner.
    """
    folder = Path(out)
    secret = _key(folder, key, new=True)
    accounts, shares, faults, unnamed = [], {}, [], []
    for path in _exports(paths):
        try:
            rows = _of_share(path) if _is_share(path) else _of_export(path, None)
        except NetscoutError as error:
            faults.append(f"{path.name}: {error}")
            continue
        if not rows[0]["key"]:
            unnamed.append(path.name)
            rows[0]["key"] = f"owner:{path.stem}"
        table = _pseudonymous(rows, secret, names=names)
        owner = table["person"].iat[0]
        skipped = sum(not row["key"] for row in rows)
        accounts.append((path.name, owner, len(table) - 1, skipped))
        shares[owner] = table
    if faults:
        raise ReadError(fault_list(f"{len(faults)} exports cannot be read", faults))
    _write_shares(folder, shares)
    _derive(folder)
    if unnamed:
        warnings.warn(
            f"{', '.join(unnamed[:5])}: no file says whose export this is, so nobody leads to them;"
            " `netscout pool share --me ADDRESS` writes one that does",
            ThinDataWarning,
            stacklevel=2,
        )
    return pd.DataFrame(accounts, columns=["file", "owner", "contacts", "skipped"])


def forget(out: Any, owner: str, *, key: Any = None) -> str:
    """Take an owner out of a pool, with everything that rests on what they gave.

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
        No such owner has given anything.
    """
    folder = Path(out)
    person = who(folder, owner, key)
    file = folder / "shares" / f"{person}.parquet"
    if not file.is_file():
        raise NetscoutError(f"{owner!r} has given nothing to {folder}")
    file.unlink()
    shutil.rmtree(folder / growth.PLACE, ignore_errors=True)
    _derive(folder)
    return person


def who(folder: Path, owner: str, key: Any = None) -> str:
    """Return the pseudonym of an owner given by pseudonym, profile address or file name."""
    if re.fullmatch(r"p-[0-9a-f]{16}", owner):
        return owner
    secret = _key(folder, key, new=False)
    return pseudonym(secret, url_key(owner) or f"owner:{owner}")


def secret_of(folder: Path, key: Any = None) -> bytes:
    """Return the key of a pool that is there."""
    return _key(folder, key, new=False)


def _exports(paths: Any) -> list[Path]:
    """Return the exports: the entries of one folder, or the paths as given."""
    if isinstance(paths, (str, Path)):
        folder = Path(paths)
        if not folder.is_dir():
            raise ReadError(f"{folder} is no folder of exports")
        found = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    else:
        found = [Path(path) for path in paths]
    if not found:
        raise ReadError(f"{paths} holds no exports")
    return sorted(found)


def _is_share(path: Path) -> bool:
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline().strip() == ",".join(SHARE_COLUMNS)


def _of_share(path: Path) -> list[dict[str, str]]:
    """Return the rows of a share file, the owner first."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows: list[Any] = list(csv.DictReader(file))
    except UnicodeDecodeError:
        raise ReadError("it is not UTF-8 text: write it anew with `netscout pool share`") from None
    faults = []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            faults.append(f"row {number} has not {len(SHARE_COLUMNS)} cells")
        elif row["who"] not in {"owner", "contact"}:
            faults.append(f"row {number}: who is {row['who']!r}, not owner or contact")
        else:
            row["key"] = url_key(row["key"])
    if faults:
        raise ReadError("; ".join(faults[:5]))
    if [row["who"] for row in rows].count("owner") != 1 or rows[0]["who"] != "owner":
        raise ReadError("the first row, and no other, must be the owner's")
    return rows


def _of_export(path: Path, me: str | None) -> list[dict[str, str]]:
    """Return the owner and their contacts as an export says them, the owner first."""
    net = load(path, me=me)
    people, events = net.people, net.events
    mine = events[(events["kind"] == "knows") & events[["source", "target"]].eq(net.me).any(axis=1)]
    contacts = pd.unique(pd.concat([mine["source"], mine["target"]]))
    contacts = [person for person in contacts if person not in {net.me, ""}]
    table = people.loc[[net.me, *contacts], ["url", "name", "company", "role"]]
    keys = [url_key(url) or url_key(person) for person, url in table["url"].items()]
    cells = zip(keys, table["name"], table["company"], table["role"], strict=True)
    kinds = ["owner", *["contact"] * len(contacts)]
    rows = [
        dict(zip(SHARE_COLUMNS, (kind, *row), strict=True))
        for kind, row in zip(kinds, cells, strict=True)
    ]
    if me and url_key(me):
        rows[0]["key"] = url_key(me)
    return rows


def _pseudonymous(rows: Sequence[dict[str, str]], secret: bytes, *, names: bool) -> Any:
    """Return what goes into the pool of one owner's rows: who is who stays with the keeper."""
    kept = {row["key"]: row for row in reversed(rows) if row["key"]}
    kept = {rows[0]["key"]: rows[0]} | dict(sorted(kept.items()))
    people = [pseudonym(secret, profile) for profile in kept]
    return pd.DataFrame({
        "person": people,
        "id": np.array([number_of(person) for person in people], np.int64),
        "name": [row["name"] if names else "" for row in kept.values()],
        "company": [row["company"] for row in kept.values()],
        "role": [row["role"] for row in kept.values()],
        "firm": [company_key(row["company"]) for row in kept.values()],
        "number": np.array([digest(person) for person in people], np.int64),
        "own": [profile == rows[0]["key"] for profile in kept],
    })  # fmt: skip


def _write_shares(folder: Path, shares: dict[str, Any]) -> None:
    """Write every owner's file; all are written before the first takes its place."""
    place = folder / "shares"
    place.mkdir(parents=True, exist_ok=True)
    with connect() as db:
        for owner, table in shares.items():
            db.register("given", table)
            part = place / f"{owner}.part"
            run(db, f"copy (select * from given) to {quoted(part)} (format parquet)")
    for owner in shares:
        (place / f"{owner}.part").replace(place / f"{owner}.parquet")


def _derive(folder: Path) -> None:
    """Make people, ties and owners anew from what every owner gave."""
    talk, pass_ = (defaults()[step].mean for step in ("talk.referred", "pass"))
    below_talk, below_pass = thresholds(np.array([talk, pass_])).tolist()
    place = folder / "shares"
    if not any(place.glob("*.parquet")):
        for name in TABLES:
            (folder / f"{name}.parquet").unlink(missing_ok=True)
        return
    best = (
        "select id, {0} from (select id, {0}, row_number() over (partition by id order by "
        "bool_or(own) desc, count(*) desc, {0}) as place from said where {1} <> '' "
        "group by id, {0}) where place = 1"
    )
    queries = {
        "people": f"select id, person, number, cast({below_talk} as bigint) as talk, "
        "coalesce(name, '') as name, coalesce(company, '') as company, coalesce(role, '') as role, "
        "coalesce(firm, '') as firm from (select distinct id, person, number from said) "
        f"left join ({best.format('name', 'name')}) using (id) "
        f"left join ({best.format('company, firm', 'company')}) using (id) "
        f"left join ({best.format('role', 'role')}) using (id) order by id",
        "ties": f"select source, target, cast({below_pass} as bigint) as below from "
        "(select owner as source, id as target from said where not own "
        "union select id, owner from said where not own) order by source, target",
        "owners": "select id, person, (select count(*) from said o where o.owner = s.id "
        "and not o.own) as contacts from said s where own order by id",
    }
    with connect() as db:
        run(
            db,
            "create table said as select *, first(id) over (partition by filename order by own "
            f"desc) as owner from read_parquet({quoted(place / '*.parquet')}, filename = true)",
        )
        for name, query in queries.items():
            part = folder / f"{name}.part"
            run(db, f"copy ({query}) to {quoted(part)} (format parquet)")
        change = growth.changed(db, folder, lambda name: folder / f"{name}.part")
    for name in TABLES:
        (folder / f"{name}.part").replace(folder / f"{name}.parquet")
    if change:
        change.replace(change.with_suffix(".parquet"))


def _key(folder: Path, key: Any, *, new: bool) -> bytes:
    """Return the keeper's key, made if the pool is new; raise if it is not this pool's."""
    file = Path(key) if key is not None else folder.with_name(f"{folder.name}.key")
    note = folder / _NOTE
    if not file.is_file():
        if note.is_file() or not new:
            raise ReadError(f"the key {file} of this pool is not there; only its keeper has it")
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as written:
            written.write(secrets.token_hex(32))
    try:
        secret = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) < 16:
        raise ReadError(f"{file} holds no key: it must be at least 32 hexadecimal digits")
    mark = hmac.digest(secret, b"pool", "sha256").hex()
    if not note.is_file() and new:
        folder.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps({"key": mark}) + "\n", "utf-8")
    if not note.is_file() or json.loads(note.read_text("utf-8"))["key"] != mark:
        raise ReadError(f"{file} is not the key of {folder}")
    return secret


def write_graph(folder: Any, people: Any, ties: Any, owners: Iterable[int] = ()) -> Path:
    """Write people and ties as a pool of their own: for tests, benchmarks and other sources.

    `people` has id, number, talk, firm; `ties` source, target, below.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    people = people.assign(person=[f"p-{id_:016x}" for id_ in people["id"]])
    for column in ("name", "company", "role"):
        if column not in people:
            people[column] = people["firm"] if column == "company" else ""
    chosen = people.loc[people["id"].isin(list(owners)), ["id", "person"]].assign(contacts=0)
    with connect() as db:
        for name, table in zip(TABLES, (people, ties, chosen), strict=True):
            db.register("given", table)
            target = quoted(place / f"{name}.parquet")
            run(db, f"copy (select * from given) to {target} (format parquet)")
    return place
