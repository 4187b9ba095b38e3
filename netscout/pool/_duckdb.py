"""DuckDB, loaded when first needed: it is the extra `pool`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netscout.errors import NetscoutError

if TYPE_CHECKING:
    from pathlib import Path


def connect(
    memory: str | None = None, threads: int | None = None, spill: Path | None = None
) -> Any:
    """Return a database in memory, with a limit on it and a folder for what does not fit."""
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError:
        raise NetscoutError(
            "pooling needs DuckDB: pip install 'netscout-referrals[pool]'"
        ) from None
    options: dict[str, Any] = {"preserve_insertion_order": False}
    options |= {"memory_limit": memory} if memory else {}
    options |= {"threads": threads} if threads else {}
    options |= {"temp_directory": str(spill)} if spill else {}
    return duckdb.connect(":memory:", config=options)


def run(database: Any, sql: str) -> list[Any]:
    """Run a statement to its end and return its rows: a result half read blocks the database."""
    rows: list[Any] = database.execute(sql).fetchall()
    return rows


def quoted(path: Any) -> str:
    """Return a path as text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def parquet(path: Path) -> str:
    """Return the table function that reads a Parquet file, or a folder of them as Spark writes."""
    return f"read_parquet({quoted(path / '*.parquet' if path.is_dir() else path)})"


def arrays(database: Any, sql: str) -> dict[str, Any]:
    """Return a query's columns as arrays."""
    found: dict[str, Any] = database.execute(sql).fetchnumpy()
    return found
