"""All indicators, gathered from the theme files of this folder."""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType

from warehouse.indicator import Indicator


def _gather() -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for theme in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{theme.name}")
        for value in vars(module).values():
            if not isinstance(value, Indicator):
                continue
            if value.id in found:
                raise ValueError(f"indicator '{value.id}' staat er twee keer")
            found[value.id] = value
    return found


INDICATORS = MappingProxyType(_gather())
"""Every indicator by its id, in the order of the theme files."""

TARGETS = frozenset(each.target for each in INDICATORS.values() if each.target)
"""The indicators that say what is aimed at: their figures can be about a day that is still to come."""
