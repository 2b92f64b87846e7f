"""Figures held against each other and against their own past, whatever source they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

import polars as pl

from pipelines.checks import DIFFERS
from pipelines.plausible import STEPS_KNOWN, TIMES_LARGEST, TIMES_MEDIAN
from pipelines.reconciliation.finding import Finding, Rule
from warehouse.findings import Weight
from warehouse.indicator import Indicator
from warehouse.periods import Period

PROVISIONAL = ("voorlopig", "nader voorlopig")
LONG = timedelta(days=3 * 366)
"""After this long a source has made its figures definite, or forgotten to say so."""
NOUGHT = Decimal(0)
SERIES = ["indicator", "reeks", "bron"]


def check(
    figures: pl.DataFrame,
    checks: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    own: Mapping[str, str],
    day: date,
    printed: Collection[str] = (),
) -> list[Finding]:
    """Give what does not fit: differences among sources, changed categories and coverage, outliers.

    `checks` are those of the build (`checks.CHECKS`), `own` names the areas that readers choose.
    Parts of the sources in `printed` are held against their wholes where they are printed.
    """
    known = figures.filter(pl.col("gebied").is_in(list(own)))
    return [
        *_differences(checks, figures, own, printed),
        *_categories(known, indicators),
        *_coverage(known, indicators),
        *_outliers(known, indicators, own),
        *_provisional(known, indicators, day),
    ]


def _differences(
    checks: pl.DataFrame,
    figures: pl.DataFrame,
    names: Mapping[str, str],
    printed: Collection[str],
) -> Iterator[Finding]:
    of_printed = set(figures.filter(pl.col("bron").is_in(list(printed)))["reeks"])
    for row in checks.filter(pl.col("uitkomst") == DIFFERS).iter_rows(named=True):
        if row["regel"] == Rule.DELEN and any(
            f"({each})" in row["controle"] for each in of_printed
        ):
            continue
        yield Finding(
            rule=Rule(row["regel"]),
            subject=f"{row['controle']}, {_where(row, names)}: {row['toelichting']}",
            found=row["gevonden"],
            expected=row["verwacht"],
            rounding=NOUGHT,
            weight=Weight.HOOG if row["gebied"].startswith("AM") else Weight.MIDDEL,
            sources=_sources(figures, row),
            places=(),
            indicators=(row["indicator"],) if row["indicator"] != "lidmaatschap" else (),
            gebied=row["gebied"],
            periode=row["periode"],
        )


def _where(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name = names.get(row["gebied"], row["gebied"])
    return f"{name} {Period.parse(row['periode']).spoken}"


def _sources(figures: pl.DataFrame, row: Mapping[str, Any]) -> tuple[str, ...]:
    same = figures.filter(
        pl.col("indicator") == row["indicator"],
        pl.col("gebied") == row["gebied"],
        pl.col("periode") == row["periode"],
    )
    return tuple(same["bron"].unique().sort())


def _categories(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Tell where the categories of a split are not those of the year before.

    Only where the whole is there too: a list that is no split of anything may change as it likes.
    """
    yearly = figures.filter(pl.col("soort") == "jaar", pl.col("waarde").is_not_null())
    whole = yearly.filter(pl.col("kenmerk").list.len() == 0)
    split = yearly.filter(pl.col("kenmerk").list.len() == 1).join(
        whole, on=[*SERIES, "gebied", "periode"], how="semi"
    )
    for (indicator, _, bron, gebied, kenmerk, _), rows in _groups(
        split, "gebied", "kenmerk", "soort"
    ):
        there = _by_period(rows, pl.col("categorie").list.first())
        for (before, earlier), (after, later) in pairwise(there):
            if earlier == later:
                continue
            yield _light(
                Rule.CATEGORIEEN,
                f"{indicators[indicator].title} naar {kenmerk[0]}: {_swapped(earlier, later)} "
                f"({before.spoken} en {after.spoken})",
                indicator, bron, gebied, after,
            )  # fmt: skip


