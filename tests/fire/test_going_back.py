"""Going back to an earlier build is one command, and holds; how many builds lie there is bounded."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.build import build_if_changed
from tests.fire import numbered
from tests.fire.conftest import Tally
from tests.monitor.conftest import Answer
from warehouse.builds import KEPT, DataFolder

Ask = Callable[..., Answer]
MANY = 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    return DataFolder(tmp_path)


def listed(monitor: Ask) -> list[str]:
    """List the builds by number, with their mark."""
    answer = monitor("builds")
    assert answer.code == 0
    return [re.sub(r"^\w+-0*(\d+) *", r"\1 ", line).strip() for line in answer.out.splitlines()]


def test_a_rollback_shows_the_build_before_and_holds_on_to_it(
    monitor: Ask, folder: DataFolder
) -> None:
    builds = [numbered.publish(folder, number) for number in (1, 2, 3)]
    assert listed(monitor) == ["1", "2", "3 geldig"]

    answer = monitor("rollback")

    assert answer.code == 0
    assert answer.out == (
        f"Warehouse {builds[1].name} is geldig en vastgezet. Nieuwe builds worden gemaakt en niet "
        "getoond tot `monitor rollback --los`.\n"
    )
    assert numbered.require_whole(folder) == 2
    assert listed(monitor) == ["1", "2 geldig, vastgezet", "3"]
    assert monitor("rollback").code == 0
    assert numbered.require_whole(folder) == 1, "and once more is one further back"


def test_a_build_can_be_named_with_and_without_its_suffix(monitor: Ask, folder: DataFolder) -> None:
    first, _, third = (numbered.publish(folder, number) for number in (1, 2, 3))

    assert monitor("rollback", first.stem).code == 0
    assert numbered.require_whole(folder) == 1
    assert monitor("rollback", third.name).code == 0
    assert numbered.require_whole(folder) == 3


def test_the_build_that_is_held_is_never_removed_however_many_follow(
    monitor: Ask, folder: DataFolder, tally: Tally
) -> None:
    numbered.publish(folder, 1)
    numbered.publish(folder, 2)
    monitor("rollback")

    for number in range(3, 3 + MANY):
        numbered.publish(folder, number)
        assert numbered.require_whole(folder) == 1
        assert len(folder.finished()) <= KEPT

    assert listed(monitor) == ["1 geldig, vastgezet", "13", "14"]
    answer = monitor("rollback", "--los")
    assert (answer.code, answer.out) == (
        0,
        f"Warehouse {folder.current().name} is geldig; nieuwe builds gaan weer voor.\n",
    )
    assert numbered.require_whole(folder) == 14
    assert listed(monitor) == ["1", "13", "14 geldig"]
    numbered.publish(folder, 15)
    assert listed(monitor) == ["13", "14", "15 geldig"]
    tally("held", builds_after=MANY, kept=len(folder.finished()))


def test_a_real_build_that_is_not_shown_is_told_as_such(
    monitor: Ask, published: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, real.path, symlinks=True)
    monkeypatch.setenv("MONITOR_DATA", str(real.path))
    held = real.current()
    assert monitor("rollback", held.stem).code == 0

    answer = monitor("build", "--altijd")

    newest = real.finished()[-1]
    assert newest != held
    assert answer.code == 0
    assert answer.out == (
        f"Warehouse {newest.name} is gemaakt en wordt niet getoond: het dashboard is vastgezet op "
        f"{held.stem}, tot `monitor rollback --los`.\n"
    )
    assert real.current() == held
    told = f"Het dashboard is vastgezet op {held.stem}; `monitor rollback --los` laat het los."
    assert told in monitor("status").err
    assert build_if_changed(real, lambda _: None).made is False, "nor is it made each night anew"
    assert monitor("rollback", "--los").code == 0
    assert real.current() == newest


def test_a_build_that_is_not_there_is_answered_with_those_that_are(
    monitor: Ask, folder: DataFolder
) -> None:
    there = ", ".join(numbered.publish(folder, number).stem for number in (1, 2))

    answer = monitor("rollback", "gisteren")

    assert (answer.code, answer.out) == (1, "")
    assert " ".join(answer.err.split()) == (
        f"Mislukt: build 'gisteren' bestaat niet; er zijn {there}"
    )
    assert folder.pinned() is None
    assert numbered.require_whole(folder) == 2


def test_with_one_build_there_is_nothing_to_go_back_to(monitor: Ask, folder: DataFolder) -> None:
    only = numbered.publish(folder, 1)

    answer = monitor("rollback")

    assert (answer.code, answer.out) == (1, "")
    assert " ".join(answer.err.split()) == (
        f"Mislukt: er is geen build van voor {only.stem}; er zijn {only.stem}"
    )
    assert folder.pinned() is None
    assert numbered.require_whole(folder) == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("words", [("rollback",), ("rollback", "--los"), ("builds",)])
def test_without_any_build_that_is_said(words: tuple[str, ...], monitor: Ask) -> None:
    answer = monitor(*words)

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Mislukt: ")
    assert "Traceback" not in answer.err


def test_a_held_build_that_vanished_gives_way_to_the_next(folder: DataFolder) -> None:
    numbered.publish(folder, 1)
    numbered.publish(folder, 2)
    folder.go_back().unlink()

    numbered.publish(folder, 3)

    assert numbered.require_whole(folder) == 3


def test_disk_use_is_bounded(folder: DataFolder, tally: Tally) -> None:
    sizes = []
    for number in range(MANY):
        numbered.publish(folder, number)
        sizes.append(sum(each.stat().st_size for each in folder.builds.iterdir()))

    assert len(folder.finished()) == KEPT
    assert max(sizes) < sizes[0] * (KEPT + 0.5)
    assert numbered.left_behind(folder) == []
    tally("disk use", builds=MANY, kept=len(folder.finished()), most_bytes=max(sizes))
