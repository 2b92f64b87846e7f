"""Instruments as handed in: what is taken, refused, replaced, and kept hidden."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from pipelines.intake import take_in
from pipelines.intake.judge import Judgement
from pipelines.intake.take_in import Besluit, File, look_at
from tests.pipelines.intake.conftest import WRITERS, complaints, csv_file, drawn
from warehouse.builds import DataFolder
from warehouse.reader import Warehouse, open_current

HEAD = "jaar | kwartaal | gemeente | instrument | soort | aantal | bedrag_eur"
REGION = f"""
{HEAD}
2024 |   |            | Jobcoachvouchers     | doelstelling | 140 |
2024 | 1 |            | jobcoach-voucher     | verstrekt    | 30  | € 30.000,-
2024 | 2 |            | jobcoachvoucher      | toegekend    | 40  | € 40.000,-
2024 | 3 |            | jobcoachvoucher      | toegekend    | 20  | € 20.000,-
2024 | 4 |            | jobcoachvoucher      | toegekend    | 40  | € 40.000,-
2024 |   |            | Praktijkverklaringen | doel         | 60  |
2024 |   |            | praktijkverklaring   | toegekend    | 38  |
2024 |   |            | praktijkverklaring   | afgerond     | 45  |
"""
LOCAL = f"""
{HEAD}
2024 |   | Apeldoorn  | PSO-voucher     | toegekend | 3  | 7.500
2024 |   | GM0150     | PSO voucher     | toegekend | 2  | 5.000
2024 |   | Apeldoorn  | jobcoachvoucher | toegekend | 41 |
2024 |   | Deventer   | jobcoachvoucher | toegekend | 3  |
2024 |   | Epe        | jobcoachvoucher | toegekend | 6  |
2024 |   | Lochem     | jobcoachvoucher | toegekend | 9  |
"""
Judged = Callable[..., Judgement]


def read(judged: Judged, table: str) -> Judgement:
    return judged(csv_file(drawn(table)))


def values(
    warehouse: Warehouse, indicator: str, gebied: str = "AM06"
) -> dict[tuple[str, str], object]:
    rows = warehouse.figures(indicator, [gebied], per=["instrument"])
    own = rows.filter(rows["reeks"] == "instrumenten-leveringen")
    return {
        (each["categorie"][0], each["periode"]): (
            each["status"] if each["waarde"] is None else int(each["waarde"])
        )
        for each in own.iter_rows(named=True)
    }


def test_names_are_understood_as_written(judged: Judged) -> None:
    found = read(judged, REGION)

    assert found.formaat is not None
    assert found.formaat.id == "instrumenten"
    assert found.content is not None
    assert found.content.rows.select("partij", "tijdvak", "soort", "aantal", "bedrag").rows() == [
        ("jobcoachvoucher", "2024", "doel", 140, None),
        ("jobcoachvoucher", "2024K1", "toegekend", 30, Decimal(30000)),
        ("jobcoachvoucher", "2024K2", "toegekend", 40, Decimal(40000)),
        ("jobcoachvoucher", "2024K3", "toegekend", 20, Decimal(20000)),
        ("jobcoachvoucher", "2024K4", "toegekend", 40, Decimal(40000)),
        ("praktijkverklaring", "2024", "afgerond", 45, None),
        ("praktijkverklaring", "2024", "doel", 60, None),
        ("praktijkverklaring", "2024", "toegekend", 38, None),
    ]


def test_more_finished_than_given_is_told_and_taken(judged: Judged) -> None:
    found = read(judged, REGION)

    assert found.remarks == (
        "praktijkverklaring 2024: meer afgerond (45) dan toegekend (38). Dat kan door overloop uit een "
        "eerdere periode; het is overgenomen zoals geleverd.",
    )


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("2024 | | | skillspas | doel | 1 |", "'skillspas': moet zijn: jobcoachvoucher"),
        ("2024 | | | PSO-voucher | misschien | 1 |", "moet zijn: doel, toegekend, afgerond"),
        ("2024 | | | PSO-voucher | doel | -1 |", "kolom aantal"),
        ("2024 | | | PSO-voucher | doel | 1,5 |", "kolom aantal '1,5'"),
        ("2024 | | | PSO-voucher | doel | |", "kolom aantal"),
        ("2024 | | | PSO-voucher | toegekend | 1 | -5", "'-5.00': mag niet onder nul zijn"),
        ("2024 | 5 | | PSO-voucher | doel | 1 |", "moet 1, 2, 3 of 4 zijn, of leeg voor het hele jaar"),
        ("2093 | | | PSO-voucher | toegekend | 1 |", "ligt in de toekomst; dat kan alleen bij een doel"),
        ("2024 | | Amsterdam | PSO-voucher | doel | 1 |", "hoort niet bij de arbeidsmarktregio"),
        ("2024 | | Lutjebroek | PSO-voucher | doel | 1 |", "is geen gemeente die bekend is"),
        (
            "2024 | | | jobcoachvoucher | doel | 150 |",
            "jobcoachvoucher doel 2024 staat twee keer in de levering (ook in rij 2)",
        ),
        (
            "2024 | | | jobcoachvoucher | toegekend | 120 |",
            "het jaar 2024 heeft 120, de vier kwartalen tellen op tot 130",
        ),
        (
            "2024 | | | jobcoachvoucher | toegekend | 130 | 120.000",
            "het jaar 2024 heeft 120.000 euro, de vier kwartalen tellen op tot 130.000 euro",
        ),
        (
            "2024 | 1 | | praktijkverklaring | toegekend | 39 |",
            "het jaar 2024 heeft 38, 1 van de vier kwartalen tellen op tot 39",
        ),
        (
            "2024 | | Epe | praktijkverklaring | afgerond | 46 |",
            "de regio heeft 45, de gemeenten tellen op tot 46",
        ),
    ],
)  # fmt: skip
def test_a_row_that_breaks_a_rule_is_named(judged: Judged, row: str, complaint: str) -> None:
    told = complaints(read(judged, f"{REGION}{row}\n"))

    assert any(complaint in each for each in told), told


def test_a_target_can_be_told_ahead(judged: Judged) -> None:
    assert read(judged, f"{HEAD}\n2093 | | | PSO-voucher | doel | 15 |\n").content is not None


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_of_file_comes_to_the_screen(own: DataFolder, kind: str) -> None:
    (outcome,) = take_in.take_in(own, [File(f"i.{kind}", WRITERS[kind](drawn(REGION)))])

    assert outcome.besluit is Besluit.INGELEZEN
    warehouse = open_current(own)
    quarters = {
        ("jobcoachvoucher", f"2024K{n}"): v
        for n, v in zip(range(1, 5), (30, 40, 20, 40), strict=True)
    }
    assert values(warehouse, "instrument_doel") == {
        ("jobcoachvoucher", "2024"): 140, ("praktijkverklaring", "2024"): 60,
    }  # fmt: skip
    # Vouchers count when they are given, verklaringen when they are finished.
    assert values(warehouse, "instrument_realisatie") == {
        ("jobcoachvoucher", "2024"): 130, ("praktijkverklaring", "2024"): 45, **quarters,
    }  # fmt: skip
    assert values(warehouse, "instrument_bedrag_eur")["jobcoachvoucher", "2024"] == 130_000


def test_what_only_gemeenten_have_is_added_up_for_the_region(own: DataFolder) -> None:
    take_in.take_in(own, [File("i.csv", csv_file(drawn(LOCAL)))])

    warehouse = open_current(own)
    given = warehouse.figures("instrument_toegekend", ["AM06"], per=["instrument"])
    row = given.filter(given["categorie"].list.first() == "PSO-voucher").row(0, named=True)
    assert (int(row["waarde"]), row["status"]) == (5, "afgeleid")
    assert row["opmerking"] == "Som van 2 gemeenten in de levering"
    # Vouchers for firms are no persons: a small number may be shown.
    assert values(warehouse, "instrument_toegekend", "GM0200") == {
        ("PSO-voucher", "2024"): 3, ("jobcoachvoucher", "2024"): 41,
    }  # fmt: skip


def test_a_small_number_of_persons_cannot_be_worked_out(own: DataFolder) -> None:
    take_in.take_in(own, [File("i.csv", csv_file(drawn(LOCAL)))])

    warehouse = open_current(own)
    shown = {
        code: values(warehouse, "instrument_toegekend", code)["jobcoachvoucher", "2024"]
        for code in ("GM0200", "GM0150", "GM0232", "GM0262")
    }
    assert shown == {"GM0200": 41, "GM0150": "geheim", "GM0232": "geheim", "GM0262": "geheim"}
    assert (
        values(warehouse, "instrument_realisatie", "GM0150")["jobcoachvoucher", "2024"] == "geheim"
    )


def test_quarters_of_a_few_persons_are_shown_all_or_none(own: DataFolder) -> None:
    few = REGION.replace("toegekend    | 20  | € 20.000,-", "toegekend    | 2   | € 2.000,-")
    take_in.take_in(own, [File("i.csv", csv_file(drawn(few)))])

    shown = values(open_current(own), "instrument_toegekend")
    assert shown["jobcoachvoucher", "2024"] == 112
    assert {shown["jobcoachvoucher", f"2024K{n}"] for n in (1, 2, 3, 4)} == {"geheim"}
    amounts = values(open_current(own), "instrument_bedrag_eur")
    assert amounts["jobcoachvoucher", "2024K3"] == "geheim"


def test_a_newer_delivery_replaces_an_instrument_in_a_year_whole(own: DataFolder) -> None:
    take_in.take_in(own, [File("i.csv", csv_file(drawn(REGION)))])
    later = f"{HEAD}\n2024 | | | jobcoachvoucher | toegekend | 131 |\n"

    looked = look_at(own, File("later.csv", csv_file(drawn(later))))
    (told,) = looked.replacements
    assert (told.partij, told.when, told.said) == ("jobcoachvoucher", "2024", ("1", "5"))

    take_in.take_in(own, [File("later.csv", csv_file(drawn(later)))])
    warehouse = open_current(own)
    assert values(warehouse, "instrument_realisatie") == {
        ("jobcoachvoucher", "2024"): 131, ("praktijkverklaring", "2024"): 45,
    }  # fmt: skip
    assert values(warehouse, "instrument_doel") == {("praktijkverklaring", "2024"): 60}
