"""The passport of a figure on the screen, and the links that lead to it from wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard.choices import set_address
from dashboard.frame import age
from dashboard.memory import kept
from dashboard.sentences import said, spoken_period
from warehouse.indicators import INDICATORS
from warehouse.passport import Asked, Link, Passport, Row, asked_of
from warehouse.passport import passport as looked_up
from warehouse.passport import read as read_link
from warehouse.passport_told import (
    Cell,
    Section,
    Table,
    for_minutes,
    misunderstood,
    sections,
    subject,
    then_and_now,
    value_of,
)
from warehouse.periods import Period, today
from warehouse.reader import Warehouse

STYLE = Path(__file__).with_name("passport.css")
NAME = "Paspoort"
MOST_LISTED = 40
"""As many figures are listed at once; of more, those of one period."""


def asked() -> Link:
    """Take the address apart."""
    return _read(tuple(sorted(st.query_params.to_dict().items())))


@kept
def _read(warehouse: Warehouse, link: tuple[tuple[str, str], ...]) -> Link:
    return read_link(warehouse, dict(link))


@kept
def found(warehouse: Warehouse, wanted: Asked) -> Passport:
    """Look up the passport of a figure."""
    return looked_up(warehouse, wanted)


def complain(link: Link) -> None:
    """Say what a link asks for that does not exist."""
    if not st.query_params:
        st.info(
            "Een paspoort opent vanuit een cijfer: kies Paspoort bij een tegel, onder een grafiek of in "
            "een tabel.",
            icon=":material/info:",
        )
    elif link.asked is None:
        st.warning(
            f"{_literal(misunderstood(link.complaints))} Zie "
            "[alle indicatoren](bronnen#indicatoren).",
            icon=":material/link_off:",
        )
    elif link.complaints:
        st.warning(
            _literal(f"De link vraagt om {', '.join(link.complaints)}. U ziet het cijfer van nu."),
            icon=":material/link_off:",
        )


def show(passport: Passport) -> None:
    """Show a passport, and keep its address: whoever copies that has a link for minutes."""
    for name, value in {**dict.fromkeys(st.query_params.to_dict()),
                        **for_minutes(passport).address}.items():  # fmt: skip
        set_address(name, value)
    st.html(STYLE)
    st.html(html(passport))
    link = for_minutes(passport).link
    st.markdown(
        f"**Link voor in notulen**: [{link}]({link}). De link opent dit paspoort en laat het cijfer "
        f"zien zoals het op {Period.day(passport.asked.op or today()).spoken} was, naast dat van de dag "
        "waarop iemand kijkt."
    )
    st.caption(age())


def html(passport: Passport) -> str:
    """Write a passport as one piece of HTML, for the screen, a screen reader and a printer."""
    return "".join(
        [
            f'<div class="paspoort"><p class="waarde">{escape(_opening(passport))}</p>',
            _beside(passport),
            *map(_section, sections(passport)),
            "</div>",
        ]
    )


def _opening(passport: Passport) -> str:
    return f"{subject(passport)}: {value_of(passport, passport.figure)}"


def _beside(passport: Passport) -> str:
    """Set the figure as it was on the day of the link beside that of now."""
    told = then_and_now(passport)
    if not told:
        return ""
    boxes = ""
    if passport.known_then and passport.asked.op is not None:
        day = Period.day(passport.asked.op).spoken
        boxes = (
            '<dl class="naast">'
            f"<div><dt>Op {day}</dt><dd>{escape(value_of(passport, passport.then))}</dd></div>"
            f"<div><dt>Nu ({Period.day(today()).spoken})</dt>"
            f"<dd>{escape(value_of(passport, passport.figure))}</dd></div></dl>"
        )
    return f"{boxes}<p>{escape(told)}</p>"


def _section(section: Section) -> str:
    pairs = "".join(
        f"<dt>{escape(name)}</dt><dd>{_linked_text(value)}</dd>" for name, value in section.pairs
    )
    key = f"paspoort-{section.key}"
    return "".join(
        [
            f'<section aria-labelledby="{key}"><h2 id="{key}">{escape(section.title)}</h2>',
            f"<dl>{pairs}</dl>" if pairs else "",
            f"<p>{escape(section.note)}</p>" if section.note else "",
            _table(section.table, key) if section.table else "",
            "</section>",
        ]
    )


def _linked_text(value: str) -> str:
    if value.startswith("https://") and " " not in value:
        return f'<a href="{escape(value)}" rel="noopener noreferrer" target="_blank">{escape(value)}</a>'
    return escape(value)


def _table(table: Table, key: str) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    rows = "".join(
        f'<tr><th scope="row">{_cell(first)}</th>'
        f"{''.join(f'<td>{_cell(cell)}</td>' for cell in rest)}</tr>"
        for first, *rest in table.rows
    )
    # A table that scrolls sideways can be reached with the keyboard.
    return (
        f'<div class="tabel" role="region" aria-labelledby="{key}" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    if cell.asked is None:
        return escape(cell.text)
    return f'<a href="{escape(cell.asked.link)}" target="_self">{escape(cell.text)}</a>'


def links(rows: pl.DataFrame) -> list[str]:
    """Give of each figure (rows of `Cijfer`) the address of its passport, below the page."""
    return [address(row) for row in rows.iter_rows(named=True)]


def address(row: Row) -> str:
    """Give the address of the passport of a figure; empty where no figure was asked for."""
    return asked_of(row).link if row["gebied"] else ""


def choose(rows: pl.DataFrame, key: str) -> None:
    """List figures, latest first, each as a link to its passport; of many, those of one period."""
    ordered = rows.sort("begin", "einde", descending=True, maintain_order=True)
    if ordered.height > MOST_LISTED and ordered["periode"].n_unique() > 1:
        periods = {row["periode"]: spoken_period(row) for row in ordered.iter_rows(named=True)}
        chosen = st.selectbox(
            "Periode",
            list(periods),
            format_func=lambda each: periods[each],
            key=f"paspoort-periode-{key}",
        )
        ordered = ordered.filter(pl.col("periode") == chosen)
    st.markdown(
        "\n".join(f"- {linked(_named(row), row)}" for row in ordered.iter_rows(named=True))
        or "Hier zijn geen cijfers."
    )


def beside(figures: Mapping[str, Row]) -> None:
    """Offer the passports of the figures above, by what they are called there."""
    if figures:
        # No caption: its grey would make a link too faint to read.
        told = ", ".join(linked(label, row) for label, row in figures.items())
        st.markdown(f":small[{NAME}: {told}]")


def linked(label: str, row: Row) -> str:
    """Write a link in Markdown to the passport of a figure."""
    return f"[{_literal(label)}]({address(row)})"


def _named(row: Row) -> str:
    """Name a figure in a list: `Apeldoorn, 31 december 2021: 4.150`."""
    indicator = INDICATORS[row["indicator"]].measured_in(row["reeks"])
    value = said(row, indicator) if row["waarde"] is not None else str(row["status"])
    parts = [row["naam"], *row["categorie"], spoken_period(row)]
    elsewhere = "" if row["gekozen"] else f" ({row['tabel']})"
    return f"{', '.join(parts)}: {value}{elsewhere}"


def _literal(text: str) -> str:
    """Keep what a link or a source says from being read as markup."""
    return "".join(f"\\{each}" if each in "\\`*_[]$~#<>|:" else each for each in text)
