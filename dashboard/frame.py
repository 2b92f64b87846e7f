"""What stands around every page: its settings, the build it shows, and how old the figures are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.memory import kept, pin_current_build
from warehouse.builds import NoWarehouseError
from warehouse.periods import Period
from warehouse.reader import Warehouse

TITLE = "Arbeidsmarktmonitor"
ICON = Path(__file__).with_name("icon.svg")


def open_dashboard() -> None:
    """Set up the page and hold this run to the current build; without one, say how to get it."""
    st.set_page_config(
        page_title=TITLE,
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    try:
        pin_current_build()
    except NoWarehouseError as absent:
        st.title(TITLE)
        st.error(f"Er zijn nog geen cijfers om te tonen. {absent}", icon=":material/database_off:")
        st.stop()


@kept
def age(warehouse: Warehouse) -> str:
    """Say how old the figures are."""
    sources = warehouse.sources()
    laid_down: date = sources["vastgelegd"].max()  # type: ignore[assignment]
    bundled = (sources["stand"] == "meegeleverd").all()
    kind = "Meegeleverde stand" if bundled else "Stand"
    return f"{kind} van {Period.day(laid_down).spoken}"
