"""The value of a placement in social return: models of bouwblokken, each in force from a day on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import polars as pl

from warehouse.categories import bare

EURO = pl.Decimal(18, 2)
MONTHS_IN_A_YEAR = 12
PER = ("jaar", "maand", "leerwerkjaar")


@dataclass(frozen=True, kw_only=True)
class Blok:
    """What one placement is worth: `waarde` in euro per `per`, pro rata to full time or not."""

    naam: str
    waarde: Decimal
    per: str
    naar_rato: bool
    hoogstens_maanden: int | None = None
    ook: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Model:
    """A version of a model, in force from `vanaf` until the next one (or `tot`, included)."""

    id: str
    titel: str
    bron: str
    vanaf: date
    blokken: tuple[Blok, ...]
    tot: date | None = None


def read(text: str) -> tuple[Model, ...]:
    """Read models from TOML, oldest first; ValueError (in Dutch) on what makes no sense."""
    models = []
    for given in tomllib.loads(text)["model"]:
        bloks = tuple(
            Blok(**{**each, "waarde": Decimal(each["waarde"]), "ook": tuple(each.get("ook", ()))})
            for each in given.pop("blok")
        )
        model = Model(**given, blokken=bloks)
        if strange := {each.per for each in bloks} - set(PER):
            raise ValueError(
                f"model {model.id}: per '{min(strange)}' is onbekend ({', '.join(PER)})"
            )
        if len({each.naam for each in bloks}) < len(bloks):
            raise ValueError(f"model {model.id}: een bouwblok staat er twee keer")
        models.append(model)
    return tuple(sorted(models, key=lambda each: each.vanaf))


MODELS = read(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def names(models: tuple[Model, ...] = MODELS) -> Mapping[str, str]:
    """Every way to write a bouwblok, bare, with its name."""
    return MappingProxyType(
        {
            bare(written): blok.naam
            for model in models
            for blok in model.blokken
            for written in (blok.naam, *blok.ook)
        }
    )


def named(written: str) -> str:
    """Give the one name of a bouwblok; ValueError (in Dutch) for one that no model has."""
    found = names().get(bare(written))
    if found is None:
        raise ValueError(
            "is geen bouwblok van een model dat bekend is; het sjabloon noemt ze bij Toelichting"
        )
    return found


def valued(invullingen: pl.DataFrame, models: tuple[Model, ...] = MODELS) -> pl.DataFrame:
    """Add what an invulling is worth by the block in force in its month, and what is odd about it.

    Takes `maand` (its first day), `bouwblok`, `aantal`, `omvang`, `maanden`; adds `model`, `verwacht`
    (euro, null where no model says) and `te_lang` (more months than the block counts).
    """
    frame = pl.DataFrame(
        [
            {
                "model": model.id,
                "vanaf": model.vanaf,
                "tot": model.tot or date.max,
                "bouwblok": blok.naam,
                "blokwaarde": blok.waarde,
                "deler": 1 if blok.per == "maand" else MONTHS_IN_A_YEAR,
                "naar_rato": blok.naar_rato,
                "hoogstens": blok.hoogstens_maanden,
            }
            for model in models
            for blok in model.blokken
        ],
        schema={
            "model": pl.String, "vanaf": pl.Date, "tot": pl.Date, "bouwblok": pl.String,
            "blokwaarde": EURO, "deler": pl.Int64, "naar_rato": pl.Boolean, "hoogstens": pl.Int64,
        },
    ).sort("vanaf")  # fmt: skip
    share = pl.when("naar_rato").then(pl.col("omvang").fill_null(1)).otherwise(1)
    worth = (
        pl.col("aantal").cast(pl.Float64)
        * share.cast(pl.Float64)
        * pl.col("maanden").cast(pl.Float64)
        * pl.col("blokwaarde").cast(pl.Float64)
        / pl.col("deler")
    )
    return (
        invullingen.with_row_index("volgorde")
        .sort("maand")
        .join_asof(
            frame, left_on="maand", right_on="vanaf", by="bouwblok", strategy="backward",
            check_sortedness=False,
        )
        .with_columns(geldig=(pl.col("maand") <= pl.col("tot")).fill_null(value=False))
        .with_columns(
            model=pl.when("geldig").then("model"),
            verwacht=pl.when("geldig").then(worth.round(2)).cast(EURO),
            te_lang=(pl.col("geldig") & (pl.col("maanden") > pl.col("hoogstens"))).fill_null(
                value=False
            ),
        )
        .sort("volgorde")
        .drop("volgorde", "vanaf", "tot", "blokwaarde", "deler", "naar_rato", "hoogstens", "geldig")
    )  # fmt: skip
