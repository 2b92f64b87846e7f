"""The banenafspraak as typed over: each figure once, and sums that are worked out say so."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.sources.banenafspraak_publicaties import stage

TypedOver = Callable[..., Publicaties]

TABLES = {
    "banenafspraak_doel_realisatie": """
peildatum,gebied,sector,soort,aantal,bron,vindplaats,regel
2026-12-31,Arbeidsmarktregio,markt,doel,3715,marktbewerkingsplan-2017,1,72
2026-12-31,Arbeidsmarktregio,overheid,doel,1308,marktbewerkingsplan-2017,1,72
2017-12-31,Arbeidsmarktregio,totaal,doel,35,marktbewerkingsplan-2017,3.1,491
2022-12-31,Arbeidsmarktregio,totaal,realisatie,3361,jaarverslag-2022,9,434
2023-12-31,Arbeidsmarktregio,totaal,doel en realisatie,,jaarverslag-2023,1.6,238
""",
    "banenafspraak_targets_2017": """
niveau,gebied,aantal_banen,doeljaar,sector,garantiebanen,bron,vindplaats,regel
gemeente,Brummen,7350,2017,markt,21,marktbewerkingsplan-2017,3.1,457
gemeente,Brummen,7350,2017,overheid,13,marktbewerkingsplan-2017,3.1,457
gemeente,Brummen,7350,2017,totaal,35,marktbewerkingsplan-2017,3.1,457
subregio,subregio Apeldoorn,7350,2017,totaal,35,marktbewerkingsplan-2017,3.1,463
regio,Totaal regio,7350,2017,totaal,35,marktbewerkingsplan-2017,3.1,491
""",
    "plaatsingen_2016": """
jaar,gebied_of_partij,doel,realisatie,bron,vindplaats,regel
2016,Regio Deventer,20,23,marktbewerkingsplan-2017,3.3,659
2016,Regio Zutphen,,18,marktbewerkingsplan-2017,3.3,669
2016,UWV (hele regio),133,225,marktbewerkingsplan-2017,3.3,674
2016,TOTAAL,153,266,marktbewerkingsplan-2017,3.3,679
""",
    "plaatsingen_doel_2017": """
jaar,gebied_of_partij,doelgroep,doel,bron,vindplaats,regel
2017,Regio Harderwijk,Wajong,60,marktbewerkingsplan-2017,3.2,532
2017,Regio Harderwijk,Totaal,60,marktbewerkingsplan-2017,3.2,532
2017,UWV,WW,500,marktbewerkingsplan-2017,3.2,536
2017,UWV,Totaal,500,marktbewerkingsplan-2017,3.2,536
2017,Totaal regionaal,Wajong,60,marktbewerkingsplan-2017,3.2,537
2017,Totaal regionaal,WW,500,marktbewerkingsplan-2017,3.2,537
2017,Totaal regionaal,Totaal,560,marktbewerkingsplan-2017,3.2,537
""",
    "wsw_doelen_2017": """
