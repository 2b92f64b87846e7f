"""Tevredenheid over WSP, RMT en Leerwerkloket, met hoeveel antwoorden, gedrukt in de jaarverslagen.

What two reports say of one year are two series, so that both stay. Marks of 1-5 are a series of their
own: they are never held against marks of 0-10.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.reconciliation import judging
from pipelines.source import Reeks, Source, observed
from warehouse.categories import UnknownCategoryError, category
from warehouse.tables import Waarneming

REGION, COUNTRY = "Veluwe Stedendriehoek", "Nederland"
EARLIER, LATER, INFOGRAPHIC, OUT_OF_FIVE = REEKSEN = (
    "tevredenheid-jaarverslag-2022",
    "tevredenheid-jaarverslag-2023",
    "tevredenheid-infographic-2023",
    "tevredenheid-rmt-2023",
)
MARK, ANSWERS, RESPONSE, AGREES = (
    "tevredenheid",
    "tevredenheid_antwoorden",
    "tevredenheid_respons_pct",
    "werkgevers_eens_pct",
)
ONDERDEEL, STATEMENT, AGE = "onderdeel", "stelling", "leeftijd"
AREAS: Mapping[str, str] = {"regio": REGION, "landelijk": COUNTRY, "alle WSP's": COUNTRY}
TEN, FIVE, SHARE = "0-10", "1-5", "%"
IN_A_PICTURE = "infographic achterin"
NET_RESPONSE = "netto respons"
TOTAL = "Totaal"
ONE_DECIMAL, TWO_DECIMALS = "0.05", "0.005"
"""What rounding leaves of a mark that is printed with so many decimals."""

FROM_RMT = "rmt_2023_instroom_per_partij"


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take each printed mark, share and number of answers; work out the response where both are "
    "printed."""
    tables = judging.judged(
        {
            "tevredenheid": publicaties.table(
                "tevredenheid", "onderdeel", "indicator", "jaar", "gebied", "schaal", "n"
            ),
            "kto_rmt_leeftijd_2023": publicaties.table(
                "kto_rmt_leeftijd_2023", "leeftijd", value="aantal"
            ),
            FROM_RMT: publicaties.table(FROM_RMT, "jaar", "partij", value="aantal"),
        }
    )
    rows = tables["tevredenheid"]
    if strange := set(rows["schaal"]) - {TEN, FIVE, SHARE}:
        raise DeliveryError(f"tevredenheid.csv: schaal '{min(strange)}' is onbekend")
    if strange := set(rows["gebied"]) - AREAS.keys():
        raise DeliveryError(f"tevredenheid.csv: gebied '{min(strange)}' is onbekend")
    rows = rows.with_columns(reeks=_series(), gebied=pl.col("gebied").replace_strict(AREAS))
    try:
        everything = pl.concat(
            [
                _marks(rows),
                _agreeing(rows),
                _responses(rows),
                _answers(rows),
                _by_age(tables["kto_rmt_leeftijd_2023"]),
                _worked_out(rows, tables[FROM_RMT]),
            ]
        )
    except UnknownCategoryError as unknown:
        raise DeliveryError(f"{publicaties.folder}: {unknown}") from unknown
    codes = {name: areas.resolve(name) for name in (REGION, COUNTRY)}
    placed = everything.with_columns(gebied=pl.col("gebied").replace_strict(codes))
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in placed.group_by("reeks", maintain_order=True)
        )
    )


def _series() -> pl.Expr:
    return (
        pl.when(pl.col("schaal") == FIVE)
        .then(pl.lit(OUT_OF_FIVE))
        .when(pl.col("vindplaats") == IN_A_PICTURE)
        .then(pl.lit(INFOGRAPHIC))
        .when(pl.col("bron") == "jaarverslag-2022")
        .then(pl.lit(EARLIER))
        .otherwise(pl.lit(LATER))
    )


def _figures(rows: pl.DataFrame, indicator: str, per: str, marge: pl.Expr) -> pl.DataFrame:
    return rows.select(
        "waarde",
        "reeks",
        "gebied",
        indicator=pl.lit(indicator),
        kenmerk=pl.lit([per], pl.List(pl.String)),
        categorie=pl.concat_list("naam"),
        tabel="bron",
        periode="jaar",
        marge=marge.cast(pl.Decimal(18, 4)),
        status=pl.col("oordeel").fill_null("gedrukt"),
        vindplaats="plaats",
        opmerking="reden",
    )


def _marks(rows: pl.DataFrame) -> pl.DataFrame:
    marks = rows.filter(pl.col("schaal") != SHARE).with_columns(
        gemerkt=pl.format("{} {}", "onderdeel", "indicator")
    )
    names = {each: category(ONDERDEEL, each) for each in marks["gemerkt"].unique()}
    named = marks.with_columns(naam=pl.col("gemerkt").replace_strict(names))
    exact = (pl.col("waarde") * 10).cast(pl.Float64)
    rounded = (
        pl.when(exact == exact.round()).then(pl.lit(ONE_DECIMAL)).otherwise(pl.lit(TWO_DECIMALS))
    )
    scale = pl.when(pl.col("schaal") == FIVE).then(pl.lit("Op een schaal van 1 tot 5"))
    said = named.with_columns(
        reden=pl.concat_str(scale, "reden", separator=". ", ignore_nulls=True).replace("", None)
    )
    return _figures(said, MARK, ONDERDEEL, rounded)


