"""From staged figures to the warehouse's: ratios made, sources ranked, disputes found."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import dataframely as dy
import polars as pl

from warehouse.indicator import Indicator
from warehouse.tables import BOUNDS, LOWER_BOUND, UPPER_BOUND, Gebied, Lidmaatschap, Waarneming

SAME_FIGURE = ["indicator", "gebied", "periode", "kenmerk", "categorie"]
VALUE = pl.Decimal(18, 4)
CONTRADICTED = "strijdig"
GRAIN = Decimal("0.0001")
"""The smallest difference that VALUE can hold."""
MOST = pl.lit(Decimal(99_999_999_999_999), VALUE)


class UnknownSeriesError(ValueError):
    """Figures were staged that no indicator would show; the message names them in Dutch."""


def derive(waarnemingen: dy.DataFrame[Waarneming], indicators: Iterable[Indicator]) -> pl.DataFrame:
    """Give all figures of the warehouse: those staged, the ratios, with `voorkeur` and `strijdig`.

    A row keeps `teller` and `noemer` with their rounding, so that any set of gemeenten can be added
    up; for a count the teller is the count itself and the noemer is null. `begrip` tells figures
    apart that share a name and not a meaning.
    """
    known = tuple(indicators)
    counts = waarnemingen.with_columns(
        teller=pl.col("waarde"),
        noemer=pl.lit(None, VALUE),
        teller_marge=pl.col("marge"),
        noemer_marge=pl.lit(None, VALUE),
    ).cast({"status": pl.String, "soort": pl.String})
    ratios = [_ratio(counts, each) for each in known if each.ratio]
    return _ranked(pl.concat([counts, *ratios]), known)


def _ratio(counts: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    ratio = indicator.ratio
    assert ratio is not None
    tellers = counts.filter(
        pl.col("indicator") == ratio.teller, pl.col("reeks").is_in(indicator.reeksen)
    )
    offset = "1d" if ratio.noemer_next_day else "0d"
    same = ["reeks", "gebied", "kenmerk", "categorie"]
    noemers = counts.filter(pl.col("indicator") == ratio.noemer).select(
        *same,
        pl.col("einde").alias("noemer_dag"),
        pl.col("waarde").alias("noemer_waarde"),
        pl.col("marge").alias("noemer_afronding"),
        pl.col("status").alias("noemer_status"),
        pl.col("tabel").alias("noemer_tabel"),
        pl.col("vindplaats").alias("noemer_vindplaats"),
    )
    teller, noemer = pl.col("waarde").cast(pl.Float64), pl.col("noemer_waarde").cast(pl.Float64)
    value = teller / noemer * ratio.factor
    doubt = (
        pl.col("marge").cast(pl.Float64) * ratio.factor
        + pl.col("noemer_afronding").cast(pl.Float64) * value
    ) / noemer
    bound = _bound_of_ratio()
    usable = (pl.col("noemer_waarde").fill_null(0) > 0) & (bound != UNDECIDED)
    return (
        tellers.with_columns(noemer_dag=pl.col("einde").dt.offset_by(offset))
        .join(noemers, on=[*same, "noemer_dag"], how="left", nulls_equal=True)
        .with_columns(
            indicator=pl.lit(indicator.id),
            teller_marge=pl.col("marge"),
            noemer=pl.col("noemer_waarde"),
            noemer_marge=pl.col("noemer_afronding"),
            tabel=pl.concat_str(
                "tabel",
                pl.when(pl.col("noemer_tabel") != pl.col("tabel")).then("noemer_tabel"),
                separator=", ",
                ignore_nulls=True,
            ),
            vindplaats=pl.concat_str(
                "vindplaats", "noemer_vindplaats", separator=" / ", ignore_nulls=True
            ),
            status=pl.when(pl.col("waarde").is_null())
            .then("status")
            .when(~usable)
            .then(pl.lit("noemer niet beschikbaar"))
            .when(bound != "")
            .then(bound)
            .when(pl.col("status") != "definitief")
            .then("status")
            .when(pl.col("noemer_status") != "definitief")
            .then("noemer_status")
            .otherwise(pl.lit("berekend")),
            waarde=pl.when(usable).then(value.round(4)).cast(VALUE),
            marge=pl.when(usable).then(doubt.round(4)).cast(VALUE),
        )
        .select(counts.columns)
    )


UNDECIDED = "?"


def _bound_of_ratio() -> pl.Expr:
    """Tell which bound a ratio is, made of bounds: empty for none, UNDECIDED where it can be anything.

    Of at least 13 million realised and at most 28 million agreed, at least 46% is realised.
    """
    teller, noemer = pl.col("status"), pl.col("noemer_status").fill_null("")
    return (
        pl.when(teller.is_in(BOUNDS) & (teller == noemer))
        .then(pl.lit(UNDECIDED))
        .when((teller == LOWER_BOUND) | (noemer == UPPER_BOUND))
        .then(pl.lit(LOWER_BOUND))
        .when((teller == UPPER_BOUND) | (noemer == LOWER_BOUND))
        .then(pl.lit(UPPER_BOUND))
        .otherwise(pl.lit(""))
    )


def _ranked(figures: pl.DataFrame, indicators: tuple[Indicator, ...]) -> pl.DataFrame:
    ranks = pl.DataFrame(
        [
            {
                "indicator": indicator.id,
                "reeks": reeks,
                "rang": rang,
                "begrip": reeks if indicator.other_measure(reeks) else "",
            }
            for indicator in indicators
            for rang, reeks in enumerate(indicator.reeksen)
        ],
        schema={"indicator": pl.String, "reeks": pl.String, "rang": pl.Int64, "begrip": pl.String},
    )
    ranked = figures.join(ranks, on=["indicator", "reeks"], how="left")
    unknown = ranked.filter(pl.col("rang").is_null()).select("indicator", "reeks").unique()
    if unknown.height:
        pairs = ", ".join(f"{indicator} uit reeks {reeks}" for indicator, reeks in unknown.rows())
        raise UnknownSeriesError(
            f"geen indicator noemt deze reeksen: {pairs}; zet ze in warehouse/indicators"
        )
    return mark_disputes(
        ranked.with_columns(
            voorkeur=pl.struct(
                pl.col("waarde").is_null(),
                pl.col("status").is_in(BOUNDS).alias("grens"),
                "rang",
                "bron",
            )
            .rank("ordinal")
            .over(SAME_FIGURE)
            .cast(pl.Int64)
            - 1
        ).drop("rang"),
        "begrip",
    ).sort("indicator", "gebied", "begin", "voorkeur")


def mark_disputes(figures: pl.DataFrame, *apart: str) -> pl.DataFrame:
    """Set `strijdig` where values for one figure differ by more than their rounding allows.

    Rows that differ in one of the columns `apart` are not held against each other. A figure that its
    own source contradicts is in dispute by itself.

    4,9 and 4,8 are disjoint (halves are rounded away from zero, so 4,85 is printed as 4,9 and what
    was printed as 4,8 stays one grain below it); 245,8 thousand and exactly 245.790 are not.
    """
    lowest, highest = interval()
    return figures.with_columns(
        strijdig=(
            (lowest.max() > highest.min()).over(*SAME_FIGURE, *apart).fill_null(value=False)
            | (pl.col("status") == CONTRADICTED)
        )
        & pl.col("waarde").is_not_null()
    )


def interval() -> tuple[pl.Expr, pl.Expr]:
    """Give the lowest and highest value that rounds to `waarde`, as `marge` has it.

    A lower bound reaches up to all that VALUE can hold, an upper one down to as far below zero.
    """
    value, doubt = pl.col("waarde"), pl.col("marge").fill_null(0)
    lowest = value - doubt + pl.when(doubt > 0, value <= 0).then(GRAIN).otherwise(0)
    highest = value + doubt - pl.when(doubt > 0, value >= 0).then(GRAIN).otherwise(0)
    known = value.is_not_null()
    return (
        pl.when(known & (pl.col("status") == UPPER_BOUND)).then(-MOST).otherwise(lowest),
        pl.when(known & (pl.col("status") == LOWER_BOUND)).then(MOST).otherwise(highest),
    )


def subregio_members(
    gebieden: dy.DataFrame[Gebied], lidmaatschap: dy.DataFrame[Lidmaatschap]
) -> dy.DataFrame[Lidmaatschap]:
    """Limit each subregio to the days on which its gemeenten belong to an arbeidsmarktregio.

    A definition lists gemeenten without an end; Elburg left the region and with it its subregio.
    """
    kinds = gebieden.select("gebied", "soort")
    rows = lidmaatschap.join(kinds, left_on="geheel", right_on="gebied")
    subregio = pl.col("soort") == "subregio"
    stays = rows.filter(pl.col("soort") == "arbeidsmarktregio").select(
        "deel", pl.col("begin").alias("lid_begin"), pl.col("einde").alias("lid_einde")
    )
    limited = (
        rows.filter(subregio)
        .join(stays, on="deel")
        .with_columns(
            begin=pl.max_horizontal("begin", "lid_begin"),
            einde=pl.min_horizontal("einde", "lid_einde"),
        )
        .filter(pl.col("einde").is_null() | (pl.col("begin") <= pl.col("einde")))
    )
    whole = pl.concat([rows.filter(~subregio), limited.select(rows.columns)])
    return Lidmaatschap.validate(whole.select(lidmaatschap.columns), cast=True)


def editions(
    series: pl.DataFrame, gebieden: pl.DataFrame, lidmaatschap: pl.DataFrame
) -> pl.DataFrame:
    """Count the gemeenten for which each reeks published figures of the region and its subregios.

    `series` has `reeks, bron, samenstelling`; gives `reeks, bron, gebied, samenstelling, leden`.
    """
    made_of_gemeenten = pl.col("soort").is_in(["arbeidsmarktregio", "subregio"])
    wholes = gebieden.filter(made_of_gemeenten)["gebied"].to_list()
    stays = lidmaatschap.filter(pl.col("geheel").is_in(wholes))
    published = series.filter(pl.col("samenstelling").is_not_null()).select(
        "reeks", "bron", "samenstelling"
    )
    day = pl.date(pl.col("samenstelling").cast(pl.Int32), 12, 31)
    return (
        published.join(stays, how="cross")
        .filter(
            pl.col("begin") <= day,
            pl.col("einde").is_null() | (pl.col("einde") >= day),
        )
        .group_by("reeks", "bron", pl.col("geheel").alias("gebied"), "samenstelling")
        .agg(pl.len().cast(pl.Int64).alias("leden"))
        .sort("reeks", "bron", "gebied")
    )
