"""The whole seam between the steps and an engine: read, save, rows.

DuckDB runs inside this process, within a memory limit; Spark is any session the user brings. Both
run the text of `netscout.pool.sql`.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

import numpy as np
import pandas as pd

from netscout.errors import NetscoutError
from netscout.pool._duckdb import arrays, connect, quoted, run
from netscout.pool._duckdb import parquet as table_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class Engine(Protocol):
    """What an engine must do."""

    def read(self, name: str, parquet: Any) -> None:
        """Give a Parquet file a name."""

    def save(self, name: str, sql: str) -> int:
        """Store a query's result under a name, which it may replace; return its rows."""

    def put(self, name: str, columns: Mapping[str, Any]) -> None:
        """Store columns of integers under a name."""

    def keep(self, name: str, path: Any) -> None:
        """Write what has a name as Parquet, for later sessions."""

    def rows(self, sql: str) -> dict[str, Any]:
        """Return a result that fits into memory, column by column."""


class DuckDB:
    """The engine within this process.

    Parameters
    ----------
    memory
        How much it may use, such as "500MB"; what does not fit goes to `spill`.
    threads
        How many threads; all there are if not given.
    spill
        The folder for what does not fit; a temporary one if not given.
    """

    def __init__(
        self, *, memory: str | None = None, threads: int | None = None, spill: Any = None
    ) -> None:
        place = Path(spill) if spill else Path(tempfile.mkdtemp(prefix="netscout-"))
        self._db = connect(memory, threads, place)
        remove = (lambda: None) if spill else partial(shutil.rmtree, place, ignore_errors=True)
        self._remove = weakref.finalize(self, remove)

    def read(self, name: str, parquet: Any) -> None:
        """Give a Parquet file a name."""
        run(self._db, f"create or replace view {name} as select * from {table_of(Path(parquet))}")

    def save(self, name: str, sql: str) -> int:
        """Store a query's result as a table."""
        run(self._db, f"create or replace table {name} as {sql}")
        return int(run(self._db, f"select count(*) from {name}")[0][0])

    def put(self, name: str, columns: Mapping[str, Any]) -> None:
        """Store columns of integers as a table."""
        given = pd.DataFrame({key: np.asarray(value, np.int64) for key, value in columns.items()})
        self._db.register("given", given)
        self.save(name, "select * from given")
        self._db.unregister("given")

    def keep(self, name: str, path: Any) -> None:
        """Write what has a name as Parquet."""
        run(self._db, f"copy (select * from {name}) to {quoted(path)} (format parquet)")

    def rows(self, sql: str) -> dict[str, Any]:
        """Return a result, column by column."""
        return arrays(self._db, sql)

    def close(self) -> None:
        """Give back the memory and the files."""
        self._db.close()
        self._remove()


@dataclass
class Spark:
    """An engine over a Spark session.

    Parameters
    ----------
    session
        Any session of Spark 4.
    store
        A folder that the driver and all workers see. Every step is written there, so a lost worker
        costs time and never an answer; nothing is cached between steps. An engine has a folder of
        its own in it, which goes with the engine.
    """

    session: Any
    store: Any
    _steps: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        """Make the folder of this engine's steps."""
        try:
            self._place = Path(self.store, f"steps-{uuid4().hex}")
            self._place.mkdir(parents=True)
        except OSError as error:
            raise NetscoutError(
                f"the store {self.store} cannot be written: {error.strerror}"
            ) from error
        self._remove = weakref.finalize(self, shutil.rmtree, self._place, ignore_errors=True)

    def read(self, name: str, parquet: Any) -> None:
        """Give a Parquet file a name."""
        self.session.read.parquet(str(parquet)).createOrReplaceTempView(name)

    def save(self, name: str, sql: str) -> int:
        """Store a query's result as Parquet, and raise unless all its rows can be read back."""
        self._steps += 1
        return self._write(name, sql, f"{self._place}/{name}.{self._steps}")

    def _write(self, name: str, sql: str, path: str) -> int:
        from pyspark.sql import Observation, functions  # noqa: PLC0415 - an extra

        written = Observation(f"{name}{self._steps}")
        result = self.session.sql(sql).observe(
            written, functions.count(functions.lit(1)).alias("n")
        )
        result.write.mode("error").parquet(path)
        self.read(name, path)
        rows = int(self.session.table(name).count())
        if rows != written.get["n"]:
            raise NetscoutError(
                f"{path} has {rows} rows, not the {written.get['n']} written: the store lost some"
            )
        return rows

    def keep(self, name: str, path: Any) -> None:
        """Write what has a name as Parquet, and raise unless all its rows can be read back."""
        self._steps += 1
        self._write(name, f"select * from {name}", str(path))

    def put(self, name: str, columns: Mapping[str, Any]) -> None:
        """Store columns of integers as Parquet."""
        self._steps += 1
        path = f"{self._place}/{name}.{self._steps}.parquet"
        given = pd.DataFrame({key: np.asarray(value, np.int64) for key, value in columns.items()})
        with connect() as db:
            db.register("given", given)
            run(db, f"copy (select * from given) to {quoted(path)} (format parquet)")
        self.read(name, path)

    def rows(self, sql: str) -> dict[str, Any]:
        """Return a result, column by column."""
        table = self.session.sql(sql)
        found = [tuple(row) for row in table.collect()]
        columns = np.array(found, np.int64).reshape(len(found), len(table.columns)).T
        return dict(zip(table.columns, columns, strict=True))

    def close(self) -> None:
        """Remove the steps from the store; the session stays the user's."""
        self._remove()


def spark_session(master: str, **options: str) -> Any:
    """Return a Spark session with the settings that these steps want.

    Parameters
    ----------
    master
        Such as "local[2]" or "spark://host:7077".
    options
        Further settings of Spark, with `__` for the points in their names.

    Raises
    ------
    NetscoutError
        pyspark is not installed, or Spark cannot be started.
    """
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with Spark
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise NetscoutError("Spark is missing: pip install 'netscout-referrals[spark]'") from None
    settings = {
        # A word of coins is one long expression, which Java otherwise interprets.
        "spark.driver.extraJavaOptions": _LONG_METHODS,
        "spark.executor.extraJavaOptions": _LONG_METHODS,
        "spark.ui.enabled": "false",
    } | {name.replace("__", "."): value for name, value in options.items()}
    builder = SparkSession.builder.master(master).appName("netscout")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        said = " ".join(str(error).split("\n", 2)[:2])  # then comes where in Java
        raise NetscoutError(
            f"Spark cannot be started on {master} ({said}); it needs Java 17, and a master that "
            "can be reached"
        ) from error


_LONG_METHODS = "-XX:-DontCompileHugeMethods"
