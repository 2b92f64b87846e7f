"""Instruments, satisfaction, budget and contributions, as the command prints them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.monitor.conftest import Answer

pytestmark = pytest.mark.usefixtures("monitor_data")

Ask = Callable[..., Answer]


def per(figures: Ask, indicator: str, kenmerk: str, periode: str, gebied: str = "AM06") -> Any:
    found = figures(indicator, gebied, periode, per=kenmerk).figures
    return {
        (each[kenmerk], each["periode"]): (each["waarde"], each["status"])
        for each in found
        if each["gekozen"]
    }


def test_targets_as_printed(figures: Ask) -> None:
    assert per(figures, "instrument_doel", "instrument", "2021:2023") == {
        ("jobcoachvoucher", "2022"): (125, "gedrukt"),
        ("jobcoachvoucher", "2023"): (150, "gedrukt"),
        ("praktijkverklaring", "2022"): (50, "gedrukt"),
        ("praktijkverklaring", "2023"): (75, "gedrukt"),
        ("GGZ-traject", "2023"): (100, "gedrukt"),
        ("Werk naar Werk", "2021"): (750, "gedrukt"),
        ("startersbeurs", "2021"): (20, "gedrukt"),
    }


def test_realisation_as_printed_and_what_is_contradicted(figures: Ask) -> None:
    assert per(figures, "instrument_realisatie", "instrument", "2021:2023") == {
        # No year is asked alone: 2021 has nothing, and says so.
        (None, "2021"): (None, "niet gepubliceerd"),
        ("jobcoachvoucher", "2022"): (120, "strijdig"),
        ("praktijkverklaring", "2022"): (40, "gedrukt"),
        ("HARRIE-training", "2022"): (13, "gedrukt"),
        ("jobcoachvoucher", "2023"): (113, "afgeleid"),
        ("jobcoachvoucher regulier", "2023"): (103, "gedrukt"),
        ("jobcoachvoucher GGZ", "2023"): (10, "gedrukt"),
        ("jobcoachvoucher jongeren", "2023"): (48, "gedrukt"),
        ("praktijkverklaring", "2023"): (38, "strijdig"),
        ("PSO-voucher", "2023"): (14, "gedrukt"),
        ("stimuleringsvoucher", "2023"): (19, "gedrukt"),
        ("GGZ-traject", "2023"): (239, "afgeleid"),
    }


def test_both_grades_of_the_wsp_stand_side_by_side(figures: Ask) -> None:
    found = figures("tevredenheid", "AM06", "2021:2023", per="onderdeel").figures
    wsp = [
        (each["periode"], each["waarde"], each["status"], each["gekozen"])
        for each in found
        if each["onderdeel"] == "WSP"
    ]
    assert wsp == [
        ("2021", 6.8, "gedrukt", True),
        ("2022", 7.2, "strijdig", True),
        ("2022", 7.6, "strijdig", False),
        ("2023", 7.3, "strijdig", True),
        ("2023", 7.2, "strijdig", False),
    ]
    others = {each["onderdeel"]: each["waarde"] for each in found if each["onderdeel"] != "WSP"}
    assert others["LWL"] == 7.9
    assert others["RMT contactmomenten"] == 4.38
    assert others["RMT ondersteuning en coaching"] == 4.36
    assert others["RMT"] == 4.37
    scales = {each["onderdeel"]: each["opmerking"] for each in found}
    assert scales["RMT contactmomenten"] == "Op een schaal van 1 tot 5"


def test_nederland_and_how_many_answered(figures: Ask) -> None:
    assert per(figures, "tevredenheid", "onderdeel", "2022", "NL01")["WSP", "2022"][0] == 7.4
    answers = per(figures, "tevredenheid_antwoorden", "onderdeel", "2021:2023")
    assert {key: value for key, (value, _) in answers.items()} == {
        ("WSP", "2021"): 43, ("WSP", "2022"): 59, ("RMT", "2023"): 34,
    }  # fmt: skip
    assert (
        per(figures, "tevredenheid_antwoorden", "onderdeel", "2022", "NL01")["WSP", "2022"][0]
        == 1983
    )
    response = per(figures, "tevredenheid_respons_pct", "onderdeel", "2023")
    assert response["RMT", "2023"] == (5.4226, "afgeleid")
    assert response["LWL", "2023"] == (24.5, "gedrukt")


def test_the_budget_by_pijler(figures: Ask) -> None:
    budget = per(figures, "begroting_eur", "pijler", "2021")
    assert {name: value for (name, _), (value, _) in budget.items()} == {
        "pijler 1: doorontwikkeling WSP": 270957,
        "pijler 2: matchen": 264940,
        "pijler 3: werkplek": 258500,
        "pijler 4: werkfit": 395000,
        "pijler 5: scholing": 288738,
        "buiten de pijlers": 0,
        "overbruggingsactie": 1072372,
        "organisatiekosten": 168676,
    }
    assert budget["pijler 1: doorontwikkeling WSP", "2021"][1] == "strijdig"
    assert figures("begroting_eur", "AM06", "2021").values == [1478135]
    spent = per(figures, "begroting_realisatie_eur", "pijler", "2020")
    assert spent["pijler 1: doorontwikkeling WSP", "2020-09-30"][0] == 223206
    left = per(figures, "begroting_rest_eur", "pijler", "2021")
    assert left["pijler 1: doorontwikkeling WSP", "2021-12-31"][0] == -138212
    posts = figures("begroting_rest_eur", "AM06", "2020", per="pijler,begrotingspost").figures
    assert {each["begrotingspost"]: each["waarde"] for each in posts}[
        "communicatieadviseur"
    ] == -60273


def test_contributions(figures: Ask) -> None:
    assert figures("contributie_eur", "GM0200", "2020:2021").values == [40614, 40955]
    region = figures("contributie_eur", "AM06", "2021").figures
    assert [(each["waarde"], each["gemeenten"]) for each in region] == [(158678, 15)]
    partners = per(figures, "contributie_eur", "partij", "2021")
    assert partners == {
        ("Gemeente", "2021"): (158678, "afgeleid"),
        ("UWV", "2021"): (10000, "gedrukt"),
    }


def test_events_reach_and_leerwerkloket(figures: Ask) -> None:
    assert figures("event_bezoekers", "AM06", "2022:2023").values == [519, 691]
    assert figures("kennissessie_deelnemers", "AM06", "2023").values == [205]
    assert figures("lwl_aanmeldingen", "AM06", "2022:2023").values == [686, 364]
    assert (
        per(figures, "lwl_vraag_pct", "lwl_vraag", "2023", "NL01")["scholingsbudget", "2023"][0]
        == 16
    )
    reach = per(figures, "bereik", "bereiksoort", "2023")
    assert reach["werkgeverscontacten", "2023"] == (4500, "ondergrens")
