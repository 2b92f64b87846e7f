"""The contracts that every staged row is held to."""

from __future__ import annotations

from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
import pytest

from tests.warehouse.drawn import belonging, waarnemingen
from warehouse.tables import Waarneming

HEADER = "indicator | gebied | periode | waarde | status"


def broken_rules(**changed: Any) -> set[str]:
    """Change some columns of a sound figure and name the rules that it breaks."""
    sound = waarnemingen(f"{HEADER}\nbijstand_personen | GM0200 | 2021-12-31 | 4150 | definitief")
    wrong = sound.with_columns(**{name: pl.lit(value) for name, value in changed.items()})
    _, failure = Waarneming.filter(wrong, cast=True)
    return set(failure.counts())


def test_a_sound_figure_breaks_no_rule() -> None:
    assert broken_rules() == set()


def test_a_value_that_is_missing_needs_a_reason() -> None:
    assert broken_rules(waarde=None) == {"missing_has_a_reason"}
    assert broken_rules(waarde=None, status="geheim") == set()


def test_a_value_that_is_there_has_no_reason_to_be_missing() -> None:
    assert broken_rules(status="geheim") == {"missing_has_a_reason"}


def test_a_period_does_not_end_before_it_begins() -> None:
    assert broken_rules(einde=date(2021, 12, 30)) == {"period_runs_forward"}


@pytest.mark.parametrize("code", ["GM200", "Apeldoorn", "GM0200 ", "BU02000001", "NL00"])
def test_an_area_code_is_one_of_ours(code: str) -> None:
    assert broken_rules(gebied=code) == {"gebied|regex"}


def test_a_figure_is_given_once() -> None:
    twice = "bijstand_personen | GM0200 | 2021-12-31 | 4150 | definitief"
    with pytest.raises(dy.exc.ValidationError, match="figure_is_unique"):
        waarnemingen(f"{HEADER}\n{twice}\n{twice.replace('4150', '4160')}")


def test_only_a_gemeente_can_be_a_member() -> None:
    with pytest.raises(dy.exc.ValidationError, match="deel"):
        belonging([{"geheel": "AM06", "deel": "SR2017-deventer"}])
