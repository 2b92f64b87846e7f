"""The printed tables of the annual report of 2023."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.sources import arbeidsdeelname_regio, ww_regio

TypedOver = Callable[..., Publicaties]

WERKLOOSHEID = """
indicator,jaar,gebied,waarde,eenheid,status,cbs_tabel,bron,vindplaats,regel
Werkloosheidspercentage,2023,Nederland,3.6,%,gedrukt,85826NED,jaarverslag-2023,1.6 Werkloosheid,214
Werkloosheidspercentage,2023,Stedendriehoek en Noordwest Veluwe (AM),3.2,%,gedrukt,85826NED,jaarverslag-2023,1.6 Werkloosheid,215
"""  # noqa: E501
PARTICIPATIE = """
indicator,jaar,gebied,waarde,eenheid,status,cbs_tabel,bron,vindplaats,regel
Netto arbeidsparticipatie,2023,Nederland,73.1,%,gedrukt,85826NED,jaarverslag-2023,1.6 Netto,226
"""
WW = """
peildatum,gebied,indicator,waarde,eenheid,bron,vindplaats,regel
2023-12-31,Veluwe Stedendriehoek,WW-uitkeringen,4588,aantal,jaarverslag-2023,1.6 WW,202
2023-12-31,Veluwe Stedendriehoek,toename WW-uitkeringen in een jaar,212,aantal,jaarverslag-2023,1.6 WW,202
2023-12-31,Nederland,mutatie WW jaar op jaar,7.8,%,jaarverslag-2023,1.6 WW,204
2023-12-31,Veluwe Stedendriehoek,WW als % beroepsbevolking,1.4,%,jaarverslag-2023,1.6 WW,204
"""  # noqa: E501


def test_region_and_nederland_stand_in_the_edition_that_the_report_printed(
    typed_over: TypedOver, known_areas: Areas
) -> None:
    printed = typed_over(werkloosheid_regio_nl=WERKLOOSHEID, participatie_regio_nl=PARTICIPATIE)
    staged = arbeidsdeelname_regio.stage(printed, known_areas)

    assert staged.select("indicator", "gebied", "periode", "waarde", "marge").rows() == [
        ("werkloosheidspercentage", "NL01", "2023", Decimal("3.6"), Decimal("0.05")),
        ("werkloosheidspercentage", "AM06", "2023", Decimal("3.2"), Decimal("0.05")),
        ("netto_arbeidsparticipatie", "NL01", "2023", Decimal("73.1"), Decimal("0.05")),
    ]
    assert staged["vindplaats"][1] == "jaarverslag-2023, 1.6 Werkloosheid, regel 215"
    assert set(staged["reeks"]) == set(staged["tabel"]) == {"85826NED"}
    assert set(staged["status"]) == {"gedrukt"}
    assert [reeks.samenstelling for reeks in arbeidsdeelname_regio.SOURCE.reeksen] == ["2023"]


def test_last_years_number_is_derived_from_the_printed_rise(
    typed_over: TypedOver, known_areas: Areas
) -> None:
    staged = ww_regio.stage(typed_over(ww_uitkeringen=WW), known_areas)

    counts = staged.filter(pl.col("indicator") == "ww_uitkeringen").sort("begin")
    assert counts.select("gebied", "periode", "waarde", "marge", "status", "opmerking").rows() == [
        (
            "AM06",
            "2022-12-31",
            Decimal(4376),
            Decimal(0),
            "afgeleid",
            "Afgeleid: 4588 uitkeringen min de gedrukte toename van 212 in een jaar",
        ),
        ("AM06", "2023-12-31", Decimal(4588), Decimal(0), "gedrukt", None),
    ]


def test_shares_and_changes_are_percentages_with_one_decimal(
    typed_over: TypedOver, known_areas: Areas
) -> None:
    staged = ww_regio.stage(typed_over(ww_uitkeringen=WW), known_areas)

    percentages = staged.filter(pl.col("indicator").str.ends_with("_pct"))
    assert percentages.select("indicator", "gebied", "waarde", "marge").rows() == [
        ("ww_mutatie_pct", "NL01", Decimal("7.8"), Decimal("0.05")),
        ("ww_aandeel_pct", "AM06", Decimal("1.4"), Decimal("0.05")),
    ]


def test_an_unknown_printed_figure_is_named(typed_over: TypedOver, known_areas: Areas) -> None:
    strange = WW.replace("mutatie WW jaar op jaar", "mutatie WIA")

    with pytest.raises(DeliveryError, match="indicator 'mutatie WIA' is onbekend"):
        ww_regio.stage(typed_over(ww_uitkeringen=strange), known_areas)


def test_a_rise_without_its_number_is_named(typed_over: TypedOver, known_areas: Areas) -> None:
    lines = [line for line in WW.splitlines() if ",WW-uitkeringen," not in line]

    with pytest.raises(DeliveryError, match="toename WW-uitkeringen in een jaar' staat er zonder"):
        ww_regio.stage(typed_over(ww_uitkeringen="\n".join(lines)), known_areas)


def test_an_unknown_gebied_is_named(typed_over: TypedOver, known_areas: Areas) -> None:
    with pytest.raises(DeliveryError, match="gebied 'Regio Zwolle' is onbekend"):
        ww_regio.stage(
            typed_over(ww_uitkeringen=WW.replace("Veluwe Stedendriehoek", "Regio Zwolle")),
            known_areas,
        )
