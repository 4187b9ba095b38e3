"""The part of the test runner that refuses sockets; `conftest.py` takes its hooks over."""

import os
import tempfile
from pathlib import Path

import no_sockets
import pytest

HERE = str(Path(__file__).parent)
LOOPBACK = ("loopback", "browser", "spark")
"""Marks of tests of a kernel, a browser or a cluster on this machine."""
NETWORK = "index"
"""The mark of tests that need the package index."""


def pytest_configure(config):
    """Refuse sockets in this process and in all that it starts, before anything is collected."""
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join([HERE, *(p for p in paths if p not in ("", HERE))])
    os.environ[no_sockets.LEVEL] = "none"
    os.environ[no_sockets.SEEN] = str(Path(tempfile.mkdtemp()) / "sockets.txt")
    no_sockets.install()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Allow what a test's marks allow, its fixtures included."""
    os.environ[no_sockets.LEVEL] = level(item)
    try:
        return (yield)
    finally:
        os.environ[no_sockets.LEVEL] = "none"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Fail a test in which somebody tried, even if the error was swallowed."""
    result = yield
    if tried := refused():
        pytest.fail(f"tried to reach a network:\n{tried}", pytrace=False)
    return result


def level(item):
    if item.get_closest_marker(NETWORK):
        return "any"
    return "loopback" if any(map(item.get_closest_marker, LOOPBACK)) else "none"


def refused():
    """Return what has been refused since the last time, line by line."""
    file = Path(os.environ[no_sockets.SEEN])
    text = file.read_text("utf-8") if file.exists() else ""
    file.unlink(missing_ok=True)
    return text
