"""Printed instruments, from raw rows to figures with what contradicts them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest

from pipelines import corrections
from pipelines.areas import Areas
from pipelines.corrections import CorrectionError
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.sources.instrumenten_jaarverslagen import stage

HEAD = "jaar,instrument,soort,waarde,eenheid,bron,vindplaats,regel\n"
ROWS = """\
2022,Jobcoachvouchers,doel,125,voucher,jaarverslag-2022,6.1,218
2022,Jobcoachvouchers,realisatie,120,voucher,jaarverslag-2022,6.1,218
2022,Jobcoachvouchers,niet benut,10,voucher,jaarverslag-2022,6.1,232
2022,HARRIE-training,aangevraagd,13,training,jaarverslag-2022,6.3,264
2023,Jobcoachvouchers regulier,realisatie,103,voucher,jaarverslag-2023,1.4,187
2023,Jobcoachvouchers GGZ,realisatie,10,voucher,jaarverslag-2023,1.4,188
2023,Jobcoachvouchers jongeren onderwijs,realisatie,48,voucher,jaarverslag-2023,5.1,641
2023,GGZ-trajecten,doel (medio 2022 en 2023),100,traject,jaarverslag-2023,5.4,663
2023,GGZ IPS-trajecten gemeenten,realisatie,21,traject,jaarverslag-2023,5.4,667
2023,GGZ IPS-trajecten UWV,realisatie,218,traject,jaarverslag-2023,5.4,667
2021,Jobcoachvoucher tarief,bedrag,1000,EUR,uitvoeringsplan-suwi-2021,3.2,377
"""
VOUCHERS = """\
aanvrager,datum_toekenning,vouchers,status,bron,vindplaats,regel
Gemeente Apeldoorn,2023-10-08,2,definitief,jaarverslag-2023,GelrePact,621
Stichting Veluwe Portaal,2023-11-13,5,voorlopig,jaarverslag-2023,GelrePact,623
Totaal,2023-12-31,7,,jaarverslag-2023,GelrePact,626
"""
PSO = """\
jaar,indicator,waarde,eenheid,bron,vindplaats,regel
2022,PSO-vouchers verstrekt (in totaal),43,voucher,jaarverslag-2022,8.1,371
2023,PSO-vouchers verstrekt in het jaar,14,voucher,jaarverslag-2023,4.1,521
2023,PSO-vouchers beschikbaar,15,voucher,jaarverslag-2023,4.1,521
"""
Read = Callable[..., Publicaties]


@pytest.fixture
def staged(
    typed_over: Read, known_areas: Areas, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., pl.DataFrame]:
    """Stage drawn tables, judged by the corrections that they have the cells for."""
    every = corrections.read()

    def found(
        rows: str = ROWS, vouchers: str = VOUCHERS, judged: tuple[str, ...] = ()
    ) -> pl.DataFrame:
        own = tuple(each for each in every if each.id in judged)
        monkeypatch.setattr(corrections, "read", lambda: own)
        tables = typed_over(instrumenten=HEAD + rows, stimuleringsvouchers=vouchers, pso=PSO)
        return stage(tables, known_areas)

    return found


def values(rows: pl.DataFrame, indicator: str) -> dict[str, tuple[str, int, str]]:
    own = rows.filter(pl.col("indicator") == indicator)
    return {
        "+".join(each["categorie"]) + f" {each['periode']}": (
            each["reeks"], int(each["waarde"]), each["status"],
        )
        for each in own.iter_rows(named=True)
    }  # fmt: skip


def test_each_printed_row_becomes_a_figure_of_its_instrument(staged) -> None:  # type: ignore[no-untyped-def]
    printed, applied = "jaarverslagen-instrumenten", "jaarverslagen-instrumenten-aangevraagd"

    rows = staged()

    assert values(rows, "instrument_doel") == {
        "jobcoachvoucher 2022": (printed, 125, "strijdig"),
        "GGZ-traject 2023": (printed, 100, "gedrukt"),
    }
    assert values(rows, "instrument_realisatie") == {
        "jobcoachvoucher 2022": (printed, 120, "strijdig"),
        "jobcoachvoucher regulier 2023": (printed, 103, "gedrukt"),
        "jobcoachvoucher GGZ 2023": (printed, 10, "gedrukt"),
        "jobcoachvoucher jongeren 2023": (printed, 48, "gedrukt"),
        "jobcoachvoucher 2023": (printed, 113, "afgeleid"),
        "GGZ-traject 2023": (printed, 239, "afgeleid"),
        "Gemeente+GGZ-traject 2023": (printed, 21, "gedrukt"),
        "UWV+GGZ-traject 2023": (printed, 218, "gedrukt"),
        "stimuleringsvoucher 2023": (printed, 7, "gedrukt"),
        "PSO-voucher 2023": (printed, 14, "gedrukt"),
        "HARRIE-training 2022": (applied, 13, "gedrukt"),
    }
    assert values(rows, "instrument_tarief_eur") == {
        "jobcoachvoucher 2021": (printed, 1000, "gedrukt")
    }
    said = {each["categorie"][0]: each["opmerking"] for each in rows.iter_rows(named=True)}
    assert said["stimuleringsvoucher"] == "Waarvan 2 definitief toegekend en 5 voorlopig toegekend"
    assert said["PSO-voucher"] == "Er waren 15 vouchers beschikbaar"


def test_120_given_and_10_left_of_125_is_contradicted(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged(judged=("jobcoachvouchers-2022-niet-benut",))

    row = rows.filter(
        pl.col("indicator") == "instrument_realisatie", pl.col("periode") == "2022",
        pl.col("categorie").list.first() == "jobcoachvoucher",
    ).row(0, named=True)  # fmt: skip
    assert (row["waarde"], row["status"]) == (Decimal(120), "strijdig")
    assert "Samen zijn dat er 130" in row["opmerking"]


def test_a_mended_source_stops_the_build(staged) -> None:  # type: ignore[no-untyped-def]
    mended = ROWS.replace("niet benut,10", "niet benut,5")

    with pytest.raises(CorrectionError, match="staat 5 waar 10 werd verwacht"):
        staged(mended, judged=("jobcoachvouchers-2022-niet-benut",))


def test_a_row_that_nobody_judged_is_refused(staged) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DeliveryError, match="instrument 'Skillspas', soort 'doel' is onbekend"):
        staged(ROWS + "2023,Skillspas,doel,5,pas,jaarverslag-2023,1,1\n")


def test_vouchers_that_do_not_add_up_are_refused(staged) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DeliveryError, match="tellen op tot 7, het totaal is 8"):
        staged(vouchers=VOUCHERS.replace("12-31,7,", "12-31,8,"))
