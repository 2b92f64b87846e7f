"""Fetches boundaries of gemeenten from PDOK (CBS gebiedsindelingen), one file a year.

The service is at service.pdok.nl, or where `MONITOR_PDOK_URL` says.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from pipelines.fetch.transport import Transfer, configured, under_way

SERVICE = "https://service.pdok.nl"
FILE = "gemeenten.geojson"


def service() -> str:
    """Give the address of the service: scheme and host, perhaps with a path."""
    return configured("MONITOR_PDOK_URL", SERVICE)


def question(jaar: int) -> str:
    """Give the address at which the boundaries of one year can be had, in degrees (WGS84)."""
    asked = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": "gebiedsindelingen:gemeente_gegeneraliseerd",
        "outputFormat": "application/json",
        "srsName": "EPSG:4326",
    }
    return f"{service()}/cbs/gebiedsindelingen/{jaar}/wfs/v1_0?{urlencode(asked)}"


def download(jaar: int, folder: Path, transfer: Transfer) -> int:
    """Lay down the boundaries of one year and give their size in bytes; FetchError if that fails."""
    with under_way(transfer) as carrier:
        return carrier.fetch(question(jaar), folder / FILE)
