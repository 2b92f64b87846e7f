"""03759ned: inhabitants on 1 January."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from pipelines.cbs import CbsTable
from pipelines.sources.bevolking import stage

TOPICS = """
Key                     | Title                   | Unit     | Decimals
"BevolkingOp1Januari_1" | "Bevolking op 1 januari" | "aantal" | 0
"""
ROWS = """
Geslacht  | Leeftijd   | BurgerlijkeStaat | RegioS   | Perioden   | BevolkingOp1Januari_1
"T001038" | "10000   " | "T001019" | "NL01  " | "2026JJ00" | 18130208
"T001038" | "10000   " | "T001019" | "GM0200" | "2026JJ00" | 169212
"T001038" | "10000   " | "T001019" | "GM0457" | "2026JJ00" | null
"T001038" | "10010   " | "T001019" | "GM0200" | "2026JJ00" | 1500
"""
DIMENSIONS = {
    "Geslacht": 'Key | Title\n"T001038" | "Totaal mannen en vrouwen"',
    "Leeftijd": 'Key | Title\n"10000   " | "Totaal"\n"10010   " | "0 jaar"',
    "BurgerlijkeStaat": 'Key | Title\n"T001019" | "Totaal burgerlijke staat"',
    "RegioS": 'Key | Title\n"NL01  " | "Nederland"\n"GM0200" | "Apeldoorn"\n"GM0457" | "Weesp"',
    "Perioden": 'Key | Title | Status\n"2026JJ00" | "2026" | "Voorlopig"',
}


def test_everyone_counts_on_1_january_and_a_gemeente_of_the_past_is_left_out(
    cbs_table: Callable[..., CbsTable],
) -> None:
    staged = stage(cbs_table("03759ned", TOPICS, ROWS, **DIMENSIONS))

    assert staged.select("gebied", "periode", "soort", "waarde", "marge", "status").rows() == [
        ("NL01", "2026-01-01", "dag", Decimal(18130208), Decimal(0), "voorlopig"),
        ("GM0200", "2026-01-01", "dag", Decimal(169212), Decimal(0), "voorlopig"),
    ]
