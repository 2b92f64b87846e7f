"""Satisfaction as printed: two scales that never meet, and two reports that disagree."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from pipelines import corrections
from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.sources.tevredenheid_jaarverslagen import stage

MARKS = """\
onderdeel,indicator,jaar,gebied,waarde,schaal,n,bron,vindplaats,regel
WSP,werkgeverstevredenheid rapportcijfer,2022,regio,7.2,0-10,59,jaarverslag-2022,3,140
WSP,werkgeverstevredenheid rapportcijfer,2022,alle WSP's,7.4,0-10,1983,jaarverslag-2022,3,142
WSP,werkgeverstevredenheid rapportcijfer,2022,regio,7.6,0-10,,jaarverslag-2023,1.5,192
WSP,strategisch partnerschap: goede gesprekspartner (eens),2022,regio,51,%,59,jaarverslag-2022,3,162
RMT,contactmomenten,2023,regio,4.38,1-5,34,jaarverslag-2023,2.2,390
RMT,contactmomenten,2023,landelijk,4.3,1-5,,jaarverslag-2023,2.2,390
LWL,algemeen,2023,regio,7.9,0-10,,jaarverslag-2023,3.2,476
LWL,netto respons,2023,regio,24.5,%,,jaarverslag-2023,3.2,485
"""
AGES = """\
leeftijd,aantal,bron,vindplaats,regel
60+,3,jaarverslag-2023,2.2,410
51-60,31,jaarverslag-2023,2.2,411
Totaal,34,jaarverslag-2023,2.2,415
"""
INFLOW = """\
jaar,partij,aantal,bron,vindplaats,regel
2023,FNV,62,jaarverslag-2023,2.1,370
2023,Totaal,627,jaarverslag-2023,2.1,375
"""


@pytest.fixture
def staged(
    typed_over: Callable[..., Publicaties], known_areas: Areas, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., pl.DataFrame]:
    monkeypatch.setattr(corrections, "read", lambda: ())

    def found(marks: str = MARKS, ages: str = AGES) -> pl.DataFrame:
        return stage(
            typed_over(
                tevredenheid=marks, kto_rmt_leeftijd_2023=ages, rmt_2023_instroom_per_partij=INFLOW
            ),
            known_areas,
        )

    return found


def drawn(rows: pl.DataFrame, indicator: str) -> list[tuple[str, str, str, str, float]]:
    own = rows.filter(pl.col("indicator") == indicator)
    return sorted(
        (*(each[name] for name in ("reeks", "gebied", "periode")), "+".join(each["categorie"]),
         float(each["waarde"]))
        for each in own.iter_rows(named=True)
    )  # fmt: skip


def test_each_report_and_each_scale_is_a_series_of_its_own(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged()

    assert drawn(rows, "tevredenheid") == [
        ("tevredenheid-jaarverslag-2022", "AM06", "2022", "WSP", 7.2),
        ("tevredenheid-jaarverslag-2022", "NL01", "2022", "WSP", 7.4),
        ("tevredenheid-jaarverslag-2023", "AM06", "2022", "WSP", 7.6),
        ("tevredenheid-jaarverslag-2023", "AM06", "2023", "LWL", 7.9),
        ("tevredenheid-rmt-2023", "AM06", "2023", "RMT contactmomenten", 4.38),
        ("tevredenheid-rmt-2023", "NL01", "2023", "RMT contactmomenten", 4.3),
    ]
    marks = rows.filter(pl.col("indicator") == "tevredenheid")
    assert sorted(set(marks.select("waarde", "marge").cast(float).rows())) == [
        (4.3, 0.05), (4.38, 0.005), (7.2, 0.05), (7.4, 0.05), (7.6, 0.05), (7.9, 0.05),
    ]  # fmt: skip
    scale = marks.filter(pl.col("reeks") == "tevredenheid-rmt-2023")["opmerking"].unique().to_list()
    assert scale == ["Op een schaal van 1 tot 5"]


def test_answers_are_counted_once_and_by_age(staged) -> None:  # type: ignore[no-untyped-def]
    assert drawn(staged(), "tevredenheid_antwoorden") == [
        ("tevredenheid-jaarverslag-2022", "AM06", "2022", "WSP", 59.0),
        ("tevredenheid-jaarverslag-2022", "NL01", "2022", "WSP", 1983.0),
        ("tevredenheid-rmt-2023", "AM06", "2023", "RMT", 34.0),
        ("tevredenheid-rmt-2023", "AM06", "2023", "RMT+51-60", 31.0),
        ("tevredenheid-rmt-2023", "AM06", "2023", "RMT+60+", 3.0),
    ]


def test_34_answers_of_627_is_worked_out_as_5_4_percent(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged()

    assert drawn(rows, "tevredenheid_respons_pct") == [
        ("tevredenheid-jaarverslag-2023", "AM06", "2023", "LWL", 24.5),
        ("tevredenheid-rmt-2023", "AM06", "2023", "RMT", 5.4226),
    ]
    row = rows.filter(pl.col("waarde").cast(float) == 5.4226).row(0, named=True)
    assert row["status"] == "afgeleid"
    assert row["opmerking"].startswith("Afgeleid: 34 antwoorden op 627 deelnemers")


@pytest.mark.parametrize(
    ("marks", "ages", "said"),
    [
        (MARKS.replace("7.9,0-10", "7.9,1-7"), AGES, "schaal '1-7' is onbekend"),
        (MARKS.replace("alle WSP's", "Twente"), AGES, "gebied 'Twente' is onbekend"),
        (
            MARKS.replace("LWL,algemeen", "LWL,parkeren"),
            AGES,
            "onderdeel 'LWL parkeren' is onbekend",
        ),
        (MARKS, AGES.replace("Totaal,34", "Totaal,35"), "tellen op tot 34, het totaal is 35"),
    ],
)
def test_what_nobody_judged_is_refused(staged, marks: str, ages: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DeliveryError, match=said):
        staged(marks, ages)
