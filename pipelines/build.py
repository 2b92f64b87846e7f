"""From what was delivered to a new warehouse, made current only when all of it is right."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines import areas, boundaries, cbs, corrections, divisions
from pipelines.checks import BuildError, reconcile, require_complete
from pipelines.delivery import Delivery, DeliveryError
from pipelines.reconciliation import engine
from pipelines.small_counts import threshold
from pipelines.source import NOTHING, Instead, Source, Staged
from pipelines.sources import SOURCES, gebiedsindelingen
from warehouse import writer
from warehouse.builds import DataFolder, NoWarehouseError, disk_is_full, to_disk
from warehouse.derive import UnknownSeriesError, derive, editions, subregio_members
from warehouse.findings import LATE
from warehouse.history import HistoryError, Marks
from warehouse.indicator import Indicator
from warehouse.indicators import INDICATORS
from warehouse.periods import in_dutch_time, today
from warehouse.publishing import delivery_marks, handed_in, recorded, settle
from warehouse.reader import open_current
from warehouse.tables import Waarneming

CODE = ("pipelines", "warehouse")
CODE_FILES = ("*.py", "*.toml")
AREAS = "gebieden"
AREA_SOURCE = Source(
    id=AREAS,
    title="Gebieden, hun namen en wie wanneer bij de regio hoorde",
    publisher="Arbeidsmarktmonitor, uit CBS-tabellen en documenten van de regio",
    licence="CC BY 4.0 (CBS); lidmaatschappen uit openbare documenten, met vindplaats",
    licence_url=None,
    url=None,
    frequency="bij elke wijziging",
    next_expected="wanneer een gemeente toetreedt, vertrekt of opgaat in een andere",
    stale_after=None,
    folders=(AREAS,),
    reeksen=(),
    stage=Waarneming.create_empty,
)
"""Not a source of figures, but of what they are about; it is listed among the sources."""
BOUNDARY_SOURCE = Source(
    id="pdok-grenzen",
    title="Grenzen van gemeenten, voor de kaart",
    publisher="Centraal Bureau voor de Statistiek (CBS) en Kadaster, via PDOK",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://www.pdok.nl/introductie/-/article/cbs-gebiedsindelingen",
    frequency="per jaar",
    next_expected="elk jaar, in de loop van het jaar",
    stale_after=None,
    reeksen=(),
    stage=Waarneming.create_empty,
)
"""Not a source of figures either; the map is drawn with it where it is there."""
AWAITED = "nog niet opgehaald"
"""The `stand` of a table that no refresh has fetched yet."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Build:
    """A published warehouse; `made` is false when nothing had changed and the last one stands.

    `pinned` names the earlier build that the dashboard is held to, and shows instead, if it is.
    """

    path: Path
    made: bool
    pinned: str | None = None


def build_if_changed(folder: DataFolder, progress: Progress) -> Build:
    """Build unless the current warehouse was made from these very deliveries by this very code."""
    with folder.alone("bouwt", progress):
        folder.clear_leftovers()
        settle(folder)
        try:
            current = folder.current()
        except NoWarehouseError:
            return _publish(folder, progress)
        newest = folder.finished()[-1] if folder.pinned() else current
        if newest.stem.endswith(fingerprint(folder)):
            return Build(current, made=False, pinned=folder.pinned())
        return _publish(folder, progress)


def build(folder: DataFolder, progress: Progress) -> Build:
    """Build a new warehouse beside the current one, check it and make it current.

    Raises DeliveryError or BuildError (in Dutch); the current warehouse then stays as it is.
    """
    with folder.alone("bouwt", progress):
        folder.clear_leftovers()
        return _publish(folder, progress)


def fingerprint(folder: DataFolder) -> str:
    """Tell deliveries and code apart from others, by place, size and time of each file."""
    marks = hashlib.sha256()
    for place, path in _ingredients(folder):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue  # A refresh beside this has just removed an old delivery.
        marks.update(f"{place}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    # What is withheld hangs on the threshold too, and that stands in no file.
    marks.update(f"{threshold()}".encode())
    return marks.hexdigest()[:12]


def _ingredients(folder: DataFolder) -> Iterator[tuple[Path, Path]]:
    """Give every file that a build is made of, with its place inside deliveries or code."""
    root = Path(__file__).resolve().parent.parent
    for path in sorted(_laid_down(folder.raw)):
        yield path.relative_to(folder.raw), path
    for package in CODE:
        for path in sorted(each for kind in CODE_FILES for each in (root / package).rglob(kind)):
            yield path.relative_to(root), path


def _laid_down(raw: Path) -> Iterator[Path]:
    """Give every file of a delivery; what a refresh has under way lies in a hidden folder."""
    for place, folders, names in os.walk(raw):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names)


