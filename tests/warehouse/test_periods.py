"""Periods, as they are written, spoken and read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.periods import Period

YEARS = st.integers(1, 9999)
PERIODS = st.one_of(
    st.builds(Period.year, YEARS),
    st.builds(Period.quarter, YEARS, st.integers(1, 4)),
    st.builds(Period.month, YEARS, st.integers(1, 12)),
    st.builds(Period.day, st.dates()),
)


@given(PERIODS)
def test_a_period_survives_being_written_and_read(period: Period) -> None:
    assert Period.parse(period.text) == period
    assert Period.parse_range(period.text) == (period, period)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_cbs_key_is_the_period_that_it_names(year: int, number: int) -> None:
    assert Period.from_cbs_key(f"{year:04}JJ00") == Period.year(year)
    assert Period.from_cbs_key(f"{year:04}MM{number:02}") == Period.month(year, number)
    quarter = (number + 2) // 3
    assert Period.from_cbs_key(f" {year:04}KW{quarter:02} ") == Period.quarter(year, quarter)


@given(PERIODS, PERIODS)
def test_a_period_contains_another_when_every_day_of_it_lies_inside(
    one: Period, other: Period
) -> None:
    shared = range(
        max(one.begin, other.begin).toordinal(), min(one.einde, other.einde).toordinal() + 1
    )
    assert one.contains(other) == (
        len(shared) == other.einde.toordinal() - other.begin.toordinal() + 1
    )


@pytest.mark.parametrize(
    ("written", "begin", "einde", "soort", "spoken"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "jaar", "2023"),
        ("2023K1", date(2023, 1, 1), date(2023, 3, 31), "kwartaal", "1e kwartaal 2023"),
        ("2023K4", date(2023, 10, 1), date(2023, 12, 31), "kwartaal", "4e kwartaal 2023"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "maand", "februari 2024"),
        (" 2021-12-31 ", date(2021, 12, 31), date(2021, 12, 31), "dag", "31 december 2021"),
    ],
)
def test_what_is_written_has_a_first_and_last_day_and_a_name(
    written: str, begin: date, einde: date, soort: str, spoken: str
) -> None:
    period = Period.parse(written)

    assert (period.begin, period.einde, period.soort) == (begin, einde, soort)
    assert period.spoken == spoken
    assert period.last_day() == Period.day(einde)


@pytest.mark.parametrize(
    "written", ["", "23", "2023K", "2023-6", "2023k1", "juni 2023", "2018-2023"]
)
def test_what_is_no_period_is_refused_with_the_ways_to_write_one(written: str) -> None:
    with pytest.raises(ValueError, match="schrijf 2023, 2023K1, 2023-06 of 2021-12-31"):
        Period.parse(written)


@pytest.mark.parametrize("written", ["2023-13", "2023-02-30", "2023-00", "0000"])
def test_what_is_not_on_the_calendar_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=f"^periode '{written}' bestaat niet op de kalender$"):
        Period.parse(written)


def test_a_fifth_quarter_is_refused() -> None:
    with pytest.raises(ValueError, match="2023K5"):
        Period.parse("2023K5")


@pytest.mark.parametrize(
    ("key", "complaint"),
    [
        ("2023", r"is niet te lezen \(JJ, KW of MM verwacht\)"),
        ("2023X000", r"is niet te lezen \(JJ, KW of MM verwacht\)"),
        ("2023KW05", "bestaat niet op de kalender"),
        ("2023MM13", "bestaat niet op de kalender"),
    ],
)
def test_a_strange_cbs_key_is_named(key: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^CBS-periode '{key}' {complaint}"):
        Period.from_cbs_key(key)


def test_a_range_has_two_ends_of_one_kind() -> None:
    assert Period.parse_range("2018:2023") == (Period.year(2018), Period.year(2023))
    assert Period.parse_range("2023K1:2024K2") == (Period.quarter(2023, 1), Period.quarter(2024, 2))


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("2018:2023K1", "begint met een jaar en eindigt met een kwartaal"),
        ("2023:2018", "eindigt voor zij begint"),
        ("2018:", "periode '' is niet te lezen"),
        ("2018:2019:2020", "periode '2019:2020' is niet te lezen"),
    ],
)
def test_a_range_that_does_not_run_is_refused(written: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Period.parse_range(written)
