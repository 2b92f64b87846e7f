"""Small warehouses drawn as text, and written by the one writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from pipelines.boundaries import SCHEMA as NO_BOUNDARIES
from pipelines.checks import CHECKS
from warehouse import writer
from warehouse.builds import DataFolder
from warehouse.derive import derive, editions, subregio_members
from warehouse.indicators import INDICATORS
from warehouse.periods import Period
from warehouse.reader import Warehouse
from warehouse.tables import Gebied, Gebiedsnaam, Lidmaatschap, Waarneming

NAMES = {
    "NL01": "Nederland",
    "AM06": "Veluwe Stedendriehoek",
    "GM0200": "Apeldoorn",
    "GM0230": "Elburg",
    "GM0246": "Heerde",
    "GM0301": "Zutphen",
}
KINDS = {
    "NL": "land",
    "PV": "provincie",
    "AM": "arbeidsmarktregio",
    "SR": "subregio",
    "GM": "gemeente",
}


def rows(drawing: str) -> list[dict[str, str]]:
    """Read rows drawn with | between cells, under a header."""
    header, *lines = [line for line in drawing.splitlines() if line.strip()]
    names = [name.strip() for name in header.split("|")]
    return [
        dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines
    ]


def waarnemingen(drawing: str) -> dy.DataFrame[Waarneming]:
    """Read staged figures; `.` is no value, and what is not drawn is as usual.

    Usual are the first reeks of the indicator, an exact count, status definitief and no split;
    `kenmerk` and `categorie` are drawn with + between several.
    """
    return observed(rows(drawing))


def observed(figures: Iterable[Mapping[str, Any]]) -> dy.DataFrame[Waarneming]:
    """Give staged figures their passport, where they have none."""
    staged = []
    for figure in figures:
        period = Period.parse(figure["periode"])
        reeks = figure.get("reeks") or INDICATORS[figure["indicator"]].reeksen[0]
        usual = {"bron": reeks, "tabel": reeks, "marge": "0", "status": "definitief"}
        row: dict[str, Any] = usual | {"opmerking": None, **figure, "reeks": reeks}
        row |= {"soort": period.soort, "begin": period.begin, "einde": period.einde}
        row |= {"vindplaats": f"{reeks}, {figure['gebied']}"}
        for name in ("kenmerk", "categorie"):
            row[name] = [each.strip() for each in str(figure.get(name, "")).split("+") if each]
        for number in ("waarde", "marge"):
            row[number] = None if row[number] == "." else Decimal(row[number])
        staged.append(row)
    schema = {name: column.dtype for name, column in Waarneming.columns().items()}
    return Waarneming.validate(pl.DataFrame(staged, schema=schema))


def lidmaatschap(drawing: str) -> dy.DataFrame[Lidmaatschap]:
    """Read `geheel | deel | begin | einde`; `.` is no end."""
    return belonging(rows(drawing))


def belonging(stays: Iterable[Mapping[str, str]]) -> dy.DataFrame[Lidmaatschap]:
    """Give stays their source."""
    known = [
        {
            "geheel": stay["geheel"],
            "deel": stay["deel"],
            "begin": date.fromisoformat(stay.get("begin", "2015-01-01")),
            "einde": None if stay.get("einde", ".") == "." else date.fromisoformat(stay["einde"]),
            "bron": "plan",
            "vindplaats": "tabel 1",
            "opmerking": None,
        }
        for stay in stays
    ]
    schema = {name: column.dtype for name, column in Lidmaatschap.columns().items()}
    return Lidmaatschap.validate(pl.DataFrame(known, schema=schema))


def gebieden(codes: Iterable[str]) -> dy.DataFrame[Gebied]:
    """Give areas for their codes; one that is not in NAMES is called by its code."""
    known = [
        {"gebied": code, "soort": KINDS[code[:2]], "naam": NAMES.get(code, code)}
        for code in sorted(codes)
    ]
    schema = {name: column.dtype for name, column in Gebied.columns().items()}
    return Gebied.validate(pl.DataFrame(known, schema=schema))


def tables(
    figures: dy.DataFrame[Waarneming],
    stays: dy.DataFrame[Lidmaatschap] | None = None,
    compositions: Mapping[str, str] | None = None,
) -> dict[str, pl.DataFrame]:
    """Make all tables of a warehouse; `compositions` gives the year for which a reeks was published."""
    stays = belonging([]) if stays is None else stays
    codes = {*figures["gebied"], *stays["geheel"], *stays["deel"]}
    areas = gebieden(codes)
    names = areas.select("gebied", "naam", soort=pl.lit("naam"), bron=pl.lit("gebieden.csv"))
    series = figures.select("reeks", "bron").unique()
    published = pl.Series(
        [(compositions or {}).get(each) for each in series["reeks"]], dtype=pl.String
    )
    series = series.with_columns(titel=pl.col("reeks"), samenstelling=published)
    members = subregio_members(areas, stays)
    return {
        "gebied": areas.cast({"soort": pl.String}).with_columns(eigen=pl.lit(True)),
        "gebiedsnaam": Gebiedsnaam.validate(names, cast=True).cast({"soort": pl.String}),
        "lidmaatschap": members,
        "cijfer": derive(figures, INDICATORS.values()),
        "reeks": series,
        "grens": NO_BOUNDARIES.to_frame(),
        "uitgave": editions(series, areas, members),
        "levering": deliveries(series["bron"]),
        "controle": CHECKS.to_frame(),
    }


def deliveries(sources: Iterable[str]) -> pl.DataFrame:
    """Give each source one delivery, laid down on 22 November 2026."""
    return pl.DataFrame(
        [
            {"bron": each, "tabel": each, "vastgelegd": date(2026, 11, 22), "opgehaald": None}
            for each in sorted(set(sources))
        ],
        schema={
            "bron": pl.String,
            "tabel": pl.String,
            "vastgelegd": pl.Date,
            "opgehaald": pl.Datetime("us"),
        },
    )


def write_build(folder: DataFolder, name: str, made: Mapping[str, pl.DataFrame]) -> Path:
    """Write a build under a name, without making it current."""
    folder.builds.mkdir(parents=True, exist_ok=True)
    build = folder.builds / f"{name}.duckdb"
    writer.write(build, made)
    return build


def publish(folder: DataFolder, name: str, made: Mapping[str, pl.DataFrame]) -> Path:
    """Write a build and make it current."""
    build = write_build(folder, name, made)
    folder.publish(build)
    return build


def warehouse(
    at: Path,
    figures: dy.DataFrame[Waarneming],
    stays: dy.DataFrame[Lidmaatschap] | None = None,
    compositions: Mapping[str, str] | None = None,
) -> Warehouse:
    """Write a warehouse of these figures and open it."""
    return Warehouse(write_build(DataFolder(at), "proef", tables(figures, stays, compositions)))
