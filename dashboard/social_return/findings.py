"""What the page on social return shows: each finding in words, with its picture and figures."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.areas import Area, areas
from dashboard.charts import REGIONS, Line, ranked_alt, ranked_dots, trend, trend_alt
from dashboard.choices import Choices
from dashboard.findings import Finding
from dashboard.headline import Headline
from dashboard.levels import split
from dashboard.memory import kept
from dashboard.notes import remarks, source_line
from dashboard.points import short_period
from dashboard.sentences import MILLION, SIGNS, WORDS, capital, listed, millions, said
from dashboard.social_return import charts
from dashboard.social_return.charts import Part, Step
from warehouse.figures import NOT_PUBLISHED
from warehouse.indicator import Indicator, Unit
from warehouse.indicators import INDICATORS
from warehouse.numbers import MISSING, number, percent, signed
from warehouse.periods import Period
from warehouse.reader import PRESENT, Warehouse
from warehouse.tables import BOUNDS

CONTRACTS, AGREED, REALISED = "sroi_contracten", "sroi_verplichting_eur", "sroi_verzilverd_eur"
OPEN, SURPLUS, SHARE = "sroi_openstaand_eur", "sroi_overrealisatie_eur", "sroi_realisatie_pct"
EXPECTED, RISK = "sroi_verwacht_eur", "sroi_risico_contracten"
WITHOUT, REALISED_WITHOUT = "sroi_zonder_verplichting", "sroi_verzilverd_zonder_verplichting_eur"
PERCENTAGE, WORKERS = "sroi_percentage", "pso_medewerkers"
FIRMS, VOUCHERS, AVAILABLE = "pso_bedrijven", "pso_vouchers", "pso_vouchers_beschikbaar"
CONTRACT_KIND, EFFORT_KIND = "contractsoort", "invulling"
DELIVERED = ("sroi-leveringen", "sroi-leveringen-opdrachtgever")
COUNTRY = "NL01"
PLACEMENTS = (
    "Goedgekeurde arbeidsparticipatie van alle opdrachtgevers samen. Bouwblokken met minder dan vijf "
    "personen in een jaar staan er niet in."
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class View:
    """What the page shows: an area on one day; `periods` are all days with figures, latest first."""

    choices: Choices
    area: Area
    periods: tuple[Period, ...]
    period: Period

    def row(self, indicator: str, period: Period | None = None) -> Row | None:
        """Give the chosen figure of an indicator on a day, also one without a value."""
        rows = split(indicator, self.area.code, self.choices, ())
        found = rows.filter(pl.col("periode") == (period or self.period).text)
        return None if found.is_empty() else found.row(0, named=True)

    def rows(self, indicator: str, *per: str) -> pl.DataFrame:
        found = split(indicator, self.area.code, self.choices, per)
        return found.filter(pl.col("periode") == self.period.text)

    @property
    def before(self) -> Period | None:
        """The same day a year earlier, if there are figures."""
        day = self.period.begin
        return next(
            (
                each
                for each in self.periods
                if (each.begin.year, each.begin.month) == (day.year - 1, day.month)
            ),
            None,
        )


@kept
def opening(_warehouse: Warehouse, view: View) -> str:
    """Say in a sentence how much of what was agreed has been realised."""
    share, agreed, realised = (view.row(each) for each in (SHARE, AGREED, REALISED))
    when = view.period.spoken
    if share is None or share["waarde"] is None or agreed is None or realised is None:
        known = said(agreed, INDICATORS[AGREED])
        why = _why_missing(share or realised)
        if agreed is None or agreed["waarde"] is None:
            return f"Van social return is op {when} geen bedrag bekend ({_why_missing(agreed)})."
        return f"Op {when} was {known} aan social return afgesproken; wat daarvan is verzilverd: {why}."
    return (
        f"Op {when} was {said(share, INDICATORS[SHARE])} van de afgesproken social return verzilverd: "
        f"{said(realised, INDICATORS[REALISED])} van {said(agreed, INDICATORS[AGREED])}."
    )


def _why_missing(row: Row | None) -> str:
    if row is None:
        return NOT_PUBLISHED
    return f"{row['status']}{f': {text}' if (text := row['opmerking']) else ''}"


@kept
def headlines(_warehouse: Warehouse, view: View) -> list[Headline]:
    """Give the figures that open the page, each against a year earlier where they can be compared."""
    found = [_headline(view, each) for each in (AGREED, REALISED, SHARE, OPEN, CONTRACTS, RISK)]
    return [each for each in found if each is not None]


@kept
def further(_warehouse: Warehouse, view: View) -> str:
    """Say what else is known on the day, each by its own name."""
    told = []
    for each in (WITHOUT, REALISED_WITHOUT, PERCENTAGE, WORKERS):
        row, indicator = view.row(each), INDICATORS[each]
        if row is not None and row["waarde"] is not None:
            told.append(f"{indicator.title}: {said(row, indicator)}")
    return f"{'; '.join(told)}." if told else ""


def _headline(view: View, indicator_id: str) -> Headline | None:
    indicator, row = INDICATORS[indicator_id], view.row(indicator_id)
    label = indicator.title
    if row is None:
        if indicator_id != RISK:
            return Headline(label, MISSING, NOT_PUBLISHED, None)
        return Headline(
            label, MISSING, "niet bekend", None,
            "Risico per contract is pas te zien als contracten zijn aangeleverd (sroi-contracten).",
        )  # fmt: skip
    if row["waarde"] is None:
        return Headline(label, MISSING, row["status"], None, remarks_of(row), row)
    delta, note = _since(view, indicator, row)
    shown = said(row, indicator, SIGNS).replace("miljoen", "mln")
    return Headline(label, shown, delta or WORDS.get(row["status"]), note[0], note[1], row)


def _since(view: View, indicator: Indicator, row: Row) -> tuple[str | None, tuple[str | None, str]]:
    before = view.row(indicator.id, view.before) if view.before else None
    if before is None or before["waarde"] is None or view.before is None:
        return None, (None, "")
    cut = indicator.break_between(before, row)
    if cut is not None:
        reason = f"{indicator.title}: niet te vergelijken met {view.before.spoken}; {cut.reason}."
        return WORDS.get(row["status"], "niet te vergelijken"), (None, reason)
    if {row["status"], before["status"]} & set(BOUNDS) or row["reeks"] != before["reeks"]:
        return None, (None, "")
    gap = row["waarde"] - before["waarde"]
    beside = f"sinds {short_period(view.before)}"
    if indicator.unit is Unit.PROCENT:
        return signed(gap, indicator.decimals, "procentpunt"), (beside, "")
    growth = signed(gap / before["waarde"] * 100, 1, "%") if before["waarde"] else ""
    if indicator.unit is Unit.EURO:
        return growth or None, (beside, "")
    written = signed(gap, 0)
    return f"{written} ({growth})" if growth else written, (beside, "")


def remarks_of(row: Row) -> str:
    return f"{text.rstrip('.')}." if (text := row["opmerking"]) else ""


def _finding(
    view: View,
    key: str,
    title: str,
    picture: go.Figure | None,
    alt: str,
    rows: pl.DataFrame,
    indicator: str,
    note: str = "",
) -> Finding:
    return Finding(
        key,
        title,
        picture,
        alt,
        rows,
        INDICATORS[indicator],
        note,
        source_line(rows),
        f"{key}-{view.area.code.lower()}-{view.period.text}",
        {"Gebied": f"{view.area.label} ({view.area.code})", "Peildatum": view.period.spoken},
    )


@kept
def agreed_to_open(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the way from what was agreed, by what was realised, to what is open."""
    agreed, realised, still_open = (view.row(each) for each in (AGREED, REALISED, OPEN))
    if agreed is None or agreed["waarde"] is None or realised is None or realised["waarde"] is None:
        return None
    bars = [_step("Verplichting", agreed, AGREED, Decimal(0), "verplichting")]
    by_kind = view.rows(REALISED, EFFORT_KIND).filter(pl.col("waarde").is_not_null())
    end = agreed["waarde"]
    exact = realised["status"] not in BOUNDS
    if not by_kind.is_empty() and exact and by_kind["waarde"].sum() == realised["waarde"]:
        for row in by_kind.sort("waarde", descending=True).iter_rows(named=True):
            end -= row["waarde"]
            name = f"Verzilverd: {row[EFFORT_KIND]}"
            bars.append(
                Step(
                    name, max(end, Decimal(0)), row["waarde"], millions(row["waarde"]), "verzilverd"
                )
            )
    else:
        end -= realised["waarde"]
        bars.append(_step("Verzilverd", realised, REALISED, max(end, Decimal(0)), "verzilverd"))
    surplus = view.row(SURPLUS)
    note = ""
    if surplus is not None and surplus["waarde"]:
        note = (
            f"Op sommige contracten is samen {millions(surplus['waarde'])} meer verzilverd dan "
            "afgesproken; dat vult het tekort op andere niet. Daarom is openstaand zoveel meer dan het "
            "verschil."
        )
        if end >= 0:
            bars.append(_step("Meer dan afgesproken", surplus, SURPLUS, end, "meer"))
    if still_open is not None and still_open["waarde"] is not None:
        bars.append(_step("Openstaand", still_open, OPEN, Decimal(0), "openstaand"))
    rows = pl.concat(
        [
            split(each, view.area.code, view.choices, ())
            for each in (AGREED, REALISED, OPEN, SURPLUS)
        ]
    ).filter(pl.col("periode") == view.period.text)
    share = view.row(SHARE)
    rest = f"; {said(still_open, INDICATORS[OPEN])} staat open" if still_open else ""
    title = f"{capital(said(share, INDICATORS[SHARE]))} is verzilverd{rest}"
    return _finding(
        view, "verzilverd", title, charts.steps(bars), charts.steps_alt(bars), rows, REALISED,
        " ".join(part for part in (note, remarks(rows)) if part),
    )  # fmt: skip


