"""Findings on the banenafspraak from drawn figures: above, on and below target, missing, computed."""

from __future__ import annotations

import pytest

from dashboard.banenafspraak import findings
from dashboard.banenafspraak.view import View, shown_level, view_of
from dashboard.choices import Choices
from dashboard.findings import Finding
from tests.dashboard.conftest import PublishDrawn

PLAN, REPORTS, DELIVERED = (
    "banenafspraak-plan-2017",
    "banenafspraak-jaarverslagen",
    "banenafspraak-leveringen",
)
GONE = "niet gepubliceerd"
HEAD = "indicator | gebied | periode | kenmerk | categorie | waarde | status | reeks\n"
PRINTED = f"""
{HEAD}
banenafspraak_doel           | AM06   | 2017-12-31 |        |          | 1357   | gedrukt  | {PLAN}
banenafspraak_doel           | AM06   | 2026-12-31 |        |          | 5023   | afgeleid | {PLAN}
banenafspraak_doel           | AM06   | 2026-12-31 | sector | markt    | 3715   | gedrukt  | {PLAN}
banenafspraak_doel           | AM06   | 2026-12-31 | sector | overheid | 1308   | gedrukt  | {PLAN}
banenafspraak_doel           | GM0200 | 2017-12-31 |        |          | 452    | gedrukt  | {PLAN}
banenafspraak_doel           | AM06   | 2022-12-31 |        |          | 3299   | gedrukt  | {REPORTS}
banenafspraak_banen          | AM06   | 2022-12-31 |        |          | 3361   | gedrukt  | {REPORTS}
banenafspraak_doel           | AM06   | 2023-12-31 |        |          | .      | {GONE}   | {REPORTS}
banenafspraak_banen          | AM06   | 2023-12-31 |        |          | .      | {GONE}   | {REPORTS}
banenafspraak_verdeelsleutel | AM06   | 2017       |        |          | 1000   | gedrukt  | {PLAN}
banenafspraak_verdeelsleutel | GM0200 | 2017       |        |          | 600    | gedrukt  | {PLAN}
banenafspraak_verdeelsleutel | GM0301 | 2017       |        |          | 300    | gedrukt  | {PLAN}
banenafspraak_verdeelsleutel | GM0230 | 2017       |        |          | 100    | gedrukt  | {PLAN}
"""
DELIVERIES = f"""
banenafspraak_banen | AM06   | 2024-03-31 |        |          | 3800 | definitief | {DELIVERED}
banenafspraak_banen | AM06   | 2024-06-30 |        |          | 3900 | definitief | {DELIVERED}
banenafspraak_banen | AM06   | 2024-09-30 |        |          | 4020 | definitief | {DELIVERED}
banenafspraak_banen | AM06   | 2024-12-31 |        |          | 4100 | definitief | {DELIVERED}
banenafspraak_banen | AM06   | 2024-12-31 | sector | markt    | 3100 | definitief | {DELIVERED}
banenafspraak_banen | AM06   | 2024-12-31 | sector | overheid | 1000 | definitief | {DELIVERED}
banenafspraak_doel  | AM06   | 2024-12-31 |        |          | 4161 | definitief | {DELIVERED}
banenafspraak_banen | GM0301 | 2024-12-31 |        |          | .    | geheim     | {DELIVERED}-gemeente
"""


def view(gebied: str = "AM06", day: str | None = None, **chosen: object) -> View:
    choices = Choices(
        **{
            "gebied": gebied, "vergelijk": (), "indeling": "2021", "samenstelling": "zoals-toen",
            "van": 2015, "tot": 2026, **chosen,
        }  # type: ignore[arg-type]
    )  # fmt: skip
    shown = shown_level(choices)
    at = next(each for each in shown.periods if day in (None, each.text))
    return view_of(choices, shown, at)


def told(finding: Finding | None) -> str:
    assert finding is not None
    return f"{finding.title} / {finding.note}"


@pytest.fixture
def printed(publish_drawn: PublishDrawn) -> None:
    publish_drawn(PRINTED, compositions={PLAN: "2017"})


@pytest.fixture
def delivered(publish_drawn: PublishDrawn) -> None:
    publish_drawn(PRINTED.rstrip() + DELIVERIES, compositions={PLAN: "2017"})


