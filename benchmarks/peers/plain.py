"""The same figures on a page as it is usually written: no memory, no layout, no warehouse questions."""

import os
from pathlib import Path

import duckdb
import plotly.graph_objects as go
import streamlit as st

SHOWN = (
    "werkloosheidspercentage",
    "netto_arbeidsparticipatie",
    "bijstand_per_1000",
    "banenafspraak_banen",
)

st.title("Regio en Nederland")
connection = duckdb.connect(Path(os.environ["MONITOR_DATA"]) / "warehouse.duckdb", read_only=True)
frames = {
    indicator: connection.sql(
        "SELECT gebied, begin, waarde::DOUBLE AS waarde, tabel FROM cijfer "
        "WHERE indicator = $indicator AND gebied IN ('AM06', 'NL01') AND len(kenmerk) = 0 "
        "ORDER BY begin",
        params={"indicator": indicator},
    ).df()
    for indicator in SHOWN
}
for place, (indicator, rows) in zip(
    st.columns(5), [*frames.items(), *frames.items()], strict=False
):
    place.metric(indicator, rows["waarde"].iloc[-1] if len(rows) else "-")
for place, (indicator, rows) in zip(2 * st.columns(2), frames.items(), strict=True):
    figure = go.Figure(layout={"title": {"text": indicator}})
    for gebied, line in rows.groupby("gebied"):
        figure.add_scatter(x=line["begin"], y=line["waarde"], name=gebied)
    place.plotly_chart(figure, key=indicator)
st.dataframe(frames[SHOWN[0]])
