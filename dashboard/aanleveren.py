"""Handing in a delivery on the screen: what it is, what it would change, and what is wrong with it.

The one place in the dashboard that knows the intake. A file stays in the memory of this session until
it is taken in or the page is left; it is read in a process of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard.memory import pin_current_build
from dashboard.panel import XLSX
from dashboard.sentences import listed
from dashboard.tables import dutch_table
from pipelines.checks import BuildError
from pipelines.delivery import DeliveryError
from pipelines.intake.formats import FORMATS
from pipelines.intake.guard import file_name
from pipelines.intake.store import sha256
from pipelines.intake.take_in import Besluit, File, Outcome, look_at, refusal_workbook, take_in
from pipelines.intake.template import template
from warehouse.builds import DataFolder
from warehouse.periods import Period

KINDS = ["xlsx", "xls", "ods", "csv"]
LISTED = 100
"""How many complaints stand on the page; the workbook has them all."""
ROUND, LOOKED_AT, TAKEN = "_aanlevering", "_bekeken", "_ingelezen"
MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]$~#<>|:"})


def templates() -> None:
    """Offer the template of each delivery, with what it is for."""
    for formaat in FORMATS.values():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                f"Sjabloon {formaat.id}",
                partial(template, formaat),
                file_name=f"sjabloon-{formaat.id}.xlsx",
                mime=XLSX,
                on_click="ignore",
                icon=":material/download:",
                key=f"sjabloon-{formaat.id}",
            )
            st.markdown(f"**{formaat.title}.** {formaat.explanation}")


def handed_in() -> list[File]:
    """Let a steward choose files, and give them; a new round starts empty."""
    chosen = st.file_uploader(
        "Leveringen (.xlsx, .xls, .ods of .csv, elk hoogstens 20 MB)",
        type=KINDS,
        accept_multiple_files=True,
        key=f"bestanden-{st.session_state.get(ROUND, 0)}",
        help="Sleep bestanden hierheen of kies ze. Er wordt niets ingelezen voor u dat bevestigt.",
    )
    return [File(each.name, each.getvalue()) for each in chosen]


def judged(file: File) -> Outcome:
    """Judge a file once in this session."""
    kept: dict[str, Outcome] = st.session_state.setdefault(LOOKED_AT, {})
    digest = sha256(file.content)
    if digest not in kept:
        with st.spinner(f"{_plain(file_name(file.name))} lezen"):
            kept[digest] = look_at(DataFolder.configured(), file)
    return kept[digest]


def account(file: File, outcome: Outcome) -> None:
    """Show what was found of one file, and offer what can be done with it."""
    key = sha256(file.content)[:12]
    with st.container(border=True, key=f"levering-{key}"):
        st.subheader(_plain(outcome.bestand), anchor=False)
        if outcome.besluit is Besluit.AL_INGELEZEN:
            st.info(" ".join(outcome.remarks), icon=":material/done_all:")
        elif outcome.besluit is Besluit.GEWEIGERD:
            _refusal(file, outcome, key)
        else:
            _preview(outcome, key)
            if st.button("Neem in en publiceer", type="primary", key=f"neem-in-{key}"):
                _take_in(file, outcome)


def _preview(outcome: Outcome, key: str) -> None:
    partijen = list(dict.fromkeys(each.partij for each in outcome.replacements))
    ends = [end for each in outcome.replacements for end in each.periode.split(":") if end]
    periods = sorted(map(Period.parse, ends))
    span = [each.spoken for each in (periods[:1] + periods[-1:])]
    st.markdown(
        f"Herkend als **{outcome.levering}**: {outcome.rows} "
        f"{'rij' if outcome.rows == 1 else 'rijen'} van {listed(partijen)}"
        f"{', ' if span else ''}{' tot en met '.join(dict.fromkeys(span))}. "
        "Nog niet ingelezen: kijk of dit klopt en bevestig het."
    )
    _remarks(outcome)
    table = pl.DataFrame(
        {
            "Partij": [each.partij for each in outcome.replacements],
            "Periode": [each.when for each in outcome.replacements],
            outcome.counted().capitalize(): [each.said[0] for each in outcome.replacements],
            "Vervangt": [each.said[1] for each in outcome.replacements],
            "Verandering": [each.note for each in outcome.replacements],
        }
    )
    table = table.select(name for name in table.columns if (table[name] != "").any())
    dutch_table(table, {}, key=f"voorbeschouwing-{key}")


def _refusal(file: File, outcome: Outcome, key: str) -> None:
    kind = f" als {outcome.levering}" if outcome.levering else ""
    number = "één fout" if outcome.found == 1 else f"{outcome.found} fouten"
    st.error(
        f"Niet ingelezen{kind}: {number}. Er is niets veranderd; herstel het bestand en lever het "
        "opnieuw aan.",
        icon=":material/block:",
    )
    _remarks(outcome)
    listed_fouten = outcome.fouten[:LISTED]
    table = pl.DataFrame(
        {
            "Blad": [each.blad or "" for each in listed_fouten],
            "Rij": [str(each.rij or "") for each in listed_fouten],
            "Kolom": [each.kolom or "" for each in listed_fouten],
            "Waarde": [each.waarde or "" for each in listed_fouten],
            "Wat er mis is": [each.regel for each in listed_fouten],
        }
    )
    filled = [name for name in table.columns if (table[name] != "").any()]
    dutch_table(table.select(filled), {}, key=f"fouten-{key}")
    if outcome.found > LISTED:
        st.caption(f"Dit zijn de eerste {LISTED}; de werkmap noemt er meer.")
    st.download_button(
        "Werkmap met de fouten gemarkeerd",
        lambda: refusal_workbook(DataFolder.configured(), file) or b"",
        file_name=f"{Path(outcome.bestand).stem}-fouten.xlsx",
        mime=XLSX,
        on_click="ignore",
        icon=":material/download:",
        key=f"werkmap-{key}",
    )


def _remarks(outcome: Outcome) -> None:
    for remark in outcome.remarks:
        st.caption(_plain(remark))


def _take_in(file: File, outcome: Outcome) -> None:
    try:
        with st.spinner("Inlezen en publiceren"):
            (done,) = take_in(DataFolder.configured(), [file], looked_at=outcome)
    except (BuildError, DeliveryError) as hindered:
        st.error(
            f"Niet ingelezen: {_plain(str(hindered))}. De cijfers zijn niet veranderd.",
            icon=":material/block:",
        )
        return
    if done.besluit is Besluit.AL_INGELEZEN:
        said = " ".join(done.remarks)
    else:
        new = [each for each in done.remarks if each not in outcome.remarks]
        said = " ".join(
            [f"{_plain(done.bestand)} is ingelezen en gepubliceerd.", *map(_plain, new)]
        )
    st.session_state.setdefault(TAKEN, []).append(said)
    # A new round drops the file from the memory of the server, and shows the new build.
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[LOOKED_AT] = {}
    pin_current_build()
    st.rerun()


def taken_in() -> Sequence[str]:
    """Give what was taken in on this page, each told once."""
    told: Sequence[str] = st.session_state.pop(TAKEN, [])
    return told


def _plain(text: str) -> str:
    """Write text from a file so that no word of it is taken for Markdown."""
    return text.translate(MARKS)
