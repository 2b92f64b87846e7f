"""Charts: what is drawn, what is said beside it, and that both are Dutch, small and legible."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, cast

import plotly.graph_objects as go
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import palette
from dashboard.axes import FONT_SIZE, NARROW, spread
from dashboard.charts import (
    Line,
    chart_config,
    difference,
    difference_alt,
    index_alt,
    index_view,
    multiples_alt,
    ranked_alt,
    ranked_dots,
    small_multiples,
    trend,
    trend_alt,
)
from dashboard.lettering import text_width, wrap
from dashboard.palette import Role
from dashboard.scales import bar_scale, class_bounds, class_of, line_scale, tick_texts
from tests.dashboard.figures import GEMEENTEN, NEDERLAND, REGIO, cijfers
from warehouse.comparison import paired
from warehouse.indicator import Break
from warehouse.indicators import INDICATORS

ROOT = Path(__file__).resolve().parents[2]
RATE = INDICATORS["werkloosheidspercentage"]
BENEFITS = INDICATORS["bijstand_personen"]
PER_1000 = INDICATORS["bijstand_per_1000"]

GAPS = """
gebied | naam    | periode | waarde | status           | reeks    | strijdig | gekozen
GM0301 | Zutphen | 2015    | 6.1    | gedrukt          | 85826NED | nee      | ja
GM0301 | Zutphen | 2016    | .      | niet gepubliceerd | 85826NED | nee      | ja
GM0301 | Zutphen | 2017    | 5.5    | gedrukt          | 85826NED | nee      | ja
GM0301 | Zutphen | 2018    | 5.1    | gedrukt          | 85826NED | nee      | ja
GM0301 | Zutphen | 2020    | 4.9    | gedrukt          | 85826NED | ja       | ja
GM0301 | Zutphen | 2020    | 4.8    | definitief       | 80590ned | ja       | nee
GM0301 | Zutphen | 2021    | 4.2    | gedrukt          | 85826NED | nee      | ja
GM0301 | Zutphen | 2022    | 3.9    | voorlopig        | 80590ned | nee      | ja
"""

HISTORY = """
indicator         | gebied | naam      | periode    | waarde | status
bijstand_per_1000 | GM0200 | Apeldoorn | 2020-12-31 | 38.0   | definitief
bijstand_per_1000 | GM0200 | Apeldoorn | 2021-12-31 | 37.0   | definitief
bijstand_per_1000 | GM0200 | Apeldoorn | 2022-12-31 | 36.2   | definitief
bijstand_per_1000 | GM0244 | Hattem    | 2020-12-31 | 19.0   | definitief
bijstand_per_1000 | GM0244 | Hattem    | 2021-12-31 | .      | geheim
bijstand_per_1000 | GM0244 | Hattem    | 2022-12-31 | 18.4   | definitief
bijstand_per_1000 | GM0050 | Zeewolde  | 2022-12-31 | .      | geheim
"""

COUNTRY = """
indicator         | gebied | naam      | periode    | waarde | status
bijstand_per_1000 | NL01   | Nederland | 2020-12-31 | 38.1   | definitief
bijstand_per_1000 | NL01   | Nederland | 2021-12-31 | 36.0   | definitief
bijstand_per_1000 | NL01   | Nederland | 2022-12-31 | 33.9   | definitief
"""

REFERENCES: list[tuple[str, Role, Decimal | None]] = [
    ("Veluwe Stedendriehoek", "regio", Decimal("27.3")),
    ("Nederland", "nederland", Decimal("33.9")),
]


def region_and_country() -> list[Line]:
    return [
        Line("Veluwe Stedendriehoek", "regio", cijfers(REGIO)),
        Line("Nederland", "nederland", cijfers(NEDERLAND)),
    ]


def months(count: int) -> pl.DataFrame:
    header = "gebied | naam | periode | waarde | status | reeks | tabel"
    lines = [
        f"NL01 | Nederland | {2003 + at // 12}-{at % 12 + 1:02} | {4 + at % 7 / 10} | definitief "
        "| 80590ned | 80590ned"
        for at in range(count)
    ]
    return cijfers("\n".join([header, *lines]))


def two_long_lines() -> list[Line]:
    return [Line("Regio", "regio", months(282)), Line("Nederland", "nederland", months(282))]


def pairs() -> pl.DataFrame:
    return paired(cijfers(REGIO), cijfers(NEDERLAND))


EVERY: dict[str, Callable[[], tuple[go.Figure, str]]] = {
    "trend": lambda: (trend(region_and_country(), RATE), trend_alt(region_and_country(), RATE)),
    "trend of months": lambda: (
        trend(two_long_lines(), RATE),
        trend_alt(two_long_lines(), RATE),
    ),
    "trend with gaps": lambda: (
        trend([Line("Zutphen", "gekozen", cijfers(GAPS))], RATE),
        trend_alt([Line("Zutphen", "gekozen", cijfers(GAPS))], RATE),
    ),
    "trend of nothing": lambda: (
        trend([Line("Hattem", "gekozen", cijfers(GAPS).filter(pl.col("waarde").is_null()))], RATE),
        trend_alt(
            [Line("Hattem", "gekozen", cijfers(GAPS).filter(pl.col("waarde").is_null()))], RATE
        ),
    ),
    "difference": lambda: (difference(pairs(), RATE), difference_alt(pairs(), RATE)),
    "index": lambda: (
        index_view(region_and_country(), 2018),
        index_alt(region_and_country(), 2018),
    ),
    "ranked dots": lambda: (
        ranked_dots(cijfers(GEMEENTEN), PER_1000, {"GM0200"}, REFERENCES),
        ranked_alt(cijfers(GEMEENTEN), PER_1000, {"GM0200"}, REFERENCES),
    ),
    "small multiples": lambda: (
        small_multiples(cijfers(HISTORY), PER_1000, {"GM0200"}, cijfers(COUNTRY)),
        multiples_alt(cijfers(HISTORY), PER_1000, {"GM0200"}, cijfers(COUNTRY)),
    ),
}


@pytest.fixture(params=EVERY)
def drawn(request: pytest.FixtureRequest) -> tuple[go.Figure, str]:
    return EVERY[request.param]()


def texts(figure: go.Figure) -> list[str]:
    """All text that a reader can see: labels, ticks and what hovering tells."""
    spec = figure.to_plotly_json()
    layout = spec["layout"]
    found = [annotation["text"] for annotation in layout["annotations"]]
    for axis in ("xaxis", "yaxis"):
        found += layout[axis].get("ticktext", [])
    for trace in spec["data"]:
        found += [*trace.get("customdata", []), trace.get("hovertemplate", "")]
    return found


def bare(text: str) -> str:
    return re.sub("<[^>]*>", "", text.replace("<br>", " "))


def segments(figure: go.Figure, trace: int = 0) -> list[list[float]]:
    """The values of a line, cut where nothing is drawn between two points."""
    cut: list[list[float]] = [[]]
    for value in figure.data[trace].y:
        if value is None:
            cut.append([])
        else:
            cut[-1].append(value)
    return cut


# What holds for every chart


def test_every_chart_says_in_words_what_it_shows(drawn: tuple[go.Figure, str]) -> None:
    _, alt = drawn
    assert len(alt) > 40
    assert alt.endswith(".")
    assert "None" not in alt


def test_every_chart_is_valid_to_plotly(drawn: tuple[go.Figure, str]) -> None:
    figure, _ = drawn
    go.Figure(figure.to_dict())


def test_every_chart_is_small_and_carries_no_default_template(
    drawn: tuple[go.Figure, str],
) -> None:
    figure, _ = drawn
    written = figure.to_json()
    assert json.loads(written)["layout"]["template"] == {}
    assert len(written) < 25_000


def test_every_chart_has_dutch_separators_and_no_english_word(
    drawn: tuple[go.Figure, str],
) -> None:
    figure, _ = drawn
    assert figure.layout.separators == ",."
    english = r"\b(Jan|Feb|Mar|March|May|June|July|Aug|Oct|Dec|Q[1-4]|missing|value|None|nan)\b"
    for text in texts(figure):
        assert not re.search(english, text), text
        assert not re.search(r"\d\.\d{1,2}\b", bare(text)), f"decimal point in {text}"


def test_no_chart_has_a_legend_a_title_or_a_background_of_its_own(
    drawn: tuple[go.Figure, str],
) -> None:
    figure, _ = drawn
    layout = figure.to_plotly_json()["layout"]
    assert layout["showlegend"] is False
    assert not {"title", "paper_bgcolor", "plot_bgcolor"} & set(layout)


def test_every_text_takes_the_colour_of_the_theme(drawn: tuple[go.Figure, str]) -> None:
    figure, _ = drawn
    layout = figure.to_plotly_json()["layout"]
    coloured = [layout["font"], layout["xaxis"]["tickfont"], layout["yaxis"]["tickfont"]]
    assert {font["color"] for font in coloured} == {palette.THEME_TEXT}
    assert all("color" not in one.get("font", {}) for one in layout["annotations"])


def test_notes_fit_beside_the_button_on_a_phone(drawn: tuple[go.Figure, str]) -> None:
    figure, _ = drawn
    for line in figure.layout.annotations[0].text.split("<br>"):
        assert text_width(line, 12) <= NARROW - 34


# Lines over time


def test_lines_are_labelled_at_their_end_with_name_and_last_figure() -> None:
    figure = trend(region_and_country(), RATE)
    labels = [bare(one.text) for one in figure.layout.annotations if one.xshift == 8]
    assert labels == ["● Veluwe Stedendriehoek 3,2%", "■ Nederland 3,6%"]
    assert list(figure.data[0].y) == [4.7, 4.0, 4.5, 3.6, 3.2, 3.2]
    assert list(figure.data[1].y) == [4.9, 4.4, 4.9, 4.2, 3.5, 3.6]


def test_end_labels_lie_within_the_margin_that_is_kept_for_them() -> None:
    lines = [Line("Stedendriehoek en Noordwest Veluwe", "regio", cijfers(REGIO))]
    figure = trend(lines, RATE)
    label = next(one.text for one in figure.layout.annotations if one.xshift == 8)
    assert label.count("<br>") == 3
    for line in label.split("<br>"):
        assert text_width(bare(line), FONT_SIZE) + 8 <= figure.layout.margin.r


def test_lines_differ_by_marker_and_dash_and_not_by_colour_alone() -> None:
    others = [Line(name, "ander", cijfers(GAPS)) for name in ("Epe", "Putten", "Lochem")]
    figure = trend([*region_and_country(), *others], RATE)
    drawn_as = [
        (one.marker.symbol, one.line.dash) for one in figure.data if one.mode == "lines+markers"
    ]
    assert len(set(drawn_as)) == 5


def test_a_line_stops_at_a_missing_an_absent_and_another_reeks() -> None:
    figure = trend([Line("Zutphen", "gekozen", cijfers(GAPS))], RATE)
    assert segments(figure) == [[6.1], [5.5, 5.1], [4.9, 4.2], [3.9]]


def test_a_point_between_two_gaps_is_drawn_in_a_long_series_too() -> None:
    rows = months(60).with_columns(
        waarde=pl.when(pl.col("periode").is_in(["2004-05", "2004-07"]))
        .then(None)
        .otherwise(pl.col("waarde"))
    )
    line = trend([Line("Nederland", "nederland", rows)], RATE).data[0]
    lonely = list(line.customdata).index(next(t for t in line.customdata if "juni 2004" in t))
    assert line.marker.size[lonely] > 0
    assert line.marker.size[lonely + 3] == 0


def test_a_line_stops_at_a_break_and_the_break_is_marked() -> None:
    breaks = [Break(date=date(2021, 1, 1), reeks="85826NED", reason="Nieuwe vragenlijst.")]
    figure = trend(region_and_country(), RATE, breaks)
    assert segments(figure) == [[4.7, 4.0, 4.5], [3.6, 3.2, 3.2]]
    assert [shape.line.dash for shape in figure.layout.shapes] == ["dot"]
    assert "reeksbreuk" in [one.text for one in figure.layout.annotations]
    told = trend_alt(region_and_country(), RATE, breaks)
    assert told.endswith("Breuk in de reeks op 1 januari 2021: Nieuwe vragenlijst.")


def counted_over(years: range) -> list[Line]:
    rows = "\n".join(f"AM06 | Regio | {year}-01-01 | {800000 - year}" for year in years)
    drawing = f"gebied | naam | periode | waarde\n{rows}"
    return [Line("Veluwe Stedendriehoek", "regio", cijfers(drawing))]


def gemeenten_since(*counts: tuple[int, int]) -> list[Break]:
    return [
        Break(date=date(year, 1, 1), reeks="85826NED", reason=f"{count} gemeenten", gebied="AM06")
        for year, count in counts
    ]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (((2020, 15), (2022, 13), (2024, 12)), ["gemeenten: 15", "13", "12"]),
        (((2017, 15), (2024, 12)), ["15 gemeenten", "12"]),
        (((2017, 15),), ["15 gemeenten"]),
    ],
)
def test_each_change_of_gemeenten_is_labelled_on_a_phone_too(
    counts: tuple[tuple[int, int], ...], said: list[str]
) -> None:
    layout = trend(
        counted_over(range(2015, 2026)), INDICATORS["inwoners"], gemeenten_since(*counts)
    ).layout
    labels = [one for one in layout.annotations if one.hovertext]
    assert [one.text for one in labels] == said
    across = NARROW - layout.margin.l - layout.margin.r
    first, last = layout.xaxis.range
    ends = -math.inf
    for one in labels:
        place = (one.x - first) / (last - first) * across + one.xshift
        width = text_width(one.text, 12)
        start = place - (width if one.xanchor == "right" else 0)
        assert max(ends, -layout.margin.l) <= start
        # The number itself stands right of its line.
        assert one.xanchor == "left" or one.xshift >= text_width("15", 12) - 1
        ends = start + width
    assert ends <= NARROW - layout.margin.l


def test_breaks_of_two_areas_are_not_counted_as_one() -> None:
    lines = counted_over(range(2005, 2026))
    other = [replace(one, gebied="SR2017-a") for one in gemeenten_since((2022, 4))]
    rows = lines[0].rows.with_columns(gebied=pl.lit("SR2017-a"))
    both = [*lines, Line("Lochem-Zutphen", "ander", rows)]
    figure = trend(both, INDICATORS["inwoners"], [*gemeenten_since((2008, 15)), *other])
    assert [one.text for one in figure.layout.annotations if one.hovertext] == [
        "15 gemeenten",
        "4 gemeenten",
    ]


def test_a_break_in_another_reeks_or_outside_the_figures_is_left_out() -> None:
    breaks = [
        Break(date=date(2021, 1, 1), reeks="80590ned", reason="Andere tabel."),
        Break(date=date(2013, 1, 1), reeks="85826NED", reason="Te vroeg."),
    ]
    figure = trend(region_and_country(), RATE, breaks)
    assert segments(figure) == [[4.7, 4.0, 4.5, 3.6, 3.2, 3.2]]
    assert not figure.layout.shapes


def test_provisional_figures_are_open_and_the_note_says_so() -> None:
    figure = trend([Line("Zutphen", "gekozen", cijfers(GAPS))], RATE)
    hollow = next(one for one in figure.data if one.marker.symbol == "diamond-open")
    assert list(hollow.y) == [3.9]
    assert "open teken: voorlopig" in figure.layout.annotations[0].text


def test_a_disputed_figure_is_ringed_and_the_other_source_crossed() -> None:
    figure = trend([Line("Zutphen", "gekozen", cijfers(GAPS))], RATE)
    doubt = next(one for one in figure.data if one.name == "strijdig")
    assert dict(zip(doubt.marker.symbol, doubt.y, strict=True)) == {"circle-open": 4.9, "x": 4.8}
    assert bare(doubt.customdata[1]) == "Zutphen 2020: 4,8% definitief, strijdig, uit 80590ned"
    assert "omcirkeld: strijdig" in figure.layout.annotations[0].text


def test_missing_periods_are_named_with_their_reason() -> None:
    lines = [Line("Zutphen", "gekozen", cijfers(GAPS))]
    assert "Zutphen: 2016 niet gepubliceerd" in trend(lines, RATE).layout.annotations[0].text
    assert "Ontbreekt: 2016 niet gepubliceerd." in trend_alt(lines, RATE)


def test_a_line_has_no_more_decimals_than_its_source_gives() -> None:
    whole = cijfers(REGIO).with_columns(
        waarde=pl.col("waarde").round(0), marge=pl.lit("0.5").cast(pl.Decimal(18, 4))
    )
    lines = [Line("Zutphen", "gekozen", whole), Line("Nederland", "nederland", cijfers(NEDERLAND))]
    figure = trend(lines, RATE)
    labels = [bare(one.text) for one in figure.layout.annotations if one.xshift == 8]
    assert labels == ["◆ Zutphen 3%", "■ Nederland 3,6%"]
    assert figure.data[0].customdata[0] == "2018: 5%<br>gedrukt"
    assert "Zutphen: van 5% in 2018 naar 3% in 2023" in trend_alt(lines, RATE)


def test_hovering_tells_the_period_the_figure_and_its_status() -> None:
    line = trend(region_and_country(), RATE).data[0]
    assert line.customdata[0] == "2018: 4,7%<br>gedrukt"
    assert "Veluwe Stedendriehoek" in line.hovertemplate


def test_an_upright_axis_that_does_not_begin_at_zero_says_so() -> None:
    near = trend(region_and_country(), RATE)
    assert near.layout.yaxis.range[0] == 3
    assert near.layout.annotations[0].text == "procent; de as begint niet bij 0"
    wide = cijfers("gebied|naam|periode|waarde\nAM06|Regio|2020|1\nAM06|Regio|2021|9")
    from_zero = trend([Line("Regio", "regio", wide)], RATE)
    assert from_zero.layout.yaxis.range[0] == 0
    assert from_zero.layout.annotations[0].text == "procent"


def test_a_single_figure_is_a_dot_with_a_label() -> None:
    rows = cijfers(REGIO).filter(pl.col("periode") == "2023")
    figure = trend([Line("Veluwe Stedendriehoek", "regio", rows)], RATE)
    assert list(figure.data[0].y) == [3.2]
    assert figure.data[0].marker.size[0] > 0
    assert list(figure.layout.xaxis.ticktext) == ["2023"]
    alt = trend_alt([Line("Regio", "regio", rows)], RATE)
    assert alt == "Lijngrafiek: Werkloosheidspercentage, 2023. Regio: 3,2% in 2023."


def test_a_chart_without_any_figure_says_why() -> None:
    figure, alt = EVERY["trend of nothing"]()
    assert not figure.data
    assert figure.layout.annotations[0].text == (
        "Geen cijfers om te tekenen.<br>Hattem: 2016 niet gepubliceerd"
    )
    assert "geen cijfers. Ontbreekt: 2016 niet gepubliceerd." in alt


def test_a_line_that_ends_earlier_says_when() -> None:
    lines = [
        Line("Regio", "regio", cijfers(REGIO).filter(pl.col("periode") < "2022")),
        Line("Nederland", "nederland", cijfers(NEDERLAND)),
    ]
    labels = [bare(one.text) for one in trend(lines, RATE).layout.annotations if one.xshift == 8]
    assert labels == ["● Regio 3,6% (2021)", "■ Nederland 3,6%"]


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2018", "2023", "2018 2019 2020 2021 2022 2023"),
        ("2022K1", "2023K1", "1e kw.<br>2022 1e kw.<br>2023"),
        ("2023-02", "2023-03", "feb<br>2023 mrt<br>2023"),
        ("2021-12-31", "2022-12-31", "2021 2022"),
        ("2021-12-31", "2022-03-01", "31 dec<br>2021 1 mrt<br>2022"),
    ],
)
def test_each_kind_of_period_is_written_in_dutch_on_the_axis(
    first: str, last: str, ticks: str
) -> None:
    between = [str(year) for year in range(2019, 2023)] if first == "2018" else []
    lines = "\n".join(f"AM06|Regio|{period}|{4}" for period in (first, *between, last))
    figure = trend([Line("Regio", "regio", cijfers(f"gebied|naam|periode|waarde\n{lines}"))], RATE)
    assert " ".join(figure.layout.xaxis.ticktext) == ticks


def test_a_long_series_of_months_has_at_most_seven_years_along_its_axis() -> None:
    figure = trend([Line("Nederland", "nederland", months(282))], RATE)
    assert list(figure.layout.xaxis.ticktext) == ["2006", "2010", "2014", "2018", "2022", "2026"]


def test_a_yearly_stock_names_its_day_once_above_the_chart() -> None:
    rows = cijfers(COUNTRY)
    figure = trend([Line("Nederland", "nederland", rows)], PER_1000)
    assert figure.layout.annotations[0].text == (
        "per 1.000 inwoners van 15 tot 65 jaar, stand op 31<br>december; de as begint niet bij 0"
    )
    assert list(figure.layout.xaxis.ticktext) == ["2020", "2021", "2022"]


def test_the_words_of_a_trend_give_ends_and_extremes() -> None:
    assert trend_alt(region_and_country(), RATE) == (
        "Lijngrafiek: Werkloosheidspercentage, 2018 tot en met 2023. "
        "Veluwe Stedendriehoek: van 4,7% in 2018 naar 3,2% in 2023; "
        "laagste 3,2% (2022), hoogste 4,7% (2018). "
        "Nederland: van 4,9% in 2018 naar 3,6% in 2023; "
        "laagste 3,5% (2022), hoogste 4,9% (2018)."
    )


# Index


def test_the_index_is_a_hundred_in_its_base_year() -> None:
    figure = index_view(region_and_country(), 2018)
    assert [round(value, 1) for value in figure.data[0].y] == [100, 85.1, 95.7, 76.6, 68.1, 68.1]
    assert [round(value, 1) for value in figure.data[1].y] == [100, 89.8, 100, 85.7, 71.4, 73.5]
    assert [(shape.y0, shape.y1) for shape in figure.layout.shapes] == [(100, 100)]
    assert figure.layout.annotations[0].text == "index, 2018 = 100; de as begint niet bij 0"
    assert "van 100,0 in 2018 naar 68,1 in 2023" in index_alt(region_and_country(), 2018)


def test_months_take_the_first_of_the_base_year_and_say_so() -> None:
    figure = index_view([Line("Nederland", "nederland", months(36))], 2004)
    assert figure.layout.annotations[0].text.startswith("index, januari 2004 = 100")


def test_an_area_without_a_figure_in_the_base_year_is_not_drawn() -> None:
    lines = [*region_and_country(), Line("Zutphen", "gekozen", cijfers(GAPS))]
    figure = index_view(lines, 2023)
    assert {trace.name for trace in figure.data} == {"Veluwe Stedendriehoek", "Nederland"}
    assert "Zutphen: geen cijfers." in index_alt(lines, 2023)


# Differences


def test_differences_are_bars_from_zero_labelled_with_their_sign() -> None:
    figure = difference(pairs(), RATE)
    bars = figure.data[0]
    assert bars.type == "bar"
    assert [round(value, 1) for value in bars.y] == [-0.2, -0.4, -0.4, -0.6, -0.3, -0.4]
    assert figure.layout.yaxis.range[1] == 0
    labels = [bare(one.text) for one in figure.layout.annotations[1:]]
    assert labels == ["-0,2", "-0,4", "-0,4", "-0,6", "-0,3", "-0,4"]


def test_the_axis_of_differences_says_its_unit_in_dutch() -> None:
    per_1000 = difference(paired(cijfers(REGIO), cijfers(NEDERLAND)), PER_1000)
    assert per_1000.layout.annotations[0].text.startswith("verschil per 1.000 inwoners")
    assert (
        difference(pairs(), RATE).layout.annotations[0].text.startswith("verschil in procentpunten")
    )


def test_whiskers_show_what_rounding_leaves_open() -> None:
    whiskers = difference(pairs(), RATE).data[0].error_y
    assert [round(value, 2) for value in whiskers.array] == [0.1] * 6
    assert [round(value, 2) for value in whiskers.arrayminus] == [0.1] * 6


def test_the_words_of_a_difference_are_in_points_and_not_in_percents() -> None:
    assert difference_alt(pairs(), RATE) == (
        "Staafgrafiek van verschillen: Werkloosheidspercentage. 2018 -0,2 procentpunt; "
        "2019 -0,4 procentpunt; 2020 -0,4 procentpunt; 2021 -0,6 procentpunt; "
        "2022 -0,3 procentpunt; 2023 -0,4 procentpunt."
    )


def test_a_bar_is_hollow_where_rounding_alone_could_make_it_zero() -> None:
    rows = pl.DataFrame(
        {
            "periode": ["2021", "2022", "2023"],
            "begin": [date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1)],
            "verschil": [Decimal("0.1"), Decimal("0.3"), None],
            "laag": [Decimal("0.0"), Decimal("0.2"), None],
            "hoog": [Decimal("0.2"), Decimal("0.4"), None],
        }
    )
    figure = difference(rows, RATE)
    assert figure.data[0].marker.color[0] == "rgba(0,0,0,0)"
    assert figure.data[0].marker.color[1] != "rgba(0,0,0,0)"
    labels = [bare(one.text) for one in figure.layout.annotations]
    assert labels[1:] == ["+0,1", "+0,3", "geen cijfer"]
    assert "open staaf: verschil kan door afronding nul zijn" in labels[0]
    assert "2023 geen cijfer. Door afronding mogelijk nul: 2021." in difference_alt(rows, RATE)


# Gemeenten beside each other


def test_gemeenten_stand_from_high_to_low_and_the_missing_ones_below_with_their_reason() -> None:
    figure = ranked_dots(cijfers(GEMEENTEN), PER_1000, {"GM0200"}, REFERENCES)
    assert [bare(name) for name in figure.layout.yaxis.ticktext] == [
        "Zutphen",
        "Apeldoorn",
        "Hattem",
        "Voorst",
    ]
    assert list(figure.data[0].x) == [52.9, 36.2, 18.4, 15.1]
    below = {bare(one.text): one.y for one in figure.layout.annotations if one.yref == "y"}
    assert (below["Olst-Wijhe"], below["niet gepubliceerd"]) == (4, 4)
    assert (below["Zeewolde"], below["geheim"]) == (5, 5)


def test_dots_tell_chosen_provisional_and_disputed_apart_by_shape() -> None:
    figure = ranked_dots(cijfers(GEMEENTEN), PER_1000, {"GM0200"}, REFERENCES)
    assert list(figure.data[0].marker.symbol) == ["circle", "diamond", "circle-open", "circle"]
    assert list(figure.layout.yaxis.ticktext)[1] == "<b>Apeldoorn</b>"
    assert (figure.data[1].name, list(figure.data[1].x)) == ("strijdig", [15.1])


def test_references_are_lines_with_labels_on_rows_of_their_own() -> None:
    figure = ranked_dots(cijfers(GEMEENTEN), PER_1000, (), REFERENCES)
    assert [(shape.x0, shape.line.dash) for shape in figure.layout.shapes] == [
        (27.3, "solid"),
        (33.9, "7px,3px"),
    ]
    labels = {
        bare(one.text): one.yshift for one in figure.layout.annotations if one.yref == "paper"
    }
    assert labels["● Veluwe Stedendriehoek 27,3"] - labels["■ Nederland 33,9"] >= 18


def test_the_words_of_ranked_dots_name_the_ends_the_chosen_and_the_missing() -> None:
    assert ranked_alt(cijfers(GEMEENTEN), PER_1000, {"GM0200"}, REFERENCES) == (
        "Puntgrafiek van gemeenten, hoogste bovenaan: Bijstand per 1.000 inwoners "
        "(per 1.000 inwoners van 15 tot 65 jaar). Hoogste: Zutphen (52,9). Laagste: Voorst (15,1). "
        "Gekozen: Apeldoorn (36,2), plaats 2 van 4. Veluwe Stedendriehoek: 27,3. Nederland: 33,9. "
        "Zonder cijfer: Olst-Wijhe (niet gepubliceerd), Zeewolde (geheim)."
    )


def test_panels_share_one_scale_and_show_the_reference_behind_each() -> None:
    figure = small_multiples(cijfers(HISTORY), PER_1000, {"GM0200"}, cijfers(COUNTRY))
    assert [trace.name for trace in figure.data] == ["nederland", "ander", "gekozen"]
    behind, _, chosen = figure.data
    assert sum(value is not None for value in behind.y) == 9
    # In Apeldoorn's panel, the first, 36,2 lies above the 33,9 of Nederland by the same measure.
    measure = (chosen.y[0] - chosen.y[2]) / (38.0 - 36.2)
    assert math.isclose(chosen.y[2] - behind.y[2], (36.2 - 33.9) * measure, abs_tol=1e-3)


def test_a_panel_keeps_its_gap_and_one_without_figures_gives_the_reason() -> None:
    figure = small_multiples(cijfers(HISTORY), PER_1000, {"GM0200"}, cijfers(COUNTRY))
    assert [len(part) for part in segments(figure, 1)] == [1, 1]
    heads = [bare(one.text) for one in figure.layout.annotations[1:4]]
    assert heads == ["◆ Apeldoorn 36,2", "Hattem 18,4", "Zeewolde geheim"]
    said = multiples_alt(cijfers(HISTORY), PER_1000, {"GM0200"}, cijfers(COUNTRY))
    assert "Zeewolde: geen cijfers (geheim)." in said


def test_panels_stand_in_as_many_columns_as_asked() -> None:
    narrow = small_multiples(cijfers(HISTORY), PER_1000, columns=1)
    wide = small_multiples(cijfers(HISTORY), PER_1000, columns=3)
    assert (narrow.layout.xaxis.range[1], wide.layout.xaxis.range[1]) == (1, 3)
    assert narrow.layout.height > wide.layout.height


# Labels, scales and colours


@given(
    labels=st.lists(st.tuples(st.floats(0, 280), st.floats(20, 60)), min_size=1, max_size=6),
)
def test_labels_never_overlap_and_keep_their_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [at for at, _ in labels], [height for _, height in labels]
    room = sum(heights) + 300
    placed = spread(wanted, heights, 0, room)
    order = sorted(range(len(labels)), key=lambda index: wanted[index])
    for below, above in pairwise(order):
        assert placed[above] - placed[below] >= (heights[above] + heights[below]) / 2 - 1e-6
    for at, height in zip(placed, heights, strict=True):
        assert -1e-6 <= at - height / 2 <= at + height / 2 <= room + 1e-6


def test_labels_that_do_not_touch_stay_where_they_are() -> None:
    assert spread([40, 200, 120], [30, 30, 30], 0, 300) == [40, 200, 120]


@given(st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 4)), min_size=1, max_size=20))
def test_every_figure_lies_within_the_axis_and_ticks_are_few(values: list[float]) -> None:
    for scale in (line_scale(values), bar_scale(values, 0.15)):
        assert scale.low <= min(values)
        assert scale.high >= max(values)
        assert 1 <= len(scale.ticks) <= 9
        assert len(tick_texts(scale.ticks)) == len(set(tick_texts(scale.ticks)))


@given(st.lists(st.floats(0, 1e6).map(lambda value: round(value, 4)), min_size=1, max_size=20))
def test_every_figure_falls_in_one_of_at_most_five_classes(values: list[float]) -> None:
    bounds = class_bounds(values, 5)
    assert 1 <= len(bounds) - 1 <= 5
    for value in values:
        place = class_of(value, bounds)
        assert bounds[place] <= value + 1e-9
        assert value <= bounds[place + 1] + 1e-9


def test_names_are_wrapped_at_spaces_only() -> None:
    assert wrap("Stedendriehoek en Noordwest Veluwe", 13, 100) == [
        "Stedendriehoek",
        "en Noordwest",
        "Veluwe",
    ]


def test_the_only_button_saves_a_picture_and_speaks_dutch() -> None:
    config = chart_config("werkloosheid-am06")
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["toImageButtonOptions"]["filename"] == "werkloosheid-am06"
    words = config["locales"][config["locale"]]["dictionary"]
    assert words["Download plot as a PNG"] == "Bewaar als afbeelding (PNG)"


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    """Contrast as WCAG 2 computes it."""
    lights = sorted(
        sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True))
        for c in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


# Machado, Oliveira and Fernandes (2009), severity 1.
SEEN_BY: dict[str, list[list[float]]] = {
    "everyone": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "deuteranopes": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "protanopes": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "tritanopes": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def distance(one: str, other: str, eyes: list[list[float]]) -> float:
    """Distance in CIELAB as those eyes see it; some 10 is plain at a glance."""

    def lab(colour: str) -> tuple[float, float, float]:
        light = linear(colour)
        seen = [
            min(1.0, max(0.0, sum(w * part for w, part in zip(row, light, strict=True))))
            for row in eyes
        ]
        to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
        x, y, z = (
            sum(w * part for w, part in zip(row, seen, strict=True)) / white
            for row, white in zip(to_xyz, (0.95047, 1, 1.08883), strict=True)
        )
        fx, fy, fz = (
            part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)
        )
        return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)

    return math.dist(lab(one), lab(other))


@pytest.mark.parametrize("background", [palette.LIGHT_BACKGROUND, palette.DARK_BACKGROUND])
def test_lines_and_marks_stand_out_on_either_background(background: str) -> None:
    for colour in (*(style.colour for style in palette.STYLES.values()), palette.STRIJDIG):
        assert contrast(colour, background) >= 3, colour


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_meanings_differ_in_colour_for_all_eyes(eyes: str) -> None:
    for one, other in combinations(palette.STYLES.values(), 2):
        assert distance(one.colour, other.colour, SEEN_BY[eyes]) >= 20, (one, other)


def test_text_on_every_class_of_a_map_holds_four_and_a_half_to_one() -> None:
    for colour, ink in zip(palette.CLASSES, palette.ON_CLASSES, strict=True):
        assert contrast(colour, ink) >= 4.5
    assert contrast(palette.CARD, palette.CARD_TEXT) >= 4.5
    assert contrast(palette.HATCH, palette.CARD_TEXT) >= 4.5


def faded(text: str, background: str, share: float) -> str:
    pairs = [(int(text[i : i + 2], 16), int(background[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(t * share + b * (1 - share)):02x}" for t, b in pairs)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_of_the_theme_holds_four_and_a_half_to_one(name: str) -> None:
    theme = cast(
        "dict[str, Any]", tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    )[name]
    for ground in (theme["backgroundColor"], theme["sidebar"]["backgroundColor"]):
        assert contrast(theme["textColor"], ground) >= 7
        # Streamlit writes captions in the text colour at 60%.
        assert contrast(faded(theme["textColor"], ground, 0.6), ground) >= 4.5
        assert contrast(theme["linkColor"], ground) >= 4.5
    assert contrast("#ffffff", theme["primaryColor"]) >= 4.5


def test_the_theme_and_the_palette_agree() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    assert theme["light"]["backgroundColor"] == palette.LIGHT_BACKGROUND
    assert theme["light"]["textColor"] == palette.LIGHT_TEXT
    assert theme["dark"]["backgroundColor"] == palette.DARK_BACKGROUND
    assert theme["dark"]["textColor"] == palette.DARK_TEXT
    assert theme["chartCategoricalColors"] == [style.colour for style in palette.STYLES.values()]
