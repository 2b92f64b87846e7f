"""The dashboard: its pages by theme."""

import streamlit as st

from dashboard.frame import open_dashboard

PAGES = {
    "Arbeidsmarkt": [
        st.Page("pages/arbeidsmarkt/regio_en_nederland.py", title="Regio en Nederland"),
        st.Page("pages/arbeidsmarkt/gemeenten.py", title="Gemeenten"),
    ],
    "Verantwoording": [
        st.Page("pages/verantwoording/bronnen.py", title="Bronnen en definities"),
    ],
}

open_dashboard()
st.navigation(PAGES).run()
