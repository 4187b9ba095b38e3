"""The verbs around a conversation: what is due, and the sheet to prepare with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netscout.cli._app import app
from netscout.cli._options import Json, Most, On, Person, Where, read
from netscout.cli._output import print_json, print_table, say_day, say_more


@app.command(epilog="Example: `netscout due data/example --ahead 7`")
def due(
    path: Where,
    ahead: Annotated[int, typer.Option(help="How many days to look ahead.", min=0)] = 14,
    most: Most = 20,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Show the courtesies that are due: thank-yous, asking for names, keeping in touch."""
    from netscout.follow_ups import follow_ups

    net, day = read(path, on)
    table = follow_ups(net, on=day, ahead=ahead)
    if as_json:
        print_json(table)
        return
    say_day(day, on)
    shown = table.head(most)
    columns = {
        "Due": [f"{when:%Y-%m-%d}" for when in shown["due"]],
        "": shown["status"],
        "What": shown["what"],
        "Why": shown["why"],
    }
    print_table(columns, empty="Nothing is due.")
    say_more(len(table), most)


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
