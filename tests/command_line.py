"""The command line as tests use it: a program of its own, or sooner in this process."""

import contextlib
import io
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from netscout.cli import main


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


def netscout(*arguments, cwd=None):
    """Run a command here, as `main` would be run; what it does not catch is raised."""
    said, complained = io.StringIO(), io.StringIO()
    code = 0
    with (
        mock.patch.object(sys, "argv", ["netscout", *map(str, arguments)]),
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
        warnings.catch_warnings(),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    return Done(code, said.getvalue(), complained.getvalue())


def as_program(*arguments, cwd=None):
    """Run a command as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "netscout", *map(str, arguments)],
        capture_output=True, text=True, cwd=cwd, encoding="utf-8", check=False,
    )  # fmt: skip
