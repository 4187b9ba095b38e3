"""Throw bytes at the readers: they read them with a full account, or refuse them in words.

Guided by coverage (libFuzzer through atheris), or by mutation of real forms where atheris is not
installed.

    uv run --group fuzz python tests/fuzz/fuzz_readers.py --seconds 40
    python tests/fuzz/fuzz_readers.py --mutate --seconds 600 --seed 7
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from export_files import ROWS, SEVEN, SIX, connections, everything, export, six, table

SLOWEST = 10
MOST_MEMORY_MB = 2_048
MEMBERS = [
    "Connections.csv", "messages.csv", "Invitations.csv", "Endorsement_Received_Info.csv",
    "Endorsement Received Info.csv", "Recommendations_Given.csv", "Positions.csv", "Education.csv",
    "Profile.csv", "Notes.csv", "Contacts.csv", "Company Follows.csv", "Jobs/Job Applications.csv",
]  # fmt: skip
NAMES = [*MEMBERS, "log.csv", "people.csv", "a.json", "a.zip", "Connections.csv.zip"]
MESSAGES = ["CONVERSATION ID", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
            "FOLDER"]  # fmt: skip
ODD = [b"\0", b'"', b'""', b"\n", b"\r", b",", b";", b"\t", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae",
       b"=1+1", b"PK\3\4", b"03/04/2023", b"," * 300, b"a" * 70_000, b"NA", b"\xcd\xbe", b"%C3%AB",
       b"in/ada", b"\xef\xbb\xbf", b"\xff\xfe", b"LinkedIn Member", b"05 Nov 2023"]  # fmt: skip


def seeds(folder: Path) -> list[tuple[str, bytes]]:
    """Return names and contents of small files as exports and users write them."""
    text = connections()
    snapshot = [{"snapshotDomain": "CONNECTIONS",
                 "snapshotData": [dict(zip(SEVEN, row, strict=True)) for row in ROWS]}]  # fmt: skip
    talk = [["2-a", "Ada Test", "", "Me", "", "2023-06-01 14:03:22 UTC", "INBOX"],
            ["2-a", "Me", "", "Ada Test", "", "2023-06-02 14:03:22 UTC", ""]]  # fmt: skip
    rows = {
        "messages.csv": table(MESSAGES, talk),
        "Invitations.csv": 'From,To,Sent At,Message,Direction\nMe,Ada,"6/30/22, 8:12 PM",,OUTGOING\n',
        "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,"
        "Endorser Last Name,Endorsement Status\n2023/06/20 13:05:02 UTC,Ops,Dana,Whitlock,ACCEPTED\n",
        "Recommendations_Given.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
        '\nDana,Whitlock,Acme,Head,"a\nb","11/05/18, 03:04 PM",VISIBLE\n',
        "Positions.csv": "Company Name,Title,Started On,Finished On\nAcme,Clerk,Nov 2018,\n",
        "Education.csv": "School Name,Start Date,End Date\nState University,2015,2018\n",
        "Profile.csv": "First Name,Last Name\nRobin,Vale\n",
        "Notes.csv": "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On"
        "\nDana,Whitlock,www.linkedin.com/in/dana-whitlock,met,2025-07-30 18:20:00 UTC\n",
        "Contacts.csv": "FirstName,LastName,Companies,Emails,Profiles\nDana,Whitlock,Acme,d@x.example,\n",
        "Company Follows.csv": "Organization,Followed On\nAcme,Tue Jun 03 04:05:06 UTC 2025\n",
        "Jobs/Job Applications.csv": 'Application Date,Company Name,Job Title\n"6/3/25, 4:05 PM",Acme,A\n',
        "log.csv": "date,event,person,other,channel,note\n2024-01-02,named,Ada,Bo; Cy,phone,\n",
        "people.csv": "name,company,tags\nAda Test,Acme,friend\n",
        "a.json": json.dumps({"elements": snapshot}),
    }  # fmt: skip
    found = [(name, content.encode()) for name, content in rows.items()]
    found += [("Connections.csv", text.encode()), ("Connections.csv", text.encode("utf-16")),
              ("Connections.csv", connections(six(), header=SIX, delimiter=";").encode("cp1252", "replace")),
              ("Connections.csv", table(None, ROWS, delimiter="\t").encode())]  # fmt: skip
    for name in ("a.zip", "Connections.csv.zip"):
        found.append((name, export(folder / "seed.zip", {"Connections.csv": text}).read_bytes()))
    return found


def mutated(rng: random.Random, data: bytes) -> bytes:
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(data) + 1), rng.choice([0, 1, 1, 2, 8, 60])
        middle = rng.choice(
            [b"", rng.choice(ODD), rng.randbytes(rng.randint(1, 4)), data[at : at + size] * 2]
        )
        data = data[:at] + middle + data[at + size :]
    return data


def try_one(folder: Path, name: str, data: bytes) -> bool:
    """Return whether the bytes were read; anything but a reading or a `ReadError` gets out.

    What is read is accounted for row by row, is text that can be written, and is the same when a
    copy lies beside it.
    """
    import netscout as ns

    path = folder / name
    if name.endswith(".csv.zip"):  # the bytes as a member of an archive
        export(
            path, {name.removesuffix(".zip"): data, "Profile.csv": "First Name,Last Name\nR,V\n"}
        )
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    start = time.process_time()
    for line in ns.check(path).itertuples(index=False):
        assert line.rows == line.kept + line.hidden + line.merged + line.skipped, line
        assert line.reason or not line.skipped, line
    try:
        net = ns.load(path)
    except ns.ReadError as error:
        assert str(error).encode()
        return False
    finally:
        took = time.process_time() - start
        assert took < SLOWEST, f"{took:.1f} s"
    assert (net.people.to_csv() + net.events.to_csv()).encode()
    if name in MEMBERS:
        twice(folder, Path(name).name, data)
    return True


def twice(folder: Path, name: str, data: bytes) -> None:
    """Read a file as an export, then a copy of it too, which must say nothing new."""
    import netscout as ns

    home = folder / "home" / "linkedin"
    networks, copies = [], [home / "a" / name, home / "b" / name]
    try:
        for copy in copies:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(data)
            networks.append(ns.load(home.parent))
    except ns.ReadError:
        assert not networks  # a copy is no fault either
        return
    finally:
        for copy in copies:
            copy.unlink(missing_ok=True)
    once, again = networks
    assert set(again.people.index) == set(once.people.index)
    assert everything(again) == everything(once)


def guided(folder: Path, seconds: int, seed: int) -> None:
    """Let libFuzzer look for bytes that take new paths; it ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["netscout.readers", "netscout.identity"]):
        import netscout.readers.folder  # noqa: F401

    corpus = folder / "corpus"
    corpus.mkdir()
    for number, (name, data) in enumerate(seeds(folder)):
        (corpus / f"{number}").write_bytes(bytes([NAMES.index(name)]) + data)

    def one(data: bytes) -> None:
        if data:
            try_one(folder, NAMES[data[0] % len(NAMES)], data[1:])

    limits = [f"-max_total_time={seconds}", f"-seed={seed}", f"-rss_limit_mb={MOST_MEMORY_MB}",
              "-timeout=20", "-max_len=65536", "-print_final_stats=1", "-verbosity=0"]  # fmt: skip
    atheris.Setup([sys.argv[0], str(corpus), *limits], one)
    atheris.Fuzz()


def by_mutation(folder: Path, seconds: int, seed: int) -> None:
    rng, tried, read, known = random.Random(seed), 0, 0, seeds(folder)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name, content = rng.choice(known)
        data = mutated(rng, content)
        name = name if rng.random() < 0.7 else rng.choice(NAMES)
        try:
            read += try_one(folder, name, data)
        except Exception:
            print(f"after {tried:,} files, as {name}: {data!r}")
            raise
        tried += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{tried:,} files by mutation: {read:,} read, {tried - read:,} refused; {peak} MB at most"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutate", action="store_true", help="not guided by coverage")
    given = parser.parse_args()
    way = by_mutation if given.mutate or not find_spec("atheris") else guided
    with tempfile.TemporaryDirectory() as folder:
        way(Path(folder), given.seconds, given.seed)


if __name__ == "__main__":
    main()
