"""The catalogue as a reader sees it: sources, indicators and checks, made from what is built."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.areas import areas
from dashboard.memory import kept
from dashboard.numbers import number
from warehouse.freshness import State, latest_figures, state
from warehouse.indicators import INDICATORS
from warehouse.periods import Period
from warehouse.reader import Warehouse

AREA_KINDS = {
    "land": "Nederland",
    "arbeidsmarktregio": "regio",
    "subregio": "subregio",
    "gemeente": "gemeente",
    "provincie": "provincie",
}
PERIOD_KINDS = {"jaar": "jaar", "kwartaal": "kwartaal", "maand": "maand", "dag": "peildatum"}


@dataclass(frozen=True)
class SourceEntry:
    """A source with its deliveries, as the page tells of it."""

    id: str
    title: str
    state: str
    icon: str
    description: str
    deliveries: pl.DataFrame


@dataclass(frozen=True)
class IndicatorEntry:
    """An indicator with what there is of it, as the page tells of it."""

    id: str
    title: str
    description: str
    coverage: pl.DataFrame


ICONS = {
    State.VEROUDERD: ":material/warning:",
    State.MEEGELEVERD: ":material/inventory_2:",
    State.ACTUEEL: ":material/check_circle:",
}


@kept
def sources(warehouse: Warehouse) -> list[SourceEntry]:
    """Tell of every source: publisher, licence, date, status, what is expected next, rows."""
    latest, entries = latest_figures(warehouse), []
    for _, rows in warehouse.sources().group_by("bron", maintain_order=True):
        row = rows.row(0, named=True)
        known = _least({state(each) for each in rows.iter_rows(named=True)})
        last = latest.get(row["bron"])
        links = [
            f"Licentie: {_linked(row['licentie'], row['licentie_url'])}.",
            *([f"Vindplaats: {_linked(row['url'], row['url'])}."] if row["url"] else []),
        ]
        entries.append(
            SourceEntry(
                id=row["bron"],
                title=row["titel"],
                state=", ".join(
                    [
                        str(known),
                        _dated(rows),
                        *([f"laatste cijfer: {last.spoken}"] if last else []),
                        _size(rows),
                    ]
                ),
                icon=ICONS[known],
                description="\n\n".join(
                    [
                        f"Uitgever: {row['uitgever']}. Verschijnt {row['frequentie']}. "
                        f"Volgende levering: {row['volgende'].replace(': ', ', ')}.",
                        " ".join(links),
                        *_remarks(rows),
                    ]
                ),
                deliveries=rows.select(
                    pl.col("tabel").fill_null("").alias("Tabel"),
                    pl.col("tabel_titel").alias("Titel"),
                    pl.col("stand").alias("Stand"),
                    _spoken("vastgelegd").alias("Vastgelegd"),
                    pl.col("opgehaald")
                    .dt.strftime("%d-%m-%Y %H:%M")
                    .fill_null("niet overgeleverd")
                    .alias("Opgehaald bij de bron"),
                    pl.col("rijen").alias("Rijen"),
                    pl.col("sha256").str.slice(0, 12).alias("sha256 (begin)"),
                ),
            )
        )
    return entries


@kept
def indicators(warehouse: Warehouse) -> list[IndicatorEntry]:
    """Tell of every indicator: definition, formula, direction, sources and what there is of it."""
    coverage = warehouse.coverage()
    return [
        IndicatorEntry(
            id=each.id,
            title=each.title,
            description="\n\n".join(
                [
                    each.definition,
                    f"Eenheid: {each.unit.sign}. Formule: {each.formula}. "
                    f"{each.direction.value[:1].upper()}{each.direction.value[1:]}.",
                    f"Keuze van de bron: {each.preference}",
                    *([f"Let op: {each.caveat}"] if each.caveat else []),
                    f"In opdrachten en downloads: `{each.id}`.",
                ]
            ),
            coverage=coverage.filter(pl.col("indicator") == each.id).select(
                pl.col("reeks").alias("Reeks"),
                pl.col("gebiedsoort").replace(AREA_KINDS).alias("Niveau"),
                pl.col("soort").replace(PERIOD_KINDS).alias("Per"),
                _spoken("eerste").alias("Eerste dag"),
                _spoken("laatste").alias("Laatste dag"),
                pl.col("cijfers").alias("Cijfers"),
            ),
        )
        for each in INDICATORS.values()
    ]


@kept
def checks(warehouse: Warehouse) -> pl.DataFrame:
    """List what was checked at the build, differences first."""
    names = {area.code: area.name for area in areas().all}
    found = warehouse.checks().sort(
        "uitkomst", "indicator", "periode", descending=[True, False, False]
    )
    return pl.DataFrame(
        {
            "Uitkomst": found["uitkomst"],
            "Controle": found["controle"],
            "Indicator": [INDICATORS[each].title for each in found["indicator"]],
            "Gebied": [names.get(each, each) for each in found["gebied"]],
            "Periode": [Period.parse(each).spoken for each in found["periode"]],
            "Gevonden": [_amount(row) for row in found.select("indicator", "gevonden").iter_rows()],
            "Verwacht": [_amount(row) for row in found.select("indicator", "verwacht").iter_rows()],
            "Toelichting": found["toelichting"],
        }
    )


@kept
def checks_summary(warehouse: Warehouse) -> str:
    """Say how many checks came out right."""
    outcomes = warehouse.checks()["uitkomst"].to_list()
    differing = outcomes.count("verschil")
    return (
        f"Bij het maken van dit warehouse zijn {number(len(outcomes))} controles gedaan tussen "
        f"bronnen onderling; {number(differing)} daarvan laten een verschil zien dat afronding "
        "niet verklaart."
    )


@kept
def memberships(warehouse: Warehouse) -> pl.DataFrame:
    """List the stays of all gemeenten in the region."""
    rows = warehouse.memberships(areas().region.code)
    return rows.select(
        pl.col("naam").alias("Gemeente"),
        _spoken("begin").alias("Van"),
        _spoken("einde").fill_null("heden").alias("Tot en met"),
        pl.concat_str("bron", "vindplaats", separator=", ").alias("Vindplaats"),
        pl.col("opmerking").fill_null("").alias("Opmerking"),
    )


def _size(rows: pl.DataFrame) -> str:
    """Say how much a source gives: its figures, or its rows where it gives none."""
    figures = rows["cijfers"][0]
    return f"{number(figures)} cijfers" if figures else f"{number(rows['rijen'].sum())} rijen"


def _least(states: Collection[State]) -> State:
    """Give what can be said of several deliveries together: the worst of what is known."""
    return next(each for each in State if each in states)


def _dated(rows: pl.DataFrame) -> str:
    """Say when a source was fetched, or laid down where that is not known; the oldest of several."""
    if rows["opgehaald"].null_count():
        return f"vastgelegd {Period.day(rows['vastgelegd'].min()).spoken}"  # type: ignore[arg-type]
    return f"opgehaald {Period.day(rows['opgehaald'].dt.date().min()).spoken}"  # type: ignore[arg-type]


def _remarks(rows: pl.DataFrame) -> list[str]:
    """Give what is remarked on deliveries: once what all have in common, then each table's own."""
    said = {
        row["tabel"] or "": [part.strip().rstrip(".") for part in row["opmerking"].split(". ")]
        for row in rows.iter_rows(named=True)
        if row["opmerking"]
    }
    every = list(said.values())
    shared = [part for part in (every[0] if every else []) if all(part in each for each in every)]
    own = {table: [part for part in each if part not in shared] for table, each in said.items()}
    return [
        *([_sentences(shared)] if shared else []),
        *(f"{table}: {_sentences(each)}" for table, each in own.items() if each),
    ]


def _sentences(parts: Sequence[str]) -> str:
    return " ".join(f"{part}." for part in parts)


def _linked(text: str, url: str | None) -> str:
    return f"[{text}]({url})" if url else text


def _spoken(column: str) -> pl.Expr:
    def say(day: date) -> str:
        return Period.day(day).spoken

    return pl.col(column).map_elements(say, return_dtype=pl.String)


def _amount(row: tuple[object, ...]) -> str:
    indicator, value = row
    return number(value, INDICATORS[str(indicator)].decimals)  # type: ignore[arg-type]
