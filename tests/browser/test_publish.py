"""New figures under a running dashboard."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from pipelines.build import build_if_changed
from pipelines.delivery import seal
from tests.browser.screen import settle, watched_pages
from tests.browser.serving import serving
from warehouse.builds import DataFolder


def test_a_publish_shows_the_new_figure_at_the_next_interaction(
    published: DataFolder, browser: Browser, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, folder.path, symlinks=True)
    with (
        serving(folder.path, tmp_path / "log.txt") as running,
        watched_pages(browser, running.address) as open_page,
    ):
        page = open_page("/regio_en_nederland")
        figure = page.get_by_test_id("stMetricValue").first
        expect(figure).to_have_text("3,2%")

        publish_3_1(folder)

        expect(figure).to_have_text("3,2%")
        page.get_by_role("combobox", name="Gebied", exact=True).click()
        page.get_by_role("option", name="Zutphen").click()
        settle(page)
        expect(figure).to_have_text("3,1%")
        expect(page.get_by_text("Deze pagina kon niet worden gemaakt")).to_have_count(0)
        assert page.get_by_test_id("stMetricValue").all_inner_texts() == ["3,1%", "3,6%", "-0,5"]
        assert "Traceback" not in running.log


def publish_3_1(folder: DataFolder) -> None:
    """Deliver the table anew with 3,1 for the region in 2023, and build."""
    before = folder.current()
    table = folder.raw / "publicaties" / "werkloosheid_regio_nl.csv"
    region = "Werkloosheidspercentage,2023,Stedendriehoek en Noordwest Veluwe (AM),"
    written = table.read_text("utf-8")
    assert written.count(f"{region}3.2,") == 1
    table.write_text(written.replace(f"{region}3.2,", f"{region}3.1,"), "utf-8")
    seal(table.parent)
    build_if_changed(folder, lambda _: None)
    assert folder.current() != before
