"""A kept figure gives Streamlit JSON made once, and that is what Plotly itself would have sent."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import plotly.io
import pytest
from plotly.basedatatypes import BaseFigure
from streamlit.testing.v1 import AppTest

from dashboard.drawn import Drawn

FIGURE = go.Figure(
    data=[go.Scatter(x=["2021", "2022"], y=[3.4, 4.1], name="</script>", uid="weg")],
    layout={"height": 260, "xaxis": {"title": {"text": "Jaar"}}, "template": None},
)


def test_a_drawn_figure_reads_as_the_figure_that_it_was_made_of() -> None:
    sent = plotly.io.to_json(Drawn(FIGURE), validate=False)
    assert json.loads(sent) == json.loads(plotly.io.to_json(FIGURE, validate=False))


def test_a_drawn_figure_can_be_sent_again_and_again() -> None:
    drawn = Drawn(FIGURE)
    assert plotly.io.to_json(drawn, validate=False) == plotly.io.to_json(drawn, validate=False)


def test_streamlit_sends_it_as_it_is_and_makes_nothing_of_it_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fails where a release of Streamlit or Plotly takes a figure apart in another way."""
    drawn = Drawn(FIGURE)
    monkeypatch.setattr(BaseFigure, "to_dict", _not_again)
    monkeypatch.setattr(plotly.io._json, "clean_to_json_compatible", _not_again)

    def page(drawn: object) -> None:
        import streamlit as st

        st.plotly_chart(drawn, alt="Een lijn", theme="streamlit", key="grafiek", height="content")

    test = AppTest.from_function(page, args=(drawn,)).run()
    assert [each.value for each in test.exception] == []
    sent = json.loads(test.get("plotly_chart")[0].proto.spec)
    assert sent["data"][0]["y"] == [3.4, 4.1]
    assert sent["layout"]["height"] == 260


def _not_again(*_: object, **__: object) -> None:
    raise AssertionError("a figure that was made ready was turned into a dict again")
