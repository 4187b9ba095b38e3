"""What an export holds: the members of a ZIP archive or a folder, by exact name, within limits.

Nothing is unpacked to disk, and only members that some reader asks for are ever opened.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from netscout.errors import ReadError
from netscout.readers.text import SNIFFED, is_web_page, other_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

MOST_MEMBERS = 20_000
LARGEST_DIRECTORY = 8 << 20
LARGEST_MEMBER = 256 << 20
LARGEST_EXPORT = 512 << 20
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 8 << 20
TABLES = (".csv", ".tsv", ".txt")
WANTED = (
    "give the archive that LinkedIn sent (.zip, or unpacked as a folder), its Connections.csv, or "
    "your own folder"
)
END_OF_ARCHIVE = b"PK\x05\x06"
END_OF_LARGE_ARCHIVE = b"PK\x06\x06"

_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{2})-(\d{2})-(\d{4})(?!\d)")


@dataclass(frozen=True)
class Member:
    """One file of an export: what it is called, what kind its name says it is, how to read it."""

    label: str
    kind: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Export:
    """One export: its members and the day on which it was made, if its name tells."""

    name: str
    observed: date | None
    members: tuple[Member, ...]
    unopened: tuple[str, ...] = ()


def key(name: str) -> str:
    """Return what the spellings of one member's name share.

    >>> key("Jobs/Saved_Jobs.csv"), key("Messages (1).csv"), key("guide_messages.csv")
    ('savedjobs', 'messages', 'guidemessages')
    """
    stem = PurePosixPath(name.replace("\\", "/")).name.lower()
    stem = re.sub(r"\.(csv|tsv|txt|json)$", "", stem)
    stem = re.sub(r"(_\d+| \(\d+\))+$", "", stem)
    return re.sub(r"[_\s]", "", stem)


def observed(name: str) -> date | None:
    """Return the date in the name of an export (month first), None if there is none.

    >>> observed("Basic_LinkedInDataExport_07-11-2023.zip")
    datetime.date(2023, 7, 11)
    """
    for month, day, year in _DATE_IN_NAME.findall(name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def is_zip(path: Path) -> bool:
    """Whether a file is a ZIP archive, whatever it is called, and not an office document."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return path.suffix.lower() == ".zip"
        start = file.read(4096)
    office = b"[Content_Types].xml" in start or b"opendocument" in start
    return path.suffix.lower() == ".zip" or not office


def in_zip(path: Path, kinds: Collection[str]) -> list[Export]:
    """Return the exports of an archive: one for each of its folders that holds any.

    Raises
    ------
    ReadError
        It is cut off, no archive, or beyond the limits.
    """
    infos = _directory(path)
    size = sum(info.file_size for info in infos if key(info.filename) in kinds)
    if size > LARGEST_EXPORT:
        raise ReadError(f"{path.name} unpacks to {size:,} bytes, more than any export; left alone")
    folders: dict[str, list[Member]] = {}
    unopened: list[str] = []
    for info in infos:
        place = _place(info)
        if place is None or key(info.filename) not in kinds or info.is_dir():
            unopened.append(info.filename)
            continue
        member = Member(place.name, key(info.filename), partial(_unzipped, path, info))
        folders.setdefault(_folder(place), []).append(member)
    exports = [
        Export(
            f"{path.name}/{folder}" if folder and len(folders) > 1 else path.name,
            observed(folder) or observed(path.name),
            tuple(members),
            tuple(unopened) if number == 0 else (),
        )
        for number, (folder, members) in enumerate(sorted(folders.items()))
    ]
    return exports or [Export(path.name, observed(path.name), (), tuple(unopened))]


