"""Parts against their whole."""

from __future__ import annotations

from pipelines.checks import reconcile
from pipelines.parts import additions
from tests.warehouse.drawn import waarnemingen
from warehouse.derive import derive
from warehouse.indicators import INDICATORS

RMT = """
indicator      | gebied | periode | kenmerk         | categorie             | waarde | status
rmt_deelnemers | AM06   | 2023    |                 |                       | 156    | gedrukt
rmt_deelnemers | AM06   | 2023    | partij          | FNV                   | 62     | gedrukt
rmt_deelnemers | AM06   | 2023    | partij          | UWV                   | 94     | gedrukt
rmt_deelnemers | AM06   | 2023    | partij + status | FNV + actief          | 45     | strijdig
rmt_deelnemers | AM06   | 2023    | partij + status | FNV + uitstroom overig | 18    | strijdig
rmt_deelnemers | AM06   | 2023    | partij + status | UWV + actief          | .      | niet gepubliceerd
rmt_deelnemers | AM06   | 2023    | partij + status | UWV + uitstroom overig | 47    | gedrukt
rmt_deelnemers | AM06   | 2023    | status          | actief                | 45     | gedrukt
rmt_deelnemers | AM06   | 2023    | status          | uitstroom overig      | 65     | gedrukt
"""


def test_each_kenmerk_is_added_up_by_itself_and_within_another() -> None:
    found = {
        each.said: f"{each.added:.0f} van {each.whole:.0f}" for each in additions(waarnemingen(RMT))
    }

    assert found == {
        "naar partij": "156 van 156",
        "naar status": "110 van 156",
        "naar status (partij FNV)": "63 van 62",
        "naar partij (status uitstroom overig)": "65 van 65",
    }


def test_a_split_with_a_missing_part_says_nothing() -> None:
    assert not any("UWV" in each.said for each in additions(waarnemingen(RMT)))


def test_a_difference_tells_whether_it_is_judged() -> None:
    found = {each.said: each.judged for each in additions(waarnemingen(RMT)) if not each.agrees}

    assert found == {"naar status": False, "naar status (partij FNV)": True}


def test_the_checks_of_a_build_tell_of_every_difference() -> None:
    figures = derive(waarnemingen(RMT), INDICATORS.values())
    told = {
        row["controle"]: (row["uitkomst"], row["toelichting"])
        for row in reconcile(figures, INDICATORS, ["AM06"]).iter_rows(named=True)
    }

    assert told == {
        "Delen naar partij tegen het geheel (rmt-jaarverslagen)": ("klopt", "precies gelijk"),
        "Delen naar status tegen het geheel (rmt-jaarverslagen)": ("verschil", "46 te weinig"),
        "Delen naar status (partij FNV) tegen het geheel (rmt-jaarverslagen)": (
            "verschil",
            "1 te veel",
        ),
    }


def test_a_figure_that_its_own_source_contradicts_is_in_dispute_by_itself() -> None:
    figures = derive(waarnemingen(RMT), INDICATORS.values())

    assert sorted(figures.filter(figures["strijdig"])["waarde"]) == [18, 45]
