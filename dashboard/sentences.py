"""Findings in words, computed from figures: right for a rise, a fall, no change, no figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import polars as pl

from warehouse.comparison import Difference, Sign, difference
from warehouse.derive import CONTRADICTED
from warehouse.indicator import Indicator, Unit
from warehouse.numbers import (
    MISSING,
    difference_with_unit,
    euro,
    given_decimals,
    number,
    percent,
    rounded_decimal,
    signed,
    with_unit,
)
from warehouse.periods import Period
from warehouse.tables import BOUNDS, LOWER_BOUND, UPPER_BOUND

Row = Mapping[str, Any]
"""One row of a frame with the columns of `Cijfer`."""

NOT_TESTABLE = "Verschil niet toetsbaar: de bron geeft geen marge."
COUNTED = "Dit is een telling en geen steekproef: alleen afronding laat ruimte."
REMARKS = {
    "voorlopig": "voorlopig cijfer",
    "nader voorlopig": "nader voorlopig cijfer",
    "herhaald": "herhaling van een eerder cijfer",
    "afgeleid": "afgeleid uit wat de bron geeft",
}
WORDS = {LOWER_BOUND: "ten minste", UPPER_BOUND: "hoogstens"}
SIGNS = {LOWER_BOUND: "≥", UPPER_BOUND: "≤"}
MILLION = Decimal(1_000_000)
MOST_NAMED = 3
"""As many gemeenten with one figure are counted in a short title, no longer named."""
PERIOD_NAMES = {"jaar": "jaren", "kwartaal": "kwartalen", "maand": "maanden", "dag": "peildata"}


def place(kind: str, name: str) -> str:
    """Say where: `in de regio Veluwe Stedendriehoek`, `in Zutphen`."""
    if kind == "arbeidsmarktregio":
        return f"in de regio {name}"
    if kind == "subregio":
        return f"in de subregio {name.removeprefix('Subregio ')}"
    return f"in {name}"


def moment(row: Row) -> str:
    """Say when: `in 2023`, `in het 1e kwartaal van 2023`, `op 31 december 2021`."""
    return f"{_preposition(row)} {_period_in_sentence(row)}"


def spoken_period(row: Row) -> str:
    return Period(row["begin"], row["einde"], row["soort"]).spoken


def level(row: Row, indicator: Indicator) -> str:
    """Write the value, short inside a sentence that has named the indicator: `3,2%`, `4.588`."""
    if indicator.unit is Unit.PROCENT:
        return with_unit(row["waarde"], indicator, row["marge"])
    return number(row["waarde"], given_decimals(indicator, row["marge"]))


def as_given(indicator: Indicator, figures: pl.DataFrame) -> Indicator:
    """Give the indicator with no more decimals than its source gives in these figures."""
    decimals = [given_decimals(indicator, margin) for margin in figures["marge"].unique()]
    return replace(indicator, decimals=max(decimals, default=indicator.decimals))


def said(row: Row | None, indicator: Indicator, words: Mapping[str, str] = WORDS) -> str:
    """Write a figure with what is known of it: `ten minste 46%`, `hoogstens € 28 miljoen`, `397`."""
    if row is None or row["waarde"] is None:
        return MISSING
    status, value = row["status"], row["waarde"]
    if status in BOUNDS:
        # Rounded the way in which it stays true.
        way = ROUND_FLOOR if status == LOWER_BOUND else ROUND_CEILING
        step = MILLION / 10 if indicator.unit is Unit.EURO and value >= MILLION else Decimal(1)
        value = (value / step).quantize(Decimal(1), way) * step
        return f"{words[status]} {_as_said(row, value, indicator)}"
    return _as_said(row, value, indicator)


def _as_said(row: Row, value: Decimal, indicator: Indicator) -> str:
    return (
        millions(value)
        if indicator.unit is Unit.EURO
        else level({**row, "waarde": value}, indicator)
    )


def millions(value: Decimal) -> str:
    """Write an amount as it is said: `€ 13,2 miljoen`, `€ 28 miljoen`, `€ 156.728`."""
    if value < MILLION:
        return euro(value)
    return f"€ {number(value / MILLION, 1).removesuffix(',0')} miljoen"


def amount(gap: Decimal, indicator: Indicator) -> str:
    """Write the size of a difference without its sign: `0,4 procentpunt`, `212`."""
    written = number(abs(gap), indicator.decimals)
    return f"{written} procentpunt" if indicator.unit is Unit.PROCENT else written


def finding(
    indicator: Indicator,
    where: str,
    figure: Row | None,
    reference: Row | None,
    year_before: Row | None,
) -> str:
    """Say the figure, its difference with Nederland and its change in a year, in two sentences."""
    if figure is None:
        return f"Er is geen cijfer over {indicator.spoken} {where}."
    if figure["waarde"] is None:
        why = figure["status"]
        return f"Er is geen cijfer over {indicator.spoken} {where} {moment(figure)}: {why}."
    remark = remark_on(figure)
    first = (
        f"{capital(moment(figure))} was {indicator.spoken} {where} "
        f"{level(figure, indicator)}{f' ({remark})' if remark else ''}."
    )
    parts = [
        part
        for part in (
            _against_reference(indicator, figure, reference),
            _against_year_before(indicator, figure, year_before),
        )
        if part
    ]
    return f"{first} Dat is {' en '.join(parts)}." if parts else first


def remark_on(row: Row) -> str:
    """Say what a reader must know of one figure before quoting it; empty when nothing."""
    remarks = [REMARKS[row["status"]]] if row["status"] in REMARKS else []
    if not row["strijdig"]:
        return ", ".join(remarks)
    itself = row["status"] == CONTRADICTED
    doubt = (
        "zijn bron spreekt zichzelf tegen"
        if itself
        else "strijdig met een ander gepubliceerd cijfer"
    )
    return ", ".join([doubt, *remarks])


def _against_reference(indicator: Indicator, figure: Row, reference: Row | None) -> str:
    if reference is None or reference["waarde"] is None:
        return ""
    if not indicator.unit.relative:
        if not reference["waarde"]:
            return ""
        share = figure["waarde"] / reference["waarde"] * 100
        return f"{percent(share, 1)} van het aantal in Nederland ({level(reference, indicator)})"
    gap = apart(figure, reference)
    beside = f"({level(reference, indicator)})"
    indicator = coarsest(indicator, figure, reference)
    if _sign(gap, indicator) is Sign.GELIJK:
        return f"gelijk aan Nederland {beside}"
    return f"{amount(gap.value, indicator)} {gap.sign.value} dan in Nederland {beside}"


def _against_year_before(indicator: Indicator, figure: Row, before: Row | None) -> str:
    if before is None or before["waarde"] is None:
        return ""
    gap, indicator = apart(figure, before), coarsest(indicator, figure, before)
    yearly, relative = figure["soort"] == "jaar", indicator.unit.relative
    when = f"in {spoken_period(before)}" if yearly else "een jaar eerder"
    if _sign(gap, indicator) is Sign.GELIJK:
        return f"{'even hoog' if relative else 'evenveel'} als {when}"
    fewer = "meer" if gap.sign is Sign.HOGER else "minder"
    more = gap.sign.value if relative else fewer
    if not gap.survives_rounding:
        return (
            f"{amount(gap.value, indicator)} {more} dan {when}, maar dat valt binnen de afronding"
        )
    share = ""
    if not relative and before["waarde"]:
        share = f" ({percent(abs(gap.value) / before['waarde'] * 100)})"
    return f"{amount(gap.value, indicator)}{share} {more} dan {when}"


def trend_title(indicator: Indicator, name: str, figures: pl.DataFrame) -> str:
    """State what happened between the first and the last chosen figure of one reeks."""
    known = _known(figures)
    if known.is_empty():
        return f"{name}: geen cijfers in deze periode"
    last = known.row(-1, named=True)
    comparable = known.filter(
        (pl.col("reeks") == last["reeks"]) & (pl.col("soort") == last["soort"])
    )
    first = comparable.row(0, named=True)
    if comparable.height == 1:
        alone = "het enige cijfer in deze reeks"
        if known.height > 1:
            alone = f"het eerste cijfer uit een nieuwe reeks ({last['tabel']})"
        return f"{name}: {level(last, indicator)} {moment(last)}, {alone}"
    if _other_gemeenten(first, last):
        # A rise or a fall would be of the set of gemeenten, not of what is counted in them.
        ends = [
            f"{level(row, indicator)} {moment(row)} (van {_gemeenten(row['leden'])})"
            for row in (first, last)
        ]
        return f"{name}: {listed(ends)}"
    gap = apart(last, first)
    sign = _sign(gap, coarsest(indicator, last, first))
    if sign is Sign.GELIJK:
        return (
            f"{name}: {moment(last)} gelijk aan {_period_in_sentence(first)} "
            f"({level(last, indicator)})"
        )
    path = (
        f"van {level(first, indicator)} {moment(first)} "
        f"naar {level(last, indicator)} {moment(last)}"
    )
    if not gap.survives_rounding:
        return f"{name}: {path}, een verschil binnen de afronding"
    return f"{name}: {'gestegen' if sign is Sign.HOGER else 'gedaald'} {path}"


def difference_title(indicator: Indicator, pairs: pl.DataFrame) -> str:
    """State how an area stood against Nederland over the periods of `paired`."""
    if pairs.is_empty():
        return "Geen periode waarin zowel het gebied als Nederland een cijfer heeft"
    signs = [_sign_of(gap, indicator) for gap in pairs["verschil"]]
    last = pairs.row(-1, named=True)
    if pairs.height == 1:
        return f"{capital(moment(last))} {_standing(signs[-1])} Nederland: {_gap(last, indicator)}"
    preposition, periods = capital(_preposition(last)), PERIOD_NAMES[last["soort"]]
    if len(set(signs)) == 1:
        every = "beide" if len(signs) == 2 else f"alle {len(signs)}"
        opening = f"{preposition} {every} {periods} {_standing(signs[0])} Nederland"
    else:
        counted = [f"{signs.count(sign)} keer {_standing(sign)}" for sign in Sign if sign in signs]
        opening = f"{preposition} {len(signs)} {periods} {listed(counted)} Nederland"
    return f"{opening}; {moment(last)} {_gap(last, indicator)}"


def index_title(
    names: Sequence[str],
    changes: Sequence[Decimal | None],
    since: str,
    unsure: Collection[str] = (),
) -> str:
    """State the change in percent of each line since the base period.

    `unsure` names the lines of which the change does not survive rounding.
    """
    parts = [
        f"{name} {'binnen de afronding gelijk' if name in unsure else _grown(change)}"
        for name, change in zip(names, changes, strict=True)
        if change is not None
    ]
    if not parts:
        return f"Geen cijfers om met {since} te vergelijken"
    return f"Sinds {since}: {', '.join(parts)}"


def index_numbers_title(names: Sequence[str], changes: Sequence[Decimal | None], since: str) -> str:
    """State the index of each line: of a percentage, "lower by 31,9%" reads as percentage points."""
    parts = [
        f"{name} {number(100 + change, 1)}"
        for name, change in zip(names, changes, strict=True)
        if change is not None
    ]
    if not parts:
        return f"Geen cijfers om met {since} te vergelijken"
    return f"Index ({since} = 100): {'; '.join(parts)}"


def ranking_title(indicator: Indicator, figures: pl.DataFrame) -> str:
    """Name the gemeenten with the highest and lowest value, all of them where they share it."""
    known = figures.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    if known.is_empty():
        return "Geen gemeente heeft een cijfer voor deze periode"
    shown = known.with_columns(
        getoond=pl.Series([number(value, indicator.decimals) for value in known["waarde"]])
    ).sort("waarde", "naam")
    low, high = shown.row(0, named=True), shown.row(-1, named=True)
    if shown.height == 1:
        return f"Alleen {high['naam']} heeft een cijfer: {level(high, indicator)}"
    if low["getoond"] == high["getoond"]:
        return f"Alle gemeenten hebben hetzelfde cijfer: {level(high, indicator)}"
    return (
        f"Hoogste: {_named(shown, high['getoond'])} ({level(high, indicator)}); "
        f"laagste: {_named(shown, low['getoond'])} ({level(low, indicator)})"
    )


def standing_title(own: Row, figures: pl.DataFrame) -> str:
    """State how many other regions stand higher and lower than our own, as far as rounding lets us."""
    others = figures.filter(pl.col("gebied") != own["gebied"])
    gaps = [apart(row, own) for row in others.iter_rows(named=True)]
    sure = [gap.sign for gap in gaps if gap.survives_rounding]
    higher, lower = sure.count(Sign.HOGER), sure.count(Sign.LAGER)
    unsure = len(gaps) - higher - lower
    return (
        f"{capital(moment(own))} {'ligt' if higher == 1 else 'liggen'} {higher} van {len(gaps)} andere "
        f"arbeidsmarktregio's hoger dan {own['naam']} en {lower} lager"
        f"{f'; bij {unsure} is dat door afronding niet te zeggen' if unsure else ''}"
    )


def map_title(indicator: Indicator, figures: pl.DataFrame, country: Row | None) -> str:
    """State how many gemeenten stand above Nederland, or for a count which ones are largest.

    Without a figure of Nederland: between which figures they lie.
    """
    known = figures.filter(pl.col("waarde").is_not_null())
    if known.is_empty():
        return "Geen gemeente heeft een cijfer voor deze periode"
    if indicator.unit.relative:
        if country is None:
            return _between_ends(indicator, known)
        gaps = [apart(row, country) for row in known.iter_rows(named=True)]
        above = sum(_sign(gap, indicator) is Sign.HOGER and gap.survives_rounding for gap in gaps)
        unsure = sum(map(_open, gaps))
        beside = with_unit(country["waarde"], indicator)
        return (
            f"{above or 'Geen'} van {known.height} gemeenten "
            f"{'ligt' if above < 2 else 'liggen'} boven Nederland ({beside})"
            f"{f'; bij {unsure} is dat door afronding niet te zeggen' if unsure else ''}"
        )
    total = known["waarde"].sum()
    if not total:
        return f"{indicator.title} per gemeente"
    largest = known.sort("waarde", descending=True).head(2).iter_rows(named=True)
    parts = [f"{row['naam']} ({percent(row['waarde'] / total * 100, 0)})" for row in largest]
    return f"Grootste aandeel in de som van deze gemeenten: {listed(parts)}"


def spread_title(indicator: Indicator, history: pl.DataFrame) -> str:
    """State in how many gemeenten the figure rose or fell for certain over the periods shown.

    Only gemeenten with a figure of one reeks at both ends count.
    """
    known = history.filter(pl.col("gekozen"), pl.col("waarde").is_not_null()).sort("begin")
    if known.is_empty():
        return "Geen cijfers over meer dan één moment"
    first, last = known.row(0, named=True), known.row(-1, named=True)
    if first["periode"] == last["periode"]:
        return f"Alleen {_period_in_sentence(last)} is bekend; er is geen verloop"
    ends = known.filter(pl.col("periode") == last["periode"]).join(
        known.filter(pl.col("periode") == first["periode"]), on=["gebied", "reeks"], suffix="_eerst"
    )
    gaps = [
        difference(*row)
        for row in ends.select("waarde", "waarde_eerst", "marge", "marge_eerst").iter_rows()
    ]
    if not gaps:
        return (
            f"Geen gemeente heeft zowel {moment(first)} als {moment(last)} een vergelijkbaar cijfer"
        )
    signs = [None if _open(gap) else _sign(gap, indicator) for gap in gaps]
    parts = [
        f"{word} in {signs.count(sign)}"
        for sign, word in (
            (Sign.HOGER, "gestegen"),
            (Sign.LAGER, "gedaald"),
            (Sign.GELIJK, "gelijk gebleven"),
            (None, "niet te onderscheiden door afronding"),
        )
        if sign in signs
    ]
    return (
        f"Van {_period_in_sentence(first)} tot {_period_in_sentence(last)}: "
        f"{listed(parts)} van {_gemeenten(len(signs))}"
    )


def chance_note(indicator: Indicator) -> str:
    """Say whether a difference can be chance: not for a count, not testable for a survey."""
    return NOT_TESTABLE if indicator.survey else COUNTED


def gap_note(indicator: Indicator, pairs: pl.DataFrame) -> str:
    """Say of the differences over time (rows of `paired`) what a reader must not take from them."""
    said = []
    other = pairs.filter(~pl.col("zelfde_reeks"))
    if other.height:
        when = "" if other.height == pairs.height else f" ({_spoken_periods(other)})"
        said.append(f"Nederland komt uit een andere uitgave{when}; zo'n verschil is een indicatie.")
    faint = pairs.filter(pl.col("verschil") != 0, pl.col("laag") <= 0, pl.col("hoog") >= 0)
    if faint.height:
        said.append(f"Door afronding alleen al mogelijk nul: {_spoken_periods(faint)}.")
    return " ".join([*said, chance_note(indicator)])


def _spoken_periods(rows: pl.DataFrame) -> str:
    return listed([spoken_period(row) for row in rows.iter_rows(named=True)])


def doubt_of(indicator: Indicator, figure: Row, reference: Row) -> str:
    """Say what rounding leaves of a difference, and what is known of chance."""
    gap = apart(figure, reference)
    low, high = (signed(side, indicator.decimals) for side in (gap.low, gap.high))
    if low == high:
        return chance_note(indicator)
    between = f"{low} tot {difference_with_unit(gap.high, indicator)}"
    if not gap.survives_rounding:
        opening = f"Door afronding alleen al kan het verschil nul zijn ({between})."
    else:
        opening = f"Door afronding kan dit {between} zijn."
    return f"{opening} {chance_note(indicator)}"


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does: `Epe`, `Epe en Voorst`, `Epe, Heerde en Voorst`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]}"


def _preposition(row: Row) -> str:
    return "op" if row["soort"] == "dag" else "in"


def _period_in_sentence(row: Row) -> str:
    if row["soort"] != "kwartaal":
        return spoken_period(row)
    return f"het {spoken_period(row).replace('kwartaal', 'kwartaal van')}"


def _other_gemeenten(first: Row, last: Row) -> bool:
    """Tell whether two figures are of another number of gemeenten, as far as that is known."""
    return bool(first["leden"] and last["leden"]) and first["leden"] != last["leden"]


def _gemeenten(count: int) -> str:
    return f"{count} gemeente" if count == 1 else f"{count} gemeenten"


def _known(figures: pl.DataFrame) -> pl.DataFrame:
    return figures.filter(pl.col("gekozen"), pl.col("waarde").is_not_null()).sort("begin", "einde")


def apart(figure: Row, reference: Row) -> Difference:
    """Subtract one figure from another, with what rounding leaves open."""
    return difference(figure["waarde"], reference["waarde"], figure["marge"], reference["marge"])


def coarsest(indicator: Indicator, *figures: Row) -> Indicator:
    """Give the indicator with the decimals that all of these figures have."""
    return replace(
        indicator, decimals=min(given_decimals(indicator, each["marge"]) for each in figures)
    )


def within_rounding(figures: pl.DataFrame) -> bool:
    """Tell whether the first and the last figure of one reeks may be equal but for rounding."""
    known = _known(figures)
    return known.height > 1 and _open(apart(known.row(-1, named=True), known.row(0, named=True)))


def _open(gap: Difference) -> bool:
    """Tell whether rounding leaves open which way a difference points."""
    return gap.low != gap.high and not gap.survives_rounding


def _sign(gap: Difference, indicator: Indicator) -> Sign:
    return _sign_of(gap.value, indicator)


def _sign_of(gap: Decimal, indicator: Indicator) -> Sign:
    shown = rounded_decimal(gap, indicator.decimals)
    if shown == 0:
        return Sign.GELIJK
    return Sign.HOGER if shown > 0 else Sign.LAGER


def _standing(sign: Sign) -> str:
    return "gelijk aan" if sign is Sign.GELIJK else f"{sign.value} dan"


def _gap(pair: Row, indicator: Indicator) -> str:
    return difference_with_unit(pair["verschil"], indicator)


def _grown(change: Decimal) -> str:
    shown = rounded_decimal(change, 1)
    if shown == 0:
        return "gelijk"
    return f"{percent(abs(shown))} {'hoger' if shown > 0 else 'lager'}"


def _between_ends(indicator: Indicator, known: pl.DataFrame) -> str:
    ranked = known.sort("waarde", "naam")
    low, high = ranked.row(0, named=True), ranked.row(-1, named=True)
    if known.height == 1:
        return f"Alleen {high['naam']} heeft een cijfer: {level(high, indicator)}"
    if level(low, indicator) == level(high, indicator):
        return f"Alle gemeenten hebben hetzelfde cijfer: {level(high, indicator)}"
    told = []
    for end in (low, high):
        names = known.filter(pl.col("waarde") == end["waarde"])["naam"].sort().to_list()
        who = listed(names) if len(names) < MOST_NAMED else _gemeenten(len(names))
        told.append(f"{level(end, indicator)} ({who})")
    return f"Tussen {listed(told)}"


def _named(figures: pl.DataFrame, shown: str) -> str:
    return listed(figures.filter(pl.col("getoond") == shown)["naam"].to_list())


def capital(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]
