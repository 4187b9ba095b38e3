"""The notebooks run top to bottom on whatever a user has, and show what they promise."""

import itertools
import json
import re
import tomllib

import course
import nbformat
import pytest

pytestmark = pytest.mark.loopback  # a kernel is spoken to through sockets

SHOWN = {
    "01_first_look": ["The network of Robin Vale", "log.csv", "<iframe", "how often"],
    "02_reach": ["image/png", "Marquee Theatricals", "you have talked before", "assumed", "braver"],
    "03_ask_next": [
        "image/png",
        "p_best",
        "conversation follows",
        "sure yes",
        "no other 10",
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
        "conversations in twelve weeks",
        "effective_size",
        "Longest chain of referrals: Oskar Iversby",
    ],
    "05_conversations": [
        "image/png",
        "The week of Monday, 02 March 2026",
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
        "for the goal",
        "14 days",
        "log loss",
    ],
    "07_pooled": [
        "who,key,name,company,role",
        "in/robin-vale",
        "p-",
        "known",
        "ratio",
        "ties before",
    ],
}
THIN = {
    "01_first_look": ["The network of"],
    "02_reach": ["The goal: roles publicist", "assumed"],
    "03_ask_next": ["No asks and no conversations"],
    "04_growth": ["Mostly assumed", "none yet", "too young here to say"],
    "05_conversations": ["No asks and no conversations", "Mei Silvestrin suggested", "Lee Ortiz"],
    "06_backtest": ["Note: 0 of your asks can be judged; below 20 no methods are compared"],
    "07_pooled": ["ties before"],
}
"""What is said where the log is empty."""
NOTHING = {
    "02_reach": ["Note: nobody you know of fits the goal", "Nobody is known yet", "no past yet"],
    "03_ask_next": ["Note: nobody is known yet"],
    "07_pooled": ["does not say which profile is yours"],
}
"""What is said where there is no export either."""
MANY = {
    "01_first_look": ["30,1", "<iframe"],
    "04_growth": ["Oskar Iversby", "conversations in twelve weeks"],
    "06_backtest": ["times a random order"],
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The folders by kind, made when first asked for."""
    place, made = tmp_path_factory.mktemp("course"), {}

    def folder(kind):
        if kind not in made:
            made[kind] = course.make_folder(place / kind.replace(" ", "-"), kind)
        return made[kind]

    return folder


def check(book, *promised):
    """Nothing on standard error, and everything promised is shown; what widgets show lies apart."""
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    outputs += [
        output
        for kept in book.metadata.get("widgets", {}).values()
        for widget in kept["state"].values()
        for output in widget["state"].get("outputs", ())
    ]
    assert [o for o in outputs if o["output_type"] == "error"] == []
    assert [o for o in outputs if o.get("name") == "stderr"] == []
    text = json.dumps(outputs, ensure_ascii=False)
    assert [shown for shown in itertools.chain(*promised) if shown not in text] == []


@pytest.mark.parametrize("name", course.NAMES)
def test_a_notebook_runs_and_shows_what_it_promises(name, folders):
    folder = folders("example")
    check(course.run(folder, name)[name], SHOWN[name])
    assert [path.name for path in folder.iterdir()] == ["notebooks"]
    assert not [path for path in (folder / "notebooks").iterdir() if path.suffix != ".ipynb"]


@pytest.mark.parametrize("kind", ["LinkedIn only", "empty"])
def test_the_notebooks_make_do_with_little(kind, folders):
    for name, book in course.run(folders(kind), *course.NAMES).items():
        check(book, THIN[name], NOTHING.get(name, ()) if kind == "empty" else ())


@pytest.mark.slow
@pytest.mark.parametrize("name", course.NAMES)
def test_a_notebook_bears_thirty_thousand_connections(name, folders):
    check(course.run(folders("30000"), name)[name], MANY.get(name, ()))


@pytest.mark.parametrize("path", course.NOTEBOOKS, ids=course.NAMES)
def test_a_notebook_is_short_and_stored_without_outputs(path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell["cell_type"] == "code"]
    assert len(code) <= 15
    assert personal(book) == []


def personal(book):
    """Return what a notebook must not be stored with: results, and whatever may name a person."""
    found = []
    for cell in book.cells:
        if cell.get("outputs") or cell.get("execution_count"):
            found.append(f"{cell['id']}: results")
        if cell.get("attachments") or cell["metadata"]:
            found.append(f"{cell['id']}: attachments or metadata")
        if address := re.search(r"[\w.+-]+@[\w-]+\.\w+", cell["source"]):
            found.append(f"{cell['id']}: the address {address.group()}")
    if unknown := set(book.metadata) - {"kernelspec", "language_info"}:
        found.append(f"metadata: {', '.join(sorted(unknown))}")  # widgets keep results there
    return found


@pytest.mark.parametrize(
    "change",
    [
        {"source": "# write to jo.test+x@mail.example"},
        {"execution_count": 3},
        {"outputs": [nbformat.v4.new_output("stream", text="Jo Test")]},
        {"metadata": {"collapsed": True}},
    ],
    ids=["an address", "a count", "an output", "metadata"],
)
def test_the_check_of_what_is_stored_finds(change):
    cell = nbformat.v4.new_code_cell("1 + 1")
    book = nbformat.v4.new_notebook(cells=[cell])
    assert personal(book) == []
    cell.update(nbformat.from_dict(change))
    assert len(personal(book)) == 1


def test_the_check_of_what_is_stored_finds_the_state_of_widgets():
    assert personal(nbformat.v4.new_notebook(metadata={"widgets": {}})) == ["metadata: widgets"]


@pytest.mark.parametrize("path", course.NOTEBOOKS, ids=course.NAMES)
def test_a_notebook_opens_with_its_question_and_ends_with_this_week(path):
    cells = nbformat.read(path, as_version=4).cells
    title = cells[0]["source"].splitlines()[0]
    assert re.fullmatch(rf"# {int(path.stem[:2])}\. .+\?", title)
    kinds = [cell["cell_type"] for cell in cells]
    assert kinds[0] == kinds[-1] == "markdown"
    assert cells[-1]["source"].startswith("**This week:** ")
    picture = re.compile(r"plot_|\.plot\.|network_map|plt\.")
    assert picture.search(next(c["source"] for c in cells if c["cell_type"] == "code"))


def test_the_notebooks_lead_one_to_the_next_and_nowhere_else():
    assert sorted(SHOWN) == course.NAMES
    known = {path.name for path in course.NOTEBOOKS}
    for path, after in itertools.pairwise(course.NOTEBOOKS):
        assert f"({after.name})" in nbformat.read(path, 4).cells[-1]["source"]
    for path in course.NOTEBOOKS:
        links = re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8"))
        assert set(links) <= known, path.name


def test_what_the_notebooks_import_comes_with_the_extra():
    needed = {"ipywidgets", "ipykernel", "jupyterlab"}
    pyproject = tomllib.loads((course.ROOT / "pyproject.toml").read_text("utf-8"))
    extra = pyproject["project"]["optional-dependencies"]["lab"]
    assert {re.split(r"\W", requirement)[0] for requirement in extra} == needed
