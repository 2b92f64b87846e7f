"""How a refresh is told: bars on a terminal, plain lines in a log, and one account at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pipelines.refresh import Report
from warehouse.journal import Outcome
from warehouse.numbers import number

EVERY_S = 5
"""How often a log hears of a table that is still on its way."""


class Lines:
    """Plain lines, for a log: when a table is done, and now and then while it is not."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self._told: dict[str, float] = {}

    def moved(self, tabel: str, rows: int, bytes_: int, note: str) -> None:
        now = time.monotonic()
        last = self._told.setdefault(tabel, now)
        if note or now - last >= EVERY_S:
            self._told[tabel] = now
            self.say(f"{tabel}: {size(rows, bytes_)}{f' ({note})' if note else ''}")

    def ended(self, tabel: str, line: str) -> None:
        self.say(line if line.startswith(tabel) else f"{tabel}: {line}")


class Bars:
    """A line for each table under way on a terminal, with rows and bytes."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<14}"),
            BarColumn(bar_width=12, pulse_style="cyan"),
            TextColumn("{task.fields[size]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def say(self, line: str) -> None:
        self.progress.console.print(f"  {line}", highlight=False)

    def moved(self, tabel: str, rows: int, bytes_: int, note: str) -> None:
        if tabel not in self._tasks:
            self._tasks[tabel] = self.progress.add_task(tabel, total=None, size="")
        shown = f"{size(rows, bytes_)} {note}"
        self.progress.update(self._tasks[tabel], size=shown)

    def ended(self, tabel: str, line: str) -> None:
        if tabel in self._tasks:
            self.progress.remove_task(self._tasks.pop(tabel))
        self.say(line if line.startswith(tabel) else f"{tabel}: {line}")


@contextmanager
def watching(console: Console) -> Iterator[Lines | Bars]:
    """Give whoever tells of progress: bars on a terminal, lines elsewhere."""
    if not console.is_terminal:
        yield Lines(lambda line: console.print(f"  {line}", highlight=False, soft_wrap=True))
        return
    bars = Bars(console)
    with bars.progress:
        yield bars


def size(rows: int, bytes_: int) -> str:
    """Say how much came in: `12.345 rijen, 1,2 MB`."""
    return f"{number(rows)} rijen, {number(bytes_ / 1_000_000, 1)} MB"


def account(report: Report) -> list[str]:
    """Tell what a refresh did, in lines for a person."""
    counts = dict.fromkeys(Outcome, 0)
    for attempt in report.attempts:
        counts[attempt.uitkomst] += 1
    lines = [
        f"{counts[Outcome.NIEUW]} nieuw, {counts[Outcome.ONGEWIJZIGD]} ongewijzigd, "
        f"{counts[Outcome.MISLUKT]} mislukt."
    ]
    lines += [f"mislukt: {attempt.melding}" for attempt in report.failed]
    if report.problem:
        lines.append(f"Niet gepubliceerd: {report.problem}. De vorige cijfers blijven staan.")
    elif report.build is not None and report.build.made:
        pinned = report.build.pinned
        lines.append(
            f"Warehouse {report.build.path.name} is gemaakt en wordt niet getoond: het dashboard is "
            f"vastgezet op {pinned}, tot `monitor rollback --los`."
            if pinned
            else f"Warehouse {report.build.path.name} is gemaakt en geldig."
        )
        lines += [change.told for change in report.changed] or ["Geen cijfer is veranderd."]
    elif report.build is not None:
        lines.append(f"Niets veranderd; warehouse {report.build.path.name} blijft geldig.")
    return lines
