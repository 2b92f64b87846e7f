"""What is written comes back as it went in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.writer import WriteMismatchError, write


def read_back(path: Path, table: str) -> pl.DataFrame:
    with duckdb.connect(path, read_only=True) as connection:
        rows: pl.DataFrame = connection.sql(f"SELECT * FROM {table}").pl()
        return rows


def test_every_kind_of_column_comes_back_as_it_went_in(tmp_path: Path) -> None:
    cijfer = pl.DataFrame(
        {
            "gebied": ["GM0200", "GM0301", None],
            "waarde": [Decimal("0.0001"), Decimal("99999999999999.9999"), None],
            "begin": [date(1, 1, 1), date(2023, 12, 31), date(9999, 12, 31)],
            "opgehaald": [datetime.fromisoformat("2026-11-22T14:30:00.123456"), None, None],
            "kenmerk": [[], ["geslacht"], ["geslacht", "leeftijd"]],
            "strijdig": [True, False, None],
            "leden": [1, -1, None],
        },
        schema_overrides={"waarde": pl.Decimal(18, 4), "kenmerk": pl.List(pl.String)},
    )
    leeg = cijfer.clear()

    write(tmp_path / "proef.duckdb", {"cijfer": cijfer, "leeg": leeg})

    assert read_back(tmp_path / "proef.duckdb", "cijfer").equals(cijfer)
    assert read_back(tmp_path / "proef.duckdb", "cijfer").schema == cijfer.schema
    assert read_back(tmp_path / "proef.duckdb", "leeg").schema == leeg.schema


def test_a_column_of_nothing_but_missing_values_adds_up_to_nothing(tmp_path: Path) -> None:
    missing = pl.DataFrame({"waarde": [None, None]}, schema={"waarde": pl.Decimal(18, 4)})

    write(tmp_path / "proef.duckdb", {"cijfer": missing})

    assert read_back(tmp_path / "proef.duckdb", "cijfer").equals(missing)


def test_a_sum_that_does_not_come_back_stops_the_writing(tmp_path: Path) -> None:
    """DuckDB does not tell `waarde` from `Waarde`: it adds up the first one twice."""
    confusing = pl.DataFrame(
        {"waarde": [Decimal(1), Decimal(2)], "Waarde": [Decimal(10), Decimal(20)]},
        schema={"waarde": pl.Decimal(18, 4), "Waarde": pl.Decimal(18, 4)},
    )

    with pytest.raises(
        WriteMismatchError, match=r"^tabel cijfer: aangeboden .* in het warehouse \(2, "
    ):
        write(tmp_path / "proef.duckdb", {"cijfer": confusing})


def test_a_file_that_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    rows = pl.DataFrame({"gebied": ["GM0200"]})
    write(tmp_path / "proef.duckdb", {"gebied": rows})

    with pytest.raises(duckdb.CatalogException):
        write(tmp_path / "proef.duckdb", {"gebied": rows.vstack(rows)})

    assert read_back(tmp_path / "proef.duckdb", "gebied").equals(rows)
