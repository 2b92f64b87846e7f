"""Measure, print beside the budgets, and keep the results."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks import measure
from benchmarks.budgets import Measured, slower
from benchmarks.session import ask
from monitor.run import ROOT
from tests.browser import chromium
from tests.browser.serving import serving

RESULTS = Path(__file__).parent / "results"
VERSIONS = ("streamlit", "polars", "duckdb", "plotly", "uvicorn")


def measurements(folder: Path, runs: int, *, full: bool) -> Iterator[Measured]:
    """Measure everything, the cheapest first."""
    data = folder / "data"
    shutil.copytree(ROOT / "data" / "raw", data / "raw")
    yield measure.build(data, runs)
    yield from measure.mistakes()
    yield from measure.imports(data, folder, runs)
    yield from measure.portfolio(folder)
    with serving(data, folder / "log.txt") as server:
        try:
            ask(server.address)  # the first visitor waits for what is loaded once
            pages = ask(server.address).pages
            yield from measure.opening(server, pages, runs)
            yield measure.memory(server)
            with measure.peers(data, folder) as peers:
                yield from measure.scripts(server, pages, runs, peers)
            yield from measure.passports(server, pages, runs)
            yield from measure.filtering(server, pages, runs)
        except RuntimeError as broken:
            raise SystemExit(f"{broken}\nThe server said last:\n{server.log[-3000:]}") from None
    yield from measure.refreshing(folder)
    if full:
        yield from measure.installs(folder, 1)


def machine() -> dict[str, object]:
    """Say what this was measured on."""
    found = chromium.find()
    about = subprocess.run([str(found), "--version"], capture_output=True, text=True).stdout
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "chromium": about.split(" built")[0].strip(),
        **{name: version(name) for name in VERSIONS},
    }


def processor() -> str:
    """Name the processor, as Linux knows it."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def commit() -> str:
    """Name the commit, and say so when there is more than the commit holds."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def row(measured: Measured) -> tuple[str, ...]:
    """Write a measurement as a line of the table."""
    budget = measured.budget
    spread = f"{min(measured.runs):,.0f} – {max(measured.runs):,.0f}"
    return (
        budget.title,
        measured.subject,
        f"{measured.middle:,.0f} {budget.unit}",
        spread,
        f"{budget.most:,} {budget.unit}",
        ", ".join(f"{ratio:.1f} x {name}" for name, ratio in measured.ratios.items()),
        "[green]within[/green]" if measured.within else "[bold red]OVER[/bold red]",
    )


def latest_results() -> list[dict[str, Any]]:
    """Give what the last run before this one measured; nothing where there was none."""
    kept = sorted(RESULTS.glob("*.json"), key=lambda path: (path.name[:10], path.stat().st_mtime))
    if not kept:
        return []
    found: list[dict[str, Any]] = json.loads(kept[-1].read_text(encoding="utf-8"))["measured"]
    return found


def regressions(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    """Say what became slower by more than the noise."""
    known = {(each["what"], each["subject"]): each for each in before}
    return [
        f"slower: {each['what']} {each['subject']}: {how}"
        for each in after
        if (each["what"], each["subject"]) in known
        and (how := slower(known[each["what"], each["subject"]], each))
    ]


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each thing is measured")
    parser.add_argument("--full", action="store_true", help="also install in a clean clone")
    chosen = parser.parse_args()
    console = Console(width=None if os.isatty(1) else 140)
    surroundings = machine()
    console.print(", ".join(f"{name} {value}" for name, value in surroundings.items()))
    table = Table("what", "page", "median", "runs", "budget", "beside", "")
    done = []
    with tempfile.TemporaryDirectory() as folder:
        for measured in measurements(Path(folder), chosen.runs, full=chosen.full):
            done.append(measured)
            table.add_row(*row(measured))
            what, subject, middle, *_ = row(measured)
            console.print(f"  {what}: {middle} {subject}", style="dim", highlight=False)
    console.print(table)
    RESULTS.mkdir(exist_ok=True)
    for line in regressions(latest_results(), [each.record() for each in done]):
        console.print(line, style="bold red", highlight=False)
    kept = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{commit()}.json"
    record = {"machine": surroundings, "measured": [each.record() for each in done]}
    kept.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"Kept in {kept.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
