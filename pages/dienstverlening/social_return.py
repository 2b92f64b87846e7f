"""Hoeveel social return is afgesproken, hoeveel is er verzilverd, en welke contracten lopen risico?"""

import streamlit as st

from dashboard import answers
from dashboard.choices import choose
from dashboard.headline import show
from dashboard.levels import level
from dashboard.panel import panels
from dashboard.social_return import findings
from dashboard.social_return.parts import choose_view, contracts, placements

st.title("Social return")
choices = choose(answers.last_year())
shown = level("sroi_contracten", choices)
if shown.why:
    st.info(shown.why, icon=":material/info:")
if not shown.periods:
    st.stop()
if choices.vergelijk:
    st.caption("Vergelijken met andere gebieden gebeurt hieronder, naar gemeente.")

view = choose_view(shown, choices)
st.markdown(f"**{findings.opening(view)}**")
show(findings.headlines(view))
if more := findings.further(view):
    st.caption(more)
if missing := findings.coverage():
    st.info(missing, icon=":material/info:")
panels(findings.agreed_to_open(view), findings.over_time(view))
panels(findings.by_gemeente(view), findings.by_kind(view))
contracts(view)
placements()
panels(findings.certified_firms(view))
