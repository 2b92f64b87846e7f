"""Hoeveel banen van de banenafspraak zijn er, is het doel gehaald, en gaat het snel genoeg?"""

import streamlit as st

from dashboard import answers
from dashboard.banenafspraak import findings, placements
from dashboard.banenafspraak.parts import (
    choose_view,
    explain,
    how_to_deliver,
    sums_that_are_off,
    wsw_goals,
)
from dashboard.banenafspraak.view import shown_level
from dashboard.choices import choose
from dashboard.headline import show
from dashboard.panel import panels

st.title("Banenafspraak")
choices = choose(answers.last_year())
shown = shown_level(choices)
if shown.why:
    st.info(shown.why, icon=":material/info:")

if shown.periods:
    view = choose_view(shown, choices)
    st.markdown(f"**{findings.opening(view)}**")
    show(findings.headlines(view))
    if ahead := findings.ahead(view):
        st.markdown(ahead)
    explain(view)
    how_to_deliver()
    panels(findings.over_time(view), findings.by_sector(view))
    panels(findings.at_this_pace(view))
    panels(findings.split_over_gemeenten(view))
    sums_that_are_off()
    panels(placements.placed(view), placements.goals(view))
    wsw_goals(placements.wsw(view))
