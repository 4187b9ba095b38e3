"""The application to which every verb adds itself, and where a verb takes its folder.

A verb that answers declares its folder as the first word, one that writes into it as `--in`, so
that it can be left out there. Each takes the other form, too.
"""

from __future__ import annotations

from importlib.metadata import version
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

IN = "--in"
FOLDERS = ("path", "folder")
"""What a verb calls its first word where that is the folder or export."""


class Verbs(TyperGroup):
    """The verbs, each of which is given its folder in the form that it declares."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, verb, words = super().resolve_command(ctx, args)
        return name, verb, words if verb is None else _as_declared(verb, words)


def _as_declared(verb: Any, words: list[str]) -> list[str]:
    """Return the words of a verb with its folder where the verb declares it."""
    arguments = [p for p in verb.params if p.param_type_name == "argument"]
    if any(IN in p.opts for p in verb.params):
        needed = sum(p.required for p in arguments)
        first = list(takewhile(lambda word: not word.startswith("-"), words))
        if len(first) > needed and Path(first[0]).is_dir():
            return [IN, *words]
    elif arguments and arguments[0].name in FOLDERS:
        for at, word in enumerate(takewhile(lambda word: word != "--", words)):
            if word == IN and at + 1 < len(words):
                return [words[at + 1], *words[:at], *words[at + 2 :]]
            if word.startswith(f"{IN}="):
                return [word.removeprefix(f"{IN}="), *words[:at], *words[at + 1 :]]
    return words


app = typer.Typer(
    name="netscout",
    help="Whom can I reach, whom should I ask next, how is my network growing. Every verb takes "
    "your folder as its first word, or as `--in FOLDER`.",
    epilog="Example: `netscout report data/example`. "
    "`netscout report --help` says what a verb takes.",
    cls=Verbs,
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
