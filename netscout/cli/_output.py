"""What a verb prints: tables, asks, JSON, a progress bar, and the day from which it looked."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from textwrap import fill
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from netscout.goal import Goal


@contextmanager
def steps(*names: str) -> Iterator[Any]:
    """Show a progress bar over the steps, on a terminal only; yields what moves to the next."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(names[0], total=len(names))
        rest = iter(names[1:])
        yield lambda: progress.update(task, advance=1, description=next(rest))


def say_day(day: date, on: str | None) -> None:
    if on is None:
        from netscout._phrases import written

        print(f"As of {written(day)}.", file=sys.stderr)


def say_more(rows: int, most: int) -> None:
    if rows > most:
        print(f"… and {rows - most:,} more (--most {rows})", file=sys.stderr)


def as_range(chance: float, low: float, high: float) -> str:
    return f"{chance:.0%} ({low:.0%}–{high:.0%})"


def print_asks(table: Any, *, goal: Goal | None) -> None:
    """Print whom to ask, with the parts of the score and the reasons."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, width=_width())

    def below(text: str, style: str = "") -> None:
        lines = fill(text, console.width, initial_indent="   ", subsequent_indent="   ")
        console.print(Text(lines, style=style))

    if len(table):
        counts = (
            "new conversations" if goal is None else "new conversations that count for your goal"
        )
        console.print(f"Whom to ask next (expected {counts}):")
    for place, row in enumerate(table.itertuples(), 1):
        what = ", ".join(part for part in (row.role, row.company) if part)
        console.print(
            Text(f"\n{place}. {row.name}", style="bold") + Text(f"  {what}", style="not bold")
        )
        below(
            f"{row.score:.2f} ({row.low:.2f}–{row.high:.2f}) = {row.known:.2f} known "
            f"+ {row.unseen:.2f} not seen yet; the best single ask with {row.p_best:.0%}"
        )
        below(row.why, style="dim")
    if len(table) and table["change"].iat[0]:
        console.print(Text(f"\nWhat would change this: {table['change'].iat[0]}"))
    if goal is None:
        print(
            "No goal is given, so everybody new counts the same. Write one into netscout.toml, or "
            "give --company or --role.",
            file=sys.stderr,
        )


def print_table(columns: dict[str, Any], empty: str = "Nothing to show.") -> None:
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


def print_json(table: Any = None, **tables: Any) -> None:
    """Print a table as a list of rows, or several as an object of such lists."""
    given = tables if table is None else {"": table}
    rows = {
        name: json.loads(one.to_json(orient="records", date_format="iso"))
        for name, one in given.items()
    }
    print(json.dumps(rows if table is None else rows[""], ensure_ascii=False, indent=2))


def warn_of_repository(folder: Path) -> None:
    """Warn if what was written could be published by a commit."""
    from netscout.journal.repository import unguarded

    if warning := unguarded(folder):
        print(f"netscout: {warning}", file=sys.stderr)
