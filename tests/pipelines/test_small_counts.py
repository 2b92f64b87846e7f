"""Nothing that is withheld can be worked out from what is shown: the published numbers are solved."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from pipelines.small_counts import Block, Numbers, protect, shown, threshold

LEAST = 5
PLENTY = 10_000
Cell = tuple[int, ...]


def totalled(counts: Numbers) -> Numbers:
    for axis in range(3):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def block_of(
    split: dict[str, Numbers],
    *,
    elsewhere: bool = False,
    void: bool = False,
    without_total: tuple[int, ...] = (),
    report: bool = False,
) -> Block:
    """Make a block of the counts of persons by kenmerk; all kenmerken count the same persons.

    With `elsewhere` the last place of the first axis is not published; `without_total` names axes
    whose totals are not. With `void` the last place of the third axis is known to hold nobody; with
    `report` the totals of first and third axis together are printed elsewhere.
    """
    if void:
        split = {name: np.insert(each, each.shape[2], 0, axis=2) for name, each in split.items()}
    first = next(iter(split.values()))
    total = totalled(first.sum(axis=3))
    hidden = np.zeros(total.shape, np.bool_)
    if elsewhere:
        hidden[-2] = True
    for axis in without_total:
        hidden[tuple(slice(None) if each != axis else -1 for each in range(3))] = True
    none = np.zeros(total.shape, np.bool_)
    nobody = none.copy()
    if void:
        hidden[:, :, -2] = True
        nobody[:, :, -2] = True
    whole = {name: totalled(counts) for name, counts in split.items()}
    hidden_split = {
        name: np.repeat(hidden[..., None], counts.shape[3], axis=3)
        for name, counts in whole.items()
    }
    printed = none.copy()
    printed[-1, :, -1] = report
    return Block(total, hidden, whole, hidden_split, nobody, printed)


class System:
    """What a reader knows: numbers that are shown, what adds up to what, and what is called small."""

    def __init__(self, block: Block, least: int) -> None:
        self.block = block
        self.numbers: dict[tuple[str, Cell], int] = {}
        arrays = {"": (block.total, block.hidden, block.withheld, block.below)}
        for name in block.split:
            arrays[name] = (
                block.split[name],
                block.split_hidden[name],
                block.split_withheld[name],
                block.split_below[name],
            )
        self.low: list[float] = []
        self.high: list[float] = []
        self.unknown: list[tuple[str, Cell]] = []
        for name, (counts, hidden, withheld, below) in arrays.items():
            for cell in np.ndindex(counts.shape):
                place = (name, tuple(cell))
                self.numbers[place] = len(self.numbers)
                if (not hidden[cell] and not withheld[cell]) or block.printed[cell[:3]]:
                    self.low.append(float(counts[cell]))
                    self.high.append(float(counts[cell]))
                    continue
                self.low.append(1 if below[cell] else 0)
                nobody = block.void[cell[:3]]
                self.high.append(0 if nobody else least - 1 if below[cell] else PLENTY)
                if withheld[cell]:
                    self.unknown.append(place)
        self.rows = list(self._sums())

    def _sums(self) -> Iterator[dict[int, int]]:
        """Every total with its parts: along each axis, and the categories of each kenmerk."""
        for name in ("", *self.block.split):
            shape = (self.block.split[name] if name else self.block.total).shape
            for axis in range(3):
                others = [range(size) for place, size in enumerate(shape) if place != axis]
                for rest in itertools.product(*others):
                    yield {
                        self.numbers[name, (*rest[:axis], place, *rest[axis:])]: (
                            -1 if place == shape[axis] - 1 else 1
                        )
                        for place in range(shape[axis])
                    }
        for name, counts in self.block.split.items():
            for cell in np.ndindex(counts.shape[:3]):
                place: Cell = tuple(cell)
                parts = {self.numbers[name, (*place, c)]: 1 for c in range(counts.shape[3])}
                yield parts | {self.numbers["", tuple(cell)]: -1}

    def extremes(self, place: tuple[str, Cell]) -> tuple[int, int]:
        """The smallest and largest whole number that a cell can be, for all that is known."""
        matrix = np.zeros((len(self.rows), len(self.numbers)))
        for line, parts in enumerate(self.rows):
            for number, sign in parts.items():
                matrix[line, number] = sign
        aim = np.zeros(len(self.numbers))
        aim[self.numbers[place]] = 1
        found = []
        for sign in (1, -1):
            solved = milp(
                sign * aim,
                constraints=LinearConstraint(matrix, 0, 0),
                bounds=Bounds(np.array(self.low), np.array(self.high)),
                integrality=np.ones(len(aim)),
            )
            assert solved.success, solved.message
            found.append(round(solved.x[self.numbers[place]]))
        return found[0], found[1]


def require_safe(block: Block, least: int = LEAST) -> None:
    """Hold a block to the rule: no small count is shown, and no withheld one can be worked out."""
    protect(block, least)
    for counts, hidden, withheld in [
        (block.total, block.hidden, block.withheld),
        *(
            (block.split[name], block.split_hidden[name], block.split_withheld[name])
            for name in block.split
        ),
    ]:
        assert not ((counts > 0) & (counts < least) & ~hidden & ~withheld).any()
    system = System(block, least)
    for name, cell in system.unknown:
        # What a report prints can tell that nobody is in a cell; it must tell of no small count.
        if (
            block.printed.any()
            and not 0 < (block.split[name] if name else block.total)[cell] < least
        ):
            continue
        place = name, cell
        low, high = system.extremes(place)
        assert low < high, f"{place} can only be {low}"


def persons(
    shape: tuple[int, int, int], categories: dict[str, int], seeds: list[int]
) -> dict[str, Numbers]:
    """Count persons, each given as a number, into a table for each kenmerk."""
    found = {name: np.zeros((*shape, size), np.int64) for name, size in categories.items()}
    cells = shape[0] * shape[1] * shape[2]
    for seed in seeds:
        place = tuple(map(int, np.unravel_index(seed % cells, shape)))
        rest = seed // cells
        for name, size in categories.items():
            found[name][(*place, rest % size)] += 1
            rest //= size
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(1, 3)),
    st.lists(st.integers(0, 5_000), min_size=0, max_size=60),
    st.booleans(),
    st.booleans(),
    st.sets(st.integers(1, 2)),
)
def test_nothing_withheld_can_be_worked_out_from_random_tables(
    shape: tuple[int, int, int], seeds: list[int], elsewhere: bool, void: bool, without: set[int]
) -> None:
    split = persons(shape, {"geslacht": 2, "sector": 3}, seeds)

    require_safe(block_of(split, elsewhere=elsewhere, void=void, without_total=tuple(without)))


@settings(max_examples=15, deadline=None)
@example(shape=(2, 1, 2), seeds=[0, 0, 0, 0, 4])
@example(shape=(2, 1, 2), seeds=[0, 0, 0, 0, 5])
@given(
    st.tuples(st.integers(2, 3), st.integers(1, 2), st.integers(2, 3)),
    st.lists(st.integers(0, 5_000), min_size=0, max_size=60),
)
def test_nothing_withheld_can_be_worked_out_beside_a_report_of_the_same_year(
    shape: tuple[int, int, int], seeds: list[int]
) -> None:
    split = persons(shape, {"geslacht": 2, "sector": 3}, seeds)

    require_safe(block_of(split, report=True))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 30]), min_size=12, max_size=12),
    st.sampled_from([3, 5, 10]),
)
def test_nothing_withheld_can_be_worked_out_at_any_threshold(counts: list[int], least: int) -> None:
    split = {"geslacht": np.array(counts, np.int64).reshape(2, 1, 2, 3)}

    require_safe(block_of(split), least)


def one_row(*counts: int) -> Block:
    block = block_of({"sector": np.array(counts, np.int64).reshape(1, 1, 1, -1)})
    protect(block, LEAST)
    return block


def told(block: Block) -> list[str]:
    """What is shown of the one row of a table, and last of all its total."""
    values: list[NDArray[np.int64]] = [*np.moveaxis(block.split["sector"], 3, 0), block.total]
    withheld = [*np.moveaxis(block.split_withheld["sector"], 3, 0), block.withheld]
    below = [*np.moveaxis(block.split_below["sector"], 3, 0), block.below]
    return [
        "<5" if small[0, 0, 0] else "geheim" if hidden[0, 0, 0] else str(value[0, 0, 0])
        for value, hidden, small in zip(values, withheld, below, strict=True)
    ]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((12, 9, 30), ["12", "9", "30", "51"]),
        ((12, 0, 30), ["12", "0", "30", "42"]),
        ((12, 3, 30), ["geheim", "<5", "30", "45"]),
        ((2, 3, 30), ["<5", "<5", "30", "35"]),
        ((1, 1, 30), ["geheim", "<5", "30", "32"]),
        ((12, 4, 0), ["12", "<5", "geheim", "16"]),
    ],
)
def test_a_small_count_is_withheld_with_a_second_one(
    counts: tuple[int, ...], shown: list[str]
) -> None:
    found = told(one_row(*counts))

    assert found[-1] == shown[-1]
    assert ("<5" in found) == ("<5" in shown)
    assert sum(each in ("<5", "geheim") for each in found) == sum(
        each in ("<5", "geheim") for each in shown
    )


def test_without_small_counts_nothing_is_withheld() -> None:
    block = block_of({"sector": np.full((2, 2, 4, 3), 8, np.int64)})
    protect(block, LEAST)

    assert not block.withheld.any()
    assert not block.split_withheld["sector"].any()


def test_a_gemeente_cannot_be_had_by_taking_the_others_from_the_region() -> None:
    """Twenty in Apeldoorn, two in Deventer, the region has 22."""
    counts = np.array([[20], [2]], np.int64).reshape(2, 1, 1, 1)

    require_safe(block_of({"herkomst": counts}))


def test_the_threshold_can_be_raised_and_not_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert threshold() == 5
    assert [shown(each) for each in (0, 1, 4, 5, 12)] == ["0", "<5", "<5", "5", "12"]
    monkeypatch.setenv("MONITOR_DREMPEL", "10")
    assert threshold() == 10
    assert shown(9) == "<10"
    for wrong in ("2", "-1", "veel", ""):
        monkeypatch.setenv("MONITOR_DREMPEL", wrong)
        assert threshold() == 5
