"""The command line: one verb a question, a thin layer over the same functions.

Each verb takes a user's folder or an export and prints a table (`--json` for programs) or writes a
page (`-o`). Errors are one message on standard error and exit code 2.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

from netscout.cli import (
    answers,
    checking,
    conversations,
    growth,
    own_files,
    pool,
    sharing,
)  # the verbs, in the order of --help
from netscout.cli._app import app
from netscout.errors import NetscoutError, ThinDataWarning

__all__ = [
    "answers",
    "app",
    "checking",
    "conversations",
    "growth",
    "main",
    "own_files",
    "pool",
    "sharing",
]


def main() -> None:
    """Run the command line; errors that netscout raises become one message and exit code 2."""
    warnings.showwarning = _show_warning
    warnings.simplefilter("always", ThinDataWarning)
    try:
        app(prog_name="netscout")
    except NetscoutError as error:
        print(f"netscout: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        sys.exit(0)


def _show_warning(message: Any, category: type[Warning], *_where: Any, **_more: Any) -> None:
    if issubclass(category, ThinDataWarning):
        print(f"netscout: {message}", file=sys.stderr)
