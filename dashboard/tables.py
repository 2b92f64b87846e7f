"""Figures as a table that a reader can sort and read, with Dutch numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboard.answers import GemeentenView
from dashboard.lettering import text_width
from dashboard.palette import STYLES
from dashboard.passport import NAME, links
from dashboard.sentences import spoken_period
from warehouse.categories import in_order
from warehouse.derive import CONTRADICTED
from warehouse.indicator import Indicator
from warehouse.indicators import INDICATORS
from warehouse.numbers import MISSING, number

if TYPE_CHECKING:
    from pandas import DataFrame as PandasFrame
    from pandas.io.formats.style import Styler

ALL = "alle"
CHOSEN = f"{STYLES['gekozen'].sign} "
ROW_PIXELS, HEAD_PIXELS, MOST_ROWS = 35, 38, 16
MOST_PLAIN_ROWS, MOST_PLAIN_PIXELS = 40, 190
MARKS = r"[\\`*_\[\]$~#<>|]"
CELL_FONT, CELL_PADDING, MOST_PIXELS = 13, 20, 420


@contextmanager
def unfolding(label: str, key: str, icon: str | None = None) -> Iterator[bool]:
    """Open a part that unfolds; yields whether it is open, since a closed table should cost nothing."""
    part = st.expander(label, icon=icon, on_change="rerun", key=f"uitklap-{key}")
    with part:
        yield bool(part.open)


def figure_table(rows: pl.DataFrame, indicator: Indicator, *, key: str) -> None:
    """Show figures, latest first, also those that another source gives and no picture shows."""
    ordered = rows.sort("begin", descending=True, maintain_order=True)
    several = ordered["indicator"].n_unique() > 1
    value = "Waarde" if several else indicator.title
    named = [INDICATORS[each].title for each in ordered["indicator"]] if several else []
    columns: dict[str, Any] = {
        **({"Indicator": named} if several else {}),
        "Gebied": ordered["naam"],
        "Periode": [spoken_period(row) for row in ordered.iter_rows(named=True)],
        value: ordered["waarde"].cast(pl.Float64),
        "Status": [_status(row) for row in ordered.iter_rows(named=True)],
        "Gemeenten": ["" if each is None else str(each) for each in ordered["leden"]],
        "Bron": ordered["tabel"],
        "Vindplaats": ordered["vindplaats"],
        NAME: links(ordered),
    }
    if (ordered["kenmerk"].list.len() > 0).any():
        columns = _split(ordered, columns)
    shown = pl.DataFrame(columns)
    if ordered["leden"].is_null().all():
        shown = shown.drop("Gemeenten")
    # A grid, because a plain table this wide would scroll where a keyboard can't follow.
    dutch_table(shown, {value: indicator.decimals}, key=key, sortable=True, linked=NAME)


def _split(rows: pl.DataFrame, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Add what figures are split up by behind the area, and what is remarked on them at the end."""
    pairs = [
        dict(zip(*each, strict=True)) for each in rows.select("kenmerk", "categorie").iter_rows()
    ]
    names = in_order(name for each in pairs for name in each)
    split = {name.capitalize(): [each.get(name, ALL) for each in pairs] for name in names}
    split = {"Kenmerk status" if name == "Status" else name: said for name, said in split.items()}
    first = {name: columns[name] for name in ("Indicator", "Gebied") if name in columns}
    return {
        **first,
        **split,
        **columns,
        "Opmerking": rows["opmerking"].fill_null(""),
    }


