"""What the reader answers: published figures, sums of gemeenten, and both beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse import drawn
from warehouse.builds import DataFolder
from warehouse.reader import Warehouse, open_current, reference_day
from warehouse.tables import MISSING_REASONS, Cijfer

WarehouseOf = Callable[..., Warehouse]

COUNTS = """
indicator         | gebied | periode    | waarde | marge
bijstand_personen | GM0200 | 2021-12-31 | 4150   | 5
bijstand_personen | GM0230 | 2021-12-31 | 200    | 5
bijstand_personen | GM0246 | 2021-12-31 | 150    | 5
bijstand_personen | GM0200 | 2018-12-31 | 4287   | 0
bijstand_personen | GM0230 | 2018-12-31 | 210    | 0
bijstand_personen | GM0246 | 2018-12-31 | 160    | 0
"""
STAYS = """
geheel | deel   | begin      | einde
AM06   | GM0200 | 2015-01-01 | .
AM06   | GM0230 | 2015-01-01 | 2021-12-31
AM06   | GM0246 | 2020-01-01 | .
"""
NOORD = "SR2017-noord-veluwe"


def cells(warehouse: Warehouse, *columns: str, **question: Any) -> list[tuple[Any, ...]]:
    asked = {"indicator": "bijstand_personen", "gebieden": ["AM06"]} | question
    return warehouse.figures(**asked).select(columns).rows()


@pytest.mark.parametrize(
    ("samenstelling", "in_2018", "in_2021"),
    [
        ("zoals-toen", (2, 4497), (3, 4500)),
        ("huidig", (2, 4447), (2, 4300)),
        ("2019", (2, 4497), (2, 4350)),
        ("2020", (3, 4657), (3, 4500)),
        ("2021", (3, 4657), (3, 4500)),
        ("2022", (2, 4447), (2, 4300)),
    ],
)
def test_a_sum_is_of_the_gemeenten_of_the_asked_composition(
    warehouse_of: WarehouseOf,
    samenstelling: str,
    in_2018: tuple[int, int],
    in_2021: tuple[int, int],
) -> None:
    found = cells(
        warehouse_of(COUNTS, STAYS), "leden", "waarde", "samenstelling", samenstelling=samenstelling
    )

    assert found == [(*in_2018, samenstelling), (*in_2021, samenstelling)]


def test_a_sum_carries_its_passport(warehouse_of: WarehouseOf) -> None:
    figures = warehouse_of(COUNTS, STAYS).figures("bijstand_personen", ["AM06"])
    found = figures.row(-1, named=True)

    Cijfer.validate(figures)
    assert found["naam"] == "Veluwe Stedendriehoek"
    assert found["status"] == "berekend"
    assert found["marge"] == 15
    assert found["vindplaats"] == "som van 3 gemeenten: Apeldoorn, Elburg, Heerde"
    assert (found["reeks"], found["tabel"]) == ("maatstaven-gemeentefonds",) * 2
    assert found["gekozen"]
    assert not found["strijdig"]


def test_a_region_of_one_gemeente_is_spoken_of_as_one(warehouse_of: WarehouseOf) -> None:
    alone = "geheel | deel | begin | einde\nAM06 | GM0200 | 2015-01-01 | ."

    assert cells(warehouse_of(COUNTS, alone), "vindplaats")[0] == ("som van 1 gemeente: Apeldoorn",)


def test_an_unknown_composition_is_refused_in_dutch(warehouse_of: WarehouseOf) -> None:
    for samenstelling in ("nu", "22", "²²²²", "1900", ""):
        with pytest.raises(
            ValueError, match="bestaat niet; kies zoals-toen, huidig of een jaar als 2022"
        ):
            cells(warehouse_of(COUNTS, STAYS), samenstelling=samenstelling)


def test_a_composition_of_a_year_is_that_of_its_last_day() -> None:
    assert reference_day("2022") == date(2022, 12, 31)
    assert reference_day("zoals-toen") is None


def test_a_missing_gemeente_makes_the_sum_incomplete_and_is_named(
    warehouse_of: WarehouseOf,
) -> None:
    secret = """
        indicator         | gebied | periode    | waarde | status
        bijstand_personen | GM0200 | 2021-12-31 | 4150   | definitief
        bijstand_personen | GM0230 | 2021-12-31 | .      | geheim
        bijstand_personen | GM0246 | 2021-12-31 | 150    | definitief
    """

    found = cells(warehouse_of(secret, STAYS), "waarde", "marge", "status", "opmerking")

    assert found == [(None, None, "onvolledig", "Ontbreekt: Elburg")]


def test_what_no_gemeente_has_keeps_their_reason(warehouse_of: WarehouseOf) -> None:
    secret = """
        indicator         | gebied | periode    | waarde | status
        bijstand_personen | GM0200 | 2021-12-31 | .      | geheim
        bijstand_personen | GM0230 | 2021-12-31 | .      | geheim
        bijstand_personen | GM0246 | 2021-12-31 | .      | geheim
    """

    assert cells(warehouse_of(secret, STAYS), "waarde", "status") == [(None, "geheim")]


def test_what_no_gemeente_even_has_a_row_for_is_not_published(warehouse_of: WarehouseOf) -> None:
    elsewhere = """
        indicator         | gebied | periode    | waarde
        bijstand_personen | GM0301 | 2021-12-31 | 1500
    """

    assert cells(warehouse_of(elsewhere, STAYS), "waarde", "status") == [
        (None, "niet gepubliceerd")
    ]


def test_a_sum_is_as_provisional_as_its_weakest_part(warehouse_of: WarehouseOf) -> None:
    def status_of(*statuses: str) -> str:
        header = "indicator | gebied | periode | waarde | status\n"
        codes = ("GM0200", "GM0230", "GM0246")
        drawing = header + "\n".join(
            f"bijstand_personen | {code} | 2021-12-31 | 10 | {status}"
            for code, status in zip(codes, statuses, strict=True)
        )
        return str(cells(warehouse_of(drawing, STAYS), "status")[0][0])

    assert status_of("definitief", "definitief", "definitief") == "berekend"
    assert status_of("definitief", "nader voorlopig", "definitief") == "nader voorlopig"
    assert status_of("voorlopig", "nader voorlopig", "definitief") == "voorlopig"
    assert status_of("voorlopig", "definitief", "herhaald") == "herhaald"


def test_a_percentage_is_never_added_up(warehouse_of: WarehouseOf) -> None:
    percentages = """
        indicator                 | reeks    | gebied | periode | waarde
        netto_arbeidsparticipatie | 85039NED | GM0200 | 2021    | 70
        netto_arbeidsparticipatie | 85039NED | GM0230 | 2021    | 72
        netto_arbeidsparticipatie | 85039NED | GM0246 | 2021    | 71
    """

    warehouse = warehouse_of(percentages, STAYS)

    assert cells(warehouse, "waarde", indicator="netto_arbeidsparticipatie") == []


def test_a_ratio_of_a_region_is_the_ratio_of_the_sums(warehouse_of: WarehouseOf) -> None:
    drawing = """
        indicator         | gebied | periode    | waarde | marge
        bijstand_personen | GM0200 | 2021-12-31 | 400    | 5
        bijstand_personen | GM0230 | 2021-12-31 | 10     | 5
        bijstand_personen | GM0246 | 2021-12-31 | 0      | 5
        inwoners_15_65    | GM0200 | 2022-01-01 | 10000  | 10
        inwoners_15_65    | GM0230 | 2022-01-01 | 1000   | 10
        inwoners_15_65    | GM0246 | 2022-01-01 | 1000   | 10
    """

    assert cells(
        warehouse_of(drawing, STAYS),
        *("waarde", "marge", "teller", "noemer", "leden"),
        indicator="bijstand_per_1000",
    ) == [
        # 1000 x 410 / 12000, and (1000 x 15 + 34.1667 x 30) / 12000
        (Decimal("34.1667"), Decimal("1.3354"), Decimal(410), Decimal(12000), 3)
    ]


PUBLISHED = """
indicator      | reeks            | gebied | periode    | waarde | marge
ww_uitkeringen | jaarverslag-2023 | AM06   | 2021-12-31 | 520    | 0
ww_uitkeringen | 37789ksz         | GM0200 | 2021-12-31 | 400    | 5
ww_uitkeringen | 37789ksz         | GM0230 | 2021-12-31 | 70     | 5
ww_uitkeringen | 37789ksz         | GM0246 | 2021-12-31 | 40     | 5
"""


def beside(warehouse: Warehouse, **question: str) -> list[tuple[Any, ...]]:
    columns = ("samenstelling", "leden", "waarde", "strijdig", "gekozen")
    return cells(warehouse, *columns, indicator="ww_uitkeringen", **question)


def test_a_published_figure_goes_before_a_sum_that_rounding_makes_equal(
    warehouse_of: WarehouseOf,
) -> None:
    assert beside(warehouse_of(PUBLISHED, STAYS)) == [
        ("gepubliceerd", None, 520, False, True),
        ("zoals-toen", 3, 510, False, False),
    ]


def test_a_published_figure_that_the_sum_contradicts_is_a_dispute(
    warehouse_of: WarehouseOf,
) -> None:
    wrong = warehouse_of(PUBLISHED.replace("520", "550"), STAYS, {"jaarverslag-2023": "2021"})

    assert beside(wrong) == [
        ("gepubliceerd", 3, 550, True, True),
        ("zoals-toen", 3, 510, True, False),
    ]


def test_a_figure_published_for_another_composition_is_no_dispute_and_gives_way(
    warehouse_of: WarehouseOf,
) -> None:
    of_2022 = warehouse_of(PUBLISHED.replace("520", "440"), STAYS, {"jaarverslag-2023": "2022"})

    assert beside(of_2022) == [
        ("zoals-toen", 3, 510, False, True),
        ("gepubliceerd", 2, 440, False, False),
    ]
    assert beside(of_2022, samenstelling="huidig") == [
        ("gepubliceerd", 2, 440, False, True),
        ("huidig", 2, 440, False, False),
    ]


def test_a_published_figure_says_for_which_composition_it_is(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(PUBLISHED, STAYS, {"jaarverslag-2023": "2021"})

    [(remark,)] = {
        row
        for row in cells(warehouse, "opmerking", indicator="ww_uitkeringen")
        if row[0] is not None
    }
    assert remark == "Gepubliceerd voor de indeling van 2021"


def test_of_many_sources_exactly_one_is_chosen(warehouse_of: WarehouseOf) -> None:
    three = """
        indicator                 | reeks    | gebied | periode | waarde | status
        netto_arbeidsparticipatie | 85039NED | NL01   | 2021    | 70     | definitief
        netto_arbeidsparticipatie | 80590ned | NL01   | 2021    | 71     | definitief
        netto_arbeidsparticipatie | 85826NED | NL01   | 2021    | .      | geheim
    """

    columns = ("reeks", "waarde", "strijdig", "gekozen")
    asked = {"indicator": "netto_arbeidsparticipatie", "gebieden": ["NL01"]}
    assert cells(warehouse_of(three), *columns, **asked) == [
        ("80590ned", 71, True, True),
        ("85039NED", 70, True, False),
        ("85826NED", None, False, False),
    ]


def test_what_measures_something_else_under_the_same_name_is_no_dispute(
    warehouse_of: WarehouseOf,
) -> None:
    average_and_year = """
        indicator        | reeks                    | gebied | periode | waarde  | status
        beroepsbevolking | maatstaven-gemeentefonds | NL01   | 2021    | 9123000 | definitief
        beroepsbevolking | 80590ned                 | NL01   | 2021    | 9663000 | definitief
    """

    columns = ("reeks", "waarde", "strijdig", "gekozen")
    asked = {"indicator": "beroepsbevolking", "gebieden": ["NL01"]}
    assert cells(warehouse_of(average_and_year), *columns, **asked) == [
        ("80590ned", 9663000, False, True),
        ("maatstaven-gemeentefonds", 9123000, False, False),
    ]


def test_only_the_asked_days_are_answered(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(COUNTS, STAYS)

    assert cells(warehouse, "periode", begin=date(2019, 1, 1)) == [("2021-12-31",)]
    assert cells(warehouse, "periode", einde=date(2019, 1, 1)) == [("2018-12-31",)]
    assert cells(warehouse, "periode", begin=date(2019, 1, 1), einde=date(2020, 1, 1)) == []


def test_an_area_without_figures_or_members_has_no_rows(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(COUNTS, STAYS)

    assert cells(warehouse, "waarde", gebieden=["GM0301", "PV25", "NL01"]) == []
    assert cells(warehouse, "waarde", gebieden=[]) == []


def test_members_are_those_of_the_composition_by_name(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(COUNTS, STAYS)

    assert warehouse.members("AM06") == ["GM0200", "GM0246"]
    assert warehouse.members("AM06", "2021") == ["GM0200", "GM0230", "GM0246"]
    assert warehouse.members("AM06", "2019") == ["GM0200", "GM0230"]
    assert warehouse.members("AM06", "zoals-toen") == ["GM0200", "GM0230", "GM0246"]
    assert warehouse.memberships("AM06").select("naam", "einde").rows() == [
        ("Apeldoorn", None),
        ("Elburg", date(2021, 12, 31)),
        ("Heerde", None),
    ]


def test_coverage_counts_figures_that_are_there_by_series_and_level(
    warehouse_of: WarehouseOf,
) -> None:
    missing = "ww_uitkeringen | kerncijfers-wijken-buurten | GM0200 | 2024-12-31 | . | . | geheim"
    lines = [f"{line} | definitief" for line in PUBLISHED.strip().splitlines()]
    lines[0] = lines[0].replace("definitief", "status")
    published = warehouse_of("\n".join([*lines, missing]), STAYS).coverage()

    day = date(2021, 12, 31)
    assert published.rows() == [
        ("ww_uitkeringen", "37789ksz", "37789ksz", "gemeente", "dag", day, day, 3),
        ("ww_uitkeringen", *["jaarverslag-2023"] * 2, "arbeidsmarktregio", "dag", day, day, 1),
    ]


@pytest.mark.parametrize(
    "intrusion",
    [
        "COPY gebied TO '{file}'",
        "ATTACH '{file}' AS other",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
        "DELETE FROM cijfer",
        "CREATE TABLE other AS SELECT 1",
    ],
)
def test_a_warehouse_lets_nothing_out_and_changes_nothing(
    warehouse_of: WarehouseOf, tmp_path: Path, intrusion: str
) -> None:
    warehouse = warehouse_of(COUNTS, STAYS)
    secret = tmp_path / "geheim.csv"
    secret.write_text("wachtwoord\nzomer", encoding="utf-8")

    with pytest.raises(duckdb.Error):
        warehouse._ask(intrusion.format(file=secret))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "geheim.csv"]
    assert secret.read_text(encoding="utf-8") == "wachtwoord\nzomer"


def test_a_name_in_a_question_is_a_table_and_never_a_variable(warehouse_of: WarehouseOf) -> None:
    setting = "SELECT current_setting('python_enable_replacements') AS allowed"

    assert warehouse_of(COUNTS)._ask(setting).item() is False


def test_a_question_takes_a_quote_for_what_it_is(warehouse_of: WarehouseOf) -> None:
    warehouse = warehouse_of(COUNTS, STAYS)

    assert cells(warehouse, "waarde", gebieden=["AM06'; DELETE FROM cijfer; --"]) == []
    assert len(cells(warehouse, "waarde")) == 2


# Sums and ratios of any set of gemeenten, on warehouses that nobody drew.

AMOUNTS = st.decimals(0, 10**9, places=4)
GEMEENTEN = [f"GM{number:04}" for number in range(1, 9)]


def sets_of(parts: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Make a region of all parts, and a subregio of each."""
    members = [each for part in parts for each in part]
    return [
        *({"geheel": "AM01", "deel": each} for each in members),
        *(
            {"geheel": f"SR2021-{'abcdefgh'[number]}", "deel": each}
            for number, part in enumerate(parts)
            for each in part
        ),
    ]


