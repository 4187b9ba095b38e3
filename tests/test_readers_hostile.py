"""Hostile files: each is read or refused in words, in bounded time and memory.

A child process with limits reads all of them; each test asks what became of one.
"""

import json
import os
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from export_files import ROWS, SEVEN, SIX, URL, connections, export, write

import netscout
import netscout as ns
from netscout import ReadError

MOST_SECONDS = 20
MOST_MEMORY = 2 << 30
READER = """
import json, resource, sys, time
import netscout as ns
ns.load
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
for path in sys.stdin.read().split("\\n"):
    start = time.process_time()
    try:
        net = ns.load(path)
        said = f"read {len(net)} people, {len(net.events)} events"
    except ns.ReadError as error:
        said = str(error)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([path, said, seconds, peak]), flush=True)
"""
NAME = "Basic_LinkedInDataExport_07-11-2023.zip"
READ = "read 3 people, 4 events"
MEGABYTE = 1 << 20


def one(first="Ada", last="Test", url=URL + "ada", company="", role="", day="05 Nov 2023"):
    return connections([[first, last, url, "", company, role, day], *ROWS[1:]])


def deflated(megabytes, block):
    """Return a deflate stream of a block of a megabyte, over and over, made in no time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return part * megabytes + packer.flush()


def bomb(path, megabytes, block, times=1):
    """Write an archive whose Connections.csv unpacks to so many megabytes, under several names."""
    data = deflated(megabytes, block)
    names = [f"Connections ({n}).csv".encode() for n in range(times)]
    sizes = struct.pack("<LLL", 0, len(data), megabytes * MEGABYTE)
    out, listed = bytearray(), bytearray()
    for name in names:
        at = len(out)
        head = struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0)
        out += b"PK\3\4" + head + name + data
        listed += b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHLL", 0, 0, 0, 0, at)
        listed += name
    end = struct.pack("<HHHHLLH", 0, 0, times, times, len(listed), len(out), 0)
    return write(path, bytes(out + listed) + b"PK\5\6" + end)


def snapshot(rows):
    return json.dumps({"elements": [{"snapshotDomain": "CONNECTIONS", "snapshotData": rows}]})


MIXED = bytes(range(65, 91)) * (MEGABYTE // 26) + b"x" * (MEGABYTE % 26)
MESSAGES = "CONVERSATION ID,FROM,TO,DATE,FOLDER\n"
CELLS = {
    "T": "T", "blanks": "a ", "commas": ",", "digits": "1", "slashes": "/", "accents": "e\u0308",
    "percent signs": "%25", "brackets": "(", "words": "ab ", "at signs": "a@", "dots": "a.",
}  # fmt: skip
FILES = {
    "a line of 50 MB": ("Connections.csv", lambda: connections() + "\n" + "a" * (50 * MEGABYTE)),
    "commas for 50 MB": ("Connections.csv", lambda: connections() + "\n" + "," * (50 * MEGABYTE)),
    "a million columns": ("Connections.csv", lambda: ",".join(SEVEN) + ",x" * 1_000_000),
    "a million columns of people": ("people.csv", lambda: "name" + ",x" * 1_000_000),
    "a quoted cell of 50 MB": ("messages.csv", lambda: f'{MESSAGES}a,b,"' + "x\n" * (25 * MEGABYTE)),
    "NULs": ("Connections.csv", lambda: b"\0" * (50 * MEGABYTE)),
    "nested JSON": ("a.json", lambda: '{"elements":' + "[" * 1_000_000),
    "a long number in JSON": ("a.json", lambda: snapshot(0).replace("0", "1" * 100_000)),
    "twenty thousand keys": ("a.json", lambda: snapshot([{f"k{n}": "x" for n in range(20_000)}])),
    "a bomb by ratio": (NAME, lambda path: bomb(path, 200, bytes(MEGABYTE))),
    "a bomb by size": (NAME, lambda path: bomb(path, 2_000, MIXED)),
    "a bomb of many members": (NAME, lambda path: bomb(path, 10, MIXED, times=200)),
    "a member that is longer than it says": (
        NAME, lambda path: write(path, bomb(path, 300, MIXED).read_bytes().replace(
            struct.pack("<L", 300 * MEGABYTE), struct.pack("<L", 1_000)))),
    "twenty-five thousand members": (
        NAME, lambda path: export(path, {f"{n}.csv": "" for n in range(25_000)})),
    "archives in archives": (
        NAME, lambda path: export(path, {"a.zip": export(path, {"b.zip": b"PK"}).read_bytes()})),
}  # fmt: skip
REFUSED = {
    "a line of 50 MB": "line 9 is longer than 262,144 characters",
    "commas for 50 MB": "line 9 is longer than 262,144 characters",
    "a million columns": "line 1 is longer than 262,144 characters",
    "a million columns of people": "line 1 is longer than 262,144 characters",
    "a quoted cell of 50 MB": "is a quote never closed before it?",
    "NULs": "is not a text",
    "nested JSON": "is not valid JSON",
    "a long number in JSON": "is not valid JSON|holds no domain",
    "twenty thousand keys": "holds no domain that netscout reads",
    "a bomb by ratio": "unpacks to far more than its size",
    "a bomb by size": "more than any export|far more than its size",
    "a bomb of many members": "more than any export",
    "a member that is longer than it says": "is damaged|none of|no header",
    "twenty-five thousand members": "has 25,000 members|lists more members",
    "archives in archives": "unpack an archive within it first",
}
ODD = {
    "a quote never closed, in each row": lambda: connections(final=True) + '"Bo,T,,,,,05 Nov 2023\n' * 50_000,
    "rows of 130,000 cells": lambda: connections(final=True) + (",,,,,,05 Nov 2023" + "," * 130_000 + "\n") * 50,
    "empty lines": lambda: connections(final=True) + "\n" * MEGABYTE,
    "rows without anything": lambda: connections(final=True) + ",,,,,,\n" * 500_000,
    "one name twenty thousand times": lambda: connections(
        [["Ada", "Test", "", "", f"{n}"[-2:], f"{n % 28 + 1:02d} Nov 2023"] for n in range(20_000)], header=SIX),
    "quotes": lambda: connections(final=True) + '"' * MEGABYTE,
}  # fmt: skip
for _name, _cell in CELLS.items():
    for _column in ("first", "last", "url", "company", "role", "day"):
        ODD[f"{_name} in {_column}"] = lambda c=_column, t=_cell: one(
            **{c: t * (100_000 // len(t))}
        )


def written(path, content):
    """Write what a case makes; archives are made at their path."""
    if path.suffix == ".zip":
        content(path)
    else:
        write(path, content())
    return str(path)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """Read every hostile file in one process with limits; return what became of each."""
    home = tmp_path_factory.mktemp("hostile")
    cases = {name: (file, make) for name, (file, make) in FILES.items()}
    cases |= {name: ("Connections.csv", make) for name, make in ODD.items()}
    paths = {}
    for number, (name, (file, make)) in enumerate(cases.items()):
        folder = home / f"{number}"
        folder.mkdir()
        paths[name] = written(folder / file, make)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(MOST_MEMORY)], input="\n".join(paths.values()),
        capture_output=True, text=True, timeout=600, check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    found = {path: rest for path, *rest in map(json.loads, done.stdout.splitlines())}
    return {name: found.get(path, [done.stderr[-2000:], 0, 0]) for name, path in paths.items()}


@pytest.mark.parametrize("name", list(FILES))
def test_a_hostile_file_is_refused_in_words(verdicts, name):
    said, seconds, _peak = verdicts[name]
    assert re.search(REFUSED[name], said), said[:1000]
    assert len(said) < 3_000
    assert seconds < MOST_SECONDS


@pytest.mark.parametrize("name", list(ODD))
def test_a_file_with_hostile_cells_is_read_or_refused_in_words(verdicts, name):
    said, seconds, _peak = verdicts[name]
    assert said.startswith("read ") or "Connections.csv" in said, said[:1000]
    assert len(said) < 3_000
    assert seconds < MOST_SECONDS


def test_memory_stayed_bounded(verdicts):
    assert max(peak for _said, _seconds, peak in verdicts.values()) * 1024 < MOST_MEMORY


def test_links_out_of_an_unpacked_export_are_not_followed(tmp_path):
    outside = write(tmp_path / "outside" / "Connections.csv", connections())
    home = tmp_path / "home" / "linkedin" / "export"
    write(home / "Invitations.csv", "From,To,Sent At,Message,Direction\n")
    write(home / "real.csv", connections(ROWS[:1]))
    (home / "Connections.csv").symlink_to(outside)
    (home / "Connections_1.csv").symlink_to("real.csv")
    (home / "loop").symlink_to(home, target_is_directory=True)
    net = ns.load(tmp_path / "home")
    assert len(net) == 1
    reasons = ns.check(tmp_path / "home").set_index("file")["reason"]
    assert "Connections.csv (a link that leads out of the folder)" in reasons


def test_what_a_spreadsheet_takes_for_a_formula_is_escaped_wherever_netscout_writes():
    """Only these modules write CSV: one that escapes, one within memory, one of our own words."""
    package = Path(netscout.__file__).parent
    writers = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if re.search(r"csv\.(?:Dict)?[wW]riter|\.to_csv\(", file.read_text("utf-8"))
    }
    safe = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if re.search(r"journal\.table import .*\bcell\b", file.read_text("utf-8"))
    }
    assert writers - safe <= {"readers/snapshot.py", "examples/files.py"}


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.example";"y")', "+1", "-1", "@SUM(A1)"])
def test_formulas_are_kept_as_text_and_escaped_in_the_log(tmp_path, text):
    from netscout.journal import log

    write(tmp_path / "linkedin" / "Connections.csv", one(last=text))
    net = ns.load(tmp_path)
    assert net.people.at["in/ada", "name"] == f"Ada {text}"
    log(tmp_path, "met", "in/ada", note=text, on="2024-01-02")
    (line,) = (tmp_path / "log.csv").read_text("utf-8").splitlines()[1:]
    assert f"'{text[0]}" in line
    assert not re.search(r'(?:^|,)"?[=+@-]', line)


def test_right_to_left_marks_cannot_turn_a_name_around(tmp_path):
    net = ns.load(
        write(tmp_path / "Connections.csv", one(last="\u202etseT\u202c", company="\u2066x\u2069"))
    )
    assert list(net.people.loc["in/ada", ["name", "company"]]) == ["Ada tseT", "x"]


def test_an_archive_whose_members_overlap_is_left_alone(tmp_path):
    path = export(tmp_path / NAME, {"Connections.csv": connections()})
    with zipfile.ZipFile(path) as archive:
        (info,) = archive.infolist()
    data = path.read_bytes()
    start = data.rindex(b"PK\1\2")
    entry = data[start : start + 46 + len(info.filename)]
    listed = entry * 3_000
    end = struct.pack("<HHHHLLH", 0, 0, 3_000, 3_000, len(listed), start, 0)
    write(path, data[:start] + listed + b"PK\5\6" + end)
    with pytest.raises(ReadError, match="has members that overlap"):
        ns.load(path)
