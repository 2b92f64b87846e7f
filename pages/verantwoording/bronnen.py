"""Waar komen de cijfers vandaan, wat betekenen ze, en wat is er op aan te merken?"""

import streamlit as st

from dashboard import catalogue, changed
from dashboard.tables import dutch_table, unfolding

st.title("Bronnen en definities")
st.markdown(
    "Alles op deze pagina komt uit de catalogus waarmee de cijfers zelf worden gemaakt. "
    "Elk cijfer in de monitor is terug te voeren op een van deze bronnen."
)

st.header("Bronnen", anchor="bronnen")
for source in catalogue.sources():
    with unfolding(f"**{source.title}** · {source.state}", source.id, source.icon) as opened:
        st.markdown(source.description)
        if opened:
            dutch_table(source.deliveries, {"Rijen": 0}, key=f"leveringen-{source.id}")

st.header("Wat is er veranderd", anchor="wijzigingen")
st.markdown(changed.began())
parts = changed.parts()
if not parts:
    st.markdown("Sindsdien is geen cijfer veranderd.")
for part in parts[: changed.MOST_PARTS]:
    with unfolding(part.label, f"wijziging-{part.key}") as opened:
        if opened:
            dutch_table(changed.table(part.key), {}, key=f"wijziging-{part.key}", sortable=True)
with st.container(horizontal=True, vertical_alignment="center"):
    if parts:
        st.download_button(
            "Alle wijzigingen (CSV)",
            changed.everything_csv,
            file_name="wijzigingen.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    st.markdown(f"[:material/rss_feed: Volg de wijzigingen (Atom)]({changed.FEED})")

st.header("Indicatoren", anchor="indicatoren")
for indicator in catalogue.indicators():
    with unfolding(f"**{indicator.title}**", indicator.id) as opened:
        st.markdown(indicator.description)
        if opened:
            dutch_table(indicator.coverage, {"Cijfers": 0}, key=f"dekking-{indicator.id}")

st.header("Controles", anchor="controles")
st.markdown(catalogue.checks_summary())
dutch_table(catalogue.checks(), {}, key="controles", sortable=True)

st.header("Gemeenten van de regio", anchor="gemeenten")
st.markdown(
    "Wie wanneer bij de regio hoorde, en waar dat staat. Een som ‘zoals toen’ volgt deze data."
)
dutch_table(catalogue.memberships(), {}, key="lidmaatschap")
