"""Contracts and how they were filled in: what is taken, what is refused, what replaces what."""

from __future__ import annotations

import re
from decimal import Decimal

import polars as pl
import pytest

from pipelines.areas import Areas
from pipelines.intake import store, take_in
from pipelines.intake.contract import Known
from pipelines.intake.formats import FORMATS
from pipelines.intake.judge import Judgement, judge
from pipelines.intake.social_return import CONTRACTS, FULFILMENTS
from pipelines.intake.take_in import Besluit, File, look_at
from tests.pipelines.intake.conftest import WRITERS, complaints, csv_file, drawn
from warehouse.builds import DataFolder
from warehouse.reader import open_current

REGISTER = """
contractnummer | opdrachtgever | opdrachtnemer | omschrijving | soort | ingangsdatum | einddatum | opdrachtwaarde_eur | sroi_percentage | sroi_verplichting_eur
C1 | Apeldoorn | Weg B.V. | weg | werk | 01-01-2022 | 31-12-2023 | € 1.000.000,- | 5% | € 50.000,-
C2 | Deventer | Groen B.V. | groen | diensten | 01-07-2022 | 31-12-2025 | 200.000 | 2,5 |
C3 | Deventer | Raam B.V. | raam | raamcontract | 01-01-2023 | | | 5 |
C4 | Waterschap Vallei | Dijk B.V. | dijk, maatwerk | werk | 01-01-2023 | 30-06-2024 | 100.000 | 10 | 12.000
"""  # noqa: E501

EFFORTS = """
contractnummer | peilmaand | soort | bouwblok | aantal | omvang | maanden | waarde_eur | status
C1 | 2022-05 | arbeidsparticipatie | Participatiewet < 2 jaar | 2 | 0,8 | 6 | 24.000 | goedgekeurd
C1 | mei 2023 | arbeidsparticipatie | NUG | 1 | 100% | 6 | 5.000 | akkoord
C1 | 15-06-2023 | sociale inkoop | | | | | € 30.000,- | goedgekeurd
C2 | 2023-12 | maatschappelijke activiteit | | | | | 1.500,50 | ingediend
C3 | 2023-11 | sociale inkoop | | | | | 700 | goedgekeurd
"""


@pytest.fixture
def read(known_areas: Areas) -> object:
    """Judge a drawing, beside contracts that stand already."""

    def found(table: str, standing: str = "") -> Judgement:
        there = pl.DataFrame()
        if standing:
            before = found(standing)
            assert before.content
            there = before.content.rows
        known = Known(known_areas, lambda kind: there if kind == CONTRACTS else pl.DataFrame())
        return judge("levering.csv", csv_file(drawn(table)), list(FORMATS.values()), known)

    return found


def test_contracts_are_kept_with_what_was_agreed(read) -> None:  # type: ignore[no-untyped-def]
    found = read(REGISTER)

    assert found.formaat.id == CONTRACTS
    assert found.content.rows.select(
        "partij", "contractnummer", "soort", "verplichting"
    ).rows() == [
        ("GM0150", "C2", "dienst", Decimal("5000.00")),
        ("GM0150", "C3", "raamovereenkomst", None),
        ("GM0200", "C1", "werk", Decimal("50000.00")),
        ("Waterschap Vallei", "C4", "werk", Decimal("12000.00")),
    ]
    assert "Zonder verplichting: 1 contract;" in found.remarks[0]


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("C2 |", "C1 |", "kolom contractnummer 'C1': dit contractnummer staat meer dan eens"),
        (
            "01-07-2022 | 31-12-2025",
            "01-07-2022 | 30-06-2022",
            "'30-06-2022': ligt voor de ingangs",
        ),
        ("maatwerk", "dicht", "is niet het percentage maal de opdrachtwaarde"),
        (
            "200.000 | 2,5",
            " | 2,5",
            "opdrachtwaarde_eur: mag alleen bij een raamovereenkomst leeg zijn",
        ),
        ("200.000 | 2,5", "200.000 | ", "allebei leeg zijn"),
        ("200.000 | 2,5", "200.000 | 102,5", "moet van 0 tot en met 100 zijn"),
        ("€ 1.000.000,-", "€ -1.000.000", "mag niet onder nul zijn"),
        ("diensten", "dingen", "moet zijn: levering, dienst, werk, raamovereenkomst"),
    ],
)
def test_a_contract_that_breaks_a_rule_is_named(  # type: ignore[no-untyped-def]
    read, before: str, after: str, complaint: str
) -> None:
    assert before in REGISTER
    told = complaints(read(REGISTER.replace(before, after, 1)))
    assert any(complaint in each for each in told), told


