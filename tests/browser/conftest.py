"""A real Chromium on the real dashboard.

`server` serves the published figures; `open_page(path, width)` opens an address on it and holds the
page to what every page must keep: no error in the console, no request to any other host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.screen import OpenPage, watched_pages
from tests.browser.serving import Server, serving
from warehouse.builds import DataFolder


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as needing a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(published: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on the published figures, shared by all tests; its log must stay clean."""
    with serving(published.path, tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running
        assert "Traceback" not in running.log, running.log


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests, the one of this machine."""
    found = chromium.find()
    if found is None:
        pytest.fail(chromium.ADVICE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=found, args=list(chromium.FLAGS), headless=True
        )
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """Open pages on the shared server; complaints of the browser fail the test when it ends."""
    with watched_pages(browser, server.address) as opening:
        yield opening


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Ask axe-core for the serious and critical findings on a page, one line each."""

    def findings(page: Page) -> list[str]:
        answer = Axe().run(page).response
        return [
            f"{finding['id']}: {finding['help']} — {', '.join(map(str, node['target']))}"
            for finding in answer["violations"]
            if finding["impact"] in ("serious", "critical")
            for node in finding["nodes"]
        ]

    return findings


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """The folder for pictures to look at by eye; git leaves it alone."""
    folder = Path(__file__).parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
