"""The verbs around a conversation: what is due, the sheet to prepare with, and the letters."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netscout.cli._app import app
from netscout.cli._options import Json, Most, On, Person, Where, read
from netscout.cli._output import print_json, print_table, say_day
from netscout.errors import ReadError

if TYPE_CHECKING:
    from datetime import date


@app.command(epilog="Example: `netscout due data/example --ahead 7 --ics due.ics`")
def due(
    path: Where,
    ahead: Annotated[int, typer.Option(help="How many days to look ahead.", min=0)] = 14,
    most: Most = 20,
    ics: Annotated[
        Path | None,
        typer.Option(
            "--ics", help="Also write a calendar file; writing it again renews it.", metavar="FILE"
        ),
    ] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Show the courtesies that are due: thank-yous, asking for names, keeping in touch."""
    from netscout.follow_ups import follow_ups
    from netscout.ics import write_ics

    net, day = read(path, on)
    table = follow_ups(net, on=day, ahead=ahead)
    written = write_ics(table, ics, on=day) if ics else None
    if as_json:
        print_json(table)
        return
    say_day(day, on)
    shown = _nearest(table, day, most)
    columns = {
        "Due": [f"{when:%Y-%m-%d}" for when in shown["due"]],
        "": [_when((when.date() - day).days) for when in shown["due"]],
        "What": shown["what"],
        "Why": shown["why"],
    }
    print_table(columns, empty=table.attrs["thin"] or "Nothing is due.")
    if len(table) > most:
        left = len(table) - most
        print(f"… and {left:,} more, further from today (--most {len(table)})", file=sys.stderr)
    if written:
        print(f"\nThe calendar: {written.resolve()}")


def _nearest(table: Any, day: date, most: int) -> Any:
    """Return the rows whose day is nearest, of every rule some, in the order of the table."""
    import pandas as pd

    apart = (table["due"] - pd.Timestamp(day)).abs()
    place = apart.groupby(table["rule"]).rank(method="first")
    first = table.assign(apart=apart, place=place).sort_values(["place", "apart"], kind="stable")
    return table.loc[first.index[:most]].sort_index()


def _when(days: int) -> str:
    """Return how far off a day is, in words."""
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    number = f"{abs(days)} day{'s' if abs(days) > 1 else ''}"
    return f"in {number}" if days > 0 else f"{number} over"


@app.command(epilog='Example: `netscout prep my-network "Dana Whitlock" -o dana.html`')
def prep(
    path: Where,
    person: Person,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the page.")] = Path(
        "prep.html"
    ),
    on: On = None,
) -> None:
    """Write the sheet for a conversation: what is known, and what to ask."""
    from netscout.page.prep import prep_sheet

    net, day = read(path, on)
    page = prep_sheet(net, person, on=day)
    print(f"The sheet: {page.save(output).resolve()}")


@app.command(epilog='Example: `netscout draft my-network "Dana Whitlock" thanks`')
def draft(
    path: Where,
    person: Person,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="request, introduction, confirmation, thanks, nudge or update."
        ),
    ] = "request",
    via: Annotated[
        str, typer.Option(help="Who is asked for the introduction.", metavar="PERSON")
    ] = "",
    check: Annotated[
        Path | None,
        typer.Option("--check", help="Check this letter, as you edited it.", metavar="FILE"),
    ] = None,
    on: On = None,
) -> None:
    """Draft a short letter from what your files know, or check one that you have edited."""
    from netscout.drafts import check_draft, missing_steps
    from netscout.drafts import draft as draft_

    net, day = read(path, on)
    text = _text(check) if check else draft_(net, person, kind, via=via, on=day)
    if not check:
        print(text)
    faults = check_draft(net, person, text)
    if not check:
        faults = missing_steps(net, person, kind, on=day) + faults
    for fault in faults:
        print(f"- {fault}", file=sys.stdout if check else sys.stderr)
    if check:
        print("Nothing to mend." if not faults else "")
        raise typer.Exit(1 if faults else 0)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{file} cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{file} is not a text in UTF-8: {error}") from error
