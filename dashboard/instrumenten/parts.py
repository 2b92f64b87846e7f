"""The parts of the page that a reader touches, and what it says where there is nothing to show."""

from __future__ import annotations

import streamlit as st

from dashboard.areas import areas
from dashboard.choices import Choices, choose_moment
from dashboard.instrumenten import findings
from dashboard.instrumenten.findings import View
from dashboard.sentences import listed
from dashboard.tables import unfolding

MOMENT = "inst-moment"
WHY_CHOSEN = {
    "2022": (
        "Van 2022 geldt het jaarverslag 2022: het noemt zijn onderzoek en 59 antwoorden; waar de 7,6 "
        "vandaan komt, staat in dat van 2023 niet."
    ),
    "2023": (
        "Van 2023 geldt de tekst van het jaarverslag; de 7,2 van de infographic is in die tekst het "
        "landelijke cijfer."
    ),
}
"""Why one of two grades of the WSP was chosen, by year."""


def choose_view(choices: Choices) -> View:
    """Let a reader choose the year of the instruments, and give what the page then shows."""
    if "moment" in st.query_params and f"_{MOMENT}" not in st.session_state:
        st.session_state[f"_{MOMENT}"] = True
        st.session_state[MOMENT] = st.session_state.pop("moment", None)
    known = areas()
    years = findings.years_with_instruments(choices)
    year = choose_moment(years, "Jaar", MOMENT)
    return View(choices, known[choices.gebied], known.region, years, year)


def what_follows_the_year(view: View) -> None:
    """Say which panels the chosen year is for, where there is another to choose."""
    if len(view.years) > 1 and view.year is not None:
        st.caption(
            f"Het gekozen jaar ({view.year.text}) geldt voor de cijfers hierboven en voor wat per "
            "kwartaal is aangeleverd. De andere panelen tonen alle jaren van de gekozen periode."
        )


def contradictions(view: View) -> None:
    """Tell what the reports contradict, and fold away what else they leave open."""
    disputed = findings.irreconcilable(view)
    if disputed:
        told = "\n".join(f"- {each}" for each in disputed)
        st.warning(
            f"Waar de jaarverslagen zichzelf tegenspreken:\n\n{told}", icon=":material/balance:"
        )
    rest = findings.worth_knowing(view)
    if rest:
        with unfolding(
            "Wat bij de andere aantallen hoort", "inst-toelichting", ":material/info:"
        ) as opened:
            if opened:
                st.markdown("\n".join(f"- {each}" for each in rest))


def grades(view: View) -> None:
    """Set both grades side by side where two reports say something else of the same year."""
    both = findings.disputed_grade(view)
    if not both:
        return
    years = dict.fromkeys(year for year, *_ in both)
    with st.container(border=True, key="paneel-strijdige-cijfers"):
        st.subheader(
            f"Twee cijfers voor het WSP van {listed(list(years))}", anchor="strijdige-cijfers"
        )
        for year in years:
            with st.grid(2, min_column_width=240):
                for _, value, place, chosen in (each for each in both if each[0] == year):
                    st.metric(
                        f"WSP {year}", value, f"strijdig, {chosen}",
                        delta_color="off", delta_arrow="off", delta_description=place, border=True,
                        height="stretch",
                    )  # fmt: skip
        st.caption(" ".join(WHY_CHOSEN[year] for year in years if year in WHY_CHOSEN))


def how_to_deliver(view: View) -> None:
    """Say how later years get here, as long as nobody delivered any."""
    if findings.has_delivery(view):
        return
    with st.container(border=True, key="paneel-aanleveren"):
        st.subheader("Latere jaren zijn nog niet aangeleverd", anchor="aanleveren")
        st.markdown(
            "Doel, toegekend en afgerond van latere jaren, per kwartaal en per gemeente, zijn er pas te "
            "zien als het programmabureau `instrumenten` aanlevert; de beheerder doet dat op de pagina "
            "Aanleveren of met `monitor import`. Een leeg bestand met de kolommen geeft `monitor "
            "sjabloon instrumenten`."
        )
