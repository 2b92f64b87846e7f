"""De banenafspraak, gedrukt in het marktbewerkingsplan 2017 en de jaarverslagen 2022 en 2023.

The split of 2017 and 2018 is indicative: each cell is a share of the region's target, rounded by
itself, so that parts and totals differ by 1 here and there. All of them are kept as printed.
"""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.source import Reeks, Source, observed
from warehouse.categories import UnknownCategoryError, category
from warehouse.numbers import number
from warehouse.tables import Waarneming

JOBS, TARGET, SHARED = "banenafspraak_banen", "banenafspraak_doel", "banenafspraak_verdeelsleutel"
PLACED, TO_PLACE, WSW = "plaatsingen", "plaatsingen_doel", "wsw_doel"
PLAN, REPORTS = "banenafspraak-plan-2017", "banenafspraak-jaarverslagen"
PLACEMENTS, BROAD, WSW_GOALS = "plaatsingen-2016", "plaatsingen-2017-breed", "wsw-doelen-2017"
PLAN_DOCUMENT = "marktbewerkingsplan-2017"
WHOLE = "totaal"
KINDS: Mapping[str, tuple[str, ...]] = {
    "doel": (TARGET,),
    "realisatie": (JOBS,),
    "doel en realisatie": (TARGET, JOBS),
}
"""What a printed row is about."""
REGION = "Veluwe Stedendriehoek"
AREAS = dict.fromkeys(("Arbeidsmarktregio", "Totaal regio", "TOTAAL", "Totaal regionaal"), REGION)
SUBREGIOS = {
    "Apeldoorn": "SR2017-apeldoorn",
    "Deventer": "SR2017-deventer",
    "Noord Veluwe": "SR2017-noord-veluwe",
    "Noord-Veluwe": "SR2017-noord-veluwe",
    # The plan calls the subregio by its largest gemeente in one table, and as a whole in the next.
    "Harderwijk": "SR2017-noord-veluwe",
    "Lochem/Zutphen": "SR2017-lochem-zutphen",
    "Zutphen": "SR2017-lochem-zutphen",
}
"""The four subregios of 2017 under the names that the plan gives them."""
UWV, GEMEENTEN = "UWV", "Gemeente"
INDICATIVE = (
    "Indicatieve verdeling: elke cel is apart afgerond en kan ten hoogste 2 van de optelling "
    "afwijken"
)
ONLY_PICTURE = (
    "Alleen als afbeelding gedrukt: doel en realisatie zijn er niet als getal uit te lezen"
)
ROUNDED, JOBS_ROUNDED = "0.5", "5"
"""What rounding leaves: of a cell of the split, and of jobs that are given in tens."""


def stage(publicaties: Publicaties, areas: Areas) -> dy.DataFrame[Waarneming]:
    """Take each printed figure once; the target of 2026 is the sum of its two sectors."""
    printed = _printed(publicaties, areas)
    split = _split(publicaties, areas)
    _require_same(printed, split)
    everything = pl.concat(
        [
            printed,
            _whole_of_2026(printed),
            # The region is in both tables; the first one prints its figures as text.
            split.filter(pl.col("gebied") != areas.resolve(REGION)),
            _shared(publicaties, areas),
            _with_gemeenten(_placements(publicaties, areas)),
            _with_gemeenten(_goals(publicaties, areas)),
            _wsw(publicaties, areas),
        ]
    )
    return Waarneming.cast(
        pl.concat(
            observed(part.drop("reeks"), bron=SOURCE.id, reeks=str(reeks))
            for (reeks,), part in everything.group_by("reeks", maintain_order=True)
        )
    )


def _figures(rows: pl.DataFrame, **said: pl.Expr) -> pl.DataFrame:
    """Give rows their passport; what is said of none of them is what most printed figures are."""
    none = pl.lit([], pl.List(pl.String))
    plain = {
        "kenmerk": none,
        "categorie": none,
        "status": pl.lit("gedrukt"),
        "marge": pl.lit("0"),
        "opmerking": pl.lit(None, pl.String),
    }
    return rows.with_columns(**{**plain, **said}).select(
        "indicator",
        "reeks",
        "gebied",
        "periode",
        "waarde",
        "status",
        "kenmerk",
        "categorie",
        "opmerking",
        pl.col("marge").cast(pl.Decimal(18, 4)),
        tabel="bron",
        vindplaats="plaats",
    )


