"""Kerncijfers wijken en buurten: WW per gemeente 2020, netto participatie per gemeente 2021."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from pipelines.cbs import CbsTable
from pipelines.delivery import DeliveryError
from pipelines.sources.kerncijfers_wijken_buurten import stage

Read = Callable[..., CbsTable]

REGIONS = """
Key          | Title
"NL00      " | "Nederland"
"GM0200    " | "Apeldoorn"
"WK020001  " | "Wijk 01"
"""


def _ww(cbs_table: Read, key: str = "PersonenPerSoortUitkeringWW_85") -> CbsTable:
    topics = f"""
    Key                                    | Title      | Unit     | Decimals | Group
    "{key}"                                | "WW"       | "aantal" | 0        | "Uitkering"
    "PersonenPerSoortUitkeringAO_84"       | "AO"       | "aantal" | 0        | "Uitkering"
    "PersonenPerSoortUitkeringBijstand_83" | "Bijstand" | "aantal" | 0        | "Uitkering"
    """
    rows = f"""
    WijkenEnBuurten | {key}  | PersonenPerSoortUitkeringAO_84 | PersonenPerSoortUitkeringBijstand_83
    "NL00      "    | 238650 | 732950                         | 421110
    "GM0200    "    | 2340   | 8120                           | null
    "WK020001  "    | 120    | 80                             | 30
    """
    return cbs_table("84799NED", topics, rows, WijkenEnBuurten=REGIONS)


def test_nederland_and_gemeenten_are_taken_and_wijken_left_out(cbs_table: Read) -> None:
    staged = stage(_ww(cbs_table))

    persons = "kerncijfers-wijken-buurten"
    assert staged.select("indicator", "reeks", "tabel", "gebied", "periode", "waarde").rows() == [
        ("ww_uitkeringen", persons, "84799NED", "NL01", "2020", Decimal(238650)),
        ("ww_uitkeringen", persons, "84799NED", "GM0200", "2020", Decimal(2340)),
        ("ao_personen", persons, "84799NED", "NL01", "2020", Decimal(732950)),
        ("ao_personen", persons, "84799NED", "GM0200", "2020", Decimal(8120)),
        ("bijstand_personen_kwb", persons, "84799NED", "NL01", "2020", Decimal(421110)),
        ("bijstand_personen_kwb", persons, "84799NED", "GM0200", "2020", None),
    ]
    assert set(staged["marge"].drop_nulls()) == {Decimal(5)}
    assert staged["opmerking"][0] == (
        "Personen, afgerond op tientallen; de tabel noemt geen peildatum"
    )


def test_whole_percents_leave_half_a_percent_open(cbs_table: Read) -> None:
    participation = cbs_table(
        "85039NED",
        'Key | Title | Unit | Decimals\n"NettoArbeidsparticipatie_67" | "Netto" | "%" | 0',
        'WijkenEnBuurten | NettoArbeidsparticipatie_67\n"GM0200    " | 70\n"NL00      " | null',
        WijkenEnBuurten=REGIONS,
    )
    staged = stage(participation)

    assert staged.select("indicator", "gebied", "periode", "waarde", "marge", "status").rows() == [
        ("netto_arbeidsparticipatie", "GM0200", "2021", Decimal(70), Decimal("0.5"), "definitief"),
        ("netto_arbeidsparticipatie", "NL01", "2021", None, None, "niet gepubliceerd"),
    ]
    assert "herpublicatie" in staged["opmerking"][0]


def test_a_missing_column_is_named(cbs_table: Read) -> None:
    with pytest.raises(DeliveryError, match="84799NED: geen kolom 'PersonenPerSoortUitkeringWW'"):
        stage(_ww(cbs_table, key="PersonenPerSoortUitkeringAO_84"))
