"""The notebooks run top to bottom from a clean checkout, and show what they promise."""

import itertools
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.loopback  # a kernel is spoken to through sockets

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOWN = {
    "01_first_look": ["The network of Robin Vale", "log.csv", "<iframe", "how often"],
    "02_reach": ["Dana Whitlock", "image/png", "Marquee Theatricals", "assumed"],
    "03_ask_next": [
        "image/png",
        "p_best",
        "conversation follows",
        "sure yes",
        "no other ten",
        "if_no",
        "Thank ",
    ],
    "04_growth": [
        "image/png",
        "wave",
        "extinction",
        "asked_for_names",
        "than your recent pace",
        "Oskar Iversby",
        "two fresh first contacts a week",
        "betweenness",
        "Longest chain of referrals: Oskar Iversby",
    ],
    "05_conversations": [
        "image/png",
        "3B7",
        "<iframe",
        "Mei Silvestrin suggested",
        "asks for a job",
        "entries",
        "did you mean 'Dana Whitlock'",
        "Thank you for sending me to Dana Whitlock",
        "keep-in-touch",
        "Dana Whitlock suggested that I write to you",
        "Lee Ortiz",
    ],
    "06_backtest": [
        "ask_next",
        "shrunk rate",
        "asks are left out",
        "image/png",
        "log loss",
        "below 20",
    ],
    "07_pooled": ["who,key,name,company,role", "p-", "known", "ratio", "ties before"],
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A clean copy of what a notebook sees."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in ("notebooks", "data"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_promises(path, checkout):
    book = nbformat.read(checkout / "notebooks" / path.name, as_version=4)
    client = NotebookClient(
        book, timeout=120, resources={"metadata": {"path": checkout / "notebooks"}}
    )
    client.execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o["output_type"] == "stream" and o["name"] == "stderr"]
    text = json.dumps(outputs, ensure_ascii=False)
    for shown in SHOWN[path.stem]:
        assert shown in text, shown
    assert not list(checkout.glob("notebooks/*.html"))


@pytest.mark.slow
@pytest.mark.parametrize("kept", [[], ["linkedin"]], ids=["empty folder", "LinkedIn only"])
def test_a_week_of_conversations_begins_with_nothing(kept, tmp_path):
    for part in ("notebooks", "data"):
        shutil.copytree(ROOT / part, tmp_path / part)
    example = tmp_path / "data" / "example"
    for path in [path for path in example.iterdir() if path.name not in kept]:
        path.unlink() if path.is_file() else shutil.rmtree(path)
    (example / "netscout.toml").write_text('me = "Ada Example"\n', "utf-8")
    book = nbformat.read(tmp_path / "notebooks" / "05_conversations.ipynb", as_version=4)
    where = {"metadata": {"path": tmp_path / "notebooks"}}
    NotebookClient(book, timeout=120, resources=where).execute()
    text = json.dumps([cell.get("outputs", []) for cell in book.cells], ensure_ascii=False)
    for shown in ("No asks and no conversations", "Mei Silvestrin suggested", "keep-in-touch"):
        assert shown in text


@pytest.mark.parametrize("folder", ["only LinkedIn", "nothing yet"])
def test_the_growth_of_a_new_folder_is_shown_too(folder, checkout, tmp_path):
    if folder == "nothing yet":
        (tmp_path / "netscout.toml").write_text('me = "Robin Vale"\n')
        (tmp_path / "log.csv").write_text("date,event,person,other,channel,note\n")
    else:
        shutil.copytree(checkout / "data" / "example" / "linkedin", tmp_path / "linkedin")
    book = nbformat.read(checkout / "notebooks" / "04_growth.ipynb", as_version=4)
    for cell in book.cells:
        cell.source = cell.source.replace("../data/example", str(tmp_path))
    resources = {"metadata": {"path": checkout / "notebooks"}}
    NotebookClient(book, timeout=120, resources=resources).execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o["output_type"] == "stream" and o["name"] == "stderr"]
    assert "Mostly assumed" in json.dumps(outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_and_stored_without_outputs(path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell["cell_type"] == "code"]
    assert len(code) <= 15
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
    assert book.cells[0]["cell_type"] == "markdown"
    assert not re.search(r"[\w.]+@[\w.]+\.\w", path.read_text("utf-8")), "an e-mail address"


def test_every_notebook_is_tested_and_linked():
    assert [path.stem for path in NOTEBOOKS] == sorted(SHOWN)
    for path, after in itertools.pairwise(NOTEBOOKS):
        assert after.name in path.read_text("utf-8")
