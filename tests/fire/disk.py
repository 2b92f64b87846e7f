"""A small disk of its own: a tmpfs that only who enters its mount namespace sees."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fire.program import MONITOR, Said, finished
from warehouse.builds import DataFolder

MOUNT = 'mount -t tmpfs -o "size=$1" small "$2" && echo mounted && exec sleep infinity'
AS_ROOT = ("unshare", "--mount")
AS_SOMEONE = ("unshare", "--mount", "--user", "--map-root-user")


@dataclass(frozen=True)
class SmallDisk:
    """A disk that holds a data folder; `folder` is that folder as seen from outside."""

    holder: int
    inside: Path

    @property
    def folder(self) -> DataFolder:
        return DataFolder(Path(f"/proc/{self.holder}/root{self.inside}"))

    def monitor(self, *words: str, **environment: str) -> Said:
        """Run `monitor` with this disk mounted and the data folder on it."""
        enter = ["nsenter", f"--target={self.holder}", "--mount"]
        if os.geteuid() != 0:
            enter += ["--user", "--preserve-credentials"]
        return finished(
            [*enter, "--", *MONITOR, *words], environment | {"MONITOR_DATA": str(self.inside)}
        )

    @property
    def free(self) -> int:
        return shutil.disk_usage(self.folder.path).free

    @property
    def _ballast(self) -> Path:
        return self.folder.path / "ballast"

    def fill(self, free: int) -> None:
        """Leave so many bytes free."""
        self.make_room()
        with self._ballast.open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, self.free - free)

    def make_room(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(at: Path, size: int) -> Iterator[SmallDisk]:
    """Mount a disk of so many bytes until the block ends; skip the test where that is not allowed."""
    if not all(map(shutil.which, ("unshare", "nsenter", "mount"))):
        pytest.skip("unshare, nsenter and mount (util-linux) are needed for a small disk")
    unshare = AS_ROOT if os.geteuid() == 0 else AS_SOMEONE
    with subprocess.Popen(
        [*unshare, "sh", "-c", MOUNT, "sh", str(size), str(at)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as holder:
        try:
            assert holder.stdout
            said = holder.stdout.readline().strip()
            if said != "mounted":
                pytest.skip(f"this machine lets nobody mount a small disk: {said}")
            yield SmallDisk(holder.pid, at)
        finally:
            holder.kill()


def copied(published: DataFolder, disk: SmallDisk) -> DataFolder:
    """Copy a data folder with its builds onto a disk."""
    shutil.copytree(published.path, disk.folder.path, symlinks=True, dirs_exist_ok=True)
    return disk.folder
