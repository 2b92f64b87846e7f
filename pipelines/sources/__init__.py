"""All sources, gathered from the files of this folder: each has one `SOURCE`."""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType

from pipelines.source import Source


def _gather() -> dict[str, Source]:
    found: dict[str, Source] = {}
    for file in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        source = importlib.import_module(f"{__name__}.{file.name}").SOURCE
        if source.id in found:
            raise ValueError(f"bron '{source.id}' staat er twee keer")
        found[source.id] = source
    return found


SOURCES = MappingProxyType(_gather())
"""Every source by its id, in the order of the files."""
