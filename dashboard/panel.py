"""One finding on a page: its title, its picture, where it comes from, its table and downloads."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard.areas import areas
from dashboard.charts import chart_config
from dashboard.choices import Choices
from dashboard.downloads import csv_bytes, xlsx_bytes
from dashboard.notes import passport, source_line
from dashboard.tables import figure_table
from warehouse.indicator import Indicator


def panel(
    title: str,
    picture: go.Figure | str,
    alt: str,
    rows: pl.DataFrame,
    indicator: Indicator,
    choices: Choices,
    *,
    key: str,
    note: str = "",
) -> None:
    """Show a finding with its picture (a chart, or a map as SVG) and everything to check it."""
    with st.container(border=True, key=f"paneel-{key}", height="stretch"):
        st.subheader(title, anchor=key)
        name = f"{key}-{indicator.id}-{choices.gebied.lower()}"
        if isinstance(picture, str):
            st.image(picture, alt=alt, width="stretch")
        else:
            st.plotly_chart(
                picture, alt=alt, config=chart_config(name), theme="streamlit", key=f"grafiek-{key}"
            )
        st.caption(" ".join(part for part in (note, source_line(rows)) if part))
        with st.container(horizontal=True, wrap=True):
            definition(indicator)
            downloads(rows, indicator, choices, name=name)
        with st.expander("Tabel", icon=":material/table:"):
            figure_table(rows, indicator, key=f"tabel-{key}")


def definition(indicator: Indicator) -> None:
    """Offer what an indicator means and what to mind when quoting it."""
    with st.popover("Definitie", icon=":material/info:"):
        st.markdown(
            "\n\n".join(
                [
                    f"**{indicator.title}**",
                    indicator.definition,
                    f"Formule: {indicator.formula}.",
                    f"{indicator.direction.value[:1].upper()}{indicator.direction.value[1:]}.",
                    f"Keuze van de bron: {indicator.preference}",
                    *([f"Let op: {indicator.caveat}"] if indicator.caveat else []),
                ]
            )
        )


def downloads(rows: pl.DataFrame, indicator: Indicator, choices: Choices, *, name: str) -> None:
    """Offer the figures as files, made only when asked for."""
    about = passport(indicator, rows, chosen_filters(choices))
    files: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("Excel (XLSX)", "xlsx", XLSX, lambda: xlsx_bytes(rows, about)),
        ("CSV, Nederlandse notatie", "csv", "text/csv", lambda: csv_bytes(rows, about, "nl")),
        (
            "CSV, voor machines",
            "machine.csv",
            "text/csv",
            lambda: csv_bytes(rows, about, "machine"),
        ),
    )
    with st.popover("Download", icon=":material/download:"):
        for label, suffix, mime, make in files:
            st.download_button(
                label,
                make,
                file_name=f"{name}.{suffix}",
                mime=mime,
                on_click="ignore",
                key=f"download-{name}-{suffix}",
                width="stretch",
            )
        st.caption(
            "Een plaatje van de grafiek bewaart u met het camerateken rechtsboven in de grafiek."
        )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen_filters(choices: Choices) -> dict[str, str]:
    """Write the choices of the sidebar as a download and a print name them."""
    known = areas()
    compositions = {each.code: each.label for each in known.compositions}
    compared = [known[code].name for code in choices.vergelijk]
    return {
        "Gebied": f"{known[choices.gebied].label} ({choices.gebied})",
        **({"Vergeleken met": ", ".join(compared)} if compared else {}),
        "Samenstelling": compositions[choices.samenstelling],
        "Periode": f"{choices.van} tot en met {choices.tot}",
    }
