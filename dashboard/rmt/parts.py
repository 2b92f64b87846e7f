"""The parts of the page that a reader touches: what to focus on, and the table that can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from dashboard.choices import Choices, choose_kind, choose_moment, set_address
from dashboard.headline import show
from dashboard.levels import Level, split
from dashboard.memory import kept
from dashboard.palette import CLASSES, ON_CLASSES
from dashboard.panel import account, framed, passports
from dashboard.rmt import findings
from dashboard.rmt.view import PARTIJ, SECTOR, Focus, View, by_size
from dashboard.tables import CHOSEN, HEAD_PIXELS, ROW_PIXELS, figure_table, unfolding
from warehouse.categories import APART, CATEGORIES, UnknownCategoryError, category
from warehouse.indicator import Indicator
from warehouse.numbers import MISSING, number, percent
from warehouse.periods import Period
from warehouse.reader import Warehouse

EVERYONE = {PARTIJ: "Alle partners", SECTOR: "Alle sectoren"}
LABELS = {PARTIJ: "Partner", SECTOR: "Sector"}
OPENED, MOMENT, ALL = "_rmt_geopend", "rmt-moment", ""
TOTAL, NAMED, SHARE = "Totaal", "Genoemde sectoren samen", "Deel van genoemd"
SUM_STYLE = "font-weight: 600; background-color: rgba(127,140,155,0.16)"


def choose_view(indicator: Indicator, level: Level, choices: Choices) -> View:
    """Let a reader choose period, partner and sector, and give what the page then shows."""
    _open_link()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = choose_kind(level.kinds)
        periods = level.of_kind(kind)
        period = choose_moment(periods, "Jaar of kwartaal", MOMENT) or periods[0]
        code = level.area.code
        partij = _choose(PARTIJ, split(indicator.id, code, choices, (PARTIJ,)))
        sector = _choose(SECTOR, split(indicator.id, code, choices, (SECTOR,)))
    return View(indicator, choices, level.area, periods, period, Focus(partij, sector))


def _choose(kenmerk: str, rows: pl.DataFrame) -> str | None:
    key = f"rmt-{kenmerk}"
    present = set(rows[kenmerk])
    names = [each for each in CATEGORIES[kenmerk] if each in present]
    if st.session_state.get(key) not in names:
        st.session_state[key] = ALL
    chosen = st.selectbox(
        LABELS[kenmerk],
        [ALL, *names],
        format_func=lambda name: EVERYONE[kenmerk] if name == ALL else name,
        key=key,
        persist_state="session",
        width=260,
    )
    focus = None if chosen == ALL else chosen
    set_address(kenmerk, focus)
    return focus


def _open_link() -> None:
    """Take period, partner and sector from the address, once a session; what is unknown is told."""
    if OPENED in st.session_state:
        return
    st.session_state[OPENED] = True
    if "moment" in st.query_params:
        st.session_state[MOMENT] = st.session_state.pop("moment", None)
        if "per" not in st.query_params:
            with suppress(ValueError):  # What is no period was told when the link was opened.
                st.session_state["per"] = Period.parse(st.query_params["moment"]).soort
    for kenmerk in (PARTIJ, SECTOR):
        written = st.query_params.get(kenmerk)
        if written is None:
            continue
        try:
            st.session_state[f"rmt-{kenmerk}"] = category(kenmerk, written)
        except UnknownCategoryError:
            del st.query_params[kenmerk]
            st.warning(
                f"De link vraagt om een {LABELS[kenmerk].lower()} die er niet is. U ziet nu "
                f"{EVERYONE[kenmerk].lower()}.",
                icon=":material/link_off:",
            )


def headline(view: View) -> None:
    """Show the finding in words and the figures behind it."""
    st.markdown(f"**{findings.opening(view)}**")
    show(findings.headlines(view))


def sector_panel(view: View) -> None:
    """Show partners by sectors as a table with shades; a click on a row or column sets the focus."""
    finding = findings.by_sector(view)
    with framed(finding):
        said = findings.sector_coverage(view)
        if said:
            st.markdown(said)
        rows, partners = matrix(view)
        if rows.is_empty():
            st.info("Naar sector zijn er voor deze keuze geen cijfers.", icon=":material/info:")
        else:
            _grid(view, rows, partners)
            st.caption(
                "Kies een rij of een kolomkop om de hele pagina daarop te richten; kies Totaal om weer "
                "alles te zien."
            )
        account(finding)
        with unfolding("Tabel", finding.key, ":material/table:") as opened:
            if opened:
                figure_table(finding.rows, finding.indicator, key=f"tabel-{finding.key}")
        passports(finding)


@kept
def matrix(_warehouse: Warehouse, view: View) -> tuple[pl.DataFrame, list[str]]:
    """Set sectors under each other and partners side by side, totals on both sides.

    Gives the rows (`Sector`, `Totaal`, a column for each partner, `Deel van genoemd`) and the names of
    the partners in order of size.
    """
    sectors = view.at(view.rows(SECTOR))
    partners = by_size(view.at(view.rows(PARTIJ)), PARTIJ)
    if sectors.is_empty():
        return pl.DataFrame(), partners
    cells = {
        (row[PARTIJ], row[SECTOR]): row["waarde"]
        for row in view.at(view.rows(PARTIJ, SECTOR)).iter_rows(named=True)
    }
    order = by_size(sectors, SECTOR)
    named = [each for each in order if each not in APART]
    totals = dict(sectors.select(SECTOR, "waarde").iter_rows())
    per_partner = dict(view.at(view.rows(PARTIJ)).select(PARTIJ, "waarde").iter_rows())
    known = _sum([totals[each] for each in named])

    def line(name: str, values: Sequence[Any], whole: Any, share: Any) -> dict[str, Any]:
        floats = [None if each is None else float(each) for each in (whole, *values, share)]
        return dict(zip(("Sector", TOTAL, *partners, SHARE), (name, *floats), strict=True))

    def part(value: Any) -> Any:
        return value / known * 100 if known and value is not None else None

    lines = [
        line(each, [cells.get((one, each)) for one in partners], totals[each], part(totals[each]))
        for each in named
    ]
    summed = [_sum([cells.get((one, each)) for each in named]) for one in partners]
    lines.append(line(NAMED, summed, known, part(known)))
    lines += [
        line(each, [cells.get((one, each)) for one in partners], totals[each], None)
        for each in order
        if each not in named
    ]
    lines.append(
        line(TOTAL, [per_partner.get(one) for one in partners], view.value(view.rows()), None)
    )
    schema = {"Sector": pl.String, **dict.fromkeys((TOTAL, *partners, SHARE), pl.Float64)}
    return pl.DataFrame(lines, schema=schema), partners


def _sum(values: Sequence[Any]) -> Any:
    return None if any(each is None for each in values) else sum(values)


def _grid(view: View, rows: pl.DataFrame, partners: Sequence[str]) -> None:
    focus = view.focus
    marked = {name: f"{CHOSEN}{name}" for name in partners if name == focus.partij}
    names = rows["Sector"].to_list()
    shown = rows.rename(marked).with_columns(
        Sector=pl.Series([f"{CHOSEN}{each}" if each == focus.sector else each for each in names])
    )
    columns = [marked.get(name, name) for name in partners]
    styles = pl.DataFrame(_shaded(rows, partners), schema=rows.columns, orient="row").to_pandas()
    styled = (
        shown.to_pandas()
        .style.format(
            {
                **dict.fromkeys((*columns, TOTAL), _count),
                SHARE: _percent,
            },
            na_rep=MISSING,
        )
        .apply(lambda shown: styles.set_axis(shown.columns, axis=1), axis=None)
    )
    # A key of its own for each focus: a grid would otherwise keep the row that was clicked before.
    key = f"raster-{view.period.text}-{focus.partij}-{focus.sector}"

    def choose() -> None:
        picked = st.session_state[key]["selection"]
        for index in picked["rows"]:
            name = names[index]
            st.session_state["rmt-sector"] = ALL if name in (TOTAL, NAMED) else name
            if name == TOTAL:
                st.session_state["rmt-partij"] = ALL
        for column in picked["columns"]:
            name = column.removeprefix(CHOSEN)
            st.session_state["rmt-partij"] = name if name in partners else ALL
            if name == TOTAL:
                st.session_state["rmt-sector"] = ALL

    st.dataframe(
        styled,
        hide_index=True,
        height=HEAD_PIXELS + ROW_PIXELS * rows.height + 2,
        placeholder=MISSING,
        column_config={
            "Sector": st.column_config.Column(width=240),
            # Narrow and first, so that a phone shows the totals beside the names.
            TOTAL: st.column_config.Column(width=64),
            **{name: st.column_config.Column(width=84) for name in columns},
            SHARE: st.column_config.Column(width=124),
        },
        key=key,
        on_select=choose,
        selection_mode=["single-row", "single-column"],
        alt=f"Partners naar sector, {view.period.spoken}: {findings.by_sector(view).title}",
    )


def _count(value: object) -> str:
    return number(Decimal(str(value)))


def _percent(value: object) -> str:
    return percent(Decimal(str(value)))


def _shaded(rows: pl.DataFrame, partners: Sequence[str]) -> list[list[str]]:
    """Give the style of each cell: named sectors shaded by size, sums apart, the others plain."""
    named = rows.filter(~pl.col("Sector").is_in([TOTAL, NAMED, *APART]))
    highest = max(
        (value for row in named.select(partners).rows() for value in row if value), default=1
    )

    def style(name: str, column: str, value: object) -> str:
        if column == TOTAL or name in (TOTAL, NAMED):
            return SUM_STYLE
        if name in APART or column not in partners or not isinstance(value, float) or not value:
            return ""
        shade = min(int(value / highest * len(CLASSES)), len(CLASSES) - 1)
        return f"background-color: {CLASSES[shade]}; color: {ON_CLASSES[shade]}"

    return [
        [style(row["Sector"], column, row[column]) for column in rows.columns]
        for row in rows.iter_rows(named=True)
    ]
