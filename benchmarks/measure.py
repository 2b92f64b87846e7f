"""One function per thing that is measured."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as BrowserPage

from benchmarks import delivery
from benchmarks.budgets import Budget, Measured
from benchmarks.session import Page, ask
from monitor.run import ROOT
from tests.browser import chromium, screen
from tests.browser.serving import Server, serving
from tests.pipelines.reconciliation.planted import play
from tests.standin import faults
from tests.standin.regional import regional_tables
from tests.standin.service import standing_in
from warehouse.builds import DataFolder
from warehouse.passport import PAGE
from warehouse.reader import open_current

WIDTH, HEIGHT = 1400, 1000
SUM = "cijfer=bijstand_per_1000&gebied=AM06&periode=2021"
MONITOR = (sys.executable, "-c", "from monitor.command import main; main()")


def build(data: Path, runs: int) -> Measured:
    """Time the command that builds the warehouse, from nothing."""
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(
            [*MONITOR, "build", "--altijd"],
            cwd=ROOT,
            env=os.environ | {"MONITOR_DATA": str(data)},
            check=True,
            capture_output=True,
        )
        took.append((time.perf_counter() - began) * 1000)
    return Measured(Budget.BUILD, took)


def mistakes(rounds: int = 200) -> Iterator[Measured]:
    """Plant typing errors in consistent tables, and count what the checks do not see, in percent."""
    scores = play(rounds)
    for name, score in scores.items():
        yield Measured(Budget.UNSEEN, [100 * (1 - score.rate)], f"{name}, {score.planted} planted")
    sound = sum(each.sound for each in scores.values())
    alarms = sum(each.alarms for each in scores.values())
    yield Measured(Budget.ALARMS, [100 * alarms / sound], f"{sound} sound")


def imports(data: Path, folder: Path, runs: int) -> Iterator[Measured]:
    """Time the command that reads a delivery of 200.000 persons up to its counts, per kind of file."""
    for path in delivery.written(folder):
        took, most = zip(*(imported(data, "--dry-run", path) for _ in range(runs)), strict=True)
        yield Measured(Budget.IMPORT, took, path.suffix)
        yield Measured(Budget.IMPORT_MEMORY, most, path.suffix)


def portfolio(folder: Path) -> Iterator[Measured]:
    """Time the import of a large portfolio of social return up to its publication, and its pages."""
    data = DataFolder(folder / "portefeuille")
    shutil.copytree(ROOT / "data" / "raw", data.raw)
    build(data.path, 1)
    took, most = imported(data.path, *delivery.portfolio(folder))
    yield Measured(Budget.PORTFOLIO, [took])
    yield Measured(Budget.PORTFOLIO_MEMORY, [most])
    warehouse = open_current(data)
    asked: list[dict[str, Any]] = [{}, {"only_risk": True}, {"search": "C0999"}, {"skip": 99_000}]
    for choices in asked:
        pages = []
        for _ in range(5):
            began = time.perf_counter()
            warehouse.contracts(most=50, **choices)
            pages.append((time.perf_counter() - began) * 1000)
        yield Measured(Budget.CONTRACTS, pages, ", ".join(choices) or "first page")


def imported(data: Path, *words: str | Path) -> tuple[float, float]:
    """Run `monitor import`: how many ms it took, and the most MB that it and its readers held."""
    code = "from monitor.command import main; main()"
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, "import", *map(str, words)],
        cwd=ROOT,
        env=os.environ | {"MONITOR_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, family_mb(process.pid))
        time.sleep(0.02)
    if process.returncode:
        raise SystemExit(f"{words[-1]} was refused")
    return (time.perf_counter() - began) * 1000, peak


def family_mb(pid: int) -> float:
    """Ask what a process and its children hold; 0 when it has just ended."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return sum(each.memory_info().rss for each in family) / 1e6
    except psutil.NoSuchProcess:
        return 0


def scripts(
    server: Server, pages: list[Page], runs: int, peers: Mapping[str, Server]
) -> Iterator[Measured]:
    """Time the script of each page in a new session, with figures kept and without, and its peers.

    They take turns, so that whatever else the machine does slows all of them alike.
    """
    for page in pages:
        first: list[float] = []
        kept: list[float] = []
        beside: dict[str, list[float]] = {name: [] for name in peers}
        for _ in range(runs):
            forget(server)
            first.append(ask(server.address, page).took_ms)
            for _ in range(2):
                kept.append(ask(server.address, page).took_ms)
                for name, peer in peers.items():
                    beside[name].append(ask(peer.address).took_ms)
        yield Measured(Budget.SCRIPT_KEPT, kept, page.title, beside)
        yield Measured(Budget.SCRIPT_FIRST, first, page.title, beside)


@contextmanager
def peers(data: Path, folder: Path) -> Iterator[dict[str, Server]]:
    """Serve what our pages are held against, on the same figures."""
    module = [sys.executable, "-m", "benchmarks.peers.served"]

    def command(name: str) -> Callable[[str, int], list[str]]:
        script = str(ROOT / "benchmarks" / "peers" / f"{name}.py")
        return lambda host, port: [*module, script, host, str(port)]

    with (
        serving(data, folder / "empty.txt", command("empty")) as empty,
        serving(data, folder / "plain.txt", command("plain")) as plain,
    ):
        found = {"empty": empty, "plain": plain}
        for each in found.values():
            ask(each.address)  # what is loaded once
        yield found


