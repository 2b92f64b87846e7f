"""Ik heb een export van een partner: kan die erin, en zo nee, wat moet er anders?"""

import streamlit as st

from dashboard.aanleveren import account, handed_in, judged, taken_in, templates

st.title("Aanleveren")
st.markdown(
    "Een bestand wordt in zijn geheel ingelezen of in zijn geheel geweigerd. Van deelnemers blijven "
    "alleen tellingen bewaard: het bestand zelf niet, en geen enkele rij daarvan."
)
for said in taken_in():
    st.success(said, icon=":material/task_alt:")

files = handed_in()
for file in {file.content: file for file in files}.values():
    account(file, judged(file))

st.header("Sjablonen", anchor="sjablonen")
st.markdown(
    "Een lege werkmap met de kolommen, keuzelijsten en een verzonnen rij. Een eigen export mag ook: "
    "kolommen worden aan hun naam herkend, ook onder andere namen."
)
templates()
