"""Boundaries for the map: taken in where they are, refused when broken, missed by nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.boundaries import read
from pipelines.delivery import RECORD, DeliveryError, seal

SQUARE = {"type": "Polygon", "coordinates": [[[6.0, 52.0], [6.1, 52.0], [6.1, 52.1], [6.0, 52.0]]]}


def delivered(raw: Path, year: str, content: Any) -> Path:
    """Lay down one year of boundaries, as a refresh or a person would."""
    folder = raw / "grenzen" / year
    folder.mkdir(parents=True)
    (folder / "gemeenten.geojson").write_text(json.dumps(content), encoding="utf-8")
    record: dict[str, object] = {
        "bron": "pdok",
        "tabel": None,
        "titel": f"Gemeentegrenzen {year}",
        "url": None,
        "uitgever": "CBS en Kadaster",
        "licentie": "CC BY 4.0",
        "stand": "ververst",
        "vastgelegd": "2026-11-22",
        "opgehaald": None,
        "gewijzigd": None,
        "selectie": None,
        "opmerking": None,
        "bestanden": {},
    }
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    seal(folder)
    return folder


def feature(code: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"statcode": code}, "geometry": SQUARE}


def test_without_boundaries_there_are_none_and_nothing_is_wrong(tmp_path: Path) -> None:
    assert read(tmp_path).rows() == []


def test_boundaries_are_read_by_gemeente_and_year(tmp_path: Path) -> None:
    delivered(tmp_path, "2022", {"features": [feature("GM0200")]})
    delivered(tmp_path, "2023", {"features": [feature("GM0200"), feature("GM0301")]})

    found = read(tmp_path)

    assert found.select("gebied", "jaar").rows() == [
        ("GM0200", 2022),
        ("GM0200", 2023),
        ("GM0301", 2023),
    ]
    assert json.loads(found["geometrie"][0]) == SQUARE


def test_a_file_that_is_no_map_of_gemeenten_is_named(tmp_path: Path) -> None:
    delivered(tmp_path, "2023", {"features": [{"properties": {"naam": "Epe"}}]})

    with pytest.raises(DeliveryError, match=r"gemeenten\.geojson: geen GeoJSON van gemeenten"):
        read(tmp_path)


def test_boundaries_that_changed_after_they_were_laid_down_are_refused(tmp_path: Path) -> None:
    folder = delivered(tmp_path, "2023", {"features": [feature("GM0200")]})
    (folder / "gemeenten.geojson").write_text("{}", encoding="utf-8")

    with pytest.raises(DeliveryError, match=r"gemeenten\.geojson is veranderd"):
        read(tmp_path)
