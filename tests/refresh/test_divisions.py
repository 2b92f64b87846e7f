"""Which gemeente lies in which arbeidsmarktregio: as the CBS has it, held against our own rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines import cbs
from pipelines.divisions import MEMBERSHIP, Stay, division, memberships, reconcile
from tests.refresh import drawn
from tests.refresh.conftest import Everything, Monitor
from tests.standin.service import Service
from tests.warehouse.drawn import belonging, rows

IN_2023 = """
RegioS | Code_1 | Naam_2                             | Code_3 | Naam_4
GM0200 | AM06   | Stedendriehoek en Noordwest Veluwe | PV25   | Gelderland
GM0193 | AM04   | Regio Zwolle (AM)                  | PV23   | Overijssel
"""
SHIFTED = """
RegioS | Code_1 | Naam_2     | Code_5 | Naam_6
GM0200 | PV25   | Gelderland | AM06   | Veluwe Stedendriehoek
GM0193 | PV23   | Overijssel | AM04   | Regio Zwolle (AM)
"""


def table(drawing: str) -> cbs.CbsTable:
    """Read a drawn table as if it had been delivered."""
    made = drawn.gebieden(drawing)
    return cbs.CbsTable(
        made.id,
        [dict(row) for row in made.properties],
        {name: [dict(row) for row in members] for name, members in made.dimensions.items()},
        pl.DataFrame([dict(row) for row in made.rows]),
    )


def stays(drawing: str) -> list[Stay]:
    return [
        Stay(int(row["jaar"]), f"tabel-{row['jaar']}", row["regio"], row["gemeente"])
        for row in rows(drawing)
    ]


@pytest.mark.parametrize(
    ("drawing", "own"),
    [(IN_2023, "Stedendriehoek en Noordwest Veluwe"), (SHIFTED, "Veluwe Stedendriehoek")],
    ids=["first", "last"],
)
def test_the_column_with_arbeidsmarktregios_is_found_wherever_it_stands(
    drawing: str, own: str
) -> None:
    found = division(table(drawing), 2023)

    assert found.stays == (
        Stay(2023, "85385NED", "AM06", "GM0200"),
        Stay(2023, "85385NED", "AM04", "GM0193"),
    )
    assert found.names == {"AM06": own, "AM04": "Regio Zwolle"}


@pytest.mark.parametrize(
    ("drawing", "found"),
    [
        ("RegioS | Code_1 | Naam_2\nGM0200 | PV25 | Gelderland", "geen"),
        ("RegioS | Code_1 | Code_3\nGM0200 | AM06 | AM04", "Code_1, Code_3"),
    ],
    ids=["none", "two"],
)
def test_none_or_two_such_columns_are_refused_by_name(
    monitor: Monitor, service: Service, drawing: str, found: str
) -> None:
    service.put(drawn.gebieden(drawing))

    night = monitor.refresh("85385NED")

    assert night.told.ends == {
        "85385NED": "85385NED: precies één kolom met codes van arbeidsmarktregio's verwacht (AM..); "
        f"gevonden: {found}"
    }
    assert monitor.deliveries("85385NED") == []


def test_years_that_follow_each_other_are_one_stay_and_the_last_has_no_end() -> None:
    listed = stays("""
