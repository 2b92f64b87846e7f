"""Fetches tables of the CBS OData service (v3), through cbsodata.

The service is at opendata.cbs.nl, or where `MONITOR_CBS_URL` says. Tables are taken as they are: the
library's own joining would replace codes by titles, and lose region codes and period statuses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cbsodata
from cbsodata import cbsodata3

from pipelines.cbs import ROWS, Layout
from pipelines.fetch import transport
from pipelines.fetch.transport import FetchError, LostError, PageStore, Transfer, under_way
from pipelines.question import Question

SERVICE = "https://opendata.cbs.nl"
NOT_DIMENSIONS = frozenset(
    {"TableInfos", "DataProperties", "CategoryGroups", "TypedDataSet", "UntypedDataSet"}
)
PAGES = "pages"
"""The folder, inside that of a delivery under way, with the pages that came so far."""

# The library opens a session of its own for each page, without any bounds.
cbsodata3.Session = transport.session


def service() -> str:
    """Give the address of the service: scheme and host, perhaps with a path."""
    return transport.configured("MONITOR_CBS_URL", SERVICE)


def aim(address: str) -> None:
    """Let cbsodata ask at an address; for the whole process, as the library knows only one."""
    parts = urlsplit(address)
    cbsodata.options.use_https = parts.scheme == "https"
    cbsodata.options.catalog_url = parts.netloc + parts.path


@dataclass(frozen=True)
class Described:
    """What the service says of a table before its rows are asked for."""

    info: Mapping[str, Any]
    layout: Layout

    @property
    def modified(self) -> str | None:
        return self.info.get("Modified")


def modified(tabel: str, transfer: Transfer) -> Mapping[str, Any]:
    """Ask what the service says of a table: its title, and when it was last changed."""
    with under_way(transfer):
        infos = _meta(tabel, "TableInfos")
    if not infos:
        raise FetchError("de dienst kent de tabel, maar zegt er niets over (TableInfos is leeg)")
    return infos[0]


def describe(tabel: str, info: Mapping[str, Any], transfer: Transfer) -> Described:
    """Ask for the columns of a table and the rows of its dimensions, as padded as they come."""
    with under_way(transfer):
        resources = [row.get("name") for row in _meta(tabel, "")]
        if "TypedDataSet" not in resources or "DataProperties" not in resources:
            raise FetchError(
                "de dienst noemt geen TypedDataSet en DataProperties bij deze tabel; gevonden: "
                f"{', '.join(map(str, resources)) or 'niets'}"
            )
        properties = _meta(tabel, "DataProperties")
        dimensions = {
            str(name): _meta(tabel, str(name)) for name in resources if name not in NOT_DIMENSIONS
        }
    return Described(info, Layout(tabel, properties, dimensions))


def download(
    question: Question, table: Described, region: Iterable[str], folder: Path, transfer: Transfer
) -> str:
    """Lay down a table in a folder, in the form in which deliveries are read; give the selection.

    Pages that an earlier run left in the folder are not asked for again. Raises FetchError, or
    DeliveryError naming what the table lacks.
    """
    select, rows = question.selection(table.layout, set(region))
    transfer.kept = PageStore(folder / PAGES)
    try:
        with under_way(transfer):
            cbsodata.get_meta(
                question.tabel,
                "TypedDataSet",
                **_given(select=select or None, filters=rows or None),
            )
    except LostError:
        transfer.kept.forget()
        raise
    transfer.kept.join(folder / ROWS)
    _write(folder / "TableInfos.json", [table.info])
    _write(folder / "DataProperties.json", table.layout.properties)
    for name, content in table.layout.dimensions.items():
        _write(folder / f"{name}.json", content)
    chosen = [f"$filter={rows}"] if rows else []
    return "&".join([*chosen, f"$select={','.join(select)}"] if select else chosen)


def catalogue(transfer: Transfer) -> list[dict[str, Any]]:
    """Ask for the list of all tables: `Identifier, Title, Modified, Period`."""
    with under_way(transfer) as carrier:
        carrier.whole_lists = True
        found: list[dict[str, Any]] = cbsodata.get_table_list(
            select=["Identifier", "Title", "ShortTitle", "Modified", "Period"]
        )
    return found


def _meta(tabel: str, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cbsodata.get_meta(tabel, name)
    return found


def _given(**choices: Any) -> dict[str, Any]:
    return {name: value for name, value in choices.items() if value is not None}


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a list of rows, one a line, so that two deliveries can be compared by eye."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
