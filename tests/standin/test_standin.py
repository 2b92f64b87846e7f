"""The stand-in speaks as the CBS and PDOK do: seen through cbsodata and requests, unmodified."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import cbsodata
import pytest
import requests

from tests.standin import faults
from tests.standin.regional import RAW, regional_tables
from tests.standin.service import CATALOGUE, DATASET, PDOK, ROOT, Service, standing_in
from tests.standin.tables import Row, Table, Topic, characteristics, periods, regions

ARBEID = Table.drawn(
    "85826NED",
    "Arbeidsdeelname; arbeidsmarktregio's (indeling 2023)",
    modified="2024-03-14T02:00:00",
    dimensions=[
        characteristics("Persoonskenmerken", {"T009002": "Totaal personen", "3000": "Mannen"}),
        regions({"NL01": "Nederland", "AM06": "Veluwe Stedendriehoek (AM)", "GM0200": "Apeldoorn"}),
        periods({"2022JJ00": "Definitief", "2023JJ00": "Voorlopig"}),
    ],
    topics=[
        Topic(key="Beroepsbevolking_2", title="Beroepsbevolking", unit="x 1 000", group="Omvang"),
        Topic(key="Werkloosheidspercentage_13", title="Werkloosheid", unit="%", decimals=1),
    ],
    rows=[
        ["T009002", "NL01", "2022JJ00", 9898, 3.5],
        ["T009002", "NL01", "2023JJ00", 10096, 3.6],
        ["T009002", "AM06", "2022JJ00", 341, 3.2],
        ["T009002", "AM06", "2023JJ00", 348, 3.2],
        ["T009002", "GM0200", "2022JJ00", 91, None],
        ["T009002", "GM0200", "2023JJ00", 93, None],
        ["3000", "NL01", "2023JJ00", 5321, 3.5],
    ],
)


@pytest.fixture(autouse=True)
def _without_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cbsodata.options, "use_https", False)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with standing_in([ARBEID], page_rows=3) as running:
        monkeypatch.setattr(cbsodata.options, "catalog_url", running.host)
        yield running


def dataset(*, filters: str | None = None, timeout: float = 2) -> list[Row]:
    rows: list[Row] = cbsodata.get_meta(
        "85826NED", "TypedDataSet", filters=filters, timeout=timeout
    )
    return rows


@pytest.mark.usefixtures("service")
def test_a_whole_table_comes_with_all_its_parts() -> None:
    parts = cbsodata.download_data("85826NED")

    assert list(parts) == [
        "TableInfos",
        "TypedDataSet",
        "DataProperties",
        "CategoryGroups",
        "Persoonskenmerken",
        "RegioS",
        "Perioden",
    ]
    assert parts["TypedDataSet"][2] == {
        "ID": 2,
        "Persoonskenmerken": "T009002",
        "RegioS": "AM06  ",
        "Perioden": "2022JJ00",
        "Beroepsbevolking_2": 341,
        "Werkloosheidspercentage_13": 3.2,
    }
    assert len(parts["TypedDataSet"]) == 7


def test_a_next_link_leads_from_page_to_page_and_keeps_the_question(service: Service) -> None:
    rows = dataset(filters="Persoonskenmerken eq 'T009002'")

    assert [row["ID"] for row in rows] == [0, 1, 2, 3, 4, 5]
    first, second = service.asked("85826NED", "TypedDataSet")
    assert first.query == {"$format": "json", "$filter": "Persoonskenmerken eq 'T009002'"}
    assert second.query == {**first.query, "$skip": "3"}


@pytest.mark.usefixtures("service")
def test_keys_are_padded_and_a_bare_key_finds_nothing() -> None:
    assert [row["Key"] for row in cbsodata.get_meta("85826NED", "RegioS")] == [
        "NL01  ",
        "AM06  ",
        "GM0200",
    ]
    assert cbsodata.get_meta("85826NED", "Persoonskenmerken")[1]["Key"] == "3000   "
    assert dataset(filters="RegioS eq 'AM06'") == []
    assert [row["ID"] for row in dataset(filters="RegioS eq 'AM06  '")] == [2, 3]


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("substringof('GM',RegioS)", [4, 5]),
        ("startswith(RegioS,'AM') and Perioden ge '2023'", [3]),
        ("(RegioS eq 'NL01  ' or RegioS eq 'GM0200') and Perioden le '2022JJ00'", [0, 4]),
        ("not startswith(Persoonskenmerken, 'T')", [6]),
        ("Werkloosheidspercentage_13 eq null", [4, 5]),
        ("Beroepsbevolking_2 gt 9898 and substringof('JJ', Perioden) eq true", [1]),
    ],
)
def test_a_filter_finds_what_it_says(filters: str, found: list[int]) -> None:
    assert [row["ID"] for row in dataset(filters=filters)] == found


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    "filters",
    ["Regio eq 'AM06  '", "RegioS eq", "RegioS is 'AM06  '", "round(RegioS) eq 1", "RegioS gt 3"],
)
def test_a_filter_that_makes_no_sense_is_refused(filters: str) -> None:
    with pytest.raises(requests.HTTPError, match="400 Client Error"):
        dataset(filters=filters)


def test_select_top_and_skip_narrow_the_answer(service: Service) -> None:
    url = f"{service.address}/ODataFeed/odata/85826NED/TypedDataSet?$format=json"

    page = requests.get(f"{url}&$select=RegioS,Perioden&$skip=1&$top=2", timeout=2).json()
    assert page["value"] == [
        {"RegioS": "NL01  ", "Perioden": "2023JJ00"},
        {"RegioS": "AM06  ", "Perioden": "2022JJ00"},
    ]
    assert "odata.nextLink" not in page
    longer = requests.get(f"{url}&$top=5", timeout=2).json()
    rest = requests.get(longer["odata.nextLink"], timeout=2).json()
    assert [len(longer["value"]), len(rest["value"])] == [3, 2]
    assert longer["odata.nextLink"].startswith(service.address)
    assert "odata.nextLink" not in rest
    assert requests.get(f"{url}&$select=Regio", timeout=2).status_code == 400


def test_the_api_knows_no_pages_and_refuses_what_is_too_long(service: Service) -> None:
    url = f"{service.address}/ODataApi/OData/85826NED/TypedDataSet?$format=json"
    assert len(requests.get(url, timeout=2).json()["value"]) == 7

    service.fail("85826NED", faults.many_rows(20_000))
    assert requests.get(url, timeout=2).status_code == 400
    assert len(requests.get(f"{url}&$top=1", timeout=2).json()["value"]) == 1


@pytest.mark.usefixtures("service")
def test_a_missing_figure_is_null_when_typed_and_a_dot_when_not() -> None:
    column = "Werkloosheidspercentage_13"
    untyped = cbsodata.get_meta("85826NED", "UntypedDataSet")

    assert [row[column] for row in dataset()[3:5]] == [3.2, None]
    assert [row[column] for row in untyped[3:5]] == ["      3.2", "        ."]
    assert untyped[0]["Beroepsbevolking_2"] == "     9898"
    assert untyped[0]["RegioS"] == "NL01  "


@pytest.mark.usefixtures("service")
def test_the_metadata_tell_columns_units_status_and_date() -> None:
    properties = cbsodata.get_meta("85826NED", "DataProperties")
    assert [(row["odata.type"], row["Key"], row["ParentID"]) for row in properties] == [
        ("Cbs.OData.Dimension", "Persoonskenmerken", None),
        ("Cbs.OData.GeoDimension", "RegioS", None),
        ("Cbs.OData.TimeDimension", "Perioden", None),
        ("Cbs.OData.TopicGroup", "", None),
        ("Cbs.OData.Topic", "Beroepsbevolking_2", 3),
        ("Cbs.OData.Topic", "Werkloosheidspercentage_13", None),
    ]
    assert [(row["Unit"], row["Decimals"], row["Datatype"]) for row in properties[4:]] == [
        ("x 1 000", 0, "Long"),
        ("%", 1, "Double"),
    ]
    assert cbsodata.get_meta("85826NED", "Perioden")[1] == {
        "Key": "2023JJ00",
        "Title": "2023",
        "Description": "",
        "Status": "Voorlopig",
    }
    infos = cbsodata.get_info("85826NED")
    assert (infos["Identifier"], infos["Modified"]) == ("85826NED", "2024-03-14T02:00:00")


def test_the_catalogue_lists_the_tables_page_by_page() -> None:
    with standing_in(regional_tables(), catalogue_rows=10) as service:
        url = f"{service.address}/ODataCatalog/Tables?$format=json&$select=Identifier,Modified"
        first = requests.get(url, timeout=2).json()
        # cbsodata stops here: it does not follow the catalogue's nextLink.
        assert len(cbsodata.get_table_list(catalog_url=service.host)) == 10
        found = requests.get(
            f"{url}&$filter=substringof('Gebieden in Nederland',Title)", timeout=2
        ).json()

    assert len(first["value"]) == 10
    assert "$skip=10" in first["odata.nextLink"].replace("%24", "$")
    assert [row["Identifier"] for row in found["value"]] == [
        "85067NED",
        "85385NED",
        "85755NED",
        "86059NED",
        "86247NED",
    ]


def test_an_unknown_table_or_resource_is_not_found(service: Service) -> None:
    for path in ("12345NED/TypedDataSet", "85826NED/Geslacht"):
        answer = requests.get(f"{service.address}/ODataFeed/odata/{path}", timeout=2)
        assert answer.status_code == 404
        assert "odata.error" in answer.json()


def test_what_was_asked_is_counted(service: Service) -> None:
    service.fail("*", faults.Slow(0.3))
    url = f"{service.address}/ODataFeed/odata/85826NED/RegioS?$top=1"
    askers = [
        threading.Thread(target=lambda: requests.get(url, timeout=2).close()) for _ in range(3)
    ]
    for each in askers:
        each.start()
    for each in askers:
        each.join()

    assert service.most_at_once == 3
    assert service.count("85826NED") == service.count("85826NED", "RegioS") == 3
    assert service.requests[0].query == {"$top": "1"}
    service.forget()
    assert (service.count(), service.most_at_once) == (0, 0)


def test_one_after_another_is_never_two_at_once(service: Service) -> None:
    with requests.Session() as session:
        for _ in range(100):
            session.get(f"{service.address}/ODataFeed/odata/85826NED/", timeout=2)
    assert service.most_at_once == 1


# The regional tables


def test_85826ned_says_what_the_annual_report_printed() -> None:
    with standing_in(regional_tables()) as service:
        rows = cbsodata.get_meta("85826NED", "TypedDataSet", catalog_url=service.host)
    shown = {
        (row["RegioS"].strip(), row["Perioden"][:4]): (
            row["Werkloosheidspercentage_13"],
            row["NettoArbeidsparticipatie_16"],
        )
        for row in rows
        if row["Persoonskenmerken"] == "T009002"
    }
    assert shown["AM06", "2023"] == (3.2, 73.6)
    assert shown["NL01", "2020"] == (4.9, 69.6)
    assert shown["AM06", "2018"] == (4.7, 69.2)


def test_numbers_and_percentages_agree_within_rounding() -> None:
    (table,) = (each for each in regional_tables() if each.id == "85826NED")
    for row in table.rows:
        percentage = row["Werkloosheidspercentage_13"]
        if percentage is not None:
            without, labour = row["WerklozeBeroepsbevolking_6"], row["Beroepsbevolking_2"]
            assert abs(without - labour * percentage / 100) <= 0.51 + labour * 0.0005
        assert (
            row["WerkzameBeroepsbevolking_3"] + row["WerklozeBeroepsbevolking_6"]
            == (row["Beroepsbevolking_2"])
        )


def test_two_editions_differ_for_the_same_year() -> None:
    tables = {table.id: table for table in regional_tables()}

    def said(edition: str, column: str, area: str) -> Any:
        (row,) = (
            row
            for row in tables[edition].rows
            if (row["Persoonskenmerken"], row["RegioS"].strip(), row["Perioden"])
            == ("T009002", area, "2018JJ00")
        )
        return row[column]

    assert said("85826NED", "Werkloosheidspercentage_13", "AM06") == 4.7
    assert said("86088NED", "Werkloosheidspercentage_25", "AM06") == 4.6
    assert said("85826NED", "Werkloosheidspercentage_13", "NL01") == 4.9
    assert said("84703NED", "Werkloosheidspercentage_13", "NL01") == 3.8


@pytest.mark.parametrize(
    ("edition", "pair", "members"),
    [("85067NED", "Code_3", 13), ("85755NED", "Code_5", 12), ("86247NED", "Code_7", 12)],
)
def test_the_members_of_the_region_stand_in_a_shifting_column(
    edition: str, pair: str, members: int
) -> None:
    (table,) = (each for each in regional_tables() if each.id == edition)
    assert sum(row[pair] == "AM06      " for row in table.rows) == members
    assert {row[pair][:2] for row in table.rows} == {"AM"}
    assert len({row[pair] for row in table.rows}) == 35


def test_every_row_has_keys_that_its_dimensions_know_and_no_row_comes_twice() -> None:
    for table in regional_tables():
        known = {name: {row["Key"] for row in rows} for name, rows in table.dimensions.items()}
        seen = set()
        for row in table.rows:
            key = tuple(row[name] for name in known)
            assert all(row[name] in known[name] for name in known), (table.id, row)
            assert key not in seen, (table.id, row)
            seen.add(key)
        announced = {row["Key"] for row in table.topics} | set(known)
        assert set(table.rows[0]) == announced, table.id


def test_a_delivery_comes_back_as_it_was_delivered() -> None:
    folder = RAW / "cbs" / "37789ksz" / "2026-11-22"
    lines = (folder / "TypedDataSet.ndjson").read_text(encoding="utf-8").splitlines()
    table = Table.from_delivery(folder)
    with standing_in([table]) as service:
        parts = cbsodata.download_data("37789ksz", catalog_url=service.host)

    without_number = [{k: row[k] for k in row if k != "ID"} for row in parts["TypedDataSet"]]
    assert without_number == [json.loads(line) for line in lines]
    assert parts["TableInfos"][0]["Modified"] == "2026-05-12T02:00:00"


# How it answers


def test_a_slow_answer_outlasts_a_read_timeout(service: Service) -> None:
    service.fail("85826NED", faults.Slow(1))
    with pytest.raises(requests.Timeout):
        dataset(timeout=0.1)


def test_a_dripping_answer_never_ends_and_no_read_timeout_sees_it(service: Service) -> None:
    service.fail("85826NED", faults.Dripping(0.01))
    began = time.monotonic()
    with requests.get(
        f"{service.address}/ODataFeed/odata/85826NED/TypedDataSet", stream=True, timeout=0.2
    ) as answer:
        few = list(itertools.islice(answer.iter_content(1), 40))
    assert b"".join(few).startswith(b'{"odata.metadata"')
    assert time.monotonic() - began > 0.3


@pytest.mark.parametrize("code", [500, 404])
def test_a_status_is_raised_by_the_client(service: Service, code: int) -> None:
    service.fail("85826NED", faults.Status(code))
    with pytest.raises(requests.HTTPError, match=f"^Downloading table '85826NED' failed. {code}"):
        dataset()


@pytest.mark.parametrize("code", [503, 429])
def test_retry_after_comes_in_seconds_or_as_a_date(service: Service, code: int) -> None:
    url = f"{service.address}/ODataFeed/odata/85826NED/"
    service.fail("85826NED", faults.RetryLater(5, code=code), times=1)
    service.fail("85826NED", faults.RetryLater(5, code=code, as_date=True), times=1)
    first, second, third = (requests.get(url, timeout=2) for _ in range(3))

    assert (first.status_code, second.status_code, third.status_code) == (code, code, 200)
    assert first.headers["Retry-After"] == "5"
    wait = parsedate_to_datetime(second.headers["Retry-After"]) - datetime.now(UTC)
    assert 3 < wait.total_seconds() <= 6


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (faults.NoAnswer(), requests.ConnectionError),
        (faults.ResetMidBody(), requests.RequestException),
        (faults.CutShort(), requests.exceptions.ChunkedEncodingError),
        (faults.CutJson(), json.JSONDecodeError),
        (faults.HtmlPage(), json.JSONDecodeError),
        (faults.EmptyBody(), json.JSONDecodeError),
        (faults.NextLinkElsewhere(), requests.ConnectionError),
        (faults.Redirect(), requests.ConnectionError),
    ],
    ids=lambda each: type(each).__name__ if not isinstance(each, type) else each.__name__,
)
def test_a_broken_answer_breaks_the_client(
    service: Service, fault: faults.Fault, seen: type[Exception]
) -> None:
    service.fail("85826NED", fault, resource=DATASET)
    with pytest.raises(seen):
        dataset()
    service.mend()
    assert len(dataset()) == 7


def test_a_reset_is_a_reset(service: Service) -> None:
    service.fail("85826NED", faults.ResetMidBody(), resource=DATASET)
    with pytest.raises(requests.RequestException, match="reset by peer"):
        dataset()


def test_a_next_link_leads_to_another_port(service: Service) -> None:
    with standing_in([ARBEID]) as elsewhere:
        service.fail("85826NED", faults.NextLinkElsewhere(elsewhere.address))
        dataset()
        assert elsewhere.count("85826NED", "TypedDataSet") == 1

        service.mend()
        service.fail("85826NED", faults.Redirect(elsewhere.address))
        dataset()
        assert elsewhere.count("85826NED", "TypedDataSet") == 2


@pytest.mark.parametrize("fault", [faults.NextLinkInACircle(), faults.EndlessPages()])
def test_pages_do_not_end(service: Service, fault: faults.Fault) -> None:
    service.fail("85826NED", fault)
    url: str | None = f"{service.address}/ODataFeed/odata/85826NED/TypedDataSet?$format=json"
    seen = []
    for _ in range(6):
        assert url is not None
        seen.append(url)
        url = requests.get(url, timeout=2).json().get("odata.nextLink")

    circle = isinstance(fault, faults.NextLinkInACircle)
    assert len(set(seen)) == (2 if circle else 6)


def test_a_gzip_bomb_is_small_until_it_is_unpacked(service: Service) -> None:
    service.fail("85826NED", faults.GzipBomb(megabytes=8))
    url = f"{service.address}/ODataFeed/odata/85826NED/TypedDataSet"
    with requests.get(url, stream=True, timeout=2) as answer:
        assert int(answer.headers["Content-Length"]) < 20_000
        assert len(answer.content) > 8_000_000
        assert answer.json() == {"value": []}


def test_a_fault_lasts_as_long_as_was_said_and_where_it_was_said(service: Service) -> None:
    service.fail("85826NED", faults.Status(500), resource="RegioS", times=1)

    assert len(dataset()) == 7
    with pytest.raises(requests.HTTPError):
        cbsodata.get_meta("85826NED", "RegioS")
    assert len(cbsodata.get_meta("85826NED", "RegioS")) == 3

    service.fail(CATALOGUE, faults.Status(500))
    with pytest.raises(requests.HTTPError):
        cbsodata.get_table_list()


def test_closing_ends_an_answer_that_is_under_way() -> None:
    began = time.monotonic()
    with standing_in([ARBEID]) as service:
        service.fail("*", faults.Slow(60))
        with pytest.raises(requests.Timeout):
            requests.get(f"{service.address}/ODataFeed/odata/85826NED/", timeout=0.1)
    assert time.monotonic() - began < 5


# What it says


def keys(type: str = "Topic") -> list[str]:
    """The keys of one type in DataProperties, after checking that the rows have the same."""
    properties = cbsodata.get_meta("85826NED", "DataProperties")
    known = {row["Key"] for row in properties if row["Type"] != "TopicGroup"}
    assert set(dataset()[0]) == known | {"ID"}
    return [row["Key"] for row in properties if row["Type"] == type]


def test_a_column_is_missing_doubled_or_renamed(service: Service) -> None:
    stem = "Werkloosheidspercentage"
    service.fail("85826NED", faults.missing_column(stem))
    assert keys() == ["Beroepsbevolking_2"]

    service.mend("85826NED")
    service.fail("85826NED", faults.doubled_column(stem))
    assert keys() == ["Beroepsbevolking_2", f"{stem}_13", f"{stem}_99"]

    service.mend("85826NED")
    service.fail("85826NED", faults.renamed_column(stem, "Werkloosheid"))
    assert keys() == ["Beroepsbevolking_2", "Werkloosheid_13"]

    service.mend("85826NED")
    service.fail("85826NED", faults.changed_unit(stem, "x 1 000"))
    units = [row.get("Unit") for row in cbsodata.get_meta("85826NED", "DataProperties")]
    assert units[-2:] == ["x 1 000", "x 1 000"]

    service.mend("85826NED")
    service.fail("85826NED", faults.missing_values(stem))
    assert f"{stem}_13" not in dataset()[0]


def test_a_dimension_is_missing_doubled_or_renamed(service: Service) -> None:
    service.fail("85826NED", faults.missing_dimension("Persoonskenmerken"))
    assert keys("Dimension") == []
    with pytest.raises(requests.HTTPError, match="404"):
        cbsodata.get_meta("85826NED", "Persoonskenmerken")

    service.mend("85826NED")
    service.fail("85826NED", faults.doubled_dimension("Persoonskenmerken"))
    assert keys("Dimension") == ["Persoonskenmerken", "Persoonskenmerken2"]

    service.mend("85826NED")
    service.fail("85826NED", faults.renamed_dimension("Persoonskenmerken", "Kenmerken"))
    assert keys("Dimension") == ["Kenmerken"]
    assert len(cbsodata.get_meta("85826NED", "Kenmerken")) == 2


def test_a_total_is_renamed_and_a_status_unknown(service: Service) -> None:
    service.fail("85826NED", faults.renamed_total("Persoonskenmerken"))
    service.fail("85826NED", faults.unknown_status())

    titles = [row["Title"] for row in cbsodata.get_meta("85826NED", "Persoonskenmerken")]
    assert titles == ["Alle personen", "Mannen"]
    statuses = [row["Status"] for row in cbsodata.get_meta("85826NED", "Perioden")]
    assert statuses == ["Definitief", "Herzien"]


@pytest.mark.parametrize(
    ("change", "numbers"),
    [
        (faults.duplicate_rows(2), [0, 1, 2, 3, 4, 5, 6, 0, 1]),
        (faults.zero_rows(), []),
        (faults.half_of_the_rows(), [0, 2, 4]),
    ],
    ids=["duplicates", "zero", "half"],
)
def test_rows_come_twice_or_not_at_all(
    service: Service, change: faults.Change, numbers: list[int]
) -> None:
    labour = [9898, 10096, 341, 348, 91, 93, 5321]
    service.fail("85826NED", change)
    assert [row["Beroepsbevolking_2"] for row in dataset()] == [labour[each] for each in numbers]


def test_a_value_is_out_of_range_or_jumps(service: Service) -> None:
    where = {"RegioS": "AM06", "Perioden": "2023JJ00"}
    service.fail("85826NED", faults.out_of_range("Werkloosheidspercentage", 480, where))
    service.fail("85826NED", faults.jump("Beroepsbevolking"))

    rows = dataset()
    assert [row["Werkloosheidspercentage_13"] for row in rows] == [
        3.5, 3.6, 3.2, 480, None, None, 3.5,
    ]  # fmt: skip
    assert [row["Beroepsbevolking_2"] for row in rows] == [
        9898, 100_960, 341, 3480, 91, 930, 53_210,
    ]  # fmt: skip


def test_a_million_rows_take_no_memory_and_differ(service: Service) -> None:
    service.page_rows = 5000
    service.fail("85826NED", faults.many_rows(1_000_000))
    url = f"{service.address}/ODataFeed/odata/85826NED/TypedDataSet?$format=json"
    last = requests.get(f"{url}&$skip=999995", timeout=2).json()["value"]
    filtered = requests.get(f"{url}&$filter=startswith(RegioS,'WK')", timeout=5).json()
    page = requests.get(filtered["odata.nextLink"], timeout=5).json()["value"]

    assert [row["ID"] for row in last] == [999_995, 999_996, 999_997, 999_998, 999_999]
    assert last[-1]["RegioS"] == "WK7576"
    assert {row["RegioS"][:2] for row in page} == {"WK"}
    assert len({(row["RegioS"], row["Perioden"], row["Persoonskenmerken"]) for row in page}) == 5000


def test_a_table_is_touched_replaced_or_withdrawn(service: Service) -> None:
    service.fail("85826NED", faults.touched("2026-12-01T02:00:00"))
    assert cbsodata.get_info("85826NED")["Modified"] == "2026-12-01T02:00:00"
    listed = cbsodata.get_table_list(select="Identifier,Modified")
    assert listed == [{"Identifier": "85826NED", "Modified": "2026-12-01T02:00:00"}]

    service.mend()
    service.put(faults.zero_rows().apply(ARBEID))
    assert dataset() == []
    service.withdraw("85826NED")
    with pytest.raises(requests.HTTPError, match="404"):
        dataset()


# PDOK

WFS = {
    "service": "WFS",
    "version": "2.0.0",
    "request": "GetFeature",
    "typeNames": "gebiedsindelingen:gemeente_gegeneraliseerd",
    "outputFormat": "application/json",
    "srsName": "EPSG:4326",
}


def boundaries(service: Service, year: int = 2023, **other: str) -> requests.Response:
    return requests.get(
        f"{service.address}/cbs/gebiedsindelingen/{year}/wfs/v1_0",
        params={**WFS, **other},
        timeout=2,
    )


def test_pdok_gives_the_gemeenten_of_the_year(service: Service) -> None:
    counts = {year: len(boundaries(service, year).json()["features"]) for year in range(2019, 2027)}
    assert counts == {
        2019: 355, 2020: 355, 2021: 352, 2022: 345, 2023: 342, 2024: 342, 2025: 342, 2026: 342,
    }  # fmt: skip
    (apeldoorn,) = (
        each
        for each in boundaries(service).json()["features"]
        if each["properties"]["statcode"] == "GM0200"
    )
    assert apeldoorn["properties"]["statnaam"] == "Apeldoorn"
    assert apeldoorn["properties"]["jaarcode"] == 2023
    assert apeldoorn["geometry"]["type"] == "MultiPolygon"
    ring = apeldoorn["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1] == [5.9, 52.12]
    assert boundaries(service, 2018).status_code == 404
    assert service.count(PDOK, "2023") == 2


def test_pdok_refuses_another_layer_and_pages_by_count(service: Service) -> None:
    wrong = boundaries(service, typeNames="gebiedsindelingen:buurt")
    assert (wrong.status_code, "ExceptionReport" in wrong.text) == (400, True)
    assert len(boundaries(service, count="10", startIndex="340").json()["features"]) == 2
    metres = boundaries(service, srsName="EPSG:28992").json()["features"][0]
    assert metres["geometry"]["coordinates"][0][0][0][1] > 300_000


def test_pdok_is_down_broken_or_incomplete(service: Service) -> None:
    service.fail(PDOK, faults.NoAnswer(), times=1)
    with pytest.raises(requests.ConnectionError):
        boundaries(service)

    service.fail(PDOK, faults.CutJson(), times=1)
    with pytest.raises(requests.JSONDecodeError):
        boundaries(service).json()

    service.fail(PDOK, faults.HtmlPage(), times=1)
    assert "<html" in boundaries(service).text

    service.fail(PDOK, faults.missing_gemeenten("GM0200"), resource="2023", times=1)
    assert len(boundaries(service).json()["features"]) == 341

    service.fail(PDOK, faults.no_features(), times=1)
    assert boundaries(service).json()["features"] == []

    service.fail(PDOK, faults.no_geometry(), times=1)
    assert boundaries(service).json()["features"][0]["geometry"] is None

    service.fail(PDOK, faults.renamed_properties(), times=1)
    assert boundaries(service).json()["features"][0]["properties"]["code"] == "GM0014"

    service.fail(PDOK, faults.open_rings(), times=1)
    rings = boundaries(service).json()["features"][0]["geometry"]["coordinates"][0]
    assert len(rings[0]) == 3
    assert len(boundaries(service).json()["features"]) == 342


def test_a_change_that_does_not_fit_its_table_is_told_at_once(service: Service) -> None:
    with pytest.raises(LookupError, match="85826NED has 0 columns Werkloosheid"):
        service.fail("85826NED", faults.missing_column("Werkloosheid"))
    with pytest.raises(ValueError, match="one table"):
        service.fail("*", faults.zero_rows())
    with pytest.raises(ValueError, match="Boundaries come from pdok"):
        service.fail("85826NED", faults.no_features())


def test_every_named_fault_can_be_made() -> None:
    made = [make() for make in faults.BY_NAME.values()]
    assert len(made) == len(faults.BY_NAME)


def test_it_runs_by_hand_with_a_fault_switched_on() -> None:
    command = [sys.executable, "-m", "tests.standin", "--port", "0", "--fail", "85826NED=html"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        told = dict(each.split("=") for each in running.stdout.readline().split())
        address = told["MONITOR_CBS_URL"]
        page = requests.get(f"{address}/ODataFeed/odata/85826NED/TypedDataSet", timeout=5)
        sound = requests.get(f"{address}/ODataFeed/odata/86088NED/TableInfos", timeout=5)
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read()

    assert page.headers["Content-Type"].startswith("text/html")
    assert sound.json()["value"][0]["Identifier"] == "86088NED"
    assert rest == "2 requests, 1 at once at most\n"
    assert running.returncode == 0
