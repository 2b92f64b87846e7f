"""The feed of what changed: valid Atom, in Dutch, the same entries wherever it is made."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.warehouse.published import Published
from warehouse.builds import DataFolder
from warehouse.changes import told
from warehouse.feed import atom

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def monitor(tmp_path: Path) -> Published:
    """Published today: a feed looks three months back."""
    return Published(DataFolder(tmp_path), first=datetime.now(UTC))


def parsed(text: str) -> ET.Element:
    """Read a feed, and hold it against what RFC 4287 demands of every feed and entry."""
    feed = ET.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert [each.text for each in part.findall(f"{ATOM}{name}")] != [None]
            assert len(part.findall(f"{ATOM}{name}")) == 1
        moment = part.findtext(f"{ATOM}updated") or ""
        assert datetime.fromisoformat(moment).tzinfo is not None
    ids = [each.text for each in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    return feed


def entries(feed: ET.Element) -> list[tuple[str | None, str | None]]:
    return [
        (each.findtext(f"{ATOM}title"), each.findtext(f"{ATOM}summary"))
        for each in feed.findall(f"{ATOM}entry")
    ]


def test_each_day_and_source_is_an_entry_with_old_and_new_in_dutch(monitor: Published) -> None:
    monitor.publish("GM0200 4150; GM0301 1000|bron2")
    monitor.delivery("bron1").delivery("bron2").publish("GM0200 4160; GM0301 900|bron2")

    first, second, begin = entries(parsed(atom(monitor.current, "https://monitor.example/")))

    assert first == (
        "bron1: 1 herzien",
        "<ul><li>Personen met bijstand, Apeldoorn, 31 december 2021: 4.150 werd 4.160 personen "
        "(herziening door de bron)</li></ul>",
    )
    assert second[0] == "bron2: 1 herzien"
    assert begin[0] is not None
    assert begin[0].startswith("Wijzigingen worden bijgehouden sinds ")


def test_nothing_changed_is_a_feed_with_its_beginning(monitor: Published) -> None:
    monitor.publish("GM0200 4150")

    assert len(entries(parsed(atom(monitor.current, "https://monitor.example")))) == 1


def test_an_entry_keeps_its_id_wherever_the_feed_is_made(monitor: Published) -> None:
    monitor.publish("GM0200 4150")
    monitor.delivery("bron1").publish("GM0200 4160")

    here, there = (
        [each.text for each in parsed(atom(monitor.current, address)).iter(f"{ATOM}id")]
        for address in ("https://monitor.example", "http://127.0.0.1:8501")
    )
    assert here == there


def test_the_feed_of_more_than_fits_says_how_many_more(monitor: Published) -> None:
    many = [f"GM{number:04} {{}}" for number in range(100, 160)]
    monitor.publish("; ".join(many).replace("{}", "10"))
    monitor.delivery("bron1").publish("; ".join(many).replace("{}", "11"))

    (_, said), _ = entries(parsed(atom(monitor.current, "https://monitor.example")))

    assert said is not None
    assert said.endswith("<li>en nog 10 cijfers</li></ul>")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("GM0301 1", "GM0301 1; GM0200 4150", "4.150 personen, nieuw cijfer (nieuwe levering)"),
        ("GM0200 4150", "GM0301 1; GM0200 .||geheim",
         "4.150 personen is vervallen (geheim) (herziening door de bron)"),
        ("GM0200 4150; GM0301 1", "GM0301 1",
         "4.150 personen is vervallen (herziening door de bron)"),
        ("GM0200 4150||voorlopig", "GM0200 4150",
         "4.150 (voorlopig) werd 4.150 (definitief) (herziening door de bron)"),
        ("GM0200 4150.2", "GM0200 4150.4", "4.150,2 werd 4.150,4 personen (herziening door de bron)"),
    ],
)  # fmt: skip
def test_a_change_is_told_as_a_sentence(
    monitor: Published, before: str, after: str, said: str
) -> None:
    monitor.publish(before)
    monitor.delivery("bron1").publish(after)

    lines = [told(row) for row in monitor.current.changes().iter_rows(named=True)]

    assert f"Personen met bijstand, Apeldoorn, 31 december 2021: {said}" in lines
