"""What the page on the RMT shows: each finding in words, with the picture and figures behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.findings import Finding
from dashboard.headline import Headline
from dashboard.memory import kept
from dashboard.notes import remarks, source_line
from dashboard.rmt import charts
from dashboard.rmt.view import (
    ACTIVE,
    OUTCOME,
    PARTIJ,
    PROFILE,
    SECTOR,
    STATUS,
    WITH_WORK,
    Focus,
    View,
    added_up,
    by_size,
    first,
    in_their_order,
    total,
)
from dashboard.sentences import listed
from warehouse.categories import APART, UNKNOWN
from warehouse.figures import NOT_PUBLISHED
from warehouse.numbers import number, percent, signed
from warehouse.periods import Period
from warehouse.reader import Warehouse

NAMES = {
    "herkomst": "Herkomst",
    "geslacht": "Geslacht",
    "geboortecohort": "Geboortejaar",
    "taalniveau": "Taalniveau",
    "opleidingsniveau": "Opleidingsniveau",
}
SPOKEN = {"<1F": "lager dan 1F", "<2F": "lager dan 2F", ">2F": "hoger dan 2F"}
"""Categories whose own name a chart would take for markup."""

NO_CATEGORY = "zonder opgave"
EVERYONE, SECRET = "alle partners", "geheim"
MOST_PERIODS = 3
"""More shares in a sentence than these nobody reads: then the first and the last."""
FEWEST = 25
"""Of fewer people a change in percents says less than the two numbers do."""


def _finding(
    view: View,
    key: str,
    title: str,
    picture: go.Figure | None,
    alt: str,
    rows: pl.DataFrame,
    note: str = "",
) -> Finding:
    filters = {
        "Gebied": f"{view.area.label} ({view.area.code})",
        "Periode": view.period.spoken,
        "Partner": view.focus.partij or "alle",
        "Sector": view.focus.sector or "alle",
    }
    return Finding(
        key,
        title,
        picture,
        alt,
        rows,
        view.indicator,
        note,
        source_line(rows),
        f"{key}-{view.indicator.id}-{view.area.code.lower()}-{view.period.text.lower()}",
        filters,
    )


@kept
def headlines(_warehouse: Warehouse, view: View) -> list[Headline]:
    """Give the figures that open the page, as far as they exist for the focus."""
    found = [_inflow(view), _without_break(view), *_outcomes(view), _unknown_sector(view)]
    return [each for each in found if each is not None]


@kept
def opening(_warehouse: Warehouse, view: View) -> str:
    """Say in a sentence what the inflow was, and what is left of its change."""
    now = view.value(view.focused())
    whom = view.focus.said
    if now is None:
        reason = _reason(view.at(view.focused()))
        return f"De instroom{whom} in {view.period.spoken} is niet bekend ({reason})."
    said = f"In {view.period.spoken} stroomden {number(now)} mensen in bij het RMT{whom}"
    before = view.value(view.focused(), view.before) if view.before else None
    if view.before is None or before is None:
        return f"{said}."
    if view.focus.partij and view.breaks:
        return (
            f"{said}. In {view.before.spoken} waren het er {number(before)}, maar uit een andere bron: "
            "dat is niet te vergelijken."
        )
    said += f", {_compared(now, before)} in {view.before.spoken}."
    steady = steady_sums(view)
    if steady is None:
        return said
    named, now_steady, before_steady = steady
    return (
        f"{said} Zonder {named}, dat in {view.period.spoken} uit een andere bron komt, zijn het er "
        f"{number(now_steady)} tegen {number(before_steady)}: {_changed(now_steady, before_steady)}."
    )


def steady_sums(view: View) -> tuple[str, Decimal, Decimal] | None:
    """Add up the partners whose source stayed the same: who is left out, now, a year earlier."""
    gone = [each.categorie for each in view.breaks if each.categorie]
    if view.before is None or view.focus.partij or not gone:
        return None
    rows = view.focused(PARTIJ).filter(~pl.col(PARTIJ).is_in(gone))
    now, before = total(view.at(rows)), total(view.at(rows, view.before))
    return None if now is None or before is None else (listed(gone), now, before)


def _inflow(view: View) -> Headline:
    now = view.value(view.focused())
    before = view.value(view.focused(), view.before) if view.before else None
    row = first(view.at(view.focused()))  # The one figure of the period, as `value` gives it.
    label = f"Instroom, {view.period.spoken}"
    if now is None:
        return Headline(label, "–", row["status"] if row else NOT_PUBLISHED, None, figure=row)
    if before is None or view.before is None:
        return Headline(label, number(now), None, None, figure=row)
    if view.breaks and view.focus.partij:
        return Headline(
            label,
            number(now),
            f"{number(before)} in {view.before.spoken}",
            "andere bron",
            figure=row,
        )
    beside = f"sinds {view.before.spoken}"
    note = _registered(view) if view.focus.sector else ""
    return Headline(label, number(now), _changed(now, before), beside, note, row)


def _without_break(view: View) -> Headline | None:
    steady = steady_sums(view)
    if steady is None or view.before is None:
        return None
    named, now, before = steady
    return Headline(
        f"Instroom zonder {named}, {view.period.spoken}",
        number(now),
        _changed(now, before),
        f"sinds {view.before.spoken}",
        f"{named} komt sinds {view.breaks[0].date.year} uit een andere bron: de groei van alle partners "
        "samen is daardoor niet te duiden.",
    )


def _registered(view: View) -> str:
    """Say of how many people the sector was named, then and now."""
    assert view.before is not None
    shares = [sector_shares(view, each) for each in (view.before, view.period)]
    then, now = (None if each is None else (1 - each[0] / each[1]) * 100 for each in shares)
    if then is None or now is None:
        return ""
    return (
        f"In {view.before.spoken} is van {percent(then, 0)} van de mensen een sector genoemd en in "
        f"{view.period.spoken} van {percent(now, 0)}: een verandering kan ook betere registratie zijn."
    )


def _outcomes(view: View) -> list[Headline]:
    rows = view.at(view.focused(STATUS))
    added, whole = total(rows), view.value(view.focused())
    note = ""
    if added is not None and whole is not None and added != whole:
        note = (
            f"Strijdig: de statussen{view.focus.through} tellen op tot {number(added)}, de instroom is "
            f"{number(whole)}."
        )
    found = []
    for status, label in ((ACTIVE, "Nog actief"), (WITH_WORK, "Uitgestroomd met werk")):
        row = first(rows.filter(pl.col(OUTCOME) == status))
        if row is None:
            continue
        if row["waarde"] is None:
            found.append(Headline(label, "–", row["status"], None, figure=row))
        else:
            doubt = "strijdig" if row["strijdig"] else None
            found.append(Headline(label, number(row["waarde"]), doubt, None, note, row))
    return found


def _unknown_sector(view: View) -> Headline | None:
    if view.focus.sector:
        return None
    known = sector_shares(view, view.period)
    if known is None:
        return None
    apart, whole = known
    return Headline(
        "Sector overig of onbekend",
        percent(apart / whole * 100, 0),
        f"{number(apart)} van {number(whole)}",
        None,
    )


def sector_shares(view: View, period: Period) -> tuple[Decimal, Decimal] | None:
    """Count who is in overig or onbekend, and everyone; None where the sectors are not known."""
    rows = view.at(view.focused(SECTOR), period)
    apart = rows.filter(pl.col(SECTOR).is_in(APART))["waarde"]
    everyone = replace(view, focus=Focus(view.focus.partij))
    whole = view.value(everyone.focused(), period)
    if not whole or apart.is_empty():
        return None
    known = added_up(apart.drop_nulls())
    # Where everyone is in one of the two, the other is not missed.
    return (known, whole) if known == whole or not apart.null_count() else None


@kept
def over_time(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the inflow through each partner in every period that there is."""
    rows = view.focused(PARTIJ)
    if rows["waarde"].is_null().all():
        return None
    periods = sorted(view.periods)
    latest = view.at(rows)
    panels = []
    for name in by_size(latest, PARTIJ) or sorted(set(rows[PARTIJ])):
        own = {row["periode"]: row for row in rows.filter(pl.col(PARTIJ) == name).to_dicts()}
        bars = tuple(
            charts.Bar(
                each, row["waarde"] if row else None, row["status"] if row else NOT_PUBLISHED
            )
            for each in periods
            for row in (own.get(each.text),)
        )
        dates = [each.date for each in view.indicator.breaks if each.categorie in (None, name)]
        cuts = charts.cuts_within([each.period for each in bars if each.value is not None], dates)
        panels.append(charts.Panel(name, bars, cuts, name == view.focus.partij))
    return _finding(
        view,
        "instroom",
        _over_time_title(view, rows),
        charts.inflow_panels(panels),
        charts.inflow_alt(panels),
        rows,
        _missing(rows),
    )


