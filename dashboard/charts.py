"""Charts: rows in, a Plotly figure out.

A figure carries no title (the page writes the finding above it), no legend (lines are labelled at
their end) and no colours of text or background (`st.plotly_chart(theme="streamlit")` fills those in
for light and dark). Its size in pixels is known from its height and margins alone, so labels can be
kept apart here. Next to every chart stands a function for its `alt` text, made of the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard import palette
from dashboard.axes import (
    FONT_SIZE,
    NARROW,
    bold,
    coloured,
    empty,
    figure,
    frame,
    period_axis,
    rule_at,
    spread,
    tick_labels,
    tick_room,
    time_axis,
)
from dashboard.lettering import text_width, wrap
from dashboard.palette import Role
from dashboard.points import (
    PROVISIONAL,
    Line,
    Point,
    Series,
    gather,
    listed_periods,
    missing_periods,
    runs_on,
    same_day,
    short_period,
    span_words,
    tell,
    usual_step,
)
from dashboard.scales import Scale, bar_scale, line_scale, tick_texts
from warehouse.indicator import Break, Indicator, Unit
from warehouse.numbers import difference_with_unit, given_decimals, number, percent, with_unit
from warehouse.periods import MONTHS, Period

_FEW_POINTS = 24
_MANY_POINTS = 60

__all__ = [
    "Line",
    "Reference",
    "chart_config",
    "difference",
    "difference_alt",
    "index_alt",
    "index_view",
    "multiples_alt",
    "ranked_alt",
    "ranked_dots",
    "small_multiples",
    "trend",
    "trend_alt",
]

_BREAK_PIXELS = 90
"""A longer reason than fits here is told in the hover and in words."""

_GEMEENTEN = re.compile(r"(\d+) gemeenten?")

Reference = tuple[str, Role, Decimal | None]
"""Name, role and value of an area that others are held against."""


def chart_config(filename: str) -> dict[str, Any]:
    """Say how a figure behaves in the browser: still, in Dutch, one button that saves a picture.

    Naming the buttons oneself also keeps out the English one that Streamlit adds. The picture is
    made in the browser, without a server or a network.
    """
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": filename},
        "locale": "nl",
        "locales": {"nl": _DUTCH_BROWSER},
    }


_DUTCH_BROWSER: dict[str, Any] = {
    "dictionary": {
        "Download plot as a PNG": "Bewaar als afbeelding (PNG)",
        "Download plot": "Bewaar als afbeelding",
        "Preparing image - this may take a few seconds": "Afbeelding wordt gemaakt",
        "Image download succeeded": "Afbeelding bewaard",
        "Sorry, there was a problem downloading your image!": "De afbeelding is niet gelukt",
    },
    "format": {
        "months": list(MONTHS),
        "shortMonths": [month[:3] for month in MONTHS],
        "days": ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
        "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
        "date": "%d-%m-%Y",
    },
}


# ---------------------------------------------------------------------------------------------
# Lines over time


def trend(lines: Sequence[Line], indicator: Indicator, breaks: Sequence[Break] = ()) -> go.Figure:
    """Draw each area over time, labelled at its last figure.

    A line stops where a period is missing, where figures come from another series, and at a break.
    """
    series = gather(lines)
    return _lines(
        series,
        breaks,
        axis=_unit_axis(indicator),
        label=lambda point: _written(point, indicator),
        hover=lambda point: with_unit(point.value, indicator, point.marge),
    )


def trend_alt(lines: Sequence[Line], indicator: Indicator, breaks: Sequence[Break] = ()) -> str:
    """Tell in words what `trend` shows."""
    series = gather(lines)
    told = [tell(one, lambda point: _written(point, indicator)) for one in series]
    broken = [
        f"Breuk in de reeks op {Period.day(one.date).spoken}: {one.reason.rstrip('.')}."
        for one in _breaks_in(series, breaks)
    ]
    return " ".join([f"Lijngrafiek: {_titled(indicator)}{span_words(series)}.", *told, *broken])


def index_view(lines: Sequence[Line], base_year: int) -> go.Figure:
    """Draw each area relative to its own figure in the base year, which is 100.

    Where a year holds several periods the first of them is the base.
    """
    series = [_indexed(one, base_year) for one in gather(lines)]
    return _lines(
        series,
        (),
        axis=f"index, {_base_name(series, base_year)} = 100",
        label=lambda point: number(point.value, 1),
        hover=lambda point: f"index {number(point.value, 1)}",
        baseline=100,
    )


def index_alt(lines: Sequence[Line], base_year: int) -> str:
    """Tell in words what `index_view` shows."""
    series = [_indexed(one, base_year) for one in gather(lines)]
    told = [tell(one, lambda point: number(point.value, 1)) for one in series]
    base = _base_name(series, base_year)
    return " ".join([f"Lijngrafiek van indexcijfers, {base} is 100{span_words(series)}.", *told])


def _lines(
    series: Sequence[Series],
    breaks: Sequence[Break],
    *,
    axis: str,
    label: Callable[[Point], str],
    hover: Callable[[Point], str],
    baseline: float | None = None,
) -> go.Figure:
    drawn = [one for one in series if one.known]
    if not drawn:
        return empty(_line_notes(series))
    shown = [point for one in drawn for point in (*one.points, *one.rivals)]
    values = [float(point.value) for point in shown if point.value is not None]
    if baseline is not None:
        values.append(baseline)
    scale = line_scale(values)
    notes = [_axis_note(axis, scale, shown), *_line_notes(series)]
    cuts = _breaks_in(drawn, breaks)
    ends = [_end_label(one, label, shown) for one in drawn]
    right = max(text_width(line, FONT_SIZE) for lines in ends for line in lines) + 16
    layout, plot_height = frame(notes, left=tick_room(scale), right=right, header=18 if cuts else 0)
    layout["xaxis"] |= time_axis(shown)
    layout["yaxis"] |= tick_labels(scale)
    above = 0 if cuts else 12
    layout["annotations"] += _end_annotations(drawn, ends, plot_height, scale, above)
    layout["annotations"] += _break_labels(cuts, layout["xaxis"]["range"], tick_room(scale), right)
    layout["shapes"] = [
        {
            "type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1,
            "x0": one.date.toordinal(), "x1": one.date.toordinal(),
            "line": {"color": palette.RULE, "width": 1, "dash": "dot"},
        }
        for one in cuts
    ]  # fmt: skip
    if baseline is not None:
        layout["shapes"].append(rule_at(baseline))
    traces = [trace for one in drawn for trace in _line_traces(one, cuts, hover)]
    return figure([*traces, *_doubt_traces(drawn, hover)], layout)


def _indexed(one: Series, base_year: int) -> Series:
    base = _base(one, base_year)

    def divide(point: Point) -> Point:
        if base is None or point.value is None or not base.value:
            return replace(point, value=None)
        return replace(point, value=point.value / base.value * 100)

    return replace(one, points=tuple(map(divide, one.points)), rivals=())


def _base(one: Series, base_year: int) -> Point | None:
    in_year = (point for point in one.points if point.period.begin.year == base_year)
    return next((point for point in in_year if point.value), None)


def _base_name(series: Sequence[Series], base_year: int) -> str:
    bases = (_base(one, base_year) for one in series)
    return next((base.period.spoken for base in bases if base), str(base_year))


def _line_traces(
    one: Series, cuts: Sequence[Break], hover: Callable[[Point], str]
) -> list[dict[str, Any]]:
    style = palette.STYLES[one.role]
    # Dashes drown in the noise of a long series of months; the label at its end names it anyway.
    many = len(one.points) > _MANY_POINTS
    dash = "solid" if many and one.role != "doel" else style.dash
    step = usual_step(one.points)
    joins = [runs_on(earlier, later, step, cuts) for earlier, later in pairwise(one.points)]
    xs: list[float | None] = []
    ys: list[float | None] = []
    texts: list[str] = []
    sizes: list[int] = []
    opened: list[Point] = []
    last = one.known[-1]
    for index, point in enumerate(one.points):
        if point.value is None:
            continue
        if xs and not joins[index - 1]:
            xs.append(None)
            ys.append(None)
            texts.append("")
            sizes.append(0)
        lonely = not any(joins[max(index - 1, 0) : index + 1])
        marked = lonely or point is last or len(one.points) <= _FEW_POINTS
        provisional = point.status in PROVISIONAL
        if provisional and (marked or not index or one.points[index - 1].status != point.status):
            opened.append(point)
        xs.append(point.x)
        ys.append(float(point.value))
        texts.append(_hover(point, hover(point), plain=not many))
        bare = one.role == "doel" or provisional or not marked
        sizes.append(0 if bare else 8)
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "lines+markers", "name": one.name, "x": xs, "y": ys,
            "line": {"color": style.colour, "width": style.width, "dash": dash},
            "marker": {"color": style.colour, "symbol": one.symbol, "size": sizes,
                       "opacity": 1, "line": {"width": 0}},
            "customdata": texts, "cliponaxis": False,
            "hovertemplate": f"<b>{one.name}</b><br>%{{customdata}}<extra></extra>",
        }
    ]  # fmt: skip
    if opened:
        traces.append(
            {
                "type": "scatter", "mode": "markers", "hoverinfo": "skip", "name": one.name,
                "x": [point.x for point in opened],
                "y": [float(point.value) for point in opened if point.value is not None],
                "marker": {
                    "symbol": f"{one.symbol}-open", "size": 9, "color": style.colour,
                    "line": {"width": 2},
                },
                "cliponaxis": False,
            }
        )  # fmt: skip
    return traces


def _doubt_traces(series: Sequence[Series], hover: Callable[[Point], str]) -> list[dict[str, Any]]:
    """Ring the figures that another source contradicts, and cross what that source says."""
    marks = [
        (one.name, point, symbol, size)
        for one in series
        for points, symbol, size in ((one.points, "circle-open", 17), (one.rivals, "x", 9))
        for point in points
        if point.strijdig and point.value is not None
    ]
    if not marks:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "name": "strijdig",
            "x": [point.x for _, point, _, _ in marks],
            "y": [float(point.value) for _, point, _, _ in marks if point.value is not None],
            "marker": {
                "symbol": [symbol for *_, symbol, _ in marks],
                "size": [size for *_, size in marks],
                "color": palette.STRIJDIG,
                "line": {"width": [0 if symbol == "x" else 1.5 for *_, symbol, _ in marks]},
            },
            "customdata": [f"<b>{name}</b><br>{_hover(point, hover(point))}"
                           for name, point, _, _ in marks],
            "hovertemplate": "%{customdata}<extra></extra>", "cliponaxis": False,
        }
    ]  # fmt: skip


def _hover(point: Point, value: str, *, plain: bool = True) -> str:
    """Tell a point's period, figure and status; in a long series only a status out of the plain."""
    said = [point.status] if plain or point.status != "definitief" else []
    if point.strijdig:
        said.append(f"strijdig, uit {point.reeks}")
    if point.leden:
        said.append(f"{point.leden} gemeenten")
    return f"{point.period.spoken}: {value}" + (f"<br>{', '.join(said)}" if said else "")


def _end_label(one: Series, label: Callable[[Point], str], shown: Sequence[Point]) -> list[str]:
    end = one.known[-1]
    value = label(end)
    if any(end.period.einde < point.period.begin for point in shown if point.value is not None):
        value += f" ({short_period(end.period, same_day(shown))})"
    lines = wrap(one.name, FONT_SIZE, 96)
    return [f"{one.sign} {lines[0]}", *lines[1:], value]


def _end_annotations(
    series: Sequence[Series],
    ends: Sequence[Sequence[str]],
    plot_height: float,
    scale: Scale,
    above: float,
) -> list[dict[str, Any]]:
    """Label lines at their end, apart from each other and at most `above` over the plot."""
    pixels = plot_height / (scale.high - scale.low)
    wanted = [(float(one.known[-1].value or 0) - scale.low) * pixels for one in series]
    heights = [len(lines) * FONT_SIZE * 1.3 + 5 for lines in ends]
    placed = spread(wanted, heights, -22, plot_height + above)
    return [
        {
            "x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "showarrow": False,
            "y": float(one.known[-1].value or 0), "yref": "y", "yanchor": "middle",
            "yshift": round(at - want, 1), "align": "left", "font": {"size": FONT_SIZE},
            "text": coloured(one.sign, one.role, "<br>".join([*lines[:-1], bold(lines[-1])])),
        }
        for one, lines, want, at in zip(series, ends, wanted, placed, strict=True)
    ]  # fmt: skip


