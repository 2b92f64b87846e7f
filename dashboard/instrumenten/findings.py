"""What the page on instruments and reach shows: each finding in words, with its picture and figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.answers import between
from dashboard.areas import Area, areas
from dashboard.charts import ranked_alt, ranked_dots
from dashboard.choices import Choices
from dashboard.findings import Finding
from dashboard.headline import Headline
from dashboard.instrumenten import charts
from dashboard.instrumenten.charts import Balance, Bar, Bullet, Mark, Pot, Written
from dashboard.levels import split
from dashboard.memory import kept
from dashboard.notes import remarks, source_line
from dashboard.points import short_period
from dashboard.sentences import listed
from warehouse.categories import CATEGORIES
from warehouse.figures import NOT_AT_THIS_LEVEL
from warehouse.indicators import INDICATORS
from warehouse.numbers import MISSING, euro, number, percent, signed, with_unit
from warehouse.periods import Period
from warehouse.proportion import wilson
from warehouse.reader import AS_IT_WAS, Warehouse
from warehouse.tables import LOWER_BOUND
from warehouse.verdict import Against, judge

TARGET, REALISED = "instrument_doel", "instrument_realisatie"
GIVEN, FINISHED = "instrument_toegekend", "instrument_afgerond"
AMOUNT, TARIFF = "instrument_bedrag_eur", "instrument_tarief_eur"
VISITORS, EVENTS = "event_bezoekers", "events"
SESSIONS, EMPLOYERS = "kennissessies", "kennissessie_deelnemers"
INFLOW, QUESTIONS, REACH = "lwl_aanmeldingen", "lwl_vraag_pct", "bereik"
MARK, ANSWERS = "tevredenheid", "tevredenheid_antwoorden"
RESPONSE, AGREE = "tevredenheid_respons_pct", "werkgevers_eens_pct"
BUDGET, SPENT = "begroting_eur", "begroting_realisatie_eur"
EXPECTED, LEFT = "begroting_prognose_eur", "begroting_rest_eur"
CONTRIBUTION, PEOPLE = "contributie_eur", "inwoners"
WORKED_OUT = "afgeleid"
INSTRUMENT, PIJLER, POST, ONDERDEEL = "instrument", "pijler", "begrotingspost", "onderdeel"
COUNTRY = "NL01"
PICTURED = "infographic "
NO_TARGET = "geen doel gedrukt"
REACHED, MISSED = "doel gehaald", "onder doel"
END_OF_2020, END_OF_2021, END_OF_SEPTEMBER = "2020-12-31", "2021-12-31", "2020-09-30"
RMT = "RMT"
DELIVERED = "instrumenten-leveringen"
PARTS = ("jobcoachvoucher regulier", "jobcoachvoucher GGZ")
"""Instruments that are counted in another one already."""

SHOWN_POSTS = 6
"""How many posts with money left are drawn beside those with too little."""

SHARE_TICKS, FIVE_TICKS, TEN_TICKS = (0, 25, 50, 75, 100), (1, 2, 3, 4, 5), (6, 7, 8, 9)
"""What the axes of shares and marks run over; marks of 0-10 lie within the last four."""

PLURALS = {
    "jobcoachvoucher": "jobcoachvouchers",
    "jobcoachvoucher regulier": "reguliere jobcoachvouchers",
    "jobcoachvoucher GGZ": "GGZ-jobcoachvouchers",
    "jobcoachvoucher jongeren": "jobcoachvouchers voor jongeren",
    "praktijkverklaring": "praktijkverklaringen",
    "PSO-voucher": "PSO-vouchers",
    "HARRIE-training": "HARRIE-trainingen",
    "stimuleringsvoucher": "stimuleringsvouchers",
    "GGZ-traject": "GGZ-trajecten",
    "Werk naar Werk": "leerwerktrajecten Werk naar Werk",
    "startersbeurs": "startersbeurzen",
}
PRICED = {
    "HARRIE-training": (
        "HARRIE-training voor een volgende werknemer (de eerste in een jaar wordt vergoed)"
    ),
}
"""What a tariff is for, where that is not any one of the instrument."""

SUPPLY = re.compile(r"(\d+) vouchers beschikbaar")
"""How the remark at a realisation says how many there were to give."""

OUTSIDE = "buiten de pijlers"
SZW_POST = "inzet van SZW-middelen"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class View:
    """What the page shows: the region, the area that was asked, and years with instruments, latest "
    "first."""

    choices: Choices
    asked: Area
    region: Area
    years: tuple[Period, ...]
    year: Period | None

    @property
    def local(self) -> bool:
        """Tell whether something smaller than the region was asked."""
        return self.asked != self.region


@kept
def years_with_instruments(_warehouse: Warehouse, choices: Choices) -> tuple[Period, ...]:
    """Give the years of which a target or a realisation is known, latest first."""
    known = areas().region.code
    found = pl.concat([split(each, known, choices, (INSTRUMENT,)) for each in (TARGET, REALISED)])
    rows = found.filter(pl.col("soort") == "jaar").select("begin", "einde", "soort").unique()
    return tuple(sorted((Period(*each) for each in rows.iter_rows()), reverse=True))


