"""A power cut: what a name points at is on the disk before the name is, and the name before we go on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fire import numbered
from tests.fire.conftest import Tally
from warehouse.builds import DataFolder

Steps = list[tuple[str, str]]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, folder: DataFolder) -> Steps:
    """Every fsync and change of a name in the data folder, in order, as the system is asked for it."""
    asked: Steps = []

    def name(what: Any) -> str:
        path = Path(f"/proc/self/fd/{what}").readlink() if isinstance(what, int) else Path(what)
        known = {folder.path: "map", folder.builds: "builds", folder.path / "verloop": "verloop"}
        return known.get(path, path.suffix or path.name)

    def recorded(call: str) -> Callable[..., Any]:
        system = getattr(os, call)

        def ask(*given: Any, **named: Any) -> Any:
            # Of a new name, what it replaces is of interest.
            asked.append((call, name(given[-1] if call in ("rename", "replace") else given[0])))
            return system(*given, **named)

        return ask

    for call in ("fsync", "rename", "replace", "unlink"):
        monkeypatch.setattr(os, call, recorded(call))
    return asked


def test_a_build_is_on_the_disk_before_its_name_and_its_name_before_the_link(
    folder: DataFolder, steps: Steps, tally: Tally
) -> None:
    for number in range(4):
        steps.clear()
        numbered.publish(folder, number)

    lasting = [each for each in steps if each[0] != "unlink"]
    assert lasting == [
        ("fsync", ".voorgenomen"),
        ("replace", ".voorgenomen"),
        ("fsync", "verloop"),
        ("fsync", ".bezig"),
        ("rename", ".duckdb"),
        ("fsync", "builds"),
        ("replace", ".duckdb"),
        ("fsync", "map"),
        ("rename", ".parquet"),
        ("fsync", "verloop"),
    ]
    removed = steps.index(("unlink", ".duckdb"))
    assert removed > steps.index(("fsync", "map")), "an old build goes when the new one is safe"
    tally("power cut", fsync=6, rename=4)


def test_a_pin_is_on_the_disk_before_it_counts_and_before_the_link(
    folder: DataFolder, steps: Steps
) -> None:
    numbered.publish(folder, 1)
    numbered.publish(folder, 2)
    steps.clear()

    folder.go_back()

    lasting = [each for each in steps if each[0] != "unlink"]
    assert [call for call, _ in lasting] == ["fsync", "replace", "fsync", "replace", "fsync"]
    assert [what for _, what in lasting][1:] == ["vastgezet", "builds", ".duckdb", "map"]