def passports(server: Server, pages: list[Page], runs: int) -> Iterator[Measured]:
    """Time the passport of a sum of ratios, and count what leads to it on each page, unopened."""
    (passport,) = (each for each in pages if each.path == PAGE)
    first = []
    for _ in range(runs):
        forget(server)
        first.append(ask(server.address, passport, SUM).took_ms)
    yield Measured(Budget.PASSPORT, first)
    for page in pages:
        if sent := ask(server.address, page).for_passports:
            yield Measured(Budget.PASSPORT_UNOPENED, [sent], page.title)


def forget(server: Server) -> None:
    """Publish the same figures as another build, which makes the server forget what it kept."""
    folder = DataFolder(server.data.resolve())
    current = folder.current()
    fingerprint = current.stem.partition("-")[2]
    copy = folder.builds / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{fingerprint}.duckdb"
    shutil.copyfile(current, copy)
    folder.publish(copy)


def opening(server: Server, pages: list[Page], runs: int) -> Iterator[Measured]:
    """Time each page in a browser that has just been started, on figures that are kept."""
    for page in pages:
        figures, charts = [], []
        ask(server.address, page)
        for _ in range(runs):
            with cold_browser() as browser:
                moments = screen.moments(opened(browser, server, page))
            figures.append(moments["figures"])
            charts.append(moments["charts"])
        if all(figures):
            yield Measured(Budget.FIRST_FIGURES, figures, page.title)
        if all(charts):
            yield Measured(Budget.ALL_CHARTS, charts, page.title)


def filtering(server: Server, pages: list[Page], runs: int) -> Iterator[Measured]:
    """Time the first choice in the sidebar of each page: from the click to the last change.

    Each option is chosen once as the first to ask for it, and once again.
    """
    for page in pages:
        with cold_browser() as browser:
            shown = opened(browser, server, page)
            if not shown.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").count():
                continue
            forget(server)
            choose(shown, 0)
            first = [choose(shown, option) for option in range(1, runs + 1)]
            kept = [choose(shown, option) for option in range(1, runs + 1)]
        yield Measured(Budget.FILTER_KEPT, kept, page.title)
        yield Measured(Budget.FILTER_FIRST, first, page.title)


def choose(shown: BrowserPage, option: int) -> float:
    """Choose an option by its place, and tell how many milliseconds passed to the last change."""
    shown.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").first.locator("input").click()
    shown.get_by_role("option").nth(option).click()
    screen.settle(shown)
    moments = screen.moments(shown)
    return moments["changed"] - moments["pressed"]


@contextmanager
def cold_browser() -> Iterator[Browser]:
    """Start a Chromium that remembers nothing."""
    found = chromium.find()
    if found is None:
        raise SystemExit(chromium.ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(chromium.FLAGS))
        yield browser
        browser.close()


def opened(browser: Browser, server: Server, page: Page) -> BrowserPage:
    """Open a page and wait until it stands still."""
    shown = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL")
    screen.watch(shown)
    shown.goto(f"{server.address}/{page.path}")
    screen.settle(shown)
    return shown


def memory(server: Server) -> Measured:
    """Ask what the server holds, its children included."""
    return Measured(Budget.MEMORY, [family_mb(server.pid)])


def installs(folder: Path, runs: int) -> Iterator[Measured]:
    """Time `make run` in a clean clone, without what pip has kept, and then again."""
    bare, again = [], []
    for run in range(runs):
        clone = folder / f"clone-{run}"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        bare.append(until_it_answers(clone))
        again.append(until_it_answers(clone))
        shutil.rmtree(clone)
    yield Measured(Budget.RUN_BARE, bare)
    yield Measured(Budget.RUN_AGAIN, again)


def until_it_answers(clone: Path, port: int = 8599) -> float:
    """Run `make run` until the first page answers, then stop it as Ctrl-C does."""
    settings = {"PORT": str(port), "HOST": "127.0.0.1", "PIP_NO_CACHE_DIR": "1"}
    surroundings = {key: value for key, value in os.environ.items() if key != "MONITOR_DATA"}
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=surroundings | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    try:
        for _ in itertools.count():
            if process.poll() is not None:
                complaint = process.stderr.read() if process.stderr else ""
                raise RuntimeError(f"make run stopped: {complaint}")
            try:
                with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    if answer.status == 200:
                        break
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.02)
        return (time.perf_counter() - began) * 1000
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=20)


def refreshing(folder: Path, rows: int = 1_000_000) -> list[Measured]:
    """Time a refresh of one huge table from a service on this machine, and see how much it holds.

    The dimension is as long as the table: a shape that no table of ours has, and the worst for memory.
    """
    data = folder / "ververst"
    shutil.copytree(ROOT / "data" / "raw", data / "raw")
    with standing_in(regional_tables()) as service:
        service.fail("84799NED", faults.many_rows(rows, dimension="WijkenEnBuurten"))
        began = time.perf_counter()
        command = [*MONITOR, "refresh", "84799NED"]
        surroundings = {"MONITOR_DATA": str(data), "MONITOR_CBS_URL": service.address}
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | surroundings, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"The refresh failed:\n{said}")
        took = (time.perf_counter() - began) * 1000
    shutil.rmtree(data)
    return [
        Measured(Budget.REFRESH, [took]),
        Measured(Budget.REFRESH_MEMORY, [used.ru_maxrss / 1024]),
    ]
