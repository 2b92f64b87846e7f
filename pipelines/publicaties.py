"""Tables typed over from printed documents, cell by cell, errors included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.delivery import Delivery, DeliveryError

PLACE = ("bron", "vindplaats", "regel")
"""Columns that every typed-over table has: the document, the section in it, and the line."""

EMPTY = ("", "-", ".", "n.v.t.")
"""How a printed cell without a figure was typed over."""


@dataclass(frozen=True)
class Publicaties:
    """A delivery of typed-over tables."""

    folder: Path
    names: tuple[str, ...]

    def table(self, name: str, *needed: str, value: str = "waarde") -> pl.DataFrame:
        """Read one table as text, with `waarde` as a number and `plaats` as a sentence.

        `value` is what the table itself calls its column of figures.

        `plaats` is document, section and line: "jaarverslag-2023, 1.6 WW-uitkeringen, regel 202".
        Raises DeliveryError when the table or one of its needed columns is missing, or when a value
        is not a number.
        """
        file = f"{name}.csv"
        if file not in self.names:
            raise DeliveryError(f"{self.folder}: {file} ontbreekt in de levering")
        rows = pl.read_csv(self.folder / file, infer_schema=False, glob=False)
        columns = (*needed, value, *PLACE)
        if missing := [each for each in columns if each not in rows.columns]:
            raise DeliveryError(
                f"{self.folder}: {file} mist kolom {', '.join(missing)}; gevonden: "
                f"{', '.join(rows.columns)}"
            )
        written = pl.col(value).str.strip_chars()
        number = pl.when(~written.is_in(EMPTY)).then(written)
        parsed = rows.with_columns(
            getal=number.cast(pl.Decimal(18, 4), strict=False), gedrukt=number
        ).with_row_index("rij", offset=2)
        wrong = parsed.filter(pl.col("getal").is_null() & pl.col("gedrukt").is_not_null())
        if wrong.height:
            row, given = wrong["rij"][0], wrong[value][0]
            raise DeliveryError(
                f"{self.folder}: {file}, rij {row}: {value} '{given}' is geen getal"
            )
        return parsed.with_columns(
            waarde="getal",
            plaats=pl.format("{}, {}, regel {}", *PLACE),
        ).drop("getal", "gedrukt", "rij")


def read(delivery: Delivery) -> Publicaties:
    """Open a delivery of typed-over tables."""
    return Publicaties(delivery.folder, tuple(delivery.record.bestanden))
