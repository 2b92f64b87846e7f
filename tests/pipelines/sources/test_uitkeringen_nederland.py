"""37789ksz: stocks at the end of each month."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from pipelines.cbs import CbsTable
from pipelines.sources.uitkeringen_nederland import stage

TOPICS = """
Key                             | Title                          | Unit      | Decimals | Group
"WajongUitkeringen_3"           | "Wajong-uitkeringen"           | "x 1 000" | 1 | "AO-uitkeringen"
"NietSeizoengecorrigeerd_8"     | "Niet-seizoengecorrigeerd"     | "x 1 000" | 1 | "WW-uitkeringen"
"Seizoengecorrigeerd_9"         | "Seizoengecorrigeerd"          | "x 1 000" | 1 | "WW-uitkeringen"
"TotaalBijstandsuitkeringen_11" | "Totaal bijstandsuitkeringen"  | "x 1 000" | 1 | "Bijstand"
"""
ROWS = """
Perioden   | WajongUitkeringen_3 | NietSeizoengecorrigeerd_8 | Seizoengecorrigeerd_9 | TotaalBijstandsuitkeringen_11
"2023JJ00" | 244.9 | 155.1 | null  | 390.2
"2023KW04" | 245.3 | 157.2 | null  | 391.3
"2015MM02" | 247.1 | 464.2 | 420.1 | 420.2
"2026MM04" | 248.3 | 203.1 | null  | 405
"""  # noqa: E501
PERIODS = """
Key        | Title              | Status
"2023JJ00" | "2023"             | "Definitief"
"2023KW04" | "2023 4e kwartaal" | "Definitief"
"2015MM02" | "2015 februari"    | "Definitief"
"2026MM04" | "2026 april"       | "Voorlopig"
"""


def test_only_months_are_taken_on_their_last_day(cbs_table: Callable[..., CbsTable]) -> None:
    staged = stage(cbs_table("37789ksz", TOPICS, ROWS, Perioden=PERIODS))

    assert staged.select("indicator", "periode", "soort", "waarde", "marge", "status").rows() == [
        ("ww_uitkeringen", "2015-02-28", "dag", Decimal(464200), Decimal(50), "definitief"),
        ("ww_uitkeringen", "2026-04-30", "dag", Decimal(203100), Decimal(50), "voorlopig"),
        ("bijstand_uitkeringen", "2015-02-28", "dag", Decimal(420200), Decimal(50), "definitief"),
        ("bijstand_uitkeringen", "2026-04-30", "dag", Decimal(405000), Decimal(50), "voorlopig"),
        ("wajong_personen", "2015-02-28", "dag", Decimal(247100), Decimal(50), "definitief"),
        ("wajong_personen", "2026-04-30", "dag", Decimal(248300), Decimal(50), "voorlopig"),
    ]
