"""A stand-in of PDOK's WFS of gemeente boundaries: squares where the gemeenten lie, roughly."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.standin.exchange import Answer

TYPE_NAME = "gebiedsindelingen:gemeente_gegeneraliseerd"
YEARS = range(2019, 2027)

Square = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Gemeente:
    """A gemeente with its square (west, south, east, north; degrees)."""

    code: str
    name: str
    begin: date | None
    end: date | None
    square: Square

    def exists(self, year: int) -> bool:
        """Say whether it existed on 1 January, the day that the yearly division is of."""
        day = date(year, 1, 1)
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)


def gemeenten(areas: Path) -> list[Gemeente]:
    """Read `data/raw/gebieden/gebieden.csv`.

    Those with a tile of their own lie by its column and row; the others fill a grid around them.
    """
    with areas.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["soort"] == "gemeente"]
    free = iter(_grid())
    return [
        Gemeente(
            code=row["gebied"],
            name=row["naam"],
            begin=date.fromisoformat(row["begin"]) if row["begin"] else None,
            end=date.fromisoformat(row["einde"]) if row["einde"] else None,
            square=_tile(row) if row["tegel_kolom"] else next(free),
        )
        for row in rows
    ]


def features(known: list[Gemeente], year: int, *, degrees: bool) -> dict[str, Any]:
    """Draw the collection of a year, in degrees or in metres of the Dutch grid."""
    return {
        "type": "FeatureCollection",
        "name": "gemeente_gegeneraliseerd",
        "crs": {
            "type": "name",
            "properties": {
                "name": "urn:ogc:def:crs:OGC:1.3:CRS84"
                if degrees
                else "urn:ogc:def:crs:EPSG::28992"
            },
        },
        "features": [
            {
                "type": "Feature",
                "id": f"gemeente_gegeneraliseerd.{number}",
                "properties": {
                    "id": number,
                    "statcode": each.code,
                    "jrstatcode": f"{year}{each.code}",
                    "jaarcode": year,
                    "statnaam": each.name,
                    "rubriek": "gemeente",
                },
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [[_ring(each.square, degrees=degrees)]],
                },
            }
            for number, each in enumerate((one for one in known if one.exists(year)), start=1)
        ],
    }


def refusal(query: Mapping[str, str]) -> Answer | None:
    """Refuse what the service would refuse, in the words of OGC; None for a good request."""
    if query.get("request", "").lower() != "getfeature":
        return _exception("OperationNotSupported", "This stand-in knows GetFeature alone")
    names = query.get("typenames") or query.get("typename") or ""
    if names.removeprefix("gebiedsindelingen:") != TYPE_NAME.removeprefix("gebiedsindelingen:"):
        return _exception("InvalidParameterValue", f"TYPENAME '{names}' doesn't exist")
    if "json" not in query.get("outputformat", "").lower():
        return _exception("InvalidParameterValue", "This stand-in speaks GeoJSON alone")
    return None


def page(collection: dict[str, Any], query: Mapping[str, str]) -> Answer:
    """Answer with what `count` and `startIndex` leave; 1000 features at most, as PDOK does."""
    begin = int(query.get("startindex", "0"))
    count = min(int(query.get("count", "1000")), 1000)
    shown = collection["features"][begin : begin + count]
    body = collection | {"features": shown}
    return Answer(
        body=json.dumps(body, ensure_ascii=False).encode(),
        content_type="application/json; subtype=geojson; charset=utf-8",
    )


def _exception(code: str, text: str) -> Answer:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport version="2.0.0" '
        'xmlns:ows="http://www.opengis.net/ows/1.1">'
        f'<ows:Exception exceptionCode="{code}"><ows:ExceptionText>{escape(text)}'
        "</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    return Answer(status=400, body=body.encode(), content_type="text/xml; charset=UTF-8")


def _tile(row: Mapping[str, str]) -> Square:
    west = 5.3 + 0.2 * int(row["tegel_kolom"])
    north = 52.6 - 0.12 * int(row["tegel_rij"])
    return (west, north - 0.12, west + 0.2, north)


def _grid() -> list[Square]:
    """Squares from north to south, sparing the box of the tiles."""
    return [
        (west / 100, north / 100 - 0.1, west / 100 + 0.13, north / 100)
        for north in range(5350, 5080, -10)
        for west in range(340, 720, 14)
        if not (5190 < north < 5270 and 520 < west < 670)
    ]


def _ring(square: Square, *, degrees: bool) -> list[list[float]]:
    west, south, east, north = square
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    if degrees:
        return [[round(x, 6), round(y, 6)] for x, y in corners]
    # Near enough to the Dutch grid for squares that are nowhere in truth.
    return [
        [round(155_000 + (x - 5.387) * 68_400, 1), round(463_000 + (y - 52.155) * 111_250, 1)]
        for x, y in corners
    ]
