"""One finding on a page: its title, its picture, where it comes from, its table and downloads."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.areas import areas
from dashboard.charts import chart_config
from dashboard.choices import Choices
from dashboard.downloads import csv_bytes, xlsx_bytes
from dashboard.findings import Finding
from dashboard.notes import passport
from dashboard.tables import figure_table, unfolding
from warehouse.indicator import Indicator

PANEL_PIXELS, MAP_PIXELS = 420, 520
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def panel(finding: Finding, choices: Choices) -> None:
    """Show a finding with its picture and everything to check it; the table only once opened."""
    key, indicator = finding.key, finding.indicator
    name = f"{key}-{indicator.id}-{choices.gebied.lower()}"
    with st.container(border=True, key=f"paneel-{key}", height="stretch"):
        st.subheader(finding.title, anchor=key)
        if isinstance(finding.picture, str):
            st.image(finding.picture, alt=finding.alt, width=MAP_PIXELS)
        else:
            st.plotly_chart(
                finding.picture,
                alt=finding.alt,
                config=chart_config(name),
                theme="streamlit",
                key=f"grafiek-{key}",
            )
        st.caption(" ".join(part for part in (finding.note, finding.source) if part))
        with st.container(horizontal=True, wrap=True):
            definition(indicator)
            downloads(finding, choices, name=name)
        with unfolding("Tabel", key, ":material/table:") as opened:
            if opened:
                figure_table(finding.rows, indicator, key=f"tabel-{key}")


def panels(*findings: Finding | None, choices: Choices) -> None:
    """Show the findings that there are side by side, or below each other on a narrow screen."""
    present = [each for each in findings if each is not None]
    if len(present) == 1:
        panel(present[0], choices)
    elif present:
        grid = st.grid(len(present), min_column_width=PANEL_PIXELS)
        for each in present:
            with grid.cell():
                panel(each, choices)


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


def downloads(finding: Finding, choices: Choices, *, name: str) -> None:
    """Offer the figures as files, made only when asked for, and the picture."""
    rows, picture = finding.rows, finding.picture
    about = passport(finding.indicator, rows, chosen_filters(choices))
    files: list[tuple[str, str, str, Callable[[], bytes]]] = [
        ("Excel (XLSX)", "xlsx", XLSX, lambda: xlsx_bytes(rows, about)),
        ("CSV, Nederlandse notatie", "csv", "text/csv", lambda: csv_bytes(rows, about, "nl")),
        (
            "CSV, voor machines",
            "machine.csv",
            "text/csv",
            lambda: csv_bytes(rows, about, "machine"),
        ),
    ]
    if isinstance(picture, str):
        files.append(("Afbeelding (SVG)", "svg", "image/svg+xml", picture.encode))
    with st.popover("Download", icon=":material/download:"):
        for label, suffix, mime, make in files:
            st.download_button(
                label,
                make,
                file_name=f"{name}.{suffix}",
                mime=mime,
                on_click="ignore",
                key=f"download-{finding.key}-{suffix}",
                width="stretch",
            )
        if not isinstance(picture, str):
            st.caption("De grafiek als afbeelding: het camerateken rechtsboven in de grafiek.")


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
