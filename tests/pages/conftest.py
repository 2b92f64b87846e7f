"""Pages as Streamlit runs them, on the figures that come with the project."""

from __future__ import annotations

import pytest

from warehouse.builds import DataFolder


@pytest.fixture(autouse=True)
def _on_published_figures(monitor_data: DataFolder) -> DataFolder:
    return monitor_data
