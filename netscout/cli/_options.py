"""Options that several verbs share, and what they mean: which network, which day, which goal."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netscout.errors import NetscoutError

if TYPE_CHECKING:
    from netscout.goal import Goal
    from netscout.network import Network

Where = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="Your folder, a LinkedIn export, or Connections.csv; also as `--in PATH`.",
    ),
]
Person = Annotated[
    str, typer.Argument(metavar="PERSON", help="A name, an id or a profile address.")
]
On = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The day from which to look, e.g. 2026-03-01 [default: today, or `as_of` in "
        "netscout.toml].",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Companies = Annotated[
    list[str] | None, typer.Option("--company", help="Look for this company (may be repeated).")
]
Roles = Annotated[
    list[str] | None, typer.Option("--role", help="Look for this role (may be repeated).")
]
Most = Annotated[int, typer.Option(help="How many rows to print.", min=1)]
Hops = Annotated[int, typer.Option(help="How many referrals at most.", min=0)]


def read(path: str, on: str | None) -> tuple[Network, date]:
    """Return the network of a path, and the day from which to look."""
    from netscout.readers import load
    from netscout.readers.settings import read_settings

    net = load(path)
    if on is not None:
        return net, as_date(on)
    folder = Path(path)
    pinned = read_settings(folder).as_of if folder.is_dir() else None
    day = pinned or date.today()  # noqa: DTZ011 - the user's own day is meant
    if net.goal and net.goal.by and net.goal.by < day:
        print(
            f"netscout: the day of your goal, {net.goal.by}, has passed; see `by` in netscout.toml",
            file=sys.stderr,
        )
    return net, day


def as_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NetscoutError(f"--on wants a date such as 2026-03-01, not {text!r}") from None


def goal_of(net: Network, companies: list[str] | None, roles: list[str] | None) -> Goal | None:
    """Return the goal given on the command line, else the network's own."""
    from netscout.goal import Goal

    if companies or roles:
        return Goal(companies=tuple(companies or ()), roles=tuple(roles or ()))
    return net.goal
