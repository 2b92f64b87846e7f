"""Hoe verschillen de gemeenten van de regio van elkaar, en van regio en Nederland?"""

import streamlit as st

from dashboard import answers, findings
from dashboard.choices import choose, choose_indicator, choose_moment, say_what_gave_way
from dashboard.headline import explain_gemeenten
from dashboard.panel import gemeenten_panel, panels
from warehouse.figures import NOT_AT_THIS_LEVEL

st.title("Gemeenten")
choices = choose(answers.last_year())
with st.container(horizontal=True, vertical_alignment="bottom"):
    indicator = choose_indicator(
        "arbeidsmarkt/gemeenten", "bijstand_per_1000", answers.indicators_of_gemeenten()
    )
    moment = choose_moment(answers.moments_of_gemeenten(indicator.id, choices))
say_what_gave_way(indicator, f"{NOT_AT_THIS_LEVEL} (gemeente)")

view = answers.gemeenten(indicator.id, choices, moment)
explain_gemeenten(view)
if view.moment is None:
    st.stop()
panels(
    findings.on_map(indicator.id, choices, moment),
    findings.ranked(indicator.id, choices, moment),
)
panels(findings.each_over_time(indicator.id, choices, moment))
gemeenten_panel(findings.in_a_table(indicator.id, choices, moment), view)
