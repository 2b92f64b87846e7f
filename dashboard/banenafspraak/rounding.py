"""The indicative split of the targets as printed, and every sum in it that rounding puts off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.areas import SUBREGIO, areas
from dashboard.memory import kept
from warehouse.reader import AS_IT_WAS, Warehouse

TARGET, SECTOR = "banenafspraak_doel", "sector"
PLAN, DEFINITION = "banenafspraak-plan-2017", "2017"
DAYS = ("2018-12-31", "2017-12-31")
"""The days of which the target is split, the latest first."""
MARKET, GOVERNMENT, WHOLE = COLUMNS = ("markt", "overheid", "totaal")
NAMES = {WHOLE: "het totaal", MARKET: "markt", GOVERNMENT: "overheid"}


@kept
def printed(warehouse: Warehouse) -> pl.DataFrame:
    """Give the figures of the split, as `Cijfer`, those that the reader adds up left out."""
    codes = [areas().region.code, *(code for own in _members().values() for code in own)]
    codes += list(_members())
    found = pl.concat(
        warehouse.figures(
            TARGET, codes, begin=date(2017, 12, 31), einde=date(2018, 12, 31), per=per
        )
        for per in ((), (SECTOR,))
    )
    own = pl.col("samenstelling").fill_null("gepubliceerd") == "gepubliceerd"
    return found.filter(own, pl.col("reeks") == PLAN)


@kept
def table(_warehouse: Warehouse) -> pl.DataFrame:
    """Give the split by area: `periode, gebied, naam, soort, geheel, markt, overheid, totaal`.

    Each subregio stands before its gemeenten, the region last; `geheel` is what an area is part of.
    """
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for row in printed().iter_rows(named=True):
        cell = cells.setdefault((row["periode"], row["gebied"]), {"naam": row["naam"]})
        cell[row["categorie"][0] if row["categorie"] else WHOLE] = row["waarde"]
    region = areas().region.code
    places = [
        place
        for subregio, own in _members().items()
        for place in (
            (subregio, "subregio", region),
            *((each, "gemeente", subregio) for each in own),
        )
    ]
    lines = [
        {"periode": day, "gebied": code, "soort": kind, "geheel": whole, **cells[day, code]}
        for day in DAYS
        for code, kind, whole in (*places, (region, "regio", ""))
        if set(COLUMNS) <= cells.get((day, code), {}).keys()
    ]
    return pl.DataFrame(lines, infer_schema_length=None)


@kept
def printed_for_the_same(
    warehouse: Warehouse, gebied: str, day: str
) -> tuple[str, Mapping[str, Decimal]] | None:
    """Give name and printed cells of a subregio of other name with the very gemeenten of an area."""
    own = set(warehouse.members(gebied, AS_IT_WAS))
    codes = {code for code, parts in _members().items() if set(parts) == own} - {gebied}
    rows = table()
    if rows.is_empty() or not codes:
        return None
    found = rows.filter(pl.col("gebied").is_in(codes), pl.col("periode") == day).to_dicts()
    if not found:
        return None
    name = str(found[0]["naam"]).removeprefix(SUBREGIO)
    return name, {each: found[0][each] for each in (WHOLE, MARKET, GOVERNMENT)}


@kept
def _members(warehouse: Warehouse) -> Mapping[str, list[str]]:
    return {
        area.code: warehouse.members(area.code, DEFINITION)
        for area in areas().subregios
        if area.definitie == DEFINITION
    }


def sums(rows: pl.DataFrame) -> pl.DataFrame:
    """Hold every sum in the split against what is printed.

    Gives `Jaar, Gebied, Optelling, Gedrukt, Opgeteld, Verschil`, also of those that agree.
    """
    lines: list[tuple[str, str, str, Decimal, Decimal]] = []
    for row in rows.iter_rows(named=True):
        place = row["periode"][:4], row["naam"].removeprefix(SUBREGIO)
        if row["soort"] == "subregio":
            place = place[0], f"Subregio {place[1]}"
        lines.append((*place, "markt en overheid", row[WHOLE], row[MARKET] + row[GOVERNMENT]))
        parts = rows.filter(pl.col("geheel") == row["gebied"], pl.col("periode") == row["periode"])
        if parts.height:
            of = "gemeenten" if row["soort"] == "subregio" else "subregio's"
            lines += [
                (*place, f"{of}, {NAMES[each]}", row[each], sum(parts[each], Decimal(0)))
                for each in COLUMNS
            ]
    return pl.DataFrame(
        [(*each, each[4] - each[3]) for each in lines],
        schema={
            "Jaar": pl.String, "Gebied": pl.String, "Optelling van": pl.String,
            "Gedrukt": pl.Decimal(18, 4), "Opgeteld": pl.Decimal(18, 4), "Verschil": pl.Decimal(18, 4),
        },
        orient="row",
    ).cast(dict.fromkeys(("Gedrukt", "Opgeteld", "Verschil"), pl.Float64))  # fmt: skip


@kept
def off(_warehouse: Warehouse) -> pl.DataFrame:
    """Give the sums of the printed split that rounding puts off."""
    whole = table()
    return whole if whole.is_empty() else sums(whole).filter(pl.col("Verschil") != 0)


def words(rows: pl.DataFrame) -> str:
    """Say that every cell is rounded by itself, and in how many sums that shows."""
    if rows.is_empty():
        return ""
    found = sums(rows)
    by_sector = pl.col("Optelling van") == "markt en overheid"
    off = pl.col("Verschil") != 0
    (rows_off, all_rows), (sums_off, all_sums) = (
        (found.filter(kind, off).height, found.filter(kind).height)
        for kind in (by_sector, ~by_sector)
    )
    most = int(found["Verschil"].abs().max() or 0)  # type: ignore[arg-type]
    return (
        "Indicatieve verdeling naar aandeel in de banen, voor de 14 gemeenten van 2017. Elk getal is "
        f"apart afgerond: in {rows_off} van de {all_rows} rijen is markt plus overheid 1 meer of minder "
        f"dan het totaal (≠), en in {sums_off} van de {all_sums} optellingen van gemeenten of "
        f"subregio's scheelt het ten hoogste {most}. Dat is afronding en geen tegenspraak."
    )
