"""Serves app.py: `python server.py 127.0.0.1 8501`.

`streamlit run app.py` shows the same pages. This adds what it leaves out: an answer without the
40 ms that the kernel holds back small packets, a page marked as Dutch, and a first visitor whose
link opens.
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

import streamlit as st
import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

import dashboard

ROOT = Path(__file__).resolve().parent

# Streamlit would look for its server below the address of each page first, and be told "no" twice.
OWN_ROOT = "<script>window.__streamlit = {BACKEND_BASE_URL: location.origin + '/%s'}</script>"
STOP_WITHIN_S = 3


class DutchPage:
    """Tells the browser that the page is in Dutch and where its server is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        base = str(st.get_option("server.baseUrlPath") or "").strip("/")
        self.head = f"<head>{OWN_ROOT % (base and base + '/')}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        page: list[Message] = []

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = MutableHeaders(scope=message).get("content-type", "")
                if not kind.startswith("text/html"):
                    await send(message)
                    return
                page.append(message)
            elif not page:
                await send(message)
            else:
                page.append(message)
                if not message.get("more_body"):
                    await self.send_page(page, send)

        request = MutableHeaders(scope=scope)
        if "text/html" in request.get("accept", ""):
            # A compressed page cannot be rewritten, and this one is small.
            del request["accept-encoding"]
        await self.app(scope, receive, rewrite)

    async def send_page(self, page: list[Message], send: Send) -> None:
        start, *parts = page
        body = b"".join(part.get("body", b"") for part in parts)
        body = body.replace(b'<html lang="en">', b'<html lang="nl">').replace(b"<head>", self.head)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        # These speak of the file as it was.
        del headers["etag"]
        del headers["last-modified"]
        await send(start)
        await send({"type": "http.response.body", "body": body})


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
    threading.Thread(target=load_dashboard, daemon=True).start()
    yield


app = st.App(ROOT / "app.py", lifespan=ready, middleware=[Middleware(DutchPage)])


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
