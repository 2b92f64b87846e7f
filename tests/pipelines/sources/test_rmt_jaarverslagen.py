"""The tables on the RMT in the jaarverslagen, from their printed rows to figures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines import publicaties
from pipelines.areas import Areas
from pipelines.delivery import Delivery, DeliveryError, seal
from pipelines.sources.rmt_jaarverslagen import NEEDED, stage

PER_PARTIJ = """
partij   | 2022 | 2023
FNV      | 53   | 62
CNV      | 62   | 66
De Unie  | 62   | 111
Gemeente | 153  | 294
UWV      | 186  | 94
"""
GEMEENTE_2023 = """
sector                                     | aantal
cultuur, sport en recreatie                | 3
autohandel en reparatie                    | 3
horeca                                     | 21
detailhandel non-food                      | 14
groothandel                                | 1
uitzendbureaus (zakelijke diensten) | 1
overige zakelijke dienstverlening          | 4
overige dienstverlening                    | 0
metaal en technische industrie             | 6
overige industrie                          | 14
verhuur en overig, beveiliging             | 2
vervoer, opslag en personenvervoer         | 2
haar- en schoonheidsverzorging             | 10
reisbranche                                | 1
schoonmaak en facilitair management        | 8
overig                                     | 204
onbekend                                   | 0
"""
SECTORS_2022 = """
sector                                     | aantal
cultuur, sport en recreatie                | 3
autohandel en reparatie                    | 1
horeca                                     | 2
detailhandel non-food                      | 6
uitzendbureaus (zakelijke diensten) | 4
overige zakelijke dienstverlening          | 3
overige dienstverlening                    | 5
metaal en technische industrie             | 1
overige industrie                          | 6
verhuur en overig, beveiliging             | 0
vervoer, opslag en personenvervoer         | 3
haar- en schoonheidsverzorging             | 6
overig                                     | 158
onbekend                                   | 318
"""


def drawn(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()][1:]


@pytest.fixture(scope="module")
def figures(raw: Path, known_areas: Areas) -> pl.DataFrame:
    return stage(publicaties.read(Delivery.open(raw / "publicaties")), known_areas)


def values(figures: pl.DataFrame, periode: str, *kenmerk: str) -> dict[tuple[str, ...], object]:
    rows = figures.filter(pl.col("periode") == periode, pl.col("kenmerk") == list(kenmerk))
    return {tuple(row["categorie"]): row["waarde"] for row in rows.iter_rows(named=True)}


def statuses(figures: pl.DataFrame, periode: str, *kenmerk: str) -> dict[tuple[str, ...], str]:
    rows = figures.filter(pl.col("periode") == periode, pl.col("kenmerk") == list(kenmerk))
    return {tuple(row["categorie"]): row["status"] for row in rows.iter_rows(named=True)}


def test_the_totals_are_those_of_the_reports(figures: pl.DataFrame) -> None:
    assert values(figures, "2022") == {(): 516}
    assert values(figures, "2023") == {(): 627}
    for partij, in_2022, in_2023 in drawn(PER_PARTIJ):
        assert values(figures, "2022", "partij")[(partij,)] == int(in_2022)
        assert values(figures, "2023", "partij")[(partij,)] == int(in_2023)


def test_a_total_per_partij_that_is_not_printed_is_derived_and_says_of_what(
    figures: pl.DataFrame,
) -> None:
    assert set(statuses(figures, "2022", "partij").values()) == {"afgeleid"}
    assert set(statuses(figures, "2023", "partij").values()) == {"gedrukt"}
    row = figures.filter(
        pl.col("periode") == "2022",
        pl.col("kenmerk") == ["partij"],
        pl.col("categorie") == ["FNV"],
    ).row(0, named=True)
    assert row["opmerking"] == (
        "Afgeleid: 5 + 12 + 31 + 5 naar herkomst; het jaarverslag drukt geen totaal per partij"
    )
    assert row["vindplaats"] == "jaarverslag-2022, Regionale Mobiliteitsteam (RMT), regel 298"


def test_sectors_carry_the_names_of_2023_in_both_years(figures: pl.DataFrame) -> None:
    assert values(figures, "2022", "sector") == {
        (sector,): int(count) for sector, count in drawn(SECTORS_2022)
    }
    assert values(figures, "2023", "sector")[("horeca",)] == 29
    assert values(figures, "2023", "sector")[("overig",)] == 381
    assert values(figures, "2023", "sector")[("onbekend",)] == 94
    gemeente = {
        sector: value
        for (partij, sector), value in values(figures, "2023", "partij", "sector").items()
        if partij == "Gemeente"
    }
    assert gemeente == {sector: int(count) for sector, count in drawn(GEMEENTE_2023)}


def test_a_column_without_a_name_gives_no_figure_of_any_partij(figures: pl.DataFrame) -> None:
    withheld = figures.filter(
        pl.col("periode") == "2022", pl.col("kenmerk") == ["partij", "sector"]
    )
    assert withheld.height == 5 * 14
    assert withheld["waarde"].is_null().all()
    assert set(withheld["status"]) == {"ingehouden"}
    assert withheld["opmerking"].str.contains("vier kolommen zonder naam voor vijf partijen").all()


def test_a_table_that_repeats_another_gives_no_figure(figures: pl.DataFrame) -> None:
    for kenmerk in ("taalniveau", "opleidingsniveau", "status"):
        assert set(statuses(figures, "2022", kenmerk).values()) == {"ingehouden"}
        assert set(statuses(figures, "2022", "partij", kenmerk).values()) == {"ingehouden"}
        assert set(values(figures, "2022", kenmerk).values()) == {None}


def test_what_does_not_add_up_is_marked_and_keeps_its_value(figures: pl.DataFrame) -> None:
    assert values(figures, "2022", "geslacht") == {("man",): 204, ("vrouw",): 312, ("onbekend",): 6}
    assert values(figures, "2023", "status") == {
        ("actief",): 335,
        ("uitstroom met werk",): 91,
        ("uitstroom geen werk of onbekend",): 168,
        ("uitstroom overig",): 22,
    }
    for periode, kenmerk in (("2022", "geslacht"), ("2022", "geboortecohort"), ("2023", "status")):
        assert set(statuses(figures, periode, kenmerk).values()) == {"strijdig"}
    marked = {
        partij
        for (partij, _), status in statuses(figures, "2023", "partij", "status").items()
        if status == "strijdig"
    }
    assert marked == {"FNV", "CNV", "Gemeente"}


def test_an_empty_cell_is_nought_only_where_the_totals_say_so(figures: pl.DataFrame) -> None:
    cells, said = (each(figures, "2023", "partij", "sector") for each in (values, statuses))
    assert (cells[("CNV", "groothandel")], said[("CNV", "groothandel")]) == (0, "afgeleid")
    assert (cells[("UWV", "groothandel")], said[("UWV", "groothandel")]) == (
        None,
        "niet gepubliceerd",
    )
    assert values(figures, "2023", "partij", "status")[("UWV", "actief")] is None
    assert values(figures, "2023", "partij", "status")[("De Unie", "uitstroom overig")] == 0


def test_what_the_report_prints_together_stays_together(figures: pl.DataFrame) -> None:
    assert values(figures, "2023", "herkomst") == {
        ("Participatiewet, NUG of zzp",): 306,
        ("WW",): 98,
        ("werknemer",): 112,
        ("onbekend",): 111,
    }
    assert values(figures, "2023", "taalniveau") == {
        ("<1F",): 104,
        (">2F",): 429,
        ("onbekend",): 94,
    }


def test_every_figure_is_of_the_region_and_says_where_it_stands(figures: pl.DataFrame) -> None:
    assert set(figures["gebied"]) == {"AM06"}
    assert figures["vindplaats"].str.contains(r"^jaarverslag-202[23], .+, regel \d+$").all()
    assert figures["opmerking"].is_not_null().sum() > 0


@pytest.fixture
def retyped(
    raw: Path, tmp_path: Path, known_areas: Areas
) -> Callable[[str, str, str], pl.DataFrame]:
    """Type one printed row otherwise, and stage what then lies there."""

    def again(table: str, before: str, after: str) -> pl.DataFrame:
        folder = tmp_path / "publicaties"
        shutil.copytree(raw / "publicaties", folder)
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, after), encoding="utf-8")
        return stage(publicaties.read(seal(folder)), known_areas)

    return again


def test_a_mended_status_names_the_correction_that_is_to_go(
    retyped: Callable[[str, str, str], pl.DataFrame],
) -> None:
    with pytest.raises(
        DeliveryError,
        match=r"correctie 'rmt-2023-status-gemeente' geldt niet meer: .* staat 190 waar 226",
    ):
        retyped(
            "rmt_2023_taal_opleiding_uitstroom",
            "Gemeente,status,Actief,226",
            "Gemeente,status,Actief,190",
        )


def test_a_sum_that_no_correction_knows_of_marks_its_figures(
    retyped: Callable[[str, str, str], pl.DataFrame],
) -> None:
    figures = retyped("rmt_2023_instroom", "CNV,geslacht,Man,19", "CNV,geslacht,Man,20")
    [man] = figures.filter(
        pl.col("categorie") == pl.lit(["CNV", "man"], pl.List(pl.String)),
        pl.col("periode") == "2023",
    ).to_dicts()
    assert (man["waarde"], man["status"]) == (20, "strijdig")
    assert "som over partij tegen de kolom Totaal; 1 cel is leeg: 236 tegen 235" in man["opmerking"]


def test_two_tables_that_print_a_total_otherwise_mark_it(
    retyped: Callable[[str, str, str], pl.DataFrame],
) -> None:
    figures = retyped("rmt_deelnemers", "2023,627", "2023,628")
    [whole] = figures.filter(
        pl.col("kenmerk").list.len() == 0, pl.col("periode") == "2023"
    ).to_dicts()
    assert (whole["waarde"], whole["status"]) == (628, "strijdig")
    assert "het totaal tegen het aantal deelnemers van 2023: 627 tegen 628" in whole["opmerking"]


def test_a_sector_that_no_list_knows_is_named(
    retyped: Callable[[str, str, str], pl.DataFrame],
) -> None:
    with pytest.raises(DeliveryError, match="sector 'Ruimtevaart' is onbekend; bekend zijn"):
        retyped("rmt_2023_sector", "2023,Reisbranche,Gemeente", "2023,Ruimtevaart,Gemeente")


def test_another_kind_of_count_is_named(retyped: Callable[[str, str, str], pl.DataFrame]) -> None:
    with pytest.raises(DeliveryError, match="soort 'gemiddeld' is onbekend"):
        retyped("rmt_deelnemers", "2023,627,begeleid in het jaar", "2023,627,gemiddeld")


def test_every_printed_table_on_the_rmt_is_read(raw: Path) -> None:
    assert {path.stem for path in (raw / "publicaties").glob("rmt_*.csv")} == set(NEEDED)
