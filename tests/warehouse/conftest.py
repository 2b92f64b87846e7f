"""A warehouse from a few rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.warehouse import drawn
from warehouse.reader import Warehouse


@pytest.fixture
def warehouse_of(tmp_path: Path) -> Iterator[Callable[..., Warehouse]]:
    """Write the drawn figures and memberships into a warehouse and open it."""
    opened: list[Warehouse] = []

    def write(
        figures: str, stays: str = "", compositions: Mapping[str, str] | None = None
    ) -> Warehouse:
        members = drawn.lidmaatschap(stays) if stays else None
        opened.append(
            drawn.warehouse(
                tmp_path / str(len(opened)), drawn.waarnemingen(figures), members, compositions
            )
        )
        return opened[-1]

    yield write
    for each in opened:
        each.close()
