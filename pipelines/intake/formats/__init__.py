"""All kinds of deliveries, gathered from the files of this folder: each has one `FORMAAT`."""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType

from pipelines.intake.contract import Formaat


def _gather() -> dict[str, Formaat]:
    found: dict[str, Formaat] = {}
    for file in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        formaat = importlib.import_module(f"{__name__}.{file.name}").FORMAAT
        found[formaat.id] = formaat
    return found


FORMATS = MappingProxyType(_gather())
"""Every kind of delivery by its id, in the order of the files."""
