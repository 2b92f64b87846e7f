"""Known errors: what is done with their cells, and the guard that names a mended source."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.corrections import STATUSES, Correction, CorrectionError, judged, read
from pipelines.delivery import DeliveryError
from tests.warehouse.drawn import rows
from warehouse.tables import MISSING_REASONS, VALUE_STATUSES

TABLE = """
partij   | dimensie | waarde | regel
FNV      | status   | 45     | 354
Gemeente | status   | 330    | 356
UWV      | status   | .      | 357
Gemeente | geslacht | 294    | 356
"""
STATUS_OF_GEMEENTE: dict[str, Any] = {"tabel": "status", "partij": "Gemeente", "dimensie": "status"}


def table(drawing: str = TABLE) -> pl.DataFrame:
    found = [
        row | {"waarde": None if row["waarde"] == "." else Decimal(row["waarde"])}
        for row in rows(drawing)
    ]
    return pl.DataFrame(found, schema_overrides={"waarde": pl.Decimal(18, 4)})


def correction(doe: str, cellen: list[dict[str, Any]], **more: Any) -> Correction:
    said = {"id": "proef", "wat": "Het klopt niet", "waarom": "Dat ziet men zo", "doe": doe}
    return Correction.parse({**said, "cellen": cellen, **more})


def judge(*corrections: Correction, **tables: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return judged(tables or {"status": table()}, corrections)


@pytest.mark.parametrize(
    ("doe", "value", "status"),
    [
        ("inhouden", None, "ingehouden"),
        ("strijdig", Decimal(330), "strijdig"),
        ("toelichten", Decimal(330), None),
    ],
)
def test_only_the_chosen_cells_are_judged(doe: str, value: Decimal | None, status: str) -> None:
    found = judge(correction(doe, [STATUS_OF_GEMEENTE | {"verwacht": [330]}]))["status"]

    assert found["waarde"].to_list() == [Decimal(45), value, None, Decimal(294)]
    assert found["oordeel"].to_list() == [None, status, None, None]
    assert found["reden"].to_list() == [None, "Het klopt niet. Dat ziet men zo", None, None]


def test_a_derived_value_takes_the_place_of_an_empty_cell() -> None:
    cells = {"tabel": "status", "partij": ["UWV"], "verwacht": "leeg", "aantal": 1}
    found = judge(correction("afgeleid", [cells], waarde=0))["status"]

    assert found["waarde"].to_list()[2] == 0
    assert found["oordeel"].to_list()[2] == "afgeleid"


def test_a_mended_cell_stops_the_build_by_name() -> None:
    mended = table(TABLE.replace("330", "294"))

    with pytest.raises(
        CorrectionError,
        match=r"correctie 'proef' geldt niet meer: in status\.csv \(regel 356 van het document\) "
        r"staat 294 waar 330 werd verwacht\. Is de bron verbeterd\? Haal de correctie weg uit "
        r"pipelines/corrections\.toml of pas haar aan\.",
    ):
        judge(correction("strijdig", [STATUS_OF_GEMEENTE | {"verwacht": [330]}]), status=mended)


def test_a_cell_that_was_filled_in_stops_the_build() -> None:
    filled = table(TABLE.replace("| .  ", "| 47 "))
    cells = {"tabel": "status", "partij": "UWV", "verwacht": ["leeg"]}

    with pytest.raises(CorrectionError, match=r"'proef' geldt niet meer: .* staat 47 waar niets"):
        judge(correction("toelichten", [cells]), status=filled)


def test_another_number_of_cells_stops_the_build() -> None:
    cells = {"tabel": "status", "dimensie": "status", "verwacht": [45, 330]}

    with pytest.raises(
        CorrectionError, match=r"'proef' verwacht 2 cellen in status\.csv en vindt er 3"
    ):
        judge(correction("strijdig", [cells]))


def test_evidence_is_guarded_and_keeps_its_value() -> None:
    evidence = {"tabel": "status", "partij": "Gemeente", "dimensie": "geslacht"}
    cells = [STATUS_OF_GEMEENTE | {"verwacht": [330]}]
    found = judge(correction("inhouden", cells, bewijs=[evidence | {"verwacht": [294]}]))["status"]
    assert found["oordeel"].to_list() == [None, "ingehouden", None, None]

    with pytest.raises(CorrectionError, match="staat 294 waar 293 werd verwacht"):
        judge(correction("inhouden", cells, bewijs=[evidence | {"verwacht": [293]}]))


def test_a_table_that_no_longer_repeats_another_stops_the_build() -> None:
    again = correction("inhouden", [{"tabel": "herhaling", "herhaalt": "status"}])
    found = judge(again, status=table(), herhaling=table())
    assert found["herhaling"]["waarde"].is_null().all()
    assert found["status"]["waarde"].null_count() == 1

    with pytest.raises(CorrectionError, match=r"in herhaling\.csv .* staat 44 waar 45"):
        judge(again, status=table(), herhaling=table(TABLE.replace("45 ", "44 ")))


def test_a_column_that_is_not_there_is_named() -> None:
    cells = {"tabel": "status", "geslacht": "man", "verwacht": [1]}

    with pytest.raises(
        CorrectionError, match=r"kiest op kolom geslacht, maar status\.csv heeft die"
    ):
        judge(correction("strijdig", [cells]))


def test_two_judgements_on_one_cell_are_refused_and_explanations_add_up() -> None:
    cells = [STATUS_OF_GEMEENTE | {"verwacht": [330]}]

    with pytest.raises(ValueError, match="oordeelt over een cel die al een oordeel heeft"):
        judge(correction("strijdig", cells), correction("inhouden", cells))

    both = judge(correction("strijdig", cells), correction("toelichten", cells))["status"]
    assert both["oordeel"][1] == "strijdig"
    assert both["reden"][1].count("Het klopt niet") == 2


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(ValueError, match="correctie 'proef': doe 'verbeteren' bestaat niet"):
        correction("verbeteren", [])


KNOWN = read()


@pytest.mark.parametrize("known", KNOWN, ids=[each.id for each in KNOWN])
def test_every_correction_says_what_and_why_and_guards_each_of_its_cells(known: Correction) -> None:
    assert [each.id for each in KNOWN].count(known.id) == 1
    assert known.what[0].isupper()
    assert known.why[0].isupper()
    assert not known.what.endswith(".")
    assert not known.why.endswith(".")
    assert (known.value is None) == (known.action != "afgeleid")
    for cells in (*known.cells, *known.evidence):
        assert cells.expected or cells.repeats
        assert cells.where or cells.repeats


VALUES = ("aantal", "waarde", "eur")
"""What typed-over tables that are judged call their column of figures."""


def _typed_over(path: Path) -> pl.DataFrame | None:
    rows = pl.read_csv(path, infer_schema=False)
    value = next((each for each in VALUES if each in rows.columns), None)
    return (
        None if value is None else rows.with_columns(waarde=pl.col(value).cast(pl.Decimal(18, 4)))
    )


REPEATED = {
    cells.repeats for each in KNOWN for cells in (*each.cells, *each.evidence) if cells.repeats
}


@pytest.mark.parametrize("known", KNOWN, ids=[each.id for each in KNOWN])
def test_every_correction_fails_by_name_once_one_of_its_cells_is_mended(
    known: Correction, raw: Path
) -> None:
    tables = {
        path.stem: rows
        for path in (raw / "publicaties").glob("*.csv")
        if path.stem in {each.table for each in (*known.cells, *known.evidence)} | REPEATED
        and (rows := _typed_over(path)) is not None
    }
    judged(tables, [known])
    for cells in (*known.cells, *known.evidence):
        before = tables[cells.table]
        first = before.with_row_index().filter(cells.mask())["index"][0]
        mended = before.with_row_index().with_columns(
            waarde=pl.when(pl.col("index") == first).then(pl.lit(9999)).otherwise("waarde")
        )
        with pytest.raises(DeliveryError, match=f"correctie '{known.id}' geldt niet meer"):
            judged(tables | {cells.table: mended.drop("index")}, [known])


def test_every_judgement_has_a_status_that_figures_can_have() -> None:
    assert set(STATUSES.values()) <= {*MISSING_REASONS, *VALUE_STATUSES}
