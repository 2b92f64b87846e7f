"""What a browser shows of a Streamlit page, and when: the one place that knows its inner markup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypedDict
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

QUIET_MS = 150
"""So long nothing may arrive or change before a page counts as finished."""

# The state that Streamlit writes on its root is not enough: a quick rerun never shows as "running",
# because React draws only the last of two states that arrive together. What goes over the socket
# does show.
WATCH = """
(() => {
  const watch = window.watch = {
    sent: 0, received: 0, changed: 0, pressed: 0, figures: 0, charts: 0,
  };
  const now = () => performance.now();
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => { watch.received = now(); });
    }
    send(message) { watch.sent = now(); return super.send(message); }
  };
  watch.drawn = () => {
    const all = (query) => [...document.querySelectorAll(query)];
    return all('[data-testid="stSkeleton"], [data-stale="true"]').length === 0
      && all('[data-testid="stPlotlyChart"]').every((chart) => chart.querySelector("svg.main-svg"));
  };
  watch.ready = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app !== null
      && app.dataset.testConnectionState === "CONNECTED"
      && app.dataset.testScriptState === "notRunning"
      && watch.received > watch.sent
      && watch.drawn();
  };
  watch.settled = (quiet) =>
    watch.ready() && now() - Math.max(watch.received, watch.changed, watch.pressed) > quiet;
  new MutationObserver((changes) => {
    const shown = changes.some(({target}) =>
      (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)
        ?.closest('[data-testid="stMain"]'));
    if (!shown) return;
    watch.changed = now();
    if (!watch.figures && document.querySelector('[data-testid="stMetric"], .overzicht .cijfer')) {
      watch.figures = now();
    }
    if (!watch.drawn() || !document.querySelector('.js-plotly-plot')) watch.charts = 0;
    else if (!watch.charts) watch.charts = now();
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  for (const press of ["click", "keydown"]) {
    document.addEventListener(press, () => { watch.pressed = now(); }, {capture: true});
  }
})();
"""


class Moments(TypedDict):
    """Milliseconds since the address was asked for; 0 for what has not happened.

    `figures`: the first metric or tile stands; `charts`: the last chart is drawn; `changed`: the last
    change on the screen; `pressed`: the last click or key.
    """

    figures: float
    charts: float
    changed: float
    pressed: float


def watch(page: Page) -> None:
    """Prepare a page that has not opened an address yet for the questions below."""
    page.add_init_script(WATCH)


def settle(page: Page, timeout_ms: float = 30_000) -> None:
    """Wait until a page has answered the last thing asked of it and stands still."""
    page.wait_for_function(f"window.watch?.settled({QUIET_MS})", timeout=timeout_ms)


def moments(page: Page) -> Moments:
    """Ask when things came on the screen."""
    seen: Moments = page.evaluate(
        "({figures: watch.figures, charts: watch.charts,"
        " changed: watch.changed, pressed: watch.pressed})"
    )
    return seen


class OpenPage(Protocol):
    """Opens an address on the server and waits until the page stands still."""

    def __call__(
        self, path: str = "/", width: int = 1400, height: int = 1000, *, dark: bool = False
    ) -> Page: ...


@contextmanager
def watched_pages(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Open pages on a server, and hold them to what every page must keep.

    AssertionError at the end of the block for an error in the console or in a script, and for a
    request to any other host.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text} ({message.location['url']})")

    def see(request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob") and asked.netloc != urlsplit(address).netloc:
            complaints.append(f"request to another host: {request.url}")

    def open_page(
        path: str = "/", width: int = 1400, height: int = 1000, *, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("request", see)
        watch(page)
        page.goto(address + path)
        settle(page)
        return page

    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()
    assert not complaints, "\n".join(complaints)
