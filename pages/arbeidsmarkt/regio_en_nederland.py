"""Hoe staat de regio ervoor naast Nederland, en sinds wanneer?"""

import streamlit as st

from dashboard import answers, charts, sentences
from dashboard.choices import choose, choose_indicator, choose_kind
from dashboard.headline import explain, headline
from dashboard.notes import notes
from dashboard.panel import panel

st.title("Regio en Nederland")
choices = choose(answers.last_year())
with st.container(horizontal=True, vertical_alignment="bottom"):
    indicator = choose_indicator("arbeidsmarkt/regio_en_nederland", "werkloosheidspercentage")
    kind = choose_kind(answers.beside(indicator.id, choices).kinds)
view = answers.beside(indicator.id, choices, kind)
explain(view)
if view.latest is None:
    st.stop()
headline(view)

panel(
    sentences.trend_title(indicator, view.area.name, view.figures),
    charts.trend(view.lines, indicator, view.breaks),
    charts.trend_alt(view.lines, indicator, view.breaks),
    view.everything,
    indicator,
    choices,
    key="verloop",
    note=notes(view.everything, choices.samenstelling),
)

growth = answers.growth(indicator.id, choices, kind)
comparable = indicator.unit.relative and view.pairs.height > 0
beside = st.grid(2 if comparable and growth else 1, min_column_width=420)
if comparable:
    with beside.cell():
        panel(
            sentences.difference_title(indicator, view.pairs),
            charts.difference(view.pairs, indicator, view.role),
            charts.difference_alt(view.pairs, indicator),
            view.everything,
            indicator,
            choices,
            key="verschil",
            note=sentences.NOT_TESTABLE,
        )
if growth:
    with beside.cell():
        panel(
            sentences.index_title(growth.names, growth.changes, growth.since),
            charts.index_view(growth.lines, growth.base_year),
            charts.index_alt(growth.lines, growth.base_year),
            growth.figures,
            indicator,
            choices,
            key="index",
            note=notes(growth.figures, growth.samenstelling),
        )

months = answers.by_month(indicator.id, choices)
if months and kind != "maand":
    panel(
        sentences.trend_title(months.indicator, "Nederland per maand", months.figures),
        charts.trend(months.lines, months.indicator),
        charts.trend_alt(months.lines, months.indicator),
        months.figures,
        months.indicator,
        choices,
        key="maanden",
        note=f"{months.indicator.title}. Per maand zijn er alleen cijfers over Nederland.",
    )
