"""What stands around every page: its settings, the build it shows, and how old the figures are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.memory import kept, pin_current_build
from dashboard.voorbeeld import mark_page
from warehouse.builds import NoWarehouseError
from warehouse.indicators import TARGETS
from warehouse.periods import Period
from warehouse.reader import Warehouse

TITLE = "Arbeidsmarktmonitor"
ICON = Path(__file__).with_name("icon.svg")


def open_dashboard(pages: Mapping[str, Mapping[str, str]]) -> None:
    """Run the page that was asked for, with the list of pages beside it.

    `pages` gives of each theme the titles of its pages and where they lie. The run is held to the
    build that is current now; without one, the screen says how to get it.
    """
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
    themes = {
        theme: [st.Page(path, title=title) for title, path in titles.items()]
        for theme, titles in pages.items()
    }
    asked = st.navigation(themes, position="hidden")
    _list_pages(themes)
    mark_page()
    asked.run()


def _list_pages(themes: Mapping[str, Sequence[StreamlitPage]]) -> None:
    """List the pages ourselves: the list that Streamlit makes is none to a screen reader.

    Pages without a theme are opened by links only.
    """
    with st.sidebar:
        for theme, pages in themes.items():
            if not theme:
                continue
            with st.container(gap="xxsmall"):
                st.caption(theme)
                for page in pages:
                    st.page_link(page, width="stretch")
        st.divider()


@kept
def newest_day(warehouse: Warehouse) -> date:
    """Give the last day that any figure is about; a target is of a day to come."""
    found = warehouse.coverage().filter(pl.col("indicator").is_in(TARGETS).not_())
    newest: date = found["laatste"].max()  # type: ignore[assignment]
    return newest


@kept
def age(warehouse: Warehouse) -> str:
    """Say how old the figures are."""
    sources = warehouse.sources()
    laid_down: date = sources["vastgelegd"].max()  # type: ignore[assignment]
    bundled = (sources["stand"] == "meegeleverd").all()
    kind = "Meegeleverde stand" if bundled else "Stand"
    newest = newest_day()
    until = Period.month(newest.year, newest.month).spoken
    return f"{kind} van {Period.day(laid_down).spoken}; de nieuwste cijfers gaan over {until}."
