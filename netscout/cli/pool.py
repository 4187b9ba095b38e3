"""The verbs about a pool: what a member gives, what the keeper gathers, and the answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netscout.cli._app import Verbs, app
from netscout.cli._options import Companies, Hops, Json, Most, On, Roles, Where, goal_of, read
from netscout.cli._output import as_range, print_asks, print_json, print_table, say_more
from netscout.errors import NetscoutError

if TYPE_CHECKING:
    from netscout.goal import Goal
    from netscout.network import Network
    from netscout.pool import Pool

pool_app = typer.Typer(
    help="Many people's exports together, with their consent: who reaches whom through others.",
    epilog="Example: `netscout pool gather given/ -o club`",
    cls=Verbs,
    no_args_is_help=True,
)
app.add_typer(pool_app, name="pool")

Out = Annotated[Path, typer.Argument(metavar="POOL", help="The pool's folder.")]
Owner = Annotated[
    str, typer.Argument(metavar="MEMBER", help="A member: profile address, pseudonym or file name.")
]
Key = Annotated[
    Path | None, typer.Option(help="The keeper's key [default: beside the pool, POOL.key].")
]
Own = Annotated[
    str | None, typer.Option("--own", help="The member's own folder or export: names and log.")
]
Floor = Annotated[int, typer.Option(help="No group of fewer people is shown.", min=1)]
Engine = Annotated[str, typer.Option(help="memory, numpy, compiled or duckdb.")]
Memory = Annotated[str | None, typer.Option(help="Memory that DuckDB may take, such as 500MB.")]
Threads = Annotated[int | None, typer.Option(help="Threads that DuckDB may use.", min=1)]
Spark = Annotated[
    str | None, typer.Option("--spark", help="Run on this Spark master, e.g. spark://host:7077.")
]
Store = Annotated[
    Path | None, typer.Option("--store", help="With --spark: a folder that all workers see.")
]


@pool_app.command(epilog="Example: `netscout pool share export.zip -o mine.csv`")
def share(
    path: Where,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")] = Path(
        "share.csv"
    ),
    me: Annotated[str | None, typer.Option(help="The address of your own profile.")] = None,
    schools: Annotated[bool, typer.Option("--schools", help="Give schools, too.")] = False,
    dates: Annotated[bool, typer.Option("--dates", help="Give since when, too.")] = False,
) -> None:
    """Write what you give to a pool: key, name, company, role; read it before you send it."""
    from netscout.pool import share as share_

    file = share_(path, output, me=me, schools=schools, dates=dates)
    print(f"What you give: {file.resolve()}")


@pool_app.command(epilog="Example: `netscout pool gather given/ -o club`")
def gather(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="The folder of exports, share files, owners.csv."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The pool's folder.")] = Path(
        "pool"
    ),
    key: Key = None,
    names: Annotated[
        bool, typer.Option("--names", help="Keep people's names [default: left out].")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put many exports together, under pseudonyms; who gives anew replaces what they gave."""
    from netscout.pool import gather as gather_

    table = gather_(folder, output, key=key, names=names)
    if as_json:
        print_json(table)
        return
    print_table({name.capitalize(): table[name] for name in table.columns})
    print(f"\nThe pool: {output.resolve()}. Keep its key apart from it.")


@pool_app.command(epilog="Example: `netscout pool matches given/`")
def matches(
    folder: Annotated[Path, typer.Argument(help="The folder of exports and share files.")],
    least: Annotated[float, typer.Option(help="The least probability.", min=0, max=1)] = 0.5,
    most: Most = 20,
    as_json: Json = False,
) -> None:
    """Propose who contacts without a profile address may be; nothing is merged."""
    from netscout.pool import matches as matches_

    _show(matches_(folder, least=least), most, as_json)


@pool_app.command(epilog="Example: `netscout pool forget club linkedin.com/in/ada-frost`")
def forget(pool: Out, owner: Owner, key: Key = None) -> None:
    """Take a member out of a pool, with everything that rests on what they gave."""
    from netscout.pool import forget as forget_

    print(f"Forgotten: {forget_(pool, owner, key=key)}")