jaar | regio | gemeente
2022 | AM04  | GM0193
2023 | AM04  | GM0193
2024 | AM04  | GM0193
2022 | AM04  | GM0180
2023 | AM05  | GM0180
2024 | AM04  | GM0180
2022 | AM06  | GM0200
2023 | AM06  | GM0200
2024 | AM06  | GM0200
""")

    found = memberships(listed, own={"AM06"})

    assert found.select("geheel", "deel", "begin", "einde", "vindplaats").rows() == [
        ("AM04", "GM0180", date(2022, 1, 1), date(2022, 12, 31), "tabel-2022"),
        ("AM04", "GM0180", date(2024, 1, 1), None, "tabel-2024"),
        ("AM04", "GM0193", date(2022, 1, 1), None, "tabel-2022, tabel-2023, tabel-2024"),
        ("AM05", "GM0180", date(2023, 1, 1), date(2023, 12, 31), "tabel-2023"),
    ]


def test_a_year_that_was_never_listed_is_no_gap() -> None:
    listed = stays("jaar | regio | gemeente\n2022 | AM04 | GM0193\n2024 | AM04 | GM0193")

    assert memberships(listed, own=set()).select("begin", "einde").rows() == [
        (date(2022, 1, 1), None)
    ]


def test_without_a_division_there_are_no_stays() -> None:
    assert memberships([], own={"AM06"}).is_empty()


OWN = [
    {"geheel": "AM06", "deel": "GM0200", "begin": "2015-01-01"},
    {"geheel": "AM06", "deel": "GM0230", "begin": "2015-01-01", "einde": "2021-12-31"},
    {"geheel": "AM06", "deel": "GM0246", "begin": "2020-01-01"},
]


def test_our_own_rows_are_held_against_each_year_and_a_difference_is_told() -> None:
    listed = stays("""
jaar | regio | gemeente
2022 | AM06  | GM0200
2022 | AM06  | GM0246
2022 | AM04  | GM0230
2023 | AM06  | GM0200
2023 | AM06  | GM0230
2023 | AM04  | GM0246
""")

    checks = reconcile(listed, belonging(OWN), "AM06")

    assert checks.select("uitkomst", "periode", "gevonden", "verwacht", "toelichting").rows() == [
        ("klopt", "2022", 2, 2, "dezelfde gemeenten"),
        ("verschil", "2023", 2, 2, "alleen bij het CBS: GM0230; alleen in de lijst: GM0246"),
    ]
    assert checks["controle"][1] == (
        "Gemeenten van de regio op 1 januari 2023, eigen lijst tegen CBS (tabel-2023)"
    )
    assert set(checks["indicator"]) == {MEMBERSHIP}


def test_a_gemeente_that_the_cbs_puts_elsewhere_is_a_check_and_our_rows_stand(
    monitor: Monitor, service: Service
) -> None:
    ours = monitor.warehouse.members("AM06", "2023")
    drawing = "\n".join(
        ["RegioS | Code_1 | Naam_2"]
        + [f"{code} | AM06 | Onze regio" for code in ours if code != "GM0301"]
        + ["GM0301 | AM08 | Achterhoek (AM)", "GM0193 | AM04 | Regio Zwolle (AM)"]
    )
    service.put(drawn.gebieden(drawing))

    night = monitor.refresh("85385NED")

    assert night.told.ends == {"85385NED": "nieuw"}
    warehouse = monitor.warehouse
    (check,) = warehouse.checks().filter(indicator=MEMBERSHIP).iter_rows(named=True)
    assert (check["uitkomst"], check["gebied"], check["periode"], check["toelichting"]) == (
        "verschil", "AM06", "2023", "alleen in de lijst: GM0301",
    )  # fmt: skip
    assert warehouse.members("AM06", "2023") == ours
    assert warehouse.members("AM08", "2023") == ["GM0301"]
    assert warehouse.members("AM04", "2023") == ["GM0193"]
    named = dict(warehouse.areas().select("gebied", "naam").iter_rows())
    assert named["AM04"] == "Regio Zwolle"


def test_every_other_region_gets_its_gemeenten_and_our_list_agrees_with_the_cbs(
    everything: Everything,
) -> None:
    warehouse = Monitor(everything.folder).warehouse
    checks = warehouse.checks().filter(indicator=MEMBERSHIP).sort("periode")
    regions: list[Any] = warehouse.areas().filter(soort="arbeidsmarktregio")["gebied"].to_list()

    assert checks.select("periode", "uitkomst").rows() == [
        ("2022", "klopt"),
        ("2023", "klopt"),
        ("2024", "klopt"),
        ("2025", "klopt"),
        ("2026", "klopt"),
    ]
    assert len(regions) == 35
    assert [each for each in regions if not warehouse.members(each)] == []
    elburg = warehouse.memberships("AM04").filter(deel="GM0230")
    assert elburg.select("begin", "einde").rows() == [(date(2022, 1, 1), None)]
