"""What a keeper has been given: exports and share files, whose they are, and what is in them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout.errors import NetscoutError, ReadError, fault_list
from netscout.identity import url_key
from netscout.pool.giving import given_by
from netscout.readers.archive import key as key_of_member
from netscout.readers.layouts import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netscout.pool.giving import Given

OWNERS_FILE = "owners.csv"


def exports_of(paths: Any) -> tuple[list[Path], dict[str, str]]:
    """Return the exports, and whose they are as owners.csv says."""
    if isinstance(paths, (str, Path)):
        folder = Path(paths)
        if not folder.is_dir():
            raise ReadError(f"{folder} is no folder of exports")
        found = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        if {key_of_member(entry.name) for entry in found} >= {"connections", "profile"}:
            raise ReadError(
                f"{folder} is one export, not a folder of exports: give the folder above it, in "
                "which every member has a folder, a ZIP archive or a share file"
            )
    else:
        found = [Path(path) for path in paths]
    said: dict[str, str] = {}
    for file in [path for path in found if path.name == OWNERS_FILE]:
        found.remove(file)
        said |= _owners(file)
    if not found:
        raise ReadError(f"{paths} holds no exports")
    known = {path.name for path in found} | {name_of(path) for path in found}
    if strangers := sorted(said.keys() - known):
        raise ReadError(f"{OWNERS_FILE} names what is not there: {', '.join(strangers[:5])}")
    return sorted(found), said


def name_of(path: Path) -> str:
    """Return what an export is called: a file named as every export's is called by its folder."""
    return path.parent.name if key_of_member(path.name) in MEMBERS else path.stem


def each_given(exports: list[Path], faults: list[str]) -> Iterator[tuple[Path, Given]]:
    """Yield what each export gives; what cannot be read becomes a fault that names its file."""
    for path in exports:
        try:
            given = given_by(path)
        except NetscoutError as error:
            faults.append(f"{path.name}: {error}")
        except OSError as error:
            faults.append(f"{path.name}: it cannot be read: {error.strerror}")
        else:
            yield path, given


def refuse(faults: list[str]) -> None:
    """Raise if there are faults, with all of them in one message."""
    if faults:
        raise ReadError(fault_list(f"{len(faults)} exports cannot be read", faults))


def _owners(file: Path) -> dict[str, str]:
    """Return the profile of each export's owner, as the keeper says: the rows of owners.csv."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            header, *rows = list(csv.reader(text)) or [[]]
    except UnicodeDecodeError:
        raise ReadError(f"{file} is not UTF-8 text: save it as UTF-8") from None
    except csv.Error as error:
        raise ReadError(f"{file}: {error}") from None
    except OSError as error:
        raise ReadError(f"{file} cannot be read: {error.strerror}") from error
    if header != ["file", "profile"]:
        raise ReadError(f"{file} must have the columns file,profile")
    faults = [
        f"row {number} is not a file and the address of a profile"
        for number, row in enumerate(rows, 2)
        if len(row) != len(header) or not url_key(row[1])
    ]
    if faults:
        raise ReadError(fault_list(f"{file} has {len(faults)} faults", faults))
    return {name: url_key(profile) for name, profile in rows}
