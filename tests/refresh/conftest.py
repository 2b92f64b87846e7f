"""What the tests of a refresh share: a service to ask, a folder to fill, someone who is told."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from pipelines.delivery import Delivery, delivered
from pipelines.fetch.transport import Limits
from pipelines.refresh import Report, refresh
from tests.monitor.conftest import monitor as monitor_command
from tests.refresh import drawn
from tests.standin.regional import regional_tables
from tests.standin.service import Service, standing_in
from warehouse.builds import DataFolder
from warehouse.journal import Attempt, Journal
from warehouse.reader import Warehouse

__all__ = ["monitor_command"]

QUICK = Limits(first_pause_s=0.01, longest_pause_s=0.05, tries=3, table_s=30)
"""Bounds under which a healthy stand-in is never cut off, and new tries come soon."""

WW, ARBEID = "85554NED", "85826NED"


@dataclass
class Told:
    """Someone who is told what goes on, and remembers it."""

    said: list[str] = field(default_factory=list)
    moves: list[tuple[str, int, int, str]] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)

    def say(self, line: str) -> None:
        self.said.append(line)

    def moved(self, tabel: str, rows: int, bytes_: int, note: str) -> None:
        self.moves.append((tabel, rows, bytes_, note))

    def ended(self, tabel: str, line: str) -> None:
        self.ends[tabel] = line


@dataclass(frozen=True)
class Night:
    """What one refresh did, what was told of it, and how long it took."""

    report: Report
    told: Told
    seconds: float

    def attempt(self, tabel: str) -> Attempt:
        (found,) = (each for each in self.report.attempts if each.tabel == tabel)
        return found

    def outcome(self, tabel: str) -> str:
        return str(self.attempt(tabel).uitkomst)


@dataclass(frozen=True)
class Monitor:
    """A data folder, seen as a steward sees it."""

    folder: DataFolder

    def refresh(
        self,
        *only: str,
        accepted: Collection[str] = (),
        limits: Limits = QUICK,
        told: Told | None = None,
    ) -> Night:
        told = told or Told()
        began = time.monotonic()
        report = refresh(self.folder, told, only=only, accepted=accepted, limits=limits)
        return Night(report, told, time.monotonic() - began)

    def deliveries(self, tabel: str) -> list[Path]:
        return delivered(self.folder.raw, self.place(tabel))

    def in_force(self, tabel: str) -> Delivery:
        """Give the delivery that counts, after holding its files against its record."""
        delivery = Delivery.open(self.deliveries(tabel)[-1])
        delivery.verify()
        return delivery

    def place(self, tabel: str) -> str:
        return tabel.replace("-", "/") if tabel.startswith("grenzen-") else f"cbs/{tabel}"

    def half_done(self) -> list[Path]:
        """Folders of a delivery that look as if they counted, and hold no record."""
        return [
            each
            for each in self.folder.raw.glob("*/*/[0-9]*")
            if each.is_dir() and not (each / "levering.json").exists()
        ]

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(self.folder.current())

    def numbers(self, indicator: str, gebied: str, reeks: str, *periods: str) -> list[float | None]:
        """Give what the CBS says in one series for these periods; None where it says nothing."""
        found = self.warehouse.figures(indicator, [gebied]).filter(
            pl.col("reeks") == reeks, pl.col("bron").str.starts_with("cbs-")
        )
        values = dict(found.select("periode", pl.col("waarde").cast(pl.Float64)).iter_rows())
        return [values.get(each) for each in periods]

    @property
    def journal(self) -> Journal:
        return Journal.read(self.folder)


@pytest.fixture(scope="session")
def refreshed(published: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A published folder in which WW and ARBEID came in once; to copy, not to change."""
    folder = DataFolder(tmp_path_factory.mktemp("ververst"))
    shutil.copytree(published.path, folder.path, symlinks=True, dirs_exist_ok=True)
    with (
        standing_in([drawn.ww(), drawn.arbeidsdeelname()]) as service,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv("MONITOR_CBS_URL", service.address)
        night = Monitor(folder).refresh(WW, ARBEID)
    assert night.told.ends == {WW: "nieuw", ARBEID: "nieuw"}
    return folder


@dataclass(frozen=True)
class Everything:
    """All sources fetched once from a stand-in that is still there, and what that took."""

    folder: DataFolder
    service: Service
    first: Night
    most_at_once: int


@pytest.fixture(scope="session")
def everything(
    published: DataFolder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Everything]:
    """Fetch all of the regional tables and the boundaries; to read, or to copy."""
    folder = DataFolder(tmp_path_factory.mktemp("alles"))
    shutil.copytree(published.path, folder.path, symlinks=True, dirs_exist_ok=True)
    with standing_in(regional_tables(), catalogue_rows=7) as service:
        with pytest.MonkeyPatch.context() as environment:
            asking(service.address, environment)
            first = Monitor(folder).refresh()
        yield Everything(folder, service, first, service.most_at_once)


@pytest.fixture
def monitor_of(tmp_path: Path) -> Callable[[DataFolder], Monitor]:
    """Copy a data folder, to do with it what a test wants."""

    def copied(folder: DataFolder) -> Monitor:
        own = DataFolder(tmp_path / "gegevens")
        shutil.copytree(folder.path, own.path, symlinks=True)
        return Monitor(own)

    return copied


@pytest.fixture
def monitor(
    monitor_of: Callable[[DataFolder], Monitor],
    refreshed: DataFolder,
    monkeypatch: pytest.MonkeyPatch,
) -> Monitor:
    """A folder in which WW and ARBEID came in once."""
    own = monitor_of(refreshed)
    monkeypatch.setenv("MONITOR_DATA", str(own.folder.path))
    return own


@pytest.fixture
def fresh(
    monitor_of: Callable[[DataFolder], Monitor],
    published: DataFolder,
    monkeypatch: pytest.MonkeyPatch,
) -> Monitor:
    """A folder with what came with the project, in which nothing was ever fetched."""
    own = monitor_of(published)
    monkeypatch.setenv("MONITOR_DATA", str(own.folder.path))
    return own


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A stand-in that serves WW in three pages, and ARBEID; the monitor asks there."""
    with standing_in([drawn.ww(), drawn.arbeidsdeelname()], page_rows=10) as running:
        asking(running.address, monkeypatch)
        yield running


def asking(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the monitor ask CBS and PDOK at an address."""
    monkeypatch.setenv("MONITOR_CBS_URL", address)
    monkeypatch.setenv("MONITOR_PDOK_URL", address)
