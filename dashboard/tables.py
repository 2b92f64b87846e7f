"""Figures as a table that a reader can sort and read, with Dutch numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboard.numbers import MISSING, number
from dashboard.sentences import spoken_period
from warehouse.indicator import Indicator

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

ROW_PIXELS, HEAD_PIXELS, MOST_ROWS = 35, 38, 16


@contextmanager
def unfolding(label: str, key: str, icon: str | None = None) -> Iterator[bool]:
    """Open a part that unfolds; yields whether it is open, since a closed table should cost nothing."""
    part = st.expander(label, icon=icon, on_change="rerun", key=f"uitklap-{key}")
    with part:
        yield bool(part.open)


def figure_table(rows: pl.DataFrame, indicator: Indicator, *, key: str) -> None:
    """Show figures, latest first; values sort as numbers and read as Dutch ones."""
    ordered = rows.sort("begin", descending=True, maintain_order=True)
    columns = {
        "Gebied": ordered["naam"],
        "Periode": [spoken_period(row) for row in ordered.iter_rows(named=True)],
        indicator.title: ordered["waarde"].cast(pl.Float64),
        "Status": [_status(row) for row in ordered.iter_rows(named=True)],
        "Gemeenten": ordered["leden"],
        "Bron": ordered["tabel"],
        "Vindplaats": ordered["vindplaats"],
    }
    shown = pl.DataFrame(columns)
    if shown["Gemeenten"].is_null().all():
        shown = shown.drop("Gemeenten")
    dutch_table(shown, {indicator.title: indicator.decimals, "Gemeenten": 0}, key=key)


def dutch_table(rows: pl.DataFrame, decimals: dict[str, int], *, key: str) -> None:
    """Show any frame; `decimals` says of each column of numbers how it is written."""
    st.dataframe(
        _styled(rows, decimals),
        hide_index=True,
        height=HEAD_PIXELS + ROW_PIXELS * min(rows.height, MOST_ROWS) + 2,
        key=key,
    )


def _styled(rows: pl.DataFrame, decimals: dict[str, int]) -> Styler:
    present = {name: _written(count) for name, count in decimals.items() if name in rows.columns}
    return rows.to_pandas().style.format(present, na_rep=MISSING)


def _written(decimals: int) -> Callable[[float], str]:
    return lambda value: number(Decimal(repr(float(value))), decimals)


def _status(row: dict[str, object]) -> str:
    status = str(row["status"])
    if not row["strijdig"]:
        return status
    return f"strijdig ({'gekozen' if row['gekozen'] else 'niet gekozen'}), {status}"
