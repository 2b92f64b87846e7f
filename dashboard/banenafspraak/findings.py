"""What the page on the banenafspraak shows: each finding in words, with its picture and figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.areas import Area, areas
from dashboard.banenafspraak import charts
from dashboard.banenafspraak.charts import Bar, Step
from dashboard.banenafspraak.composition import remaining
from dashboard.banenafspraak.pace import (
    FEWEST,
    HORIZON,
    Arrival,
    Pace,
    arrival,
    needed,
    pace,
    reached,
    step,
)
from dashboard.banenafspraak.view import JOBS, SECTOR, TARGET, View
from dashboard.findings import Finding
from dashboard.headline import Headline
from dashboard.levels import split
from dashboard.memory import kept
from dashboard.notes import remarks, source_line
from dashboard.sentences import listed, place
from warehouse.figures import NOT_PUBLISHED
from warehouse.indicators import INDICATORS
from warehouse.numbers import number, percent, signed
from warehouse.periods import Period
from warehouse.reader import Warehouse

PLACED, TO_PLACE, WSW = "plaatsingen", "plaatsingen_doel", "wsw_doel"
PLAN = "banenafspraak-plan-2017"
DELIVERED = ("banenafspraak-leveringen", "banenafspraak-leveringen-gemeente")
SPLIT_DAYS = ("2018-12-31", "2017-12-31")
"""The days of which the target is split over gemeenten and subregios, the latest first."""
MARKET, GOVERNMENT = "markt", "overheid"
UWV, GROUP, EXECUTOR = "UWV", "doelgroep", "partij"
MET, MISSED = "✓", "✗"
REPORTED = "2023-12-31"
Row = Mapping[str, Any]


def verdict(jobs: Decimal, target: Decimal) -> str:
    """Judge jobs against a target, with a mark, in words and by how much."""
    gap = jobs - target
    if gap == 0:
        return f"{MET} precies op doel"
    return f"{MET} boven doel" if gap > 0 else f"{MISSED} onder doel"


def opening(view: View) -> str:
    """Say how many jobs there are and whether that is what was aimed at."""
    jobs, target = view.row(JOBS), view.row(TARGET)
    where, when = place(view.area.kind, view.area.name), view.day.spoken
    if jobs is None or jobs["waarde"] is None:
        return _opening_without_jobs(view, jobs, target)
    first = f"Op {when} waren er {number(jobs['waarde'])} banen van de banenafspraak {where}"
    if target is None or target["waarde"] is None:
        return f"{first}; voor die dag is geen doel bekend."
    gap = jobs["waarde"] - target["waarde"]
    aimed = f"het doel van {number(target['waarde'])}"
    if gap == 0:
        return f"{first}, precies {aimed}: {MET} gehaald."
    if gap > 0:
        return f"{first}, {number(gap)} meer dan {aimed}: {MET} gehaald."
    return f"{first}, {number(-gap)} minder dan {aimed}: {MISSED} niet gehaald."


def _opening_without_jobs(view: View, jobs: Row | None, target: Row | None) -> str:
    where, when = place(view.area.kind, view.area.name), view.day.spoken
    why = NOT_PUBLISHED if jobs is None else str(jobs["status"])
    if target is None or target["waarde"] is None:
        return f"Op {when} is {where} geen aantal banen bekend: {why}."
    kind = "doel" if view.regional else "indicatieve doel"
    known = "op die dag" if view.regional else "op dit niveau"
    return (
        f"Het {kind} voor {when} {where} was {number(target['waarde'])} banen; hoeveel het er {known} "
        f"waren: {why}."
    )


@kept
def headlines(_warehouse: Warehouse, view: View) -> list[Headline]:
    """Give the figures that open the page: jobs, target, the difference, and the final target."""
    jobs, target = view.row(JOBS), view.row(TARGET)
    done = None if jobs is None else jobs["waarde"]
    aimed = None if target is None else target["waarde"]
    judged = verdict(done, aimed) if done is not None and aimed is not None else None
    found = [
        Headline(
            f"Banen, {view.day.spoken}",
            number(done),
            judged if done is not None else NOT_PUBLISHED if jobs is None else jobs["status"],
            None,
            _remark(jobs),
        ),
        Headline(
            f"Doel, {view.day.spoken}",
            number(aimed),
            _said_of_target(view, target),
            None,
            _remark(target),
        ),
    ]
    if done is not None and aimed is not None:
        share = percent(done / aimed * 100, 1) if aimed else None
        found.append(
            Headline(
                "Verschil met het doel",
                signed(done - aimed, 0),
                share and f"{share} van het doel",
                None,
            )
        )
    final = view.final()
    if final is not None and final["einde"] > view.day.einde:
        left = None if done is None else final["waarde"] - done
        todo = None if left is None else f"nog {number(left)}" if left > 0 else f"{MET} al bereikt"
        said = "berekend" if view.remaining else None
        day = Period.day(final["einde"]).spoken
        found.append(
            Headline(f"Doel, {day}", number(final["waarde"]), todo or said, said if todo else None)
        )
    return found


def _said_of_target(view: View, target: Row | None) -> str | None:
    if target is None or target["waarde"] is None:
        return "geen doel bekend" if target is None else str(target["status"])
    if view.remaining is not None and target["reeks"] == PLAN:
        return "berekend"
    return None if view.regional or target["reeks"] in DELIVERED else "indicatieve verdeling"


def _remark(row: Row | None) -> str:
    text = None if row is None else row["opmerking"]
    return f"{text.rstrip('.')}." if text else ""


def composition_note(view: View) -> str:
    """Say for which gemeenten the targets are, and where to ask for others."""
    if not view.regional:
        return ""
    if view.remaining is not None:
        return view.remaining.said
    left = remaining("huidig")
    if left is None:
        return ""
    gone = listed([f"{name} ({percent(part * 100)})" for name, part in left.left])
    return (
        f"De doelen van 2017, 2018 en 2026 zijn gesteld voor 14 gemeenten; sindsdien vertrokken {gone}. "
        "Kies links bij Samenstelling ‘huidig’ om ze voor de huidige gemeenten te laten berekenen."
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
    area: Area | None = None,
    moment: str | None = None,
) -> Finding:
    shown = area or view.area
    return Finding(
        key, title, picture, alt, rows, INDICATORS[indicator], note, source_line(rows),
        f"{key}-{shown.code.lower()}-{moment or view.day.text}",
        {
            "Gebied": f"{shown.label} ({shown.code})",
            "Peildatum": moment or view.day.spoken,
            **({"Doelen": "berekend voor de gekozen samenstelling"} if view.remaining else {}),
        },
    )  # fmt: skip


@kept
def over_time(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the jobs beside each target; what is missing is said."""
    jobs, targets = view.series(JOBS), view.series(TARGET)
    rows = pl.concat([jobs, targets])
    if rows["waarde"].is_null().all():
        return None
    known = jobs.filter(pl.col("waarde").is_not_null()).join(
        targets.filter(pl.col("waarde").is_not_null()).select("periode", doel="waarde"),
        on="periode",
    )
    met = known.filter(pl.col("waarde") >= pl.col("doel")).height
    if known.height == 1:
        row = known.row(0, named=True)
        title = (
            f"{row['begin'].year}: {number(row['waarde'])} banen bij een doel van {number(row['doel'])}, "
            f"{MET + ' gehaald' if met else MISSED + ' niet gehaald'}"
        )
    elif known.height:
        title = (
            f"Op {met} van de {known.height} dagen met een doel is het gehaald, het laatst "
            f"{number(known.sort('einde')['waarde'][-1])} bij {number(known.sort('einde')['doel'][-1])}"
        )
    elif jobs["waarde"].is_not_null().any():
        title = (
            f"{number(jobs.drop_nulls('waarde').sort('einde')['waarde'][-1])} banen, zonder doel"
        )
    else:
        last = targets.filter(pl.col("waarde").is_not_null()).sort("einde").row(-1, named=True)
        title = (
            f"Doel eind {last['einde'].year}: {number(last['waarde'])} banen; geen aantal bekend"
        )
    missing = rows.filter(pl.col("periode") == REPORTED, pl.col("waarde").is_null())
    told = ""
    if missing.height:
        told = (
            "Over 2023 drukt het jaarverslag alleen een afbeelding; het zegt wel dat de regio de "
            "doelstelling ‘de afgelopen jaren steeds gehaald’ heeft. "
        )
    others = remarks(rows.filter(pl.col("periode") != REPORTED, pl.col("status") != "berekend"))
    return _finding(
        view, "doel", title, charts.against_target(jobs, targets),
        charts.against_target_alt(jobs, targets), rows, JOBS, told + others,
    )  # fmt: skip


