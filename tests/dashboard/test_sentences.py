"""Findings in words: right for rises, falls, equal figures, missing ones and single ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from dashboard.sentences import (
    as_given,
    difference_title,
    doubt_of,
    finding,
    gap_note,
    index_numbers_title,
    index_title,
    listed,
    map_title,
    moment,
    place,
    ranking_title,
    remark_on,
    spread_title,
    standing_title,
    trend_title,
    within_rounding,
)
from tests.dashboard.figures import NEDERLAND, REGIO, cijfers
from warehouse.comparison import paired
from warehouse.indicators import INDICATORS

UNEMPLOYMENT = INDICATORS["werkloosheidspercentage"]
PARTICIPATION = INDICATORS["netto_arbeidsparticipatie"]
BIJSTAND = INDICATORS["bijstand_personen"]
PER_1000 = INDICATORS["bijstand_per_1000"]
LABOUR_FORCE = INDICATORS["beroepsbevolking"]
GROWTH = INDICATORS["ww_mutatie_pct"]
WAJONG_PER_1000 = INDICATORS["wajong_per_1000"]
REGION = "in de regio Veluwe Stedendriehoek"


def row(
    value: str | None,
    periode: str = "2023",
    *,
    marge: str | None = "0.05",
    leden: int | None = None,
    **changed: Any,
) -> dict[str, Any]:
    """Draw one figure; without a value it has a reason."""
    missing = value is None
    drawing = f"gebied | naam | periode | waarde\nAM06 | Regio | {periode} | {value or '.'}"
    status = {"status": "niet gepubliceerd"} if missing else {}
    [found] = cijfers(drawing).to_dicts()
    margin = {"marge": None if marge is None else Decimal(marge), "leden": leden}
    return found | margin | status | changed


def rounded(drawing: str, margin: str) -> pl.DataFrame:
    """Draw figures that all have this rounding half-width."""
    return cijfers(drawing).with_columns(marge=pl.lit(margin).cast(pl.Decimal(18, 4)))


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("arbeidsmarktregio", "Veluwe Stedendriehoek", "in de regio Veluwe Stedendriehoek"),
        ("subregio", "Noordwest Veluwe", "in de subregio Noordwest Veluwe"),
        ("subregio", "Subregio Apeldoorn", "in de subregio Apeldoorn"),
        ("gemeente", "Zutphen", "in Zutphen"),
        ("provincie", "Gelderland", "in Gelderland"),
        ("land", "Nederland", "in Nederland"),
    ],
)
def test_a_place_is_named_as_its_kind_is(kind: str, name: str, said: str) -> None:
    assert place(kind, name) == said


@pytest.mark.parametrize(
    ("periode", "said"),
    [
        ("2023", "in 2023"),
        ("2023K1", "in het 1e kwartaal van 2023"),
        ("2026-06", "in juni 2026"),
        ("2021-12-31", "op 31 december 2021"),
    ],
)
def test_a_moment_is_said_as_its_kind_is(periode: str, said: str) -> None:
    assert moment(row("3.2", periode)) == said


@pytest.mark.parametrize(
    ("value", "nederland", "before", "said"),
    [
        (
            *("3.2", "3.6", "3.2"),
            "3,2%. Dat is 0,4 procentpunt lager dan in Nederland (3,6%) en even hoog als in 2022.",
        ),
        (
            *("3.6", "4.2", "4.5"),
            "3,6%. Dat is 0,6 procentpunt lager dan in Nederland (4,2%) en 0,9 procentpunt lager "
            "dan in 2022.",
        ),
        (
            *("4.5", "4.5", "4.0"),
            "4,5%. Dat is gelijk aan Nederland (4,5%) en 0,5 procentpunt hoger dan in 2022.",
        ),
        ("4.5", "4.4", None, "4,5%. Dat is 0,1 procentpunt hoger dan in Nederland (4,4%)."),
        ("4.5", None, "4.0", "4,5%. Dat is 0,5 procentpunt hoger dan in 2022."),
        ("4.5", None, None, "4,5%."),
    ],
)
def test_a_percentage_is_set_beside_nederland_and_the_year_before(
    value: str, nederland: str | None, before: str | None, said: str
) -> None:
    reference = row(nederland) if nederland else None
    year_before = row(before, "2022") if before else None

    sentence = finding(UNEMPLOYMENT, REGION, row(value), reference, year_before)

    assert sentence == (
        f"In 2023 was het werkloosheidspercentage in de regio Veluwe Stedendriehoek {said}"
    )


@pytest.mark.parametrize(
    ("value", "nederland", "before", "said"),
    [
        (
            *("13680", "414950", "14140"),
            "13.680. Dat is 3,3% van het aantal in Nederland (414.950) en 460 (3,3%) minder dan een "
            "jaar eerder.",
        ),
        (
            *("4588", "0", "4376"),
            "4.588. Dat is 212 (4,8%) meer dan een jaar eerder.",
        ),
        ("5", None, "5", "5. Dat is evenveel als een jaar eerder."),
        ("5", None, "0", "5. Dat is 5 meer dan een jaar eerder."),
        ("0", "100", None, "0. Dat is 0,0% van het aantal in Nederland (100)."),
        ("0", "0", "0", "0. Dat is evenveel als een jaar eerder."),
    ],
)
def test_a_count_is_a_share_of_nederland_and_more_or_fewer_than_before(
    value: str, nederland: str | None, before: str | None, said: str
) -> None:
    day = "2021-12-31"
    reference = row(nederland, day) if nederland else None
    year_before = row(before, "2020-12-31") if before else None

    sentence = finding(BIJSTAND, "in Zutphen", row(value, day), reference, year_before)

    assert sentence == f"Op 31 december 2021 was het aantal personen met bijstand in Zutphen {said}"


@pytest.mark.parametrize(
    ("value", "before", "margin", "said"),
    [
        ("40", "30", "5", "10 meer dan een jaar eerder, maar dat valt binnen de afronding"),
        ("30", "40", "5", "10 minder dan een jaar eerder, maar dat valt binnen de afronding"),
        ("41", "30", "5", "11 (36,7%) meer dan een jaar eerder"),
        ("30", "30", "5", "evenveel als een jaar eerder"),
    ],
)
def test_a_count_that_changes_within_rounding_grows_by_no_percentage(
    value: str, before: str, margin: str, said: str
) -> None:
    pair = row(value, "2021-12-31", marge=margin), row(before, "2020-12-31", marge=margin)

    sentence = finding(BIJSTAND, "in Elburg", pair[0], None, pair[1])

    assert sentence.endswith(f"in Elburg {value}. Dat is {said}.")


def test_a_percentage_that_changes_within_rounding_is_said_to() -> None:
    sentence = finding(UNEMPLOYMENT, "in Epe", row("3.5"), None, row("3.6", "2022"))

    assert sentence.endswith(
        "Dat is 0,1 procentpunt lager dan in 2022, maar dat valt binnen de afronding."
    )


def test_a_ratio_is_compared_in_its_own_unit() -> None:
    day = "2021-12-31"
    sentence = finding(
        PER_1000, "in Epe", row("30.04", day), row("36.96", day), row("31.44", "2020-12-31")
    )

    assert sentence == (
        "Op 31 december 2021 was het aantal personen met bijstand per 1.000 inwoners in Epe 30,0. "
        "Dat is 6,9 lager dan in Nederland (37,0) en 1,4 lager dan een jaar eerder."
    )


def test_a_yearly_count_names_the_year_before() -> None:
    sentence = finding(LABOUR_FORCE, "in Epe", row("17000"), None, row("16000", "2022"))

    assert sentence == (
        "In 2023 was de beroepsbevolking in Epe 17.000. Dat is 1.000 (6,3%) meer dan in 2022."
    )


def test_negative_figures_keep_their_sign_and_their_order() -> None:
    figure, nederland = row("-4.8", "2023-12-31"), row("-7.8", "2023-12-31")

    assert finding(GROWTH, REGION, figure, nederland, row("1.2", "2022-12-31")) == (
        "Op 31 december 2023 was de verandering van het aantal WW-uitkeringen in een jaar in de "
        "regio Veluwe Stedendriehoek -4,8%. Dat is 3,0 procentpunt hoger dan in Nederland (-7,8%) "
        "en 6,0 procentpunt lager dan een jaar eerder."
    )


def test_a_difference_too_small_to_show_is_called_equal() -> None:
    sentence = finding(PER_1000, "in Epe", row("30.04"), row("30.01"), row("30.02", "2022"))

    assert sentence.endswith("30,0. Dat is gelijk aan Nederland (30,0) en even hoog als in 2022.")


def test_what_is_missing_is_said_with_its_reason() -> None:
    assert finding(UNEMPLOYMENT, "in Zutphen", None, row("3.6"), None) == (
        "Er is geen cijfer over het werkloosheidspercentage in Zutphen."
    )
    missing = row(None, status="geheim")
    assert finding(UNEMPLOYMENT, "in Zutphen", missing, row("3.6"), row("3.2", "2022")) == (
        "Er is geen cijfer over het werkloosheidspercentage in Zutphen in 2023: geheim."
    )


def test_nothing_is_compared_with_a_figure_that_is_missing() -> None:
    sentence = finding(UNEMPLOYMENT, "in Zutphen", row("3.2"), row(None), row(None, "2022"))

    assert sentence == "In 2023 was het werkloosheidspercentage in Zutphen 3,2%."


@pytest.mark.parametrize(
    ("status", "strijdig", "said"),
    [
        ("gedrukt", False, ""),
        ("voorlopig", False, "voorlopig cijfer"),
        ("nader voorlopig", False, "nader voorlopig cijfer"),
        ("herhaald", False, "herhaling van een eerder cijfer"),
        ("gedrukt", True, "strijdig met een ander gepubliceerd cijfer"),
        ("voorlopig", True, "strijdig met een ander gepubliceerd cijfer, voorlopig cijfer"),
    ],
)
def test_what_one_must_know_before_quoting_stands_behind_the_figure(
    status: str, strijdig: bool, said: str
) -> None:
    figure = row("4.9", "2020", status=status, strijdig=strijdig)

    assert remark_on(figure) == said
    assert finding(UNEMPLOYMENT, "in Nederland", figure, None, None) == (
        f"In 2020 was het werkloosheidspercentage in Nederland 4,9%{f' ({said})' if said else ''}."
    )


def drawn(lines: str) -> pl.DataFrame:
    return cijfers(f"gebied | naam | periode | waarde | reeks | gekozen\n{lines}")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            """
            AM06 | Regio | 2018 | 4.7 | 85826NED | ja
            AM06 | Regio | 2023 | 3.2 | 85826NED | ja
            """,
            "Regio: gedaald van 4,7% in 2018 naar 3,2% in 2023",
        ),
        (
            """
            AM06 | Regio | 2023 | 3.6 | 85826NED | ja
            AM06 | Regio | 2018 | 3.2 | 85826NED | ja
            """,
            "Regio: gestegen van 3,2% in 2018 naar 3,6% in 2023",
        ),
        (
            """
            AM06 | Regio | 2022 | 3.2 | 85826NED | ja
            AM06 | Regio | 2023 | 3.2 | 85826NED | ja
            """,
            "Regio: in 2023 gelijk aan 2022 (3,2%)",
        ),
        (
            """
            NL01 | Nederland | 2022K4 | 3.2 | 80590ned | ja
            NL01 | Nederland | 2023K4 | 3.2 | 80590ned | ja
            """,
            "Regio: in het 4e kwartaal van 2023 gelijk aan het 4e kwartaal van 2022 (3,2%)",
        ),
        (
            """
            AM06 | Regio | 2022 | -1.2 | 85826NED | ja
            AM06 | Regio | 2023 | -0.4 | 85826NED | ja
            """,
            "Regio: gestegen van -1,2% in 2022 naar -0,4% in 2023",
        ),
        (
            "AM06 | Regio | 2023 | 3.2 | 85826NED | ja",
            "Regio: 3,2% in 2023, het enige cijfer in deze reeks",
        ),
        (
            """
            AM06 | Regio | 2021 | 9.9 | 80590ned | ja
            AM06 | Regio | 2022 | 3.6 | 85826NED | ja
            AM06 | Regio | 2022 | 9.9 | 80590ned | nee
            AM06 | Regio | 2023 | 3.2 | 85826NED | ja
            """,
            "Regio: gedaald van 3,6% in 2022 naar 3,2% in 2023",
        ),
    ],
)
def test_a_trend_runs_from_the_first_to_the_last_chosen_figure_of_one_series(
    lines: str, said: str
) -> None:
    assert trend_title(UNEMPLOYMENT, "Regio", drawn(lines)) == said


def test_a_first_figure_of_a_new_series_is_no_rise_since_the_old_one() -> None:
    drawing = """
        gebied | naam  | periode | waarde | reeks    | tabel
        AM06   | Regio | 2023    | 3.2    | 85826NED | 85826NED
        AM06   | Regio | 2024    | 3.4    | 86088NED | 86088NED
    """
    assert trend_title(UNEMPLOYMENT, "Regio", cijfers(drawing)) == (
        "Regio: 3,4% in 2024, het eerste cijfer uit een nieuwe reeks (86088NED)"
    )


def test_a_region_stands_among_others_as_far_as_rounding_tells() -> None:
    figures = rounded(
        """
        gebied | naam     | periode | waarde
        AM06   | Stedendriehoek | 2024 | 3.4
        AM01   | Groningen | 2024 | 4.5
        AM02   | Friesland | 2024 | 3.5
        AM03   | Drenthe   | 2024 | 2.9
        AM04   | Twente    | 2024 | 3.2
        """,
        "0.05",
    )
    own = figures.row(0, named=True)

    assert standing_title(own, figures) == (
        "In 2024 ligt 1 van 4 andere arbeidsmarktregio's hoger dan Stedendriehoek en 2 lager; "
        "bij 1 is dat door afronding niet te zeggen"
    )


def test_a_trend_claims_no_rise_within_rounding() -> None:
    drawing = """
        gebied | naam   | periode    | waarde
        GM0230 | Elburg | 2020-12-31 | 30
        GM0230 | Elburg | 2021-12-31 | 40
    """
    assert trend_title(BIJSTAND, "Elburg", rounded(drawing, "5")) == (
        "Elburg: van 30 op 31 december 2020 naar 40 op 31 december 2021, "
        "een verschil binnen de afronding"
    )
    assert trend_title(BIJSTAND, "Elburg", rounded(drawing, "4")) == (
        "Elburg: gestegen van 30 op 31 december 2020 naar 40 op 31 december 2021"
    )


def test_a_trend_passes_by_what_is_missing() -> None:
    header = "gebied | naam | periode | waarde | status\n"
    missing = "AM06 | Regio | 2023 | . | geheim"

    assert trend_title(UNEMPLOYMENT, "Regio", cijfers(header + missing)) == (
        "Regio: geen cijfers in deze periode"
    )
    known = f"AM06 | Regio | 2021 | 3.6 | gedrukt\nAM06 | Regio | 2022 | 3.2 | gedrukt\n{missing}"
    assert trend_title(UNEMPLOYMENT, "Regio", cijfers(header + known)) == (
        "Regio: gedaald van 3,6% in 2021 naar 3,2% in 2022"
    )


def test_a_trend_over_other_gemeenten_claims_no_rise_or_fall() -> None:
    figures = cijfers(
        """
        gebied | naam  | periode    | waarde
        AM06   | Regio | 2019-12-31 | 13900
        AM06   | Regio | 2021-12-31 | 13680
        """
    )

    shrunk = figures.with_columns(leden=pl.Series([2, 1]))
    assert trend_title(BIJSTAND, "Regio", shrunk) == (
        "Regio: 13.900 op 31 december 2019 (van 2 gemeenten) "
        "en 13.680 op 31 december 2021 (van 1 gemeente)"
    )
    same = figures.with_columns(leden=pl.Series([15, 15]))
    assert trend_title(BIJSTAND, "Regio", same) == (
        "Regio: gedaald van 13.900 op 31 december 2019 naar 13.680 op 31 december 2021"
    )


def beside(own: str, country: str, periods: tuple[str, ...] = ("2021", "2022", "2023")) -> str:
    header = "gebied | naam | periode | waarde\n"
    lines = ["\n".join(
        f"{code} | naam | {period} | {value}"
        for period, value in zip(periods, values.split(), strict=False)
    ) for code, values in (("AM06", own), ("NL01", country))]  # fmt: skip
    return difference_title(
        UNEMPLOYMENT, paired(cijfers(header + lines[0]), cijfers(header + lines[1]))
    )


def test_the_printed_series_stood_lower_than_nederland_in_every_year() -> None:
    assert difference_title(UNEMPLOYMENT, paired(cijfers(REGIO), cijfers(NEDERLAND))) == (
        "In alle 6 jaren lager dan Nederland; in 2023 -0,4 procentpunt"
    )


@pytest.mark.parametrize(
    ("own", "country", "said"),
    [
        ("3.6", "4.2", "In 2021 lager dan Nederland: -0,6 procentpunt"),
        ("4.2", "4.2", "In 2021 gelijk aan Nederland: 0,0 procentpunt"),
        ("3.6 3.7", "3.5 3.5", "In beide jaren hoger dan Nederland; in 2022 +0,2 procentpunt"),
        ("3.5 3.5", "3.5 3.5", "In beide jaren gelijk aan Nederland; in 2022 0,0 procentpunt"),
        (
            *("3.6 3.5 3.2", "3.5 3.5 3.6"),
            "In 3 jaren 1 keer hoger dan, 1 keer lager dan en 1 keer gelijk aan Nederland; "
            "in 2023 -0,4 procentpunt",
        ),
        (
            *("3.6 3.4 3.2", "3.5 3.5 3.6"),
            "In 3 jaren 1 keer hoger dan en 2 keer lager dan Nederland; in 2023 -0,4 procentpunt",
        ),
        ("3.6", "", "Geen periode waarin zowel het gebied als Nederland een cijfer heeft"),
    ],
)
def test_standing_beside_nederland_is_counted_over_the_periods(
    own: str, country: str, said: str
) -> None:
    assert beside(own, country) == said


def test_days_and_quarters_are_counted_as_what_they_are() -> None:
    days = ("2020-12-31", "2021-12-31")
    assert beside("3.6 3.7", "3.5 3.5", days) == (
        "Op beide peildata hoger dan Nederland; op 31 december 2021 +0,2 procentpunt"
    )
    quarters = ("2023K1", "2023K2", "2023K3")
    assert beside("3.4 3.3 3.2", "3.5 3.5 3.5", quarters) == (
        "In alle 3 kwartalen lager dan Nederland; in het 3e kwartaal van 2023 -0,3 procentpunt"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (("-31.9", "-26.5"), "Sinds 2018: Regio 31,9% lager, Nederland 26,5% lager"),
        (("4.8", "0.04"), "Sinds 2018: Regio 4,8% hoger, Nederland gelijk"),
        (("0", None), "Sinds 2018: Regio gelijk"),
        ((None, None), "Geen cijfers om met 2018 te vergelijken"),
    ],
)
def test_an_index_says_each_change_since_its_base(
    changes: tuple[str | None, ...], said: str
) -> None:
    numbers = [None if each is None else Decimal(each) for each in changes]

    assert index_title(["Regio", "Nederland"], numbers, "2018") == said


def test_an_index_claims_no_change_within_rounding() -> None:
    changes = [Decimal("33.3"), Decimal("4.8")]

    assert index_title(["Elburg", "Nederland"], changes, "2018", ["Elburg"]) == (
        "Sinds 2018: Elburg binnen de afronding gelijk, Nederland 4,8% hoger"
    )


@pytest.mark.parametrize(
    ("last", "margin", "hidden"),
    [("40", "5", True), ("41", "5", False), ("30", "5", True), ("30", "0", False)],
)
def test_what_happened_is_within_rounding_or_not(last: str, margin: str, hidden: bool) -> None:
    drawing = f"""
        gebied | naam   | periode    | waarde
        GM0230 | Elburg | 2018-12-31 | 30
        GM0230 | Elburg | 2019-12-31 | 90
        GM0230 | Elburg | 2021-12-31 | {last}
    """
    assert within_rounding(rounded(drawing, margin)) is hidden


def test_an_index_of_a_percentage_says_index_numbers() -> None:
    changes = [Decimal("-31.9149"), Decimal("4.25"), None]

    assert index_numbers_title(["Regio", "Nederland", "Epe"], changes, "2018") == (
        "Index (2018 = 100): Regio 68,1; Nederland 104,3"
    )
    assert index_numbers_title(["Regio"], [None], "2018") == (
        "Geen cijfers om met 2018 te vergelijken"
    )


def ranked(lines: str) -> str:
    return ranking_title(PER_1000, cijfers(f"naam | waarde | gebied | periode | gekozen\n{lines}"))


def test_a_ranking_names_both_ends() -> None:
    assert (
        ranked(
            """
        Zutphen | 52.9 | GM0301 | 2021-12-31 | ja
        Voorst  | 15.1 | GM0285 | 2021-12-31 | ja
        Epe     | 20.0 | GM0232 | 2021-12-31 | ja
        """
        )
        == "Hoogste: Zutphen (52,9); laagste: Voorst (15,1)"
    )


def test_gemeenten_that_share_an_end_are_all_named() -> None:
    assert (
        ranked(
            """
        Zutphen | 52.94 | GM0301 | 2021-12-31 | ja
        Voorst  | 15.1  | GM0285 | 2021-12-31 | ja
        Epe     | 15.1  | GM0232 | 2021-12-31 | ja
        Heerde  | 15.12 | GM0246 | 2021-12-31 | ja
        Elburg  | 52.91 | GM0230 | 2021-12-31 | ja
        """
        )
        == "Hoogste: Elburg en Zutphen (52,9); laagste: Epe, Voorst en Heerde (15,1)"
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Epe | 20 | GM0232 | 2021-12-31 | ja", "Alleen Epe heeft een cijfer: 20,0"),
        (
            "Epe | 20 | GM0232 | 2021-12-31 | ja\nVoorst | 20 | GM0285 | 2021-12-31 | ja",
            "Alle gemeenten hebben hetzelfde cijfer: 20,0",
        ),
        (
            "Epe | 20 | GM0232 | 2021-12-31 | ja\nEpe | 90 | GM0232 | 2021-12-31 | nee",
            "Alleen Epe heeft een cijfer: 20,0",
        ),
    ],
)
def test_a_ranking_of_one_or_of_equals_has_no_ends(lines: str, said: str) -> None:
    assert ranked(lines) == said


def test_a_ranking_and_a_map_of_nothing_say_so() -> None:
    missing = cijfers("naam | waarde | gebied | periode | status\nEpe | . | GM0232 | 2021 | geheim")

    assert ranking_title(PER_1000, missing) == "Geen gemeente heeft een cijfer voor deze periode"
    assert map_title(PER_1000, missing, row("20", "2021")) == (
        "Geen gemeente heeft een cijfer voor deze periode"
    )


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("10", "3 van 3 gemeenten liggen boven Nederland"),
        ("30", "1 van 3 gemeenten ligt boven Nederland"),
        ("52.94", "Geen van 3 gemeenten ligt boven Nederland"),
    ],
)
def test_a_map_of_a_ratio_counts_gemeenten_above_nederland(country: str, said: str) -> None:
    figures = cijfers(
        """
        naam    | waarde | gebied | periode
        Zutphen | 52.92  | GM0301 | 2021-12-31
        Voorst  | 15.1   | GM0285 | 2021-12-31
        Epe     | 20.0   | GM0232 | 2021-12-31
        """
    )

    title = map_title(PER_1000, figures, row(country, "2021-12-31", marge="0"))

    assert title.startswith(f"{said} (")


def test_a_map_counts_only_what_stands_above_nederland_whatever_was_rounded() -> None:
    figures = rounded(
        """
        naam    | waarde | gebied | periode
        Zutphen | 52.92  | GM0301 | 2021-12-31
        Elburg  | 38.0   | GM0230 | 2021-12-31
        Hattem  | 36.0   | GM0244 | 2021-12-31
        Epe     | 20.0   | GM0232 | 2021-12-31
        """,
        "1.5",
    )

    assert map_title(PER_1000, figures, row("37", "2021-12-31", marge="0")) == (
        "1 van 4 gemeenten ligt boven Nederland (37,0 per 1.000 inwoners van 15 tot 65 jaar); "
        "bij 2 is dat door afronding niet te zeggen"
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "Epe | 64\nVoorst | 68\nPutten | 72",
            "Tussen 64% (Epe) en 72% (Putten)",
        ),
        (
            "Epe | 64\nVoorst | 64\nHeerde | 64\nPutten | 72\nHattem | 72",
            "Tussen 64% (3 gemeenten) en 72% (Hattem en Putten)",
        ),
        ("Epe | 64\nVoorst | 64", "Alle gemeenten hebben hetzelfde cijfer: 64%"),
        ("Epe | 64", "Alleen Epe heeft een cijfer: 64%"),
    ],
)
def test_a_map_without_nederland_says_between_which_figures(lines: str, said: str) -> None:
    rows = "\n".join(f"{line} | GM02{at:02} | 2024" for at, line in enumerate(lines.split("\n")))
    figures = rounded(f"naam | waarde | gebied | periode\n{rows}", "0.5")

    assert map_title(as_given(PARTICIPATION, figures), figures, None) == said


def test_figures_have_no_more_decimals_than_their_source_gives() -> None:
    whole, tenths = rounded(REGIO, "0.5"), rounded(REGIO, "0.05")

    assert as_given(PARTICIPATION, whole).decimals == 0
    assert as_given(PARTICIPATION, tenths).decimals == 1
    assert as_given(PARTICIPATION, pl.concat([whole, tenths])).decimals == 1
    assert as_given(PER_1000, rounded(REGIO, "5")).decimals == 1
    assert finding(
        PARTICIPATION, "in Epe", row("66", marge="0.5"), row("73.1"), row("64", "2022", marge="0.5")
    ) == (
        "In 2023 was de netto arbeidsparticipatie in Epe 66%. Dat is 7 procentpunt lager dan in "
        "Nederland (73,1%) en 2 procentpunt hoger dan in 2022."
    )


def test_a_map_of_a_count_names_who_has_most_of_it() -> None:
    figures = cijfers(
        """
        naam      | waarde | gebied | periode
        Zutphen   | 1500   | GM0301 | 2021-12-31
        Apeldoorn | 4150   | GM0200 | 2021-12-31
        Epe       | 350    | GM0232 | 2021-12-31
        """
    )

    assert map_title(BIJSTAND, figures, None) == (
        "Grootste aandeel in de som van deze gemeenten: Apeldoorn (69%) en Zutphen (25%)"
    )


def spread(lines: str, margin: str = "0") -> str:
    drawing = f"gebied | naam | periode | waarde | reeks\n{lines}"
    return spread_title(PER_1000, rounded(drawing, margin))


def test_a_spread_counts_apart_what_rounding_hides() -> None:
    lines = """
        GM0232 | Epe     | 2018 | 20 | a
        GM0232 | Epe     | 2021 | 31 | a
        GM0285 | Voorst  | 2018 | 20 | a
        GM0285 | Voorst  | 2021 | 30 | a
        GM0301 | Zutphen | 2018 | 50 | a
        GM0301 | Zutphen | 2021 | 50 | a
    """
    assert spread(lines, "5") == (
        "Van 2018 tot 2021: gestegen in 1 en niet te onderscheiden door afronding in 2 "
        "van 3 gemeenten"
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            """
            GM0232 | Epe     | 2018 | 20 | a
            GM0232 | Epe     | 2021 | 21 | a
            GM0285 | Voorst  | 2018 | 20 | a
            GM0285 | Voorst  | 2021 | 19 | a
            GM0301 | Zutphen | 2018 | 50 | a
            GM0301 | Zutphen | 2020 | 90 | a
            GM0301 | Zutphen | 2021 | 50 | a
            GM0246 | Heerde  | 2020 | 10 | a
            GM0246 | Heerde  | 2021 | 11 | a
            """,
            "Van 2018 tot 2021: gestegen in 1, gedaald in 1 en gelijk gebleven in 1 van 3 gemeenten",
        ),
        (
            """
            GM0232 | Epe    | 2018-12-31 | 20 | a
            GM0232 | Epe    | 2021-12-31 | 21 | a
            """,
            "Van 31 december 2018 tot 31 december 2021: gestegen in 1 van 1 gemeente",
        ),
        (
            """
            GM0232 | Epe    | 2018 | 20 | a
            GM0285 | Voorst | 2021 | 21 | a
            """,
            "Geen gemeente heeft zowel in 2018 als in 2021 een vergelijkbaar cijfer",
        ),
        (
            """
            GM0232 | Epe | 2018 | 20 | a
            GM0232 | Epe | 2021 | 21 | b
            """,
            "Geen gemeente heeft zowel in 2018 als in 2021 een vergelijkbaar cijfer",
        ),
        ("GM0232 | Epe | 2018 | 20 | a", "Alleen 2018 is bekend; er is geen verloop"),
    ],
)
def test_a_spread_counts_gemeenten_that_rose_fell_or_stayed(lines: str, said: str) -> None:
    assert spread(lines) == said


def test_a_spread_of_nothing_says_so() -> None:
    missing = cijfers("gebied | naam | periode | waarde | status\nGM0232 | Epe | 2018 | . | geheim")

    assert spread_title(PER_1000, missing) == "Geen cijfers over meer dan één moment"


NOT_TESTABLE = "Verschil niet toetsbaar: de bron geeft geen marge."


@pytest.mark.parametrize(
    ("own", "country", "said"),
    [
        ("3.2", "3.6", "Door afronding kan dit -0,5 tot -0,3 procentpunt zijn."),
        (
            *("3.6", "3.5"),
            "Door afronding alleen al kan het verschil nul zijn (0,0 tot +0,2 procentpunt).",
        ),
    ],
)
def test_the_doubt_about_a_survey_is_rounding_and_an_unknown_margin(
    own: str, country: str, said: str
) -> None:
    assert doubt_of(UNEMPLOYMENT, row(own), row(country)) == f"{said} {NOT_TESTABLE}"


def test_the_doubt_about_a_count_is_rounding_alone() -> None:
    counted = "Dit is een telling en geen steekproef: alleen afronding laat ruimte."

    assert doubt_of(PER_1000, row("30.0"), row("36.9")) == (
        f"Door afronding kan dit -7,0 tot -6,8 per 1.000 zijn. {counted}"
    )


def test_the_note_under_differences_names_those_that_may_be_none_or_of_two_editions() -> None:
    own = """
        gebied | naam  | periode | waarde | reeks
        AM06   | Regio | 2021    | 3.6    | 85826NED
        AM06   | Regio | 2022    | 3.5    | 85826NED
        AM06   | Regio | 2023    | 3.2    | 85826NED
    """
    country = own.replace("AM06", "NL01").replace("3.6    | 85826NED", "4.2    | 80590ned")
    same, other = cijfers(country.replace("80590ned", "85826NED")), cijfers(country)

    assert gap_note(UNEMPLOYMENT, paired(cijfers(own), same)) == NOT_TESTABLE
    assert gap_note(UNEMPLOYMENT, paired(cijfers(own.replace("3.5", "3.4")), other)) == (
        "Nederland komt uit een andere uitgave (2021); zo'n verschil is een indicatie. "
        f"Door afronding alleen al mogelijk nul: 2022. {NOT_TESTABLE}"
    )


def test_doubt_without_rounding_to_speak_of_is_not_spelled_out() -> None:
    unrounded = row("3.2", marge=None), row("3.6", marge=None)
    hardly = row("3.2", marge="0.001"), row("3.6", marge="0.001")

    assert doubt_of(UNEMPLOYMENT, *unrounded) == NOT_TESTABLE
    assert doubt_of(UNEMPLOYMENT, *hardly) == NOT_TESTABLE


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Epe"], "Epe"),
        (["Epe", "Voorst"], "Epe en Voorst"),
        (["Epe", "Heerde", "Voorst"], "Epe, Heerde en Voorst"),
    ],
)
def test_names_are_joined_as_a_sentence_does(names: list[str], said: str) -> None:
    assert listed(names) == said
