"""Deelnemers van het Regionaal Mobiliteitsteam, gedrukt in de jaarverslagen 2022 en 2023.

The tables contradict themselves and each other; what is known of that stands in
`pipelines/corrections.toml`, what they promise in `pipelines/reconciliation/declared.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.reconciliation import judging
from pipelines.source import Reeks, Source, observed
from warehouse.categories import CATEGORIES, UnknownCategoryError, category
from warehouse.tables import Waarneming

INDICATOR = "rmt_deelnemers"
REEKS = "rmt-jaarverslagen"
REGION = "Veluwe Stedendriehoek"
TOTAL = "Totaal"
KENMERKEN = {"geboortejaar": "geboortecohort"}
"""What the tables call a kenmerk otherwise."""

BY_KENMERK = (
    "rmt_2022_instroom",
    "rmt_2022_taal_opleiding_status",
    "rmt_2023_instroom",
    "rmt_2023_taal_opleiding_uitstroom",
)
NEEDED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(BY_KENMERK, ("jaar", "partij", "dimensie", "categorie", "status")),
    "rmt_2022_sector": ("jaar", "sector", "kolom_gedrukt", "status"),
    "rmt_2023_sector": ("jaar", "sector", "partij", "status"),
    "rmt_2023_instroom_per_partij": ("jaar", "partij"),
    "rmt_deelnemers": ("jaar", "soort"),
}
"""The typed-over tables and what we need of each."""

IN_A_YEAR = "begeleid in het jaar"
NO_INFLOW = {
    # A number on one day is part of no year's inflow; the caveat of the indicator tells of it.
    "stand deelnemers",
    # Participants to be reached by communication: no target for the number that takes part.
    "DOEL: themacommunicatie bereikt minimaal 500 deelnemers",
}
"""What else is called participants, and is no inflow."""


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take each printed figure once, judged; a contradiction that nobody judged marks it by itself."""
    tables = judging.judged(
        {name: publicaties.table(name, *NEEDED[name], value="aantal") for name in NEEDED}
    )
    try:
        yearly = [
            *(_by_kenmerk(tables[name]) for name in BY_KENMERK),
            _unnamed_columns(tables["rmt_2022_sector"]),
            _totals_per_sector(tables["rmt_2022_sector"], "kolom_gedrukt"),
            _by_partij_and_sector(tables["rmt_2023_sector"]),
            _totals_per_sector(tables["rmt_2023_sector"], "partij"),
            _added_up_per_partij(tables["rmt_2022_instroom"]),
            _per_partij(tables["rmt_2023_instroom_per_partij"]),
            _in_a_year(tables["rmt_deelnemers"]),
        ]
    except UnknownCategoryError as unknown:
        raise DeliveryError(f"{publicaties.folder}: {unknown}") from unknown
    return observed(
        pl.concat(yearly).with_columns(
            indicator=pl.lit(INDICATOR),
            gebied=pl.lit(areas.resolve(REGION)),
            marge=pl.lit(0).cast(pl.Decimal(18, 4)),
        ),
        bron=SOURCE.id,
        reeks=REEKS,
    )


def _figures(rows: pl.DataFrame, **split: pl.Expr) -> pl.DataFrame:
    """Give rows their passport; `split` says which of their words is the category of each kenmerk."""
    none = pl.lit([], pl.List(pl.String))
    named = rows.with_columns(
        kenmerk=pl.concat_list(*(pl.lit(each) for each in split)) if split else none,
        categorie=pl.concat_list(*split.values()) if split else none,
    )
    return named.select(
        "waarde",
        "kenmerk",
        "categorie",
        tabel="bron",
        periode="jaar",
        status=pl.col("oordeel").fill_null("gedrukt"),
        vindplaats="plaats",
        opmerking="reden",
    )


def _named(rows: pl.DataFrame, column: str, kenmerk: str) -> pl.DataFrame:
    """Call the categories in a column by their one name; UnknownCategoryError for a strange one."""
    names = {written: category(kenmerk, written) for written in rows[column].unique()}
    return rows.with_columns(pl.col(column).replace_strict(names, return_dtype=pl.String))


