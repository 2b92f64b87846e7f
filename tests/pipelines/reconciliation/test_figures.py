"""Figures held against each other and their own past."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.checks import reconcile
from pipelines.corrections import KnownFinding
from pipelines.reconciliation import engine, figures
from pipelines.reconciliation.finding import Finding, Rule, table
from tests.warehouse.drawn import waarnemingen
from warehouse.derive import derive
from warehouse.findings import LATE, State, Weight
from warehouse.indicators import INDICATORS

OWN = {
    "AM06": "Veluwe Stedendriehoek",
    "GM0301": "Zutphen",
    "GM0200": "Apeldoorn",
    "NL01": "Nederland",
}
DAY = date(2026, 11, 26)


def found(drawing: str, printed: tuple[str, ...] = ()) -> list[Finding]:
    drawn = derive(waarnemingen(drawing), INDICATORS.values())
    return figures.check(drawn, reconcile(drawn, INDICATORS, OWN), INDICATORS, OWN, DAY, printed)


def said(findings: list[Finding]) -> list[tuple[Rule, str]]:
    return [(each.rule, each.subject) for each in findings]


def test_two_sources_of_one_figure_are_found() -> None:
    [wrong] = found("""
indicator               | gebied | periode | waarde | marge | reeks
werkloosheidspercentage | AM06   | 2023    | 3.2    | 0.05  | 85826NED
werkloosheidspercentage | AM06   | 2023    | 3.9    | 0.05  | 86088NED
""")

    assert (wrong.rule, wrong.weight) == (Rule.TWEE_BRONNEN, Weight.HOOG)
    assert wrong.subject.startswith(
        "Twee bronnen over hetzelfde: 85826NED en 86088NED, Veluwe Stedendriehoek 2023"
    )
    assert (wrong.sources, wrong.indicators) == (
        ("85826NED", "86088NED"), ("werkloosheidspercentage",)
    )  # fmt: skip


def test_a_national_change_is_held_against_the_two_counts_that_it_is_made_of() -> None:
    wrong = found("""
indicator      | gebied | periode    | waarde | marge | reeks            | status
ww_uitkeringen | AM06   | 2022-12-31 | 4376   | 0     | jaarverslag-2023 | gedrukt
ww_uitkeringen | AM06   | 2023-12-31 | 4588   | 0     | jaarverslag-2023 | gedrukt
ww_mutatie_pct | AM06   | 2023-12-31 | 7.8    | 0.05  | jaarverslag-2023 | gedrukt
""")

    assert said(wrong) == [
        (Rule.BEREKEND, "Gedrukte groei tegen de twee tellingen (jaarverslag-2023), Veluwe "
         "Stedendriehoek 31 december 2023: van 4.376 naar 4.588")
    ]  # fmt: skip


PARTS = """
indicator      | gebied | periode | kenmerk  | categorie | waarde | status
rmt_deelnemers | AM06   | 2023    |          |           | 10     | gedrukt
rmt_deelnemers | AM06   | 2023    | geslacht | man       | 4      | gedrukt
rmt_deelnemers | AM06   | 2023    | geslacht | vrouw     | 5      | gedrukt
"""


def test_parts_are_held_against_their_whole_unless_that_is_done_where_they_are_printed() -> None:
    [wrong] = found(PARTS)

    assert wrong.subject.startswith("Delen naar geslacht tegen het geheel")
    assert wrong.gap == -1
    assert found(PARTS, printed=("rmt-jaarverslagen",)) == []


def test_categories_that_came_and_went_are_told() -> None:
    changed = found("""