def gemeenten_table(view: GemeentenView, *, key: str) -> None:
    """Show each gemeente with its figure, its distance to region and Nederland, and its change."""
    indicator = view.indicator
    known = view.history.filter(pl.col("waarde").is_not_null())
    first = known.filter(pl.col("begin") == known["begin"].min())
    rows = (
        view.figures.join(first, on="gebied", how="left", suffix="_eerst")
        .sort("waarde", descending=True, nulls_last=True)
        .with_columns(verschil=pl.col("waarde") - pl.col("waarde_eerst"))
    )
    columns: dict[str, pl.Series | list[str]] = {
        "Gemeente": [
            f"{CHOSEN if code in view.highlight else ''}{name}"
            for code, name in rows.select("gebied", "naam").iter_rows()
        ],
        indicator.title: rows["waarde"].cast(pl.Float64),
    }
    for name, _, value in view.references:
        if value is not None:
            columns[f"Verschil met {name.lower() if name == 'Regio' else name}"] = (
                rows["waarde"] - value
            ).cast(pl.Float64)
    if known["periode"].n_unique() > 1:
        since = spoken_period(first.row(0, named=True))
        columns[f"Verandering sinds {since}"] = rows["verschil"].cast(pl.Float64)
    columns["Status"] = [_status(row) for row in rows.iter_rows(named=True)]
    columns[NAME] = links(rows)
    shown = pl.DataFrame(columns)
    numeric = [name for name, kind in shown.schema.items() if kind == pl.Float64]
    dutch_table(
        shown, dict.fromkeys(numeric, indicator.decimals), key=key, sortable=True, linked=NAME
    )


def dutch_table(
    rows: pl.DataFrame,
    decimals: dict[str, int],
    *,
    key: str,
    sortable: bool = False,
    linked: str = "",
) -> None:
    """Show any frame; `decimals` says of each column of numbers how it is written.

    `linked` names a column of addresses in a grid, of which each cell shows that name.

    A table of a few rows is plain HTML, which everyone can read, copy and print. A longer one, or
    one to sort, is a grid: its own toolbar (search, full screen) is in English and can't be put off.
    """
    if rows.height <= MOST_PLAIN_ROWS and not sortable:
        with st.container(key=key):
            st.table(
                _styled(_literal(rows), decimals).apply(_roomy, axis=None),
                border="horizontal",
                hide_index=True,
            )
        return
    texts = [name for name, kind in rows.schema.items() if kind == pl.String and name != linked]
    # A screen reader and a copied cell get the number itself, and no decimals that nobody sees.
    rows = rows.with_columns(
        pl.col(name).round(count)
        for name, count in decimals.items()
        if rows.schema.get(name) == pl.Float64
    )
    st.dataframe(
        _styled(rows, decimals),
        hide_index=True,
        height=HEAD_PIXELS + ROW_PIXELS * min(rows.height, MOST_ROWS) + 2,
        # The grid has a word of its own for what is missing, and it is English.
        placeholder=MISSING,
        column_config={
            **{name: st.column_config.Column(width=_pixels(rows[name])) for name in texts},
            **({linked: st.column_config.LinkColumn(display_text=linked)} if linked else {}),
        },
        key=key,
    )


def _roomy(shown: PandasFrame) -> PandasFrame:
    """Give each column room, so that a narrow panel scrolls and does not break every word."""
    styles = shown.astype(object)
    for name in shown.columns:
        longest = max(text_width(str(text), CELL_FONT) for text in (*shown[name], name))
        styles[name] = f"min-width: {min(int(longest) + CELL_PADDING, MOST_PLAIN_PIXELS)}px"
    return styles


def _literal(rows: pl.DataFrame) -> pl.DataFrame:
    """Keep a plain table from reading marks in a text as markup."""
    return rows.with_columns(pl.col(pl.String).str.replace_all(MARKS, r"\$0"))


def _pixels(texts: pl.Series) -> int:
    """Give a column of texts room for the longest, which the grid itself guesses from a few."""
    longest = max((text_width(text, CELL_FONT) for text in (*texts, texts.name)), default=0)
    return min(int(longest) + CELL_PADDING, MOST_PIXELS)


def _styled(rows: pl.DataFrame, decimals: dict[str, int]) -> Styler:
    present: dict[Any, str | Callable[[object], str] | None] = {
        name: written(count) for name, count in decimals.items() if name in rows.columns
    }
    return rows.to_pandas().style.format(present, na_rep=MISSING)


def written(decimals: int, unit: str = "") -> Callable[[object], str]:
    """How a cell of a grid is written."""
    return lambda value: f"{number(Decimal(str(value)), decimals)}{unit}"


def _status(row: dict[str, object]) -> str:
    status = str(row["status"])
    if not row["strijdig"] or status == CONTRADICTED:
        return status if row["gekozen"] else f"{status}, niet getoond"
    return f"strijdig ({'gekozen' if row['gekozen'] else 'niet gekozen'}), {status}"
