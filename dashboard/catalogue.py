"""The catalogue as a reader sees it: sources, indicators and checks, made from what is built."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from dashboard.areas import areas
from dashboard.memory import kept
from dashboard.sentences import listed
from warehouse.builds import DataFolder
from warehouse.freshness import State, latest_figures, state
from warehouse.indicators import INDICATORS
from warehouse.journal import Attempt, Journal
from warehouse.numbers import number
from warehouse.periods import MONTHS, Period, in_dutch_time
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
    known: State
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


MEMBERSHIP = "lidmaatschap"
"""Stands in a check where others name an indicator."""

ICONS = {
    State.MISLUKT: ":material/error:",
    State.ONTBREEKT: ":material/schedule:",
    State.VEROUDERD: ":material/warning:",
    State.MEEGELEVERD: ":material/inventory_2:",
    State.ACTUEEL: ":material/check_circle:",
}

URGENT = (State.MISLUKT, State.VEROUDERD)
"""What a reader should know of before quoting a figure."""


def sources() -> list[SourceEntry]:
    """Tell of every source: publisher, licence, date, status, what is expected next, rows.

    What the last refresh said of it changes without a new build.
    """
    return _sources(Journal.stamp(DataFolder.configured()))


@kept
def _sources(warehouse: Warehouse, _stamp: int) -> list[SourceEntry]:
    journal = Journal.read(DataFolder.configured())
    latest = latest_figures(warehouse)
    everything = pl.concat([warehouse.sources(), warehouse.awaited()])
    entries = [
        _entry(rows, journal, latest.get(str(bron)))
        for (bron,), rows in everything.sort("bron", "tabel", nulls_last=True).group_by(
            "bron", maintain_order=True
        )
    ]
    return sorted(entries, key=lambda entry: entry.known not in URGENT)


def _entry(rows: pl.DataFrame, journal: Journal, last: Period | None) -> SourceEntry:
    row = rows.row(0, named=True)
    there = rows.filter(pl.col("vastgelegd").is_not_null())
    attempts = [each for each in journal.attempts.values() if each.bron == row["bron"]]
    states = [
        state(each, journal.attempts.get(each["tabel"] or ""))
        for each in rows.iter_rows(named=True)
    ]
    if any(each.failed for each in attempts):
        states.append(State.MISLUKT)
    known = _least(states)
    if known is State.ONTBREEKT and not there.is_empty():
        # What is there counts; what is still to come is told below.
        known = _least([each for each in states if each is not State.ONTBREEKT])
    links = [
        f"Licentie: {_linked(row['licentie'], row['licentie_url'])}.",
        *([f"Vindplaats: {_linked(row['url'], row['url'])}."] if row["url"] else []),
    ]
    return SourceEntry(
        id=row["bron"],
        title=row["titel"],
        known=known,
        state=", ".join(
            [
                str(known),
                *(
                    [
                        _dated(there),
                        *([f"laatste cijfer: {last.spoken}"] if last else []),
                        _size(there),
                    ]
                    if there.height
                    else []
                ),
            ]
        ),
        icon=ICONS[known],
        description="\n\n".join(
            [
                *_failures(attempts),
                f"Uitgever: {row['uitgever']}. Verschijnt {row['frequentie']}. "
                f"Volgende levering: {row['volgende'].replace(': ', ', ')}.",
                " ".join(links),
                *_looked_at(attempts),
                *_awaited(rows),
                *_remarks(there),
            ]
        ),
        deliveries=there.select(
            pl.col("tabel").fill_null("").alias("Tabel"),
            pl.col("tabel_titel").alias("Titel"),
            pl.col("stand").alias("Stand"),
            _spoken("vastgelegd").alias("Vastgelegd"),
            pl.col("opgehaald")
            .dt.strftime("%d-%m-%Y %H:%M")
            .fill_null("niet overgeleverd")
            .alias("Opgehaald bij de bron"),
            pl.col("rijen").alias("Rijen"),
            pl.col("sha256").str.slice(0, 12).fill_null("").alias("sha256 (begin)"),
        ),
    )


def _failures(attempts: Sequence[Attempt]) -> list[str]:
    """Say what went wrong at the last refresh, since when, and that the figures before it stand."""
    failed = [each for each in attempts if each.failed]
    if not failed:
        return []
    since = min(each.sinds or each.gepoogd for each in failed)
    told = "\n".join(f"- {_quoted(each.melding or each.tabel)}" for each in failed)
    return [f"Verversen mislukt sinds {_moment(since)}; de vorige cijfers blijven staan.\n\n{told}"]


def _looked_at(attempts: Sequence[Attempt]) -> list[str]:
    """Say when the source was last reached, which can be long after its figures last changed."""
    reached = [each.gelukt for each in attempts if each.gelukt]
    return [f"Laatst bij de bron nagezien: {_moment(min(reached))}."] if reached else []


def _awaited(rows: pl.DataFrame) -> list[str]:
    missing = rows.filter(pl.col("vastgelegd").is_null())["tabel"].drop_nulls().to_list()
    return [f"Nog niet opgehaald: {listed(missing)}."] if missing else []


def _moment(moment: datetime) -> str:
    local = in_dutch_time(moment)
    return f"{Period.day(local.date()).spoken} om {local:%H:%M} uur"


def _quoted(message: str) -> str:
    """Show a message as it is: a server's own words must not become a link or a picture."""
    return "`" + message.replace("`", "'") + "`"


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
                    f"Eenheid: {each.unit.named}. Formule: {each.formula}. "
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
            "Indicator": [_subject(each) for each in found["indicator"]],
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
    figures, lines = rows["cijfers"][0], rows["rijen"].sum()
    if figures:
        return f"{number(figures)} cijfers"
    return f"{number(lines)} rijen" if lines else f"{number(rows.height)} leveringen"


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
    # Without a function of ours: what calls back into Python can lock the server for good, once
    # another session turns a frame into a Pandas one.
    day = pl.col(column).dt
    month = day.month().replace_strict(dict(enumerate(MONTHS, 1)), return_dtype=pl.String)
    return pl.concat_str(day.day(), month, day.year(), separator=" ")


def _subject(indicator: str) -> str:
    return "Lidmaatschap" if indicator == MEMBERSHIP else INDICATORS[indicator].title


def _amount(row: tuple[object, ...]) -> str:
    indicator, value = row
    decimals = 0 if indicator == MEMBERSHIP else INDICATORS[str(indicator)].decimals
    return number(value, decimals)  # type: ignore[arg-type]
