"""Small builds that carry a number wherever something can be read, so that a mixture shows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.build import put_into_force
from tests.warehouse import drawn
from warehouse.builds import KEPT, DataFolder
from warehouse.reader import Warehouse

GEMEENTEN = ("GM0200", "GM0301")
READ = ("gebied", "lidmaatschap", "cijfer", "reeks", "uitgave", "levering")
"""The tables that are read here; the fewer, the more publishes fit in a test."""
FIGURES = 40
"""Of each gemeente, one a year."""


known: dict[str, pl.DataFrame] = {}
"""What `drawing` gives; a publisher is handed what was drawn elsewhere."""


def drawing() -> dict[str, pl.DataFrame]:
    """Give the tables that all builds share but for their number; drawn once."""
    if not known:
        known.update(_drawn())
    return known


def _drawn() -> dict[str, pl.DataFrame]:
    years = range(2021 - FIGURES + 1, 2022)
    figures = drawn.observed(
        {
            "indicator": "bijstand_personen",
            "gebied": code,
            "periode": f"{year}-12-31",
            "waarde": "1",
        }
        for code in GEMEENTEN
        for year in years
    )
    stays = drawn.belonging(
        {"geheel": "AM06", "deel": code, "begin": "1900-01-01"} for code in GEMEENTEN
    )
    made = drawn.tables(figures, stays)
    return {name: made[name] for name in READ}


def tables(number: int) -> dict[str, pl.DataFrame]:
    """Give the tables of a build: its number is every figure, and stands in names and sources."""
    made = dict(drawing())
    value = pl.lit(Decimal(number), pl.Decimal(18, 4))
    made["cijfer"] = made["cijfer"].with_columns(waarde=value, teller=value)
    for table, column in (("gebied", "naam"), ("reeks", "titel"), ("levering", "tabel")):
        made[table] = made[table].with_columns(pl.lit(f"nummer {number}").alias(column))
    return made


def publish(folder: DataFolder, number: int) -> Path:
    """Publish a build as a run does: alone, what was left behind cleared, written, made current."""
    with folder.alone("bouwt", lambda _: None):
        folder.clear_leftovers()
        return put_into_force(folder, tables(number), f"{number:012}")


def number_of(warehouse: Warehouse) -> int:
    """Read from its name which build this is."""
    return int(warehouse.build.rpartition("-")[2])


def figures_in(warehouse: Warehouse) -> set[Decimal | None]:
    """Read the figures of both gemeenten, and their sum halved."""
    found = warehouse.figures("bijstand_personen", ["AM06", *GEMEENTEN])
    assert found.height == 3 * FIGURES
    halves = [
        value / 2 if area == "AM06" else value for area, value in found["gebied", "waarde"].rows()
    ]
    return set(halves)


def names_in(warehouse: Warehouse) -> set[str]:
    """Read what three other tables say."""
    return {
        *warehouse.areas()["naam"],
        *warehouse.series()["titel"],
        *warehouse.sources()["tabel"],
    }


def require_whole(folder: DataFolder) -> int:
    """Open the current build, hold every table against what was written, and give its number."""
    warehouse = Warehouse(folder.current())
    try:
        number = number_of(warehouse)
        written = warehouse.all_figures()["waarde"]
        assert written.len() == drawing()["cijfer"].height
        assert set(written) == {Decimal(number)}
        assert names_in(warehouse) == {f"nummer {number}"}
    finally:
        warehouse.close()
    return number


def require_history(folder: DataFolder) -> int:
    """Hold the history against the current build, and give how many publications it knows."""
    warehouse = Warehouse(folder.current())
    try:
        number = number_of(warehouse)
        then = warehouse.as_it_was(warehouse.build, "bijstand_personen", ["AM06", *GEMEENTEN])
        now = warehouse.figures("bijstand_personen", ["AM06", *GEMEENTEN])
        assert then.equals(now)
        entered = warehouse.publications()["build"].to_list()
    finally:
        warehouse.close()
    assert int(entered[-1].rpartition("-")[2]) == number
    assert len(set(entered)) == len(entered)
    return len(entered)


def left_behind(folder: DataFolder) -> list[str]:
    """Name what lies in a folder and belongs to no finished build, and builds beyond KEPT."""
    links = folder.path.glob(f".{folder.link.name}.*")
    journals = folder.path.glob(".verversing.json.*")
    unfinished = (each for each in folder.builds.iterdir() if not _belongs(each.name))
    too_many = folder.finished()[: max(0, len(folder.finished()) - KEPT)]
    return _names([*links, *journals, *unfinished, *too_many])


def _belongs(name: str) -> bool:
    return name.endswith(".duckdb") or name in (".bouwt", ".ververst")


def _names(paths: Iterable[Path]) -> list[str]:
    return sorted(each.name for each in paths)
