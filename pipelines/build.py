"""From what was delivered to a new warehouse, made current only when all of it is right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines import areas, boundaries
from pipelines.checks import BuildError, reconcile, require_complete
from pipelines.delivery import Delivery, DeliveryError
from pipelines.small_counts import threshold
from pipelines.source import Source
from pipelines.sources import SOURCES
from warehouse import writer
from warehouse.builds import DataFolder, NoWarehouseError
from warehouse.derive import UnknownSeriesError, derive, editions, subregio_members
from warehouse.indicators import INDICATORS
from warehouse.periods import in_dutch_time
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
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Build:
    """A published warehouse; `made` is false when nothing had changed and the last one stands."""

    path: Path
    made: bool


def build_if_changed(folder: DataFolder, progress: Progress) -> Build:
    """Build unless the current warehouse was made from these very deliveries by this very code."""
    with folder.one_builder():
        try:
            current = folder.current()
        except NoWarehouseError:
            return _publish(folder, progress)
        if current.stem.endswith(fingerprint(folder)):
            return Build(current, made=False)
        return _publish(folder, progress)


def build(folder: DataFolder, progress: Progress) -> Build:
    """Build a new warehouse beside the current one, check it and make it current.

    Raises DeliveryError or BuildError (in Dutch); the current warehouse then stays as it is.
    """
    with folder.one_builder():
        return _publish(folder, progress)


def fingerprint(folder: DataFolder) -> str:
    """Tell deliveries and code apart from others, by place, size and time of each file."""
    marks = hashlib.sha256()
    for place, path in _ingredients(folder):
        stat = path.stat()
        marks.update(f"{place}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    # What is withheld hangs on the threshold too, and that stands in no file.
    marks.update(f"{threshold()}".encode())
    return marks.hexdigest()[:12]


def _ingredients(folder: DataFolder) -> Iterator[tuple[Path, Path]]:
    """Give every file that a build is made of, with its place inside deliveries or code."""
    root = Path(__file__).resolve().parent.parent
    for path in sorted(path for path in folder.raw.rglob("*") if path.is_file()):
        yield path.relative_to(folder.raw), path
    for package in CODE:
        for path in sorted(each for kind in CODE_FILES for each in (root / package).rglob(kind)):
            yield path.relative_to(root), path


def _publish(folder: DataFolder, progress: Progress) -> Build:
    if not folder.raw.is_dir():
        raise DeliveryError(f"de map {folder.raw} met leveringen ontbreekt")
    for unfinished in folder.builds.glob("*.bezig*"):
        unfinished.unlink()
    # Taken before staging: a delivery that comes in meanwhile must be seen as a change afterwards.
    ingredients = fingerprint(folder)
    tables = stage_all(folder, progress)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{ingredients}"
    unfinished = folder.builds / f"{name}.bezig"
    progress("warehouse schrijven en natellen")
    try:
        writer.write(unfinished, tables)
        finished = unfinished.with_suffix(".duckdb")
        unfinished.rename(finished)
    finally:
        unfinished.unlink(missing_ok=True)
    folder.publish(finished)
    return Build(finished, made=True)


def stage_all(folder: DataFolder, progress: Progress) -> dict[str, pl.DataFrame]:
    """Stage every source and give the tables of the warehouse, checked."""
    progress("gebieden")
    known = areas.read(_verified(folder.raw / AREAS))
    staged = []
    for source in SOURCES.values():
        progress(source.id)
        staged.append(source.staged(folder.raw))
    progress("cijfers afleiden en controleren")
    try:
        figures = derive(Waarneming.cast(pl.concat(staged)), INDICATORS.values())
    except UnknownSeriesError as unknown:
        raise BuildError(str(unknown)) from unknown
    require_complete(figures, SOURCES.values(), INDICATORS)
    _require_known_areas(figures, known)
    series = _series()
    members = subregio_members(known.gebieden, known.lidmaatschap)
    return {
        "gebied": known.gebieden.cast({"soort": pl.String}),
        "gebiedsnaam": known.namen.cast({"soort": pl.String}),
        "lidmaatschap": members,
        "grens": boundaries.read(folder.raw),
        "cijfer": figures,
        "reeks": series,
        "uitgave": editions(series, known.gebieden, members),
        "levering": _deliveries(folder, figures),
        "controle": reconcile(figures, INDICATORS),
    }


def _verified(path: Path) -> Delivery:
    delivery = Delivery.open(path)
    delivery.verify()
    return delivery


def _require_known_areas(figures: pl.DataFrame, known: areas.Areas) -> None:
    unknown = set(figures["gebied"].unique()) - set(known.gebieden["gebied"])
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


def _deliveries(folder: DataFolder, figures: pl.DataFrame) -> pl.DataFrame:
    counted = dict(figures.group_by("bron").len().iter_rows())
    return pl.DataFrame(
        [
            _delivery(source, delivery, counted.get(source.id, 0), folder)
            for source in (*SOURCES.values(), AREA_SOURCE)
            for delivery in source.deliveries(folder.raw)
            if source is AREA_SOURCE or delivery.record.bron != AREAS
        ],
        infer_schema_length=None,
    ).cast({"opgehaald": pl.Datetime("us"), "verouderd_op": pl.Date})


def _delivery(
    source: Source, delivery: Delivery, figures: int, folder: DataFolder
) -> dict[str, object]:
    record = delivery.record
    fetched = in_dutch_time(record.opgehaald) if record.opgehaald else None
    taken = fetched.date() if fetched else record.vastgelegd
    return {
        "bron": source.id,
        "titel": source.title,
        "uitgever": source.publisher,
        "licentie": source.licence,
        "licentie_url": source.licence_url,
        "url": source.url,
        "frequentie": source.frequency,
        "volgende": source.next_expected,
        "verouderd_op": taken + source.stale_after if source.stale_after else None,
        "cijfers": figures,
        "tabel": record.tabel,
        "tabel_titel": record.titel,
        "stand": record.stand,
        "vastgelegd": record.vastgelegd,
        "opgehaald": fetched,
        "gewijzigd": record.gewijzigd,
        "opmerking": record.opmerking,
        "rijen": sum(file.rijen or 0 for name, file in record.bestanden.items() if _is_data(name)),
        "map": str(delivery.folder.relative_to(folder.path)),
        "sha256": _digest(delivery),
    }


def _is_data(name: str) -> bool:
    return name.endswith((".csv", ".ndjson"))


def _digest(delivery: Delivery) -> str:
    files = sorted((name, file.sha256) for name, file in delivery.record.bestanden.items())
    return hashlib.sha256(repr(files).encode()).hexdigest()
