"""The verbs about the user's own files: what is read of them, and what is written into them."""

from __future__ import annotations

import shlex
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netscout.cli._app import IN, app
from netscout.cli._options import Person
from netscout.cli._output import print_table, warn_of_repository
from netscout.errors import NetscoutError
from netscout.readers.finding import EXPORTS, LOG_FILE, PEOPLE_FILE
from netscout.readers.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Callable

Folder = Annotated[
    Path,
    typer.Option(
        IN,
        help="Your folder, also as the first word [default: here].",
        metavar="FOLDER",
        show_default=False,
    ),
]
Day = Annotated[str | None, typer.Option("--on", help="The day [default: today].", metavar="DATE")]
HERE = Path()


@app.command(epilog="Example: `netscout init my-network --linkedin EXPORT.zip --me 'Robin Vale'`")
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Your folder, to be made.")],
    linkedin: Annotated[
        Path | None,
        typer.Option(metavar="EXPORT", help="A LinkedIn export (zip) to copy into it."),
    ] = None,
    me: Annotated[str, typer.Option(metavar="NAME", help="Your name.")] = "",
) -> None:
    """Make your own folder: settings, a log, and a page that says what to do next."""
    from netscout.journal import start

    made = start(folder, linkedin=linkedin, me=me)
    for name in made:
        print(f"Made {folder / name}")
    if not made:
        print(f"{folder} has everything already; nothing was changed.")
    warn_of_repository(folder)
    print(f"\nNext: cd {shlex.quote(str(folder))}, and read START-HERE.md:\n")
    print((folder / "START-HERE.md").read_text("utf-8"))


@app.command(epilog='Example: `netscout log met "Dana Whitlock" --channel phone`')
def log(
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="asked, agreed, met, named, thanked, updated …")
    ],
    person: Person,
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    folder: Folder = HERE,
    channel: Annotated[str, typer.Option(help="in person, phone, video, email …")] = "",
    named: Annotated[
        list[str] | None,
        typer.Option(
            help='Whom they named: "Lee Ortiz, publicist, Marquee Theatricals" (may be repeated).'
        ),
    ] = None,
    other: Annotated[
        str, typer.Option(help="Whom it was about; `anyone`: you asked whom else to see.")
    ] = "",
    note: Annotated[str, typer.Option(help="Anything to remember.")] = "",
    on: Day = None,
) -> None:
    """Add what happened to your log.csv."""
    from netscout.journal import log as log_

    if more:
        raise NetscoutError(
            f"{' '.join(more)!r} is one word too many; put names in quotes: "
            f'netscout log {event} "{" ".join([person, *more])}"'
        )
    _check_folder(folder)
    rows = log_(
        folder, event, person, on=on, channel=channel, named=named or (), other=other, note=note
    )
    _say(rows)
    warn_of_repository(folder)


@app.command(epilog="Example: `netscout undo`")
def undo(folder: Folder = HERE) -> None:
    """Take back the last entry that netscout wrote."""
    from netscout.journal import undo as undo_

    log_file = folder / LOG_FILE
    before = _rows_of(log_file)
    print(f"Taken back in {', '.join(undo_(folder))}.")
    for row in before[len(_rows_of(log_file)) :]:
        print(f"  {row}")


@app.command("wrap-up", epilog='Example: `netscout wrap-up "Dana Whitlock"`')
def wrap_up(person: Person, folder: Folder = HERE, on: Day = None) -> None:
    """Answer a few short questions after a conversation; everything goes to your log.csv."""
    from netscout.journal import wrap_up as wrap_up_
    from netscout.journal.entry import whom

    _check_folder(folder)
    name, said = whom(folder, person)
    print(f"Your conversation with {name}; Enter skips a question.")
    for sentence in said:
        print(f"Note: {sentence}")
    _say(wrap_up_(folder, person, on=on, **_answers()))
    warn_of_repository(folder)


def _answers() -> dict[str, Any]:
    """Ask what a conversation brought, and return it by the names that `wrap_up` takes."""
    ask: Callable[..., str] = partial(typer.prompt, default="", show_default=False)
    channel = ask("How did you talk (in person, phone, video, email)")
    note = ask("What to remember, with #topics you asked about")
    named: list[str] = []
    while name := ask("Who was named (name, role, company; Enter: nobody more)"):
        named.append(name)
    asked = bool(named) or typer.confirm("Did you ask for names", default=True)
    may_use_name = typer.confirm("May you say who sent you", default=False) if named else None
    return {
        "channel": channel,
        "note": note,
        "named": named,
        "may_use_name": may_use_name,
        "asked_for_names": asked,
        "next_step": ask("What is the next step"),
        "thanked": ask("How have you thanked (note, email …; Enter: not yet)"),
    }


@app.command(epilog='Example: `netscout forget "Dana Whitlock" --in my-network`')
def forget(
    person: Person,
    folder: Folder = HERE,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Remove a person from your files, and leave them out of all that is read later."""
    from netscout.journal import forget as forget_
    from netscout.journal import mentions

    if not yes:
        _show_mentions(mentions(folder, person), "To be removed")
        typer.confirm(f"Forget {person}? This cannot be taken back", abort=True)
    table = forget_(folder, person)
    _show_mentions(table, "Removed")
    for sentence in table.attrs["said"]:
        print(sentence[0].upper() + sentence[1:] + ".")


def _show_mentions(table: Any, removed: str) -> None:
    columns = {"File": table["file"], removed: table["removed"], "Left": table["left"]}
    print_table(columns | {"": table["note"]}, empty="No file names them.")


def _rows_of(file: Path) -> list[str]:
    return file.read_text("utf-8", errors="replace").splitlines() if file.is_file() else []


def _check_folder(folder: Path) -> None:
    """Refuse to begin a log in a folder that is not the user's own."""
    signs = (FILE, LOG_FILE, PEOPLE_FILE, EXPORTS)
    if folder.is_dir() and not any((folder / sign).exists() for sign in signs):
        raise NetscoutError(
            f"{folder.resolve()} is no folder of yours: it has no {', '.join(signs[:-1])} and no "
            f"{EXPORTS}/. Go there, or give it by --in FOLDER; `netscout init FOLDER` makes one"
        )


def _say(rows: Any) -> None:
    for row in rows.itertuples(index=False):
        print("Logged: " + ", ".join(cell for cell in row if cell))
    for sentence in rows.attrs["said"]:
        print(f"Note: {sentence}")
    today = f"{date.today()}"  # noqa: DTZ011 - the user's own day is meant
    for day in sorted({day for day in rows["date"] if day > today}):
        print(f"Note: {day} lies in the future; the log is for what has happened.")
    if not len(rows):
        print("Nothing new to log.")