def _step(name: str, row: Row, indicator: str, begin: Decimal, role: str) -> Step:
    return Step(
        name, begin, row["waarde"], said(row, INDICATORS[indicator]), role, row["status"] in BOUNDS
    )


@kept
def over_time(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show what was realised by the end of each quarter, against what the terms led to expect."""
    lines, kept_rows = [], []
    for indicator, name, role in (
        (REALISED, "Verzilverd", "regio"),
        (EXPECTED, "Verwacht", "doel"),
        (AGREED, "Verplichting", "nederland"),
    ):
        rows = _delivered(view, indicator)
        kept_rows.append(rows)
        scaled = rows.with_columns(
            pl.col("waarde") / MILLION, marge=pl.lit(None, pl.Decimal(18, 4))
        )
        lines.append(Line(name, role, scaled))  # type: ignore[arg-type]
    realised = lines[0].rows.filter(pl.col("waarde").is_not_null())
    if realised.height < 2:
        return None
    shown = replace(INDICATORS[REALISED], unit=Unit.MILJOEN_EURO, decimals=1)
    last = {line.name: _last(line.rows) for line in lines}
    rows = pl.concat(kept_rows)
    behind = (
        last["Verwacht"] - last["Verzilverd"]
        if last["Verwacht"] is not None and last["Verzilverd"] is not None
        else None
    )
    title = "Verzilverd per kwartaal"
    if behind is not None:
        where = "achter op" if behind > 0 else "voor op"
        title = (
            f"Verzilverd loopt {millions(abs(behind) * MILLION)} {where} wat bij de looptijd van de "
            "contracten hoort"
        )
    return _finding(
        view, "verloop", title, trend(lines, shown), trend_alt(lines, shown), rows, REALISED,
        "Verwacht: het deel van elke verplichting dat bij het verstreken deel van de looptijd hoort.",
    )  # fmt: skip


def _delivered(view: View, indicator: str) -> pl.DataFrame:
    """Give the figures of one series of deliveries, from the first day that has one."""
    rows: pl.DataFrame = _all_rows(indicator, view.area.code, view.choices)
    for series in DELIVERED:
        own = rows.filter(pl.col("reeks") == series)
        known = own.filter(pl.col("waarde").is_not_null())
        if known.height:
            return own.filter(pl.col("begin") >= known["begin"].min()).with_columns(
                gekozen=pl.lit(value=True), strijdig=pl.lit(value=False)
            )
    return rows.clear()


@kept
def _all_rows(warehouse: Warehouse, indicator: str, gebied: str, choices: Choices) -> pl.DataFrame:
    return warehouse.figures(
        indicator,
        [gebied],
        samenstelling=choices.samenstelling,
        begin=date(choices.van, 1, 1),
        einde=date(choices.tot, 12, 31),
    )


def _last(rows: pl.DataFrame) -> Decimal | None:
    known = rows.filter(pl.col("waarde").is_not_null()).sort("einde")
    return None if known.is_empty() else known["waarde"][-1]


@kept
def by_gemeente(warehouse: Warehouse, view: View) -> Finding | None:
    """Show each gemeente as opdrachtgever; one without contracts is named, and is no nought."""
    known = areas()
    codes = warehouse.members(known.region.code, f"{view.period.begin.year}")
    tables = {
        each: warehouse.figures(each, codes, begin=view.period.begin, einde=view.period.einde)
        for each in (AGREED, REALISED)
    }
    if tables[AGREED].is_empty():
        return None
    values = {
        name: dict(rows.select("gebied", "waarde").iter_rows()) for name, rows in tables.items()
    }
    chosen = {view.area.code, *warehouse.members(view.area.code, PRESENT)} - {known.region.code}
    groups = [
        Part(
            known[code].name,
            values[AGREED].get(code),
            values[REALISED].get(code),
            code in chosen and view.area.code != known.region.code,
            "" if code in values[AGREED] else "geen levering",
        )
        for code in codes
    ]
    order = {name: place for place, name in enumerate(sorted(each.name for each in groups))}
    groups.sort(key=lambda each: (each.agreed is None, -(each.agreed or 0), order[each.name]))
    shares = sorted((each.share, each.name) for each in groups if each.share is not None)
    absent = [each.name for each in groups if each.agreed is None]
    title = "Verplichting en verzilverd naar gemeente"
    if len(shares) > 1:
        (low, least), (high, most) = shares[0], shares[-1]
        title = f"Van {percent(low, 0)} verzilverd in {least} tot {percent(high, 0)} in {most}"
    rows = pl.concat(list(tables.values()))
    note = f"Geen levering, en dus onbekend: {listed(absent)}." if absent else ""
    return _finding(
        view,
        "gemeenten",
        title,
        charts.parts(groups),
        charts.parts_alt(groups),
        rows,
        REALISED,
        note,
    )


@kept
def by_kind(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show what was agreed and realised by kind of contract."""
    agreed, realised = (
        view.rows(each, CONTRACT_KIND).filter(pl.col("waarde").is_not_null())
        for each in (AGREED, REALISED)
    )
    if agreed.is_empty():
        return None
    done = dict(realised.select(CONTRACT_KIND, "waarde").iter_rows())
    groups = [
        Part(name.capitalize(), value, done.get(name))
        for name, value in agreed.sort("waarde", descending=True)
        .select(CONTRACT_KIND, "waarde")
        .rows()
        if value
    ]
    shares = sorted((each.share, each.name) for each in groups if each.share is not None)
    title = "Verplichting en verzilverd naar soort contract"
    if len(shares) > 1:
        (low, least), (high, most) = shares[0], shares[-1]
        title = (
            f"{most} is voor {percent(high, 0)} verzilverd, {least.lower()} voor {percent(low, 0)}"
        )
    rows = pl.concat([agreed, realised])
    return _finding(
        view, "soorten", title, charts.parts(groups), charts.parts_alt(groups), rows, REALISED,
        "Raamovereenkomsten zonder waarde tellen hier niet mee.",
    )  # fmt: skip


@kept
def certified_firms(warehouse: Warehouse, view: View) -> Finding | None:
    """Show the region among those of which the number of certified firms is printed."""
    rows = split(FIRMS, COUNTRY, view.choices, ("arbeidsmarktregio",))
    if rows.is_empty():
        return None
    region = areas().region
    drawn = rows.with_columns(
        naam="arbeidsmarktregio",
        gebied=pl.when(pl.col("arbeidsmarktregio") == region.name)
        .then(pl.lit(region.code))
        .otherwise("arbeidsmarktregio"),
    )
    own = drawn.filter(pl.col("gebied") == region.code)
    if own.is_empty():
        return None
    value = own["waarde"][0]
    place = drawn.filter(pl.col("waarde") > value).height + 1
    when = Period(*own.select("begin", "einde", "soort").row(0)).spoken
    indicator, highlight = INDICATORS[FIRMS], frozenset({region.code})
    vouchers, available = (_one(warehouse, each, region.code) for each in (VOUCHERS, AVAILABLE))
    note = "Van andere arbeidsmarktregio’s drukt het jaarverslag geen aantal."
    if vouchers is not None and available is not None:
        note = (
            f"In 2023 zijn {number(vouchers)} van de {number(available)} beschikbare PSO-vouchers "
            f"verstrekt. {note}"
        )
    return _finding(
        view, "pso",
        f"Met {number(value)} PSO-bedrijven stond de regio op {when} op plaats {place} van de "
        f"{drawn.height} die zijn gedrukt",
        ranked_dots(drawn, indicator, highlight, kind=REGIONS),
        ranked_alt(drawn, indicator, highlight, kind=REGIONS),
        rows, FIRMS, note,
    )  # fmt: skip


def _one(warehouse: Warehouse, indicator: str, gebied: str) -> Decimal | None:
    rows = warehouse.figures(indicator, [gebied], begin=date(2023, 1, 1), einde=date(2023, 12, 31))
    known = rows.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    return None if known.is_empty() else known["waarde"][0]


@kept
def listed_contracts(
    warehouse: Warehouse,
    gebieden: tuple[str, ...] | None,
    soort: str | None,
    search: str,
    only_risk: bool,
    most: int,
    skip: int,
) -> pl.DataFrame:
    """Give some contracts, as `Warehouse.contracts` does."""
    return warehouse.contracts(
        gebieden, soort=soort, only_risk=only_risk, search=search, most=most, skip=skip
    )


@kept
def about_contracts(
    warehouse: Warehouse, gebieden: tuple[str, ...] | None
) -> tuple[Decimal | None, str]:
    """Give the mean realisation over contracts, and in words what the last delivery changed."""
    changes = warehouse.contract_changes().iter_rows()
    told = ", ".join(f"{number(count)} {what}" for what, count in changes)
    return warehouse.mean_realisation(gebieden), told


@kept
def placements(warehouse: Warehouse, most: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give placements by bouwblok, and of those that deviate from one the most that are listed."""
    return warehouse.placements(), warehouse.deviations(most)


def names_are_shown() -> bool:
    """Tell whether names of contractors may be seen: by stewards, or where it was configured."""
    return (
        os.environ.get("MONITOR_AANLEVEREN") == "1"
        or os.environ.get("MONITOR_OPDRACHTNEMERS") == "namen"
    )


def contract_table(rows: pl.DataFrame, *, names: bool) -> pl.DataFrame:
    """Set contracts as a reader sees them: what has passed of the term beside what is realised.

    What matters most stands first: on a narrow screen the last columns are out of sight.
    """
    end, begin, day = pl.col("einddatum"), pl.col("ingangsdatum"), pl.col("bijgewerkt_tot")
    passed = (pl.min_horizontal(day, end) - begin).dt.total_days() + 1
    return rows.select(
        pl.when("risico").then(pl.lit("!")).otherwise(pl.lit("")).alias("Risico"),
        pl.col("contractnummer").alias("Contract"),
        pl.col("opdrachtgever").alias("Opdrachtgever"),
        (pl.col("opdrachtnemer") if names else pl.col("kenmerk")).alias("Opdrachtnemer"),
        pl.col("openstaand").cast(pl.Float64).alias("Openstaand"),
        pl.col("verplichting").cast(pl.Float64).alias("Verplichting"),
        (passed.clip(lower_bound=0) / ((end - begin).dt.total_days() + 1) * 100)
        .cast(pl.Float64)
        .alias("Looptijd voorbij"),
        (
            pl.col("verzilverd").cast(pl.Float64) / pl.col("verplichting").cast(pl.Float64) * 100
        ).alias("Verzilverd"),
        end.dt.strftime("%d-%m-%Y").fill_null("geen").alias("Einddatum"),
        pl.col("soort").str.to_titlecase().alias("Soort"),
    )


def contract_rows(rows: pl.DataFrame, *, names: bool) -> pl.DataFrame:
    """Give contracts as a download holds them; names and descriptions only where they may be seen."""
    who = ["opdrachtnemer", "omschrijving"] if names else ["kenmerk"]
    return rows.select(
        "contractnummer", "opdrachtgever", *who, "soort", "ingangsdatum", "einddatum",
        "opdrachtwaarde", "percentage", "verplichting", "verzilverd", "openstaand", "overrealisatie",
        "verwacht", "risico", "bijgewerkt_tot",
    )  # fmt: skip


def contract_passport(filters: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say in pairs what a list of contracts needs to be quoted."""
    told = [
        (each.title, each.definition)
        for each in map(INDICATORS.__getitem__, (AGREED, REALISED, OPEN, SURPLUS, EXPECTED, RISK))
    ]
    rows = _origin()
    return [*filters.items(), *told, ("Herkomst", rows)]


def placement_passport() -> list[tuple[str, str]]:
    """Say in pairs what placements by bouwblok need to be quoted."""
    return [
        ("Plaatsingen naar bouwblok", PLACEMENTS),
        ("Voltijdsjaren", "Aantal personen x deel van voltijd x maanden / 12."),
        ("Herkomst", _origin()),
    ]


def deviation_passport() -> list[tuple[str, str]]:
    """Say in pairs what a list of deviating invullingen needs to be quoted."""
    return [
        (
            "Anders dan het bouwblok",
            "Invullingen waarvan de waarde meer dan een euro verschilt van wat het bouwblok geeft dat "
            "in die maand gold, of die langer duren dan het bouwblok telt; overgenomen zoals geleverd.",
        ),
        ("Herkomst", _origin()),
    ]


@kept
def _origin(warehouse: Warehouse) -> str:
    own = warehouse.sources().filter(pl.col("bron") == "sroi-leveringen")
    days = sorted({f"{day:%d-%m-%Y}" for day in own["vastgelegd"]})
    invented = " (voorbeeld, verzonnen)" if (own["stand"] == "voorbeeld").any() else ""
    return f"sroi-contracten en sroi-invullingen{invented}, aangeleverd {listed(days)}"


@kept
def coverage(warehouse: Warehouse) -> str:
    """Name the gemeenten of the region without any registration: unknown is no nought."""
    known = areas()
    delivered = set(warehouse.opdrachtgevers())
    if not delivered:
        return ""
    absent = [
        known[code].name
        for code in warehouse.members(known.region.code, PRESENT)
        if code not in delivered
    ]
    return f"Zonder levering, en dus onbekend: {listed(absent)}." if absent else ""


def placements_title(rows: Sequence[Row]) -> str:
    """Say how many full-time years of work there were in the last year, by bouwblok."""
    year = max(row["jaar"] for row in rows)
    own = [row for row in rows if row["jaar"] == year]
    whole = sum((row["voltijdsjaren"] for row in own), Decimal(0))
    most = max(own, key=lambda row: row["voltijdsjaren"])
    said = f"In {year} {number(whole, 1)} voltijdsjaren werk"
    if len(own) == 1:
        return f"{said}, alle voor {most['bouwblok']}"
    return f"{said}, het meest voor {most['bouwblok']} ({number(most['voltijdsjaren'], 1)})"
