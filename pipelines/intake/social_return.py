"""What is kept of social return: contracts by opdrachtgever, and how they were filled in by month.

An opdrachtgever is a gemeente of the region (its code) or another partner (its name).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import polars as pl

from pipelines.areas import Areas
from pipelines.bouwblokken import EURO, named
from pipelines.delivery import DeliveryError
from pipelines.intake import dutch, rmt
from pipelines.intake.contract import Pairs, Replacement, Stored
from warehouse.periods import MONTHS, Period

CONTRACTS, FULFILMENTS = "sroi-contracten", "sroi-invullingen"
FRAMEWORK = "raamovereenkomst"
KINDS_OF_CONTRACT = ("levering", "dienst", "werk", FRAMEWORK)
PARTICIPATION = "arbeidsparticipatie"
KINDS_OF_FULFILMENT = (PARTICIPATION, "sociale inkoop", "maatschappelijke activiteit")
APPROVED = "goedgekeurd"
STATUSES = ("ingediend", APPROVED, "afgekeurd")

CONTRACT = pl.Schema(
    {
        "partij": pl.String(),
        "periode": pl.String(),
        "contractnummer": pl.String(),
        "opdrachtnemer": pl.String(),
        "omschrijving": pl.String(),
        "soort": pl.String(),
        "ingangsdatum": pl.Date(),
        "einddatum": pl.Date(),
        "opdrachtwaarde": EURO,
        "percentage": pl.Decimal(18, 4),
        "verplichting": EURO,
    }
)
FULFILMENT = pl.Schema(
    {
        "partij": pl.String(),
        "periode": pl.String(),
        "contractnummer": pl.String(),
        "soort": pl.String(),
        "bouwblok": pl.String(),
        "aantal": pl.Int64(),
        "omvang": pl.Decimal(18, 4),
        "maanden": pl.Decimal(18, 4),
        "waarde": EURO,
        "status": pl.String(),
    }
)
WHOLE_REGISTER = ""
"""The periode of contracts: a delivery gives all of an opdrachtgever as they are now."""


def opdrachtgever(areas: Areas, written: str) -> str:
    """Read a gemeente of the region (also a former one) as its code, any other partner as its name."""
    try:
        found = areas.resolve(written, "gemeente")
    except DeliveryError:
        return " ".join(written.split())
    return found if found in rmt.own_gemeenten(areas) else " ".join(written.split())


_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})[-/](\d{4})|([a-z]+)\.? (\d{4})")


def month(_areas: Areas, written: str) -> str:
    """Read `2023-05`, `05-2023`, `mei 2023` or any day in it; ValueError (in Dutch) otherwise."""
    text = " ".join(written.split()).casefold()
    year, number = 0, 0
    if found := _MONTH.fullmatch(text):
        first, second, third, fourth, word, fifth = found.groups()
        year = int(first or fourth or fifth)
        number = int(second or third or 0)
        if word:
            number = next(
                (n for n, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)),
                0,
            )
            number = 3 if word == "mrt" else number
    else:
        try:
            day = dutch.day(written)
        except ValueError as unknown:
            raise ValueError("moet een maand zijn, bijvoorbeeld 2023-05") from unknown
        year, number = day.year, day.month
    if not (1 <= number <= 12 and 2000 <= year <= 2100):
        raise ValueError("moet een maand zijn, bijvoorbeeld 2023-05")
    return Period.month(year, number).text


def bouwblok(_areas: Areas, written: str) -> str:
    """Read the name of a bouwblok; ValueError (in Dutch) for one that no model has."""
    return named(written)


def share(_areas: Areas, written: str) -> object:
    """Read a share of full time: `0,8` or `80%`; ValueError (in Dutch) beyond 0 to 1."""
    value = dutch.number(written)
    if "%" in written or "procent" in written.casefold():
        value /= 100
    if not 0 <= value <= 1:
        raise ValueError("moet van 0 tot en met 1 zijn, als deel van voltijd (0,8 of 80%)")
    return value


def _covers_contracts(rows: pl.DataFrame) -> Pairs:
    return [(each, WHOLE_REGISTER) for each in sorted(rows["partij"].unique())]


def _covers_fulfilments(rows: pl.DataFrame) -> Pairs:
    """Every month from the first to the last of the delivery, for each opdrachtgever in it."""
    first, last = rows["periode"].min(), rows["periode"].max()
    return [
        (partij, each)
        for partij in sorted(rows["partij"].unique())
        for each in months(str(first), str(last))
    ]


def months(first: str, last: str) -> list[str]:
    """All months from the first to the last, both included, as `2023-05`."""
    begin, end = (Period.parse(each).begin for each in (first, last))
    count = (end.year - begin.year) * 12 + end.month - begin.month + 1
    return [
        Period.month(begin.year + index // 12, index % 12 + 1).text
        for index in range(begin.month - 1, begin.month - 1 + count)
    ]


def changed(rows: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Tell of each contract that is not the same as before: `partij, contractnummer, verandering`.

    `verandering` is nieuw, gewijzigd or vervallen.
    """
    told = [name for name in CONTRACT if name not in ("contractnummer", "periode")]
    both = rows.join(standing, on="contractnummer", how="full", suffix="_was", coalesce=True)
    same = pl.all_horizontal(pl.col(each).eq_missing(pl.col(f"{each}_was")) for each in told)
    return (
        both.with_columns(
            verandering=pl.when(pl.col("partij_was").is_null())
            .then(pl.lit("nieuw"))
            .when(pl.col("partij").is_null())
            .then(pl.lit("vervallen"))
            .when(~same)
            .then(pl.lit("gewijzigd")),
            partij=pl.coalesce("partij", "partij_was"),
        )
        .filter(pl.col("verandering").is_not_null())
        .select("partij", "contractnummer", "verandering")
        .sort("partij", "contractnummer")
    )