def _over_time_title(view: View, rows: pl.DataFrame) -> str:
    named = f" in de sector {view.focus.sector}" if view.focus.sector else ""
    now = view.at(rows).filter(pl.col("waarde").is_not_null())
    if now.is_empty():
        reason = _reason(view.at(rows))
        return f"Via wie men{named} in {view.period.spoken} kwam, is niet bekend ({reason})"
    before = view.before
    if view.focus.partij:
        return _own_title(view, named)
    gone = {each.categorie for each in view.breaks}
    grown = []
    if before is not None:
        values = dict(view.at(rows, before).select(PARTIJ, "waarde").iter_rows())
        grown = [
            (value - then, name, then, value)
            for name, value in now.select(PARTIJ, "waarde").iter_rows()
            if name not in gone and (then := values.get(name)) is not None
        ]
    if not grown or before is None:
        most = now.sort("waarde", descending=True).row(0, named=True)
        whole = view.value(view.focused())
        of = f" van {number(whole)}" if whole is not None else ""
        return (
            f"In {view.period.spoken} kwamen de meesten{named} via {most[PARTIJ]} "
            f"({number(most['waarde'])}{of})"
        )
    gap, name, then, value = max(grown)
    missing = sorted(each for each in gone if each)
    besides = f"; {listed(missing)} is door een andere bron niet te vergelijken" if missing else ""
    if gap <= 0:
        return f"Via geen partner kwamen er{named} meer mensen dan in {before.spoken}{besides}"
    rise = f"van {number(then)} in {before.spoken} naar {number(value)} in {view.period.spoken}"
    return f"Sterkste stijging{named} via {name}: {rise}{besides}"


