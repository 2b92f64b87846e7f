"""UWV's jobs per quarter: what is taken, what is refused, what replaces what, what is withheld."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from pipelines.areas import Areas
from pipelines.intake import store, take_in
from pipelines.intake.banenafspraak import KIND
from pipelines.intake.formats import FORMATS
from pipelines.intake.judge import Judgement
from pipelines.intake.take_in import Besluit, File, look_at
from pipelines.intake.template import template
from tests.pipelines.intake.conftest import WRITERS, complaints, csv_file, drawn
from warehouse.builds import DataFolder
from warehouse.reader import open_current

Judged = Callable[..., Judgement]

STANDS = """
peildatum  | arbeidsmarktregio     | sector   | aantal banen | doel
31-03-2024 | Veluwe Stedendriehoek | markt    | 2.650        |
31-03-2024 | Veluwe Stedendriehoek | overheid | 850          |
31-03-2024 | Veluwe Stedendriehoek | totaal   | 3.500        | 3.400
31-03-2024 | Apeldoorn             | totaal   | 900          |
2024-06-30 | AM06                  | marktsector | 2.700     | 2.600
2024-06-30 | AM06                  | overheid | 860          | 900
2024-06-30 | GM0301                | totaal   | 300          |
2024-06-30 | Nederland             | totaal   | 90.000       |
"""


def test_stands_are_kept_and_a_total_that_is_left_out_is_added_up(judged: Judged) -> None:
    found = judged(STANDS)

    assert found.formaat is not None
    assert found.formaat.id == KIND
    assert found.content is not None
    assert found.content.rows.drop("partij").rows() == [
        ("2024-03-31", "AM06", "markt", 2650, None),
        ("2024-03-31", "AM06", "overheid", 850, None),
        ("2024-03-31", "AM06", "totaal", 3500, 3400),
        ("2024-03-31", "GM0200", "totaal", 900, None),
        ("2024-06-30", "AM06", "markt", 2700, 2600),
        ("2024-06-30", "AM06", "overheid", 860, 900),
        ("2024-06-30", "AM06", "totaal", 3560, 3500),
        ("2024-06-30", "GM0301", "totaal", 300, None),
        ("2024-06-30", "NL01", "totaal", 90_000, None),
    ]
    assert found.remarks == (
        "Totaal opgeteld uit markt en overheid: 1 stand.",
        "De rijen over Nederland zijn ook ingelezen.",
    )


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("2024-06-30 | GM0301", "2024-06-29 | GM0301", "moet de laatste dag van een kwartaal zijn"),
        ("2024-06-30 | GM0301", "2024-05-31 | GM0301", "moet de laatste dag van een kwartaal zijn"),
        ("2024-06-30 | GM0301", "2094-06-30 | GM0301", "ligt in de toekomst"),
        ("2024-06-30 | GM0301", "2012-12-31 | GM0301", "toen was er geen banenafspraak"),
        ("GM0301", "Zwolle", "moet de eigen arbeidsmarktregio of een gemeente ervan zijn"),
        ("GM0301", "AM01", "moet de eigen arbeidsmarktregio of een gemeente ervan zijn"),
        ("marktsector", "zorg", "moet zijn: markt, overheid, totaal"),
        ("| 300 ", "| -300 ", "moet 0 of meer zijn"),
        ("| 300 ", "| 300,5 ", "geheel getal"),
        ("| 300 ", "| ", "mag niet leeg zijn"),
        (
            "31-03-2024 | Apeldoorn             | totaal   | 900",
            "31-03-2024 | AM06 | totaal | 3.500",
            "staan voor deze peildatum meer dan eens in de levering",
        ),
        (
            "| 850 ",
            "| 840 ",
            "markt 2.650 en overheid 840 zijn samen 3.490: 10 minder dan het totaal van Veluwe "
            "Stedendriehoek op 31-03-2024",
        ),
        ("| 850 ", "| 860 ", "zijn samen 3.510: 10 meer dan het totaal"),
        (
            "| 900 ",
            "| 3.600 ",
            "de gemeenten hebben op 31-03-2024 samen 3.600 banen (totaal), 100 meer dan Veluwe",
        ),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(
    judged: Judged, before: str, after: str, complaint: str
) -> None:
    assert before in STANDS
    told = complaints(judged(STANDS.replace(before, after, 1)))
    assert any(complaint in each for each in told), told


def test_the_template_is_understood_and_its_invented_row_is_refused(judged: Judged) -> None:
    told = complaints(judged(template(FORMATS[KIND]), "sjabloon.xlsx"))

    assert told == [
        "blad Levering, rij 2: dit is de verzonnen rij van het sjabloon; verwijder haar"
    ]


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_of_file_comes_to_the_screen(own: DataFolder, kind: str) -> None:
    rows = [line[:1] + line[1:] for line in drawn(STANDS)]
    (outcome,) = take_in.take_in(own, [File(f"banen.{kind}", WRITERS[kind](rows))])

    assert outcome.besluit is Besluit.INGELEZEN
    assert figures(own, "AM06")["2024-06-30"] == 3560
    assert figures(own, "AM06")["2022-12-31"] == 3361


def test_a_newer_delivery_replaces_its_own_peildatum_and_no_other(own: DataFolder) -> None:
    take_in.take_in(own, [File("a.csv", csv_file(drawn(STANDS)))])
    lines = STANDS.strip().splitlines()
    later = "\n".join([lines[0], *lines[5:7]]).replace("2.700", "2.800")

    (told,) = look_at(own, File("b.csv", csv_file(drawn(later)))).replacements
    assert (told.when, told.said) == ("30 juni 2024", ("3", "5"))

    take_in.take_in(own, [File("b.csv", csv_file(drawn(later)))])
    assert figures(own, "AM06")["2024-06-30"] == 3660
    assert figures(own, "AM06")["2024-03-31"] == 3500
    assert figures(own, "GM0301") == {}
    standing = store.standing(own.raw, KIND)
    assert standing.group_by("periode").len().sort("periode").rows() == [
        ("2024-03-31", 4), ("2024-06-30", 3),
    ]  # fmt: skip


def test_what_uwv_now_says_of_a_printed_day_is_beside_it_as_a_dispute(own: DataFolder) -> None:
    rows = """
