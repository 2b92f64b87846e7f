"""The `monitor` command as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MONITOR = (sys.executable, "-c", "from monitor.command import main; main()")
WITHIN_S = 90


@dataclass(frozen=True)
class Said:
    """How a program ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


def started(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a program; warnings are errors in it."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(running: subprocess.Popen[str]) -> Said:
    """Wait until a program ends."""
    out, err = running.communicate(timeout=WITHIN_S)
    return Said(running.returncode, out, err)


def finished(command: Sequence[str], environment: Mapping[str, str]) -> Said:
    return ended(started(command, environment))
