"""How fresh a source is, as far as anyone knows: laid down with the project, fetched, or stale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import polars as pl

from warehouse.indicators import TARGETS
from warehouse.journal import Attempt
from warehouse.periods import Period, in_dutch_time, today
from warehouse.reader import Warehouse

SILENCE = timedelta(days=14)
"""How long after a refresh a source counts as looked at."""

_FINEST_FIRST = ("dag", "maand", "kwartaal", "jaar")


class State(StrEnum):
    """What can be said of a delivery; `meegeleverd` where nobody knows when it was fetched.

    In order of weight, the heaviest first.
    """

    MISLUKT = "verversen mislukt"
    VEROUDERD = "verouderd"
    ONTBREEKT = "nog niet opgehaald"
    MEEGELEVERD = "meegeleverd"
    ACTUEEL = "actueel"


def state(delivery: Mapping[str, Any], attempt: Attempt | None = None) -> State:
    """Judge a delivery (a row of `Warehouse.sources`) by its dates and the last attempt to refresh it.

    A source that was reached lately and had nothing new is not out of date; one that no refresh has
    reached for a while is, whatever the age of its figures.
    """
    if attempt is not None and attempt.failed:
        return State.MISLUKT
    if attempt is not None and attempt.gelukt is not None:
        silent = today() - in_dutch_time(attempt.gelukt).date()
        return State.VEROUDERD if silent > SILENCE else State.ACTUEEL
    if delivery["vastgelegd"] is None:
        return State.ONTBREEKT
    if delivery["verouderd_op"] is not None and delivery["verouderd_op"] < today():
        return State.VEROUDERD
    return State.MEEGELEVERD if delivery["opgehaald"] is None else State.ACTUEEL


def latest_figures(warehouse: Warehouse) -> dict[str, Period]:
    """Give of each source that has figures the period of its latest one."""
    latest = (
        warehouse.coverage()
        .filter(pl.col("indicator").is_in(TARGETS).not_())
        .with_columns(fijnheid=pl.col("soort").replace_strict(_order(), return_dtype=pl.Int8))
        .sort(pl.col("laatste"), pl.col("fijnheid"), descending=[True, False])
        .unique("bron", keep="first", maintain_order=True)
    )
    return {
        bron: _ending(last, kind)
        for bron, last, kind in latest.select("bron", "laatste", "soort").iter_rows()
    }


def _order() -> dict[str, int]:
    return {kind: order for order, kind in enumerate(_FINEST_FIRST)}


def _ending(last: date, kind: str) -> Period:
    """Give the period of a kind that ends on a day."""
    if kind == "jaar":
        return Period.year(last.year)
    if kind == "kwartaal":
        return Period.quarter(last.year, last.month // 3)
    return Period.month(last.year, last.month) if kind == "maand" else Period.day(last)