def _compare_contracts(rows: pl.DataFrame, standing: pl.DataFrame) -> list[Replacement]:
    now, before = (dict(each.group_by("partij").len().rows()) for each in (rows, standing))
    notes: dict[str, list[str]] = {}
    counted = changed(rows, standing).group_by("partij", "verandering").len()
    for partij, what, count in counted.sort("partij", "verandering").rows():
        notes.setdefault(partij, []).append(f"{count} {what}")
    return [
        Replacement(
            partij,
            WHOLE_REGISTER,
            now[partij],
            before.get(partij),
            ", ".join(notes.get(partij, ["ongewijzigd"])) if partij in before else "",
        )
        for partij in sorted(now)
    ]


def _compare_fulfilments(rows: pl.DataFrame, standing: pl.DataFrame) -> list[Replacement]:
    now, before = (dict(each.group_by("partij").len().rows()) for each in (rows, standing))
    span = ":".join(dict.fromkeys((str(rows["periode"].min()), str(rows["periode"].max()))))
    return [Replacement(partij, span, now[partij], before.get(partij)) for partij in sorted(now)]


STORED_CONTRACTS = Stored(
    id=CONTRACTS,
    file="contracten.parquet",
    schema=CONTRACT,
    counted="contracten",
    one="contract",
    covers=_covers_contracts,
    compare=_compare_contracts,
)
STORED_FULFILMENTS = Stored(
    id=FULFILMENTS,
    file="invullingen.parquet",
    schema=FULFILMENT,
    counted="invullingen",
    one="invulling",
    covers=_covers_fulfilments,
    compare=_compare_fulfilments,
)


def quarter_ends(first: date, last: date) -> Iterable[date]:
    """The last days of all quarters from the one of the first day up to the last day."""
    begin, end = (Period.quarter(day.year, (day.month + 2) // 3) for day in (first, last))
    for quarter in rmt.quarters(begin, end):
        if quarter.einde <= last:
            yield quarter.einde
