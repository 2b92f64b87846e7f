"""Boundaries of gemeenten, for the map: optional, one delivery a year.

They come from PDOK (CBS gebiedsindelingen, `gemeente_gegeneraliseerd`, WGS84) and lie in
`data/raw/grenzen/<jaar>` or a dated folder below it. Without them the map is drawn in tiles.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.delivery import DeliveryError, delivered, in_force

FOLDER = "grenzen"
SCHEMA = pl.Schema({"gebied": pl.String(), "jaar": pl.Int64(), "geometrie": pl.String()})


def years(raw: Path) -> list[int]:
    """The years of which there are boundaries."""
    found = (path.name for path in (raw / FOLDER).glob("[0-9][0-9][0-9][0-9]"))
    return sorted(int(year) for year in found if delivered(raw, f"{FOLDER}/{year}"))


def read(raw: Path, gemeenten: Collection[str] | None = None) -> pl.DataFrame:
    """Read the boundaries of some gemeenten, or all: `gebied, jaar, geometrie` (GeoJSON).

    Raises DeliveryError when a delivery is broken.
    """
    rows: list[tuple[str, int, str]] = []
    for year in years(raw):
        (delivery,) = in_force(raw, (f"{FOLDER}/{year}",))
        delivery.verify()
        for name in delivery.record.bestanden:
            for code, geometry in shapes(delivery.folder / name).items():
                if gemeenten is None or code in gemeenten:
                    rows.append((code, year, json.dumps(geometry)))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def shapes(path: Path) -> dict[str, dict[str, Any]]:
    """Read one file: the geometry of each gemeente; DeliveryError when it is no such file."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        return {
            feature["properties"]["statcode"]: feature["geometry"]
            for feature in collection["features"]
        }
    except (ValueError, KeyError, TypeError) as unlike:
        raise DeliveryError(
            f"{path}: geen GeoJSON van gemeenten (features met statcode en geometry)"
        ) from unlike


def check(jaar: int, found: Mapping[str, Mapping[str, Any]], needed: Mapping[str, str]) -> None:
    """Refuse boundaries that miss a gemeente of the region, or do not lie in the Netherlands.

    `needed` names the gemeenten of that year by code.
    """
    if missing := sorted(name for code, name in needed.items() if code not in found):
        raise DeliveryError(f"grenzen-{jaar}: geen grens van {', '.join(missing)}")
    for code, name in needed.items():
        shape = found[code] if isinstance(found[code], Mapping) else {}
        points = list(_points(shape.get("coordinates", [])))
        if shape.get("type") not in ("Polygon", "MultiPolygon") or not points:
            raise DeliveryError(f"grenzen-{jaar}: {name} heeft geen vlak als grens")
        if any(not (3 < east < 8 and 50 < north < 54) for east, north in points):
            raise DeliveryError(
                f"grenzen-{jaar}: {name} ligt niet in Nederland (graden, WGS84 verwacht)"
            )


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """Give all points of a geometry, however deep its rings lie."""
    if not isinstance(coordinates, list):
        return
    if len(coordinates) > 1 and all(isinstance(each, (int, float)) for each in coordinates):
        yield coordinates[0], coordinates[1]
        return
    for each in coordinates:
        yield from _points(each)
