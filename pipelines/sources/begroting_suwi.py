"""Begroting van FactorWerk en bijdragen van de partners, gedrukt in het uitvoeringsplan SUWI 2021.

A budget of 2020 stands beside what was spent up to September, what was expected up to December and what
would be left; a budget of 2021 beside what that leaves. Amounts per post and per pijler are held
against the totals that are printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.reconciliation import judging
from pipelines.source import Reeks, Source, observed
from warehouse.categories import UnknownCategoryError, category
from warehouse.tables import Waarneming

REGION = "Veluwe Stedendriehoek"
AGENDA, OTHER, PARTNERS, CONTRIBUTED = (
    "uitvoeringsplan-doe-agenda",
    "uitvoeringsplan-overige-begroting",
    "uitvoeringsplan-contributie-partners",
    "uitvoeringsplan-contributie",
)
CONTRIBUTION = "contributie_eur"
PIJLER, POST, PARTIJ = "pijler", "begrotingspost", "partij"
BUDGET, SPENT, EXPECTED, LEFT = (
    "begroting_eur",
    "begroting_realisatie_eur",
    "begroting_prognose_eur",
    "begroting_rest_eur",
)


@dataclass(frozen=True)
class Column:
    """What a printed column is: an indicator, and the year or day that it is of."""

    indicator: str
    periode: str


COLUMNS: Mapping[str, Column] = {
    "aangepaste_begroting": Column(BUDGET, "2020"),
    "begroting_2021": Column(BUDGET, "2021"),
    "realisatie_tm_2020_09": Column(SPENT, "2020-09-30"),
    "prognose_tm_2020_12": Column(EXPECTED, "2020-12-31"),
    "resterend_budget": Column(LEFT, "2020-12-31"),
    "restant_budget": Column(LEFT, "2021-12-31"),
}
ON_THE_WAY = {
    # Steps from the first budget to the adjusted one, which is the one that is spent from.
    "originele_begroting",
    "herijkte_begroting",
    "extra_gelden",
    "begrotingswijzigingen",
    "begroting_2020",
    "begrotingswijziging",
    # Income and spending printed in one cell.
    "begroting_2021 (deel 1: inkomst)",
    "begroting_2021 (deel 2: inzet DOE-agenda)",
}
WHOLE, OUTSIDE = "Doe-agenda", "buiten pijlers"
APART: Mapping[tuple[str, str], str] = {
    ("2 Overbruggingsactie", "Overbruggingsactie"): "overbruggingsactie",
    ("3 Organisatiekosten", "Lasten"): "organisatiekosten",
}
"""Parts of the budget beside the Doe-agenda, by where their total is printed."""

IN_ALL = "Contributiebijdrage partners"
UWV, GEMEENTE = "UWV", "Gemeente"
YEARS = {"begroting 2020": "2020", "begroting 2021": "2021"}
AGAIN = "prognose 2020"
IN_ALL_YEARS = {"aangepaste_begroting": "2020", "begroting_2021": "2021"}


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take budget and contributions, judged, and hold every printed total against its parts."""
    tables = judging.judged(
        {
            "budget_2021": publicaties.table(
                "budget_2021",
                "onderdeel", "pijler_of_groep", "post", "soort", "kolom",
                value="eur",
            ),
            "contributie": publicaties.table("contributie", "partner", "kolom", value="eur"),
        }
    )  # fmt: skip
    rows = tables["budget_2021"]
    if strange := set(rows["kolom"]) - COLUMNS.keys() - ON_THE_WAY:
        raise DeliveryError(f"budget_2021.csv: kolom '{min(strange)}' is onbekend")
    columns = pl.DataFrame(
        [(name, each.indicator, each.periode) for name, each in COLUMNS.items()],
        schema=["kolom", "indicator", "periode"],
        orient="row",
    )
    budget = rows.join(columns, on="kolom", maintain_order="left")
    region = areas.resolve(REGION)
    try:
        everything = pl.concat(
            [
                _agenda(budget).with_columns(gebied=pl.lit(region)),
                _apart(budget).with_columns(gebied=pl.lit(region)),
                _contributions(tables["contributie"], areas),
                _in_all(rows, tables["contributie"]).with_columns(gebied=pl.lit(region)),
            ]
        )
    except UnknownCategoryError as unknown:
        raise DeliveryError(f"{publicaties.folder}: {unknown}") from unknown
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in everything.with_columns(
                marge=pl.lit(0).cast(pl.Decimal(18, 4))
            ).group_by("reeks", maintain_order=True)
        )
    )


def _figures(rows: pl.DataFrame, reeks: str, **split: pl.Expr) -> pl.DataFrame:
    """Give rows their passport; `split` says which of their words is the category of each kenmerk."""
    none = pl.lit([], pl.List(pl.String))
    return rows.select(
        "waarde",
        "indicator",
        "periode",
        reeks=pl.lit(reeks),
        kenmerk=pl.lit(list(split), pl.List(pl.String)) if split else none,
        categorie=pl.concat_list(*split.values()) if split else none,
        tabel="bron",
        status=pl.col("oordeel").fill_null("gedrukt"),
        vindplaats="plaats",
        opmerking="reden",
    )


def _named(rows: pl.DataFrame, column: str, kenmerk: str) -> pl.Expr:
    names = {written: category(kenmerk, written) for written in rows[column].unique()}
    return pl.col(column).replace_strict(names, return_dtype=pl.String)


