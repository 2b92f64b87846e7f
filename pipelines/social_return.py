"""Social return worked out: what was agreed, realised, open and expected, contract by contract.

Money is Decimal throughout, so any grouping adds up to the cent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.areas import Areas
from pipelines.intake import rmt, store
from pipelines.intake.formats.sroi_invullingen import deviations
from pipelines.intake.social_return import (
    APPROVED,
    CONTRACTS,
    FULFILMENT,
    FULFILMENTS,
    PARTICIPATION,
    changed,
    quarter_ends,
)
from pipelines.small_counts import threshold
from warehouse.periods import Period
from warehouse.social_return import at_risk, elapsed_value

MONEY = pl.Decimal(38, 2)
REGION_REEKS, GEMEENTE_REEKS = "sroi-leveringen", "sroi-leveringen-opdrachtgever"
NOTHING = pl.lit(0).cast(MONEY)
IS_GEMEENTE = pl.col("partij").str.contains(r"^GM\d{4}$")
"""Whether an opdrachtgever is a gemeente of the region, present or former; others go by name."""


@dataclass(frozen=True)
class Register:
    """What stands of the deliveries: `contracts` and `fulfilments` with the columns of the intake.

    `upto` is the last day that they tell of: the end of the last month in which anything was filled
    in, or the day of the last delivery of contracts. `changes` are those of the last delivery of
    contracts of each opdrachtgever.
    """

    contracts: pl.DataFrame
    fulfilments: pl.DataFrame
    changes: pl.DataFrame
    upto: date
    secret: bytes

    @cached_property
    def realised(self) -> pl.DataFrame:
        """What was approved of contracts that are there, one row an invulling.

        Columns `contractnummer, partij, soort, dag, bedrag, beloofd`: the owner of the contract, the
        day from which it counts (no sooner than the contract), and whether there is a verplichting.
        """
        of_contract = self.contracts.select(
            "contractnummer",
            "partij",
            "ingangsdatum",
            beloofd=pl.col("verplichting").is_not_null(),
        )
        month = pl.col("periode").str.to_date("%Y-%m").dt.month_end()
        return (
            self.fulfilments.filter(pl.col("status") == APPROVED)
            .select("contractnummer", "soort", bedrag=pl.col("waarde").cast(MONEY), maand=month)
            .join(of_contract, on="contractnummer")
            .with_columns(dag=pl.max_horizontal("maand", "ingangsdatum"))
            .select("contractnummer", "partij", "soort", "dag", "bedrag", "beloofd")
        )

    def realised_by(self, days: list[date], *of: str) -> pl.DataFrame:
        """Add up what was approved by these columns of `realised`, on the first day that counts it."""
        moments = pl.Series(days, dtype=pl.Date)
        first = moments.search_sorted(self.realised["dag"])
        return (
            self.realised.with_columns(dag=moments.gather(first, null_on_oob=True))
            .drop_nulls("dag")
            .group_by(*of, "dag")
            .agg(pl.col("bedrag").sum())
        )


def register(raw: Path) -> Register | None:
    """Read what stands; None before the first delivery of contracts."""
    given = [store.read(each) for each in store.deliveries(raw, CONTRACTS)]
    if not given:
        return None
    contracts = store.standing(raw, CONTRACTS).unique(
        "contractnummer", keep="last", maintain_order=True
    )
    fulfilments = store.standing(raw, FULFILMENTS)
    if not fulfilments.width:
        fulfilments = pl.DataFrame(schema=FULFILMENT)
    last = fulfilments["periode"].max()
    upto = (
        Period.parse(str(last)).einde
        if last is not None
        else max(each.delivery.record.vastgelegd for each in given)
    )
    first = given[0].delivery.record.aanlevering
    return Register(
        contracts,
        fulfilments,
        _changes(given),
        upto,
        first.sha256.encode() if first else b"",
    )


def _changes(given: list[store.Kept]) -> pl.DataFrame:
    """Compare the last delivery of each opdrachtgever with the one before."""
    found = [
        pl.DataFrame(schema=dict.fromkeys(("partij", "contractnummer", "verandering"), pl.String))
    ]
    last: dict[str, pl.DataFrame] = {}
    pairs: dict[str, tuple[pl.DataFrame, pl.DataFrame]] = {}
    for each in given:
        for (partij,), rows in each.rows.group_by("partij"):
            name = str(partij)
            if name in last:
                pairs[name] = rows, last[name]
            last[name] = rows
    found += [changed(*pair) for pair in pairs.values()]
    return pl.concat(found).sort("partij", "contractnummer")


def standing_on(register: Register, days: list[date]) -> pl.DataFrame:
    """Give every contract on every day (in order) from its first on, with what was realised by then.

    Columns `dag, partij, contractnummer, soort, verplichting, verzilverd, openstaand, overrealisatie,
    verwacht, risico`; without a verplichting nothing is open, expected or at risk.
    """
    moments = pl.DataFrame({"dag": days}, schema={"dag": pl.Date})
    contracts = register.contracts.select(
        "partij", "contractnummer", "soort", "ingangsdatum", "einddatum",
        pl.col("verplichting").cast(MONEY),
    )  # fmt: skip
    grid = contracts.join(moments, how="cross").filter(pl.col("ingangsdatum") <= pl.col("dag"))
    since = register.realised_by(days, "contractnummer")
    found = grid.join(since, on=["contractnummer", "dag"], how="left", maintain_order="left")
    so_far = pl.col("bedrag").fill_null(NOTHING).cum_sum().over("contractnummer")
    agreed, realised = pl.col("verplichting"), pl.col("verzilverd")
    return found.select(pl.exclude("bedrag"), verzilverd=so_far).with_columns(
        openstaand=pl.max_horizontal(agreed - realised, NOTHING),
        overrealisatie=pl.max_horizontal(realised - agreed, NOTHING),
        verwacht=elapsed_value(agreed, pl.col("dag")).cast(MONEY),
        risico=at_risk(agreed, realised, pl.col("dag")),
    )


SUMS: Mapping[str, pl.Expr] = {
    "sroi_contracten": pl.len().cast(MONEY),
    "sroi_zonder_verplichting": pl.col("verplichting").null_count().cast(MONEY),
    "sroi_verplichting_eur": pl.col("verplichting").sum(),
    "sroi_verzilverd_eur": pl.col("verzilverd").filter(pl.col("verplichting").is_not_null()).sum(),
    "sroi_verzilverd_zonder_verplichting_eur": pl.col("verzilverd")
    .filter(pl.col("verplichting").is_null())
    .sum(),
    "sroi_openstaand_eur": pl.col("openstaand").filter(pl.col("verplichting").is_not_null()).sum(),
    "sroi_overrealisatie_eur": pl.col("overrealisatie")
    .filter(pl.col("verplichting").is_not_null())
    .sum(),
    "sroi_verwacht_eur": pl.col("verwacht").sum(),
    "sroi_risico_contracten": pl.col("risico").sum().cast(MONEY),
}
"""Each indicator as a sum over contracts."""
BY_KIND = (
    "sroi_contracten", "sroi_verplichting_eur", "sroi_verzilverd_eur", "sroi_openstaand_eur",
    "sroi_risico_contracten",
)  # fmt: skip
"""What is also given by kind of contract."""


FIGURE = (
    "reeks", "indicator", "gebied", "periode", "kenmerk", "categorie", "waarde", "status", "opmerking",
)  # fmt: skip


def figures(register: Register, areas: Areas) -> pl.DataFrame:
    """Add up per gemeente and for the region, on the last day of each quarter that was told of.

    Columns `reeks, indicator, gebied, periode, kenmerk, categorie, waarde, status, opmerking`. The
    region counts its gemeenten of that day and all other partners; it is `onvolledig` as long as one
    of those gemeenten has delivered nothing.
    """
    days = list(quarter_ends(min(register.contracts["ingangsdatum"]), register.upto))
    if not days:
        return pl.DataFrame()
    contracts = standing_on(register, days)
    realised = _realised_by_kind(register, days)
    delivered = register.contracts.select("partij").unique()
    grid = delivered.join(pl.DataFrame({"dag": days}, schema={"dag": pl.Date}), how="cross")
    tables = [
        _summed(contracts, grid, [], SUMS),
        _summed(
            contracts,
            _with_categories(grid, "soort", contracts),
            ["soort"],
            {name: SUMS[name] for name in BY_KIND},
        ).with_columns(kenmerk=pl.lit("contractsoort")),
        _summed(
            realised,
            _with_categories(grid, "soort", realised),
            ["soort"],
            {"sroi_verzilverd_eur": pl.col("bedrag").sum()},
        ).with_columns(kenmerk=pl.lit("invulling")),
    ]
    whole = pl.concat(tables, how="diagonal")
    local = whole.filter(IS_GEMEENTE).with_columns(gebied="partij", reeks=pl.lit(GEMEENTE_REEKS))
    parts = [local.with_columns(status=pl.lit("definitief"), opmerking=pl.lit(None, pl.String))]
    parts += list(_region(whole, areas, set(delivered["partij"])))
    found = pl.concat(
        each.with_columns(
            periode=pl.col("dag").dt.strftime("%Y-%m-%d"),
            kenmerk=_listed("kenmerk"),
            categorie=_listed("soort"),
        ).select(FIGURE)
        for each in parts
    )
    return found.with_columns(pl.col("waarde").cast(pl.Decimal(18, 4)))


def _listed(column: str) -> pl.Expr:
    none = pl.lit([], pl.List(pl.String))
    return pl.when(pl.col(column).is_null()).then(none).otherwise(pl.concat_list(column))


def _realised_by_kind(register: Register, days: list[date]) -> pl.DataFrame:
    """What was approved by each day on contracts with a verplichting: `partij, soort, dag, bedrag`."""
    moments = pl.DataFrame({"moment": days}, schema={"moment": pl.Date})
    return (
        register.realised_by(days, "partij", "soort", "beloofd")
        .filter("beloofd")
        .join(moments, how="cross")
        .filter(pl.col("dag") <= pl.col("moment"))
        .group_by("partij", "soort", pl.col("moment").alias("dag"))
        .agg(pl.col("bedrag").sum())
    )


def _with_categories(grid: pl.DataFrame, column: str, rows: pl.DataFrame) -> pl.DataFrame:
    return grid.join(rows.select(column).unique(), how="cross")


def _summed(
    rows: pl.DataFrame, grid: pl.DataFrame, by: list[str], sums: Mapping[str, pl.Expr]
) -> pl.DataFrame:
    """Add up per partij and day, nought where there is nothing; one row an indicator."""
    place = ["partij", "dag", *by]
    summed = rows.group_by(place).agg(expr.alias(name) for name, expr in sums.items())
    return (
        grid.join(summed, on=place, how="left")
        .with_columns(pl.col(list(sums)).fill_null(NOTHING))
        .unpivot(list(sums), index=place, variable_name="indicator", value_name="waarde")
    )


def _region(whole: pl.DataFrame, areas: Areas, delivered: set[str]) -> Iterator[pl.DataFrame]:
    region = rmt.region(areas)
    names = areas.names
    place = [name for name in ("dag", "indicator", "kenmerk", "soort") if name in whole.columns]
    for (day,), rows in whole.group_by("dag"):
        members = areas.members(region, day)
        absent = sorted(names[each] for each in members if each not in delivered)
        own = rows.filter(pl.col("partij").is_in(members) | ~IS_GEMEENTE)
        summed = own.group_by(place).agg(pl.col("waarde").sum())
        said = f"Nog niet aangeleverd: {', '.join(absent)}" if absent else None
        yield summed.with_columns(
            gebied=pl.lit(region),
            reeks=pl.lit(REGION_REEKS),
            waarde=pl.lit(None, MONEY) if absent else pl.col("waarde"),
            status=pl.lit("onvolledig" if absent else "definitief"),
            opmerking=pl.lit(said, pl.String),
        )


NO_TABLES: Mapping[str, pl.Schema] = {
    "contract": pl.Schema(
        {
            "contractnummer": pl.String(),
            "gebied": pl.String(),
            "opdrachtgever": pl.String(),
            "kenmerk": pl.String(),
            "opdrachtnemer": pl.String(),
            "omschrijving": pl.String(),
            "soort": pl.String(),
            "ingangsdatum": pl.Date(),
            "einddatum": pl.Date(),
            "opdrachtwaarde": pl.Decimal(18, 2),
            "percentage": pl.Decimal(18, 4),
            "verplichting": pl.Decimal(18, 2),
            "verzilverd": pl.Decimal(18, 2),
            "ingediend": pl.Decimal(18, 2),
            "openstaand": pl.Decimal(18, 2),
            "overrealisatie": pl.Decimal(18, 2),
            "verwacht": pl.Decimal(18, 2),
            "risico": pl.Boolean(),
            "verandering": pl.String(),
            "bijgewerkt_tot": pl.Date(),
        }
    ),
    "contractwijziging": pl.Schema(
        {"opdrachtgever": pl.String(), "contractnummer": pl.String(), "verandering": pl.String()}
    ),
    "plaatsing": pl.Schema(
        {
            "bouwblok": pl.String(),
            "jaar": pl.Int32(),
            "invullingen": pl.Int64(),
            "personen": pl.Int64(),
            "voltijdsjaren": pl.Decimal(18, 2),
            "waarde": pl.Decimal(18, 2),
        }
    ),
    "afwijking": pl.Schema(
        {
            "contractnummer": pl.String(),
            "opdrachtgever": pl.String(),
            "maand": pl.String(),
            "bouwblok": pl.String(),
            "model": pl.String(),
            "waarde": pl.Decimal(18, 2),
            "verwacht": pl.Decimal(18, 2),
            "te_lang": pl.Boolean(),
        }
    ),
}
"""The tables of the warehouse beside the figures, and their columns."""


def tables(register: Register | None, areas: Areas) -> dict[str, pl.DataFrame]:
    """Give contracts, placements by bouwblok and what deviates from a bouwblok, as pages show them."""
    if register is None:
        return {name: pl.DataFrame(schema=schema) for name, schema in NO_TABLES.items()}
    found = {
        "contract": _contracts(register, areas),
        "contractwijziging": register.changes.with_columns(opdrachtgever=_named(areas)),
        "plaatsing": _placements(register),
        "afwijking": _deviations(register, areas),
    }
    return {
        name: pl.DataFrame(schema=NO_TABLES[name]).vstack(
            rows.select(pl.col(column).cast(kind) for column, kind in NO_TABLES[name].items())
        )
        for name, rows in found.items()
    }


def _named(areas: Areas) -> pl.Expr:
    return pl.col("partij").replace(areas.names)


def _contracts(register: Register, areas: Areas) -> pl.DataFrame:
    def worth(status: str) -> pl.Expr:
        return pl.when(pl.col("status") == status).then("waarde").sum().cast(MONEY)

    filled_in = register.fulfilments.group_by("contractnummer").agg(
        verzilverd=worth(APPROVED), ingediend=worth("ingediend")
    )
    standing = standing_on(register, [register.upto]).select(
        "contractnummer", "openstaand", "overrealisatie", "verwacht", "risico"
    )
    changes = register.changes.filter(pl.col("verandering") != "vervallen").select(
        "contractnummer", "verandering"
    )
    gone = register.changes.filter(pl.col("verandering") == "vervallen")
    known = register.contracts.join(gone, on="contractnummer", how="anti")
    pseudonyms = {name: _mark(name, register.secret) for name in known["opdrachtnemer"].unique()}
    return (
        known.join(filled_in, on="contractnummer", how="left")
        .join(changes, on="contractnummer", how="left")
        .join(standing, on="contractnummer", how="left")
        .with_columns(
            pl.col("risico").fill_null(value=False),
            pl.col("verzilverd", "ingediend").fill_null(NOTHING),
            gebied=pl.when(IS_GEMEENTE).then("partij"),
            opdrachtgever=_named(areas),
            kenmerk=pl.col("opdrachtnemer").replace_strict(pseudonyms, return_dtype=pl.String),
            bijgewerkt_tot=pl.lit(register.upto),
        )
        .sort("contractnummer")
    )


_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")
"""Consonants, so that a mark is no number and no word."""


def _mark(name: str, secret: bytes) -> str:
    """Give what stands for a name: always the same, and not to be guessed without the secret."""
    digest = hashlib.blake2b(name.encode(), key=secret[:64], digest_size=4)
    return digest.hexdigest().translate(_LETTERS)


def _placements(register: Register) -> pl.DataFrame:
    """Placements by bouwblok and year, as far as they are not too few to be shown."""
    least = threshold()
    placed = register.fulfilments.filter(
        pl.col("soort") == PARTICIPATION, pl.col("status") == APPROVED
    ).with_columns(jaar=pl.col("periode").str.slice(0, 4).cast(pl.Int32))
    months = pl.col("aantal").cast(pl.Float64) * pl.col("maanden").cast(pl.Float64)
    years = (months * pl.col("omvang").cast(pl.Float64).fill_null(1) / 12).sum()
    return (
        placed.group_by("bouwblok", "jaar")
        .agg(
            invullingen=pl.len().cast(pl.Int64),
            personen=pl.col("aantal").sum(),
            voltijdsjaren=years.round(2).cast(pl.Decimal(18, 2)),
            waarde=pl.col("waarde").sum(),
        )
        .filter(pl.col("personen") >= least)
        .sort("jaar", "bouwblok")
    )


def _deviations(register: Register, areas: Areas) -> pl.DataFrame:
    return (
        deviations(register.fulfilments)
        .filter("wijkt_af")
        .with_columns(opdrachtgever=_named(areas), maand="periode")
        .sort("contractnummer", "periode")
    )
