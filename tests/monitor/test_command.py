"""The command: what it prints, and with what code it ends."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.delivery import seal
from tests.monitor.conftest import Answer
from warehouse.builds import DataFolder
from warehouse.indicators import INDICATORS

Ask = Callable[..., Answer]
ROOT = Path(__file__).resolve().parents[2]
SUBCOMMANDS = (
    "build",
    "check",
    "status",
    "indicators",
    "areas",
    "figures",
    "changes",
    "record",
    "run",
    "import",
    "sjabloon",
    "voorbeeld",
)
UNEMPLOYMENT = ("--indicator", "werkloosheidspercentage", "--gebied", "AM06", "--periode", "2023")


@pytest.fixture
def own(published: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A copy of the published data folder, to change things in."""
    copy = DataFolder(tmp_path / "gegevens [proef]")
    shutil.copytree(published.path, copy.path, symlinks=True)
    monkeypatch.setenv("MONITOR_DATA", str(copy.path))
    return copy


def laid_down_on(folder: DataFolder, delivery: str, day: str) -> None:
    path = folder.raw / delivery / "levering.json"
    record = json.loads(path.read_text(encoding="utf-8")) | {"vastgelegd": day}
    path.write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize("subcommand", SUBCOMMANDS)
def test_every_subcommand_explains_itself_in_dutch(monitor: Ask, subcommand: str) -> None:
    answer = monitor(subcommand, "--help")

    assert answer.code == 0
    assert re.search(r"\b(Maak|Lees|Toon|Druk|Leg)\b", answer.out)


def test_without_a_subcommand_all_of_them_are_listed(monitor: Ask) -> None:
    answer = monitor()

    assert all(subcommand in answer.out + answer.err for subcommand in SUBCOMMANDS)


@pytest.mark.usefixtures("own")
def test_build_says_whether_there_was_anything_to_do(monitor: Ask, own: DataFolder) -> None:
    name = own.current().name
    unchanged = monitor("build")
    made = monitor("build", "--altijd")

    assert (unchanged.code, made.code) == (0, 0)
    assert unchanged.out == f"Niets veranderd; warehouse {name} blijft geldig.\n"
    assert made.out == f"Warehouse {own.current().name} is gemaakt en geldig.\n"
    assert own.current().name != name
    assert "cbs-80590ned" in made.err


def test_a_build_that_is_refused_ends_with_1_and_one_sentence(
    monitor: Ask, own: DataFolder
) -> None:
    (own.raw / "publicaties" / "ww_uitkeringen.csv").write_text("anders", encoding="utf-8")

    answer = monitor("build")

    assert answer.code == 1
    assert answer.out == ""
    last = answer.err.splitlines()[-1]
    assert last == (
        f"Mislukt: {own.raw}/publicaties: ww_uitkeringen.csv is veranderd sinds de vastlegging "
        "(sha256 wijkt af van levering.json)"
    )
    assert monitor("figures", *UNEMPLOYMENT, json=True).values == [3.2]


@pytest.mark.usefixtures("monitor_data")
def test_check_tells_where_sources_differ_and_publishes_nothing(
    monitor: Ask, monitor_data: DataFolder
) -> None:
    before = monitor_data.finished()

    answer = monitor("check")

    assert answer.code == 0
    assert monitor_data.finished() == before
    lines = answer.out.splitlines()
    assert any("werkloosheidspercentage NL01 2020: 4.8000 tegen 4.9000" in line for line in lines)
    differing = [line for line in lines if line.startswith("verschil: ")]
    assert re.fullmatch(
        rf"\d+ cijfers in orde; \d+ controles, {len(differing)} met een verschil tussen bronnen\.",
        lines[-1],
    )


@pytest.mark.usefixtures("own")
def test_check_refuses_what_build_refuses(monitor: Ask, own: DataFolder) -> None:
    (own.raw / "gebieden" / "namen.csv").unlink()

    answer = monitor("check")

    assert answer.code == 1
    assert "namen.csv ontbreekt" in answer.err


def fresh(folder: DataFolder) -> None:
    """Lay everything down today, so that nothing is stale whenever this test runs."""
    from warehouse.periods import today

    for record in folder.raw.rglob("levering.json"):
        laid_down_on(folder, str(record.parent.relative_to(folder.raw)), today().isoformat())