def _agenda(budget: pl.DataFrame) -> pl.DataFrame:
    """Take the Doe-agenda: its total, its pijlers with their posts, and what is in none of them."""
    own = budget.filter(pl.col("onderdeel") == "1 Doe-agenda")
    whole = own.filter(pl.col("pijler_of_groep") == WHOLE)
    pijlers = own.filter(pl.col("soort") == "subtotaal")
    posts = own.filter(pl.col("soort") == "post")
    # What is left after 2021 is printed for a few posts only, and for every pijler; outside the pijlers
    # for all of them, among which money that was not left but is fresh.
    each_post = posts.filter(
        (pl.col("kolom") != "restant_budget") | (pl.col("pijler_of_groep") == OUTSIDE)
    )
    found = [
        _figures(whole, AGENDA),
        _figures(pijlers, AGENDA, pijler=_named(pijlers, "pijler_of_groep", PIJLER)),
        _figures(
            _outside(posts), AGENDA, pijler=pl.lit(category(PIJLER, OUTSIDE))
        ),
        _figures(
            each_post,
            AGENDA,
            pijler=_named(each_post, "pijler_of_groep", PIJLER),
            begrotingspost=_named(each_post, "post", POST),
        ),
    ]  # fmt: skip
    return pl.concat(found)


def _outside(posts: pl.DataFrame) -> pl.DataFrame:
    """Add up what stands in no pijler: no total of it is printed."""
    return (
        posts.filter(pl.col("pijler_of_groep") == OUTSIDE)
        .group_by("indicator", "periode", "bron", maintain_order=True)
        .agg(
            pl.col("waarde").sum(),
            plaats=pl.format(
                "{}, {}, regel {}-{}",
                pl.col("bron").first(),
                pl.col("vindplaats").first(),
                pl.col("regel").first(),
                pl.col("regel").last(),
            ),
            oordeel=pl.lit("afgeleid"),
            reden=pl.format("Afgeleid: {}", pl.col("post").str.join(" + ")),
        )
    )


def _apart(budget: pl.DataFrame) -> pl.DataFrame:
    """Take the totals of what is budgeted beside the Doe-agenda."""
    names = pl.DataFrame(
        [(*place, category(PIJLER, name)) for place, name in APART.items()],
        schema=["onderdeel", "pijler_of_groep", "naam"],
        orient="row",
    )
    totals = budget.filter(pl.col("post") == "TOTAAL").join(
        names, on=["onderdeel", "pijler_of_groep"], maintain_order="left"
    )
    return _figures(totals, OTHER, pijler=pl.col("naam"))


def _contributions(rows: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """Take what each gemeente contributes; DeliveryError where a forecast is not what was budgeted."""
    if strange := set(rows["kolom"]) - YEARS.keys() - {AGAIN}:
        raise DeliveryError(f"contributie.csv: kolom '{min(strange)}' is onbekend")
    again = rows.filter(pl.col("kolom") == AGAIN).join(
        rows.filter(pl.col("kolom") == "begroting 2020"), on="partner", suffix="_begroot"
    )
    if other := again.filter(pl.col("waarde") != pl.col("waarde_begroot"))["partner"].to_list():
        raise DeliveryError(f"contributie.csv: de prognose van {other[0]} is niet de begroting")
    own = _of_a_year(rows).filter(pl.col("partner") != UWV)
    codes = {name: areas.resolve(name, "gemeente") for name in own["partner"].unique()}
    placed = _figures(own, CONTRIBUTED)
    return placed.with_columns(gebied=own["partner"].replace_strict(codes))


def _of_a_year(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("kolom").is_in(list(YEARS))).with_columns(
        indicator=pl.lit(CONTRIBUTION), periode=pl.col("kolom").replace_strict(YEARS)
    )


def _in_all(budget: pl.DataFrame, contributions: pl.DataFrame) -> pl.DataFrame:
    """Take what all partners contribute, UWV included, which is in no gemeente.

    It is printed as income, below zero.
    """
    total = budget.filter(
        pl.col("post") == IN_ALL, pl.col("kolom").is_in(list(IN_ALL_YEARS))
    ).with_columns(
        waarde=-pl.col("waarde"),
        indicator=pl.lit(CONTRIBUTION),
        periode=pl.col("kolom").replace_strict(IN_ALL_YEARS),
    )
    each = _of_a_year(contributions)
    uwv = each.filter(pl.col("partner") == UWV)
    gemeenten = (
        each.filter(pl.col("partner") != UWV)
        .group_by("indicator", "periode", "bron", maintain_order=True)
        .agg(
            pl.col("waarde").sum(),
            plaats=pl.format(
                "{}, {}, regel {}-{}",
                pl.col("bron").first(),
                pl.col("vindplaats").first(),
                pl.col("regel").first(),
                pl.col("regel").last(),
            ),
            oordeel=pl.lit("afgeleid"),
            reden=pl.format("Som van {} gemeenten", pl.len()),
        )
    )
    return pl.concat(
        [
            _figures(total, PARTNERS),
            _figures(uwv, PARTNERS, partij=pl.lit(UWV)),
            _figures(gemeenten, PARTNERS, partij=pl.lit(GEMEENTE)),
        ]
    )


SOURCE = Source(
    id="begroting-suwi-2021",
    title="Uitvoeringsplan SUWI 2021 van de regio, begroting",
    publisher="Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk)",
    licence="Geen licentie vermeld; cijfers uit een openbaar document, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: het plan verschijnt niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(
        Reeks(id=AGENDA, title="Begroting van de Doe-agenda (uitvoeringsplan 2021)"),
        Reeks(
            id=OTHER, title="Begroting naast de Doe-agenda (uitvoeringsplan 2021)"
        ),
        Reeks(id=CONTRIBUTED, title="Contributie per gemeente (uitvoeringsplan 2021)"),
        Reeks(id=PARTNERS, title="Contributie van alle partners, UWV meegeteld"),
    ),
    stage=stage,
)  # fmt: skip
