"""What every figure stands in: margins, notes, axes in Dutch, and labels that keep apart.

A figure's size in pixels follows from its height and margins, so all of it is settled here and
nothing is left to chance in the browser.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from dashboard import palette
from dashboard.lettering import text_width, wrap
from dashboard.palette import Role
from dashboard.points import Point, short_period
from dashboard.scales import Scale, tick_texts
from warehouse.periods import Period

FONT_SIZE = 13
NARROW = 330
"""The pixels that a figure must be readable at: a phone of 400, less the edges of its panel."""

_HEIGHT = 340
_NOTE_LINE = 17


def figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    # Checking each property against the schema costs more than drawing; the tests do it instead.
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def empty(notes: Sequence[str]) -> go.Figure:
    """Draw a figure that only says why there is nothing in it."""
    layout, _ = frame(["Geen cijfers om te tekenen.", *notes], left=0, right=0, height=120)
    layout["xaxis"] |= {"visible": False}
    layout["yaxis"] |= {"visible": False}
    return figure([], layout)


def frame(
    notes: Sequence[str], *, left: float, right: float, height: int = _HEIGHT, header: float = 0
) -> tuple[dict[str, Any], float]:
    """Lay out an empty figure with its notes at the top left; also the height of its plot."""
    lines = [line for note in notes for line in wrap(note, 12, NARROW - 34)]
    top = round(len(lines) * _NOTE_LINE + 14 + header)
    bottom = 44
    total = height + round(len(lines[1:]) * _NOTE_LINE + header)
    axis = {"fixedrange": True, "automargin": False, "zeroline": False, "ticks": "",
            "tickfont": {"size": 12, "color": palette.THEME_TEXT}}  # fmt: skip
    layout: dict[str, Any] = {
        # An empty template of our own: the default one costs 10 ms and 6,6 kB a figure.
        "template": {},
        "height": total,
        "margin": {"l": round(left), "r": round(right), "t": top, "b": bottom, "pad": 0},
        "font": {"size": FONT_SIZE, "color": palette.THEME_TEXT},
        "hoverlabel": {"font": {"size": FONT_SIZE, "color": palette.THEME_TEXT}, "align": "left"},
        "separators": ",.",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {**axis, "showgrid": False},
        "yaxis": {**axis, "gridcolor": palette.GRID},
        "annotations": [
            {
                "x": 0, "xref": "paper", "xanchor": "left", "xshift": -round(left),
                "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 8 + round(header),
                "align": "left", "showarrow": False, "text": "<br>".join(lines),
                "font": {"size": 12},
            }
        ],
        "modebar": {
            "color": palette.STYLES["nederland"].colour, "activecolor": palette.THEME_TEXT,
            "bgcolor": "rgba(0,0,0,0)",
        },
    }  # fmt: skip
    return layout, total - top - bottom


def tick_labels(scale: Scale, *, signs: bool = False) -> dict[str, Any]:
    """Give an axis its range and ticks, in Dutch."""
    return {
        "range": [scale.low, scale.high],
        "tickvals": list(scale.ticks),
        "ticktext": tick_texts(scale.ticks, signs=signs),
    }


def tick_room(scale: Scale, *, signs: bool = False) -> float:
    """Measure how much room the ticks of an upright axis take on its left."""
    return max(text_width(text, 12) for text in tick_texts(scale.ticks, signs=signs)) + 10


def rule_at(value: float) -> dict[str, Any]:
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": value, "y1": value,
        "line": {"color": palette.RULE, "width": 1.5}, "layer": "below",
    }  # fmt: skip


def time_axis(points: Sequence[Point]) -> dict[str, Any]:
    periods = {point.x: point.period for point in points}
    xs = sorted(periods)
    return period_axis([periods[x] for x in xs], xs)


def period_axis(periods: Sequence[Period], xs: Sequence[float]) -> dict[str, Any]:
    """Label at most seven periods on a linear axis of days, the last one always, in Dutch."""
    span = xs[-1] - xs[0]
    edge = max(span * 0.03, 0.6 * min((b - a for a, b in pairwise(xs)), default=200.0))
    axis: dict[str, Any] = {"range": [xs[0] - edge, xs[-1] + edge]}
    yearly = len({(period.begin.month, period.begin.day) for period in periods}) == 1
    if not yearly and span > 900:
        # Long series of months or quarters: a tick where each year begins.
        first = date.fromordinal(math.ceil(xs[0] - edge)).year + 1
        years = list(range(first, periods[-1].einde.year + 1))
        years = years[::-1][:: math.ceil(len(years) / 7)][::-1]
        return axis | {
            "tickvals": [date(year, 1, 1).toordinal() for year in years],
            "ticktext": [str(year) for year in years],
            "ticks": "outside", "ticklen": 5, "tickcolor": palette.RULE,
        }  # fmt: skip
    every = math.ceil(len(xs) / (7 if yearly else 5))
    chosen = list(range(len(xs) - 1, -1, -every))[::-1]
    return axis | {
        "tickvals": [xs[index] for index in chosen],
        "ticktext": [short_period(periods[index], yearly, "<br>") for index in chosen],
    }


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move labels as little as needed so that none overlap and all lie between low and high.

    Positions are centres. Labels that touch are taken together and centred on where they would be.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    groups: list[tuple[list[int], float]] = []
    for index in order:
        members, centre = [index], wanted[index]
        while groups:
            before, at = groups[-1]
            room = (sum(heights[i] for i in before) + sum(heights[i] for i in members)) / 2
            if centre - at >= room:
                break
            groups.pop()
            members = [*before, *members]
            height = sum(heights[i] for i in members)
            # Where the block lies best is the mean of where each member would want its bottom edge.
            edges, offset = 0.0, 0.0
            for i in members:
                edges += wanted[i] - heights[i] / 2 - offset
                offset += heights[i]
            centre = edges / len(members) + height / 2
        half = sum(heights[i] for i in members) / 2
        groups.append((members, min(max(centre, low + half), max(high - half, low + half))))
    placed = [0.0] * len(wanted)
    for members, centre in groups:
        edge = centre - sum(heights[i] for i in members) / 2
        for index in members:
            placed[index] = edge + heights[index] / 2
            edge += heights[index]
    return placed


def bold(text: str) -> str:
    return f"<b>{text}</b>"


def coloured(sign: str, role: Role, text: str) -> str:
    colour = palette.STYLES[role].colour
    return text.replace(sign, f'<span style="color:{colour}">{sign}</span>', 1)
