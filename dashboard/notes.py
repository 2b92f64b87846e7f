"""What stands under a figure: where it comes from, what it means, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from dashboard.memory import kept
from dashboard.sentences import listed, spoken_period
from warehouse.indicator import Indicator
from warehouse.indicators import INDICATORS
from warehouse.numbers import with_unit
from warehouse.periods import Period
from warehouse.reader import AS_IT_WAS, PRESENT, Warehouse

LISTED_DISPUTES = 6
ONCE = "eenmalig"
"""The `frequentie` of a publication, which nothing newer follows."""


@dataclass(frozen=True)
class Delivered:
    """A delivery as figures quote it; `fetched` is None where that was not handed down."""

    title: str
    table: str | None
    licence: str
    once: bool
    stand: str
    laid_down: date
    fetched: datetime | None

    @property
    def spoken(self) -> str:
        """Say how old it is, and no more than is known: laid down is not fetched."""
        if self.fetched is not None:
            return f"opgehaald {Period.day(self.fetched.date()).spoken}"
        laid_down = f"vastgelegd {Period.day(self.laid_down).spoken}"
        return laid_down if self.once else f"meegeleverde stand, {laid_down}"


@kept
def source_titles(warehouse: Warehouse) -> dict[str, tuple[Delivered, ...]]:
    """Give of each source what its deliveries are called and how old they are, oldest first."""
    found: dict[str, list[Delivered]] = {}
    for row in warehouse.sources().sort("vastgelegd").iter_rows(named=True):
        delivered = Delivered(
            title=row["titel"],
            table=row["tabel"],
            licence=row["licentie"],
            once=row["frequentie"] == ONCE,
            stand=row["stand"],
            laid_down=row["vastgelegd"],
            fetched=row["opgehaald"],
        )
        found.setdefault(row["bron"], []).append(delivered)
    return {bron: tuple(deliveries) for bron, deliveries in found.items()}


def deliveries_behind(bron: str, tabel: str) -> list[Delivered]:
    """Give the deliveries that a figure of these tables (`84590NED, 84860NED`) was made from."""
    own = source_titles().get(bron, ())
    tables = tabel.split(", ")
    return [each for each in own if each.table in tables] or list(own[:1])


def source_line(rows: pl.DataFrame) -> str:
    """Name every source behind some figures, with tables, status and date."""
    used = rows.filter(pl.col("bron") != "")
    if used.is_empty():
        return "Bron: geen; er zijn geen cijfers voor deze keuze."
    parts = []
    for (bron,), group in used.group_by("bron", maintain_order=True):
        found = {table for written in group["tabel"].unique() for table in written.split(", ")}
        deliveries = deliveries_behind(str(bron), ", ".join(sorted(found)))
        title = deliveries[0].title
        tables = [table for table in sorted(found) if table and table not in title]
        statuses = sorted(set(group["status"]))
        ages = list(dict.fromkeys(each.spoken for each in deliveries))
        beside = [*([listed(tables)] if tables else []), listed(statuses), listed(ages)]
        parts.append(f"{title} ({'; '.join(beside)})")
    return f"{'Bron' if len(parts) == 1 else 'Bronnen'}: {'; '.join(parts)}."


def with_passport(rows: pl.DataFrame, filters: Mapping[str, str]) -> pl.DataFrame:
    """Give each figure what it needs to be quoted when its row stands alone.

    Adds `vastgelegd, opgehaald, stand, licentie, definitie, filters`; the oldest delivery where a
    figure took several.
    """
    behind = [
        next(iter(deliveries_behind(bron, tabel)), None)
        for bron, tabel in rows.select("bron", "tabel").iter_rows()
    ]
    return rows.with_columns(
        pl.Series("vastgelegd", [each and each.laid_down for each in behind], pl.Date),
        pl.Series("opgehaald", [each and each.fetched for each in behind], pl.Datetime("us")),
        pl.Series("stand", [each and each.stand for each in behind], pl.String),
        pl.Series("licentie", [each and each.licence for each in behind], pl.String),
        pl.Series("definitie", [_one_line(each) for each in rows["indicator"]], pl.String),
        filters=pl.lit("; ".join(f"{name}: {said}" for name, said in filters.items())),
    )


def _one_line(indicator_id: str) -> str:
    return " ".join(INDICATORS[indicator_id].definition.split())


def notes(rows: pl.DataFrame, samenstelling: str) -> str:
    """Say what a reader of a line must know: which gemeenten, and where another table begins."""
    return " ".join(
        said
        for said in (
            composition_note(rows, samenstelling),
            editions_note(rows),
            agreement_note(rows),
        )
        if said
    )


def composition_note(rows: pl.DataFrame, samenstelling: str) -> str:
    """Say which gemeenten a regional figure is about, and where the choice has no effect."""
    regional = rows.filter(
        pl.col("samenstelling").is_not_null(), pl.col("waarde").is_not_null(), pl.col("gekozen")
    )
    how = {
        AS_IT_WAS: "zoals op elke peildatum",
        PRESENT: "in de huidige samenstelling",
    }.get(samenstelling, f"in de samenstelling van {samenstelling}")
    said = []
    for (name,), own in regional.group_by("naam", maintain_order=True):
        published = own.filter(pl.col("samenstelling") == "gepubliceerd")
        added = own.filter(pl.col("samenstelling") != "gepubliceerd")
        if published.height:
            size = _sizes(published)
            unmoved = "; de gekozen samenstelling verandert dat cijfer niet"
            said.append(
                f"{name}: door de bron zelf gepubliceerd{f' voor {size}' if size else ''}"
                f"{unmoved if samenstelling != AS_IT_WAS else ''}."
            )
        if added.height:
            said.append(f"{name}: opgeteld uit {_sizes(added)}, {how}.")
    return " ".join(said)


def _sizes(rows: pl.DataFrame) -> str:
    """Write how many gemeenten some figures are about: `14 en 15 gemeenten`; empty when unknown."""
    counts = [str(count) for count in sorted(set(rows["leden"].drop_nulls()))]
    return f"{listed(counts)} {'gemeente' if counts == ['1'] else 'gemeenten'}" if counts else ""


def editions_note(rows: pl.DataFrame) -> str:
    """Say where a line is interrupted because its figures come from several editions."""
    chosen = rows.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    said = []
    for _, group in chosen.group_by("gebied", maintain_order=True):
        if group["reeks"].n_unique() < 2:
            continue
        parts = [
            f"{part['tabel'][0]}{' en volgende' if part['tabel'].n_unique() > 1 else ''} "
            f"({_years(part)})"
            for part in group.sort("begin").partition_by("reeks", maintain_order=True)
        ]
        said.append(
            f"{group['naam'][0]} is onderbroken waar een andere tabel begint: {listed(parts)}."
        )
    return " ".join(said)


def agreement_note(rows: pl.DataFrame) -> str:
    """Say that another source has the same figures of the same edition: printed and fetched."""
    chosen = rows.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    beside = (
        rows.filter(pl.col("gekozen").not_(), pl.col("strijdig").not_())
        .join(
            chosen.select("gebied", "periode", "reeks", "bron", "waarde"),
            on=["gebied", "periode", "reeks", "waarde"],
            suffix="_gekozen",
        )
        .filter(pl.col("bron") != pl.col("bron_gekozen"))
    )
    said = []
    for (bron, tabel), group in beside.group_by("bron", "tabel", maintain_order=True):
        title = deliveries_behind(str(bron), str(tabel))[0].title
        names = listed(list(dict.fromkeys(group["naam"])))
        said.append(f"{title} geeft voor {names} dezelfde cijfers ({_years(group)}).")
    return " ".join(said)


def _years(rows: pl.DataFrame) -> str:
    """Write the years of some figures: `2015-2017, 2024-2025`."""
    spans: list[list[int]] = []
    for year in sorted({day.year for day in rows["begin"]}):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def dispute_lines(indicator: Indicator, disputed: pl.DataFrame) -> list[str]:
    """Tell of each disputed figure what the sources say and which one is shown.

    Many of them are told once for each table that says something else.
    """
    same = ["gebied", "periode", "kenmerk", "categorie"]
    figures = [
        group.sort(pl.col("gekozen").not_())
        for _, group in disputed.group_by(same, maintain_order=True)
    ]
    if len(figures) > LISTED_DISPUTES:
        return _disputes_by_table(indicator, figures)
    lines = []
    for figure in figures:
        chosen, *others = figure.iter_rows(named=True)
        rivals = listed(
            [f"{with_unit(row['waarde'], indicator)} in {row['tabel']}" for row in others]
        )
        lines.append(
            f"{chosen['naam']}, {spoken_period(chosen)}: {with_unit(chosen['waarde'], indicator)} "
            f"in {chosen['tabel']} (gekozen), {rivals}"
        )
    return lines


def _disputes_by_table(indicator: Indicator, figures: Sequence[pl.DataFrame]) -> list[str]:
    """Tell for each area and table over which years it differs, with the latest difference."""
    told: dict[tuple[str, str, str], list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for figure in figures:
        chosen, *others = figure.iter_rows(named=True)
        for other in others:
            pair = (chosen["naam"], other["tabel"], chosen["tabel"])
            told.setdefault(pair, []).append((chosen, other))
    lines = []
    for (name, rival, table), pairs in told.items():
        chosen, other = max(pairs, key=lambda pair: pair[0]["begin"])
        years = _years(pl.DataFrame({"begin": [each["begin"] for each, _ in pairs]}))
        latest = f", het laatst {spoken_period(chosen)}" if len(pairs) > 1 else ""
        lines.append(
            f"{name}, {years}: {rival} geeft iets anders dan {table} (gekozen){latest}: "
            f"{with_unit(other['waarde'], indicator)} tegen {with_unit(chosen['waarde'], indicator)}"
        )
    return lines


def remarks(rows: pl.DataFrame) -> str:
    """Say what sources or computations remark on these figures, each remark once."""
    said = rows["opmerking"].drop_nulls().unique(maintain_order=True).to_list()
    parts = [part.strip().rstrip(".") for text in said for part in text.split(". ")]
    return " ".join(f"{part}." for part in dict.fromkeys(parts) if part)


def passport(
    indicator: Indicator, rows: pl.DataFrame, filters: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Say in pairs what a download needs to be quoted: definitions, filters, sources, licences.

    `indicator` goes before the others that are in the rows.
    """
    used = rows.select("bron", "tabel").unique(maintain_order=True).iter_rows()
    licences = sorted({each.licence for row in used for each in deliveries_behind(*row)})
    others = [INDICATORS[each] for each in rows["indicator"].unique(maintain_order=True)]
    told = [indicator, *(each for each in others if each.id != indicator.id)]
    return [
        *_defined(told[0]),
        *filters.items(),
        *(pair for each in told[1:] for pair in _defined(each)),
        ("Herkomst", source_line(rows)),
        ("Licentie", listed(licences)),
    ]


def _defined(indicator: Indicator) -> list[tuple[str, str]]:
    return [
        ("Indicator", f"{indicator.title} ({indicator.id})"),
        ("Definitie", indicator.definition),
        ("Formule", indicator.formula),
        ("Keuze van de bron", indicator.preference),
        *([("Voorbehoud", indicator.caveat)] if indicator.caveat else []),
    ]
