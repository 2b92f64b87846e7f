"""Invented figures are marked on every page, in every picture and in every file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.intake.voorbeeld import make
from tests.conftest import ROOT
from tests.pages.shown import BRONNEN, GEMEENTEN, REGIO, elements, opened
from warehouse.builds import DataFolder

RMT = "pages/dienstverlening/rmt_instroom.py"


@pytest.fixture(scope="module")
def voorbeeld(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    home: Path = tmp_path_factory.mktemp("ergens") / "voorbeeld"
    return make(home, ROOT / "data" / "raw", 2023, lambda _: None).folder


@pytest.mark.parametrize("page", [REGIO, GEMEENTEN, RMT, BRONNEN])
def test_every_page_and_picture_of_a_voorbeeld_is_marked(
    voorbeeld: DataFolder, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("MONITOR_DATA", str(voorbeeld.path))

    test = opened(page)

    assert test.error[0].value.startswith("VOORBEELD: ")
    for kind, element in elements(test):
        if kind == "PlotlyChart":
            assert "VOORBEELD" in element.spec


def test_a_link_to_a_quarter_opens_it(
    voorbeeld: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATA", str(voorbeeld.path))

    test = opened(RMT, moment="2023K2")

    assert test.selectbox(key="rmt-moment").value == "2023K2"
    assert dict(test.query_params) == {"moment": "2023K2", "per": "kwartaal"}


@pytest.mark.usefixtures("monitor_data")
@pytest.mark.parametrize("page", [REGIO, RMT])
def test_without_invented_figures_nothing_is_marked(page: str) -> None:
    test = opened(page)

    assert not test.error
    for kind, element in elements(test):
        if kind == "PlotlyChart":
            assert "VOORBEELD" not in element.spec
