"""Serves app.py: `python server.py 127.0.0.1 8501`.

`streamlit run app.py` shows the same pages. This adds what it leaves out: an answer without the
40 ms that the kernel holds back small packets, a page marked as Dutch, a first visitor whose link
opens, and a feed of what changed.
"""

from __future__ import annotations

import logging
import pkgutil
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import pandas  # noqa: F401 - Plotly fails on one that another visitor's thread is still loading
import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

import dashboard
from app import PAGES
from dashboard.shell import DutchShell

ROOT = Path(__file__).resolve().parent

NAMES = [Path(path).stem for titles in PAGES.values() for path in titles.values()]
STOP_WITHIN_S = 3


def load_dashboard() -> None:
    """Load what pages import, which takes a second, before someone asks for it."""
    for module in pkgutil.iter_modules(dashboard.__path__):
        import_module(f"dashboard.{module.name}")


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Prepare for the first visitor while the server already answers."""
    # A folder that is called pages/ makes Streamlit take it for its own kind until a session has
    # run, and until then a link to any page but the first opens with "Page not found".
    PagesManager.uses_pages_directory = False
    # By now Streamlit has given the log of requests, which is off below, a new way out.
    logging.getLogger("uvicorn.access").handlers.clear()
    # A line for each visit would keep the addresses of visitors.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    threading.Thread(target=load_dashboard, daemon=True).start()
    yield


def apologise(problem: Exception) -> bool:
    """Tell a reader in Dutch that a page failed; what went wrong is for the log."""
    logging.getLogger("monitor").error("een pagina is mislukt", exc_info=problem)
    st.error(
        "Deze pagina kon niet worden gemaakt. De andere pagina's werken nog. Kies een ander gebied "
        "of een andere periode, of meld het aan de beheerder: de oorzaak staat in het logboek.",
        icon=":material/report:",
    )
    return True


def changes(request: Request) -> Response:
    """Answer with the feed of what changed."""
    from dashboard.changed import feed

    return feed(request)


FEED = "wijzigingen.atom"
BASE = str(st.get_option("server.baseUrlPath") or "").strip("/")

app = st.App(
    ROOT / "app.py",
    lifespan=ready,
    routes=[Route(f"{BASE and f'/{BASE}'}/{FEED}", changes)],
    middleware=[Middleware(DutchShell, pages=NAMES)],
    on_script_error=apologise,
)


def main() -> None:
    """Serve until stopped."""
    host, port = sys.argv[1:]
    uvicorn.run(
        app,
        host=host,
        # Given an address, and not a socket as Streamlit does, the server switches off the delay.
        port=int(port),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )


if __name__ == "__main__":
    main()
