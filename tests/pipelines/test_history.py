"""The history over real builds: revised, rebuilt, lost, gone back, and still found."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.build import build, build_if_changed
from pipelines.delivery import seal
from warehouse.builds import DataFolder
from warehouse.history import KEPT
from warehouse.publishing import enter_current, history_of
from warehouse.reader import Warehouse

MAATSTAVEN = Path("cbs/85309NED/2026-11-22")
DAY = {"begin": date(2021, 12, 31), "einde": date(2021, 12, 31)}


@pytest.fixture
def own(published: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of the published data folder, to change things in."""
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    return copy


def quietly(_: str) -> None:
    """Take progress without a word."""


def revise(folder: DataFolder, persons: int | None) -> None:
    """Let the CBS deliver other persons with bijstand in Apeldoorn, or take its row out."""
    path = folder.raw / MAATSTAVEN / "TypedDataSet.ndjson"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        if row["RegioS"] == "GM0200":
            [key] = [each for each in row if each.startswith("PersonenMetBijstand")]
            row[key] = persons
    path.write_text("".join(f"{json.dumps(each)}\n" for each in rows), encoding="utf-8")
    seal(path.parent)


def as_it_was(folder: DataFolder, build: str, gebied: str) -> Decimal | None:
    rows = Warehouse(folder.current()).as_it_was(build, "bijstand_personen", [gebied], **DAY)  # type: ignore[arg-type]
    value: Decimal | None = rows.filter("gekozen")["waarde"].item()
    return value


def told(folder: DataFolder) -> set[tuple[object, ...]]:
    rows = Warehouse(folder.current()).changes().filter(pl.col("indicator") == "bijstand_personen")
    return set(rows.select("gebied", "was_waarde", "waarde", "verandering", "reden").rows())


REVISED = ("GM0200", 4150, 4160, "herzien", "herziening door de bron")


def test_a_figure_of_an_earlier_build_is_found_after_whatever_happens_to_the_builds(
    own: DataFolder,
) -> None:
    first = own.current().stem
    region = as_it_was(own, first, "AM06")
    assert region is not None
    revise(own, 4160)
    second = build_if_changed(own, quietly).path.stem

    def found() -> list[Decimal | None]:
        return [
            as_it_was(own, build, gebied)
            for build in (first, second)
            for gebied in ("GM0200", "AM06")
        ]

    expected = [Decimal(4150), region, Decimal(4160), region + 10]
    assert found() == expected
    assert told(own) == {REVISED}

    build(own, quietly)
    assert found() == expected, "after a rebuild"
    own.link.unlink()
    build_if_changed(own, quietly)
    assert found() == expected, "after the link was deleted"
    shutil.rmtree(own.builds)
    build_if_changed(own, quietly)
    assert found() == expected, "after all builds were deleted"
    assert told(own) == {REVISED}, "and none of that is a change"
    own.go_back(own.current().stem)
    assert found() == expected, "when the dashboard is held to a build"


def test_a_figure_that_goes_and_comes_back_is_told_both_times(own: DataFolder) -> None:
    for persons in (None, 4150):
        revise(own, persons)
        build_if_changed(own, quietly)

    assert told(own) == {
        ("GM0200", 4150, None, "verdwenen", "herziening door de bron"),
        ("GM0200", None, 4150, "nieuw cijfer", "nieuwe levering"),
    }


def test_a_new_delivery_of_one_table_is_the_reason_for_its_own_figures_only(
    own: DataFolder,
) -> None:
    revise(own, 4160)
    build_if_changed(own, quietly)

    changes = Warehouse(own.current()).changes()
    assert set(changes["indicator"]) == {"bijstand_personen", "bijstand_per_1000"}
    assert set(changes["reden"]) == {"herziening door de bron"}
    assert set(changes["gebied"]) == {"GM0200"}


def test_what_is_not_shown_is_not_entered_until_it_is(own: DataFolder) -> None:
    first = own.current()
    own.go_back(first.stem)
    revise(own, 4160)
    made = build_if_changed(own, quietly)
    assert made.pinned
    assert history_of(own).publications()[-1].build == first.stem
    assert told(own) == set()

    own.release()
    with own.alone("bouwt", quietly):
        enter_current(own)

    assert history_of(own).publications()[-1].build == made.path.stem
    assert told(own) == {("GM0200", 4150, 4160, "herzien", "teruggezet")}


def test_the_history_holds_what_the_real_build_holds_and_is_small(own: DataFolder) -> None:
    revise(own, 4160)
    made = build_if_changed(own, quietly).path
    history = history_of(own)

    order = ["indicator", "reeks", "bron", "gebied", "periode", "kenmerk", "categorie"]
    held = Warehouse(made).all_figures().select(list(KEPT)).sort(order)
    assert history.figures(history.publications()[-1]).sort(order).equals(held)
    whole, change = sorted(
        (each.stat().st_size for each in history.path.glob("0*.parquet")), reverse=True
    )
    assert whole < made.stat().st_size / 4
    assert change < whole / 4
