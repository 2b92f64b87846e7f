"""Charts of the banenafspraak: rows in, a Plotly figure out, in the manner of `dashboard.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import palette
from dashboard.axes import (
    bold,
    coloured,
    empty,
    figure,
    frame,
    period_axis,
    rule_at,
    tick_labels,
    tick_room,
)
from dashboard.lettering import text_width, wrap
from dashboard.palette import tint
from dashboard.points import Line, Point, gather, listed_periods, span_words, tell
from dashboard.scales import bar_scale, line_scale
from warehouse.numbers import number, signed
from warehouse.periods import Period

JOBS, TARGET = palette.STYLES["regio"], palette.STYLES["doel"]
GAP = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
_SMALL = 12
_NAME_PIXELS = 150
_APART = 0.14
"""The part of an axis that a whole year needs below it on a phone; nearer ones are shortened."""
_SEVERAL = 3
"""From so many stands on only the last one is labelled."""
_KEY = "donkere balk: gerealiseerd, streep: doel"
_LABELLED = 8
"""So many bars side by side have room for their numbers."""


def against_target(jobs: pl.DataFrame, targets: pl.DataFrame) -> go.Figure:
    """Draw the jobs over time, each target as a dash on its day, and ? for what is missing."""
    done, aimed = gather([Line("Banen", "regio", jobs), Line("Doel", "doel", targets)])
    shown = [*done.known, *aimed.known]
    known = {point.period for point in shown}
    gone = {
        point.period: point.status
        for one in (done, aimed)
        for point in one.points
        if point.value is None and point.period not in known
    }
    notes = ["banen, jaartal bij 31 december; stip: gerealiseerd, streep: doel"]
    notes += [
        f"?: {status} ({listed_periods([each for each, why in gone.items() if why == status])})"
        for status in sorted(set(gone.values()))
    ]
    if not shown:
        return empty(notes[1:])
    scale = line_scale([0.0, *(float(point.value or 0) for point in shown)], room=0.12)
    several = len(done.known) >= _SEVERAL
    layout, _ = frame(notes, left=tick_room(scale), right=28)
    layout["xaxis"] |= _year_ends([*done.points, *aimed.points])
    layout["yaxis"] |= tick_labels(scale)
    by_day = {point.period: point.value or Decimal(0) for point in done.known}
    for point in aimed.known:
        over = by_day.get(point.period)
        above = over is None or over < (point.value or 0)
        layout["annotations"].append(_value(point, above=above, role="doel"))
    for point in done.known:
        if point is done.known[-1] or not several:
            target = next((p.value for p in aimed.known if p.period == point.period), None)
            above = target is None or (point.value or 0) >= target
            label = _value(point, above=above, role="regio")
            if several:  # beside the end of a line, where no target stands
                label |= {"xanchor": "left", "yanchor": "middle", "xshift": 14, "yshift": 0}
            layout["annotations"].append(label)
    layout["annotations"] += [
        {
            "x": _middle(each), "y": 0, "yanchor": "bottom", "yshift": 4, "showarrow": False,
            "text": bold("?"), "font": {"size": 16},
        }
        for each in gone
    ]  # fmt: skip
    return figure([_jobs_trace(done.known), _target_trace(aimed.known)], layout)


def against_target_alt(jobs: pl.DataFrame, targets: pl.DataFrame) -> str:
    """Tell in words what `against_target` shows."""
    series = gather([Line("Banen", "regio", jobs), Line("Doel", "doel", targets)])
    done, aimed = series
    each = [f"{number(point.value)} op {point.period.spoken}" for point in aimed.known]
    told = tell(done, lambda point: number(point.value))
    goals = f"Doelen: {', '.join(each)}." if each else "Zonder doel."
    return f"Banen en doelen{span_words(series)}. {told} {goals}"


def _year_ends(points: Sequence[Point]) -> dict[str, Any]:
    """Label the last days of years, at most seven, those that points are of first."""
    days = [point.period.einde for point in points]
    first, last = min(days).year, max(days).year
    years = sorted({day.year for day in days if (day.month, day.day) == (12, 31)})
    if not 0 < len(years) <= 7:
        years = list(range(first, last + 1))
        years = years[::-1][:: -(-len(years) // 7)][::-1]
    span = max(max(days).toordinal() - min(days).toordinal(), 365)
    crowded = min((two - one for one, two in pairwise(years)), default=9) * 365 < span * _APART
    return {
        "range": [min(days).toordinal() - span * 0.08, max(days).toordinal() + span * 0.08],
        "tickvals": [date(year, 12, 31).toordinal() for year in years],
        "ticktext": [f"’{year % 100:02}" if crowded else str(year) for year in years],
        "tickangle": 0, "ticks": "outside", "ticklen": 5, "tickcolor": palette.RULE,
    }  # fmt: skip


def _middle(period: Period) -> float:
    return (period.begin.toordinal() + period.einde.toordinal()) / 2


def _value(point: Point, *, above: bool, role: palette.Role) -> dict[str, Any]:
    sign = palette.STYLES[role].sign
    return {
        "x": point.x, "y": float(point.value or 0), "showarrow": False,
        "yanchor": "bottom" if above else "top", "yshift": 7 if above else -7,
        "text": coloured(sign, role, f"{sign} {bold(number(point.value))}"),
        "font": {"size": _SMALL},
    }  # fmt: skip


def _jobs_trace(points: Sequence[Point]) -> dict[str, Any]:
    """Join stands of one series that follow each other within a year."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    said: list[str] = []
    for index, point in enumerate(points):
        before = points[index - 1] if index else None
        if before and (before.reeks != point.reeks or point.x - before.x > 370):
            xs.append(None)
            ys.append(None)
            said.append("")
        xs.append(point.x)
        ys.append(float(point.value or 0))
        said.append(f"{point.period.spoken}: {number(point.value)} banen<br>{point.status}")
    return {
        "type": "scatter", "mode": "lines+markers", "x": xs, "y": ys, "cliponaxis": False,
        "line": {"color": JOBS.colour, "width": JOBS.width},
        "marker": {"color": JOBS.colour, "symbol": JOBS.symbol, "size": 8, "line": {"width": 0}},
        "customdata": said, "hovertemplate": "<b>Banen</b><br>%{customdata}<extra></extra>",
    }  # fmt: skip


