"""The voorbeeld: invented, counted as printed, marked, and never among real deliveries."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipelines.build import build
from pipelines.delivery import MixedError
from pipelines.intake import store
from pipelines.intake.take_in import Besluit, File, look_at
from pipelines.intake.voorbeeld import FILES, NEXT, WRONG, make
from tests.conftest import ROOT
from tests.pipelines.intake.conftest import COUNTS, csv_file, drawn
from warehouse.builds import DataFolder
from warehouse.reader import open_current

RAW = ROOT / "data" / "raw"


@pytest.fixture(scope="module")
def voorbeeld(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    home = tmp_path_factory.mktemp("ergens") / "voorbeeld"
    return make(home, RAW, 2023, lambda _: None).folder


def file(folder: DataFolder, name: str) -> File:
    return File.at(folder.path / FILES / name)


def test_the_invented_deliveries_count_as_the_report_prints(voorbeeld: DataFolder) -> None:
    warehouse = open_current(voorbeeld)
    for per in (["partij"], ["partij", "geslacht"], ["partij", "taalniveau"], ["partij", "sector"]):
        rows = warehouse.figures("rmt_deelnemers", ["AM06"], per=per).filter(
            pl.col("periode") == "2023", pl.col("waarde").is_not_null()
        )
        own = rows.filter(pl.col("bron") == "rmt-leveringen").select("categorie", "waarde")
        printed = rows.filter(pl.col("bron") == "rmt-jaarverslagen").select(
            "categorie", gedrukt="waarde"
        )
        both = own.join(printed, on="categorie")
        assert both.height > 3
        assert both.filter(pl.col("waarde") != pl.col("gedrukt")).is_empty()


def test_the_quarters_add_up_to_the_year_that_is_printed(voorbeeld: DataFolder) -> None:
    rows = open_current(voorbeeld).figures("rmt_deelnemers", ["AM06"])
    quarters = rows.filter(pl.col("periode").is_in([f"2023K{n}" for n in (1, 2, 3, 4)]), "gekozen")

    assert int(quarters["waarde"].sum()) == 627
    assert quarters.height == 4


def test_everything_invented_says_so(voorbeeld: DataFolder) -> None:
    assert store.is_voorbeeld(voorbeeld)
    assert all(path.name.startswith("voorbeeld-") for path in (voorbeeld.path / FILES).iterdir())
    for delivery in store.deliveries(voorbeeld.raw):
        assert delivery.record.stand == "voorbeeld"
        assert "voorbeeld" in delivery.record.titel
    sources = open_current(voorbeeld).sources()
    assert set(sources.filter(pl.col("bron") == "rmt-leveringen")["stand"]) == {"voorbeeld"}
    figures = (
        open_current(voorbeeld)
        .figures("rmt_deelnemers", ["AM06"])
        .filter(pl.col("bron") == "rmt-leveringen")
    )
    assert figures["vindplaats"].str.starts_with("verzonnen levering van").all()


def test_the_same_seed_invents_the_same_persons(tmp_path: Path, voorbeeld: DataFolder) -> None:
    again = make(tmp_path / "nog-een", RAW, 2023, lambda _: None).folder

    for first, second in zip(
        store.deliveries(voorbeeld.raw), store.deliveries(again.raw), strict=True
    ):
        assert store.read(first).rows.equals(store.read(second).rows)


def test_the_files_that_are_left_to_try_do_what_they_say(voorbeeld: DataFolder) -> None:
    assert look_at(voorbeeld, file(voorbeeld, NEXT)).besluit is Besluit.INGELEZEN
    wrong = look_at(voorbeeld, file(voorbeeld, WRONG))
    assert [each.kolom for each in wrong.fouten] == ["sector", "aanmelddatum", "gemeente"]


def test_an_invented_file_is_refused_among_real_ones_under_any_name(
    published: DataFolder, voorbeeld: DataFolder
) -> None:
    renamed = File("levering.xlsx", file(voorbeeld, NEXT).content)

    found = look_at(published, renamed)

    assert found.besluit is Besluit.GEWEIGERD
    assert found.fouten[0].regel.startswith("Dit is een verzonnen levering (voorbeeld)")


def test_a_real_file_is_refused_in_a_voorbeeld(voorbeeld: DataFolder) -> None:
    found = look_at(voorbeeld, File("uwv.csv", csv_file(drawn(COUNTS))))

    assert found.fouten[0].regel.startswith("Dit is de map van een voorbeeld")


def test_invented_deliveries_that_were_copied_among_real_ones_stop_the_build(
    own: DataFolder, voorbeeld: DataFolder
) -> None:
    shutil.copytree(voorbeeld.raw / store.FOLDER, own.raw / store.FOLDER)

    with pytest.raises(MixedError, match="verzonnen en echte leveringen gaan nooit samen"):
        build(own, lambda _: None)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "iets.txt").write_text("van mij", encoding="utf-8")

    with pytest.raises(MixedError, match="geen eerder voorbeeld"):
        make(tmp_path, RAW, 2023, lambda _: None)
    assert (tmp_path / "iets.txt").read_text(encoding="utf-8") == "van mij"
