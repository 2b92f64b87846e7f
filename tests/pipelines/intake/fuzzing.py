"""Judges changed files in a process that may die of them, as the monitor itself does."""

from __future__ import annotations

import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pipelines import areas
from pipelines.delivery import Delivery
from pipelines.intake.contract import Known
from pipelines.intake.formats import FORMATS
from pipelines.intake.judge import judge

RAW = Path(__file__).resolve().parents[3] / "data" / "raw"
WITHIN_S = 120
"""A hang, also on a machine that is busy."""
MOST_BYTES = 4_000_000_000


def bounded() -> None:
    """Keep this process to what a file may ask for."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def verdict(name: str, content: bytes) -> tuple[list[str], int | None, int]:
    """Give the complaints about a file, the number of people counted, and its rows."""
    known = areas.read(Delivery.open(RAW / "gebieden"))
    found = judge(name, content, list(FORMATS.values()), Known(known))
    if found.content is None:
        return [each.regel for each in found.fouten], None, found.rows
    rows = found.content.rows
    return [], int(rows.filter(rows["kenmerk"] == "")["aantal"].sum()), found.rows


class Reader:
    """Asks for verdicts in another process, and starts a new one when it died of a file."""

    def __init__(self) -> None:
        self._pool = self._started()

    @staticmethod
    def _started() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1, mp_context=multiprocessing.get_context("spawn"), initializer=bounded
        )

    def answers(self, name: str, content: bytes) -> None:
        """Expect all people counted, or complaints that are Dutch sentences; no half, no hang.

        A process that died is a refusal too: `child` makes a sentence of it.
        """
        try:
            complaints, people, rows = self._pool.submit(verdict, name, content).result(WITHIN_S)
        except BrokenProcessPool:
            self._pool = self._started()
            return
        if people is None:
            assert complaints
            assert all(each and "Error" not in each for each in complaints)
        else:
            assert not complaints
            assert people == rows

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
