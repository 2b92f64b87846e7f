"""The printed tables as they come with the project."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines import publicaties
from pipelines.delivery import Delivery
from pipelines.reconciliation import printed

RAW = Path(__file__).resolve().parents[3] / "data" / "raw"


@pytest.fixture(scope="session")
def raw_tables() -> dict[str, pl.DataFrame]:
    return printed.read(publicaties.read(Delivery.open(RAW / "publicaties")))
