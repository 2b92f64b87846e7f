"""What is refused, and that the complaint says where it is and what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.intake.judge import Judgement
from pipelines.intake.refusal import holds_burgerservicenummer, passes_elfproef
from tests.pipelines.intake.conftest import (
    COUNTS,
    PEOPLE,
    Rows,
    complaints,
    counts,
    drawn,
    xlsx_file,
)

Judge = Callable[..., Judgement]
BSN = "123456782"


@pytest.mark.parametrize(
    ("row", "column", "value", "complaint"),
    [
        (1, 0, None, "rij 2, kolom deelnemer_id: mag niet leeg zijn"),
        (1, 1, "VVD", "rij 2, kolom partij 'VVD': moet zijn: FNV, CNV, De Unie, Gemeente, UWV"),
        (1, 1, "-", "rij 2, kolom partij: mag niet leeg zijn"),
        (1, 2, None, "rij 2, kolom gemeente: mag niet leeg zijn"),
        (1, 3, "31-02-2024", "rij 2, kolom aanmelddatum '31-02-2024': is een dag die niet bestaat"),
        (1, 3, "maart",
         "rij 2, kolom aanmelddatum 'maart': moet een datum zijn, bijvoorbeeld 15-06-2023"),
        (1, 3, "01-03-2094", "rij 2, kolom aanmelddatum '01-03-2094': ligt in de toekomst"),
        (1, 3, "01-03-1994",
         "rij 2, kolom aanmelddatum '01-03-1994': ligt voor 2015; toen was er nog geen RMT"),
        (1, 5, "onzijdig", "rij 2, kolom geslacht 'onzijdig': moet zijn: man, vrouw, anders, onbekend"),
        (1, 6, "1939", "rij 2, kolom geboortejaar '1939': moet van 1940 tot en met 2012 zijn"),
        (1, 6, "80,5", "rij 2, kolom geboortejaar '80,5': moet een geheel getal zijn"),
        (1, 7, "<2F", "rij 2, kolom taalniveau '<2F': moet zijn: <1F, 1F-2F, >2F, onbekend"),
        (1, 9, "zorg",
         "rij 2, kolom sector 'zorg': moet zijn: een waarde van de keuzelijst in het sjabloon"),
        (1, 10, None, "rij 2, kolom status: mag niet leeg zijn"),
        (1, 11, "01-09-2024",
         "rij 2, kolom uitstroomdatum '01-09-2024': moet leeg zijn zolang de status actief is"),
        (2, 11, "14-06-2024", "rij 3, kolom uitstroomdatum '14-06-2024': ligt voor de aanmelddatum"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_the_rule_that_it_breaks(
    judged: Judge, row: int, column: int, value: str | None, complaint: str
) -> None:
    rows = drawn(PEOPLE)
    rows[row][column] = value

    assert complaints(judged(rows)) == [complaint]


def test_all_wrong_cells_are_named_at_once_in_the_order_of_the_rows(judged: Judge) -> None:
    rows = drawn(PEOPLE)
    rows[3][1], rows[1][5], rows[2][9] = "VVD", "x y", "zorg"

    assert [(each.rij, each.kolom) for each in judged(rows).fouten] == [
        (2, "geslacht"),
        (3, "sector"),
        (4, "partij"),
    ]


def test_a_pseudonym_that_stands_twice_is_named_by_its_rows_and_not_repeated(judged: Judge) -> None:
    rows = drawn(PEOPLE)
    rows[3][0] = "K-01"
    rule = "dit pseudoniem staat meer dan eens in de levering; elke deelnemer heeft één rij"

    assert complaints(judged(rows)) == [
        f"rij 2, kolom deelnemer_id '(niet herhaald)': {rule}",
        f"rij 4, kolom deelnemer_id '(niet herhaald)': {rule}",
    ]


def test_a_broken_rule_is_told_under_the_name_that_the_file_gives_a_column(judged: Judge) -> None:
    rows = drawn(PEOPLE)
    rows[0][3], rows[1][3] = "Datum aanmelding", "01-03-2094"

    assert complaints(judged(rows)) == [
        "rij 2, kolom Datum aanmelding '01-03-2094': ligt in de toekomst"
    ]


def test_a_missing_column_is_named_with_the_names_that_it_may_have(judged: Judge) -> None:
    rows = [[*row[:9], *row[10:]] for row in drawn(PEOPLE)]

    assert complaints(judged(rows)) == [
        "rij 1, kolom sector: deze kolom ontbreekt (mag ook heten: branche, branche/sector, "
        "sector/branche)"
    ]


def test_two_columns_for_one_thing_are_refused_unless_one_bears_its_name(judged: Judge) -> None:
    rows = [[*row, row[9]] for row in drawn(PEOPLE)]
    rows[0][9], rows[0][-1] = "Branche", "Branche/sector"
    assert complaints(judged(rows)) == [
        "rij 1, kolom Branche/sector: twee kolommen kunnen 'sector' zijn: 'Branche' en "
        "'Branche/sector'; verwijder er een of noem de juiste 'sector'"
    ]

    rows[0][-1] = "Sector"
    assert counts(judged(rows)) == counts(judged(PEOPLE))


def test_a_file_that_is_no_delivery_is_told_what_is_expected(judged: Judge) -> None:
    (complaint,) = complaints(judged("a | b | c\n1 | 2 | 3"))

    assert complaint.startswith("Geen levering herkend: nergens staat een kopregel")
    assert "rmt-tabel: jaar, kwartaal, partij, kenmerk, categorie, aantal" in complaint


def test_two_kinds_of_delivery_in_one_file_are_refused(judged: Judge) -> None:
    book = xlsx_file(drawn(PEOPLE), drawn(COUNTS))

    assert complaints(judged(book, "beide.xlsx")) == [
        "Het bestand bevat bladen van rmt-deelnemers en rmt-tabel; lever elk in een eigen bestand aan."
    ]


def test_a_header_without_rows_is_refused(judged: Judge) -> None:
    assert complaints(judged([drawn(PEOPLE)[0]])) == ["Onder de kopregel staat geen enkele rij."]


def test_the_invented_row_of_the_template_is_no_person(judged: Judge) -> None:
    rows = drawn(PEOPLE)[:2]
    rows[1] = [
        "VOORBEELD-1", "FNV", "Apeldoorn", "01-03-2024", "WW", "vrouw", "1980", ">2F", "middel",
        "horeca", "actief", None,
    ]  # fmt: skip

    assert complaints(judged(rows)) == [
        "rij 2: dit is de verzonnen rij van het sjabloon; verwijder haar"
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Naam", "naam deelnemer", "Deelnemersnaam", "ACHTERNAAM", "Voornaam", "voorletters", "Adres",
        "E-mail", "emailadres", "Telefoon", "tel.nr.", "Mobiel", "Geboortedatum", "Geb. datum", "BSN",
        "bsn-nummer", "Burgerservicenummer", "Sofinummer", "Postcode", "IBAN", "Straat",
    ],
)  # fmt: skip
def test_a_column_that_names_persons_refuses_the_file_by_its_name(
    judged: Judge, header: str
) -> None:
    rows = [[*row, "Jan Jansen"] for row in drawn(PEOPLE)]
    rows[0][-1] = header

    found = judged(rows)

    assert [(each.rij, each.kolom, each.waarde) for each in found.fouten] == [(1, header, None)]
    assert "Jansen" not in repr(found.fouten)
    assert found.fouten[0].regel.startswith("deze kolom noemt personen")


@pytest.mark.parametrize("header", ["Gemeentenaam", "partijnaam", "Contractnaam", "e-mailservice?"])
def test_a_column_that_names_something_else_refuses_nothing(judged: Judge, header: str) -> None:
    rows = [[*row, "x"] for row in drawn(PEOPLE)]
    rows[0][-1] = header.replace("e-mailservice?", "opmerking")

    assert judged(rows).content or "twee kolommen" in complaints(judged(rows))[0]


def test_a_column_that_names_persons_on_any_sheet_refuses_the_file(judged: Judge) -> None:
    book = xlsx_file(drawn(PEOPLE), [["id", "telefoon"], ["K-01", "06"]], names=("A", "Contact"))

    assert [(each.blad, each.kolom) for each in judged(book, "a.xlsx").fouten] == [
        ("Contact", "telefoon")
    ]


@pytest.mark.parametrize(
    "cell",
    [BSN, "123 456 782", "1234.56.782", "123-456-782", f"bsn {BSN} (oud)", 123456782, 123456782.0],
)
@pytest.mark.parametrize("column", [0, 2, 9, 12])
def test_a_cell_with_a_burgerservicenummer_refuses_the_file_and_is_not_repeated(
    judged: Judge, cell: str | float, column: int
) -> None:
    rows = [[*row, None] for row in drawn(PEOPLE)]
    rows[0][12] = "opmerking"
    rows[2][column] = cell

    found = judged(xlsx_file(rows), "levering.xlsx")

    assert [(each.rij, each.waarde) for each in found.fouten] == [(3, "(niet herhaald)")]
    assert "56" not in repr(found.fouten) + repr(found.remarks)


def test_a_burgerservicenummer_outside_the_table_refuses_the_file_too(judged: Judge) -> None:
    loose: Rows = [["aantekening"], [None, BSN]]
    book = xlsx_file(drawn(PEOPLE), loose, names=("A", "Kladblok"))

    assert [(each.blad, each.rij, each.kolom) for each in judged(book, "a.xlsx").fouten] == [
        ("Kladblok", 2, "B")
    ]


def test_pseudonyms_of_nine_digits_pass_when_chance_explains_those_that_look_like_one(
    judged: Judge,
) -> None:
    head, first, *_ = drawn(PEOPLE)
    rows = [head, *([str(100_000_000 + 7 * index), *first[1:]] for index in range(220))]
    assert any(passes_elfproef(str(row[0])) for row in rows[1:])

    assert judged(rows).rows == 220
    assert judged(rows).content is not None


def test_a_column_of_burgerservicenummers_passes_for_no_pseudonyms(judged: Judge) -> None:
    head, first, *_ = drawn(PEOPLE)
    numbers = [each for each in map(str, range(100_000_000, 100_001_000)) if passes_elfproef(each)]
    rows = [head, *([each, *first[1:]] for each in numbers[:60])]

    found = judged(rows)

    assert found.found == 60
    assert {each.waarde for each in found.fouten} == {"(niet herhaald)"}


@pytest.mark.parametrize(
    "text", ["01-03-2023", "2023-03-01 10:30", "20230301", "06-12345678", "K-01"]
)
def test_a_day_or_a_telephone_number_is_no_burgerservicenummer(text: str) -> None:
    assert not holds_burgerservicenummer(text)


def test_a_burgerservicenummer_that_lost_its_zero_is_seen() -> None:
    assert passes_elfproef("012345672")
    assert holds_burgerservicenummer("12345672")


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("| 94", "| -", "rij 4, kolom aantal: mag niet leeg zijn"),
        ("| 94", "| -3", "rij 4, kolom aantal '-3': moet van 0 tot en met 1000000 zijn"),
        ("vrouw     | 34", "dame | 34",
         "rij 3, kolom categorie 'dame': moet een categorie van geslacht zijn: man, vrouw, anders, "
         "onbekend"),
        ("vrouw     | 34", "man | 34",
         "rij 3, kolom categorie 'man': man staat voor UWV 2024 twee keer in de levering (ook in "
         "rij 2)"),
        ("| 94", "| 90",
         "rij 4, kolom aantal: de kenmerken van UWV 2024 tellen niet tot hetzelfde aantal op "
         "(geslacht, herkomst); vul aan wat ontbreekt, als 'onbekend' bijvoorbeeld"),
        ("herkomst | onbekend", "haarkleur | rood",
         "rij 4, kolom kenmerk 'haarkleur': moet zijn: herkomst, geslacht, geboortecohort, taalniveau, "
         "opleidingsniveau, status, sector, gemeente"),
        ("2024 |          | UWV    | herkomst", "2094 | | UWV | herkomst",
         "rij 4, kolom jaar '2094': ligt in de toekomst"),
        ("2024 |          | UWV    | herkomst", "2024 | 5 | UWV | herkomst",
         "rij 4, kolom kwartaal '5': moet 1, 2, 3 of 4 zijn, of leeg voor het hele jaar"),
    ],
)  # fmt: skip
def test_a_wrong_count_is_named_with_the_rule_that_it_breaks(
    judged: Judge, before: str, after: str, complaint: str
) -> None:
    assert before in COUNTS

    assert complaints(judged(COUNTS.replace(before, after))) == [complaint]


def test_a_total_that_is_given_must_be_the_sum(judged: Judge) -> None:
    right = COUNTS + "2024 | | UWV | geslacht | Totaal | 94\n"
    assert counts(judged(right)) == counts(judged(COUNTS))

    wrong = COUNTS + "2024 | | UWV | geslacht | Totaal | 95\n"
    assert complaints(judged(wrong)) == [
        "rij 5, kolom aantal: het totaal van geslacht voor UWV 2024 is niet de som van de categorieën"
    ]
