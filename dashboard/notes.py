"""What stands under a figure: where it comes from, what it means, and what is doubtful about it."""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboard.memory import kept
from dashboard.numbers import with_unit
from dashboard.sentences import listed, spoken_period
from warehouse.indicator import Indicator
from warehouse.periods import Period
from warehouse.reader import AS_IT_WAS, PRESENT, Warehouse

LISTED_DISPUTES = 6


@kept
def source_titles(warehouse: Warehouse) -> dict[str, tuple[str, str, date]]:
    """Give of each source its title, its licence and the day of its latest delivery."""
    rows = warehouse.sources().sort("vastgelegd").iter_rows(named=True)
    return {
        row["bron"]: (
            row["titel"],
            row["licentie"],
            row["opgehaald"].date() if row["opgehaald"] else row["vastgelegd"],
        )
        for row in rows
    }


def source_line(rows: pl.DataFrame) -> str:
    """Name every source behind some figures, with tables, status and date."""
    used = rows.filter(pl.col("bron") != "")
    if used.is_empty():
        return "Bron: geen; er zijn geen cijfers voor deze keuze."
    titles = source_titles()
    parts = []
    for (bron,), group in used.group_by("bron", maintain_order=True):
        title, _, day = titles[str(bron)]
        found = {table for written in group["tabel"].unique() for table in written.split(", ")}
        tables = [table for table in sorted(found) if table and table not in title]
        statuses = sorted(set(group["status"]))
        beside = [*([listed(tables)] if tables else []), listed(statuses)]
        parts.append(f"{title} ({'; '.join(beside)}; stand {Period.day(day).spoken})")
    return f"{'Bron' if len(parts) == 1 else 'Bronnen'}: {'; '.join(parts)}."


def notes(rows: pl.DataFrame, samenstelling: str) -> str:
    """Say what a reader of a line must know: which gemeenten, and where another table begins."""
    return " ".join(
        said for said in (composition_note(rows, samenstelling), editions_note(rows)) if said
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
    """Tell of each disputed figure what the sources say and which one is shown."""
    lines = []
    same = ["gebied", "periode", "kenmerk", "categorie"]
    for _, group in disputed.group_by(same, maintain_order=True):
        chosen, *others = group.sort(pl.col("gekozen").not_()).iter_rows(named=True)
        rivals = listed(
            [f"{with_unit(row['waarde'], indicator)} in {row['tabel']}" for row in others]
        )
        lines.append(
            f"{chosen['naam']}, {spoken_period(chosen)}: {with_unit(chosen['waarde'], indicator)} "
            f"in {chosen['tabel']} (gekozen), {rivals}"
        )
    if len(lines) > LISTED_DISPUTES:
        more = len(lines) - LISTED_DISPUTES
        lines = [*lines[-LISTED_DISPUTES:], f"en {more} eerdere; zie de tabel"]
    return lines


def remarks(rows: pl.DataFrame) -> str:
    """Say what sources or computations remark on these figures, each remark once."""
    said = rows["opmerking"].drop_nulls().unique(maintain_order=True).to_list()
    parts = [part.strip().rstrip(".") for text in said for part in text.split(". ")]
    return " ".join(f"{part}." for part in dict.fromkeys(parts) if part)


def passport(
    indicator: Indicator, rows: pl.DataFrame, filters: dict[str, str]
) -> list[tuple[str, str]]:
    """Say in pairs what a download needs to be quoted: definition, filters, sources, licences."""
    titles = source_titles()
    used = [bron for bron in rows["bron"].unique(maintain_order=True) if bron]
    licences = sorted({titles[bron][1] for bron in used})
    return [
        ("Indicator", f"{indicator.title} ({indicator.id})"),
        ("Definitie", indicator.definition),
        ("Formule", indicator.formula),
        *filters.items(),
        ("Keuze van de bron", indicator.preference),
        *([("Voorbehoud", indicator.caveat)] if indicator.caveat else []),
        ("Herkomst", source_line(rows)),
        ("Licentie", listed(licences)),
    ]
