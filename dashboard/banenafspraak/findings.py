"""What the page on the banenafspraak shows: each finding in words, with its picture and figures."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.areas import Area, areas
from dashboard.banenafspraak import charts, pace_words, rounding
from dashboard.banenafspraak.charts import Bar, Step
from dashboard.banenafspraak.composition import COMPUTED, members_on, other_gemeenten, remaining
from dashboard.banenafspraak.pace import FEWEST, arrival, needed, pace, step
from dashboard.banenafspraak.pace_words import MET, MISSED
from dashboard.banenafspraak.view import JOBS, SECRET, SECTOR, TARGET, View
from dashboard.findings import Finding
from dashboard.headline import Headline
from dashboard.memory import kept
from dashboard.notes import dispute_lines, remarks, source_line
from dashboard.points import short_period
from dashboard.sentences import listed, place
from warehouse.figures import NOT_PUBLISHED
from warehouse.indicators import INDICATORS
from warehouse.numbers import number, percent, signed
from warehouse.periods import Period
from warehouse.reader import PRESENT, Warehouse
from warehouse.verdict import Against, judge

PLAN = "banenafspraak-plan-2017"
REPORTS = "banenafspraak-jaarverslagen"
DELIVERED = ("banenafspraak-leveringen", "banenafspraak-leveringen-gemeente")
MARKET, GOVERNMENT = "markt", "overheid"
ONLY_PICTURE = "2023-12-31"
"""The day of which a report prints a picture and no number."""
REPORTED = (
    "Over 2023 drukt het jaarverslag alleen een afbeelding; het zegt wel dat de regio de doelstelling "
    "‘de afgelopen jaren steeds gehaald’ heeft."
)
Row = Mapping[str, Any]


def verdict(jobs: Row, target: Row) -> str:
    """Judge jobs against a target as everywhere, with a mark before the words."""
    found = judge(INDICATORS[JOBS], jobs, target, Against.DOEL)
    if found.good is None:
        return found.words
    return f"{MET if found.good else MISSED} {found.words}"


@kept
def opening(_warehouse: Warehouse, view: View) -> str:
    """Say how many jobs there are and whether that is what was aimed at."""
    jobs, target = view.row(JOBS), view.row(TARGET)
    where, when = place(view.area.kind, view.area.name), view.day.spoken
    if jobs is None or jobs["waarde"] is None:
        return _opening_without_jobs(view, jobs, target)
    first = f"Op {when} waren er {number(jobs['waarde'])} banen van de banenafspraak {where}"
    if target is None or target["waarde"] is None:
        return f"{first}; voor die dag is geen doel bekend."
    gap, aimed = jobs["waarde"] - target["waarde"], f"het doel van {number(target['waarde'])}"
    said = f"{MET} gehaald" if gap >= 0 else f"{MISSED} niet gehaald"
    if jobs["strijdig"] or target["strijdig"]:
        said = "strijdig: bronnen spreken elkaar tegen"
    if gap == 0:
        return f"{first}, precies {aimed} ({said})."
    return f"{first}, {number(abs(gap))} {'meer' if gap > 0 else 'minder'} dan {aimed} ({said})."


def _opening_without_jobs(view: View, jobs: Row | None, target: Row | None) -> str:
    where, when = place(view.area.kind, view.area.name), view.day.spoken
    why = NOT_PUBLISHED if jobs is None else str(jobs["status"])
    if target is None or target["waarde"] is None:
        return f"Hoeveel banen er op {when} {where} waren, is niet bekend: {why}."
    kind = "doel" if view.regional else "indicatieve doel"
    level = "" if view.regional else "op dit niveau "
    was = "is" if view.is_to_come else "was"
    told = "" if view.is_to_come else f" Hoeveel banen er toen waren, is {level}{why}."
    return f"Het {kind} voor {when} {where} {was} {number(target['waarde'])} banen.{told}"


@kept
def ahead(_warehouse: Warehouse, view: View) -> str:
    """Say what is left to the final target, and between when it is there at the pace so far."""
    final, stands = view.final(), view.stands()
    if final is None or final["einde"] <= view.day.einde:
        return ""
    goal, worked_out = final["waarde"], " (berekend)" if view.remaining else ""
    first = f"Op {Period.day(final['einde']).spoken} moeten het er {number(goal)}{worked_out} zijn"
    if not stands:
        return f"{first}."
    left = goal - stands[-1].jobs
    if left <= 0:
        met = f"{first}: {MET} dat zijn er nu al {number(-left)} meer."
        return " ".join(filter(None, (met, _other_gemeenten(view))))
    said = " ".join(filter(None, (f"{first}: nog {number(left)}.", _other_gemeenten(view))))
    if (found := pace(stands)) is None:
        return f"{said} {pace_words.too_few(stands)}"
    when = pace_words.when(arrival(found, goal), goal)
    return f"{said} {when}; de aanname staat bij het tempo hieronder."


def _other_gemeenten(view: View) -> str:
    """Say that the last goal and the last stand are not of the same gemeenten, where that is so."""
    stands, final = view.stands(), view.final()
    if not stands or final is None or final["reeks"] != PLAN:
        return ""
    worked_out = view.remaining.samenstelling if view.remaining else None
    return other_gemeenten(worked_out, stands[-1].day)


@kept
def headlines(_warehouse: Warehouse, view: View) -> list[Headline]:
    """Give the figures that open the page: jobs, target and the difference."""
    jobs, target = view.row(JOBS), view.row(TARGET)
    done, aimed = view.value(JOBS), view.value(TARGET)
    unknown = NOT_PUBLISHED if jobs is None else str(jobs["status"])
    if view.is_to_come:
        unknown = "nog niet bekend: die dag is er nog niet"
    found = [
        Headline(
            f"Banen, {view.day.spoken}",
            number(done),
            unknown if done is None else None,
            None,
            _remark(jobs),
            jobs,
        ),
        Headline(
            f"Doel, {view.day.spoken}",
            number(aimed),
            _said_of_target(view, target),
            None,
            _remark(target),
            target if target is not None and target["bron"] else None,
        ),
    ]
    if jobs is not None and target is not None and done is not None and aimed:
        gap, share = signed(done - aimed, 0), percent(done / aimed * 100, 1)
        label = "Verschil met het doel"
        found.append(Headline(label, gap, verdict(jobs, target), f"{share} van het doel"))
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
    """Say for which gemeenten the targets and the jobs are, and where to ask for others."""
    if not view.regional:
        return _sum_note(view)
    return " ".join(filter(None, (_targets_note(view), _reported_note(view))))


def _sum_note(view: View) -> str:
    """Say that the target of an area is added up of rounded cells, and what is printed for the same."""
    target = view.row(TARGET)
    if target is None or target["waarde"] is None or target["status"] != COMPUTED:
        return ""
    said = (
        f"Doelen hier zijn een som van {target['leden']} apart afgeronde cijfers van gemeenten en "
        "kunnen ten hoogste 2 schelen met wat voor het geheel is gedrukt."
    )
    if (same := rounding.printed_for_the_same(view.area.code, view.day.text)) is None:
        return said
    name, cells = same
    each = [f"{rounding.NAMES[column]} {number(value)}" for column, value in cells.items()]
    whose = f"dezelfde gemeenten (subregio {name}, {view.day.spoken})"
    return f"{said} Gedrukt voor {whose}: {listed(each)}."


def _reported_note(view: View) -> str:
    jobs, target = view.row(JOBS), view.row(TARGET)
    figures = [
        number(row["waarde"])
        for row in (jobs, target)
        if row is not None and row["waarde"] is not None and row["reeks"] == REPORTS
    ]
    if not figures:
        return ""
    verb = "geldt" if len(figures) == 1 else "gelden"
    year = view.day.begin.year
    return (
        f"Het jaarverslag {year} zegt niet voor welke gemeenten {listed(figures)} {verb}; aangenomen "
        f"zijn de {members_on(view.day.einde)} die de regio eind {year} telde."
    )


def _targets_note(view: View) -> str:
    if view.remaining is not None:
        return view.remaining.said
    left = remaining(PRESENT)
    if left is None:
        return ""
    gone = listed([f"{name} ({percent(part * 100)})" for name, part in left.left])
    return (
        "De doelen van 2017, 2018 en 2026 zijn gesteld voor de 14 gemeenten van toen. Sindsdien vertrok "
        f"{percent((1 - left.part) * 100)} van de banen: {gone}. Kies bij Samenstelling van de regio "
        "‘Huidig’ om ze voor de gemeenten van nu te laten berekenen."
    )


def made(
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
    """Put a finding together; `area` and `moment` where they are not those of the page."""
    shown = area or view.area
    return Finding(
        key,
        title,
        picture,
        alt,
        rows,
        INDICATORS[indicator],
        note,
        source_line(rows),
        f"{key}-{shown.code.lower()}-{(moment or view.day.text).replace(' ', '-')}",
        {
            "Gebied": f"{shown.label} ({shown.code})",
            "Peildatum": moment or view.day.spoken,
            **({"Doelen": "berekend voor de gekozen samenstelling"} if view.remaining else {}),
        },
    )


@kept
def over_time(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the jobs beside each target; what is missing is said."""
    jobs, targets = view.series(JOBS), view.series(TARGET)
    rows = pl.concat([jobs, targets])
    if rows["waarde"].is_null().all():
        return None
    missing = rows.filter(pl.col("periode") == ONLY_PICTURE, pl.col("waarde").is_null())
    plain = rows.filter(pl.col("periode") != ONLY_PICTURE, pl.col("status") != "berekend")
    note = " ".join(each for each in (REPORTED if missing.height else "", remarks(plain)) if each)
    return made(
        view,
        "doel",
        _title_over_time(jobs.drop_nulls("waarde"), targets.drop_nulls("waarde")),
        charts.against_target(jobs, targets),
        charts.against_target_alt(jobs, targets),
        rows,
        JOBS,
        note,
    )


