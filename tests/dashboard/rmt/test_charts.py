"""Charts of the inflow: valid to Plotly, from zero, and labelled without a legend."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.rmt import charts
from dashboard.rmt.charts import Bar, Block, Change, Flow, Panel, Ribbon, Share
from warehouse.periods import Period

Y2022, Y2023 = Period.year(2022), Period.year(2023)


def bar(period: Period, value: int | None) -> Bar:
    return Bar(
        period, None if value is None else Decimal(value), "gedrukt" if value else "ingehouden"
    )


PANELS = (
    Panel("Gemeente", (bar(Y2022, 153), bar(Y2023, 294)), (), chosen=False),
    Panel("UWV", (bar(Y2022, 186), bar(Y2023, None)), (Y2023,), chosen=True),
)
FLOW = Flow(
    {"Gemeente": Decimal(294), "UWV": Decimal(94)},
    (
        Ribbon("Gemeente", "actief", Decimal(226), doubtful=True),
        Ribbon("Gemeente", "uitstroom met werk", Decimal(104), doubtful=True),
        Ribbon("UWV", "uitstroom met werk", Decimal(47), doubtful=False),
        Ribbon("UWV", charts.NO_COUNT, Decimal(47), doubtful=True),
    ),
)
BLOCKS = (
    Block(
        "Geslacht",
        (
            Share("man", Decimal(150), Decimal("38.7"), "strijdig", Decimal("44.5"), None, False),
            Share("onbekend", Decimal(94), Decimal("24.2"), "gedrukt", None, Decimal("15"), True),
            Share("anders", None, None, "geheim", None, None, False),
        ),
    ),
)
CHANGES = (Change("horeca", Decimal(2), Decimal(29)), Change("reisbranche", Decimal(4), Decimal(2)))
DRAWN = {
    "instroom": (charts.inflow_panels(PANELS), charts.inflow_alt(PANELS)),
    "niets": (charts.inflow_panels([Panel("FNV", (bar(Y2022, None),), (), False)]), "x" * 50),
    "stroom": (charts.flow_chart(FLOW), charts.flow_alt(FLOW)),
    "profiel": (charts.profile_bars(BLOCKS, "2022", beside=True), charts.profile_alt(BLOCKS)),
    "sectoren": (
        charts.change_dots(CHANGES, Y2022, Y2023),
        charts.change_alt(CHANGES, Y2022, Y2023),
    ),
}


def texts(figure: go.Figure) -> list[str]:
    return [each["text"] for each in figure.to_dict()["layout"]["annotations"]]


def hovers(figure: go.Figure) -> list[str]:
    return [text for trace in figure.to_dict()["data"] for text in trace["customdata"]]


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_valid_to_plotly_and_has_no_legend(name: str) -> None:
    figure, alt = DRAWN[name]
    spec: dict[str, Any] = figure.to_dict()
    go.Figure(spec)
    assert spec["layout"]["showlegend"] is False
    assert len(alt) > 40


def test_bars_begin_at_the_base_of_their_panel_and_are_on_one_scale() -> None:
    [bars] = DRAWN["instroom"][0].to_dict()["data"]
    heights = dict(zip(bars["customdata"], bars["y"], strict=True))
    assert heights["<b>Gemeente</b><br>2022: 153"] / heights["<b>UWV</b><br>2022: 186"] == (
        pytest.approx(153 / 186, abs=0.001)
    )
    assert heights["<b>UWV</b><br>2023: ingehouden"] == 0


def test_a_change_of_source_is_a_dotted_line_and_said() -> None:
    figure, alt = DRAWN["instroom"]
    dotted = [
        each for each in figure.to_dict()["layout"]["shapes"] if each["line"].get("dash") == "dot"
    ]
    assert len(dotted) == 1
    assert "stippellijn: andere bron, niet te vergelijken" in texts(figure)[0]
    assert alt == (
        "Staafgrafieken van de instroom per partner. Gemeente: 2022 153, 2023 294. UWV: 2022 186, "
        "2023 geen cijfer (ingehouden); vanaf 2023 uit een andere bron."
    )


def test_a_chosen_partner_has_a_sign_beside_its_colour() -> None:
    assert any("◆" in text and "UWV" in text for text in texts(DRAWN["instroom"][0]))


def test_nobody_appears_or_disappears_in_the_flow() -> None:
    left = sum(max(FLOW.inflow[each], FLOW.printed(each)) for each in FLOW.inflow)
    right = sum(FLOW.of_status(each) for each in FLOW.statuses)
    assert left == right == 294 + 36 + 94
    assert [int(FLOW.surplus(each)) for each in FLOW.inflow] == [36, 0]
    assert [int(FLOW.total), int(FLOW.added)] == [388, 377]


def test_a_difference_in_the_flow_is_dashed_and_labelled() -> None:
    figure, alt = DRAWN["stroom"]
    dashed = [
        each for each in figure.to_dict()["layout"]["shapes"] if each["line"].get("dash") == "dash"
    ]
    assert len(dashed) == 3  # what is too much, who has no status, and the way there
    assert any("+36 te veel" in text for text in texts(figure))
    assert any("zonder status" in text for text in texts(figure))
    assert "<b>Gemeente</b> naar actief: 226<br>strijdig: telt niet op tot de instroom" in hovers(
        figure
    )
    assert alt.endswith("Samen: actief 226, uitstroom met werk 151 en zonder status 47.")


def test_shares_tell_count_share_and_doubt_and_the_unknown_are_hollow() -> None:
    figure, _ = DRAWN["profiel"]
    assert "150 · 38,7% ✕" in texts(figure)
    assert "– geheim" in texts(figure)
    bars = figure.to_dict()["data"][0]
    assert bars["marker"]["color"] == [charts.REGION, "rgba(0,0,0,0)"]
    note = texts(figure)[0]
    for said in ("◇ aandeel in 2022", "┃ aandeel bij alle partners samen", "open staaf", "✕"):
        assert said in note


def test_a_label_stands_beyond_every_mark_of_its_row() -> None:
    man = BLOCKS[0].shares[0]
    assert man.reach == 44.5


def test_a_change_tells_both_numbers() -> None:
    figure, alt = DRAWN["sectoren"]
    assert "2 → <b>29</b>" in texts(figure)
    assert "<b>reisbranche</b><br>2022: 4, 2023: 2 (-2)" in hovers(figure)
    assert alt == (
        "Puntgrafiek per sector, 2022 en 2023: horeca van 2 naar 29; reisbranche van 4 naar 2."
    )


def test_a_break_is_between_the_periods_around_it() -> None:
    quarters = [Period.quarter(2022, 4), Period.quarter(2023, 1), Period.quarter(2023, 2)]
    assert charts.cuts_within(quarters, [Y2023.begin]) == (quarters[1],)
    assert charts.cuts_within(quarters[1:], [Y2023.begin]) == ()


def test_many_quarters_are_labelled_at_both_ends_on_two_lines_each() -> None:
    quarters = [Period.quarter(2023, 4), *(Period.quarter(2024, each) for each in (1, 2, 3, 4))]
    bars = tuple(bar(each, 10 + place) for place, each in enumerate(quarters))
    figure = charts.inflow_panels([Panel("FNV", bars, (), chosen=False)])
    assert texts(figure)[1:] == ["FNV", "4e kw.<br>2023", "<b>14</b>", "4e kw.<br>2024"]