def _publish(folder: DataFolder, progress: Progress) -> Build:
    if not folder.raw.is_dir():
        raise DeliveryError(f"de map {folder.raw} met leveringen ontbreekt")
    # Taken before staging: a delivery that comes in meanwhile must be seen as a change afterwards.
    ingredients = fingerprint(folder)
    tables = stage_all(folder, progress)
    progress("warehouse schrijven en natellen")
    finished = put_into_force(folder, tables, ingredients)
    return Build(finished, made=True, pinned=folder.pinned())


def put_into_force(
    folder: DataFolder, tables: Mapping[str, pl.DataFrame], ingredients: str
) -> Path:
    """Write tables into a build with a name of its own and publish it; only for who holds the folder.

    Raises BuildError (in Dutch) when the disk does not take it.
    """
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{ingredients}"
    unfinished = folder.builds / f"{name}.bezig"
    finished = unfinished.with_suffix(".duckdb")
    try:
        with recorded(folder, finished, tables, _marks(tables["levering"])):
            writer.write(unfinished, tables)
            to_disk(unfinished)
            unfinished.rename(finished)
            folder.publish(finished)
    except HistoryError as unreadable:
        raise BuildError(str(unreadable)) from unreadable
    except (OSError, writer.WriteFailedError) as problem:
        cause = "de schijf is vol" if disk_is_full(problem) else str(problem)
        raise BuildError(
            f"het warehouse kon niet worden weggeschreven ({cause}); maak ruimte in {folder.path} "
            "en probeer het opnieuw. Het vorige warehouse blijft geldig"
        ) from problem
    finally:
        unfinished.unlink(missing_ok=True)
        unfinished.with_name(f"{unfinished.name}.wal").unlink(missing_ok=True)
    return finished


def _marks(deliveries: pl.DataFrame) -> Marks:
    """Say what this build is made of, so that the next one can tell why a figure changed."""
    in_force = deliveries.filter(pl.col("vastgelegd").is_not_null())
    counted = {source.id for source in SOURCES.values() if source.handed_in}
    return Marks(
        deliveries=delivery_marks(in_force),
        definitions={each.id: _defined(each) for each in INDICATORS.values()},
        corrections={
            each.id: (each.remark, f"{each.action} {each.value}") for each in corrections.read()
        },
        handed_in=handed_in(in_force) | counted,
    )


def _defined(indicator: Indicator) -> str:
    """Mark what an indicator's values hang on; a word in its definition is none of it."""
    others = [(each.reeks, each.unit.name) for each in indicator.other_measures]
    parts = (indicator.formula, indicator.unit.name, indicator.ratio, indicator.additive, others)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def stage_all(
    folder: DataFolder, progress: Progress, instead: Instead = NOTHING
) -> dict[str, pl.DataFrame]:
    """Stage every source and give the tables of the warehouse, checked.

    `instead` gives deliveries that do not count yet, by folder, to see what would become of them.
    """
    progress("gebieden")
    known = areas.read(_verified(folder.raw / AREAS))
    staged: list[Staged] = []
    for source in SOURCES.values():
        progress(source.id)
        staged.append(source.read(folder.raw, instead))
    progress("cijfers afleiden en controleren")
    try:
        figures = derive(
            Waarneming.cast(pl.concat(each.figures for each in staged)), INDICATORS.values()
        )
    except UnknownSeriesError as unknown:
        raise BuildError(str(unknown)) from unknown
    awaited = _awaited_series(folder.raw, instead)
    require_complete(figures, SOURCES.values(), INDICATORS, awaited)
    divided = _divisions(folder.raw, instead)
    stays = [stay for each in divided for stay in each.stays]
    elsewhere = divisions.memberships(stays, own={known.region})
    gebieden = known.with_others(_named(folder.raw, divided, instead), elsewhere)
    _require_known_areas(figures, gebieden)
    series = _series()
    members = pl.concat([subregio_members(known.gebieden, known.lidmaatschap), elsewhere])
    checks = pl.concat(
        [
            reconcile(figures, INDICATORS, known.of_interest),
            divisions.reconcile(stays, known.lidmaatschap, known.region),
        ]
    )
    names = gebieden.select("gebied", "naam")
    return {
        "gebied": gebieden,
        "gebiedsnaam": known.namen.cast({"soort": pl.String}),
        "lidmaatschap": members,
        "grens": boundaries.read(folder.raw, known.gemeenten),
        "cijfer": figures,
        "reeks": series,
        "uitgave": editions(series, gebieden, members),
        "levering": _deliveries(folder, figures, instead),
        **{name: rows for each in staged for name, rows in each.tables.items()},
        "controle": checks,
        "bevinding": engine.reconcile(
            folder.raw,
            figures,
            checks,
            INDICATORS,
            {code: name for code, name in names.iter_rows() if code in known.of_interest},
            today(),
            _last_found(folder),
        ),
    }


def _last_found(folder: DataFolder) -> pl.DataFrame | None:
    """Give the findings of the current build, if there is one that has them."""
    try:
        found = open_current(folder).findings()
    except NoWarehouseError:
        return None
    return None if found is None else found.filter(pl.col("regel") != LATE)


