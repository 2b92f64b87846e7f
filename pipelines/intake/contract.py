"""What a delivery is: its contract, and what a steward may call and write in each column.

The contract is a dataframely class. Its columns say in `metadata` what is particular to the way in:
`ook` (other header names), `voorbeeld` (a cell for the template), `uitleg`, `leeg` (what an empty cell
stands for), and `soort` `gemeente` for an area. Reading, messages and template all come from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.intake import dutch
from warehouse.categories import CATEGORIES, UnknownCategoryError, category
from warehouse.periods import Period

ROW, SHEET = "rij", "blad"
"""Columns that go with every staged row: where it stood in the file."""

Value = str | date | int | Decimal | None


@dataclass(frozen=True, kw_only=True)
class Regel:
    """A rule of a contract as a person reads it: the column to look at, and what must hold."""

    kolom: str
    zin: str


@dataclass(frozen=True)
class Tellingen:
    """What is kept of a delivery: `partij, periode, gebied, kenmerk, categorie, aantal`.

    `remarks` say in Dutch what a steward should know about how the rows were taken.
    """

    rows: pl.DataFrame
    remarks: tuple[str, ...] = ()

    @property
    def covered(self) -> list[tuple[str, str]]:
        """The pairs of partij and periode that the delivery speaks for."""
        pairs = self.rows.select("partij", "periode").unique().sort("partij", "periode")
        return [(partij, periode) for partij, periode in pairs.rows()]

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(sorted({Period.parse(periode) for _, periode in self.covered}))


class CountError(Exception):
    """Rows that are right one by one and cannot be counted together; holds, of each
    complaint, the index of the row, the column, the value and the rule.
    """

    def __init__(self, complaints: Sequence[tuple[int, str, str | None, str]]) -> None:
        super().__init__("niet op te tellen")
        self.complaints = complaints


@dataclass(frozen=True, kw_only=True)
class Formaat:
    """A kind of delivery; `count` turns rows that keep the contract into what is kept of them.

    `persons` tells that a row is about a person: then nothing that names one may be in the file.
    `pseudonym` is the column whose numbers may look like a burgerservicenummer by chance.
    """

    id: str
    title: str
    explanation: str
    contract: type[dy.Schema]
    rules: Mapping[str, Regel]
    count: Callable[[pl.DataFrame, Areas], Tellingen]
    persons: bool
    pseudonym: str | None = None

    @property
    def columns(self) -> list[str]:
        return self.contract.column_names()

    def column(self, name: str) -> dy.Column:
        return self.contract.columns()[name]

    def about(self, name: str) -> Mapping[str, Any]:
        """What the contract says of a column beside its type."""
        return self.column(name).metadata or {}

    def accepted(self) -> dict[str, str]:
        """Every header that is understood, bare, with the column that it stands for."""
        return {
            dutch.bare(written): name
            for name in self.columns
            for written in (name, *self.about(name).get("ook", ()))
        }

    def allowed(self, name: str) -> tuple[str, ...]:
        """The values that a column takes; empty where they are not a list."""
        column = self.column(name)
        return tuple(column.categories) if isinstance(column, dy.Enum) else ()

    def required(self, name: str) -> bool:
        """Tell whether a cell of this column must be filled in."""
        return not self.column(name).nullable and "leeg" not in self.about(name)

    def reader(self, name: str, areas: Areas) -> Callable[[str], Value]:
        """How a filled cell of a column is read; the reader raises ValueError (in Dutch)."""
        column = self.column(name)
        if isinstance(column, dy.Enum):
            spellings = self.about(name).get("schrijfwijzen", {})
            return _one_of(name, tuple(column.categories), spellings)
        if isinstance(column, dy.Date):
            return dutch.day
        if isinstance(column, dy.Decimal):
            return dutch.number
        if self.about(name).get("soort") == "kwartaal":
            return _quarter
        if isinstance(column, dy.Int64):
            return _between(column.min, column.max)
        if self.about(name).get("soort") == "gemeente":
            return _gemeente(areas)
        return lambda text: text


def _one_of(
    name: str, allowed: tuple[str, ...], spellings: Mapping[str, str]
) -> Callable[[str], str]:
    listed = (
        ", ".join(allowed) if len(allowed) <= 8 else "een waarde van de keuzelijst in het sjabloon"
    )
    known = {dutch.bare(each): each for each in allowed if name not in CATEGORIES}
    known |= {dutch.bare(written): meant for written, meant in spellings.items()}

    def read(text: str) -> str:
        if name in CATEGORIES:
            try:
                found = category(name, text)
            except UnknownCategoryError:
                found = ""
        else:
            found = known.get(dutch.bare(text), "")
        if found not in allowed:
            raise ValueError(f"moet zijn: {listed}")
        return found

    return read


def _between(low: int | None, high: int | None) -> Callable[[str], int]:
    def read(text: str) -> int:
        found = dutch.whole_number(text)
        if (low is not None and found < low) or (high is not None and found > high):
            raise ValueError(
                f"moet van {low} tot en met {high} zijn"
                if high is not None
                else f"moet {low} of meer zijn"
            )
        return found

    return read


def _quarter(text: str) -> int:
    digits = re.fullmatch(
        r"(?:k|q|kw|kwartaal)? ?([1-4])(?:e|ste|de)?(?: ?kwartaal)?", text.casefold()
    )
    if digits is None:
        raise ValueError("moet 1, 2, 3 of 4 zijn, of leeg voor het hele jaar")
    return int(digits[1])


def _gemeente(areas: Areas) -> Callable[[str], str]:
    def read(text: str) -> str:
        code = (
            f"GM{int(text):04d}" if text.isascii() and text.isdecimal() and len(text) <= 4 else text
        )
        try:
            found = areas.resolve(code.upper() if code[:2].casefold() == "gm" else code, "gemeente")
        except DeliveryError:
            found = ""
        if not found.startswith("GM"):
            raise ValueError(
                "is geen gemeente die bekend is; schrijf de naam voluit of de code (GM0200)"
            )
        return found

    return read
