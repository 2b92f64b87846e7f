"""The page on sources and definitions: it can't lag behind the catalogue."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dashboard.changed import everything_csv
from pipelines.build import build_if_changed
from pipelines.delivery import seal
from tests.pages.shown import BRONNEN, opened, sound, tables, words
from warehouse.builds import DataFolder
from warehouse.indicators import INDICATORS
from warehouse.reader import open_current


def test_every_source_is_told_with_publisher_licence_state_and_next_delivery(
    monitor_data: DataFolder,
) -> None:
    sources = open_current(monitor_data).sources()
    page = opened(BRONNEN)
    said = "\n".join(words(page))
    for source in sources.iter_rows(named=True):
        assert f"Uitgever: {source['uitgever']}. Verschijnt {source['frequentie']}. " in said
        assert f"Volgende levering: {source['volgende'].replace(': ', ', ')}." in said
        assert source["licentie"] in said
        assert any(
            each.label.startswith(f"**{source['titel']}** · ")
            and each.label.endswith(" cijfers" if source["cijfers"] else " rijen")
            for each in page.expander
        )


def test_every_indicator_is_told_with_definition_formula_and_choice_of_source() -> None:
    page = opened(BRONNEN)
    said = "\n".join(words(page))
    for indicator in INDICATORS.values():
        assert indicator.definition in said
        assert f"Formule: {indicator.formula}." in said
        assert f"Keuze van de bron: {indicator.preference}" in said
        assert f"**{indicator.title}**" in [each.label for each in page.expander]


def test_an_opened_source_lists_its_deliveries_with_date_and_rows() -> None:
    page = opened(BRONNEN)
    page.session_state["uitklap-cbs-80590ned"] = True
    delivery = tables(sound(page.run()))[0][0]
    assert delivery[0] == "80590ned"
    assert "22 november 2026" in delivery
    assert "niet overgeleverd" in delivery


def test_memberships_say_who_came_and_left() -> None:
    stays = {row[0]: row[1:3] for row in tables(opened(BRONNEN))[-1]}
    assert stays["Heerde"] == ("1 januari 2020", "heden")
    assert stays["Elburg"] == ("1 januari 2015", "31 december 2021")
    assert stays["Olst-Wijhe"] == ("1 januari 2015", "31 december 2023")
    assert len(stays) == 15


def test_checks_that_differ_come_first() -> None:
    outcomes = [row[0] for row in tables(opened(BRONNEN))[0]]
    assert "verschil" in outcomes
    assert outcomes == sorted(outcomes, reverse=True)


def test_without_a_change_it_is_said_since_when_changes_are_kept() -> None:
    said = "\n".join(words(opened(BRONNEN)))
    assert "Wijzigingen worden bijgehouden sinds " in said
    assert "sindsdien is 1 keer gepubliceerd" in said
    assert "Sindsdien is geen cijfer veranderd." in said
    assert "Alle wijzigingen (CSV)" not in said


@pytest.fixture
def revised(published: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A folder in which the CBS revised the persons with bijstand in Apeldoorn: 4150 became 4160."""
    folder = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, folder.path, symlinks=True)
    path = folder.raw / "cbs/85309NED/2026-11-22/TypedDataSet.ndjson"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        for name, value in row.items():
            if row["RegioS"] == "GM0200" and value == 4150:
                row[name] = 4160
    path.write_text("".join(f"{json.dumps(each)}\n" for each in rows), encoding="utf-8")
    seal(path.parent)
    build_if_changed(folder, lambda _: None)
    monkeypatch.setenv("MONITOR_DATA", str(folder.path))
    return folder


def test_what_changed_stands_by_day_and_source_with_old_and_new(revised: DataFolder) -> None:
    day = open_current(revised).publications()["dag"][-1]
    page = opened(BRONNEN)
    [label] = [each.label for each in page.expander if "herzien" in each.label]
    assert label.endswith(" · 2 herzien (herziening door de bron)")
    assert len(tables(page)) == 2, "closed, it costs nothing"

    page.session_state[f"uitklap-wijziging-{day}-cbs-maatstaven-gemeentefonds"] = True
    changes = tables(sound(page.run()))[0]

    assert changes == [
        ("Bijstand per 1.000 inwoners", "Apeldoorn", "31 december 2021", "39,7", "39,8", "herzien",
         "herziening door de bron"),
        ("Personen met bijstand", "Apeldoorn", "31 december 2021", "4.150", "4.160", "herzien",
         "herziening door de bron"),
    ]  # fmt: skip
    assert "Alle wijzigingen (CSV)" in words(page)


@pytest.mark.usefixtures("revised")
def test_the_file_holds_all_changes_with_their_source() -> None:
    about, _, table = everything_csv().decode("utf-8-sig").partition("\r\n\r\n")

    assert about.startswith('Over;"Wijzigingen worden bijgehouden sinds ')
    head, *lines = table.strip().split("\r\n")
    assert head.startswith("Indicator;Gebied;Periode;Was;Is;Verandering;Waarom;Dag;Eenheid;Bron;")
    assert len(lines) == 2
    assert "Apeldoorn;31 december 2021;4150;4160;herzien;herziening door de bron;" in lines[1]
