"""The tables of the region and its neighbours, small but true in form.

Figures that the repository has (`data/raw`) are the real ones; all others are invented, the same
each time, near what could be. Never read them as statistics.
"""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.standin.service import ROOT
from tests.standin.tables import (
    GeneratedRows,
    Row,
    Table,
    Topic,
    characteristics,
    neighbourhoods,
    periods,
    regions,
    with_category,
)

RAW = ROOT / "data" / "raw"

ARBEIDSMARKTREGIOS: Mapping[str, tuple[str, str]] = {
    "AM01": ("Groningen", "PV20"),
    "AM02": ("Friesland", "PV21"),
    "AM03": ("Drenthe", "PV22"),
    "AM04": ("Regio Zwolle", "PV23"),
    "AM05": ("Twente", "PV23"),
    "AM06": ("Veluwe Stedendriehoek", "PV25"),
    "AM07": ("Flevoland", "PV24"),
    "AM08": ("Achterhoek", "PV25"),
    "AM09": ("Foodvalley", "PV25"),
    "AM10": ("Midden-Gelderland", "PV25"),
    "AM11": ("Rijk van Nijmegen", "PV25"),
    "AM12": ("Rivierenland", "PV25"),
    "AM13": ("Amersfoort", "PV26"),
    "AM14": ("Midden-Utrecht", "PV26"),
    "AM15": ("Noord-Holland Noord", "PV27"),
    "AM16": ("Zaanstreek/Waterland", "PV27"),
    "AM17": ("Zuid-Kennemerland en IJmond", "PV27"),
    "AM18": ("Groot Amsterdam", "PV27"),
    "AM19": ("Gooi en Vechtstreek", "PV27"),
    "AM20": ("Holland Rijnland", "PV28"),
    "AM21": ("Midden-Holland", "PV28"),
    "AM22": ("Haaglanden", "PV28"),
    "AM23": ("Zuid-Holland Centraal", "PV28"),
    "AM24": ("Rijnmond", "PV28"),
    "AM25": ("Drechtsteden", "PV28"),
    "AM26": ("Gorinchem", "PV28"),
    "AM27": ("Zeeland", "PV29"),
    "AM28": ("West-Brabant", "PV30"),
    "AM29": ("Midden-Brabant", "PV30"),
    "AM30": ("Noordoost-Brabant", "PV30"),
    "AM31": ("Helmond-De Peel", "PV30"),
    "AM32": ("Zuidoost-Brabant", "PV30"),
    "AM33": ("Noord-Limburg", "PV31"),
    "AM34": ("Midden-Limburg", "PV31"),
    "AM35": ("Zuid-Limburg", "PV31"),
}
"""Name and province. AM06 is as the CBS has it; the numbers of the others are our own."""

FORMER_NAME = "Stedendriehoek en Noordwest Veluwe"
OWN = "AM06"
"""The one region whose members the repository knows."""

LANDSDELEN = {
    "LD01": ("Noord-Nederland", ("PV20", "PV21", "PV22")),
    "LD02": ("Oost-Nederland", ("PV23", "PV24", "PV25")),
    "LD03": ("West-Nederland", ("PV26", "PV27", "PV28", "PV29")),
    "LD04": ("Zuid-Nederland", ("PV30", "PV31")),
}

PERSONS = {
    "T009002": "Totaal personen",
    "3000": "Geslacht: mannen",
    "4000": "Geslacht: vrouwen",
    "53105": "Leeftijd: 15 tot 25 jaar",
    "53500": "Leeftijd: 25 tot 45 jaar",
}
SHARES = {"T009002": 1.0, "3000": 0.53, "4000": 0.47, "53105": 0.16, "53500": 0.42}
"""How much of the total each group is: invented."""

Measured = tuple[float, float]
"""Werkloosheidspercentage and netto arbeidsparticipatie."""