def _by(kenmerk: str, column: str, whole: str = WHOLE) -> dict[str, pl.Expr]:
    """Split by the words in a column, in which `whole` stands for all together."""
    none = pl.lit([], pl.List(pl.String))
    all_of_it = pl.col(column) == whole
    return {
        "kenmerk": pl.when(all_of_it).then(none).otherwise(pl.lit([kenmerk])),
        "categorie": pl.when(all_of_it).then(none).otherwise(pl.concat_list(column)),
    }


def _named(rows: pl.DataFrame, column: str, kenmerk: str, file: str, *whole: str) -> pl.DataFrame:
    """Call categories by their one name; DeliveryError for a strange one."""
    try:
        names = {
            each: each if each in whole else category(kenmerk, each)
            for each in rows[column].unique()
        }
    except UnknownCategoryError as unknown:
        raise DeliveryError(f"{file}: {unknown}") from unknown
    return rows.with_columns(pl.col(column).replace_strict(names, return_dtype=pl.String))


def _placed(rows: pl.DataFrame, column: str, areas: Areas, file: str) -> pl.DataFrame:
    """Add the code of the area that a column names."""
    codes = {}
    for written in rows[column].unique():
        bare = written.removeprefix("Regio ").removeprefix("subregio ")
        try:
            subregio = SUBREGIOS.get(bare) if bare != written else None
            codes[written] = subregio or areas.resolve(AREAS.get(written, written))
        except DeliveryError as unknown:
            raise DeliveryError(f"{file}: {unknown}") from unknown
    return rows.with_columns(gebied=pl.col(column).replace_strict(codes, return_dtype=pl.String))


def _printed(publicaties: Publicaties, areas: Areas) -> pl.DataFrame:
    """The targets and the jobs of the whole region and of Nederland."""
    file = "banenafspraak_doel_realisatie.csv"
    rows = publicaties.table(
        file.removesuffix(".csv"), "peildatum", "gebied", "sector", "soort", value="aantal"
    )
    if strange := set(rows["soort"]) - KINDS.keys():
        raise DeliveryError(f"{file}: soort '{min(strange)}' is onbekend")
    rows = _named(_placed(rows, "gebied", areas, file), "sector", "sector", file, WHOLE)
    about = rows.with_columns(
        indicator=pl.col("soort").replace_strict(KINDS, return_dtype=pl.List(pl.String)),
        reeks=pl.when(pl.col("bron") == PLAN_DOCUMENT)
        .then(pl.lit(PLAN))
        .otherwise(pl.lit(REPORTS)),
        periode="peildatum",
    ).explode("indicator")
    missing = pl.when(pl.col("waarde").is_null()).then(pl.lit(ONLY_PICTURE))
    return _figures(about, **_by("sector", "sector"), opmerking=missing)


def _whole_of_2026(printed: pl.DataFrame) -> pl.DataFrame:
    """Add up market and government where no total is printed."""
    one = ["indicator", "reeks", "gebied", "periode"]
    parts = printed.filter(pl.col("kenmerk").list.len() > 0, pl.col("waarde").is_not_null())
    wholes = printed.filter(pl.col("kenmerk").list.len() == 0)
    lacking = parts.join(wholes, on=one, how="anti")
    rows = lacking.group_by(one, maintain_order=True).agg(
        pl.col("waarde").sum(),
        pl.len().alias("delen"),
        told=pl.struct(pl.col("categorie").list.first(), "waarde"),
        tabel=pl.col("tabel").first(),
        vindplaats=pl.col("vindplaats").first(),
    )
    if rows.filter(pl.col("delen") != 2).height:
        raise DeliveryError("banenafspraak_doel_realisatie.csv: een doel mist markt of overheid")
    said = [
        "Afgeleid: "
        + " plus ".join(f"{each['categorie']} {number(each['waarde'])}" for each in told)
        for told in rows["told"]
    ]
    return _figures(
        rows.with_columns(
            bron="tabel", plaats="vindplaats", gezegd=pl.Series(said, dtype=pl.String)
        ),
        status=pl.lit("afgeleid"),
        opmerking=pl.col("gezegd"),
    )


def _split(publicaties: Publicaties, areas: Areas) -> pl.DataFrame:
    """The targets of 2017 and 2018 by gemeente, subregio and sector."""
    rows = _of_targets(publicaties, areas, "garantiebanen").with_columns(
        indicator=pl.lit(TARGET), periode=pl.col("doeljaar") + "-12-31"
    )
    rows = _named(rows, "sector", "sector", "banenafspraak_targets_2017.csv", WHOLE)
    return _figures(
        rows, **_by("sector", "sector"), marge=pl.lit(ROUNDED), opmerking=pl.lit(INDICATIVE)
    )


