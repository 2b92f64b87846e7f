"""The page Paspoort, and the links that lead to it from every other page."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from pipelines.build import build, build_if_changed
from tests.monitor.conftest import Answer
from tests.pages.shown import (
    GEMEENTEN,
    KERNCIJFERS,
    REGIO,
    RMT,
    elements,
    opened,
    sound,
    words,
)
from tests.pages.test_every_state import undutch
from tests.pipelines.test_history import revise
from warehouse.builds import DataFolder
from warehouse.passport import passport, read
from warehouse.periods import today
from warehouse.reader import Warehouse

PASPOORT = "pages/verantwoording/paspoort.py"
UNEMPLOYMENT = {"cijfer": "werkloosheidspercentage", "gebied": "AM06", "periode": "2023"}


def test_a_link_opens_the_passport_and_the_address_can_be_put_in_minutes() -> None:
    page = opened(PASPOORT, **UNEMPLOYMENT)
    text = " ".join(words(page))

    assert "Werkloosheidspercentage, Veluwe Stedendriehoek, 2023: 3,2%" in text
    assert "regel" in text.lower()
    assert page.query_params["op"] == today().isoformat()
    assert page.query_params["reeks"] == "85826NED"
    again = opened(PASPOORT, **page.query_params)
    assert again.query_params == page.query_params
    assert "Dat is sindsdien niet veranderd." in " ".join(words(again))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({}, "Een paspoort opent vanuit een cijfer"),
        ({"cijfer": "inwoners"}, "De link vraagt om het gebied"),
        ({**UNEMPLOYMENT, "gebied": "Mordor"}, "het gebied ‘Mordor’"),
        ({**UNEMPLOYMENT, "cijfer": "zonneschijn"}, "heeft geen cijfer dat ‘zonneschijn’ heet"),
        ({**UNEMPLOYMENT, "periode": "1998"}, "Dit cijfer is er niet en was er nooit"),
        ({**UNEMPLOYMENT, "op": "2020-01-01"}, "Wat er op 1 januari 2020 stond, is niet bekend"),
        ({**UNEMPLOYMENT, "op": "2999-01-01"}, "de dag 1 januari 2999, die nog komt"),
        ({**UNEMPLOYMENT, "reeks": "weg"}, "De bron of samenstelling waar de link om vraagt"),
        ({**UNEMPLOYMENT, "gebied": "[x](http://x)"}, "x"),
        (
            {
                "cijfer": "rmt_deelnemers",
                "gebied": "AM06",
                "periode": "2022",
                "per": "status:actief",
            },
            "ingehouden",
        ),
    ],
)
def test_every_kind_of_link_is_answered_in_dutch(link: dict[str, str], said: str) -> None:
    page = opened(PASPOORT, **link)
    told = words(page)
    assert said in " ".join(told).replace("\\", "")
    # What a source writes, a link asks for, and a digest are quoted; the rest is ours.
    ours = [re.sub(r"[0-9a-f]{64}|\S+\?\S+|‘[^’]*’|\(\w+\)|\d{4}MM\d\d", "", each) for each in told]
    assert [each for each in undutch(ours) if "paspoort" not in each.lower()[:9]] == []


def test_markup_in_a_link_stays_text() -> None:
    page = opened(PASPOORT, cijfer="<script>x</script>", gebied="AM06", periode="2023")
    assert "<script>" not in "".join(each.body for kind, each in elements(page) if kind == "Html")


def links_on(page: AppTest) -> list[str]:
    """All links to passports on a page: in text, in HTML and in the cells of tables."""
    found = []
    for kind, held in elements(page):
        if kind in ("Markdown", "Html"):
            found += re.findall(r"paspoort\?[^)\"\s]+", html.unescape(held.body))
        elif kind in ("Dataframe", "Table"):
            table = pa.ipc.open_stream(held.arrow_data.data).read_all()
            found += [each for name in table.column_names if name == "Paspoort"
                      for each in table[name].to_pylist()]  # fmt: skip
    return found


def unfolded(page: AppTest) -> AppTest:
    """Open everything that unfolds."""
    for each in page.expander:
        key = each.proto.id.partition("-uitklap-")[2]
        if key:
            page.session_state[f"uitklap-{key}"] = True
    return sound(page.run())


@pytest.mark.parametrize(
    ("page", "link"),
    [
        (KERNCIJFERS, {}),
        (REGIO, {}),
        (REGIO, {"indicator": "bijstand_per_1000", "samenstelling": "huidig"}),
        (GEMEENTEN, {}),
        (RMT, {}),
        ("pages/dienstverlening/social_return.py", {}),
        ("pages/dienstverlening/instrumenten.py", {}),
        ("pages/arbeidsmarkt/banenafspraak.py", {}),
    ],
)
def test_every_figure_on_a_page_leads_to_a_passport_that_exists(
    page: str, link: dict[str, str], monitor_data: DataFolder
) -> None:
    every = links_on(unfolded(opened(page, **link)))
    found = {re.sub(r"^\[\w+\]\((.*)\)$", r"\1", each) for each in every}
    assert found
    warehouse = Warehouse(monitor_data.current())
    for each in sorted(found - {""})[:: max(1, len(found) // 40)]:
        asked = read(warehouse, dict(parse_qsl(urlsplit(each).query)))
        assert asked.complaints == ()
        assert asked.asked is not None
        assert passport(warehouse, asked.asked).figure is not None, each
    warehouse.close()


def test_a_row_of_a_table_leads_to_its_own_value(monitor_data: DataFolder) -> None:
    page = unfolded(opened(REGIO))
    warehouse = Warehouse(monitor_data.current())
    checked = 0
    for kind, held in elements(page):
        if kind != "Dataframe":
            continue
        table = pa.ipc.open_stream(held.arrow_data.data).read_all().to_pylist()
        for row in table[::7]:
            asked = read(warehouse, dict(parse_qsl(urlsplit(row["Paspoort"]).query))).asked
            assert asked is not None
            found = passport(warehouse, asked).figure
            assert found is not None
            value = next(each for each in row.values() if isinstance(each, float))
            assert float(found["waarde"]) == pytest.approx(value, abs=0.05)
            checked += 1
    warehouse.close()
    assert checked > 20


def size(message: Any) -> int:
    return len(message.SerializeToString())


def test_a_passport_costs_a_page_nothing_until_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a passport was looked up that nobody opened")

    monkeypatch.setattr("dashboard.passport.looked_up", never)
    monkeypatch.setattr("dashboard.panel.choose", never)
    for page in (REGIO, GEMEENTEN, RMT):
        opening = opened(page)
        total = own = 0
        for kind, held in elements(opening):
            sent = size(held)
            total += sent
            if (kind == "Expandable" and held.label == "Paspoort") or (
                kind == "Markdown" and held.body.startswith(":small[Paspoort")
            ):
                own += sent
        folded = [each for each in opening.expander if each.label == "Paspoort"]
        assert folded
        assert all(not each.children for each in folded)
        assert own < 200 * len(folded) + 1200
        assert own < total / 20, f"{page}: {own} of {total} bytes"


def test_the_page_is_opened_by_links_and_does_not_stand_in_the_list_of_pages() -> None:
    listed = [held.label for kind, held in elements(opened(REGIO)) if kind == "PageLink"]
    assert "Bronnen en definities" in listed
    assert "Paspoort" not in listed


@pytest.fixture
def own(published: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A copy of the published data folder, to change things in."""
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    monkeypatch.setenv("MONITOR_DATA", str(copy.path))
    return copy


