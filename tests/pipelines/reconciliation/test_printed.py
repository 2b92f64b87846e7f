"""Printed tables against what they promise, from tables drawn as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines.corrections import Correction
from pipelines.reconciliation import judging
from pipelines.reconciliation.declared import DeclarationError, Side, Sum, Table, declared, parse
from pipelines.reconciliation.finding import Finding, Rule
from pipelines.reconciliation.printed import check, with_year
from warehouse.findings import State, Weight

SPLIT = """
partij | dimensie | categorie | waarde
FNV    | geslacht | man       | 3
FNV    | geslacht | vrouw     | 5
FNV    | herkomst | WW        | 8
CNV    | geslacht | man       | 1
CNV    | geslacht | vrouw     | 2
CNV    | herkomst | WW        | 3
Totaal | geslacht | man       | 4
Totaal | geslacht | vrouw     | 7
Totaal | herkomst | WW        | 11
"""
TOTALS = """
partij   | waarde
FNV      | 8
CNV      | 3
VCP Unie | 0
"""
WRONG = SPLIT.replace("FNV    | geslacht | vrouw     | 5", "FNV | geslacht | vrouw | 4")
OVER = {"over": "partij", "totaal": "Totaal"}
SPLITS = {
    "splitst": "dimensie",
    "maatgevend": "herkomst",
    "ook": ["geslacht"],
    "over_alle": "categorie",
}


def drawn(drawing: str) -> pl.DataFrame:
    header, *lines = [line for line in drawing.splitlines() if line.strip()]
    names = [each.strip() for each in header.split("|")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    table = pl.DataFrame(rows, schema=names, orient="row")
    number = pl.when(pl.col("waarde") != ".").then("waarde").cast(pl.Decimal(18, 4))
    return table.with_columns(
        waarde=number, bron=pl.lit("verslag"),
        plaats=pl.format("verslag, regel {}", pl.int_range(pl.len())),
    )  # fmt: skip


def declaration(*sums: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "naam": "rmt", "titel": "RMT", "waarde": "aantal", "indicatoren": ["rmt_deelnemers"],
        "sleutel": ["partij", "dimensie", "categorie"], "telt_op": list(sums), **more,
    }  # fmt: skip


def found(drawing: str, *sums: Mapping[str, Any], **more: Any) -> list[Finding]:
    return check({"rmt": drawn(drawing)}, parse({"tabel": [declaration(*sums, **more)]}))


def said(findings: list[Finding]) -> list[tuple[str, object, object]]:
    return [(each.subject, each.found, each.expected) for each in findings]


def test_tables_that_add_up_give_no_finding() -> None:
    assert found(SPLIT, OVER, SPLITS) == []


def test_parts_that_do_not_add_up_to_a_printed_total_are_found_with_their_places() -> None:
    more = SPLIT.replace("Totaal | geslacht | man       | 4", "Totaal | geslacht | man | 6")
    [wrong] = found(more, OVER)

    assert said([wrong]) == [
        ("RMT, dimensie geslacht, categorie man: som over partij tegen de kolom Totaal", 4, 6)
    ]
    assert wrong.gap == -2
    assert wrong.places == ("verslag, regel 0", "verslag, regel 3", "verslag, regel 6")
    assert wrong.cells == (("rmt", 0), ("rmt", 3))
    assert wrong.beside == (("rmt", 6),)


def test_two_splits_of_the_same_people_are_held_against_each_other() -> None:
    wrong = found(
        SPLIT.replace("FNV    | geslacht | vrouw     | 5", "FNV | geslacht | vrouw | 4"), SPLITS
    )

    assert said(wrong) == [("RMT, partij FNV: som naar geslacht tegen som naar herkomst", 7, 8)]


def test_a_total_that_is_not_printed_and_parts_that_are_gone_are_found() -> None:
    headless = "\n".join(line for line in SPLIT.splitlines() if "Totaal | herkomst" not in line)
    bodiless = "\n".join(line for line in SPLIT.splitlines() if "NV    | herkomst" not in line)

    assert said(found(headless, OVER)) == [
        ("RMT, dimensie herkomst, categorie WW: som over partij tegen de kolom Totaal; "
         "het geheel ontbreekt", 11, None)
    ]  # fmt: skip
    assert said(found(bodiless, OVER)) == [
        ("RMT, dimensie herkomst, categorie WW: som over partij tegen de kolom Totaal; "
         "de delen ontbreken", None, 11)
    ]  # fmt: skip


def test_an_empty_cell_counts_as_nothing_and_is_said_where_the_sum_fails() -> None:
    wrong = found(
        SPLIT.replace("CNV    | geslacht | vrouw     | 2", "CNV | geslacht | vrouw | ."), OVER
    )

    assert [each.subject for each in wrong] == [
        "RMT, dimensie geslacht, categorie vrouw: som over partij tegen de kolom Totaal; 1 cel is leeg"
    ]


def test_another_table_is_held_against_this_one_whatever_it_calls_a_partij() -> None:
    total = {
        "wat": "totaal van de partij", "delen": {"met": {"dimensie": "herkomst"},
        "zonder": {"partij": "Totaal"}}, "geheel": {"tabel": "totalen"}, "per": ["partij"],
    }  # fmt: skip
    rules = parse({"tabel": [
        declaration(total), {**declaration(), "naam": "totalen", "sleutel": ["partij"]}
    ]})  # fmt: skip

    assert check({"rmt": drawn(SPLIT), "totalen": drawn(TOTALS)}, rules) == []
    other = drawn(TOTALS.replace("CNV      | 3", "CNV | 2"))
    assert said(check({"rmt": drawn(SPLIT), "totalen": other}, rules)) == [
        ("RMT, partij CNV: totaal van de partij", 3, 2)
    ]


def test_a_table_that_is_not_there_is_not_held_against() -> None:
    total = {"wat": "x", "delen": {}, "geheel": {"tabel": "totalen"}}
    assert found(SPLIT, total) == []


def test_rounding_explains_as_much_as_the_parts_and_the_whole_leave_open() -> None:
    near = SPLIT.replace("Totaal | geslacht | man       | 4", "Totaal | geslacht | man | 5")
    [one] = found(near, OVER, afronding="0.5")
    [far] = found(near.replace("man | 5", "man | 6"), OVER, afronding="0.5")

    assert (one.rounding, one.explained, one.weight) == (Decimal("1.5"), True, Weight.LAAG)
    assert (far.explained, far.weight) == (False, Weight.MIDDEL)


TEN = "\n".join(f"soort {n} | {value}" for n, value in enumerate([5, 12, 31, 4, 9, 70, 3, 3, 8, 1]))


def repeated(**more: Any) -> list[Finding]:
    tables = {name: drawn(f"categorie | waarde\n{TEN}") for name in ("een", "twee")}
    rules = [
        {**declaration(), "naam": name, "titel": f"Tabel {name}", "sleutel": ["categorie"], **more}
        for name in tables
    ]
    return check(tables, parse({"tabel": rules}))


def test_numbers_that_stand_elsewhere_under_other_headings_are_found_once() -> None:
    [wrong] = repeated()

    assert wrong.rule is Rule.HERHAALD
    assert wrong.subject == "Tabel twee: dezelfde 10 getallen in dezelfde volgorde als Tabel een"
    assert wrong.weight is Weight.HOOG


def test_numbers_that_may_be_the_same_are_no_finding() -> None:
    assert repeated(mag_herhalen={"een": "dezelfde tabel, met opzet"}) == []


def judgement(action: str) -> Correction:
    return Correction.parse(
        {
            "id": "x", "wat": "Fout", "waarom": "Daarom", "doe": action,
            "cellen": [{"tabel": "rmt", "partij": ["FNV"], "dimensie": "geslacht", "verwacht": [3, 4]}],
        }
    )  # fmt: skip


RULES = parse({"tabel": [declaration(SPLITS)]})


def test_a_finding_is_known_once_its_cells_are_judged() -> None:
    tables = {"rmt": drawn(WRONG)}
    [new] = judging.known(check(tables, RULES), tables, ())
    [known] = judging.known(check(tables, RULES), tables, (judgement("strijdig"),))

    assert (new.state, new.action) == (State.NIEUW, judging.BY_ITSELF)
    assert (known.state, known.reason) == (State.BEKEND, "Fout. Daarom")


def test_what_nobody_judged_marks_its_figures_by_itself() -> None:
    tables = judging.judged({"rmt": drawn(WRONG)}, (), RULES)
    marked = tables["rmt"].filter(pl.col("oordeel") == "strijdig")

    assert marked.select("partij", "dimensie").rows() == [
        *[("FNV", "geslacht")] * 2, ("FNV", "herkomst")
    ]  # fmt: skip
    assert set(marked["reden"]) == {
        "RMT, partij FNV: som naar geslacht tegen som naar herkomst: 7 tegen 8"
    }


def test_what_is_judged_is_not_marked_again() -> None:
    tables = judging.judged({"rmt": drawn(WRONG)}, (judgement("strijdig"),), RULES)

    assert set(tables["rmt"]["reden"].drop_nulls()) == {"Fout. Daarom"}


def test_a_declaration_without_a_table_is_told() -> None:
    with pytest.raises(DeclarationError, match="geen tabel"):
        Side.parse({"met": {}}, None)


def test_every_declared_sum_can_fail(raw_tables: dict[str, pl.DataFrame]) -> None:
    """A check that never can fail is no check: each is broken once in the tables as they are."""
    known = declared()
    bare = {name: replace(table, sums=()) for name, table in known.items()}
    never = [
        (name, rule.says)
        for name, table in known.items()
        for rule in table.sums
        if not fails(rule, {**bare, name: replace(table, sums=(rule,))}, raw_tables)
    ]
    assert never == []


def fails(rule: Sum, rules: Mapping[str, Table], tables: dict[str, pl.DataFrame]) -> bool:
    """Tell whether a rule notices a thousand too many in the first cell that it adds up."""
    side = rule.parts[0]
    rows = with_year(tables[side.table]).with_row_index("cel")
    chosen = rows.filter(
        *(pl.col(name).is_in(words) for name, words in side.where.items()),
        *(pl.col(name).is_in(words).not_() for name, words in side.without.items()),
        pl.col("waarde").is_not_null(),
    )
    if chosen.is_empty():
        return False
    cell = chosen["cel"][0]
    more = pl.when(pl.col("cel") == cell).then(pl.col("waarde") + 1000).otherwise("waarde")
    broken = {**tables, side.table: rows.with_columns(waarde=more).drop("cel")}
    return any((side.table, cell) in each.cells for each in check(broken, rules))
