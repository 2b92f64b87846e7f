"""Gemeenten naar arbeidsmarktregio, per jaar (CBS Gebieden in Nederland).

It holds no figures, but says what areas consist of. Each year is a table of its own; a next one is
one more value in EDITIONS.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

import dataframely as dy

from pipelines.cbs import CbsTable
from pipelines.divisions import division
from pipelines.question import Question
from pipelines.source import Source
from warehouse.tables import Waarneming

EDITIONS: Mapping[str, int] = MappingProxyType(
    {"85067NED": 2022, "85385NED": 2023, "85755NED": 2024, "86059NED": 2025, "86247NED": 2026}
)
"""The table of each year."""


def stage(*tables: CbsTable) -> dy.DataFrame[Waarneming]:
    """See that each table divides gemeenten into arbeidsmarktregio's; it holds no figures."""
    for table in tables:
        division(table, EDITIONS[table.id])
    return Waarneming.create_empty()


SOURCE = Source(
    id="cbs-gebiedsindelingen",
    title="CBS, Gebieden in Nederland",
    publisher="Centraal Bureau voor de Statistiek (CBS)",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.nl",
    url="https://opendata.cbs.nl/statline/#/CBS/nl/dataset/86247NED/table",
    frequency="per jaar, elk jaar in een nieuwe tabel",
    next_expected="elk jaar, begin januari, in een nieuwe tabel",
    stale_after=timedelta(days=500),
    questions=tuple(Question(tabel=tabel, comes_later=True) for tabel in EDITIONS),
    reeksen=(),
    stage=stage,
)