jaar,sw_bedrijf,soort,doel,bron,vindplaats,regel
2017,Inclusief Groep,individuele detacheringen (opgave 2016),100,marktbewerkingsplan-2017,3.2,558
""",
}


def staged(typed_over: TypedOver, areas: Areas, **changed: str) -> pl.DataFrame:
    return stage(typed_over(**{**TABLES, **changed}), areas)


def found(rows: pl.DataFrame, indicator: str, *kenmerk: str) -> list[tuple[Any, ...]]:
    own = rows.filter(pl.col("indicator") == indicator, pl.col("kenmerk") == list(kenmerk))
    return own.select(
        "gebied",
        "periode",
        pl.col("categorie").list.join(" "),
        "waarde",
        pl.col("status").cast(str),
    ).rows()


def test_targets_are_taken_once_and_the_total_of_2026_is_worked_out(
    typed_over: TypedOver, known_areas: Areas
) -> None:
    rows = staged(typed_over, known_areas)

    assert found(rows, "banenafspraak_doel") == [
        ("AM06", "2017-12-31", "", Decimal(35), "gedrukt"),
        ("AM06", "2026-12-31", "", Decimal(5023), "afgeleid"),
        ("GM0213", "2017-12-31", "", Decimal(35), "gedrukt"),
        ("SR2017-apeldoorn", "2017-12-31", "", Decimal(35), "gedrukt"),
        ("AM06", "2023-12-31", "", None, "niet gepubliceerd"),
    ]
    said = rows.filter(pl.col("status").cast(str) == "afgeleid", pl.col("periode") == "2026-12-31")
    assert said["opmerking"].to_list() == ["Afgeleid: markt 3.715 plus overheid 1.308"]


def test_the_year_of_the_picture_is_missing_for_jobs_and_target_alike(
    typed_over: TypedOver, known_areas: Areas
) -> None:
    rows = staged(typed_over, known_areas).filter(pl.col("periode") == "2023-12-31")

    assert sorted(rows["indicator"]) == ["banenafspraak_banen", "banenafspraak_doel"]
    assert rows["waarde"].null_count() == 2
    assert set(rows["opmerking"]) == {
        "Alleen als afbeelding gedrukt: doel en realisatie zijn er niet als getal uit te lezen"
    }


def test_a_split_is_rounded_and_a_total_is_not(typed_over: TypedOver, known_areas: Areas) -> None:
    rows = staged(typed_over, known_areas).filter(pl.col("indicator") == "banenafspraak_doel")

    of = dict(rows.filter(pl.col("periode") == "2017-12-31").select("gebied", "marge").rows())
    assert of == {
        "AM06": Decimal(0), "GM0213": Decimal("0.5"), "SR2017-apeldoorn": Decimal("0.5"),
    }  # fmt: skip


def test_placements_stand_by_subregio_and_by_who_places(
    typed_over: TypedOver, known_areas: Areas
) -> None:
    rows = staged(typed_over, known_areas)

    assert found(rows, "plaatsingen", "partij") == [
        ("AM06", "2016", "UWV", Decimal(225), "gedrukt"),
        ("AM06", "2016", "Gemeente", Decimal(41), "afgeleid"),
    ]
    without = rows.filter(
        pl.col("indicator") == "plaatsingen_doel", pl.col("gebied") == "SR2017-lochem-zutphen"
    )
    assert without["opmerking"].to_list() == ["Voor Zutphen is geen doel gedrukt"]
    harderwijk = rows.filter(
        pl.col("gebied") == "SR2017-noord-veluwe", pl.col("reeks") == "plaatsingen-2017-breed"
    )
    assert set(harderwijk["opmerking"]) == {"Gedrukt als Regio Harderwijk"}


def test_a_wsw_goal_keeps_its_own_words(typed_over: TypedOver, known_areas: Areas) -> None:
    rows = staged(typed_over, known_areas).filter(pl.col("indicator") == "wsw_doel")

    assert rows["categorie"].to_list() == [["Inclusief Groep", "individuele detacheringen"]]
    assert rows["opmerking"].to_list() == ["Opgave van 2016"]


@pytest.mark.parametrize(
    ("table", "before", "after", "complaint"),
    [
        ("banenafspraak_targets_2017", "Brummen", "Lutjebroek", "gebied 'Lutjebroek' is onbekend"),
        (
            "banenafspraak_targets_2017",
            "Totaal regio,7350,2017,totaal,35",
            "Totaal regio,7350,2017,totaal,36",
            "het totaal van 2017-12-31 is 36, en 35 in banenafspraak_doel_realisatie.csv",
        ),
        (
            "banenafspraak_targets_2017",
            "7350,2017,overheid",
            "7360,2017,overheid",
            "GM0213 heeft meer dan een aantal banen",
        ),
        (
            "banenafspraak_doel_realisatie",
            "overheid,doel",
            "zorg,doel",
            "sector 'zorg' is onbekend",
        ),
        ("banenafspraak_doel_realisatie", "realisatie,3361", "raming,3361", "soort 'raming' is"),
        (
            "banenafspraak_doel_realisatie",
            "2026-12-31,Arbeidsmarktregio,overheid,doel,1308,marktbewerkingsplan-2017,1,72\n",
            "",
            "een doel mist markt of overheid",
        ),
        (
            "plaatsingen_doel_2017",
            "Totaal regionaal,Totaal,560",
            "Totaal regionaal,Totaal,561",
            "de doelgroepen van Totaal regionaal tellen op tot 560 en niet tot 561",
        ),
        ("plaatsingen_doel_2017", "UWV,WW,", "UWV,Ziektewet,", "doelgroep 'Ziektewet' is onbekend"),
        ("wsw_doelen_2017", "Inclusief Groep", "Wezo", "sw_bedrijf 'Wezo' is onbekend"),
    ],
)
def test_what_nobody_judged_is_refused(
    typed_over: TypedOver, known_areas: Areas, table: str, before: str, after: str, complaint: str
) -> None:
    assert before in TABLES[table]
    with pytest.raises(DeliveryError, match=complaint):
        staged(typed_over, known_areas, **{table: TABLES[table].replace(before, after, 1)})
