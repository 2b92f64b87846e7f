"""Freshness: what is said of a delivery is no more than what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from warehouse.freshness import latest_figures, state
from warehouse.journal import Attempt, Outcome
from warehouse.periods import today
from warehouse.reader import Warehouse

FETCHED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days_left", "fetched", "expected"),
    [
        (None, None, "meegeleverd"),
        (None, FETCHED, "actueel"),
        (1, None, "meegeleverd"),
        (0, FETCHED, "actueel"),
        (-1, FETCHED, "verouderd"),
        (-1, None, "verouderd"),
    ],
)
def test_a_delivery_is_only_called_fresh_when_it_was_fetched(
    days_left: int | None, fetched: datetime | None, expected: str
) -> None:
    stale_on: date | None = None if days_left is None else today() + timedelta(days=days_left)
    assert state(delivery(stale_on, fetched)) == expected


def delivery(stale_on: date | None, fetched: datetime | None) -> dict[str, object]:
    laid_down = date(2026, 11, 22)
    return {"verouderd_op": stale_on, "opgehaald": fetched, "vastgelegd": laid_down}


@pytest.mark.parametrize(
    ("outcome", "days_ago", "expected"),
    [
        (Outcome.NIEUW, 0, "actueel"),
        (Outcome.ONGEWIJZIGD, 1, "actueel"),
        (Outcome.ONGEWIJZIGD, 14, "actueel"),
        (Outcome.ONGEWIJZIGD, 15, "verouderd"),
        (Outcome.MISLUKT, 0, "verversen mislukt"),
    ],
)
def test_a_source_that_was_looked_at_lately_is_not_out_of_date(
    outcome: Outcome, days_ago: int, expected: str
) -> None:
    moment = datetime.now(UTC) - timedelta(days=days_ago)
    attempt = Attempt(bron="b", tabel="t", uitkomst=outcome, gepoogd=moment, gelukt=moment)

    assert state(delivery(today() - timedelta(days=400), FETCHED), attempt) == expected


def test_a_table_that_was_never_fetched_says_so() -> None:
    assert state({"verouderd_op": None, "opgehaald": None, "vastgelegd": None}) == (
        "nog niet opgehaald"
    )


@pytest.mark.parametrize(
    ("periods", "latest"),
    [
        (["2025", "2026K1", "2026K2", "2026-06"], "2026-06"),
        (["2025", "2026K1", "2026K2"], "2026K2"),
        (["2024", "2025"], "2025"),
        (["2025", "2026-04-30"], "2026-04-30"),
    ],
)
def test_the_latest_figure_is_named_by_its_shortest_period(
    periods: list[str], latest: str, warehouse_of: Callable[[str], Warehouse]
) -> None:
    lines = [f"bijstand_personen | NL01 | {period} | 10" for period in periods]
    warehouse = warehouse_of("indicator | gebied | periode | waarde\n" + "\n".join(lines))
    assert [period.text for period in latest_figures(warehouse).values()] == [latest]
