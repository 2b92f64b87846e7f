"""The passport of a figure, as the command prints it: the same content as the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from monitor.passport import objects, plain
from warehouse.passport import Passport, Row
from warehouse.passport_told import Section, for_minutes, subject, then_and_now, value_of
from warehouse.reader import Warehouse
from warehouse.tables import Cijfer

DELIVERY = [
    "bron", "titel", "uitgever", "tabel", "tabel_titel", "licentie", "url", "stand", "vastgelegd",
    "opgehaald", "sha256",
]  # fmt: skip


def opening(found: Passport) -> list[str]:
    """Give the lines above the sections: the figure, what it was, and its link."""
    lines = [f"{subject(found)}: {value_of(found, found.figure)}"]
    if then := then_and_now(found):
        lines.append(then)
    return [*lines, f"Link voor in notulen: {for_minutes(found).link}"]


def tables(section: Section) -> list[list[dict[str, str]]]:
    """Give a section as tables of plain words: its pairs, and what stands below them."""
    pairs = [{"wat": name, "is": said} for name, said in section.pairs]
    if section.table is None:
        return [pairs] if pairs else []
    head = section.table.head
    below = [
        {name: cell.text for name, cell in zip(head, row, strict=True)}
        for row in section.table.rows
    ]
    return [each for each in (pairs, below) if each]


def written(warehouse: Warehouse, found: Passport) -> str:
    """Write a passport as one JSON object."""
    answer = {
        "cijfer": subject(found),
        "link": for_minutes(found).link,
        "gevraagd": found.asked.address,
        "definitie": found.indicator.definition if found.indicator else None,
        "formule": found.indicator.formula if found.indicator else None,
        "nu": _figure(warehouse, found, found.figure),
        "waarom_niet": found.why or None,
        "toen": _figure(warehouse, found, found.then),
        "toen_bekend": found.known_then if found.asked.op else None,
        "onderdelen": [
            {
                "rol": part.role,
                "indicator": part.indicator.id,
                "waarde": plain(part.value),
                "cijfer": _figure(warehouse, found, part.figure),
            }
            for part in found.parts
        ],
        "leden": [_figure(warehouse, found, row) for row in found.members],
        "andere_bronnen": [_figure(warehouse, found, row) for row in found.other],
        "leveringen": [_plain({name: row[name] for name in DELIVERY}) for row in found.deliveries],
        "eerder": [_plain(row) for row in found.versions.iter_rows(named=True)],
        "bevindingen": [_plain(row) for row in found.findings],
        "controles": [_plain(row) for row in found.checks],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _figure(warehouse: Warehouse, found: Passport, row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    frame = pl.DataFrame([row], schema=Cijfer.create_empty().schema)
    (figure,) = objects(warehouse, frame, found.asked.per)
    return figure if figure["waarde"] is not None else {**figure, "teller": None, "noemer": None}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