def test_efforts_are_kept_by_opdrachtgever_and_month(read) -> None:  # type: ignore[no-untyped-def]
    found = read(EFFORTS, REGISTER)

    assert found.formaat.id == FULFILMENTS
    kept = found.content.rows.select("partij", "periode", "bouwblok", "omvang", "waarde", "status")
    assert kept.rows() == [
        ("GM0150", "2023-11", None, None, Decimal("700.00"), "goedgekeurd"),
        ("GM0150", "2023-12", None, None, Decimal("1500.50"), "ingediend"),
        ("GM0200", "2022-05", "Participatiewet < 2 jaar", Decimal("0.8"), Decimal(24000), "goedgekeurd"),
        ("GM0200", "2023-05", "Niet-uitkeringsgerechtigd", Decimal(1), Decimal(5000), "goedgekeurd"),
        ("GM0200", "2023-06", None, None, Decimal(30000), "goedgekeurd"),
    ]  # fmt: skip
    assert found.remarks == ("Niet te toetsen aan een bouwblok: 1 invulling van voor 01-04-2023.",)


def test_a_value_that_is_not_its_block_is_told_and_taken(read) -> None:  # type: ignore[no-untyped-def]
    found = read(EFFORTS.replace("5.000 | akkoord", "7.500 | akkoord"), REGISTER)

    assert found.remarks[0].startswith("Anders dan het bouwblok: 1 invulling;")
    assert Decimal("7500.00") in found.content.rows["waarde"].to_list()


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (
            "C3 | 2023-11",
            "C9 | 2023-11",
            "kolom contractnummer 'C9': dit contract is niet geleverd",
        ),
        ("mei 2023", "dertien 2023", "moet een maand zijn, bijvoorbeeld 2023-05"),
        ("2023-12", "2093-12", "kolom peilmaand '2093-12': ligt in de toekomst"),
        ("NUG", "", "hoort bij arbeidsparticipatie, en alleen daarbij"),
        ("NUG", "vrijwilliger", "is geen bouwblok van een model dat bekend is"),
        ("NUG | 1 |", "NUG | |", "aantal en maanden mogen bij arbeidsparticipatie niet leeg zijn"),
        ("100%", "120%", "moet van 0 tot en met 1 zijn"),
        ("ingediend", "misschien", "moet zijn: ingediend, goedgekeurd, afgekeurd"),
    ],
)
def test_an_effort_that_breaks_a_rule_is_named(  # type: ignore[no-untyped-def]
    read, before: str, after: str, complaint: str
) -> None:
    assert before in EFFORTS
    assert complaint in complaints(read(EFFORTS.replace(before, after, 1), REGISTER))[0]


def test_a_cell_that_cannot_be_read_is_told_once(read) -> None:  # type: ignore[no-untyped-def]
    told = complaints(read(EFFORTS.replace("NUG", "vrijwilliger"), REGISTER))

    assert len(told) == 1
    assert "is geen bouwblok van een model dat bekend is" in told[0]


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_of_file_comes_to_the_screen(own: DataFolder, kind: str) -> None:
    files = [
        File(f"{name}.{kind}", WRITERS[kind](drawn(table)))
        for name, table in (("contracten", REGISTER), ("invullingen", EFFORTS))
    ]

    outcomes = take_in.take_in(own, files)

    assert [each.besluit for each in outcomes] == [Besluit.INGELEZEN, Besluit.INGELEZEN]
    rows = open_current(own).figures("sroi_verzilverd_eur", ["GM0200"])
    last = rows.filter(pl.col("periode") == "2023-12-31")
    assert last["waarde"].to_list() == [Decimal(59000)]


