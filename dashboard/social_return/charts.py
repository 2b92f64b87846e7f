"""Charts of social return: amounts in, a Plotly figure out, in the manner of `dashboard.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from dashboard import palette
from dashboard.axes import FONT_SIZE, bold, empty, figure, frame
from dashboard.lettering import text_width, wrap
from dashboard.sentences import listed
from warehouse.numbers import euro, percent

AGREED, REALISED = palette.STYLES["nederland"].colour, palette.STYLES["regio"].colour
OPEN = palette.STYLES["gekozen"].colour
_ROW, _BELOW = 58, 6
GAP = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
"""Between a name and its bar."""
_NAME_PIXELS = 128


@dataclass(frozen=True)
class Step:
    """A bar on the way from agreed to open: where it begins and how long it is, in euro.

    `said` is the amount as it is written beside it; `bound` tells that the source gives a bound.
    """

    name: str
    begin: Decimal
    amount: Decimal
    said: str
    role: str
    bound: bool = False


_COLOURS = {
    "verplichting": AGREED,
    "verzilverd": REALISED,
    "openstaand": OPEN,
    "meer": palette.tint(REALISED, 0.5),
}


def steps(bars: Sequence[Step]) -> go.Figure:
    """Draw the bars below each other, each beginning where the one before it ends."""
    if not bars:
        return empty([])
    notes = ["euro"]
    if any(each.bound for each in bars):
        notes.append("gestreepte rand: de bron noemt een grens en geen bedrag")
    named = [wrap(each.name, FONT_SIZE, _NAME_PIXELS) for each in bars]
    left = max(text_width(line, FONT_SIZE) for lines in named for line in lines) + 12
    layout, _ = frame(notes, left=left, right=8, height=_ROW * len(bars) + 100)
    _without_axis(layout)
    high = float(max(each.begin + each.amount for each in bars)) or 1.0
    layout["xaxis"] |= {"range": [0, high * 1.02], "visible": False}
    layout["yaxis"] |= {
        "range": [len(bars) - 0.3, -0.7],
        "tickvals": list(range(len(bars))),
        "ticktext": [f"{'<br>'.join(lines)}{GAP}" for lines in named],
        "showgrid": False,
    }
    for place, each in enumerate(bars):
        layout["annotations"].append(
            {
                "x": float(each.begin), "y": place - 0.35, "xanchor": "left", "yanchor": "bottom",
                "showarrow": False, "text": bold(each.said), "font": {"size": FONT_SIZE},
            }
            if each.begin < Decimal(high) * Decimal("0.35")
            else {
                "x": float(each.begin + each.amount), "y": place - 0.35, "xanchor": "right",
                "yanchor": "bottom", "showarrow": False, "text": bold(each.said),
                "font": {"size": FONT_SIZE},
            }
        )  # fmt: skip
    layout["shapes"] = [
        {
            "type": "rect", "xref": "x", "yref": "y", "x0": float(each.begin),
            "x1": float(each.begin + each.amount), "y0": place - 0.3, "y1": place + 0.3,
            "line": {"color": palette.THEME_TEXT, "width": 1.5, "dash": "dash"},
            "fillcolor": "rgba(0,0,0,0)",
        }
        for place, each in enumerate(bars)
        if each.bound
    ]  # fmt: skip
    drawn = {
        "type": "bar", "orientation": "h", "y": list(range(len(bars))), "width": 0.6,
        "x": [float(each.amount) for each in bars], "base": [float(each.begin) for each in bars],
        "marker": {"color": [_COLOURS[each.role] for each in bars]},
        "customdata": [f"<b>{each.name}</b><br>{each.said}" for each in bars],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return figure([drawn], layout)


def _without_axis(layout: dict[str, Any]) -> None:
    """Take away the room below the bars that the labels of an axis would take."""
    room = layout["margin"]["b"] - _BELOW
    layout["margin"]["b"] = _BELOW
    layout["height"] -= room


def steps_alt(bars: Sequence[Step]) -> str:
    """Tell in words what `steps` shows."""
    return (
        "Watervalgrafiek in euro. " + "; ".join(f"{each.name}: {each.said}" for each in bars) + "."
    )


@dataclass(frozen=True)
class Part:
    """What was agreed of one group and how much of it is realised; None where nobody says."""

    name: str
    agreed: Decimal | None
    realised: Decimal | None
    chosen: bool = False
    why: str = ""

    @property
    def share(self) -> Decimal | None:
        if not self.agreed or self.realised is None:
            return None
        return self.realised / self.agreed * 100


def parts(groups: Sequence[Part]) -> go.Figure:
    """Draw of each group a bar for what was agreed, with what was realised laid over it."""
    if not groups:
        return empty([])
    known = [each for each in groups if each.agreed is not None]
    notes = ["euro; donker: verzilverd, licht: verplichting"]
    left = max(text_width(each.name, FONT_SIZE) for each in groups) + 12
    right = 62
    layout, _ = frame(notes, left=left, right=right, height=26 * len(groups) + 62)
    _without_axis(layout)
    high = (
        max((float(max(each.agreed or 0, each.realised or 0)) for each in known), default=0) or 1.0
    )
    layout["xaxis"] |= {"range": [0, high], "visible": False}
    layout["yaxis"] |= {
        "range": [len(groups) - 0.5, -0.5],
        "tickvals": list(range(len(groups))),
        "ticktext": [f"{bold(each.name) if each.chosen else each.name}{GAP}" for each in groups],
        "showgrid": False,
    }
    places = {each.name: place for place, each in enumerate(groups)}
    for each in groups:
        said = percent(each.share, 0) if each.share is not None else each.why
        beside: dict[str, Any] = {
            "xref": "paper", "yref": "y", "y": places[each.name], "showarrow": False,
            "font": {"size": FONT_SIZE},
            "text": bold(said) if each.share is not None else f"<i>{said}</i>",
        }  # fmt: skip
        if each.agreed is None:
            beside |= {"x": 0, "xanchor": "left", "xshift": 4}
        else:
            beside |= {"x": 1, "xanchor": "right", "xshift": right - 2}
        layout["annotations"].append(beside)
    layout["barmode"] = "overlay"
    hover = [
        f"<b>{each.name}</b><br>verplichting {euro(each.agreed)}<br>verzilverd {euro(each.realised)}"
        for each in known
    ]
    shared = {
        "type": "bar", "orientation": "h", "y": [places[each.name] for each in known],
        "customdata": hover, "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return figure(
        [
            {**shared, "x": [float(each.agreed or 0) for each in known], "width": 0.66,
             "marker": {"color": palette.tint(AGREED, 0.45)}},
            {**shared, "x": [float(each.realised or 0) for each in known], "width": 0.36,
             "marker": {"color": REALISED}},
        ],
        layout,
    )  # fmt: skip


def parts_alt(groups: Sequence[Part]) -> str:
    """Tell in words what `parts` shows."""
    told = [
        f"{each.name}: verplichting {euro(each.agreed)}, verzilverd {euro(each.realised)}"
        + (f" ({percent(each.share, 0)})" if each.share is not None else "")
        for each in groups
        if each.agreed is not None
    ]
    absent = [f"{each.name} ({each.why})" for each in groups if each.agreed is None]
    said = "Staafgrafiek van verplichting en verzilverd. " + "; ".join(told) + "."
    return f"{said} Zonder bedrag: {listed(absent)}." if absent else said
