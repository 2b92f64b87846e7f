"""`monitor changes`: what changed, for a person and for a machine."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.monitor.conftest import Answer
from tests.warehouse.published import Published
from warehouse.builds import DataFolder

Ask = Callable[..., Answer]


@pytest.fixture
def published_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    monitor = Published(DataFolder(tmp_path))
    monitor.publish("GM0200 4150")
    monitor.delivery("bron1").publish("GM0200 4160; GM0301 1000")
    return monitor


def words(answer: Answer) -> list[list[str]]:
    assert answer.code == 0, answer.err
    return [[cell for cell in line.split("  ") if cell] for line in answer.out.splitlines()]


@pytest.mark.usefixtures("published_twice")
def test_a_person_gets_a_table_with_dutch_numbers_and_days(monitor: Ask) -> None:
    head, *lines = words(monitor("changes"))

    assert [each.strip() for each in head] == [
        "dag", "bron", "cijfer", "gebied", "periode", "was", "is", "verandering", "reden",
    ]  # fmt: skip
    assert [[each.strip() for each in line] for line in lines] == [
        ["02-12-2026", "bron1", "Personen met bijstand", "Apeldoorn", "31 december 2021",
         "4.150", "4.160", "herzien", "herziening door de bron"],
        ["02-12-2026", "bron1", "Personen met bijstand", "Zutphen", "31 december 2021",
         "–", "1.000", "nieuw cijfer", "nieuwe levering"],
    ]  # fmt: skip


@pytest.mark.usefixtures("published_twice")
def test_a_machine_gets_plain_numbers(monitor: Ask) -> None:
    objects = monitor("changes", json=True).figures
    rows = list(csv.DictReader(monitor("changes", "--formaat", "csv").out.splitlines()))

    assert [(each["was_waarde"], each["waarde"]) for each in objects] == [
        (4150, 4160),
        (None, 1000),
    ]
    assert objects[0]["dag"] == "2026-12-02"
    assert objects[0]["eenheid"] == "personen"
    assert [(each["was_waarde"], each["waarde"]) for each in rows] == [
        ("4150", "4160"),
        ("", "1000"),
    ]
    assert list(rows[0]) == list(objects[0])


@pytest.mark.usefixtures("published_twice")
def test_a_feed_is_printed_with_the_address_that_it_is_told(monitor: Ask) -> None:
    answer = monitor("changes", "--formaat", "atom", "--adres", "https://monitor.example/")

    assert answer.code == 0
    feed = ET.fromstring(answer.out)
    links = {each.get("href") for each in feed.iter("{http://www.w3.org/2005/Atom}link")}
    assert links == {
        "https://monitor.example/bronnen#wijzigingen", "https://monitor.example/wijzigingen.atom",
    }  # fmt: skip


@pytest.mark.usefixtures("published_twice")
def test_nothing_since_a_day_is_said(monitor: Ask) -> None:
    assert monitor("changes", "--sinds", "2026-12-03").out == (
        "Geen cijfer is veranderd sinds 03-12-2026.\n"
    )
    assert len(words(monitor("changes", "--sinds", "2026-12-02", "--bron", "bron1"))) == 3


@pytest.mark.usefixtures("published_twice")
@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (("--sinds", "gisteren"), "dag 'gisteren' is niet te lezen; schrijf 2026-11-26"),
        (("--formaat", "atom", "--sinds", "2026-12-01"), "een feed gaat over alle bronnen"),
    ],
)
def test_a_question_that_cannot_be_answered_says_how_to_ask(
    monitor: Ask, asked: tuple[str, ...], complaint: str
) -> None:
    answer = monitor("changes", *asked)

    assert (answer.code, answer.out) == (2, "")
    assert complaint in " ".join(answer.err.split())