# National figures after the revision of 2021; 2018-2023 as 85826NED prints them, read from
# data/raw. Before it the CBS printed 3,8 for 2018.
OLD_METHOD: Mapping[int, Measured] = {
    2013: (7.3, 64.8),
    2014: (7.4, 64.4),
    2015: (6.9, 65.4),
    2016: (6.0, 65.8),
    2017: (4.9, 66.7),
    2018: (3.8, 67.8),
    2019: (3.4, 68.8),
}
OWN_BEFORE: Mapping[int, Measured] = {
    2013: (7.6, 66.6),
    2014: (7.8, 66.1),
    2015: (7.3, 66.8),
    2016: (6.3, 67.3),
    2017: (5.5, 68.2),
}
REVISED_86088NED: Mapping[tuple[str, int], Measured] = {
    ("NL01", 2020): (4.8, 69.6),
    ("AM06", 2018): (4.6, 69.3),
    ("AM06", 2020): (4.4, 70.0),
    ("AM06", 2022): (3.3, 72.6),
    ("AM06", 2024): (3.4, 73.9),
}
"""Where the edition of 2024 says something else than that of 2023, or says it first; invented."""

POPULATION_SHARE = 0.0345
"""AM06 in the population of 15 to 75 years."""


@cache
def regional_tables(raw: Path = RAW) -> tuple[Table, ...]:
    """Give every table that the monitor reads or is to read.

    They are kept: a Table does not change, and a fault makes another.
    """
    return (
        *delivered_tables(raw),
        *(arbeidsdeelname_regio(raw, edition) for edition in EDITIONS),
        arbeidsdeelname_gemeente(raw),
        ww_regio(raw),
        *(gebieden(raw, edition, year) for edition, year in GEBIEDEN.items()),
        *(kerncijfers(raw, edition) for edition in KERNCIJFERS),
    )


def delivered_tables(raw: Path = RAW) -> list[Table]:
    """Load the deliveries in force, with categories beside the totals and wijken below gemeenten."""
    loaded = []
    for folder in sorted((raw / "cbs").iterdir()):
        table = Table.from_delivery(max(folder.iterdir()))
        if "Geslacht" in table.dimensions:
            table = with_category(table, "Geslacht", "3000", "Mannen", share=0.53)
        if "WijkenEnBuurten" in table.dimensions:
            table = _with_neighbourhoods(table, raw)
        loaded.append(table)
    return loaded


# Arbeidsdeelname per arbeidsmarktregio: one table per edition

EDITIONS: Mapping[str, tuple[int, int, int, tuple[int, ...]]] = {
    "84703NED": (2019, 2013, 2019, (6, 13, 14, 15, 16)),
    "85269NED": (2021, 2013, 2021, (20, 21, 22, 23, 24)),
    "85494NED": (2022, 2013, 2022, (20, 21, 22, 23, 24)),
    "85826NED": (2023, 2013, 2023, (6, 13, 14, 15, 16)),
    "86088NED": (2024, 2013, 2024, (24, 25, 28, 30, 31)),
}
"""The regional division, the first and last year, and the numbers that the columns carry."""


def arbeidsdeelname_regio(raw: Path, edition: str) -> Table:
    """Draw Arbeidsdeelname per arbeidsmarktregio in one of its editions."""
    division, first, last, numbers = EDITIONS[edition]
    measured = _measured(raw, edition)
    years = range(first, last + 1)
    areas = {"NL01": "Nederland"}
    areas |= {code: f"{name} (PV)" for code, name in _provinces(raw).items()}
    areas |= {code: f"{_name(code, division)} (AM)" for code in ARBEIDSMARKTREGIOS}
    national = {year: _beroepsbevolking(raw, year) for year in years}
    rows = []
    for person in PERSONS:
        for area in areas:
            for year in years:
                unemployed, net = measured.get((area, year)) or _near(
                    measured["NL01", year], edition, area
                )
                if person != "T009002":
                    unemployed, net = _near((unemployed, net), person, area)
                share = SHARES[person] * _area_share(area)
                labour = round(national[year] * share)
                without = round(labour * unemployed / 100)
                people = round((labour - without) / net * 100)
                gross = round(labour / people * 100, 1)
                counts = (people, labour, labour - without, without)
                # The CBS leaves figures of small groups out.
                hidden = without < 1 and person != "T009002"
                rows.append(
                    [person, area, f"{year}JJ00", *counts, None if hidden else unemployed,
                     people - labour, gross, net]
                )  # fmt: skip
    return Table.drawn(
        edition,
        f"Arbeidsdeelname; arbeidsmarktregio's (indeling {division})",
        period=f"{first} - {last}",
        modified=f"{last + 1}-03-14T02:00:00",
        status="Regulier" if edition == "86088NED" else "Gediscontinueerd",
        dimensions=[
            characteristics("Persoonskenmerken", PERSONS),
            regions(areas),
            periods([f"{year}JJ00" for year in years]),
        ],
        topics=_participation(numbers),
        rows=rows,
    )


