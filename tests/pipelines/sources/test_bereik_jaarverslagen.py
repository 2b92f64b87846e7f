"""Events, reach and Leerwerkloket, from printed rows to months and years."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from pipelines import corrections
from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.sources.bereik_jaarverslagen import stage

EVENTS = """\
datum,soort,vorm,bezoekers,waarvan_oekraieners,bron,vindplaats,regel
2023-02-14,banenmarkt,fysiek (aanname),195,125,jaarverslag-2023,1.2,130
2023-03-14,open deuren dag,fysiek,76,,jaarverslag-2023,1.2,131
2023-06,kennissessie werkgevers,,25,,jaarverslag-2023,1.1,114
2023-06,kennissessie werkgevers,,15,,jaarverslag-2023,1.1,116
"""
REACH = """\
jaar,indicator,waarde,bron,vindplaats,regel
2023,LinkedIn-groep leden,1883,jaarverslag-2023,1.2,126
2023,Werkgeverscontacten,4500,jaarverslag-2023,1 Algemeen,101
"""
LWL = """\
jaar,indicator,gebied,waarde,eenheid,bron,vindplaats,regel
2023,aanmeldingen,regio,364,aantal,jaarverslag-2023,3.1,442
2023,vraag scholingsbudget,landelijk,16,%,jaarverslag-2023,3.2,489
"""


@pytest.fixture
def staged(
    typed_over: Callable[..., Publicaties], known_areas: Areas, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., pl.DataFrame]:
    monkeypatch.setattr(corrections, "read", lambda: ())

    def found(events: str = EVENTS, reach: str = REACH, lwl: str = LWL) -> pl.DataFrame:
        return stage(typed_over(events=events, bereik=reach, lwl=lwl), known_areas)

    return found


def drawn(rows: pl.DataFrame, indicator: str) -> list[tuple[str, str, str, int, str, str | None]]:
    own = rows.filter(pl.col("indicator") == indicator)
    return sorted(
        (each["gebied"], each["periode"], "+".join(each["categorie"]), int(each["waarde"]),
         each["status"], each["opmerking"])
        for each in own.iter_rows(named=True)
    )  # fmt: skip


def test_visitors_are_given_by_month_and_added_up_by_year(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged()

    several, some = "Som van 2 bijeenkomsten. Waarvan 125 Oekraïners", "Waarvan 125 Oekraïners"
    assert drawn(rows, "event_bezoekers") == [
        ("AM06", "2023", "", 271, "afgeleid", several),
        ("AM06", "2023", "banenmarkt", 195, "gedrukt", some),
        ("AM06", "2023", "opendeurendag", 76, "gedrukt", None),
        ("AM06", "2023-02", "", 195, "gedrukt", some),
        ("AM06", "2023-02", "banenmarkt", 195, "gedrukt", some),
        ("AM06", "2023-03", "", 76, "gedrukt", None),
        ("AM06", "2023-03", "opendeurendag", 76, "gedrukt", None),
    ]
    assert drawn(rows, "events")[0][:5] == ("AM06", "2023", "", 2, "afgeleid")


def test_employers_on_sessions_are_counted_apart(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged()

    told = "Som van 2 bijeenkomsten"
    assert drawn(rows, "kennissessie_deelnemers") == [
        ("AM06", "2023", "", 40, "afgeleid", told),
        ("AM06", "2023-06", "", 40, "afgeleid", told),
    ]


def test_ruim_is_a_lower_bound(staged) -> None:  # type: ignore[no-untyped-def]
    assert drawn(staged(), "bereik") == [
        ("AM06", "2023", "leden van de LinkedIn-groep", 1883, "gedrukt", None),
        ("AM06", "2023", "werkgeverscontacten", 4500, "ondergrens", None),
    ]


def test_the_leerwerkloket_stands_beside_nederland(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged()

    assert drawn(rows, "lwl_aanmeldingen") == [("AM06", "2023", "", 364, "gedrukt", None)]
    assert drawn(rows, "lwl_vraag_pct") == [
        ("NL01", "2023", "scholingsbudget", 16, "gedrukt", None)
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"events": EVENTS.replace("banenmarkt", "carnaval")}, "eventsoort 'carnaval'"),
        ({"reach": REACH.replace("LinkedIn", "Myspace")}, "bereiksoort 'Myspace-groep leden'"),
        ({"lwl": LWL.replace("aanmeldingen", "koffie")}, "indicator 'koffie'"),
        ({"lwl": LWL.replace("landelijk", "Twente")}, "gebied 'Twente'"),
    ],
)
def test_what_nobody_judged_is_refused(staged, change: dict[str, str], said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DeliveryError, match=said):
        staged(**change)
