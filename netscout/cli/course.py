"""The course of notebooks: put into the user's folder, and opened in JupyterLab."""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netscout.cli._app import app
from netscout.cli._output import warn_of_repository
from netscout.errors import NetscoutError

if TYPE_CHECKING:
    from netscout.lab import Placed

NO_JUPYTERLAB = (
    "JupyterLab is not installed: `uv run --extra lab netscout lab FOLDER` brings it, as does "
    "`pip install jupyterlab ipywidgets`. The notebooks are in {where}; "
    "any other program that runs Jupyter notebooks opens them too"
)
QUIET = (
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
)
"""JupyterLab asks its makers for news and updates otherwise; here nothing is sent anywhere."""


@app.command(epilog="Example: `netscout lab my-network`")
def lab(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Your folder.")] = Path(),
    jupyter: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="-- OPTIONS", help="Handed on to JupyterLab, e.g. FOLDER -- --no-browser."
        ),
    ] = None,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Only put the notebooks there.")
    ] = False,
) -> None:
    """Open the course of notebooks, on your own folder or the invented example."""
    from netscout.lab import is_own, put_notebooks

    _check(folder)
    placed = put_notebooks(folder)
    _say(placed)
    if is_own(folder):
        warn_of_repository(folder)
    else:
        print(
            f"{folder.resolve()} holds nothing of yours yet, so the notebooks show the invented "
            "example; `netscout init FOLDER --linkedin EXPORT.zip` makes a folder of your own.",
            file=sys.stderr,
        )
    if not no_open:
        _open(folder, placed, jupyter or [])


def _check(folder: Path) -> None:
    if folder.is_file():
        raise NetscoutError(
            f"{folder} is a file; make a folder of it: "
            f"netscout init my-network --linkedin {shlex.quote(str(folder))}"
        )
    if not folder.is_dir():
        raise NetscoutError(
            f"there is no folder {folder}; make it with `netscout init {folder}`, or look at the "
            "example with `netscout lab` alone"
        )


def _say(placed: Placed) -> None:
    for done, names in (("Put", placed.added), ("Renewed", placed.renewed)):
        if names:
            print(f"{done} in {placed.folder}: {', '.join(names)}")
    for name in placed.kept:
        print(
            f"Left {placed.folder / name} as you have edited it; there is a newer version: rename "
            "yours, and run this once more to have both."
        )
    if not (placed.added or placed.renewed or placed.kept):
        print(f"The notebooks in {placed.folder} are up to date.")


def _open(folder: Path, placed: Placed, options: list[str]) -> None:
    """Run JupyterLab until it is stopped, with the folder at its left and the first notebook."""
    if find_spec("jupyterlab") is None:
        raise NetscoutError(NO_JUPYTERLAB.format(where=placed.folder))
    from jupyterlab.labapp import main

    first = min(placed.folder.glob("*.ipynb"))
    root = f"--ServerApp.root_dir={folder.resolve()}"
    main([str(first.resolve()), root, *QUIET, *options])
