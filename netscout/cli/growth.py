"""The verbs about growth: what was, from whom it came, where it gets lost, and what may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netscout.cli._app import app
from netscout.cli._options import Companies, Json, Most, On, Roles, Where, goal_of, read
from netscout.cli._output import as_range, print_json, print_table, say_day, say_more

if TYPE_CHECKING:
    from datetime import date

    from netscout.network import Network

_WORDS = {
    "conversations": "Conversations",
    "target": "With target people",
    "people": "New people",
}

NOT_ADVISED = (
    "It assumes that you go on as your log says; it does not follow the advice of `netscout ask`."
)

By = Annotated[
    str | None,
    typer.Option(help="wave, company, role, school, channel, kind, 'first contact' or a column."),
]


@app.command(epilog="Example: `netscout growth data/example --every month --by wave`")
def growth(
    path: Where,
    every: Annotated[str, typer.Option(help="day, week or month.")] = "month",
    by: By = None,
    what: Annotated[
        str, typer.Option(help="people, conversations, names or introductions.")
    ] = "people",
    on: On = None,
    as_json: Json = False,
) -> None:
    """Show how many people were new in each period, or conversations, names, introductions."""
    from netscout.growth import growth as growth_

    net, day = _until(path, on)
    table = growth_(net, every=every, by=by, what=what)
    if as_json:
        print_json(table)
        return
    say_day(day, on)
    table = table[table["new"] > 0]
    columns = {"Period": [f"{day:%Y-%m-%d}" for day in table["period"]]}
    if by:
        columns[by.capitalize()] = table["group"].astype(str)
    print_table(columns | {"New": table["new"], "Total": table["total"]})


@app.command(epilog="Example: `netscout waves data/example`")
def waves(path: Where, most: Most = 10, on: On = None, as_json: Json = False) -> None:
    """Show what each wave and each first contact has brought, and how far referrals carry."""
    from netscout.growth import first_contacts
    from netscout.growth import waves as waves_

    net, day = _until(path, on)
    table = waves_(net)
    if as_json:
        import pandas as pd

        rows = [*table.to_dict("records"), {"wave": "all", **table.attrs["R"]}]
        print_json(pd.DataFrame(rows))
        return
    say_day(day, on)
    columns = {name.capitalize(): table[name] for name in ("wave", "people", "met", "named")}
    columns["Came of them"] = table["recruits"]
    columns["Each led to (90 %)"] = [
        f"{mean:.2f} ({low:.2f}–{high:.2f})"
        for mean, low, high in table[["mean", "low", "high"]].to_numpy()
    ]
    print_table(columns, empty="No events yet.")
    rate = table.attrs["R"]
    shape, inverse_scale = rate["prior"]
    print(
        "\nThe last column: the further conversations that each one of the wave leads to by "
        f"referrals.\nWith little logged it stays near the {shape / inverse_scale:.1f} assumed; "
        f"all waves: {rate['mean']:.2f} ({rate['low']:.2f}–{rate['high']:.2f}).\n"
        f"Chance that it is above 1, so that referrals alone keep a network growing: "
        f"{_percent(rate['p_above_1'])};\nthat the chain from one conversation ends by itself: "
        f"{_percent(rate['extinction'])}."
    )
    if table.attrs["thin"]:
        print(table.attrs["thin"])
    roots = first_contacts(net)
    if roots.empty:
        return
    shown = roots.head(most)
    print("\nWhat has come of each first contact:\n")
    print_table(
        {
            "First contact": shown["name"],
            "Brought": shown["brought"],
            "Share": [_percent(share) for share in shown["share"]],
            "Met": shown["met"],
            "Waves": shown["waves"],
            "Waiting": shown["waiting"],
            "Dead ends": shown["dead_ends"],
            "State": shown["state"],
        }
    )
    say_more(len(roots), most)


@app.command(epilog="Example: `netscout funnel data/example --by wave`")
def funnel(path: Where, by: By = None, on: On = None, as_json: Json = False) -> None:
    """Show how far people have come, from known to thanked, and what share comes further."""
    from netscout.growth import funnel as funnel_

    net, day = _until(path, on)
    table = funnel_(net, by=by)
    if as_json:
        print_json(table)
        return
    say_day(day, on)
    columns = {by.capitalize(): table["group"]} if by else {}
    columns |= {
        "Stage": table["stage"].str.replace("_", " "),
        "People": table["count"],
        "Of": table["of"].str.replace("_", " "),
        "Share (90 %)": [
            "" if of == "" or rate != rate else as_range(rate, low, high)  # noqa: PLR0124 - not a number
            for of, rate, low, high in table[["of", "rate", "low", "high"]].to_numpy()
        ],
        "": table["note"],
    }
    print_table(columns)


@app.command(epilog="Example: `netscout forecast data/example --weeks 8 --per-week 4 --fresh 2`")
def forecast(
    path: Where,
    weeks: Annotated[int, typer.Option(help="How many weeks to look ahead.", min=1)] = 12,
    per_week: Annotated[
        float | None,
        typer.Option(
            help="Conversations a week that you will hold [default: as your log says].", min=0
        ),
    ] = None,
    fresh: Annotated[
        float, typer.Option(help="Extra fresh first contacts a week: alumni, a class.", min=0)
    ] = 0.0,
    what_if: Annotated[
        bool, typer.Option("--what-if", help="Compare more conversations and fresh contacts.")
    ] = False,
    company: Companies = None,
    role: Roles = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Forecast the conversations of the coming weeks, the new people, and what limits them."""
    from netscout._phrases import counted
    from netscout.forecast import forecast as forecast_
    from netscout.forecast import what_if as compared

    net, day = read(path, on)
    goal = goal_of(net, company, role)
    if what_if:
        table = compared(net, weeks=weeks, goal=goal, on=day)
    else:
        table = forecast_(net, weeks=weeks, per_week=per_week, fresh=fresh, goal=goal, on=day)
    if as_json:
        print_json(table)
        return
    say_day(day, on)
    print(
        f"How many come in the next {counted(weeks, 'week')} (in brackets: four cases of five).\n"
    )
    print_table(_cases(table) if what_if else _by_week(table))
    said = "" if what_if else f"The method is {table.attrs['said']}.\n"
    print(f"\n{said}{NOT_ADVISED}")
    if table.attrs["thin"]:
        print(table.attrs["thin"])


