"""Taken in whole, once, replaced by what is newer; and never a person on disk."""

from __future__ import annotations

import io
import json
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from pipelines.checks import BuildError
from pipelines.intake import store, take_in
from pipelines.intake.formats import FORMATS
from pipelines.intake.take_in import Besluit, File, look_at, refusal_workbook
from pipelines.intake.template import template
from tests.pipelines.intake.conftest import COUNTS, PEOPLE, csv_file, drawn, xlsx_file
from warehouse.builds import DataFolder
from warehouse.reader import open_current

TABLE = File("uwv.csv", csv_file(drawn(COUNTS)))
PERSONS = File("paragin.csv", csv_file(drawn(PEOPLE)))


def inflow(folder: DataFolder, partij: str, periode: str) -> list[object]:
    """The number of participants of a partij as the warehouse tells it, with its reason."""
    rows = open_current(folder).figures("rmt_deelnemers", ["AM06"], per=["partij"])
    own = rows.filter(
        pl.col("categorie") == pl.lit([partij], pl.List(pl.String)),
        pl.col("periode") == periode,
        pl.col("gekozen"),
    )
    return [value if value is None else int(value) for value in own["waarde"]] or []


def everything(folder: DataFolder) -> dict[Path, bytes]:
    """All files but the locks, which name who held them last."""
    return {
        path: path.read_bytes()
        for path in folder.path.rglob("*")
        if path.is_file() and path not in folder.builds.glob(".*")
    }


def test_a_delivery_becomes_figures_at_once(own: DataFolder) -> None:
    (outcome,) = take_in.take_in(own, [TABLE])

    assert outcome.account() == {
        "bestand": "uwv.csv",
        "levering": "rmt-tabel",
        "besluit": "ingelezen",
        "rijen": 3,
        "tellingen": 4,
        "fouten": [],
        "fouten_totaal": 0,
        "opmerkingen": [],
    }
    assert inflow(own, "UWV", "2024") == [94]


def test_what_is_kept_is_the_counts_and_who_and_when(own: DataFolder) -> None:
    take_in.take_in(own, [TABLE])

    (kept,) = store.deliveries(own.raw)
    assert sorted(path.name for path in kept.folder.iterdir()) == ["levering.json", "tellingen.csv"]
    assert (kept.folder / "tellingen.csv").read_text(encoding="utf-8").splitlines() == [
        "partij,periode,gebied,kenmerk,categorie,aantal",
        'UWV,2024,onbekend,"","",94',
        "UWV,2024,onbekend,geslacht,man,60",
        "UWV,2024,onbekend,geslacht,vrouw,34",
        "UWV,2024,onbekend,herkomst,onbekend,94",
    ]
    record = json.loads((kept.folder / "levering.json").read_text(encoding="utf-8"))
    assert record["aanlevering"] == {
        "sha256": store.sha256(TABLE.content),
        "partijen": ["UWV"],
        "perioden": ["2024"],
    }
    assert (record["tabel"], record["stand"], record["uitgever"]) == (
        "rmt-tabel", "aangeleverd", "UWV",
    )  # fmt: skip


def test_the_warehouse_tells_nothing_by_which_withheld_counts_could_be_guessed(
    own: DataFolder,
) -> None:
    take_in.take_in(own, [PERSONS])

    (kept,) = store.deliveries(own.raw)
    told = open_current(own).sources().filter(pl.col("bron") == "rmt-leveringen")
    assert told.select("rijen", "sha256").rows() == [(None, None)]
    for digest in (
        store.sha256(PERSONS.content),
        *(each.sha256 for each in kept.record.bestanden.values()),
    ):
        assert digest[:8] not in str(told.to_dicts())


def test_the_same_file_is_taken_in_once_under_any_name(own: DataFolder) -> None:
    take_in.take_in(own, [TABLE])
    before = everything(own)

    (again,) = take_in.take_in(own, [File("anders.csv", TABLE.content)])

    assert again.besluit is Besluit.AL_INGELEZEN
    assert again.remarks[0].startswith("Dit bestand is al ingelezen op ")
    assert everything(own) == before


def test_the_same_file_twice_at_once_is_taken_in_once(own: DataFolder) -> None:
    first, second = take_in.take_in(own, [TABLE, TABLE])

    assert (first.besluit, second.besluit) == (Besluit.INGELEZEN, Besluit.AL_INGELEZEN)
    assert len(store.deliveries(own.raw)) == 1


def test_a_newer_delivery_replaces_the_older_one_which_is_kept(own: DataFolder) -> None:
    take_in.take_in(own, [TABLE])
    newer = File("uwv.csv", csv_file(drawn(COUNTS.replace("60", "70").replace("94", "104"))))

    looked = look_at(own, newer)
    assert [(each.partij, each.periode, each.aantal, each.was) for each in looked.replacements] == [
        ("UWV", "2024", 104, 94)
    ]
    assert inflow(own, "UWV", "2024") == [94]

    take_in.take_in(own, [newer])
    assert inflow(own, "UWV", "2024") == [104]
    assert len(store.deliveries(own.raw)) == 2


def test_a_dashboard_that_is_held_to_an_earlier_build_is_told_of(own: DataFolder) -> None:
    take_in.take_in(own, [PERSONS])
    earlier = own.go_back()

    (outcome,) = take_in.take_in(own, [TABLE])

    (said,) = outcome.remarks
    assert earlier.stem in said
    assert "monitor rollback --los" in said
    assert inflow(own, "UWV", "2024") == []
    own.release()
    assert inflow(own, "UWV", "2024") == [94]


def test_looking_writes_nothing(own: DataFolder) -> None:
    before = everything(own)

    assert look_at(own, TABLE).besluit is Besluit.INGELEZEN
    assert everything(own) == before