def without_years(choices: Choices) -> str:
    """Say that no instrument has a figure in the chosen years, and which years have."""
    always = Choices(**{**vars(choices), "van": date.min.year, "tot": date.max.year})
    known = [each.begin.year for each in years_with_instruments(always)]
    span = f" (wel van {known[-1]} tot en met {known[0]})" if known else ""
    return f"Instrumenten: er is {between(choices)} geen cijfer{span}. Kies een ruimere periode."


def why_the_region(view: View) -> str:
    """Say which figures exist for the area that was asked; empty for the region itself."""
    if not view.local:
        return ""
    own = "contributie per gemeente"
    if not _local(view.choices, view.asked).is_empty():
        own += ", en wat aan instrumenten is aangeleverd"
    return (
        f"Instrumenten, bijeenkomsten, tevredenheid en begroting: {NOT_AT_THIS_LEVEL} "
        f"({view.asked.label}). Die cijfers zijn er voor {view.region.label} en ziet u nu. Voor "
        f"{view.asked.label} is er wel: {own}."
    )


def _local(choices: Choices, area: Area) -> pl.DataFrame:
    """Give what was delivered of instruments for an area smaller than the region."""
    names = (TARGET, GIVEN, FINISHED)
    rows = pl.concat([split(each, area.code, choices, (INSTRUMENT,)) for each in names])
    return rows.filter(pl.col("reeks") == DELIVERED, pl.col("soort") == "jaar")


def _rows(view: View, indicator: str, *per: str, gebied: str = "") -> pl.DataFrame:
    return split(indicator, gebied or view.region.code, view.choices, per)


@kept
def _every(
    warehouse: Warehouse, indicator: str, gebied: str, choices: Choices, per: tuple[str, ...]
) -> pl.DataFrame:
    """Give all figures of an area, also those that were not chosen."""
    return warehouse.figures(
        indicator,
        [gebied],
        samenstelling=choices.samenstelling,
        begin=date(choices.van, 1, 1),
        einde=date(choices.tot, 12, 31),
        per=per,
    )


