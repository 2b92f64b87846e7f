"""Files of every kind, with all the habits of those who make them, lead to the same counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pipelines.intake.judge import Judgement
from tests.pipelines.intake.conftest import (
    COUNTS,
    PEOPLE,
    WRITERS,
    Rows,
    complaints,
    counts,
    csv_file,
    drawn,
    xlsx_file,
)

Judge = Callable[..., Judgement]


def typed() -> list[list[str | int | float | date | None]]:
    """The people of PEOPLE as a spreadsheet holds them: days as days, years as numbers."""
    rows = drawn(PEOPLE)
    for row, came, left in (
        (rows[1], date(2024, 3, 1), None),
        (rows[2], date(2024, 6, 15), date(2024, 9, 1)),
        (rows[3], date(2024, 5, 1), None),
    ):
        row[3], row[11], row[6] = came, left, int(str(row[6]))
    return rows


def test_people_are_counted_per_partij_quarter_and_gemeente(judged: Judge) -> None:
    found = judged(PEOPLE)

    assert found.formaat is not None
    assert found.formaat.id == "rmt-deelnemers"
    assert found.rows == 3
    assert counts(found, kenmerk="") == {
        ("De Unie", "2024K2", "elders", ""): 1,
        ("FNV", "2024K1", "GM0200", ""): 1,
        ("FNV", "2024K2", "GM0150", ""): 1,
    }
    assert counts(found, partij="FNV", periode="2024K2", gebied="GM0150") == {
        ("", ""): 1,
        ("geboortecohort", "voor 1950"): 1,
        ("geslacht", "man"): 1,
        ("herkomst", "werknemer"): 1,
        ("opleidingsniveau", "basis"): 1,
        ("sector", "overig"): 1,
        ("status", "uitstroom met werk"): 1,
        ("taalniveau", "<1F"): 1,
    }


@pytest.mark.parametrize("kind", WRITERS)
def test_each_kind_of_file_gives_the_same_counts(judged: Judge, kind: str) -> None:
    expected = counts(judged(PEOPLE))

    assert counts(judged(WRITERS[kind](typed()), f"Levering.{kind.upper()}")) == expected
    assert counts(judged(WRITERS[kind](drawn(PEOPLE)), f"levering.{kind}")) == expected


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_each_way_of_writing_a_csv_gives_the_same_counts(
    judged: Judge, delimiter: str, encoding: str, ends: str
) -> None:
    rows = drawn(PEOPLE)
    rows[0].append("toelichting €")
    for row in rows[1:]:
        row.append('café; "Zó, zo" | x\tniet\nop één regel')

    assert counts(judged(csv_file(rows, delimiter, encoding, ends))) == counts(judged(PEOPLE))


def test_a_line_that_names_the_separator_is_no_row(judged: Judge) -> None:
    rows = drawn(PEOPLE)
    rows[2][1] = "VVD"

    found = judged(b"sep=;\r\n" + csv_file(rows))

    assert [each.rij for each in found.fouten] == [3]


def test_titles_totals_footnotes_and_empty_rows_and_columns_are_passed_by(judged: Judge) -> None:
    head, *people = typed()
    rows: Rows = [
        ["Overzicht RMT 2024"],
        [],
        ["peildatum", date(2024, 12, 31)],
        [],
        *([None, None, *row[:4], None, *row[4:]] for row in [head, people[0]]),
        [],
        *([None, None, *row[:4], None, *row[4:]] for row in people[1:]),
        [None, None, "Totaal", 3],
        [],
        [None, None, "* voorlopige cijfers"],
    ]

    found = judged(xlsx_file(rows), "levering.xlsx")

    assert counts(found) == counts(judged(PEOPLE))
    assert found.remarks == (
        "Overgeslagen als totaalregel: rij 10.",
        "Overgeslagen als voetnoot: rij 12.",
    )


def test_a_wrong_cell_below_titles_and_empty_rows_is_named_as_excel_numbers_it(
    judged: Judge,
) -> None:
    head, *people = typed()
    people[2][2] = "Lutjebroek"
    rows: Rows = [["Overzicht"], [], head, people[0], [], people[1], people[2]]

    assert complaints(judged(xlsx_file(rows, names=("Export",)), "levering.xlsx")) == [
        "blad Export, rij 7, kolom gemeente 'Lutjebroek': is geen gemeente die bekend is; schrijf de "
        "naam voluit of de code (GM0200)"
    ]


def test_headers_are_known_by_other_names_case_and_accents(judged: Judge) -> None:
    rows = drawn(PEOPLE)
    rows[0] = [
        "Dossiernummer", "AANMELDER ", "Woon-gemeente", "Datum  aanmelding", "Uitkeringssituatie",
        "Geslacht", "Geboorte jaar", "Taalniveau", "opleidings_niveau", "Branche", "Státus",
        "datum uitstroom",
    ]  # fmt: skip

    assert counts(judged(rows)) == counts(judged(PEOPLE))


def test_a_header_over_two_rows_of_merged_cells_is_read(judged: Judge) -> None:
    head, *people = drawn(PEOPLE)
    upper = [*head[:3], "Datums", *head[4:]]
    lower = [None, None, None, "aanmelddatum", *([None] * 8)]

    assert counts(judged([upper, lower, *people])) == counts(judged(PEOPLE))


def test_a_header_that_is_repeated_is_no_row(judged: Judge) -> None:
    head, *people = drawn(PEOPLE)

    assert counts(judged([head, people[0], head, *people[1:]])) == counts(judged(PEOPLE))


def test_sheets_with_the_same_header_are_one_delivery_and_others_are_passed_by(
    judged: Judge,
) -> None:
    head, *people = typed()
    explained = [["Toelichting"], ["Dit zijn de deelnemers van 2024."]]

    book = xlsx_file(
        explained, [head, people[0]], [head, *people[1:]], names=("Uitleg", "K1", "K2")
    )

    assert counts(judged(book, "levering.xlsx")) == counts(judged(PEOPLE))


def test_nothing_filled_in_counts_as_unknown_and_is_told(judged: Judge) -> None:
    rows = drawn(PEOPLE)
    rows[1][4], rows[2][4], rows[3][6], rows[1][9] = "n.v.t.", "-", None, None

    found = judged(rows)

    assert counts(found, kenmerk="herkomst", partij="FNV") == {
        ("2024K1", "GM0200", "onbekend"): 1,
        ("2024K2", "GM0150", "onbekend"): 1,
    }
    assert counts(found, kenmerk="geboortecohort", partij="De Unie") == {
        ("2024K2", "elders", "onbekend"): 1
    }
    assert found.remarks == (
        "Leeg in kolom herkomst: <5, geteld als onbekend.",
        "Leeg in kolom sector: <5, geteld als onbekend.",
    )


def test_a_quarter_without_anybody_between_others_is_told_and_counts_as_none(judged: Judge) -> None:
    rows = drawn(PEOPLE)
    rows[2][3] = "1-8-2024"

    found = judged(rows)

    assert counts(found, partij="FNV", periode="2024K2") == {("elders", "", ""): 0}
    assert found.remarks == ("FNV heeft in het 2e kwartaal 2024 geen enkele aanmelding.",)


def test_a_column_that_is_not_asked_for_is_not_read_and_that_is_told(judged: Judge) -> None:
    rows = [[*row, "x"] for row in drawn(PEOPLE)]
    rows[0][-1] = "opmerkingen"

    assert judged(rows).remarks == ("Niet gelezen en niet bewaard: kolom 'opmerkingen'.",)


def test_gemeenten_are_known_by_code_with_and_without_zeros(judged: Judge) -> None:
    for code in ("GM0200", "0200", "200", "gm0200"):
        assert counts(judged(PEOPLE.replace("Apeldoorn", code))) == counts(judged(PEOPLE))


def test_a_table_that_was_counted_elsewhere_is_taken_as_it_is(judged: Judge) -> None:
    found = judged(COUNTS)

    assert found.formaat is not None
    assert found.formaat.id == "rmt-tabel"
    assert counts(found, partij="UWV", periode="2024", gebied="onbekend") == {
        ("", ""): 94,
        ("geslacht", "man"): 60,
        ("geslacht", "vrouw"): 34,
        ("herkomst", "onbekend"): 94,
    }


def test_a_table_by_gemeente_counts_those_outside_the_region_together(judged: Judge) -> None:
    found = judged(
        """
        jaar | kwartaal | partij | kenmerk  | categorie | aantal
        2024 | K1       | UWV    | gemeente | Apeldoorn | 1.060
        2024 | 1        | UWV    | gemeente | Ede       | 30
        2024 | 1e kwartaal | UWV | gemeente | GM0363    | 4
        2024 | 1        | UWV    | geslacht | v         | 1.094
        """
    )

    assert counts(found, kenmerk="", periode="2024K1") == {
        ("UWV", "GM0200", ""): 1060,
        ("UWV", "elders", ""): 34,
    }
