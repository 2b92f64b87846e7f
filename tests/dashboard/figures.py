"""Figures drawn as text, in the columns of `warehouse.tables.Cijfer`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from warehouse.periods import Period
from warehouse.tables import Cijfer

USUAL: dict[str, Any] = {
    "indicator": "werkloosheidspercentage",
    "samenstelling": None,
    "leden": None,
    "kenmerk": [],
    "categorie": [],
    "marge": Decimal("0.05"),
    "teller": None,
    "noemer": None,
    "status": "gedrukt",
    "strijdig": False,
    "gekozen": True,
    "reeks": "85826NED",
    "tabel": "85826NED",
    "bron": "jaarverslag-2023",
    "vindplaats": "1.6 Werkloosheid lager dan landelijk",
    "opmerking": None,
}


def cijfers(drawing: str) -> pl.DataFrame:
    """Read rows drawn with | between cells; what is not drawn is as usual, `.` is missing."""
    header, *lines = [line for line in drawing.splitlines() if line.strip()]
    names = [name.strip() for name in header.split("|")]
    rows = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")]
        row: dict[str, Any] = USUAL | dict(zip(names, cells, strict=True))
        period = Period.parse(row["periode"])
        row |= {"soort": period.soort, "begin": period.begin, "einde": period.einde}
        row["waarde"] = None if row["waarde"] == "." else Decimal(row["waarde"])
        for answer in ("strijdig", "gekozen"):
            row[answer] = row[answer] in (True, "ja")
        rows.append(row)
    schema = {name: column.dtype for name, column in Cijfer.columns().items()}
    return Cijfer.validate(pl.DataFrame(rows, schema=schema))


REGIO = """
gebied | naam                  | periode | waarde
AM06   | Veluwe Stedendriehoek | 2018    | 4.7
AM06   | Veluwe Stedendriehoek | 2019    | 4.0
AM06   | Veluwe Stedendriehoek | 2020    | 4.5
AM06   | Veluwe Stedendriehoek | 2021    | 3.6
AM06   | Veluwe Stedendriehoek | 2022    | 3.2
AM06   | Veluwe Stedendriehoek | 2023    | 3.2
"""

NEDERLAND = """
gebied | naam      | periode | waarde
NL01   | Nederland | 2018    | 4.9
NL01   | Nederland | 2019    | 4.4
NL01   | Nederland | 2020    | 4.9
NL01   | Nederland | 2021    | 4.2
NL01   | Nederland | 2022    | 3.5
NL01   | Nederland | 2023    | 3.6
"""

GEMEENTEN = """
indicator         | gebied | naam       | periode    | waarde | status           | strijdig
bijstand_per_1000 | GM0200 | Apeldoorn  | 2022-12-31 | 36.2   | definitief       | nee
bijstand_per_1000 | GM0244 | Hattem     | 2022-12-31 | 18.4   | voorlopig        | nee
bijstand_per_1000 | GM0285 | Voorst     | 2022-12-31 | 15.1   | definitief       | ja
bijstand_per_1000 | GM0301 | Zutphen    | 2022-12-31 | 52.9   | definitief       | nee
bijstand_per_1000 | GM0050 | Zeewolde   | 2022-12-31 | .      | geheim           | nee
bijstand_per_1000 | GM1773 | Olst-Wijhe | 2022-12-31 | .      | niet gepubliceerd | nee
"""
