"""Findings: title, picture and words of one thing, and none where there is nothing to find."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from dashboard import findings
from dashboard.choices import Choices
from dashboard.findings import Finding
from tests.dashboard.conftest import PublishDrawn
from tests.dashboard.test_answers import BIJSTAND, UNEMPLOYMENT, chosen
from warehouse.periods import Period

RATE, COUNT = "werkloosheidspercentage", "bijstand_personen"


def asked(found: Finding | None) -> Finding:
    assert found is not None
    return found


def test_a_finding_over_time_says_what_it_shows(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT, compositions={"85826NED": "2023"})
    found = findings.over_time(RATE, chosen(), None)
    assert (found.key, found.title) == (
        "verloop",
        "Veluwe Stedendriehoek: gedaald van 4,7% in 2018 naar 4,5% in 2020",
    )
    assert found.alt.startswith("Lijngrafiek: Werkloosheidspercentage, 2018 tot en met 2021.")
    assert found.note == (
        "Veluwe Stedendriehoek: door de bron zelf gepubliceerd voor 3 gemeenten. Nederland is "
        "onderbroken waar een andere tabel begint: 85826NED (2018-2020) en 80590ned (2021)."
    )
    assert found.source.startswith("Bronnen: Tabel 85826NED (")
    assert isinstance(found.picture, go.Figure)
    assert found.rows["strijdig"].sum() == 2


def test_a_note_is_only_of_what_is_drawn(publish_drawn: PublishDrawn) -> None:
    publish_drawn(
        """
        indicator       | gebied | periode    | waarde | reeks
        wajong_personen | GM0301 | 2019-12-31 | 1150   | maatstaven-gemeentefonds
        wajong_personen | NL01   | 2019-12-31 | 244000 | maatstaven-gemeentefonds
        wajong_personen | NL01   | 2020-12-31 | 243000 | 37789ksz
        """
    )
    found = findings.over_time("wajong_personen", chosen("GM0301"), None)
    assert found.note == "", "Nederland is no line among counts"
    assert "NL01" in set(found.rows["gebied"]), "but stands in the table"


def test_a_gap_has_its_doubt(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    found = asked(findings.gap_with_country(RATE, chosen(), None))
    assert found.title == "In alle 3 jaren lager dan Nederland; in 2020 -0,4 procentpunt"
    assert found.note == "Verschil niet toetsbaar: de bron geeft geen marge."


def test_a_gap_lists_only_the_figures_that_it_is_made_of(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    rows = asked(findings.gap_with_country(RATE, chosen(), None)).rows
    assert set(rows["reeks"]) == {"85826NED"}
    assert sorted(rows.select("gebied", "periode").iter_rows()) == [
        (gebied, year) for gebied in ("AM06", "NL01") for year in ("2018", "2019", "2020")
    ]


def test_a_finding_names_what_is_shown_and_not_what_was_chosen(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(UNEMPLOYMENT, compositions={"85826NED": "2023"})
    found = findings.over_time(RATE, chosen("GM0301", samenstelling="huidig"), None)
    assert found.filters == {
        "Gebied": "Regio Veluwe Stedendriehoek (AM06)",
        "Vergeleken met": "Nederland (NL01)",
        "Samenstelling": "Door de bron gepubliceerd",
        "Periode": "2015 tot en met 2026",
        "Cijfers per": "jaar",
    }
    assert found.name == "verloop-werkloosheidspercentage-am06"


def test_an_index_names_the_composition_that_it_kept(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    filters = asked(findings.growth(COUNT, chosen(), None)).filters
    assert filters["Samenstelling"] == "Huidig (3 gemeenten)"
    assert filters["Index"] == "31 december 2019 = 100"


def test_figures_of_the_country_are_not_said_to_be_of_the_chosen_area(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(
        UNEMPLOYMENT + "werkloosheidspercentage_sg | NL01 | 2020-01 | 3.3 | 0.05 | 80590ned"
    )
    found = asked(findings.by_month(RATE, chosen("GM0301"), "jaar"))
    assert (found.filters["Gebied"], found.filters["Cijfers per"]) == ("Nederland (NL01)", "maand")
    assert "Samenstelling" not in found.filters
    assert found.name == "maanden-werkloosheidspercentage_sg-nl01"


def test_gemeenten_name_their_moment(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    moment = Period.parse("2020-12-31")
    assert findings.ranked(COUNT, chosen("GM0301"), moment).filters == {
        "Gebied": "gemeenten van Regio Veluwe Stedendriehoek (AM06)",
        "Gemarkeerd": "Zutphen",
        "Samenstelling": "Zoals toen, per peildatum",
        "Moment": "31 december 2020",
    }


def test_a_table_of_gemeenten_tells_how_far_they_lie_apart(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    found = findings.in_a_table(COUNT, chosen(), Period.parse("2020-12-31"))
    assert found.title == "Tussen de hoogste en de laagste van 4 gemeenten ligt 3.880 personen"
    assert set(found.rows["periode"]) == {"2019-12-31", "2020-12-31"}
    assert found.picture is None


def test_a_gap_that_rounding_explains_is_named(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT.replace("| 2019    | 4.4 ", "| 2019    | 4.1 "))
    found = asked(findings.gap_with_country(RATE, chosen(), None))
    assert found.note.startswith("Door afronding alleen al mogelijk nul: 2019. ")


def test_a_gap_with_another_edition_is_an_indication(publish_drawn: PublishDrawn) -> None:
    publish_drawn(
        """
        indicator               | gebied | periode | waarde | marge | reeks
        werkloosheidspercentage | AM06   | 2018    | 4.7    | 0.05  | 85826NED
        werkloosheidspercentage | AM06   | 2019    | 4.0    | 0.05  | 85826NED
        werkloosheidspercentage | NL01   | 2018    | 4.9    | 0.05  | 85826NED
        werkloosheidspercentage | NL01   | 2019    | 4.4    | 0.05  | 80590ned
        """
    )
    found = asked(findings.gap_with_country(RATE, chosen(), None))
    assert found.note.startswith(
        "Nederland komt uit een andere uitgave (2019); zo'n verschil is een indicatie. "
    )


@pytest.mark.parametrize(
    ("figures", "indicator", "choices"),
    [
        (BIJSTAND, COUNT, chosen()),
        (UNEMPLOYMENT, RATE, chosen(van=2018, tot=2018)),
        (UNEMPLOYMENT, RATE, chosen("NL01")),
        (UNEMPLOYMENT, RATE, chosen(van=2003, tot=2004)),
    ],
    ids=["counts", "one year", "the country itself", "no figures"],
)
def test_there_is_no_gap_over_time(
    figures: str, indicator: str, choices: Choices, publish_drawn: PublishDrawn
) -> None:
    publish_drawn(figures)
    assert findings.gap_with_country(indicator, choices, None) is None


def test_an_index_of_a_percentage_is_told_as_an_index(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    found = asked(findings.growth(RATE, chosen(), None))
    assert found.title == "Index (2018 = 100): Veluwe Stedendriehoek 95,7; Nederland 100,0"


def test_an_index_of_a_count_is_told_in_percents_for_one_composition(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(BIJSTAND)
    found = asked(findings.growth(COUNT, chosen(), None))
    assert found.title == (
        "Sinds 31 december 2019: Veluwe Stedendriehoek 0,7% hoger, Nederland 2,5% lager"
    )
    assert found.note == (
        "Veluwe Stedendriehoek: opgeteld uit 3 gemeenten, in de huidige samenstelling."
    )


def test_a_title_leaves_out_what_is_compared_with(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    found = asked(findings.growth(COUNT, chosen("GM0301", vergelijk=("GM0200",)), None))
    assert "Apeldoorn" not in found.title
    assert "Apeldoorn: van 100,0" in found.alt
    assert found.title.startswith("Sinds 31 december 2019: Zutphen 11,8% lager, Veluwe")


def test_one_period_has_no_index(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    assert findings.growth(RATE, chosen(van=2020, tot=2020), None) is None


def test_months_are_shown_beside_years_but_not_beside_themselves(
    publish_drawn: PublishDrawn,
) -> None:
    publish_drawn(
        UNEMPLOYMENT + "werkloosheidspercentage_sg | NL01 | 2020-01 | 3.3 | 0.05 | 80590ned"
    )
    found = asked(findings.by_month(RATE, chosen(), "jaar"))
    assert found.note == (
        "Werkloosheidspercentage, seizoengecorrigeerd. Per maand zijn er alleen cijfers over "
        "Nederland."
    )
    assert findings.by_month(RATE, chosen(), "maand") is None


def test_a_map_is_a_picture_with_words(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    found = findings.on_map(COUNT, chosen("GM0301"), None)
    assert isinstance(found.picture, str)
    assert found.picture.startswith("<svg")
    assert found.title == (
        "Grootste aandeel in de som van deze gemeenten: Apeldoorn (71%) en Zutphen (25%)"
    )
    assert "Gekozen: Zutphen (1.500)." in found.alt
    assert found.note.startswith("Elke gemeente is één tegel")


def test_a_ranking_names_highest_and_lowest(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    found = findings.ranked(COUNT, chosen(), Period.parse("2020-12-31"))
    assert found.title == "Hoogste: Apeldoorn (4.100); laagste: Heerde (220)"
    assert found.rows.height == 4


def test_a_history_needs_more_than_one_moment(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    found = asked(findings.each_over_time(COUNT, chosen(), None))
    assert found.title == (
        "Van 31 december 2019 tot 31 december 2022: gestegen in 2 en gedaald in 1 van 3 gemeenten"
    )
    assert findings.each_over_time(COUNT, chosen(van=2022), None) is None


def test_a_finding_is_made_once_for_the_same_choices(publish_drawn: PublishDrawn) -> None:
    publish_drawn(UNEMPLOYMENT)
    once = findings.over_time(RATE, chosen(), None)
    assert findings.over_time(RATE, chosen(), None) is once
    assert findings.over_time(RATE, chosen(tot=2019), None) is not once
    publish_drawn(UNEMPLOYMENT)
    assert findings.over_time(RATE, chosen(), None) is not once
