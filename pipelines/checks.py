"""What a build must satisfy before it becomes current, and what its sources say of each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.parts import additions
from pipelines.source import Source
from warehouse.derive import interval
from warehouse.indicator import Indicator
from warehouse.numbers import exactly

AGREES, DIFFERS = "klopt", "verschil"
CHECKS = pl.Schema(
    {
        "regel": pl.String(),
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
COMPUTED, TWO_SOURCES, PARTS, COVERAGE = (
    "berekend tegen gepubliceerd",
    "twee bronnen",
    "delen tegen geheel",
    "dekking veranderd",
)
"""The rules by which a check is made, as findings name them."""
COUNTRY = "NL01"
PUBLISHED_GROWTH, GROWING = "ww_mutatie_pct", "ww_uitkeringen"


class BuildError(Exception):
    """The build may not become current; the message says in Dutch what is wrong."""


def require_complete(
    figures: pl.DataFrame,
    sources: Iterable[Source],
    indicators: Mapping[str, Indicator],
    awaited: Collection[str] = (),
) -> None:
    """Refuse a build in which an indicator has no figures or a source no licence.

    An indicator of which all series are `awaited` from a first refresh may be empty until then.
    """
    present = set(figures["indicator"].unique())
    empty = [
        each.id
        for each in indicators.values()
        if each.id not in present and not set(each.reeksen) <= set(awaited)
    ]
    if empty:
        raise BuildError(f"geen enkel cijfer voor {', '.join(empty)}; lever de bron of schrap ze")
    unlicensed = [source.id for source in sources if not source.licence]
    if unlicensed:
        raise BuildError(f"geen licentie vermeld bij {', '.join(unlicensed)}")


def reconcile(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], own: Collection[str]
) -> pl.DataFrame:
    """Check what sources say of each other; one row a check, columns CHECKS.

    Of `own` areas each figure is held against the others; elsewhere only sums and growth are.
    """
    found = [
        *_sums_of_gemeenten(figures, indicators),
        *_growth(figures),
        *_beside_each_other(figures, own),
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
            else f"verschil {exactly(gap)}, afronding verklaart tot {exactly(rounding)}"
        )
        yield (
            COMPUTED,
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
            COMPUTED,
            f"Gedrukte groei tegen de twee tellingen ({row['reeks_telling']})",
            AGREES if agrees else DIFFERS,
            PUBLISHED_GROWTH,
            row["gebied"],
            row["periode"],
            round(computed, 4),
            row["waarde"],
            f"van {exactly(row['toen'])} naar {exactly(row['nu'])}",
        )


def _beside_each_other(figures: pl.DataFrame, own: Collection[str]) -> Iterable[tuple[object, ...]]:
    """Hold each figure against what other sources and editions say; one row for each two of them.

    Where they differ the row shows the period of the largest difference. Two editions that agree are
    not told; a printed table that agrees with the one it was taken from is.
    """
    series = ["indicator", "gebied", "reeks", "bron", "reeks_ander", "bron_ander"]
    known = figures.filter(
        pl.col("kenmerk").list.len() == 0,
        pl.col("waarde").is_not_null(),
        pl.col("gebied").is_in(list(own)),
    ).with_columns(
        *(each.alias(name) for each, name in zip(interval(), ("laag", "hoog"), strict=True))
    )
    same = ["indicator", "gebied", "periode", "begrip"]
    pairs = (
        known.filter(pl.col("voorkeur") == pl.col("voorkeur").min().over(same))
        .join(known, on=same, suffix="_ander")
        .filter(pl.col("voorkeur") < pl.col("voorkeur_ander"))
        .with_columns(
            apart=(pl.col("laag") > pl.col("hoog_ander")) | (pl.col("laag_ander") > pl.col("hoog")),
            gat=(pl.col("waarde") - pl.col("waarde_ander")).abs(),
        )
        .sort("apart", "gat", "begin", descending=[True, True, False])
    )
    for _, group in pairs.sort(*series, maintain_order=True).group_by(series, maintain_order=True):
        row = group.row(0, named=True)
        differing = group["apart"].sum()
        if not differing and (
            row["reeks"] != row["reeks_ander"] or row["bron"] == row["bron_ander"]
        ):
            continue
        ours, other = _called(row, ""), _called(row, "_ander")
        yield (
            TWO_SOURCES,
            f"Twee bronnen over hetzelfde: {ours} en {other}",
            DIFFERS if differing else AGREES,
            row["indicator"],
            row["gebied"],
            row["periode"],
            row["waarde_ander"],
            row["waarde"],
            f"gekozen is {ours}; {differing} van {group.height} perioden verschillen"
            if differing
            else f"{group.height} perioden gelijk",
        )


def _parts(figures: pl.DataFrame) -> Iterable[tuple[object, ...]]:
    """Hold parts against their whole: each kenmerk by itself, and within another where they differ."""
    for each in additions(figures):
        if each.within and each.agrees:
            continue
        gap = each.added - each.whole
        yield (
            PARTS,
            f"Delen {each.said} tegen het geheel ({each.reeks})",
            AGREES if each.agrees else DIFFERS,
            each.indicator,
            each.gebied,
            each.periode,
            each.added,
            each.whole,
            _gap_said(gap, each.rounding),
        )


def _gap_said(gap: Decimal, rounding: Decimal) -> str:
    if gap == 0:
        return "precies gelijk"
    if abs(gap) <= rounding:
        return f"verschil {exactly(abs(gap))}, afronding verklaart tot {exactly(rounding)}"
    return f"{exactly(abs(gap))} te {'veel' if gap > 0 else 'weinig'}"


def _called(row: Mapping[str, Any], which: str) -> str:
    """Name a figure's source: by its series, and by itself where both are of one series."""
    if row["reeks"] == row["reeks_ander"]:
        return f"{row[f'reeks{which}']} ({row[f'bron{which}']})"
    return str(row[f"reeks{which}"])