def _shared(publicaties: Publicaties, areas: Areas) -> pl.DataFrame:
    """The jobs by which the targets were split, each once: every sector and year repeats them."""
    rows = _of_targets(publicaties, areas, "aantal_banen").unique(
        ["gebied", "waarde"], keep="first", maintain_order=True
    )
    if (double := rows["gebied"].is_duplicated()).any():
        raise DeliveryError(
            f"banenafspraak_targets_2017.csv: {rows.filter(double)['gebied'][0]} heeft meer dan een "
            "aantal banen"
        )
    return _figures(
        rows.with_columns(indicator=pl.lit(SHARED), periode=pl.lit("2017")),
        marge=pl.lit(JOBS_ROUNDED),
    )


def _of_targets(publicaties: Publicaties, areas: Areas, value: str) -> pl.DataFrame:
    name = "banenafspraak_targets_2017"
    rows = publicaties.table(name, "niveau", "gebied", "doeljaar", "sector", value=value)
    return _placed(rows, "gebied", areas, f"{name}.csv").with_columns(reeks=pl.lit(PLAN))


def _require_same(printed: pl.DataFrame, split: pl.DataFrame) -> None:
    """Hold the totals of the table against the text; the same figure stands in both."""
    same = ["indicator", "gebied", "periode", "categorie"]
    differing = split.join(printed, on=same, suffix="_tekst").filter(
        pl.col("waarde") != pl.col("waarde_tekst")
    )
    if differing.height:
        periode, table, text = differing.select("periode", "waarde", "waarde_tekst").row(0)
        raise DeliveryError(
            f"banenafspraak_targets_2017.csv: het totaal van {periode} is {number(table)}, en "
            f"{number(text)} in banenafspraak_doel_realisatie.csv"
        )


def _by_executor(rows: pl.DataFrame, areas: Areas, file: str) -> pl.DataFrame:
    """Set what UWV does for the whole region beside the region, under its name as a partij."""
    own = pl.col("gebied_of_partij").str.starts_with(UWV)
    return _placed(
        rows.with_columns(
            plek=pl.when(own).then(pl.lit("Totaal regio")).otherwise("gebied_of_partij"),
            partij=pl.when(own).then(pl.lit(UWV)).otherwise(pl.lit("")),
        ),
        "plek",
        areas,
        file,
    )