def test_status_ends_with_0_as_long_as_nothing_is_stale(monitor: Ask, own: DataFolder) -> None:
    fresh(own)
    assert monitor("build").code == 0

    answer = monitor("status", json=True)

    assert answer.code == 0
    assert {each["staat"] for each in answer.figures} == {"meegeleverd", "nog niet opgehaald"}, (
        "nobody fetched these"
    )
    latest = {each["bron"]: each["laatste_cijfer"] for each in answer.figures}
    assert (latest["cbs-80590ned"], latest["cbs-37789ksz"]) == ("2026-06", "2026-04-30")
    assert latest["gebieden"] == ""
    there = [each for each in answer.figures if each["staat"] == "meegeleverd"]
    assert all(each["rijen"] > 0 and each["datum"] and each["bron"] for each in there)
    assert {each["tabel"] for each in answer.figures} >= {"80590ned", "37789ksz", "85309NED"}


def test_status_ends_with_1_when_a_delivery_is_stale_and_says_which(
    monitor: Ask, own: DataFolder
) -> None:
    fresh(own)
    laid_down_on(own, "cbs/80590ned/2026-11-22", "2024-01-31")
    assert monitor("build").code == 0

    answer = monitor("status")

    assert answer.code == 1
    stale = [line for line in answer.out.splitlines() if "verouderd" in line]
    assert [line.split()[:2] for line in stale] == [["cbs-80590ned", "80590ned"]]
    assert "2024-01-31" in stale[0]


def test_a_figure_is_dated_by_its_own_delivery(monitor: Ask, own: DataFolder) -> None:
    laid_down_on(own, "cbs/84590NED/2026-11-22", "2025-03-01")
    assert monitor("build").code == 0

    words = ("figures", "--indicator", "bijstand_per_1000", "--gebied", "AM06", "--periode")
    # The ratio of 2018 takes its noemer from the edition of the year after.
    dates = {
        day: monitor(*words, day, json=True).figures[0]["vastgelegd"]
        for day in ("2018-12-31", "2021-12-31")
    }
    assert dates == {"2018-12-31": "2025-03-01", "2021-12-31": "2026-11-22"}


def test_status_without_a_warehouse_says_how_to_get_one(
    monitor: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))

    answer = monitor("status")

    assert answer.code == 1
    assert answer.err == (
        f"Mislukt: Er is nog geen warehouse in {tmp_path}. Maak het met `monitor build`.\n"
    )


def test_indicators_lists_every_id_with_its_unit(monitor: Ask) -> None:
    listed = monitor("indicators", json=True).figures

    assert [each["indicator"] for each in listed] == list(INDICATORS)
    assert listed[0] == {
        "indicator": "werkloosheidspercentage",
        "titel": "Werkloosheidspercentage",
        "eenheid": "%",
    }


@pytest.mark.usefixtures("monitor_data")
def test_areas_lists_the_region_with_all_that_ever_belonged_to_it(monitor: Ask) -> None:
    listed = {each["gebied"]: each["naam"] for each in monitor("areas", json=True).figures}

    assert listed["NL01"] == "Nederland"
    assert listed["PV25"] == "Gelderland"
    assert listed["AM06"] == "Veluwe Stedendriehoek"
    assert sorted(each for each in listed if each.startswith("SR")) == [
        "SR2017-apeldoorn",
        "SR2017-deventer",
        "SR2017-lochem-zutphen",
        "SR2017-noord-veluwe",
        "SR2021-noordwest-veluwe",
        "SR2021-stedendriehoek",
    ]
    gemeenten = {code for code in listed if code.startswith("GM")}
    assert len(gemeenten) == 15
    assert {"GM0200", "GM0230", "GM0302", "GM1773"} <= gemeenten
    everywhere = {each["gebied"] for each in monitor("areas", "--alle", json=True).figures}
    assert len(everywhere) > 340
    assert everywhere >= listed.keys()


