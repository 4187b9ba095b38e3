"""Kill a writer at random instants; what is on disk must be whole, and hold all it acknowledged.

Run as a program of its own, so that a fork copies one thread only. Prints how many kills fell and
how many of them while a write was under way.
"""

import os
import random
import signal
import struct
import sys
import time
from pathlib import Path

from netscout.journal import log, undo
from netscout.journal.history import HISTORY

HEADER = "date,event,person,other,channel,note"


def write_on(folder, start, pipe):
    """Log one numbered entry after another, and say each time that it is written."""
    number = start
    while True:
        named = f"Name {number}, publicist, Firm {number}" if number % 5 == 0 else ()
        log(folder, "met", "Dana Whitlock", on="2026-03-06", note=f"note {number}", named=named)
        os.write(pipe, struct.pack("q", number))
        number += 1


def rows(folder):
    """Return the numbers in the log, and fail if any line of it is not whole."""
    text = (folder / "log.csv").read_text("utf-8")
    assert text.endswith("\n")
    header, *lines = text.splitlines()
    assert header == HEADER
    met = [line for line in lines if ",met," in line]
    assert all(line.startswith("2026-03-06,met,Dana Whitlock,,,note ") for line in met)
    numbers = [int(line.rsplit(" ", 1)[1]) for line in met]
    names = [int(line.split("Name ")[1].split(",")[0]) for line in lines if ",named," in line]
    assert len(met) + len(names) == len(lines)
    assert names == [n for n in numbers if n % 5 == 0]  # an entry is one write
    return numbers


def main(folder, kills):
    random.seed(1)
    log(folder, "met", "Dana Whitlock", on="2026-03-06", note="note 0",
        named="Name 0, publicist, Firm 0")  # fmt: skip
    last, during = 0, 0
    for _ in range(kills):
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            os.close(reader)
            write_on(folder, last + 1, writer)
        os.close(writer)
        said = b"".join(os.read(reader, 8) for _ in range(random.choice([0, 0, 1, 2])))
        time.sleep(random.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while part := os.read(reader, 4096):
            said += part
        os.close(reader)
        acknowledged = [number for (number,) in struct.iter_unpack("q", said)]
        numbers = rows(folder)
        assert numbers == list(range(len(numbers))), "a row is lost or doubled"
        assert len(numbers) - 1 - max(acknowledged, default=last) in {0, 1}
        during += (folder / ".log.csv.part").exists() or (folder / f".{HISTORY}.part").exists()
        last = numbers[-1]
    people = (folder / "people.csv").read_text("utf-8").splitlines()[1:]
    assert len({line.split(",")[0] for line in people}) == len(people)
    if undo(folder) == ["people.csv"]:  # the last writer was stopped between the two files
        assert rows(folder) == list(range(last + 1))
        assert "log.csv" in undo(folder)
    assert rows(folder) == list(range(last))
    print(kills, last, during)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
