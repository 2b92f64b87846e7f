"""From deliveries to a published warehouse: all of it, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import threading
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.build import build, build_if_changed, stage_all
from pipelines.checks import BuildError
from pipelines.delivery import DeliveryError, seal
from pipelines.sources import SOURCES
from warehouse.builds import KEPT, DataFolder
from warehouse.reader import open_current

LABOUR = Path("cbs/80590ned/2026-11-22")
MAATSTAVEN = Path("cbs/85309NED/2026-11-22")
ROWS = "TypedDataSet.ndjson"


@pytest.fixture
def own(published: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of the published data folder, to change things in."""
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    return copy


def quietly(_: str) -> None:
    """Take progress without a word."""


def apeldoorn(folder: DataFolder) -> Decimal:
    figures = open_current(folder).figures(
        "bijstand_personen", ["GM0200"], begin=date(2021, 12, 31), einde=date(2021, 12, 31)
    )
    value: Decimal = figures["waarde"].item()
    return value


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def change_apeldoorn(folder: DataFolder) -> None:
    """Let the source revise one figure: 4150 persons with bijstand become 4160."""
    path = folder.raw / MAATSTAVEN / ROWS
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    [row] = [each for each in rows if each["RegioS"] == "GM0200"]
    [key] = [each for each in row if each.startswith("PersonenMetBijstand")]
    assert row[key] == 4150
    row[key] = 4160
    path.write_text("".join(f"{json.dumps(each)}\n" for each in rows), encoding="utf-8")


def test_nothing_is_built_when_nothing_changed(own: DataFolder) -> None:
    before = own.finished()

    made = build_if_changed(own, quietly)

    assert not made.made
    assert [made.path] == own.finished() == before


def test_a_changed_figure_is_built_and_read_at_once(own: DataFolder) -> None:
    session = open_current(own)
    assert apeldoorn(own) == 4150
    change_apeldoorn(own)
    seal(own.raw / MAATSTAVEN)

    made = build_if_changed(own, quietly)

    assert made.made
    assert made.path == own.current()
    assert apeldoorn(own) == 4160
    old = session.figures("bijstand_personen", ["GM0200"], begin=date(2021, 1, 1))
    assert old["waarde"].to_list() == [4150]
    assert not build_if_changed(own, quietly).made


def test_a_changed_record_is_a_change(own: DataFolder) -> None:
    rewrite(own.raw / LABOUR / "levering.json", '"stand": "meegeleverd"', '"stand": "ververst"')

    assert build_if_changed(own, quietly).made

    sources = open_current(own).sources()
    assert sources.filter(sources["stand"] == "ververst")["tabel"].to_list() == ["80590ned"]


def test_a_delivery_that_moves_to_another_day_is_a_change(own: DataFolder) -> None:
    (own.raw / LABOUR).rename(own.raw / LABOUR.with_name("2026-11-23"))

    assert build_if_changed(own, quietly).made


def test_a_refreshed_delivery_takes_the_place_of_the_one_that_came_along(own: DataFolder) -> None:
    newer = own.raw / LABOUR.with_name("2026-12-21")
    shutil.copytree(own.raw / LABOUR, newer)
    record = json.loads((newer / "levering.json").read_text(encoding="utf-8"))
    record |= {
        "stand": "ververst",
        "vastgelegd": "2026-12-21",
        "opgehaald": "2026-12-21T23:30:00+00:00",
    }
    (newer / "levering.json").write_text(json.dumps(record), encoding="utf-8")

    assert build_if_changed(own, quietly).made

    sources = open_current(own).sources()
    [row] = sources.filter(sources["tabel"] == "80590ned").to_dicts()
    assert row["map"] == "raw/cbs/80590ned/2026-12-21"
    assert row["opgehaald"] == datetime.fromisoformat("2026-12-22T00:30:00")
    assert row["verouderd_op"] == date(2027, 2, 5)


def test_a_delivery_that_comes_in_during_a_build_is_seen_by_the_next(own: DataFolder) -> None:
    def come_in(step: str) -> None:
        if step == "cijfers afleiden en controleren":
            os.utime(own.raw / LABOUR / ROWS, (0, 0))

    build(own, come_in)

    assert build_if_changed(own, quietly).made
    assert not build_if_changed(own, quietly).made


