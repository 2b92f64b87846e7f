"""Placements of 2016 and the goals of 2017: of the whole region, by who places and for whom."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from dashboard.areas import SUBREGIO, areas
from dashboard.banenafspraak import charts
from dashboard.banenafspraak.charts import Bar
from dashboard.banenafspraak.findings import made
from dashboard.banenafspraak.pace_words import MET, MISSED
from dashboard.banenafspraak.view import View
from dashboard.findings import Finding
from dashboard.levels import split
from dashboard.memory import kept
from dashboard.sentences import listed
from warehouse.indicators import INDICATORS
from warehouse.numbers import number, percent
from warehouse.reader import Warehouse
from warehouse.tables import Cijfer

PLACED, TO_PLACE, WSW = "plaatsingen", "plaatsingen_doel", "wsw_doel"
UWV, GROUP, EXECUTOR = "UWV", "doelgroep", "partij"
FIRM, FORM = "sw_bedrijf", "plaatsingsvorm"
WHOLE, DEFINITION = "Hele regio", "2017"


@kept
def placed(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the placements of 2016 beside their goals, by subregio and UWV."""
    region, rows, bars = areas().region, [], []
    for name, code, per in _executors():
        done, aimed = (_of(view, each, code, "2016", per) for each in (PLACED, TO_PLACE))
        rows += [done.select(Cijfer.column_names()), aimed.select(Cijfer.column_names())]
        if done.is_empty():
            continue
        value, goal = done["waarde"][0], aimed["waarde"][0] if aimed.height else None
        bars.append(
            Bar(
                name,
                value,
                goal,
                _beside(value, goal),
                head=name == WHOLE,
                chosen=code == view.area.code != region.code,
            )
        )
    if not bars or bars[-1].name != WHOLE:
        return None
    whole = bars[-1]
    return made(
        view,
        "plaatsingen",
        f"In 2016 {number(whole.done)} plaatsingen, het doel was {number(whole.target)}: "
        f"{_verdict(whole)}",
        charts.bars(bars, "plaatsingen"),
        charts.bars_alt(bars, "plaatsingen en doelen in 2016"),
        pl.concat(rows),
        PLACED,
        _who_made_it(bars[:-1]),
        region,
        "2016",
    )


def _who_made_it(bars: list[Bar]) -> str:
    told = []
    for said, names in (
        ("Doel gehaald", [each.name for each in bars if each.target is not None and _met(each)]),
        (
            "Niet gehaald",
            [each.name for each in bars if each.target is not None and not _met(each)],
        ),
        ("Zonder doel", [each.name for each in bars if each.target is None]),
    ):
        if names:
            told.append(f"{said}: {listed(names)}.")
    return " ".join([*told, "Wat UWV plaatst, is niet naar subregio te verdelen."])


def _met(bar: Bar) -> bool:
    return bar.target is not None and (bar.done or Decimal(0)) >= bar.target


def _verdict(bar: Bar) -> str:
    return f"{MET} gehaald" if _met(bar) else f"{MISSED} niet gehaald"


def _executors() -> list[tuple[str, str, tuple[str, ...]]]:
    """Name who places people: the four subregios of 2017, UWV, and all together."""
    region = areas().region.code
    subregios: list[tuple[str, str, tuple[str, ...]]] = [
        (area.name.removeprefix(SUBREGIO), area.code, ())
        for area in areas().subregios
        if area.definitie == DEFINITION
    ]
    return [*subregios, (UWV, region, (EXECUTOR,)), (WHOLE, region, ())]


def _of(view: View, indicator: str, code: str, year: str, per: tuple[str, ...]) -> pl.DataFrame:
    found = split(indicator, code, view.choices, per).filter(pl.col("periode") == year)
    return found.filter(pl.col(EXECUTOR) == UWV) if per else found


def _beside(done: Decimal, aimed: Decimal | None) -> str:
    if aimed is None:
        return f"{number(done)}, geen doel"
    return f"{number(done)} van {number(aimed)} {MET if done >= aimed else MISSED}"


@kept
def goals(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the goals of 2017 by target group; who places whom stands in the table."""
    region = areas().region
    rows = split(TO_PLACE, region.code, view.choices, (GROUP,)).filter(pl.col("periode") == "2017")
    if rows.is_empty():
        return None
    whole = _of(view, TO_PLACE, region.code, "2017", ())["waarde"][0]
    ordered = rows.sort("waarde", descending=True)
    bars = [
        Bar(name, None, value, f"{number(value)} ({percent(value / whole * 100, 0)})")
        for name, value in ordered.select(GROUP, "waarde").iter_rows()
    ]
    most, value = ordered.select(GROUP, "waarde").row(0)
    codes = dict.fromkeys(code for _, code, _ in _executors())
    every = [
        split(TO_PLACE, code, view.choices, per)
        .filter(pl.col("periode") == "2017")
        .select(Cijfer.column_names())
        for code in codes
        for per in ((), (EXECUTOR,), (GROUP,), (EXECUTOR, GROUP))
    ]
    return made(
        view,
        "doelgroepen",
        f"Doel 2017: {number(whole)} plaatsingen van een bredere doelgroep, {number(value)} uit de "
        f"{most}",
        charts.bars(bars, "plaatsingen"),
        charts.bars_alt(bars, "het doel van 2017 naar doelgroep"),
        pl.concat(every),
        TO_PLACE,
        "De regio koos voor 2017 een bredere doelgroep dan de banenafspraak: dit doel is niet te "
        "vergelijken met dat van 2016. Per subregio en voor UWV staat het in de tabel.",
        region,
        "2017",
    )


@kept
def wsw(_warehouse: Warehouse, view: View) -> Finding | None:
    """Give the goals of the SW-bedrijven, each in its own words."""
    region = areas().region
    rows = split(WSW, region.code, view.choices, (FIRM, FORM))
    if rows.is_empty():
        return None
    return made(
        view,
        "wsw",
        f"{rows[FIRM].n_unique()} SW-bedrijven stelden voor 2017 elk een eigen doel; ze tellen niet op",
        None,
        "",
        rows.select(Cijfer.column_names()),
        WSW,
        INDICATORS[WSW].caveat,
        region,
        "2017",
    )


def wsw_table(finding: Finding) -> pl.DataFrame:
    """Set the goals of the SW-bedrijven as a reader sees them."""
    return finding.rows.select(
        pl.concat_str(
            pl.col("categorie").list.join(": "),
            pl.format(" ({})", pl.col("opmerking").str.to_lowercase()),
            ignore_nulls=True,
        ).alias("SW-bedrijf en doel"),
        pl.col("waarde").cast(pl.Float64).alias("Aantal"),
    )
