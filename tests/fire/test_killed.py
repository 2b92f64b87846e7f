"""kill -9 at any moment of a publish: the current build stays whole, and the next run cleans up."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from pipelines.build import build_if_changed
from tests.fire import numbered
from tests.fire.conftest import Publishers, Tally
from warehouse.builds import KEPT, DataFolder
from warehouse.history import History
from warehouse.publishing import history_of
from warehouse.reader import Warehouse

KILLS = 200
KILLS_OF_REAL_BUILDS = 6
PUBLISHES_TO_TIME = 8
SEED = 20261125


def stage(folder: DataFolder) -> str:
    """Tell from what lies there in which stage of a publish it was struck down."""
    if list(folder.builds.glob("*.bezig*")):
        return "writing"
    if list(folder.path.glob(f".{folder.link.name}.*")):
        return "linking"
    if folder.finished()[-1] != folder.current():
        return "written"
    if len(folder.finished()) > KEPT:
        return "removing"
    return "between"


def usual_length_s(publishers: Publishers, folder: DataFolder) -> float:
    publishers.start("over", folder, 1)
    pid, _ = publishers.hear("begins")
    publishers.hear("published")
    began = time.monotonic()
    for _ in range(PUBLISHES_TO_TIME):
        publishers.hear("published")
    length = (time.monotonic() - began) / PUBLISHES_TO_TIME
    publishers.kill(pid)
    return length


@pytest.mark.timeout(300)
def test_killed_at_random_moments_a_publish_leaves_the_current_build_whole(
    publishers: Publishers, folder: DataFolder, tally: Tally
) -> None:
    numbered.publish(folder, 0)
    length_s = usual_length_s(publishers, folder)
    moments = random.Random(SEED)
    hit: Counter[str] = Counter()
    broken: list[tuple[int, str]] = []
    current = numbered.require_whole(folder)
    dirty = known = 0

    for number in range(2, KILLS + 2):
        publishers.start("over", folder, number)
        pid, _ = publishers.hear("begins")
        time.sleep(moments.uniform(0, 1.1 * length_s))
        publishers.kill(pid)
        hit[stage(folder)] += 1
        try:
            found = numbered.require_whole(folder)
            assert found in (current, number)
            current = found
            known = numbered.require_history(folder)
        except Exception as problem:
            broken.append((number, repr(problem)))
        left = numbered.left_behind(folder)
        dirty += bool(left)
        if number % 10 == 0:
            numbered.publish(folder, number)
            current = numbered.require_whole(folder)
        else:
            with folder.alone("bouwt", lambda _: None):
                folder.clear_leftovers()
        assert numbered.left_behind(folder) == []

    tally(
        "killed", kills=KILLS, broken=len(broken), left_something=dirty, publications=known, **hit
    )
    assert broken == []
    assert dirty > KILLS // 10
    assert len(hit) > 1, "they all hit the same stage"


@pytest.mark.timeout(300)
def test_killed_before_or_after_each_step_on_the_disk_a_publish_leaves_one_whole_build(
    publishers: Publishers, folder: DataFolder, tally: Tally
) -> None:
    for number in range(KEPT):
        numbered.publish(folder, number)
    publishers.start("step", folder, KEPT, 0)
    _, words = publishers.hear("survived")
    steps = int(words.split()[1])
    hit: Counter[str] = Counter()
    struck: list[str] = []

    for number, fatal in enumerate((*range(1, steps + 1), *range(-steps, 0)), start=KEPT + 1):
        before = numbered.require_whole(folder)
        publishers.start("step", folder, number, fatal)
        _, words = publishers.hear("struck", "survived")
        struck.append(words.removeprefix("struck "))
        time.sleep(0.02)
        hit[stage(folder)] += 1
        found = numbered.require_whole(folder)
        assert found in (before, number)
        # Struck down before the link, nobody saw it; after the link, it is known at once.
        shown = [int(each.rpartition("-")[2]) for each in published(folder)]
        assert shown[-1] == found
        assert shown.count(number) == (found == number)
        numbered.require_history(folder)
        numbered.publish(folder, number)
        assert numbered.left_behind(folder) == []
        assert history_of(folder).intended() == []
        assert numbered.require_whole(folder) == number
        later = [int(each.rpartition("-")[2]) for each in published(folder)]
        assert later == [*shown, number], "what was shown once stays known"

    tally("killed at steps", steps=steps, kills=len(struck), broken=0, **hit)
    assert hit.keys() == {"writing", "linking", "written", "removing", "between"}
    assert {f"{when} {call}" for when in ("before", "after") for call in
            ("fsync", "rename", "symlink", "replace", "unlink")} <= set(struck)  # fmt: skip


def published(folder: DataFolder) -> list[str]:
    """Name the builds that were shown, as who reads the current one knows them."""
    known = History.beside(folder.current()).publications()
    return [each.build for each in known]


def rows(build: Path) -> dict[str, int]:
    opened = Warehouse(build)
    try:
        return {
            "cijfer": opened.all_figures().height,
            "gebied": opened.areas().height,
            "gebiedsnaam": opened.area_names().height,
            "levering": pl.concat([opened.sources(), opened.awaited()]).height,
            "controle": opened.checks().height,
        }
    finally:
        opened.close()


@pytest.fixture
def real(published: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of the published folder, to build in."""
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    return copy


def test_killed_at_random_moments_a_real_build_leaves_the_current_one_whole(
    publishers: Publishers, real: DataFolder, tally: Tally
) -> None:
    expected = rows(real.current())
    assert min(expected.values()) > 0
    moments = random.Random(SEED)
    hit: Counter[str] = Counter()

    for number in range(KILLS_OF_REAL_BUILDS):
        publishers.start("build", real)
        writes = number % 3 > 0
        pid, _ = publishers.hear("step warehouse schrijven" if writes else "begins")
        time.sleep(moments.uniform(0, 0.5))
        publishers.kill(pid)
        hit[stage(real)] += 1
        assert rows(real.current()) == expected

    build_if_changed(real, lambda _: None)

    assert numbered.left_behind(real) == []
    assert rows(real.current()) == expected
    tally("real builds killed", kills=KILLS_OF_REAL_BUILDS, broken=0, **hit)


def test_what_does_not_fit_in_memory_is_cleared_with_the_rest(folder: DataFolder) -> None:
    numbered.publish(folder, 1)
    spilled = folder.builds / "20261125T010101000000-000000000002.bezig.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"half")

    numbered.publish(folder, 2)

    assert numbered.left_behind(folder) == []
    assert numbered.require_whole(folder) == 2