def test_a_newer_register_replaces_that_of_its_opdrachtgevers_and_tells_what_changed(
    own: DataFolder,
) -> None:
    take_in.take_in(own, [File("c.csv", csv_file(drawn(REGISTER)))])
    kept = [
        line for line in REGISTER.splitlines() if "Apeldoorn" not in line and "Vallei" not in line
    ]
    later = "\n".join(kept).replace("200.000 | 2,5", "400.000 | 2,5").replace("C3 |", "C5 |")

    looked = look_at(own, File("later.csv", csv_file(drawn(later))))
    (told,) = looked.replacements
    assert (told.partij, told.said) == ("Deventer", ("2", "2"))
    assert told.note == "1 gewijzigd, 1 nieuw, 1 vervallen"

    take_in.take_in(own, [File("later.csv", csv_file(drawn(later)))])
    warehouse = open_current(own)
    assert sorted(warehouse.contracts()["contractnummer"]) == ["C1", "C2", "C4", "C5"]
    assert dict(warehouse.contract_changes().iter_rows()) == {
        "gewijzigd": 1, "nieuw": 1, "vervallen": 1,
    }  # fmt: skip


def test_a_steward_reads_names_where_codes_are_kept(own: DataFolder) -> None:
    file = File("c.csv", csv_file(drawn(REGISTER)))

    (taken,) = take_in.take_in(own, [file])

    assert [(each.partij, taken.counted(each.said[0])) for each in taken.replacements] == [
        ("Apeldoorn", "1 contract"),
        ("Deventer", "2 contracten"),
        ("Waterschap Vallei", "1 contract"),
    ]
    (kept,) = store.deliveries(own.raw)
    assert kept.record.uitgever == "Apeldoorn, Deventer, Waterschap Vallei"
    assert kept.record.aanlevering
    assert kept.record.aanlevering.partijen == ("GM0150", "GM0200", "Waterschap Vallei")
    (again,) = look_at(own, file).remarks
    assert "(Apeldoorn, Deventer, Waterschap Vallei)" in again


def test_a_newer_delivery_replaces_the_months_from_its_first_to_its_last(own: DataFolder) -> None:
    take_in.take_in(own, [File("c.csv", csv_file(drawn(REGISTER)))])
    take_in.take_in(own, [File("i.csv", csv_file(drawn(EFFORTS)))])
    lines = [line for line in EFFORTS.strip().splitlines() if not re.match("C[23]", line)]
    later = "\n".join([lines[0], lines[2].replace("5.000", "4.000")])

    take_in.take_in(own, [File("later.csv", csv_file(drawn(later)))])

    standing = store.standing(own.raw, FULFILMENTS).filter(pl.col("partij") == "GM0200")
    assert sorted(standing.select("periode", "waarde").rows()) == [
        ("2022-05", Decimal(24000)),
        ("2023-05", Decimal(4000)),
        ("2023-06", Decimal(30000)),
    ]


def test_names_of_contractors_stay_out_of_what_readers_get(own: DataFolder) -> None:
    take_in.take_in(own, [File("c.csv", csv_file(drawn(REGISTER)))])
    warehouse = open_current(own)

    marks = warehouse.contracts()["kenmerk"].to_list()

    assert all(re.fullmatch("[bcdfghjklmnpqrst]{8}", each) for each in marks)
    assert len(set(marks)) == 4
    assert warehouse.contracts(search="Groen B.V.").is_empty()
