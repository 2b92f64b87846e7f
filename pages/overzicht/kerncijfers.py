"""Hoe staat de regio ervoor, wat valt op, en wat weten we niet?"""

import streamlit as st

from dashboard import answers
from dashboard.choices import choose, lead_on
from dashboard.overview.parts import around, overview

lead_on("pages/arbeidsmarkt/regio_en_nederland.py")
st.title("Kerncijfers")
choices = choose(answers.last_year())
overview(choices)
around(choices)