def _until(path: str, on: str | None) -> tuple[Network, date]:
    """Return the network as it was on a day, and the day."""
    net, day = read(path, on)
    return net.asof(day), day


def _by_week(table: Any) -> dict[str, Any]:
    """Return a row a week: the totals of each quantity to its end."""
    from netscout.forecast import LIMITS

    weeks = table.drop_duplicates("week")
    columns: dict[str, Any] = {"Until": [f"{day:%Y-%m-%d}" for day in weeks["date"]]}
    for what, words in _WORDS.items():
        part = table[table["what"] == what]
        if len(part):
            columns[words] = _ranges(part["median"], part["low"], part["high"])
    return columns | {"Limited by": weeks["binding"].map(LIMITS)}


def _cases(table: Any) -> dict[str, Any]:
    """Return a row a case."""
    from netscout.forecast import LIMITS

    columns: dict[str, Any] = {"What if": table["case"]}
    for what, words in _WORDS.items():
        if what in table:
            columns[words] = _ranges(table[what], table[f"{what}_low"], table[f"{what}_high"])
    return columns | {"Limited by": table["binding"].map(LIMITS)}


def _ranges(middle: Any, low: Any, high: Any) -> list[str]:
    return [f"{m:,} ({a:,}–{b:,})" for m, a, b in zip(middle, low, high, strict=True)]


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{share:.0%}"
