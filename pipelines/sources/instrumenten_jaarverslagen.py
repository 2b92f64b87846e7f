"""Instrumenten met hun doel en realisatie, gedrukt in jaarverslagen en uitvoeringsplan.

What the reports contradict or leave open stands in `pipelines/corrections.toml`, and goes with the
figures as a remark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.reconciliation import judging
from pipelines.source import Reeks, Source, observed
from warehouse.categories import category
from warehouse.tables import Waarneming

REGION = "Veluwe Stedendriehoek"
PRINTED, APPLIED = "jaarverslagen-instrumenten", "jaarverslagen-instrumenten-aangevraagd"
TARGET, REALISED, TARIFF = "instrument_doel", "instrument_realisatie", "instrument_tarief_eur"
INSTRUMENT, PARTIJ = "instrument", "partij"
TOTAL = "Totaal"
GIVEN, AVAILABLE = "PSO-vouchers verstrekt in het jaar", "PSO-vouchers beschikbaar"


@dataclass(frozen=True)
class Taken:
    """What becomes of a printed row: indicator, instrument, and series."""

    indicator: str
    instrument: str
    reeks: str = PRINTED


ROWS: Mapping[tuple[str, str], Taken] = {
    ("Jobcoachvouchers", "doel"): Taken(TARGET, "jobcoachvoucher"),
    ("Jobcoachvouchers", "realisatie"): Taken(REALISED, "jobcoachvoucher"),
    ("Jobcoachvouchers regulier", "realisatie"): Taken(REALISED, "jobcoachvoucher regulier"),
    ("Jobcoachvouchers GGZ", "realisatie"): Taken(REALISED, "jobcoachvoucher GGZ"),
    ("Jobcoachvouchers jongeren onderwijs", "realisatie"): Taken(
        REALISED, "jobcoachvoucher jongeren"
    ),
    ("Praktijkverklaringen", "doel"): Taken(TARGET, "praktijkverklaring"),
    ("Praktijkverklaringen", "realisatie"): Taken(REALISED, "praktijkverklaring"),
    ("HARRIE-training", "aangevraagd"): Taken(REALISED, "HARRIE-training", APPLIED),
    ("GGZ-trajecten", "doel (medio 2022 en 2023)"): Taken(TARGET, "GGZ-traject"),
    ("Werk naar Werk leerwerktrajecten", "doel"): Taken(TARGET, "Werk naar Werk"),
    ("Startersbeurs jongeren", "doel"): Taken(TARGET, "startersbeurs"),
    ("Jobcoachvoucher tarief", "bedrag"): Taken(TARIFF, "jobcoachvoucher"),
    ("Less Risk Polis waarde", "bedrag"): Taken(TARIFF, "Less Risk Polis"),
    ("PSO-voucher tarief", "bedrag"): Taken(TARIFF, "PSO-voucher"),
    ("HARRIE-training vervolgdeelnemer", "bedrag"): Taken(TARIFF, "HARRIE-training"),
}
ADDED: Mapping[str, Sequence[str]] = {
    "jobcoachvoucher": ("Jobcoachvouchers regulier", "Jobcoachvouchers GGZ"),
    "GGZ-traject": ("GGZ IPS-trajecten gemeenten", "GGZ IPS-trajecten UWV"),
}
"""Instruments of which only parts are printed, that the report itself takes together."""

PARTNERS = {"GGZ IPS-trajecten gemeenten": "Gemeente", "GGZ IPS-trajecten UWV": "UWV"}
LEFT = {
    # Parts of what is taken as a whole; evidence in corrections.toml.
    ("Jobcoachvouchers", "niet benut"),
    ("Praktijkverklaringen", "realisatie Landstede"),
    ("Praktijkverklaringen", "realisatie Aventus"),
    ("Praktijkverklaringen", "nog bezig"),
    ("Praktijkverklaringen", "H1 lopende routes"),
    ("Praktijkverklaringen", "H1 waarvan gestart"),
    ("Praktijkverklaringen", "gefactureerd"),
    ("Praktijkverklaringen", "overloop"),
    ("Praktijkverklaringen", "najaar gestart (loopt door in 2024)"),
    # What there is to give is a supply and no target; it stands as a remark at what was given.
    ("Stimuleringsvouchers", "beschikbaar tot eind 2024"),
    # The same ten as in the section on jobcoachvouchers.
    ("GGZ jobcoachvouchers", "realisatie"),
    # What a plan of November 2023 sets aside for later years: no target of a year is printed.
    ("Jeugd: bemiddelingsvouchers", "plan"),
    ("Jeugd: extra jobcoachvouchers", "plan"),
    ("Jeugd: projectvouchers", "plan"),
    ("Jeugd: jongerenwerkers", "plan"),
}
EXACT = pl.lit(0).cast(pl.Decimal(18, 4))


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take each printed figure once, judged; add up what is printed in parts only."""
    judged = judging.judged(
        {"instrumenten": publicaties.table("instrumenten", "jaar", "instrument", "soort")}
    )["instrumenten"]
    known = {*ROWS, *LEFT, *((part, "realisatie") for part in PARTNERS)}
    pairs = judged.select("instrument", "soort").rows()
    if strange := sorted(set(pairs) - known):
        raise DeliveryError(
            f"instrumenten.csv: instrument '{strange[0][0]}', soort '{strange[0][1]}' is onbekend"
        )
    everything = pl.concat(
        [
            _printed(judged),
            *(_added(judged, name, parts) for name, parts in ADDED.items()),
            _per_partner(judged),
            _stimulation(publicaties, judged),
            _pso(publicaties),
        ]
    ).with_columns(gebied=pl.lit(areas.resolve(REGION)), marge=EXACT)
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in everything.group_by("reeks", maintain_order=True)
        )
    )


