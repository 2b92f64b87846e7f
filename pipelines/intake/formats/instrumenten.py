"""Instruments as the programme office counts them: one row an instrument, period and kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import dataframely as dy
import polars as pl

from pipelines.intake import instrumenten, rmt
from pipelines.intake.contract import ROW, Content, CountError, Formaat, Known, Regel
from pipelines.intake.instrumenten import FINISHED, GIVEN, TARGET, WHOLE_REGION
from warehouse.numbers import exactly
from warehouse.periods import Period, today

QUARTERS = 4
Complaint = tuple[int, str, str | None, str]
Row = Mapping[str, Any]


class Instrument(dy.Schema):
    """How many of an instrument were aimed at, given or finished in a quarter or a year."""

    jaar = dy.Int64(
        min=2015, max=2100, metadata={"ook": ("jaartal",), "voorbeeld": 2024, "uitleg": ""}
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
    gemeente = dy.String(
        nullable=True,
        metadata={
            "ook": ("woonplaats", "gemeentenaam"),
            "soort": "gemeente",
            "voorbeeld": "Apeldoorn",
            "uitleg": "Een gemeente van de regio, met naam of code; leeg voor de hele regio.",
        },
    )
    instrument = dy.Enum(
        instrumenten.INSTRUMENTS,
        metadata={"ook": ("voucher", "regeling"), "voorbeeld": "jobcoachvoucher", "uitleg": ""},
    )
    soort = dy.Enum(
        instrumenten.KINDS,
        metadata={
            "ook": ("soort aantal", "doel of realisatie"),
            "schrijfwijzen": {
                "doelstelling": TARGET, "ambitie": TARGET, "target": TARGET,
                "verstrekt": GIVEN, "uitgekeerd": GIVEN, "toekenning": GIVEN, "toegewezen": GIVEN,
                "afgegeven": FINISHED, "voltooid": FINISHED, "behaald": FINISHED,
            },
            "voorbeeld": GIVEN,
            "uitleg": "Wat het doel was, wat is toegekend, of wat is afgerond.",
        },
    )  # fmt: skip
    aantal = dy.Int64(
        min=0,
        max=100_000,
        metadata={"voorbeeld": 12, "uitleg": "Een heel getal; schrijf 0 als het er geen zijn."},
    )
    bedrag_eur = dy.Decimal(
        18, 2, min=0, nullable=True,
        metadata={
            "ook": ("bedrag", "euro", "kosten"),
            "voorbeeld": 12_000,
            "uitleg": "In euro; mag leeg zijn.",
        },
    )  # fmt: skip

    @dy.rule()
    def period_has_begun(cls) -> pl.Expr:
        """A target can be told ahead; what was given or finished cannot."""
        month = pl.when(cls.kwartaal.col.is_null()).then(1).otherwise(cls.kwartaal.col * 3 - 2)
        begun = pl.date(cls.jaar.col, month, 1) <= pl.lit(today())
        return begun | (cls.soort.col.cast(pl.String) == TARGET)


RULES = {
    "period_has_begun": Regel(kolom="jaar", zin="ligt in de toekomst; dat kan alleen bij een doel"),
    "bedrag_eur|min": Regel(kolom="bedrag_eur", zin="mag niet onder nul zijn"),
}


def count(rows: pl.DataFrame, known: Known) -> Content:
    """Keep each row; CountError with what stands there twice or does not add up."""
    own = set(rmt.own_gemeenten(known.areas))
    listed = [
        {
            **row,
            "index": index,
            "gemeente": row["gemeente"] or WHOLE_REGION,
            "tijdvak": _period(row),
        }
        for index, row in enumerate(rows.iter_rows(named=True))
    ]
    complaints = [
        *_strangers(listed, own),
        *_twice(listed),
        *_years_and_quarters(listed),
        *_region_and_gemeenten(listed),
    ]
    if complaints:
        raise CountError(complaints)
    kept = pl.DataFrame(
        [
            (
                row["instrument"], str(row["jaar"]), row["tijdvak"], row["gemeente"], row["soort"],
                row["aantal"], row["bedrag_eur"],
            )
            for row in listed
        ],
        schema=instrumenten.SCHEMA,
        orient="row",
    )  # fmt: skip
    return Content(kept.sort(instrumenten.COUNTED[:5]), tuple(_remarks(listed)))


def _period(row: Row) -> str:
    year, quarter = row["jaar"], row["kwartaal"]
    return (Period.quarter(year, quarter) if quarter else Period.year(year)).text


def _strangers(rows: Iterable[Row], own: set[str]) -> Iterable[Complaint]:
    for row in rows:
        if row["gemeente"] != WHOLE_REGION and row["gemeente"] not in own:
            yield row["index"], "gemeente", row["gemeente"], "hoort niet bij de arbeidsmarktregio"


def _twice(rows: Iterable[Row]) -> Iterable[Complaint]:
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = row["tijdvak"], row["gemeente"], row["instrument"], row["soort"]
        first = seen.setdefault(key, row)
        if first is not row:
            yield (
                row["index"],
                "instrument",
                row["instrument"],
                f"{row['instrument']} {row['soort']} {row['tijdvak']} staat twee keer in de levering "
                f"(ook in rij {first[ROW]})",
            )


def _years_and_quarters(rows: Iterable[Row]) -> Iterable[Complaint]:
    """Hold each year against its quarters: four add up to it, fewer do not pass it."""
    years: dict[tuple[Any, ...], Row] = {}
    quarters: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        key = row["jaar"], row["gemeente"], row["instrument"], row["soort"]
        if row["kwartaal"]:
            quarters[key].append(row)
        else:
            years[key] = row
    for key in years.keys() & quarters.keys():
        year, parts = years[key], quarters[key]
        for name, unit in (("aantal", ""), ("bedrag_eur", " euro")):
            whole, added = year[name], _sum(parts, name)
            if whole is None or added is None:
                continue
            full = len(parts) >= QUARTERS
            if (added != whole) if full else (added > whole):
                yield (
                    year["index"],
                    name,
                    exactly(whole),
                    f"het jaar {year['jaar']} heeft {exactly(whole)}{unit}, "
                    f"{'de vier kwartalen' if full else f'{len(parts)} van de vier kwartalen'} "
                    f"tellen op tot {exactly(added)}{unit} ({year['instrument']}, {year['soort']})",
                )


def _region_and_gemeenten(rows: Iterable[Row]) -> Iterable[Complaint]:
    """Refuse gemeenten that have more together than the region has."""
    wholes: dict[tuple[Any, ...], Row] = {}
    parts: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        key = row["tijdvak"], row["instrument"], row["soort"]
        if row["gemeente"] == WHOLE_REGION:
            wholes[key] = row
        else:
            parts[key].append(row)
    for key in wholes.keys() & parts.keys():
        row, added = wholes[key], _sum(parts[key], "aantal")
        if added is not None and added > row["aantal"]:
            yield (
                row["index"],
                "aantal",
                exactly(row["aantal"]),
                f"de regio heeft {exactly(row['aantal'])}, de gemeenten tellen op tot "
                f"{exactly(added)} ({row['instrument']}, {row['soort']}, {row['tijdvak']})",
            )


def _sum(rows: Iterable[Row], name: str) -> Decimal | None:
    values = [row[name] for row in rows]
    return None if None in values else sum(map(Decimal, values), Decimal(0))


def _remarks(rows: Iterable[Row]) -> Iterable[str]:
    """Tell where more was finished than given: it can be, from an earlier year."""
    told: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row["gemeente"] == WHOLE_REGION:
            told[row["instrument"], row["tijdvak"], ""][row["soort"]] = row["aantal"]
    for (instrument, tijdvak, _), kinds in sorted(told.items()):
        given, finished = kinds.get(GIVEN), kinds.get(FINISHED)
        if given is not None and finished is not None and finished > given:
            yield (
                f"{instrument} {tijdvak}: meer afgerond ({finished}) dan toegekend ({given}). Dat kan "
                "door overloop uit een eerdere periode; het is overgenomen zoals geleverd."
            )


FORMAAT = Formaat(
    id=instrumenten.DELIVERY,
    title="Instrumenten van de regio",
    explanation=(
        "Eén rij per instrument, periode en soort. Een levering vervangt van haar instrumenten het hele "
        "jaar: wat er niet meer in staat, geldt als vervallen."
    ),
    contract=Instrument,
    rules=RULES,
    count=count,
    kept=instrumenten.STORED,
    persons=False,
)
