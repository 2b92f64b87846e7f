"""The parts of the page that a reader touches: the day, and the contracts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from dashboard.areas import areas
from dashboard.choices import Choices, choose_moment
from dashboard.downloads import table_csv
from dashboard.levels import Level
from dashboard.memory import warehouse_in_use
from dashboard.social_return import findings
from dashboard.social_return.findings import View
from dashboard.tables import HEAD_PIXELS, ROW_PIXELS, dutch_table, unfolding, written
from dashboard.voorbeeld import WORD, is_voorbeeld
from warehouse.numbers import MISSING, number, percent
from warehouse.reader import PRESENT

MOMENT = "sr-moment"
PAGE_ROWS = 50
MOST_DEVIATIONS = 500
"""How many stand on the page; the download has them all."""
SHARES = ("Looptijd voorbij", "Verzilverd")
WIDTHS = {
    "Risico": 52, "Contract": 116, "Opdrachtgever": 96, "Opdrachtnemer": 104, "Openstaand": 86,
    "Verplichting": 86, "Looptijd voorbij": 104, "Verzilverd": 88, "Einddatum": 84, "Soort": 92,
}  # fmt: skip
ALL = ""


def choose_view(level: Level, choices: Choices) -> View:
    """Let a reader choose the day, and give what the page then shows."""
    if "moment" in st.query_params and f"_{MOMENT}" not in st.session_state:
        st.session_state[f"_{MOMENT}"] = True
        st.session_state[MOMENT] = st.session_state.pop("moment", None)
    days = level.of_kind("dag")
    day = choose_moment(days, "Peildatum", MOMENT) or days[0]
    return View(choices, level.area, days, day)


def contracts(view: View) -> None:
    """List contracts, those at risk first, a page at a time; or say how they get here."""
    with st.container(border=True, key="paneel-contracten"):
        if findings.listed_contracts(None, None, "", False, 1, 0).is_empty():
            st.subheader("Contracten zijn nog niet aangeleverd", anchor="contracten")
            st.markdown(
                "Naar gemeente, soort en contract is er pas iets te zien als opdrachtgevers "
                "`sroi-contracten` en `sroi-invullingen` aanleveren; de beheerder doet dat op de pagina "
                "Aanleveren of met `monitor import`. Een leeg bestand met de kolommen geeft "
                "`monitor sjabloon sroi-contracten`."
            )
            return
        codes = _opdrachtgevers(view)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            soort = st.selectbox(
                "Soort contract",
                [ALL, "levering", "dienst", "werk", "raamovereenkomst"],
                format_func=lambda name: name.capitalize() if name else "Alle soorten",
                key="sr-soort",
                width=220,
            )
            search = st.text_input(
                "Zoek op nummer of opdrachtgever", key="sr-zoek", max_chars=60, width=280
            )
            only_risk = st.toggle("Alleen met risico", key="sr-risico")
        asked = codes, soort or None, search.strip(), only_risk
        page = int(st.session_state.get("sr-bladzijde", 1))
        found = findings.listed_contracts(*asked, PAGE_ROWS, (page - 1) * PAGE_ROWS)
        if found.is_empty() and page > 1:
            st.session_state["sr-bladzijde"] = 1
            found = findings.listed_contracts(*asked, PAGE_ROWS, 0)
        if found.is_empty():
            st.subheader("Geen contract past bij deze keuze", anchor="contracten")
            return
        count, risky = found.select("aantal", "met_risico").row(0)
        of = "" if only_risk else f" van {number(count)}"
        noun = "contract" if (risky if only_risk else count) == 1 else "contracten"
        st.subheader(f"{number(risky)}{of} {noun} met risico", anchor="contracten")
        names = findings.names_are_shown()
        _grid(findings.contract_table(found, names=names), names=names)
        pages = -(-(risky if only_risk else count) // PAGE_ROWS)
        if pages > 1:
            st.number_input(
                f"Bladzijde (1 tot en met {pages})", 1, pages, key="sr-bladzijde", width=220
            )
        upto = found["bijgewerkt_tot"][0]
        hidden = (
            ""
            if names
            else " Opdrachtnemers staan er met een kenmerk; hun namen zijn voor wie aanlevert."
        )
        st.caption(
            f"Stand tot en met {upto:%d-%m-%Y}, bedragen in euro, op risico en openstaand bedrag. Een ! "
            "is risico: eindigt binnen zes maanden en is voor minder dan de helft verzilverd, of is "
            "geëindigd terwijl er nog iets "
            f"openstaat.{hidden}"
        )  # fmt: skip
        filters = {
            "Gebied": view.area.label, "Soort contract": soort or "alle", "Zoekwoord": search or "geen",
            "Alleen met risico": "ja" if only_risk else "nee",
        }  # fmt: skip
        everything = partial(
            warehouse_in_use().contracts, codes,
            soort=soort or None, search=search.strip(), only_risk=only_risk, most=count,
        )  # fmt: skip
        about = findings.contract_passport(filters)
        _download(
            "Contracten (CSV)",
            f"contracten-{upto}",
            lambda: table_csv(findings.contract_rows(everything(), names=names), about),
        )
        mean, changes = findings.about_contracts(codes)
        if mean is not None:
            st.caption(
                f"Gemiddeld is een contract voor {percent(mean, 0)} verzilverd, "
                "elk contract even zwaar; de realisatie boven aan de pagina is naar waarde gewogen."
            )
        if changes:
            st.caption(f"Sinds de vorige levering: {changes}.")


def _download(label: str, name: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        label,
        make,
        file_name=f"{f'{WORD}-' if is_voorbeeld() else ''}{name}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"sr-download-{name}",
    )


def _opdrachtgevers(view: View) -> tuple[str, ...] | None:
    if view.area.code == areas().region.code:
        return None
    if view.area.kind == "gemeente":
        return (view.area.code,)
    return tuple(warehouse_in_use().members(view.area.code, PRESENT))


def _grid(rows: pl.DataFrame, *, names: bool) -> None:
    widths = WIDTHS | ({"Opdrachtnemer": 170} if names else {})
    cells: dict[Any, str | Callable[[object], str] | None] = {
        **dict.fromkeys(("Verplichting", "Openstaand"), written(0)),
        **dict.fromkeys(SHARES, written(0, "%")),
    }
    st.dataframe(
        rows.to_pandas().style.format(cells, na_rep=MISSING),
        hide_index=True,
        height=HEAD_PIXELS + ROW_PIXELS * min(rows.height, 16) + 2,
        placeholder=MISSING,
        column_config={
            **{name: st.column_config.Column(width=wide) for name, wide in widths.items()},
            **{
                name: st.column_config.ProgressColumn(
                    name, min_value=0, max_value=100, format="%.0f%%", width=WIDTHS[name]
                )
                for name in SHARES
            },
        },
        key="sr-raster",
        alt="Contracten met social return, die met risico eerst",
    )


def placements() -> None:
    """Show placements by bouwblok in full-time years, and what deviates from a bouwblok."""
    rows, deviating = findings.placements(MOST_DEVIATIONS)
    if rows.is_empty() and deviating.is_empty():
        return
    with st.container(border=True, key="paneel-plaatsingen"):
        if rows.height:
            st.subheader(findings.placements_title(rows.to_dicts()), anchor="plaatsingen")
            shown = rows.select(
                pl.col("jaar").cast(pl.String).alias("Jaar"),
                pl.col("bouwblok").alias("Bouwblok"),
                pl.col("invullingen").alias("Invullingen"),
                pl.col("voltijdsjaren").cast(pl.Float64).alias("Voltijdsjaren"),
                pl.col("waarde").cast(pl.Float64).alias("Waarde in euro"),
            )
            dutch_table(
                shown, {"Invullingen": 0, "Voltijdsjaren": 1, "Waarde in euro": 0},
                key="sr-plaatsingen", sortable=True,
            )  # fmt: skip
            st.caption(findings.PLACEMENTS)
            about = findings.placement_passport()
            _download("Plaatsingen (CSV)", "plaatsingen", lambda: table_csv(rows, about))
        if deviating.height:
            count = int(deviating["aantal"][0])
            label = (
                f"{number(count)} invullingen wijken af van hun bouwblok"
                if count > 1
                else "1 invulling wijkt af van haar bouwblok"
            )
            with unfolding(label, "sr-afwijkingen", ":material/rule:") as opened:
                if opened:
                    if deviating.height < count:
                        st.caption(
                            f"Hier staan de {number(deviating.height)} met het grootste verschil; de "
                            f"download hieronder heeft alle {number(count)}."
                        )
                    dutch_table(
                        deviating.select(
                            pl.col("contractnummer").alias("Contract"),
                            pl.col("opdrachtgever").alias("Opdrachtgever"),
                            pl.col("maand").alias("Maand"),
                            pl.col("bouwblok").alias("Bouwblok"),
                            pl.col("waarde").cast(pl.Float64).alias("Waarde in euro"),
                            pl.col("verwacht").cast(pl.Float64).alias("Volgens bouwblok"),
                            pl.when("te_lang")
                            .then(pl.lit("langer dan het bouwblok telt"))
                            .otherwise(pl.lit(""))
                            .alias("Ook"),
                        ),
                        {"Waarde in euro": 2, "Volgens bouwblok": 2},
                        key="sr-afwijkingen-tabel", sortable=True,
                    )  # fmt: skip
                    everything = partial(warehouse_in_use().deviations, most=count)
                    _download(
                        "Afwijkingen (CSV)",
                        "afwijkingen",
                        lambda: table_csv(
                            everything().drop("aantal"), findings.deviation_passport()
                        ),
                    )
