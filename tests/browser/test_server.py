"""The server as a browser meets it, from its very first visitor on."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.screen import watched_pages
from tests.browser.serving import Server, serving
from warehouse.builds import DataFolder

ROOT = Path(__file__).resolve().parents[2]
DEEPER_PAGES = re.findall(r'"pages/\w+/(\w+)\.py"', (ROOT / "app.py").read_text("utf-8"))[1:]

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("page", DEEPER_PAGES)
def test_a_link_opens_its_page_for_the_first_visitor_of_a_fresh_server(
    page: str,
    published: DataFolder,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MONITOR_AANLEVEREN", "1")
    with (
        serving(published.path, tmp_path / "log.txt") as fresh,
        watched_pages(browser, fresh.address) as open_page,
    ):
        opened = open_page(f"/{page}")
        expect(opened.get_by_role("dialog")).to_have_count(0)
        expect(opened).to_have_url(re.compile(rf"/{page}(\?|$)"))


def test_the_page_says_that_it_is_dutch(server: Server) -> None:
    asked = Request(server.address, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    with urlopen(asked) as answer:
        page = answer.read()
        assert int(answer.headers["Content-Length"]) == len(page)
    assert b'<html lang="nl">' in page
    assert b"BACKEND_BASE_URL:location.origin+'/'}" in page


def test_what_changed_is_served_as_a_feed_that_is_sent_once(server: Server) -> None:
    asked = Request(f"{server.address}/wijzigingen.atom", headers={"Accept": "text/html,*/*"})
    with urlopen(asked) as answer:
        feed = ET.fromstring(answer.read())
        assert answer.headers["Content-Type"] == "application/atom+xml"
        mark = answer.headers["ETag"]
    links = {each.get("rel"): each.get("href") for each in feed.iter(f"{ATOM}link")}
    assert links["self"] == f"{server.address}/wijzigingen.atom"
    assert feed.findtext(f"{ATOM}title") == "Arbeidsmarktmonitor: wat is er veranderd"

    with pytest.raises(HTTPError) as unchanged:
        urlopen(Request(links["self"] or "", headers={"If-None-Match": mark}))
    assert unchanged.value.code == 304
    unchanged.value.close()


def test_what_is_no_page_passes_unchanged(server: Server) -> None:
    with urlopen(f"{server.address}/_stcore/health") as answer:
        assert answer.read() == b"ok"
