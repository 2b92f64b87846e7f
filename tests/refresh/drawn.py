"""Tables of the CBS drawn as text, small enough to be seen whole."""

from __future__ import annotations

from typing import Any

from tests.standin.tables import Table, Topic, characteristics, periods, regions
from tests.warehouse.drawn import rows

AREAS = {
    "NL01": "Nederland",
    "AM06": "Veluwe Stedendriehoek (AM)",
    "GM0200": "Apeldoorn",
    "GM0301": "Zutphen",
}

WW = """
Perioden | NL01   | AM06
2025MM01 | 180000 | 5100
2025MM02 | 181000 | 5120
2025MM03 | 181500 | 5150
2025MM04 | 180900 | 5110
2025MM05 | 180100 | 5090
2025MM06 | 179800 | 5080
2025MM07 | 180400 | 5100
2025MM08 | 181200 | 5130
2025MM09 | 181900 | 5160
2025MM10 | 182300 | 5170
2025MM11 | 182900 | 5200
2025MM12 | 183600 | 5220
"""

# As 85826NED and the jaarverslag of 2023 print them.
ARBEID = """
RegioS | Perioden | Beroepsbevolking | Werkloos | Percentage | Netto
NL01   | 2022JJ00 | 9898             | 350      | 3.5        | 72.2
NL01   | 2023JJ00 | 10096            | 361      | 3.6        | 73.1
AM06   | 2022JJ00 | 341              | 11       | 3.2        | 72.9
AM06   | 2023JJ00 | 348              | 11       | 3.2        | 73.6
"""


def ww(drawing: str = WW, *, modified: str = "2026-01-29T02:00:00") -> Table:
    """Draw 85554NED from a line a month; men stand beside everyone, who must be told apart."""
    drawn = rows(drawing)
    months = [row["Perioden"] for row in drawn]
    areas = [name for name in drawn[0] if name != "Perioden"]
    return Table.drawn(
        "85554NED",
        "Personen met WW-uitkering, seizoengecorrigeerd",
        modified=modified,
        dimensions=[
            characteristics("Geslacht", {"T001038": "Totaal mannen en vrouwen", "3000": "Mannen"}),
            characteristics("Leeftijd", {"10000": "Totaal"}),
            regions({area: AREAS[area] for area in areas}),
            periods(months),
        ],
        topics=[
            Topic(
                key="PersonenMetEenWerkloosheidsuitkeri_1",
                title="Personen met een werkloosheidsuitkering",
            )
        ],
        rows=[
            [sex, "10000", area, row["Perioden"], int(row[area]) // part]
            for sex, part in (("T001038", 1), ("3000", 2))
            for area in areas
            for row in drawn
        ],
    )


def arbeidsdeelname(
    drawing: str = ARBEID,
    tabel: str = "85826NED",
    *,
    modified: str = "2024-03-14T02:00:00",
    indeling: int = 2023,
) -> Table:
    """Draw an edition of Arbeidsdeelname per arbeidsmarktregio; `.` is no value."""
    drawn = rows(drawing)
    areas = dict.fromkeys(row["RegioS"] for row in drawn)
    years = dict.fromkeys(row["Perioden"] for row in drawn)
    return Table.drawn(
        tabel,
        f"Arbeidsdeelname; regionale indeling {indeling}",
        modified=modified,
        dimensions=[
            characteristics("Persoonskenmerken", {"T009002": "Totaal personen", "3000": "Mannen"}),
            regions({area: AREAS[area] for area in areas}),
            periods(list(years)),
        ],
        topics=[
            Topic(key="Beroepsbevolking_2", title="Beroepsbevolking", unit="x 1 000"),
            Topic(
                key="WerklozeBeroepsbevolking_6", title="Werkloze beroepsbevolking", unit="x 1 000"
            ),
            Topic(
                key="Werkloosheidspercentage_13",
                title="Werkloosheidspercentage",
                unit="%",
                decimals=1,
            ),
            Topic(
                key="NettoArbeidsparticipatie_16",
                title="Netto arbeidsparticipatie",
                unit="%",
                decimals=1,
            ),
        ],
        rows=[
            [
                person,
                row["RegioS"],
                row["Perioden"],
                _number(row["Beroepsbevolking"]),
                _number(row["Werkloos"]),
                _number(row["Percentage"]),
                _number(row["Netto"]),
            ]
            for person in ("T009002", "3000")
            for row in drawn
        ],
    )


def gebieden(drawing: str, tabel: str = "85385NED", *, jaar: int = 2023) -> Table:
    """Draw Gebieden in Nederland: a column RegioS and texts in the order in which they stand."""
    drawn = rows(drawing)
    texts = [name for name in drawn[0] if name != "RegioS"]
    return Table.drawn(
        tabel,
        f"Gebieden in Nederland {jaar}",
        modified=f"{jaar}-01-15T02:00:00",
        dimensions=[regions({row["RegioS"]: f"Gemeente {row['RegioS']}" for row in drawn})],
        topics=[Topic(key=name, title=name, unit="", text=30) for name in texts],
        rows=[[row["RegioS"], *(row[name] for name in texts)] for row in drawn],
    )


def _number(written: str) -> Any:
    if written == ".":
        return None
    return float(written) if "." in written else int(written)
