"""Welke cijfers spreken elkaar tegen, hoe groot is dat, en wat doet de monitor ermee?"""

import streamlit as st

from dashboard import quality

st.title("Gegevenskwaliteit")
found = quality.findings()
st.markdown(f"**{quality.summary(found)}**")
st.markdown(
    "Bij elke nieuwe stand houdt de monitor zijn bronnen tegen elkaar: delen tegen het geheel, tabellen "
    "en bronnen tegen elkaar, gedrukt tegen berekend, en elk cijfer tegen zijn eigen verleden. Wat "
    "bekend is, staat er met een reden; wat nieuw is, merkt de cijfers vanzelf als strijdig."
)
if not found.is_empty():
    chosen = quality.choose(found)
    if chosen.is_empty():
        st.info("Geen bevinding past bij deze keuze.", icon=":material/info:")
    for row in chosen.iter_rows(named=True):
        quality.entry(row)
    quality.download(chosen)