def in_folder(path: Path, kinds: Collection[str], *, skip: Collection[str] = ()) -> Export:
    """Return the export that lies unpacked in a folder, with its `Jobs` folder.

    An archive can hold links, which some programs unpack as such: those that lead out of the folder
    are not followed.
    """
    members, unopened = [], []
    inside = path.resolve()
    for file in sorted(_files(path)):
        if file.name in skip or file.suffix.lower() not in TABLES:
            continue
        if not file.resolve().is_relative_to(inside):
            unopened.append(f"{file.name} (a link that leads out of the folder)")
        elif key(file.name) in kinds:
            members.append(Member(file.name, key(file.name), partial(read_bytes, file)))
        else:
            unopened.append(file.name)
    return Export(path.name, observed(path.name), tuple(members), tuple(unopened))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file that is not too large to be what it claims.

    Raises
    ------
    ReadError
        It is larger than any export, or cannot be opened.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_MEMBER:
            raise ReadError(f"{path.name} has {size:,} bytes, more than any table of contacts")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened: {error.strerror}") from error


def _files(path: Path) -> Iterator[Path]:
    for entry in path.iterdir():
        if entry.is_file() and not entry.name.startswith((".", "~$")):
            yield entry
        elif entry.is_dir() and entry.name.lower() == "jobs":
            yield from (e for e in entry.iterdir() if e.is_file() and not e.name.startswith("."))


def _folder(place: PurePosixPath) -> str:
    """Return the folder that makes a member part of an export; `Jobs` belongs to its parent."""
    parents = [part for part in place.parts[:-1] if part.lower() != "jobs"]
    return "/".join(parents)


def _place(info: zipfile.ZipInfo) -> PurePosixPath | None:
    """Return where a member lies, None where its name leads out of the archive or it is a link."""
    name = info.filename.replace("\\", "/")
    place = PurePosixPath(name)
    absolute = name.startswith("/") or re.match(r"[A-Za-z]:", name)
    if absolute or ".." in place.parts or "__MACOSX" in place.parts or place.name.startswith("."):
        return None
    return None if stat.S_ISLNK(info.external_attr >> 16) else place


def _directory(path: Path) -> list[zipfile.ZipInfo]:
    """Return the list of members, after a look at how long it is."""
    _check_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"{path.name} {_instead(path)}") from error
    if len({info.header_offset for info in infos}) < len(infos):
        raise ReadError(f"{path.name} has members that overlap, which no export has; left alone")
    if len(infos) > MOST_MEMBERS:
        raise ReadError(f"{path.name} has {len(infos):,} members; no export has that many")
    return infos


def _instead(path: Path) -> str:
    """Return what a file is that should be a ZIP archive, and what is wanted."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    if not start:
        return "is empty; download it again"
    if is_web_page(start):
        return "is a web page, whatever its name says; download the archive itself"
    if what := other_kind(start):
        return f"is {what}" if ";" in what else f"is {what}, whatever its name says; {WANTED}"
    if start.startswith(b"PK"):
        return "is a ZIP archive that is cut off or damaged; download it again"
    return f"is not a ZIP archive, whatever its name says; {WANTED}"


def _check_size(path: Path) -> None:
    """Refuse an archive whose list of members alone would fill the memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - (1 << 16) - 256))
        tail = file.read()
    listed = 0
    if (at := tail.rfind(END_OF_ARCHIVE)) >= 0 and len(tail) >= at + 22:
        listed = struct.unpack_from("<L", tail, at + 12)[0]
    if (at := tail.rfind(END_OF_LARGE_ARCHIVE)) >= 0 and len(tail) >= at + 56:
        listed = struct.unpack_from("<Q", tail, at + 40)[0]
    if listed > LARGEST_DIRECTORY:
        raise ReadError(f"{path.name} lists more members than any export has")


def _unzipped(path: Path, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member, reading no more than an export can hold."""
    name = f"{path.name}/{info.filename}"
    if info.flag_bits & 1:
        raise ReadError(f"{name} is encrypted; unpack it with its password and give the folder")
    limit = LARGEST_MEMBER
    if info.compress_size * LARGEST_RATIO < LARGEST_MEMBER:
        limit = max(RATIO_COUNTS_FROM, info.compress_size * LARGEST_RATIO)
    if info.file_size > limit:
        raise ReadError(f"{name} unpacks to far more than its size: not an export, left alone")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as file:
            data: bytes = file.read()  # zipfile reads no more than `file_size`
    except NotImplementedError as error:
        raise ReadError(f"{name} is packed in a way Python cannot read ({error})") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ReadError(f"{name} is damaged ({error}); download the archive again") from error
    return data