def _participation(numbers: tuple[int, ...], decimals: int = 0) -> list[Topic]:
    werkloos, percentage, niet, bruto, netto = numbers

    def thousands(key: str, title: str, group: str | None = None) -> Topic:
        return Topic(key=key, title=title, unit="x 1 000", decimals=decimals, group=group)

    def percent(key: str, title: str, group: str | None = None) -> Topic:
        return Topic(key=key, title=title, unit="%", decimals=1, group=group)

    return [
        thousands("BeroepsEnNietBeroepsbevolking_1", "Beroeps- en niet-beroepsbevolking"),
        thousands("Beroepsbevolking_2", "Beroepsbevolking", "Beroepsbevolking"),
        thousands("WerkzameBeroepsbevolking_3", "Werkzame beroepsbevolking", "Beroepsbevolking"),
        thousands(
            f"WerklozeBeroepsbevolking_{werkloos}", "Werkloze beroepsbevolking", "Beroepsbevolking"
        ),
        percent(
            f"Werkloosheidspercentage_{percentage}", "Werkloosheidspercentage", "Beroepsbevolking"
        ),
        thousands(f"NietBeroepsbevolking_{niet}", "Niet-beroepsbevolking"),
        percent(
            f"BrutoArbeidsparticipatie_{bruto}", "Bruto arbeidsparticipatie", "Arbeidsdeelname"
        ),
        percent(
            f"NettoArbeidsparticipatie_{netto}", "Netto arbeidsparticipatie", "Arbeidsdeelname"
        ),
    ]


def _measured(raw: Path, edition: str) -> dict[tuple[str, int], Measured]:
    """Collect what is known of Nederland and AM06 in this edition; the rest is invented."""
    if edition == "84703NED":
        known = {("NL01", year): pair for year, pair in OLD_METHOD.items()}
        own = {(OWN, year): (a - 0.2, b + 0.3) for (_, year), (a, b) in known.items()}
        return known | {key: (round(a, 1), round(b, 1)) for key, (a, b) in own.items()}
    known = {("NL01", year): pair for year, pair in _national(raw).items()}
    known |= {(OWN, year): pair for year, pair in OWN_BEFORE.items()}
    known |= _printed(raw)
    if edition == "86088NED":
        known |= REVISED_86088NED
    return known


def _printed(raw: Path) -> dict[tuple[str, int], Measured]:
    """Read what the region's annual report printed from 85826NED."""
    pairs: dict[tuple[str, int], list[float]] = {}
    for name in ("werkloosheid_regio_nl", "participatie_regio_nl"):
        for row in _csv(raw / "publicaties" / f"{name}.csv"):
            area = "NL01" if row["gebied"] == "Nederland" else OWN
            pairs.setdefault((area, int(row["jaar"])), []).append(float(row["waarde"]))
    return {key: (first, second) for key, (first, second) in pairs.items()}


@cache
def _national(raw: Path) -> dict[int, Measured]:
    return {
        year: (row["NietSeizoengecorrigeerd_7"], row["NietSeizoengecorrigeerd_13"])
        for year, row in _national_rows(raw).items()
    }


def _beroepsbevolking(raw: Path, year: int) -> float:
    return float(_national_rows(raw)[year]["NietSeizoengecorrigeerd_1"])


@cache
def _national_rows(raw: Path) -> dict[int, Row]:
    return {
        int(row["Perioden"][:4]): row
        for row in _delivered(raw, "80590ned")
        if row["Perioden"].endswith("JJ00")
    }


def _area_share(area: str) -> float:
    if area == "NL01":
        return 1.0
    if area == OWN:
        return POPULATION_SHARE
    parts = [code for code in ARBEIDSMARKTREGIOS if code != OWN]
    if area.startswith("PV"):
        return 1 / 12 * (0.6 + 0.8 * _fraction(area))
    return (1 - POPULATION_SHARE) / len(parts) * (0.6 + 0.8 * _fraction(area))