def _own_title(view: View, named: str) -> str:
    """Tell of one partner how many came, and how many a year earlier if that can be compared."""
    now = view.value(view.focused())
    before = view.value(view.focused(), view.before) if view.before else None
    said = f"Via {view.focus.partij}{named}: "
    if now is None:
        return f"{said}{_reason(view.at(view.focused()))} in {view.period.spoken}"
    if before is None or view.before is None:
        return f"{said}{number(now)} in {view.period.spoken}"
    if view.breaks:
        return (
            f"{said}{number(now)} in {view.period.spoken}; de {number(before)} van "
            f"{view.before.spoken} komen uit een andere bron"
        )
    since = f"van {number(before)} in {view.before.spoken}"
    return f"{said}{since} naar {number(now)} in {view.period.spoken}"


@kept
def by_sector(_warehouse: Warehouse, view: View) -> Finding:
    """Tell what is known of sectors, above the table of partners and sectors; it has no picture."""
    cells = view.at(view.rows(PARTIJ, SECTOR))
    totals = view.at(view.rows(SECTOR))
    rows = pl.concat(
        [each.select(_plain(each)) for each in (cells, totals, view.at(view.rows(PARTIJ)))]
    )
    return _finding(view, "partners-sectoren", _sector_title(view), None, "", rows, _missing(cells))


