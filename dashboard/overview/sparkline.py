"""A small line that shows how a figure came about: no axes, an own end point, and in words its alt."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import polars as pl

from dashboard import palette
from dashboard.points import when
from dashboard.sentences import listed, said
from warehouse.indicator import Indicator
from warehouse.periods import Period

WIDTH, HEIGHT, PAD = 120, 30, 4
FEWEST = 3
"""A line through two points shows nothing that the numbers don't."""

Spot = tuple[float, float]


def sparkline(history: pl.DataFrame, indicator: Indicator) -> tuple[str, str] | None:
    """Draw figures over time as the address of an SVG, and tell them in words; None for a few."""
    if history.height < FEWEST:
        return None
    days = [day.toordinal() for day in history["einde"]]
    values = [float(value) for value in history["waarde"]]
    spots = list(zip(_spread(days, WIDTH), _spread(values, HEIGHT), strict=True))
    pieces = "".join(
        _stroke(start, end)
        for (start, end), whole in zip(pairwise(spots), _runs_on(history, indicator), strict=True)
        if whole
    )
    x, y = spots[-1]
    colour = palette.STYLES["regio"].colour
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g stroke="{colour}" stroke-width="2" stroke-linecap="round">{pieces}</g>'
        f'<circle cx="{x:.1f}" cy="{HEIGHT - y:.1f}" r="3" fill="{colour}"/></svg>'
    )
    first, last = (history.row(index, named=True) for index in (0, -1))
    ends = [
        f"{said(row, indicator)} {when(Period(row['begin'], row['einde'], row['soort']))}"
        for row in (first, last)
    ]
    whole = all(_runs_on(history, indicator))
    told = f"van {ends[0]} naar {ends[1]}" if whole else f"{listed(ends)}, niet vergelijkbaar"
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}", f"Verloop: {told}"


def _runs_on(history: pl.DataFrame, indicator: Indicator) -> list[bool]:
    """Tell between which figures a line may run: as many gemeenten, and no break in the series."""
    rows: Sequence[dict[str, date | int | None]] = history.to_dicts()
    return [
        before["leden"] == after["leden"] and indicator.break_between(before, after) is None
        for before, after in pairwise(rows)
    ]


def _stroke(start: Spot, end: Spot) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<path d="M{x1:.1f} {HEIGHT - y1:.1f}L{x2:.1f} {HEIGHT - y2:.1f}"/>'


def _spread(numbers: Sequence[float], length: int) -> list[float]:
    """Place numbers on a length, the lowest and highest at its ends; in the middle when all are one."""
    low, high = min(numbers), max(numbers)
    if low == high:
        return [length / 2] * len(numbers)
    return [PAD + (each - low) / (high - low) * (length - 2 * PAD) for each in numbers]