@pytest.mark.usefixtures("printed")
def test_a_target_that_is_met_is_said_in_words_number_and_mark() -> None:
    assert findings.opening(view()) == (
        "Op 31 december 2022 waren er 3.361 banen van de banenafspraak in de regio "
        "Veluwe Stedendriehoek, 62 meer dan het doel van 3.299 (✓ gehaald)."
    )
    shown = {each.label: (each.value, each.delta) for each in findings.headlines(view())}
    assert shown == {
        "Banen, 31 december 2022": ("3.361", None),
        "Doel, 31 december 2022": ("3.299", None),
        "Verschil met het doel": ("+62", "✓ boven doel"),
    }
    assert told(findings.over_time(view())).startswith(
        "31 december 2022: 3.361 banen bij een doel van 3.299, ✓ gehaald / Over 2023 drukt het "
        "jaarverslag alleen een afbeelding"
    )


@pytest.mark.usefixtures("printed")
def test_of_one_stand_there_is_no_pace_and_the_reader_is_told() -> None:
    assert findings.ahead(view()) == (
        "Op 31 december 2026 moeten het er 5.023 zijn: nog 1.662. Niet dezelfde gemeenten: het doel is "
        "voor de 3 van 2017, de realisatie voor de 3 van 2022 (zonder Elburg, met Heerde); het "
        "verschil is een indicatie. Voor een tempo zijn ten minste 3 standen uit dezelfde reeks "
        "nodig, en er is één stand bekend (31 december 2022). Het tempo verschijnt zodra er meer zijn "
        "aangeleverd."
    )
    found = findings.at_this_pace(view())
    assert found is not None
    assert found.picture is None
    assert "daarvoor zijn 3 standen nodig" in found.title


@pytest.mark.usefixtures("delivered")
def test_a_target_that_is_missed_and_the_way_to_the_last_one() -> None:
    assert findings.opening(view()).endswith("61 minder dan het doel van 4.161 (✗ niet gehaald).")
    assert findings.ahead(view()) == (
        "Op 31 december 2026 moeten het er 5.023 zijn: nog 923. Niet dezelfde gemeenten: het doel is "
        "voor de 3 van 2017, de realisatie voor de 3 van 2024 (zonder Elburg, met Heerde); het "
        "verschil is een indicatie. In dit tempo is 5.023 bereikt tussen het 1e kwartaal van 2027 en "
        "het 2e kwartaal van 2027; de aanname staat bij het tempo hieronder."
    )
    assert told(findings.at_this_pace(view())).startswith(
        "Het tempo: gemiddeld 100 banen erbij per kwartaal, 115 nodig: ✗ te weinig / Van 31 maart 2024"
    )
    pace, sector = told(findings.at_this_pace(view())), told(findings.by_sector(view()))
    assert pace.endswith("(zonder Elburg, met Heerde); het verschil is een indicatie.")
    assert sector.endswith("(zonder Elburg, met Heerde); het verschil is een indicatie.")
    assert sector.startswith(
        "Van het doel voor eind 2026 is in de markt 83% bereikt en bij de overheid 76%"
    )


@pytest.mark.usefixtures("delivered")
def test_a_day_without_a_target_says_so_and_looks_at_what_was_there_by_then() -> None:
    at = view(day="2024-06-30")

    assert findings.opening(at).endswith("; voor die dag is geen doel bekend.")
    assert [each.label for each in findings.headlines(at)] == [
        "Banen, 30 juni 2024", "Doel, 30 juni 2024",
    ]  # fmt: skip
    assert "er zijn twee standen bekend (31 maart 2024 en 30 juni 2024)" in findings.ahead(at)


@pytest.mark.usefixtures("delivered")
def test_what_is_withheld_is_told_as_such() -> None:
    choices = Choices("GM0301", (), "2021", "zoals-toen", 2024, 2024)

    shown = shown_level(choices)

    assert shown.area.code == "AM06"
    assert shown.why == (
        "Banen van de banenafspraak in Zutphen: geheim, want het zijn er te weinig om te tonen. U ziet "
        "nu Regio Veluwe Stedendriehoek."
    )


@pytest.mark.usefixtures("printed")
def test_a_gemeente_has_an_indicative_target_and_no_jobs() -> None:
    at = view("GM0200")

    assert findings.opening(at) == (
        "Het indicatieve doel voor 31 december 2017 in Apeldoorn was 452 banen. Hoeveel banen er toen "
        "waren, is op dit niveau niet gepubliceerd."
    )
    assert findings.ahead(at) == ""
    assert findings.at_this_pace(at) is None


