"""Editions of a table never mix, and newer ones are found in the catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.editions import newer_than
from tests.monitor.conftest import Answer
from tests.refresh import drawn
from tests.refresh.conftest import ARBEID, Everything, Monitor, asking
from tests.standin import faults
from tests.standin.service import CATALOGUE, Service, standing_in
from tests.warehouse.drawn import rows
from warehouse.figures import answer
from warehouse.periods import Period

YEARS = (Period.year(2018), Period.year(2023))
PRINTED = """
gebied | 2018 | 2019 | 2020 | 2021 | 2022 | 2023
AM06   | 4.7  | 4.0  | 4.5  | 3.6  | 3.2  | 3.2
NL01   | 4.9  | 4.4  | 4.9  | 4.2  | 3.5  | 3.6
"""


def figures(everything: Everything, gebied: str, period: tuple[Period, Period]) -> pl.DataFrame:
    return answer(Monitor(everything.folder).warehouse, "werkloosheidspercentage", [gebied], period)


@pytest.mark.parametrize("line", rows(PRINTED), ids=lambda line: line["gebied"])
def test_what_85826ned_says_is_what_the_jaarverslag_printed(
    everything: Everything, line: dict[str, str]
) -> None:
    gebied = line.pop("gebied")
    printed = [Decimal(value) for value in line.values()]
    every = Monitor(everything.folder).warehouse.figures("werkloosheidspercentage", [gebied])
    of_edition = (
        every.filter(reeks=ARBEID, soort="jaar")
        .filter(pl.col("periode").is_in(list(line)))
        .sort("periode")
    )

    by_source = {
        bron: of_edition.filter(bron=bron)["waarde"].to_list()
        for bron in ("cbs-arbeidsdeelname-arbeidsmarktregio", "jaarverslag-2023-arbeidsdeelname")
    }

    assert by_source == dict.fromkeys(by_source, printed)


def test_two_sources_that_agree_are_not_in_dispute(everything: Everything) -> None:
    warehouse = Monitor(everything.folder).warehouse
    disputed = warehouse.checks().filter(pl.col("controle").str.starts_with("Twee bronnen"))
    between = f"Twee bronnen over hetzelfde: {ARBEID} en {ARBEID}"

    assert between not in set(disputed["controle"])


def test_editions_that_differ_for_a_year_are_both_shown_each_under_its_own_table(
    monitor: Monitor, service: Service
) -> None:
    older = drawn.ARBEID.replace("3.2        | 73.6", "3.9        | 73.6")
    service.put(drawn.arbeidsdeelname(older, "85494NED", indeling=2022))

    monitor.refresh("85494NED")

    found = answer(monitor.warehouse, "werkloosheidspercentage", ["AM06"], (Period.year(2023),) * 2)
    pairs = set(found.select("tabel", "waarde").iter_rows())
    assert {("85494NED", Decimal("3.9")), (ARBEID, Decimal("3.2"))} >= pairs
    assert monitor.numbers("werkloosheidspercentage", "AM06", "85494NED", "2023") == [3.9]
    assert monitor.numbers("werkloosheidspercentage", "AM06", ARBEID, "2023") == [3.2]
    assert found["gekozen"].sum() == 1


def test_the_old_method_and_the_new_are_never_in_one_line(everything: Everything) -> None:
    every = Monitor(everything.folder).warehouse.figures("werkloosheidspercentage", ["NL01"])
    of_2018 = every.filter(periode="2018").select("reeks", "waarde").unique()

    said = dict(of_2018.iter_rows())
    assert (said["84703NED"], said[ARBEID]) == (Decimal("3.8"), Decimal("4.9"))
    chosen = every.filter(pl.col("gekozen"), pl.col("soort") == "jaar")
    assert chosen.group_by("periode").len()["len"].to_list() == [1] * chosen.height


def test_the_command_prints_each_figure_under_its_own_table(
    everything: Everything,
    monkeypatch: pytest.MonkeyPatch,
    monitor_command: Callable[..., Answer],
) -> None:
    monkeypatch.setenv("MONITOR_DATA", str(everything.folder.path))
    said = monitor_command(
        "figures", "--indicator", "werkloosheidspercentage", "--gebied", "AM06",
        "--periode", "2018:2024", "--formaat", "json",
    )  # fmt: skip

    found: list[dict[str, Any]] = json.loads(said.out)
    assert said.code == 0
    monitor = Monitor(everything.folder)
    for each in found:
        assert monitor.numbers(
            "werkloosheidspercentage", "AM06", each["tabel"], each["periode"]
        ) == [each["waarde"]]
    chosen = [each for each in found if each["gekozen"]]
    assert [each["periode"] for each in chosen] == [str(year) for year in range(2018, 2025)]


# Newer editions


OURS = "Arbeidsdeelname; regionale indeling 2024"
CATALOGUED = f"""
Identifier | Title                                    | Period      | Modified
86088NED   | {OURS}                                   | 2013 - 2024 | 2026-03-14T02:00:00
85826NED   | Arbeidsdeelname; regionale indeling 2023 | 2013 - 2023 | 2024-03-14T02:00:00
86999NED   | Arbeidsdeelname; regionale indeling 2025 | 2013 - 2025 | 2026-11-14T02:00:00
81111NED   | Arbeidsdeelname; regionale indeling 2016 | 2010 - 2016 | 2017-03-14T02:00:00
80000NED   | Iets anders 2030                         | 2030        | 2030-01-01T02:00:00
"""


def test_a_title_that_differs_in_a_later_year_alone_is_a_newer_edition() -> None:
    (found,) = newer_than(["86088NED", "85826NED"], rows(CATALOGUED))

    assert (found.ours, found.tabel, found.title, found.period, found.modified) == (
        "86088NED",
        "86999NED",
        "Arbeidsdeelname; regionale indeling 2025",
        "2013 - 2025",
        "2026-11-14",
    )


@given(
    st.sampled_from(["upper", "lower", "title", "swapcase"]),
    st.lists(st.sampled_from(list(" ,;:.()-'/_")), min_size=1, max_size=6),
    st.integers(2025, 2099),
)
def test_case_and_punctuation_of_a_title_do_not_matter(
    case: str, marks: list[str], year: int
) -> None:
    words = ["Arbeidsdeelname", "regionale", "indeling", str(year)]
    title = "".join(word + marks[place % len(marks)] for place, word in enumerate(words))
    listed = [
        {"Identifier": "86088NED ", "Title": OURS},
        {"Identifier": "86999NED", "Title": getattr(title, case)()},
    ]

    assert [each.tabel for each in newer_than(["86088ned"], listed)] == ["86999NED"]


def test_the_catalogue_is_read_to_its_end_and_newer_editions_are_listed(
    everything: Everything,
    monkeypatch: pytest.MonkeyPatch,
    monitor_command: Callable[..., Answer],
) -> None:
    service = everything.service
    asking(service.address, monkeypatch)
    service.put(
        drawn.arbeidsdeelname(tabel="86999NED", indeling=2025, modified="2026-11-14T02:00:00")
    )
    service.put(drawn.gebieden("RegioS | Code_1\nGM0200 | AM06", tabel="87000NED", jaar=2027))
    service.forget()
    try:
        said = monitor_command("tables", "--formaat", "json")
    finally:
        service.withdraw("86999NED")
        service.withdraw("87000NED")

    assert said.code == 0, said.err
    found = {each["misschien nieuwer"]: each for each in json.loads(said.out)}
    assert found["87000NED"] == {
        "wij gebruiken": "86247NED",
        "misschien nieuwer": "87000NED",
        "titel": "Gebieden in Nederland 2027",
        "periode": "",
        "gewijzigd": "2027-01-15",
    }
    assert service.count(CATALOGUE) == 4


def test_without_newer_editions_that_is_said(
    everything: Everything,
    monkeypatch: pytest.MonkeyPatch,
    monitor_command: Callable[..., Answer],
) -> None:
    asking(everything.service.address, monkeypatch)

    said = monitor_command("tables")

    assert (said.code, said.out.strip()) == (
        0, "Geen tabel bij het CBS lijkt een nieuwere uitgave van een die wij gebruiken.",
    )  # fmt: skip


def test_a_catalogue_that_fails_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, monitor_command: Callable[..., Answer]
) -> None:
    with standing_in() as service:
        asking(service.address, monkeypatch)
        service.fail(CATALOGUE, faults.Status(404))

        said = monitor_command("tables")

    assert (said.code, said.out) == (1, "")
    assert " ".join(said.err.split()) == (
        "Mislukt: de catalogus van het CBS: bestaat niet bij deze dienst (HTTP 404)"
    )
