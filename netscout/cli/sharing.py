"""The verbs that give a network on: under pseudonyms to somebody, or to another program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netscout.cli._app import app
from netscout.cli._options import Where

if TYPE_CHECKING:
    from netscout.network import Network


@app.command(epilog="Example: `netscout share my-network -o for-my-coach`")
def share(
    path: Where,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="The folder to make.")
    ],
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Your secret key, made if the file is not there: with it, the same pseudonyms "
            "in every copy [default: other ones each time].",
        ),
    ] = None,
    floor: Annotated[
        int, typer.Option(help="Show no company, title or school of fewer people.", min=1)
    ] = 5,
    dates: Annotated[str, typer.Option(help="shift, week or keep.")] = "shift",
) -> None:
    """Write a copy to give away: people under pseudonyms, nothing private in it."""
    from netscout.exports import export
    from netscout.exports.files import check_folder
    from netscout.identity.secret import make_key, read_key
    from netscout.readers import load
    from netscout.sharing import share as share_

    check_folder(output)  # before a key is made
    net = load(path)
    if key and not key.exists():
        make_key(key)
        print(f"netscout: made the key {key}; keep it, and never give it away", file=sys.stderr)
    copy = share_(net, key=read_key(key) if key else None, floor=floor, dates=dates)
    written = export(copy, output, form="folder")
    print(f"{_said(copy)}\n\nThe copy: {written.resolve()}")


def _said(copy: Network) -> str:
    """Return what is still shown, and the warning that belongs to it."""
    from netscout._phrases import counted

    shown = [f"{column} of {(copy.people[column] != '').sum():,}"
             for column in ("company", "role", "school")]  # fmt: skip
    return (
        f"{counted(len(copy), 'person', 'people')} under "
        f"{'a pseudonym' if len(copy) == 1 else 'pseudonyms'}, "
        f"{counted(len(copy.events), 'event')}. Still shown: "
        f"{', '.join(shown)}.\nThis is not anonymous: who knows a part of your network may "
        "find people again by\nthe pattern of their ties. Give it to people you trust, and do not "
        "publish it."
    )


@app.command("export", epilog="Example: `netscout export data/example -o network.gexf`")
def export_(
    path: Where,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The file to write; a folder for egor.")
    ],
    form: Annotated[
        str | None,
        typer.Option(help="graphml, gexf, egor, rds or folder [default: by the file's ending]."),
    ] = None,
) -> None:
    """Write your network for Gephi, igraph or R; `netscout share` first, to give it away."""
    from netscout.exports import export
    from netscout.readers import load

    written = export(load(path), output, form=form)
    print(f"The network: {written.resolve()}")
