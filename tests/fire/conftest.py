"""What these tests share: publishers to stop, the command as a program, and counts that are printed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.monitor.conftest import monitor
from warehouse.builds import DataFolder

__all__ = ["monitor"]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


class Publishers:
    """A process that starts publishers, which begin at once since all is loaded already."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fire.publisher"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, kind: str, folder: DataFolder, *numbers: int) -> None:
        assert self._process.stdin
        self._process.stdin.write(" ".join(map(str, (kind, folder.path, *numbers))) + "\n")
        self._process.stdin.flush()

    def hear(self, *awaited: str) -> tuple[int, str]:
        """Wait until one says a line that begins with one of these words."""
        assert self._process.stdout
        for line in self._process.stdout:
            pid, _, words = line.strip().partition(" ")
            assert words != "failed"
            if words.startswith(awaited):
                return int(pid), words
        raise AssertionError("the publishers are gone")

    @staticmethod
    def kill(pid: int) -> None:
        """Strike one down with kill -9, and wait until it is dead."""
        process = os.pidfd_open(pid)
        try:
            signal.pidfd_send_signal(process, signal.SIGKILL)
            ended, _, _ = select.select([process], [], [], PATIENCE_S)
            assert ended
        finally:
            os.close(process)

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE_S)
        self._process.stdout.close()


@pytest.fixture(scope="session")
def publishers() -> Iterator[Publishers]:
    running = Publishers()
    yield running
    running.close()


Tally = Callable[..., None]


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Tally:
    """Print counts and keep them with the outcome of the test."""

    def told(what: str, **counts: Any) -> None:
        for name, count in counts.items():
            record_property(name, count)
        print(f"{what}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))

    return told


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)
