"""One finding on a page: its title, its picture, where it comes from, its table and downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import polars as pl
import streamlit as st

from dashboard.answers import GemeentenView
from dashboard.charts import chart_config
from dashboard.downloads import Passport, csv_bytes, xlsx_bytes
from dashboard.findings import Finding
from dashboard.memory import later
from dashboard.notes import passport, with_passport
from dashboard.passport import NAME, choose
from dashboard.tables import figure_table, gemeenten_table, unfolding
from dashboard.voorbeeld import marked
from warehouse.indicator import Indicator

PANEL_PIXELS, MAP_PIXELS = 420, 520
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def panel(finding: Finding) -> None:
    """Show a finding with its picture and everything to check it; the table only once opened."""
    finding = marked(finding)
    key, picture = finding.key, finding.shown
    with framed(finding):
        if isinstance(picture, str):
            st.image(picture, alt=finding.alt, width=MAP_PIXELS)
        elif picture is not None:
            st.plotly_chart(
                picture,
                alt=finding.alt,
                config=chart_config(finding.name),
                theme="streamlit",
                key=f"grafiek-{key}",
            )
        account(finding)
        with unfolding("Tabel", key, ":material/table:") as opened:
            if opened:
                figure_table(finding.rows, finding.indicator, key=f"tabel-{key}")
        passports(finding)


def panels(*findings: Finding | None) -> None:
    """Show the findings that there are side by side, or below each other on a narrow screen."""
    present = [each for each in findings if each is not None]
    if len(present) == 1:
        panel(present[0])
    elif present:
        grid = st.grid(len(present), min_column_width=PANEL_PIXELS)
        for each in present:
            with grid.cell():
                panel(each)


def gemeenten_panel(finding: Finding, view: GemeentenView) -> None:
    """Show all gemeenten in a table that can be sorted, and everything to check it."""
    with framed(finding):
        gemeenten_table(view, key=f"tabel-{finding.key}")
        account(finding)
        passports(finding)


@contextmanager
def framed(finding: Finding) -> Iterator[None]:
    """Frame what belongs to one finding, below its title."""
    with st.container(border=True, key=f"paneel-{finding.key}", height="stretch"):
        st.subheader(finding.title, anchor=finding.key)
        yield


def account(finding: Finding) -> None:
    """Say what to mind and where figures come from, and offer their definition and downloads."""
    st.caption(" ".join(part for part in (finding.note, finding.source) if part))
    with st.container(horizontal=True, wrap=True):
        definition(finding.indicator)
        downloads(finding)


def passports(finding: Finding) -> None:
    """Offer the passport of each figure; it costs nothing until it is opened.

    It unfolds in its place, since what pops up comes last for whoever goes by the keyboard.
    """
    with unfolding(NAME, f"paspoort-{finding.key}", ":material/badge:") as opened:
        if opened:
            choose(finding.rows, finding.key)


def definition(indicator: Indicator) -> None:
    """Offer what an indicator means and what to mind when quoting it."""
    direction = indicator.direction.value
    with st.popover("Definitie", icon=":material/info:"):
        st.markdown(
            "\n\n".join(
                [
                    f"**{indicator.title}**",
                    indicator.definition,
                    f"Formule: {indicator.formula}.",
                    f"{direction[:1].upper()}{direction[1:]}.",
                    f"Keuze van de bron: {indicator.preference}",
                    *([f"Let op: {indicator.caveat}"] if indicator.caveat else []),
                ]
            )
        )


def downloads(finding: Finding) -> None:
    """Offer the figures as files, made only when asked for, and the picture."""
    finding = marked(finding)
    picture = finding.picture

    def about() -> Passport:
        return passport(finding.indicator, finding.rows, finding.filters)

    def rows() -> pl.DataFrame:
        return with_passport(finding.rows, finding.filters)

    files: list[tuple[str, str, str, Callable[[], bytes]]] = [
        ("Excel (XLSX)", "xlsx", XLSX, lambda: xlsx_bytes(rows(), about())),
        ("CSV, Nederlandse notatie", "csv", "text/csv", lambda: csv_bytes(rows(), about(), "nl")),
        (
            "CSV, voor machines",
            "machine.csv",
            "text/csv",
            lambda: csv_bytes(rows(), about(), "machine"),
        ),
    ]
    if isinstance(picture, str):
        files.append(("Afbeelding (SVG)", "svg", "image/svg+xml", picture.encode))
    with st.popover("Download", icon=":material/download:"):
        for label, suffix, mime, make in files:
            st.download_button(
                label,
                later(make),
                file_name=f"{finding.name}.{suffix}",
                mime=mime,
                on_click="ignore",
                key=f"download-{finding.key}-{suffix}",
                width="stretch",
            )
        if picture is not None and not isinstance(picture, str):
            st.caption("De grafiek als afbeelding: het camerateken rechtsboven in de grafiek.")
