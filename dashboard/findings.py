"""What pages show: a finding in words with the picture that shows it, kept per build and choices."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from dashboard import answers, charts, maps, sentences
from dashboard.choices import Choices
from dashboard.memory import kept
from dashboard.notes import notes, remarks, source_line
from warehouse.indicator import Indicator, Unit
from warehouse.periods import Period
from warehouse.reader import Warehouse


@dataclass(frozen=True)
class Finding:
    """A finding: its title, a chart (or a map as SVG), the same in words, and the figures behind it.

    `key` names it on its page and in files; `note` is what to mind, `source` where it comes from.
    """

    key: str
    title: str
    picture: go.Figure | str
    alt: str
    rows: pl.DataFrame
    indicator: Indicator
    note: str
    source: str


def _finding(
    key: str,
    title: str,
    picture: go.Figure | str,
    alt: str,
    rows: pl.DataFrame,
    indicator: Indicator,
    note: str = "",
) -> Finding:
    return Finding(key, title, picture, alt, rows, indicator, note, source_line(rows))


@kept
def over_time(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None
) -> Finding:
    """Show the chosen area over time, with Nederland where they can be compared."""
    view = answers.beside(indicator_id, choices, kind)
    return _finding(
        "verloop",
        sentences.trend_title(view.indicator, view.area.name, view.figures),
        charts.trend(view.lines, view.indicator, view.breaks),
        charts.trend_alt(view.lines, view.indicator, view.breaks),
        view.everything,
        view.indicator,
        notes(pl.concat([line.rows for line in view.lines]), choices.samenstelling),
    )


@kept
def gap_with_country(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None
) -> Finding | None:
    """Show the difference with Nederland over time; None where there is no second one."""
    view = answers.beside(indicator_id, choices, kind)
    if not view.indicator.unit.relative or view.pairs.height < 2:
        return None
    return _finding(
        "verschil",
        sentences.difference_title(view.indicator, view.pairs),
        charts.difference(view.pairs, view.indicator, view.role),
        charts.difference_alt(view.pairs, view.indicator),
        pl.concat([view.figures, view.reference]),
        view.indicator,
        sentences.gap_note(view.indicator, view.pairs),
    )


@kept
def growth(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None
) -> Finding | None:
    """Show each area relative to a base year; None where there are no two common periods."""
    grown = answers.growth(indicator_id, choices, kind)
    if grown is None:
        return None
    indicator = answers.beside(indicator_id, choices, kind).indicator
    if indicator.unit is Unit.PROCENT:
        title = sentences.index_numbers_title(*grown.told, grown.since)
    else:
        unsure = [each.name for each in grown.lines if sentences.within_rounding(each.rows)]
        title = sentences.index_title(*grown.told, grown.since, unsure)
    return _finding(
        "index",
        title,
        charts.index_view(grown.lines, grown.base_year),
        charts.index_alt(grown.lines, grown.base_year),
        grown.figures,
        indicator,
        notes(grown.figures, grown.samenstelling),
    )


@kept
def by_month(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None
) -> Finding | None:
    """Show Nederland per month, seasonally adjusted; None where months are shown already."""
    view = answers.by_month(indicator_id, choices)
    if view is None or kind == "maand":
        return None
    return _finding(
        "maanden",
        sentences.trend_title(view.indicator, "Nederland per maand", view.figures),
        charts.trend(view.lines, view.indicator),
        charts.trend_alt(view.lines, view.indicator),
        view.figures,
        view.indicator,
        f"{view.indicator.title}. Per maand zijn er alleen cijfers over Nederland.",
    )


@kept
def on_map(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, moment: Period | None
) -> Finding:
    """Show where the gemeenten with high and low figures lie."""
    view = answers.gemeenten(indicator_id, choices, moment)
    indicator = sentences.as_given(view.indicator, view.figures)
    if view.boundaries:
        drawn = maps.boundary_map(view.boundaries, view.figures, indicator, view.highlight)
        outline = f"Gemeentegrenzen {view.boundaries['jaar']}: CBS en Kadaster, via PDOK."
    else:
        drawn = maps.tile_map(view.figures, view.tiles, indicator, view.highlight)
        outline = "Elke gemeente is één tegel, ongeveer waar zij ligt."
    now = view.country.filter(pl.col("periode").is_in(view.figures["periode"].unique().to_list()))
    return _finding(
        "kaart",
        sentences.map_title(
            indicator, view.figures, None if now.is_empty() else now.row(0, named=True)
        ),
        drawn,
        maps.map_alt(view.figures, indicator, view.highlight),
        view.figures,
        indicator,
        f"{outline} {remarks(view.figures)}".strip(),
    )


@kept
def ranked(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, moment: Period | None
) -> Finding:
    """Show the gemeenten in order, beside region and Nederland."""
    view = answers.gemeenten(indicator_id, choices, moment)
    indicator = sentences.as_given(view.indicator, view.figures)
    drawn = (view.figures, indicator, view.highlight, view.references)
    return _finding(
        "rangorde",
        sentences.ranking_title(indicator, view.figures),
        charts.ranked_dots(*drawn),
        charts.ranked_alt(*drawn),
        view.figures,
        indicator,
        remarks(view.figures),
    )


@kept
def each_over_time(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, moment: Period | None
) -> Finding | None:
    """Show every gemeente over time in a small panel; None where there is one moment only."""
    view = answers.gemeenten(indicator_id, choices, moment)
    if not view.has_history:
        return None
    indicator = sentences.as_given(view.indicator, view.history)
    drawn = (view.history, indicator, view.highlight, view.country)
    return _finding(
        "verloop",
        sentences.spread_title(indicator, view.history),
        charts.small_multiples(*drawn),
        charts.multiples_alt(*drawn),
        view.history,
        indicator,
    )
