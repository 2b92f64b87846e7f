"""The one place that writes a warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl


class WriteMismatchError(RuntimeError):
    """A table came out of the warehouse other than it went in."""


class WriteFailedError(RuntimeError):
    """The file could not be written: no room, no right, or a disk that fails."""


def write(path: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write each frame as a table into a new file, and reconcile rows and sums of what was written.

    Raises WriteMismatchError when a table does not come back as it went in, and WriteFailedError
    when the disk does not take it.
    """
    try:
        with duckdb.connect(path) as connection:
            for name, rows in tables.items():
                connection.register("aangeboden", rows)
                connection.sql(f'CREATE TABLE "{name}" AS SELECT * FROM aangeboden')
                connection.unregister("aangeboden")
                _reconcile(connection, name, rows)
            connection.sql("CHECKPOINT")
    except (
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.OutOfMemoryException,
        duckdb.TransactionException,  # What a commit raises that does not fit on the disk.
    ) as failed:
        raise WriteFailedError(str(failed).partition("\n")[0]) from failed


def _reconcile(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    exact = [column for column, kind in rows.schema.items() if isinstance(kind, pl.Decimal)]
    sums = ", ".join(["count(*)", *(f'sum("{column}")' for column in exact)])
    found = connection.sql(f'SELECT {sums} FROM "{name}"').pl().row(0)
    expected = (
        rows.height,
        *(rows[column].sum() if rows[column].count() else None for column in exact),
    )
    if found != expected:
        raise WriteMismatchError(
            f"tabel {name}: aangeboden (rijen, sommen) {expected}, in het warehouse {found}"
        )