def _agreeing(rows: pl.DataFrame) -> pl.DataFrame:
    """Take the shares of employers that agree with a statement."""
    shares = rows.filter(pl.col("schaal") == SHARE, pl.col("indicator") != NET_RESPONSE)
    names = {each: category(STATEMENT, each) for each in shares["indicator"].unique()}
    named = shares.with_columns(naam=pl.col("indicator").replace_strict(names))
    return _figures(named, AGREES, STATEMENT, pl.lit("0.5"))


def _responses(rows: pl.DataFrame) -> pl.DataFrame:
    own = rows.filter(pl.col("indicator") == NET_RESPONSE).with_columns(naam="onderdeel")
    return _figures(own, RESPONSE, ONDERDEEL, pl.lit("0.05"))


def _answers(rows: pl.DataFrame) -> pl.DataFrame:
    """Give how many answered, once for each survey; DeliveryError where its rows do not agree."""
    given = rows.filter(pl.col("n").fill_null("") != "").with_columns(
        waarde=pl.col("n").cast(pl.Decimal(18, 4)),
        naam="onderdeel",
        oordeel=pl.lit(None, pl.String),
        reden=pl.lit(None, pl.String),
    )
    survey = ["reeks", "gebied", "jaar", "naam"]
    counts = given.group_by(survey).agg(pl.col("n").n_unique())
    if odd := counts.filter(pl.col("n") > 1).rows():
        raise DeliveryError(
            f"tevredenheid.csv: van {odd[0][3]} {odd[0][2]} staat n er verschillend"
        )
    once = given.unique(survey, keep="first", maintain_order=True)
    return _figures(once, ANSWERS, ONDERDEEL, pl.lit("0"))


def _by_age(rows: pl.DataFrame) -> pl.DataFrame:
    """Take the ages of who answered about the RMT, and hold them against their printed total."""
    ages = rows.filter(pl.col("leeftijd") != TOTAL)
    total = rows.filter(pl.col("leeftijd") == TOTAL)["waarde"].sum()
    if ages["waarde"].sum() != total:
        raise DeliveryError(
            f"kto_rmt_leeftijd_2023.csv: de leeftijden tellen op tot {ages['waarde'].sum():.0f}, het "
            f"totaal is {total:.0f}"
        )
    names = {each: category(AGE, each) for each in ages["leeftijd"].unique()}
    found = _figures(
        ages.with_columns(
            naam=pl.col("leeftijd").replace_strict(names),
            reeks=pl.lit(OUT_OF_FIVE),
            gebied=pl.lit(REGION),
            jaar=pl.lit("2023"),
        ),
        ANSWERS,
        AGE,
        pl.lit("0"),
    )
    return found.with_columns(
        kenmerk=pl.lit([ONDERDEEL, AGE], pl.List(pl.String)),
        categorie=pl.concat_list(pl.lit("RMT"), pl.col("categorie").list.first()),
    )


def _worked_out(rows: pl.DataFrame, inflow: pl.DataFrame) -> pl.DataFrame:
    """Work out which part of the participants of the RMT answered."""
    asked = rows.filter(pl.col("reeks") == OUT_OF_FIVE, pl.col("n").fill_null("") != "").head(1)
    of = inflow.filter(pl.col("partij") == TOTAL)["waarde"]
    if asked.is_empty() or not of.len() or not of[0]:
        return _figures(
            asked.clear().with_columns(naam="onderdeel"), RESPONSE, ONDERDEEL, pl.lit("0")
        )
    answered, everyone = Decimal(asked["n"][0]), of[0]
    return _figures(
        asked.with_columns(
            naam=pl.lit("RMT"),
            waarde=pl.lit(round(answered / everyone * 100, 4)).cast(pl.Decimal(18, 4)),
            oordeel=pl.lit("afgeleid"),
            reden=pl.lit(
                f"Afgeleid: {answered} antwoorden op {everyone:.0f} deelnemers in het jaar; hoeveel er "
                "een vragenlijst kregen, is niet gedrukt"
            ),
        ),
        RESPONSE,
        ONDERDEEL,
        pl.lit("0"),
    )  # fmt: skip


SOURCE = Source(
    id="jaarverslagen-tevredenheid",
    title="Jaarverslagen 2022 en 2023 van de regio, tevredenheid",
    publisher=(
        "Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk), cijfers van Ruigrok en het landelijke "
        "klanttevredenheidsonderzoek"
    ),
    licence="Geen licentie vermeld; cijfers uit openbare jaarverslagen, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: de jaarverslagen verschijnen niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(
        Reeks(id=EARLIER, title="Tevredenheid volgens het jaarverslag 2022"),
        Reeks(id=LATER, title="Tevredenheid volgens het jaarverslag 2023"),
        Reeks(id=INFOGRAPHIC, title="Tevredenheid in de infographic van het jaarverslag 2023"),
        Reeks(id=OUT_OF_FIVE, title="Tevredenheid over het RMT, schaal van 1 tot 5"),
    ),
    stage=stage,
)
