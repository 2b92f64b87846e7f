"""Charts of the banenafspraak: valid to Plotly, from zero, targets as dashes, missing days named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.banenafspraak import charts
from dashboard.banenafspraak.charts import Bar, Step
from tests.dashboard.figures import cijfers

JOBS = cijfers("""
gebied | naam | periode    | waarde | status            | marge
AM06   | R    | 2022-12-31 | 3361   | gedrukt           | 0
AM06   | R    | 2023-12-31 | .      | niet gepubliceerd | .
""")
TARGETS = cijfers("""
gebied | naam | periode    | waarde | status            | marge
AM06   | R    | 2017-12-31 | 1357   | gedrukt           | 0
AM06   | R    | 2018-12-31 | 1778   | gedrukt           | 0
AM06   | R    | 2022-12-31 | 3299   | gedrukt           | 0
AM06   | R    | 2023-12-31 | .      | niet gepubliceerd | .
AM06   | R    | 2026-12-31 | 5023   | afgeleid          | 0
""")
BARS = (
    Bar("Apeldoorn", Decimal(37), Decimal(50), "37 van 50 ✗"),
    Bar("Zutphen", Decimal(18), None, "18, geen doel", chosen=True),
    Bar("Hele regio", Decimal(355), Decimal(263), "355 van 263 ✓", head=True),
)
STEPS = (
    Step(date(2024, 3, 31), date(2024, 6, 30), Decimal(100)),
    Step(date(2024, 6, 30), date(2024, 9, 30), Decimal(-20)),
)


def valid(figure: go.Figure) -> dict[str, Any]:
    """Let Plotly itself check every property, which the pages leave out to save time."""
    made: dict[str, Any] = go.Figure(figure.to_dict()).to_plotly_json()
    return made


def texts(figure: go.Figure) -> list[str]:
    return [str(each.text) for each in figure.layout.annotations]


@pytest.mark.parametrize(
    "figure",
    [
        charts.against_target(JOBS, TARGETS),
        charts.against_target(JOBS.clear(), TARGETS),
        charts.against_target(JOBS, TARGETS.clear()),
        charts.against_target(JOBS.clear(), TARGETS.clear()),
        charts.bars(BARS, "plaatsingen"),
        charts.bars((), "plaatsingen"),
        charts.steps(STEPS, Decimal(90)),
        charts.steps(STEPS[:1], None),
    ],
    ids=["both", "targets", "jobs", "none", "bars", "no bars", "steps", "one step"],
)
def test_every_figure_is_valid_and_has_no_legend(figure: go.Figure) -> None:
    made = valid(figure)
    assert made["layout"]["showlegend"] is False


def test_targets_are_dashes_and_the_missing_day_has_a_question_mark() -> None:
    figure = charts.against_target(JOBS, TARGETS)

    done, aimed = figure.data
    assert (list(done.y), list(aimed.y)) == ([3361.0], [1357.0, 1778.0, 3299.0, 5023.0])
    assert aimed.marker.symbol == "line-ew"
    assert figure.layout.yaxis.range[0] == 0
    assert "<b>?</b>" in texts(figure)
    assert "niet gepubliceerd (31 december 2023)" in texts(figure)[0].replace("<br>", " ")


def test_stands_are_joined_within_a_series_and_a_year_only() -> None:
    jobs = cijfers("""
gebied | naam | periode    | waarde | reeks | marge
AM06   | R    | 2021-12-31 | 3000   | A     | 0
AM06   | R    | 2023-12-31 | 3500   | B     | 0
AM06   | R    | 2024-03-31 | 3600   | B     | 0
""")
    (done, _) = charts.against_target(jobs, TARGETS.clear()).data
    assert list(done.y) == [3000.0, None, 3500.0, 3600.0]


def test_a_bar_without_a_target_has_no_dash() -> None:
    *_, dashes = charts.bars(BARS, "plaatsingen").data
    assert list(dashes.y) == [0, 2]


def test_what_is_drawn_is_told_in_words() -> None:
    assert charts.bars_alt(BARS[:2], "plaatsingen") == (
        "Staafgrafiek van plaatsingen. Apeldoorn: 37 van 50 ✗; Zutphen: 18, geen doel."
    )
    assert charts.steps_alt(STEPS, Decimal(90)) == (
        "Staafgrafiek van banen per kwartaal: tot 30 juni 2024 +100, tot 30 september 2024 -20. "
        "Nodig: 90 per kwartaal."
    )
    told = charts.against_target_alt(JOBS, TARGETS)
    assert told.startswith(
        "Banen en doelen, 31 december 2017 tot en met 31 december 2026. Banen: 3.361"
    )
    assert "Ontbreekt: 31 december 2023 niet gepubliceerd." in told
    assert told.endswith("5.023 op 31 december 2026.")