def _near(around: Measured, *what: str) -> Measured:
    """Invent a pair near another, the same each time."""
    unemployed, net = around
    return (
        round(max(1.0, unemployed * (0.75 + 0.5 * _fraction("werkloos", *what))), 1),
        round(min(85.0, net + 4 * _fraction("netto", *what) - 2), 1),
    )


# Arbeidsdeelname per gemeente


def arbeidsdeelname_gemeente(raw: Path) -> Table:
    """Draw 86008NED: 2014-2023 for the gemeenten of 2024, split by three characteristics.

    The real table crosses them all, to some 26 million figures; this one splits by one at a time,
    which is enough to spoil a client that forgets a total.
    """
    geslacht = {"T001038": "Totaal mannen en vrouwen", "3000": "Mannen", "4000": "Vrouwen"}
    leeftijd = {"52052": "15 tot 75 jaar", "53105": "15 tot 25 jaar", "53500": "25 tot 45 jaar"}
    onderwijs = {"T001143": "Totaal", "2018700": "1 Laag", "2018740": "2 Middelbaar",
                 "2018790": "3 Hoog"}  # fmt: skip
    split = [("T001038", "52052", "T001143")]
    split += [(code, "52052", "T001143") for code in list(geslacht)[1:]]
    split += [("T001038", code, "T001143") for code in list(leeftijd)[1:]]
    split += [("T001038", "52052", code) for code in list(onderwijs)[1:]]
    years = range(2014, 2024)
    areas = {"NL01": "Nederland"}
    areas |= {code: f"{name} (PV)" for code, name in _provinces(raw).items()}
    areas |= _gemeenten(raw, 2024)
    codes = list(areas)
    people = _inhabitants(raw, 2024)
    topics = _participation((12, 13, 14, 15, 16), decimals=1)

    def row(index: int) -> Row:
        index, year = divmod(index, len(years))
        which, place = divmod(index, len(codes))
        sex, age, education = split[which]
        return {
            "Geslacht": sex.ljust(7),
            "Leeftijd": age.ljust(8),
            "HoogstBehaaldOnderwijsniveau": education.ljust(7),
            "RegioS": codes[place].ljust(6),
            "Perioden": f"{years[year]}JJ00",
            **figures(codes[place], years[year], split[which]),
        }

    def figures(area: str, year: int, group: tuple[str, str, str]) -> Row:
        unemployed, net = _national(raw)[year]
        share = 1.0
        if area != "NL01":
            unemployed, net = _near((unemployed, net), area)
            share = people[area] / people["NL01"] if area in people else _area_share(area)
        if group != split[0]:
            unemployed, net = _near((unemployed, net), *group, area)
            share *= 0.2 + 0.3 * _fraction(*group)
        labour = round(_beroepsbevolking(raw, year) * share, 1)
        without = round(labour * unemployed / 100, 1)
        all_people = round((labour - without) / net * 100, 1)
        gross = round(labour / all_people * 100, 1) if all_people else None
        # Too few for a percentage, as on the smallest islands.
        small = without < 0.1
        values = (all_people, labour, round(labour - without, 1), None if small else without,
                  None if small else unemployed, round(all_people - labour, 1), gross,
                  None if small else net)  # fmt: skip
        return dict(zip((topic.key for topic in topics), values, strict=True))

    return Table.drawn(
        "86008NED",
        "Arbeidsdeelname; gemeenten (regio-indeling 2024)",
        period="2014 - 2023",
        modified="2025-02-20T02:00:00",
        dimensions=[
            characteristics("Geslacht", geslacht),
            characteristics("Leeftijd", leeftijd, width=8),
            characteristics(
                "HoogstBehaaldOnderwijsniveau", onderwijs, title="Hoogst behaald onderwijsniveau"
            ),
            regions(areas),
            periods([f"{year}JJ00" for year in years]),
        ],
        topics=topics,
        rows=GeneratedRows(len(split) * len(codes) * len(years), row),
    )


# WW per arbeidsmarktregio