def _by_kenmerk(rows: pl.DataFrame) -> pl.DataFrame:
    """Take a table of partijen by several kenmerken, its row of totals included."""
    found = []
    for (written,), part in rows.group_by("dimensie", maintain_order=True):
        kenmerk = KENMERKEN.get(str(written), str(written))
        named = _named(part, "categorie", kenmerk)
        per_partij = _named(named.filter(pl.col("partij") != TOTAL), "partij", "partij")
        found.append(
            _figures(named.filter(pl.col("partij") == TOTAL), **{kenmerk: pl.col("categorie")})
        )
        found.append(
            _figures(per_partij, partij=pl.col("partij"), **{kenmerk: pl.col("categorie")})
        )
    return pl.concat(found)


def _per_partij(rows: pl.DataFrame) -> pl.DataFrame:
    named = _named(rows.filter(pl.col("partij") != TOTAL), "partij", "partij")
    return _figures(named, partij=pl.col("partij"))


def _added_up_per_partij(rows: pl.DataFrame) -> pl.DataFrame:
    """Add up the partijen of 2022, of which no total is printed.

    By herkomst, because that is the one kenmerk by which they add up to the printed 516.
    """
    counted = rows.filter(pl.col("dimensie") == "herkomst", pl.col("partij") != TOTAL)
    parts = pl.col("waarde").cast(pl.Int64).cast(pl.String)
    added = counted.group_by("jaar", "partij", "bron", "plaats", maintain_order=True).agg(
        pl.col("waarde").sum(),
        oordeel=pl.lit("afgeleid"),
        reden=pl.format(
            "Afgeleid: {} naar herkomst; het jaarverslag drukt geen totaal per partij",
            parts.str.join(" + "),
        ),
    )
    return _per_partij(added)


def _by_partij_and_sector(rows: pl.DataFrame) -> pl.DataFrame:
    cells = rows.filter(pl.col("partij") != TOTAL, pl.col("sector") != TOTAL)
    named = _named(_named(cells, "partij", "partij"), "sector", "sector")
    return _figures(named, partij=pl.col("partij"), sector=pl.col("sector"))


def _unnamed_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """Give every partij in every sector of 2022 as withheld: which column is whose is not printed."""
    cells = rows.filter(pl.col("kolom_gedrukt") != TOTAL)
    reason = cells.select("oordeel", "reden").unique()
    if reason.height != 1 or reason["oordeel"][0] is None:
        raise DeliveryError("rmt_2022_sector.csv: een kolom zonder naam zonder correctie")
    partijen = pl.DataFrame({"partij": CATEGORIES["partij"]})
    sectors = _named(rows.filter(pl.col("sector") != TOTAL), "sector", "sector").unique(
        "sector", maintain_order=True
    )
    every = (
        sectors.drop("waarde", "oordeel", "reden")
        .join(partijen, how="cross")
        .join(reason, how="cross")
        .with_columns(waarde=pl.lit(None).cast(pl.Decimal(18, 4)))
    )
    return _figures(every, partij=pl.col("partij"), sector=pl.col("sector"))


def _totals_per_sector(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    totals = rows.filter(pl.col(column) == TOTAL, pl.col("sector") != TOTAL)
    return _figures(_named(totals, "sector", "sector"), sector=pl.col("sector"))


def _in_a_year(rows: pl.DataFrame) -> pl.DataFrame:
    if strange := set(rows["soort"]) - {IN_A_YEAR, *NO_INFLOW}:
        raise DeliveryError(f"rmt_deelnemers.csv: soort '{min(strange)}' is onbekend")
    return _figures(rows.filter(pl.col("soort") == IN_A_YEAR))


SOURCE = Source(
    id="rmt-jaarverslagen",
    title="Jaarverslagen 2022 en 2023 van de regio, Regionaal Mobiliteitsteam",
    publisher="Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk), cijfers van de partijen",
    licence="Geen licentie vermeld; cijfers uit openbare jaarverslagen, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: de jaarverslagen verschijnen niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(Reeks(id=REEKS, title="RMT-deelnemers per jaar (jaarverslagen 2022 en 2023)"),),
    stage=stage,
)
