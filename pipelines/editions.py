"""What in the catalogue of the CBS looks like a newer edition of a table that we use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.delivery import DeliveryError
from pipelines.fetch import odata, transport
from pipelines.fetch.transport import FetchError, Limits, Transfer
from pipelines.sources import SOURCES

_YEARS = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A table that we do not use and whose title is that of one we do, but for a later year."""

    ours: str
    tabel: str
    title: str
    period: str
    modified: str


def newer() -> list[Edition]:
    """Ask the CBS for its catalogue and compare; DeliveryError when that cannot be had."""
    transport.quiet_retries()
    try:
        odata.aim(odata.service())
        listed = odata.catalogue(Transfer(odata.service(), Limits()))
    except FetchError as problem:
        raise DeliveryError(f"de catalogus van het CBS: {problem}") from problem
    used = [question.tabel for source in SOURCES.values() for question in source.questions]
    return newer_than(used, listed)


def newer_than(used: Iterable[str], listed: Iterable[Mapping[str, Any]]) -> list[Edition]:
    """Find tables whose title differs from that of one of ours in its years alone, and is later.

    `listed` holds rows of the catalogue: Identifier, Title, Period, Modified.
    """
    ours = {each.casefold() for each in used}
    rows = [{**row, "Identifier": str(row["Identifier"]).strip()} for row in listed]
    latest: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row["Identifier"].casefold() in ours:
            name, year = _bare(row["Title"])
            latest[name] = max(latest.get(name, ("", "")), (year, row["Identifier"]))
    found = []
    for row in rows:
        name, year = _bare(row["Title"])
        if row["Identifier"].casefold() in ours or name not in latest or year <= latest[name][0]:
            continue
        found.append(
            Edition(
                ours=latest[name][1],
                tabel=row["Identifier"],
                title=row["Title"].strip(),
                period=row.get("Period") or "",
                modified=(row.get("Modified") or "")[:10],
            )
        )
    return sorted(found, key=lambda each: (each.ours, each.title))


def _bare(title: str) -> tuple[str, str]:
    """Split a title into what stays the same between editions, and its latest year."""
    years = [match[0] for match in _YEARS.finditer(title)]
    same = re.sub(r"[\W_]+|indelingen|indeling", "", _YEARS.sub("", title).casefold())
    return same, max(years, default="")
