"""DuckDB, loaded when first needed: it is the extra `pool`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from netscout.errors import NetscoutError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REMEDIES = {
    "OutOfMemoryException": "allow more memory, or fewer threads",
    "IOException": "see that the files of the pool are there and that the disk has room",
    "InvalidInputException": "if a file of the pool is damaged, put back a copy; or remove it and "
    "gather again what it held",
    "BinderException": "a pool made by another version of netscout must be gathered again",
}


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
    with _told():
        return duckdb.connect(":memory:", config=options)


def run(database: Any, sql: str) -> list[Any]:
    """Run a statement to its end and return its rows: a result half read blocks the database."""
    with _told():
        rows: list[Any] = database.execute(sql).fetchall()
    return rows


def frame(database: Any, sql: str) -> Any:
    """Return a query's result as a table."""
    with _told():
        return database.execute(sql).df()


def quoted(path: Any) -> str:
    """Return a path as text in SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def parquet(path: Path) -> str:
    """Return the table function that reads a Parquet file, or a folder of them as Spark writes."""
    return f"read_parquet({quoted(path / '*.parquet' if path.is_dir() else path)})"


def arrays(database: Any, sql: str) -> dict[str, Any]:
    """Return a query's columns as arrays."""
    with _told():
        found: dict[str, Any] = database.execute(sql).fetchnumpy()
    return found


@contextmanager
def _told() -> Iterator[None]:
    """Say what DuckDB cannot do, and what to do about it."""
    import duckdb  # noqa: PLC0415 - an extra

    try:
        yield
    except duckdb.Error as error:
        said = " ".join(str(error).split("\n\n")[0].split())
        remedy = _REMEDIES.get(type(error).__name__)
        raise NetscoutError(f"{said}; {remedy}" if remedy else said) from error