def _plain(rows: pl.DataFrame) -> list[str]:
    return [name for name in rows.columns if name not in (PARTIJ, SECTOR, OUTCOME, *PROFILE)]


def _sector_title(view: View) -> str:
    """Say how much of the inflow has a named sector, and which is the largest."""
    rows = view.at(view.focused(SECTOR))
    if view.focus.sector:
        value = view.value(view.focused())
        said = "onbekend" if value is None else f"{number(value)} mensen"
        return f"Sector {view.focus.sector}: {said}{view.focus.through} in {view.period.spoken}"
    known = sector_shares(view, view.period)
    if known is None:
        return f"Sectoren{view.focus.through}: {_reason(rows)} in {view.period.spoken}"
    apart, whole = known
    named = rows.filter(~pl.col(SECTOR).is_in(APART)).sort("waarde", descending=True)
    said = (
        f"Van {number(apart)} van de {number(whole)} mensen{view.focus.through} "
        f"({percent(apart / whole * 100, 0)}) is de sector overig of onbekend"
    )
    if named.is_empty() or not named["waarde"][0]:
        return said
    most = named.filter(pl.col("waarde") == named["waarde"][0])
    largest = f"{'is' if most.height == 1 else 'zijn'} {listed(sorted(most[SECTOR]))} het grootst"
    each = "" if most.height == 1 else "elk "
    return f"{said}; bij de anderen {largest} ({each}{number(named['waarde'][0])})"


@kept
def sector_coverage(_warehouse: Warehouse, view: View) -> str:
    """Say of every period which part of the inflow has no named sector."""
    parts = []
    for period in sorted(view.periods):
        known = sector_shares(view, period)
        if known is not None:
            parts.append(f"in {period.spoken} {percent(known[0] / known[1] * 100, 0)}")
    if not parts:
        return ""
    if len(parts) > MOST_PERIODS:
        parts = [parts[0], parts[-1]]
    return (
        f"In ‘overig’ en ‘onbekend’ staat {listed(parts)} van de mensen{view.focus.through}. Wat hier "
        "over sectoren staat, gaat dus over de rest."
    )


