"""What to think of a figure beside its reference."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from warehouse.indicator import Direction
from warehouse.indicators import INDICATORS
from warehouse.verdict import Against, Verdict, comparable, judge

UNEMPLOYMENT = INDICATORS["werkloosheidspercentage"]
PARTICIPATION = INDICATORS["netto_arbeidsparticipatie"]
PER_1000 = INDICATORS["bijstand_per_1000"]
WAJONG_PER_1000 = INDICATORS["wajong_per_1000"]
BIJSTAND = INDICATORS["bijstand_personen"]
REALISED = INDICATORS["sroi_realisatie_pct"]
COUNTRY, YEAR, TARGET = Against.NEDERLAND, Against.EERDER, Against.DOEL


def row(value: str, marge: str | None = "0.05", **said: Any) -> dict[str, Any]:
    margin = None if marge is None else Decimal(marge)
    figure = {
        "waarde": Decimal(value), "marge": margin, "status": "definitief", "strijdig": False,
        "reeks": "85826NED",
    }  # fmt: skip
    return figure | said


@pytest.mark.parametrize(
    ("value", "nederland", "lower_is_better", "higher_is_better", "neither"),
    [
        ("3.2", "3.6", "gunstiger dan Nederland", "ongunstiger dan Nederland", ""),
        ("3.6", "3.2", "ongunstiger dan Nederland", "gunstiger dan Nederland", ""),
        ("-0.4", "0.4", "gunstiger dan Nederland", "ongunstiger dan Nederland", ""),
        ("3.5", "3.6", *["niet te onderscheiden van Nederland"] * 2, ""),
        ("3.6", "3.6", *["gelijk aan Nederland"] * 3),
    ],
)
def test_a_verdict_on_a_count_hangs_on_what_is_good(
    value: str, nederland: str, lower_is_better: str, higher_is_better: str, neither: str
) -> None:
    pair = row(value), row(nederland)

    assert judge(PER_1000, *pair, COUNTRY).words == lower_is_better
    higher = replace(PER_1000, direction=Direction.HOGER)
    assert judge(higher, *pair, COUNTRY).words == higher_is_better
    assert judge(WAJONG_PER_1000, *pair, COUNTRY).words == neither


@pytest.mark.parametrize(
    ("value", "nederland", "said"),
    [
        ("3.2", "3.6", "lager dan Nederland, niet toetsbaar"),
        ("3.6", "3.2", "hoger dan Nederland, niet toetsbaar"),
        ("3.5", "3.6", "niet te onderscheiden van Nederland"),
        ("3.6", "3.6", "gelijk aan Nederland"),
    ],
)
def test_a_survey_is_not_judged_since_its_difference_cannot_be_tested(
    value: str, nederland: str, said: str
) -> None:
    for indicator in (UNEMPLOYMENT, PARTICIPATION):
        assert judge(indicator, row(value), row(nederland), COUNTRY) == Verdict(said)


def test_a_difference_that_is_not_written_is_none() -> None:
    own, country = row("30.04", "0"), row("30.01", "0")

    assert judge(PER_1000, own, country, COUNTRY) == Verdict("gelijk aan Nederland")
    assert judge(PER_1000, own, country, YEAR) == Verdict("gelijk aan een jaar eerder")


@pytest.mark.parametrize(
    ("value", "target", "said", "good"),
    [
        ("3361", "3299", "boven doel", True),
        ("3299", "3361", "onder doel", False),
        ("3299", "3299", "op doel", True),
    ],
)
def test_a_target_is_reached_or_not(value: str, target: str, said: str, good: bool) -> None:
    more_is_better = replace(BIJSTAND, direction=Direction.HOGER)

    assert judge(more_is_better, row(value, "0"), row(target, "0"), TARGET) == Verdict(said, good)


def test_above_a_target_that_should_not_be_passed_is_no_good() -> None:
    fewer_is_better = replace(BIJSTAND, direction=Direction.LAGER)

    above = judge(fewer_is_better, row("12", "0"), row("10", "0"), TARGET)
    assert above == Verdict("boven doel", good=False)


def test_a_target_within_the_rounding_is_neither_missed_nor_passed() -> None:
    thousands = replace(BIJSTAND, direction=Direction.HOGER)

    near = judge(thousands, row("4000", "500"), row("4300", "0"), TARGET)
    assert near.words == "op doel, binnen de afronding"


def test_a_derived_number_is_judged_with_reserve() -> None:
    more_is_better = replace(BIJSTAND, direction=Direction.HOGER)
    below = judge(more_is_better, row("113", "0", status="afgeleid"), row("150", "0"), TARGET)

    assert below == Verdict("onder doel, met voorbehoud")


def test_whole_percents_beside_tenths_are_not_called_equal() -> None:
    own, country = row("70", "0.5"), row("70.4", "0.05")
    assert (
        judge(PARTICIPATION, own, country, COUNTRY).words == "niet te onderscheiden van Nederland"
    )


def test_another_edition_gives_an_indication_and_no_verdict() -> None:
    country = row("3.6", reeks="80590ned")
    assert judge(PER_1000, row("3.2"), country, COUNTRY) == Verdict(
        "gunstiger dan Nederland, een indicatie"
    )


@pytest.mark.parametrize("disputed", [(True, False), (False, True), (True, True)])
def test_what_sources_dispute_is_not_judged(disputed: tuple[bool, bool]) -> None:
    own = row("3.2", strijdig=disputed[0])
    country = row("3.6", strijdig=disputed[1], reeks="80590ned")

    assert judge(PER_1000, own, country, COUNTRY) == Verdict("strijdig")


def test_another_edition_does_not_touch_a_difference_within_one_edition() -> None:
    country = row("3.6", strijdig=True)

    assert judge(PER_1000, row("3.2"), country, COUNTRY).words == "gunstiger dan Nederland"


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        ("ondergrens", "gedrukt", "gunstiger dan een jaar eerder"),
        ("gedrukt", "bovengrens", "gunstiger dan een jaar eerder"),
        ("ondergrens", "bovengrens", "gunstiger dan een jaar eerder"),
        ("bovengrens", "gedrukt", "niet toetsbaar"),
        ("gedrukt", "ondergrens", "niet toetsbaar"),
        ("ondergrens", "ondergrens", "niet toetsbaar"),
    ],
)
def test_a_bound_is_judged_only_where_it_cannot_turn_out_otherwise(
    own: str, other: str, said: str
) -> None:
    pair = row("46", None, status=own), row("40", None, status=other)

    assert judge(REALISED, *pair, YEAR).words == said


def test_a_number_of_all_of_nederland_is_no_yardstick() -> None:
    assert comparable(PER_1000, COUNTRY)
    assert not comparable(BIJSTAND, COUNTRY)
    assert comparable(BIJSTAND, YEAR)
    assert not comparable(BIJSTAND, TARGET)