def figures_of(counts: dict[str, Decimal | None], indicator: str, day: str) -> list[dict[str, Any]]:
    return [
        {
            "indicator": indicator,
            "gebied": gebied,
            "periode": day,
            "waarde": "." if count is None else count,
            "marge": "." if count is None else "0",
            "status": "geheim" if count is None else "definitief",
        }
        for gebied, count in counts.items()
    ]


@st.composite
def partitions(draw: st.DrawFn) -> list[list[str]]:
    """Take some gemeenten, in any order, and divide them over one to four parts."""
    members = draw(st.lists(st.sampled_from(GEMEENTEN), min_size=1, unique=True))
    numbers = [draw(st.integers(0, 3)) for _ in members]
    parts = [
        [each for each, own in zip(members, numbers, strict=True) if own == number]
        for number in range(4)
    ]
    return [part for part in parts if part]


def answers(
    figures: list[dict[str, Any]], parts: Sequence[Sequence[str]], indicator: str
) -> pl.DataFrame:
    """Ask a warehouse of these figures for the whole, its parts and all gemeenten."""
    stays = drawn.belonging(sets_of(parts))
    with TemporaryDirectory() as folder:
        warehouse = drawn.warehouse(Path(folder), drawn.observed(figures), stays)
        asked = [*stays["geheel"].unique(), *GEMEENTEN]
        found = warehouse.figures(indicator, asked).clone()
        warehouse.close()
    return found


