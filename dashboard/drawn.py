"""A finished picture, made ready once for every reader to whom it is sent."""

from __future__ import annotations

from typing import Any

import orjson
import plotly.graph_objects as go
import plotly.io
from plotly.basedatatypes import BaseFigure

SIZES = ("width", "height")
"""What Streamlit itself reads in a layout."""

Parts = dict[str, Any]


class Drawn(BaseFigure):  # type: ignore[misc]
    """A figure that is not changed any more: `st.plotly_chart` gets its JSON in pieces made before.

    Streamlit turns a figure into a dict and that into JSON on every run, which takes 1 to 15 ms each. It
    asks a figure for `to_dict`, and Plotly writes the answer with orjson, which takes over a
    `Fragment` as it stands. `tests/dashboard/test_drawn.py` fails where a release does it otherwise.
    """

    def __init__(self, figure: go.Figure) -> None:
        # BaseFigure's own would validate all of it again, to hold what is not needed any more.
        spec = orjson.loads(plotly.io.to_json(figure, validate=False))
        self._traces: list[Parts] = [_pieces(trace) for trace in spec["data"]]
        self._arrangement = _pieces(spec["layout"])

    def to_dict(self) -> Parts:
        """Give the figure as a dict of pieces of JSON; a new one, as Plotly takes things out of it."""
        return {"data": list(map(dict, self._traces)), "layout": dict(self._arrangement)}


def _pieces(part: Parts) -> Parts:
    return {
        name: value if name in SIZES else orjson.Fragment(orjson.dumps(value))
        for name, value in part.items()
    }
