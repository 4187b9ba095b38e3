"""The verbs that answer a question or write a page of answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netscout.cli._app import app
from netscout.cli._options import Companies, Hops, Json, Most, On, Roles, Where, goal_of, read
from netscout.cli._output import (
    as_range,
    print_asks,
    print_json,
    print_table,
    say_day,
    say_more,
    steps,
)


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

    with steps("Reading", "Sampling worlds", "Writing the page") as step:
        net, day = read(path, on)
        goal = goal_of(net, company, role)
        step()
        table = ask_next(net, goal=goal, k=5, on=day)
        step()
        written = write_report(net, goal=goal, on=day).save(output)
    say_day(day, on)
    print_asks(table, goal=goal)
    print(f"\nThe report: {written.resolve()}")


@app.command(epilog="Example: `netscout reach data/example --by company`")
def reach(
    path: Where,
    by: Annotated[str, typer.Option(help="person, company, role, school or goal.")] = "company",
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

    net, day = read(path, on)
    goal = None if everybody else goal_of(net, company, role)
    table = reach_(net, by=by, goal=goal, hops=hops, on=day)
    if by == "person" and not everybody:
        table = table[~table["met"]]
    if as_json:
        print_json(table)
        return
    say_day(day, on)
    shown = table.head(most)
    columns = {
        "Name" if by == "person" else by.capitalize(): shown["name" if by == "person" else by]
    }
    if by == "person":
        columns |= {"Role": shown["role"], "Company": shown["company"]}
    else:
        columns |= {"People": shown["people"], "Met": shown["met"]}
    columns["Chance (90 %)"] = [
        as_range(*row) for row in shown[["chance", "low", "high"]].to_numpy()
    ]
    columns["Referrals"] = [
        "no known way" if hops_ is None else hops_
        for hops_ in shown["hops"].astype(object).where(shown["hops"].notna(), None)
    ]
    columns["Best chain"] = shown["chain"]
    if by != "person":
        columns["Through people not seen yet"] = [f"{p:.0%}" for p in shown["unseen"]]
    print_table(columns)
    say_more(len(table), most)


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

    with steps("Reading", "Sampling worlds") as step:
        net, day = read(path, on)
        goal = goal_of(net, company, role)
        step()
        table = ask_next(net, goal=goal, k=k, hops=hops, on=day)
    if as_json:
        print_json(table)
        return
    say_day(day, on)
    print_asks(table, goal=goal)


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

    with steps("Reading", "Drawing the map") as step:
        net, day = read(path, on)
        step()
        page = network_map(net, color=color, goal=goal_of(net, company, role), on=day)
        written = page.save(output)
    say_day(day, on)
    print(f"The map: {written.resolve()}")
