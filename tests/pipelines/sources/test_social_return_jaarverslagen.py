"""Social return as printed: "bijna" and "ruim" stay bounds, and nothing is sold as growth."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.delivery import DeliveryError
from warehouse.builds import DataFolder
from warehouse.indicators import INDICATORS
from warehouse.reader import open_current


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        ("sroi_contracten", [(392, "gedrukt"), (397, "gedrukt")]),
        ("sroi_verplichting_eur", [(9_437_463, "gedrukt"), (28_000_000, "bovengrens")]),
        ("sroi_verzilverd_eur", [(None, "niet gepubliceerd"), (13_000_000, "ondergrens")]),
        ("sroi_realisatie_pct", [(None, "niet gepubliceerd"), (Decimal("46.4286"), "ondergrens")]),
    ],
)
def test_the_printed_figures_are_given_with_their_bounds(
    published: DataFolder, indicator: str, found: list[tuple[object, str]]
) -> None:
    rows = open_current(published).figures(indicator, ["AM06"])

    assert rows.select("periode", "waarde", "status").rows() == [
        (f"{year}-12-31", value, status)
        for year, (value, status) in zip((2022, 2023), found, strict=True)
    ]


def test_what_is_open_is_worked_out_of_two_bounds(published: DataFolder) -> None:
    row = open_current(published).figures("sroi_openstaand_eur", ["AM06"]).row(0, named=True)

    assert (row["waarde"], row["status"]) == (15_000_000, "bovengrens")
    assert row["opmerking"] == "Afgeleid: verplichting 28.000.000 min verzilverd 13.000.000"


def test_the_value_of_2022_is_not_compared_with_that_of_2023() -> None:
    (cut,) = INDICATORS["sroi_verplichting_eur"].breaks

    assert (cut.reeks, cut.date.year) == ("jaarverslagen-sr", 2023)


def test_firms_of_five_regions_are_given_side_by_side(published: DataFolder) -> None:
    rows = open_current(published).figures("pso_bedrijven", ["NL01"], per=["arbeidsmarktregio"])

    assert {row["categorie"][0]: int(row["waarde"]) for row in rows.iter_rows(named=True)} == {
        "Noordoost-Brabant": 82,
        "Zuidoost-Brabant": 49,
        "Veluwe Stedendriehoek": 48,
        "Midden-Utrecht": 35,
        "Twente": 35,
    }


def test_an_indicator_that_nobody_judged_is_refused(lay_down, known_areas) -> None:  # type: ignore[no-untyped-def]
    from pipelines.publicaties import read
    from pipelines.sources.social_return_jaarverslagen import stage

    head = "jaar,indicator,waarde,eenheid,precisie,bron,vindplaats,regel,opmerking\n"
    delivery = lay_down("publicaties", {"sroi.csv": head + "2023,iets nieuws,1,EUR,exact,a,b,1,\n"})

    with pytest.raises(DeliveryError, match="indicator 'iets nieuws' is onbekend"):
        stage(read(delivery), known_areas)