def ww_regio(raw: Path) -> Table:
    """Draw 85554NED from 2018 on: seasonally adjusted persons, with the bounds of their interval.

    Its dimensions are those of 84556NED, the table before it. Nederland is the average of 37789ksz
    over a year, AM06 a fixed part of it.
    """
    national = {
        row["Perioden"]: round(row["NietSeizoengecorrigeerd_8"] * 1000)
        for row in _delivered(raw, "37789ksz")
        if "MM" in row["Perioden"] and row["Perioden"] >= "2018"
    }
    (december,) = (
        int(row["waarde"])
        for row in _csv(raw / "publicaties" / "ww_uitkeringen.csv")
        if row["indicator"] == "WW-uitkeringen"
    )
    share = december / national["2023MM12"]
    areas = {"NL01": "Nederland"}
    areas |= {code: f"{name} (AM)" for code, (name, _) in ARBEIDSMARKTREGIOS.items()}
    months = list(national)
    rows = []
    for sex, part_of_all in (("T001038", 1.0), ("3000", 0.52)):
        for area in areas:
            part = {"NL01": 1.0, OWN: share}.get(area) or _area_share(area)
            for place, month in enumerate(months):
                year = months[max(0, place - 11) : place + 1]
                smooth = sum(national[each] for each in year) / len(year) * part * part_of_all
                rows += [
                    [sex, "10000", margin, area, month, round(smooth * factor, -1)]
                    for margin, factor in (("MW00000", 1), ("MOG0095", 0.98), ("MBG0095", 1.02))
                ]
    statuses = dict.fromkeys(months, "Definitief")
    statuses |= dict.fromkeys(months[-16:-4], "NaderVoorlopig")
    statuses |= dict.fromkeys(months[-4:], "Voorlopig")
    return Table.drawn(
        "85554NED",
        "Personen met WW-uitkering, seizoengecorrigeerd; persoonskenmerken en regio",
        period=f"2018 januari - {months[-1][:4]}",
        frequency="Permaand",
        dimensions=[
            characteristics("Geslacht", {"T001038": "Totaal mannen en vrouwen", "3000": "Mannen"}),
            characteristics("Leeftijd", {"10000": "Totaal"}),
            characteristics(
                "Marges",
                {
                    "MW00000": "Waarde",
                    "MOG0095": "Ondergrens 95%-interval",
                    "MBG0095": "Bovengrens 95%-interval",
                },
            ),
            regions(areas),
            periods(statuses),
        ],
        topics=[
            Topic(
                key="PersonenMetEenWerkloosheidsuitkeri_1",
                title="Personen met een werkloosheidsuitkering",
                unit="aantal",
            )
        ],
        rows=rows,
    )


# Gebieden in Nederland

GEBIEDEN = {
    "85067NED": 2022,
    "85385NED": 2023,
    "85755NED": 2024,
    "86059NED": 2025,
    "86247NED": 2026,
}

DIVISIONS = {
    2022: ("Arbeidsmarktregio's", "Landsdelen", "Provincies"),
    2023: ("Arbeidsmarktregio's", "Provincies", "Landsdelen"),
    2024: ("Landsdelen", "Arbeidsmarktregio's", "Provincies"),
    2025: ("Provincies", "Landsdelen", "Arbeidsmarktregio's"),
    2026: ("Landsdelen", "Provincies", "Arbeidsmarktregio's"),
}
"""The order of the Code_n/Naam_n pairs, which shifts from year to year."""


def gebieden(raw: Path, edition: str, year: int) -> Table:
    """Draw Gebieden in Nederland: to which regions each gemeente belongs on 1 January."""
    topics = [Topic(key="Code_1", title="Code", unit="", text=10, group="Gemeenten"),
              Topic(key="Naam_2", title="Naam", unit="", text=30, group="Gemeenten")]  # fmt: skip
    for place, division in enumerate(DIVISIONS[year]):
        number = 3 + 2 * place
        topics += [
            Topic(key=f"Code_{number}", title="Code", unit="", text=10, group=division),
            Topic(key=f"Naam_{number + 1}", title="Naam", unit="", text=50, group=division),
        ]
    provinces = _provinces(raw)
    named = _gemeenten(raw, year)
    rows = []
    for code, name in named.items():
        province = _province(raw, code)
        land = next(key for key, (_, inside) in LANDSDELEN.items() if province in inside)
        region = arbeidsmarktregio(raw, code, year)
        pairs = {
            "Landsdelen": (land, LANDSDELEN[land][0]),
            "Provincies": (province, provinces[province]),
            "Arbeidsmarktregio's": (region, _name(region, year)),
        }
        row = [code, code, name]
        for division in DIVISIONS[year]:
            row += pairs[division]
        rows.append(row)
    return Table.drawn(
        edition,
        f"Gebieden in Nederland {year}",
        period=str(year),
        modified=f"{year}-01-15T02:00:00",
        frequency="Eenmalig",
        dimensions=[regions(named)],
        topics=topics,
        rows=rows,
    )


