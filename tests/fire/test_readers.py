"""Readers while builds are published: each run sees one build, none sees an error."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    add_script_run_ctx,
)
from streamlit.runtime.state import SafeSessionState, SessionState

from dashboard import memory
from tests.fire import numbered
from tests.fire.conftest import ROOT, Publishers, Tally
from warehouse.builds import KEPT, DataFolder
from warehouse.reader import Warehouse, open_current

READERS = 20
BUILDS = 20
FIRST, LAST = 100, 100 + BUILDS
EVERY_MS = 30
WITHIN_S = 90


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    return DataFolder(tmp_path)


@memory.kept
def figures_of(warehouse: Warehouse, gebied: str) -> set[Decimal]:
    return set(warehouse.figures("bijstand_personen", [gebied])["waarde"])


@memory.kept
def names_in(warehouse: Warehouse) -> set[str]:
    return numbered.names_in(warehouse)


@memory.kept
def number_in(warehouse: Warehouse) -> int:
    return numbered.number_of(warehouse)


def on_a_page() -> set[int]:
    """Take a run of a page, from the build that it is held to; give the numbers of all it saw."""
    memory.pin_current_build()
    seen = {int(each) for code in numbered.GEMEENTEN for each in figures_of(code)}
    seen |= {int(each) // 2 for each in figures_of("AM06")}
    seen |= {int(each.removeprefix("nummer ")) for each in names_in()}
    return seen | {number_in()}


class Straight:
    """A run that asks the reader itself."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder

    def __call__(self) -> set[int]:
        opened = open_current(self.folder)
        seen = {int(each) for each in numbered.figures_in(opened) if each is not None}
        seen |= {int(each.removeprefix("nummer ")) for each in numbered.names_in(opened)}
        return seen | {numbered.number_of(opened)}


def session(number: int) -> ScriptRunContext:
    """Give what Streamlit hands each session."""
    return ScriptRunContext(
        session_id=f"lezer {number}",
        _enqueue=lambda _: None,
        query_string="",
        session_state=SafeSessionState(SessionState(), lambda: None),
        uploaded_file_mgr=MemoryUploadedFileManager("/"),
        main_script_path="app.py",
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=PagesManager("app.py"),
    )


class Readers:
    """Threads that each read over and over until they see the last build."""

    def __init__(self, read: Callable[[], set[int]]) -> None:
        self.read = read
        self.runs: Counter[int] = Counter()
        self.ended_on: dict[int, int] = {}
        self.mixed: list[set[int]] = []
        self.wrong: list[BaseException] = []
        self._stop_at = time.monotonic() + WITHIN_S
        self._threads = [threading.Thread(target=self._over, args=(n,)) for n in range(READERS)]
        for number, thread in enumerate(self._threads):
            add_script_run_ctx(thread, session(number))

    def _over(self, number: int) -> None:
        try:
            while self.ended_on.get(number) != LAST and time.monotonic() < self._stop_at:
                seen = self.read()
                self.runs.update(seen)
                if len(seen) > 1:
                    self.mixed.append(seen)
                assert min(seen) >= self.ended_on.get(number, 0), "never back to an older build"
                self.ended_on[number] = min(seen)
        except BaseException as problem:
            self.wrong.append(problem)

    @contextmanager
    def reading(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            for thread in self._threads:
                thread.join(WITHIN_S)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", ["pages", "reader"])
def test_twenty_readers_see_one_build_each_time_while_twenty_are_published(
    way: str, publishers: Publishers, folder: DataFolder, tally: Tally
) -> None:
    numbered.publish(folder, FIRST)
    readers = Readers(on_a_page if way == "pages" else Straight(folder))

    with readers.reading():
        publishers.start("count", folder, FIRST + 1, LAST, EVERY_MS)
        publishers.hear("published")

    tally(
        f"20 readers by the {way}",
        runs=readers.runs.total(),
        builds_seen=len(readers.runs),
        mixtures=len(readers.mixed),
        errors=len(readers.wrong),
        ended_on_the_last=list(readers.ended_on.values()).count(LAST),
    )
    assert readers.wrong == []
    assert readers.mixed == []
    assert list(readers.ended_on.values()) == [LAST] * READERS
    assert len(readers.runs) > BUILDS // 4, "they saw too few builds to tell"
    assert readers.runs.total() > 2 * READERS
    assert len(folder.finished()) == KEPT
    assert numbered.left_behind(folder) == []


@pytest.mark.parametrize("call", ["readlink", "stat"])
def test_a_reader_that_is_overtaken_by_so_many_builds_that_its_own_is_gone_gets_the_last(
    call: str, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = numbered.publish(folder, 1)
    system = getattr(os, call)
    looked_at = folder.link if call == "readlink" else first

    def overtaken(path: object, *given: object, **named: object) -> object:
        found = system(path, *given, **named)
        if path == looked_at:
            monkeypatch.setattr(os, call, system)
            for number in range(2, KEPT + 3):
                numbered.publish(folder, number)
        return found

    monkeypatch.setattr(os, call, overtaken)

    opened = open_current(folder)

    assert not first.exists()
    assert numbered.number_of(opened) == KEPT + 2
    assert numbered.figures_in(opened) == {Decimal(KEPT + 2)}


def test_no_page_lets_polars_call_back_into_python() -> None:
    # Two such calls fill the threads of Polars on a small machine and wait for the interpreter, which
    # a session holds that turns a frame into a Pandas one and waits for those threads: all stand
    # still for good. (Polars 2.1: to_pandas, as every table on a page does.)
    called_back = re.compile(r"\.map_(elements|batches|groups|rows)\(")
    found = [
        str(path.relative_to(ROOT))
        for room in ("dashboard", "pages", "warehouse")
        for path in sorted((ROOT / room).rglob("*.py"))
        if called_back.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
