"""What pages ask: the right figures beside each other, and said where another one is shown."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from dashboard import answers
from dashboard.choices import Choices
from tests.dashboard.conftest import PublishDrawn
from warehouse.periods import Period

UNEMPLOYMENT = """
indicator               | gebied | periode | waarde | marge | reeks
werkloosheidspercentage | AM06   | 2018    | 4.7    | 0.05  | 85826NED
werkloosheidspercentage | AM06   | 2019    | 4.0    | 0.05  | 85826NED
werkloosheidspercentage | AM06   | 2020    | 4.5    | 0.05  | 85826NED
werkloosheidspercentage | NL01   | 2018    | 4.9    | 0.05  | 85826NED
werkloosheidspercentage | NL01   | 2019    | 4.4    | 0.05  | 85826NED
werkloosheidspercentage | NL01   | 2020    | 4.9    | 0.05  | 85826NED
werkloosheidspercentage | NL01   | 2020    | 4.8    | 0.05  | 80590ned
werkloosheidspercentage | NL01   | 2021    | 4.2    | 0.05  | 80590ned
werkloosheidspercentage | NL01   | 2020K1  | 3.4    | 0.05  | 80590ned
werkloosheidspercentage | NL01   | 2020-01 | 3.5    | 0.05  | 80590ned
"""
SEASONALLY_ADJUSTED = """
werkloosheidspercentage_sg | NL01 | 2020-01 | 3.3 | 0.05 | 80590ned
werkloosheidspercentage_sg | NL01 | 2020-02 | 3.2 | 0.05 | 80590ned
"""
BIJSTAND = """
indicator         | gebied | periode    | waarde
bijstand_personen | GM0200 | 2019-12-31 | 4000
bijstand_personen | GM0301 | 2019-12-31 | 1700
bijstand_personen | GM0230 | 2019-12-31 | 300
bijstand_personen | GM0246 | 2019-12-31 | 200
bijstand_personen | GM0200 | 2020-12-31 | 4100
bijstand_personen | GM0301 | 2020-12-31 | 1600
bijstand_personen | GM0230 | 2020-12-31 | 310
bijstand_personen | GM0246 | 2020-12-31 | 220
bijstand_personen | GM0200 | 2022-12-31 | 4200
bijstand_personen | GM0301 | 2022-12-31 | 1500
bijstand_personen | GM0230 | 2022-12-31 | 320
bijstand_personen | GM0246 | 2022-12-31 | 240
bijstand_personen | GM0363 | 2022-12-31 | 9999
bijstand_personen | NL01   | 2019-12-31 | 400000
bijstand_personen | NL01   | 2020-12-31 | 410000
bijstand_personen | NL01   | 2022-12-31 | 390000
"""


def chosen(gebied: str = "AM06", **changed: object) -> Choices:
    """Make the choices of a reader who touches nothing but what is changed."""
    usual: dict[str, object] = {
        "vergelijk": (), "indeling": "2021", "samenstelling": "zoals-toen", "van": 2015, "tot": 2026,
    }  # fmt: skip
    return Choices(gebied, **(usual | changed))  # type: ignore[arg-type]


def test_an_area_stands_beside_the_country_of_the_same_edition(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    view = answers.beside("werkloosheidspercentage", chosen())
    assert (view.area.code, view.why, view.kind) == ("AM06", "", "jaar")
    assert view.latest is not None
    assert view.latest_reference is not None
    assert (view.latest["periode"], view.latest["waarde"]) == ("2020", Decimal("4.5"))
    assert (view.latest_reference["reeks"], view.latest_reference["waarde"]) == (
        "85826NED",
        Decimal("4.9"),
    )
    gaps = view.pairs.select("periode", "verschil").rows()
    assert gaps == [("2018", Decimal("-0.2")), ("2019", Decimal("-0.4")), ("2020", Decimal("-0.4"))]


def test_both_sides_of_a_dispute_are_on_the_page(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    disputes = answers.beside("werkloosheidspercentage", chosen()).disputes
    assert disputes.select("periode", "waarde", "gekozen").rows() == [
        ("2020", Decimal("4.9"), True),
        ("2020", Decimal("4.8"), False),
    ]


@pytest.mark.parametrize(
    ("gebied", "years", "shown", "why"),
    [
        (
            "GM0301", (2015, 2026), "AM06",
            "Werkloosheidspercentage: niet beschikbaar op dit niveau (Zutphen). "
            "U ziet nu Regio Veluwe Stedendriehoek.",
        ),
        (
            "AM06", (2021, 2021), "NL01",
            "Veluwe Stedendriehoek heeft in 2021 geen cijfer (wel van 2018 tot en met 2020). "
            "U ziet nu Nederland.",
        ),
        (
            "AM06", (2003, 2005), "AM06",
            "Werkloosheidspercentage: er is van 2003 tot en met 2005 geen cijfer. "
            "Kies een ruimere periode.",
        ),
    ],
)  # fmt: skip
def test_an_area_without_figures_gives_way_and_that_is_said(
    gebied: str, years: tuple[int, int], shown: str, why: str, publish_drawn: PublishDrawn
) -> None:
    publish_drawn(UNEMPLOYMENT)
    view = answers.beside("werkloosheidspercentage", chosen(gebied, van=years[0], tot=years[1]))
    assert (view.area.code, view.why) == (shown, why)


def test_a_single_other_year_is_named_as_one(publish_drawn: PublishDrawn) -> None:
    publish_drawn(
        """
        indicator                 | gebied | periode | waarde | reeks
        netto_arbeidsparticipatie | GM0301 | 2021    | 66     | 85039NED
        netto_arbeidsparticipatie | NL01   | 2019    | 68.8   | 80590ned
        """
    )
    view = answers.beside("netto_arbeidsparticipatie", chosen("GM0301", van=2019, tot=2019))
    assert view.why == "Zutphen heeft in 2019 geen cijfer (wel over 2021). U ziet nu Nederland."


def test_a_missing_figure_gives_its_reason(publish_drawn: PublishDrawn) -> None:
    publish_drawn(
        """
        indicator       | gebied | periode    | waarde | status
        wajong_personen | GM0301 | 2021-12-31 | .      | geheim
        """
    )
    view = answers.beside("wajong_personen", chosen("GM0301"))
    assert view.why == (
        "Wajong-uitkeringen: er is van 2015 tot en met 2026 geen cijfer (geheim). "
        "Kies een ruimere periode."
    )
    assert view.latest is None


def test_kinds_of_period_are_those_of_the_area_on_show(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    national = chosen("NL01")
    assert answers.beside("werkloosheidspercentage", chosen()).kinds == ("jaar",)
    assert answers.beside("werkloosheidspercentage", national).kinds == (
        "jaar",
        "kwartaal",
        "maand",
    )
    assert answers.beside("werkloosheidspercentage", national, "maand").figures.height == 1
    assert answers.beside("werkloosheidspercentage", national, "dag").kind == "jaar"


def test_a_stock_opens_on_its_days(publish_drawn: PublishDrawn) -> None:
    publish_drawn(
        """
        indicator      | gebied | periode    | waarde | reeks
        ww_uitkeringen | NL01   | 2022       | 149200 | 37789ksz
        ww_uitkeringen | NL01   | 2022-12-31 | 149300 | 37789ksz
        """
    )
    assert answers.beside("ww_uitkeringen", chosen("NL01")).kinds == ("dag", "jaar")


def test_a_change_in_a_year_is_only_of_the_same_gemeenten(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    was = answers.beside("bijstand_personen", chosen(tot=2020))
    assert (was.latest or {})["leden"] == 4
    assert was.year_before is None
    now = answers.beside("bijstand_personen", chosen(tot=2020, samenstelling="huidig"))
    assert (now.latest or {})["waarde"] == 5920
    assert (now.year_before or {})["waarde"] == 5900


def test_a_line_breaks_where_other_gemeenten_are_added_up(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    breaks = answers.beside("bijstand_personen", chosen()).breaks
    assert [(each.date.year, each.reason, each.gebied) for each in breaks] == [
        (2020, "4 gemeenten", "AM06"),
        (2022, "3 gemeenten", "AM06"),
    ]
    steady = answers.beside("bijstand_personen", chosen(samenstelling="2020"))
    assert steady.breaks == ()


def test_compared_areas_come_in_order_and_those_without_figures_are_named(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(UNEMPLOYMENT)
    view = answers.beside("werkloosheidspercentage", chosen(vergelijk=("GM0301", "GM0200")))
    assert view.others == ()
    assert [area.name for area in view.without] == ["Zutphen", "Apeldoorn"]
    publish_drawn(BIJSTAND)
    view = answers.beside("bijstand_personen", chosen("GM0301", vergelijk=("GM0200", "GM0230")))
    assert [area.code for area, _ in view.others] == ["GM0200", "GM0230", "AM06"]
    assert [line.role for line in view.lines] == ["gekozen", "ander", "ander", "regio"]


def test_the_country_is_no_line_among_counts(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    names = [line.name for line in answers.beside("bijstand_personen", chosen()).lines]
    assert names == ["Veluwe Stedendriehoek"]
    assert set(answers.beside("bijstand_personen", chosen()).everything["gebied"]) == {
        "AM06",
        "NL01",
    }


def test_an_index_begins_in_2018_and_compares_the_same_periods(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    grown = answers.growth("werkloosheidspercentage", chosen())
    assert grown is not None
    assert (grown.since, grown.base_year) == ("2018", 2018)
    assert [(line.name, line.rows.height) for line in grown.lines] == [
        ("Veluwe Stedendriehoek", 3),
        ("Nederland", 3),
    ]
    assert [round(change or 0, 1) for change in grown.changes] == [
        Decimal("-4.3"),  # (4,5 - 4,7) / 4,7
        Decimal("0.0"),  # 4,9 in 2020, of the same edition
    ]


def test_an_index_keeps_one_composition(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    grown = answers.growth("bijstand_personen", chosen())
    assert grown is not None
    assert grown.samenstelling == "huidig"
    # (4200 + 1500 + 240) / (4000 + 1700 + 200), without Elburg at either end.
    assert round(grown.changes[0] or 0, 2) == Decimal("0.68")
    asked = answers.growth("bijstand_personen", chosen(samenstelling="2020"))
    assert asked is not None
    assert asked.samenstelling == "2020"


@pytest.mark.parametrize("years", [(2018, 2018), (2003, 2004)])
def test_an_index_needs_two_periods(years: tuple[int, int], publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    assert answers.growth("werkloosheidspercentage", chosen(van=years[0], tot=years[1])) is None


def test_months_are_seasonally_adjusted_where_that_exists(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT.rstrip() + SEASONALLY_ADJUSTED)
    view = answers.by_month("werkloosheidspercentage", chosen())
    assert view is not None
    assert view.indicator.id == "werkloosheidspercentage_sg"
    assert view.figures["waarde"].to_list() == [Decimal("3.3"), Decimal("3.2")]
    publish_drawn(BIJSTAND)
    assert answers.by_month("bijstand_personen", chosen()) is None


@pytest.mark.parametrize(
    ("moment", "samenstelling", "names"),
    [
        ("2019-12-31", "zoals-toen", ["Apeldoorn", "Elburg", "Zutphen"]),
        ("2020-12-31", "zoals-toen", ["Apeldoorn", "Elburg", "Heerde", "Zutphen"]),
        ("2022-12-31", "zoals-toen", ["Apeldoorn", "Heerde", "Zutphen"]),
        ("2019-12-31", "huidig", ["Apeldoorn", "Heerde", "Zutphen"]),
        ("2022-12-31", "2020", ["Apeldoorn", "Elburg", "Heerde", "Zutphen"]),
    ],
)
def test_gemeenten_are_the_members_of_the_moment_or_of_the_composition(
    moment: str, samenstelling: str, names: list[str], publish_drawn: PublishDrawn
) -> None:
    publish_drawn(BIJSTAND)
    view = answers.gemeenten(
        "bijstand_personen", chosen(samenstelling=samenstelling), Period.parse(moment)
    )
    assert sorted(view.figures["naam"]) == names
    assert sorted(set(view.history["naam"])) == names
    assert not set(names) & {area.name for area in view.absent}


def test_moments_are_listed_latest_first_within_the_years(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    moments = answers.moments_of_gemeenten("bijstand_personen", chosen(tot=2021))
    assert [each.text for each in moments] == ["2020-12-31", "2019-12-31"]
    view = answers.gemeenten("bijstand_personen", chosen(tot=2021), None)
    assert view.moment == moments[0]


def test_a_moment_that_is_not_there_gives_way_to_the_latest(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    view = answers.gemeenten("bijstand_personen", chosen(), Period.parse("2018-12-31"))
    assert view.moment == Period.parse("2022-12-31")


def test_chosen_gemeenten_and_those_of_a_chosen_subregio_are_highlighted(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(BIJSTAND)
    view = answers.gemeenten("bijstand_personen", chosen("SR2017-deventer"), None)
    assert view.highlight == {"GM0301"}
    view = answers.gemeenten("bijstand_personen", chosen("GM0200", vergelijk=("GM0246",)), None)
    assert view.highlight == {"GM0200", "GM0246"}
    assert answers.gemeenten("bijstand_personen", chosen(), None).highlight == frozenset()


def test_only_the_same_edition_is_a_reference_for_gemeenten(publish_drawn: PublishDrawn) -> None:
    publish_drawn(
        """
        indicator                 | gebied | periode | waarde | reeks
        netto_arbeidsparticipatie | GM0301 | 2021    | 66     | 85039NED
        netto_arbeidsparticipatie | AM06   | 2021    | 70.6   | 85826NED
        netto_arbeidsparticipatie | NL01   | 2021    | 70.4   | 85826NED
        """
    )
    view = answers.gemeenten("netto_arbeidsparticipatie", chosen(), None)
    assert view.references == ()
    assert view.country_now is None


def test_region_and_country_are_references_for_a_ratio(publish_drawn: PublishDrawn) -> None:
    rows = ["indicator | gebied | periode | waarde"]
    for gebied, persons, inhabitants in (
        ("GM0200", 4000, 100000), ("GM0301", 1500, 30000), ("GM0246", 200, 12000),
        ("NL01", 400000, 11000000),
    ):  # fmt: skip
        rows += [
            f"bijstand_personen | {gebied} | 2022-12-31 | {persons}",
            f"inwoners_15_65    | {gebied} | 2023-01-01 | {inhabitants}",
        ]
    publish_drawn("\n".join(rows))
    view = answers.gemeenten("bijstand_per_1000", chosen(), None)
    values = {name: round(value or 0, 2) for name, _, value in view.references}
    # (4000 + 1500 + 200) / (100000 + 30000 + 12000), and not the mean of 40, 50 and 16,7.
    assert values == {"Regio": Decimal("40.14"), "Nederland": Decimal("36.36")}
    assert not view.has_history


@pytest.mark.parametrize(
    ("years", "why"),
    [
        (
            (2023, 2024),
            "Personen met bijstand: er is van 2023 tot en met 2024 geen cijfer per gemeente. De "
            "laatste is van 31 december 2022; kies een ruimere periode.",
        ),
        ((2015, 2026), ""),
    ],
)
def test_no_gemeente_with_a_figure_has_a_reason(
    years: tuple[int, int], why: str, publish_drawn: PublishDrawn
) -> None:
    publish_drawn(BIJSTAND)
    view = answers.gemeenten("bijstand_personen", chosen(van=years[0], tot=years[1]), None)
    assert view.why == why


def test_an_indicator_of_the_country_alone_is_not_offered_for_gemeenten(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(BIJSTAND + "werkloosheidspercentage | NL01 | 2021 | 4.2")
    assert answers.indicators_of_gemeenten() == {"bijstand_personen"}
    view = answers.gemeenten("werkloosheidspercentage", chosen(), None)
    assert view.moment is None
    assert view.why.startswith(
        "Werkloosheidspercentage: niet beschikbaar op dit niveau (gemeente)."
    )


def test_the_last_year_is_that_of_the_last_figure(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    assert answers.last_year() == 2022
    publish_drawn(UNEMPLOYMENT)
    assert answers.last_year() == 2021


def test_boundaries_draw_the_map_only_when_all_gemeenten_have_one(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(BIJSTAND)
    view = answers.gemeenten("bijstand_personen", chosen(), None)
    assert view.boundaries is None
    assert set(view.tiles["gebied"]) == set(view.figures["gebied"])


def test_whatever_is_chosen_gets_an_answer(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    areas = ("AM06", "SR2021-veluwe", "SR2017-deventer", "GM0230", "GM0246")
    for gebied, samenstelling, years in product(
        areas, ("zoals-toen", "huidig", "2020"), ((2003, 2003), (2019, 2020))
    ):
        choices = chosen(
            gebied, samenstelling=samenstelling, van=years[0], tot=years[1], vergelijk=("GM0301",)
        )
        view = answers.beside("bijstand_personen", choices)
        assert bool(view.why) == (view.latest is None or view.area.code != gebied)
        answers.growth("bijstand_personen", choices)
        answers.gemeenten("bijstand_personen", choices, None)