@kept
def by_sector(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show market and government apart, as far as either is known."""
    targets, jobs = view.series(TARGET, SECTOR), view.series(JOBS, SECTOR)
    jobs = jobs.filter(pl.col("waarde").is_not_null(), pl.col("einde") <= view.day.einde)
    rows = pl.concat([jobs, targets])
    if rows.is_empty():
        return None
    bars: list[Bar] = []
    for sector in (MARKET, GOVERNMENT):
        own = jobs.filter(pl.col(SECTOR) == sector).sort("einde").tail(1)
        aimed = targets.filter(pl.col(SECTOR) == sector, pl.col("waarde").is_not_null()).sort(
            "einde"
        )
        if own.is_empty() and aimed.is_empty():
            continue
        last = None if aimed.is_empty() else aimed["waarde"][-1]
        if not own.is_empty():
            done, day = own.select("waarde", "einde").row(0)
            said = number(done) + (f" ({percent(done / last * 100, 0)})" if last else "")
            bars.append(
                Bar(f"{sector.capitalize()}, {Period.day(day).spoken}", done, last, said, head=True)
            )
        bars += [
            Bar(f"{sector.capitalize()}, doel eind {day.year}", None, value, number(value))
            for day, value in aimed.select("einde", "waarde").iter_rows()
        ]
    if not bars:
        return None
    final = {each.name.split(",")[0]: each for each in bars if each.done is None}
    title = "Banen in de markt en bij de overheid"
    done_bars = [each for each in bars if each.done is not None]
    if len(done_bars) == 2 and all(each.target for each in done_bars):
        parts = [
            f"{each.name.split(',')[0].lower()} {percent((each.done or 0) / (each.target or 1) * 100, 0)}"
            for each in done_bars
        ]
        title = f"Van het laatste doel is bereikt: {listed(parts)}"
    elif len(final) == 2:
        market, government = (
            final["Markt"].target or Decimal(0),
            final["Overheid"].target or Decimal(0),
        )
        share = percent(market / (market + government) * 100, 0)
        title = f"{share} van het laatste doel ligt in de markt: {number(market)}, overheid {number(government)}"
    note = "" if done_bars else "Hoeveel banen er per sector zijn, is niet gedrukt."
    if done_bars and any(each.target for each in done_bars):
        note = "Tussen haakjes: het deel van het laatste doel in dezelfde sector."
    return _finding(
        view, "sector", title, charts.bars(bars, "banen"), charts.bars_alt(bars, "banen naar sector"),
        rows, TARGET, note,
    )  # fmt: skip


@kept
def at_this_pace(_warehouse: Warehouse, view: View) -> Finding | None:
    """Say how fast jobs come, how fast they have to, and between when the target would be reached."""
    stands, final = view.stands(), view.final()
    if not view.regional and len(stands) < FEWEST:
        return None
    found = pace(stands)
    rows = view.series(JOBS)
    if found is None:
        return _finding(
            view, "tempo", "Over het tempo is niets te zeggen", None, "", rows, JOBS, too_few(view)
        )
    target = None if final is None else final["waarde"]
    deadline = None if final is None else final["einde"]
    wanted = None
    if target is not None and deadline is not None and target > found.last.jobs:
        wanted = needed(found.last, target, deadline)
    made = [
        Step(earlier.day, later.day, step(earlier, later)) for earlier, later in pairwise(stands)
    ]
    told = pace_words(found, target, deadline)
    if target is not None and (day := reached(stands, target)) is not None:
        told = (
            f"{told} Het doel van {number(target)} is bereikt sinds {Period.day(day.day).spoken}."
        )
    return _finding(
        view, "tempo", pace_title(found, wanted), charts.steps(made, wanted),
        charts.steps_alt(made, wanted), rows, JOBS, told,
    )  # fmt: skip


def too_few(view: View) -> str:
    """Say why there is no pace, and what it would take."""
    stands = view.stands()
    if not stands:
        known = "er is nog geen enkel aantal banen bekend"
    else:
        days = listed([Period.day(each.day).spoken for each in stands])
        known = f"alleen {'de stand' if len(stands) == 1 else 'de standen'} van {days} is bekend"
        if len(stands) > 1:
            known = known.replace(" is bekend", " zijn bekend")
    return (
        f"Voor een tempo zijn ten minste drie standen uit dezelfde reeks nodig; {known}. Het tempo "
        "verschijnt zodra er meer standen zijn aangeleverd."
    )


def pace_title(found: Pace, wanted: Decimal | None) -> str:
    """State the pace beside the one that is needed."""
    now = f"{_change(found.mean)} per kwartaal"
    if wanted is None:
        return f"Het tempo: {now}"
    enough = MET if found.mean >= wanted else MISSED
    return f"Het tempo: {now}; nodig {number(wanted)} per kwartaal {enough}"


def _change(jobs: Decimal) -> str:
    rounded = number(abs(jobs))
    if rounded == "0":
        return "gemiddeld geen verandering"
    return f"gemiddeld {rounded} banen {'erbij' if jobs > 0 else 'eraf'}"


def pace_words(found: Pace, target: Decimal | None, deadline: date | None) -> str:
    """Tell the pace in sentences: since when, what is needed, when it would be there, and assuming what."""
    first, last = (Period.day(each.day).spoken for each in (found.first, found.last))
    said = [f"Van {first} tot {last}: {_change(found.mean)} per kwartaal."]
    if target is None or deadline is None or target <= found.last.jobs:
        return said[0]
    wanted = needed(found.last, target, deadline)
    day = Period.day(deadline).spoken
    if wanted is None:
        said.append(f"De dag van het doel ({day}) is voorbij.")
    else:
        said.append(f"Voor {number(target)} op {day} zijn er {number(wanted)} per kwartaal nodig.")
    between = f"van {signed(found.slowest, 0)} tot {signed(found.fastest, 0)} banen per kwartaal"
    said.append(f"{_when(arrival(found, target), target)} ({between}).")
    said.append(
        "Aanname: het gaat verder als over delen van deze reeks die ten minste half zo lang zijn als het "
        "geheel; het traagste en het snelste daarvan geven de grenzen. Het is geen voorspelling."
    )
    return " ".join(said)


def _when(found: Arrival, target: Decimal) -> str:
    """Say between when a target would be reached; a range, also where both ends are one quarter."""
    goal = number(target)
    if found.earliest is None:
        return f"In dit tempo wordt {goal} niet bereikt, ook niet binnen {HORIZON // 4} jaar"
    earliest = found.earliest.spoken
    if found.latest is None:
        return (
            f"In het snelste tempo is {goal} er in het {earliest}, in het traagste niet, ook niet binnen "
            f"{HORIZON // 4} jaar"
        )
    if found.latest == found.earliest:
        return f"In dit tempo is {goal} er tussen het begin en het eind van het {earliest}"
    return f"In dit tempo is {goal} er tussen het {earliest} en het {found.latest.spoken}"


@kept
def split_over_gemeenten(warehouse: Warehouse, view: View) -> Finding | None:
    """Show the indicative split over subregios and gemeenten as printed, sums that are off included."""
    day = next(
        (
            each
            for each in (view.day.text, *SPLIT_DAYS)
            if each in SPLIT_DAYS and _within(view, each)
        ),
        None,
    )
    if day is None:
        return None
    table = split_table().filter(pl.col("periode") == day)
    if table.is_empty():
        return None
    region = areas().region
    bars, year = [], day[:4]
    for row in table.iter_rows(named=True):
        both = row[MARKET] + row[GOVERNMENT]
        off = f" ≠ {number(both)}" if both != row["totaal"] else ""
        bars.append(
            Bar(
                row["naam"], None, row["totaal"],
                f"{number(row['totaal'])} ({number(row[MARKET])} + {number(row[GOVERNMENT])}{off})",
                head=row["soort"] != "gemeente", chosen=row["gebied"] == view.area.code != region.code,
            )
        )  # fmt: skip
    only = (
        table.filter(pl.col("soort") == "gemeente")
        .sort("totaal", descending=True)
        .row(0, named=True)
    )
    whole = split(TARGET, region.code, view.choices, ()).filter(pl.col("periode") == day)["waarde"][
        0
    ]
    share = percent(only["totaal"] / whole * 100, 0)
    title = (
        f"Verdeling voor eind {year}: {only['naam']} krijgt {number(only['totaal'])} van de "
        f"{number(whole)} banen ({share})"
    )
    codes = table["gebied"].to_list()
    rows = pl.concat(
        warehouse.figures(
            TARGET, codes, begin=date(2017, 1, 1), einde=date(2018, 12, 31), per=per
        ).filter(
            pl.col("samenstelling").fill_null("gepubliceerd") == "gepubliceerd",
            pl.col("reeks") == PLAN,
        )
        for per in ((), (SECTOR,))
    )
    return _finding(
        view, "verdeling", title, charts.bars(bars, "banen: totaal (markt + overheid)"),
        charts.bars_alt(bars, f"het doel voor eind {year}, totaal (markt + overheid)"), rows, TARGET,
        rounding_words(split_table()), region, f"eind {year}",
    )  # fmt: skip


def _within(view: View, day: str) -> bool:
    return view.choices.van <= int(day[:4]) <= view.choices.tot


@kept
def split_table(warehouse: Warehouse) -> pl.DataFrame:
    """Give the split as printed: `periode, gebied, naam, soort, markt, overheid, totaal`, parts under their
    subregio, with `opgeteld`: what its gemeenten add up to.
    """  # fmt: skip
    members: dict[str, list[str]] = {
        area.code: warehouse.members(area.code, "2017")
        for area in areas().subregios
        if area.definitie == "2017"
    }
    codes = [code for subregio, own in members.items() for code in (subregio, *own)]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for per in ((), (SECTOR,)):
        rows = warehouse.figures(
            TARGET, codes, begin=date(2017, 12, 31), einde=date(2018, 12, 31), per=per
        )
        printed = rows.filter(
            pl.col("reeks") == PLAN,
            pl.col("samenstelling").fill_null("gepubliceerd") == "gepubliceerd",
        )
        for row in printed.iter_rows(named=True):
            cell = found.setdefault((row["periode"], row["gebied"]), {"naam": row["naam"]})
            cell["totaal" if not per else row["categorie"][0]] = row["waarde"]
    lines = []
    for day in SPLIT_DAYS:
        for subregio, own in members.items():
            for code in (subregio, *own):
                cell = found.get((day, code))
                if cell is None or len(cell) < 4:
                    continue
                parts = [found[day, each]["totaal"] for each in own if (day, each) in found]
                lines.append(
                    {
                        "periode": day, "gebied": code,
                        "naam": cell["naam"].removeprefix("Subregio ") + (
                            " (subregio)" if code == subregio else ""
                        ),
                        "soort": "subregio" if code == subregio else "gemeente",
                        MARKET: cell[MARKET], GOVERNMENT: cell[GOVERNMENT], "totaal": cell["totaal"],
                        "opgeteld": sum(parts, Decimal(0)) if code == subregio else None,
                    }
                )  # fmt: skip
    return pl.DataFrame(lines, infer_schema_length=None)


def rounding_words(table: pl.DataFrame) -> str:
    """Say that parts are rounded one by one, and where that shows."""
    if table.is_empty():
        return ""
    off = table.filter(pl.col(MARKET) + pl.col(GOVERNMENT) != pl.col("totaal")).height
    subregios = table.filter(pl.col("opgeteld").is_not_null())
    sums = subregios.filter(pl.col("opgeteld") != pl.col("totaal")).height
    return (
        "Indicatieve verdeling naar aandeel in de banen, voor de 14 gemeenten van 2017. Elk getal is apart "
        f"afgerond: in {off} van de {table.height} rijen van 2017 en 2018 is markt plus overheid 1 meer of "
        f"minder dan het totaal (≠), en in {sums} van de {subregios.height} tellen gemeenten niet precies "
        "op tot hun subregio. Dat is afronding en geen tegenspraak."
    )


def off_by_rounding(table: pl.DataFrame) -> pl.DataFrame:
    """List every sum that is off: what was printed, what the parts add up to, and the difference."""
    lines: list[tuple[str, str, str, Decimal, Decimal, Decimal]] = []
    for row in table.iter_rows(named=True):
        year, name, whole = row["periode"][:4], row["naam"], row["totaal"]
        sums = [("markt en overheid", row[MARKET] + row[GOVERNMENT])]
        if row["opgeteld"] is not None:
            sums.append(("de gemeenten", row["opgeteld"]))
        lines += [
            (year, name, what, whole, added, added - whole)
            for what, added in sums
            if added != whole
        ]
    return pl.DataFrame(
        [(*each[:3], *map(float, each[3:])) for each in lines],
        schema=["Jaar", "Gebied", "Optelling van", "Gedrukt", "Opgeteld", "Verschil"],
        orient="row",
    )


@kept
def placements(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the placements of 2016 beside their goals, by subregio and UWV."""
    region = areas().region
    rows, groups = [], []
    for name, code, per in _executors():
        done, aimed = (
            _of_year(split(each, code, view.choices, per), 2016, UWV if per else None)
            for each in (PLACED, TO_PLACE)
        )
        rows += [done, aimed]
        if done.height:
            groups.append(
                (name, code, done["waarde"][0], aimed["waarde"][0] if aimed.height else None)
            )
    if not groups:
        return None
    bars = [
        Bar(
            name, done, aimed, _beside(done, aimed), head=code == region.code and name == "Regio",
            chosen=code == view.area.code != region.code,
        )
        for name, code, done, aimed in groups
    ]  # fmt: skip
    parts = [each for each in bars if not each.head]
    reached_by = [
        each.name for each in parts if each.target is not None and (each.done or 0) >= each.target
    ]
    missed_by = [
        each.name for each in parts if each.target is not None and (each.done or 0) < each.target
    ]
    whole = next(each for each in bars if each.head)
    title = (
        f"2016: {number(whole.done)} plaatsingen bij een doel van {number(whole.target)} "
        f"{MET if (whole.done or 0) >= (whole.target or 0) else MISSED}"
    )
    without = [each.name for each in parts if each.target is None]
    note = (
        f"Doel gehaald: {listed(reached_by) or 'geen enkele'}; niet gehaald: {listed(missed_by) or 'geen enkele'}."
        + (f" Zonder doel: {listed(without)}." if without else "")
        + " UWV plaatst in de hele regio en is niet naar subregio te verdelen."
    )
    return _finding(
        view, "plaatsingen", title, charts.bars(bars, "plaatsingen"),
        charts.bars_alt(bars, "plaatsingen en doelen in 2016"), pl.concat(rows), PLACED, note, region, "2016",
    )  # fmt: skip


def _executors() -> list[tuple[str, str, tuple[str, ...]]]:
    """Name who places people: the four subregios of 2017, UWV, and all together."""
    region = areas().region
    subregios = [
        (area.name.removeprefix("Subregio "), area.code, ())
        for area in areas().subregios
        if area.definitie == "2017"
    ]
    return [*subregios, (UWV, region.code, (EXECUTOR,)), ("Regio", region.code, ())]


def _of_year(rows: pl.DataFrame, year: int, executor: str | None = None) -> pl.DataFrame:
    found = rows.filter(pl.col("periode") == str(year))
    if executor is not None and EXECUTOR in found.columns:
        found = found.filter(pl.col(EXECUTOR) == executor)
    return found.select([each for each in found.columns if each not in (EXECUTOR, GROUP)])


def _beside(done: Decimal, aimed: Decimal | None) -> str:
    if aimed is None:
        return f"{number(done)}, geen doel"
    return f"{number(done)} van {number(aimed)} {MET if done >= aimed else MISSED}"


@kept
def goals(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the goals of 2017 by target group."""
    region = areas().region
    rows = split(TO_PLACE, region.code, view.choices, (GROUP,)).filter(pl.col("periode") == "2017")
    if rows.is_empty():
        return None
    whole = _of_year(split(TO_PLACE, region.code, view.choices, ()), 2017)["waarde"][0]
    ordered = rows.sort("waarde", descending=True)
    bars = [
        Bar(name, None, value, f"{number(value)} ({percent(value / whole * 100, 0)})")
        for name, value in ordered.select(GROUP, "waarde").iter_rows()
    ]
    most = ordered.row(0, named=True)
    title = f"Doel 2017: {number(whole)} plaatsingen, waarvan {number(most['waarde'])} uit de {most[GROUP]}"
    every = [
        split(TO_PLACE, code, view.choices, per).filter(pl.col("periode") == "2017")
        for _, code, _ in _executors()
        for per in ((GROUP,), ())
    ]
    every.append(
        split(TO_PLACE, region.code, view.choices, (EXECUTOR, GROUP)).filter(
            pl.col("periode") == "2017"
        )
    )
    plain = [each.select(every[1].columns) for each in every]
    return _finding(
        view, "doelgroepen", title, charts.bars(bars, "plaatsingen"),
        charts.bars_alt(bars, "het doel van 2017 naar doelgroep"), pl.concat(plain).unique(maintain_order=True),
        TO_PLACE,
        "Voor 2017 koos de regio een bredere doelgroep dan de banenafspraak: dit doel is niet te "
        "vergelijken met de 263 van 2016. Per subregio en voor UWV staat het in de tabel.",
        region, "2017",
    )  # fmt: skip


@kept
def wsw(_warehouse: Warehouse, view: View) -> Finding | None:
    """Give the goals of the SW-bedrijven, each in its own words."""
    region = areas().region
    rows = split(WSW, region.code, view.choices, ("sw_bedrijf", "plaatsingsvorm"))
    if rows.is_empty():
        return None
    count = rows["sw_bedrijf"].n_unique()
    return _finding(
        view, "wsw", f"Wsw-doelen 2017 van {count} SW-bedrijven: elk telt iets anders", None, "",
        rows.drop("sw_bedrijf", "plaatsingsvorm"), WSW, INDICATORS[WSW].caveat, region, "2017",
    )  # fmt: skip


def wsw_table(finding: Finding) -> pl.DataFrame:
    """Set the goals of the SW-bedrijven as a reader sees them."""
    return finding.rows.select(
        pl.col("categorie").list.get(0).alias("SW-bedrijf"),
        pl.col("categorie").list.get(1).alias("Doel"),
        pl.col("waarde").cast(pl.Float64).alias("Aantal"),
        pl.col("opmerking").fill_null("").alias("Let op"),
    )


@kept
def is_delivered(warehouse: Warehouse) -> bool:
    """Tell whether anyone handed in jobs from UWV's dashboard."""
    return bool((warehouse.sources()["bron"] == DELIVERED[0]).any())
