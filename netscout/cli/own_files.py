"""The verbs about the user's own files: what is read of them, and what is written into them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netscout.cli._app import app
from netscout.cli._options import Json, Person, Where
from netscout.cli._output import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Callable

Folder = Annotated[
    Path, typer.Option("--in", help="Your folder [default: here].", metavar="FOLDER")
]
Day = Annotated[str | None, typer.Option("--on", help="The day [default: today].", metavar="DATE")]
HERE = Path()
GOALS_SHOWN = 10


@app.command(epilog="Example: `netscout check Basic_LinkedInDataExport_03-01-2026.zip`")
def check(path: Where, as_json: Json = False) -> None:
    """Show what would be read of your files, and what would not, and why."""
    from netscout.errors import ReadError
    from netscout.readers import check as check_
    from netscout.readers import suggest_goal

    table = check_(path)
    if as_json:
        print_json(table)
        return
    names = {name: name.capitalize() for name in table.columns}
    print_table({names[name]: table[name] for name in table.columns})
    try:
        companies = suggest_goal(path)
    except ReadError:
        return  # the table says what is wrong
    if len(companies):
        print("\nCompanies you have applied to, saved a job of, or follow (for the goal):")
        shown = companies.head(GOALS_SHOWN)
        print_table({name.capitalize(): shown[name] for name in shown.columns})
        if more := len(companies) - len(shown):
            print(f"… and {more:,} more")


@app.command(epilog='Example: `netscout log met "Dana Whitlock" --channel phone`')
def log(
    event: Annotated[str, typer.Argument(help="asked, agreed, met, named, thanked, updated …")],
    person: Person,
    folder: Folder = HERE,
    channel: Annotated[str, typer.Option(help="in person, phone, video, email …")] = "",
    named: Annotated[
        list[str] | None,
        typer.Option(help='"Lee Ortiz, publicist, Marquee Theatricals" (may be repeated).'),
    ] = None,
    other: Annotated[str, typer.Option(help="The third person; `anyone` for names.")] = "",
    note: Annotated[str, typer.Option(help="Anything to remember.")] = "",
    on: Day = None,
) -> None:
    """Add what happened to your log.csv."""
    from netscout.journal import log as log_

    rows = log_(
        folder, event, person, on=on, channel=channel, named=named or (), other=other, note=note
    )
    _say(rows)


@app.command(epilog="Example: `netscout undo`")
def undo(folder: Folder = HERE) -> None:
    """Take back the last entry that netscout wrote."""
    from netscout.journal import undo as undo_

    print(f"Taken back in {', '.join(undo_(folder))}.")


@app.command("wrap-up", epilog='Example: `netscout wrap-up "Dana Whitlock"`')
def wrap_up(person: Person, folder: Folder = HERE, on: Day = None) -> None:
    """Answer six short questions after a conversation; everything goes to your log.csv."""
    from netscout._wrap_up import wrap_up as wrap_up_

    ask: Callable[..., Any] = typer.prompt
    answers = {
        "channel": ask("How did you talk (in person, phone, video, email)", default=""),
        "note": ask("What to remember, with #topics you asked about", default=""),
    }
    named: list[str] = []
    while name := ask("Who was named (name, role, company; empty: nobody more)", default=""):
        named.append(name)
    answers["may_use_name"] = bool(named) and typer.confirm(
        "May you say who sent you", default=False
    )
    answers["asked_for_names"] = bool(named) or typer.confirm("Did you ask for names", default=True)
    answers["next_step"] = ask("What is the next step", default="")
    answers["thanked"] = ask("How have you thanked (note, email …; empty: not yet)", default="")
    _say(wrap_up_(folder, person, on=on, named=named, **answers))


def _say(rows: Any) -> None:
    for row in rows.itertuples(index=False):
        print("Logged: " + ", ".join(cell for cell in row if cell))
    for sentence in rows.attrs["said"]:
        print(f"Note: {sentence}")
    if not len(rows):
        print("Nothing new to log.")
