"""Waar komt dit ene cijfer vandaan, hoe is het gemaakt, en wat was het eerder?"""

import streamlit as st

from dashboard import passport

st.title("Paspoort")
link = passport.asked()
passport.complain(link)
if link.asked is not None:
    passport.show(passport.found(link.asked))
