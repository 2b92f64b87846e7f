"""Where builds lie, which one is current, and how another becomes it, also while it is read."""

from __future__ import annotations

import re
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse import drawn
from warehouse.builds import KEPT, DataFolder, NoWarehouseError
from warehouse.reader import Warehouse, open_current


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def publish(folder: DataFolder, number: int) -> Path:
    """Publish a build that says `number` everywhere: of Apeldoorn, of Zutphen, and as their sum."""
    figures = drawn.waarnemingen(
        f"""
        indicator         | gebied | periode    | waarde
        bijstand_personen | GM0200 | 2021-12-31 | {number}
        bijstand_personen | GM0301 | 2021-12-31 | {number}
        """
    )
    stays = drawn.belonging({"geheel": "AM06", "deel": deel} for deel in ("GM0200", "GM0301"))
    return drawn.publish(folder, f"{number:03}", drawn.tables(figures, stays))


def said(warehouse: Warehouse) -> list[Decimal]:
    return warehouse.figures("bijstand_personen", ["AM06", "GM0200", "GM0301"])["waarde"].to_list()


def test_an_empty_folder_says_how_to_get_a_warehouse(folder: DataFolder) -> None:
    with pytest.raises(
        NoWarehouseError, match=r"^Er is nog geen warehouse in .* `monitor build`\.$"
    ):
        folder.current()


def test_a_build_that_vanished_is_named(folder: DataFolder) -> None:
    publish(folder, 1).unlink()

    with pytest.raises(NoWarehouseError, match=r"^Het warehouse 001\.duckdb is verdwenen uit "):
        folder.current()


def test_a_folder_can_move_with_its_current_build(folder: DataFolder, tmp_path: Path) -> None:
    publish(folder, 7)
    moved = DataFolder(tmp_path.parent / f"{tmp_path.name}-verhuisd")
    tmp_path.rename(moved.path)

    assert said(open_current(moved)) == [14, 7, 7]


def test_a_build_that_is_only_written_is_not_current(folder: DataFolder) -> None:
    first = publish(folder, 1)
    drawn.write_build(
        folder, "002", drawn.tables(drawn.waarnemingen("indicator|gebied|periode|waarde"))
    )

    assert folder.current() == first


def test_the_last_few_builds_stay(folder: DataFolder) -> None:
    for number in range(1, KEPT + 3):
        publish(folder, number)

    assert [each.stem for each in folder.finished()] == ["003", "004", "005"]
    assert folder.current().stem == "005"
    assert KEPT == 3


def test_the_current_build_stays_when_it_is_the_oldest(folder: DataFolder) -> None:
    builds = [publish(folder, number) for number in range(1, KEPT + 1)]
    folder.publish(builds[0])
    assert [each.stem for each in folder.finished()] == ["001", "002", "003"]

    drawn.write_build(
        folder, "004", drawn.tables(drawn.waarnemingen("indicator|gebied|periode|waarde"))
    )
    folder.publish(builds[0])

    assert [each.stem for each in folder.finished()] == ["001", "003", "004"]
    assert said(open_current(folder)) == [2, 1, 1]


def test_publishing_leaves_nothing_but_the_link(folder: DataFolder) -> None:
    publish(folder, 1)
    publish(folder, 2)

    assert sorted(path.name for path in folder.path.iterdir()) == ["builds", "warehouse.duckdb"]
    assert folder.link.readlink() == Path("builds/002.duckdb")


def test_a_second_one_is_told_who_is_busy_and_waits_its_turn(folder: DataFolder) -> None:
    order: list[str] = []

    def second() -> None:
        with folder.alone("bouwt", order.append):
            order.append("second")

    waiting = threading.Thread(target=second)
    with folder.alone("bouwt", order.append):
        waiting.start()
        while not order:
            time.sleep(0.01)
        order.append("first")
    waiting.join(10)

    told, *then = order
    assert re.fullmatch(r"wachten: proces \d+ \(bouwt sinds \d\d:\d\d\) is bezig", told)
    assert then == ["first", "second"]


def test_a_session_keeps_its_figures_while_the_next_one_gets_the_new_ones(
    folder: DataFolder,
) -> None:
    publish(folder, 1)
    session = open_current(folder)
    assert said(session) == [2, 1, 1]

    for number in range(2, 2 + KEPT):
        publish(folder, number)

    assert not (folder.builds / "001.duckdb").exists()
    assert said(session) == [2, 1, 1]
    assert said(open_current(folder)) == [8, 4, 4]
    assert said(session) == [2, 1, 1]


def test_two_folders_do_not_share_a_build_of_the_same_name(tmp_path: Path) -> None:
    here, there = DataFolder(tmp_path / "hier"), DataFolder(tmp_path / "daar")
    publish(here, 1)
    drawn.publish(
        there,
        "001",
        drawn.tables(
            drawn.waarnemingen(
                "indicator|gebied|periode|waarde\nbijstand_personen|GM0200|2021-12-31|5"
            )
        ),
    )

    assert said(open_current(here)) == [2, 1, 1]
    assert said(open_current(there)) == [5]
    assert said(open_current(here)) == [2, 1, 1]


def test_readers_never_see_an_error_or_half_a_build_while_builds_are_published(
    folder: DataFolder,
) -> None:
    last, deadline = 6, time.monotonic() + 60
    publish(folder, 1)
    seen: list[set[int]] = [set() for _ in range(4)]
    wrong: list[object] = []

    def read(numbers: set[int]) -> None:
        while last not in numbers and not wrong and time.monotonic() < deadline:
            try:
                warehouse = open_current(folder)
                found = said(warehouse)
            except Exception as failure:
                wrong.append(failure)
                return
            number = int(warehouse.build)
            if found != [2 * number, number, number]:
                wrong.append((number, found))
            numbers.add(number)

    readers = [threading.Thread(target=read, args=(numbers,)) for numbers in seen]
    for reader in readers:
        reader.start()
    for number in range(2, last + 1):
        publish(folder, number)
    for reader in readers:
        reader.join(60)

    assert wrong == []
    assert all(last in numbers for numbers in seen)
    assert len(set.union(*seen)) > 2
