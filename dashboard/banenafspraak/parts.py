"""The parts of the page that a reader touches: the day, sums that are off, and how to deliver."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from dashboard.banenafspraak import findings, placements, rounding
from dashboard.banenafspraak.view import JOBS, View, view_of
from dashboard.choices import Choices, choose_moment
from dashboard.findings import Finding
from dashboard.levels import Level
from dashboard.panel import account, framed
from dashboard.tables import dutch_table, unfolding
from warehouse.indicators import INDICATORS

MOMENT = "ba-moment"


def choose_view(shown: Level, choices: Choices) -> View:
    """Let a reader choose the day, and give what the page then shows."""
    if "moment" in st.query_params and f"_{MOMENT}" not in st.session_state:
        st.session_state[f"_{MOMENT}"] = True
        st.session_state[MOMENT] = st.session_state.pop("moment", None)
    day = choose_moment(shown.periods, "Peildatum", MOMENT) or shown.periods[0]
    return view_of(choices, shown, day)


def explain(view: View) -> None:
    """Say what the chosen area and composition do to the figures."""
    if disputed := findings.disputes(view):
        told = "\n".join(f"- {each}" for each in disputed)
        why = INDICATORS[JOBS].preference
        st.warning(f"Bronnen spreken elkaar tegen:\n\n{told}\n\n{why}", icon=":material/balance:")
    left = view.area.einde
    if left is not None:
        since = (left + timedelta(days=1)).year
        st.caption(f"{view.area.name} hoort sinds {since} niet meer bij de regio.")
    if view.choices.vergelijk:
        st.caption(
            "Vergelijken met andere gebieden kan hier niet; de verdeling hieronder toont ze alle."
        )
    if note := findings.composition_note(view):
        st.caption(note)


def how_to_deliver() -> None:
    """Say how newer figures get here, where none were delivered yet."""
    if findings.is_delivered():
        return
    st.info(
        "Standen per kwartaal zijn nog niet aangeleverd; dit zijn de gedrukte cijfers. Exporteer ze uit "
        "het dashboard van UWV en lever ze aan op de pagina Aanleveren of met `monitor import`. Een "
        "leeg bestand met de kolommen geeft `monitor sjabloon banenafspraak`.",
        icon=":material/upload_file:",
    )


def sums_that_are_off() -> None:
    """List the sums of the split that rounding puts off."""
    found = rounding.off()
    if rounding.table().is_empty():
        return
    label = f"{found.height} optellingen die door afronding verschillen"
    with unfolding(label, "ba-afronding", ":material/rule:") as opened:
        if opened:
            decimals = dict.fromkeys(("Gedrukt", "Opgeteld", "Verschil"), 0)
            dutch_table(found, decimals, key="ba-afronding-tabel", sortable=True)


def wsw_goals(finding: Finding | None) -> None:
    """Show the goals of the SW-bedrijven as a table: they share no scale."""
    if finding is None:
        return
    with framed(finding):
        dutch_table(placements.wsw_table(finding), {"Aantal": 0}, key="ba-wsw")
        account(finding)
