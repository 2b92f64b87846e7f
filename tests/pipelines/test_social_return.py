"""Definitions of social return, and that money adds up to the cent whatever it is grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import areas
from pipelines.areas import Areas
from pipelines.delivery import Delivery
from pipelines.intake.social_return import (
    CONTRACT,
    FULFILMENT,
    KINDS_OF_CONTRACT,
    KINDS_OF_FULFILMENT,
)
from pipelines.social_return import BY_KIND, SUMS, Register, figures, standing_on, tables
from pipelines.source import observed
from tests.conftest import ROOT
from tests.warehouse import drawn
from warehouse.builds import DataFolder
from warehouse.reader import Warehouse
from warehouse.tables import Waarneming

DAY = date(2023, 12, 31)
OWNERS = ("GM0200", "GM0150", "GM0301", "Waterschap Vallei")
CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


def contract(
    number: str,
    agreed: Decimal | int | None,
    begin: date = date(2022, 1, 1),
    end: date | None = date(2023, 12, 31),
    owner: str = "GM0200",
    kind: str = "dienst",
) -> dict[str, object]:
    blank: dict[str, object] = dict.fromkeys(CONTRACT)
    return blank | {
        "partij": owner, "periode": "", "contractnummer": number, "opdrachtnemer": "X",
        "soort": kind, "ingangsdatum": begin, "einddatum": end, "verplichting": agreed,
    }  # fmt: skip


def effort(
    number: str,
    worth: Decimal | int,
    month: str = "2023-05",
    status: str = "goedgekeurd",
    kind: str = "sociale inkoop",
) -> dict[str, object]:
    blank: dict[str, object] = dict.fromkeys(FULFILMENT)
    return blank | {
        "partij": "GM0200", "periode": month, "contractnummer": number, "soort": kind,
        "waarde": worth, "status": status,
    }  # fmt: skip


def register(
    contracts: Sequence[dict[str, object]],
    efforts: Sequence[dict[str, object]] = (),
    upto: date = DAY,
) -> Register:
    return Register(
        pl.DataFrame(contracts, schema=CONTRACT),
        pl.DataFrame(efforts, schema=FULFILMENT),
        pl.DataFrame(schema=dict.fromkeys(("partij", "contractnummer", "verandering"), pl.String)),
        upto,
        b"geheim",
    )


def one(
    agreed: int | None, realised: int, day: date = DAY, **term: date | None
) -> dict[str, object]:
    given_ = register([contract("C", agreed, **term)], [effort("C", realised)])  # type: ignore[arg-type]
    return standing_on(given_, [day]).row(0, named=True)


def test_a_surplus_on_one_contract_does_not_fill_the_gap_of_another() -> None:
    given_ = register(
        [contract("A", 1000), contract("B", 1000)], [effort("A", 1700), effort("B", 200)]
    )
    rows = standing_on(given_, [DAY])

    assert rows["openstaand"].sum() == Decimal(800)
    assert rows["overrealisatie"].sum() == Decimal(700)
    assert rows["verzilverd"].sum() == rows["verplichting"].sum() - 800 + 700


def test_only_what_was_approved_by_the_day_counts() -> None:
    given_ = register(
        [contract("A", 1000)],
        [
            effort("A", 100, "2023-03"),
            effort("A", 50, "2023-04"),
            effort("A", 500, "2023-03", "ingediend"),
            effort("A", 500, "2023-03", "afgekeurd"),
            effort("ONBEKEND", 500),
        ],
    )

    assert standing_on(given_, [date(2023, 3, 31)])["verzilverd"].to_list() == [Decimal(100)]
    assert standing_on(given_, [date(2023, 6, 30)])["verzilverd"].to_list() == [Decimal(150)]


@pytest.mark.parametrize(
    ("day", "end", "expected"),
    [
        (date(2022, 1, 1), date(2022, 1, 10), Decimal(100)),
        (date(2022, 1, 5), date(2022, 1, 10), Decimal(500)),
        (date(2022, 3, 1), date(2022, 1, 10), Decimal(1000)),
        (date(2022, 1, 1), date(2022, 1, 3), Decimal("333.33")),
        (date(2022, 1, 5), None, None),
    ],
)
def test_what_is_expected_follows_the_days_of_the_term(
    day: date, end: date | None, expected: Decimal | None
) -> None:
    assert one(1000, 0, day, begin=date(2022, 1, 1), end=end)["verwacht"] == expected


@pytest.mark.parametrize(
    ("agreed", "realised", "end", "risk"),
    [
        (1000, 499, date(2024, 6, 30), True),
        (1000, 500, date(2024, 6, 30), False),
        (1000, 0, date(2024, 7, 1), False),
        (1000, 999, date(2023, 12, 30), True),
        (1000, 1000, date(2023, 12, 30), False),
        (1000, 900, date(2023, 12, 31), False),
        (1000, 0, None, False),
        (None, 0, date(2023, 1, 1), False),
        (0, 0, date(2023, 1, 1), False),
    ],
)
def test_a_contract_is_at_risk_when_it_ends_soon_or_has_ended_with_its_promise_open(
    agreed: int | None, realised: int, end: date | None, risk: bool
) -> None:
    assert one(agreed, realised, end=end)["risico"] is risk


def value(rows: pl.DataFrame, indicator: str, gebied: str, *split: str) -> Decimal | None:
    found = rows.filter(
        pl.col("indicator") == indicator,
        pl.col("gebied") == gebied,
        pl.col("periode") == f"{DAY}",
        pl.col("categorie") == pl.lit(list(split), pl.List(pl.String)),
    )
    assert found.height == 1
    worth: Decimal | None = found["waarde"][0]
    return worth


def test_a_framework_without_a_value_counts_as_a_contract_and_in_no_amount(
    known_areas: Areas,
) -> None:
    given_ = register(
        [contract("A", 1000), contract("R", None, kind="raamovereenkomst")],
        [effort("A", 400), effort("R", 300)],
    )
    rows = figures(given_, known_areas)

    assert value(rows, "sroi_contracten", "GM0200") == 2
    assert value(rows, "sroi_zonder_verplichting", "GM0200") == 1
    assert value(rows, "sroi_verplichting_eur", "GM0200") == 1000
    assert value(rows, "sroi_verzilverd_eur", "GM0200") == 400
    assert value(rows, "sroi_verzilverd_zonder_verplichting_eur", "GM0200") == 300


def test_the_region_says_who_has_not_delivered(known_areas: Areas) -> None:
    rows = figures(register([contract("A", 1000)]), known_areas).filter(
        pl.col("gebied") == "AM06", pl.col("periode") == f"{DAY}"
    )

    assert rows["waarde"].null_count() == rows.height
    assert rows["status"].unique().to_list() == ["onvolledig"]
    assert rows["opmerking"][0].startswith("Nog niet aangeleverd: Brummen, Deventer, ")
    assert "Apeldoorn" not in rows["opmerking"][0]


def test_the_region_counts_partners_that_are_no_gemeente(known_areas: Areas) -> None:
    members = known_areas.members("AM06", DAY)
    contracts = [contract(code, 100, owner=code) for code in members]
    contracts += [contract("W", 7, owner="Waterschap Vallei")]
    # Elburg left the region: what it agreed is its own, and no longer the region's.
    contracts += [contract("E", 5000, owner="GM0230")]
    rows = figures(register(contracts), known_areas)

    assert value(rows, "sroi_verplichting_eur", "AM06") == 100 * len(members) + 7


@st.composite
def portfolios(draw: st.DrawFn, each_has_one: Sequence[str] = ()) -> Register:
    """Draw contracts of some owners, the first of them of those that must have one."""
    count = draw(st.integers(1, 12)) + len(each_has_one)
    contracts, efforts = [], []
    for index in range(count):
        begin = draw(st.dates(date(2021, 1, 1), date(2023, 9, 30)))
        end = draw(st.one_of(st.none(), st.dates(begin, date(2026, 1, 1))))
        agreed = draw(st.one_of(st.none(), CENTS))
        owner, kind = draw(st.sampled_from(OWNERS)), draw(st.sampled_from(KINDS_OF_CONTRACT))
        owner = each_has_one[index] if index < len(each_has_one) else owner
        contracts.append(contract(f"C{index}", agreed, begin, end, owner, kind))
        for _ in range(draw(st.integers(0, 3))):
            month = f"{draw(st.integers(begin.year, 2023))}-{draw(st.integers(1, 12)):02d}"
            efforts.append(
                effort(
                    f"C{index}", draw(CENTS), month,
                    draw(st.sampled_from(("goedgekeurd", "ingediend"))),
                    draw(st.sampled_from(KINDS_OF_FULFILMENT)),
                )
            )  # fmt: skip
    return register(contracts, efforts)


@settings(max_examples=40, deadline=None)
@given(portfolios())
def test_any_grouping_adds_up_to_its_total_to_the_cent(portfolio: Register) -> None:
    rows = figures(portfolio, _areas())
    assert Waarneming.columns()["waarde"].dtype == rows.schema["waarde"]
    whole = rows.filter(pl.col("kenmerk").list.len() == 0, pl.col("gebied").str.starts_with("GM"))
    for indicator, kenmerk in (
        ("sroi_contracten", "contractsoort"),
        ("sroi_verplichting_eur", "contractsoort"),
        ("sroi_verzilverd_eur", "contractsoort"),
        ("sroi_openstaand_eur", "contractsoort"),
        ("sroi_verzilverd_eur", "invulling"),
    ):
        place = ["gebied", "periode"]
        parts = (
            rows.filter(
                pl.col("indicator") == indicator,
                pl.col("kenmerk") == pl.lit([kenmerk], pl.List(pl.String)),
                pl.col("gebied").str.starts_with("GM"),
            )
            .group_by(place)
            .agg(delen=pl.col("waarde").sum())
        )
        both = whole.filter(pl.col("indicator") == indicator).join(parts, on=place, how="left")
        if kenmerk == "invulling" and parts.is_empty():
            assert both["waarde"].sum() == 0
            continue
        assert (both["waarde"] == both["delen"].fill_null(Decimal(0))).all()
    agreed = sum(
        (row["verplichting"] or Decimal(0) for row in portfolio.contracts.iter_rows(named=True)
         if str(row["partij"]).startswith("GM")), Decimal(0),
    )  # fmt: skip
    last = whole.filter(
        pl.col("indicator") == "sroi_verplichting_eur", pl.col("periode") == f"{DAY}"
    )
    assert last["waarde"].sum() == agreed


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_subregios_kinds_and_filters_add_up_to_their_total_to_the_cent(data: st.DataObject) -> None:
    members = _areas().members("AM06", DAY)
    portfolio = data.draw(portfolios(each_has_one=members))
    with TemporaryDirectory() as folder:
        warehouse = published(portfolio, Path(folder))

        def total(indicator: str, *codes: str, per: tuple[str, ...] = ()) -> Decimal:
            rows = warehouse.figures(indicator, codes, begin=DAY, einde=DAY, per=per)
            chosen = rows.filter("gekozen")
            assert chosen["waarde"].null_count() == 0
            return sum(chosen["waarde"], Decimal(0))

        def listed(column: str, codes: Sequence[str] | None = None, **chosen: object) -> Decimal:
            rows = warehouse.contracts(codes, most=1000, **chosen)  # type: ignore[arg-type]
            return sum(rows[column].drop_nulls(), Decimal(0))

        for indicator in SUMS:
            assert total(indicator, *SUBREGIOS) == total(indicator, *members)
        for indicator in BY_KIND:
            for code in (*SUBREGIOS, *members):
                assert total(indicator, code, per=("contractsoort",)) == total(indicator, code)
        for column in ("verplichting", "verzilverd", "openstaand", "overrealisatie", "verwacht"):
            kinds = [listed(column, soort=kind) for kind in KINDS_OF_CONTRACT]
            assert sum(kinds) == listed(column)
            own = [listed(column, warehouse.members(each, "2023")) for each in SUBREGIOS]
            assert (
                sum(own)
                == listed(column, members)
                == listed(column) - listed(column, search="waterschap")
            )
            if column != "verzilverd":
                assert listed(column, members) == total(f"sroi_{column}_eur", *SUBREGIOS)
        with_and_without = "sroi_verzilverd_eur", "sroi_verzilverd_zonder_verplichting_eur"
        assert listed("verzilverd", members) == sum(
            total(each, *SUBREGIOS) for each in with_and_without
        )
        risky = warehouse.contracts(members, only_risk=True, most=1000)
        assert risky.height == total("sroi_risico_contracten", *SUBREGIOS)


SUBREGIOS = ("SR2021-stedendriehoek", "SR2021-noordwest-veluwe")
"""They hold every gemeente of the region; those of 2017 lack Heerde."""


def published(portfolio: Register, folder: Path) -> Warehouse:
    """Write a warehouse of a portfolio, with the areas as they are."""
    known = _areas()
    rows = figures(portfolio, known).with_columns(
        tabel=pl.lit("sroi"), vindplaats=pl.lit("proef"), marge=pl.lit(0).cast(pl.Decimal(18, 4))
    )
    staged = pl.concat(
        observed(own.drop("reeks"), bron="sroi-leveringen", reeks=str(reeks))
        for (reeks,), own in rows.group_by("reeks")
    )
    made = drawn.tables(Waarneming.cast(staged), known.lidmaatschap)
    return Warehouse(
        drawn.write_build(DataFolder(folder), "proef", made | tables(portfolio, known))
    )


@cache
def _areas() -> Areas:
    """The areas, read once: hypothesis takes no fixture for each example."""
    return areas.read(Delivery.open(ROOT / "data" / "raw" / "gebieden"))