@kept
def changed_sectors(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the sectors that are named in this period and a year earlier; None without both."""
    if view.before is None or view.focus.sector:
        return None
    rows = view.focused(SECTOR).filter(~pl.col(SECTOR).is_in(APART))
    pairs = (
        view.at(rows)
        .join(view.at(rows, view.before), on=SECTOR, suffix="_eerder")
        .filter(pl.col("waarde").is_not_null(), pl.col("waarde_eerder").is_not_null())
        .sort("waarde", SECTOR, descending=[True, False])
    )
    if pairs.is_empty():
        return None
    changes = [
        charts.Change(*row) for row in pairs.select(SECTOR, "waarde_eerder", "waarde").iter_rows()
    ]
    both = rows.filter(
        pl.col(SECTOR).is_in(pairs[SECTOR].implode()),
        pl.col("periode").is_in([view.period.text, view.before.text]),
    )
    only = sorted(set(view.at(rows)[SECTOR]) - set(pairs[SECTOR]))
    named, named_before = added_up(pairs["waarde"]), added_up(pairs["waarde_eerder"])
    note = (
        "Meer mensen in een sector is niet altijd meer instroom: van meer mensen is de sector genoemd "
        f"({number(named)}, een jaar eerder {number(named_before)} in dezelfde sectoren)."
        if named > named_before
        else ""
    )
    if only:
        note = f"{note} Zonder cijfer in {view.before.spoken}: {listed(only)}.".strip()
    return _finding(
        view,
        "sectoren",
        _change_title(changes, view.before, view.period),
        charts.change_dots(changes, view.before, view.period),
        charts.change_alt(changes, view.before, view.period),
        both,
        note,
    )


def _change_title(changes: Sequence[charts.Change], before: Period, now: Period) -> str:
    most = max(changes, key=lambda each: each.now - each.before)
    if most.now <= most.before:
        return f"In geen sector zijn in {now.spoken} meer mensen genoemd dan in {before.spoken}"
    return (
        f"Van {before.spoken} naar {now.spoken} steeg het genoemde aantal het meest in "
        f"{most.name}: van {number(most.before)} naar {number(most.now)}"
    )


@kept
def status_flow(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show where people went, from inflow to status; None where no status is known."""
    if view.focus.sector:
        return None
    rows, values = _per_partner(view) or _together(view)
    known = rows.filter(pl.col("waarde").is_not_null(), pl.col(PARTIJ).is_in(list(values)))
    if known.is_empty():
        return None
    flow = charts.Flow(values, _ribbons(rows, values))
    return _finding(
        view,
        "status",
        _flow_title(view, flow),
        charts.flow_chart(flow),
        charts.flow_alt(flow),
        rows,
        " ".join(each for each in (_balance(flow), _missing(rows), _of_the_total(view)) if each),
    )


def _per_partner(view: View) -> tuple[pl.DataFrame, dict[str, Decimal]] | None:
    """Give statuses and inflow of each partner; None where one of them is kept secret.

    A sum over the others would then look like a sum over all.
    """
    rows, inflow = view.at(view.focused(PARTIJ, STATUS)), view.at(view.focused(PARTIJ))
    if view.focus.partij:
        own = pl.col(PARTIJ) == view.focus.partij
        rows, inflow = rows.filter(own), inflow.filter(own)
    if rows.is_empty() or inflow["waarde"].null_count() or SECRET in set(rows["status"]):
        return None
    return rows, dict(inflow.select(PARTIJ, "waarde").iter_rows())


def _together(view: View) -> tuple[pl.DataFrame, dict[str, Decimal]]:
    """Give statuses and inflow of all partners as one; nothing where that is kept secret too."""
    name = view.focus.partij or EVERYONE
    rows = view.at(view.focused(STATUS)).with_columns(pl.lit(name).alias(PARTIJ))
    whole = view.value(view.focused())
    if whole is None or SECRET in set(rows["status"]):
        return rows, {}
    return rows, {name: whole}


def _ribbons(rows: pl.DataFrame, inflow: Mapping[str, Decimal]) -> tuple[charts.Ribbon, ...]:
    found = []
    for partij, size in inflow.items():
        own = rows.filter(pl.col(PARTIJ) == partij, pl.col("waarde").is_not_null())
        values = {row[OUTCOME]: row for row in own.iter_rows(named=True)}
        found += [
            charts.Ribbon(partij, status, values[status]["waarde"], values[status]["strijdig"])
            for status in in_their_order(own, STATUS)
        ]
        left = size - sum((row["waarde"] for row in values.values()), Decimal(0))
        if left > 0:
            found.append(charts.Ribbon(partij, charts.NO_COUNT, left, doubtful=True))
    order = [*in_their_order(rows, STATUS), charts.NO_COUNT]
    return tuple(sorted(found, key=lambda each: order.index(each.status)))


def _flow_title(view: View, flow: charts.Flow) -> str:
    parts = [
        f"{number(flow.of_status(status))} {said}"
        for status, said in ((ACTIVE, "nog actief"), (WITH_WORK, "uitgestroomd met werk"))
        if status in flow.statuses
    ]
    said = listed(parts) or "geen uitkomst bekend"
    title = f"Van {number(flow.total)} mensen{view.focus.said}: {said}"
    if flow.added != flow.total:
        title += f"; de statussen tellen op tot {number(flow.added)}"
    return title


def _balance(flow: charts.Flow) -> str:
    """Say what lies between the statuses and the inflow, partner by partner."""
    if all(not flow.surplus(each) for each in flow.inflow) and charts.NO_COUNT not in flow.statuses:
        return "De statussen tellen precies op tot de instroom."
    more = [f"{each} {number(flow.surplus(each))}" for each in flow.inflow if flow.surplus(each)]
    none = [
        f"{each.partij} {number(each.value)}"
        for each in flow.ribbons
        if each.status == charts.NO_COUNT
    ]
    gap = flow.added - flow.total
    said = (
        f"Instroom {number(flow.total)}, statussen samen {number(flow.added)}: verschil "
        f"{signed(gap, 0)}."
    )
    if more:
        said += f" Meer statussen dan instroom: {listed(more)}."
    if none:
        said += f" Zonder status: {listed(none)}."
    return said


@kept
def profile(_warehouse: Warehouse, view: View) -> Finding | None:
    """Show the shares of each kenmerk for the focus; None where none is known."""
    if view.focus.sector:
        return None
    whole = view.value(view.focused())
    blocks, shown = [], []
    for kenmerk in PROFILE:
        rows = view.focused(kenmerk)
        now = view.at(rows)
        if whole and now["waarde"].is_not_null().any():
            blocks.append(_block(view, kenmerk, rows, whole))
            shown.append(now.select(_plain(now)))
    if not blocks:
        return None
    rows = pl.concat(shown)
    compared = any(share.before is not None for each in blocks for share in each.shares)
    before = view.before.spoken if compared and view.before else ""
    return _finding(
        view,
        "profiel",
        _profile_title(view, blocks),
        charts.profile_bars(blocks, before, beside=view.focus.partij is not None),
        charts.profile_alt(blocks),
        rows,
        f"{_profile_note(view, blocks)} {_explained(rows)}".strip(),
    )


@kept
def profile_by_partner(_warehouse: Warehouse, view: View) -> Finding | None:
    """Set the profiles of all partners beside each other; None with one in focus, or without any."""
    if view.focus.partij or view.focus.sector:
        return None
    inflow = view.at(view.rows(PARTIJ))
    sizes = dict(inflow.select(PARTIJ, "waarde").iter_rows())
    partners = [each for each in by_size(inflow, PARTIJ) if sizes[each]]
    grid, shown, firm = [], [], set()
    for kenmerk in PROFILE:
        rows = view.at(view.rows(PARTIJ, kenmerk))
        if rows["waarde"].is_null().all():
            continue
        shown.append(rows.select(_plain(rows)))
        # A title must not stand on a column that something is the matter with.
        if not _explained(rows.filter(pl.col(kenmerk) != UNKNOWN)):
            firm.add(NAMES[kenmerk])
        cells = {(row[PARTIJ], row[kenmerk]): row for row in rows.iter_rows(named=True)}
        grid += [
            charts.GridRow(
                NAMES[kenmerk],
                SPOKEN.get(name, name),
                tuple(_share_of(cells.get((each, name)), sizes[each]) for each in partners),
            )
            for name in in_their_order(rows, kenmerk)
        ]
    if not grid:
        return None
    rows = pl.concat(shown)
    return _finding(
        view,
        "profiel-partners",
        _apart_title([each for each in grid if each.block in firm], partners),
        charts.profile_grid(grid, partners),
        charts.profile_grid_alt(grid, partners),
        rows,
        _account(rows),
    )


def _share_of(row: Mapping[str, Any] | None, whole: Decimal) -> charts.Share | None:
    if row is None:
        return None
    value = row["waarde"]
    return charts.Share(
        "",
        value,
        None if value is None else value / whole * 100,
        "strijdig" if row["strijdig"] else row["status"],
        None,
        None,
        unknown=False,
    )


def _apart_title(grid: Sequence[charts.GridRow], partners: Sequence[str]) -> str:
    """Name the category in which the partners lie furthest apart; UNKNOWN is none.

    A partner that knows nothing of a kenmerk has no share in it: its noughts are no difference.
    """
    silent = {
        (row.block, partner)
        for row in grid
        if row.name == UNKNOWN
        for share, partner in zip(row.shares, partners, strict=True)
        if share is not None and share.share == 100
    }
    widest: tuple[Decimal, str] | None = None
    for row in grid:
        known = [
            (share.share, partner)
            for share, partner in zip(row.shares, partners, strict=True)
            if share is not None and share.share is not None and (row.block, partner) not in silent
        ]
        if row.name == UNKNOWN or len(known) < 2:
            continue
        (low, least), (high, most) = min(known), max(known)
        ends = f"{percent(low, 0)} via {least}, {percent(high, 0)} via {most}"
        said = f"{row.block.lower()} {row.name} ({ends})"
        widest = max(filter(None, (widest, (high - low, said))))
    if widest is None:
        return "De partners naast elkaar, als deel van hun instroom"
    return f"Grootste verschil tussen partners: {widest[1]}"


def _block(view: View, kenmerk: str, rows: pl.DataFrame, whole: Decimal) -> charts.Block:
    now = view.at(rows)
    earlier = _earlier_shares(view, kenmerk, rows)
    everyone = _shares(view.at(view.rows(kenmerk)), kenmerk, view.value(view.rows()))
    values = {row[kenmerk]: row for row in now.iter_rows(named=True)}
    shares = [
        charts.Share(
            SPOKEN.get(name, name),
            row["waarde"],
            None if row["waarde"] is None else row["waarde"] / whole * 100,
            "strijdig" if row["strijdig"] else row["status"],
            earlier.get(name),
            everyone.get(name) if view.focus.partij else None,
            unknown=name == UNKNOWN,
        )
        for name in in_their_order(now, kenmerk)
        for row in (values[name],)
    ]
    added = total(now)
    if added is not None and added < whole:
        gap = whole - added
        shares.append(
            charts.Share(NO_CATEGORY, gap, gap / whole * 100, "verschil", None, None, unknown=True)
        )
    return charts.Block(NAMES[kenmerk], tuple(shares))


def _shares(rows: pl.DataFrame, kenmerk: str, whole: Decimal | None) -> dict[str, Decimal]:
    if not whole:
        return {}
    known = rows.filter(pl.col("waarde").is_not_null())
    return {
        name: value / whole * 100 for name, value in known.select(kenmerk, "waarde").iter_rows()
    }


def _earlier_shares(view: View, kenmerk: str, rows: pl.DataFrame) -> dict[str, Decimal]:
    """Give the shares of a year earlier, but only if the categories are the same and the source too."""
    if view.before is None or (view.focus.partij and view.breaks):
        return {}
    before = view.at(rows, view.before)
    known = before.filter(pl.col("waarde").is_not_null())
    same = set(known[kenmerk]) == set(view.at(rows)[kenmerk])
    if not same or not (known["status"] != "strijdig").all():
        return {}
    return _shares(known, kenmerk, view.value(view.focused(), view.before))


def _profile_title(view: View, blocks: Sequence[charts.Block]) -> str:
    """Name the largest group of each kenmerk: all that are equally large, and onbekend if that is it."""
    most = []
    for block in blocks:
        known = [each for each in block.shares if each.share is not None]
        largest = max((each.share or Decimal(0) for each in known), default=None)
        if largest is None:
            continue
        top = [each for each in known if each.share == largest]
        names = listed(
            [f"{block.name.lower()} {each.name}" if each.unknown else each.name for each in top]
        )
        most.append(f"{names} ({'elk ' if len(top) > 1 else ''}{percent(largest, 0)})")
    return f"Grootste groepen{view.focus.said} in {view.period.spoken}: {'; '.join(most)}"


def _profile_note(view: View, blocks: Sequence[charts.Block]) -> str:
    whole = view.value(view.focused())
    said = [
        f"{block.name} telt op tot {number(added)}, de instroom is {number(whole)}."
        for block in blocks
        for added in (
            sum(
                (each.value or Decimal(0) for each in block.shares if each.name != NO_CATEGORY),
                Decimal(0),
            ),
        )
        if whole is not None and added != whole
    ]
    without = [
        NAMES[each].lower() for each in PROFILE if NAMES[each] not in {b.name for b in blocks}
    ]
    if without:
        missing = pl.concat(
            [
                rows.select(_plain(rows))
                for each in PROFILE
                if NAMES[each].lower() in without
                for rows in (view.at(view.focused(each)),)
            ]
        )
        said.append(f"Niet getoond: {listed(without)} ({_reason(missing)}).")
        said.append(remarks(missing))
    if view.before is not None:
        said.append(
            f"Alleen waar de categorieën gelijk zijn staat {view.before.spoken} ernaast."
            if any(share.before is not None for each in blocks for share in each.shares)
            else f"Met {view.before.spoken} is niets te vergelijken: andere categorieën, een andere "
            "bron of strijdige aantallen."
        )
    return " ".join(each for each in said if each)


@kept
def absent(_warehouse: Warehouse, view: View) -> list[str]:
    """Say what does not exist for the focus, and for whom it does."""
    if view.focus.sector:
        return [
            "Profiel en status zijn niet per sector geleverd: die bestaan alleen per partner en voor "
            "alle deelnemers samen."
        ]
    said = []
    status = view.at(view.focused(STATUS))
    if status_flow(view) is None:
        reason = _reason(status)
        said.append(
            f"Status en uitstroom in {view.period.spoken}: {reason}. {remarks(status)}".strip()
        )
    return said


def _reason(rows: pl.DataFrame) -> str:
    """Give the reasons why figures are missing; `niet gepubliceerd` where there are no rows at all."""
    reasons = rows.filter(pl.col("waarde").is_null())["status"].unique().sort().to_list()
    return listed(reasons) or NOT_PUBLISHED


def _missing(rows: pl.DataFrame) -> str:
    """Say why cells are empty, each reason once."""
    gone = rows.filter(pl.col("waarde").is_null())
    if gone.is_empty():
        return ""
    return f"Een streepje is: {_reason(gone)}. {remarks(gone)}".strip()


def _account(rows: pl.DataFrame) -> str:
    """Say why cells are empty and what is remarked on the others, each remark once."""
    gone = pl.col("waarde").is_null()
    dash = f"Een streepje is: {_reason(rows)}." if rows["waarde"].null_count() else ""
    return f"{dash} {remarks(rows.filter(gone | (pl.col('status') != 'afgeleid')))}".strip()


def _explained(rows: pl.DataFrame) -> str:
    """Give the remarks on figures that are there; why an empty cell is nought stands in the table."""
    known = rows.filter(pl.col("waarde").is_not_null(), pl.col("status") != "afgeleid")
    return remarks(known)


def _of_the_total(view: View) -> str:
    """Give the remarks on the statuses of all partners together."""
    return "" if view.focus.partij else _explained(view.at(view.rows(STATUS)))


def _growth(now: Decimal, before: Decimal) -> str:
    """Write a change in percents; nothing where it starts from a few people."""
    return signed((now - before) / before * 100, 1, "%") if before >= FEWEST else ""


def _changed(now: Decimal, before: Decimal) -> str:
    growth = _growth(now, before)
    return signed(now - before, 0) + (f" ({growth})" if growth else "")


def _compared(now: Decimal, before: Decimal) -> str:
    gap = now - before
    if gap == 0:
        return "evenveel als"
    growth = _growth(now, before)
    said = f"{number(abs(gap))} {'meer' if gap > 0 else 'minder'}"
    return f"{said} ({growth}) dan" if growth else f"{said} dan"
