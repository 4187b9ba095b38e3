"""The command line: one verb a question, a thin layer over the same functions.

Each verb takes a user's folder or an export and prints a table (`--json` for programs) or writes a
page (`-o`). Errors are one message on standard error and exit code 2.
"""

from __future__ import annotations

import json
import sys
import warnings
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netscout.errors import NetscoutError, ThinDataWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netscout.goal import Goal
    from netscout.network import Network

app = typer.Typer(
    name="netscout",
    help="Whom can I reach, whom should I ask next, how is my network growing.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

Where = Annotated[
    str, typer.Argument(metavar="PATH", help="Your folder, a LinkedIn export, or Connections.csv.")
]
On = Annotated[
    str | None,
    typer.Option(
        help="The day from which to look, e.g. 2026-03-01 [default: today].", metavar="DATE"
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


@app.command(epilog="Example: `netscout report data/example -o report.html`")
def report(
    path: Where,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the page.")] = Path(
        "report.html"
    ),
    company: Companies = None,
    role: Roles = None,
    on: On = None,
) -> None:
    """Write one page of everything, and print the five people to ask next."""
    from netscout.ask import ask_next
    from netscout.page import report as write_report

    with _steps("Reading", "Sampling worlds", "Writing the page") as step:
        net, day = _read(path, on)
        goal = _goal(net, company, role)
        step()
        table = ask_next(net, goal=goal, k=5, on=day)
        step()
        written = write_report(net, goal=goal, on=day).save(output)
    _say_day(day, on)
    _print_asks(table)
    print(f"\nThe report: {written.resolve()}")


@app.command(epilog="Example: `netscout reach data/example --by company`")
def reach(
    path: Where,
    by: Annotated[str, typer.Option(help="person, company, role or school.")] = "company",
    company: Companies = None,
    role: Roles = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Everybody: beyond the goal, and those already met.")
    ] = False,
    most: Most = 20,
    hops: Hops = 3,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Show which people, companies, roles or schools you can reach, through whom, how likely."""
    from netscout.reach import reach as reach_

    net, day = _read(path, on)
    goal = None if everybody else _goal(net, company, role)
    table = reach_(net, by=by, goal=goal, hops=hops, on=day)
    if by == "person" and not everybody:
        table = table[~table["met"]]
    if as_json:
        _print_json(table)
        return
    _say_day(day, on)
    shown = table.head(most)
    columns = {
        "Name" if by == "person" else by.capitalize(): shown["name" if by == "person" else by]
    }
    if by == "person":
        columns |= {"Role": shown["role"], "Company": shown["company"]}
    else:
        columns |= {"People": shown["people"], "Met": shown["met"]}
    columns["Chance (90 %)"] = [_range(*row) for row in shown[["chance", "low", "high"]].to_numpy()]
    columns["Referrals"] = [
        "no known way" if hops_ is None else hops_
        for hops_ in shown["hops"].astype(object).where(shown["hops"].notna(), None)
    ]
    columns["Ask first"] = shown["via"]
    if by != "person":
        columns["Through people not seen yet"] = [f"{p:.0%}" for p in shown["unseen"]]
    _print_table(columns)
    _say_more(len(table), most)


@app.command(epilog="Example: `netscout ask data/example --company 'Marquee Theatricals'`")
def ask(
    path: Where,
    k: Annotated[int, typer.Option("-k", help="How many people.", min=1)] = 5,
    company: Companies = None,
    role: Roles = None,
    hops: Hops = 3,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Show whom to ask for a conversation next, and why."""
    from netscout.ask import ask_next

    with _steps("Reading", "Sampling worlds") as step:
        net, day = _read(path, on)
        step()
        table = ask_next(net, goal=_goal(net, company, role), k=k, hops=hops, on=day)
    if as_json:
        _print_json(table)
        return
    _say_day(day, on)
    _print_asks(table)


@app.command(epilog="Example: `netscout growth data/example --every month`")
def growth(
    path: Where,
    every: Annotated[str, typer.Option(help="day, week or month.")] = "month",
    by: Annotated[
        str | None, typer.Option(help="wave, company, role, school, channel, kind.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show how many people were new in each period."""
    from netscout.growth import growth as growth_

    net, _ = _read(path, None)
    table = growth_(net, every=every, by=by)
    if as_json:
        _print_json(table)
        return
    table = table[table["new"] > 0]
    columns = {"Period": [f"{day:%Y-%m-%d}" for day in table["period"]]}
    if by:
        columns[by.capitalize()] = table["group"].astype(str)
    _print_table(columns | {"New": table["new"], "Total": table["total"]})


@app.command("map", epilog="Example: `netscout map data/example -o map.html --color role`")
def map_(
    path: Where,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the page.")] = Path(
        "map.html"
    ),
    color: Annotated[str, typer.Option(help="company, role, school or wave.")] = "company",
    company: Companies = None,
    role: Roles = None,
    on: On = None,
) -> None:
    """Write the map of your network as a page."""
    from netscout.page import network_map

    with _steps("Reading", "Drawing the map") as step:
        net, day = _read(path, on)
        step()
        page = network_map(net, color=color, goal=_goal(net, company, role), on=day)
        written = page.save(output)
    print(f"The map: {written.resolve()}")


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

    net, day = _read(path, on)
    table = follow_ups(net, on=day, ahead=ahead)
    if as_json:
        _print_json(table)
        return
    _say_day(day, on)
    shown = table.head(most)
    columns = {
        "Due": [f"{when:%Y-%m-%d}" for when in shown["due"]],
        "": shown["status"],
        "What": shown["what"],
        "Why": shown["why"],
    }
    _print_table(columns, empty="Nothing is due.")
    _say_more(len(table), most)


@app.command(epilog="Example: `netscout check Basic_LinkedInDataExport_03-01-2026.zip`")
def check(path: Where, as_json: Json = False) -> None:
    """Show what would be read of your files, and what would not, and why."""
    from netscout.readers import check as check_

    table = check_(path)
    if as_json:
        _print_json(table)
        return
    names = {name: name.capitalize() for name in table.columns}
    _print_table({names[name]: table[name] for name in table.columns})


def main() -> None:
    """Run the command line; errors that netscout raises become one message and exit code 2."""
    warnings.showwarning = _show_warning
    warnings.simplefilter("always", ThinDataWarning)
    try:
        app()
    except NetscoutError as error:
        print(f"netscout: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        sys.exit(0)


def _show_warning(message: Any, category: type[Warning], *_where: Any, **_more: Any) -> None:
    if issubclass(category, ThinDataWarning):
        print(f"netscout: {message}", file=sys.stderr)


def _read(path: str, on: str | None) -> tuple[Network, date]:
    """Return the network of a path, and the day from which to look."""
    from netscout.readers import load
    from netscout.readers.settings import read_settings

    net = load(path)
    if on is not None:
        return net, _date(on)
    folder = Path(path)
    pinned = read_settings(folder).as_of if folder.is_dir() else None
    return net, pinned or date.today()  # noqa: DTZ011 - the user's own day is meant


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NetscoutError(f"--on wants a date such as 2026-03-01, not {text!r}") from None


def _goal(net: Network, companies: list[str] | None, roles: list[str] | None) -> Goal | None:
    """Return the goal given on the command line, else the network's own."""
    from netscout.goal import Goal

    if companies or roles:
        return Goal(companies=tuple(companies or ()), roles=tuple(roles or ()))
    return net.goal


@contextmanager
def _steps(*names: str) -> Iterator[Any]:
    """Show a progress bar over the steps, on a terminal only; yields what moves to the next."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(names[0], total=len(names))
        rest = iter(names[1:])
        yield lambda: progress.update(task, advance=1, description=next(rest))


def _say_day(day: date, on: str | None) -> None:
    if on is None:
        print(f"As of {day:%d %B %Y}.", file=sys.stderr)


def _say_more(rows: int, most: int) -> None:
    if rows > most:
        print(f"… and {rows - most:,} more (--most {rows})", file=sys.stderr)


def _range(chance: float, low: float, high: float) -> str:
    return f"{chance:.0%} ({low:.0%}–{high:.0%})"


def _print_asks(table: Any) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, width=_width())
    if len(table):
        console.print("Whom to ask next (expected new conversations that count for your goal):")
    for place, row in enumerate(table.itertuples(), 1):
        what = ", ".join(part for part in (row.role, row.company) if part)
        console.print(
            Text(f"\n{place}. {row.name}", style="bold") + Text(f"  {what}", style="not bold")
        )
        console.print(
            Text(
                f"   {row.score:.2f} ({row.low:.2f}–{row.high:.2f}) = {row.known:.2f} known "
                f"+ {row.unseen:.2f} not seen yet; the best single ask with {row.p_best:.0%}"
            )
        )
        console.print(Text(f"   {row.why}", style="dim"))


def _print_table(columns: dict[str, Any], empty: str = "Nothing to show.") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = list(zip(*columns.values(), strict=True))
    if not rows:
        print(empty)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, values in columns.items():
        numbers = all(isinstance(value, int) or hasattr(value, "dtype") for value in values)
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row))
    Console(highlight=False, width=_width()).print(table)


def _width() -> int | None:
    """Return a width for output that goes to a file; a terminal has its own."""
    return None if sys.stdout.isatty() else 120


def _print_json(table: Any) -> None:
    rows = json.loads(table.to_json(orient="records", date_format="iso"))
    print(json.dumps(rows, ensure_ascii=False, indent=2))