def _finding(
    view: View,
    key: str,
    title: str,
    picture: go.Figure | None,
    alt: str,
    rows: pl.DataFrame,
    indicator: str,
    note: str = "",
    **filters: str,
) -> Finding:
    return Finding(
        key, title, picture, alt, rows, INDICATORS[indicator], note, source_line(rows),
        f"{key}-{view.region.code.lower()}",
        {
            "Gebied": f"{view.region.label} ({view.region.code})",
            "Periode": f"{view.choices.van} tot en met {view.choices.tot}",
            **filters,
        },
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _by_place(rows: pl.DataFrame, kenmerk: str) -> dict[tuple[str, str], Row]:
    return {(row[kenmerk], row["periode"]): row for row in rows.iter_rows(named=True)}


def _in_order(kenmerk: str, names: Sequence[str]) -> list[str]:
    return [each for each in CATEGORIES[kenmerk] if each in names]


def words(realised: Row | None, target: Row | None) -> str:
    """Say whether a target was reached, or why that cannot be said."""
    if realised is None:
        return "realisatie niet gedrukt"
    if realised["waarde"] is None:
        return str(realised["status"])
    if target is None or target["waarde"] is None:
        if realised["strijdig"]:
            return "strijdig"
        supply = SUPPLY.search(realised["opmerking"] or "")
        return f"van {supply[1]} beschikbare" if supply else NO_TARGET
    verdict = judge(INDICATORS[REALISED], realised, target, Against.DOEL)
    if verdict.good is None:
        return verdict.words
    return REACHED if verdict.good else MISSED


@dataclass(frozen=True)
class Pair:
    """An instrument in a year: its realisation beside its target, each as far as it is known."""

    instrument: str
    year: str
    realised: Row | None
    target: Row | None

    @property
    def words(self) -> str:
        return words(self.realised, self.target)

    @property
    def disputed(self) -> bool:
        return self.realised is not None and bool(self.realised["strijdig"])

    @property
    def applied(self) -> bool:
        """Tell whether the number counts applications."""
        return (
            self.realised is not None
            and INDICATORS[REALISED].other_measure(self.realised["reeks"]) is not None
        )

    @property
    def bullet(self) -> Bullet:
        return Bullet(
            f"{_capital(self.instrument)} {self.year}{', aangevraagd' if self.applied else ''}",
            self.realised["waarde"] if self.realised else None,
            self.target["waarde"] if self.target else None,
            self.words,
            self.disputed,
        )


@kept
def pairs(_warehouse: Warehouse, view: View) -> list[Pair]:
    """Give all instruments of all chosen years, the latest year of each first."""
    targets, realised = (
        _by_place(_rows(view, each, INSTRUMENT).filter(pl.col("soort") == "jaar"), INSTRUMENT)
        for each in (TARGET, REALISED)
    )
    places = targets.keys() | realised.keys()
    return [
        Pair(name, year, realised.get((name, year)), targets.get((name, year)))
        for name in _in_order(INSTRUMENT, [name for name, _ in places])
        for year in sorted((year for each, year in places if each == name), reverse=True)
    ]


def opening(view: View) -> str:
    """Say in a sentence how many targets of the year were reached, and what is in doubt."""
    own = [each for each in pairs(view) if view.year and each.year == view.year.text]
    aimed = [each for each in own if each.target is not None]
    year = view.year.text if view.year else ""
    if not aimed:
        return f"Van {year} is van geen enkel instrument een doel gedrukt."
    if all(each.realised is None for each in aimed):
        which = listed([f"{number(each.target['waarde'])} {PLURALS[each.instrument]}"
                        for each in aimed if each.target])  # fmt: skip
        return f"Voor {year} was het doel {which}; wat daarvan is gerealiseerd, is niet gedrukt."
    reached = [each for each in aimed if each.words == REACHED]
    below = [each for each in aimed if each.words == MISSED]
    rest = [each for each in aimed if each not in reached and each not in below]
    parts = []
    for group, verb in (
        (reached, "haalden hun doel"),
        (below, "bleven onder hun doel"),
        (rest, "zijn strijdig"),
    ):
        if group:
            names = listed([PLURALS[each.instrument] for each in group])
            parts.append(f"{names} {verb}")
    number_of = f"Van {year} zijn {len(aimed)} doelen bekend"
    if len(aimed) == 1:
        number_of = f"Van {year} is één doel bekend"
    return f"{number_of}: {'; '.join(parts)}."


@kept
def headlines(_warehouse: Warehouse, view: View) -> list[Headline]:
    """Give the instruments of the year, each against its target."""
    own = [
        each
        for each in pairs(view)
        if view.year and each.year == view.year.text and each.instrument not in PARTS
    ]
    return [_headline(each) for each in own]


def _headline(pair: Pair) -> Headline:
    label = f"{_capital(PLURALS[pair.instrument])} {pair.year}"
    if pair.realised is None or pair.realised["waarde"] is None:
        target = f"doel {number(pair.target['waarde'])}" if pair.target else None
        return Headline(label, MISSING, pair.words, target, figure=pair.realised)
    beside = None
    if pair.target is not None:
        share = pair.realised["waarde"] / pair.target["waarde"] * 100
        beside = f"doel {number(pair.target['waarde'])}, {percent(share, 0)}"
    said = f"aangevraagd, {pair.words}" if pair.applied else pair.words
    worked_out = (
        pair.realised["status"] == WORKED_OUT
        and pair.realised["reeks"] != DELIVERED
        and pair.realised["opmerking"]
    )
    note = f"{label}. {pair.realised['opmerking'].rstrip('.')}." if worked_out else ""
    return Headline(label, number(pair.realised["waarde"]), said, beside, note, pair.realised)


def irreconcilable(view: View) -> list[str]:
    """Tell what the reports themselves contradict, of all years that are shown."""
    told = []
    for each in pairs(view):
        if each.disputed and each.realised is not None:
            remark = (each.realised["opmerking"] or "de bronnen verschillen").rstrip(".")
            told.append(f"**{_capital(PLURALS[each.instrument])} {each.year}**: {remark}.")
    return told


def worth_knowing(view: View) -> list[str]:
    """Tell what else the reports leave open about numbers that are not disputed."""
    told: dict[str, None] = {}
    for each in pairs(view):
        if each.realised is not None and not each.disputed and each.realised["opmerking"]:
            remark = each.realised["opmerking"].rstrip(".")
            told[f"{_capital(PLURALS[each.instrument])} {each.year}: {remark}."] = None
    return list(told)


@kept
def targets(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show what was realised beside its target, by instrument and year."""
    shown = [each for each in pairs(view) if each.instrument not in PARTS]
    if not shown:
        return None
    bullets = [each.bullet for each in shown]
    rows = pl.concat([_rows(view, each, INSTRUMENT) for each in (REALISED, TARGET)]).filter(
        pl.col("soort") == "jaar"
    )
    judged = [each for each in shown if each.words in (REACHED, MISSED)]
    reached = [each for each in judged if each.words == REACHED]
    disputed = [each for each in shown if each.disputed]
    title = "Van geen instrument is doel en realisatie te vergelijken"
    if len(judged) == 1:
        title = f"Het enige doel dat te toetsen is, is {'' if reached else 'niet '}gehaald"
    elif judged:
        count = number(len(reached)) if reached else "Geen"
        title = f"{count} van de {len(judged)} te toetsen doelen gehaald"
    reserved = [each for each in shown if each.words.endswith("met voorbehoud")]
    for some, what in ((disputed, "strijdig"), (reserved, "met voorbehoud te lezen")):
        if some:
            title += f"; {number(len(some))} {'is' if len(some) == 1 else 'zijn'} {what}"
    notes = []
    if any((each.instrument, each.year) == ("jobcoachvoucher", "2023") for each in shown):
        notes.append("Jobcoachvouchers 2023 zijn de reguliere en die voor de GGZ samen.")
    if disputed:
        notes.append("Waar de jaarverslagen zichzelf tegenspreken, staat hierboven.")
    return _finding(
        view, "doelen", title, charts.bullets(bullets), charts.bullets_alt(bullets), rows, REALISED,
        " ".join(notes),
    )  # fmt: skip


@kept
def visitors(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the visitors of each month with events, by kind."""
    rows = _rows(view, VISITORS, "eventsoort")
    months = rows.filter(pl.col("soort") == "maand").sort("begin")
    if months.is_empty():
        return None
    bars = [
        Bar(
            short_period(Period.parse(row["periode"]), between="<br>").replace("<br>20", "<br>"),
            row["waarde"],
            row["eventsoort"],
            f"{_capital(row['eventsoort'])}, {Period.parse(row['periode']).spoken}: "
            f"{number(row['waarde'])} bezoekers"
            + (f" ({_small(row['opmerking'])})" if row["opmerking"] else ""),
        )
        for row in months.iter_rows(named=True)
    ]
    years = _rows(view, VISITORS).filter(pl.col("soort") == "jaar").sort("begin")
    counts = dict(_rows(view, EVENTS).select("periode", "waarde").rows())
    known = years.select("periode", "waarde").rows()
    year, value = known[-1]
    title = f"{number(value)} bezoekers op {number(counts[year])} bijeenkomsten in {year}"
    if len(known) > 1:
        before, was = known[-2]
        title += f", tegen {number(was)} op {number(counts[before])} in {before}"
    sessions = {row["periode"]: row for row in _rows(view, EMPLOYERS).iter_rows(named=True)}
    held = dict(_rows(view, SESSIONS).select("periode", "waarde").rows())
    note = ""
    if "2022" in counts:
        note = "In 2022 waren vier van de zes bijeenkomsten online of half online."
    if "2023" in counts:
        note += (
            " Van 2023 noemt het jaarverslag elders zes bijeenkomsten (twee banenmarkten, drie "
            "opendeurendagen en een groot banenmarkt-event); hier tellen de vijf waarvan het de "
            "bezoekers geeft."
        )
    if year in sessions and year in held:
        note += (
            f" Voor werkgevers waren er in {year} {number(held[year])} kennissessies met "
            f"{number(sessions[year]['waarde'])} deelnemers."
        )
    table = pl.concat([rows.select(years.columns), years])
    unit = "bezoekers"
    return _finding(
        view, "bezoekers", title, charts.columns(bars, unit), charts.columns_alt(bars, unit), table,
        VISITORS, note.strip(),
    )  # fmt: skip


@kept
def leerwerkloket(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show how many people came to the Leerwerkloket in each year."""
    rows = _rows(view, INFLOW).filter(pl.col("waarde").is_not_null()).sort("begin")
    if rows.is_empty():
        return None
    bars = [
        Bar(year, value, "", f"{year}: {number(value)} aanmeldingen")
        for year, value in rows.select("periode", "waarde").rows()
    ]
    first, last = bars[0], bars[-1]
    title = f"{number(last.value)} aanmeldingen bij het Leerwerkloket in {last.name}"
    if len(bars) > 1:
        change = (last.value / first.value - 1) * 100
        way = "minder" if change < 0 else "meer"
        title = (
            f"{percent(abs(change), 0)} {way} aanmeldingen bij het Leerwerkloket: van "
            f"{number(first.value)} naar {number(last.value)}"
            if change
            else f"Evenveel aanmeldingen bij het Leerwerkloket: {number(last.value)}"
        )
    unit = "aanmeldingen in het jaar"
    note = ""
    if last.name == "2023" and len(bars) > 1:
        note = (
            "De daling valt volgens het jaarverslag samen met het einde van de Cleantech-vouchers, "
            "die er sinds februari 2023 niet meer zijn."
        )
    return _finding(
        view, "leerwerkloket", title, charts.columns(bars, unit), charts.columns_alt(bars, unit), rows,
        INFLOW, note,
    )  # fmt: skip


@kept
def questions(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show what people ask the Leerwerkloket, beside Nederland."""
    own, country = (_rows(view, QUESTIONS, "lwl_vraag", gebied=each) for each in ("", COUNTRY))
    if own.is_empty():
        return None
    beside = _by_place(country, "lwl_vraag")
    rows = [
        Mark(
            _capital(row["lwl_vraag"]),
            _written(row, QUESTIONS),
            _written(beside.get((row["lwl_vraag"], row["periode"])), QUESTIONS),
            "",
        )
        for row in own.sort("waarde", descending=True).iter_rows(named=True)
    ]
    unit = "aandeel van de aanmeldingen"
    most = rows[0]
    title = f"{most.own.said} vraagt naar {most.name.lower()}"
    if most.country is not None:
        title += f", landelijk {most.country.said}"
    return _finding(
        view, "vragen", title, charts.marks(rows, SHARE_TICKS, unit, "%"),
        charts.marks_alt(rows, unit), pl.concat([own, country]), QUESTIONS,
        "Op hoeveel aanmeldingen de aandelen rusten, is niet gedrukt; het verschil is niet toetsbaar.",
    )  # fmt: skip


def _written(row: Row | None, indicator: str) -> Any:
    """Write a value with the decimals that its source gives; None for none."""
    if row is None or row["waarde"] is None:
        return None
    return Written(row["waarde"], with_unit(row["waarde"], INDICATORS[indicator], row["marge"]))


@kept
def reach(_warehouse: Warehouse, view: View) -> Finding | None:
    """List what else is counted of reach, with the one that is known of two years as its finding."""
    rows = _rows(view, REACH, "bereiksoort")
    if rows.is_empty():
        return None
    told = []
    for name in _in_order("bereiksoort", rows["bereiksoort"].to_list()):
        own = rows.filter(pl.col("bereiksoort") == name).sort("begin")
        values = [
            f"{'meer dan ' if status == LOWER_BOUND else ''}{number(value)} ({year})"
            for value, status, year in own.select("waarde", "status", "periode").rows()
        ]
        told.append(f"{_capital(name)}: {' en '.join(values)}")
    linked = rows.filter(pl.col("bereiksoort") == "leden van de LinkedIn-groep").sort("begin")
    title = "Bereik van de regio"
    if linked.height > 1:
        first, last = linked["waarde"][0], linked["waarde"][-1]
        growth = signed((last / first - 1) * 100, 1, "%")
        title = f"De LinkedIn-groep ging van {number(first)} naar {number(last)} leden ({growth})"
    note = "; ".join(told) + ". De aantallen zijn van ongelijke soort en tellen niet op."
    return _finding(view, "bereik", title, None, note, rows, REACH, note)


@kept
def satisfaction(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the marks from 0 to 10 beside Nederland, with all values where reports disagree."""
    own, country = (_every(MARK, each, view.choices, (ONDERDEEL,)) for each in (
        view.region.code, COUNTRY))  # fmt: skip
    named = pl.col("categorie").list.first()
    own, country = (
        each.filter(~named.str.starts_with(RMT)).with_columns(onderdeel=named)
        for each in (own, country)
    )
    if own.is_empty():
        return None
    rows = _marks(own, country, _answers(view))
    unit = "rapportcijfer van 0 tot 10"
    disputed = [each for each in rows if each.disputed]
    latest = next((each for each in rows if each.name.startswith("WSP")), rows[0])
    title = f"{latest.name}: {latest.own.said}"
    if latest.country is not None:
        title += (
            ", gelijk aan landelijk"
            if latest.country.value == latest.own.value
            else f" tegen {latest.country.said} landelijk, een verschil dat niet toetsbaar is"
        )
    note = (
        "n: aantal antwoorden, waar dat is gedrukt. Een standaardafwijking is niet gedrukt: of een "
        "verschil met Nederland of met een ander jaar meer is dan toeval, is niet te zeggen."
    )
    if disputed:
        which = listed([each.name for each in disputed])
        note = f"Twee cijfers voor {which}: hieronder staan ze naast elkaar. {note}"
    return _finding(
        view, "tevredenheid", title, charts.marks(rows, TEN_TICKS, unit),
        charts.marks_alt(rows, unit), pl.concat([own, country]).drop("onderdeel"), MARK,
        f"De as begint bij {TEN_TICKS[0]}. {note}",
    )  # fmt: skip


def _answers(view: View) -> dict[tuple[str, str], Decimal]:
    rows = _rows(view, ANSWERS, ONDERDEEL)
    return {(name, year): value for name, year, value in rows.select(
        ONDERDEEL, "periode", "waarde").rows()}  # fmt: skip


def _marks(
    own: pl.DataFrame, country: pl.DataFrame, answers: Mapping[tuple[str, str], Decimal]
) -> list[Mark]:
    """Set each mark beside that of Nederland, by its order in the list and the latest year first."""
    beside = _by_place(country.filter(pl.col("gekozen")), ONDERDEEL)
    chosen = _by_place(own.filter(pl.col("gekozen")), ONDERDEEL)
    found = []
    for name in _in_order(ONDERDEEL, [name for name, _ in chosen]):
        for year in sorted((year for each, year in chosen if each == name), reverse=True):
            row = chosen[name, year]
            rivals = own.filter(
                pl.col(ONDERDEEL) == name, pl.col("periode") == year,
                pl.col("strijdig"), ~pl.col("gekozen"),
            )  # fmt: skip
            n = answers.get((name, year))
            whole = " " not in name
            found.append(
                Mark(
                    f"{name} {year}" if whole else name,
                    _written(row, MARK),
                    _written(beside.get((name, year)), MARK),
                    f"n = {number(n)}" if n is not None else "",
                    tuple(_written(each, MARK) for each in rivals.iter_rows(named=True)),
                )
            )
    return found


@kept
def disputed_grade(_warehouse: Warehouse, view: View) -> list[tuple[str, str, str, str]]:
    """Give both grades of the WSP where two reports differ: year, value, report, and whether chosen."""
    rows = _every(MARK, view.region.code, view.choices, (ONDERDEEL,)).filter(
        pl.col("strijdig"), pl.col("categorie").list.first() == "WSP"
    )
    return [
        (
            row["periode"],
            with_unit(row["waarde"], INDICATORS[MARK], row["marge"]),
            row["tabel"].replace("jaarverslag-", PICTURED if _pictured(row) else "jaarverslag "),
            "gekozen" if row["gekozen"] else "niet gekozen",
        )
        for row in rows.iter_rows(named=True)
    ]


def _pictured(row: Row) -> bool:
    return "infographic" in row["reeks"]


@kept
def satisfaction_rmt(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the marks from 1 to 5 beside Nederland, and say whom they stand for."""
    own, country = (
        _rows(view, MARK, ONDERDEEL, gebied=each).filter(pl.col(ONDERDEEL).str.starts_with(RMT))
        for each in ("", COUNTRY)
    )
    if own.is_empty():
        return None
    rows = _marks(own, country, {})
    rows = [Mark(**{**vars(each), "beside": ""}) for each in rows]
    n = next((value for (name, _), value in _answers(view).items() if name == RMT), None)
    response = _rows(view, RESPONSE, ONDERDEEL).filter(pl.col(ONDERDEEL) == RMT)
    unit = "cijfer van 1 tot 5"
    title = f"{rows[0].name}: {rows[0].own.said} van 5"
    note = "Deze schaal is met die van WSP en Leerwerkloket niet te vergelijken."
    if n is not None and response.height:
        share = response["waarde"][0]
        title = (
            f"RMT: {rows[0].own.said} van 5, op {number(n)} antwoorden ({percent(share)} respons)"
        )
        everyone = int((n / share * 100).quantize(Decimal(1)))
        reach_of = wilson(Decimal(50), int(n), everyone)
        half = number(reach_of.high_pct - 50)
        note = (
            f"{number(n)} van {number(everyone)} deelnemers antwoordden. Ook als dat een aselecte "
            f"steekproef was, dan kan een aandeel van 50% nog {half} procentpunt hoger of lager "
            f"liggen; en wie antwoordt, kiest daar zelf voor. Een verschil met het landelijke cijfer is "
            f"daarmee niet toetsbaar. {note}"
        )
    ages = _every(ANSWERS, view.region.code, view.choices, (ONDERDEEL, "leeftijd"))
    if ages.height:
        older = [
            row for row in ages.iter_rows(named=True) if row["categorie"][1] in ("51-60", "60+")
        ]
        many = sum((row["waarde"] for row in older), Decimal(0))
        note += f" Ouder dan 50 waren er {number(many)}."
    return _finding(
        view, "tevredenheid-rmt", title, charts.marks(rows, FIVE_TICKS, unit),
        charts.marks_alt(rows, unit),
        pl.concat([own.drop(ONDERDEEL), country.drop(ONDERDEEL), response.drop(ONDERDEEL), ages]),
        MARK, note,
    )  # fmt: skip


@kept
def statements(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show which part of employers agrees, with how far chance reaches."""
    rows = _rows(view, AGREE, "stelling")
    if rows.is_empty():
        return None
    answers = _answers(view)
    found = []
    for row in rows.sort("waarde", descending=True).iter_rows(named=True):
        n = answers.get(("WSP", row["periode"]))
        reach_of = wilson(row["waarde"], int(n)) if n is not None else None
        found.append(
            Mark(
                _capital(row["stelling"]),
                _written(row, AGREE),
                None,
                f"n = {number(n)}" if n is not None else "n niet gedrukt",
                interval=(reach_of.low_pct, reach_of.high_pct) if reach_of else None,
            )
        )
    unit = f"werkgevers die het eens zijn, {listed(sorted(set(rows['periode'])))}"
    most = found[0]
    title = f"{most.own.said} van de werkgevers is het eens met ‘{most.name.lower()}’"
    if most.interval is not None:
        title += (
            f"; met zo weinig antwoorden kan dat {number(most.interval[0])} tot "
            f"{number(most.interval[1])}% zijn"
        )
    note = (
        "Marge: Wilson-interval van 95% bij het gedrukte aandeel, voor het geval dat werkgevers aselect "
        "antwoordden. Landelijk is niets gedrukt."
    )
    least = found[-1]
    if most.interval and least.interval and least.interval[1] >= most.interval[0] and least != most:
        note += " De marges van het hoogste en het laagste aandeel overlappen."
    return _finding(
        view, "stellingen", title, charts.marks(found, SHARE_TICKS, unit, "%"),
        charts.marks_alt(found, unit), rows, AGREE, note,
    )  # fmt: skip


def _amounts(view: View, indicator: str, periode: str) -> dict[str, Row]:
    rows = _rows(view, indicator, PIJLER).filter(pl.col("periode") == periode)
    return {row[PIJLER]: row for row in rows.iter_rows(named=True)}


@kept
def budget(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show by pijler what was budgeted, spent and expected, and what stays unspent."""
    budgets = _amounts(view, BUDGET, "2020")
    spent = _amounts(view, SPENT, END_OF_SEPTEMBER)
    expected = _amounts(view, EXPECTED, END_OF_2020)
    left = _amounts(view, LEFT, END_OF_2020)
    names = [
        each for each in _in_order(PIJLER, list(budgets))
        if each in spent and each in expected and each in left
    ]  # fmt: skip
    if not names:
        return None
    pots = [
        Pot(_capital(each), *(told[each]["waarde"] for told in (budgets, spent, expected, left)))
        for each in names
    ]
    own = [each for each, name in zip(pots, names, strict=True) if name.startswith("pijler")]
    whole, rest = sum(each.budget for each in own), sum(each.left for each in own)
    most = max(own, key=lambda each: each.left_pct)
    title = (
        f"{percent(Decimal(rest) / Decimal(whole) * 100, 0)} van het geld voor de pijlers bleef eind "
        f"2020 naar verwachting liggen, in {most.name.lower()} {percent(most.left_pct, 0)}"
    )
    rows = pl.concat(
        [
            _rows(view, BUDGET, PIJLER).filter(pl.col("periode") == "2020"),
            *(_rows(view, each, PIJLER) for each in (SPENT, EXPECTED, LEFT)),
        ]
    ).filter(pl.col("periode") != END_OF_2021)
    note = (
        "Overbruggingsactie en organisatiekosten staan naast de pijlers. Prognose van najaar 2020; wat "
        "het werd, is niet gedrukt."
    )
    return _finding(
        view, "begroting", title, charts.pots(pots), charts.pots_alt(pots), rows.drop(PIJLER), BUDGET,
        note,
    )  # fmt: skip


@kept
def posts(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the posts that are overspent, and those with the most money left."""
    rows = _rows(view, LEFT, PIJLER, POST).filter(pl.col("periode") == END_OF_2020)
    if rows.is_empty():
        return None
    sorted_rows = rows.sort("waarde").to_dicts()
    over = [row for row in sorted_rows if row["waarde"] < 0]
    most = [row for row in reversed(sorted_rows) if row["waarde"] > 0][:SHOWN_POSTS]
    alike = [each[POST] for each in sorted_rows]
    found = [
        Balance(
            _capital(row[POST])
            + (f" ({row[PIJLER].partition(':')[0]})" if alike.count(row[POST]) > 1 else ""),
            row["waarde"],
        )
        for row in (*over, *most)
    ]
    title = "Geen enkele post van de Doe-agenda is overschreden"
    if over:
        first = over[0]
        title = (
            f"In de Doe-agenda kostte {first[POST]} {euro(-first['waarde'])} meer dan begroot; "
            f"{number(len(over))} posten daarin zijn overschreden"
        )
        if len(over) == 1:
            title = title.partition(";")[0]
    left = len([row for row in sorted_rows if row["waarde"] > 0])
    note = (
        f"Van de {left} posten van de Doe-agenda waar geld over is, staan de {min(left, SHOWN_POSTS)} "
        "grootste in de grafiek; alle staan in de tabel. Posten van de overbruggingsactie en de "
        "organisatiekosten staan er niet in; ook daar zijn posten met geld over en een die is "
        "overschreden. Stand: aangepaste begroting min prognose tot en met december 2020."
    )
    told = "meer uitgegeven dan begroot"
    return _finding(
        view, "posten", title, charts.balances(found, told), charts.balances_alt(found),
        rows.drop(PIJLER, POST), LEFT, note,
    )  # fmt: skip


@kept
def next_year(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show by pijler what the budget of 2021 leaves of what was left."""
    left, budgets = _amounts(view, LEFT, END_OF_2021), _amounts(view, BUDGET, "2021")
    if not left:
        return None
    by_post = {
        each: _rows(view, each, PIJLER, POST).filter(pl.col("einde") == date(2021, 12, 31))
        for each in (BUDGET, LEFT)
    }
    fresh = _sum(by_post[LEFT].filter(pl.col(POST) == SZW_POST))
    found = [
        Balance(
            _capital(name),
            left[name]["waarde"],
            name in budgets and bool(budgets[name]["strijdig"]),
        )
        for name in _in_order(PIJLER, list(left))
    ]
    found = [part for each in found for part in _apart(each, fresh)]
    over = [each for each in found if each.left < 0]
    lacking = sum((-each.left for each in over), Decimal(0))
    title = "De begroting 2021 past in elke pijler binnen wat er over was"
    if over:
        title = (
            f"Voor 2021 is in {number(len(over))} {'pijler' if len(over) == 1 else 'pijlers samen'} "
            f"{euro(lacking)} meer begroot dan er over was"
        )
    disputed = [row for row in budgets.values() if row["strijdig"]]
    known = by_post[BUDGET].filter(pl.col(PIJLER).is_in([row[PIJLER] for row in disputed]))
    if over and known["waarde"].drop_nulls().len():
        more = sum((row["waarde"] for row in disputed), Decimal(0)) - _sum(known)
        title += f" (strijdig: volgens de losse posten {euro(lacking - more)})"
    note = (
        remarks(pl.DataFrame(disputed, schema_overrides={"opmerking": pl.String}))
        if disputed
        else ""
    )
    rows = pl.concat(
        [
            _rows(view, BUDGET, PIJLER).filter(pl.col("periode") == "2021"),
            _rows(view, LEFT, PIJLER).filter(pl.col("periode") == END_OF_2021),
        ]
    )
    if fresh:
        note = f"{note} {euro(fresh)} van het ministerie van SZW is nieuw geld en was niet over."
    note = (
        f"{note} Het tekort wordt gedekt uit pijler 2, projectsubsidie en middelen van het ministerie "
        "van SZW."
    ).strip()
    told = "meer begroot dan er over was"
    return _finding(
        view, "begroting-2021", title, charts.balances(found, told), charts.balances_alt(found),
        rows.drop(PIJLER), LEFT, note,
    )  # fmt: skip


def _sum(rows: pl.DataFrame) -> Decimal:
    return sum(rows["waarde"].drop_nulls().to_list(), Decimal(0))


def _apart(balance: Balance, fresh: Decimal) -> list[Balance]:
    """Set fresh money apart from what was left, in the bar that holds both."""
    if not fresh or balance.name != _capital(OUTSIDE):
        return [balance]
    return [
        Balance(balance.name, balance.left - fresh, balance.disputed),
        Balance("Middelen van SZW, nieuw", fresh),
    ]


@kept
def contributions(warehouse: Warehouse, view: View) -> Finding | None:
    """Show what each gemeente contributes, and what that is for each inhabitant."""
    known = areas()
    codes = warehouse.members(known.region.code, AS_IT_WAS)
    rows = warehouse.figures(
        CONTRIBUTION,
        codes,
        begin=date(view.choices.van, 1, 1),
        einde=date(view.choices.tot, 12, 31),
    )
    if rows.is_empty():
        return None
    year = str(rows["periode"].max())
    own = rows.filter(pl.col("periode") == year)
    day = date(int(year), 1, 1)
    people = warehouse.figures(PEOPLE, codes, begin=day, einde=day).filter(pl.col("gekozen"))
    each = own.join(people.select("gebied", mensen="waarde"), on="gebied").filter(
        pl.col("mensen") > 0, pl.col("waarde").is_not_null()
    )
    asked = {view.asked.code, *warehouse.members(view.asked.code)} if view.local else set()
    indicator, highlight = INDICATORS[CONTRIBUTION], frozenset(asked)
    whole = own["waarde"].sum()
    title = f"Voor {year} is {euro(whole)} aan bijdragen van gemeenten begroot"
    if each.height:
        per_head = (each["waarde"].cast(pl.Float64) / each["mensen"].cast(pl.Float64)).sort()
        low, high = (number(value * 100, 1) for value in (per_head[0], per_head[-1]))
        title += f", ongeveer € {number(Decimal(str(per_head.mean())), 2)} per inwoner"
        note = f"Per inwoner (1 januari {year}) van {low} tot {high} cent. "
    else:
        note = f"Inwoners op 1 januari {year} zijn er niet. "
    partners = _rows(view, CONTRIBUTION, "partij").filter(pl.col("periode") == year)
    uwv = dict(partners.select("partij", "waarde").rows()).get("UWV")
    if uwv is not None:
        note += f"Van UWV is daarnaast {euro(uwv)} begroot; dat heeft geen gebied. "
    total = _every(CONTRIBUTION, view.region.code, view.choices, ()).filter(
        pl.col("periode") == year, pl.col("opmerking").is_not_null()
    )
    note += remarks(total)
    return _finding(
        view, "contributie", title, ranked_dots(own, indicator, highlight),
        ranked_alt(own, indicator, highlight), pl.concat([rows, total]), CONTRIBUTION, note.strip(),
        **({"Gemarkeerd": view.asked.label} if view.local else {}),
    )  # fmt: skip


@kept
def delivered_by_quarter(_warehouse: Warehouse, view: View) -> Finding | None:
    """List what was delivered of the year by quarter, as a table."""
    if view.year is None:
        return None
    rows = pl.concat([_rows(view, each, INSTRUMENT) for each in (GIVEN, FINISHED, AMOUNT)]).filter(
        pl.col("begin").dt.year() == view.year.begin.year
    )
    if rows.is_empty():
        return None
    quarters = rows.filter(pl.col("soort") == "kwartaal", pl.col("indicator") == GIVEN)
    last = quarters.filter(pl.col("waarde").is_not_null()).sort("begin")
    title = f"Aangeleverd over {view.year.text}"
    if last.height:
        period = Period(*last.select("begin", "einde", "soort").row(-1))
        known = last.filter(pl.col("periode") == period.text)
        told = [
            f"{number(value)} {PLURALS[name]}"
            for name, value in known.select(INSTRUMENT, "waarde").rows()
        ]
        title = f"In het {period.spoken} toegekend: {listed(told)}"
    note = (
        "Per kwartaal, alle in de tabel. Kleine aantallen van wie één persoon krijgt, zijn niet "
        "getoond; van een kwartaal staan dan ook de andere niet."
    )
    return _finding(view, "kwartalen", title, None, title, rows.drop(INSTRUMENT), GIVEN, note)


@kept
def delivered_locally(_warehouse: Warehouse, view: View) -> Finding | None:
    """List what was delivered for the gemeente or subregio that was asked."""
    if not view.local:
        return None
    rows = _local(view.choices, view.asked)
    if rows.is_empty():
        return None
    latest = str(rows["periode"].max())
    known = rows.filter(
        pl.col("periode") == latest, pl.col("waarde").is_not_null(), pl.col("indicator") == GIVEN
    )
    told = [
        f"{number(value)} {PLURALS[name]}"
        for name, value in known.select(INSTRUMENT, "waarde").rows()
    ]
    title = f"{view.asked.name} in {latest}: {listed(told)} toegekend" if told else (
        f"{view.asked.name} in {latest}: geen aantal dat getoond mag worden of compleet is"
    )  # fmt: skip
    return _finding(
        view,
        "plaatselijk",
        title,
        None,
        title,
        rows.drop(INSTRUMENT),
        GIVEN,
        remarks(rows),
        Gemeente=view.asked.label,
    )


def has_delivery(view: View) -> bool:
    """Tell whether anything was delivered of instruments."""
    return (
        not _every(GIVEN, view.region.code, view.choices, (INSTRUMENT,)).is_empty()
        or not _every(TARGET, view.region.code, view.choices, (INSTRUMENT,))
        .filter(pl.col("reeks") == DELIVERED)
        .is_empty()
    )


@kept
def tariffs(_warehouse: Warehouse, view: View) -> str:
    """Say what one of each instrument costs, as the plan of 2021 prints it; empty where it does not."""
    rows = _rows(view, TARIFF, INSTRUMENT)
    if rows.is_empty():
        return ""
    told = [
        f"{PRICED.get(name, name)} {euro(value)}"
        for name, value in rows.select(INSTRUMENT, "waarde").rows()
    ]
    return f"Waarde of prijs van één: {listed(told)} (uitvoeringsplan 2021)."