@pool_app.command(epilog="Example: `netscout pool reach club in/ada-frost --own ada.zip`")
def reach(
    pool: Out,
    owner: Owner,
    own: Own = None,
    by: Annotated[str, typer.Option(help="person, company, role or school.")] = "company",
    company: Companies = None,
    role: Roles = None,
    key: Key = None,
    floor: Floor = 5,
    hops: Hops = 3,
    most: Most = 20,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Show whom a member can reach through the pool."""
    from netscout.pool import reach as reach_

    net, day, goal = _member(own, on, company, role)
    table = reach_(
        _open(pool), owner, own=net, key=key, by=by, goal=goal, hops=hops, floor=floor, on=day
    )
    if as_json:
        print_json(table)
        return
    shown = table.head(most)
    label = "name" if by == "person" else by
    ranges = [as_range(*row) for row in shown[["chance", "low", "high"]].to_numpy()]
    print_table({
        label.capitalize(): shown[label], "Chance (90 %)": ranges, "Ask first": shown["via"],
    })  # fmt: skip
    say_more(len(table), most)


@pool_app.command(epilog="Example: `netscout pool ask club in/ada-frost --own ada.zip`")
def ask(
    pool: Out,
    owner: Owner,
    own: Own = None,
    k: Annotated[int, typer.Option("-k", help="How many people.", min=1)] = 5,
    company: Companies = None,
    role: Roles = None,
    key: Key = None,
    floor: Floor = 5,
    hops: Hops = 3,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Show whom a member should ask next, with the ties that the others gave."""
    from netscout.pool import ask_next

    net, day, goal = _member(own, on, company, role)
    table = ask_next(
        _open(pool), owner, own=net, key=key, goal=goal, k=k, hops=hops, floor=floor, on=day
    )
    if as_json:
        print_json(table)
    else:
        print_asks(table, goal=goal)


@pool_app.command(epilog="Example: `netscout pool hops club -k 2 --engine duckdb --memory 500MB`")
def hops(
    pool: Out,
    k: Annotated[int, typer.Option("-k", help="Within how many referrals.", min=0)] = 2,
    engine: Engine = "memory",
    memory: Memory = None,
    threads: Threads = None,
    spark: Spark = None,
    store: Store = None,
    most: Most = 20,
    as_json: Json = False,
) -> None:
    """Show which members open most ways, for the keeper; `openers` is for others."""
    from netscout.pool import hops as hops_

    opened = _open(pool, engine, memory, threads, spark, store)
    _show(hops_(opened, k), most, as_json)


@pool_app.command(epilog="Example: `netscout pool openers club -k 2`")
def openers(
    pool: Out,
    k: Annotated[int, typer.Option("-k", help="Within how many referrals.", min=0)] = 2,
    engine: Engine = "memory",
    floor: Floor = 5,
    most: Most = 20,
    as_json: Json = False,
) -> None:
    """Show how many ways members open, in groups of members, without a row for anybody."""
    from netscout.pool import openers as openers_

    _show(openers_(_open(pool, engine), k, floor=floor), most, as_json)


@pool_app.command(epilog="Example: `netscout pool choose club -k 5 --company 'Grand Hall'`")
def choose(
    pool: Out,
    k: Annotated[int, typer.Option("-k", help="How many people.", min=1)] = 5,
    company: Companies = None,
    role: Roles = None,
    hops: Hops = 3,
    engine: Engine = "memory",
    memory: Memory = None,
    threads: Threads = None,
    spark: Spark = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Choose whom of the members to ask, so that most people of a goal are reached."""
    from netscout.pool import choose as choose_

    opened = _open(pool, engine, memory, threads, spark, store)
    members = opened.owners()["person"].tolist()
    table = choose_(opened, k, goal=_goal(company, role), among=members, hops=hops)
    _show(table[["person", "adds"]], k, as_json)
    if not as_json:
        said = table.attrs
        print(
            f"\nTogether at least {said['low']:.1f} people; no choice reaches more than "
            f"{said['high']:.1f} (each with 99 %, from {said['sets']:,} samples)."
        )


@pool_app.command(epilog="Example: `netscout pool bridges club --other school`")
def bridges(
    pool: Out,
    one: Annotated[str, typer.Option(help="company, role or school.")] = "company",
    other: Annotated[str, typer.Option(help="company, role or school.")] = "company",
    floor: Floor = 5,
    most: Most = 20,
    as_json: Json = False,
) -> None:
    """Show between which companies, or companies and schools, the pool has ties."""
    from netscout.pool import bridges as bridges_

    _show(bridges_(_open(pool), one=one, other=other, floor=floor), most, as_json)


def _member(
    own: str | None, on: str | None, companies: list[str] | None, roles: list[str] | None
) -> tuple[Network | None, Any, Goal | None]:
    """Return the member's own network, the day, and the goal."""
    if own is None:
        return None, None, _goal(companies, roles)
    net, day = read(own, on)
    return net, day, goal_of(net, companies, roles)


def _goal(companies: list[str] | None, roles: list[str] | None) -> Goal | None:
    from netscout.goal import Goal

    if not (companies or roles):
        return None
    return Goal(companies=tuple(companies or ()), roles=tuple(roles or ()))


def _open(
    pool: Path, engine: str = "memory", memory: str | None = None, threads: int | None = None,
    spark: str | None = None, store: Path | None = None,
) -> Pool:  # fmt: skip
    """Open a pool on the engine that the options name."""
    import netscout.pool as pools

    if spark is not None:
        if store is None:
            raise NetscoutError("--spark needs --store: a folder that the driver and workers see")
        return pools.open(pool, engine=pools.Spark(pools.spark_session(spark), store))
    if engine == "duckdb":
        return pools.open(pool, engine=pools.DuckDB(memory=memory, threads=threads))
    if memory or threads:
        raise NetscoutError("--memory and --threads go with --engine duckdb")
    return pools.open(pool, engine=engine)


def _show(table: Any, most: int, as_json: bool) -> None:
    if as_json:
        print_json(table)
        return
    shown = table.head(most)
    print_table({
        name.replace("_", " ").capitalize(): (
            [f"{v:.2f}" for v in shown[name]] if name in ("adds", "probability") else shown[name]
        )
        for name in shown.columns
    })  # fmt: skip
    say_more(len(table), most)
