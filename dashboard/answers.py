"""What pages ask: figures of the chosen area, its reference and its gemeenten, ready to draw."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any

import polars as pl

from dashboard.areas import COUNTRY, Area, areas
from dashboard.charts import Line
from dashboard.choices import Choices
from dashboard.frame import newest_day
from dashboard.memory import kept
from dashboard.palette import Role
from dashboard.sentences import listed
from warehouse.comparison import paired
from warehouse.figures import NOT_AT_THIS_LEVEL, latest
from warehouse.indicator import Break, Indicator
from warehouse.indicators import INDICATORS
from warehouse.periods import Period
from warehouse.reader import AS_IT_WAS, PRESENT, Warehouse

KINDS = ("jaar", "dag", "kwartaal", "maand")
STOCK_KINDS = ("dag", "jaar", "kwartaal", "maand")
"""Kinds of period, the one that a page shows first in front; a stock belongs to a day."""

ENOUGH_REGIONS = 5
"""From how many arbeidsmarktregio's on it says something to stand among them."""

BASE_YEAR = 2018
"""Where an index begins, if there are figures: the first year of the regional series."""


@dataclass(frozen=True)
class Beside:
    """An area beside Nederland: everything that one page on one indicator shows.

    `area` is what is shown, `asked` what was chosen; they differ where the chosen area has no
    figures, and `why` then says so. `figures` and `reference` have the columns of `Cijfer`.
    """

    indicator: Indicator
    asked: Area
    area: Area
    why: str
    kinds: tuple[str, ...]
    kind: str
    figures: pl.DataFrame
    reference: pl.DataFrame
    others: tuple[tuple[Area, pl.DataFrame], ...]
    without: tuple[Area, ...]
    pairs: pl.DataFrame
    latest: Mapping[str, Any] | None
    latest_reference: Mapping[str, Any] | None
    year_before: Mapping[str, Any] | None

    @property
    def role(self) -> Role:
        if self.area.kind == "land":
            return "nederland"
        return "regio" if self.area.kind == "arbeidsmarktregio" else "gekozen"

    @property
    def everything(self) -> pl.DataFrame:
        """All figures on the page in one frame, as table and download show them."""
        return pl.concat([self.figures, *(rows for _, rows in self.others), self.reference])

    @property
    def lines(self) -> list[Line]:
        """A line for each area; Nederland too, where areas of unlike size can be compared."""
        drawn = [Line(self.area.name, self.role, self.figures)]
        drawn += [Line(area.name, _role_beside(area), rows) for area, rows in self.others]
        if self.indicator.unit.relative and not self.reference.is_empty():
            drawn.append(Line("Nederland", "nederland", self.reference))
        return drawn

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Where a line may not run on: a break in a reeks, or other gemeenten added up."""
        added_up = [composition_breaks(rows) for _, rows in self.others]
        return (*self.indicator.breaks, *composition_breaks(self.figures), *chain(*added_up))

    @property
    def disputes(self) -> pl.DataFrame:
        return self.everything.filter(pl.col("strijdig"))


@dataclass(frozen=True)
class Growth:
    """Lines of one reeks each, and their change in percent since the base year."""

    lines: list[Line]
    base_year: int
    since: str
    changes: tuple[Decimal | None, ...]
    figures: pl.DataFrame
    samenstelling: str

    @property
    def told(self) -> tuple[list[str], list[Decimal | None]]:
        """Names and changes for a title, which has no room for those that are compared with."""
        kept = [
            (line.name, change)
            for line, change in zip(self.lines, self.changes, strict=True)
            if line.role != "ander"
        ]
        return [name for name, _ in kept], [change for _, change in kept]


def _role_beside(area: Area) -> Role:
    return "regio" if area.kind == "arbeidsmarktregio" else "ander"


def last_year() -> int:
    """Give the last year of which there is any figure."""
    return newest_day().year


@kept
def beside(
    warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None = None
) -> Beside:
    """Set the chosen area beside Nederland; an area without figures gives way, and that is said."""
    indicator, known = INDICATORS[indicator_id], areas()
    asked = known[choices.gebied]
    codes = list(dict.fromkeys((asked.code, *choices.vergelijk, known.region.code, COUNTRY)))
    figures = warehouse.figures(
        indicator.id,
        codes,
        samenstelling=choices.samenstelling,
        begin=date(choices.van, 1, 1),
        einde=date(choices.tot, 12, 31),
    )
    by_area = {code: figures.filter(pl.col("gebied") == code) for code in codes}
    area, why = _shown(warehouse, indicator, asked, by_area, choices)
    present = set(by_area[area.code]["soort"])
    kinds = kinds_in_order(indicator, present)
    chosen_kind = kind if kind in kinds else (kinds[0] if kinds else KINDS[0])

    def of_kind(code: str) -> pl.DataFrame:
        return by_area[code].filter(pl.col("soort") == chosen_kind)

    others = [known[code] for code in dict.fromkeys((*choices.vergelijk, known.region.code))]
    others = [each for each in others if each.code != area.code]
    compared = [each for each in others if not of_kind(each.code).is_empty()]
    own, reference = of_kind(area.code), of_kind(COUNTRY)
    last = _row(latest(own))
    return Beside(
        indicator=indicator.measured_in(last["reeks"]) if last else indicator,
        asked=asked,
        area=area,
        why=why,
        kinds=kinds,
        kind=chosen_kind,
        figures=own,
        reference=reference if area.code != COUNTRY else reference.clear(),
        others=tuple((each, of_kind(each.code)) for each in compared),
        without=tuple(each for each in others if each not in compared and each.code != asked.code),
        pairs=paired(own, reference) if area.code != COUNTRY else paired(own, reference.clear()),
        latest=last,
        latest_reference=None if area.code == COUNTRY else same_period(reference, last),
        year_before=year_before_of(own, last),
    )


def kinds_in_order(indicator: Indicator, present: Collection[str]) -> tuple[str, ...]:
    """Put the kinds of period that there are in the order in which a page offers them."""
    return tuple(each for each in (STOCK_KINDS if indicator.stock else KINDS) if each in present)


def _shown(
    warehouse: Warehouse,
    indicator: Indicator,
    asked: Area,
    by_area: Mapping[str, pl.DataFrame],
    choices: Choices,
) -> tuple[Area, str]:
    known = areas()
    for area in (asked, known.region, known.country):
        if not by_area[area.code]["waarde"].is_not_null().any():
            continue
        if area is asked:
            return area, ""
        elsewhere = warehouse.figures(
            indicator.id, [asked.code], samenstelling=choices.samenstelling
        )
        if elsewhere["waarde"].is_not_null().any():
            years = sorted(
                {day.year for day in elsewhere.filter(pl.col("waarde").is_not_null())["einde"]}
            )
            span = "over" if len(years) == 1 else f"van {years[0]} tot en met"
            reason = f"{asked.name} heeft {between(choices)} geen cijfer (wel {span} {years[-1]})"
        else:
            reason = f"{indicator.title}: {NOT_AT_THIS_LEVEL} ({asked.label})"
        return area, f"{reason}. U ziet nu {area.label}."
    return (
        asked,
        f"{indicator.title}: er is {between(choices)} geen cijfer{_reason(by_area[asked.code])}. "
        "Kies een ruimere periode.",
    )


def _reason(rows: pl.DataFrame) -> str:
    """Say why figures are missing that a source could have given: ` (geheim)`; empty when none."""
    reasons = rows.filter(pl.col("waarde").is_null())["status"].unique().sort().to_list()
    return f" ({listed(reasons)})" if reasons else ""


def between(choices: Choices) -> str:
    """Say in which years: `in 2018`, `van 2005 tot en met 2010`."""
    if choices.van == choices.tot:
        return f"in {choices.van}"
    return f"van {choices.van} tot en met {choices.tot}"


def _row(rows: pl.DataFrame) -> Mapping[str, Any] | None:
    return None if rows.is_empty() else rows.row(0, named=True)


def same_period(
    reference: pl.DataFrame, figure: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """Find the reference of the same period, from the same reeks where there is one."""
    if figure is None:
        return None
    same = reference.filter(
        pl.col("periode") == figure["periode"],
        pl.col("waarde").is_not_null(),
        pl.col("gekozen") | (pl.col("reeks") == figure["reeks"]),
    )
    return _row(same.sort(pl.col("reeks") != figure["reeks"]))


def year_before_of(
    figures: pl.DataFrame, figure: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """Find the figure a year earlier, of the same reeks and of as many gemeenten."""
    if figure is None:
        return None
    begin = pl.lit(figure["begin"]).dt.offset_by("-1y")
    same = figures.filter(
        pl.col("begin") == begin,
        pl.col("reeks") == figure["reeks"],
        pl.col("leden").eq_missing(figure["leden"]),
        pl.col("gekozen"),
        pl.col("waarde").is_not_null(),
    )
    return _row(same)


def composition_breaks(figures: pl.DataFrame) -> tuple[Break, ...]:
    """Find where a sum of gemeenten goes on with another number of them."""
    rows = figures.filter(pl.col("gekozen"), pl.col("leden").is_not_null()).sort("begin")
    return tuple(
        Break(
            date=after["begin"],
            reeks=after["reeks"],
            reason=f"{after['leden']} gemeenten",
            gebied=after["gebied"],
        )
        for before, after in pairwise(rows.iter_rows(named=True))
        if before["reeks"] == after["reeks"] and before["leden"] != after["leden"]
    )


@kept
def growth(
    _warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None = None
) -> Growth | None:
    """Index each area from the first period since BASE_YEAR to the last that all of them have.

    None where there are no two such periods, and where a reeks measures something else than the
    indicator (an average over years does not grow by the year). Only figures of one reeks stand on
    one line, and a sum of gemeenten keeps one composition: the present one where the chosen one
    changes on the way.
    """
    view = beside(indicator_id, choices, kind)
    steady = choices
    if view.breaks:
        steady = replace(choices, samenstelling=PRESENT)
        view = beside(indicator_id, steady, kind)
    if view.latest is None or INDICATORS[indicator_id].other_measure(view.latest["reeks"]):
        return None
    candidates = [(view.area.name, view.role, view.figures)]
    candidates += [(area.name, _role_beside(area), rows) for area, rows in view.others]
    if not view.reference.is_empty():
        candidates.append(("Nederland", "nederland", view.reference))
    series = [
        (name, role, _one_series(rows, view.latest["reeks"])) for name, role, rows in candidates
    ]
    series = [(name, role, rows) for name, role, rows in series if rows.height > 1]
    if not series or series[0][0] != view.area.name:
        return None
    common = set.intersection(
        *(set(rows.filter(pl.col("waarde") != 0)["periode"]) for _, _, rows in series)
    )
    bases = sorted(
        (Period.parse(each) for each in common),
        key=lambda each: (each.begin.year < BASE_YEAR, each),
    )
    if len(bases) < 2:
        return None
    base, last = bases[0], max(bases)
    lines = [
        Line(name, role, rows.filter(pl.col("begin") >= base.begin, pl.col("einde") <= last.einde))
        for name, role, rows in series
    ]
    changes = tuple(_change(line.rows, base) for line in lines)
    rows = pl.concat([line.rows for line in lines])
    return Growth(lines, base.begin.year, base.spoken, changes, rows, steady.samenstelling)


def _one_series(rows: pl.DataFrame, preferred: str) -> pl.DataFrame:
    """Keep one reeks: the preferred one, or else the one of the latest chosen figure."""
    known = rows.filter(pl.col("waarde").is_not_null())
    if known.is_empty():
        return known
    present = set(known["reeks"])
    last = known.filter(pl.col("gekozen")).sort("einde").tail(1)["reeks"]
    reeks = preferred if preferred in present else last.item()
    return known.filter(pl.col("reeks") == reeks).with_columns(
        gekozen=pl.lit(value=True), strijdig=pl.lit(value=False)
    )


def _change(rows: pl.DataFrame, base: Period) -> Decimal | None:
    first = rows.filter(pl.col("periode") == base.text)["waarde"]
    last = rows.sort("begin").tail(1)["waarde"]
    if first.is_empty() or last.is_empty():
        return None
    value: Decimal = (last.item() - first.item()) / first.item() * 100
    return value


@kept
def by_month(_warehouse: Warehouse, indicator_id: str, choices: Choices) -> Beside | None:
    """Give the national months, seasonally adjusted where the CBS does so; None without months."""
    twin = f"{indicator_id}_sg" if f"{indicator_id}_sg" in INDICATORS else indicator_id
    national = replace(choices, gebied=COUNTRY, vergelijk=())
    view = beside(twin, national, "maand")
    return view if view.kind == "maand" else None


@kept
def among_regions(
    warehouse: Warehouse, indicator_id: str, choices: Choices, kind: str | None = None
) -> pl.DataFrame | None:
    """Give the latest figure of every arbeidsmarktregio, of the reeks and period of our own.

    None where there are not enough of them to stand among, or where they can't be compared.
    """
    view = beside(indicator_id, choices, kind)
    own = _row(latest(beside(indicator_id, _of_region(choices), kind).figures))
    if own is None or own["gebied"] != areas().region.code or not view.indicator.unit.relative:
        return None
    known = warehouse.areas()
    regions = known.filter(pl.col("soort") == "arbeidsmarktregio")["gebied"].to_list()
    figures = warehouse.figures(
        indicator_id,
        regions,
        samenstelling=choices.samenstelling,
        begin=own["begin"],
        einde=own["einde"],
    )
    same = figures.filter(
        pl.col("periode") == own["periode"],
        pl.col("reeks") == own["reeks"],
        pl.col("waarde").is_not_null(),
    ).unique("gebied", keep="first", maintain_order=True)
    return same.with_columns(gekozen=pl.lit(value=True)) if same.height >= ENOUGH_REGIONS else None


def _of_region(choices: Choices) -> Choices:
    return replace(choices, gebied=areas().region.code, vergelijk=())


@dataclass(frozen=True)
class GemeentenView:
    """The gemeenten of the region on one moment and over time, with region and Nederland beside."""

    indicator: Indicator
    moments: tuple[Period, ...]
    moment: Period | None
    why: str
    figures: pl.DataFrame
    history: pl.DataFrame
    country: pl.DataFrame
    references: tuple[tuple[str, Role, Decimal | None], ...]
    highlight: frozenset[str]
    absent: tuple[Area, ...]
    tiles: pl.DataFrame
    boundaries: Mapping[str, Any] | None

    @property
    def country_now(self) -> Decimal | None:
        """The figure of Nederland at the chosen moment, from the same reeks."""
        return next((value for name, _, value in self.references if name == "Nederland"), None)

    @property
    def has_history(self) -> bool:
        return self.history["periode"].n_unique() > 1


@kept
def indicators_there_are(warehouse: Warehouse) -> frozenset[str]:
    """Name the indicators that have a figure; a table that was never fetched gives none."""
    return frozenset(warehouse.coverage()["indicator"])


@kept
def indicators_of_gemeenten(warehouse: Warehouse) -> frozenset[str]:
    """Name the indicators that have a figure of any gemeente."""
    known = warehouse.coverage().filter(pl.col("gebiedsoort") == "gemeente")
    return frozenset(known["indicator"])


@kept
def moments_of_gemeenten(
    warehouse: Warehouse, indicator_id: str, choices: Choices
) -> tuple[Period, ...]:
    """List the periods for which gemeenten of the region have figures, the latest first."""
    figures = _gemeente_figures(warehouse, indicator_id, choices)
    known = figures.filter(pl.col("waarde").is_not_null())
    found = known.select("begin", "einde", "soort").unique().iter_rows()
    return tuple(sorted((Period(*each) for each in found), reverse=True))


@kept
def gemeenten(
    warehouse: Warehouse, indicator_id: str, choices: Choices, moment: Period | None
) -> GemeentenView:
    """Set the gemeenten beside each other at one moment."""
    indicator, known = INDICATORS[indicator_id], areas()
    figures = _gemeente_figures(warehouse, indicator_id, choices).filter(pl.col("gekozen"))
    moments = moments_of_gemeenten(indicator_id, choices)
    chosen = moment if moment in moments else (moments[0] if moments else None)
    history = figures
    if chosen is not None:
        members = _members_at(warehouse, chosen, choices)
        reeks = figures.filter(pl.col("periode") == chosen.text)["reeks"].first()
        history = figures.filter(
            pl.col("gebied").is_in(members),
            pl.col("reeks") == reeks,
            pl.col("soort") == chosen.soort,
        )
    now = history.filter(pl.col("periode") == (chosen.text if chosen else ""))
    beside_them = warehouse.figures(
        indicator.id, [known.region.code, COUNTRY], samenstelling=choices.samenstelling
    )
    reeks_now = now["reeks"].first() if now.height else None
    same_reeks = beside_them.filter(
        (pl.col("reeks") == reeks_now) if reeks_now else pl.lit(value=False),
        pl.col("waarde").is_not_null(),
    )
    country = same_reeks.filter(pl.col("gebied") == COUNTRY).with_columns(
        gekozen=pl.lit(value=True)
    )
    chosen_codes = {choices.gebied, *choices.vergelijk}
    subregios = [each for each in chosen_codes if known[each].kind == "subregio"]
    highlight = chosen_codes.union(
        *(warehouse.members(each, choices.samenstelling) for each in subregios)
    )
    shown = set(now["gebied"])
    return GemeentenView(
        indicator=indicator.measured_in(str(reeks_now)) if reeks_now else indicator,
        moments=moments,
        moment=chosen,
        why="" if chosen else _no_gemeenten(indicator, choices),
        figures=now,
        history=history,
        country=country if indicator.unit.relative else country.clear(),
        references=_references(indicator, known.region, same_reeks, chosen),
        highlight=frozenset(highlight & {each.code for each in known.gemeenten}),
        absent=tuple(each for each in known.gemeenten if each.code not in shown),
        tiles=warehouse.areas()
        .filter(pl.col("tegel_kolom").is_not_null(), pl.col("gebied").is_in(list(shown)))
        .select("gebied", "naam", "tegel_kolom", "tegel_rij"),
        boundaries=_boundaries(warehouse, chosen, shown),
    )


def _no_gemeenten(indicator: Indicator, choices: Choices) -> str:
    """Say why no gemeente has a figure: there are none at all, or not in these years."""
    always = replace(choices, van=date.min.year, tot=date.max.year)
    moments = moments_of_gemeenten(indicator.id, always)
    if not moments:
        return (
            f"{indicator.title}: {NOT_AT_THIS_LEVEL} (gemeente). Kies een andere indicator, of zie "
            "de pagina Regio en Nederland."
        )
    return (
        f"{indicator.title}: er is {between(choices)} geen cijfer per gemeente. De laatste is "
        f"van {moments[0].spoken}; kies een ruimere periode."
    )


def _boundaries(
    warehouse: Warehouse, moment: Period | None, codes: Collection[str]
) -> Mapping[str, Any] | None:
    """Give the boundaries of the year nearest to a moment; None unless all gemeenten have one."""
    if moment is None:
        return None
    rows = warehouse.boundaries(sorted(codes))
    complete = rows.group_by("jaar").len().filter(pl.col("len") == len(codes))["jaar"].to_list()
    if not complete:
        return None
    year = min(complete, key=lambda each: (abs(each - moment.einde.year), each))
    features = [
        {
            "type": "Feature",
            "properties": {"statcode": row["gebied"]},
            "geometry": json.loads(row["geometrie"]),
        }
        for row in rows.filter(pl.col("jaar") == year).iter_rows(named=True)
    ]
    return {"type": "FeatureCollection", "jaar": year, "features": features}


def _gemeente_figures(warehouse: Warehouse, indicator_id: str, choices: Choices) -> pl.DataFrame:
    return warehouse.figures(
        indicator_id,
        [area.code for area in areas().gemeenten],
        begin=date(choices.van, 1, 1),
        einde=date(choices.tot, 12, 31),
    )


def _members_at(warehouse: Warehouse, moment: Period, choices: Choices) -> Sequence[str]:
    """Give the gemeenten that count at a moment, under the chosen composition."""
    region = areas().region.code
    if choices.samenstelling != AS_IT_WAS:
        return warehouse.members(region, choices.samenstelling)
    stays = warehouse.memberships(region)
    return stays.filter(
        pl.col("begin") <= moment.einde,
        pl.col("einde").is_null() | (pl.col("einde") >= moment.einde),
    )["deel"].to_list()


def _references(
    indicator: Indicator, region: Area, figures: pl.DataFrame, moment: Period | None
) -> tuple[tuple[str, Role, Decimal | None], ...]:
    if moment is None or not indicator.unit.relative:
        return ()
    at = figures.filter(pl.col("periode") == moment.text)
    values = dict(at.select("gebied", "waarde").iter_rows())
    named: tuple[tuple[str, Role, str], ...] = (
        ("Regio", "regio", region.code),
        ("Nederland", "nederland", COUNTRY),
    )
    return tuple((name, role, values.get(code)) for name, role, code in named if code in values)
