"""What is known of a finding, and what becomes of the figures that nobody has judged yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from pipelines import corrections
from pipelines.corrections import CONTRADICTED, DERIVED, EXPLAIN, WITHHOLD, Correction
from pipelines.reconciliation import printed
from pipelines.reconciliation.declared import Cell, Table
from pipelines.reconciliation.finding import Finding
from warehouse.findings import State
from warehouse.numbers import exactly

ACTIONS: Mapping[str, str] = {
    WITHHOLD: "de cijfers staan er niet; er staat bij waarom",
    CONTRADICTED: "de cijfers staan er, gemerkt als strijdig",
    EXPLAIN: "de cijfers staan er, met deze toelichting",
}
BY_ITSELF = "de cijfers staan er, vanzelf gemerkt als strijdig"
ROUNDED = "afronding verklaart het verschil"
NOTHING = "niets"


def known(
    findings: Sequence[Finding],
    tables: Mapping[str, pl.DataFrame],
    judgements: Sequence[Correction] | None = None,
) -> list[Finding]:
    """Tell of each finding whether it was judged: all cells on one side of it, by a correction.

    A difference that rounding can make needs no judgement.
    """
    covered = _covered(tables, corrections.read() if judgements is None else judgements)
    return [_known(each, covered) for each in findings]


def judged(
    tables: Mapping[str, pl.DataFrame],
    judgements: Sequence[Correction] | None = None,
    rules: Mapping[str, Table] | None = None,
) -> dict[str, pl.DataFrame]:
    """Give each table its judgement as `corrections.judged` does, and mark what nobody judged.

    Cells of a new contradiction get `oordeel` strijdig, and the contradiction as their `reden`.
    """
    found = corrections.judged(tables, judgements)
    for each in known(printed.check(tables, rules), tables, judgements):
        if each.state is State.NIEUW:
            for cell in (*each.cells, *each.beside):
                found = {**found, cell[0]: _marked(found[cell[0]], cell, _told(each))}
    return found


def _covered(
    tables: Mapping[str, pl.DataFrame], judgements: Sequence[Correction]
) -> dict[Cell, list[Correction]]:
    """Say of each cell which corrections judge it; one that only fills in an empty cell does not."""
    covered: dict[Cell, list[Correction]] = {}
    for correction in judgements:
        for cells in correction.cells:
            if cells.table in tables and correction.action != DERIVED:
                rows = tables[cells.table].with_row_index(printed.ROW).filter(cells.mask())
                for row in rows[printed.ROW]:
                    covered.setdefault((cells.table, row), []).append(correction)
    return covered


def _known(finding: Finding, covered: Mapping[Cell, Sequence[Correction]]) -> Finding:
    if finding.explained:
        return replace(finding, state=State.BEKEND, reason=ROUNDED, action=NOTHING)
    for side in (finding.cells, finding.beside):
        if side and all(cell in covered for cell in side):
            judges = list({judge.id: judge for cell in side for judge in covered[cell]}.values())
            return replace(
                finding,
                state=State.BEKEND,
                reason=". ".join(judge.remark for judge in judges),
                action=next(
                    said
                    for action, said in ACTIONS.items()
                    if action in {judge.action for judge in judges}
                ),
            )
    return replace(finding, action=BY_ITSELF) if finding.cells else finding


def _marked(rows: pl.DataFrame, cell: Cell, reason: str) -> pl.DataFrame:
    here = (pl.int_range(pl.len()) == cell[1]) & pl.col("oordeel").is_null()
    return rows.with_columns(
        oordeel=pl.when(here).then(pl.lit(CONTRADICTED)).otherwise("oordeel"),
        reden=pl.when(here).then(pl.lit(reason)).otherwise("reden"),
    )


def _told(finding: Finding) -> str:
    written = [
        "niets" if value is None else exactly(value) for value in (finding.found, finding.expected)
    ]
    return f"{finding.subject}: {written[0]} tegen {written[1]}"
