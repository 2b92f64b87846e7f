"""Findings on instruments, marks and money, from figures drawn as text; and charts that draw them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from dashboard.areas import areas
from dashboard.choices import Choices
from dashboard.instrumenten import charts, findings
from dashboard.instrumenten.charts import Balance, Bar, Bullet, Mark, Pot, Written
from dashboard.instrumenten.findings import View
from tests.dashboard.conftest import PublishDrawn

DRAWN = """
indicator             | gebied | periode | kenmerk    | categorie          | waarde | status   | reeks                                   | opmerking
instrument_doel       | AM06   | 2022    | instrument | jobcoachvoucher    | 125    | gedrukt  |                                         |
instrument_realisatie | AM06   | 2022    | instrument | jobcoachvoucher    | 120    | strijdig |                                         | Samen zijn dat er 130
instrument_doel       | AM06   | 2022    | instrument | praktijkverklaring | 50     | gedrukt  |                                         |
instrument_realisatie | AM06   | 2022    | instrument | praktijkverklaring | 40     | gedrukt  |                                         | Nog 10 waren bezig
instrument_doel       | AM06   | 2022    | instrument | GGZ-traject        | 100    | gedrukt  |                                         |
instrument_realisatie | AM06   | 2022    | instrument | GGZ-traject        | 100    | gedrukt  |                                         |
instrument_realisatie | AM06   | 2022    | instrument | HARRIE-training    | 13     | gedrukt  | jaarverslagen-instrumenten-aangevraagd  |
instrument_doel       | AM06   | 2021    | instrument | Werk naar Werk     | 750    | gedrukt  |                                         |
instrument_realisatie | AM06   | 2020    | instrument | PSO-voucher        | .      | geheim   |                                         |
"""  # noqa: E501
REGION = {"gebied": "AM06", "vergelijk": (), "indeling": "2021", "samenstelling": "zoals-toen"}


def view(year: str | None = None, **choices: object) -> View:
    chosen = Choices(**{**REGION, "van": 2015, "tot": 2026, **choices})  # type: ignore[arg-type]
    known = areas()
    years = findings.years_with_instruments(chosen)
    found = next((each for each in years if each.text == year), years[0] if years else None)
    return View(chosen, known[chosen.gebied], known.region, years, found)


@pytest.fixture
def drawn(publish_drawn: PublishDrawn) -> None:
    publish_drawn(DRAWN)


@pytest.mark.usefixtures("drawn")
def test_each_target_gets_its_verdict_in_words() -> None:
    found = {(each.instrument, each.year): each.words for each in findings.pairs(view())}

    assert found == {
        ("jobcoachvoucher", "2022"): "strijdig",
        ("praktijkverklaring", "2022"): "onder doel",
        ("GGZ-traject", "2022"): "doel gehaald",
        ("HARRIE-training", "2022"): "geen doel gedrukt",
        ("Werk naar Werk", "2021"): "realisatie niet gedrukt",
        ("PSO-voucher", "2020"): "geheim",
    }


@pytest.mark.usefixtures("drawn")
def test_the_opening_says_what_was_reached_missed_and_in_doubt() -> None:
    assert findings.opening(view("2022")) == (
        "Van 2022 zijn 3 doelen bekend: GGZ-trajecten haalden hun doel; praktijkverklaringen bleven "
        "onder hun doel; jobcoachvouchers zijn strijdig."
    )
    assert findings.opening(view("2021")) == (
        "Voor 2021 was het doel 750 leerwerktrajecten Werk naar Werk; wat daarvan is gerealiseerd, is "
        "niet gedrukt."
    )
    assert (
        findings.opening(view("2020")) == "Van 2020 is van geen enkel instrument een doel gedrukt."
    )


@pytest.mark.usefixtures("drawn")
def test_what_is_contradicted_is_told_apart_from_what_is_explained() -> None:
    assert findings.irreconcilable(view()) == ["**Jobcoachvouchers 2022**: Samen zijn dat er 130."]
    assert findings.worth_knowing(view()) == ["Praktijkverklaringen 2022: Nog 10 waren bezig."]


@pytest.mark.usefixtures("drawn")
def test_the_chart_states_how_many_targets_were_reached() -> None:
    found = findings.targets(view())

    assert found is not None
    assert found.title == "1 van de 2 te toetsen doelen gehaald; 1 is strijdig"
    assert "Jobcoachvoucher 2022: 120 (strijdig) van 125: strijdig" in found.alt
    assert "HARRIE-training 2022, aangevraagd: 13: geen doel gedrukt" in found.alt
    assert "Werk naar Werk 2021: doel 750: realisatie niet gedrukt" in found.alt


def test_one_target_to_judge_is_said_as_one_and_a_supply_is_named(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn("""
indicator             | gebied | periode | kenmerk    | categorie          | waarde | status  | opmerking
instrument_doel       | AM06   | 2022    | instrument | praktijkverklaring | 50     | gedrukt |
instrument_realisatie | AM06   | 2022    | instrument | praktijkverklaring | 40     | gedrukt |
instrument_realisatie | AM06   | 2022    | instrument | PSO-voucher        | 14     | gedrukt | Er waren 15 vouchers beschikbaar
instrument_tarief_eur | AM06   | 2021    | instrument | HARRIE-training    | 495    | gedrukt |
""")  # fmt: skip  # noqa: E501

    found = findings.targets(view())

    assert found is not None
    assert found.title == "Het enige doel dat te toetsen is, is niet gehaald"
    assert "2023" not in found.note
    assert "PSO-voucher 2022: 14: van 15 beschikbare" in found.alt
    assert "voor een volgende werknemer" in findings.tariffs(view())


@pytest.mark.usefixtures("drawn")
def test_years_without_instruments_say_which_years_have_them() -> None:
    empty = view(van=2003, tot=2004)

    assert empty.year is None
    assert findings.without_years(empty.choices) == (
        "Instrumenten: er is van 2003 tot en met 2004 geen cijfer (wel van 2020 tot en met 2022). Kies "
        "een ruimere periode."
    )


@pytest.mark.usefixtures("drawn")
def test_what_is_not_there_is_no_finding() -> None:
    asked = view()
    for ask in (
        findings.visitors, findings.leerwerkloket, findings.questions, findings.reach,
        findings.satisfaction, findings.satisfaction_rmt, findings.statements, findings.budget,
        findings.posts, findings.next_year, findings.contributions, findings.delivered_by_quarter,
        findings.delivered_locally,
    ):  # fmt: skip
        assert ask(asked) is None
    assert not findings.has_delivery(asked)
    assert findings.tariffs(asked) == ""


def test_two_reports_about_one_year_stand_beside_each_other(publish_drawn: PublishDrawn) -> None:
    publish_drawn("""
