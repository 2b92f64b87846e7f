"""What printed tables promise of themselves and of each other, as `declared.toml` declares it.

A table says in which column its figures stand and what its rows are known by; a sum says which cells
add up to which others. A new table gets its checks from what is declared here, not from new code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Self

FILE = Path(__file__).with_suffix(".toml")

Cell = tuple[str, int]
"""A cell of a printed table: the name of the table and the number of its row, from nought."""


class DeclarationError(ValueError):
    """A declaration that cannot be understood; the message names it in Dutch."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """Cells that are added up: those of one table whose columns have one of these words.

    In `without` stand the words that are left out. Each cell counts `times` over; `columns` gives
    the column of this table that goes by another name in the sum.
    """

    table: str
    where: Mapping[str, Sequence[str]]
    without: Mapping[str, Sequence[str]]
    times: int
    columns: Mapping[str, str]

    @classmethod
    def parse(cls, found: Mapping[str, Any], table: str | None) -> Self:
        named = found.get("tabel", table)
        if named is None:
            raise DeclarationError(f"geen tabel bij {found}")
        return cls(
            table=named,
            where=_words(found.get("met", {})),
            without=_words(found.get("zonder", {})),
            times=found.get("maal", 1),
            columns=found.get("kolommen", {}),
        )


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Parts that add up to a whole, for each combination of the words in the columns `per`.

    `says` names it to a reader; on a `heavy` one hangs what a report quotes.
    """

    says: str
    parts: tuple[Side, ...]
    whole: tuple[Side, ...]
    per: tuple[str, ...]
    heavy: bool


@dataclass(frozen=True, kw_only=True)
class Table:
    """A typed-over table: its column of figures, what its rows are known by, and what it touches.

    A `file` with two columns of figures is two tables.

    `rounding` is half of what rounding leaves open in each cell; nought for counts.
    """

    name: str
    file: str
    title: str
    value: str
    key: tuple[str, ...]
    rounding: Decimal
    indicators: tuple[str, ...]
    sums: tuple[Sum, ...]
    may_repeat: Mapping[str, str]


def _words(found: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    return {
        name: [words] if isinstance(words, str) else list(words) for name, words in found.items()
    }


def _table(found: Mapping[str, Any]) -> Table:
    name, key = found["naam"], tuple(found["sleutel"])
    sums = [each for kind in found.get("telt_op", ()) for each in _sums(kind, name, key)]
    return Table(
        name=name,
        file=found.get("bestand", name),
        title=found["titel"],
        value=found["waarde"],
        key=key,
        rounding=Decimal(found.get("afronding", "0")),
        indicators=tuple(found["indicatoren"]),
        sums=tuple(sums),
        may_repeat=found.get("mag_herhalen", {}),
    )


def _sums(found: Mapping[str, Any], table: str, key: tuple[str, ...]) -> list[Sum]:
    """Read one declaration: over a column to a total, by splits of the same, or of two selections."""
    heavy = found.get("gewicht") == "hoog"
    if "over" in found:
        over, total = found["over"], found["totaal"]
        met, zonder = found.get("met", {}), found.get("zonder", {})
        return [
            Sum(
                says=f"som over {found.get('noem', over)} tegen de kolom {total}",
                parts=_sides({"met": met, "zonder": {**zonder, over: total}}, table),
                whole=_sides({"met": {**met, over: total}, "zonder": zonder}, table),
                per=tuple(each for each in key if each != over),
                heavy=heavy,
            )
        ]
    if "splitst" in found:
        column, leading = found["splitst"], found["maatgevend"]
        within = [each for each in key if each not in (column, found["over_alle"])]
        return [
            Sum(
                says=f"som naar {other} tegen som naar {leading}",
                parts=_sides({"met": {column: other}}, table),
                whole=_sides({"met": {column: leading}}, table),
                per=tuple(within),
                heavy=heavy,
            )
            for other in found["ook"]
        ]
    return [
        Sum(
            says=found["wat"],
            parts=_sides(found["delen"], table),
            whole=_sides(found["geheel"], table),
            per=tuple(found.get("per", ())),
            heavy=heavy,
        )
    ]


def _sides(found: Any, table: str) -> tuple[Side, ...]:
    """Read one selection of cells, or several that are added up together."""
    several = found if isinstance(found, list) else [found]
    return tuple(Side.parse(each, table) for each in several)


@cache
def declared(path: Path = FILE) -> Mapping[str, Table]:
    """Read all declarations, by name of the table, in the order of the file."""
    return parse(tomllib.loads(path.read_text(encoding="utf-8")))


def parse(found: Mapping[str, Any]) -> dict[str, Table]:
    """Understand declarations as the file holds them; DeclarationError where one says too little."""
    tables = [_table(each) for each in found["tabel"]]
    return {each.name: each for each in tables}
