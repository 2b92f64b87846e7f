"""From what partners deliver to figures per quarter and year, without what could point out a person."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from pipelines.areas import Areas
from pipelines.delivery import Aanlevering, Delivery
from pipelines.intake.rmt import SCHEMA
from pipelines.intake.store import Kept, in_force
from pipelines.sources.rmt_leveringen import SOURCE, stage
from warehouse.tables import Waarneming

LayDown = Callable[..., Delivery]
MOMENT = datetime.datetime(2025, 1, 10, 9, tzinfo=datetime.UTC)


@pytest.fixture
def delivered(lay_down: LayDown) -> Callable[..., Kept]:
    """Lay down a delivery, drawn as partij | periode | gebied | kenmerk | categorie | aantal."""
    made: list[Kept] = []

    def write(table: str, tabel: str = "rmt-deelnemers") -> Kept:
        rows = [
            [cell.strip() for cell in line.split("|")]
            for line in table.splitlines()
            if line.strip()
        ]
        frame = pl.DataFrame(rows, schema=list(SCHEMA), orient="row").cast(SCHEMA)
        delivery = lay_down(
            f"leveringen/{tabel}/{len(made)}", {"tellingen.csv": frame.write_csv()}, bron="leveringen",
            tabel=tabel, stand="aangeleverd", vastgelegd="2025-01-10",
        )  # fmt: skip
        record = replace(
            delivery.record,
            opgehaald=MOMENT + timedelta(hours=len(made)),
            aanlevering=Aanlevering(sha256=str(len(made)), partijen=(), perioden=()),
        )
        made.append(Kept(Delivery(delivery.folder, record), frame))
        return made[-1]

    return write


def shown(
    figures: dy.DataFrame[Waarneming], gebied: str, periode: str, *per: str
) -> dict[str, str]:
    """Give figures by their categories as words: a number, or why there is none."""
    rows = figures.filter(
        pl.col("gebied") == gebied,
        pl.col("periode") == periode,
        pl.col("kenmerk") == pl.lit(list(per), pl.List(pl.String)),
    )
    return {
        " ".join(row["categorie"]): (
            f"{row['waarde']:.0f}"
            if row["waarde"] is not None
            else f"{row['status']}: {row['opmerking']}"
        )
        for row in rows.iter_rows(named=True)
    }


def everyone(counts: Iterable[int], periode: str = "2024K1", gebied: str = "GM0200") -> str:
    """A delivery of all five partijen with so many participants each, all of them men."""
    partijen = ("FNV", "CNV", "De Unie", "Gemeente", "UWV")
    return "\n".join(
        f"{partij} | {periode} | {gebied} | {kenmerk} | {categorie} | {count}"
        for partij, count in zip(partijen, counts, strict=True)
        for kenmerk, categorie in (("", ""), ("geslacht", "man"))
    )


def test_without_deliveries_there_are_no_figures(known_areas: Areas) -> None:
    assert stage([], known_areas).is_empty()


def test_a_data_folder_without_deliveries_is_no_error(raw: Path) -> None:
    assert SOURCE.deliveries(raw) == []
    assert SOURCE.staged(raw).is_empty()


def test_counts_of_all_partijen_add_up(delivered: Callable[..., Kept], known_areas: Areas) -> None:
    figures = stage([delivered(everyone([10, 20, 30, 40, 50]))], known_areas)

    assert shown(figures, "AM06", "2024K1", "partij") == {
        "FNV": "10", "CNV": "20", "De Unie": "30", "Gemeente": "40", "UWV": "50",
    }  # fmt: skip
    assert shown(figures, "AM06", "2024K1") == {"": "150"}
    assert shown(figures, "GM0200", "2024K1") == {"": "150"}
    assert shown(figures, "GM0150", "2024K1") == {"": "0"}
    assert shown(figures, "AM06", "2024K1", "geslacht") == {
        "man": "150", "vrouw": "0", "anders": "0", "onbekend": "0",
    }  # fmt: skip
    assert shown(figures, "AM06", "2024K1", "partij", "geslacht")["FNV man"] == "10"


def test_a_total_is_not_given_before_all_partijen_delivered(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    table = "\n".join(everyone([10, 20, 30, 40, 50]).splitlines()[:6])
    figures = stage([delivered(table)], known_areas)

    missing = "onvolledig: Nog niet aangeleverd: Gemeente, UWV"
    assert shown(figures, "AM06", "2024K1") == {"": missing}
    assert shown(figures, "AM06", "2024K1", "geslacht")["man"] == missing
    assert shown(figures, "AM06", "2024K1", "partij") == {"FNV": "10", "CNV": "20", "De Unie": "30"}


def test_a_year_is_given_once_its_four_quarters_are_there(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    quarters = [delivered(everyone([10] * 5, f"2024K{quarter}")) for quarter in (1, 2, 3)]
    missing = ", ".join(f"{each} (K4)" for each in ("FNV", "CNV", "De Unie", "Gemeente", "UWV"))
    assert shown(stage(quarters, known_areas), "AM06", "2024") == {
        "": f"onvolledig: Nog niet aangeleverd: {missing}"
    }

    quarters.append(delivered(everyone([12] * 5, "2024K4")))
    figures = stage(quarters, known_areas)
    assert shown(figures, "AM06", "2024") == {"": "210"}
    assert shown(figures, "AM06", "2024", "partij")["FNV"] == "42"
    assert shown(figures, "GM0200", "2024", "partij")["FNV"] == "42"


def test_a_table_of_a_whole_year_stands_beside_quarters_of_others(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    persons = [
        delivered("\n".join(everyone([10] * 5, f"2024K{quarter}").splitlines()[:8]))
        for quarter in (1, 2, 3, 4)
    ]
    table = delivered(
        """
        UWV | 2024 | onbekend |          |       | 94
        UWV | 2024 | onbekend | geslacht | vrouw | 94
        """,
        "rmt-tabel",
    )
    figures = stage([*persons, table], known_areas)

    assert shown(figures, "AM06", "2024") == {"": "254"}
    assert shown(figures, "AM06", "2024", "geslacht")["vrouw"] == "94"
    assert shown(figures, "AM06", "2024K1") == {"": "onvolledig: Nog niet aangeleverd: UWV"}
    assert shown(figures, "GM0200", "2024", "partij") == {
        "FNV": "40", "CNV": "40", "De Unie": "40", "Gemeente": "40",
    }  # fmt: skip


def test_where_nothing_is_known_of_anybody_the_other_categories_are_no_nought(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    table = """
        UWV | 2024 | onbekend |          |          | 94
        UWV | 2024 | onbekend | geslacht | onbekend | 94
        UWV | 2024 | onbekend | sector   | horeca   | 90
        UWV | 2024 | onbekend | sector   | onbekend | 4
        """
    figures = stage([delivered(table, "rmt-tabel")], known_areas)

    silent = "niet gepubliceerd: Van niemand is geslacht bekend"
    assert shown(figures, "AM06", "2024", "partij", "geslacht") == {
        "UWV man": silent, "UWV vrouw": silent, "UWV anders": silent, "UWV onbekend": "94",
    }  # fmt: skip
    assert shown(figures, "AM06", "2024", "partij", "sector")["UWV groothandel"] == "0"


def test_a_category_that_was_kept_under_another_spelling_is_still_known(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    table = """
        UWV | 2024 | onbekend |        |                                            | 94
        UWV | 2024 | onbekend | sector | zakelijke dienstverlening (uitzendbureaus) | 94
        """
    figures = stage([delivered(table, "rmt-tabel")], known_areas)

    told = shown(figures, "AM06", "2024", "partij", "sector")
    assert told["UWV uitzendbureaus (zakelijke diensten)"] == "94"


def test_the_newest_delivery_of_a_partij_and_period_counts(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    first = delivered(everyone([10] * 5) + "\n" + everyone([20] * 5, "2024K2"))
    second = delivered(
        "FNV | 2024K1 | GM0200 | | | 15\nFNV | 2024K1 | GM0200 | geslacht | man | 15"
    )

    figures = stage([first, second], known_areas)

    assert shown(figures, "AM06", "2024K1", "partij")["FNV"] == "15"
    assert shown(figures, "AM06", "2024K2", "partij")["FNV"] == "20"
    assert {(p, q) for kept, p, q in in_force([first, second]) if kept is second} == {
        ("FNV", "2024K1")
    }


def test_participants_outside_the_region_count_for_the_region_only(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    table = everyone([10] * 5) + "\n" + everyone([6] * 5, gebied="elders")
    figures = stage([delivered(table)], known_areas)

    assert shown(figures, "AM06", "2024K1") == {"": "80"}
    assert shown(figures, "GM0200", "2024K1") == {"": "50"}
    assert set(figures.filter(pl.col("gebied") == "AM06")["reeks"]) == {"rmt-leveringen"}
    assert set(figures.filter(pl.col("gebied") == "GM0200")["reeks"]) == {
        "rmt-leveringen-woongemeente"
    }


def test_a_small_count_is_shown_as_such_and_a_second_number_is_withheld(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    table = everyone([10, 20, 30, 40, 50]).replace(
        "FNV | 2024K1 | GM0200 | geslacht | man | 10", ""
    )
    table += (
        "\nFNV | 2024K1 | GM0200 | geslacht | man | 7\nFNV | 2024K1 | GM0200 | geslacht | vrouw | 3"
    )
    figures = stage([delivered(table)], known_areas)

    by_partij = shown(figures, "AM06", "2024K1", "partij", "geslacht")
    assert by_partij["FNV vrouw"] == "geheim: <5"
    withheld = [each for each, said in by_partij.items() if said.startswith("geheim: Niet getoond")]
    assert withheld == ["FNV anders"]
    of_all = shown(figures, "AM06", "2024K1", "geslacht")
    assert of_all["vrouw"] == "geheim: <5"
    assert of_all["anders"].startswith("geheim: Niet getoond")
    assert shown(figures, "AM06", "2024K1", "partij")["FNV"] == "10"


def test_a_category_that_a_delivery_cannot_have_hides_nothing(
    delivered: Callable[..., Kept], known_areas: Areas
) -> None:
    """Of persons the delivery asks 1F-2F, never <2F: that nobody is in it, each reader knows."""
    table = everyone([30] * 5)
    for level, count in (("<1F", 9), ("1F-2F", 3), (">2F", 9), ("onbekend", 9)):
        table += f"\nFNV | 2024K1 | GM0200 | taalniveau | {level} | {count}"
    figures = stage([delivered(table)], known_areas)

    told = shown(figures, "AM06", "2024K1", "partij", "taalniveau")
    assert told["FNV 1F-2F"] == "geheim: <5"
    assert told["FNV <2F"] == "0"
    withheld = [each for each, said in told.items() if said.startswith("geheim: Niet getoond")]
    assert len(withheld) == 1


def test_no_figure_is_a_small_count(delivered: Callable[..., Kept], known_areas: Areas) -> None:
    table = "\n".join(
        everyone([count, 2 * count, 9, 14, 3], f"2024K{quarter}", gebied)
        for quarter in (1, 2, 3, 4)
        for count, gebied in ((1, "GM0200"), (4, "GM0150"), (2, "GM0301"), (3, "elders"))
    )
    figures = stage([delivered(table)], known_areas)

    values = figures["waarde"].drop_nulls()
    assert values.len() > 0
    assert not values.is_between(1, 4).any()
    assert figures.filter(pl.col("status") == "geheim")["waarde"].is_null().all()
