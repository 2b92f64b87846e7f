"""Figures as they were asked for: every asked period gets an answer, if only the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dataframely as dy
import polars as pl

from warehouse.categories import in_order
from warehouse.indicators import INDICATORS
from warehouse.periods import Period
from warehouse.reader import AS_IT_WAS, Warehouse
from warehouse.tables import Cijfer

NOT_AT_THIS_LEVEL = "niet beschikbaar op dit niveau"
NOT_FETCHED = "nog niet bij de bron opgehaald"
NOT_PUBLISHED = "niet gepubliceerd"
NOT_SPLIT_UP = "niet uitgesplitst"


def answer(
    warehouse: Warehouse,
    indicator: str,
    gebieden: Sequence[str],
    period: tuple[Period, Period],
    *,
    samenstelling: str = AS_IT_WAS,
    per: Sequence[str] = (),
) -> dy.DataFrame[Cijfer]:
    """Give the chosen figures, those that dispute them, and a row with a reason for what is missing.

    A year asked of a count on a day is answered by the days in it. Figures that confirm the chosen
    one within their rounding are left out.
    """
    first, last = period
    per = in_order(per)
    everything = warehouse.figures(indicator, gebieden, samenstelling=samenstelling, per=per)
    named = dict(warehouse.areas().select("gebied", "naam").iter_rows())
    split_up = not per or per in warehouse.splits(indicator)
    unavailable = NOT_AT_THIS_LEVEL if split_up else NOT_SPLIT_UP
    answers = []
    for gebied in gebieden:
        own = everything.filter(pl.col("gebied") == gebied)
        for asked in _asked(first, last):
            found = _within(own, asked)
            shown = found.filter(pl.col("gekozen") | pl.col("strijdig"))
            if shown.is_empty():
                reason = NOT_PUBLISHED if own.height else unavailable
                shown = _missing(indicator, gebied, named[gebied], asked, reason)
            answers.append(shown)
    return Cijfer.cast(pl.concat(answers))


def _asked(first: Period, last: Period) -> list[Period]:
    if first == last or first.soort == "dag":
        return [Period(first.begin, last.einde, first.soort)]
    asked = [first]
    while asked[-1] < last:
        asked.append(_next(asked[-1]))
    return asked


def _next(period: Period) -> Period:
    begin = period.next_day()
    if period.soort == "jaar":
        return Period.year(begin.year)
    if period.soort == "kwartaal":
        return Period.quarter(begin.year, (begin.month + 2) // 3)
    return Period.month(begin.year, begin.month)


def _within(figures: pl.DataFrame, asked: Period) -> pl.DataFrame:
    inside = figures.filter(pl.col("begin") >= asked.begin, pl.col("einde") <= asked.einde)
    exact = inside.filter(pl.col("soort") == asked.soort)
    return inside.filter(pl.col("soort") == "dag") if exact.is_empty() else exact


def _missing(indicator: str, gebied: str, naam: str, asked: Period, reason: str) -> pl.DataFrame:
    known = INDICATORS[indicator]
    row = {
        "indicator": indicator,
        "gebied": gebied,
        "naam": naam,
        "periode": asked.text,
        "soort": asked.soort,
        "begin": asked.begin,
        "einde": asked.einde,
        "kenmerk": [],
        "categorie": [],
        "status": reason,
        "strijdig": False,
        "gekozen": True,
        "reeks": known.reeksen[0],
        "tabel": "",
        "bron": "",
        "vindplaats": "",
    }
    return pl.DataFrame([row], schema=Cijfer.create_empty().schema)


def latest(figures: pl.DataFrame, upto: date | None = None) -> pl.DataFrame:
    """Give the last chosen figure with a value, at most one row."""
    usable = figures.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    if upto is not None:
        usable = usable.filter(pl.col("einde") <= upto)
    return usable.sort("einde", "begin").tail(1)
