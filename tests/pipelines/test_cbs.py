"""Finding one's way in a CBS table: columns by stem, totals by title, periods with their status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.cbs import CbsTable, Measure
from pipelines.delivery import Delivery, DeliveryError

Read = Callable[..., CbsTable]

TOPICS = """
Key                              | Title              | Unit      | Decimals | Group
"Werkloosheidspercentage_13"     | "Werkloosheid"     | "%"       | 1        | "Jaar"
"PersonenMetBijstand31122021_26" | "Bijstand 31-12"   | "aantal"  | 0        | null
"WerkzamePersonen_2"             | "Werkzaam"         | "x 1 000" | 0        | "Jaar"
"WerkzamePersonen_3"             | "Werkzaam, kwart." | "x 1 000" | 0        | "Kwartaal"
"""
ROWS = """
RegioS   | Werkloosheidspercentage_13 | PersonenMetBijstand31122021_26 | WerkzamePersonen_2 | WerkzamePersonen_3
"NL01  " | 3.6 | 471460 | 9737 | 9600
"AM06  " | 3.2 | null   | 330  | 331
"GM0200" | null | 4150  | 84   | 85
"LD02  " | 3.3 | 100    | 1    | 1
"""  # noqa: E501
REGIONS = """
Key      | Title
"NL01  " | "Nederland"
"AM06  " | "Veluwe Stedendriehoek (AM)"
"GM0200" | "Apeldoorn"
"LD02  " | "Oost-Nederland (LD)"
"""


@pytest.fixture
def table(cbs_table: Read) -> CbsTable:
    return cbs_table("85826NED", TOPICS, ROWS, RegioS=REGIONS)


def test_a_column_is_found_whatever_its_number_or_date(table: CbsTable) -> None:
    bijstand = table.column("PersonenMetBijstand", unit="aantal")

    assert bijstand.key == "PersonenMetBijstand31122021_26"
    assert bijstand.peildatum == date(2021, 12, 31)
    assert table.column("Werkloosheidspercentage", unit="%").peildatum is None


def test_years_in_a_key_are_no_date(cbs_table: Read) -> None:
    topics = """
    Key                    | Title        | Unit     | Decimals
    "Gemiddelde20162018_7" | "Gemiddelde" | "aantal" | 0
    """
    table = cbs_table("T", topics, 'RegioS | Gemiddelde20162018_7\n"NL01  " | 1', RegioS=REGIONS)

    assert table.column("Gemiddelde20162018", unit="aantal").peildatum is None


def test_the_group_tells_columns_of_one_name_apart(table: CbsTable) -> None:
    column = table.column("WerkzamePersonen", unit="x 1 000", group="Kwartaal")

    assert column.key == "WerkzamePersonen_3"
    assert column.path == "Kwartaal › Werkzaam, kwart."


def test_a_missing_column_is_named_with_those_that_are_alike(table: CbsTable) -> None:
    with pytest.raises(DeliveryError) as refusal:
        table.column("Werkloosheidspercentage", unit="aantal")

    assert str(refusal.value) == (
        "85826NED: geen kolom 'Werkloosheidspercentage' met eenheid aantal; gevonden: "
        "Werkloosheidspercentage_13 (%)"
    )


def test_a_doubled_column_is_named(table: CbsTable) -> None:
    with pytest.raises(DeliveryError) as refusal:
        table.column("WerkzamePersonen", unit="x 1 000")

    assert str(refusal.value) == (
        "85826NED: meer dan één kolom 'WerkzamePersonen' met eenheid x 1 000; gevonden: "
        "WerkzamePersonen_2, WerkzamePersonen_3"
    )


def test_a_column_that_is_not_in_the_rows_is_named(cbs_table: Read) -> None:
    table = cbs_table("T", TOPICS, 'RegioS\n"NL01  "', RegioS=REGIONS)

    with pytest.raises(
        DeliveryError, match="kolom Werkloosheidspercentage_13 staat in DataPropert"
    ):
        table.column("Werkloosheidspercentage", unit="%")


def test_figures_come_in_whole_units_with_their_rounding_and_without_padding(
    table: CbsTable,
) -> None:
    measures = (
        Measure(indicator="pct", stem="Werkloosheidspercentage", unit="%"),
        Measure(indicator="duizend", stem="WerkzamePersonen", unit="x 1 000", group="jaar"),
        Measure(indicator="tientallen", stem="PersonenMetBijstand", unit="aantal", rounded_to=10),
        Measure(indicator="telling", stem="PersonenMetBijstand", unit="aantal"),
    )
    rows = table.figures(measures).select("indicator", "gebied", "waarde", "marge")

    assert rows.filter(rows["gebied"] == "AM06").rows() == [
        ("pct", "AM06", Decimal("3.2"), Decimal("0.05")),
        ("duizend", "AM06", Decimal(330_000), Decimal(500)),
        ("tientallen", "AM06", None, Decimal(5)),
        ("telling", "AM06", None, Decimal(0)),
    ]
    assert set(rows["gebied"]) == {"NL01", "AM06", "GM0200"}, "landsdelen blijven weg"


def test_a_count_finer_than_its_rounding_is_named(cbs_table: Read) -> None:
    rows = 'RegioS | PersonenMetBijstand31122021_26\n"GM0200" | 4153'
    table = cbs_table("85309NED", TOPICS, rows, RegioS=REGIONS)
    measure = Measure(indicator="x", stem="PersonenMetBijstand", unit="aantal", rounded_to=10)

    with pytest.raises(DeliveryError, match="zou zijn afgerond op 10, maar GM0200 heeft 4153"):
        table.figures((measure,))


def test_null_and_a_right_aligned_dot_are_missing(cbs_table: Read) -> None:
    rows = """
    RegioS   | Werkloosheidspercentage_13
    "NL01  " | "     3.6"
    "AM06  " | "       ."
    "GM0200" | null
    """
    table = cbs_table("T", TOPICS, rows, RegioS=REGIONS)
    measure = Measure(indicator="pct", stem="Werkloosheidspercentage", unit="%")

    assert table.figures((measure,))["waarde"].to_list() == [
        Decimal("3.6"),
        None,
        None,
    ]


def test_a_column_without_any_figure_is_missing_throughout(cbs_table: Read) -> None:
    rows = 'RegioS | Werkloosheidspercentage_13\n"NL01  " | null\n"GM0200" | null'
    table = cbs_table("T", TOPICS, rows, RegioS=REGIONS)
    measure = Measure(indicator="pct", stem="Werkloosheidspercentage", unit="%")

    assert table.figures((measure,))["waarde"].to_list() == [None, None]


def test_the_national_row_of_wijken_en_buurten_is_nederland(cbs_table: Read) -> None:
    table = cbs_table(
        "T",
        TOPICS,
        'WijkenEnBuurten | Werkloosheidspercentage_13\n"NL00      " | 3.6\n"WK020001  " | 3.0',
        WijkenEnBuurten='Key | Title\n"NL00      " | "Nederland"\n"WK020001  " | "Centrum"',
    )
    measure = Measure(indicator="pct", stem="Werkloosheidspercentage", unit="%")

    assert table.figures((measure,))["gebied"].to_list() == ["NL01"]


@pytest.mark.parametrize(
    ("total", "others"),
    [
        ("15 tot 75 jaar", "15 tot 25 jaar"),
        ("Totaal personen", "Totaal mannen"),
        ("Waarde", "Ondergrens 95%-interval"),
    ],
)
def test_totals_are_found_by_title_and_not_by_key(total: str, others: str, cbs_table: Read) -> None:
    table = cbs_table(
        "T",
        TOPICS,
        'Kenmerk | Werkloosheidspercentage_13\n"52052   " | 3.6\n"52053   " | 8.2',
        Kenmerk=f'Key | Title\n"52053   " | "{others}"\n"52052   " | "{total}"',
    )

    assert table.totals.rows["Werkloosheidspercentage_13"].to_list() == [3.6]


def test_areas_and_periods_have_no_total_to_ask_for(table: CbsTable) -> None:
    assert table.region == "RegioS"
    assert table.totals.rows.equals(table.rows)


def test_a_dimension_without_a_total_is_named_with_what_it_has(cbs_table: Read) -> None:
    table = cbs_table(
        "86008NED",
        TOPICS,
        'Herkomst | Werkloosheidspercentage_13\n"1   " | 3.6',
        Herkomst='Key | Title\n"1   " | "Alle herkomsten"\n"2   " | "Europa"',
    )

    with pytest.raises(
        DeliveryError,
        match="86008NED: geen totaal in dimensie Herkomst; gevonden: Alle herkomsten, Europa",
    ):
        _ = table.totals


def test_a_key_that_was_cut_off_is_still_its_column(cbs_table: Read) -> None:
    topics = (
        "Key | Title | Unit | Decimals\n"
        '"PersonenMetEenWerkloosheidsuitkeri_1" | "Personen met WW" | "aantal" | 0\n'
        '"Personen_2" | "Personen" | "aantal" | 0'
    )
    rows = 'RegioS | PersonenMetEenWerkloosheidsuitkeri_1 | Personen_2\n"AM06  " | 4440 | 600000'
    table = cbs_table("85554NED", topics, rows, RegioS=REGIONS)

    found = table.column("PersonenMetEenWerkloosheidsuitkering", unit="aantal")
    assert found.key == "PersonenMetEenWerkloosheidsuitkeri_1"


def test_a_period_keeps_the_status_of_the_source_in_our_words(cbs_table: Read) -> None:
    table = cbs_table(
        "T",
        TOPICS,
        'Perioden | Werkloosheidspercentage_13\n"2023JJ00" | 3.6',
        Perioden="""
        Key        | Title             | Status
        "2023JJ00" | "2023"            | "Definitief"
        "2024KW01" | "2024 1e kw."     | "NaderVoorlopig"
        "2024MM05" | "2024 mei"        | "Voorlopig"
        """,
    )

    assert {key: (period.text, status) for key, (period, status) in table.periods.items()} == {
        "2023JJ00": ("2023", "definitief"),
        "2024KW01": ("2024K1", "nader voorlopig"),
        "2024MM05": ("2024-05", "voorlopig"),
    }


def test_an_unknown_period_status_is_named(cbs_table: Read) -> None:
    table = cbs_table(
        "80590ned",
        TOPICS,
        'Perioden | Werkloosheidspercentage_13\n"2023JJ00" | 3.6',
        Perioden='Key | Title | Status\n"2023JJ00" | "2023" | "Geschat"',
    )

    with pytest.raises(DeliveryError) as refusal:
        _ = table.periods
    assert str(refusal.value) == (
        "80590ned: periode 2023JJ00 heeft onbekende status 'Geschat' "
        "(bekend: Definitief, NaderVoorlopig, Voorlopig)"
    )


def test_a_period_that_the_table_does_not_explain_is_named(cbs_table: Read) -> None:
    table = cbs_table(
        "T",
        TOPICS,
        'Perioden | Werkloosheidspercentage_13\n"2023JJ00" | 3.6\n"2024JJ00" | 3.7',
        Perioden='Key | Title | Status\n"2023JJ00" | "2023" | "Definitief"',
    )
    measure = Measure(indicator="pct", stem="Werkloosheidspercentage", unit="%")

    with pytest.raises(DeliveryError, match="periode 2024JJ00 staat in TypedDataSet"):
        table.figures((measure,))


def test_rows_that_are_not_json_are_named(lay_down: Callable[..., Delivery]) -> None:
    from pipelines import cbs

    files = {"DataProperties.json": "[]", "TypedDataSet.ndjson": "<html>\n"}
    delivery = lay_down("cbs/T", files, tabel="T")

    with pytest.raises(DeliveryError, match=r"TypedDataSet\.ndjson is niet te lezen"):
        cbs.read(delivery)


@given(
    number=st.integers(1, 400),
    day=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    dated=st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_number_and_date_in_a_key_never_hide_its_column(
    number: int, day: date, dated: bool, table: CbsTable
) -> None:
    key = f"PersonenMetBijstand{day:%d%m%Y}_{number}" if dated else f"PersonenMetBijstand_{number}"
    topic = {"ID": 1, "ParentID": None, "Type": "Topic", "Key": key, "Title": "t", "Unit": "aantal"}
    rows = table.rows.rename({"PersonenMetBijstand31122021_26": key})
    renamed = CbsTable("T", [{**topic, "Decimals": 0}], table.dimensions, rows)

    column = renamed.column("PersonenMetBijstand", unit="aantal")
    assert (column.key, column.peildatum) == (key, day if dated else None)
