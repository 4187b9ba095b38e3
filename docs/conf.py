"""How the documentation is built: `uv run --group docs sphinx-build -W docs docs/_build/html`.

Nothing is fetched, neither while it is built nor by the pages.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import netscout

HERE = Path(__file__).parent
MADE = HERE / "_made"
KERNEL = """
c.InlineBackend.figure_formats = {"svg"}
c.HistoryManager.enabled = False
c.IPKernelApp.log_level = "ERROR"
c.IPKernelApp.exec_lines = [
    "import pandas as _pandas",
    "_pandas.options.display.float_format = '{:,.2f}'.format",
    "_pandas.options.display.max_colwidth = None",
]
"""
"""For the pages whose code is run: sharp pictures, tables of two decimals with whole sentences."""

project = "netscout"
copyright = "the netscout contributors"  # noqa: A001 - Sphinx's name
version = release = netscout.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "_made"]
default_role = "py:obj"  # `reach` in a docstring is a link

html_theme = "furo"
html_title = "netscout"
html_static_path = ["_static"]
html_css_files = ["netscout.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False

myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_in_temp = True  # what a page writes is gone after it
nb_execution_timeout = 600  # seconds a cell, on a machine that has much else to do
nb_execution_raise_on_error = True
nb_code_prompt_show = nb_code_prompt_hide = "How this table is made"
nb_merge_streams = True
nb_ipywidgets_js = {}  # would be fetched by the reader's browser

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_custom_sections = ["Returns"]  # ours are prose and lists of columns

logging.getLogger("traitlets").setLevel(logging.WARNING)  # not a line for each page that is run


def write_commands(_app: Sphinx) -> None:
    """Write the page of the command line from the help of its own verbs."""
    MADE.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "typer", "netscout.cli", "utils", "docs", "--name", "netscout"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    _title, _, text = done.stdout.partition("\n")
    (MADE / "commands.md").write_text(text, encoding="utf-8")


def prepare_kernel(_app: Sphinx) -> None:
    """Give the kernels that run the pages a profile of their own, and nothing of the user's."""
    profile = MADE / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(MADE / "ipython")


def setup(app: Sphinx) -> None:
    """Connect both to the beginning of a build."""
    app.add_lexer("csv", TextLexer)  # tables of text, which Pygments does not know
    app.connect("builder-inited", write_commands)
    app.connect("builder-inited", prepare_kernel)
