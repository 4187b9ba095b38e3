"""The notebooks as tests run them, and the folders that they run on."""

import csv
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from netscout.examples import write_example
from netscout.journal import start

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
HEADER = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]


def make_folder(where, kind):
    """Make a user's folder, with the notebooks in it as `netscout lab` puts them."""
    if kind == "example":
        where.mkdir(parents=True)  # nothing of one's own: the notebooks fall back
    elif kind == "empty":
        start(where)
    elif kind == "LinkedIn only":
        export = next((ROOT / "data" / "example" / "linkedin").iterdir())
        start(where, linkedin=export, me="Robin Vale")
    else:
        write_example(where)
        shutil.rmtree(where / "linkedin")
        write_connections(where / "linkedin" / "Connections.csv", int(kind))
    shutil.copytree(ROOT / "notebooks", where / "notebooks")
    return where


def write_connections(path, count):
    """Write an export of many connections: a few large employers and many small ones."""
    chance = random.Random(1)
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for number in range(count):
            day = date(2014, 1, 1) + timedelta(days=int(4_400 * chance.random() ** 0.7))
            employer = f"Employer {int(count / 3 * chance.random() ** 3)}"
            role = chance.choice(["Publicist", "Editor", "Producer", "Buyer", "Engineer"])
            name = [f"Vorname{number % 700}", f"Nachname{number // 3}"]
            url = f"https://www.linkedin.com/in/person-{number}"
            table.writerow([*name, url, "", employer, role, f"{day:%d %b %Y}"])


def run(folder, *names):
    """Run notebooks of a folder one after the other; return each with its outputs, by name.

    They share a kernel, which is emptied between them: starting one takes longer than most of them.
    What widgets show lies in the metadata, of all together.
    """
    place = folder / "notebooks"
    books = {name: nbformat.read(place / f"{name}.ipynb", as_version=4) for name in names}
    whole = nbformat.v4.new_notebook(metadata=books[names[0]].metadata)
    for book in books.values():
        whole.cells += [nbformat.v4.new_code_cell("%reset -f"), *book.cells]
    NotebookClient(whole, timeout=600, resources={"metadata": {"path": place}}).execute()
    for book in books.values():
        book.metadata = whole.metadata
    return books
