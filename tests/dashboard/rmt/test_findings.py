"""Findings on the RMT from drawn figures: years from reports, quarters and gemeenten from deliveries."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from dashboard.choices import Choices
from dashboard.findings import Finding
from dashboard.levels import level
from dashboard.rmt import findings, parts
from dashboard.rmt.view import Focus, View
from tests.dashboard.conftest import PublishDrawn
from warehouse.indicators import INDICATORS

RMT = INDICATORS["rmt_deelnemers"]

YEARS = """
indicator      | gebied | periode | kenmerk           | categorie          | waarde | status
rmt_deelnemers | AM06   | 2022    |                   |                    | 339    | gedrukt
rmt_deelnemers | AM06   | 2022    | partij            | Gemeente           | 153    | gedrukt
rmt_deelnemers | AM06   | 2022    | partij            | UWV                | 186    | gedrukt
rmt_deelnemers | AM06   | 2022    | sector            | horeca             | 21     | gedrukt
rmt_deelnemers | AM06   | 2022    | sector            | overig             | 318    | gedrukt
rmt_deelnemers | AM06   | 2022    | partij + sector   | Gemeente + horeca  | .      | ingehouden
rmt_deelnemers | AM06   | 2022    | partij + geslacht | Gemeente + man     | 71     | gedrukt
rmt_deelnemers | AM06   | 2022    | partij + geslacht | Gemeente + vrouw   | 82     | gedrukt
rmt_deelnemers | AM06   | 2022    | geslacht          | man                | 151    | gedrukt
rmt_deelnemers | AM06   | 2022    | geslacht          | vrouw              | 188    | gedrukt
rmt_deelnemers | AM06   | 2023    |                   |                    | 388    | gedrukt
rmt_deelnemers | AM06   | 2023    | partij            | Gemeente           | 294    | gedrukt
rmt_deelnemers | AM06   | 2023    | partij            | UWV                | 94     | gedrukt
rmt_deelnemers | AM06   | 2023    | sector            | horeca             | 90     | gedrukt
rmt_deelnemers | AM06   | 2023    | sector            | groothandel        | 10     | gedrukt
rmt_deelnemers | AM06   | 2023    | sector            | overig             | 194    | gedrukt
rmt_deelnemers | AM06   | 2023    | sector            | onbekend           | 94     | gedrukt
rmt_deelnemers | AM06   | 2023    | partij + sector   | Gemeente + horeca  | 90     | gedrukt
rmt_deelnemers | AM06   | 2023    | partij + sector   | UWV + onbekend     | 94     | gedrukt
rmt_deelnemers | AM06   | 2023    | partij + geslacht | Gemeente + man     | 150    | gedrukt
rmt_deelnemers | AM06   | 2023    | partij + geslacht | Gemeente + vrouw   | 144    | gedrukt
rmt_deelnemers | AM06   | 2023    | geslacht          | man                | 150    | gedrukt
rmt_deelnemers | AM06   | 2023    | geslacht          | vrouw              | 144    | gedrukt
rmt_deelnemers | AM06   | 2023    | geslacht          | onbekend           | 94     | gedrukt
rmt_deelnemers | AM06   | 2023    | partij + status   | Gemeente + actief  | 226    | strijdig
rmt_deelnemers | AM06   | 2023    | partij + status   | Gemeente + uitstroom met werk | 104 | strijdig
rmt_deelnemers | AM06   | 2023    | partij + status   | UWV + uitstroom met werk | 47 | gedrukt
"""
QUARTERS = """
indicator      | gebied | periode | kenmerk | categorie | waarde
rmt_deelnemers | GM0200 | 2023K4  |         |           | 20
rmt_deelnemers | GM0200 | 2023K4  | partij  | FNV       | 20
rmt_deelnemers | GM0200 | 2024K1  |         |           | 31
rmt_deelnemers | GM0200 | 2024K1  | partij  | FNV       | 25
rmt_deelnemers | GM0200 | 2024K1  | partij  | CNV       | 6
rmt_deelnemers | GM0301 | 2024K1  |         |           | 12
rmt_deelnemers | GM0301 | 2024K1  | partij  | FNV       | 12
rmt_deelnemers | GM0301 | 2024K1  | partij  | CNV       | 0
rmt_deelnemers | GM0246 | 2024K1  |         |           | 5
rmt_deelnemers | GM0246 | 2024K1  | partij  | FNV       | 5
rmt_deelnemers | GM0246 | 2024K1  | partij  | CNV       | 0
"""


def chosen(gebied: str = "AM06", van: int = 2015, tot: int = 2026) -> Choices:
    return Choices(gebied, (), "2021", "zoals-toen", van, tot)


def view(choices: Choices, period: str | None = None, **focus: str) -> View:
    """Look at one period, the latest unless it is named."""
    shown = level(RMT.id, choices)
    at = next(each for each in shown.periods if period in (None, each.text))
    return View(RMT, choices, shown.area, shown.of_kind(at.soort), at, Focus(**focus))


def told(finding: Finding | None) -> tuple[str, str]:
    assert finding is not None
    return finding.title, finding.alt


def test_the_change_is_told_with_and_without_the_partner_whose_source_changed(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(YEARS)
    assert findings.opening(view(chosen())) == (
        "In 2023 stroomden 388 mensen in bij het RMT, 49 meer (+14,5%) dan in 2022. Zonder UWV, dat "
        "in 2023 uit een andere bron komt, zijn het er 294 tegen 153: +141 (+92,2%)."
    )
    shown = {each.label: (each.value, each.delta) for each in findings.headlines(view(chosen()))}
    assert shown["Instroom, 2023"] == ("388", "+49 (+14,5%)")
    assert shown["Instroom zonder UWV, 2023"] == ("294", "+141 (+92,2%)")
    assert shown["Sector overig of onbekend"] == ("74%", "288 van 388")


def test_a_partner_whose_source_changed_is_compared_with_nothing(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(YEARS)
    assert findings.opening(view(chosen(), partij="UWV")) == (
        "In 2023 stroomden 94 mensen in bij het RMT via UWV. In 2022 waren het er 186, maar uit een "
        "andere bron: dat is niet te vergelijken."
    )
    assert "Instroom zonder UWV, 2023" not in {
        each.label for each in findings.headlines(view(chosen(), partij="UWV"))
    }


def test_the_inflow_names_the_break_where_it_is(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS)
    title, alt = told(findings.over_time(view(chosen())))
    assert title == (
        "Sterkste stijging via Gemeente: van 153 in 2022 naar 294 in 2023; UWV is door een andere "
        "bron niet te vergelijken"
    )
    assert "Gemeente: 2022 153, 2023 294." in alt
    assert "UWV: 2022 186, 2023 94; vanaf 2023 uit een andere bron." in alt


def test_the_inflow_of_one_partner_is_told_by_itself(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS)
    assert told(findings.over_time(view(chosen(), partij="Gemeente")))[0] == (
        "Via Gemeente: van 153 in 2022 naar 294 in 2023"
    )
    assert told(findings.over_time(view(chosen(), partij="UWV")))[0] == (
        "Via UWV: 94 in 2023; de 186 van 2022 komen uit een andere bron"
    )


def test_groups_that_are_equally_large_are_all_named(publish_drawn: PublishDrawn) -> None:
    publish_drawn(
        YEARS.replace("Gemeente + man     | 150", "Gemeente + man     | 147").replace(
            "Gemeente + vrouw   | 144", "Gemeente + vrouw   | 147"
        )
    )
    assert told(findings.profile(view(chosen(), partij="Gemeente")))[0] == (
        "Grootste groepen via Gemeente in 2023: man en vrouw (elk 50%)"
    )


def test_only_sectors_that_both_years_name_are_compared(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS)
    finding = findings.changed_sectors(view(chosen()))
    title, alt = told(finding)
    assert (
        title == "Van 2022 naar 2023 steeg het genoemde aantal het meest in horeca: van 21 naar 90"
    )
    assert alt == "Puntgrafiek per sector, 2022 en 2023: horeca van 21 naar 90."
    assert finding is not None
    assert finding.note.endswith("Zonder cijfer in 2022: groothandel.")


def test_a_fall_is_not_told_as_a_rise(publish_drawn: PublishDrawn) -> None:
    fallen = YEARS.replace("Gemeente           | 294", "Gemeente           | 103")
    publish_drawn(fallen.replace("horeca             | 90", "horeca             | 9"))
    assert told(findings.over_time(view(chosen())))[0] == (
        "Via geen partner kwamen er meer mensen dan in 2022; UWV is door een andere bron niet te "
        "vergelijken"
    )
    assert told(findings.changed_sectors(view(chosen())))[0] == (
        "In geen sector zijn in 2023 meer mensen genoemd dan in 2022"
    )


def test_a_partner_of_whom_no_sector_is_known_is_wholly_unknown(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(YEARS)
    assert findings.by_sector(view(chosen(), partij="UWV")).title == (
        "Van 94 van de 94 mensen via UWV (100%) is de sector overig of onbekend"
    )


def test_the_flow_shows_what_lies_between_inflow_and_status(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS)
    finding = findings.status_flow(view(chosen()))
    title, alt = told(finding)
    assert title == (
        "Van 388 mensen: 226 nog actief en 151 uitgestroomd met werk; de statussen tellen op tot 377"
    )
    assert "Gemeente: 294 ingestroomd; actief 226, uitstroom met werk 104 (36 meer dan de" in alt
    assert "UWV: 94 ingestroomd; uitstroom met werk 47, zonder status 47." in alt
    assert finding is not None
    assert finding.note.startswith(
        "Instroom 388, statussen samen 377: verschil -11. Meer statussen dan instroom: Gemeente 36. "
        "Zonder status: UWV 47."
    )


def test_a_secret_status_of_one_partner_leaves_the_flow_of_all_together(
    publish_drawn: PublishDrawn,
) -> None:
    hidden = YEARS.replace(
        "UWV + uitstroom met werk | 47 | gedrukt", "UWV + uitstroom met werk | . | geheim"
    )
    publish_drawn(
        hidden
        + """\
