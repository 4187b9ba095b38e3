"""What several test modules share."""

import os
import shutil
import sys
from pathlib import Path

import pytest

# --- no network ----------------------------------------------------------------------------------

sys.path.insert(0, str(Path(__file__).parent / "offline"))

from refusing import (  # noqa: F401 - hooks of pytest
    pytest_configure,
    pytest_runtest_protocol,
    pytest_runtest_teardown,
)

# --- the accounting ------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _imports_add_up():
    """Every row of every file that any test reads is accounted for: none lost, none twice."""
    from netscout.readers import account, checking, folder

    table = account.table

    def checked(accounts):
        found = table(accounts)
        parts = found[["kept", "hidden", "merged", "skipped"]].sum(axis=1)
        assert (found["rows"] == parts).all(), found.to_string()
        assert (found[["rows", "kept", "hidden", "merged", "repaired", "skipped"]] >= 0).all(
            axis=None
        )
        assert (found["reason"] != "")[found["skipped"] > 0].all(), found.to_string()
        return found

    with pytest.MonkeyPatch.context() as patch:
        for module in (folder, checking):
            patch.setattr(module, "table", checked)
        yield


# --- the browser ---------------------------------------------------------------------------------

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium; without one the test is skipped, but fails where CI must have it."""
    program = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
    if program is None:
        missing = "no chromium here: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def artefacts(tmp_path):
    """Where screenshots go: NETSCOUT_ARTEFACTS, or a folder of the test's own."""
    folder = Path(os.environ.get("NETSCOUT_ARTEFACTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(browser, tmp_path):
    """Open pages; afterwards nothing may have been asked for, said, or run."""
    opened, faults = [], []

    def open_(page, *, width=1280, height=860, dark=False):
        path = page.save(tmp_path / f"page{len(opened)}.html")
        tab = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        tab.set_default_timeout(5000)
        opened.append(tab)
        own = path.as_uri()
        # Chromium's software WebGL remarks on its own speed when a screenshot is taken.
        tab.on(
            "console",
            lambda said: (
                None if "GL Driver Message" in said.text else faults.append(f"console: {said.text}")
            ),
        )
        tab.on("pageerror", lambda error: faults.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        tab.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith(("data:", own, "about:srcdoc"))
                else faults.append(f"request: {asked.url[:200]}")
            ),
        )
        tab.goto(own)
        return tab

    yield open_
    for tab in opened:
        tab.close()
    assert faults == []
