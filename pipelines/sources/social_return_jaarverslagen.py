"""Social return en de Prestatieladder Socialer Ondernemen, gedrukt in de jaarverslagen 2022 en 2023.

"Bijna" and "ruim" stay what they are: an upper and a lower bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.source import Reeks, Source, observed
from warehouse.categories import UnknownCategoryError, category
from warehouse.numbers import exactly
from warehouse.tables import LOWER_BOUND, UPPER_BOUND, Waarneming

REGION, COUNTRY = "Veluwe Stedendriehoek", "Nederland"
REGION_KENMERK = "arbeidsmarktregio"
REEKS, SUPPORTED, IN_TOTAL = (
    "jaarverslagen-sr",
    "jaarverslagen-pso-ondersteund",
    "jaarverslagen-pso-totaal",
)
AGREED, REALISED, OPEN = "sroi_verplichting_eur", "sroi_verzilverd_eur", "sroi_openstaand_eur"
EXACT, ROUNDED, ABSENT = "exact", "afgerond", "niet gepubliceerd"
PRECISIONS: Mapping[str, tuple[str, str | None]] = {
    EXACT: ("gedrukt", "0"),
    ROUNDED: ("gedrukt", "0.05"),
    ABSENT: (ABSENT, None),
    "bijna (bovengrens)": (UPPER_BOUND, None),
    "ruim (ondergrens)": (LOWER_BOUND, None),
}
"""What is said of each precision: the status of a figure, and what rounding leaves of it."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What becomes of a printed figure: its indicator and series, and whether it is of one day."""

    indicator: str
    reeks: str = REEKS
    stock: bool = True


SOCIAL_RETURN: Mapping[str, Taken] = {
    "contracten/inkoopovereenkomsten in WIZZR": Taken(indicator="sroi_contracten"),
    "SROI-waarde uit contracten": Taken(indicator=AGREED),
    "gerealiseerde (verzilverde) SROI-waarde": Taken(indicator=REALISED),
    "gemiddeld SROI-percentage": Taken(indicator="sroi_percentage"),
}
NO_NUMBER = {"ambitie werkplan 2023"}
"""Named in a report, and given no number in it."""

