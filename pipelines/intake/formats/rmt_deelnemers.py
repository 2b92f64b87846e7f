"""Participants of the RMT from a klantvolgsysteem: one row a person, counted and not kept."""

from __future__ import annotations

from datetime import date

import dataframely as dy
import polars as pl

from pipelines.intake import rmt
from pipelines.intake.contract import Content, Formaat, Known, Regel
from warehouse.categories import CATEGORIES
from warehouse.periods import Period, today

UNKNOWN = "onbekend"
COHORTS = ((1950, "voor 1950"), (1970, "1950-1969"), (1990, "1970-1989"), (2010, "1990-2009"))
"""The first year after each cohort of the report of 2023; who is younger is in the last one."""
YOUNGEST = "vanaf 2010"


class Deelnemer(dy.Schema):
    """One participant, under a pseudonym that is read once and never kept."""

    deelnemer_id = dy.String(
        min_length=1,
        metadata={
            "ook": ("id", "kandidaatnummer", "dossiernummer", "deelnemernummer", "kandidaat id"),
            "voorbeeld": "VOORBEELD-1",
            "uitleg": "Pseudoniem, uniek binnen de levering. Geen BSN; wordt niet bewaard.",
        },
    )
    partij = dy.Enum(
        rmt.PARTIJEN,
        metadata={
            "ook": ("partner", "organisatie", "aanmelder", "aanmeldende partij"),
            "voorbeeld": "FNV",
            "uitleg": "Wie de deelnemer aanmeldde.",
        },
    )
    gemeente = dy.String(
        metadata={
            "ook": ("woonplaats", "woongemeente", "gemeentecode", "gemeentenaam"),
            "soort": "gemeente",
            "voorbeeld": "Apeldoorn",
            "uitleg": "Woongemeente: naam of code (GM0200).",
        },
    )
    aanmelddatum = dy.Date(
        min=date(2015, 1, 1),
        metadata={
            "ook": ("instroomdatum", "datum aanmelding", "aanmeldingsdatum", "datum instroom"),
            "voorbeeld": date(2024, 3, 1),
            "uitleg": "De dag van aanmelding; bepaalt het kwartaal waarin wordt geteld.",
        },
    )
    herkomst = dy.Enum(
        ["Participatiewet", "NUG", "zzp", "WW", "werknemer", "werkzoekende", UNKNOWN],
        metadata={
            "ook": ("uitkeringssituatie", "uitkering"),
            "leeg": UNKNOWN,
            "voorbeeld": "WW",
            "uitleg": "Situatie bij aanmelding.",
        },
    )
    geslacht = dy.Enum(
        ["man", "vrouw", "anders", UNKNOWN],
        metadata={"ook": ("sekse", "m/v"), "leeg": UNKNOWN, "voorbeeld": "vrouw", "uitleg": ""},
    )
    geboortejaar = dy.Int64(
        min=1940,
        max=2012,
        nullable=True,
        metadata={
            "ook": ("geb.jaar", "jaar geboorte"),
            "voorbeeld": 1980,
            "uitleg": "Alleen het jaar, 1940 tot en met 2012; leeg als het onbekend is.",
        },
    )
    taalniveau = dy.Enum(
        ["<1F", "1F-2F", ">2F", UNKNOWN],
        metadata={"ook": ("taal",), "leeg": UNKNOWN, "voorbeeld": ">2F", "uitleg": ""},
    )
    opleidingsniveau = dy.Enum(
        ["basis", "middel", "hoog", UNKNOWN],
        metadata={"ook": ("opleiding",), "leeg": UNKNOWN, "voorbeeld": "middel", "uitleg": ""},
    )
    sector = dy.Enum(
        rmt.categories("sector"),
        metadata={
            "ook": ("branche", "branche/sector", "sector/branche"),
            "leeg": UNKNOWN,
            "voorbeeld": "horeca",
            "uitleg": "Sector van het laatste of huidige werk.",
        },
    )
    status = dy.Enum(
        CATEGORIES["status"],
        metadata={"voorbeeld": "actief", "uitleg": "Stand op de dag van aanlevering."},
    )
    uitstroomdatum = dy.Date(
        nullable=True,
        metadata={
            "ook": ("datum uitstroom", "einddatum"),
            "voorbeeld": None,
            "uitleg": "Leeg zolang de deelnemer actief is; niet voor de aanmelddatum.",
        },
    )

    @dy.rule()
    def pseudonym_is_unique(cls) -> pl.Expr:
        return cls.deelnemer_id.col.is_null() | (pl.len().over("deelnemer_id") == 1)

    @dy.rule()
    def came_in_by_now(cls) -> pl.Expr:
        return cls.aanmelddatum.col <= pl.lit(today())

    @dy.rule()
    def left_by_now(cls) -> pl.Expr:
        return cls.uitstroomdatum.col.fill_null(date.min) <= pl.lit(today())

    @dy.rule()
    def left_after_coming_in(cls) -> pl.Expr:
        return cls.uitstroomdatum.col.fill_null(date.max) >= cls.aanmelddatum.col

    @dy.rule()
    def active_has_not_left(cls) -> pl.Expr:
        active = cls.status.col.cast(pl.String) == "actief"
        return ~active | cls.uitstroomdatum.col.is_null()