def _coverage(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Tell where other gemeenten have a figure than in the period before."""
    gemeenten = figures.filter(
        pl.col("gebied").str.starts_with("GM"),
        pl.col("kenmerk").list.len() == 0,
        pl.col("waarde").is_not_null(),
    )
    for (indicator, reeks, bron, _), rows in _groups(gemeenten, "soort"):
        there = _by_period(rows, pl.col("gebied"))
        for (before, earlier), (after, later) in pairwise(there):
            if earlier != later:
                yield _light(
                    Rule.DEKKING,
                    f"{indicators[indicator].title} ({reeks}), gemeenten: {_swapped(earlier, later)} "
                    f"({before.spoken} en {after.spoken})",
                    indicator, bron, None, after,
                )  # fmt: skip


def _outliers(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], names: Mapping[str, str]
) -> Iterator[Finding]:
    """Tell of steps that a series never made before: by the measure that a refresh doubts by."""
    whole = figures.filter(pl.col("kenmerk").list.len() == 0, pl.col("waarde").is_not_null())
    for (indicator, _, bron, gebied, _), rows in _groups(whole, "gebied", "soort"):
        values = rows.sort("begin").select("waarde", "begin", "einde", "soort").rows()
        steps = [abs(after[0] - before[0]) for before, after in pairwise(values)]
        for place in range(STEPS_KNOWN, len(steps)):
            earlier, step = steps[:place], steps[place]
            usual = median(earlier)
            if step > TIMES_LARGEST * max(earlier) and step > TIMES_MEDIAN * usual > 0:
                period = Period(*values[place + 1][1:])
                yield Finding(
                    rule=Rule.UITBIJTER,
                    subject=(
                        f"{indicators[indicator].title}, {names[gebied]} {period.spoken}: een stap "
                        "die de reeks nooit eerder maakte"
                    ),
                    found=values[place + 1][0],
                    expected=values[place][0],
                    rounding=NOUGHT,
                    weight=Weight.MIDDEL,
                    sources=(bron,),
                    places=(),
                    indicators=(indicator,),
                    gebied=gebied,
                    periode=period.text,
                )


def _provisional(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], day: date
) -> Iterator[Finding]:
    """Tell of figures that are still called provisional years after their time."""
    old = figures.filter(
        pl.col("status").is_in(PROVISIONAL),
        pl.col("waarde").is_not_null(),
        pl.col("einde") < day - LONG,
    )
    for (indicator, reeks, bron), rows in _groups(old):
        periods = sorted({Period(*each) for each in rows.select("begin", "einde", "soort").rows()})
        span = " tot en met ".join(dict.fromkeys([periods[0].spoken, periods[-1].spoken]))
        yield _light(
            Rule.VOORLOPIG,
            f"{indicators[indicator].title} ({reeks}): nog voorlopig over {span}",
            indicator, bron, None, periods[-1],
        )  # fmt: skip


def _groups(figures: pl.DataFrame, *also: str) -> Iterable[tuple[tuple[Any, ...], pl.DataFrame]]:
    return figures.sort("begin").group_by([*SERIES, *also], maintain_order=True)


def _by_period(rows: pl.DataFrame, what: pl.Expr) -> list[tuple[Period, frozenset[str]]]:
    """Give of each period, in order, what there is in it."""
    found = rows.group_by("begin", "einde", "soort").agg(what.unique().alias("er")).sort("begin")
    return [
        (Period(begin, einde, soort), frozenset(there))
        for begin, einde, soort, there in found.iter_rows()
    ]


def _swapped(earlier: frozenset[str], later: frozenset[str]) -> str:
    """Say what went and what came: `verdwenen a, b; nieuw c`."""
    parts = [("verdwenen", earlier - later), ("nieuw", later - earlier)]
    return "; ".join(f"{word} {', '.join(sorted(names))}" for word, names in parts if names)


def _light(
    rule: Rule, subject: str, indicator: str, bron: str, gebied: str | None, period: Period
) -> Finding:
    return Finding(
        rule=rule, subject=subject, found=None, expected=None, rounding=NOUGHT, weight=Weight.LAAG,
        sources=(bron,), places=(), indicators=(indicator,), gebied=gebied, periode=period.text,
    )  # fmt: skip
