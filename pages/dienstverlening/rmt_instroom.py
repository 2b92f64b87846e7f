"""Wie kwam er binnen bij het RMT, via welke partner, uit welke sector, en wat werd er van hen?"""

import streamlit as st

from dashboard import answers
from dashboard.choices import choose
from dashboard.levels import level
from dashboard.panel import panels
from dashboard.rmt import findings
from dashboard.rmt.parts import choose_view, headline, sector_panel
from warehouse.indicators import INDICATORS

INDICATOR = INDICATORS["rmt_deelnemers"]

st.title("RMT-instroom")
choices = choose(answers.last_year())
shown = level(INDICATOR.id, choices)
if shown.why:
    st.info(shown.why, icon=":material/info:")
if not shown.periods:
    st.stop()
if choices.vergelijk:
    st.caption("Vergelijken met andere gebieden kan hier niet: zo zijn de cijfers niet geleverd.")

view = choose_view(INDICATOR, shown, choices)
headline(view)
for said in findings.absent(view):
    st.info(said, icon=":material/info:")
sector_panel(view)
panels(findings.over_time(view), findings.changed_sectors(view))
panels(findings.profile(view), findings.profile_by_partner(view))
panels(findings.status_flow(view))
