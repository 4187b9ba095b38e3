"""What README.md and docs/ show runs, what they link to is there, and no public name is left out."""

import ast
import os
import re
import shlex
import shutil
import tomllib
import warnings
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import matplotlib.axes
import matplotlib.pyplot
import pytest
from markdown_it import MarkdownIt
from pools import MEMBERS, share_file
from typer.testing import CliRunner

import netscout as ns
from netscout.cli import app
from netscout.readers.settings import read_settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MADE = {DOCS / "_build", DOCS / "_made"}
PAGES = [
    ROOT / "README.md",
    *sorted(page for page in DOCS.rglob("*.md") if not MADE.intersection(page.parents)),
]
EXPORT = "Basic_LinkedInDataExport_03-01-2026.zip"
STAFF = [(f"staff-{i}", f"Staff {i}", "Grand Hall", "Usher") for i in range(6)]
TABLES = {"date,event": "log.csv", "name,": "people.csv", "person,other": "aliases.csv"}
NOT_RUN = "<!-- not run:"  # stands before a block that the tests cannot run, with the reason
ANSWERS = {"wrap-up": "phone\n\nDana Whitlock, publicist\n"}  # what a reader might type
NO_COMMANDS = {"lab"}  # opens JupyterLab and waits


def name_of(page):
    return page.relative_to(ROOT).as_posix()


each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, whether its output is part of the page, its text and line."""

    language: str
    cell: bool
    text: str
    line: int


def tokens(page):
    return MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8"))


def blocks(page):
    before = ""
    for token in tokens(page):
        if token.type == "fence" and NOT_RUN not in before:
            cell, *language = token.info.split() or [""]
            text = re.sub(
                r"\A(:[\w-]+:.*\n)+", lambda tags: "\n" * tags[0].count("\n"), token.content
            )
            is_cell = cell == "{code-cell}"
            yield Block(language[0] if is_cell else cell, is_cell, text, token.map[0] + 1)
        before = token.content
        for part in token.children or ():
            if re.match(r"uv run netscout [\w-]+ \S", part.content) and part.type == "code_inline":
                yield Block("console", False, part.content, token.map[0] + 1)


@pytest.fixture
def scene(tmp_path, monkeypatch):
    """A folder like the one in which a reader tries things out."""
    shutil.copytree(ROOT / "data" / "example", tmp_path / "data" / "example")
    (tmp_path / "given").mkdir()
    ada, ben, cleo = MEMBERS
    share_file(tmp_path / "given" / "ben.csv", ben, [ada, cleo, *STAFF])
    share_file(tmp_path / "given" / "ada.csv", ada, [ben])
    export = next(tmp_path.rglob(EXPORT))
    for place in (tmp_path / EXPORT, tmp_path / "export.zip"):
        shutil.copy(export, place)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    matplotlib.pyplot.close("all")


def run_python(block, page, names):
    """Run a block as a notebook would, and return what its last line shows."""
    tree = ast.parse("\n" * block.line + block.text, name_of(page))
    last = ast.Expression(tree.body.pop().value) if shows(tree) else None
    exec(compile(tree, name_of(page), "exec"), names)
    return None if last is None else eval(compile(last, name_of(page), "eval"), names)


def shows(tree):
    """Whether a cell ends with a value, which a notebook displays, and not with a print."""
    last = tree.body[-1]
    printed = isinstance(last, ast.Expr) and ast.unparse(last).startswith("print(")
    return isinstance(last, ast.Expr) and not printed


def commands(text):
    """Yield the commands of a block for a terminal, without `uv run`."""
    for line in text.splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=";&")
        lexer.whitespace_split = True
        command = []
        for word in [*lexer, ";"]:
            if word in {";", "&&"}:
                yield command[2:] if command[:2] == ["uv", "run"] else command
                command = []
            else:
                command.append(word)


def run_commands(block, page, here):
    """Run the netscout commands of a block; returns the folder in which its last line stands."""
    for command in commands(block.text):
        os.chdir(here)
        if command[:1] == ["cd"]:
            here = here / command[1]
        elif command[:1] == ["netscout"] and command[1] not in NO_COMMANDS:
            done = CliRunner().invoke(
                app, command[1:], input=ANSWERS.get(command[1], "") + "\n" * 9
            )
            where = f"{name_of(page)}, block at line {block.line}: {shlex.join(command)}"
            assert done.exit_code == 0, f"{where}\n{done.output}\n{done.exception!r}"
    return here


@each_page
def test_the_code_of_a_page_runs(page, scene):
    names, here = {"__name__": "__main__"}, scene
    for block in blocks(page):
        if block.language == "python":
            os.chdir(scene)
            value = run_python(block, page, names)
            if block.cell and value is not None:
                assert hasattr(value, "_repr_html_") or isinstance(value, matplotlib.axes.Axes)
        elif block.language in {"", "console"}:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ns.ThinDataWarning)  # the commands print it
                here = run_commands(block, page, here)


@each_page
def test_the_files_that_a_page_shows_are_read(page, tmp_path):
    for number, block in enumerate(blocks(page)):
        if block.language == "toml":
            folder = tmp_path / str(number)
            folder.mkdir()
            (folder / "netscout.toml").write_text(block.text, "utf-8")
            assert tomllib.loads(block.text)
            read_settings(folder)
        elif block.language == "csv":
            name = next(name for begin, name in TABLES.items() if block.text.startswith(begin))
            (tmp_path / name).write_text(block.text, "utf-8")
    if any(tmp_path.glob("*.csv")):
        (tmp_path / "netscout.toml").write_text('me = "Robin Vale"', "utf-8")
        read = ns.load(tmp_path).imports
        assert (read["skipped"] == 0).all()


def test_every_public_name_is_shown_with_a_table_or_a_picture():
    shown = set()
    for page in PAGES[1:]:
        for block in blocks(page):
            if block.cell and shows(tree := ast.parse(block.text)):
                shown |= {
                    node.attr
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ns"
                }
    assert sorted(set(ns.__all__) - shown) == []


def test_every_public_name_is_in_the_reference():
    reference = (DOCS / "reference" / "functions.md").read_text("utf-8")
    listed = set(re.findall(r"^\.\. auto\w+:: ([\w.]+)$", reference, re.MULTILINE))
    assert sorted(set(ns.__all__) - listed) == []


def anchors(page):
    """The anchors of a page's headings, as the documentation and code hosts make them."""
    every = tokens(page)
    titles = [after.content for token, after in pairwise(every) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links(page):
    for token in tokens(page):
        for part in token.children or ():
            if part.type in {"link_open", "image"}:
                yield part.attrs.get("href") or part.attrs["src"]


@each_page
def test_links_lead_somewhere(page):
    wrong = []
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme:
            fine = parts.scheme in {"https", "mailto"} and "." in parts.path + parts.netloc
        elif not parts.path and parts.fragment.startswith("netscout."):
            fine = hasattr(ns, parts.fragment.removeprefix("netscout."))
        else:
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            fine = target.exists() and target.is_relative_to(ROOT)
            if fine and parts.fragment:
                fine = target.suffix == ".md" and parts.fragment in anchors(target)
        if not fine:
            wrong.append(link)
    assert wrong == []
