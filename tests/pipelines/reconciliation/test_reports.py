"""The region's own reports: what the engine must find in them, and must not."""

from __future__ import annotations

import re

import polars as pl
import pytest

from pipelines.reconciliation import judging
from pipelines.reconciliation.finding import Finding, Rule
from pipelines.reconciliation.printed import check
from warehouse.findings import State


@pytest.fixture(scope="module")
def found(raw_tables: dict[str, pl.DataFrame]) -> list[Finding]:
    return judging.known(check(raw_tables), raw_tables)


def chosen(found: list[Finding], pattern: str) -> list[Finding]:
    return [each for each in found if re.search(pattern, each.subject)]


def test_the_sixty_repeated_cells_of_2022(found: list[Finding]) -> None:
    [repeated] = [each for each in found if each.rule is Rule.HERHAALD]
    assert repeated.found == pytest.approx(60)
    assert len(repeated.cells) == 60


@pytest.mark.parametrize(
    ("pattern", "gaps"),
    [
        (r"2022.*som naar geslacht", [6, 6]),
        (r"2022.*som naar geboortejaar", [-41, -41]),
        (r"2023.*: status tegen de instroom", [-1, 1, 36, -47, -11]),
        (r"Pijler 1.*posten tegen", [-75_000]),
        (r"WSP.*2022.*twee keer gedrukt", [0.4]),
        (r"infographic van 2023", [-0.1]),
        (r"banenmarkten van 2023", [-246]),
    ],
)
def test_a_known_error_is_found_with_its_size(
    found: list[Finding], pattern: str, gaps: list[float]
) -> None:
    sizes = [float(each.gap) for each in chosen(found, pattern) if each.gap is not None]
    assert sizes == pytest.approx(gaps)


def test_market_plus_government_in_twelve_rows_that_rounding_explains(found: list[Finding]) -> None:
    rows = chosen(found, r"gebied .*markt en overheid tegen het totaal")
    assert len(rows) == 12
    assert all(each.explained for each in rows)


def test_no_other_sum_of_2023_is_called_wrong(found: list[Finding]) -> None:
    of_2023 = chosen(found, r"^(RMT|Stimuleringsvouchers|Klanttevredenheid RMT) 2023")
    assert all("status tegen de instroom" in each.subject for each in of_2023)


def test_every_finding_in_the_reports_is_known_with_a_reason(found: list[Finding]) -> None:
    assert [each.subject for each in found if each.state is not State.BEKEND] == []
    assert all(each.reason and each.action and each.places for each in found)