PSO: Mapping[str, Taken] = {
    "PSO-gecertificeerde bedrijven in regio": Taken(indicator="pso_bedrijven"),
    "bedrijven met PSO met ondersteuning FactorWerk": Taken(
        indicator="pso_bedrijven", reeks=SUPPORTED
    ),
    "PSO-vouchers verstrekt in het jaar": Taken(indicator="pso_vouchers", stock=False),
    "PSO-vouchers verstrekt (in totaal)": Taken(
        indicator="pso_vouchers", reeks=IN_TOTAL, stock=False
    ),
    "PSO-vouchers beschikbaar": Taken(indicator="pso_vouchers_beschikbaar", stock=False),
    "mensen aan het werk bij PSO-bedrijven": Taken(indicator="pso_medewerkers"),
}
NOT_SHOWN = {
    # Not the same thing in both years: certificates that were given, and firms that are new.
    "certificeringen in het jaar",
    "nieuwe gecertificeerde bedrijven",
    # Of the organisation and not of the labour market.
    "PSO-adviseurs actief",
    "gemeenten met Trede 3",
}
AT_LEAST = "persoon (minimaal)"


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take each printed figure once; what is still open is worked out of the two bounds."""
    social_return = _social_return(publicaties)
    region, country = areas.resolve(REGION), areas.resolve(COUNTRY)
    everything = pl.concat(
        [
            social_return.with_columns(gebied=pl.lit(region)),
            _still_open(social_return).with_columns(gebied=pl.lit(region)),
            _pso(publicaties).with_columns(gebied=pl.lit(region)),
            _pso_by_region(publicaties).with_columns(gebied=pl.lit(country)),
        ]
    )
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in everything.group_by("reeks", maintain_order=True)
        )
    )


def _social_return(publicaties: Publicaties) -> pl.DataFrame:
    rows = publicaties.table("sroi", "jaar", "indicator", "precisie", "opmerking")
    rows = _known(rows, SOCIAL_RETURN, NO_NUMBER, "sroi.csv")
    if strange := set(rows["precisie"]) - PRECISIONS.keys():
        raise DeliveryError(f"sroi.csv: precisie '{min(strange)}' is onbekend")
    return _figures(
        rows,
        SOCIAL_RETURN,
        status=_looked_up("precisie", {name: status for name, (status, _) in PRECISIONS.items()}),
        marge=_looked_up("precisie", {name: marge for name, (_, marge) in PRECISIONS.items()}),
        opmerking=pl.col("opmerking").replace("", None),
    )


def _still_open(rows: pl.DataFrame) -> pl.DataFrame:
    """What was agreed less what was realised; a bound where one of both is."""
    agreed, realised = (
        rows.filter(pl.col("indicator") == each, pl.col("waarde").is_not_null())
        for each in (AGREED, REALISED)
    )
    pairs = agreed.join(realised, on="periode", suffix="_verzilverd")
    exact = pl.col("status") == "gedrukt", pl.col("status_verzilverd") == "gedrukt"
    known = (exact[0] | (pl.col("status") == UPPER_BOUND)) & (
        exact[1] | (pl.col("status_verzilverd") == LOWER_BOUND)
    )
    if odd := pairs.filter(~known)["periode"].to_list():
        raise DeliveryError(
            f"sroi.csv: van {odd[0]} is niet te zeggen wat openstaat; verplichting en verzilverd zijn "
            "grenzen aan dezelfde kant"
        )
    whole = [
        pl.col(each).map_elements(exactly, return_dtype=pl.String)
        for each in ("waarde", "waarde_verzilverd")
    ]
    return pairs.with_columns(
        indicator=pl.lit(OPEN),
        waarde=pl.col("waarde") - pl.col("waarde_verzilverd"),
        status=pl.when(exact[0] & exact[1]).then(pl.lit("afgeleid")).otherwise(pl.lit(UPPER_BOUND)),
        opmerking=pl.format("Afgeleid: verplichting {} min verzilverd {}", *whole),
    ).select(rows.columns)


def _pso(publicaties: Publicaties) -> pl.DataFrame:
    rows = _known(
        publicaties.table("pso", "jaar", "indicator", "eenheid"), PSO, NOT_SHOWN, "pso.csv"
    )
    bound = pl.col("eenheid") == AT_LEAST
    return _figures(
        rows,
        PSO,
        status=pl.when(bound).then(pl.lit(LOWER_BOUND)).otherwise(pl.lit("gedrukt")),
        marge=pl.when(~bound).then(pl.lit("0")),
        opmerking=pl.lit(None, pl.String),
    )


def _pso_by_region(publicaties: Publicaties) -> pl.DataFrame:
    """The five regions with the most firms, as parts of Nederland; of the others nothing is printed."""
    rows = publicaties.table("pso_top5_2023", "arbeidsmarktregio", value="bedrijven")
    try:
        names = {each: category(REGION_KENMERK, each) for each in rows["arbeidsmarktregio"]}
    except UnknownCategoryError as unknown:
        raise DeliveryError(f"pso_top5_2023.csv: {unknown}") from unknown
    taken = {"": Taken(indicator="pso_bedrijven")}
    return _figures(
        rows.with_columns(indicator=pl.lit(""), jaar=pl.lit("2023")),
        taken,
        status=pl.lit("gedrukt"),
        marge=pl.lit("0"),
        opmerking=pl.lit(None, pl.String),
        kenmerk=pl.lit([REGION_KENMERK], pl.List(pl.String)),
        categorie=pl.concat_list(pl.col("arbeidsmarktregio").replace_strict(names)),
    )


def _known(
    rows: pl.DataFrame, taken: Mapping[str, Taken], left: set[str], file: str
) -> pl.DataFrame:
    """Keep the rows that become figures; DeliveryError for one that nobody judged."""
    if strange := set(rows["indicator"]) - taken.keys() - left:
        raise DeliveryError(f"{file}: indicator '{min(strange)}' is onbekend")
    return rows.filter(pl.col("indicator").is_in(list(taken)))


def _looked_up(column: str, words: Mapping[str, str | None]) -> pl.Expr:
    return pl.col(column).replace_strict(words, return_dtype=pl.String)


def _figures(rows: pl.DataFrame, taken: Mapping[str, Taken], **said: pl.Expr) -> pl.DataFrame:
    none = pl.lit([], pl.List(pl.String))
    said = {"kenmerk": none, "categorie": none, **said}
    stock = _looked_up(
        "indicator", {name: "-12-31" if t.stock else "" for name, t in taken.items()}
    )
    return rows.with_columns(**said).select(
        "waarde",
        "status",
        "kenmerk",
        "categorie",
        "opmerking",
        pl.col("marge").cast(pl.Decimal(18, 4)),
        reeks=_looked_up("indicator", {name: each.reeks for name, each in taken.items()}),
        indicator=_looked_up("indicator", {name: each.indicator for name, each in taken.items()}),
        tabel="bron",
        periode=pl.col("jaar") + stock,
        vindplaats="plaats",
    )


SOURCE = Source(
    id="jaarverslagen-social-return",
    title="Jaarverslagen 2022 en 2023 van de regio, social return en PSO",
    publisher=(
        "Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk), cijfers van het Expertisecentrum Social "
        "Return en PSO Nederland"
    ),
    licence="Geen licentie vermeld; cijfers uit openbare jaarverslagen, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: de jaarverslagen verschijnen niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(
        Reeks(id=REEKS, title="Social return en PSO (jaarverslagen 2022 en 2023)"),
        Reeks(
            id=SUPPORTED, title="PSO-bedrijven met ondersteuning van FactorWerk (jaarverslag 2022)"
        ),
        Reeks(id=IN_TOTAL, title="PSO-vouchers in alle jaren samen (jaarverslag 2022)"),
    ),
    stage=stage,
)
