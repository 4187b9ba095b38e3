"""Nothing of netscout reaches a network: the tests refuse sockets, and the kernel does too.

`offline/refusing.py` refuses them in every test that is not marked otherwise; here it is proven
that it does.
"""

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from no_sockets import SocketRefused
from refusing import refused

EXAMPLE = Path(__file__).parents[1] / "data" / "example"
ATTEMPTS = {
    "open": socket.socket,
    "open for datagrams": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "look up": lambda: socket.getaddrinfo("netscout.example", 80),
    "look up the old way": lambda: socket.gethostbyname("localhost"),
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "download": lambda: urllib.request.urlopen("http://netscout.example/", timeout=1),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_socket_is_opened(attempt):
    with pytest.raises(SocketRefused):
        ATTEMPTS[attempt]()
    assert "socket." in refused()


@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.socket()",
        "import urllib.request as u; u.urlopen('http://netscout.example')",
    ],
)
def test_no_child_opens_one(program):
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "SocketRefused" in done.stderr
    assert "socket." in refused()


@pytest.mark.loopback
def test_a_kernel_may_speak_with_this_machine_alone():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        with pytest.raises(SocketRefused):
            client.connect(("192.0.2.1", 80))
    with socket.socket() as open_to_all, pytest.raises(SocketRefused):
        open_to_all.bind(("", 0))
    with pytest.raises(SocketRefused):
        socket.getaddrinfo("netscout.example", 80)
    assert len(refused().splitlines()) == 3


SWALLOWED = """
import subprocess, sys, pytest

def test_quiet():
    pass

def test_swallowed():
    import socket
    try:
        socket.socket()
    except Exception:
        pass

def test_by_a_child():
    subprocess.run([sys.executable, "-c", "import socket; socket.socket()"], check=False)

@pytest.fixture(scope="session")
def server():
    import socket
    with socket.socket() as server:
        yield server

@pytest.mark.loopback
def test_allowed(server):
    server.bind(("127.0.0.1", 0))
"""


def test_a_test_that_tries_fails_even_if_the_error_is_swallowed(tmp_path):
    (tmp_path / "test_it.py").write_text(SWALLOWED)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = loopback\n")
    command = [sys.executable, "-m", "pytest", "-p", "refusing", "-p", "no:cacheprovider", "-rA"]
    done = subprocess.run(
        [*command, tmp_path], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    said = done.stdout
    assert "PASSED test_it.py::test_quiet" in said
    assert "ERROR test_it.py::test_swallowed - Failed: tried to reach a network" in said
    assert "ERROR test_it.py::test_by_a_child - Failed: tried to reach a network" in said
    assert "PASSED test_it.py::test_allowed" in said
    assert "2 errors" in said


def _alone():
    """Return the command that runs a program in a network of its own, None where that is refused."""
    command = ["unshare", "--map-root-user", "--net"]
    if shutil.which(command[0]) is None:
        return None
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else None


ALL_OF_IT = """
import socket, sys
from typer.testing import CliRunner
from netscout.cli import app

try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)
    sys.exit("there is a network")
except OSError:
    pass
verbs = '''report {0} -o report.html
    map {0} -o map.html
    prep {0} in/dana-whitlock
    share {0} -o copy
    export copy -o copy.gexf
    pool share {0} -o given/robin.csv
    pool gather given -o club
    pool hops club --engine duckdb'''
for line in verbs.format(sys.argv[1]).splitlines():
    done = CliRunner().invoke(app, line.split(), catch_exceptions=False)
    assert done.exit_code == 0, (line, done.output)
"""


def test_all_of_it_runs_where_the_kernel_has_no_network(tmp_path):
    """Compiled parts too, which an audit hook of Python does not see."""
    alone = _alone()
    if alone is None:
        pytest.skip("no network of its own can be made for a process here (unshare)")
    (tmp_path / "given").mkdir()
    environment = os.environ | {"NETSCOUT_SOCKETS": "any"}  # the kernel is to refuse, not Python
    done = subprocess.run(
        [*alone, sys.executable, "-c", ALL_OF_IT, str(EXAMPLE)],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "report.html").stat().st_size > 100_000
