"""Hoe verschillen de gemeenten van de regio van elkaar, en van regio en Nederland?"""

import streamlit as st

from dashboard import answers, charts, maps, sentences
from dashboard.choices import choose, choose_indicator, choose_moment
from dashboard.headline import explain_gemeenten
from dashboard.notes import remarks
from dashboard.panel import panel

st.title("Gemeenten")
choices = choose(answers.last_year())
with st.container(horizontal=True, vertical_alignment="bottom"):
    indicator = choose_indicator("arbeidsmarkt/gemeenten", "bijstand_per_1000")
    moment = choose_moment(answers.moments_of_gemeenten(indicator.id, choices))
view = answers.gemeenten(indicator.id, choices, moment)
explain_gemeenten(view)
if view.moment is None:
    st.stop()

beside = st.grid(2, min_column_width=420)
with beside.cell():
    panel(
        sentences.map_title(indicator, view.figures, view.country_now),
        maps.tile_map(view.figures, view.tiles, indicator, view.highlight),
        maps.map_alt(view.figures, indicator, view.highlight),
        view.figures,
        indicator,
        choices,
        key="kaart",
        note=remarks(view.figures),
    )
with beside.cell():
    panel(
        sentences.ranking_title(indicator, view.figures),
        charts.ranked_dots(view.figures, indicator, view.highlight, view.references),
        charts.ranked_alt(view.figures, indicator, view.highlight, view.references),
        view.figures,
        indicator,
        choices,
        key="rangorde",
    )
if view.has_history:
    panel(
        sentences.spread_title(indicator, view.history),
        charts.small_multiples(view.history, indicator, view.highlight, view.country),
        charts.multiples_alt(view.history, indicator, view.highlight, view.country),
        view.history,
        indicator,
        choices,
        key="verloop",
    )