def _line_notes(series: Sequence[Series]) -> list[str]:
    """Say below the unit what open and crossed markers mean and which figures are missing."""
    notes: list[str] = []
    points = [point for one in series for point in one.points]
    if any(point.status in PROVISIONAL and point.value is not None for point in points):
        notes.append("open teken: voorlopig")
    if any(point.strijdig and point.value is not None for point in points):
        notes.append("omcirkeld: strijdig met een andere bron (✕)")
    gone: dict[str, list[str]] = {}
    for one in series:
        if any(point.value is None for point in one.points):
            name, _, what = missing_periods(one).partition(": ")
            gone.setdefault(what, []).append(name)
    for what, names in gone.items():
        everywhere = len(names) == len(series) > 1
        notes.append(f"{'alle gebieden' if everywhere else ', '.join(names)}: {what}")
    return notes


def _breaks_in(series: Sequence[Series], breaks: Sequence[Break]) -> list[Break]:
    """Keep the breaks that fall between two figures on show, one for each date."""
    kept: dict[date, Break] = {}
    for one in breaks:
        days = [
            point.period.begin
            for line in series
            for point in line.known
            if point.reeks == one.reeks and one.gebied in (None, point.gebied)
        ]
        if days and min(days) < one.date <= max(days):
            kept.setdefault(one.date, one)
    return list(kept.values())