RULES = {
    "aanmelddatum|min": Regel(kolom="aanmelddatum", zin="ligt voor 2015; toen was er nog geen RMT"),
    "pseudonym_is_unique": Regel(
        kolom="deelnemer_id",
        zin="dit pseudoniem staat meer dan eens in de levering; elke deelnemer heeft één rij",
    ),
    "came_in_by_now": Regel(kolom="aanmelddatum", zin="ligt in de toekomst"),
    "left_by_now": Regel(kolom="uitstroomdatum", zin="ligt in de toekomst"),
    "left_after_coming_in": Regel(kolom="uitstroomdatum", zin="ligt voor de aanmelddatum"),
    "active_has_not_left": Regel(
        kolom="uitstroomdatum", zin="moet leeg zijn zolang de status actief is"
    ),
}


def count(rows: pl.DataFrame, known: Known) -> Content:
    """Count participants per partij, quarter and gemeente, in all and by each kenmerk.

    A delivery speaks for every quarter from a partij's first row to its last, also one without rows.
    """
    born = pl.col("geboortejaar")
    cohort = pl.lit(YOUNGEST)
    for before, name in reversed(COHORTS):
        cohort = pl.when(born < before).then(pl.lit(name)).otherwise(cohort)
    came_in = pl.col("aanmelddatum").dt
    people = rows.select(
        pl.col(
            "partij", "herkomst", "geslacht", "taalniveau", "opleidingsniveau", "sector", "status"
        ),
        periode=pl.format("{}K{}", came_in.year(), came_in.quarter()),
        gebied=pl.when(pl.col("gemeente").is_in(rmt.own_gemeenten(known.areas)))
        .then("gemeente")
        .otherwise(pl.lit(rmt.ELSEWHERE)),
        geboortecohort=pl.when(born.is_null()).then(pl.lit(UNKNOWN)).otherwise(cohort),
    )
    key = ["partij", "periode", "gebied"]
    tables = [
        people.group_by(key).agg(
            kenmerk=pl.lit(rmt.TOTAL), categorie=pl.lit(rmt.TOTAL), aantal=pl.len().cast(pl.Int64)
        )
    ]
    tables += [
        people.group_by(*key, pl.col(kenmerk).alias("categorie")).agg(
            kenmerk=pl.lit(kenmerk), aantal=pl.len().cast(pl.Int64)
        )
        for kenmerk in rmt.KENMERKEN
    ]
    counted = pl.concat([each.select(rmt.COUNTED).cast(rmt.SCHEMA) for each in tables])
    quiet = []
    remarks = []
    for (partij,), own in counted.group_by("partij", maintain_order=True):
        there = sorted({Period.parse(each) for each in own["periode"]})
        for quarter in rmt.quarters(there[0], there[-1]):
            if quarter not in there:
                quiet.append((partij, quarter.text, rmt.ELSEWHERE, rmt.TOTAL, rmt.TOTAL, 0))
                remarks.append(f"{partij} heeft in het {quarter.spoken} geen enkele aanmelding.")
    if quiet:
        counted = pl.concat([counted, pl.DataFrame(quiet, schema=rmt.SCHEMA, orient="row")])
    return Content(counted.sort(rmt.COUNTED), tuple(remarks))


FORMAAT = Formaat(
    id="rmt-deelnemers",
    title="RMT-deelnemers uit een klantvolgsysteem",
    explanation=(
        "Eén rij per deelnemer. De rijen worden geteld en niet bewaard. Namen, adressen, "
        "geboortedata, telefoonnummers, e-mailadressen en BSN mogen er niet in staan."
    ),
    contract=Deelnemer,
    rules=RULES,
    count=count,
    kept=rmt.STORED,
    persons=True,
    pseudonym="deelnemer_id",
)
