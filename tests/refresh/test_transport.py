"""What travels: kept page by page, resumable, and never more of it in memory than a page."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cbsodata
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.fetch import odata, transport
from pipelines.fetch.transport import FetchError, Limits, PageStore, Transfer, under_way
from tests.refresh import drawn
from tests.refresh.conftest import QUICK, WW
from tests.refresh.fetching import lay_down
from tests.standin import faults
from tests.standin.exchange import Exchange
from tests.standin.service import ROOT, Service, standing_in

Page = list[dict[str, Any]]
VALUES = st.one_of(
    st.none(), st.integers(-(10**12), 10**12), st.text(max_size=8),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)  # fmt: skip
PAGES = st.lists(
    st.lists(st.dictionaries(st.sampled_from(["RegioS", "Perioden", "ID"]), VALUES), max_size=4),
    min_size=1,
    max_size=5,
)


def put(store: PageStore, number: int, rows: Page, *, at_once: int = 1 << 20) -> dict[str, Any]:
    """Keep one page in the form in which the service sends it."""
    text = json.dumps({"odata.metadata": "x", "value": rows, "odata.nextLink": f"p{number + 1}"})
    body = text.encode()
    return store.add(f"p{number}", io.BytesIO(body), len(body), at_once)


def joined(store: PageStore, folder: Path) -> Page:
    store.join(folder / "rows.ndjson")
    return [json.loads(line) for line in (folder / "rows.ndjson").read_bytes().splitlines()]


# The store of pages


@settings(max_examples=40, deadline=None)
@given(PAGES, st.data())
def test_pages_are_joined_in_the_order_in_which_they_were_asked_for(
    pages: list[Page], data: st.DataObject
) -> None:
    stop = data.draw(st.integers(0, len(pages)))
    with TemporaryDirectory() as place:
        first = PageStore(Path(place) / "pages")
        for number, rows in enumerate(pages[:stop]):
            put(first, number, rows)
        # Another run goes on where the first was stopped.
        again = PageStore(Path(place) / "pages")
        for number, rows in enumerate(pages):
            known = again.find(f"p{number}")
            assert (known is not None) == (number < stop)
            page = known or put(again, number, rows)
            assert (page["rows"], page["next"]) == (len(rows), f"p{number + 1}")

        assert joined(again, Path(place)) == [row for rows in pages for row in rows]


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_a_huge_page_read_bit_by_bit_gives_the_same_rows(pages: list[Page]) -> None:
    with TemporaryDirectory() as place:
        at_once, streamed = PageStore(Path(place) / "a"), PageStore(Path(place) / "b")
        for number, rows in enumerate(pages):
            page = put(at_once, number, rows)
            assert put(streamed, number, rows, at_once=0) == page

        assert joined(streamed, Path(place)) == joined(at_once, Path(place))


def test_a_page_whose_file_is_lost_is_asked_for_again_and_takes_nobody_elses_place(
    tmp_path: Path,
) -> None:
    pages: list[Page] = [[{"ID": 0}], [{"ID": 1}], [{"ID": 2}]]
    first = PageStore(tmp_path / "pages")
    lost = put(first, 0, pages[0])["file"]
    put(first, 1, pages[1])
    (tmp_path / "pages" / lost).unlink()

    again = PageStore(tmp_path / "pages")
    for number, rows in enumerate(pages):
        _ = again.find(f"p{number}") or put(again, number, rows)

    assert joined(again, tmp_path) == [{"ID": 0}, {"ID": 1}, {"ID": 2}]


def test_an_index_that_was_cut_off_gives_the_pages_before_it(tmp_path: Path) -> None:
    first = PageStore(tmp_path / "pages")
    put(first, 0, [{"ID": 0}])
    put(first, 1, [{"ID": 1}])
    index = tmp_path / "pages" / "pages.ndjson"
    index.write_bytes(index.read_bytes()[:-9])

    for _ in range(2):
        again = PageStore(tmp_path / "pages")
        assert again.find("p0") is not None
        _ = again.find("p1") or put(again, 1, [{"ID": 1}])
        assert joined(again, tmp_path) == [{"ID": 0}, {"ID": 1}]


@pytest.mark.parametrize("at_once", [1 << 20, 0], ids=["at-once", "bit-by-bit"])
@pytest.mark.parametrize(
    "body", [b'{"value": [{"ID": 0}, {"ID"', b"", b"<html>"], ids=["cut", "empty", "html"]
)
def test_a_page_that_is_none_leaves_nothing_behind(
    tmp_path: Path, body: bytes, at_once: int
) -> None:
    store = PageStore(tmp_path / "pages")

    with pytest.raises(FetchError) as told:
        store.add("p0", io.BytesIO(body), len(body) + 1, at_once)

    assert told.value.again
    assert PageStore(tmp_path / "pages").find("p0") is None


# A whole table, of one page and of many


def test_one_huge_page_gives_the_rows_that_many_small_ones_do(tmp_path: Path) -> None:
    with standing_in([drawn.ww()], page_rows=1000) as service:
        service.fail(WW, faults.many_rows(3000))
        small = lay_down(WW, service.address, tmp_path / "klein")
        service.page_rows = 10_000
        huge = lay_down(WW, service.address, tmp_path / "groot", Limits(parse_at_once_bytes=1000))

    name = "TypedDataSet.ndjson"
    assert (tmp_path / "klein" / name).read_bytes() == (tmp_path / "groot" / name).read_bytes()
    assert small.rows == huge.rows
    assert small.pages > huge.pages


MEASURED = """
import re, sys
from pathlib import Path
from tests.refresh.fetching import lay_down
transfer = lay_down("85554NED", sys.argv[1], Path(sys.argv[2]))
# What resource calls the maximum begins with that of the process that started this one.
most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
print(transfer.rows, transfer.pages, most)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measured as Linux tells it")
def test_memory_does_not_grow_with_the_number_of_pages(tmp_path: Path) -> None:
    taken = {}
    with standing_in([drawn.ww()], page_rows=5000) as service:
        for count in (20_000, 60_000):
            service.mend()
            service.fail(WW, grown(count))
            ran = subprocess.run(
                [sys.executable, "-c", MEASURED, service.address, str(tmp_path / str(count))],
                cwd=ROOT, capture_output=True, text=True, check=True,
            )  # fmt: skip
            rows, pages, kilobytes = map(int, ran.stdout.split())
            assert rows == count
            assert pages >= count / 5000
            taken[count] = kilobytes
            print(f"{rows} rows in {pages} pages took {kilobytes} kB")

    assert taken[60_000] < taken[20_000] * 1.25


