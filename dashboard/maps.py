"""Maps of gemeenten as SVG: rows in, a picture out that needs no script and no network.

Both maps share their classes, legend and card. The card is light in either theme: an image cannot
know the theme of the page around it. Nothing is said by colour alone: each gemeente bears its name
and figure, or a number that the list below explains.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import Any

import polars as pl

from dashboard import palette
from dashboard.lettering import text_width, wrap
from dashboard.points import PROVISIONAL
from dashboard.scales import class_bounds, class_of, tick_texts
from warehouse.indicator import Indicator, Unit
from warehouse.numbers import MISSING, number, percent
from warehouse.periods import Period

WIDTH = 360
"""Pixels that a map is drawn for: those of a phone. A page may show it half as large again."""

_PAD = 10
_ROOM = WIDTH - 2 * _PAD
_TALLEST = 420
_SIZE = 13
_SMALL = 12
_LINE = 17
_BOLD = 1.08
_FONT = "Arial, 'Liberation Sans', Helvetica, Roboto, sans-serif"

XY = tuple[float, float]
Ring = list[XY]


@dataclass(frozen=True)
class _Area:
    gebied: str
    naam: str
    value: Decimal | None
    status: str
    figure: str
    fill: str
    ink: str
    chosen: bool


@dataclass(frozen=True)
class _Spot:
    """The middle of a label and the width that is free around it."""

    x: float
    y: float
    width: float


def tile_map(
    rows: pl.DataFrame,
    tiles: pl.DataFrame,
    indicator: Indicator,
    highlight: Collection[str] = frozenset(),
) -> str:
    """Draw one tile for each gemeente where it roughly lies.

    `rows`: one `Cijfer` for each gemeente; `tiles`: gebied, tegel_kolom, tegel_rij. A gemeente
    without a tile is named below the map with its figure.
    """
    areas, bounds = _areas(rows, indicator, highlight)
    places: dict[str, tuple[int, int]] = {
        gebied: (column, row)
        for gebied, column, row in tiles.select("gebied", "tegel_kolom", "tegel_rij").iter_rows()
        if column is not None and row is not None
    }
    laid = [area for area in areas if area.gebied in places]
    card = _Card(_headline(rows, indicator))
    if laid:
        left = min(places[area.gebied][0] for area in laid)
        top = min(places[area.gebied][1] for area in laid)
        columns = max(places[area.gebied][0] for area in laid) - left + 1
        lines = max(places[area.gebied][1] for area in laid) - top + 1
        gap = 4.0
        wide = min((_ROOM - gap * (columns - 1)) / columns, 110.0)
        high = min(wide, 62.0)
        indent = _PAD + (_ROOM - columns * wide - (columns - 1) * gap) / 2
        squares = []
        for area in laid:
            column, line = places[area.gebied]
            x = indent + (column - left) * (wide + gap)
            y = card.y + (line - top) * (high + gap)
            squares.append((area, [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]))
        card.draw([(area, [square]) for area, square in squares])
        for area, square in squares:
            middle = ((square[0][0] + square[2][0]) / 2, (square[0][1] + square[2][1]) / 2)
            card.label(area, _Spot(*middle, wide - 6))
        card.y += lines * (high + gap) + 8
    card.list_below([area for area in areas if area.gebied not in places])
    return card.finish(areas, bounds, map_alt(rows, indicator, highlight))


def boundary_map(
    geojson: Mapping[str, Any],
    rows: pl.DataFrame,
    indicator: Indicator,
    highlight: Collection[str] = frozenset(),
) -> str:
    """Draw each gemeente within its own boundaries.

    `rows`: one `Cijfer` for each gemeente; `geojson`: features with `statcode` in degrees (WGS84),
    of which only those of the rows are drawn. A gemeente too small for its name gets a number.
    """
    areas, bounds = _areas(rows, indicator, highlight)
    card = _Card(_headline(rows, indicator))
    wanted = {area.gebied for area in areas}
    shapes = {
        feature["properties"]["statcode"]: _polygons(feature["geometry"])
        for feature in geojson["features"]
        if feature["properties"]["statcode"] in wanted
    }
    drawn = [area for area in areas if area.gebied in shapes]
    if drawn:
        outlines, height = _project(shapes, card.y)
        card.draw(
            [
                (area, [ring for polygon in outlines[area.gebied] for ring in polygon])
                for area in drawn
            ]
        )
        for area in drawn:
            largest = max(outlines[area.gebied], key=lambda polygon: abs(_surface(polygon[0])))
            needed = max(text_width(area.naam, _SMALL), text_width(area.figure, _SIZE) * _BOLD) + 4
            spot = _roomiest(largest, 2 * _LINE - 6, needed)
            if spot is not None and spot.width >= needed:
                card.label(area, spot)
            else:
                card.number(area, _roomiest(largest, _LINE, 16) or _Spot(*largest[0][0], 16))
        card.y += height + 10
    card.list_below([area for area in areas if area.gebied not in shapes])
    return card.finish(areas, bounds, map_alt(rows, indicator, highlight))


def map_alt(
    rows: pl.DataFrame, indicator: Indicator, highlight: Collection[str] = frozenset()
) -> str:
    """Tell in words what a map shows."""
    areas, bounds = _areas(rows, indicator, highlight)
    known = sorted(
        (area for area in areas if area.value is not None), key=lambda area: area.value or 0
    )
    said = [f"Kaart van {len(areas)} gemeenten: {indicator.title}, {_headline(rows, indicator)}."]
    if known:
        low, high = known[0], known[-1]
        said.append(f"Laagste: {low.naam} ({low.figure}). Hoogste: {high.naam} ({high.figure}).")
        said.append(f"Klassen met grenzen {'; '.join(tick_texts(bounds))}.")
    said += [f"Gekozen: {area.naam} ({area.figure})." for area in areas if area.chosen]
    missing = [f"{area.naam} ({area.status})" for area in areas if area.value is None]
    return " ".join([*said, f"Zonder cijfer: {', '.join(missing)}."] if missing else said)


class _Card:
    """A card that fills from top to bottom; `y` is where the next thing comes."""

    def __init__(self, headline: str) -> None:
        self._parts: list[str] = []
        self._listed: list[tuple[str, _Area]] = []
        self.y = float(_PAD)
        for line in wrap(headline, _SIZE, _ROOM):
            self.text(_PAD, line, size=_SIZE)
        self.y += 6

    def text(self, x: float, line: str, *, size: int = _SMALL) -> None:
        self.y += _LINE
        self._parts.append(_text(x, self.y - 5, line, size, palette.CARD_TEXT, anchor="start"))

    def draw(self, outlines: Sequence[tuple[_Area, Sequence[Ring]]]) -> None:
        """Fill areas; the outlines of chosen ones come last, so that no neighbour covers them."""
        paths = [(area, "".join(map(_path, rings))) for area, rings in outlines]
        for area, path in paths:
            self._parts.append(
                f'<path d="{path}" fill="{area.fill}" fill-rule="evenodd" '
                f'stroke="{palette.CARD_EDGE}" stroke-width="0.8"/>'
            )
        for area, path in paths:
            if area.chosen:
                self._parts.append(
                    f'<path d="{path}" fill="none" stroke="{palette.CHOSEN_OUTLINE}" '
                    'stroke-width="3.5" stroke-linejoin="round"/>'
                )

    def label(self, area: _Area, spot: _Spot) -> None:
        """Write name and figure into an area, or a number where the name is too wide."""
        lines = wrap(area.naam.replace("-", "- "), _SMALL, spot.width + 4)
        lines = [line.replace("- ", "-") for line in lines]
        if len(lines) > 2 or any(text_width(line, _SMALL) > spot.width + 4 for line in lines):
            self.number(area, spot)
            return
        y = spot.y - (len(lines) * _LINE) / 2 + 3
        bare = area.value is None
        for line in lines:
            self._parts.append(_text(spot.x, y, line, _SMALL, area.ink, halo=bare))
            y += _LINE - 1
        self._parts.append(_text(spot.x, y, area.figure, _SIZE, area.ink, weight=700, halo=bare))

    def number(self, area: _Area, spot: _Spot) -> None:
        """Write a number into an area, and its name and figure into the list below the map."""
        mark = str(len(self._listed) + 1)
        self._listed.append((mark, area))
        bare = area.value is None
        self._parts.append(_text(spot.x, spot.y + 4, mark, _SMALL, area.ink, weight=700, halo=bare))

    def list_below(self, elsewhere: Sequence[_Area]) -> None:
        """List what bears a number on the map, and what has no place on it."""
        numbered = [f"{mark} {area.naam} {area.figure}" for mark, area in self._listed]
        for line in _in_columns(numbered):
            self.y += _LINE
            for column, said in enumerate(line):
                x = _PAD + column * _ROOM / 2
                self._parts.append(
                    _text(x, self.y - 5, said, _SMALL, palette.CARD_TEXT, anchor="start")
                )
        if elsewhere:
            said = ", ".join(f"{area.naam} {area.figure}" for area in elsewhere)
            self.paragraph(f"Niet op de kaart: {said}")
        self.y += 4

    def paragraph(self, said: str, x: float = _PAD) -> None:
        for line in wrap(said, _SMALL, WIDTH - _PAD - x):
            self.text(x, line)

    def finish(self, areas: Sequence[_Area], bounds: Sequence[float], told: str) -> str:
        """Add the legend, and close the card around everything."""
        self._classes(bounds)
        self._missing([area for area in areas if area.value is None])
        if any(area.chosen for area in areas):
            self.paragraph("Dikke rand: gekozen")
        if any(area.status in PROVISIONAL and area.value is not None for area in areas):
            self.paragraph("* voorlopig")
        if any(area.figure.endswith("!") for area in areas):
            self.paragraph("! strijdig met een andere bron")
        height = math.ceil(self.y + _PAD)
        title = told.partition(":")[0]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" role="img" lang="nl" font-family="{_FONT}" '
            'aria-labelledby="kaart-titel kaart-uitleg">'
            f'<title id="kaart-titel">{escape(title)}</title>'
            f'<desc id="kaart-uitleg">{escape(told)}</desc>'
            '<defs><pattern id="geen-cijfer" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)">'
            f'<rect width="7" height="7" fill="{palette.CARD}"/>'
            f'<rect width="2" height="7" fill="{palette.HATCH}"/></pattern></defs>'
            f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6" '
            f'fill="{palette.CARD}" stroke="{palette.CARD_LINE}"/>{"".join(self._parts)}</svg>'
        )

    def _classes(self, bounds: Sequence[float]) -> None:
        if not bounds:
            return
        written = tick_texts(bounds)
        shades = _shades(len(bounds) - 1)
        # The numbers stand below the edges between the classes, so the first and last stick out.
        edge = max(text_width(written[0], _SMALL), text_width(written[-1], _SMALL)) / 2
        begin = _PAD + max(edge, 2.0)
        wide = min(64.0, (_ROOM - 2 * edge) / len(shades))
        self.y += 6
        for place, shade in enumerate(shades):
            self._parts.append(
                f'<rect x="{begin + place * wide:.1f}" y="{self.y:.1f}" width="{wide:.1f}" '
                f'height="12" fill="{palette.CLASSES[shade]}" stroke="{palette.CARD_EDGE}" '
                'stroke-width="0.8"/>'
            )
        self.y += 26
        for place, said in enumerate(written):
            x = begin + place * wide
            self._parts.append(_text(x, self.y, said, _SMALL, palette.CARD_TEXT))
        self.y += 6

    def _missing(self, missing: Sequence[_Area]) -> None:
        reasons: dict[str, list[str]] = {}
        for area in missing:
            reasons.setdefault(area.status, []).append(area.naam)
        for reason, names in reasons.items():
            self._parts.append(
                f'<rect x="{_PAD + 2}" y="{self.y + 2:.1f}" width="22" height="12" '
                f'fill="url(#geen-cijfer)" stroke="{palette.CARD_EDGE}" stroke-width="0.8"/>'
            )
            self.paragraph(f"{reason}: {', '.join(names)}", _PAD + 32)


def _areas(
    rows: pl.DataFrame, indicator: Indicator, highlight: Collection[str]
) -> tuple[list[_Area], tuple[float, ...]]:
    """Give each chosen figure its text and class; also the bounds of the classes."""
    listed = [row for row in rows.iter_rows(named=True) if row["gekozen"]]
    values = [float(row["waarde"]) for row in listed if row["waarde"] is not None]
    bounds = class_bounds(values, len(palette.CLASSES)) if values else ()
    shades = _shades(len(bounds) - 1)
    areas = []
    for row in sorted(listed, key=lambda row: str(row["naam"])):
        value = row["waarde"]
        fill, ink, figure = "url(#geen-cijfer)", palette.CARD_TEXT, MISSING
        if value is not None:
            shade = shades[class_of(float(value), bounds)]
            fill, ink = palette.CLASSES[shade], palette.ON_CLASSES[shade]
            figure = _figure(value, indicator)
            figure += "*" * (row["status"] in PROVISIONAL) + "!" * row["strijdig"]
        areas.append(
            _Area(
                row["gebied"], row["naam"], value, row["status"], figure, fill, ink,
                row["gebied"] in highlight,
            )
        )  # fmt: skip
    return areas, bounds


def _shades(classes: int) -> list[int]:
    """Spread fewer classes over all shades, so that the highest is always the darkest."""
    last = len(palette.CLASSES) - 1
    if classes < 2:
        return [last // 2] * max(classes, 0)
    return [round(place * last / (classes - 1)) for place in range(classes)]


def _figure(value: Decimal, indicator: Indicator) -> str:
    if indicator.unit is Unit.PROCENT:
        return percent(value, indicator.decimals)
    return number(value, indicator.decimals)


def _headline(rows: pl.DataFrame, indicator: Indicator) -> str:
    unit = "procent" if indicator.unit is Unit.PROCENT else indicator.unit.named
    periods = sorted(Period.parse(written) for written in rows["periode"].unique())
    return ", ".join([unit, *(period.spoken for period in periods)])


def _in_columns(said: Sequence[str]) -> list[list[str]]:
    return [list(said[begin : begin + 2]) for begin in range(0, len(said), 2)]


# ---------------------------------------------------------------------------------------------
# Shapes


def _polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return [[[(point[0], point[1]) for point in ring] for ring in polygon] for polygon in polygons]


def _project(
    shapes: Mapping[str, list[list[Ring]]], top: float
) -> tuple[dict[str, list[list[Ring]]], float]:
    """Lay degrees onto the card: a degree of longitude shrinks with the cosine of the latitude."""
    points = [point for shape in shapes.values() for rings in shape for ring in rings
              for point in ring]  # fmt: skip
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(_ROOM / ((east - west) * shrink), _TALLEST / (north - south))
    indent = _PAD + (_ROOM - (east - west) * shrink * scale) / 2

    def place(point: XY) -> XY:
        return indent + (point[0] - west) * shrink * scale, top + (north - point[1]) * scale

    projected = {
        gebied: [[_thinned([place(point) for point in ring]) for ring in rings] for rings in shape]
        for gebied, shape in shapes.items()
    }
    return projected, (north - south) * scale


def _thinned(ring: Ring) -> Ring:
    """Leave out points that lie within a pixel of the one before."""
    kept = ring[:1]
    for point in ring[1:]:
        if math.dist(point, kept[-1]) >= 1:
            kept.append(point)
    return kept if len(kept) > 2 else ring


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z"


def _surface(ring: Ring) -> float:
    edges = pairwise([*ring, ring[0]])
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges) / 2


def _roomiest(rings: Sequence[Ring], height: float, needed: float) -> _Spot | None:
    """Find where a label of this height has most room within a shape, near its middle if it can.

    A label is inside where the shape is as wide as the label at its top, middle and bottom; two
    labels that are each inside their own shape never overlap.
    """
    ys = [y for _, y in rings[0]]
    middle = (min(ys) + max(ys)) / 2
    best: tuple[float, _Spot] | None = None
    steps = 32
    for step in range(1, steps):
        y = min(ys) + (max(ys) - min(ys)) * step / steps
        spans = _spans(rings, y)
        for edge in (y - height / 2, y + height / 2):
            spans = _common(spans, _spans(rings, edge))
        for begin, end in spans:
            worth = min(end - begin, needed * 1.2) - abs(y - middle) * 0.1
            if best is None or worth > best[0]:
                best = worth, _Spot((begin + end) / 2, y, end - begin)
    return best[1] if best else None


def _spans(rings: Sequence[Ring], y: float) -> list[XY]:
    """List the stretches of a horizontal line that lie within a shape, holes left out."""
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
        if (y1 <= y) != (y2 <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _common(one: Sequence[XY], other: Sequence[XY]) -> list[XY]:
    overlaps = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(begin, end) for begin, end in overlaps if begin < end]


def _text(
    x: float,
    y: float,
    said: str,
    size: int,
    colour: str,
    *,
    weight: int = 400,
    anchor: str = "middle",
    halo: bool = False,
) -> str:
    # Over the hatching of a missing figure letters need a rim of their own to stay legible.
    rim = f' paint-order="stroke" stroke="{palette.CARD}" stroke-width="4"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{colour}"{rim}>{escape(said)}</text>'
    )
