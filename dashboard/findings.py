"""What pages show: a finding in words with the picture that shows it, kept per build and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import plotly.graph_objects as go
import polars as pl

from dashboard import answers, charts, maps, sentences
from dashboard.areas import Area, areas
from dashboard.choices import KIND_NAMES, Choices
from dashboard.drawn import Drawn
from dashboard.memory import kept
from dashboard.notes import notes, remarks, source_line
from dashboard.sentences import listed
from warehouse.indicator import Indicator, Unit
from warehouse.numbers import difference_with_unit
from warehouse.periods import Period
from warehouse.reader import Warehouse

PUBLISHED = "gepubliceerd"
"""The `samenstelling` of a regional figure that its source gives itself."""


@dataclass(frozen=True)
class Finding:
    """A finding: its title, a chart (or a map as SVG), the same in words, and the figures behind it.

    `key` names it on its page, `name` in files; `note` is what to mind, `source` where it comes
    from. `filters` say what is shown, which is not always what was chosen. A table has no picture.
    """

    key: str
    title: str
    picture: go.Figure | str | None
    alt: str
    rows: pl.DataFrame
    indicator: Indicator
    note: str
    source: str
    name: str
    filters: Mapping[str, str]

    @cached_property
    def shown(self) -> Drawn | str | None:
        """The picture as it is sent to readers, made ready once as long as the finding is kept."""
        return Drawn(self.picture) if isinstance(self.picture, go.Figure) else self.picture


def _finding(
    key: str,
    title: str,
    picture: go.Figure | str | None,
    alt: str,
    rows: pl.DataFrame,
    indicator: Indicator,
    note: str = "",
    *,
    area: Area,
    filters: Mapping[str, str],
) -> Finding:
    name = f"{key}-{indicator.id}-{area.code.lower()}"
    source = source_line(rows)
    return Finding(key, title, picture, alt, rows, indicator, note, source, name, filters)


def _shown(area: Area, rows: pl.DataFrame, choices: Choices, kind: str) -> dict[str, str]:
    """Say which figures of an area and others are shown: the areas and compositions in the rows."""
    others = [code for code in rows["gebied"].unique(maintain_order=True) if code != area.code]
    return {
        "Gebied": _with_code(area),
        **(
            {"Vergeleken met": listed([_with_code(areas()[code]) for code in others])}
            if others
            else {}
        ),
        **_composition(rows),
        "Periode": _years(choices),
        "Cijfers per": KIND_NAMES[kind].lower(),
    }


def _shown_gemeenten(
    view: answers.GemeentenView, choices: Choices, *, moment: bool
) -> dict[str, str]:
    """Say which gemeenten are shown, and when: at one moment or over the chosen years."""
    known = areas()
    labels = {each.code: each.label for each in known.compositions}
    marked = [area.name for area in known.gemeenten if area.code in view.highlight]
    return {
        "Gebied": f"gemeenten van {_with_code(known.region)}",
        **({"Gemarkeerd": listed(marked)} if marked else {}),
        "Samenstelling": labels[choices.samenstelling],
        **({"Moment": view.moment.spoken} if moment and view.moment else {}),
        **({} if moment else {"Periode": _years(choices)}),
    }


def _composition(rows: pl.DataFrame) -> dict[str, str]:
    """Say for which gemeenten regional figures are; nothing where none are regional."""
    labels = {each.code: each.label for each in areas().compositions}
    labels[PUBLISHED] = "Door de bron gepubliceerd"
    used = rows.filter(pl.col("gekozen"))["samenstelling"].drop_nulls().unique(maintain_order=True)
    said = listed([labels.get(each, each) for each in used])
    return {"Samenstelling": said} if said else {}


def _years(choices: Choices) -> str:
    return f"{choices.van} tot en met {choices.tot}"


def _with_code(area: Area) -> str:
    return f"{area.label} ({area.code})"


def _only_paired(view: answers.Beside) -> pl.DataFrame:
    """Keep the figures that make the differences: one of the area and one of Nederland a period."""
    own = view.figures.filter(pl.col("gekozen")).join(
        view.pairs, on=["periode", "reeks"], how="semi"
    )
    reference = view.reference.join(
        view.pairs,
        left_on=["periode", "reeks"],
        right_on=["periode", "referentie_reeks"],
        how="semi",
    )
    # A reference of the same reeks is used here, also where a page shows another one by itself.
    return pl.concat([own, reference.with_columns(gekozen=pl.lit(value=True))])


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
        area=view.area,
        filters=_shown(view.area, view.everything, choices, view.kind),
    )


@kept
def gap_with_country(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None
) -> Finding | None:
    """Show the difference with Nederland over time; None where there is no second one."""
    view = answers.beside(indicator_id, choices, kind)
    if not view.indicator.unit.relative or view.pairs.height < 2:
        return None
    rows = _only_paired(view)
    return _finding(
        "verschil",
        sentences.difference_title(view.indicator, view.pairs),
        charts.difference(view.pairs, view.indicator, view.role),
        charts.difference_alt(view.pairs, view.indicator),
        rows,
        view.indicator,
        sentences.gap_note(view.indicator, view.pairs),
        area=view.area,
        filters=_shown(view.area, rows, choices, view.kind),
    )


@kept
def growth(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None
) -> Finding | None:
    """Show each area relative to a base year; None where there are no two common periods."""
    grown = answers.growth(indicator_id, choices, kind)
    if grown is None:
        return None
    view = answers.beside(indicator_id, choices, kind)
    indicator = view.indicator
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
        area=view.area,
        filters={
            **_shown(view.area, grown.figures, choices, view.kind),
            "Index": f"{grown.since} = 100",
        },
    )


@kept
def among_regions(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None
) -> Finding | None:
    """Show our region among all arbeidsmarktregio's; None before a refresh has fetched those."""
    rows = answers.among_regions(indicator_id, choices, kind)
    if rows is None:
        return None
    view = answers.beside(indicator_id, choices, kind)
    region = areas().region
    own = rows.filter(pl.col("gebied") == region.code).row(0, named=True)
    indicator = sentences.as_given(view.indicator.measured_in(own["reeks"]), rows)
    drawn = (rows, indicator, frozenset({region.code}), (), charts.REGIONS)
    return _finding(
        "regios",
        sentences.standing_title(own, rows),
        charts.ranked_dots(*drawn),
        charts.ranked_alt(*drawn),
        rows,
        indicator,
        sentences.chance_note(indicator) if indicator.survey else "",
        area=region,
        filters={
            "Gebied": f"alle {rows.height} arbeidsmarktregio's",
            "Periode": Period.parse(own["periode"]).spoken,
        },
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
        area=view.area,
        filters=_shown(view.area, view.figures, choices, view.kind),
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
        area=areas().region,
        filters=_shown_gemeenten(view, choices, moment=True),
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
        area=areas().region,
        filters=_shown_gemeenten(view, choices, moment=True),
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
        area=areas().region,
        filters=_shown_gemeenten(view, choices, moment=False),
    )


@kept
def in_a_table(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, moment: Period | None
) -> Finding:
    """Tell how far the gemeenten lie apart, above a table of them all; it has no picture."""
    view = answers.gemeenten(indicator_id, choices, moment)
    compared = view.history.filter(pl.col("waarde").is_not_null())
    since = compared.filter(pl.col("begin") == compared["begin"].min())
    rows = pl.concat([view.figures, since]).unique(maintain_order=True)
    return _finding(
        "tabel",
        _apart_title(sentences.as_given(view.indicator, view.figures), view.figures),
        None,
        "",
        rows,
        view.indicator,
        "Klik op een kolomkop om te sorteren.",
        area=areas().region,
        filters=_shown_gemeenten(view, choices, moment=True),
    )


def _apart_title(indicator: Indicator, figures: pl.DataFrame) -> str:
    known: list[Decimal] = figures["waarde"].drop_nulls().to_list()
    if len(known) < 2:
        return f"{indicator.title} per gemeente"
    gap = difference_with_unit(max(known) - min(known), indicator).removeprefix("+")
    return f"Tussen de hoogste en de laagste van {len(known)} gemeenten ligt {gap}"
