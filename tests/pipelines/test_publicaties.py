"""Typed-over tables keep document, section and line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties

TypedOver = Callable[..., Publicaties]

PRINTED = """
jaar,gebied,waarde,bron,vindplaats,regel
2022,Nederland,3.5,jaarverslag-2023,1.6 Werkloosheid lager dan landelijk,214
2023,Nederland,,jaarverslag-2023,1.6 Werkloosheid lager dan landelijk,214
2024,Nederland,n.v.t.,jaarverslag-2023,1.6 Werkloosheid lager dan landelijk,214-215
"""


def test_a_figure_says_where_it_stands(typed_over: TypedOver) -> None:
    rows = typed_over(werkloosheid=PRINTED).table("werkloosheid", "jaar", "gebied")

    assert rows["plaats"][0] == (
        "jaarverslag-2023, 1.6 Werkloosheid lager dan landelijk, regel 214"
    )
    assert rows["plaats"][2].endswith("regel 214-215")


def test_an_empty_cell_is_missing_and_never_zero(typed_over: TypedOver) -> None:
    rows = typed_over(werkloosheid=PRINTED).table("werkloosheid")

    assert rows["waarde"].to_list() == [Decimal("3.5"), None, None]


def test_a_missing_column_is_named(typed_over: TypedOver) -> None:
    printed = "jaar,waarde,bron,vindplaats\n2022,3.5,jaarverslag-2023,1.6\n"

    with pytest.raises(
        DeliveryError, match=r"werkloosheid\.csv mist kolom gebied, regel; gevonden"
    ):
        typed_over(werkloosheid=printed).table("werkloosheid", "gebied")


def test_a_value_that_is_not_a_number_is_named_with_its_row(typed_over: TypedOver) -> None:
    printed = PRINTED.replace("3.5", '"3,5"')

    with pytest.raises(
        DeliveryError, match=r"werkloosheid\.csv, rij 2: waarde '3,5' is geen getal"
    ):
        typed_over(werkloosheid=printed).table("werkloosheid")


def test_a_table_that_was_not_delivered_is_named(typed_over: TypedOver) -> None:
    with pytest.raises(DeliveryError, match=r"pso\.csv ontbreekt in de levering"):
        typed_over(werkloosheid=PRINTED).table("pso")
