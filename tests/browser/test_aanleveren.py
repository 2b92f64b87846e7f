"""A steward hands in a good and a bad file, and reads what became of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import fastexcel
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.screen import OpenPage, settle, watched_pages
from tests.browser.serving import Server, serving
from tests.pipelines.intake.conftest import COUNTS, PEOPLE, drawn, xlsx_file
from tests.pipelines.intake.test_social_return import REGISTER
from warehouse.builds import DataFolder


@pytest.fixture
def steward(
    published: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    """The dashboard on figures of its own, opened for stewards; its log must stay clean."""
    folder = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, folder.path, symlinks=True)
    monkeypatch.setenv("MONITOR_AANLEVEREN", "1")
    with serving(folder.path, tmp_path / "log.txt") as running:
        yield running
        assert "Traceback" not in running.log, running.log
        assert "K-01" not in running.log


@pytest.fixture
def open_steward_page(browser: Browser, steward: Server) -> Iterator[OpenPage]:
    with watched_pages(browser, steward.address) as opening:
        yield opening


def hand_in(page: Page, *files: tuple[str, bytes]) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        [
            FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
            for name, content in files
        ]
    )
    settle(page, 60_000)


def test_a_good_and_a_bad_file_are_handed_in_and_the_outcome_is_read(
    open_steward_page: OpenPage,
    steward: Server,
    axe: Callable[[Page], list[str]],
    screenshots: Path,
    tmp_path: Path,
) -> None:
    page = open_steward_page("/aanleveren")
    good = ("uwv.xlsx", xlsx_file(drawn(COUNTS)))
    bad = ("paragin.xlsx", xlsx_file(drawn(PEOPLE.replace("horeca", "zorg")), names=("Export",)))

    hand_in(page, good, bad)

    expect(page.get_by_text("Herkend als rmt-tabel: 3 rijen van UWV, 2024.")).to_be_visible()
    expect(page.get_by_text("Niet ingelezen als rmt-deelnemers: één fout.")).to_be_visible()
    expect(page.get_by_role("cell", name="zorg", exact=True)).to_be_visible()
    page.screenshot(path=screenshots / "aanleveren.png", full_page=True)
    assert axe(page) == []

    with page.expect_download() as download:
        page.get_by_role("button", name="Werkmap met de fouten gemarkeerd").click()
    saved = tmp_path / "fouten.xlsx"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "paragin-fouten.xlsx"
    rows = fastexcel.read_excel(saved).load_sheet(0).to_polars().rows()
    assert rows[0][:4] == ("Export", 2, "sector", "zorg")

    page.get_by_role("button", name="Neem in en publiceer").click()
    settle(page, 60_000)
    expect(page.get_by_text("uwv.xlsx is ingelezen en gepubliceerd.")).to_be_visible()
    expect(page.get_by_text("Herkend als rmt-tabel")).to_have_count(0)

    taken = list((steward.data / "raw" / "leveringen").rglob("tellingen.csv"))
    assert len(taken) == 1


def test_contracts_that_were_handed_in_stand_on_the_page_social_return(
    open_steward_page: OpenPage,
) -> None:
    page = open_steward_page("/aanleveren")
    hand_in(page, ("contracten.xlsx", xlsx_file(drawn(REGISTER))))
    told = "Herkend als sroi-contracten: 4 rijen van Apeldoorn, Deventer en Waterschap Vallei."
    expect(page.get_by_text(told)).to_be_visible()

    page.get_by_role("button", name="Neem in en publiceer").click()
    settle(page, 60_000)
    page.get_by_role("link", name="Social return").click()
    settle(page)

    expect(page.get_by_role("heading", level=1, name="Social return")).to_be_visible()
    expect(page.get_by_role("heading", name="3 van 4 contracten met risico")).to_be_visible()
    expect(page.get_by_text("Zonder levering, en dus onbekend: Brummen,")).to_be_visible()


DRAWN = """(element) => getComputedStyle(element).fontSize === '0px'
    ? getComputedStyle(element, '::after').content : element.innerText"""


def test_where_files_are_chosen_is_said_in_dutch(open_steward_page: OpenPage) -> None:
    page = open_steward_page("/aanleveren")
    uploader = page.get_by_test_id("stFileUploaderDropzone")

    assert uploader.locator("p").evaluate(DRAWN) == '"Kies bestanden"'
    instructions = uploader.get_by_test_id("stFileUploaderDropzoneInstructions")
    assert instructions.locator("span").evaluate_all(f"(all) => all.map({DRAWN})") == [
        '"of sleep ze hierheen"'
    ]

    hand_in(page, ("uwv.xlsx", xlsx_file(drawn(COUNTS))))
    assert uploader.get_by_test_id("stFileChip").inner_text() == "uwv.xlsx"


def test_a_template_is_downloaded(open_steward_page: OpenPage, tmp_path: Path) -> None:
    page = open_steward_page("/aanleveren", width=400)
    with page.expect_download() as download:
        page.get_by_role("button", name="Sjabloon rmt-deelnemers").click()
    saved = tmp_path / "sjabloon.xlsx"
    download.value.save_as(saved)
    assert fastexcel.read_excel(saved).sheet_names[0] == "Levering"
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 400


def test_without_being_opened_for_stewards_the_page_is_not_there(open_page: OpenPage) -> None:
    page = open_page("/aanleveren")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Aanleveren")
    expect(page.get_by_role("link", name="Aanleveren")).to_have_count(0)
