"""Welke doelen haalden de instrumenten, wie bereikt de regio, hoe tevreden is men, en wat kost het?"""

import streamlit as st

from dashboard import answers
from dashboard.choices import choose
from dashboard.headline import show
from dashboard.instrumenten import findings
from dashboard.instrumenten.parts import (
    choose_view,
    contradictions,
    grades,
    how_to_deliver,
    what_follows_the_year,
)
from dashboard.panel import panels

st.title("Instrumenten en bereik")
choices = choose(answers.last_year())
view = choose_view(choices)
if why := findings.why_the_region(view):
    st.info(why, icon=":material/info:")
if choices.vergelijk:
    st.caption("Vergelijken met andere gebieden gebeurt hieronder, bij de contributie.")
if view.year is None:
    st.info(findings.without_years(choices), icon=":material/info:")
else:
    st.markdown(f"**{findings.opening(view)}**")
    show(findings.headlines(view))
    if prices := findings.tariffs(view):
        st.caption(prices)
    contradictions(view)
    what_follows_the_year(view)
panels(findings.targets(view))
panels(findings.delivered_by_quarter(view), findings.delivered_locally(view))
how_to_deliver(view)
panels(findings.visitors(view), findings.reach(view))
panels(findings.leerwerkloket(view), findings.questions(view))
panels(findings.satisfaction(view))
grades(view)
panels(findings.satisfaction_rmt(view), findings.statements(view))
panels(findings.budget(view), findings.posts(view))
panels(findings.next_year(view), findings.contributions(view))