indicator    | gebied | periode | kenmerk   | categorie           | waarde | marge | status  | reeks
tevredenheid | AM06   | 2022    | onderdeel | WSP                 | 7.2    | 0.05  | gedrukt | tevredenheid-jaarverslag-2022
tevredenheid | AM06   | 2022    | onderdeel | WSP                 | 7.6    | 0.05  | gedrukt | tevredenheid-jaarverslag-2023
tevredenheid | NL01   | 2022    | onderdeel | WSP                 | 7.4    | 0.05  | gedrukt | tevredenheid-jaarverslag-2022
tevredenheid | AM06   | 2023    | onderdeel | RMT contactmomenten | 4.38   | 0.005 | gedrukt | tevredenheid-rmt-2023
tevredenheid | NL01   | 2023    | onderdeel | RMT contactmomenten | 4.3    | 0.05  | gedrukt | tevredenheid-rmt-2023
tevredenheid_antwoorden | AM06 | 2022 | onderdeel | WSP          | 59     | 0     | gedrukt | tevredenheid-jaarverslag-2022
""")  # fmt: skip  # noqa: E501
    asked = view()

    marks = findings.satisfaction(asked)
    assert marks is not None
    assert "WSP 2022: 7,2, of 7,6, Nederland 7,4, n = 59" in marks.alt
    assert "RMT" not in marks.alt
    assert "niet toetsbaar" in marks.title
    assert [each[:2] + each[3:] for each in findings.disputed_grade(asked)] == [
        ("2022", "7,2", "gekozen"), ("2022", "7,6", "niet gekozen"),
    ]  # fmt: skip
    rmt = findings.satisfaction_rmt(asked)
    assert rmt is not None
    assert "RMT contactmomenten: 4,38, Nederland 4,3" in rmt.alt
    assert "WSP" not in rmt.alt


def test_a_share_of_59_employers_gets_its_interval(publish_drawn: PublishDrawn) -> None:
    publish_drawn("""