def arbeidsmarktregio(raw: Path, gemeente: str, year: int) -> str:
    """Place a gemeente: AM06 as `lidmaatschap.csv` says, the others fixed within their province."""
    day = date(year, 1, 1)
    for begin, end in _own_members(raw).get(gemeente, ()):
        if begin <= day and (end is None or day <= end):
            return OWN
    if gemeente in _own_members(raw):
        # Elburg, Nunspeet and Olst-Wijhe went to regio Zwolle.
        return "AM04"
    province = _province(raw, gemeente)
    there = [code for code, (_, of) in ARBEIDSMARKTREGIOS.items() if of == province]
    there = [code for code in there if code != OWN]
    return there[int(_fraction("regio", gemeente) * len(there))]


# Kerncijfers wijken en buurten

KERNCIJFERS: Mapping[str, tuple[int, int, int]] = {
    "85318NED": (2022, 83, 67),
    "85618NED": (2023, 92, 76),
    "85984NED": (2024, 87, 71),
}
"""Year, and the numbers of Bijstand (AO, WW and AOW follow) and of Nettoarbeidsparticipatie."""

KERN_SHARES = {"Bijstand": 0.0242, "AO": 0.042, "WW": 0.0105, "AOW": 0.2}


def kerncijfers(raw: Path, edition: str) -> Table:
    """Draw Kerncijfers wijken en buurten; inhabitants are real, the rest is invented."""
    year, benefits, participation = KERNCIJFERS[edition]
    inhabitants = _inhabitants(raw, year)
    named = _gemeenten(raw, year)
    areas = {"NL00": "Nederland"}
    for code, name in named.items():
        areas[code] = name
        if code in _own_members(raw):
            areas |= _below(code)
    topics = [
        Topic(key="Gemeentenaam_1", title="Gemeentenaam", unit="", text=40),
        Topic(key="SoortRegio_2", title="Soort regio", unit="", text=10),
        Topic(key="Codering_3", title="Codering", unit="", text=10),
        Topic(key="AantalInwoners_5", title="Aantal inwoners", group="Bevolking"),
        Topic(
            key=f"Nettoarbeidsparticipatie_{participation}",
            title="Nettoarbeidsparticipatie",
            unit="%",
            group="Arbeid",
        ),
        *(
            Topic(
                key=f"PersonenPerSoortUitkering{kind}_{benefits + place}",
                title=kind,
                group="Personen per soort uitkering",
            )
            for place, kind in enumerate(KERN_SHARES)
        ),
    ]
    rows = []
    for code in areas:
        gemeente = "NL01" if code == "NL00" else f"GM{code[2:6]}"
        part = {"WK": 0.5, "BU": 0.25}.get(code[:2], 1.0)
        people = round(inhabitants[gemeente] * part)
        name = "Nederland" if code == "NL00" else named[gemeente]
        kind = {"NL": "Land", "WK": "Wijk", "BU": "Buurt"}.get(code[:2], "Gemeente")
        net = 72 + year - 2022 if code == "NL00" else round(66 + 12 * _fraction("netto", code))
        counted = [
            _tens(people * share * (1 if code == "NL00" else 0.5 + _fraction(each, gemeente)))
            for each, share in KERN_SHARES.items()
        ]
        # Figures of buurten this small are not given.
        hidden = code.startswith("BU") and people < 5000
        rows.append(
            [code, name, kind, code, people, None if hidden else net,
             *([None] * len(counted) if hidden else counted)]
        )  # fmt: skip
    return Table.drawn(
        edition,
        f"Kerncijfers wijken en buurten {year}",
        period=str(year),
        modified=f"{year + 2}-03-31T02:00:00",
        frequency="Eenmalig",
        dimensions=[neighbourhoods(areas)],
        topics=topics,
        rows=rows,
    )


