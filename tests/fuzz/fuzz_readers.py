"""Throw bytes at the readers: they read them with a full account, or refuse them in words.

python tests/fuzz/fuzz_readers.py [seconds]        mutates real forms with a seeded generator
python tests/fuzz/fuzz_readers.py --atheris [...]  guided by coverage, where atheris is installed
"""

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from export_files import SIX, connections, export, six, table

import netscout as ns
from netscout import ReadError

NAMES = [
    "Connections.csv",
    "messages.csv",
    "Invitations.csv",
    "log.csv",
    "people.csv",
    "a.json",
    "a.zip",
]
MESSAGES = [
    "CONVERSATION ID",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "RECIPIENT PROFILE URLS",
    "DATE",
    "FOLDER",
]
ODD = [b"\0", b'"', b'""', b"\n", b"\r", b",", b";", b"\t", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae",
       b"=1+1", b"PK\3\4", b"03/04/2023", b"," * 300, b"a" * 70_000]  # fmt: skip


def seeds(folder: Path) -> list[bytes]:
    text = connections()
    return [
        text.encode(),
        text.encode("utf-16"),
        connections(six(), header=SIX, delimiter=";").encode("cp1252", "replace"),
        table(
            MESSAGES, [["2-a", "Ada Test", "", "Me", "", "2023-06-01 14:03:22 UTC", ""]]
        ).encode(),
        b'From,To,Sent At,Message,Direction\nMe,Ada,"6/30/22, 8:12 PM",,OUTGOING\n',
        b"date,event,person,other,channel,note\n2024-01-02,met,Ada Test,,phone,\n",
        b"name,company\nAda Test,Acme\n",
        b'{"elements":[{"snapshotDomain":"CONNECTIONS","snapshotData":[{"First Name":"A"}]}]}',
        export(folder / "seed.zip", {"Connections.csv": text}).read_bytes(),
    ]


def mutated(rng: random.Random, data: bytes) -> bytes:
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(data) + 1), rng.choice([0, 1, 1, 2, 8, 60])
        middle = rng.choice(
            [b"", rng.choice(ODD), rng.randbytes(rng.randint(1, 4)), data[at : at + size] * 2]
        )
        data = data[:at] + middle + data[at + size :]
    return data


def try_one(folder: Path, name: str, data: bytes) -> bool:
    """Return whether the bytes were read; anything but a reading or a `ReadError` gets out."""
    path = folder / name
    path.write_bytes(data)
    for line in ns.check(path).itertuples(index=False):
        assert line.rows == line.kept + line.hidden + line.merged + line.skipped, line
    try:
        ns.load(path)
    except ReadError as error:
        assert str(error)
        return False
    return True


def main() -> None:
    rng, tried, read = random.Random(1), 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--atheris" in sys.argv:
            import atheris

            def one(data: bytes) -> None:
                try_one(folder, NAMES[len(data) % len(NAMES)], data)

            atheris.Setup([a for a in sys.argv if a != "--atheris"], one)
            atheris.Fuzz()
            return
        known = seeds(folder)
        end = time.monotonic() + (float(sys.argv[1]) if len(sys.argv) > 1 else 30)
        while time.monotonic() < end:
            data = mutated(rng, rng.choice(known))
            try:
                read += try_one(folder, rng.choice(NAMES), data)
            except Exception:
                print(f"after {tried:,} files: {data!r}")
                raise
            tried += 1
    print(f"{tried:,} files: {read:,} read, {tried - read:,} refused with a reason")


if __name__ == "__main__":
    main()
