"""The conventions of the project, as tests."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import matplotlib.axes
import matplotlib.pyplot
import pandas as pd
import pytest

import netscout as ns

PACKAGE = Path(ns.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py"))
FUNCTIONS = [name for name in ns.__all__ if inspect.isfunction(getattr(ns, name))]
NOT_FROM_A_NETWORK = {"load": "path", "check": "path", "from_graph": "G", "example": None, "simulate": "seed", "log": "folder", "undo": "folder", "wrap_up": "folder"}  # fmt: skip

THREE_WORDS = {"draft": 3, "check_draft": 3}  # a letter: to whom, and which one
FURTHER = {
    "chains": ("Dana Whitlock",),
    "check_draft": ("Dana Whitlock", "Dear Dana"),
    "draft": ("Dana Whitlock", "thanks"),
    "prep_sheet": ("Dana Whitlock",),
}
"""What a function wants beside the network."""

# Each room may import the rooms of the lines before its own.
LAYERS = [
    ["errors", "_metrics", "_paths", "_pooling", "_worlds"],
    ["schema", "_save", "_greedy", "seasons", "_balls", "_kernels"],
    ["identity", "assumptions", "_cover", "_lines", "_worlds_compiled"],
    ["roles", "_phrases", "_balls_compiled"],
    ["courtesy"],
    ["network", "goal", "relations"],
    ["readers", "odds", "follow_ups", "_asks"],
    ["growth", "drafts", "ics", "journal"],
    ["connectors", "examples", "_compare", "sharing"],
    ["_ties", "forecast", "_rankings", "lab"],
    ["graph", "_sample"],
    ["chains"],
    ["reach"],
    ["_candidates", "measures"],
    ["ask", "backtest", "exports"],
    ["plan", "prep", "pool"],
    ["plot"],
    ["page"],
    ["__init__"],
    ["cli"],
    ["__main__"],
]  # fmt: skip
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
UPWARD_ON_PURPOSE = {("network", "graph")}
ONLY_IN = {
    "matplotlib": {"plot"},
    "pyvis": {"page"},
    "jinja2": {"page"},
    "networkx": {"graph", "measures", "exports", "page", "_rankings"},
    "igraph": {"page"},
    "filelock": {"journal"},
    "icalendar": {"readers", "ics"},
    "typer": {"cli"},
    "rich": {"cli"},
    "duckdb": {"pool"},
    "pyspark": {"pool"},
    "splink": {"pool"},
    "numba": {"_kernels", "_lines"},
}
NO_TABLES_IN = {
    "_balls",
    "_cover",
    "_worlds",
    "_kernels",
    "_lines",
    "_worlds_compiled",
    "_balls_compiled",
    "_paths",
    "_pooling",
    "_greedy",
    "_metrics",
    "forecast/pace",
    "growth/rates",
}


def room(path):
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def imports(path, *, runtime=True):
    """Yield the modules a file imports, without those only for type checkers."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "netscout":
            yield from (f"netscout.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path):
    here = room(path)
    assert here in LEVEL, f"give {here} a place among the layers"
    for module in imports(path):
        top, _, rest = module.partition(".")
        if top == "netscout" and rest:
            there = rest.split(".")[0]
            fine = there == here or LEVEL[there] < LEVEL[here]
            assert fine or (here, there) in UPWARD_ON_PURPOSE, f"{here} imports {there}"
        if top in ONLY_IN:
            assert here in ONLY_IN[top], f"{here} imports {top}"
        if str(path.relative_to(PACKAGE).with_suffix("")) in NO_TABLES_IN:
            assert top != "pandas", f"{path} sees tables"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text("utf-8").splitlines()) <= 450


def test_the_public_names_are_sorted_few_and_there():
    assert ns.__all__ == sorted(ns.__all__)
    assert len(ns.__all__) <= 48
    assert set(ns.__all__) <= set(dir(ns))
    for name in ns.__all__:
        assert getattr(ns, name).__doc__


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_takes_the_network_first_and_options_by_keyword(name):
    parameters = list(inspect.signature(getattr(ns, name)).parameters.values())
    positional = [p for p in parameters if p.kind is not p.KEYWORD_ONLY]
    options = [p for p in positional if p.default is not p.empty]
    if name in NOT_FROM_A_NETWORK:
        first = NOT_FROM_A_NETWORK[name]
        assert (positional[0].name if positional else None) == first
        assert len(positional) <= {"log": 3, "wrap_up": 2}.get(name, 1)
    else:
        assert positional[0].name in {"net", "net_or_table"}
        assert len(positional) <= THREE_WORDS.get(name, 2)
        assert not options


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_shows_how_it_is_used(name):
    doc = inspect.getdoc(getattr(ns, name))
    assert ">>>" in doc
    assert doc.splitlines()[0].endswith(".")


def _questions():
    for name in FUNCTIONS:
        if name in NOT_FROM_A_NETWORK:
            continue
        yield name


@pytest.mark.parametrize("name", list(_questions()))
def test_a_question_leaves_its_input_as_it_was(name, tmp_path):
    net = ns.example()
    before = [pd.util.hash_pandas_object(t).sum() for t in (net.people, net.events)]
    function = getattr(ns, name)
    file = {"write_ics": "due.ics", "export": "net.graphml"}.get(name)
    further = (tmp_path / file,) if file else FURTHER.get(name, ())
    result = function(net, *further)
    matplotlib.pyplot.close("all")
    after = [pd.util.hash_pandas_object(t).sum() for t in (net.people, net.events)]
    assert before == after
    assert isinstance(
        result, (pd.DataFrame, ns.Network, ns.Page, matplotlib.axes.Axes, str, list, Path)
    )


def test_import_is_light():
    code = (
        "import sys, netscout; heavy = {'matplotlib', 'pyvis', 'networkx', 'duckdb', 'numba', 'pyspark', 'scipy.stats',"
        " 'jinja2', 'IPython', 'rich', 'typer'}; print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_changelog_opens_with_the_version():
    changelog = (PACKAGE.parent / "CHANGELOG.md").read_text("utf-8")
    assert f"## {ns.__version__}" in changelog
    pyproject = (PACKAGE.parent / "pyproject.toml").read_text("utf-8")
    assert f'version = "{ns.__version__}"' in pyproject
