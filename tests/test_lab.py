"""The course in a user's folder: `netscout lab` puts it there, and edited notebooks stay."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import warnings
import zipfile
from pathlib import Path

import course
import nbformat
import pytest
from lab_server import FOLDERS, free_port, wait_for
from typer.testing import CliRunner

import netscout as ns
from netscout import lab
from netscout.cli import app, main
from netscout.journal import mentions, start

FIRST = "01_first_look.ipynb"


@pytest.fixture
def mine(tmp_path):
    start(tmp_path / "mine", me="Robin Vale")
    return tmp_path / "mine"


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """A later version of netscout whose first notebook differs."""
    shutil.copytree(course.ROOT / "notebooks", tmp_path / "newer")
    edit(tmp_path / "newer" / FIRST, "A newer text.")

    def upgrade():
        monkeypatch.setattr(lab, "_source", lambda: tmp_path / "newer")

    return upgrade


def edit(path, text):
    book = nbformat.read(path, 4)
    book.cells[0]["source"] = text
    nbformat.write(book, path)


def run_it(path, *, shows="Dana Whitlock"):
    """Leave in a notebook what running and saving it leaves there."""
    book = nbformat.read(path, 4)
    for count, cell in enumerate(book.cells, 1):
        cell["metadata"] = {"execution": {"iopub.status.busy": "now"}}
        if cell["cell_type"] == "code":
            cell["execution_count"] = count
            cell["outputs"] = [nbformat.v4.new_output("stream", text=shows)]
    book.metadata["language_info"] = {"name": "python", "version": "3.13"}
    nbformat.write(book, path)


def text(path):
    return nbformat.read(path, 4).cells[0]["source"]


# --- putting and renewing ------------------------------------------------------------------------


def test_the_notebooks_are_put_as_they_are_and_once(mine):
    names = [f"{name}.ipynb" for name in course.NAMES]
    placed = lab.put_notebooks(mine)
    assert (placed.added, placed.renewed, placed.kept) == (names, [], [])
    for path in course.NOTEBOOKS:
        assert (mine / "notebooks" / path.name).read_bytes() == path.read_bytes()
    before = {path: path.stat().st_mtime_ns for path in (mine / "notebooks").iterdir()}
    again = lab.put_notebooks(mine)
    assert (again.added, again.renewed, again.kept) == ([], [], [])
    assert before == {path: path.stat().st_mtime_ns for path in (mine / "notebooks").iterdir()}


@pytest.mark.parametrize("has_run", [False, True], ids=["untouched", "run and saved"])
def test_a_newer_version_renews_what_has_not_been_edited(mine, newer, has_run):
    lab.put_notebooks(mine)
    if has_run:
        run_it(mine / "notebooks" / FIRST)
        assert lab.put_notebooks(mine).renewed == []
    newer()
    placed = lab.put_notebooks(mine)
    assert (placed.added, placed.renewed, placed.kept) == ([], [FIRST], [])
    assert text(mine / "notebooks" / FIRST) == "A newer text."


def test_an_edited_notebook_stays_and_is_named_once_there_is_a_newer_one(mine, newer):
    lab.put_notebooks(mine)
    edit(mine / "notebooks" / FIRST, "My own words.")
    assert lab.put_notebooks(mine).kept == []
    newer()
    for _ in range(2):
        assert lab.put_notebooks(mine).kept == [FIRST]
    assert text(mine / "notebooks" / FIRST) == "My own words."
    (mine / "notebooks" / FIRST).rename(mine / "notebooks" / "mine.ipynb")
    assert lab.put_notebooks(mine).added == [FIRST]
    assert text(mine / "notebooks" / "mine.ipynb") == "My own words."


@pytest.mark.parametrize("record", [None, b"", b"{", b"[1]", b"\xff"])
def test_without_a_record_whatever_differs_counts_as_edited(mine, newer, record):
    lab.put_notebooks(mine)
    path = mine / "notebooks" / lab.RECORD
    path.unlink() if record is None else path.write_bytes(record)
    newer()
    assert lab.put_notebooks(mine).kept == [FIRST]
    assert text(mine / "notebooks" / FIRST) != "A newer text."


def test_what_is_no_notebook_any_more_is_left(mine):
    lab.put_notebooks(mine)
    (mine / "notebooks" / FIRST).write_text("{")
    lab.put_notebooks(mine)
    assert (mine / "notebooks" / FIRST).read_text() == "{"


def test_in_a_checkout_nothing_is_put():
    placed = lab.put_notebooks(course.ROOT)
    assert placed.added == placed.kept == []
    assert not (course.ROOT / "notebooks" / lab.RECORD).exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "notebooks").write_text("a file is in the way")
    with pytest.raises(ns.NetscoutError, match="cannot make .*notebooks"):
        lab.put_notebooks(tmp_path)


def test_who_is_to_be_forgotten_is_found_in_what_notebooks_have_shown(mine):
    lab.put_notebooks(mine)
    ns.log(mine, "met", "Lee Ortiz-Vane", on="2026-03-06")
    kept = mine / "notebooks" / ".ipynb_checkpoints"
    kept.mkdir()
    for path in (mine / "notebooks" / FIRST, kept / "01_first_look-checkpoint.ipynb"):
        shutil.copy(course.NOTEBOOKS[0], path)
        run_it(path, shows="Lee Ortiz-Vane")
    told = mentions(mine, "Lee Ortiz-Vane").set_index("file")
    for name in (FIRST, ".ipynb_checkpoints/01_first_look-checkpoint.ipynb"):
        assert told.loc[f"notebooks/{name}", "left"] > 0
        assert "run it again" in told.loc[f"notebooks/{name}", "note"]


# --- whose folder --------------------------------------------------------------------------------


def test_a_notebook_looks_at_the_folder_that_it_lies_in(mine, monkeypatch):
    lab.put_notebooks(mine)
    assert lab.my_folder(mine) == lab.my_folder(mine / "notebooks") == mine.resolve()
    monkeypatch.chdir(mine / "notebooks")
    assert lab.my_folder() == mine.resolve()


@pytest.mark.parametrize(
    "sign", ["log.csv", "Connections.csv", "linkedin", "Basic_LinkedInDataExport_03-01-2026.zip"]
)
def test_a_folder_of_ones_own_is_known_by_what_is_in_it(tmp_path, sign):
    assert not lab.is_own(tmp_path)
    (tmp_path / sign).touch()
    assert lab.is_own(tmp_path)


def test_elsewhere_it_looks_at_the_example(tmp_path):
    folder = lab.my_folder(tmp_path)
    assert folder == lab.my_folder(tmp_path)
    assert ns.load(folder).people.equals(ns.example().people)


def test_notes_are_said_once_and_other_warnings_as_ever(capsys):
    with warnings.catch_warnings(record=True) as shown:
        lab.say_thin()
        for _ in range(2):
            warnings.warn("too little", ns.ThinDataWarning, stacklevel=1)
        with pytest.raises(UserWarning, match="something else"):
            warnings.warn("something else", UserWarning, stacklevel=1)
    assert capsys.readouterr().out == "Note: too little\n"
    assert shown == []


# --- the command ---------------------------------------------------------------------------------


def netscout(*words):
    return CliRunner().invoke(app, ["lab", *map(str, words)])


def test_the_command_puts_and_says_where(mine, newer):
    found = netscout(mine, "--no-open")
    assert found.exit_code == 0
    assert f"Put in {mine / 'notebooks'}: {FIRST}" in found.output
    assert "up to date" in netscout(mine, "--no-open").output
    edit(mine / "notebooks" / FIRST, "My own words.")
    newer()
    assert "rename yours, and run this once more" in netscout(mine, "--no-open").output


def test_without_files_of_ones_own_the_example_is_announced(tmp_path):
    found = netscout(tmp_path, "--no-open")
    assert found.exit_code == 0
    assert "show the invented example" in found.output
    assert "netscout init" in found.output


def test_a_public_folder_is_warned_of(mine):
    subprocess.run(["git", "init", "-q", str(mine)], check=True)
    (mine / ".gitignore").unlink()
    assert "a commit could publish" in netscout(mine, "--no-open").output


@pytest.mark.parametrize(
    ("make", "said"),
    [(False, "netscout init {}"), (True, "netscout init my-network --linkedin {}")],
    ids=["no folder", "a file"],
)
def test_a_wrong_folder_is_said_with_what_to_do(tmp_path, monkeypatch, capsys, make, said):
    path = tmp_path / "export.zip"
    if make:
        path.touch()
    monkeypatch.setattr(sys, "argv", ["netscout", "lab", str(path)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert said.format(path) in capsys.readouterr().err


def test_without_jupyterlab_it_says_how_to_get_it(mine, monkeypatch, capsys):
    monkeypatch.setattr("netscout.cli.course.find_spec", lambda _name: None)
    monkeypatch.setattr(sys, "argv", ["netscout", "lab", str(mine)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert "uv run --extra lab netscout lab" in said
    assert str(mine / "notebooks") in said
    assert (mine / "notebooks" / FIRST).exists()


@pytest.mark.slow
@pytest.mark.loopback
def test_jupyterlab_serves_the_folder_and_asks_nobody_for_news(mine, tmp_path):
    port, token = free_port(), "a-token-of-this-test"
    own = {name: str(tmp_path / "jupyter" / part) for name, part in FOLDERS.items()}
    with (tmp_path / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "netscout", "lab", str(mine), "--", "--no-browser"),
                *("--allow-root", f"--port={port}", f"--IdentityProvider.token={token}"),
            ],
            env=os.environ | own,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api?token={token}", server, tmp_path / "log.txt")
        with urllib.request.urlopen(f"{address}/api/contents/notebooks?token={token}") as found:
            listed = {entry["name"] for entry in json.load(found)["content"]}
        with urllib.request.urlopen(f"{address}/lab?token={token}") as page:
            html = page.read().decode()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    assert {path.name for path in course.NOTEBOOKS} <= listed
    assert '"news": {"disabled": true}' in html


# --- the wheel -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.index
def test_the_wheel_brings_the_notebooks_and_stays_small(tmp_path):
    uv = shutil.which("uv") or pytest.skip("no uv here: pip install uv")
    command = [uv, "build", "--wheel", "--out-dir", str(tmp_path), str(course.ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.stat().st_size < 2_000_000
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "there")
    code = "import sys; from netscout import lab; print(lab.__file__, *lab.put_notebooks(sys.argv[1]).added)"
    (tmp_path / "mine").mkdir()
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "mine")],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "there")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert Path(said[0]).is_relative_to(tmp_path / "there")
    assert said[1:] == [path.name for path in course.NOTEBOOKS]
