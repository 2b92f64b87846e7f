"""Two publishers at once: both end well, the second says who it waits for, and builds stay whole."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.build import build_if_changed
from pipelines.refresh import UNDER_WAY
from tests.fire import numbered
from tests.fire.conftest import Tally
from tests.fire.program import MONITOR, Said, ended, started
from tests.standin.regional import regional_tables
from tests.standin.service import Service, standing_in
from warehouse.builds import KEPT, DataFolder
from warehouse.reader import Warehouse

TABLES = ("80590ned", "85554NED", "85826NED", "86088NED", "37789ksz", "grenzen-2023")
BUILDS_BESIDE = 2


@pytest.fixture
def folder(published: DataFolder, tmp_path: Path) -> DataFolder:
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    return copy


@pytest.fixture
def service() -> Iterator[Service]:
    with standing_in(regional_tables()) as running:
        yield running


def at_once(folder: DataFolder, *commands: tuple[str, ...], **environment: str) -> list[Said]:
    where = environment | {"MONITOR_DATA": str(folder.path)}
    running = [started([*MONITOR, *words], where) for words in commands]
    return [ended(each) for each in running]


def waited(said: Said, what: str) -> bool:
    return bool(re.search(rf"wachten: proces \d+ \({what} sinds \d\d:\d\d\) is bezig", said.err))


def figures(build: Path) -> int:
    opened = Warehouse(build)
    try:
        return opened.all_figures().height
    finally:
        opened.close()


def require_well(folder: DataFolder, said: list[Said]) -> None:
    for each in said:
        assert each.code == 0, each
        assert "Traceback" not in each.all
    assert numbered.left_behind(folder) == []
    assert len(folder.finished()) <= KEPT
    assert folder.current() == folder.finished()[-1]


def test_two_builds_at_once_both_end_well_and_one_waited(folder: DataFolder, tally: Tally) -> None:
    before = folder.current()
    expected = figures(before)

    said = at_once(folder, ("build", "--altijd"), ("build", "--altijd"))

    require_well(folder, said)
    told = [waited(each, "bouwt") for each in said]
    assert sorted(told) == [False, True]
    new = [each for each in folder.finished() if each != before]
    assert len(new) == 2
    assert [figures(each) for each in new] == [expected, expected]
    assert all(each.name in "".join(answer.out for answer in said) for each in new)
    tally("two builds at once", ended_well=2, waited=sum(told), builds=len(folder.finished()))


def test_a_refresh_beside_builds_ends_well_and_publishes_what_it_fetched(
    folder: DataFolder, service: Service, tally: Tally
) -> None:
    expected = figures(folder.current())

    said = at_once(
        folder,
        ("refresh", *TABLES),
        *[("build", "--altijd")] * BUILDS_BESIDE,
        MONITOR_CBS_URL=service.address,
        MONITOR_PDOK_URL=service.address,
    )

    assert said[0].out.startswith(f"{len(TABLES)} nieuw, 0 ongewijzigd, 0 mislukt.")
    require_well(folder, said)
    assert figures(folder.current()) > expected
    assert all(figures(each) >= expected for each in folder.finished())
    told = sum(waited(each, "bouwt") for each in said)
    assert told > 0
    tally("a refresh beside builds", ended_well=len(said), waited=told, builds=len(said))


def test_what_a_refresh_has_under_way_is_no_change(folder: DataFolder) -> None:
    assert build_if_changed(folder, lambda _: None).path == folder.current()
    under_way = folder.raw / "cbs" / "80590ned" / UNDER_WAY
    under_way.mkdir()
    (under_way / "00000.ndjson").write_text("{}\n", encoding="utf-8")

    assert build_if_changed(folder, lambda _: None).made is False


def test_a_second_refresh_waits_and_finds_nothing_new(
    folder: DataFolder, service: Service, tally: Tally
) -> None:
    said = at_once(
        folder,
        ("refresh", "80590ned"),
        ("refresh", "80590ned"),
        MONITOR_CBS_URL=service.address,
        MONITOR_PDOK_URL=service.address,
    )

    require_well(folder, said)
    told = [waited(each, "ververst") for each in said]
    assert sorted(told) == [False, True]
    second = said[told.index(True)]
    assert second.out.startswith("0 nieuw, 1 ongewijzigd, 0 mislukt.\nNiets veranderd")
    assert service.count("80590ned", "TypedDataSet") == 1
    tally("two refreshes at once", ended_well=2, waited=1, fetched=1)
