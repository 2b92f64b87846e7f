"""Known errors in delivered tables: which cells, what is wrong with them, and what we do about it.

The tables stay as they were delivered; `corrections.toml` holds the judgement. Each correction has a
guard on what stands in its cells, so that it cannot outlive the error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import polars as pl

from pipelines.delivery import DeliveryError

FILE = Path(__file__).with_suffix(".toml")
EMPTY = "leeg"
WITHHOLD, CONTRADICTED, DERIVED, EXPLAIN = "inhouden", "strijdig", "afgeleid", "toelichten"
STATUSES: Mapping[str, str] = MappingProxyType(
    {WITHHOLD: "ingehouden", CONTRADICTED: "strijdig", DERIVED: "afgeleid"}
)
"""What becomes of the status of a figure; that of an explained one stays as it is."""

_ADVICE = (
    "Is de bron verbeterd? Haal de correctie weg uit pipelines/corrections.toml of pas haar aan."
)
_NOT_A_COLUMN = {"tabel", "verwacht", "aantal", "herhaalt"}


class CorrectionError(DeliveryError):
    """A correction that the source has outgrown; the message names it and what to do."""


@dataclass(frozen=True)
class Cells:
    """A selection of cells in one table, and what is expected to stand in them."""

    table: str
    where: Mapping[str, Sequence[str]]
    expected: tuple[Decimal | None, ...]
    repeats: str | None

    @classmethod
    def parse(cls, found: Mapping[str, Any]) -> Self:
        expected = found.get("verwacht", [])
        if "aantal" in found:
            expected = [expected] * found["aantal"]
        where = {
            name: [words] if isinstance(words, str) else words
            for name, words in found.items()
            if name not in _NOT_A_COLUMN
        }
        values = tuple(None if each == EMPTY else Decimal(each) for each in expected)
        return cls(found["tabel"], where, values, found.get("herhaalt"))

    def mask(self) -> pl.Expr:
        return pl.all_horizontal(
            pl.lit(value=True), *(pl.col(name).is_in(words) for name, words in self.where.items())
        )


@dataclass(frozen=True)
class Correction:
    """One known error: `cells` are judged, `evidence` is what the judgement stands on."""

    id: str
    what: str
    why: str
    action: str
    value: Decimal | None
    cells: tuple[Cells, ...]
    evidence: tuple[Cells, ...]

    @classmethod
    def parse(cls, found: Mapping[str, Any]) -> Self:
        if found["doe"] not in {*STATUSES, EXPLAIN}:
            raise ValueError(f"correctie '{found['id']}': doe '{found['doe']}' bestaat niet")
        return cls(
            id=found["id"],
            what=found["wat"],
            why=found["waarom"],
            action=found["doe"],
            value=Decimal(found["waarde"]) if "waarde" in found else None,
            cells=tuple(map(Cells.parse, found["cellen"])),
            evidence=tuple(map(Cells.parse, found.get("bewijs", ()))),
        )

    @property
    def remark(self) -> str:
        return f"{self.what}. {self.why}"


def read(path: Path = FILE) -> tuple[Correction, ...]:
    """Read all corrections, in the order of the file."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))["fout"]
    return tuple(map(Correction.parse, found))


@dataclass(frozen=True)
class KnownFinding:
    """A finding among figures that somebody judged: by its rule and how its subject begins."""

    rule: str
    subject: str
    why: str


def known_findings(path: Path = FILE) -> tuple[KnownFinding, ...]:
    """Read which findings are known that are about no cells of a printed table."""
    found = tomllib.loads(path.read_text(encoding="utf-8")).get("bevinding", ())
    return tuple(KnownFinding(each["regel"], each["onderwerp"], each["waarom"]) for each in found)


def judged(
    tables: Mapping[str, pl.DataFrame], corrections: Sequence[Correction] | None = None
) -> dict[str, pl.DataFrame]:
    """Give each table its judgement: `waarde` as it may be shown, `oordeel` and `reden`.

    `oordeel` is the status that a correction gives, `reden` what it says; both null where there is
    none. Corrections of other tables are left alone. Raises CorrectionError once what a correction
    expects no longer stands there.
    """
    known = read() if corrections is None else corrections
    found = {
        name: rows.with_columns(
            oordeel=pl.lit(None, pl.String), reden=pl.lit(None, pl.String), gegeven="waarde"
        )
        for name, rows in tables.items()
    }
    for correction in known:
        for cells in (*correction.cells, *correction.evidence):
            if cells.table in tables:
                _guard(correction, cells, tables)
        for cells in correction.cells:
            if cells.table in tables:
                found[cells.table] = _applied(correction, cells, found[cells.table])
    return {name: rows.drop("gegeven") for name, rows in found.items()}


def _applied(correction: Correction, cells: Cells, rows: pl.DataFrame) -> pl.DataFrame:
    here = cells.mask()
    status = STATUSES.get(correction.action)
    again = rows.filter(here, pl.col("oordeel").is_not_null())
    if status and again.height:
        raise ValueError(
            f"correctie '{correction.id}' oordeelt over een cel die al een oordeel heeft"
        )
    remark = pl.concat_str(
        pl.col("reden"), pl.lit(correction.remark), separator=". ", ignore_nulls=True
    )
    marked = rows.with_columns(
        reden=pl.when(here).then(remark).otherwise("reden"),
        oordeel=pl.when(here & pl.lit(status is not None))
        .then(pl.lit(status))
        .otherwise("oordeel"),
    )
    if correction.action in (WITHHOLD, DERIVED):
        value = pl.lit(correction.value).cast(rows.schema["waarde"])
        marked = marked.with_columns(waarde=pl.when(here).then(value).otherwise("waarde"))
    return marked


def _guard(correction: Correction, cells: Cells, tables: Mapping[str, pl.DataFrame]) -> None:
    rows = tables[cells.table]
    if unknown := [name for name in cells.where if name not in rows.columns]:
        raise CorrectionError(
            f"correctie '{correction.id}' kiest op kolom {unknown[0]}, maar {cells.table}.csv heeft "
            f"die niet. {_ADVICE}"
        )
    selected = rows.filter(cells.mask())
    expected = cells.expected
    if cells.repeats is not None:
        if cells.repeats not in tables:
            return
        expected = tuple(tables[cells.repeats]["waarde"])
    present = tuple(selected["waarde"])
    if len(present) != len(expected):
        raise CorrectionError(
            f"correctie '{correction.id}' verwacht {len(expected)} cellen in {cells.table}.csv en "
            f"vindt er {len(present)}: {correction.what}. {_ADVICE}"
        )
    for place, (now, before) in enumerate(zip(present, expected, strict=True)):
        if now != before:
            line = selected["regel"][place]
            raise CorrectionError(
                f"correctie '{correction.id}' geldt niet meer: in {cells.table}.csv (regel {line} "
                f"van het document) staat {_said(now)} waar {_said(before)} werd verwacht. "
                f"{_ADVICE}"
            )


def _said(value: Decimal | None) -> str:
    return "niets" if value is None else f"{value.normalize():f}"
