"""Spark gives the bits of the other engines, and a lost worker changes nothing.

One session a process: the test of the cluster runs in a process of its own.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pools import give, graph, same_as_full, signatures, write_graph

from netscout import pool
from netscout.errors import NetscoutError

pyspark = pytest.importorskip("pyspark", reason="pyspark (extra spark) is not installed")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
]

CLUSTER = """
import json, sys
sys.path.insert(0, {tests!r})
from pools import signatures
from netscout import pool
session = pool.spark_session(
    {master!r}, spark__sql__shuffle__partitions="4", spark__executor__memory="600m",
    spark__executor__cores="1", spark__driver__host="127.0.0.1",
    spark__driver__bindAddress="127.0.0.1", spark__cores__max="2",
)
session.sparkContext.setLogLevel("ERROR")
print("begin", flush=True)
club = pool.open({folder!r}, engine=pool.Spark(session, {store!r}))
ids = club.people()["id"].to_numpy()
print(json.dumps(signatures(club.steps, ids, words=1)), flush=True)
session.stop()
"""


@pytest.fixture(scope="module")
def session():
    session = pool.spark_session(
        "local[2]", spark__sql__shuffle__partitions="2", spark__driver__host="127.0.0.1",
        spark__driver__bindAddress="127.0.0.1",
    )  # fmt: skip
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.mark.parametrize(("size", "partitions"), [(300, 1), (300, 7), (10_000, 2)])
def test_spark_gives_the_bits_of_the_reference(session, tmp_path, size, partitions):
    people, ties = graph(size, {300: 2_500, 10_000: 80_000}[size])
    folder = write_graph(tmp_path / "g", people, ties)
    ids = people["id"].to_numpy()
    session.conf.set("spark.sql.shuffle.partitions", str(partitions))
    spark = pool.open(folder, engine=pool.Spark(session, tmp_path / "store"))
    golden = signatures(pool.open(folder, engine="numpy").steps, ids, words=1)
    assert signatures(spark.steps, ids, words=1) == golden


@settings(
    max_examples=2, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(people=st.integers(2, 9), ties=st.integers(1, 30), seed=st.integers(0, 99))
def test_small_networks_are_the_same_on_spark(session, tmp_path_factory, people, ties, seed):
    place = tmp_path_factory.mktemp("pool")
    nodes, pairs = graph(people, ties, seed)
    write_graph(place / "g", nodes, pairs)
    ids = nodes["id"].to_numpy()
    session.conf.set("spark.sql.shuffle.partitions", "2")
    spark = pool.open(place / "g", engine=pool.Spark(session, place / "store"))
    golden = signatures(pool.open(place / "g", engine="numpy").steps, ids, words=1)
    assert signatures(spark.steps, ids, words=1) == golden


def test_a_kept_pass_is_brought_up_to_date(session, tmp_path):
    """Spark goes on where DuckDB has stopped, and DuckDB where Spark has."""
    out = tmp_path / "club"
    exports = {0: {1, 2}, 1: {3, 4}}
    for number, more in enumerate([{}, {0: {1, 2, 5}}, {6: {1, 4}}]):
        exports |= more
        pool.gather(give(tmp_path / f"given{number}", exports), out, key=tmp_path / "key")
        engine = pool.Spark(session, tmp_path / "store") if number == 1 else pool.DuckDB(threads=2)
        club = pool.open(out, engine=engine)
        if number == 0:
            start = club.owners()["id"].tolist()[:1]
        same_as_full(club, start, words=1)


def test_a_store_serves_many_engines_and_keeps_nothing(session, tmp_path):
    for _ in range(2):
        engine = pool.Spark(session, tmp_path / "store")
        assert engine.save("numbers", "select id from range(10)") == 10
        engine.put("given", {"id": [1, 2]})
        assert engine.rows("select count(*) as n from given")["n"].tolist() == [2]
        engine.close()
    assert not [*(tmp_path / "store").iterdir()]


def test_a_store_that_cannot_be_written_is_said(session, tmp_path):
    (tmp_path / "store").write_text("")
    with pytest.raises(NetscoutError, match="store cannot be written"):
        pool.Spark(session, tmp_path / "store")


def test_spark_that_cannot_be_started_is_said(tmp_path):
    code = "from netscout import pool; pool.spark_session('nonsense://nowhere:1')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "NetscoutError: Spark cannot be started on nonsense://nowhere:1" in done.stderr


def test_rows_that_the_store_loses_are_an_error(session, tmp_path, monkeypatch):
    engine = pool.Spark(session, tmp_path)
    assert engine.save("numbers", "select id from range(10)") == 10
    monkeypatch.setattr(
        engine, "read", lambda name, path: session.range(9).createOrReplaceTempView(name)
    )
    with pytest.raises(ValueError, match="lost some"):
        engine.save("numbers", "select id from range(10)")


@pytest.fixture
def cluster(tmp_path):
    """A master and two workers on loopback."""
    home = Path(pyspark.__file__).parent
    environment = os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    started = []

    def start(kind, *arguments):
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}", *arguments]
        with (tmp_path / f"{len(started)}.log").open("w") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, cwd=tmp_path
            )
        started.append(process)
        return process

    port = "17077"
    start("master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0")
    _wait_for(lambda: "Starting Spark master" in (tmp_path / "0.log").read_text())
    url = f"spark://127.0.0.1:{port}"
    workers = [
        start(
            "worker.Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0",
            "--work-dir", str(tmp_path / f"work{n}"), url,
        )
        for n in range(2)
    ]  # fmt: skip
    _wait_for(lambda: (tmp_path / "0.log").read_text().count("Registering worker") == 2)
    yield url, workers
    for process in started:
        _kill(process.pid)
        process.wait()


def _wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)


def _kill(pid):
    """Kill a process with those it has started."""
    try:
        family = [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]
    except psutil.NoSuchProcess:
        return
    for process in family:
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue


def _begun(url, place, people, ties):
    """Begin every step on the cluster; return the job and what it should print."""
    folder = write_graph(place / "g", people, ties)
    store = place / "store"
    store.mkdir()
    code = CLUSTER.format(
        tests=str(Path(__file__).parent), master=url, folder=str(folder), store=str(store)
    )
    job = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    golden = signatures(pool.open(folder, engine="numpy").steps, people["id"].to_numpy(), words=1)
    assert job.stdout.readline() == "begin\n", job.stderr.read()[-2_000:]
    return job, golden


def _printed(job):
    out, error = job.communicate(timeout=400)
    assert job.returncode == 0, error[-2_000:]
    return json.loads(out)


@pytest.mark.slow
def test_a_cluster_gives_the_bits_of_the_reference(cluster, tmp_path):
    for size, ties in ((300, 2_500), (10_000, 80_000)):
        place = tmp_path / str(size)
        place.mkdir()
        job, golden = _begun(cluster[0], place, *graph(size, ties))
        assert _printed(job) == golden


@pytest.mark.slow
def test_a_killed_worker_changes_nothing(cluster, tmp_path):
    url, workers = cluster
    job, golden = _begun(url, tmp_path, *graph(3_000, 30_000))
    _wait_for(lambda: list((tmp_path / "store").glob("*/graph.*/_SUCCESS")))
    _kill(workers[1].pid)
    assert job.poll() is None  # the worker dies in the middle of the job
    assert _printed(job) == golden
