"""A thin layer around Streamlit's server that makes the page shell ours, as ASGI middleware."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNKNOWN_PAGE = "pagina"
"""The key under which the address tells the dashboard which page does not exist."""

# Streamlit would look for its server below the address of each page first, and be told "no" twice.
_OWN_ROOT = "<script>window.__streamlit={BACKEND_BASE_URL:location.origin+'/%s'}</script></head>"
# Words that a widget brings along and no argument of it changes; what is drawn instead stands here too.
_UPLOADER = "[data-testid=stFileUploaderDropzone]"
_DUTCH_WORDS = f"""<style>
{_UPLOADER} [data-testid=stBaseButton-secondary] p,
[data-testid=stFileUploaderDropzoneInstructions] span {{ font-size: 0 }}
{_UPLOADER} [data-testid=stBaseButton-secondary] p::after {{
  content: "Kies bestanden"; font-size: 1rem
}}
[data-testid=stFileUploaderDropzoneInstructions] span::after {{
  content: "of sleep ze hierheen"; font-size: 0.875rem
}}
[data-testid=stFileChipName] + div {{ display: none }}
</style></head>"""
_NO_SCRIPT = (
    "<noscript><p>De Arbeidsmarktmonitor heeft JavaScript nodig. Zet het aan in uw browser, of "
    "vraag de cijfers op met <code>monitor figures</code>.</p></noscript>"
)


def dutch(shell: str, base: str = "") -> str:
    """Rewrite Streamlit's index.html: its language, its title, and where its server is.

    `base` is the path that the dashboard is served below, with a slash at its end, or empty.
    """
    shell = shell.replace('<html lang="en"', '<html lang="nl"', 1)
    shell = shell.replace("<title>Streamlit</title>", "<title>Arbeidsmarktmonitor</title>", 1)
    shell = shell.replace("</head>", _DUTCH_WORDS, 1)
    shell = shell.replace("</head>", _OWN_ROOT % base, 1)
    return re.sub(r"<noscript>.*?</noscript>", _NO_SCRIPT, shell, count=1, flags=re.DOTALL)


class DutchShell:
    """Serve the page shell in Dutch; a page that does not exist leads to the first one.

    `pages` names the pages, the first one first: it lies at the root, and Streamlit would not know
    it by its name. Only index.html, some 8 kB, passes through here, in one piece; all else goes by
    untouched.
    """

    def __init__(self, app: ASGIApp, pages: Sequence[str]) -> None:
        self.app = app
        self.pages = pages
        base = str(st.get_option("server.baseUrlPath") or "").strip("/")
        self.base = base and f"{base}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        scope = {**scope, "headers": plain}
        started: list[Message] = []
        body = bytearray()

        async def pass_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if message["status"] == 200 and headers.get("content-type", "").startswith(
                    "text/html"
                ):
                    started.append(message)
                else:
                    await send(message)
            elif not started:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._answer(scope, started[0], bytes(body), send)

        await self.app(scope, receive, pass_on)

    async def _answer(self, scope: Scope, start: Message, shell: bytes, send: Send) -> None:
        page = scope["path"].strip("/").removeprefix(self.base.strip("/")).strip("/")
        headers = MutableHeaders(raw=start["headers"])
        answer = b""
        asked = scope.get("query_string", b"").decode("latin-1")
        if page == self.pages[0]:
            start["status"] = 307
            headers["location"] = f"/{self.base}?{asked}"
        elif page and page not in self.pages:
            start["status"] = 307
            unknown = f"{UNKNOWN_PAGE}={quote(page, safe='')}"
            headers["location"] = f"/{self.base}?{unknown}{'&' if asked else ''}{asked}"
        else:
            answer = dutch(shell.decode(), self.base).encode()
        # These speak of the file as it was.
        del headers["etag"]
        del headers["last-modified"]
        headers["content-length"] = str(len(answer))
        await send(start)
        await send({"type": "http.response.body", "body": answer})
