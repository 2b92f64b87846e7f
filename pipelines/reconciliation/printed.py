"""Printed tables held against what they promise: sums in every direction, and numbers printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import polars as pl

from pipelines.publicaties import Publicaties
from pipelines.reconciliation.declared import Cell, Side, Sum, Table, declared
from pipelines.reconciliation.finding import Finding, Rule
from warehouse.categories import CATEGORIES, UnknownCategoryError, category
from warehouse.findings import Weight

ROW = "cel"
YEAR, DAYS = "jaar", ("peildatum", "datum")
FEWEST_REPEATED, FEWEST_DISTINCT = 10, 6
"""From how many numbers on, and how many different ones among them, the same row is no chance."""

_NUMBERED = re.compile(r" \(\d+\)$")
"""The number of a project behind its name, which tells a reader nothing."""

Tables = Mapping[str, pl.DataFrame]


def read(
    publicaties: Publicaties, tables: Mapping[str, Table] | None = None
) -> dict[str, pl.DataFrame]:
    """Read every declared table that was delivered; a row keeps its number as `cel`."""
    known = declared() if tables is None else tables
    return {
        name: publicaties.table(each.file, *_own(each), value=each.value)
        for name, each in known.items()
        if f"{each.file}.csv" in publicaties.names
    }


def _own(table: Table) -> list[str]:
    """Give the columns of a key that stand in the file: a year can come from a day."""
    return [each for each in table.key if each != YEAR]


def check(tables: Tables, known: Mapping[str, Table] | None = None) -> list[Finding]:
    """Give what contradicts itself or another: sums that don't agree, and tables that repeat others.

    `tables` have the columns of their key, `waarde` and `plaats`.
    """
    rules = declared() if known is None else known
    numbered = {
        name: with_year(rows).with_row_index(ROW) for name, rows in tables.items() if name in rules
    }
    sums = [
        finding
        for name in numbered
        for rule in rules[name].sums
        if all(side.table in numbered for side in (*rule.parts, *rule.whole))
        for finding in _unequal(rule, rules[name], numbered, rules)
    ]
    return [*sums, *_twice(numbered, rules), *_repeated(numbered, rules)]


def with_year(rows: pl.DataFrame) -> pl.DataFrame:
    """Give a table of dated rows the year as well, so that it can be held against yearly ones."""
    days = [name for name in DAYS if name in rows.columns]
    if YEAR in rows.columns or not days:
        return rows
    return rows.with_columns(pl.col(days[0]).str.slice(0, 4).alias(YEAR))


def _unequal(
    rule: Sum, table: Table, tables: Tables, rules: Mapping[str, Table]
) -> Iterator[Finding]:
    parts, whole = (_added(tables, sides, rule.per, rules) for sides in (rule.parts, rule.whole))
    for key in dict.fromkeys([*parts, *whole]):
        added, printed = parts.get(key), whole.get(key)
        if (added.total if added else 0) == (printed.total if printed else 0):
            continue
        there = [each for each in (added, printed) if each is not None]
        found = Finding(
            rule=Rule.DELEN,
            subject=_subject(rule, table, key, added, printed),
            found=added.total if added else None,
            expected=printed.total if printed else None,
            rounding=sum((each.rounding for each in there), Decimal(0)),
            weight=Weight.HOOG if rule.heavy else Weight.MIDDEL,
            sources=tuple(dict.fromkeys(each for one in there for each in one.sources)),
            places=tuple(dict.fromkeys(each for one in there for each in one.places)),
            indicators=table.indicators,
            cells=tuple(added.cells) if added else (),
            beside=tuple(printed.cells) if printed else (),
        )
        yield found if not found.explained else replace(found, weight=Weight.LAAG)


class _Added:
    """Cells added up: their total, how many are empty, what rounding leaves of it, where they stand."""

    def __init__(self) -> None:
        self.total = self.rounding = Decimal(0)
        self.empty = 0
        self.cells: list[Cell] = []
        self.sources: list[str] = []
        self.places: list[str] = []

    def add(self, table: Table, row: Mapping[str, Any], times: int) -> None:
        value = row["waarde"]
        self.total += (value or 0) * times
        self.empty += value is None
        self.rounding += table.rounding
        self.cells.append((table.name, row[ROW]))
        self.sources.append(row["bron"])
        self.places.append(row["plaats"])


def _added(
    tables: Tables, sides: Sequence[Side], per: tuple[str, ...], rules: Mapping[str, Table]
) -> dict[tuple[str, ...], _Added]:
    groups: dict[tuple[str, ...], _Added] = {}
    for side in sides:
        for row in tables[side.table].iter_rows(named=True):
            if _chosen(row, side):
                key = tuple(_named(name, row[side.columns.get(name, name)]) for name in per)
                groups.setdefault(key, _Added()).add(rules[side.table], row, side.times)
    return groups


def _chosen(row: Mapping[str, Any], side: Side) -> bool:
    return all(row[name] in words for name, words in side.where.items()) and not any(
        row[name] in words for name, words in side.without.items()
    )


def _named(column: str, written: str) -> str:
    """Call a category by its one name where a list knows it, so that two tables can be held together."""
    if column not in CATEGORIES:
        return written
    try:
        return category(column, written)
    except UnknownCategoryError:
        return written


def _subject(
    rule: Sum, table: Table, key: tuple[str, ...], added: _Added | None, printed: _Added | None
) -> str:
    where = ", ".join(
        f"{name} {_NUMBERED.sub('', word)}".replace("_", " ")
        for name, word in zip(rule.per, key, strict=True)
    )
    said = f"{table.title}{f', {where}' if where else ''}: {rule.says}"
    if added is None:
        return f"{said}; de delen ontbreken"
    if printed is None:
        return f"{said}; het geheel ontbreekt"
    empty = f"; {added.empty} {'cel is' if added.empty == 1 else 'cellen zijn'} leeg"
    return f"{said}{empty if added.empty else ''}"


def _twice(tables: Tables, rules: Mapping[str, Table]) -> Iterator[Finding]:
    """Find what is printed twice under one key with another number: two sources, or one at odds."""
    for name, rows in tables.items():
        table = rules[name]
        known = rows.filter(pl.col("waarde").is_not_null())
        for key, group in known.group_by(table.key, maintain_order=True):
            if group["waarde"].n_unique() < 2:
                continue
            words = ", ".join(map(str, key))
            yield Finding(
                rule=Rule.TWEE_BRONNEN,
                subject=f"{table.title}, {words}: twee keer gedrukt met een ander getal",
                found=group["waarde"][1],
                expected=group["waarde"][0],
                rounding=2 * table.rounding,
                weight=Weight.HOOG,
                sources=tuple(dict.fromkeys(group["bron"])),
                places=tuple(dict.fromkeys(group["plaats"])),
                indicators=table.indicators,
                cells=tuple((name, cell) for cell in group[ROW][1:]),
                beside=((name, group[ROW][0]),),
            )


def _repeated(tables: Tables, rules: Mapping[str, Table]) -> Iterator[Finding]:
    """Find blocks of numbers that stand elsewhere in the same order under other headings."""
    blocks = [
        (name, what, rows)
        for name, table in tables.items()
        for what, rows in _blocks(table, rules[name])
    ]
    told: set[tuple[Cell, Cell]] = set()
    # Larger blocks first: a table that is repeated whole is told once.
    ordered = sorted(combinations(blocks, 2), key=lambda pair: -pair[0][2].height)
    for (name, what, rows), (other, said, others) in ordered:
        if not _same_numbers(rows, others) or _overlap(name, rows, other, others):
            continue
        pairs = set(
            zip(
                ((name, cell) for cell in rows[ROW]),
                ((other, cell) for cell in others[ROW]),
                strict=True,
            )
        )
        if pairs <= told:
            continue
        told |= pairs
        if _allowed(rules[name], rules[other], what, said):
            continue
        yield Finding(
            rule=Rule.HERHAALD,
            subject=(
                f"{rules[other].title}{said}: dezelfde {rows.height} getallen in dezelfde volgorde als "
                f"{rules[name].title}{what}"
            ),
            found=Decimal(rows.height),
            expected=None,
            rounding=Decimal(0),
            weight=Weight.HOOG,
            sources=tuple(dict.fromkeys([*rows["bron"], *others["bron"]])),
            places=tuple(dict.fromkeys([*others["plaats"], *rows["plaats"]])),
            indicators=tuple(dict.fromkeys([*rules[other].indicators, *rules[name].indicators])),
            cells=tuple((other, cell) for cell in others[ROW]),
        )


def _blocks(rows: pl.DataFrame, table: Table) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give a table whole, and cut by each of its columns: the runs of numbers that can be repeated."""
    known = rows.filter(pl.col("waarde").is_not_null())
    cuts = [("", known)]
    for name in table.key:
        cuts += [
            (f", {name} {word}", part)
            for (word,), part in known.group_by(name, maintain_order=True)
            if part.height < known.height
        ]
    for what, part in cuts:
        if part.height >= FEWEST_REPEATED and part["waarde"].n_unique() >= FEWEST_DISTINCT:
            yield what, part


def _same_numbers(rows: pl.DataFrame, others: pl.DataFrame) -> bool:
    return rows.height == others.height and rows["waarde"].equals(others["waarde"])


def _overlap(name: str, rows: pl.DataFrame, other: str, others: pl.DataFrame) -> bool:
    return name == other and bool(set(rows[ROW]) & set(others[ROW]))


def _allowed(table: Table, other: Table, what: str, said: str) -> bool:
    """Tell whether a declaration says that these may be the same: by a table, or a word in a key."""
    return any(
        word in (table.name, other.name) or f" {word}" in what + said
        for each in (table, other)
        for word in each.may_repeat
    )
