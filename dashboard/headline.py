"""The figures that open a page, and the sentence that says what they amount to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

import streamlit as st

from dashboard.answers import Beside, GemeentenView
from dashboard.notes import dispute_lines
from dashboard.passport import beside as passports
from dashboard.points import listed_periods
from dashboard.sentences import (
    apart,
    coarsest,
    doubt_of,
    finding,
    level,
    listed,
    place,
    spoken_period,
)
from warehouse.indicator import Direction, Indicator
from warehouse.numbers import difference_with_unit, rounded_decimal, signed
from warehouse.periods import Period
from warehouse.verdict import Against, Row, judge

DELTA_COLOUR: dict[Direction, Literal["normal", "inverse", "off"]] = {
    Direction.HOGER: "normal",
    Direction.LAGER: "inverse",
    Direction.NEUTRAAL: "off",
}
SHORT_ACCOUNT = 3
"""How many disputes are told in the open, whatever they are about."""


@dataclass(frozen=True)
class Headline:
    """A figure that opens the page: `delta` stands below it, `note` is what to mind.

    `figure` is the one of which there is a passport; None for what was worked out on the page.
    """

    label: str
    value: str
    delta: str | None
    beside: str | None
    note: str = ""
    figure: Row | None = None


def show(headlines: Sequence[Headline]) -> None:
    """Show figures side by side, and below them what is to be minded, each remark once."""
    with st.grid(3, min_column_width=270):
        for each in headlines:
            st.metric(
                each.label,
                each.value,
                each.delta,
                delta_color="off",
                delta_arrow="off",
                delta_description=each.beside,
                border=True,
                height="stretch",
            )
    passports({each.label: each.figure for each in headlines if each.figure is not None})
    for note in dict.fromkeys(each.note for each in headlines if each.note):
        st.caption(note)


def explain(view: Beside) -> None:
    """Say what could not be shown as chosen, and what is shown instead."""
    if view.why:
        st.info(view.why, icon=":material/info:")
    if view.without:
        names = listed([area.name for area in view.without])
        st.caption(f"Zonder cijfer over deze indicator in deze periode: {names}.")
    left = view.area.einde
    if left is not None and view.latest is not None and view.latest["einde"] > left:
        since = (left + timedelta(days=1)).year
        st.caption(f"{view.area.name} hoort sinds {since} niet meer bij de regio.")


def explain_gemeenten(view: GemeentenView) -> None:
    """Say which gemeenten are shown at which moment, and which are not."""
    if view.moment is None:
        st.info(view.why, icon=":material/info:")
        return
    st.markdown(f"{view.figures.height} gemeenten van de regio, {view.moment.spoken}.")
    if view.absent:
        names = listed([area.name for area in view.absent])
        st.caption(f"Niet in de regio in de gekozen samenstelling op dat moment: {names}.")


def headline(view: Beside) -> None:
    """Show the finding in words, the figures behind it, and what is disputed."""
    indicator, own, reference = view.indicator, view.latest, view.latest_reference
    where = place(view.area.kind, view.area.name)
    st.markdown(f"**{finding(indicator, where, own, reference, view.year_before)}**")
    if own is None:
        return
    with st.grid(3, min_column_width=270):
        _figure(indicator, f"{view.area.name}, {spoken_period(own)}", own, view.year_before)
        if reference is not None:
            _figure(indicator, f"Nederland, {spoken_period(reference)}", reference, None)
            if indicator.unit.relative:
                _difference(indicator, own, reference)
    shown = [(view.area.name, own), *([("Nederland", reference)] if reference is not None else [])]
    passports({f"{name}, {spoken_period(row)}": row for name, row in shown})
    for caveat in _caveats(view):
        st.caption(caveat)
    if not view.disputes.is_empty():
        _disputes(view)


def _disputes(view: Beside) -> None:
    """Tell what sources dispute; a long account that is not about the figures above is folded."""
    lines = dispute_lines(view.indicator, view.disputes)
    told = "\n".join(f"- {line}" for line in lines) + f"\n\n{view.indicator.preference}"
    above = [each["periode"] for each in (view.latest, view.latest_reference) if each is not None]
    periods = sorted(map(Period.parse, view.disputes["periode"].unique()))
    if len(lines) <= SHORT_ACCOUNT or set(above) & {each.text for each in periods}:
        st.warning(f"Bronnen spreken elkaar tegen:\n\n{told}", icon=":material/balance:")
        return
    label = f"Bronnen spreken elkaar tegen over {listed_periods(periods)}"
    with st.expander(label, icon=":material/balance:"):
        st.markdown(told)


def _caveats(view: Beside) -> list[str]:
    """Say what rounding leaves of the difference, and what the figure itself leaves open."""
    own, reference, said = view.latest, view.latest_reference, []
    if own is not None and reference is not None and view.indicator.unit.relative:
        if own["reeks"] != reference["reeks"]:
            said.append(
                f"Nederland komt uit een andere uitgave ({reference['tabel']}); het verschil is "
                "een indicatie."
            )
        said.append(doubt_of(view.indicator, own, reference))
        if _rounds_apart(view.indicator, own["waarde"], reference["waarde"]):
            said.append("Het verschil is berekend voordat de twee cijfers zijn afgerond.")
    if own is not None and own["opmerking"]:
        said.append(f"{own['opmerking'].rstrip('.')}.")
    return said


def _rounds_apart(indicator: Indicator, value: Decimal, reference: Decimal) -> bool:
    """Tell whether the difference as shown is not that of the two figures as shown."""
    shown = [rounded_decimal(each, indicator.decimals) for each in (value, reference)]
    return shown[0] - shown[1] != rounded_decimal(value - reference, indicator.decimals)


def _figure(
    indicator: Indicator, label: str, row: Mapping[str, Any], before: Mapping[str, Any] | None
) -> None:
    change, arrow = _change(indicator, row, before)
    st.metric(
        label,
        level(row, indicator),
        change,
        delta_color=DELTA_COLOUR[indicator.direction] if arrow == "auto" else "off",
        delta_arrow=arrow,
        delta_description=f"sinds {spoken_period(before)}" if before is not None else None,
        border=True,
        height="stretch",
    )


def _change(
    indicator: Indicator, row: Mapping[str, Any], before: Mapping[str, Any] | None
) -> tuple[str | None, Literal["auto", "off"]]:
    if before is None:
        return None, "off"
    gap, indicator = apart(row, before), coarsest(indicator, row, before)
    if rounded_decimal(gap.value, indicator.decimals) == 0:
        return "gelijk gebleven", "off"
    if not gap.survives_rounding:
        # The sentence above says how much; beside "sinds 31 december 2020" there is room for this.
        return "binnen afronding", "off"
    if indicator.unit.relative or not before["waarde"]:
        return difference_with_unit(gap.value, indicator), "auto"
    growth = signed(gap.value / before["waarde"] * 100, 1, "%")
    return f"{signed(gap.value, indicator.decimals)} ({growth})", "auto"


def _difference(indicator: Indicator, own: Mapping[str, Any], reference: Mapping[str, Any]) -> None:
    st.metric(
        f"Verschil met Nederland, {indicator.unit.difference}",
        signed(apart(own, reference).value, coarsest(indicator, own, reference).decimals),
        judge(indicator, own, reference, Against.NEDERLAND).words or None,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )
