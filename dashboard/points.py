"""Figures over time, ready to be drawn or told: points in order, and where a line may run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import polars as pl

from dashboard import palette
from dashboard.palette import Role
from warehouse.indicator import Break
from warehouse.periods import MONTHS, Period

PROVISIONAL = ("voorlopig", "nader voorlopig")

_COLUMNS = (
    "gebied", "naam", "periode", "soort", "begin", "einde", "waarde", "status", "strijdig", "gekozen",
    "reeks", "leden", "marge",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """The figures of one area over time; `rows` are `warehouse.tables.Cijfer`."""

    name: str
    role: Role
    rows: pl.DataFrame


@dataclass(frozen=True)
class Point:
    x: float
    period: Period
    value: Decimal | None
    status: str
    strijdig: bool
    gebied: str
    reeks: str
    leden: int | None
    marge: Decimal | None


@dataclass(frozen=True)
class Series:
    name: str
    role: Role
    symbol: str
    sign: str
    points: tuple[Point, ...]
    rivals: tuple[Point, ...]

    @property
    def known(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]


def gather(lines: Sequence[Line]) -> list[Series]:
    """Split what is chosen from what another source says, and give each line its own marker."""
    series: list[Series] = []
    others = 0
    for line in lines:
        style = palette.STYLES[line.role]
        symbol, sign = style.symbol, style.sign
        if line.role == "ander":
            symbol, sign = palette.OTHER_SHAPES[others % len(palette.OTHER_SHAPES)]
            others += 1
        points = sorted(_points(line.rows), key=lambda pair: pair[0].x)
        series.append(
            Series(
                line.name, line.role, symbol, sign,
                tuple(point for point, chosen in points if chosen),
                tuple(point for point, chosen in points if not chosen),
            )
        )  # fmt: skip
    return series


def _points(rows: pl.DataFrame) -> Iterable[tuple[Point, bool]]:
    for row in rows.select(_COLUMNS).iter_rows(named=True):
        begin, einde = row["begin"], row["einde"]
        middle = (begin.toordinal() + einde.toordinal()) / 2
        period = Period(begin, einde, row["soort"])
        yield (
            Point(
                middle, period, row["waarde"], row["status"], row["strijdig"],
                row["gebied"], row["reeks"], row["leden"], row["marge"],
            ),
            row["gekozen"],
        )  # fmt: skip


def runs_on(earlier: Point, later: Point, step: int, cuts: Sequence[Break]) -> bool:
    """Tell whether a line may run from one point to the next."""
    if earlier.value is None or later.value is None or earlier.reeks != later.reeks:
        return False
    if later.x - earlier.x > 1.5 * step:
        return False
    return not any(
        cut.reeks == later.reeks
        and cut.gebied in (None, later.gebied)
        and earlier.period.begin < cut.date <= later.period.begin
        for cut in cuts
    )


def usual_step(points: Sequence[Point]) -> int:
    """The usual distance in days between two periods of a line."""
    if len(points) < 2:
        return 1
    if points[0].period.soort != "dag":
        return {"jaar": 366, "kwartaal": 92, "maand": 31}[points[0].period.soort]
    return max(1, round(min(later.x - earlier.x for earlier, later in pairwise(points))))


def tell(one: Series, say: Callable[[Point], str]) -> str:
    """Tell one line: first and last figure, lowest and highest, missing and provisional ones."""
    known = one.known
    gone = ""
    if len(known) < len(one.points):
        gone = f" Ontbreekt: {missing_periods(one).removeprefix(f'{one.name}: ')}."
    if not known:
        return f"{one.name}: geen cijfers.{gone}"
    first, last = known[0], known[-1]
    if first is last:
        told = f"{one.name}: {say(first)} {when(first.period)}."
    else:
        low = min(known, key=lambda point: point.value or 0)
        high = max(known, key=lambda point: point.value or 0)
        told = (
            f"{one.name}: van {say(first)} {when(first.period)} "
            f"naar {say(last)} {when(last.period)}; "
            f"laagste {say(low)} ({low.period.spoken}), "
            f"hoogste {say(high)} ({high.period.spoken})."
        )
    provisional = [point.period for point in known if point.status in PROVISIONAL]
    doubted = [point.period for point in known if point.strijdig]
    told += f" Voorlopig: {listed_periods(provisional)}." if provisional else ""
    told += f" Bronnen strijdig: {listed_periods(doubted)}." if doubted else ""
    return told + gone


def missing_periods(one: Series) -> str:
    by_reason: dict[str, list[Period]] = {}
    for point in one.points:
        if point.value is None:
            by_reason.setdefault(point.status, []).append(point.period)
    told = "; ".join(f"{listed_periods(periods)} {reason}" for reason, periods in by_reason.items())
    return f"{one.name}: {told}"


def listed_periods(periods: Sequence[Period]) -> str:
    if len(periods) > 3:
        return f"{len(periods)} perioden tussen {periods[0].spoken} en {periods[-1].spoken}"
    return ", ".join(period.spoken for period in periods)


def when(period: Period) -> str:
    article = {"dag": "op", "kwartaal": "in het"}.get(period.soort, "in")
    return f"{article} {period.spoken}"


def span_words(series: Sequence[Series]) -> str:
    shown = [point for one in series for point in one.known]
    if not shown:
        return ""
    first, last = min(shown, key=lambda p: p.x), max(shown, key=lambda p: p.x)
    if first.period == last.period:
        return f", {first.period.spoken}"
    return f", {first.period.spoken} tot en met {last.period.spoken}"


def same_day(shown: Sequence[Point]) -> bool:
    """Tell whether all periods are one and the same day of the year, so that years will do."""
    days = {(point.period.begin.month, point.period.begin.day) for point in shown}
    return len(days) == 1 and all(point.period.soort == "dag" for point in shown)


def short_period(period: Period, yearly: bool = False, between: str = " ") -> str:
    """Write a period briefly; a yearly one (always the same day) as its year alone."""
    year, month = period.begin.year, period.begin.month
    if period.soort == "jaar" or (yearly and period.soort == "dag"):
        return str(year)
    if period.soort == "kwartaal":
        return f"{(month + 2) // 3}e kw.{between}{year}"
    short = "mrt" if month == 3 else MONTHS[month - 1][:3]
    if period.soort == "maand":
        return f"{short}{between}{year}"
    return f"{period.begin.day} {short}{between}{year}"
