"""The areas that a reader can choose, under the names that a reader knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from dashboard.memory import kept
from warehouse.periods import today
from warehouse.reader import AS_IT_WAS, PRESENT, Warehouse

COUNTRY = "NL01"
SUBREGIO = "Subregio "
"""Begins the name of a subregio that is called after one of its gemeenten."""


@dataclass(frozen=True)
class Area:
    """One area as a choice: `label` is what a list shows, `einde` its last day in the region."""

    code: str
    kind: str
    name: str
    label: str
    definitie: str | None = None
    einde: date | None = None


@dataclass(frozen=True)
class Composition:
    """A set of gemeenten to add up: `zoals-toen`, `huidig`, or that of a year."""

    code: str
    label: str


@dataclass(frozen=True)
class Areas:
    """Everything that can be chosen in this region.

    `outside` names, per definition, the present gemeenten that lie in none of its subregios.
    """

    region: Area
    subregios: tuple[Area, ...]
    gemeenten: tuple[Area, ...]
    country: Area
    compositions: tuple[Composition, ...]
    spellings: dict[str, str]
    outside: dict[str, tuple[str, ...]]

    def __getitem__(self, code: str) -> Area:
        return {area.code: area for area in self.all}[code]

    @property
    def all(self) -> tuple[Area, ...]:
        return (self.region, *self.subregios, *self.gemeenten, self.country)

    @property
    def definitions(self) -> tuple[str, ...]:
        """Definitions of the subregios, the latest first."""
        return tuple(sorted({area.definitie or "" for area in self.subregios}, reverse=True))

    def under(self, definitie: str) -> tuple[Area, ...]:
        """Give what a reader can choose under one definition of the subregios."""
        chosen = tuple(area for area in self.subregios if area.definitie == definitie)
        return (self.region, *chosen, *self.gemeenten)

    def find(self, written: str) -> Area | None:
        """Find an area by code or any of its names; None when there is no such area here."""
        code = self.spellings.get(plain(written))
        return next((area for area in self.all if area.code == code), None)


def plain(written: str) -> str:
    """Reduce a name to what spelling variants share: no case, accents, spaces or punctuation."""
    bare = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", bare)


@kept
def areas(warehouse: Warehouse) -> Areas:
    """Read the region, its subregios, and every gemeente that ever belonged to it."""
    known = warehouse.areas()
    by_code = {row["gebied"]: row for row in known.iter_rows(named=True)}
    subregios = tuple(
        Area(row["gebied"], "subregio", row["naam"], _subregio_label(row["naam"]), row["definitie"])
        for row in known.filter(pl.col("soort") == "subregio").iter_rows(named=True)
    )
    regions = known.filter(pl.col("soort") == "arbeidsmarktregio", "eigen")["gebied"].to_list()
    everyone = warehouse.memberships(*regions, *(area.code for area in subregios))
    region = _region(known, everyone)
    stays = everyone.filter(pl.col("geheel") == region.code)
    present = {row["deel"] for row in stays.iter_rows(named=True) if _counts_today(row)}
    last_day = dict(stays.group_by("deel").agg(pl.col("einde").max()).iter_rows())
    gemeenten = sorted(
        (_gemeente(by_code[code], code in present, last_day[code]) for code in last_day),
        key=lambda area: (area.einde is not None, area.name),
    )
    names = warehouse.area_names().select("naam", "gebied")
    reachable = {region.code, COUNTRY, *last_day, *(area.code for area in subregios)}
    spellings = {plain(name): code for name, code in names.iter_rows() if code in reachable}
    spellings |= {plain(code): code for code in reachable}
    country = Area(COUNTRY, "land", by_code[COUNTRY]["naam"], by_code[COUNTRY]["naam"])
    return Areas(
        region,
        subregios,
        tuple(gemeenten),
        country,
        _compositions(stays),
        spellings,
        _outside(everyone, subregios, [area for area in gemeenten if area.einde is None]),
    )


def _counts_today(stay: dict[str, date | None]) -> bool:
    return (stay["begin"] or date.min) <= today() <= (stay["einde"] or date.max)


def _outside(
    stays: pl.DataFrame, subregios: Sequence[Area], present: Sequence[Area]
) -> dict[str, tuple[str, ...]]:
    inside: dict[str, set[str]] = {}
    for area in subregios:
        members = stays.filter(pl.col("geheel") == area.code)["deel"]
        inside.setdefault(area.definitie or "", set()).update(members)
    return {
        definitie: tuple(area.name for area in present if area.code not in members)
        for definitie, members in inside.items()
    }


def _region(known: pl.DataFrame, stays: pl.DataFrame) -> Area:
    """Find the region that the rows are about: our own arbeidsmarktregio that has members."""
    peopled = known.filter(
        pl.col("soort") == "arbeidsmarktregio",
        "eigen",
        pl.col("gebied").is_in(stays["geheel"].implode()),
    )
    code, name = peopled.select("gebied", "naam").row(0)
    return Area(code, "arbeidsmarktregio", name, f"Regio {name}")


def _subregio_label(name: str) -> str:
    return name if name.startswith(SUBREGIO) else f"{SUBREGIO}{name}"


def _gemeente(row: dict[str, object], present: bool, last_day: date | None) -> Area:
    name = str(row["naam"])
    if present or last_day is None:
        return Area(str(row["gebied"]), "gemeente", name, name)
    left = last_day + timedelta(days=1)
    label = f"{name} (in de regio tot {left.year})"
    return Area(str(row["gebied"]), "gemeente", name, label, einde=last_day)


def _compositions(stays: pl.DataFrame) -> tuple[Composition, ...]:
    """List every composition that the region had, by the year in which it began."""
    changed = [*stays["begin"], *(day + timedelta(days=1) for day in stays["einde"] if day)]
    years = sorted({day.year for day in changed})

    def count(day: date) -> int:
        until = pl.col("einde").fill_null(date.max)
        return stays.filter((pl.col("begin") <= day) & (until >= day)).height

    past = [
        Composition(str(year), f"Zoals in {year} ({count(date(year, 12, 31))} gemeenten)")
        for year in years
    ]
    now = Composition(PRESENT, f"Huidig ({count(today())} gemeenten)")
    return (Composition(AS_IT_WAS, "Zoals toen, per peildatum"), now, *reversed(past))
