"""Where builds lie, which one is current, and how another becomes it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEPT = 3
"""How many builds stay, the current one included, for going back."""


class NoWarehouseError(FileNotFoundError):
    """There is no current build."""


@dataclass(frozen=True)
class DataFolder:
    """The folder that holds deliveries, builds and the link to the current one (`MONITOR_DATA`)."""

    path: Path

    @classmethod
    def configured(cls) -> DataFolder:
        """Take the folder from MONITOR_DATA, or `data` beside the code."""
        beside = Path(__file__).resolve().parent.parent / "data"
        return cls(Path(os.environ.get("MONITOR_DATA") or beside).resolve())

    @property
    def raw(self) -> Path:
        return self.path / "raw"

    @property
    def builds(self) -> Path:
        return self.path / "builds"

    @property
    def link(self) -> Path:
        return self.path / "warehouse.duckdb"

    def current(self) -> Path:
        """Resolve the current build; NoWarehouseError (in Dutch) when there is none."""
        try:
            build = self.builds / self.link.readlink().name
        except OSError as absent:
            raise NoWarehouseError(
                f"Er is nog geen warehouse in {self.path}. Maak het met `monitor build`."
            ) from absent
        if not build.exists():
            raise NoWarehouseError(
                f"Het warehouse {build.name} is verdwenen uit {self.builds}. "
                "Maak het opnieuw met `monitor build`."
            )
        return build

    def publish(self, build: Path) -> None:
        """Make a finished build current with one rename, and remove the oldest beyond KEPT."""
        fresh = self.link.with_name(f".{self.link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(build.relative_to(self.path))
        fresh.replace(self.link)
        others = sorted((each for each in self.finished() if each != build), reverse=True)
        for superseded in others[KEPT - 1 :]:
            superseded.unlink()

    def finished(self) -> list[Path]:
        """All builds, oldest first; unfinished ones have another suffix."""
        return sorted(self.builds.glob("*.duckdb"))

    @contextmanager
    def one_builder(self) -> Iterator[None]:
        """Hold the folder for one builder; a second waits its turn."""
        self.builds.mkdir(parents=True, exist_ok=True)
        with (self.builds / ".bouwt").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