def _figures(
    rows: pl.DataFrame,
    instrument: pl.Expr,
    indicator: pl.Expr | None = None,
    reeks: pl.Expr | None = None,
    partij: pl.Expr | None = None,
) -> pl.DataFrame:
    """Give rows their passport: `waarde, oordeel, reden` and where they are printed."""
    by = [INSTRUMENT] if partij is None else [PARTIJ, INSTRUMENT]
    return rows.select(
        "waarde",
        indicator=pl.lit(REALISED) if indicator is None else indicator,
        reeks=pl.lit(PRINTED) if reeks is None else reeks,
        kenmerk=pl.lit(by, pl.List(pl.String)),
        categorie=pl.concat_list(instrument)
        if partij is None
        else pl.concat_list(partij, instrument),
        tabel="bron",
        periode="jaar",
        status=pl.col("oordeel").fill_null("gedrukt"),
        vindplaats="plaats",
        opmerking="reden",
    )


def _printed(rows: pl.DataFrame) -> pl.DataFrame:
    taken = pl.DataFrame(
        [
            (*pair, each.indicator, category(INSTRUMENT, each.instrument), each.reeks)
            for pair, each in ROWS.items()
        ],
        schema=["instrument", "soort", "indicator", "naam", "reeks"],
        orient="row",
    )
    found = rows.join(taken, on=["instrument", "soort"], maintain_order="left")
    return _figures(found, pl.col("naam"), pl.col("indicator"), pl.col("reeks"))


def _added(rows: pl.DataFrame, name: str, parts: Sequence[str]) -> pl.DataFrame:
    """Add up the printed parts of an instrument, and say so."""
    own = rows.filter(pl.col("instrument").is_in(parts), pl.col("soort") == "realisatie")
    written = pl.format("{} ({})", pl.col("waarde").cast(pl.Int64), "instrument")
    remarks = pl.col("reden").drop_nulls().unique(maintain_order=True).str.join(". ")
    added = own.group_by("jaar", "bron", maintain_order=True).agg(
        pl.col("waarde").sum(),
        pl.col("plaats").unique(maintain_order=True).str.join("; "),
        oordeel=pl.lit("afgeleid"),
        reden=pl.concat_str(
            pl.format("Afgeleid: {}", written.str.join(" + ")),
            pl.when(remarks != "").then(remarks),
            separator=". ",
            ignore_nulls=True,
        ),
    )
    return _figures(added, pl.lit(category(INSTRUMENT, name)))