def _target_trace(points: Sequence[Point]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": [point.x for point in points], "y": [float(point.value or 0) for point in points],
        "marker": {"symbol": "line-ew", "size": 18, "color": TARGET.colour,
                   "line": {"color": TARGET.colour, "width": 3}},
        "customdata": [
            f"{point.period.spoken}: {number(point.value)} banen<br>{point.status}" for point in points
        ],
        "hovertemplate": "<b>Doel</b><br>%{customdata}<extra></extra>",
    }  # fmt: skip


@dataclass(frozen=True)
class Step:
    """The jobs a quarter that came between two stands."""

    begin: date
    end: date
    jobs: Decimal


def steps(made: Sequence[Step], needed: Decimal | None) -> go.Figure:
    """Draw what came between each two stands, a quarter, with what is needed as a line."""
    notes = ["banen per kwartaal erbij of eraf"]
    if needed is not None:
        notes.append(f"streepjeslijn: nodig, {number(needed)} per kwartaal")
    values = [float(each.jobs) for each in made]
    scale = bar_scale([*values, float(needed or 0)], 0.14)
    layout, _ = frame(notes, left=tick_room(scale, signs=True), right=8)
    periods = [Period.day(each.end) for each in made]
    xs = [float(each.end.toordinal()) for each in made]
    layout["xaxis"] |= period_axis(periods, xs)
    layout["yaxis"] |= tick_labels(scale, signs=True)
    layout["shapes"] = [rule_at(0)]
    if needed is not None:
        layout["shapes"].append(
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1,
                "y0": float(needed), "y1": float(needed),
                "line": {"color": TARGET.colour, "width": 2, "dash": "dash"},
            }
        )  # fmt: skip
    few = len(made) <= _LABELLED
    layout["annotations"] += [
        {
            "x": x, "y": value, "showarrow": False, "text": signed(each.jobs, 0),
            "yanchor": "bottom" if value >= 0 else "top", "font": {"size": _SMALL},
        }
        for x, value, each in zip(xs, values, made, strict=True)
        if few or each is made[-1]
    ]  # fmt: skip
    narrowest = min((later - earlier for earlier, later in pairwise(xs)), default=90.0)
    drawn = {
        "type": "bar", "x": xs, "y": values, "width": narrowest * 0.7,
        "marker": {"color": JOBS.colour},
        "customdata": [
            f"{Period.day(each.begin).spoken} tot {Period.day(each.end).spoken}: "
            f"{signed(each.jobs, 0)} per kwartaal"
            for each in made
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return figure([drawn], layout)


def steps_alt(made: Sequence[Step], needed: Decimal | None) -> str:
    """Tell in words what `steps` shows."""
    told = [f"tot {Period.day(each.end).spoken} {signed(each.jobs, 0)}" for each in made]
    wanted = f" Nodig: {number(needed)} per kwartaal." if needed is not None else ""
    return f"Staafgrafiek van banen per kwartaal: {', '.join(told)}.{wanted}"


@dataclass(frozen=True)
class Bar:
    """What was done and what was aimed at; None where nobody says. `said` stands behind the bar.

    `head` makes it the head of the bars below it, `chosen` marks what the reader chose.
    """

    name: str
    done: Decimal | None
    target: Decimal | None
    said: str
    head: bool = False
    chosen: bool = False


def bars(rows: Sequence[Bar], unit: str) -> go.Figure:
    """Draw a bar for what was done on each row, and a dash where the target lies."""
    if not rows:
        return empty([])
    done = any(each.done is not None for each in rows)
    notes = [f"{unit}; {_KEY if done else 'doel'}"]
    names = [_named(each) for each in rows]
    left = max(text_width(line, _SMALL) for lines in names for line in lines) + 14
    right = max(text_width(each.said, _SMALL) for each in rows) + 14
    layout, _ = frame(notes, left=left, right=right, height=26 * len(rows) + 62)
    layout["margin"]["b"] = 10
    layout["height"] -= 34
    high = max(float(max(each.done or 0, each.target or 0)) for each in rows) or 1.0
    layout["xaxis"] |= {"range": [0, high * 1.02], "visible": False}
    layout["yaxis"] |= {
        "range": [len(rows) - 0.5, -0.5],
        "tickvals": list(range(len(rows))),
        "ticktext": [f"{'<br>'.join(lines)}{GAP}" for lines in names],
        "showgrid": False,
    }
    layout["annotations"] += [
        {
            "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": place, "showarrow": False,
            "text": bold(each.said) if each.head or each.chosen else each.said,
            "font": {"size": _SMALL}, "align": "left",
        }
        for place, each in enumerate(rows)
    ]  # fmt: skip
    hover = [f"<b>{each.name}</b><br>{each.said}" for each in rows]
    places = list(range(len(rows)))
    shared = {"type": "bar", "orientation": "h", "hovertemplate": "%{customdata}<extra></extra>"}
    layout["barmode"] = "overlay"
    traces: list[dict[str, Any]] = [
        {**shared, "x": [float(each.target or 0) for each in rows], "y": places, "width": 0.62,
         "marker": {"color": tint(TARGET.colour, 0.22)}, "customdata": hover},
        {**shared, "x": [float(each.done or 0) for each in rows], "y": places, "width": 0.34,
         "marker": {"color": JOBS.colour}, "customdata": hover},
        {"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False,
         "x": [float(each.target) for each in rows if each.target is not None],
         "y": [place for place, each in enumerate(rows) if each.target is not None],
         "marker": {"symbol": "line-ns", "size": 15, "color": TARGET.colour,
                    "line": {"color": TARGET.colour, "width": 3}}},
    ]  # fmt: skip
    return figure(traces, layout)


def _named(each: Bar) -> list[str]:
    lines = wrap(each.name, _SMALL, _NAME_PIXELS)
    marked = [bold(line) for line in lines] if each.head or each.chosen else lines
    return [coloured("◆", "gekozen", f"◆ {marked[0]}"), *marked[1:]] if each.chosen else marked


def bars_alt(rows: Sequence[Bar], what: str) -> str:
    """Tell in words what `bars` shows."""
    return (
        f"Staafgrafiek van {what}. " + "; ".join(f"{each.name}: {each.said}" for each in rows) + "."
    )
