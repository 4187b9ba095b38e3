"""The application to which every verb adds itself."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

app = typer.Typer(
    name="netscout",
    help="Whom can I reach, whom should I ask next, how is my network growing.",
    epilog="Example: `netscout report data/example`. "
    "`netscout report --help` says what a verb takes.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"netscout {version('netscout-referrals')}")
        raise typer.Exit


@app.callback()
def _before_any_verb(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Say which version this is."
        ),
    ] = False,
) -> None:
    pass