def _break_labels(
    cuts: Sequence[Break], across: Sequence[float], left: float, right: float
) -> list[dict[str, Any]]:
    """Label each break above its line, except where that would run into the label before it.

    Of numbers of gemeenten that follow each other, the first says what is counted: behind its
    number, or in front of the line where the next break is too near.
    """
    pixels_a_day = (NARROW - left - right) / (across[1] - across[0])
    ordered = sorted(cuts, key=lambda cut: cut.date)
    places = [(cut.date.toordinal() - across[0]) * pixels_a_day for cut in ordered]
    labels: list[dict[str, Any]] = []
    free = -left
    for index, (cut, place) in enumerate(zip(ordered, places, strict=True)):
        counts = _GEMEENTEN.fullmatch(cut.reason)
        text = cut.reason if text_width(cut.reason, 12) <= _BREAK_PIXELS else "reeksbreuk"
        hangs = 0.0
        if counts and index and _follows(ordered[index - 1], cut):
            text = counts[1]
        elif counts and index + 1 < len(ordered) and _follows(cut, ordered[index + 1]):
            lead = text_width("gemeenten: ", 12)
            crowded = place + text_width(text, 12) > places[index + 1]
            if crowded and place - lead >= free:
                text, hangs = f"gemeenten: {counts[1]}", lead
        width = text_width(text, 12)
        early = place - hangs + width <= NARROW - left
        start = place - hangs if early else place - width
        if start < free:
            continue
        free = start + width + 2
        labels.append(
            {
                "x": cut.date.toordinal(), "xref": "x", "showarrow": False,
                # Held by the number's side, a narrower font still leaves it right of its line.
                "xanchor": "left" if early and not hangs else "right",
                "xshift": round(width - hangs) if early and hangs else 0,
                "y": 1, "yref": "paper", "yanchor": "bottom", "text": text,
                "font": {"size": 12}, "hovertext": cut.reason,
            }
        )  # fmt: skip
    return labels


def _follows(earlier: Break, later: Break) -> bool:
    """Tell whether two breaks count the gemeenten of one and the same area."""
    return earlier.gebied == later.gebied and bool(_GEMEENTEN.fullmatch(earlier.reason))


# ---------------------------------------------------------------------------------------------
# Differences


