"""`monitor passport`: the same passport as on the page, for a person and for a machine."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.monitor.conftest import Answer

Ask = Callable[..., Answer]
WORDS = ("--indicator", "werkloosheidspercentage", "--gebied", "AM06", "--periode", "2023")


@pytest.mark.usefixtures("monitor_data")
def test_a_person_gets_the_passport_in_sections(monitor: Ask) -> None:
    answer = monitor("passport", *WORDS)

    assert answer.code == 0, answer.err
    first, link, *_ = answer.out.splitlines()
    assert first == "Werkloosheidspercentage, Veluwe Stedendriehoek, 2023: 3,2%"
    assert "paspoort?cijfer=werkloosheidspercentage&gebied=AM06&periode=2023&" in link
    for title in ("Cijfer", "Formule", "Bron", "Controles en bevindingen", "Eerdere waarden"):
        assert title in answer.out.splitlines()


@pytest.mark.usefixtures("monitor_data")
def test_a_machine_gets_one_object(monitor: Ask) -> None:
    answer = monitor("passport", *WORDS, json=True)

    found = json.loads(answer.out)
    assert found["nu"]["waarde"] == 3.2
    assert found["nu"]["vindplaats"].endswith("regel 215")
    assert found["toen"] is None
    assert len(found["leveringen"][0]["sha256"]) == 64
    assert [each["waarde"] for each in found["eerder"]] == [3.2]


@pytest.mark.usefixtures("monitor_data")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--indicator", "xyz", *WORDS[2:]), "indicator 'xyz' bestaat niet"),
        (("--indicator", "inwoners", "--gebied", "Mordor", "--periode", "2023"), "het gebied ‘Mordor’"),
        ((*WORDS, "--op", "gisteren"), "de dag ‘gisteren’"),
    ],
)  # fmt: skip
def test_a_question_that_is_not_understood_says_why(
    monitor: Ask, words: tuple[str, ...], said: str
) -> None:
    answer = monitor("passport", *words)
    assert answer.code == 2
    assert said in answer.err


@pytest.mark.usefixtures("monitor_data")
def test_a_missing_figure_is_answered_with_the_reason(monitor: Ask) -> None:
    answer = monitor(
        "passport", "--indicator", "inwoners", "--gebied", "AM06", "--periode", "1999", json=True
    )
    assert answer.code == 0
    assert json.loads(answer.out)["waarom_niet"] == "niet gepubliceerd"
