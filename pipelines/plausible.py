"""Whether a delivery that just came in can be true, judged by itself and beside the last good one."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.cbs import AREA, CbsTable
from pipelines.delivery import DeliveryError
from warehouse.indicator import Indicator, Unit
from warehouse.numbers import exactly

STEPS_KNOWN = 8
"""From how many steps on a series tells what steps it makes."""
TIMES_LARGEST, TIMES_MEDIAN = 3, 20
"""How much larger than its largest step so far, or than its usual one, a step may be."""
SHARE_OF_GEMEENTEN = 0.1
"""Gemeenten merge, and then jump; a tenth of them together do not."""
SERIES = ["indicator", "gebied", "soort"]
CHANGES_SIGN = frozenset({"ww_mutatie_pct"})
"""Percentages of change, which may be below zero or above a hundred."""


class DoubtError(DeliveryError):
    """A delivery that can be read and is hard to believe; a steward may accept it after all."""


def check_rows(new: CbsTable, last: CbsTable | None) -> None:
    """Refuse a table without rows, with one key twice, or with half of the rows of last time.

    Raises DeliveryError, or DoubtError where a steward can know better.
    """
    if new.rows.is_empty():
        raise DeliveryError(f"{new.id}: de tabel kwam zonder rijen")
    keys = [name for name in new.dimensions if name in new.rows.columns]
    if keys:
        twice = new.rows.group_by(keys).len().filter(pl.col("len") > 1).sort(keys)
        if twice.height:
            first = ", ".join(f"{name} {twice[name][0]}" for name in keys)
            raise DeliveryError(
                f"{new.id}: {twice.height} combinaties komen meer dan één keer voor, zoals {first}"
            )
    if last is None:
        return
    came, before = _of_areas(new), _of_areas(last)
    if before and came <= before / 2:
        raise DoubtError(
            f"{new.id}: {came} rijen met cijfers, terwijl het er de vorige keer {before} waren"
        )


def _of_areas(table: CbsTable) -> int:
    """Count the rows that can become figures, so that a wider selection does not hide a loss."""
    rows = table.totals.rows
    if table.region is not None:
        rows = rows.filter(pl.col(table.region).replace("NL00", "NL01").str.contains(AREA))
    return rows.height


def check_figures(
    tabel: str, new: pl.DataFrame, last: pl.DataFrame, indicators: Mapping[str, Indicator]
) -> None:
    """Refuse figures out of range, indicators that disappeared, and jumps no series ever made.

    Both frames hold the staged figures of one table: those that just came, and those in force.
    Raises DeliveryError, or DoubtError where a steward can know better.
    """
    new = new.cast({"soort": pl.String})
    last = last.cast({"soort": pl.String})
    _in_range(tabel, new, indicators)
    _nothing_lost(tabel, new, last)
    _nothing_cut_off(tabel, new, last)
    _no_jump(tabel, new, last)


def _in_range(tabel: str, figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> None:
    percentages = [
        each.id
        for each in indicators.values()
        if each.unit is Unit.PROCENT and each.id not in CHANGES_SIGN
    ]
    signed = pl.col("indicator").is_in(list(CHANGES_SIGN))
    wrong = figures.filter(
        ((pl.col("waarde") < 0) & ~signed)
        | ((pl.col("waarde") > 100) & pl.col("indicator").is_in(percentages))
    )
    if wrong.height:
        row = wrong.sort("indicator", "gebied", "begin").row(0, named=True)
        raise DeliveryError(
            f"{tabel}: {row['indicator']} van {row['gebied']} in {row['periode']} is "
            f"{exactly(row['waarde'])}, en dat kan niet ({wrong.height} zulke cijfers)"
        )


def _nothing_lost(tabel: str, new: pl.DataFrame, last: pl.DataFrame) -> None:
    """Doubt a table in which half of what was known is gone, whatever came beside it."""
    known, came = (each.filter(pl.col("waarde").is_not_null()) for each in (last, new))
    gone = known.join(came, on=["indicator", "gebied", "periode"], how="anti")
    lost = dict(gone.group_by("indicator").len().iter_rows())
    for indicator, there in known.group_by("indicator").len().sort("indicator").iter_rows():
        if lost.get(indicator, 0) >= there / 2:
            raise DoubtError(
                f"{tabel}: {lost[indicator]} van de {there} cijfers voor {indicator} zijn er niet meer"
            )


def _nothing_cut_off(tabel: str, new: pl.DataFrame, last: pl.DataFrame) -> None:
    """Doubt a table in which Nederland or a region is gone, or no longer as new as it was.

    Gemeenten come and go; these do not.
    """
    ends = (
        rows.filter(pl.col("waarde").is_not_null(), pl.col("gebied").str.contains("^(NL|AM)"))
        .group_by(SERIES)
        .agg(pl.col("einde").max(), pl.col("periode").sort_by("einde").last())
        for rows in (last, new)
    )
    known, came = ends
    short = (
        known.join(came, on=SERIES, how="left", suffix="_nu")
        .filter(pl.col("einde_nu").is_null() | (pl.col("einde_nu") < pl.col("einde")))
        .sort("indicator", "gebied")
    )
    if short.height:
        row = short.row(0, named=True)
        until = f"loopt nog tot {row['periode_nu']}" if row["periode_nu"] else "ontbreekt"
        raise DoubtError(
            f"{tabel}: {row['indicator']} van {row['gebied']} {until} en liep tot {row['periode']} "
            f"({short.height} zulke reeksen)"
        )


def _no_jump(tabel: str, new: pl.DataFrame, last: pl.DataFrame) -> None:
    """Hold each step that is new or revised against the steps that its series made before."""
    known = _steps(last)
    history = known.group_by(SERIES).agg(
        pl.col("stap").abs().max().alias("grootste"), pl.len().alias("stappen")
    )
    own = (
        _steps(new)
        .join(known, on=[*SERIES, "begin"], how="left", suffix="_eerder")
        .join(history, on=SERIES, how="left")
        .with_columns(
            usual=pl.col("stap").abs().median().over(SERIES), own_steps=pl.len().over(SERIES)
        )
    )
    size = pl.col("stap").abs()
    allowed = (
        pl.when(pl.col("stappen") >= STEPS_KNOWN)
        .then(pl.col("grootste") * TIMES_LARGEST)
        .when(pl.col("own_steps") >= STEPS_KNOWN)
        .then(pl.max_horizontal(pl.col("usual"), pl.col("twijfel")) * TIMES_MEDIAN)
    )
    changed = pl.col("stap_eerder").is_null() | (pl.col("stap_eerder") != pl.col("stap"))
    judged = own.with_columns(
        sprong=(changed & (size > allowed) & (size > pl.col("twijfel"))).fill_null(value=False)
    )
    whole = judged.filter("sprong", pl.col("gebied").str.contains("^(NL|AM)"))
    parts = judged.filter(~pl.col("gebied").str.contains("^(NL|AM)"))
    many = (
        parts.group_by("indicator", "soort", "begin")
        .agg(pl.col("sprong").mean().alias("deel"))
        .filter(pl.col("deel") > SHARE_OF_GEMEENTEN)
    )
    found = pl.concat(
        [whole, parts.filter("sprong").join(many, on=["indicator", "soort", "begin"], how="semi")]
    ).sort("indicator", "gebied", "begin")
    if found.height:
        row = found.row(0, named=True)
        raise DoubtError(
            f"{tabel}: {row['indicator']} van {row['gebied']} springt in {row['periode']} van "
            f"{exactly(row['vorige'])} naar {exactly(row['waarde'])}, een stap die deze reeks nooit "
            f"eerder maakte ({found.height} zulke stappen)"
        )


def _steps(figures: pl.DataFrame) -> pl.DataFrame:
    """Give each step from one period to the next, in floats; `twijfel` is what rounding leaves."""
    return (
        figures.filter(pl.col("waarde").is_not_null())
        .sort(*SERIES, "begin")
        .with_columns(pl.col("waarde", "marge").cast(pl.Float64))
        .with_columns(vorige=pl.col("waarde").shift(1).over(SERIES))
        .with_columns(
            stap=pl.col("waarde") - pl.col("vorige"), twijfel=2 * pl.col("marge").fill_null(0)
        )
        .filter(pl.col("stap").is_not_null())
        .select(*SERIES, "periode", "begin", "vorige", "waarde", "stap", "twijfel")
    )
