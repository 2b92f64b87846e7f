"""The page shell: Dutch, with its own root, and leading away from pages that do not exist."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit import config

from dashboard.shell import DutchShell, dutch

SHELL = """<!DOCTYPE html>
<html lang="en">
<head><title>Streamlit</title></head>
<body><noscript>You need to enable
JavaScript to run this app.</noscript><div id="root"></div></body>
</html>"""
PAGES = ("regio_en_nederland", "gemeenten", "bronnen")
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


class Streamlit:
    """Stands where Streamlit's server does: the same shell for every address that takes HTML."""

    def __init__(self, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        self.kind, self.status = kind, status
        self.asked: list[Scope] = []

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        headers = [
            (b"content-type", self.kind.encode()),
            (b"content-length", str(len(SHELL)).encode()),
            (b"etag", b"as-it-was"),
            (b"last-modified", b"Sun, 22 Nov 2026 00:00:00 GMT"),
            (b"cache-control", b"no-cache"),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        half = len(SHELL) // 2
        await send({"type": "http.response.body", "body": SHELL[:half].encode(), "more_body": True})
        await send({"type": "http.response.body", "body": SHELL[half:].encode()})


def ask(
    path: str,
    *,
    query: str = "",
    accept: str = BROWSER,
    server: Streamlit | None = None,
    pages: Sequence[str] = PAGES,
) -> tuple[int, dict[str, str], str]:
    """Ask for an address as a browser does; give status, headers and body."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope: Scope = {
        "type": "http",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"accept", accept.encode()), (b"accept-encoding", b"gzip")],
    }
    shell = DutchShell(server or Streamlit(), pages)

    async def served() -> None:
        await shell(scope, receive, send)

    # In a thread: the browser of other tests keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(served())).result()
    start, *rest = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(each.get("body", b"") for each in rest).decode()


def test_the_shell_speaks_dutch_and_says_where_its_server_is() -> None:
    written = dutch(SHELL)
    assert '<html lang="nl"' in written
    assert "<title>Arbeidsmarktmonitor</title>" in written
    assert "BACKEND_BASE_URL:location.origin+'/'}</script></head>" in written
    assert "De Arbeidsmarktmonitor heeft JavaScript nodig." in written
    for english in ("You need", "Streamlit", 'lang="en"'):
        assert english not in written


def test_below_a_path_the_server_is_there_too() -> None:
    assert "location.origin+'/monitor/'" in dutch(SHELL, "monitor/")


@pytest.mark.parametrize("path", ["/", "/gemeenten", "/bronnen", "/gemeenten/"])
def test_a_page_that_exists_opens_in_dutch_with_headers_that_hold(path: str) -> None:
    status, headers, body = ask(path)
    assert (status, body) == (200, dutch(SHELL))
    assert headers == {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(body.encode())),
        "cache-control": "no-cache",
    }


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/gemenete", "/?pagina=gemenete"),
        ("/Gemeenten", "/?pagina=Gemeenten"),
        ("/a/b", "/?pagina=a%2Fb"),
        ("/é&x=1", "/?pagina=%C3%A9%26x%3D1"),
        ("//kwaad.example", "/?pagina=kwaad.example"),
        ("/\r\nSet-Cookie: a", "/?pagina=%0D%0ASet-Cookie%3A%20a"),
    ],
)
def test_a_page_that_does_not_exist_leads_to_the_first_and_is_named(
    path: str, location: str
) -> None:
    status, headers, body = ask(path)
    assert (status, headers["location"], body) == (307, location, "")
    assert headers["content-length"] == "0"


def test_the_first_page_lies_at_the_root_and_takes_its_choices_along() -> None:
    status, headers, _ = ask("/regio_en_nederland", query="gebied=GM0301&periode=2018:2023")
    assert (status, headers["location"]) == (307, "/?gebied=GM0301&periode=2018:2023")


@pytest.fixture
def _below_a_path() -> Iterator[None]:
    config.set_option("server.baseUrlPath", "/monitor/")
    yield
    config.set_option("server.baseUrlPath", "")


@pytest.mark.usefixtures("_below_a_path")
def test_below_a_path_pages_are_known_and_the_unknown_lead_to_its_root() -> None:
    assert ask("/monitor/gemeenten")[0] == 200
    assert ask("/monitor/")[0] == 200
    assert ask("/monitor/weg")[1]["location"] == "/monitor/?pagina=weg"


def test_what_is_not_asked_for_as_a_page_passes_untouched() -> None:
    for path in ("/gemeenten", "/_stcore/health", "/weg"):
        assert ask(path, accept="*/*")[2] == SHELL


@pytest.mark.parametrize(("kind", "status"), [("text/plain", 200), ("text/html", 404)])
def test_an_answer_that_is_no_shell_passes_untouched(kind: str, status: int) -> None:
    got, headers, body = ask("/weg", server=Streamlit(kind, status))
    assert (got, body) == (status, SHELL)
    assert headers["etag"] == "as-it-was"


def test_the_shell_is_asked_for_as_plain_text() -> None:
    server = Streamlit()
    ask("/", server=server)
    assert b"accept-encoding" not in dict(server.asked[0]["headers"])