def _awaited_series(raw: Path, instead: Instead) -> set[str]:
    """Name the series that no refresh has fetched a table of yet, or that partners hand in.

    What is handed in need not hold every indicator that it could: amounts, for one, may be left out.
    """
    return {
        reeks.id
        for source in SOURCES.values()
        if source.handed_in or (source.questions and not source.deliveries(raw, instead))
        for reeks in source.reeksen
    }


def _divisions(raw: Path, instead: Instead) -> list[divisions.Division]:
    """Read the divisions of the Netherlands that were fetched."""
    return [
        divisions.division(table, gebiedsindelingen.EDITIONS[table.id])
        for table in map(cbs.read, gebiedsindelingen.SOURCE.deliveries(raw, instead))
    ]


def _named(raw: Path, divided: Iterable[divisions.Division], instead: Instead) -> dict[str, str]:
    """Name the areas that tables of the CBS name; what their divisions call a region goes last."""
    named: dict[str, str] = {}
    for source in SOURCES.values():
        for delivery in source.deliveries(raw, instead):
            if delivery.record.bron == "cbs":
                named |= cbs.area_names(delivery)
    for division in divided:
        named |= division.names
    return named


def _verified(path: Path) -> Delivery:
    delivery = Delivery.open(path)
    delivery.verify()
    return delivery


def _require_known_areas(figures: pl.DataFrame, gebieden: pl.DataFrame) -> None:
    unknown = set(figures["gebied"].unique()) - set(gebieden["gebied"])
    if unknown:
        raise BuildError(
            f"gebieden zonder naam: {', '.join(sorted(unknown))}; "
            "voeg ze toe aan data/raw/gebieden/gebieden.csv"
        )


def _series() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "reeks": reeks.id,
                "titel": reeks.title,
                "samenstelling": reeks.samenstelling,
                "bron": source.id,
            }
            for source in SOURCES.values()
            for reeks in source.reeksen
        ],
        schema=dict.fromkeys(("reeks", "titel", "samenstelling", "bron"), pl.String),
    )


def _deliveries(folder: DataFolder, figures: pl.DataFrame, instead: Instead) -> pl.DataFrame:
    counted = dict(figures.group_by("bron").len().iter_rows())
    years = [f"{boundaries.FOLDER}/{year}" for year in boundaries.years(folder.raw)]
    there = [
        _delivery(source, delivery, counted.get(source.id, 0), folder)
        for source in (
            *SOURCES.values(),
            AREA_SOURCE,
            replace(BOUNDARY_SOURCE, folders=tuple(years)),
        )
        for delivery in source.deliveries(folder.raw, instead)
        if source.id == AREAS or delivery.record.bron != AREAS
    ]
    expected = [
        {**_of_source(source), "tabel": question.tabel, "stand": AWAITED}
        for source in SOURCES.values()
        for question in source.absent(folder.raw, instead)
    ]
    if not years:
        expected.append({**_of_source(BOUNDARY_SOURCE), "stand": AWAITED})
    return pl.DataFrame([*there, *expected], infer_schema_length=None).cast(
        {"opgehaald": pl.Datetime("us"), "verouderd_op": pl.Date}
    )


def _of_source(source: Source) -> dict[str, object]:
    return {
        "bron": source.id,
        "titel": source.title,
        "uitgever": source.publisher,
        "licentie": source.licence,
        "licentie_url": source.licence_url,
        "url": source.url,
        "frequentie": source.frequency,
        "volgende": source.next_expected,
    }


def _delivery(
    source: Source, delivery: Delivery, figures: int, folder: DataFolder
) -> dict[str, object]:
    record = delivery.record
    fetched = in_dutch_time(record.opgehaald) if record.opgehaald else None
    taken = fetched.date() if fetched else record.vastgelegd
    rows = sum(file.rijen or 0 for name, file in record.bestanden.items() if _is_data(name))
    return {
        **_of_source(source),
        "verouderd_op": taken + source.stale_after if source.stale_after else None,
        "cijfers": figures,
        "tabel": record.tabel,
        "tabel_titel": record.titel,
        "stand": record.stand,
        "vastgelegd": record.vastgelegd,
        "opgehaald": fetched,
        "gewijzigd": record.gewijzigd,
        "opmerking": record.opmerking,
        # Counts that are withheld can be guessed: a digest tells which guess is right, and the number
        # of rows how many of them are not nought.
        "rijen": None if source.handed_in else rows,
        "map": str(delivery.folder.relative_to(folder.path)),
        "sha256": None if source.handed_in else _digest(delivery),
    }


def _is_data(name: str) -> bool:
    return name.endswith((".csv", ".ndjson", ".parquet"))


def _digest(delivery: Delivery) -> str:
    files = sorted((name, file.sha256) for name, file in delivery.record.bestanden.items())
    return hashlib.sha256(repr(files).encode()).hexdigest()
