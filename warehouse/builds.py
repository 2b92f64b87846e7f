"""Where builds lie, which one is current, and how another becomes it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.periods import in_dutch_time

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
        build = self._linked()
        while not build.exists():
            missing, build = build, self._linked()
            if build == missing:  # Otherwise it was superseded and removed while we looked.
                raise NoWarehouseError(
                    f"Het warehouse {build.name} is verdwenen uit {self.builds}. "
                    "Maak het opnieuw met `monitor build`."
                )
        return build

    def _linked(self) -> Path:
        try:
            return self.builds / self.link.readlink().name
        except OSError as absent:
            raise NoWarehouseError(
                f"Er is nog geen warehouse in {self.path}. Maak het met `monitor build`."
            ) from absent

    def publish(self, build: Path) -> None:
        """Make a finished build current with one rename, and remove the oldest beyond KEPT.

        A dashboard that is pinned to an earlier build stays on that one, as long as it is there.
        """
        if self.pinned() is None or not self.link.exists():
            self._point_to(build)
        self._remove_beyond_kept()

    def _point_to(self, build: Path) -> None:
        fresh = self.link.with_name(f".{self.link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(build.relative_to(self.path))
        to_disk(self.builds)
        fresh.replace(self.link)
        to_disk(self.path)

    def _remove_beyond_kept(self) -> None:
        known = self.finished()
        stay = {*known[-1:], self.current()}
        others = [each for each in known if each not in stay]
        for superseded in others[: max(0, len(others) - (KEPT - len(stay)))]:
            superseded.unlink()

    def finished(self) -> list[Path]:
        """All builds, oldest first; unfinished ones have another suffix."""
        return sorted(self.builds.glob("*.duckdb"))

    def clear_leftovers(self) -> None:
        """Remove what a build left that was stopped halfway; only for who holds the folder."""
        for unfinished in (*self.builds.glob("*.bezig*"), *self.path.glob(f".{self.link.name}.*")):
            if unfinished.is_dir():  # Where DuckDB keeps what does not fit in memory.
                shutil.rmtree(unfinished)
            else:
                unfinished.unlink(missing_ok=True)
        if self.link.exists():
            self._remove_beyond_kept()

    def pinned(self) -> str | None:
        """Give the name of the build that the dashboard is held to, if it is."""
        try:
            return self.pin.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    @property
    def pin(self) -> Path:
        return self.path / "vastgezet"

    def go_back(self, name: str | None = None) -> Path:
        """Make an earlier build current, and hold the dashboard to it until `release`.

        Without a name that is the one before the current one. Raises NoWarehouseError (in Dutch)
        when there is no such build.
        """
        with self.alone("bouwt", lambda _: None):
            current, known = self.current(), self.finished()
            if name is None:
                earlier = [each for each in known if each < current]
            else:
                earlier = [each for each in known if name in (each.name, each.stem)]
            if not earlier:
                there = ", ".join(each.stem for each in known)
                raise NoWarehouseError(
                    f"build '{name}' bestaat niet; er zijn {there}"
                    if name
                    else f"er is geen build van voor {current.stem}; er zijn {there}"
                )
            chosen = earlier[-1]
            self._hold_to(chosen)
            self._point_to(chosen)
            return chosen

    def _hold_to(self, build: Path) -> None:
        fresh = self.link.with_name(f".{self.link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.write_text(f"{build.stem}\n", encoding="utf-8")
        to_disk(fresh)
        fresh.replace(self.pin)

    def release(self) -> Path:
        """Let go of a pin and make the newest build current."""
        with self.alone("bouwt", lambda _: None):
            newest = self.finished()[-1:]
            if not newest:
                raise NoWarehouseError(f"er zijn geen builds in {self.builds}")
            self.pin.unlink(missing_ok=True)
            self._point_to(newest[0])
            return newest[0]

    @contextmanager
    def alone(self, what: str, say: Callable[[str], None]) -> Iterator[None]:
        """Hold the folder for one at a time; a second is told who is busy, and waits its turn.

        The system lets go of it when the holder ends, however that happens.
        """
        self.builds.mkdir(parents=True, exist_ok=True)
        with (self.builds / f".{what}").open("a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                say(f"wachten: {lock.read().strip() or 'een ander proces'} is bezig")
                fcntl.flock(lock, fcntl.LOCK_EX)
            busy = f"proces {os.getpid()} ({what} sinds {in_dutch_time(datetime.now(UTC)):%H:%M})\n"
            with suppress(OSError):  # A full disk has no room for a name; whoever waits hears less.
                os.ftruncate(lock.fileno(), 0)
                os.write(lock.fileno(), busy.encode())
            yield


def disk_is_full(problem: Exception) -> bool:
    """Tell whether this went wrong because there was no room, whoever says it."""
    return (isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT)) or (
        os.strerror(errno.ENOSPC) in str(problem)
    )


def to_disk(path: Path) -> None:
    """Have the system write a file or the names in a folder, so that they outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
