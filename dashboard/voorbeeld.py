"""The mark on invented figures: on every page, picture and file of a dashboard that holds some."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.memory import kept
from warehouse.reader import Warehouse

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from dashboard.findings import Finding

WORD = "voorbeeld"
SAID = "VOORBEELD: de leveringen in dit dashboard zijn verzonnen. Gebruik geen enkel cijfer eruit."
ON_A_PICTURE = "VOORBEELD, deels verzonnen"
_SVG_MARK = (
    '<text x="50%" y="14" text-anchor="middle" font-family="sans-serif" font-size="13" '
    f'font-weight="bold" fill="#b00020">{ON_A_PICTURE}</text></svg>'
)


@kept
def is_voorbeeld(warehouse: Warehouse) -> bool:
    """Tell whether any delivery behind the figures was invented."""
    return bool((warehouse.sources()["stand"] == WORD).any())


def mark_page() -> None:
    """Say on top of a page that figures are invented, where they are."""
    if is_voorbeeld():
        st.error(SAID, icon=":material/science:")


def marked(finding: Finding) -> Finding:
    """Give a finding with the mark in its picture, its alt text, its files and their names."""
    if not is_voorbeeld() or finding.name.startswith(WORD):
        return finding
    return replace(
        finding,
        picture=_marked_picture(finding.picture),
        alt=f"{ON_A_PICTURE}. {finding.alt}",
        name=f"{WORD}-{finding.name}",
        filters={"Let op": SAID, **finding.filters},
    )


def _marked_picture(picture: go.Figure | str | None) -> go.Figure | str | None:
    if isinstance(picture, str):
        head, closing, rest = picture.rpartition("</svg>")
        return f"{head}{_SVG_MARK}{rest}" if closing else picture
    if picture is None:
        return None
    # A picture is kept for all readers; the mark goes on a copy.
    copy = type(picture)(picture)
    # Below what is drawn, so that no number is written over.
    copy.add_shape(
        type="rect", xref="paper", yref="paper", x0=0, x1=1, y0=0, y1=1, layer="below",
        line={"width": 0},
        label={
            "text": ON_A_PICTURE, "textangle": -20,
            "font": {"size": 24, "color": "rgba(176,0,32,0.3)"},
        },
    )  # fmt: skip
    return copy
