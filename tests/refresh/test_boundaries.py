"""Boundaries for the map: fetched a year at a time, and a bad one leaves the map as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from pipelines.fetch import pdok
from tests.monitor.conftest import Answer
from tests.refresh.conftest import QUICK, WW, Everything, Monitor, asking
from tests.standin import faults
from tests.standin.exchange import Exchange
from tests.standin.service import PDOK, Service, standing_in
from warehouse.periods import today

OWN = ["GM0200", "GM0301"]
ONE = "grenzen-2023"
PRESENT = f"grenzen-{today().year}"


@dataclass(frozen=True)
class Said:
    """Answer with these words."""

    body: bytes

    def answer(self, exchange: Exchange) -> None:
        exchange.send(replace(exchange.sound(), body=self.body))


def drawn_years(monitor: Monitor) -> list[tuple[str, int]]:
    return monitor.warehouse.boundaries(OWN).select("gebied", "jaar").rows()


@pytest.fixture
def with_map(
    everything: Everything,
    monitor_of: Callable[..., Monitor],
    monkeypatch: pytest.MonkeyPatch,
) -> Monitor:
    """A folder in which the boundaries of all years came in."""
    own = monitor_of(everything.folder)
    monkeypatch.setenv("MONITOR_DATA", str(own.folder.path))
    return own


def test_every_year_has_a_shape_of_every_gemeente_of_the_region(everything: Everything) -> None:
    warehouse = Monitor(everything.folder).warehouse
    for year in range(2019, min(today().year, 2026) + 1):
        members = set(warehouse.members("AM06", str(year)))
        shapes = warehouse.boundaries(sorted(members)).filter(jaar=year)
        assert set(shapes["gebied"]) == members
    (shape,) = warehouse.boundaries(["GM0200"]).filter(jaar=2023)["geometrie"]
    assert json.loads(shape)["type"] == "MultiPolygon"


def test_a_year_is_asked_for_in_degrees(monitor: Monitor, service: Service) -> None:
    night = monitor.refresh(ONE)

    (asked,) = service.asked(PDOK)
    assert night.told.ends == {ONE: "nieuw"}
    assert asked.query == {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": "gebiedsindelingen:gemeente_gegeneraliseerd",
        "outputFormat": "application/json",
        "srsName": "EPSG:4326",
    }
    assert monitor.in_force(ONE).record.url == pdok.question(2023)
    assert drawn_years(monitor) == [("GM0200", 2023), ("GM0301", 2023)]


def test_a_year_that_is_past_is_fetched_once(monitor: Monitor, service: Service) -> None:
    monitor.refresh(ONE)
    service.forget()

    assert monitor.refresh(ONE).told.ends == {ONE: "ongewijzigd"}
    assert service.count() == 0


BROKEN: list[tuple[str, faults.Fault | faults.BoundaryChange, str]] = [
    ("no-answer", faults.NoAnswer(), "grenzen-2023: de verbinding brak af"),
    ("500", faults.Status(500), "grenzen-2023: de server meldt een fout (HTTP 500)"),
    ("404", faults.Status(404), "grenzen-2023: bestaat niet bij deze dienst (HTTP 404)"),
    ("elsewhere", faults.Redirect(),
     "grenzen-2023: de server verwijst naar een andere host (elders.invalid)"),
    ("cut", faults.CutJson(), "geen GeoJSON van gemeenten (features met statcode en geometry)"),
    ("html", faults.HtmlPage(), "geen GeoJSON van gemeenten (features met statcode en geometry)"),
    ("empty", faults.EmptyBody(), "geen GeoJSON van gemeenten (features met statcode en geometry)"),
    ("list", Said(b"[]"), "geen GeoJSON van gemeenten (features met statcode en geometry)"),
    ("renamed", faults.renamed_properties(),
     "geen GeoJSON van gemeenten (features met statcode en geometry)"),
    ("missing", faults.missing_gemeenten("GM0301", "GM0200"),
     "grenzen-2023: geen grens van Apeldoorn, Zutphen"),
    ("nothing", faults.no_features(),
     "grenzen-2023: geen grens van Apeldoorn, Brummen, Deventer, Epe, Ermelo, Harderwijk, Heerde, "
     "Lochem, Olst-Wijhe, Putten, Voorst, Zeewolde, Zutphen"),
    ("no-geometry", faults.no_geometry(), "grenzen-2023: Zeewolde heeft geen vlak als grens"),
    ("metres", faults.BoundaryChange(lambda collection: _moved(collection, 100_000.0)),
     "grenzen-2023: Zeewolde ligt niet in Nederland (graden, WGS84 verwacht)"),
    ("words", faults.BoundaryChange(lambda collection: _moved(collection, "oost")),
     "grenzen-2023: Zeewolde heeft geen vlak als grens"),
    ("half-points", faults.BoundaryChange(lambda collection: _shaped(
        collection, {"type": "Polygon", "coordinates": [[[5.9], [6.0]]]})),
     "grenzen-2023: Zeewolde heeft geen vlak als grens"),
    ("no-object", faults.BoundaryChange(lambda collection: _shaped(collection, "vlak")),
     "grenzen-2023: Zeewolde heeft geen vlak als grens"),
]  # fmt: skip


def _shaped(collection: dict[str, Any], geometry: object) -> dict[str, Any]:
    """Give every gemeente this geometry."""
    features = [{**each, "geometry": geometry} for each in collection["features"]]
    return {**collection, "features": features}


def _moved(collection: dict[str, object], by: object) -> dict[str, object]:
    """Put the first coordinate of every point elsewhere."""
    text = json.dumps(collection)
    return dict(json.loads(re.sub(r"\[(\d\.\d+), 5", f"[{json.dumps(by)}, 5", text)))


@pytest.mark.parametrize(
    ("fault", "message"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN]
)
def test_boundaries_that_cannot_be_used_are_told_and_tables_go_on(
    monitor: Monitor, service: Service, fault: faults.Fault, message: str
) -> None:
    build = monitor.folder.current()
    service.fail(PDOK, fault, resource="2023")

    night = monitor.refresh(ONE, WW)

    assert night.told.ends[ONE].startswith("grenzen-2023: ")
    assert night.told.ends[ONE].endswith(message)
    assert "\n" not in night.told.ends[ONE]
    assert night.outcome(WW) == "ongewijzigd"
    assert monitor.deliveries(ONE) == []
    assert monitor.half_done() == []
    assert monitor.folder.current() == build


def test_a_broken_map_of_this_year_leaves_the_one_that_was_there(
    with_map: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_map.warehouse.boundaries(OWN).rows()
    with standing_in() as service:
        asking(service.address, monkeypatch)
        service.fail(PDOK, faults.missing_gemeenten("GM0200"))

        night = with_map.refresh(PRESENT)

    assert night.told.ends == {PRESENT: f"{PRESENT}: geen grens van Apeldoorn"}
    assert with_map.warehouse.boundaries(OWN).rows() == before
    with_map.in_force(PRESENT)


def test_without_a_network_the_map_stands_and_every_year_that_was_asked_says_so(
    with_map: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_map.warehouse.boundaries(OWN).rows()
    with standing_in() as gone:
        asking(gone.address, monkeypatch)

    night = with_map.refresh("pdok-grenzen")

    failed = {each.tabel for each in night.report.failed}
    assert failed == {PRESENT}
    assert night.told.ends[PRESENT] == f"{PRESENT}: de server is niet te bereiken"
    assert with_map.warehouse.boundaries(OWN).rows() == before


def test_this_year_may_not_be_there_yet(monitor: Monitor, service: Service) -> None:
    service.fail(PDOK, faults.Status(404))

    night = monitor.refresh("pdok-grenzen")

    assert night.told.ends.pop(PRESENT) == "ongewijzigd"
    assert set(night.told.ends) == {f"grenzen-{year}" for year in range(2019, today().year)}
    assert {each.uitkomst for each in night.report.failed} == {"mislukt"}


def test_this_year_that_was_there_and_is_gone_is_told(
    with_map: Monitor, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_map.warehouse.boundaries(OWN).rows()
    service.fail(PDOK, faults.Status(404))
    asking(service.address, monkeypatch)

    night = with_map.refresh(PRESENT)

    assert night.told.ends == {PRESENT: f"{PRESENT}: bestaat niet bij deze dienst (HTTP 404)"}
    assert with_map.warehouse.boundaries(OWN).rows() == before


def test_a_host_whose_port_reads_404_is_no_404(monitor: Monitor, service: Service) -> None:
    service.fail(PDOK, faults.Redirect("http://127.0.0.1:40404"))

    night = monitor.refresh(PRESENT)

    assert night.told.ends == {
        PRESENT: f"{PRESENT}: de server verwijst naar een andere host (127.0.0.1:40404)"
    }


def test_boundaries_that_never_came_stand_in_the_status(
    monitor: Monitor, service: Service, monitor_command: Callable[..., Answer]
) -> None:
    service.fail(PDOK, faults.missing_gemeenten("GM0301"))
    monitor.refresh(ONE, limits=QUICK)

    said = monitor_command("status", "--formaat", "json")

    (row,) = (each for each in json.loads(said.out) if each["tabel"] == ONE)
    assert (row["bron"], row["staat"], row["melding"]) == (
        "pdok-grenzen", "verversen mislukt", "grenzen-2023: geen grens van Zutphen",
    )  # fmt: skip
    assert said.code == 1
