"""Which gemeente lay in which arbeidsmarktregio, per year, as the CBS has it (Gebieden in Nederland).

It gives every other arbeidsmarktregio its gemeenten, and is held against our own rows: those say
more (days, documents) and stand; where the two differ, that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import dataframely as dy
import polars as pl

from pipelines.cbs import CbsTable
from pipelines.checks import AGREES, CHECKS, COVERAGE, DIFFERS
from pipelines.delivery import DeliveryError
from warehouse.tables import Lidmaatschap

MEMBERSHIP = "lidmaatschap"
"""Stands in a check where others name an indicator."""

_REGION = re.compile(r"AM\d{2}")
_GEMEENTE = re.compile(r"GM\d{4}")


class Stay(NamedTuple):
    """One gemeente in one arbeidsmarktregio in one year."""

    jaar: int
    tabel: str
    regio: str
    gemeente: str


@dataclass(frozen=True)
class Division:
    """One year's division of the Netherlands into arbeidsmarktregio's, with their names."""

    stays: tuple[Stay, ...]
    names: Mapping[str, str]


def division(table: CbsTable, jaar: int) -> Division:
    """Find region and gemeente of each row by their codes; the columns shift between years.

    Raises DeliveryError when no column holds arbeidsmarktregio's, or more than one does.
    """
    texts = table.rows.select(pl.col(pl.String).str.strip_chars())
    holding = [
        name
        for name in texts.columns
        if name != table.region and texts[name].drop_nulls().str.contains(r"^AM\d{2}$").any()
    ]
    if len(holding) != 1 or table.region is None:
        found = ", ".join(holding) or "geen"
        raise DeliveryError(
            f"{table.id}: precies één kolom met codes van arbeidsmarktregio's verwacht (AM..); "
            f"gevonden: {found}"
        )
    codes = holding[0]
    titles = {column.key: column for column in table.columns}
    place = list(titles).index(codes)
    beside = list(titles)[place + 1 : place + 2]
    rows = texts.filter(
        pl.col(table.region).str.contains(r"^GM\d{4}$"), pl.col(codes).str.contains(r"^AM\d{2}$")
    )
    stays = tuple(
        Stay(jaar, table.id, regio, gemeente)
        for gemeente, regio in rows.select(table.region, codes).iter_rows()
    )
    names = dict(rows.select(codes, *beside).iter_rows()) if beside else {}
    return Division(stays, {code: re.sub(r" *\(AM\)$", "", name) for code, name in names.items()})


def memberships(stays: Iterable[Stay], own: set[str]) -> dy.DataFrame[Lidmaatschap]:
    """Give the stays in all regions but our own; consecutive years are one stay.

    The last year known has no end: nobody has said that it changed.
    """
    years: dict[tuple[str, str], dict[int, str]] = {}
    listed: set[int] = set()
    for stay in stays:
        listed.add(stay.jaar)
        if stay.regio not in own:
            years.setdefault((stay.regio, stay.gemeente), {})[stay.jaar] = stay.tabel
    rows = []
    for (regio, gemeente), tables in sorted(years.items()):
        for first, last in _stretches(sorted(tables), sorted(listed)):
            rows.append(
                {
                    "geheel": regio,
                    "deel": gemeente,
                    "begin": date(first, 1, 1),
                    "einde": None if last == max(listed) else date(last, 12, 31),
                    "bron": "CBS, Gebieden in Nederland",
                    "vindplaats": ", ".join(
                        dict.fromkeys(
                            tables[year] for year in sorted(tables) if first <= year <= last
                        )
                    ),
                    "opmerking": None,
                }
            )
    schema = {name: column.dtype for name, column in Lidmaatschap.columns().items()}
    return Lidmaatschap.validate(pl.DataFrame(rows, schema=schema))


def _stretches(years: list[int], listed: list[int]) -> list[tuple[int, int]]:
    """Join years that follow each other among those listed into first and last."""
    found: list[tuple[int, int]] = []
    for year in years:
        if found and listed.index(year) == listed.index(found[-1][1]) + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def reconcile(stays: Iterable[Stay], rows: dy.DataFrame[Lidmaatschap], region: str) -> pl.DataFrame:
    """Hold our own rows of the region against each year of the CBS; one check a year, as CHECKS."""
    listed: dict[tuple[int, str], set[str]] = {}
    for stay in stays:
        members = listed.setdefault((stay.jaar, stay.tabel), set())
        if stay.regio == region:
            members.add(stay.gemeente)
    found = []
    for (jaar, tabel), theirs in sorted(listed.items()):
        day = date(jaar, 1, 1)
        ours = set(
            rows.filter(
                pl.col("geheel") == region,
                pl.col("begin") <= day,
                pl.col("einde").is_null() | (pl.col("einde") >= day),
            )["deel"]
        )
        found.append(
            (
                COVERAGE,
                f"Gemeenten van de regio op 1 januari {jaar}, eigen lijst tegen CBS ({tabel})",
                AGREES if ours == theirs else DIFFERS,
                MEMBERSHIP,
                region,
                str(jaar),
                len(ours),
                len(theirs),
                _told(ours, theirs),
            )
        )
    return pl.DataFrame(found, schema=CHECKS, orient="row")


def _told(ours: set[str], theirs: set[str]) -> str:
    parts = [
        f"{said}: {', '.join(sorted(codes))}"
        for said, codes in (
            ("alleen bij het CBS", theirs - ours),
            ("alleen in de lijst", ours - theirs),
        )
        if codes
    ]
    return "; ".join(parts) or "dezelfde gemeenten"