rmt_deelnemers | AM06 | 2023 | status | actief             | 226 | gedrukt
rmt_deelnemers | AM06 | 2023 | status | uitstroom met werk | 162 | gedrukt
"""
    )
    _, alt = told(findings.status_flow(view(chosen())))
    assert alt == (
        "Stroomdiagram van instroom naar status. alle partners: 388 ingestroomd; actief 226, uitstroom "
        "met werk 162. Samen: actief 226 en uitstroom met werk 162."
    )
    assert findings.status_flow(view(chosen(), partij="UWV")) is None
    assert findings.absent(view(chosen(), partij="UWV")) == ["Status en uitstroom in 2023: geheim."]


def test_a_profile_stands_beside_the_year_before_only_with_the_same_categories(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(YEARS)
    everyone = findings.profile(view(chosen()))
    assert everyone is not None
    assert "Met 2022 is niets te vergelijken" in everyone.note
    assert "man 150 · 38,7%, vrouw 144 · 37,1%, onbekend 94 · 24,2%" in everyone.alt

    gemeente = findings.profile(view(chosen(), partij="Gemeente"))
    assert gemeente is not None
    assert "Alleen waar de categorieën gelijk zijn staat 2022 ernaast." in gemeente.note
    assert isinstance(gemeente.picture, go.Figure)
    traces = gemeente.picture.to_dict()["data"][1:]
    drawn = {trace["marker"]["symbol"]: trace["x"] for trace in traces}
    assert [round(each, 1) for each in drawn["diamond-open"]] == [46.4, 53.6]
    assert [round(each, 1) for each in drawn["line-ns-open"]] == [38.7, 37.1]


def test_partners_and_sectors_stand_in_order_of_size_with_totals_on_both_sides(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(YEARS)
    rows, partners = parts.matrix(view(chosen()))
    assert partners == ["Gemeente", "UWV"]
    assert rows.columns == ["Sector", "Totaal", "Gemeente", "UWV", "Deel van genoemd"]
    assert rows.rows() == [
        ("horeca", 90, 90, None, 90),
        ("groothandel", 10, None, None, 10),
        ("Genoemde sectoren samen", 100, None, None, 100),
        ("overig", 194, None, None, None),
        ("onbekend", 94, None, 94, None),
        ("Totaal", 388, 294, 94, None),
    ]


def test_sectors_that_are_equally_large_are_all_named(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS.replace("groothandel        | 10 ", "groothandel        | 90 "))
    assert findings.by_sector(view(chosen())).title.endswith(
        "bij de anderen zijn groothandel en horeca het grootst (elk 90)"
    )


def test_what_is_withheld_gives_its_reason_and_no_change(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS)
    gemeente = view(chosen(), sector="horeca", partij="Gemeente")
    assert findings.opening(gemeente) == (
        "In 2023 stroomden 90 mensen in bij het RMT via Gemeente uit de sector horeca."
    )
    before = view(chosen(), "2022", sector="horeca", partij="Gemeente")
    assert findings.opening(before) == (
        "De instroom via Gemeente uit de sector horeca in 2022 is niet bekend (ingehouden)."
    )
    assert findings.absent(gemeente)[0].startswith(
        "Profiel en status zijn niet per sector geleverd"
    )


def test_of_a_few_people_no_percents_are_made(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS)
    horeca = view(chosen(), sector="horeca")
    assert findings.opening(horeca) == (
        "In 2023 stroomden 90 mensen in bij het RMT uit de sector horeca, 69 meer dan in 2022."
    )
    [first, *_] = findings.headlines(horeca)
    assert first.delta == "+69"
    assert "is van 6% van de mensen een sector genoemd en in 2023 van 26%" in first.note


def test_quarters_of_gemeenten_are_shown_at_their_own_level_and_added_up(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(QUARTERS)
    apeldoorn = level(RMT.id, chosen("GM0200"))
    assert (apeldoorn.area.code, apeldoorn.why) == ("GM0200", "")
    assert [each.text for each in apeldoorn.periods] == ["2024K1", "2023K4"]
    title, alt = told(findings.over_time(view(chosen("GM0200"))))
    assert title == "In 1e kwartaal 2024 kwamen de meesten via FNV (25 van 31)"
    assert "CNV: 4e kwartaal 2023 geen cijfer (niet gepubliceerd), 1e kwartaal 2024 6." in alt

    region = view(chosen())
    assert region.value(region.rows()) == 48
    assert findings.opening(region) == "In 1e kwartaal 2024 stroomden 48 mensen in bij het RMT."


def test_a_gemeente_without_figures_shows_the_region_and_says_so(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(YEARS)
    shown = level(RMT.id, chosen("GM0200"))
    assert shown.area.code == "AM06"
    assert shown.why == (
        "RMT-deelnemers: niet beschikbaar op dit niveau (GM0200) in deze periode. De cijfers bestaan "
        "wel voor Regio Veluwe Stedendriehoek; die ziet u nu."
    ).replace("GM0200", "Apeldoorn")


def test_years_without_figures_say_which_years_have_them(publish_drawn: PublishDrawn) -> None:
    publish_drawn(YEARS)
    shown = level(RMT.id, chosen(van=2019, tot=2020))
    assert shown.periods == ()
    assert shown.why == (
        "RMT-deelnemers: er is van 2019 tot en met 2020 geen cijfer (wel van 2022 tot en met 2023). "
        "Kies een ruimere periode."
    )


@pytest.mark.parametrize("focus", [{}, {"partij": "UWV"}, {"sector": "horeca"}])
def test_every_picture_has_words_beside_it(
    publish_drawn: PublishDrawn, focus: dict[str, str]
) -> None:
    publish_drawn(YEARS)
    looked_at = view(chosen(), **focus)
    for ask in (
        findings.over_time, findings.changed_sectors, findings.status_flow, findings.profile,
    ):  # fmt: skip
        finding = ask(looked_at)
        if finding is not None:
            assert len(finding.alt) > 40
            assert finding.source.startswith("Bron: ")
            assert finding.filters["Periode"] == "2023"


def test_partners_stand_beside_each_other_as_shares_of_their_own_inflow(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(YEARS)
    finding = findings.profile_by_partner(view(chosen()))
    title, alt = told(finding)
    assert title == "De partners naast elkaar, als deel van hun instroom"
    assert (
        alt == "Raster van aandelen per partner. Gemeente: man 51%, vrouw 49%. UWV: niets bekend."
    )
    assert findings.profile_by_partner(view(chosen(), partij="UWV")) is None


def test_a_partner_that_knows_nothing_is_no_difference(publish_drawn: PublishDrawn) -> None:
    publish_drawn("""
    indicator      | gebied | periode | kenmerk           | categorie           | waarde | status
    rmt_deelnemers | AM06   | 2023    |                   |                     | 300    | definitief
    rmt_deelnemers | AM06   | 2023    | partij            | FNV                 | 100    | definitief
    rmt_deelnemers | AM06   | 2023    | partij            | CNV                 | 100    | definitief
    rmt_deelnemers | AM06   | 2023    | partij            | UWV                 | 100    | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | FNV + man           | 60     | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | FNV + vrouw         | 40     | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | FNV + onbekend      | 0      | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | CNV + man           | 30     | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | CNV + vrouw         | 60     | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | CNV + onbekend      | 10     | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | UWV + man           | 0      | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | UWV + vrouw         | 0      | definitief
    rmt_deelnemers | AM06   | 2023    | partij + geslacht | UWV + onbekend      | 100    | definitief
    """)

    finding = findings.profile_by_partner(view(chosen()))

    assert finding is not None
    assert (
        finding.title
        == "Grootste verschil tussen partners: geslacht man (30% via CNV, 60% via FNV)"
    )
