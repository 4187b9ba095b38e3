"""The application to which every verb adds itself."""

from __future__ import annotations

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
