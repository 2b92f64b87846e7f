"""The dashboard on figures drawn as text, published as the build that it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path

import polars as pl
import pytest
import streamlit as st

from dashboard import memory
from tests.warehouse import drawn
from warehouse import reader
from warehouse.builds import DataFolder

PublishDrawn = Callable[..., None]
"""Publish drawn figures; see `publish_drawn`."""

STAYS = """
geheel                | deel   | begin      | einde
AM06                  | GM0200 | 2015-01-01 | .
AM06                  | GM0301 | 2015-01-01 | .
AM06                  | GM0230 | 2015-01-01 | 2021-12-31
AM06                  | GM0246 | 2020-01-01 | .
SR2021-stedendriehoek | GM0200 | 2015-01-01 | .
SR2021-stedendriehoek | GM0301 | 2015-01-01 | .
SR2021-stedendriehoek | GM0246 | 2015-01-01 | .
SR2021-veluwe         | GM0230 | 2015-01-01 | .
SR2017-deventer       | GM0301 | 2015-01-01 | .
NL01                  | GM0363 | 2015-01-01 | .
"""
"""A small region: Elburg (GM0230) leaves after 2021 and Heerde (GM0246) comes in 2020."""

_builds = count()


def sources(names: list[str]) -> pl.DataFrame:
    """Give each source one delivery as the catalogue tells of it.

    `oud-*` has gone stale, `eenmalig-*` was published once.
    """
    return pl.DataFrame(
        {
            "bron": names,
            "titel": [f"Tabel {name}" for name in names],
            "uitgever": "CBS",
            "licentie": "CC BY 4.0",
            "licentie_url": "https://creativecommons.org/licenses/by/4.0/deed.nl",
            "url": None,
            "frequentie": [
                "eenmalig" if name.startswith("eenmalig") else "per jaar" for name in names
            ],
            "volgende": "volgend jaar",
            "verouderd_op": [
                date(2020, 1, 1) if name.startswith("oud") else None for name in names
            ],
            "cijfers": 1234,
            "tabel": names,
            "tabel_titel": "Een tabel",
            "stand": "meegeleverd",
            "vastgelegd": date(2026, 11, 22),
            "opgehaald": pl.Series([None] * len(names), dtype=pl.Datetime("us")),
            "gewijzigd": None,
            "opmerking": "Zoals geleverd.",
            "rijen": 4321,
            "map": "raw",
            "sha256": "0123456789abcdef",
        },
        schema_overrides={"url": pl.String, "verouderd_op": pl.Date, "gewijzigd": pl.Date},
        strict=False,
    )


@pytest.fixture(autouse=True)
def _no_session_is_left_behind() -> Iterator[None]:
    """Let go of the build that a test outside a page was held to."""
    yield
    st.session_state.clear()


@pytest.fixture
def publish_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PublishDrawn]:
    """Publish drawn figures for a small region, and hold the session of this test to them."""
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))

    def publish(
        figures: str,
        *,
        compositions: Mapping[str, str] | None = None,
        fetched: str | None = None,
    ) -> None:
        made = drawn.tables(
            drawn.waarnemingen(figures), drawn.lidmaatschap(STAYS), compositions or {}
        )
        code = pl.col("gebied")
        made["gebied"] = made["gebied"].with_columns(
            definitie=pl.when(code.str.starts_with("SR")).then(code.str.slice(2, 4)),
            tegel_kolom=pl.when(code.str.starts_with("GM")).then(pl.lit(1)).cast(pl.Int64),
            tegel_rij=pl.when(code.str.starts_with("GM")).then(pl.lit(1)).cast(pl.Int64),
        )
        made["levering"] = sources(sorted(set(made["reeks"]["bron"]))).with_columns(
            opgehaald=pl.lit(fetched)
            .cast(pl.String)
            .str.to_datetime("%Y-%m-%d %H:%M", time_unit="us")
        )
        made["grens"] = pl.DataFrame(
            schema={"gebied": pl.String, "jaar": pl.Int64, "geometrie": pl.String}
        )
        # Answers are kept by the name of a build: each drawing has its own.
        drawn.publish(DataFolder(tmp_path), f"tekening-{next(_builds):04}", made)
        memory.pin_current_build()

    yield publish
    for build in [each for each in reader._opened if each.is_relative_to(tmp_path)]:
        reader._opened.pop(build).close()
