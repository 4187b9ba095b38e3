"""Passes over a pool that are kept beside it, so that new exports need not start them again.

Bits run along the ties hop by hop: the worlds in which somebody talks, or the bit maps of a sketch.
A layer holds everybody's bits after a hop. With more ties bits are only ever added, so a kept pass
is brought up to date from the ties added since, with the same bits as a full one.

`kept/` in the pool's folder holds a folder a pass (`0.parquet` … of its layers, `note.json`) and
`changes/`, a file a gathering with the ties that it added. When anything is gone from the pool,
so is `kept/`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netscout.errors import NetscoutError
from netscout.pool import sql
from netscout.pool._duckdb import arrays, connect, parquet, quoted, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netscout._worlds import Ints

PLACE, CHANGES, NOTE = "kept", "changes", "note.json"


@dataclass(frozen=True)
class Pass:
    """What runs along the ties: "sketch" or "spread", how far, and under which seed.

    A spread has also the people who talk at the start, and how many words of worlds.
    """

    kind: str
    hops: int
    seed: int
    words: int = 0
    start: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a layer, beside `id`."""
        return tuple(f"m{w}" for w in range(self.words)) if self.kind == "spread" else sql.SKETCH

    @property
    def name(self) -> str:
        """The name of its folder."""
        raw = np.array([self.words, *self.start], "<i8").tobytes()
        return f"{self.kind}-{self.hops}-{self.seed}-{hashlib.sha256(raw).hexdigest()[:16]}"


@dataclass(frozen=True)
class Past:
    """Where a kept pass stands: its layers, and the ties that it does not know yet."""

    layers: tuple[Path, ...]
    ties: tuple[Path, ...]


def up_to_date(folder: Path, steps: Any, what: Pass) -> tuple[Path, ...]:
    """Return the files of a pass's layers: as kept, brought up to date, or made anew.

    Raises
    ------
    NetscoutError
        The pool has been changed since it was opened.
    """
    place = folder / PLACE / what.name
    changes = sorted((folder / PLACE / CHANGES).glob("*.parquet"))
    with connect() as db:
        people, ties = (_rows(db, folder / f"{name}.parquet") for name in ("people", "ties"))
        past = _past(db, place, changes, ties, what.hops)
    state = {"changes": len(changes), "people": people, "ties": ties}
    if past and state == _note(place):
        return past.layers
    part = place.with_name(f"{place.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    layers = tuple(part / f"{hop}.parquet" for hop in range(what.hops + 1))
    steps.run(what, past, layers)
    (part / NOTE).write_text(json.dumps(state) + "\n", "utf-8")
    shutil.rmtree(place, ignore_errors=True)
    part.rename(place)
    return tuple(place / layer.name for layer in layers)


def _past(db: Any, place: Path, changes: list[Path], ties: int, hops: int) -> Past | None:
    """Return where a kept pass stands; nothing if the ties are not those it knows and the added."""
    note = _note(place)
    if not note:
        return None
    added = changes[note["changes"] :]
    if note["ties"] + sum(_rows(db, file) for file in added) != ties:
        return None
    return Past(tuple(place / f"{hop}.parquet" for hop in range(hops + 1)), tuple(added))


def _note(place: Path) -> dict[str, int]:
    file = place / NOTE
    note: dict[str, int] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return note


def _rows(db: Any, file: Path) -> int:
    return int(run(db, f"select count(*) from {parquet(file)}")[0][0])


def changed(db: Any, folder: Path, part: Callable[[str], Path]) -> Path | None:
    """Write down which ties a gathering adds, where passes are kept, and return the file.

    `part(name)` is the file that is about to take the place of a table. If anything is gone, the
    kept passes go with it.
    """
    kept = folder / PLACE
    if not kept.is_dir() or not (folder / "ties.parquet").is_file():
        return None
    tables = {"ties": "source, target, below", "people": "id, number, talk"}
    old, new, added = {}, {}, {}
    for name, columns in tables.items():
        before, after = folder / f"{name}.parquet", part(name)
        old[name], new[name] = _rows(db, before), _rows(db, after)
        run(
            db,
            f"create or replace table added_{name} as select {columns} from {parquet(after)} "
            f"except select {columns} from {parquet(before)}",
        )
        added[name] = int(run(db, f"select count(*) from added_{name}")[0][0])
    if any(old[name] + added[name] != new[name] for name in tables):
        shutil.rmtree(kept)
        return None
    if not added["ties"]:
        return None
    place = kept / CHANGES
    place.mkdir(exist_ok=True)
    file = place / f"{len(list(place.glob('*.parquet'))) + 1:06}.part"
    order = "order by target, source"
    run(db, f"copy (select * from added_ties {order}) to {quoted(file)} (format parquet)")
    return file


def grown(
    old: list[Ints], start: Ints, giver: Ints, taker: Ints, added: Any,
    carry: Callable[[Ints, Ints], Ints],
) -> list[Ints]:  # fmt: skip
    """Bring layers, each (people, columns), up to date; only what changes is looked at again.

    Parameters
    ----------
    old
        The layers without the added ties; rows of zeros for who is new.
    start
        The layer of hop 0 as it is now.
    giver, taker, added
        All ties, and which of them are new.
    carry
        From numbers of ties and the bits of their givers to what passes.
    """
    layers, moved = [start], (start != old[0]).any(axis=1)
    for before in old[1:]:
        given, now = layers[-1], before.copy()
        now[moved] |= given[moved]
        ties = np.flatnonzero(moved[giver] | added)
        np.bitwise_or.at(now, taker[ties], carry(ties, given[giver[ties]]))
        moved = (now != before).any(axis=1)
        layers.append(now)
    return layers


def read_layer(db: Any, file: Path, ids: Ints, columns: tuple[str, ...]) -> Ints:
    """Return a layer as an array, (people, columns); zeros for people whom it does not hold."""
    layer = np.zeros((len(ids), len(columns)), np.int64)
    found = arrays(db, f"select * from {parquet(file)}")
    rows = places(ids, found["id"])
    for number, column in enumerate(columns):
        layer[rows, number] = found[column]
    return layer


def write_layer(db: Any, file: Path, ids: Ints, layer: Ints, columns: tuple[str, ...]) -> None:
    """Write the rows of a layer in which any bit is set."""
    some = layer.any(axis=1)
    table = pd.DataFrame(layer[some], columns=list(columns))
    table.insert(0, "id", ids[some])
    db.register("given", table)
    run(db, f"copy (select * from given) to {quoted(file)} (format parquet)")


def which(db: Any, files: tuple[Path, ...], ids: Ints, source: Ints, target: Ints) -> Any:
    """Return which of the ties, sorted by target and source, are in some files."""
    added = np.zeros(len(source), np.bool_)
    codes = target * len(ids) + source
    for file in files:
        found = arrays(db, f"select source, target from {parquet(file)}")
        ends = places(ids, found["target"]) * len(ids) + places(ids, found["source"])
        added[places(codes, ends)] = True
    return added


def places(ordered: Ints, wanted: Any) -> Ints:
    """Return where each wanted number stands; kernels trust that it is there.

    Raises
    ------
    NetscoutError
        It is not there: the files are not of one making.
    """
    found: Ints = np.searchsorted(ordered, wanted).astype(np.int64)
    if (found == len(ordered)).any() or (ordered[found] != wanted).any():
        raise NetscoutError(
            "the pool has been changed since it was opened: open it again; if it has not been, "
            "its files do not belong together: gather again"
        )
    return found
