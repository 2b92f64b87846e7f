"""One colour per meaning, and the shape that says the same without colour.

The colours of lines, dots and bars stand on a white and on a nearly black page alike (at least 3:1
on both), so that a figure need not know the theme of whoever looks at it and can be kept for all.
Text never takes them: it takes the theme's own text colour, which holds 4.5:1. The pairs stay apart
for deuteranopia, protanopia and tritanopia (`tests/dashboard/test_charts.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["regio", "nederland", "gekozen", "ander", "doel"]

LIGHT_BACKGROUND = "#ffffff"
LIGHT_TEXT = "#0f1924"
DARK_BACKGROUND = "#10151b"
DARK_TEXT = "#e6ebf1"
"""As in `.streamlit/config.toml`; a test holds them equal."""

STRIJDIG = "#db0042"
"""Where two sources disagree."""

THEME_TEXT = "#000037"
"""Text in a figure, in the word that Streamlit's own Plotly templates use for it: the page puts the
text colour of the theme at hand in its place, also when the reader switches. Elsewhere it is black.
`st.context.theme` would be the documented way, but is wrong on a first visit and after a switch."""

GRID = "rgba(127,140,155,0.28)"
RULE = "rgba(127,140,155,0.75)"
"""Hairlines, faint on both backgrounds."""


@dataclass(frozen=True)
class Style:
    """How one meaning looks: colour, dash, marker, and the sign that stands before its label."""

    colour: str
    width: float
    dash: str
    symbol: str
    sign: str


STYLES: dict[Role, Style] = {
    "regio": Style("#0b76c4", 3, "solid", "circle", "●"),
    "nederland": Style("#7b828c", 2, "7px,3px", "square", "■"),
    "gekozen": Style("#cf5b00", 3, "solid", "diamond", "◆"),
    "ander": Style("#a07c58", 1.75, "solid", "triangle-up", "▲"),
    "doel": Style("#8a3ffc", 2, "2px,3px", "line-ew-open", "┅"),
}

OTHER_SHAPES = (
    ("triangle-up", "▲"),
    ("triangle-down", "▼"),
    ("star", "★"),
    ("triangle-right", "▶"),
    ("triangle-left", "◀"),
)
"""Markers of the lines that share the role `ander`, in turn."""

CLASSES = ("#e3eff9", "#b5d5ee", "#74aedb", "#2a74b3", "#0b4f87")
"""Classes of a map, from low to high, in one hue."""

ON_CLASSES = (LIGHT_TEXT, LIGHT_TEXT, LIGHT_TEXT, "#ffffff", "#ffffff")
"""Text on each class, at least 4.5:1."""

CARD = "#ffffff"
CARD_TEXT = LIGHT_TEXT
CARD_LINE = "#c9d2dc"
CARD_EDGE = "#6b7885"
HATCH = "#9aa5b1"
CHOSEN_OUTLINE = "#b34a00"
"""A map brings its own white card: an image cannot follow the theme of the page around it."""


def tint(colour: str, strength: float) -> str:
    """Give a colour as seen through, so that it stands on a light and a dark page alike."""
    return f"rgba({int(colour[1:3], 16)},{int(colour[3:5], 16)},{int(colour[5:], 16)},{strength})"