def _with_gemeenten(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what gemeenten place together beside UWV: the four subregios, added up."""
    one = ["indicator", "reeks", "periode", "kenmerk", "categorie"]
    subregios = rows.filter(pl.col("gebied").str.starts_with("SR"), pl.col("waarde").is_not_null())
    region = rows.filter(~pl.col("gebied").str.starts_with("SR"))["gebied"][0]
    added = subregios.group_by(one, maintain_order=True).agg(
        pl.col("waarde").sum(),
        tabel=pl.col("tabel").first(),
        vindplaats=pl.col("vindplaats").first(),
    )
    both = {
        "kenmerk": pl.concat_list(pl.lit(["partij"]), "kenmerk"),
        "categorie": pl.concat_list(pl.lit([GEMEENTEN]), "categorie"),
    }
    return pl.concat(
        [
            rows,
            _figures(
                added.with_columns(bron="tabel", plaats="vindplaats", gebied=pl.lit(region)),
                **both,
                status=pl.lit("afgeleid"),
                opmerking=pl.lit("Afgeleid: de vier subregio's opgeteld"),
            ),
        ]
    )


def _placements(publicaties: Publicaties, areas: Areas) -> pl.DataFrame:
    """Placements of 2016 and their goals, by subregio and UWV."""
    name = "plaatsingen_2016"
    found = []
    for indicator, column in ((PLACED, "realisatie"), (TO_PLACE, "doel")):
        rows = publicaties.table(name, "jaar", "gebied_of_partij", value=column)
        found.append(
            _by_executor(rows, areas, f"{name}.csv").with_columns(
                indicator=pl.lit(indicator), reeks=pl.lit(PLACEMENTS), periode="jaar"
            )
        )
    none = pl.when(pl.col("waarde").is_null()).then(
        pl.format(
            "Voor {} is geen doel gedrukt", pl.col("gebied_of_partij").str.slice(len("Regio "))
        )
    )
    return _figures(pl.concat(found, how="diagonal"), **_by("partij", "partij", ""), opmerking=none)


def _goals(publicaties: Publicaties, areas: Areas) -> pl.DataFrame:
    """Goals of 2017 for all target groups, by subregio and UWV; each sum is held against its total."""
    name, total = "plaatsingen_doel_2017", "Totaal"
    rows = publicaties.table(name, "jaar", "gebied_of_partij", "doelgroep", value="doel")
    rows = _named(rows, "doelgroep", "doelgroep", f"{name}.csv", total)
    wrong = (
        rows.group_by("gebied_of_partij", maintain_order=True)
        .agg(
            delen=pl.col("waarde").filter(pl.col("doelgroep") != total).sum(),
            gedrukt=pl.col("waarde").filter(pl.col("doelgroep") == total).sum(),
        )
        .filter(pl.col("delen") != pl.col("gedrukt"))
    )
    if wrong.height:
        raise DeliveryError(
            f"{name}.csv: de doelgroepen van {wrong['gebied_of_partij'][0]} tellen op tot "
            f"{number(wrong['delen'][0])} en niet tot {number(wrong['gedrukt'][0])}"
        )
    placed = _by_executor(rows, areas, f"{name}.csv").with_columns(
        indicator=pl.lit(TO_PLACE), reeks=pl.lit(BROAD), periode="jaar"
    )
    by_both = {
        field: pl.concat_list(
            pl.when(pl.col("partij") != "").then(pl.concat_list(who)).otherwise(none),
            pl.when(pl.col("doelgroep") != total).then(pl.concat_list(group)).otherwise(none),
        )
        for none in (pl.lit([], pl.List(pl.String)),)
        for field, who, group in (
            ("kenmerk", pl.lit("partij"), pl.lit("doelgroep")),
            ("categorie", pl.col("partij"), pl.col("doelgroep")),
        )
    }
    called = pl.when(pl.col("gebied_of_partij") == "Regio Harderwijk").then(
        pl.lit("Gedrukt als Regio Harderwijk")
    )
    return _figures(placed, **by_both, opmerking=called)


def _wsw(publicaties: Publicaties, areas: Areas) -> pl.DataFrame:
    """Goals of the SW-bedrijven, each in a unit of its own: nothing to add up."""
    name = "wsw_doelen_2017"
    rows = publicaties.table(name, "jaar", "sw_bedrijf", "soort", value="doel")
    of_2016 = pl.col("soort").str.contains("opgave 2016", literal=True)
    rows = rows.with_columns(
        soort=pl.col("soort").str.replace(" (opgave 2016)", "", literal=True),
        gezegd=pl.when(of_2016).then(pl.lit("Opgave van 2016")),
    )
    rows = _named(rows, "sw_bedrijf", "sw_bedrijf", f"{name}.csv")
    rows = _named(rows, "soort", "plaatsingsvorm", f"{name}.csv")
    return _figures(
        rows.with_columns(
            indicator=pl.lit(WSW),
            reeks=pl.lit(WSW_GOALS),
            periode="jaar",
            gebied=pl.lit(areas.resolve(REGION)),
        ),
        kenmerk=pl.lit(["sw_bedrijf", "plaatsingsvorm"]),
        categorie=pl.concat_list("sw_bedrijf", "soort"),
        opmerking=pl.col("gezegd"),
    )


SOURCE = Source(
    id="banenafspraak-publicaties",
    title="Marktbewerkingsplan 2017 en jaarverslagen 2022 en 2023 van de regio, banenafspraak",
    publisher="Arbeidsmarktregio Veluwe Stedendriehoek (FactorWerk), cijfers van UWV",
    licence="Geen licentie vermeld; cijfers uit openbare documenten, met bronvermelding",
    licence_url=None,
    url=None,
    frequency="eenmalig",
    next_expected="niet: de documenten verschijnen niet opnieuw",
    stale_after=None,
    folders=("publicaties", "gebieden"),
    reeksen=(
        Reeks(
            id=PLAN,
            title="Doelen van de banenafspraak (marktbewerkingsplan 2017)",
            samenstelling="2017",
        ),
        Reeks(id=REPORTS, title="Banenafspraak (jaarverslagen 2022 en 2023)"),
        Reeks(id=PLACEMENTS, title="Plaatsingen op de banenafspraak in 2016"),
        Reeks(id=BROAD, title="Plaatsingsdoelen 2017 voor de brede doelgroep"),
        Reeks(id=WSW_GOALS, title="Doelen van de SW-bedrijven in 2017"),
    ),
    stage=stage,
)