@settings(max_examples=25, deadline=None)
@given(partitions(), st.data())
def test_a_sum_is_the_sum_of_its_parts_in_any_order_and_grouping(
    parts: list[list[str]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(GEMEENTEN))
    counts: dict[str, Decimal | None] = {each: data.draw(AMOUNTS) for each in order}

    found = answers(
        figures_of(counts, "bijstand_personen", "2021-12-31"), parts, "bijstand_personen"
    )

    values: dict[str, Decimal] = dict(found.select("gebied", "waarde").rows())
    whole = values.pop("AM01")
    assert whole == sum(values[each] for part in parts for each in part)
    assert whole == sum(value for area, value in values.items() if area.startswith("SR"))
    for number, part in enumerate(parts):
        assert values[f"SR2021-{'abcdefgh'[number]}"] == sum(counts[each] or 0 for each in part)


@settings(max_examples=25, deadline=None)
@given(partitions(), st.data())
def test_one_missing_gemeente_makes_the_whole_incomplete_and_no_other_part(
    parts: list[list[str]], data: st.DataObject
) -> None:
    counts: dict[str, Decimal | None] = {each: data.draw(AMOUNTS) for each in GEMEENTEN}
    lost = data.draw(st.sampled_from([each for part in parts for each in part]))
    counts[lost] = None
    rows = figures_of(counts, "bijstand_personen", "2021-12-31")
    if data.draw(st.booleans(), label="without even a row"):
        rows = [row for row in rows if row["gebied"] != lost]

    found = answers(rows, parts, "bijstand_personen")

    values = {
        area: (value, status)
        for area, value, status in found.select("gebied", "waarde", "status").rows()
    }
    assert values["AM01"][0] is None
    assert values["AM01"][1] in MISSING_REASONS
    for number, part in enumerate(parts):
        value, status = values[f"SR2021-{'abcdefgh'[number]}"]
        if lost in part:
            assert value is None
            assert status == ("onvolledig" if len(part) > 1 else status)
            assert status in MISSING_REASONS
        else:
            assert value == sum(counts[each] or 0 for each in part)


@settings(max_examples=25, deadline=None)
@given(partitions(), st.data())
def test_a_ratio_of_a_set_lies_between_those_of_its_members(
    parts: list[list[str]], data: st.DataObject
) -> None:
    persons = st.integers(0, 10**5).map(Decimal)
    inhabitants = st.integers(1, 10**6).map(Decimal)
    rows = [
        *figures_of(
            {each: data.draw(persons) for each in GEMEENTEN}, "bijstand_personen", "2021-12-31"
        ),
        *figures_of(
            {each: data.draw(inhabitants) for each in GEMEENTEN}, "inwoners_15_65", "2022-01-01"
        ),
    ]

    found = answers(rows, parts, "bijstand_per_1000")

    values: dict[str, Decimal] = dict(found.select("gebied", "waarde").rows())
    areas = [("AM01", [each for part in parts for each in part])]
    areas += [(f"SR2021-{'abcdefgh'[number]}", part) for number, part in enumerate(parts)]
    for area, members in areas:
        own = [values[each] for each in members]
        assert min(own) <= values[area] <= max(own)


def test_the_current_build_is_opened_once(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    drawn.publish(folder, "1", drawn.tables(drawn.waarnemingen(COUNTS)))

    assert open_current(folder) is open_current(folder)
