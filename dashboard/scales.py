"""Round numbers for axes and classes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from warehouse.numbers import number

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """The ends of an axis and the ticks between them."""

    low: float
    high: float
    ticks: tuple[float, ...]


def line_scale(values: Sequence[float], room: float = 0.06) -> Scale:
    """Fit an axis for lines and dots: from zero where the figures come near it, else from a tick.

    `room` is the part of the span that is kept free beyond the last figure.
    """
    if not values:
        return Scale(0.0, 1.0, (0.0, 1.0))
    low, high = min(values), max(values)
    if 0 <= low <= high * 0.4:
        low = 0.0
    if low == high:
        low, high = low - (abs(low) * 0.1 or 1), high + (abs(high) * 0.1 or 1)
    step = nice_step((high - low) / 4)
    begin = low if low == 0 else math.floor((low - (high - low) * room) / step + 1e-9) * step
    end = high + (high - low) * room
    return Scale(begin, end, _ticks(begin, end, step))


def bar_scale(values: Sequence[float], room: float) -> Scale:
    """Fit an axis around zero, with room for a label beyond the longest bars."""
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high:
        low, high = -1.0, 1.0
    span = high - low
    step = nice_step(span / 4)
    begin = low - span * room if low < 0 else 0.0
    end = high + span * room if high > 0 else 0.0
    return Scale(begin, end, _ticks(begin, end, step))


def class_bounds(values: Sequence[float], most: int) -> tuple[float, ...]:
    """Cut the range of values into at most `most` classes with round bounds, all of one width.

    Each class runs from its bound up to, not including, the next. One value gives one class.
    """
    low, high = min(values), max(values)
    step = nice_step((high - low) / most if high > low else abs(high) * 0.1 or 1.0)
    while True:
        first, last = math.floor(low / step + 1e-9), math.floor(high / step + 1e-9) + 1
        if last - first <= most:
            return tuple(round(index * step, 10) for index in range(first, last + 1))
        step = nice_step(step * 1.05)


def class_of(value: float, bounds: Sequence[float]) -> int:
    """Find the class of a value between the outer bounds."""
    return next(
        (place for place, (_, end) in enumerate(pairwise(bounds)) if value < end), len(bounds) - 2
    )


def tick_texts(ticks: Sequence[float], *, signs: bool = False) -> list[str]:
    """Write ticks with as many decimals as all of them need, and `+` before a gain if asked."""
    decimals = next(
        count
        for count in range(10)
        if all(math.isclose(round(tick, count), tick, abs_tol=1e-9) for tick in ticks)
    )
    return [("+" if signs and tick > 0 else "") + number(tick, decimals) for tick in ticks]


def nice_step(rough: float) -> float:
    """Round up to 1, 2, 2,5 or 5 times a power of ten."""
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return magnitude * next(nice for nice in _NICE if rough <= nice * magnitude * 1.001)


def _ticks(begin: float, end: float, step: float) -> tuple[float, ...]:
    first, last = math.ceil(begin / step - 1e-9), math.floor(end / step + 1e-9)
    return tuple(round(index * step, 10) for index in range(first, last + 1))
