"""The areas: what there is, what it is called, and what belongs to what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

import dataframely as dy
import polars as pl

from pipelines.delivery import Delivery, DeliveryError
from warehouse.tables import Gebied, Gebiedsnaam, Lidmaatschap

KINDS = {"PV": "provincie", "AM": "arbeidsmarktregio", "GM": "gemeente", "NL": "land"}
"""What the first letters of a code say."""

_Contract = TypeVar("_Contract", bound=dy.Schema)


@dataclass(frozen=True)
class Areas:
    """All areas with their names and members."""

    gebieden: dy.DataFrame[Gebied]
    namen: dy.DataFrame[Gebiedsnaam]
    lidmaatschap: dy.DataFrame[Lidmaatschap]

    @cached_property
    def region(self) -> str:
        """The code of the arbeidsmarktregio that these rows are about."""
        regions = self.gebieden.filter(pl.col("soort").cast(pl.String) == "arbeidsmarktregio")
        return str(regions["gebied"][0])

    @property
    def of_interest(self) -> set[str]:
        """The codes that a page shows: our region, its subregios and gemeenten, and the country."""
        larger = self.gebieden.filter(
            pl.col("soort").cast(pl.String).is_in(["land", "arbeidsmarktregio", "subregio"])
        )
        return {*larger["gebied"], *self.gemeenten}

    @property
    def gemeenten(self) -> set[str]:
        """The codes of the gemeenten that ever belonged to our region."""
        return set(self.lidmaatschap.filter(pl.col("geheel") == self.region)["deel"])

    def with_others(
        self, named: Mapping[str, str], elsewhere: dy.DataFrame[Lidmaatschap]
    ) -> pl.DataFrame:
        """All areas of the warehouse: ours, and those that only others name; `eigen` tells which.

        An area in `elsewhere` that nobody names is called by its code.
        """
        own = self.gebieden.cast({"soort": pl.String}).with_columns(eigen=pl.lit(True))
        codes = {*named, *elsewhere["geheel"], *elsewhere["deel"]} - set(own["gebied"])
        others = pl.DataFrame(
            [(code, KINDS[code[:2]], named.get(code, code), False) for code in sorted(codes)],
            schema={
                "gebied": pl.String,
                "soort": pl.String,
                "naam": pl.String,
                "eigen": pl.Boolean,
            },
            orient="row",
        )
        return pl.concat([own, others], how="diagonal")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each code is called."""
        return dict(self.gebieden.select("gebied", "naam").rows())

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return dict(self.gebieden.select("gebied", pl.col("soort").cast(pl.String)).rows())

    @cached_property
    def _codes(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, name in self.namen.select("gebied", "naam").rows():
            codes = found.setdefault(normalise(name), [])
            if code not in codes:
                codes.append(code)
        return found

    def resolve(self, written: str, soort: str | None = None) -> str:
        """Give the code of an area by its code or name; case, spaces, hyphens and accents aside.

        Raises DeliveryError naming what is unknown, or what an ambiguous name can stand for.
        """
        code = written.strip()
        if code in self._kinds:
            return code
        codes = [
            each
            for each in self._codes.get(normalise(written), [])
            if soort is None or self._kinds[each] == soort
        ]
        if not codes:
            raise DeliveryError(f"gebied '{written}' is onbekend in data/raw/gebieden")
        if len(codes) > 1:
            choices = " of ".join(f"{each} ({self._kinds[each]})" for each in codes)
            raise DeliveryError(f"gebied '{written}' kan {choices} zijn; schrijf de code")
        return codes[0]

    def members(self, geheel: str, day: date) -> list[str]:
        """Codes of the gemeenten that belong to an area on one day."""
        return (
            self.lidmaatschap.filter(
                pl.col("geheel") == geheel,
                pl.col("begin") <= day,
                pl.col("einde").is_null() | (pl.col("einde") >= day),
            )["deel"]
            .sort()
            .to_list()
        )


def normalise(name: str) -> str:
    """A name without case, accents, spaces and punctuation; & reads as en."""
    letters = unicodedata.normalize("NFKD", name.replace("&", " en ").casefold())
    return re.sub(r"[^a-z0-9]", "", letters)


def read(delivery: Delivery) -> Areas:
    """Read the areas; DeliveryError naming the file and rule that a row breaks.

    Every area's own name is one of its names, besides those in `namen.csv`.
    """
    gebieden = _table(delivery, "gebieden.csv", Gebied)
    own = gebieden.select("gebied", "naam", soort=pl.lit("naam"), bron=pl.lit("gebieden.csv"))
    others = _table(delivery, "namen.csv", Gebiedsnaam)
    namen = pl.concat([own, others.cast({"soort": pl.String})])
    lidmaatschap = _table(delivery, "lidmaatschap.csv", Lidmaatschap)
    known = gebieden["gebied"].implode()
    for name, codes in (
        ("namen.csv", others["gebied"]),
        ("lidmaatschap.csv", lidmaatschap["geheel"]),
        ("lidmaatschap.csv", lidmaatschap["deel"]),
    ):
        if (strange := codes.filter(~codes.is_in(known))).len():
            raise DeliveryError(
                f"{delivery.folder}: {name} noemt {strange[0]}, maar dat staat niet in gebieden.csv"
            )
    _without_overlap(delivery, lidmaatschap)
    return Areas(gebieden, Gebiedsnaam.validate(namen, cast=True), lidmaatschap)


def _table(delivery: Delivery, name: str, contract: type[_Contract]) -> dy.DataFrame[_Contract]:
    if name not in delivery.record.bestanden:
        raise DeliveryError(f"{delivery.folder}: {name} ontbreekt in de levering")
    rows = pl.read_csv(delivery.folder / name, infer_schema=False, glob=False)
    if missing := [each for each in contract.column_names() if each not in rows.columns]:
        raise DeliveryError(f"{delivery.folder}: {name} mist kolom {', '.join(missing)}")
    try:
        dates = [name for name, column in contract.columns().items() if isinstance(column, dy.Date)]
        typed = rows.with_columns(pl.col(dates).str.to_date("%Y-%m-%d"))
        return contract.validate(typed.select(contract.column_names()), cast=True)
    except (dy.exc.ValidationError, pl.exceptions.PolarsError) as broken:
        raise DeliveryError(f"{delivery.folder}: {name} voldoet niet: {broken}") from broken


def _without_overlap(delivery: Delivery, lidmaatschap: dy.DataFrame[Lidmaatschap]) -> None:
    stays = lidmaatschap.sort("geheel", "deel", "begin").with_columns(
        vorige=pl.col("einde").fill_null(date.max).shift(1).over("geheel", "deel")
    )
    wrong = stays.filter(
        (pl.col("begin") <= pl.col("vorige")) | (pl.col("einde") < pl.col("begin"))
    )
    if wrong.height:
        geheel, deel, begin = wrong.select("geheel", "deel", "begin").row(0)
        raise DeliveryError(
            f"{delivery.folder}: lidmaatschap.csv heeft {deel} in {geheel} vanaf {begin} met een "
            "verblijf dat overlapt of eindigt voor het begint"
        )
