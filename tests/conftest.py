"""What tests share: a warehouse built from the deliveries that come with the project."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from warehouse.builds import DataFolder

ROOT = Path(__file__).resolve().parents[1]

# How fast an example is depends on what else the machine does, and is no property of ours.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_unconfigure() -> None:
    """Let go of what tests left: DuckDB would list it at the very end, below the failures."""
    gc.collect()


@pytest.fixture(scope="session", autouse=True)
def _no_folder_by_accident(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point MONITOR_DATA at an empty folder, so that no test leans on the data of this machine."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MONITOR_DATA", str(tmp_path_factory.mktemp("geen-gegevens")))
        yield


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder of our own with a build made from the deliveries in `data/raw`.

    All tests share it: read from it, and copy it before changing a thing.
    """
    from pipelines.build import build_if_changed

    folder = DataFolder(tmp_path_factory.mktemp("gegevens"))
    shutil.copytree(ROOT / "data" / "raw", folder.raw)
    build_if_changed(folder, lambda _: None)
    return folder


@pytest.fixture
def monitor_data(published: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """Let code under test find the published figures through MONITOR_DATA."""
    monkeypatch.setenv("MONITOR_DATA", str(published.path))
    return published