def test_two_that_build_at_once_build_once(own: DataFolder) -> None:
    (own.raw / LABOUR).rename(own.raw / LABOUR.with_name("2026-11-23"))
    made: list[bool] = []
    builders = [
        threading.Thread(target=lambda: made.append(build_if_changed(own, quietly).made))
        for _ in range(2)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(60)

    assert sorted(made) == [False, True]


def refused(folder: DataFolder, problem: type[Exception], complaint: str) -> None:
    """Expect a build to be refused, and everything to stay as it was."""
    before, current = folder.finished(), folder.current()

    with pytest.raises(problem, match=complaint):
        build_if_changed(folder, quietly)

    assert folder.finished() == before
    assert folder.current() == current
    assert sorted(path.suffix for path in folder.builds.iterdir() if path.name != ".bouwt") == [
        ".duckdb"
    ]
    assert apeldoorn(folder) == 4150


def test_one_changed_byte_is_refused_by_the_name_of_its_file(own: DataFolder) -> None:
    path = own.raw / MAATSTAVEN / ROWS
    content = bytearray(path.read_bytes())
    place = content.index(b"4150")
    content[place] = ord("9")
    path.write_bytes(content)

    refused(
        own,
        DeliveryError,
        r"85309NED/2026-11-22: TypedDataSet\.ndjson is veranderd sinds de vastlegging",
    )


def test_a_lost_file_is_refused_by_its_name(own: DataFolder) -> None:
    (own.raw / "gebieden" / "namen.csv").unlink()

    refused(own, DeliveryError, r"gebieden: namen\.csv ontbreekt, maar staat in levering\.json")


def test_a_source_without_a_delivery_is_refused_by_its_folder(own: DataFolder) -> None:
    shutil.rmtree(own.raw / "cbs" / "03759ned")

    refused(own, DeliveryError, "03759ned: geen levering gevonden")


def test_an_indicator_that_lost_its_figures_is_refused_by_its_name(own: DataFolder) -> None:
    path = own.raw / "publicaties" / "ww_uitkeringen.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "WW als %" not in line), encoding="utf-8")
    seal(own.raw / "publicaties")

    refused(own, BuildError, "^geen enkel cijfer voor ww_aandeel_pct; ")


def test_an_area_without_a_name_is_refused_by_its_code(own: DataFolder) -> None:
    rewrite(own.raw / MAATSTAVEN / ROWS, '"GM0106"', '"GM9999"')
    seal(own.raw / MAATSTAVEN)

    refused(own, BuildError, r"^gebieden zonder naam: GM9999; voeg ze toe aan data/raw/gebieden")


def test_a_folder_without_deliveries_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"^de map .*/raw met leveringen ontbreekt$"):
        build(DataFolder(tmp_path), quietly)


def test_what_an_earlier_build_left_unfinished_is_cleaned_up(own: DataFolder) -> None:
    for name in ("20200101-abc.bezig", "20200101-abc.bezig.wal"):
        (own.builds / name).touch()

    build(own, quietly)

    assert {path.suffix for path in own.builds.iterdir() if path.name != ".bouwt"} == {".duckdb"}


def test_the_last_few_builds_stay_for_going_back(own: DataFolder) -> None:
    made = [own.current(), *(build(own, quietly).path for _ in range(KEPT))]

    assert own.finished() == made[-KEPT:]
    assert own.current() == made[-1]


def test_a_lost_link_or_build_is_made_again(own: DataFolder) -> None:
    own.link.unlink()
    assert build_if_changed(own, quietly).made

    own.current().unlink()
    assert build_if_changed(own, quietly).made
    assert apeldoorn(own) == 4150


def test_every_step_is_told(own: DataFolder) -> None:
    said: list[str] = []
    build(own, said.append)

    assert said == [
        "gebieden",
        *SOURCES,
        "cijfers afleiden en controleren",
        "warehouse schrijven en natellen",
    ]


def test_the_warehouse_holds_what_was_staged(published: DataFolder) -> None:
    staged = stage_all(published, quietly)
    warehouse = open_current(published)

    figures = staged["cijfer"].filter(staged["cijfer"]["indicator"] == "inwoners")
    found = warehouse.figures("inwoners", figures["gebied"].unique().to_list())
    published_only = found.filter(found["gekozen"], ~found["vindplaats"].str.starts_with("som van"))
    assert published_only["waarde"].sum() == figures["waarde"].sum()
    assert published_only.height == figures.height
    assert warehouse.coverage()["cijfers"].sum() == staged["cijfer"]["waarde"].count()
    assert warehouse.areas().height == staged["gebied"].height
    assert warehouse.checks().equals(staged["controle"])
