"""A disk that fills: one Dutch sentence, the current build stands, and with room all is well again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.refresh import UNDER_WAY
from tests.fire import numbered
from tests.fire.conftest import Tally
from tests.fire.disk import SmallDisk, copied, small_disk
from tests.fire.program import Said
from tests.standin.regional import regional_tables
from tests.standin.service import Service, standing_in
from warehouse.builds import DataFolder
from warehouse.reader import Warehouse

KB = 1 << 10
MB = 1 << 20
DISK = 64 * MB
LEFT_FOR_A_BUILD = (0, 64 * KB, 2 * MB + 512 * KB)
LEFT_FOR_A_REFRESH = (0, 128 * KB)
TABLES = ("80590ned", "85554NED", "grenzen-2023")


@pytest.fixture
def disk(published: DataFolder, tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path, DISK) as mounted:
        copied(published, mounted)
        yield mounted


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("buiten") / "build.duckdb"


@pytest.fixture
def service() -> Iterator[Service]:
    with standing_in(regional_tables()) as running:
        yield running


def figures(folder: DataFolder, outside: Path) -> int:
    """Count the figures of the current build; of a copy, since DuckDB does not follow us inside."""
    opened = Warehouse(Path(shutil.copy(folder.current(), outside)))
    try:
        return opened.all_figures().height
    finally:
        opened.close()


def require_told(said: Said) -> None:
    assert said.code == 1, said
    assert "Traceback" not in said.all
    assert "No space left" not in said.all


def test_a_build_on_a_disk_that_fills_says_so_and_leaves_the_current_one(
    disk: SmallDisk, outside: Path, tally: Tally
) -> None:
    folder = disk.folder
    current, expected = folder.current(), figures(folder, outside)

    for left in LEFT_FOR_A_BUILD:
        disk.fill(left)
        said = disk.monitor("build", "--altijd")
        require_told(said)
        assert said.out == ""
        told = " ".join(said.err[said.err.index("Mislukt") :].split())
        assert told == (
            "Mislukt: het warehouse kon niet worden weggeschreven (de schijf is vol); maak ruimte in "
            f"{disk.inside} en probeer het opnieuw. Het vorige warehouse blijft geldig"
        )
        assert folder.current() == current
        assert figures(folder, outside) == expected
        assert numbered.left_behind(folder) == []

    assert disk.monitor("builds").out.startswith(f"{current.stem}  geldig")
    disk.make_room()
    said = disk.monitor("build", "--altijd")

    assert said.code == 0, said
    assert folder.current() != current
    assert figures(folder, outside) == expected
    assert numbered.left_behind(folder) == []
    tally("disk filled during a build", times=len(LEFT_FOR_A_BUILD), broken=0)


def test_a_refresh_on_a_disk_that_fills_says_so_and_leaves_the_current_build(
    disk: SmallDisk, service: Service, outside: Path, tally: Tally
) -> None:
    folder = disk.folder
    current, expected = folder.current(), figures(folder, outside)
    where = {"MONITOR_CBS_URL": service.address, "MONITOR_PDOK_URL": service.address}

    for left in LEFT_FOR_A_REFRESH:
        disk.fill(left)
        said = disk.monitor("refresh", *TABLES, **where)
        require_told(said)
        failed = [line for line in said.out.splitlines() if line.startswith("mislukt: ")]
        assert failed == [
            f"mislukt: {tabel}: de schijf is vol; maak ruimte en draai `monitor refresh` opnieuw"
            for tabel in TABLES
        ]
        assert folder.current() == current
        assert figures(folder, outside) == expected

    disk.make_room()
    said = disk.monitor("refresh", *TABLES, **where)

    assert said.code == 0, said
    assert said.out.startswith("3 nieuw, 0 ongewijzigd, 0 mislukt.")
    assert folder.current() != current
    assert figures(folder, outside) > expected
    assert numbered.left_behind(folder) == []
    assert list(folder.raw.rglob(f"{UNDER_WAY}*")) == []
    tally("disk filled during a refresh", times=len(LEFT_FOR_A_REFRESH), broken=0)


def test_a_refresh_with_room_for_its_tables_and_not_for_the_build_is_published_later(
    disk: SmallDisk, service: Service
) -> None:
    folder = disk.folder
    current = folder.current()
    where = {"MONITOR_CBS_URL": service.address, "MONITOR_PDOK_URL": service.address}
    disk.fill(2 * MB)

    said = disk.monitor("refresh", "80590ned", **where)

    require_told(said)
    assert "1 nieuw, 0 ongewijzigd, 0 mislukt." in said.out
    assert (
        "Niet gepubliceerd: het warehouse kon niet worden weggeschreven (de schijf is vol)"
        in said.out
    )
    assert folder.current() == current

    disk.make_room()
    said = disk.monitor("refresh", "80590ned", **where)

    assert said.code == 0, said
    assert said.out.startswith("0 nieuw, 1 ongewijzigd, 0 mislukt.\nWarehouse ")
    assert folder.current() != current
    assert numbered.left_behind(folder) == []
