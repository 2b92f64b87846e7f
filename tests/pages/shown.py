"""What a page shows, read from Streamlit's own tree of elements: every word, also those in a chart."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Node

ROOT = Path(__file__).resolve().parents[2]
KERNCIJFERS, REGIO, GEMEENTEN, RMT, BRONNEN, KWALITEIT = (
    "pages/overzicht/kerncijfers.py",
    "pages/arbeidsmarkt/regio_en_nederland.py",
    "pages/arbeidsmarkt/gemeenten.py",
    "pages/dienstverlening/rmt_instroom.py",
    "pages/verantwoording/bronnen.py",
    "pages/verantwoording/gegevenskwaliteit.py",
)
WITHIN_S = 30

READ: dict[str, tuple[str, ...]] = {
    "Alert": ("body",),
    "Popover": ("label", "help"),
    "Expandable": ("label",),
    "ButtonGroup": ("label", "help", "options.content"),
    "DownloadButton": ("label", "help"),
    "Heading": ("body", "help"),
    "Html": ("body",),
    "Markdown": ("body", "help"),
    "Metric": ("label", "body", "delta", "delta_description", "help"),
    "MultiSelect": ("label", "help", "options", "placeholder"),
    "Selectbox": ("label", "help", "options", "placeholder"),
}
"""Of each kind of element, the fields that a reader sees."""


@cache
def _components() -> BidiComponentManager:
    """Look for installed components once: it takes longer than a page does."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


def page_test() -> AppTest:
    """Give a new session that has not opened anything yet."""
    test = AppTest.from_file(ROOT / "app.py", default_timeout=WITHIN_S)
    test._bidi_component_manager = _components()
    return test


def opened(page: str = REGIO, /, **link: str) -> AppTest:
    """Open a page in a new session, by a link with these choices in its address."""
    test = page_test()
    test.query_params = dict(link)
    if page != KERNCIJFERS:  # which is the first page: an address without a name
        test.switch_page(page)
    return sound(test.run())


def sound(test: AppTest) -> AppTest:
    """Hold a run to what every run must keep: nothing was raised."""
    assert [each.value for each in test.exception] == []
    return test


def elements(test: AppTest) -> Iterator[tuple[str, Any]]:
    """Walk through all elements and blocks, as the name of their kind and what they hold."""
    pending: list[Node] = list(test._tree.children.values())
    while pending:
        node = pending.pop(0)
        if isinstance(node, Block):
            pending = [*node.children.values(), *pending]
        elif not isinstance(node, Element):
            continue
        held: Any = node.proto
        if held is None:
            continue
        if held.DESCRIPTOR.name in ("Block", "Element"):
            kind = held.WhichOneof("type")
            if kind is None:
                continue
            held = getattr(held, kind)
        yield held.DESCRIPTOR.name, held


def words(test: AppTest) -> list[str]:
    """Every text that a reader sees or hears on a page, markup left out."""
    found: list[str] = []
    for kind, held in elements(test):
        if kind == "PlotlyChart":
            found += chart_words(json.loads(held.spec))
            found.append(held.alt)
        elif kind == "ImageList":
            for image in held.imgs:
                found += [*svg_words(image.url), image.alt]
        elif kind in ("Dataframe", "Table"):
            found += table_words(held)
        else:
            found += [text for field in READ.get(kind, ()) for text in _field(held, field)]
    return [text for text in map(bare, found) if text]


def chart_words(spec: dict[str, Any]) -> list[str]:
    """Every text in a chart: beside lines, along axes, and under the pointer."""
    layout = spec["layout"]
    found = [each.get("text", "") for each in layout.get("annotations", [])]
    found += [each.get("hovertext", "") for each in layout.get("annotations", [])]
    for name, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", name):
            found += axis.get("ticktext", [])
            assert (
                axis.get("ticktext")
                or axis.get("visible") is False
                or not axis.get("showticklabels", True)
            ), f"{name}: Plotly writes the numbers itself, in English"
    for trace in spec["data"]:
        for field in ("customdata", "text", "hovertext"):
            texts = trace.get(field) or []
            found += [texts] if isinstance(texts, str) else [str(text or "") for text in texts]
    return found


def svg_words(address: str) -> list[str]:
    picture = base64.b64decode(address.partition("base64,")[2]).decode()
    return re.findall(r">([^<>]+)<", picture)


def table_words(held: Any) -> list[str]:
    """Every word in a table: the heads of its columns and all cells."""
    names = pa.ipc.open_stream(held.arrow_data.data).read_all().column_names
    return [*names, *(cell for row in written_cells(held) for cell in row)]


def written_cells(held: Any) -> list[tuple[str, ...]]:
    """Rows of cells as they are written on the screen; what is missing has one sign for all."""
    raw, styled = held.arrow_data.data, held.arrow_data.styler.display_values
    values = pa.ipc.open_stream(raw).read_all()
    texts = pa.ipc.open_stream(styled).read_all() if styled else values
    # A grid writes what is missing by itself; a plain table as the styler says.
    grid = held.DESCRIPTOR.name == "Dataframe"
    missing = held.placeholder if grid and held.HasField("placeholder") else "None"
    columns = [
        [
            missing if grid and (value is None or value != value) else str(text)
            for value, text in zip(column.to_pylist(), written.to_pylist(), strict=True)
        ]
        for column, written in zip(values.itercolumns(), texts.itercolumns(), strict=False)
    ]
    return list(zip(*columns, strict=True))


def tables(test: AppTest) -> list[list[tuple[str, ...]]]:
    """All tables on the screen, each as rows of cells."""
    return [written_cells(held) for kind, held in elements(test) if kind in ("Dataframe", "Table")]


def metrics(test: AppTest) -> list[tuple[str, str, str]]:
    """The figures that open a page: what, how much, and what stands below."""
    return [(each.label, each.value, each.delta) for each in test.metric]


def bare(text: str) -> str:
    """Leave out styles, tags and icons."""
    without = re.sub(r"<style>.*?</style>", " ", text, flags=re.DOTALL)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", without))
    return re.sub(r":material/\w+:|:gray\[([^]]*)\]", r"\1", plain).strip()


def _field(held: Any, path: str) -> list[str]:
    name, _, inner = path.partition(".")
    value = getattr(held, name, "")
    if isinstance(value, str):
        return [value]
    return [str(getattr(each, inner) if inner else each) for each in value]