@pytest.mark.usefixtures("printed")
def test_targets_are_worked_out_for_the_present_gemeenten_on_request() -> None:
    at = view(samenstelling="huidig")

    final = at.final()
    assert final is not None
    assert (final["waarde"], final["status"], final["leden"]) == (4521, "berekend", 2)
    assert final["opmerking"] == "Berekend voor de gekozen samenstelling; gedrukt is 5.023"
    assert findings.ahead(at).startswith(
        "Op 31 december 2026 moeten het er 4.521 (berekend) zijn: nog 1.160."
    )
    assert findings.composition_note(at) == (
        "Doelen van 2017, 2018 en 2026: berekend voor de gekozen samenstelling, het gedrukte doel min "
        "het aandeel in de banen van Elburg (10,0%). Heerde kwam er later bij, zonder deel in de "
        "verdeling; dat ontbreekt dus. Het jaarverslag 2022 zegt niet voor welke gemeenten 3.361 en "
        "3.299 gelden; aangenomen zijn de 3 die de regio eind 2022 telde."
    )
    assert (
        "het doel is berekend voor 2 gemeenten (zonder een deel voor Heerde), de realisatie voor de 3 "
        "van 2022 (met Heerde); het verschil is een indicatie."
    ) in findings.ahead(at)
    # What was published for a later composition stays as it was.
    assert findings.opening(at).endswith("62 meer dan het doel van 3.299 (✓ gehaald).")


@pytest.mark.usefixtures("printed")
def test_as_printed_the_reader_is_told_what_can_be_asked() -> None:
    assert "Sindsdien vertrok 10,0% van de banen: Elburg (10,0%)." in findings.composition_note(
        view()
    )
    assert view(samenstelling="2020").remaining is None


@pytest.mark.parametrize(
    ("jobs", "said", "marked"),
    [
        ("3299", "precies het doel van 3.299 (✓ gehaald).", "✓ op doel"),
        ("3298", "1 minder dan het doel van 3.299 (✗ niet gehaald).", "✗ onder doel"),
        ("0", "3.299 minder dan het doel van 3.299 (✗ niet gehaald).", "✗ onder doel"),
    ],
)
def test_on_and_below_target(
    publish_drawn: PublishDrawn, jobs: str, said: str, marked: str
) -> None:
    publish_drawn(PRINTED.replace("| 3361 ", f"| {jobs} "), compositions={PLAN: "2017"})

    assert findings.opening(view()).endswith(said)
    assert findings.headlines(view())[2].delta == marked


def test_over_the_last_target_is_said(publish_drawn: PublishDrawn) -> None:
    publish_drawn(PRINTED.replace("| 3361 ", "| 5100 "), compositions={PLAN: "2017"})

    assert findings.ahead(view()) == (
        "Op 31 december 2026 moeten het er 5.023 zijn: ✓ dat zijn er nu al 77 meer. Niet dezelfde "
        "gemeenten: het doel is voor de 3 van 2017, de realisatie voor de 3 van 2022 (zonder Elburg, "
        "met Heerde); het verschil is een indicatie."
    )


def test_only_a_target_to_come(publish_drawn: PublishDrawn) -> None:
    lines = [line for line in PRINTED.splitlines() if "2026-12-31" in line]
    drawing = HEAD + "\n".join(lines).replace("2026-12-31", "2126-12-31")
    publish_drawn(drawing, compositions={PLAN: "2017"})

    at = view(tot=2126)
    assert findings.opening(at) == (
        "Het doel voor 31 december 2126 in de regio Veluwe Stedendriehoek is 5.023 banen."
    )


def test_what_uwv_says_otherwise_is_a_dispute_and_no_verdict(publish_drawn: PublishDrawn) -> None:
    other = f"banenafspraak_banen | AM06 | 2022-12-31 | | | 3350 | definitief | {DELIVERED}"
    publish_drawn(f"{PRINTED.rstrip()}\n{other}\n", compositions={PLAN: "2017"})

    assert findings.opening(view()).endswith(
        "51 meer dan het doel van 3.299 (strijdig: bronnen spreken elkaar tegen)."
    )
    assert findings.headlines(view())[2].delta == "strijdig"
    (told,) = findings.disputes(view())
    assert "3.350 banen" in told
    assert "3.361 banen" in told
