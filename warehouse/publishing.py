"""Keeps the history of figures in step with the build that is shown, whatever happens in between.

What a publication changes is written first, then the link is moved, then the publication is entered.
Whoever is struck down in between leaves an intended publication behind, and the link says what became
of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from warehouse.builds import DataFolder, NoWarehouseError
from warehouse.history import (
    FOLDER,
    INTENDED,
    STAY,
    WRITTEN,
    History,
    Marks,
    Publication,
    Reason,
    compare,
    first_rows,
    in_shape,
    known_as,
    reasoned,
)
from warehouse.reader import Warehouse


def history_of(folder: DataFolder) -> History:
    """The history of the figures in a data folder."""
    return History(folder.path / FOLDER)


@contextmanager
def recorded(
    folder: DataFolder,
    build: Path,
    tables: Mapping[str, pl.DataFrame],
    marks: Marks,
    moment: datetime | None = None,
) -> Iterator[None]:
    """Enter what a build changes, around writing and publishing it; only for who holds the folder.

    A build that does not become current, because the dashboard is held to another one or because
    publishing failed, is not entered: nobody can have quoted from it.
    """
    enter_current(folder)
    now = moment or datetime.now(UTC)
    _intend(folder, build.stem, tables["cijfer"], tables["lidmaatschap"], marks, now)
    try:
        yield
    finally:
        settle(folder)


def settle(folder: DataFolder) -> None:
    """Enter the publication that was under way if the link names its build, and drop it if not.

    Without a link nobody can tell; a build that is there may have been shown.
    """
    history = history_of(folder)
    current = _linked(folder)
    there = [each.stem for each in folder.finished()]
    for intended in history.intended():
        build = intended.name.removesuffix(f"{WRITTEN}{INTENDED}").partition("-")[2]
        if build == current or (current is None and build in there):
            history.enter(intended)
        else:
            intended.unlink()


def enter_current(folder: DataFolder) -> None:
    """Enter the build that is shown where another one was entered last; for who holds the folder.

    After going back, after a link that was moved by hand, and once for figures that were published
    before there was a history.
    """
    settle(folder)
    try:
        current = folder.current()
    except NoWarehouseError:
        return
    entered = history_of(folder).publications()
    if entered and entered[-1].build == current.stem:
        return
    shown = Warehouse(current)
    try:
        figures, stays = shown.all_figures(), shown.all_stays()
        deliveries = shown.sources()
        marks = Marks(deliveries=delivery_marks(deliveries), handed_in=handed_in(deliveries))
    finally:
        shown.close()
    # The build may be an old one, but the link tells since when it is shown.
    since = datetime.fromtimestamp(folder.link.lstat().st_mtime, UTC)
    back = Reason.TERUGGEZET if entered else None
    _intend(folder, current.stem, figures, stays, marks, since, back)
    settle(folder)


def delivery_marks(deliveries: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """Mark each delivery in force (rows of `levering`): what tells it from another, and its day."""
    marks = {}
    for row in deliveries.iter_rows(named=True):
        if row["vastgelegd"] is None:
            continue
        mark = "|".join(str(row.get(name)) for name in ("map", "sha256", "vastgelegd", "opgehaald"))
        day = (row["opgehaald"] or row["vastgelegd"]).strftime("%Y-%m-%d")
        marks[f"{row['bron']}|{row['tabel'] or row.get('map') or ''}"] = (mark, day)
    return marks


def handed_in(deliveries: pl.DataFrame) -> frozenset[str]:
    """Name the sources that partners hand in, of which small counts are withheld."""
    if "stand" not in deliveries.columns:
        return frozenset()
    stand = pl.col("stand").is_in(["aangeleverd", "voorbeeld"])
    return frozenset(deliveries.filter(stand)["bron"])


def _intend(
    folder: DataFolder,
    build: str,
    figures: pl.DataFrame,
    stays: pl.DataFrame,
    marks: Marks,
    moment: datetime,
    reason: Reason | None = None,
) -> None:
    history = history_of(folder)
    entered = history.publications()
    last = entered[-1] if entered else None
    if last is None:
        rows = first_rows(figures, marks.handed_in)
    else:
        rows = reasoned(compare(history.standing(), figures), last.marks, marks)
        moment = max(moment, last.moment)  # A clock can be set back; an order cannot.
    if last is not None and reason is not None:
        rows = rows.with_columns(reden=pl.lit(reason), toelichting=pl.lit(None, pl.String))
    if last is not None and marks.definitions is None:
        # What a build was made of besides its deliveries is not in it: taken over from before.
        marks = Marks(
            deliveries=marks.deliveries,
            definitions=last.marks.definitions,
            corrections=last.marks.corrections,
            handed_in=marks.handed_in | last.marks.handed_in,
        )
    nr = last.nr + 1 if last else 1
    publication = Publication(
        nr=nr, build=build, moment=moment, lidmaatschap=known_as(stays), marks=marks
    )
    history.intend(publication, in_shape(rows, nr), stays.select(STAY))


def _linked(folder: DataFolder) -> str | None:
    try:
        return Path(folder.link.readlink().name).stem
    except OSError:
        return None