indicator               | gebied | periode | kenmerk   | categorie             | waarde | marge | status
werkgevers_eens_pct     | AM06   | 2022    | stelling  | goede gesprekspartner | 51     | 0.5   | gedrukt
tevredenheid_antwoorden | AM06   | 2022    | onderdeel | WSP                   | 59     | 0     | gedrukt
""")  # fmt: skip

    found = findings.statements(view())

    assert found is not None
    assert "Goede gesprekspartner: 51%, 39 tot 63%, n = 59" in found.alt
    assert "39 tot 63% zijn" in found.title


def test_money_that_is_left_and_lacking_is_said_in_words(publish_drawn: PublishDrawn) -> None:
    one, post = "pijler 1: doorontwikkeling WSP", "communicatieadviseur"
    outside, szw = "buiten de pijlers", "inzet van SZW-middelen"
    rows = [
        ("begroting_eur", "2020", "pijler", one, 412500),
        ("begroting_realisatie_eur", "2020-09-30", "pijler", one, 223206),
        ("begroting_prognose_eur", "2020-12-31", "pijler", one, 279755),
        ("begroting_rest_eur", "2020-12-31", "pijler", one, 132745),
        ("begroting_rest_eur", "2021-12-31", "pijler", one, -138212),
        ("begroting_eur", "2021", "pijler", one, 270957),
        ("begroting_eur", "2021", "pijler + begrotingspost", f"{one} + {post}", 195957),
        ("begroting_rest_eur", "2021-12-31", "pijler", "buiten de pijlers", 184461),
        ("begroting_rest_eur", "2021-12-31", "pijler + begrotingspost", f"{outside} + {szw}", 126461),
        ("begroting_rest_eur", "2020-12-31", "pijler + begrotingspost", f"{one} + {post}", -60273),
        ("begroting_rest_eur", "2020-12-31", "pijler + begrotingspost", f"{one} + kennissessies", 18457),
    ]  # fmt: skip
    head = "indicator | gebied | periode | kenmerk | categorie | waarde | status"
    publish_drawn("\n".join([head, *(
        f"{name} | AM06 | {when} | {kenmerk} | {which} | {value} | "
        f"{'strijdig' if value == 270957 else 'gedrukt'}"
        for name, when, kenmerk, which, value in rows
    )]))  # fmt: skip
    asked = view()

    budget, posts, later = findings.budget(asked), findings.posts(asked), findings.next_year(asked)

    assert budget is not None
    assert posts is not None
    assert later is not None
    assert "€ 132.745 over (32%)" in budget.alt
    assert posts.title == "In de Doe-agenda kostte communicatieadviseur € 60.273 meer dan begroot"
    assert posts.alt.endswith(
        "Te veel: Communicatieadviseur (€ 60.273). Over: Kennissessies (€ 18.457)."
    )
    assert later.title == (
        "Voor 2021 is in 1 pijler € 138.212 meer begroot dan er over was (strijdig: volgens de losse "
        "posten € 63.212)"
    )
    assert "Buiten de pijlers (€ 58.000)" in later.alt
    assert "Middelen van SZW, nieuw (€ 126.461)" in later.alt
    assert "Posten van de overbruggingsactie en de organisatiekosten staan er niet in" in posts.note


def test_a_contribution_is_told_per_inhabitant(publish_drawn: PublishDrawn) -> None:
    publish_drawn("""
indicator       | gebied | periode    | waarde | status
contributie_eur | GM0200 | 2021       | 40000  | gedrukt
contributie_eur | GM0301 | 2021       | 12000  | gedrukt
inwoners        | GM0200 | 2021-01-01 | 160000 | definitief
inwoners        | GM0301 | 2021-01-01 | 50000  | definitief
""")

    found = findings.contributions(view(gebied="GM0301"))

    assert found is not None
    assert (
        found.title
        == "Voor 2021 is € 52.000 aan bijdragen van gemeenten begroot, ongeveer € 0,25 per "
        "inwoner"
    )
    assert found.note.startswith("Per inwoner (1 januari 2021) van 24,0 tot 25,0 cent.")
    assert "Gekozen: Zutphen" in found.alt


BULLETS = [
    Bullet("Vouchers 2022", Decimal(120), Decimal(125), "strijdig", disputed=True),
    Bullet("Trainingen 2022", Decimal(13), None, "geen doel gedrukt"),
    Bullet("Trajecten 2021", None, Decimal(750), "realisatie niet gedrukt"),
]
MARKS = [
    Mark(
        "WSP 2022",
        Written(Decimal("7.2"), "7,2"),
        Written(Decimal("7.4"), "7,4"),
        "n = 59",
        (Written(Decimal("7.6"), "7,6"),),
    ),
    Mark("Eens", Written(Decimal(8), "8"), None, "", interval=(Decimal(7), Decimal(9))),
]
POTS = [Pot("Pijler 1", Decimal(100), Decimal(40), Decimal(130), Decimal(-30))]


@pytest.mark.parametrize(
    "picture",
    [
        charts.bullets(BULLETS), charts.bullets([]),
        charts.columns([Bar("feb", Decimal(150), "markt"), Bar("apr", Decimal(0), "dag")], "x"),
        charts.columns([], "x"),
        charts.marks(MARKS, (6, 7, 8, 9), "cijfer"), charts.marks([], (1, 2), "cijfer"),
        charts.pots(POTS), charts.pots([]),
        charts.balances([Balance("Post", Decimal(-5)), Balance("Ander", Decimal(0))], "te veel"),
        charts.balances([], "te veel"),
    ],
)  # fmt: skip
def test_every_chart_holds_to_the_schema_of_plotly(picture: go.Figure) -> None:
    go.Figure(picture.to_dict())


def test_what_is_overspent_says_so_without_colour() -> None:
    assert POTS[0].said == "▲ € 30 te veel"
    assert Balance("Post", Decimal(-60273)).said == "▲ € 60.273 te veel"
    assert Balance("Post", Decimal(-1), disputed=True).said == "▲ € 1 te veel†"
    assert Balance("Post", Decimal(0)).said == "precies op"


def test_a_target_is_a_mark_of_its_own_beside_the_bar() -> None:
    picture = charts.bullets(BULLETS).to_dict()

    assert picture["data"][0]["x"] == [96.0]
    assert [shape["x0"] for shape in picture["layout"]["shapes"]] == [100, 100]
    labels = texts(picture["layout"]["annotations"])
    assert "<b>120† van 125: strijdig</b>" in labels
    assert "<b>13: geen doel gedrukt</b>" in labels


def texts(annotations: Sequence[dict[str, str]]) -> list[str]:
    return [each["text"] for each in annotations]
