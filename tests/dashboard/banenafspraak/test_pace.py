"""The pace: a range and never one day, and nothing where there are two points or fewer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dashboard.banenafspraak import pace_words
from dashboard.banenafspraak.pace import (
    Stand,
    arrival,
    needed,
    pace,
    quarters_between,
    reached,
)

ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
DEADLINE = date(2026, 12, 31)
GOAL = Decimal(5023)


def stands(*drawn: str) -> list[Stand]:
    """Read `2024K1 3.500` as the stand at the end of that quarter."""
    found = []
    for each in drawn:
        quarter, _, jobs = each.partition(" ")
        day = date(int(quarter[:4]), *ENDS[int(quarter[-1])])
        found.append(Stand(day, Decimal(jobs.replace(".", ""))))
    return found


RISING = stands("2024K1 4.000", "2024K2 4.080", "2024K3 4.200", "2024K4 4.300")


def words(made: list[Stand], goal: Decimal = GOAL, deadline: date = DEADLINE) -> str:
    found = pace(made)
    assert found is not None
    return pace_words.account(made, found, goal, deadline)


def test_quarters_are_counted_between_ends_of_months() -> None:
    assert quarters_between(date(2022, 12, 31), date(2026, 12, 31)) == 16
    assert quarters_between(date(2024, 3, 31), date(2024, 6, 30)) == 1


def test_a_rise_has_a_mean_and_the_paces_of_its_longer_halves() -> None:
    found = pace(RISING)

    assert found is not None
    assert found.mean == 100
    # Of two quarters or more: 4.000-4.200, 4.080-4.300 and 4.000-4.300.
    assert (int(found.slowest), int(found.fastest)) == (100, 110)
    assert needed(RISING[-1], GOAL, DEADLINE) == Decimal(723) / 8
    ends = arrival(found, GOAL)
    assert [each and each.text for each in (ends.earliest, ends.latest)] == ["2026K3", "2026K4"]


def test_a_rise_is_told_with_what_is_needed_a_range_and_the_assumption() -> None:
    assert words(RISING) == (
        "Van 31 maart 2024 tot 31 december 2024: gemiddeld 100 banen erbij per kwartaal. Voor 5.023 op "
        "31 december 2026 zijn er 90 per kwartaal nodig. In dit tempo is 5.023 bereikt tussen het 3e "
        "kwartaal van 2026 en het 4e kwartaal van 2026 (van +100 tot +110 banen per kwartaal). Aanname: "
        "het gaat verder als over delen van deze reeks die ten minste half zo lang zijn als het geheel; "
        "het traagste en het snelste daarvan geven de grenzen. Het is geen voorspelling."
    )


@pytest.mark.parametrize("made", [[], RISING[:1], RISING[:2]])
def test_of_two_points_or_fewer_there_is_no_pace(made: list[Stand]) -> None:
    assert pace(made) is None
    known = ["nog geen enkele stand", "is één stand bekend (31 maart 2024)",
             "zijn twee standen bekend (31 maart 2024 en 30 juni 2024)"]  # fmt: skip
    assert known[len(made)] in pace_words.too_few(made)


def test_a_fall_never_reaches_it() -> None:
    made = stands("2024K1 4.000", "2024K2 3.950", "2024K3 3.900")
    told = words(made)

    assert "gemiddeld 50 banen eraf per kwartaal" in told
    assert "In dit tempo wordt 5.023 niet bereikt, ook niet binnen 25 jaar" in told
    assert "tussen" not in told


def test_a_flat_series_never_reaches_it() -> None:
    told = words(stands("2024K1 4.000", "2024K2 4.000", "2024K3 4.000"))

    assert "gemiddeld geen banen erbij per kwartaal" in told
    assert "wordt 5.023 niet bereikt" in told


def test_a_rise_that_was_a_fall_for_a_while_has_an_open_end() -> None:
    told = words(stands("2024K1 4.000", "2024K2 4.200", "2024K3 4.100"))

    assert "In het snelste tempo is 5.023 bereikt in het 2e kwartaal van 2025" not in told
    assert "in het traagste niet, ook niet binnen 25 jaar (van -100 tot +200" in told


def test_one_pace_is_still_a_range() -> None:
    told = words(stands("2024K1 4.000", "2024K2 4.100", "2024K3 4.200"))

    assert "tussen het begin en het eind van het 4e kwartaal van 2026 (van +100 tot +100" in told


def test_gaps_count_as_the_quarters_that_they_are() -> None:
    found = pace(stands("2022K4 3.361", "2023K4 3.761", "2024K4 3.961"))

    assert found is not None
    assert found.mean == 75
    assert (int(found.slowest), int(found.fastest)) == (50, 100)


def test_a_target_that_is_met_is_dated_from_when_it_stayed_met() -> None:
    made = stands("2024K1 5.030", "2024K2 5.000", "2024K3 5.040", "2024K4 5.100")

    assert reached(made, GOAL) == made[2]
    assert "is bereikt sinds 30 september 2024" in words(made)
    assert "nodig" not in words(made)


def test_after_the_deadline_nothing_is_needed_any_more() -> None:
    made = stands("2026K2 4.000", "2026K3 4.100", "2026K4 4.200")

    assert needed(made[-1], GOAL, DEADLINE) is None
    assert "De dag van het doel (31 december 2026) is voorbij." in words(made)


def test_a_negative_number_of_jobs_is_handled_as_any_other() -> None:
    found = pace(stands("2024K1 -30", "2024K2 -20", "2024K3 -10"))

    assert found is not None
    assert found.mean == 10


def test_a_pace_that_takes_ages_is_not_dated() -> None:
    found = pace(stands("2024K1 4.000", "2024K2 4.001", "2024K3 4.002"))

    assert found is not None
    assert arrival(found, GOAL).latest is None


@pytest.mark.parametrize(
    ("jobs", "title"),
    [
        ("4.300", "Het tempo: gemiddeld 100 banen erbij per kwartaal, 90 nodig: ✓ genoeg"),
        ("4.090", "Het tempo: gemiddeld 30 banen erbij per kwartaal, 117 nodig: ✗ te weinig"),
        ("4.003", "Het tempo: gemiddeld 1 baan erbij per kwartaal, 128 nodig: ✗ te weinig"),
    ],
)
def test_the_title_sets_the_pace_beside_what_is_needed(jobs: str, title: str) -> None:
    made = [*RISING[:-1], *stands(f"2024K4 {jobs}")]
    found = pace(made)

    assert found is not None
    assert pace_words.title(found, needed(found.last, GOAL, DEADLINE)) == title