def grown(count: int) -> faults.Change:
    """Repeat the rows of a table until there are so many, with a number in their key."""
    from tests.standin.tables import GeneratedRows, Table

    def apply(table: Table) -> Table:
        model = [row for row in table.rows if row["Geslacht"].strip() == "T001038"]

        def row(index: int) -> dict[str, Any]:
            return {**model[index % len(model)], "Perioden": f"{index:08}"}

        return replace(table, rows=GeneratedRows(count, row))

    return faults.Change(apply)


# How long to wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None), ("", None), ("120", 120), (" 7 ", 7), ("straks", None), ("-5", None),
        ("²", None), ("Mon, 01 Jan 2001 00:00:00 GMT", 0), ("Mon, 01 Jan 2001 00:00:00 -0000", 0),
    ],
)  # fmt: skip
def test_a_wish_to_be_left_alone_is_understood(header: str | None, seconds: int | None) -> None:
    assert transport._asked_to_wait(header) == seconds


def test_a_moment_to_come_back_is_seconds_from_now() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)

    wait = transport._asked_to_wait(moment)

    assert wait is not None
    assert 90 < wait <= 100


# How it is asked


def test_a_question_says_who_asks_and_takes_gzip(service: Service) -> None:
    class Packed:
        def answer(self, exchange: Exchange) -> None:
            sound = exchange.sound()
            packed = gzip.compress(sound.body)
            exchange.send(replace(sound, body=packed, headers={"Content-Encoding": "gzip"}))

    service.fail(WW, Packed())
    odata.aim(service.address)

    info = odata.modified(WW, Transfer(service.address, QUICK))

    (asked,) = service.asked(WW)
    assert info["Identifier"] == WW
    assert asked.headers["User-Agent"] == "arbeidsmarktmonitor"
    assert asked.headers["Accept-Encoding"] == "gzip"


def test_what_says_gzip_and_is_not_is_told(service: Service) -> None:
    class Unpackable:
        def answer(self, exchange: Exchange) -> None:
            sound = exchange.sound()
            exchange.send(replace(sound, headers={"Content-Encoding": "gzip"}))

    service.fail(WW, Unpackable())
    odata.aim(service.address)

    with pytest.raises(FetchError, match=r"^het antwoord is niet uit te pakken$"):
        odata.modified(WW, Transfer(service.address, QUICK))
    assert service.count(WW) == QUICK.tries


def test_two_transfers_side_by_side_do_not_meet(service: Service) -> None:
    odata.aim(service.address)
    one, other = (Transfer(service.address, QUICK) for _ in range(2))
    with under_way(one):
        cbsodata.get_meta(WW, "RegioS")
        with under_way(other):
            cbsodata.get_meta(WW, "DataProperties")
            cbsodata.get_meta(WW, "Geslacht")

    assert (one.pages, other.pages) == (1, 2)


def test_outside_a_transfer_the_library_asks_as_it_always_does(service: Service) -> None:
    odata.aim(service.address)

    regions = cbsodata.get_meta(WW, "RegioS")

    assert {"NL01  ", "AM06  "} <= {each["Key"] for each in regions}
    assert service.count() == 1
