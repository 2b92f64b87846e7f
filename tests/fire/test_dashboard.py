"""The dashboard itself while figures are published: readers click on, and see old or new, no error."""

from __future__ import annotations

import random
import re
import shutil
import threading
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.delivery import seal
from tests.browser.serving import Server, serving
from tests.fire.conftest import Tally
from tests.fire.program import MONITOR, finished
from tests.fire.session import Screen, Session, session
from warehouse.builds import DataFolder

SESSIONS = 5
FIGURES = ("3.2", "3.1", "3.0", "2.9")
"""Unemployment in the region in 2023, as one build after the other has it; the first is there."""
AREAS = ("Zutphen", "Apeldoorn", "Deventer", "Heerde", "Epe")
ELSEWHERE = ("gemeenten", "bronnen")
REGION = "Werkloosheidspercentage,2023,Stedendriehoek en Noordwest Veluwe (AM),"

pytestmark = pytest.mark.browser


def deliver(folder: DataFolder, old: str, new: str) -> None:
    """Deliver the table anew with another figure for the region in 2023."""
    table = folder.raw / "publicaties" / "werkloosheid_regio_nl.csv"
    written = table.read_text("utf-8")
    assert written.count(f"{REGION}{old},") == 1
    table.write_text(written.replace(f"{REGION}{old},", f"{REGION}{new},"), "utf-8")
    seal(table.parent)


def dutch(figure: str) -> str:
    return figure.replace(".", ",")


def figures_on(screen: Screen) -> set[str]:
    """Read the figure of the region in 2023 wherever it stands on its page."""
    text = "\n".join(screen.texts)
    said = re.findall(r"werkloosheidspercentage in de regio Veluwe Stedendriehoek ([\d,]+)%", text)
    drawn = re.findall(
        r"Veluwe Stedendriehoek: gedaald van 4,7% in 2018 naar ([\d,]+)% in 2023", text
    )
    assert said, text
    assert drawn, text
    return {*said, *drawn, screen.metrics[0].removesuffix("%")}


class Reader:
    """A session that clicks about until it has seen the last figure after the last build."""

    def __init__(self, address: str, number: int, published: threading.Event) -> None:
        self.seen: Counter[str] = Counter()
        self.clicks = 0
        self.mixed: list[set[str]] = []
        self.complaints: list[str] = []
        self.wrong: list[BaseException] = []
        self.last: set[str] = set()
        self.began = threading.Event()
        self._published = published
        self._luck = random.Random(number)
        self.thread = threading.Thread(target=self._read, args=(address,))

    def _read(self, address: str) -> None:
        try:
            with session(address) as opened:
                self._look(opened)
                self.began.set()
                while not self._published.is_set():
                    self._look(opened)
                self._look(opened)
        except BaseException as problem:
            self.wrong.append(problem)
            self.began.set()

    def _look(self, opened: Session) -> None:
        self._note(opened.go_to(self._luck.choice(ELSEWHERE)))
        for screen in (
            opened.go_to("regio_en_nederland"),
            opened.choose("Gebied", self._luck.choice(AREAS)),
        ):
            self._note(screen)
            self.last = figures_on(screen)
            self.seen.update(self.last)
            if len(self.last) > 1:
                self.mixed.append(self.last)

    def _note(self, screen: Screen) -> None:
        self.clicks += 1
        self.complaints += screen.complaints


def click_on(server: Server, folder: DataFolder) -> list[Reader]:
    """Publish build after build while readers click on."""
    published = threading.Event()
    readers = [Reader(server.address, number, published) for number in range(SESSIONS)]
    for reader in readers:
        reader.thread.start()
    try:
        for reader in readers:
            assert reader.began.wait(60), "the server does not answer"
        for old, new in pairwise(FIGURES):
            deliver(folder, old, new)
            said = finished([*MONITOR, "build", "--altijd"], {"MONITOR_DATA": str(folder.path)})
            assert said.code == 0, said
    finally:
        published.set()
        for reader in readers:
            reader.thread.join(60)
    return readers


@pytest.mark.timeout(300)
def test_readers_who_click_on_while_builds_are_published_see_old_or_new_and_no_error(
    published: DataFolder, tmp_path: Path, tally: Tally
) -> None:
    folder = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, folder.path, symlinks=True)

    with serving(folder.path, tmp_path / "log.txt") as running:
        readers = click_on(running, folder)
        assert "Traceback" not in running.log, running.log

    seen = sum((reader.seen for reader in readers), Counter())
    tally(
        "the dashboard",
        sessions=SESSIONS,
        builds=len(FIGURES) - 1,
        clicks=sum(reader.clicks for reader in readers),
        mixtures=sum(len(reader.mixed) for reader in readers),
        errors=sum(len(reader.complaints) + len(reader.wrong) for reader in readers),
    )
    assert [each for reader in readers for each in (*reader.wrong, *reader.complaints)] == []
    assert [each for reader in readers for each in reader.mixed] == []
    assert seen.keys() <= set(map(dutch, FIGURES))
    assert seen.keys() >= {dutch(FIGURES[0]), dutch(FIGURES[-1])}
    assert [reader.last for reader in readers] == [{dutch(FIGURES[-1])}] * SESSIONS