indicator      | gebied | periode | kenmerk  | categorie | waarde | status
rmt_deelnemers | AM06   | 2022    |          |           | 9      | gedrukt
rmt_deelnemers | AM06   | 2023    |          |           | 9      | gedrukt
rmt_deelnemers | AM06   | 2022    | herkomst | WW        | 4      | gedrukt
rmt_deelnemers | AM06   | 2022    | herkomst | zzp       | 5      | gedrukt
rmt_deelnemers | AM06   | 2023    | herkomst | WW        | 4      | gedrukt
rmt_deelnemers | AM06   | 2023    | herkomst | NUG       | 5      | gedrukt
""")

    assert said(changed) == [
        (Rule.CATEGORIEEN, "RMT-deelnemers naar herkomst: verdwenen zzp; nieuw NUG (2022 en 2023)")
    ]


def test_gemeenten_that_came_and_went_are_told() -> None:
    changed = found("""
indicator         | gebied | periode    | waarde
bijstand_personen | GM0301 | 2020-12-31 | 4
bijstand_personen | GM0200 | 2020-12-31 | 5
bijstand_personen | GM0301 | 2021-12-31 | 4
""")

    assert said(changed) == [
        (Rule.DEKKING, f"{INDICATORS['bijstand_personen'].title} (maatstaven-gemeentefonds), "
         "gemeenten: verdwenen GM0200 (31 december 2020 en 31 december 2021)")
    ]  # fmt: skip


def series(*values: int) -> str:
    lines = [f"inwoners | GM0301 | {2010 + n}-01-01 | {value}" for n, value in enumerate(values)]
    return "\n".join(["indicator | gebied | periode | waarde", *lines])


def test_a_step_that_a_series_never_made_is_an_outlier() -> None:
    steady = [1000, 1010, 1020, 1031, 1040, 1050, 1061, 1070, 1080, 1090]

    assert found(series(*steady)) == []
    [jump] = found(series(*steady, 2000))
    assert (jump.rule, jump.gebied, jump.gap) == (Rule.UITBIJTER, "GM0301", Decimal(910))


def test_a_figure_that_stays_provisional_for_years_is_told() -> None:
    old = found("""
indicator         | gebied | periode    | waarde | status
bijstand_personen | GM0301 | 2020-12-31 | 4      | voorlopig
bijstand_personen | GM0301 | 2021-12-31 | 4      | voorlopig
bijstand_personen | GM0301 | 2025-12-31 | 4      | voorlopig
""")

    assert said(old) == [
        (Rule.VOORLOPIG, f"{INDICATORS['bijstand_personen'].title} (maatstaven-gemeentefonds): nog "
         "voorlopig over 31 december 2020 tot en met 31 december 2021")
    ]  # fmt: skip


def test_what_the_corrections_file_knows_has_its_reason() -> None:
    [wrong] = found(PARTS)
    known = KnownFinding(Rule.DELEN.value, "Delen naar geslacht", "Daarom")

    [judged] = engine.known([wrong], [known])
    assert (judged.state, judged.reason) == (State.BEKEND, "Daarom")
    [other] = engine.known([wrong], [KnownFinding(Rule.DEKKING.value, "Delen naar geslacht", "x")])
    assert other.state is State.NIEUW


def test_what_is_gone_since_the_last_build_is_solved_and_keeps_its_day() -> None:
    first = table(found(PARTS), date(2026, 1, 1))
    still = engine.dated(table(found(PARTS), DAY), first)
    gone = engine.dated(table([], DAY), first)
    later = engine.dated(table([], DAY), gone)

    assert still.select("staat", "sinds").rows() == [("nieuw", date(2026, 1, 1))]
    assert gone.select("staat", "sinds").rows() == [("opgelost", date(2026, 1, 1))]
    assert later.equals(gone)


def test_what_comes_back_is_new_again() -> None:
    first = table(found(PARTS), date(2026, 1, 1))
    gone = engine.dated(table([], DAY), first)

    back = engine.dated(table(found(PARTS), DAY), gone)
    assert back.select("staat", "sinds").rows() == [("nieuw", DAY)]


@pytest.mark.parametrize("rule", [*Rule, LATE])
def test_every_rule_has_a_name_of_its_own(rule: str) -> None:
    assert [*map(str, Rule), LATE].count(str(rule)) == 1
