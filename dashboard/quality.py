"""What reconciliation found, as a reader goes through it: the heaviest first, filtered, to send on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from dashboard.areas import areas
from dashboard.downloads import table_csv
from dashboard.memory import kept
from dashboard.sentences import capital, listed
from dashboard.voorbeeld import WORD, is_voorbeeld
from warehouse.findings import FINDINGS, State
from warehouse.indicators import INDICATORS
from warehouse.numbers import exactly
from warehouse.periods import Period
from warehouse.reader import Warehouse

ALL = ""
ICONS = {
    State.NIEUW: ":material/fiber_new:",
    State.BEKEND: ":material/rule:",
    State.OPGELOST: ":material/task_alt:",
}
THEMES = {
    "arbeidsmarkt": "Arbeidsmarkt", "uitkeringen": "Uitkeringen", "bevolking": "Bevolking",
    "dienstverlening": "Dienstverlening",
}  # fmt: skip


@kept
def findings(warehouse: Warehouse) -> pl.DataFrame:
    """Give all findings with the themes of the figures that they touch, what nobody judged first."""
    found = warehouse.findings()
    rows = pl.DataFrame(schema=FINDINGS) if found is None else found
    themes = [
        sorted({INDICATORS[each].theme for each in touched if each in INDICATORS})
        for touched in rows["indicatoren"].to_list()
    ]
    return rows.with_columns(pl.Series("themas", themes, pl.List(pl.String)))


def choose(found: pl.DataFrame) -> pl.DataFrame:
    """Let a reader filter by source, theme and state, and give what is left."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bron = _pick(
            "Bron", sorted({each for own in found["bronnen"] for each in own}), "alle bronnen"
        )
        thema = _pick(
            "Thema", sorted({each for own in found["themas"] for each in own}), "alle thema's"
        )
        staat = _pick("Staat", [each.value for each in State], "elke staat")
    return found.filter(
        pl.lit(not bron) | pl.col("bronnen").list.contains(bron),
        pl.lit(not thema) | pl.col("themas").list.contains(thema),
        pl.lit(not staat) | (pl.col("staat") == staat),
    )


def _pick(label: str, options: Sequence[str], everything: str) -> str:
    chosen = st.selectbox(
        label,
        [ALL, *options],
        format_func=lambda each: capital(THEMES.get(each, each) or everything),
        key=f"kwaliteit-{label.lower()}",
        width=260,
    )
    return str(chosen)


def summary(found: pl.DataFrame) -> str:
    """Say how many findings there are, and how many of them nobody has judged."""
    if found.is_empty():
        return "Er is niets gevonden dat bronnen tegenspreekt."
    counts = dict(found.group_by("staat").len().iter_rows())
    new, known, solved = (counts.get(each.value, 0) for each in State)
    open_ones = new + known
    what = f"{open_ones} bevinding" if open_ones == 1 else f"{open_ones} bevindingen"
    if not new:
        judged = "bekend met een reden" if known == 1 else "alle bekend met een reden"
    else:
        judged = f"{new} nieuw en {known} bekend met een reden"
    solved_too = f"; {solved} eerdere {'is' if solved == 1 else 'zijn'} opgelost" if solved else ""
    rounded = found.filter("afronding_verklaart").height
    tail = f" Bij {rounded} ervan verklaart afronding het verschil." if rounded else ""
    return f"{what}, {judged}{solved_too}.{tail}"


def entry(row: dict[str, Any]) -> None:
    """Show one finding: closed its subject and size, opened all that is known of it."""
    state = State(row["staat"])
    label = f"**{_literal(row['onderwerp'])}**{_size(row)} · {row['gewicht']}, {row['staat']}"
    with st.expander(label, icon=ICONS[state]):
        st.markdown("\n".join(f"- **{name}**: {said}" for name, said in told(row)))


def told(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Tell in pairs what was found, where, how large, what it touches, and what is done about it."""
    pairs = [("Regel", row["regel"])]
    if row["gevonden"] is not None or row["verwacht"] is not None:
        pairs.append(
            ("Gevonden", f"{_written(row['gevonden'])}, verwacht {_written(row['verwacht'])}")
        )
    if row["verschil"] is not None:
        why = "ja" if row["afronding_verklaart"] else "nee"
        pairs.append(("Verschil", f"{_written(row['verschil'])}; verklaart afronding dat? {why}"))
    where = _area(row)
    if where:
        pairs.append(("Over", where))
    if row["vindplaatsen"]:
        pairs.append(("Waar", _literal("; ".join(row["vindplaatsen"][:6]))
                      + (f" en {len(row['vindplaatsen']) - 6} andere regels"
                         if len(row["vindplaatsen"]) > 6 else "")))  # fmt: skip
    pairs.append(("Bron", _literal(listed(row["bronnen"])) or "–"))
    if row["indicatoren"]:
        pairs.append(("Raakt", touched(row["indicatoren"])))
    if row["gevolg"]:
        pairs.append(("Wat het dashboard doet", row["gevolg"]))
    pairs.append(("Staat", f"{row['staat']}, gezien sinds {Period.day(row['sinds']).spoken}"))
    if row["reden"]:
        pairs.append(("Reden", _literal(row["reden"])))
    return pairs


def touched(indicators: Sequence[str]) -> str:
    """Name the figures that a finding touches, with links to the pages that show them."""
    known = [INDICATORS[each] for each in indicators if each in INDICATORS]
    return listed(
        [
            f"[{each.title}]({page.rpartition('/')[2]})" if (page := next(iter(each.pages), "")) else
            each.title
            for each in known
        ]
    )  # fmt: skip


def download(found: pl.DataFrame) -> None:
    """Offer the findings as the list to send to whoever owns a source."""
    rows = found.drop("themas").with_columns(
        pl.col(pl.List(pl.String)).list.join("; "),
    )
    st.download_button(
        "Lijst voor de bron (CSV)",
        lambda: table_csv(
            rows, [("Lijst", "Wat bronnen tegenspreekt, volgens de Arbeidsmarktmonitor")]
        ),
        file_name=f"{f'{WORD}-' if is_voorbeeld() else ''}gegevenskwaliteit.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _area(row: dict[str, Any]) -> str:
    names = {each.code: each.label for each in areas().all}
    parts = [names.get(row["gebied"], row["gebied"])] if row["gebied"] else []
    if row["periode"]:
        parts.append(Period.parse(row["periode"]).spoken)
    return ", ".join(parts)


def _size(row: dict[str, Any]) -> str:
    if row["verschil"] is None:
        return ""
    return f" · {_written(row['gevonden'])} tegen {_written(row['verwacht'])}"


def _written(value: Decimal | None) -> str:
    return "niets" if value is None else exactly(value)


def _literal(text: str) -> str:
    """Keep what a source says from being read as markup."""
    return "".join(f"\\{each}" if each in "\\`*_[]$~#<>|" else each for each in text)
