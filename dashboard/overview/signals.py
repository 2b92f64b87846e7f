"""What stands out: at most five sentences, chosen from the tiles by rules that a reader can look up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dashboard.notes import deliveries_behind
from dashboard.overview.tiles import Shown
from dashboard.sentences import (
    amount,
    apart,
    capital,
    coarsest,
    finding,
    listed,
    moment,
    place,
    remark_on,
    said,
    spoken_period,
)
from warehouse.comparison import Sign
from warehouse.indicator import Indicator, Unit
from warehouse.periods import Period
from warehouse.tables import BOUNDS
from warehouse.verdict import DERIVED, DISPUTED, Against, Row

MOST = 5
MOST_OF_A_RULE = 2
UNTESTED = " Of dat meer is dan toeval, is niet toetsbaar."
LARGE_POINTS = Decimal("0.3")
LARGE_PERCENT = Decimal(5)


class Rule(Enum):
    """Why a sentence is there; the first rule goes before the next."""

    GEPASSEERD = "een doel dat sinds het vorige cijfer is gehaald, of juist niet meer"
    STRIJDIG = "een cijfer waarover bronnen elkaar tegenspreken"
    NIEUW = "een cijfer dat binnenkwam na het bezoek dat in de link staat (sinds)"
    DOEL = "een cijfer met een doel, gehaald of niet"
    VERANDERING = (
        "een verandering in een jaar van 0,3 procentpunt of meer, of 5% of meer bij een aantal, die "
        "niet van afronding kan komen; de grootste eerst"
    )
    VEROUDERD = "een bron die niet is ververst terwijl dat wel had gemoeten"


@dataclass(frozen=True)
class Signal:
    """A sentence with the rule that chose it, and the tile whose page tells more; None for a source."""

    rule: Rule
    sentence: str
    shown: Shown | None = None
    size: Decimal = Decimal(0)


def choose(
    found: Sequence[Shown],
    delivered: Mapping[str, date],
    since: date | None,
    stale: Sequence[str],
) -> list[Signal]:
    """Choose what stands out: by rule, then by size; two of a rule and one of a tile at most.

    `delivered` gives by tile the day on which its figure came in, `stale` names the sources that are
    out of date.
    """
    candidates = [
        *(signal for each in found if each.figure is not None
          for signal in _of_tile(each, delivered.get(each.tile.key), since)),
        *([Signal(Rule.VEROUDERD, _stale(stale))] if stale else []),
    ]  # fmt: skip
    order = list(Rule)
    candidates.sort(key=lambda signal: (order.index(signal.rule), -signal.size))
    chosen: list[Signal] = []
    for each in candidates:
        same = [other for other in chosen if other.rule is each.rule]
        told = each.shown is not None and any(other.shown is each.shown for other in chosen)
        if not told and len(same) < MOST_OF_A_RULE and len(chosen) < MOST:
            chosen.append(each)
    return chosen


def arrived(found: Sequence[Shown]) -> dict[str, date]:
    """Give by tile the day on which its figure came in: fetched, or laid down where nobody knows."""
    days: dict[str, date] = {}
    for each in found:
        if each.figure is not None:
            behind = deliveries_behind(each.figure["bron"], each.figure["tabel"])
            days[each.tile.key] = max(
                each.fetched.date() if each.fetched else each.laid_down for each in behind
            )
    return days


def _of_tile(found: Shown, arrived: date | None, since: date | None) -> list[Signal]:
    rules: tuple[Callable[[Shown], Signal | None], ...] = (_disputed, _target, _changed)
    told = [signal for rule in rules if (signal := rule(found)) is not None]
    if since is not None and arrived is not None and arrived > since:
        day = Period.day(since).spoken
        whole = _whole(found)
        told.append(Signal(Rule.NIEUW, f"Nieuw sinds {day}: {whole[:1].lower()}{whole[1:]}", found))
    return told


def _disputed(found: Shown) -> Signal | None:
    figure = found.figure
    assert figure is not None
    if not figure["strijdig"]:
        return None
    values = [said(row, found.indicator) for row in (figure, *found.rivals.iter_rows(named=True))]
    values = list(dict.fromkeys(values))
    if len(values) > 1:
        told = f"geven bronnen {listed(values)}; gekozen is {values[0]}"
    else:
        told = f"spreekt de bron zichzelf tegen ({values[0]})"
    about = found.indicator.spoken
    return Signal(Rule.STRIJDIG, f"Over {about} {moment(figure)} {told}.{_aimed(found)}", found)


def _target(found: Shown) -> Signal | None:
    figure, reference = found.figure, found.reference
    if found.against is not Against.DOEL or figure is None or reference is None:
        return None
    if found.verdict.words == DISPUTED or {figure["status"], reference["status"]} & set(BOUNDS):
        return None
    crossed = found.earlier is not None and found.earlier.good not in (None, found.verdict.good)
    first = _opening(found)
    told = f"{first} {against_target(found.indicator, figure, reference)}{_reserve(figure)}"
    if crossed:
        before = spoken_period(found.history.row(-2, named=True))
        told += f" In {before} was het doel {'niet' if found.verdict.good else 'wel'} gehaald."
    size = abs(figure["waarde"] - reference["waarde"]) / (abs(reference["waarde"]) or Decimal(1))
    return Signal(Rule.GEPASSEERD if crossed else Rule.DOEL, told, found, size)


def against_target(indicator: Indicator, figure: Row, target: Row) -> str:
    """Say how far a figure lies from its target: `Dat is 62 meer dan het doel van 3.299.`"""
    gap, rounded = apart(figure, target), coarsest(indicator, figure, target)
    written = said(target, indicator)
    if not gap.survives_rounding:
        how = "gelijk aan" if gap.value == 0 else "binnen de afronding gelijk aan"
        return f"Dat is {how} het doel van {written}."
    if indicator.unit.relative or indicator.unit is Unit.CIJFER:
        more = gap.sign.value
    else:
        more = "meer" if gap.sign is Sign.HOGER else "minder"
    return f"Dat is {amount(gap.value, rounded)} {more} dan het doel van {written}."


def _changed(found: Shown) -> Signal | None:
    figure, before, indicator = found.figure, found.before, found.indicator
    if figure is None or before is None or figure["strijdig"] or before["strijdig"]:
        return None
    if {figure["status"], before["status"]} & set(BOUNDS):
        return None
    gap = apart(figure, before)
    share = abs(gap.value) / abs(before["waarde"]) * 100 if before["waarde"] else Decimal(100)
    points = indicator.unit is Unit.PROCENT
    large = abs(gap.value) >= LARGE_POINTS if points else share >= LARGE_PERCENT
    if not large or not gap.survives_rounding:
        return None
    return Signal(Rule.VERANDERING, _whole(found), found, share)


def _whole(found: Shown) -> str:
    """Say a figure and its change in a year, in the words of its own page."""
    country = found.reference if found.against is Against.NEDERLAND else None
    where = place(found.area.kind, found.area.name)
    said_whole = finding(found.indicator, where, found.figure, country, found.before)
    beside = [
        row for row in (country, found.before) if row is not None and found.figure is not None
    ]
    differs = any(apart(found.figure, row).value for row in beside if found.figure is not None)
    doubt = UNTESTED if found.indicator.survey and differs else ""
    return f"{said_whole}{doubt}{_aimed(found)}"


def _aimed(found: Shown) -> str:
    """Name the target of a figure that has one: what changed or is disputed may be short of it."""
    if found.against is not Against.DOEL or found.reference is None:
        return ""
    return f" Het doel was {said(found.reference, found.indicator)}."


def _reserve(figure: Row) -> str:
    """Say what is remarked on a figure that was derived, so that its verdict is not quoted without."""
    if figure["status"] != DERIVED or not figure["opmerking"]:
        return ""
    return f" Let op: {figure['opmerking'].rstrip('.')}."


def _opening(found: Shown) -> str:
    figure = found.figure
    assert figure is not None
    remark = remark_on(figure)
    return (
        f"{capital(moment(figure))} was {found.indicator.spoken} "
        f"{place(found.area.kind, found.area.name)} {said(figure, found.indicator)}"
        f"{f' ({remark})' if remark else ''}."
    )


def _stale(sources: Sequence[str]) -> str:
    who = "Eén bron is" if len(sources) == 1 else f"{len(sources)} bronnen zijn"
    return f"{who} niet bijgewerkt terwijl dat wel had gemoeten: {listed(sources)}."
