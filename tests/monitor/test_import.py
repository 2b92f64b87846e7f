"""`monitor import` and `monitor sjabloon` as they are typed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import fastexcel
import pytest

from tests.monitor.conftest import Answer
from tests.pipelines.intake.conftest import COUNTS, PEOPLE, csv_file, drawn, xlsx_file
from warehouse.builds import DataFolder

Ask = Callable[..., Answer]


@pytest.fixture
def own(published: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A copy of the published data folder, to take deliveries into."""
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    monkeypatch.setenv("MONITOR_DATA", str(copy.path))
    return copy


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "uwv.csv"
    path.write_bytes(csv_file(drawn(COUNTS)))
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "Jan Jansen.xlsx"
    path.write_bytes(xlsx_file(drawn(PEOPLE.replace("horeca", "zorg")), names=("Export",)))
    return str(path)


@pytest.mark.usefixtures("own")
def test_a_delivery_is_taken_in_and_told(monitor: Ask, good: str) -> None:
    answer = monitor("import", good)

    assert answer.code == 0
    assert answer.out == (
        "uwv.csv (rmt-tabel) ingelezen: 3 rijen\n  UWV 2024: 94 deelnemers (nieuw)\n"
    )
    figures = monitor(
        "figures", "--indicator", "rmt_deelnemers", "--gebied", "AM06", "--periode", "2024",
        "--per", "partij", json=True,
    ).figures  # fmt: skip
    assert [(each["partij"], each["waarde"], each["tabel"]) for each in figures] == [
        ("UWV", 94, "rmt-tabel")
    ]
    again = monitor("import", good)
    assert again.code == 0
    assert again.out.startswith("uwv.csv (rmt-tabel) al ingelezen\n")


@pytest.mark.usefixtures("own")
def test_the_account_can_be_had_as_json(monitor: Ask, good: str, bad: str) -> None:
    answer = monitor("import", good, bad, json=True)

    assert answer.code == 1
    taken, refused = json.loads(answer.out)
    assert (taken["bestand"], taken["levering"], taken["besluit"]) == (
        "uwv.csv", "rmt-tabel", "ingelezen",
    )  # fmt: skip
    assert (taken["rijen"], taken["tellingen"], taken["fouten"]) == (3, 4, [])
    assert refused["besluit"] == "geweigerd"
    assert refused["fouten"] == [
        {
            "blad": "Export",
            "rij": 2,
            "kolom": "sector",
            "waarde": "zorg",
            "regel": "moet zijn: een waarde van de keuzelijst in het sjabloon",
        }
    ]


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(
    monitor: Ask, own: DataFolder, good: str
) -> None:
    before = sorted(own.path.rglob("*"))

    answer = monitor("import", "--dry-run", good)
    told = monitor("import", "--dry-run", good, json=True)

    assert answer.code == 0
    assert answer.out.startswith("uwv.csv (rmt-tabel) zou worden ingelezen: 3 rijen\n")
    assert json.loads(told.out)[0]["proef"] is True
    assert sorted(own.path.rglob("*")) == before


def test_a_refusal_is_told_per_cell_and_ends_with_1(
    monitor: Ask, own: DataFolder, bad: str, tmp_path: Path
) -> None:
    current = own.current()

    answer = monitor("import", bad, "--werkboek", str(tmp_path))

    assert answer.code == 1
    assert answer.out == (
        "Jan Jansen.xlsx (rmt-deelnemers) geweigerd: 3 rijen\n"
        "  blad Export, rij 2, kolom sector 'zorg': moet zijn: een waarde van de keuzelijst in het "
        "sjabloon\n"
    )
    assert own.current() == current
    assert fastexcel.read_excel(tmp_path / "Jan Jansen-fouten.xlsx").sheet_names[0] == "Fouten"


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    "words", [["import"], ["import", "nergens.csv"], ["import", "."], ["sjabloon", "niets"]]
)
def test_what_was_not_understood_ends_with_2(monitor: Ask, words: list[str]) -> None:
    answer = monitor(*words)

    assert answer.code == 2
    assert "Traceback" not in answer.err


@pytest.mark.usefixtures("own")
def test_no_count_below_five_is_told_anywhere(monitor: Ask, tmp_path: Path) -> None:
    head, first, *_ = drawn(PEOPLE)
    path = tmp_path / "klein.csv"
    path.write_bytes(csv_file([head, *([f"K-{n}", *first[1:]] for n in range(3))]))

    told = monitor("import", str(path))
    assert told.out == (
        "klein.csv (rmt-deelnemers) ingelezen: 3 rijen\n  FNV 2024K1: <5 deelnemers (nieuw)\n"
    )
    for per in ("partij", "sector", "partij,sector", "partij,geslacht"):
        for notation in ("json", "csv", "tabel"):
            for gebied in ("AM06", "GM0200"):
                answer = monitor(
                    "figures", "--indicator", "rmt_deelnemers", "--gebied", gebied, "--periode",
                    "2024K1", "--per", per, "--formaat", notation,
                )  # fmt: skip
                assert answer.code == 0
                assert "geheim" in answer.out or per == "sector"
                if notation == "json":
                    values = [each["waarde"] for each in json.loads(answer.out)]
                    assert not set(values) & {1, 2, 3, 4}


def test_a_template_is_written_where_it_is_asked(monitor: Ask, tmp_path: Path) -> None:
    answer = monitor("sjabloon", "rmt-tabel", "--naar", str(tmp_path))

    assert answer.code == 0
    assert fastexcel.read_excel(tmp_path / "sjabloon-rmt-tabel.xlsx").sheet_names[0] == "Levering"
