"""Small counts: nothing below the threshold is shown, and nothing that is shown gives it away.

Tables that share totals are looked at together, as one block of numbers along the axes gebied,
partij and kwartaal, and once more along each kenmerk, with every total of every axis.

How it is made safe. A cell is safe when the published numbers fit at least two different tables of
persons, that differ in it. Such a second table is made by a *swap*: choose a pair on every axis (two
categories, or one category and the total) and add 1 to the cells of the block that they span,
subtracting 1 where an odd number of categories was exchanged; all totals stay what they are, except
those that are themselves in the block. When every cell of the block is withheld, and none drops below
zero, nobody can tell the two tables apart. So for each small cell the cheapest block is searched and
withheld as a whole; every cell in it is then safe for good, whatever is withheld later. The block of
a cell with the totals of all axes always fits, so there always is one. Nothing is estimated, and a
test solves the published numbers to see that it holds.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

DEFAULT_THRESHOLD = 5
SETTING = "MONITOR_DREMPEL"
WITHHELD = (
    "Niet getoond: onder de {0}, of nodig om een aantal onder de {0} niet te laten uitrekenen"
)
"""What is said of a cell that is withheld, with the threshold to be filled in."""

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Cell = tuple[int, ...]


def threshold() -> int:
    """The smallest count that may be shown; MONITOR_DREMPEL can raise it, and not lower it."""
    written = os.environ.get(SETTING, "")
    return max(DEFAULT_THRESHOLD, int(written)) if written.isdecimal() else DEFAULT_THRESHOLD


def shown(count: int) -> str:
    """Write a count of persons as anyone may see it."""
    return f"<{threshold()}" if 0 < count < threshold() else str(count)


@dataclass
class Block:
    """Counts along axes, and along each kenmerk; the last place on every axis is its total.

    `total` counts all persons; `split` of each kenmerk the same with one axis more, the categories,
    which has no total of its own: that is `total`. A cell that is not published is `hidden`: it costs
    nothing to withhold. `void` cells exist in no table that a reader could think of, nor do those of
    `split_void`: a delivery of that kind has no such category. `printed` ones (along the axes) stand in
    a report: a block with one of them makes no other cell safe.

    `protect` sets `withheld`, and `below`: those of the withheld that may be called below the
    threshold without giving more away.
    """

    total: Numbers
    hidden: Flags
    split: Mapping[str, Numbers]
    split_hidden: Mapping[str, Flags]
    void: Flags
    printed: Flags
    split_void: Mapping[str, Flags] = field(default_factory=dict)
    withheld: Flags = field(init=False)
    below: Flags = field(init=False)
    split_withheld: dict[str, Flags] = field(init=False)
    split_below: dict[str, Flags] = field(init=False)

    def __post_init__(self) -> None:
        self.withheld = np.zeros_like(self.hidden)
        self.below = np.zeros_like(self.hidden)
        self.split_withheld = {k: np.zeros_like(each) for k, each in self.split_hidden.items()}
        self.split_below = {k: np.zeros_like(each) for k, each in self.split_hidden.items()}
        self.split_void = {
            k: self.void[..., None] | self.split_void.get(k, np.zeros_like(each))
            for k, each in self.split_hidden.items()
        }


@dataclass
class _Table:
    """One array of a block on its way to being safe."""

    counts: Numbers
    small: Flags
    cost: NDArray[np.float64]
    printed: Flags
    safe: Flags
    withheld: Flags
    told: Flags
    """Small cells that every swap so far leaves small: they may be called so."""

    @classmethod
    def of(cls, counts: Numbers, hidden: Flags, void: Flags, printed: Flags, least: int) -> _Table:
        small = (counts > 0) & (counts < least)
        # Of two blocks that withhold as many cells, the one with the smaller numbers is cheaper.
        cost = np.where(hidden | small, 0.0, 1 + np.log1p(counts) / 10) + np.where(
            printed, 1000.0, 0
        )
        none = np.zeros_like(hidden)
        cost = np.where(void, np.inf, cost)
        return cls(counts, small, cost, printed, none, none.copy(), small.copy())

    def withhold(self, cells: Sequence[Cell], changes: Sequence[int], least: int) -> None:
        known = any(self.printed[cell] for cell in cells)
        for cell, change in zip(cells, changes, strict=True):
            self.withheld[cell] = True
            # Who has the report knows the printed ones, and with them which of the two tables is true.
            self.safe[cell] |= not known or self.printed[cell]
            self.cost[cell] = 0 if self.cost[cell] < 1000 else self.cost[cell]
            if not 0 < self.counts[cell] + change < least:
                self.told[cell] = False

    def is_given_away(self, void: Flags) -> bool:
        """Tell whether a report gives a small count away for which no swap leaves it alone."""
        return bool((self.small & ~self.safe & ~self.printed & ~void).any())

    def withhold_all(self) -> None:
        """Withhold whatever no report prints: the last resort in a table of a handful of persons."""
        self.withheld |= ~self.printed
        self.told[...] = False


def protect(block: Block, least: int) -> None:
    """Set in a block what is withheld, so that no count from 1 to below `least` can be worked out."""
    whole = _Table.of(block.total, block.hidden, block.void, block.printed, least)
    tables = {
        kenmerk: _Table.of(
            counts,
            block.split_hidden[kenmerk],
            block.split_void[kenmerk],
            np.broadcast_to(block.printed[..., None], counts.shape),
            least,
        )
        for kenmerk, counts in block.split.items()
    }
    for cell in _to_do(whole, block.void):
        if not whole.safe[cell]:
            _swap_persons(whole, tables, cell, least)
    for kenmerk, table in tables.items():
        for cell in _to_do(table, block.split_void[kenmerk]):
            if not table.safe[cell]:
                _swap_categories(table, cell, least)
    given_away = [
        table for kenmerk, table in tables.items() if table.is_given_away(block.split_void[kenmerk])
    ]
    if whole.is_given_away(block.void) or (given_away and _in_one_place(block)):
        given_away = [whole, *tables.values()]
    for table in given_away:
        table.withhold_all()
    block.withheld = whole.withheld & ~block.hidden
    block.below = block.withheld & whole.small & whole.told
    for kenmerk, table in tables.items():
        block.split_withheld[kenmerk] = table.withheld & ~block.split_hidden[kenmerk]
        block.split_below[kenmerk] = block.split_withheld[kenmerk] & table.small & table.told


def _in_one_place(block: Block) -> bool:
    """Tell whether all whom a report counts in one cell stand in one place along an axis.

    Shown totals would then say so, and the report how many they are of each category.
    """
    for printed in np.argwhere(block.printed):
        for axis, size in enumerate(block.total.shape):
            if printed[axis] == size - 1 and size > 2:
                along = (*printed[:axis], slice(0, size - 1), *printed[axis + 1 :])
                if np.count_nonzero(block.total[along]) == 1:
                    return True
    return False


def _to_do(table: _Table, void: Flags) -> list[Cell]:
    """List the small cells, the larger numbers first.

    Hidden ones too: what is left of a total that is shown is as good as shown.
    """
    places = np.argwhere(table.small & ~void)
    order = np.argsort(-table.counts[tuple(places.T)], kind="stable")
    return [tuple(map(int, places[index])) for index in order]


@dataclass
class _Found:
    """What each choice of partners costs for a swap that raises the cell, and for one that lowers it."""

    up: NDArray[np.float64]
    down: NDArray[np.float64]


def _partners(shape: Sequence[int], cell: Cell) -> list[NDArray[np.int64]]:
    """The places on each axis that the place of a cell can be paired with."""
    return [
        np.array([place for place in range(size) if place != own], dtype=np.int64)
        for size, own in zip(shape, cell, strict=True)
    ]


def _signs(
    size: int, own: int, partners: NDArray[np.int64], *, totalled: bool
) -> NDArray[np.int64]:
    """How each partner changes when the place gains one: a total gains too, any other loses.

    For the total itself the others gain with it.
    """
    if totalled and own == size - 1:
        return np.ones(len(partners), np.int64)
    return np.where(totalled & (partners == size - 1), 1, -1).astype(np.int64)


def _search(table: _Table, cell: Cell, totalled: Sequence[bool], least: int) -> _Found:
    """Give of every choice of partners what withholding its block costs; infinity where it cannot be."""
    shape = table.counts.shape
    axes = len(cell)
    partners = _partners(shape, cell)
    up: NDArray[np.float64] = np.zeros((1,) * axes)
    down: NDArray[np.float64] = np.zeros((1,) * axes)
    for exchanged in itertools.product((False, True), repeat=axes):
        places = [
            partners[axis] if flag else np.array([cell[axis]])
            for axis, flag in enumerate(exchanged)
        ]
        index = np.ix_(*places)
        counts, cost, small = table.counts[index], table.cost[index], table.small[index]
        sign = np.ones((1,) * axes, np.int64)
        for axis, flag in enumerate(exchanged):
            if flag:
                own = _signs(shape[axis], cell[axis], partners[axis], totalled=totalled[axis])
                sign = sign * own.reshape([-1 if each == axis else 1 for each in range(axes)])
        for change, found in ((sign, "up"), (-sign, "down")):
            after = counts + change
            leaves = small & ((after < 1) | (after >= least))
            price = np.where(after < 0, np.inf, cost + np.where(leaves, _LESS_TOLD, 0))
            if found == "up":
                up = up + price
            else:
                down = down + price
    return _Found(up, down)


_LESS_TOLD = 0.05
"""What it costs that a small cell can no longer be called small."""


def _block(
    shape: Sequence[int], cell: Cell, chosen: Cell, totalled: Sequence[bool], change: int
) -> tuple[list[Cell], list[int]]:
    """List the cells of a block and how each changes."""
    partners = _partners(shape, cell)
    cells, changes = [], []
    for exchanged in itertools.product((False, True), repeat=len(cell)):
        place, sign = [], change
        for axis, flag in enumerate(exchanged):
            place.append(int(partners[axis][chosen[axis]]) if flag else cell[axis])
            if flag:
                signs = _signs(shape[axis], cell[axis], partners[axis], totalled=totalled[axis])
                sign *= int(signs[chosen[axis]])
        cells.append(tuple(place))
        changes.append(sign)
    return cells, changes


def _cheapest(found: _Found) -> tuple[Cell, int]:
    up, down = found.up.min(), found.down.min()
    if not np.isfinite(min(up, down)):
        raise ArithmeticError("geen enkele ruil past")
    best, change = (found.up, 1) if up <= down else (found.down, -1)
    return tuple(map(int, np.unravel_index(int(best.argmin()), best.shape))), change


def _swap_categories(table: _Table, cell: Cell, least: int) -> None:
    """Make a cell of one kenmerk safe: some persons change category, and no total of all changes."""
    totalled = (*(True,) * (len(cell) - 1), False)
    chosen, change = _cheapest(_search(table, cell, totalled, least))
    table.withhold(*_block(table.counts.shape, cell, chosen, totalled, change), least)


def _swap_persons(whole: _Table, tables: Mapping[str, _Table], cell: Cell, least: int) -> None:
    """Make a count of persons safe: every kenmerk then changes too, each in one category."""
    totalled = (True,) * len(cell)
    found = _search(whole, cell, totalled, least)
    choices: dict[str, list[_Found]] = {}
    for kenmerk, table in tables.items():
        choices[kenmerk] = [
            _search(_sliced(table, category), cell, totalled, least)
            for category in range(table.counts.shape[-1])
        ]
        found.up = found.up + np.min([each.up for each in choices[kenmerk]], axis=0)
        found.down = found.down + np.min([each.down for each in choices[kenmerk]], axis=0)
    chosen, change = _cheapest(found)
    cells, changes = _block(whole.counts.shape, cell, chosen, totalled, change)
    whole.withhold(cells, changes, least)
    for kenmerk, table in tables.items():
        prices = [(each.up if change > 0 else each.down)[chosen] for each in choices[kenmerk]]
        category = int(np.argmin(prices))
        table.withhold([(*each, category) for each in cells], changes, least)


def _sliced(table: _Table, category: int) -> _Table:
    return _Table(
        table.counts[..., category],
        table.small[..., category],
        table.cost[..., category],
        table.printed[..., category],
        table.safe[..., category],
        table.withheld[..., category],
        table.told[..., category],
    )
