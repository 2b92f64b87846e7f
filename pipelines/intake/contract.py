"""What a delivery is: its contract, and what a steward may call and write in each column.

The contract is a dataframely class. Its columns say in `metadata` what is particular to the way in:
`ook` (other header names), `voorbeeld` (a cell for the template), `uitleg`, `leeg` (what an empty cell
stands for), `soort` `gemeente` for an area, and `lees` (areas and a cell in, its value out) for what is
read in a way of its own. Reading, messages and template all come from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.intake import dutch
from pipelines.small_counts import shown
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
class Content:
    """What is kept of a delivery, with the columns of its `Stored`.

    `remarks` say in Dutch what a steward should know about how the rows were taken.
    """

    rows: pl.DataFrame
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What a delivery is held against: areas, and what stands of another kind of delivery."""

    areas: Areas
    standing: Callable[[str], pl.DataFrame] = lambda _: pl.DataFrame()


@dataclass(frozen=True)
class Replacement:
    """What a delivery brings of one partij in one period (or span): how many now, and before.

    `was` is None where nothing stood there. `persons` are shown from the threshold on only.
    """

    partij: str
    periode: str
    aantal: int
    was: int | None
    note: str = ""
    persons: bool = False

    @property
    def said(self) -> tuple[str, str]:
        """Both numbers as anyone may see them: `12` and `<5`, or `niets`."""
        write = shown if self.persons else str
        return write(self.aantal), "niets" if self.was is None else write(self.was)

    @property
    def when(self) -> str:
        """The period in words; empty where a delivery is of no period."""
        ends = [Period.parse(each).spoken for each in self.periode.split(":") if each]
        return " tot en met ".join(dict.fromkeys(ends))


Pairs = list[tuple[str, str]]
"""Whom and when: partij and periode."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is kept of deliveries that replace each other, and how.

    `covers` tells of kept rows for whom and when they speak; the newest delivery counts. `compare`
    sets rows beside those that they would replace. `counted` is what the rows are, and `one` what one
    of them is.
    """

    id: str
    file: str
    schema: pl.Schema
    counted: str
    one: str
    covers: Callable[[pl.DataFrame], Pairs]
    compare: Callable[[pl.DataFrame, pl.DataFrame], list[Replacement]]


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
    count: Callable[[pl.DataFrame, Known], Content]
    kept: Stored
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
        if own := self.about(name).get("lees"):
            return partial(own, areas)
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
    # A column can bear the name of a kenmerk and mean something else, as the status of an invulling.
    shared = set(allowed) <= set(CATEGORIES.get(name, ()))
    known = {dutch.bare(each): each for each in allowed if not shared}
    known |= {dutch.bare(written): meant for written, meant in spellings.items()}

    def read(text: str) -> str:
        if shared:
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