def test_nothing_of_a_refused_file_stays(own: DataFolder) -> None:
    before = {path for path in everything(own) if path.suffix}

    (outcome,) = take_in.take_in(
        own, [File("a.csv", csv_file(drawn(PEOPLE.replace("WW", "soms"))))]
    )

    assert outcome.besluit is Besluit.GEWEIGERD
    assert {path for path in everything(own) if path.suffix} == before


def test_a_delivery_that_cannot_be_published_is_taken_back(
    own: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise BuildError("iets anders klopt niet")

    monkeypatch.setattr(take_in, "build_if_changed", fails)
    current = own.current()

    with pytest.raises(BuildError):
        take_in.take_in(own, [TABLE])

    assert store.deliveries(own.raw) == []
    assert own.current() == current


def test_no_person_is_on_disk_after_an_intake(own: DataFolder) -> None:
    marks = ["PSEUDONIEM-XQ-1", "PSEUDONIEM-XQ-2", "PSEUDONIEM-XQ-3"]
    rows = [[*row, "Geheime aantekening ZQX"] for row in drawn(PEOPLE)]
    rows[0][-1] = "aantekening"
    for row, mark in zip(rows[1:], marks, strict=True):
        row[0] = mark
    files = [
        File("Jan Jansen.csv", csv_file(rows)),
        File("Jan Jansen.xlsx", xlsx_file([*rows, ["PSEUDONIEM-XQ-4", *rows[1][1:]]])),
        File("fout.csv", csv_file([rows[0], [*rows[1][:4], "soms", *rows[1][5:]]])),
    ]

    outcomes = take_in.take_in(own, files)

    assert [each.besluit for each in outcomes] == ["ingelezen", "ingelezen", "geweigerd"]
    for path, content in everything(own).items():
        for word in (b"PSEUDONIEM-XQ", b"ZQX", b"Jansen"):
            assert word not in content, (path, word)
    told = repr([each.account() for each in outcomes])
    assert "PSEUDONIEM" not in told
    assert "ZQX" not in told


def test_no_small_count_reaches_the_warehouse(own: DataFolder) -> None:
    take_in.take_in(own, [PERSONS])

    warehouse = open_current(own)
    for per in warehouse.splits("rmt_deelnemers"):
        rows = warehouse.figures("rmt_deelnemers", ["AM06", "GM0200", "GM0150"], per=per)
        own_rows = rows.filter(pl.col("bron") == "rmt-leveringen")
        assert own_rows.height > 0 or "sector" in per
        assert not own_rows["waarde"].drop_nulls().is_between(1, 4).any()
        assert not own_rows["teller"].drop_nulls().is_between(1, 4).any()


def cells(content: bytes, sheet: int) -> list[tuple[object, ...]]:
    book = fastexcel.read_excel(content)
    rows = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars().rows()
    return [tuple(row) for row in rows]


def test_the_workbook_of_a_refusal_lists_and_marks_what_is_wrong(own: DataFolder) -> None:
    rows = drawn(PEOPLE)
    rows[2][9] = "zorg"

    content = refusal_workbook(own, File("a.xlsx", xlsx_file([["titel"], *rows])))

    assert content
    assert cells(content, 0) == [
        ("Blad", "Rij", "Kolom", "Waarde", "Regel"),
        ("Blad1", "4", "sector", "zorg", "moet zijn: een waarde van de keuzelijst in het sjabloon"),
    ]
    marked = cells(content, 1)
    assert marked[1][:3] == ("deelnemer_id", "partij", "gemeente")
    assert marked[3][0] == "(niet herhaald)"
    assert marked[3][1] == "FNV"
    assert len(marked) == 4


@pytest.mark.parametrize(
    "change",
    [lambda row: row.__setitem__(2, "123456782"), lambda row: row.__setitem__(0, "123456782")],
)
def test_the_workbook_of_a_refusal_repeats_no_burgerservicenummer(
    own: DataFolder, change: object
) -> None:
    rows = drawn(PEOPLE)
    change(rows[1])  # type: ignore[operator]

    content = refusal_workbook(own, File("a.xlsx", xlsx_file(rows)))

    assert content
    text = repr([cells(content, sheet) for sheet in (0, 1)])
    assert "123456782" not in text
    assert "(niet herhaald)" in text


def test_the_workbook_of_a_refused_column_repeats_nothing_of_it(own: DataFolder) -> None:
    rows = [[*row, "Jan Jansen"] for row in drawn(PEOPLE)]
    rows[0][-1] = "naam"

    content = refusal_workbook(own, File("a.xlsx", xlsx_file(rows)))

    assert content
    assert b"Jansen" not in content
    assert "Jansen" not in repr(cells(content, 0))


@pytest.mark.parametrize("levering", FORMATS)
def test_a_template_holds_the_columns_of_its_contract_and_one_invented_row(levering: str) -> None:
    content = template(FORMATS[levering])

    rows = cells(content, 0)
    assert list(rows[0]) == FORMATS[levering].columns[: len(rows[0])]
    assert len(rows) == 2
    assert fastexcel.read_excel(io.BytesIO(content).read()).sheet_names == [
        "Levering", "Keuzelijsten", "Toelichting",
    ]  # fmt: skip


@pytest.mark.parametrize("levering", FORMATS)
def test_a_template_that_is_filled_in_is_recognised_and_its_invented_row_refused(
    own: DataFolder, levering: str
) -> None:
    outcome = look_at(own, File("sjabloon.xlsx", template(FORMATS[levering])))

    assert outcome.levering == levering
    assert [each.regel for each in outcome.fouten] == [
        "dit is de verzonnen rij van het sjabloon; verwijder haar"
    ]
