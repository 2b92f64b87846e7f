"""What figures are split up by, and one name for each category whatever a source calls it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

GEMEENTE = "gemeente"
"""A kenmerk of deliveries too; a figure of a gemeente has it as its `gebied` instead."""

OTHER, UNKNOWN = APART = "overig", "onbekend"
"""The categories of those who are in none of the named ones."""


def _read() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = Path(__file__).with_name("categories.toml").read_text(encoding="utf-8")
    return {
        kenmerk: {name: tuple(spellings) for name, spellings in names.items()}
        for kenmerk, names in tomllib.loads(text).items()
    }


def _spellings(kenmerk: str, names: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for name, others in names.items():
        for written in (name, *others):
            if known.setdefault(bare(written), name) != name:
                raise ValueError(f"{kenmerk}: '{written}' staat bij twee categorieën")
    return known


def bare(written: str) -> str:
    """A name without case, accents, spaces and punctuation, as spellings are compared."""
    letters = unicodedata.normalize("NFKD", written.replace("&", " en ").casefold())
    # A language level begins with < or >, as a bouwblok may hold one, and is another one without.
    return re.sub(r"[^a-z0-9<>]", "", letters)


_NAMES = _read()
CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kenmerk: tuple(names) for kenmerk, names in _NAMES.items()}
)
"""The categories of each kenmerk, in order."""

KENMERKEN = (*CATEGORIES, GEMEENTE)
"""Every kenmerk, in the order in which a figure that has several holds them."""

_SPELLINGS = {kenmerk: _spellings(kenmerk, names) for kenmerk, names in _NAMES.items()}


class UnknownCategoryError(ValueError):
    """A category that no list knows; the message names it in Dutch."""


def category(kenmerk: str, written: str) -> str:
    """Give the one name of a category, whatever a source calls it.

    Raises UnknownCategoryError naming what is unknown and what is known.
    """
    if kenmerk not in _SPELLINGS:
        raise UnknownCategoryError(
            f"kenmerk '{kenmerk}' is onbekend; bekend zijn {', '.join(_SPELLINGS)}"
        )
    found = _SPELLINGS[kenmerk].get(bare(written))
    if found is None:
        raise UnknownCategoryError(
            f"{kenmerk} '{written}' is onbekend; bekend zijn {', '.join(CATEGORIES[kenmerk])}"
        )
    return found


def column(kenmerk: str) -> str:
    """Name the column or key that holds a category; a figure has a `status` of its own."""
    return f"kenmerk_{kenmerk}" if kenmerk == "status" else kenmerk


def in_order(kenmerken: Iterable[str]) -> tuple[str, ...]:
    """Put kenmerken in the order in which figures hold them, each once; unknown ones last."""
    place = {name: index for index, name in enumerate(KENMERKEN)}
    return tuple(sorted(set(kenmerken), key=lambda name: (place.get(name, len(place)), name)))
