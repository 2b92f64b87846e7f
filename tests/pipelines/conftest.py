"""Deliveries drawn as text, laid down as files, and read as the pipelines read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines import areas, cbs, publicaties
from pipelines.delivery import Delivery, seal

RECORD: dict[str, Any] = {
    "bron": "cbs",
    "tabel": None,
    "titel": "Een tabel",
    "url": None,
    "uitgever": "CBS",
    "licentie": "CC BY 4.0",
    "stand": "meegeleverd",
    "vastgelegd": "2026-11-22",
    "opgehaald": None,
    "gewijzigd": None,
    "selectie": None,
    "opmerking": None,
    "bestanden": {},
}


def drawn(table: str) -> list[dict[str, Any]]:
    """Rows of a table drawn with | between cells; each cell below the header is JSON."""
    header, *lines = [line for line in table.splitlines() if line.strip()]
    names = [each.strip() for each in header.split("|")]
    return [
        dict(zip(names, (json.loads(cell) for cell in line.split("|")), strict=True))
        for line in lines
    ]


def _properties(topics: str) -> list[dict[str, Any]]:
    """DataProperties as the service gives it, from Key, Title, Unit, Decimals and perhaps Group."""
    found: list[dict[str, Any]] = []
    groups: dict[str, int] = {}
    for topic in drawn(topics):
        group = topic.pop("Group", None)
        if group and group not in groups:
            groups[group] = len(found)
            found.append(
                {
                    "ID": len(found),
                    "ParentID": None,
                    "Type": "TopicGroup",
                    "Key": "",
                    "Title": group,
                    "Unit": None,
                    "Decimals": None,
                }
            )
        parent = groups.get(group) if group else None
        found.append({"ID": len(found), "ParentID": parent, "Type": "Topic", **topic})
    return found


@pytest.fixture
def lay_down(tmp_path: Path) -> Callable[..., Delivery]:
    """Write files into a folder under a temporary data/raw, with a sealed record."""

    def write(name: str, files: dict[str, str], **record: object) -> Delivery:
        folder = tmp_path / "raw" / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        (folder / "levering.json").write_text(json.dumps(RECORD | record), encoding="utf-8")
        return seal(folder)

    return write


@pytest.fixture
def cbs_table(lay_down: Callable[..., Delivery]) -> Callable[..., cbs.CbsTable]:
    """Lay down a CBS table from drawings of its rows, topics and dimension tables; read it."""

    def read(tabel: str, topics: str, rows: str, **dimensions: str) -> cbs.CbsTable:
        files = {
            "DataProperties.json": json.dumps(_properties(topics)),
            "TypedDataSet.ndjson": "\n".join(json.dumps(row) for row in drawn(rows)),
            **{f"{name}.json": json.dumps(drawn(table)) for name, table in dimensions.items()},
        }
        return cbs.read(lay_down(f"cbs/{tabel}", files, tabel=tabel))

    return read


@pytest.fixture
def typed_over(lay_down: Callable[..., Delivery]) -> Callable[..., publicaties.Publicaties]:
    """Lay down typed-over tables, CSV text by name; read them."""

    def read(**tables: str) -> publicaties.Publicaties:
        files = {f"{name}.csv": text.lstrip() for name, text in tables.items()}
        return publicaties.read(lay_down("publicaties", files, bron="publicaties"))

    return read


@pytest.fixture(scope="session")
def raw() -> Path:
    """The deliveries that come with the project."""
    return Path(__file__).resolve().parents[2] / "data" / "raw"


@pytest.fixture(scope="session")
def known_areas(raw: Path) -> areas.Areas:
    """The areas that come with the project."""
    return areas.read(Delivery.open(raw / "gebieden"))