@pytest.mark.usefixtures("monitor_data")
@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        (
            {"--indicator": "werkloosheid"},
            "indicator 'werkloosheid' bestaat niet; `monitor indicators` toont ze alle",
        ),
        (
            {"--gebied": "Zutphen"},
            "gebied 'Zutphen' bestaat niet; `monitor areas --alle` toont ze alle",
        ),
        (
            {"--periode": "vorig jaar"},
            "periode 'vorig jaar' is niet te lezen; schrijf 2023, 2023K1, 2023-06 of 2021-12-31",
        ),
        ({"--periode": "2023:2018"}, "periode '2023:2018' eindigt voor zij begint"),
        ({"--periode": "2023-13"}, "periode '2023-13' bestaat niet op de kalender"),
        (
            {"--samenstelling": "vandaag"},
            "samenstelling 'vandaag' bestaat niet; kies zoals-toen, huidig of een jaar als 2022",
        ),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_says_how_to_ask(
    monitor: Ask, changed: dict[str, str], complaint: str
) -> None:
    words = dict(zip(UNEMPLOYMENT[::2], UNEMPLOYMENT[1::2], strict=True)) | changed

    answer = monitor("figures", *(each for pair in words.items() for each in pair))

    assert (answer.code, answer.out, answer.err) == (2, "", f"{complaint}\n")


@pytest.mark.usefixtures("monitor_data")
def test_a_form_that_does_not_exist_ends_with_2(monitor: Ask) -> None:
    assert monitor("figures", *UNEMPLOYMENT, "--formaat", "xml").code == 2
    assert monitor("figures", "--gebied", "AM06").code == 2


@pytest.mark.usefixtures("monitor_data")
def test_a_table_shows_values_with_their_place_and_names_no_missing_one(monitor: Ask) -> None:
    answer = monitor("figures", *UNEMPLOYMENT[:-1], "2022:2024")

    lines = answer.out.splitlines()
    assert lines[0].split() == [
        *("naam", "samenstelling", "periode", "waarde", "eenheid", "status", "tabel"),
        "vindplaats",
    ]
    assert re.match(r"Veluwe Stedendriehoek +gepubliceerd +2022 +3\.2 +% +gedrukt", lines[1])
    assert re.match(r"Veluwe Stedendriehoek +2024 +% +niet gepubliceerd", lines[3])
    assert "None" not in answer.out


@pytest.mark.usefixtures("monitor_data")
def test_a_split_that_a_figure_lacks_is_a_column_all_the_same(monitor: Ask) -> None:
    [found] = monitor("figures", *UNEMPLOYMENT, "--per", "geslacht, leeftijd", json=True).figures

    assert found["waarde"] is None
    assert found["status"]
    assert (found["geslacht"], found["leeftijd"]) == (None, None)
    header, row = csv.reader(
        monitor("figures", *UNEMPLOYMENT, "--per", "geslacht", "--formaat", "csv").out.splitlines()
    )
    assert header[0] == "geslacht"
    assert len(row) == len(header)


def test_record_seals_a_delivery_anew(monitor: Ask, own: DataFolder) -> None:
    folder = own.raw / "publicaties"
    table = folder / "ww_uitkeringen.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace(",4588,", ",4590,"), encoding="utf-8"
    )
    assert monitor("build").code == 1

    answer = monitor("record", str(folder))

    assert (answer.code, answer.out) == (
        0,
        f"{len(list(folder.glob('*.csv')))} bestanden vastgelegd in {folder / 'levering.json'}.\n",
    )
    assert monitor("build").code == 0
    asked = ("--indicator", "ww_uitkeringen", "--gebied", "AM06", "--periode", "2023")
    assert monitor("figures", *asked, json=True).values == [4590]
    assert seal(folder).record.bestanden["ww_uitkeringen.csv"].rijen == 6


def test_record_of_a_folder_without_a_record_says_so(monitor: Ask, tmp_path: Path) -> None:
    answer = monitor("record", str(tmp_path))

    assert (answer.code, answer.err) == (1, f"Mislukt: {tmp_path}: levering.json ontbreekt\n")


def test_the_command_runs_as_a_program_of_its_own(monitor_data: DataFolder) -> None:
    program = [sys.executable, "-c", "from monitor.command import main; main()"]
    environment = os.environ | {"MONITOR_DATA": str(monitor_data.path), "PYTHONWARNINGS": "error"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*program, *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    asked = run("figures", *UNEMPLOYMENT, "--formaat", "json")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert json.loads(asked.stdout)[0]["waarde"] == 3.2
    unclear = run("figures", *UNEMPLOYMENT[:-1], "gisteren")
    assert unclear.returncode == 2
    assert unclear.stderr.startswith("periode 'gisteren' is niet te lezen")
    assert unclear.stdout == ""
