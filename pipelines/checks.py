"""What a build must satisfy before it becomes current, and what its sources say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import polars as pl

from pipelines.parts import additions
from pipelines.source import Source
from warehouse.indicator import Indicator

AGREES, DIFFERS = "klopt", "verschil"
CHECKS = pl.Schema(
    {
        "controle": pl.String(),
        "uitkomst": pl.String(),
        "indicator": pl.String(),
        "gebied": pl.String(),
        "periode": pl.String(),
        "gevonden": pl.Decimal(18, 4),
        "verwacht": pl.Decimal(18, 4),
        "toelichting": pl.String(),
    }
)
COUNTRY = "NL01"
PUBLISHED_GROWTH, GROWING = "ww_mutatie_pct", "ww_uitkeringen"


class BuildError(Exception):
    """The build may not become current; the message says in Dutch what is wrong."""


def require_complete(
    figures: pl.DataFrame, sources: Iterable[Source], indicators: Mapping[str, Indicator]
) -> None:
    """Refuse a build in which an indicator has no figures or a source no licence."""
    present = set(figures["indicator"].unique())
    empty = [each for each in indicators if each not in present]
    if empty:
        raise BuildError(f"geen enkel cijfer voor {', '.join(empty)}; lever de bron of schrap ze")
    unlicensed = [source.id for source in sources if not source.licence]
    if unlicensed:
        raise BuildError(f"geen licentie vermeld bij {', '.join(unlicensed)}")


def reconcile(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Check what sources say of each other; one row a check, columns CHECKS."""
    found = [
        *_sums_of_gemeenten(figures, indicators),
        *_growth(figures),
        *_disputes(figures),
        *_parts(figures),
    ]
    return pl.DataFrame(found, schema=CHECKS, orient="row")


def _sums_of_gemeenten(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator]
) -> Iterable[tuple[object, ...]]:
    counts = [each.id for each in indicators.values() if each.additive and each.ratio is None]
    series = ["indicator", "reeks", "periode"]
    counted = figures.filter(pl.col("indicator").is_in(counts), pl.col("kenmerk").list.len() == 0)
    sums = (
        counted.filter(pl.col("gebied").str.starts_with("GM"))
        .group_by(series)
        .agg(pl.col("waarde", "marge").sum(), pl.col("waarde").count().alias("gemeenten"))
    )
    country = counted.filter(pl.col("gebied") == COUNTRY, pl.col("waarde").is_not_null()).select(
        *series, pl.col("waarde").alias("gedrukt"), pl.col("marge").alias("gedrukt_marge")
    )
    for row in sums.join(country, on=series).sort(series).iter_rows(named=True):
        gap = abs(row["waarde"] - row["gedrukt"])
        rounding = row["marge"] + (row["gedrukt_marge"] or Decimal(0))
        explained = (
            "precies gelijk"
            if gap == 0
            else f"verschil {_dutch(gap)}, afronding verklaart tot {_dutch(rounding)}"
        )
        yield (
            f"Som van {row['gemeenten']} gemeenten tegen Nederland ({row['reeks']})",
            AGREES if gap <= rounding else DIFFERS,
            row["indicator"],
            COUNTRY,
            row["periode"],
            row["waarde"],
            row["gedrukt"],
            explained,
        )


def _growth(figures: pl.DataFrame) -> Iterable[tuple[object, ...]]:
    """Hold each printed yearly change against the two counts that it is made of."""
    counts = figures.filter(
        pl.col("indicator") == GROWING,
        pl.col("soort") == "dag",
        pl.col("waarde") > 0,
    )
    printed = figures.filter(
        pl.col("indicator") == PUBLISHED_GROWTH, pl.col("waarde").is_not_null()
    )
    now = counts.select("gebied", "reeks", "einde", pl.col("waarde").alias("nu"))
    before = counts.select(
        "gebied",
        "reeks",
        pl.col("einde").dt.offset_by("1y").alias("einde"),
        pl.col("waarde").alias("toen"),
    )
    pairs = printed.join(now, on=["gebied", "einde"], suffix="_telling").join(
        before, left_on=["gebied", "reeks_telling", "einde"], right_on=["gebied", "reeks", "einde"]
    )
    for row in pairs.sort("gebied").iter_rows(named=True):
        computed = (row["nu"] - row["toen"]) / row["toen"] * 100
        agrees = abs(computed - row["waarde"]) <= (row["marge"] or Decimal(0))
        yield (
            f"Gedrukte groei tegen de twee tellingen ({row['reeks_telling']})",
            AGREES if agrees else DIFFERS,
            PUBLISHED_GROWTH,
            row["gebied"],
            row["periode"],
            round(computed, 4),
            row["waarde"],
            f"van {_dutch(row['toen'])} naar {_dutch(row['nu'])}",
        )


def _disputes(figures: pl.DataFrame) -> Iterable[tuple[object, ...]]:
    same = ["indicator", "gebied", "periode"]
    disputed = figures.filter(pl.col("strijdig"), pl.col("kenmerk").list.len() == 0)
    for _, group in disputed.sort(*same, "voorkeur").group_by(same, maintain_order=True):
        chosen, *others = group.iter_rows(named=True)
        for other in others:
            yield (
                f"Twee bronnen over hetzelfde: {chosen['reeks']} en {other['reeks']}",
                DIFFERS,
                chosen["indicator"],
                chosen["gebied"],
                chosen["periode"],
                other["waarde"],
                chosen["waarde"],
                f"gekozen is {chosen['reeks']}",
            )


def _parts(figures: pl.DataFrame) -> Iterable[tuple[object, ...]]:
    """Hold parts against their whole: each kenmerk by itself, and within another where they differ."""
    for each in additions(figures):
        if each.within and each.agrees:
            continue
        gap = each.added - each.whole
        yield (
            f"Delen {each.said} tegen het geheel ({each.reeks})",
            AGREES if each.agrees else DIFFERS,
            each.indicator,
            each.gebied,
            each.periode,
            each.added,
            each.whole,
            "precies gelijk"
            if each.agrees
            else f"{_dutch(abs(gap))} te {'veel' if gap > 0 else 'weinig'}",
        )


def _dutch(amount: Decimal) -> str:
    """Write an amount for a reader of the dashboard: `160.800`, `0,5`."""
    return f"{amount.normalize():,f}".translate(str.maketrans(",.", ".,"))
