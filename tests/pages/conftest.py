"""Pages as Streamlit runs them, on the figures that come with the project."""

from __future__ import annotations

import pytest

from tests.monitor.conftest import monitor
from warehouse.builds import DataFolder

__all__ = ["monitor"]


@pytest.fixture(autouse=True)
def _on_published_figures(monitor_data: DataFolder) -> DataFolder:
    return monitor_data