def _title_over_time(jobs: pl.DataFrame, targets: pl.DataFrame) -> str:
    goals = targets.select("periode", doel="waarde")
    judged = jobs.join(goals, on="periode").sort("einde")
    if judged.height:
        row = judged.row(-1, named=True)
        beside = f"{number(row['waarde'])} banen bij een doel van {number(row['doel'])}"
        met = judged.filter(pl.col("waarde") >= pl.col("doel")).height
        said = f"{MET} gehaald" if row["waarde"] >= row["doel"] else f"{MISSED} niet gehaald"
        if judged.height > 1:
            return (
                f"Doel op {met} van {judged.height} peildata gehaald; het laatst {beside}, {said}"
            )
        return f"{Period.day(row['einde']).spoken}: {beside}, {said}"
    if jobs.height:
        return f"Het laatst {number(jobs.sort('einde')['waarde'][-1])} banen, zonder doel ernaast"
    last = targets.sort("einde").row(-1, named=True)
    return f"Doel eind {last['einde'].year}: {number(last['waarde'])} banen; geen aantal bekend"


@kept
def by_sector(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show market and government apart, as far as either is known."""
    targets, jobs = view.series(TARGET, SECTOR), view.series(JOBS, SECTOR)
    jobs = jobs.filter(pl.col("einde") <= view.day.einde)
    rows = pl.concat([jobs, targets])
    known, goals = jobs.drop_nulls("waarde"), targets.drop_nulls("waarde")
    bars = [bar for each in (MARKET, GOVERNMENT) for bar in _of_sector(each, known, goals)]
    if not bars:
        return None
    return made(
        view,
        "sector",
        _title_by_sector(known, goals),
        charts.bars(bars, "banen"),
        charts.bars_alt(bars, "banen naar sector"),
        rows,
        TARGET,
        _note_by_sector(jobs, known, _other_gemeenten(view)),
    )


def _of_sector(sector: str, jobs: pl.DataFrame, targets: pl.DataFrame) -> list[Bar]:
    own, aimed = (rows.filter(pl.col(SECTOR) == sector).sort("einde") for rows in (jobs, targets))
    last = aimed["waarde"][-1] if aimed.height else None
    name, bars = sector.capitalize(), []
    if own.height:
        done, day = own.select("waarde", "einde").row(-1)
        share = f" ({percent(done / last * 100, 0)})" if last else ""
        label = f"{name} {short_period(Period.day(day))}"
        bars.append(Bar(label, done, last, f"{number(done)}{share}", head=True))
    return [
        *bars,
        *(
            Bar(f"{name} eind {day.year}", None, value, number(value))
            for day, value in aimed.select("einde", "waarde").iter_rows()
        ),
    ]


def _title_by_sector(jobs: pl.DataFrame, targets: pl.DataFrame) -> str:
    last = {
        sector: [
            rows.filter(pl.col(SECTOR) == sector).sort("einde").tail(1) for rows in (jobs, targets)
        ]
        for sector in (MARKET, GOVERNMENT)
    }
    if all(own.height and aimed.height for own, aimed in last.values()):
        shares = [
            percent(own["waarde"][0] / aimed["waarde"][0] * 100, 0) for own, aimed in last.values()
        ]
        year = last[MARKET][1]["einde"][0].year
        return (
            f"Van het doel voor eind {year} is in de markt {shares[0]} bereikt en bij de overheid "
            f"{shares[1]}"
        )
    if all(aimed.height for _, aimed in last.values()):
        market, government = (aimed["waarde"][0] for _, aimed in last.values())
        share = percent(market / (market + government) * 100, 0)
        year = last[MARKET][1]["einde"][0].year
        return (
            f"{share} van het doel voor eind {year} ligt in de markt: {number(market)}, bij de overheid "
            f"{number(government)}"
        )
    if all(own.height for own, _ in last.values()):
        market, government = (own["waarde"][0] for own, _ in last.values())
        return f"{number(market)} banen in de markt, {number(government)} bij de overheid"
    return "Banen in de markt en bij de overheid, voor zover bekend"


def _note_by_sector(jobs: pl.DataFrame, known: pl.DataFrame, composition: str) -> str:
    if known.height:
        said = "Tussen haakjes: het deel van het laatste doel van die sector."
        return f"{said} {composition}".strip()
    if jobs.height:
        if SECRET in set(jobs["status"]):
            return "Banen naar sector: geheim, want het zijn er te weinig om te tonen."
        return f"Banen naar sector: {listed(sorted(set(jobs['status'])))}. {remarks(jobs)}".strip()
    return "Hoeveel banen er per sector zijn, is niet gepubliceerd."


@kept
def at_this_pace(_warehouse: Warehouse, view: View) -> Finding | None:
    """Say how fast jobs come, how fast they have to, and between when the target would be reached."""
    stands, final, rows = view.stands(), view.final(), view.series(JOBS)
    found = pace(stands)
    if found is None:
        if not view.regional or not stands:
            return None
        title = f"Over het tempo is niets te zeggen: daarvoor zijn {FEWEST} standen nodig"
        return made(view, "tempo", title, None, "", rows, JOBS, pace_words.too_few(stands))
    target = None if final is None else final["waarde"]
    deadline = view.day.einde if final is None else final["einde"]
    wanted = None
    if target is not None and target > found.last.jobs:
        wanted = needed(found.last, target, deadline)
    taken = [Step(one.day, two.day, step(one, two)) for one, two in pairwise(stands)]
    return made(
        view,
        "tempo",
        pace_words.title(found, wanted),
        charts.steps(taken, wanted),
        charts.steps_alt(taken, wanted),
        rows,
        JOBS,
        " ".join(
            filter(
                None,
                (pace_words.account(stands, found, target, deadline), _other_gemeenten(view)),
            )
        ),
    )


@kept
def split_over_gemeenten(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the indicative split over subregios and gemeenten as printed, sums that are off included."""
    whole = rounding.table()
    offered = [
        each
        for each in (view.day.text, *rounding.DAYS)
        if each in rounding.DAYS and view.choices.van <= int(each[:4]) <= view.choices.tot
    ]
    if whole.is_empty() or not offered:
        return None
    day, region = offered[0], areas().region
    lines = whole.filter(pl.col("periode") == day)
    bars = [
        Bar(
            row["naam"],
            None,
            row["totaal"],
            _parts_said(row),
            head=row["soort"] != "gemeente",
            chosen=row["gebied"] == view.area.code != region.code,
        )
        for row in lines.filter(pl.col("soort") != "regio").iter_rows(named=True)
    ]
    total = lines.filter(pl.col("soort") == "regio")["totaal"][0]
    gemeenten = lines.filter(pl.col("soort") == "gemeente").sort("totaal", descending=True)
    most, value = gemeenten.select("naam", "totaal").row(0)
    title = (
        f"Van de {number(total)} banen voor eind {day[:4]} zijn er {number(value)} "
        f"({percent(value / total * 100, 0)}) aan {most} toebedeeld"
    )
    note = rounding.words(whole)
    if view.remaining is not None:
        note = f"{note} De verdeling staat er zoals gedrukt en is niet omgerekend."
    return made(
        view,
        "verdeling",
        title,
        charts.bars(bars, "banen: totaal (markt + overheid)"),
        charts.bars_alt(bars, f"het doel voor eind {day[:4]}, totaal (markt + overheid)"),
        rounding.printed(),
        TARGET,
        note,
        region,
        f"eind {day[:4]}",
    )


def _parts_said(row: Row) -> str:
    both = row[MARKET] + row[GOVERNMENT]
    off = "" if both == row["totaal"] else f" ≠ {number(both)}"
    return f"{number(row['totaal'])} ({number(row[MARKET])} + {number(row[GOVERNMENT])}{off})"


@kept
def disputes(warehouse: Warehouse, view: View) -> list[str]:
    """Tell of the day what sources say differently, and which of them is shown."""
    told = []
    for each in (JOBS, TARGET):
        day = view.day.einde
        rows = warehouse.figures(each, [view.area.code], begin=day, einde=day)
        told += dispute_lines(INDICATORS[each], rows.filter(pl.col("strijdig")))
    return told


@kept
def is_delivered(warehouse: Warehouse) -> bool:
    """Tell whether anyone handed in jobs from UWV's dashboard."""
    return bool((warehouse.sources()["bron"] == DELIVERED[0]).any())
