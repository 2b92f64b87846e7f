"""Maps: each gemeente with its name and figure, legible, told in words, without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import palette
from dashboard.maps import WIDTH, boundary_map, map_alt, tile_map
from tests.dashboard.figures import GEMEENTEN, cijfers
from warehouse.indicators import INDICATORS

PER_1000 = INDICATORS["bijstand_per_1000"]
RATE = INDICATORS["werkloosheidspercentage"]
SVG = "{http://www.w3.org/2000/svg}"

TILES = pl.DataFrame(
    {
        "gebied": ["GM0050", "GM0200", "GM0244", "GM0285", "GM0301", "GM1773", "GM9999"],
        "tegel_kolom": [1, 3, 5, 4, 4, 5, None],
        "tegel_rij": [2, 3, 1, 3, 4, 2, None],
    }
)


def square(code: str, west: float, south: float, side: float) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"statcode": code, "statnaam": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


BOUNDARIES: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        square("GM0200", 5.8, 52.0, 0.2),
        square("GM0301", 6.0, 52.0, 0.2),
        square("GM0285", 6.0, 52.2, 0.2),
        square("GM0244", 5.97, 52.2, 0.03),
        square("GM0050", 5.5, 52.2, 0.2),
        square("GM1773", 6.2, 52.2, 0.2),
        square("GM0363", 4.8, 52.3, 0.2),
    ],
}

EITHER: dict[str, Callable[..., str]] = {
    "tiles": lambda rows, *more: tile_map(rows, TILES, *more),
    "boundaries": lambda rows, *more: boundary_map(BOUNDARIES, rows, *more),
}


@pytest.fixture(params=EITHER)
def draw(request: pytest.FixtureRequest) -> Callable[..., str]:
    return EITHER[request.param]


def written(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def fills(svg: str) -> list[str]:
    return [path.attrib["fill"] for path in ET.fromstring(svg).iter(f"{SVG}path")]


def test_every_gemeente_bears_its_name_and_figure(draw: Callable[..., str]) -> None:
    said = " ".join(written(draw(cijfers(GEMEENTEN), PER_1000, {"GM0200"})))
    for name in ("Apeldoorn", "Zutphen", "Voorst", "Hattem", "Zeewolde", "Olst-Wijhe"):
        assert name in said.replace("Olst- Wijhe", "Olst-Wijhe")
    for figure in ("36,2", "52,9", "15,1!", "18,4*"):
        assert figure in said


def test_a_missing_figure_is_hatched_and_its_reason_given(draw: Callable[..., str]) -> None:
    svg = draw(cijfers(GEMEENTEN), PER_1000)
    assert fills(svg).count("url(#geen-cijfer)") == 2
    said = written(svg)
    assert "geheim: Zeewolde" in said
    assert "niet gepubliceerd: Olst-Wijhe" in said


def test_marks_of_doubt_are_explained_only_where_they_stand(draw: Callable[..., str]) -> None:
    said = written(draw(cijfers(GEMEENTEN), PER_1000))
    assert {"* voorlopig", "! strijdig met een andere bron"} <= set(said)
    settled = cijfers(GEMEENTEN).filter(pl.col("gebied").is_in(["GM0200", "GM0301"]))
    assert not {"* voorlopig", "! strijdig met een andere bron"} & set(
        written(draw(settled, PER_1000))
    )


def test_the_chosen_gemeente_has_a_thick_outline_drawn_last(draw: Callable[..., str]) -> None:
    paths = list(ET.fromstring(draw(cijfers(GEMEENTEN), PER_1000, {"GM0200"})).iter(f"{SVG}path"))
    outlined = [path.attrib for path in paths if path.attrib["fill"] == "none"]
    assert [path["stroke"] for path in outlined] == [palette.CHOSEN_OUTLINE]
    assert float(outlined[0]["stroke-width"]) >= 3
    assert paths[-1].attrib == outlined[0]


def test_higher_figures_stand_in_darker_classes_with_round_dutch_bounds(
    draw: Callable[..., str],
) -> None:
    svg = draw(cijfers(GEMEENTEN), PER_1000)
    legend = [rect for rect in ET.fromstring(svg).iter(f"{SVG}rect") if rect.get("height") == "12"]
    shades = [rect.attrib["fill"] for rect in legend if "url" not in rect.attrib["fill"]]
    assert shades == list(palette.CLASSES)
    assert written(svg)[-10:-4] == ["10", "20", "30", "40", "50", "60"]
    # In order of name: Apeldoorn 36,2, Hattem 18,4, Olst-Wijhe and Zeewolde missing,
    # Voorst 15,1, Zutphen 52,9.
    missing = "url(#geen-cijfer)"
    light, *_, dark = palette.CLASSES
    assert fills(svg) == [palette.CLASSES[2], light, missing, light, missing, dark]


def test_a_map_is_titled_and_described_for_those_who_cannot_see_it(
    draw: Callable[..., str],
) -> None:
    root = ET.fromstring(draw(cijfers(GEMEENTEN), PER_1000, {"GM0200"}))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "Kaart van 6 gemeenten"
    assert root.findtext(f"{SVG}desc") == map_alt(cijfers(GEMEENTEN), PER_1000, {"GM0200"})


def test_the_words_of_a_map_name_ends_classes_chosen_and_missing() -> None:
    assert map_alt(cijfers(GEMEENTEN), PER_1000, {"GM0200"}) == (
        "Kaart van 6 gemeenten: Bijstand per 1.000 inwoners, per 1.000 inwoners van 15 tot 65 "
        "jaar, 31 december 2022. Laagste: Voorst (15,1!). Hoogste: Zutphen (52,9). "
        "Klassen met grenzen 10; 20; 30; 40; 50; 60. Gekozen: Apeldoorn (36,2). "
        "Zonder cijfer: Olst-Wijhe (niet gepubliceerd), Zeewolde (geheim)."
    )


def test_a_map_asks_nothing_of_the_network_and_runs_no_script(draw: Callable[..., str]) -> None:
    svg = draw(cijfers(GEMEENTEN), PER_1000)
    assert re.findall(r"https?://[^\"']*", svg) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in svg
    assert "href" not in svg


def test_a_map_brings_its_own_light_card_for_both_themes(draw: Callable[..., str]) -> None:
    svg = draw(cijfers(GEMEENTEN), PER_1000)
    card = next(rect for rect in ET.fromstring(svg).findall(f"{SVG}rect"))
    assert card.attrib["fill"] == palette.CARD
    assert float(card.attrib["width"]) == WIDTH - 1


def test_text_is_large_enough_and_lies_within_the_card(draw: Callable[..., str]) -> None:
    root = ET.fromstring(draw(cijfers(GEMEENTEN), PER_1000, {"GM0200"}))
    height = float(root.attrib["height"])
    for text in root.iter(f"{SVG}text"):
        assert int(text.attrib["font-size"]) >= 12
        assert 0 < float(text.attrib["x"]) < WIDTH
        assert 10 < float(text.attrib["y"]) < height


def test_names_are_escaped(draw: Callable[..., str]) -> None:
    rows = cijfers(GEMEENTEN).with_columns(
        naam=pl.col("naam").replace("Apeldoorn", "<script>alert(1)</script> & Zn.")
    )
    svg = draw(rows, PER_1000)
    assert "<script>" not in svg
    assert any("&" in text for text in written(svg))


def test_a_gemeente_without_a_place_is_named_below_the_map() -> None:
    rows = cijfers("gebied | naam | periode | waarde\nGM9999 | Verweg | 2022 | 3.4")
    for svg in (tile_map(rows, TILES, RATE), boundary_map(BOUNDARIES, rows, RATE)):
        assert "Niet op de kaart: Verweg 3,4%" in written(svg)


def test_a_map_without_any_figure_still_says_why(draw: Callable[..., str]) -> None:
    rows = cijfers(GEMEENTEN).filter(pl.col("waarde").is_null())
    svg = draw(rows, PER_1000)
    assert "geheim: Zeewolde" in written(svg)
    assert "Zonder cijfer: Olst-Wijhe (niet gepubliceerd), Zeewolde (geheim)." in svg


def test_a_gemeente_too_small_for_its_name_gets_a_number_explained_below() -> None:
    said = written(boundary_map(BOUNDARIES, cijfers(GEMEENTEN), PER_1000))
    assert "1" in said
    assert "1 Hattem 18,4*" in said
    assert "Apeldoorn" in said


def test_only_boundaries_of_the_rows_are_drawn_and_north_is_up() -> None:
    svg = boundary_map(BOUNDARIES, cijfers(GEMEENTEN), PER_1000)
    paths = [path.attrib["d"] for path in ET.fromstring(svg).iter(f"{SVG}path")]
    assert len(paths) == 6
    corners = [[float(part) for part in re.findall(r"-?[\d.]+", path)] for path in paths]
    apeldoorn, _, _, voorst, _, zutphen = (
        (min(c[::2]), min(c[1::2]), max(c[::2]), max(c[1::2])) for c in corners
    )
    assert apeldoorn[2] == zutphen[0]
    assert voorst[3] == zutphen[1]
    # A degree of longitude at 52 degrees north is 0,61 of a degree of latitude.
    assert (zutphen[2] - zutphen[0]) / (zutphen[3] - zutphen[1]) == pytest.approx(0.61, abs=0.01)


def test_holes_and_islands_are_part_of_a_gemeente() -> None:
    outer = [[6.0, 52.0], [6.4, 52.0], [6.4, 52.4], [6.0, 52.4], [6.0, 52.0]]
    hole = [[6.1, 52.1], [6.1, 52.3], [6.3, 52.3], [6.3, 52.1], [6.1, 52.1]]
    island = [[6.6, 52.0], [6.7, 52.0], [6.7, 52.1], [6.6, 52.1], [6.6, 52.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[outer, hole], [island]]}
    around = {"properties": {"statcode": "GM0200"}, "geometry": shape}
    rows = cijfers("gebied | naam | periode | waarde\nGM0200 | Apeldoorn | 2022 | 3.4")
    svg = boundary_map({"features": [around]}, rows, RATE)
    path = next(ET.fromstring(svg).iter(f"{SVG}path")).attrib
    assert path["d"].count("M") == 3
    assert path["fill-rule"] == "evenodd"
    # The name stands on land: not in the hole that the middle of the gemeente falls in.
    name = next(t for t in ET.fromstring(svg).iter(f"{SVG}text") if t.text in ("Apeldoorn", "1"))
    numbers = [float(part) for part in re.findall(r"-?[\d.]+", path["d"].split("Z")[1])]
    inside_x = min(numbers[::2]) < float(name.attrib["x"]) < max(numbers[::2])
    inside_y = min(numbers[1::2]) < float(name.attrib["y"]) < max(numbers[1::2])
    assert not (inside_x and inside_y)


@given(
    values=st.lists(
        st.decimals(min_value=0, max_value=99999, places=1), min_size=1, max_size=6
    ).map(lambda values: [str(value) for value in values])
)
def test_any_figures_make_a_map_that_is_whole(values: list[str]) -> None:
    codes = TILES["gebied"].to_list()
    lines = "\n".join(
        f"{code} | Gemeente {code[-2:]} | 2022 | {value}"
        for code, value in zip(codes, values, strict=False)
    )
    rows = cijfers(f"gebied | naam | periode | waarde\n{lines}")
    svg = tile_map(rows, TILES, RATE)
    assert len(fills(svg)) == len(values)
    assert set(fills(svg)) <= set(palette.CLASSES)
