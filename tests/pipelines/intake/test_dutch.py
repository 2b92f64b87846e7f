"""Values as Dutch spreadsheets write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.dutch import bare, day, is_empty, number, whole_number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", "12"),
        ("1.234", "1234"),
        ("1.234.567,5", "1234567.5"),
        ("1234,50", "1234.50"),
        ("€ 9.437.463,-", "9437463"),
        ("€ 9.437.463", "9437463"),
        ("€9.437.463,00", "9437463.00"),
        ("€ -", "0"),
        ("EUR 12,5", "12.5"),
        ("12 euro", "12"),
        ("66,2%", "66.2"),
        ("-3", "-3"),
        ("€ -3,50", "-3.50"),
        ("1 234", "1234"),
    ],
)
def test_a_dutch_number_is_read(written: str, read: str) -> None:
    assert number(written) == Decimal(read)


@pytest.mark.parametrize(
    "written", ["", "twaalf", "1.5", "1,2,3", "12a", "1..2", "#N/B", "1.23.456"]
)
def test_what_could_be_misread_is_no_number(written: str) -> None:
    with pytest.raises(ValueError, match="moet een getal zijn"):
        number(written)


def test_a_count_has_no_decimals() -> None:
    assert whole_number("12,0") == 12
    with pytest.raises(ValueError, match="moet een geheel getal zijn"):
        whole_number("12,5")


@pytest.mark.parametrize(
    "written",
    [
        "01-03-2023", "1-3-2023", "1/3/2023", "1.3.2023", "01-03-23", "2023-03-01",
        "2023-03-01 00:00:00", "2023-03-01T00:00:00", "1 maart 2023", "1 mrt 2023", "1 mrt. 2023",
        "woensdag 1 maart 2023", "wo 1 mrt 2023", "20230301", "44986", "44986,5", "1-mrt-2023",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert day(written) == date(2023, 3, 1)


@pytest.mark.parametrize("written", ["31-02-2023", "2023-13-01", "0-1-2023"])
def test_a_day_that_no_calendar_has_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is een dag die niet bestaat"):
        day(written)


@pytest.mark.parametrize("written", ["maart 2023", "2023", "1 foo 2023", "12", "99999", "K-01"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="moet een datum zijn"):
        day(written)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_reads_back_from_each_form(moment: date) -> None:
    serial = (moment - date(1899, 12, 30)).days
    for written in (f"{moment:%d-%m-%Y}", moment.isoformat(), str(serial), f"{moment:%d/%m/%Y}"):
        assert day(written) == moment


@given(st.integers(-(10**12), 10**12))
def test_every_whole_number_reads_back_with_thousand_points(value: int) -> None:
    assert whole_number(f"{value:,}".replace(",", ".")) == value


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(written: str) -> None:
    for read in (number, whole_number, day):
        try:
            read(written)
        except ValueError:
            continue


@pytest.mark.parametrize("written", ["", "-", "n.v.t.", "N.v.t.", "nvt", "–", " - "])
def test_nothing_filled_in_is_seen(written: str) -> None:
    assert is_empty(written)


def test_headers_are_compared_without_case_accents_spaces_and_punctuation() -> None:
    assert bare(" Dátum_aanmelding: ") == bare("datum aanmelding") == "datumaanmelding"