def quietly(_: str) -> None:
    """Take progress without a word."""


def test_a_quoted_figure_is_found_after_a_revision_a_rebuild_and_a_lost_warehouse(
    own: DataFolder, monitor: Callable[..., Answer]
) -> None:
    quoted = {"cijfer": "bijstand_personen", "gebied": "GM0200", "periode": "2021-12-31"}
    page = opened(PASPOORT, **quoted)
    assert "4.150 personen" in " ".join(words(page))
    link = dict(page.query_params)
    assert link["op"] == today().isoformat()

    revise(own, 4160)
    build_if_changed(own, quietly)

    def holds(after: str) -> None:
        told = " ".join(words(opened(PASPOORT, **link)))
        # Both were published on one day, so the day of the link had both.
        assert "achtereenvolgens 4.150 personen, daarna 4.160 personen" in told, after
        assert "herziening door de bron" in told, after
        answer = monitor(
            "passport", "--indicator", quoted["cijfer"], "--gebied", quoted["gebied"],
            "--periode", quoted["periode"], "--op", link["op"], json=True,
        )  # fmt: skip
        found = json.loads(answer.out)
        assert [each["waarde"] for each in found["eerder"]] == [4150, 4160], after
        assert found["nu"]["waarde"] == 4160, after

    holds("a refresh that revised it")
    build(own, quietly)
    holds("a rebuild")
    own.link.unlink()
    build_if_changed(own, quietly)
    holds("the warehouse was deleted")
    shutil.rmtree(own.builds)
    build_if_changed(own, quietly)
    holds("all builds were deleted")
