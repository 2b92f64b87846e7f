"""Participants of the RMT as a partner counted them itself; UWV gives nothing else."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.intake import rmt
from pipelines.intake.contract import ROW, Content, CountError, Formaat, Known, Regel
from pipelines.intake.dutch import bare
from warehouse.categories import CATEGORIES, GEMEENTE, UnknownCategoryError, category
from warehouse.periods import Period, today

TOTAL_ROWS = frozenset({"totaal", "eindtotaal"})


class Telling(dy.Schema):
    """A count of participants in one category, over a quarter or a whole year."""

    jaar = dy.Int64(
        min=2015, max=2100, metadata={"ook": ("jaartal",), "voorbeeld": 2015, "uitleg": ""}
    )
    kwartaal = dy.Int64(
        min=1,
        max=4,
        nullable=True,
        metadata={
            "ook": ("kw", "kwartaalnummer"),
            "soort": "kwartaal",
            "voorbeeld": 1,
            "uitleg": "1 tot en met 4; leeg voor het hele jaar.",
        },
    )
    partij = dy.Enum(
        rmt.PARTIJEN,
        metadata={
            "ook": ("partner", "organisatie", "aanmelder", "aanmeldende partij"),
            "voorbeeld": "UWV",
            "uitleg": "Wie de deelnemers aanmeldde.",
        },
    )
    kenmerk = dy.Enum(
        [*rmt.KENMERKEN, GEMEENTE],
        metadata={
            "ook": ("dimensie",),
            "schrijfwijzen": {"geboortejaar": "geboortecohort", "branche": "sector"},
            "voorbeeld": "geslacht",
            "uitleg": "Waarnaar is uitgesplitst.",
        },
    )
    categorie = dy.String(
        metadata={
            "voorbeeld": "vrouw",
            "uitleg": "Een categorie van het kenmerk; bij kenmerk gemeente een naam of code.",
        },
    )
    aantal = dy.Int64(
        min=0,
        max=1_000_000,
        metadata={
            "ook": ("aantal deelnemers", "deelnemers"),
            "voorbeeld": 12,
            "uitleg": "Aantal deelnemers; schrijf 0 als het er geen zijn.",
        },
    )

    @dy.rule()
    def period_has_ended(cls) -> pl.Expr:
        month = pl.when(cls.kwartaal.col.is_null()).then(1).otherwise(cls.kwartaal.col * 3 - 2)
        return pl.date(cls.jaar.col, month, 1) <= pl.lit(today())


RULES = {"period_has_ended": Regel(kolom="jaar", zin="ligt in de toekomst")}


def count(rows: pl.DataFrame, known: Known) -> Content:
    """Name the categories as everywhere else, and require that all kenmerken tell the same total.

    Raises CountError with the rows that no category, no gemeente or no single total fits.
    """
    complaints: list[tuple[int, str, str | None, str]] = []
    areas = known.areas
    own = set(rmt.own_gemeenten(areas))
    counted: list[tuple[str, str, str, str, str, int]] = []
    told: dict[tuple[str, str, str], tuple[int, int]] = {}
    seen: dict[tuple[str, str, str, str], int] = {}
    for index, row in enumerate(rows.iter_rows(named=True)):
        kenmerk, written = row["kenmerk"], row["categorie"]
        quarter = row["kwartaal"]
        period = Period.quarter(row["jaar"], quarter) if quarter else Period.year(row["jaar"])
        place = row["partij"], period.text, kenmerk
        if bare(written) in TOTAL_ROWS:
            told[place] = index, row["aantal"]
            continue
        try:
            name = _category(kenmerk, written, areas)
        except (UnknownCategoryError, DeliveryError):
            listed = CATEGORIES.get(kenmerk)
            allowed = (
                f": {', '.join(listed)}" if listed and len(listed) <= 8 else " van het sjabloon"
            )
            which = f"moet een categorie van {kenmerk} zijn{allowed}"
            complaints.append(
                (
                    index,
                    "categorie",
                    written,
                    which
                    if listed
                    else "is geen gemeente die bekend is; schrijf de naam of de code",
                )
            )
            continue
        if (first := seen.setdefault((*place, name), index)) != index:
            complaints.append(
                (
                    index,
                    "categorie",
                    written,
                    f"{name} staat voor {row['partij']} {period.text} twee keer in de levering "
                    f"(ook in rij {rows[ROW][first]})",
                )
            )
        elif kenmerk == GEMEENTE:
            gebied = name if name in own else rmt.ELSEWHERE
            counted.append((*place[:2], gebied, rmt.TOTAL, rmt.TOTAL, row["aantal"]))
        else:
            counted.append((*place[:2], rmt.UNKNOWN_AREA, kenmerk, name, row["aantal"]))
    if complaints:
        raise CountError(complaints)
    tables = pl.DataFrame(counted, schema=rmt.SCHEMA, orient="row")
    tables = tables.group_by(rmt.COUNTED[:-1]).agg(pl.col("aantal").sum())
    last = {
        (row["partij"], _period(row).text): index
        for index, row in enumerate(rows.iter_rows(named=True))
    }
    totals = []
    for (partij, periode), own_rows in tables.group_by("partij", "periode"):
        sums = {
            (kenmerk or GEMEENTE): aantal
            for kenmerk, aantal in own_rows.group_by("kenmerk")
            .agg(pl.col("aantal").sum())
            .iter_rows()
        }
        where = last[partij, periode]
        for kenmerk, total in sums.items():
            index, printed = told.get((partij, periode, kenmerk), (where, total))
            if printed != total:
                complaints.append(
                    (
                        index,
                        "aantal",
                        None,
                        f"het totaal van {kenmerk} voor {partij} {periode} is niet de som van de "
                        "categorieën",
                    )
                )
        if len(set(sums.values())) > 1:
            complaints.append(
                (
                    where,
                    "aantal",
                    None,
                    f"de kenmerken van {partij} {periode} tellen niet tot hetzelfde aantal op "
                    f"({', '.join(sorted(sums))}); vul aan wat ontbreekt, als 'onbekend' bijvoorbeeld",
                )
            )
        if GEMEENTE not in sums:
            totals.append(
                (partij, periode, rmt.UNKNOWN_AREA, rmt.TOTAL, rmt.TOTAL, next(iter(sums.values())))
            )
    if complaints:
        raise CountError(complaints)
    whole = pl.concat(
        [tables.select(rmt.COUNTED), pl.DataFrame(totals, schema=rmt.SCHEMA, orient="row")]
    )
    return Content(whole.sort(rmt.COUNTED))


def _category(kenmerk: str, written: str, areas: Areas) -> str:
    if kenmerk != GEMEENTE:
        found = category(kenmerk, written)
        if found not in rmt.categories(kenmerk):
            raise UnknownCategoryError(f"{kenmerk} '{written}' is geen van deelnemers")
        return found
    if bare(written) in (rmt.ELSEWHERE, rmt.UNKNOWN_AREA):
        return rmt.ELSEWHERE
    code = written
    if written.isascii() and written.isdecimal() and len(written) <= 4:
        code = f"GM{int(written):04d}"
    return areas.resolve(code, "gemeente")


def _period(row: dict[str, int]) -> Period:
    return (
        Period.quarter(row["jaar"], row["kwartaal"])
        if row["kwartaal"]
        else Period.year(row["jaar"])
    )


FORMAAT = Formaat(
    id="rmt-tabel",
    title="RMT-deelnemers, al geteld",
    explanation=(
        "Eén rij per categorie. Alle kenmerken van een partij en periode tellen tot hetzelfde aantal "
        "op; wie nergens onder valt, staat als onbekend in de tabel."
    ),
    contract=Telling,
    rules=RULES,
    count=count,
    kept=rmt.STORED,
    persons=True,
)