peildatum  | gebied | sector | banen | doelstelling
31-12-2022 | AM06   | totaal | 3.350 | 3.299
"""
    take_in.take_in(own, [File("a.csv", csv_file(drawn(rows)))])

    found = open_current(own).figures("banenafspraak_banen", ["AM06"]).filter(
        pl.col("periode") == "2022-12-31"
    )  # fmt: skip
    assert found.select("waarde", "gekozen", "strijdig").rows() == [
        (3350, True, True), (3361, False, True),
    ]  # fmt: skip


def figures(folder: DataFolder, gebied: str) -> dict[str, Any]:
    rows = open_current(folder).figures("banenafspraak_banen", [gebied])
    return dict(rows.filter(pl.col("gekozen")).select("periode", "waarde").rows())


SMALL = """
peildatum  | gebied    | sector   | banen | doelstelling
31-03-2024 | AM06      | totaal   | 1000  |
31-03-2024 | AM06      | markt    | 700   |
31-03-2024 | AM06      | overheid | 300   |
31-03-2024 | Apeldoorn | totaal   | 600   |
31-03-2024 | Apeldoorn | markt    | 400   |
31-03-2024 | Apeldoorn | overheid | 200   |
31-03-2024 | Zutphen   | totaal   | 350   |
31-03-2024 | Zutphen   | markt    | 270   |
31-03-2024 | Zutphen   | overheid | 80    |
31-03-2024 | Heerde    | totaal   | 32    |
31-03-2024 | Heerde    | markt    | 29    |
31-03-2024 | Heerde    | overheid | 3     |
"""


def shown(folder: DataFolder, *per: str) -> dict[tuple[str, str], Any]:
    codes = ["AM06", "GM0200", "GM0301", "GM0246"]
    rows = open_current(folder).figures("banenafspraak_banen", codes, per=per).filter(
        pl.col("periode") == "2024-03-31", pl.col("gekozen")
    )  # fmt: skip
    return {
        (row["gebied"], "".join(row["categorie"])): row["waarde"]
        for row in rows.iter_rows(named=True)
    }


def test_fewer_than_five_jobs_are_withheld_and_cannot_be_worked_out(own: DataFolder) -> None:
    take_in.take_in(own, [File("a.csv", csv_file(drawn(SMALL)))])

    split, whole = shown(own, "sector"), shown(own)
    assert split["GM0246", "overheid"] is None
    # Its total or its other sector gives it away too, and so does the column of the region.
    assert split["GM0246", "markt"] is None or whole["GM0246", ""] is None
    column = [split[code, "overheid"] for code in ("AM06", "GM0200", "GM0301", "GM0246")]
    assert column.count(None) >= 1
    assert (split["AM06", "markt"], split["AM06", "overheid"]) == (700, 300)


def test_a_rest_that_would_give_a_small_gemeente_away_has_a_second_cell_withheld(
    own: DataFolder,
) -> None:
    rows = """
peildatum  | gebied    | sector | banen | doelstelling
31-03-2024 | AM06      | totaal | 953   |
31-03-2024 | Apeldoorn | totaal | 600   |
31-03-2024 | Zutphen   | totaal | 350   |
31-03-2024 | Heerde    | totaal | 3     |
"""
    take_in.take_in(own, [File("a.csv", csv_file(drawn(rows)))])

    whole = shown(own)
    assert whole["GM0246", ""] is None
    assert whole["AM06", ""] == 953


def test_a_split_of_some_gemeenten_only_is_not_shown(own: DataFolder) -> None:
    lines = [line for line in SMALL.strip().splitlines() if "Zutphen   | markt" not in line]
    take_in.take_in(own, [File("a.csv", csv_file(drawn("\n".join(lines))))])

    split, whole = shown(own, "sector"), shown(own)
    assert {split[code, "overheid"] for code in ("GM0200", "GM0301", "GM0246")} == {None}
    assert whole["GM0246", ""] == 32
    assert split["AM06", "overheid"] == 300


def test_own_spellings_of_the_region_are_understood(known_areas: Areas) -> None:
    from pipelines.intake.banenafspraak import area

    for written in ("AM06", "am06", "Stedendriehoek en Noordwest Veluwe", "Veluwe Stedendriehoek"):
        assert area(known_areas, written) == "AM06"
    assert area(known_areas, "200") == "GM0200"
    assert area(known_areas, "Elburg") == "GM0230"
    with pytest.raises(ValueError, match="eigen arbeidsmarktregio"):
        area(known_areas, "Twente")
