"""Boundaries of gemeenten, for the map: optional, one delivery a year.

They come from PDOK (CBS gebiedsindelingen, `gemeente_gegeneraliseerd`, WGS84) and lie in
`data/raw/grenzen/<jaar>` or a dated folder below it. Without them the map is drawn in tiles.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.delivery import DeliveryError, in_force

FOLDER = "grenzen"
SCHEMA = pl.Schema({"gebied": pl.String(), "jaar": pl.Int64(), "geometrie": pl.String()})


def read(raw: Path) -> pl.DataFrame:
    """Read all boundaries there are: `gebied, jaar, geometrie` (GeoJSON); DeliveryError if broken."""
    years = sorted(path.name for path in (raw / FOLDER).glob("[0-9][0-9][0-9][0-9]"))
    rows: list[tuple[str, int, str]] = []
    for year in years:
        (delivery,) = in_force(raw, (f"{FOLDER}/{year}",))
        delivery.verify()
        for name in delivery.record.bestanden:
            rows += _features(delivery.folder / name, int(year))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _features(path: Path, year: int) -> list[tuple[str, int, str]]:
    collection: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    try:
        return [
            (feature["properties"]["statcode"], year, json.dumps(feature["geometry"]))
            for feature in collection["features"]
        ]
    except (KeyError, TypeError) as unlike:
        raise DeliveryError(
            f"{path}: geen GeoJSON van gemeenten (features met statcode en geometry)"
        ) from unlike