def difference(rows: pl.DataFrame, indicator: Indicator, role: Role = "regio") -> go.Figure:
    """Draw a difference per period as bars from zero, what rounding leaves open as whiskers.

    `rows`: periode, begin, verschil, laag, hoog. A bar is hollow where rounding alone could make
    the difference zero.
    """
    listed = sorted(rows.iter_rows(named=True), key=lambda row: row["begin"])
    if not any(row["verschil"] is not None for row in listed):
        return empty(["Geen verschil te berekenen: een van beide cijfers ontbreekt."])
    periods = [Period.parse(row["periode"]) for row in listed]
    xs = [(period.begin.toordinal() + period.einde.toordinal()) / 2 for period in periods]
    bounds = [
        float(row[column])
        for row in listed
        for column in ("verschil", "laag", "hoog")
        if row[column] is not None
    ]
    open_ones = [row for row in listed if _could_be_zero(row)]
    few = len(listed) <= 12
    scale = bar_scale(bounds, 0.15 if few else 0.04)
    notes = [_difference_axis(indicator)]
    if any(row["laag"] is not None for row in listed):
        notes.append("streepje: speling door afronding")
    if open_ones:
        notes.append("open staaf: verschil kan door afronding nul zijn")
    layout, _ = frame(notes, left=tick_room(scale, signs=True), right=12, height=280)
    layout["xaxis"] |= period_axis(periods, xs)
    layout["yaxis"] |= tick_labels(scale, signs=True)
    layout["shapes"] = [rule_at(0)]
    colour = palette.STYLES[role].colour
    tint = palette.tint(colour, 0.35)
    if few:
        layout["annotations"] += [
            _bar_label(x, row, indicator) for x, row in zip(xs, listed, strict=True)
        ]
    width = min((later - earlier for earlier, later in pairwise(xs)), default=365.0) * 0.62
    bars = {
        "type": "bar", "x": xs, "width": width, "name": "verschil",
        "y": [_float(row["verschil"]) for row in listed],
        "marker": {
            "color": ["rgba(0,0,0,0)" if _could_be_zero(row) else tint for row in listed],
            "line": {"color": colour, "width": 1.5},
        },
        "customdata": [_difference_hover(row, period, indicator)
                       for row, period in zip(listed, periods, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "error_y": {
            "type": "data", "symmetric": False, "thickness": 2, "width": 5,
            "array": [_reach(row["verschil"], row["hoog"]) for row in listed],
            "arrayminus": [_reach(row["laag"], row["verschil"]) for row in listed],
            "color": colour,
        },
    }  # fmt: skip
    return figure([bars], layout)


def difference_alt(rows: pl.DataFrame, indicator: Indicator) -> str:
    """Tell in words what `difference` shows."""
    listed = sorted(rows.iter_rows(named=True), key=lambda row: row["begin"])
    told = [
        f"{Period.parse(row['periode']).spoken} "
        + ("geen cijfer" if row["verschil"] is None
           else difference_with_unit(row["verschil"], indicator))
        for row in (listed if len(listed) <= 12 else [listed[0], listed[-1]])
    ]  # fmt: skip
    unsure = [Period.parse(row["periode"]) for row in listed if _could_be_zero(row)]
    said = f"Staafgrafiek van verschillen: {indicator.title}. {'; '.join(told)}."
    if len(listed) > 12:
        known = [row for row in listed if row["verschil"] is not None]
        if known:
            low = min(known, key=lambda row: row["verschil"])
            high = max(known, key=lambda row: row["verschil"])
            said += (
                f" Laagste {difference_with_unit(low['verschil'], indicator)} "
                f"({Period.parse(low['periode']).spoken}), hoogste "
                f"{difference_with_unit(high['verschil'], indicator)} "
                f"({Period.parse(high['periode']).spoken})."
            )
    return said + (f" Door afronding mogelijk nul: {listed_periods(unsure)}." if unsure else "")


def _could_be_zero(row: dict[str, Any]) -> bool:
    return row["laag"] is not None and row["hoog"] is not None and row["laag"] <= 0 <= row["hoog"]


def _difference_axis(indicator: Indicator) -> str:
    if indicator.unit is Unit.PER_1000:
        return "verschil per 1.000 inwoners"
    percents = indicator.unit is Unit.PROCENT
    return f"verschil in {'procentpunten' if percents else indicator.unit.difference}"


def _difference_hover(row: dict[str, Any], period: Period, indicator: Indicator) -> str:
    if row["verschil"] is None:
        return f"{period.spoken}: geen cijfer"
    said = f"{period.spoken}: {difference_with_unit(row['verschil'], indicator)}"
    if row["laag"] is None or row["hoog"] is None:
        return said
    decimals = indicator.decimals + (1 if indicator.unit is Unit.PROCENT else 0)
    return (
        f"{said}<br>door afronding tussen {number(row['laag'], decimals)} "
        f"en {number(row['hoog'], decimals)}"
    )


def _bar_label(x: float, row: dict[str, Any], indicator: Indicator) -> dict[str, Any]:
    value = row["verschil"]
    if value is None:
        return {"x": x, "y": 0, "yanchor": "bottom", "text": "geen<br>cijfer", "showarrow": False,
                "font": {"size": 12}}  # fmt: skip
    beyond = row["laag"] if value < 0 else row["hoog"]
    sign = "+" if value > 0 else ""
    return {
        "x": x, "y": float(value if beyond is None else beyond), "showarrow": False,
        "yanchor": "top" if value < 0 else "bottom", "font": {"size": FONT_SIZE},
        "text": f"<b>{sign}{number(value, indicator.decimals)}</b>",
    }  # fmt: skip


def _reach(from_value: Decimal | None, to_value: Decimal | None) -> float:
    return float(to_value - from_value) if from_value is not None and to_value is not None else 0.0


# ---------------------------------------------------------------------------------------------
# Gemeenten beside each other


@dataclass(frozen=True)
class Kind:
    """What a ranking is of: the areas in the plural, and the role of one that stands out."""

    areas: str
    role: Role


GEMEENTEN = Kind("gemeenten", "gekozen")
REGIONS = Kind("arbeidsmarktregio's", "regio")


def ranked_dots(
    rows: pl.DataFrame,
    indicator: Indicator,
    highlight: Collection[str] = frozenset(),
    references: Sequence[Reference] = (),
    kind: Kind = GEMEENTEN,
) -> go.Figure:
    """Draw one dot for each area, highest on top, with the references as vertical lines.

    `rows`: one `Cijfer` for each area. `highlight`: area codes. Areas without a figure stand at
    the bottom with the reason in words.
    """
    known, missing = _ranked(rows)
    if not known:
        return empty([f"{row['naam']}: {row['status']}" for row in missing])
    stated = [(name, role, value) for name, role, value in references if value is not None]
    values = [float(row["waarde"]) for row in known] + [float(value) for *_, value in stated]
    scale = line_scale(values)
    notes = [_axis_note(_unit_axis(indicator), scale, [])]
    if any(row["status"] in PROVISIONAL for row in known):
        notes.append("open teken: voorlopig")
    if any(row["strijdig"] for row in known):
        notes.append("omcirkeld: strijdig met een andere bron")
    left = max(text_width(row["naam"], FONT_SIZE) for row in (*known, *missing)) + 14
    right = max(text_width(_short(row["waarde"], indicator), FONT_SIZE) for row in known) + 14
    layout, _ = frame(
        notes,
        left=left,
        right=right,
        height=26 * (len(known) + len(missing)) + 62,
        header=len(stated) * 18 + 4,
    )
    layout["yaxis"] |= {
        "range": [len(known) + len(missing) - 0.5, -0.5], "tickvals": list(range(len(known))),
        "ticktext": [_name(row, highlight) for row in known],
    }  # fmt: skip
    layout["xaxis"] |= tick_labels(scale)
    layout["shapes"], marks = _reference_marks(stated, indicator, scale, len(known))
    layout["annotations"] += marks
    layout["annotations"] += [
        _beside(
            place, 1, "right", right - 2, _strong(_short(row["waarde"], indicator), row, highlight)
        )
        for place, row in enumerate(known)
    ]
    for place, row in enumerate(missing, len(known)):
        layout["annotations"].append(_beside(place, 0, "right", 0, _name(row, highlight), 12))
        layout["annotations"].append(_beside(place, 0, "left", 4, f"<i>{row['status']}</i>"))
    return figure(_dot_traces(known, indicator, highlight, kind.role), layout)


def _beside(
    place: int, x: int, anchor: str, shift: float, text: str, size: int = FONT_SIZE
) -> dict[str, Any]:
    return {
        "x": x, "xref": "paper", "xanchor": anchor, "xshift": round(shift), "showarrow": False,
        "y": place, "yref": "y", "text": text, "font": {"size": size},
    }  # fmt: skip


def _strong(text: str, row: dict[str, Any], highlight: Collection[str]) -> str:
    return bold(text) if row["gebied"] in highlight else text


def _name(row: dict[str, Any], highlight: Collection[str]) -> str:
    return _strong(row["naam"], row, highlight)


def ranked_alt(
    rows: pl.DataFrame,
    indicator: Indicator,
    highlight: Collection[str] = frozenset(),
    references: Sequence[Reference] = (),
    kind: Kind = GEMEENTEN,
) -> str:
    """Tell in words what `ranked_dots` shows."""
    known, missing = _ranked(rows)
    said = [f"Puntgrafiek van {kind.areas}, hoogste bovenaan: {_titled(indicator)}."]
    if known:
        said.append(f"Hoogste: {_named(known[0], indicator)}.")
        said.append(f"Laagste: {_named(known[-1], indicator)}.")
    said += [
        f"Gekozen: {_named(row, indicator)}, plaats {place} van {len(known)}."
        for place, row in enumerate(known, 1)
        if row["gebied"] in highlight
    ]
    said += [f"{name}: {_short(value, indicator)}." for name, _, value in references
             if value is not None]  # fmt: skip
    if missing:
        told = ", ".join(f"{row['naam']} ({row['status']})" for row in missing)
        said.append(f"Zonder cijfer: {told}.")
    return " ".join(said)


def _ranked(rows: pl.DataFrame) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sort areas from high to low, and those without a figure by name."""
    listed = [row for row in rows.iter_rows(named=True) if row["gekozen"]]
    known = [row for row in listed if row["waarde"] is not None]
    missing = [row for row in listed if row["waarde"] is None]
    known.sort(key=lambda row: (-row["waarde"], row["naam"]))
    return known, sorted(missing, key=lambda row: row["naam"])


def _named(row: dict[str, Any], indicator: Indicator) -> str:
    return f"{row['naam']} ({_short(row['waarde'], indicator)})"


def _dot_traces(
    known: Sequence[dict[str, Any]], indicator: Indicator, highlight: Collection[str], strong: Role
) -> list[dict[str, Any]]:
    def role(row: dict[str, Any]) -> Role:
        return strong if row["gebied"] in highlight else "ander"

    symbols = [
        ("diamond" if role(row) == strong else "circle")
        + ("-open" if row["status"] in PROVISIONAL else "")
        for row in known
    ]
    dots = {
        "type": "scatter", "mode": "markers", "name": indicator.title, "cliponaxis": False,
        "x": [float(row["waarde"]) for row in known], "y": list(range(len(known))),
        "marker": {
            "symbol": symbols, "size": [13 if role(row) == strong else 10 for row in known],
            "color": [palette.STYLES[role(row)].colour for row in known], "opacity": 1,
            # The line is the whole of an open marker, and would be a rim around a full one.
            "line": {"width": [2 if row["status"] in PROVISIONAL else 0 for row in known]},
        },
        "customdata": [_row_hover(row, indicator) for row in known],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    doubted = [(place, row) for place, row in enumerate(known) if row["strijdig"]]
    rings = {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "name": "strijdig",
        "x": [float(row["waarde"]) for _, row in doubted], "y": [place for place, _ in doubted],
        "marker": {"symbol": "circle-open", "size": 19, "color": palette.STRIJDIG,
                   "line": {"width": 1.5}},
    }  # fmt: skip
    return [dots, rings] if doubted else [dots]


def _row_hover(row: dict[str, Any], indicator: Indicator) -> str:
    period = Period.parse(row["periode"]).spoken
    doubt = ", bronnen strijdig" if row["strijdig"] else ""
    return (
        f"<b>{row['naam']}</b><br>{period}: {with_unit(row['waarde'], indicator)}"
        f"<br>{row['status']}{doubt}"
    )


def _reference_marks(
    stated: Sequence[tuple[str, Role, Decimal]],
    indicator: Indicator,
    scale: Scale,
    rows: int,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Draw a line for each reference, its label on a row of its own above the plot."""
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for row, (name, role, value) in enumerate(stated):
        style = palette.STYLES[role]
        early = float(value) < (scale.low + scale.high) / 2
        rise = (len(stated) - 1 - row) * 18
        shapes.append(
            {
                "type": "line", "xref": "x", "x0": float(value), "x1": float(value),
                "yref": "y", "y0": rows - 0.5, "y1": -0.5, "layer": "below",
                "line": {"color": style.colour, "width": 2, "dash": style.dash},
            }
        )  # fmt: skip
        labels.append(
            {
                "x": float(value), "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom",
                "yshift": rise, "xanchor": "left" if early else "right", "showarrow": False,
                "text": coloured(style.sign, role,
                                  f"{style.sign} {name} <b>{_short(value, indicator)}</b>"),
                "font": {"size": FONT_SIZE},
            }
        )  # fmt: skip
    return shapes, labels


# ---------------------------------------------------------------------------------------------
# Small multiples


def small_multiples(
    rows: pl.DataFrame,
    indicator: Indicator,
    highlight: Collection[str] = frozenset(),
    reference_rows: pl.DataFrame | None = None,
    columns: int = 3,
) -> go.Figure:
    """Draw one small panel for each gemeente over time, all on one scale, Nederland grey behind.

    All panels lie in one pair of axes, one unit apart: thirteen pairs of axes cost the browser ten
    times as much. Panels stand in order of name; one without any figure stays and says so.
    """
    lines = _panels(rows, highlight)
    behind = gather([Line("Nederland", "nederland", reference_rows)]) if (
        reference_rows is not None and reference_rows.height
    ) else []  # fmt: skip
    series = gather(lines)
    if not any(one.known for one in series):
        return empty(_line_notes(series))
    shown = [point for one in (*series, *behind) for point in one.points]
    scale = line_scale([float(point.value) for point in shown if point.value is not None])
    marks = (scale.low, scale.ticks[-1])
    first, last = _ends(shown)
    grid = -(-len(series) // columns)
    notes = [_axis_note(_unit_axis(indicator), scale, shown)]
    if behind:
        notes.append("grijze streepjeslijn: Nederland")
    layout, _ = frame(notes, left=tick_room(scale), right=8, height=118 * grid + 60)

    def place(index: int) -> tuple[float, float]:
        return float(index % columns), float(-(index // columns))

    def across(x: float, column: float) -> float:
        return column + 0.04 + 0.84 * ((x - first) / (last - first) if last > first else 0.5)

    def up(value: float, row: float) -> float:
        return row + 0.60 * (value - scale.low) / (scale.high - scale.low)

    drawn: list[tuple[Role, list[tuple[float, float, Series]]]] = [
        ("nederland", [(*place(index), one) for index in range(len(series)) for one in behind])
    ]
    for role in ("ander", "gekozen"):
        of_role = [(*place(index), one) for index, one in enumerate(series) if one.role == role]
        drawn.append((role, of_role))
    traces = [
        trace
        for role, panels in drawn
        for trace in _panel_trace(role, panels, across, up, indicator)
    ]
    layout["shapes"] = [
        {
            "type": "line", "x0": column, "x1": column + 0.92,
            "y0": up(tick, row), "y1": up(tick, row),
            "line": {"color": palette.GRID, "width": 1}, "layer": "below",
        }
        for column, row in map(place, range(len(series)))
        for tick in marks
    ]  # fmt: skip
    layout["annotations"] += [
        _panel_head(one, *place(index), indicator) for index, one in enumerate(series)
    ]
    layout["annotations"] += [
        {
            "x": across(at, column), "y": -grid + 1, "yanchor": "top", "yshift": -4,
            "xanchor": anchor, "showarrow": False, "text": text, "font": {"size": 12},
        }
        for column in range(min(columns, len(series)))
        for at, anchor, text in _span_labels(shown, first, last)
    ]  # fmt: skip
    layout["xaxis"] |= {"range": [0, columns], "visible": False}
    layout["yaxis"] |= {
        "range": [-grid + 1 - 0.02, 1], "showgrid": False, "zeroline": False,
        "tickvals": [up(tick, -row) for row in range(grid) for tick in marks],
        "ticktext": tick_texts(marks) * grid,
    }  # fmt: skip
    return figure(traces, layout)


def multiples_alt(
    rows: pl.DataFrame,
    indicator: Indicator,
    highlight: Collection[str] = frozenset(),
    reference_rows: pl.DataFrame | None = None,
) -> str:
    """Tell in words what `small_multiples` shows."""
    series = gather(_panels(rows, highlight))
    said = [f"Kleine lijngrafieken per gemeente: {_titled(indicator)}{span_words(series)}."]
    for one in series:
        known = one.known
        if not known:
            reasons = ", ".join(sorted({point.status for point in one.points}))
            said.append(f"{one.name}: geen cijfers ({reasons}).")
        else:
            said.append(
                f"{one.name}: {_written(known[0], indicator)} "
                f"naar {_written(known[-1], indicator)}."
            )
    if reference_rows is not None and reference_rows.height:
        behind = gather([Line("Nederland", "nederland", reference_rows)])[0]
        said.append(tell(behind, lambda point: _written(point, indicator)))
    return " ".join(said)


def _panels(rows: pl.DataFrame, highlight: Collection[str]) -> list[Line]:
    parts = rows.partition_by("gebied", maintain_order=True)
    named = sorted(parts, key=lambda part: str(part["naam"][0]))
    return [
        Line(part["naam"][0], "gekozen" if part["gebied"][0] in highlight else "ander", part)
        for part in named
    ]


def _ends(points: Sequence[Point]) -> tuple[float, float]:
    xs = [point.x for point in points] or [0.0]
    return min(xs), max(xs)


def _span_labels(
    points: Sequence[Point], first: float, last: float
) -> list[tuple[float, str, str]]:
    if not points:
        return []
    yearly = same_day(points)
    begin = short_period(min(points, key=lambda point: point.x).period, yearly)
    end = short_period(max(points, key=lambda point: point.x).period, yearly)
    if first == last:
        return [(first, "center", begin)]
    return [(first, "left", begin), (last, "right", end)]


def _panel_trace(
    role: Role,
    panels: Sequence[tuple[float, float, Series]],
    across: Callable[[float, float], float],
    up: Callable[[float, float], float],
    indicator: Indicator,
) -> list[dict[str, Any]]:
    style = palette.STYLES[role]
    xs: list[float | None] = []
    ys: list[float | None] = []
    texts: list[str] = []
    sizes: list[int] = []
    for column, row, one in panels:
        step = usual_step(one.points)
        for index, point in enumerate(one.points):
            joined = index > 0 and runs_on(one.points[index - 1], point, step, ())
            if point.value is None:
                continue
            if xs and not joined:
                xs.append(None)
                ys.append(None)
                texts.append("")
                sizes.append(0)
            onward = index + 1 < len(one.points) and runs_on(point, one.points[index + 1], step, ())
            lonely = not joined and not onward
            xs.append(round(across(point.x, column), 4))
            ys.append(round(up(float(point.value), row), 4))
            sizes.append(6 if role != "nederland" and (lonely or point is one.known[-1]) else 0)
            texts.append(
                f"<b>{one.name}</b><br>{_hover(point, with_unit(point.value, indicator, point.marge))}"
            )
    if not xs:
        return []
    # The reference is in every panel alike: once in the alt text and the table is enough.
    told: dict[str, Any] = (
        {"hoverinfo": "skip"}
        if role == "nederland"
        else {"customdata": texts, "hovertemplate": "%{customdata}<extra></extra>"}
    )
    return [
        {
            "type": "scatter", "mode": "lines+markers", "name": role, "x": xs, "y": ys,
            "line": {"color": style.colour, "width": 1.5 if role == "nederland" else 2.5,
                     "dash": "4px,2px" if role == "nederland" else "solid"},
            "marker": {"color": style.colour, "size": sizes, "opacity": 1, "line": {"width": 0},
                       "symbol": "diamond" if role == "gekozen" else "circle"},
            "cliponaxis": False, **told,
        }
    ]  # fmt: skip


def _panel_head(one: Series, column: float, row: float, indicator: Indicator) -> dict[str, Any]:
    known = one.known
    if known:
        value = _written(known[-1], indicator)
    else:
        reasons = ", ".join(sorted({point.status for point in one.points}))
        value = "<br>".join(f"<i>{line}</i>" for line in wrap(reasons, 12, 100))
    name = one.name
    if one.role == "gekozen":
        name = coloured("◆", "gekozen", f"◆ {bold(name)}")
    return {
        "x": column, "y": row + 0.98, "xanchor": "left", "yanchor": "top", "showarrow": False,
        "align": "left", "text": f"{name}<br>{value}", "font": {"size": 12},
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------
# Frame, axes and ticks


def _titled(indicator: Indicator) -> str:
    """Name an indicator with its unit, for a text that then gives bare numbers."""
    if indicator.unit is Unit.PROCENT or indicator.unit.named in indicator.title.lower():
        return indicator.title
    return f"{indicator.title} ({indicator.unit.named})"


def _axis_note(axis: str, scale: Scale, shown: Sequence[Point]) -> str:
    """Say what stands along the axes, and when the upright one does not begin at zero."""
    day = same_day(shown)
    stock = f", stand op {shown[0].period.spoken.rpartition(' ')[0]}" if day else ""
    return f"{axis}{stock}" if scale.low == 0 else f"{axis}{stock}; de as begint niet bij 0"


def _unit_axis(indicator: Indicator) -> str:
    return "procent" if indicator.unit is Unit.PROCENT else indicator.unit.named


def _short(value: Decimal | None, indicator: Indicator, margin: Decimal | None = None) -> str:
    """Write a figure where its unit already stands along the axis."""
    decimals = given_decimals(indicator, margin)
    return percent(value, decimals) if indicator.unit is Unit.PROCENT else number(value, decimals)


def _written(point: Point, indicator: Indicator) -> str:
    return _short(point.value, indicator, point.marge)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