def _per_partner(rows: pl.DataFrame) -> pl.DataFrame:
    own = rows.filter(pl.col("instrument").is_in(list(PARTNERS)))
    partner = pl.col("instrument").replace_strict(PARTNERS, return_dtype=pl.String)
    return _figures(own, pl.lit("GGZ-traject"), partij=partner)


def _stimulation(publicaties: Publicaties, judged: pl.DataFrame) -> pl.DataFrame:
    """Take the printed number of stimuleringsvouchers of a year, and hold it against its rows."""
    table = publicaties.table(
        "stimuleringsvouchers", "aanvrager", "datum_toekenning", "status", value="vouchers"
    ).with_columns(jaar=pl.col("datum_toekenning").str.slice(0, 4))
    total = table.filter(pl.col("aanvrager") == TOTAL)
    rows = table.filter(pl.col("aanvrager") != TOTAL)
    for jaar, printed in total.select("jaar", "waarde").rows():
        added = rows.filter(pl.col("jaar") == jaar)["waarde"].sum()
        if added != printed:
            raise DeliveryError(
                f"stimuleringsvouchers.csv: de toekenningen van {jaar} tellen op tot {added:.0f}, het "
                f"totaal is {printed:.0f}"
            )
    by_status = rows.group_by("jaar", "status").agg(pl.col("waarde").sum().cast(pl.Int64))
    kinds = (
        by_status.sort("status")
        .group_by("jaar")
        .agg(
            reden=pl.format(
                "Waarvan {}", pl.format("{} {} toegekend", "waarde", "status").str.join(" en ")
            )
        )
    )
    supply = judged.filter(pl.col("instrument") == "Stimuleringsvouchers")
    kinds = kinds.join(supply.select("jaar", er_zijn="waarde"), on="jaar", how="left").with_columns(
        reden=pl.concat_str(
            "reden",
            pl.format(
                "Tot eind 2024 zijn er {} vouchers beschikbaar", pl.col("er_zijn").cast(pl.Int64)
            ),
            separator=". ",
            ignore_nulls=True,
        )
    )
    said = total.join(kinds, on="jaar").with_columns(oordeel=pl.lit(None, pl.String))
    return _figures(said, pl.lit(category(INSTRUMENT, "stimuleringsvoucher")))


def _pso(publicaties: Publicaties) -> pl.DataFrame:
    """Take the PSO-vouchers of a year; how many there were to give is a supply and no target."""
    table = publicaties.table("pso", "jaar", "indicator")
    given = table.filter(pl.col("indicator") == GIVEN)
    supply = table.filter(pl.col("indicator") == AVAILABLE).select("jaar", er_waren="waarde")
    said = given.join(supply, on="jaar", how="left").with_columns(
        oordeel=pl.lit(None, pl.String),
        reden=pl.format("Er waren {} vouchers beschikbaar", pl.col("er_waren").cast(pl.Int64)),
    )
    return _figures(said, pl.lit(category(INSTRUMENT, "PSO-voucher")))


SOURCE = Source(
    id="jaarverslagen-instrumenten",
    title="Jaarverslagen 2022 en 2023 en uitvoeringsplan 2021 van de regio, instrumenten",
    publisher="Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk)",
    licence="Geen licentie vermeld; cijfers uit openbare documenten, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: de documenten verschijnen niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(
        Reeks(id=PRINTED, title="Instrumenten (jaarverslagen 2022 en 2023, uitvoeringsplan 2021)"),
        Reeks(id=APPLIED, title="Aangevraagde instrumenten (jaarverslag 2022)"),
    ),
    stage=stage,
)