def _below(gemeente: str) -> dict[str, str]:
    number = gemeente[2:]
    return {
        f"WK{number}00": "Wijk 00",
        f"BU{number}0000": "Centrum",
        f"BU{number}0001": "Buitengebied",
        f"WK{number}01": "Wijk 01",
        f"BU{number}0100": "Nieuwbouw",
    }


def _with_neighbourhoods(table: Table, raw: Path) -> Table:
    """Add wijken and buurten of the region's gemeenten, which the delivery left out."""
    members = list(table.dimensions["WijkenEnBuurten"])
    rows = list(table.rows)
    counts = [row["Key"] for row in table.topics if row["Unit"] != "%"]
    for row in table.rows:
        gemeente = row["WijkenEnBuurten"].strip()
        if gemeente not in _own_members(raw):
            continue
        for code, title in _below(gemeente).items():
            part = 0.5 if code.startswith("WK") else 0.25
            members.append(members[0] | {"Key": code.ljust(10), "Title": title})
            less: dict[str, Any] = {
                key: _tens(row[key] * part) for key in counts if row[key] is not None
            }
            rows.append(row | less | {"WijkenEnBuurten": code.ljust(10)})
    return replace(table, dimensions={"WijkenEnBuurten": members}, rows=rows)


# What the repository knows


@cache
def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _delivered(raw: Path, table: str) -> list[Row]:
    folder = max((raw / "cbs" / table).iterdir())
    lines = (folder / "TypedDataSet.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def _gemeenten(raw: Path, year: int) -> dict[str, str]:
    """Name the gemeenten of 1 January, in the order and the spelling of the CBS: Hengelo (O.)."""
    day = f"{year}-01-01"
    spelled = {
        row["gebied"]: row["naam"]
        for row in _csv(raw / "gebieden" / "namen.csv")
        if row["gebied"].startswith("GM") and row["naam"].endswith(")")
    }
    there = [
        (spelled.get(row["gebied"], row["naam"]), row["gebied"])
        for row in _csv(raw / "gebieden" / "gebieden.csv")
        if row["soort"] == "gemeente"
        and (row["begin"] or day) <= day
        and (row["einde"] or day) >= day
    ]
    return {code: name for name, code in sorted(there)}


@cache
def _provinces(raw: Path) -> dict[str, str]:
    rows = _csv(raw / "gebieden" / "gebieden.csv")
    return {row["gebied"]: row["naam"] for row in rows if row["soort"] == "provincie"}


def _province(raw: Path, gemeente: str) -> str:
    return _provinces_of(raw)[gemeente]


@cache
def _provinces_of(raw: Path) -> dict[str, str]:
    rows = _csv(raw / "gebieden" / "lidmaatschap.csv")
    return {row["deel"]: row["geheel"] for row in rows if row["geheel"].startswith("PV")}


@cache
def _own_members(raw: Path) -> dict[str, list[tuple[date, date | None]]]:
    members: dict[str, list[tuple[date, date | None]]] = {}
    for row in _csv(raw / "gebieden" / "lidmaatschap.csv"):
        if row["geheel"] == OWN:
            end = date.fromisoformat(row["einde"]) if row["einde"] else None
            members.setdefault(row["deel"], []).append((date.fromisoformat(row["begin"]), end))
    return members


@cache
def _inhabitants(raw: Path, year: int) -> dict[str, int]:
    """Read 03759ned; a gemeente that it lacks in that year counts 30.000."""
    found = {
        row["RegioS"].strip(): row["BevolkingOp1Januari_1"]
        for row in _delivered(raw, "03759ned")
        if row["Perioden"] == f"{year}JJ00" and row["BevolkingOp1Januari_1"] is not None
    }
    return dict.fromkeys(_gemeenten(raw, year), 30_000) | found


def _name(region: str, year: int) -> str:
    return FORMER_NAME if region == OWN and year < 2024 else ARBEIDSMARKTREGIOS[region][0]


def _tens(count: float) -> int:
    return round(count / 10) * 10


def _fraction(*what: str) -> float:
    """A number from 0 to 1 that is the same each time for the same words."""
    return zlib.crc32("/".join(what).encode()) % 10_000 / 10_000
