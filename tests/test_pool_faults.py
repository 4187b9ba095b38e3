"""What goes wrong around a pool: two programs at once, a full disk, files that are damaged."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from pools import give, graph, write_graph

from netscout import pool
from netscout.errors import NetscoutError, ReadError
from netscout.journal.files import locked
from netscout.pool import answers, inbox
from netscout.pool.steps import InMemory

EXPORTS = {0: {1, 2}, 1: {0, 3, 4}, 7: {3, 8}, 9: {5, 6}}
ON_A_FULL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from netscout.cli import main
main()
"""


@pytest.fixture
def given(tmp_path):
    return give(tmp_path / "given", EXPORTS)


def tables(out):
    club = pool.open(out, engine="numpy")
    return club.people(), club.ties(), club.owners()


def same(one, other):
    for left, right in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(left, right)


def test_gathering_at_the_same_time_takes_turns(given, tmp_path):
    key = tmp_path / "secret"
    pool.gather(given, tmp_path / "one", key=key)
    pool.gather([given / "0.csv"], tmp_path / "two", key=key)
    with ThreadPoolExecutor(4) as threads:
        done = [
            threads.submit(pool.gather, [given / f"{owner}.csv"], tmp_path / "two", key=key)
            for owner in [*EXPORTS] * 3
        ]
    assert not [each.exception() for each in done if each.exception()]
    same(tables(tmp_path / "one"), tables(tmp_path / "two"))


