"""Hoe staat de regio ervoor naast Nederland, en sinds wanneer?"""

import streamlit as st

from dashboard import answers, findings
from dashboard.choices import choose, choose_indicator, choose_kind, say_what_gave_way
from dashboard.headline import explain, headline
from dashboard.panel import panel, panels
from warehouse.figures import NOT_FETCHED

st.title("Regio en Nederland")
choices = choose(answers.last_year())
with st.container(horizontal=True, vertical_alignment="bottom"):
    indicator = choose_indicator(
        "arbeidsmarkt/regio_en_nederland", "werkloosheidspercentage", answers.indicators_there_are()
    )
    kind = choose_kind(answers.beside(indicator.id, choices).kinds)
say_what_gave_way(indicator, NOT_FETCHED)

view = answers.beside(indicator.id, choices, kind)
explain(view)
if view.latest is None:
    st.stop()
headline(view)
panel(findings.over_time(indicator.id, choices, kind))
panels(
    findings.gap_with_country(indicator.id, choices, kind),
    findings.growth(indicator.id, choices, kind),
)
panels(findings.among_regions(indicator.id, choices, kind))
panels(findings.by_month(indicator.id, choices, kind))
