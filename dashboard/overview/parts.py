"""The parts of the overview that a reader touches, and what stands around its tiles."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import catalogue
from dashboard.areas import areas
from dashboard.choices import SINCE, Choices, address, last_visit
from dashboard.findings import Finding
from dashboard.frame import age, newest_day
from dashboard.memory import kept
from dashboard.notes import source_titles
from dashboard.overview import board
from dashboard.overview.gaps import gaps
from dashboard.overview.signals import arrived, choose
from dashboard.overview.tiles import Shown, themes
from dashboard.panel import downloads
from dashboard.passport import NAME
from dashboard.passport import address as passport_of
from dashboard.sentences import listed, spoken_period
from dashboard.tables import dutch_table, unfolding
from warehouse.freshness import State
from warehouse.periods import Period, today
from warehouse.reader import Warehouse

NOT_PRINTED = "niet-op-papier"
"""Key of what the style sheet keeps off paper."""


def overview(choices: Choices) -> None:
    """Show what stands out, the tiles of each theme, and what is missing, in one piece."""
    shown = themes(choices)
    found = [each for _, tiles in shown for each in tiles]
    sources = catalogue.sources()
    stale = [each.title for each in sources if each.known in (State.MISLUKT, State.VEROUDERD)]
    signals = choose(found, arrived(found), last_visit(), stale)
    st.html(board.STYLE)
    about = [_origin(found), f"{age()} Gemaakt op {Period.day(today()).spoken}."]
    st.html(
        board.html(
            _heading(choices),
            shown,
            signals,
            gaps(found, sources),
            address(choices, newest_day().year),
            about,
        )
    )


def around(choices: Choices) -> None:
    """Offer what is not for paper: the rules, the table, the downloads, and a link for next time."""
    shown = themes(choices)
    with st.container(key=NOT_PRINTED):
        with unfolding("Tabel en downloads", "kerncijfers", ":material/table:") as opened:
            if opened:
                dutch_table(_table(shown), {}, key="tabel-kerncijfers", sortable=True, linked=NAME)
                downloads(_everything(choices, shown))
        with st.expander("Hoe ‘Wat valt op’ en de oordelen worden gekozen", icon=":material/rule:"):
            st.markdown(_rules())
        with st.expander("Link voor de volgende keer", icon=":material/link:"):
            link = urlencode(
                {**address(choices, newest_day().year), SINCE: today().isoformat()}, safe=":,"
            )
            st.markdown(
                "Met deze link vertelt de volgende keer ‘Wat valt op’ welke cijfers sinds vandaag "
                f"binnenkwamen: [?{link}](?{link})"
            )


def _heading(choices: Choices) -> str:
    """Say what was chosen; which gemeenten count means nothing for one gemeente."""
    known = areas()
    area = known[choices.gebied]
    composition = {each.code: each.label for each in known.compositions}[choices.samenstelling]
    said = (
        ""
        if area.kind == "gemeente"
        else f"; samenstelling: {composition[:1].lower()}{composition[1:]}"
    )
    return f"{area.label}, laatste cijfers uit {choices.van} tot en met {choices.tot}{said}"


@kept
def _titles(_warehouse: Warehouse, sources: tuple[str, ...]) -> list[str]:
    titles = source_titles()
    return sorted({titles[bron][0].title for bron in sources if bron in titles})


def _origin(found: Sequence[Shown]) -> str:
    used = {each.figure["bron"] for each in found if each.figure is not None}
    named = _titles(tuple(sorted(used)))
    return (
        f"Bronnen: {'; '.join(named)}." if named else "Geen bron heeft een cijfer voor deze keuze."
    )


def _table(shown: Sequence[tuple[str, Sequence[Shown]]]) -> pl.DataFrame:
    rows = []
    for theme, tiles in shown:
        for each in tiles:
            figure = each.figure
            rows.append(
                {
                    "Thema": theme,
                    "Cijfer": each.title,
                    "Waarde": board.value_of(each),
                    "Periode": spoken_period(figure) if figure else "",
                    "Ernaast": board.beside_of(each) if figure else "",
                    "Oordeel": each.verdict.words if figure else each.why,
                    "Status": figure["status"] if figure else "",
                    "Vindplaats": f"{figure['tabel']}, {figure['vindplaats']}" if figure else "",
                    NAME: passport_of(figure) if figure else "",
                }
            )
    return pl.DataFrame(rows)


def _everything(choices: Choices, shown: Sequence[tuple[str, Sequence[Shown]]]) -> Finding:
    """Give all figures of the overview, and what they are held against, as one download."""
    found = [each for _, tiles in shown for each in tiles]
    known = areas()
    return Finding(
        key="kerncijfers",
        title="Kerncijfers",
        picture=None,
        alt="",
        rows=pl.concat([each.rows for each in found]).unique(maintain_order=True),
        indicator=found[0].indicator,
        note="",
        source="",
        name=f"kerncijfers-{choices.gebied.lower()}",
        filters={
            "Gebied": f"{known[choices.gebied].label} ({choices.gebied})",
            "Periode": f"{choices.van} tot en met {choices.tot}",
            "Niet beschikbaar": listed([each.title for each in found if each.figure is None])
            or "–",
        },
    )


def _rules() -> str:
    return (
        "Er staan hoogstens vijf zinnen, hoogstens twee volgens dezelfde regel en één over hetzelfde "
        f"cijfer, in deze volgorde:\n\n{board.rules()}\n\n"
        "Een **oordeel** volgt uit de richting die bij de indicator hoort en uit zijn doel, en staat er "
        "alleen waar er iets is om mee te vergelijken: het doel, Nederland, of een jaar eerder. ‘Niet "
        "toetsbaar’ is een steekproef zonder gepubliceerde marge, of een grens (‘ruim’, ‘bijna’) die "
        "aan de open kant ligt; ‘strijdig’ is een cijfer waarover bronnen elkaar tegenspreken. ✓ is "
        "gunstig of gehaald, ✗ ongunstig of niet gehaald, ≠ strijdig, · zonder oordeel."
    )