@pytest.mark.parametrize("what", ["gather", "forget", "sketch"])
def test_who_waits_for_long_is_told(given, tmp_path, monkeypatch, what):
    out = tmp_path / "club"
    pool.gather(given, out)
    club, before = pool.open(out, engine="numpy"), tables(out)
    monkeypatch.setattr("netscout.journal.files.WAIT", 0.05)
    do = {
        "gather": lambda: pool.gather(given, out),
        "forget": lambda: pool.forget(out, "in/person-0"),
        "sketch": lambda: pool.sketch(club, keep=True),
    }
    with locked(out), pytest.raises(NetscoutError, match="another program has been writing"):
        do[what]()
    same(tables(out), before)
    do[what]()


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited there")
def test_a_full_disk_changes_nothing_and_can_be_said_again(given, tmp_path):
    key, out = tmp_path / "secret", tmp_path / "club"
    pool.gather([given / f"{owner}.csv" for owner in EXPORTS if owner], tmp_path / "never", key=key)
    pool.gather(given, out, key=key)
    before = tables(out)

    def full(*words):
        done = subprocess.run(
            [sys.executable, "-c", ON_A_FULL_DISK, "pool", *map(str, words), "--key", str(key)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        assert not [*out.rglob("*.part")]
        same(tables(out), before)
        return done.stderr

    assert "that the disk has room" in full("gather", given, "-o", out)
    assert "then say the same once more" in full("forget", out, "in/person-0")
    pool.forget(out, "in/person-0", key=key)
    same(tables(out), tables(tmp_path / "never"))


@pytest.mark.parametrize("name", ["people", "ties", "owners"])
@pytest.mark.parametrize("engine", ["numpy", "duckdb"])
@pytest.mark.parametrize("data", [b"", b"PAR1 and then nothing", None])
def test_a_damaged_file_is_named_with_what_to_do(given, tmp_path, name, engine, data):
    pool.gather(given, tmp_path / "club")
    file = tmp_path / "club" / f"{name}.parquet"
    file.unlink()
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(NetscoutError, match=rf"{name}\.parquet|there is no pool in") as told:
        pool.hops(pool.open(tmp_path / "club", engine=engine))
    assert any(remedy in str(told.value) for remedy in ("gather again", "are there", "make one"))


def test_what_a_damaged_share_held_can_be_gathered_again(given, tmp_path):
    out = tmp_path / "club"
    pool.gather(given, out)
    before = tables(out)
    share = min((out / "shares").iterdir())
    share.write_bytes(b"nothing that can be read")
    with pytest.raises(NetscoutError, match=share.name):
        pool.forget(out, "in/person-9")
    same(tables(out), before)
    pool.gather(given, out)
    same(tables(out), before)


@pytest.mark.parametrize("engine", ["numpy", "memory"])
@pytest.mark.parametrize("end", ["source", "target"])
def test_ties_of_nobody_are_told_before_a_kernel_sees_them(tmp_path, engine, end):
    people, ties = graph(20, 60)
    ties.loc[3, end] = people["id"].max() + 1
    folder = write_graph(tmp_path / "g", people, ties)
    with pytest.raises(NetscoutError, match="gather again"):
        pool.open(folder, engine=engine)


@pytest.mark.parametrize("ask", ["spread", "balls", "targets"])
def test_a_step_from_a_stranger_is_an_error(tmp_path, ask):
    people, ties = graph(20, 60)
    steps = pool.open(write_graph(tmp_path / "g", people, ties)).steps
    stranger = people["id"].to_numpy()[-1:] + 1
    more = {"words": 1, "seed": 1} if ask == "spread" else {}
    with pytest.raises(NetscoutError, match="open it again"):
        getattr(steps, ask)(stranger, hops=2, **more)


def test_a_pool_that_changes_while_it_is_opened_says_so(given, tmp_path, monkeypatch):
    out = tmp_path / "club"
    pool.gather([given / "0.csv"], out)

    class Slow(InMemory):
        @classmethod
        def read(cls, folder, **options):
            read = InMemory.read(folder, **options)
            pool.gather(given, out)
            return read

    monkeypatch.setattr(answers, "InMemory", Slow)
    with pytest.raises(NetscoutError, match="open it again"):
        pool.open(out)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda club: pool.hops(club, -1), "`k` must be 0 or more"),
        (lambda club: pool.sketch(club, -1), "`k` must be 0 or more"),
        (lambda club: pool.waves(club, [], hops=-1), "`hops` must be 0 or more"),
        (lambda club: pool.waves(club, [], worlds=0), "`worlds` must be 1 or more"),
        (lambda club: pool.choose(club, 0), "`k` must be 1 or more"),
        (lambda club: pool.choose(club, hops=-1), "`hops` must be 0 or more"),
        (lambda club: pool.choose(club, among=["p-nobody"]), "nobody in the pool is called p-no"),
        (lambda club: pool.bridges(club, floor=0), "`floor` must be 1 or more"),
        (lambda club: pool.unreached(club, ["A"], floor=0), "`floor` must be 1 or more"),
        (lambda club: pool.reach(club, "in/person-0", floor=0), "`floor` must be 1 or more"),
        (lambda club: pool.ask_next(club, "in/person-0", hops=-1), "`hops` must be 0 or more"),
    ],
)
def test_what_cannot_be_asked_is_said(given, tmp_path, ask, message):
    pool.gather(given, tmp_path / "club")
    with pytest.raises(NetscoutError, match=message):
        ask(pool.open(tmp_path / "club", engine="numpy"))


@pytest.mark.parametrize("memory", ["much", "1KB"])
def test_a_memory_that_will_not_do_is_said(given, tmp_path, memory):
    pool.gather(given, tmp_path / "club")
    with pytest.raises(NetscoutError, match=r"[Mm]emory"):
        pool.hops(pool.open(tmp_path / "club", engine=pool.DuckDB(memory=memory)))


def test_a_file_is_no_pool(given, tmp_path):
    (tmp_path / "club").write_text("mine")
    with pytest.raises(ReadError, match="is a file; a pool is a folder"):
        pool.gather(given, tmp_path / "club")
    assert not (tmp_path / "club.key").exists()
    assert (tmp_path / "club").read_text() == "mine"


def test_a_note_that_is_damaged_is_no_traceback(given, tmp_path):
    pool.gather(given, tmp_path / "club")
    (tmp_path / "club" / "pool.json").write_text("nothing")
    with pytest.raises(ReadError, match="is not the key of"):
        pool.gather(given, tmp_path / "club")


def test_an_export_that_may_not_be_read_is_one_of_the_faults(given, tmp_path, monkeypatch):
    def forbidden(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(inbox, "given_by", forbidden)
    with pytest.raises(ReadError, match=r"0\.csv: it cannot be read: Permission denied\n"):
        pool.gather(given, tmp_path / "club")
