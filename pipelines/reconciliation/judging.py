"""What is known of a finding, and what becomes of the figures that nobody has judged yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines import corrections
from pipelines.corrections import CONTRADICTED, DERIVED, EXPLAIN, WITHHOLD, Cells, Correction
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
    found = _judgements(tables, corrections.read() if judgements is None else judgements)
    return [_known(each, found) for each in findings]


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


@dataclass(frozen=True)
class _Judgement:
    """A correction with the cells that it judges, and those that it also stands on."""

    correction: Correction
    cells: frozenset[Cell]
    evidence: frozenset[Cell]

    def explains(self, side: Collection[Cell], both: Collection[Cell]) -> bool:
        """Tell whether it knows one side of a contradiction whole, and judges something in it."""
        return set(side) <= self.cells | self.evidence and not self.cells.isdisjoint(both)


def _judgements(
    tables: Mapping[str, pl.DataFrame], known: Sequence[Correction]
) -> list[_Judgement]:
    """Find the cells of each correction; one that only fills in an empty cell explains nothing."""
    return [
        _Judgement(each, _cells(tables, each.cells), _cells(tables, each.evidence))
        for each in known
        if each.action != DERIVED
    ]


def _cells(tables: Mapping[str, pl.DataFrame], chosen: Sequence[Cells]) -> frozenset[Cell]:
    found: set[Cell] = set()
    for cells in chosen:
        if cells.table in tables:
            rows = tables[cells.table].with_row_index(printed.ROW).filter(cells.mask())
            found |= {(cells.table, row) for row in rows[printed.ROW]}
    return frozenset(found)


def _known(finding: Finding, judgements: Sequence[_Judgement]) -> Finding:
    if finding.explained:
        return replace(finding, state=State.BEKEND, reason=ROUNDED, action=NOTHING)
    both = {*finding.cells, *finding.beside}
    for side in (finding.cells, finding.beside):
        judges = [each for each in judgements if side and each.explains(side, both)]
        if not judges and side:
            # Several corrections can know a side together, each a part of it.
            touching = [each for each in judgements if not each.cells.isdisjoint(side)]
            judges = touching if set(side) <= set().union(*(e.cells for e in touching)) else []
        if judges:
            actions = {each.correction.action for each in judges}
            return replace(
                finding,
                state=State.BEKEND,
                reason=". ".join(each.correction.remark for each in judges),
                action=next(said for action, said in ACTIONS.items() if action in actions),
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
