"""What a placement is worth: the block in force in its month, pro rata, and nothing where none is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from pipelines.bouwblokken import MODELS, named, read, valued

TWO_VERSIONS = read(
    """
    [[model]]
    id = "oud"
    titel = "Oud"
    bron = "proef"
    vanaf = 2022-01-01
    tot = 2022-12-31
    [[model.blok]]
    naam = "WW"
    waarde = 12000
    per = "jaar"
    naar_rato = true

    [[model]]
    id = "nieuw"
    titel = "Nieuw"
    bron = "proef"
    vanaf = 2023-04-01
    [[model.blok]]
    naam = "WW"
    waarde = 24000
    per = "jaar"
    naar_rato = true
    hoogstens_maanden = 12
    [[model.blok]]
    naam = "stage"
    waarde = 750
    per = "maand"
    naar_rato = false
    """
)


def worth(
    month: date, block: str, number: int = 1, share: str | None = "1", months: str = "6"
) -> tuple[str | None, Decimal | None, bool]:
    rows = pl.DataFrame(
        {
            "maand": [month],
            "bouwblok": [block],
            "aantal": [number],
            "omvang": [share],
            "maanden": [months],
        }
    ).with_columns(pl.col("omvang", "maanden").cast(pl.Decimal(18, 4)))
    return valued(rows, TWO_VERSIONS).select("model", "verwacht", "te_lang").row(0)


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ((date(2022, 5, 1), "WW"), ("oud", Decimal(6000), False)),
        ((date(2023, 4, 1), "WW"), ("nieuw", Decimal(12000), False)),
        ((date(2023, 5, 1), "WW", 2, "0.5"), ("nieuw", Decimal(12000), False)),
        ((date(2023, 5, 1), "WW", 1, None), ("nieuw", Decimal(12000), False)),
        ((date(2023, 5, 1), "WW", 1, "1", "13"), ("nieuw", Decimal(26000), True)),
        ((date(2023, 5, 1), "stage", 2, "0.5", "3"), ("nieuw", Decimal(4500), False)),
        # Between two versions, before the first, and a block that a version does not have.
        ((date(2023, 2, 1), "WW"), (None, None, False)),
        ((date(2021, 12, 1), "WW"), (None, None, False)),
        ((date(2022, 5, 1), "stage"), (None, None, False)),
    ],
)
def test_a_placement_is_worth_what_the_block_in_force_says(
    case: tuple[object, ...], found: tuple[object, ...]
) -> None:
    assert worth(*case) == found  # type: ignore[arg-type]


def test_blocks_of_the_region_are_known_under_the_names_that_reports_give_them() -> None:
    assert named("participatiewet <2 jaar") == "Participatiewet < 2 jaar"
    assert named("NUG") == "Niet-uitkeringsgerechtigd"
    assert named("Wajong") == "Doelgroepregister, WIA/WAO, WSW en beschut werk"
    with pytest.raises(ValueError, match="is geen bouwblok"):
        named("vrijwilliger")


def test_the_model_of_oost_nederland_holds_its_printed_values() -> None:
    (model,) = MODELS

    assert model.vanaf == date(2023, 4, 1)
    assert {each.naam: int(each.waarde) for each in model.blokken} == {
        "Participatiewet < 2 jaar": 30_000,
        "Participatiewet > 2 jaar": 40_000,
        "Doelgroepregister, WIA/WAO, WSW en beschut werk": 40_000,
        "WW < 1 jaar": 10_000,
        "WW > 1 jaar": 15_000,
        "Niet-uitkeringsgerechtigd": 10_000,
        "Werkervaringsplek of proefplaatsing": 750,
        "Leerling BBL niveau 1 en 2": 20_000,
    }


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('per = "maand"', 'per = "week"', "per 'week' is onbekend"),
        ('naam = "stage"', 'naam = "WW"', "een bouwblok staat er twee keer"),
    ],
)
def test_a_model_that_makes_no_sense_is_refused(before: str, after: str, complaint: str) -> None:
    text = """
    [[model]]
    id = "m"
    titel = "M"
    bron = "proef"
    vanaf = 2023-04-01
    [[model.blok]]
    naam = "WW"
    waarde = 24000
    per = "jaar"
    naar_rato = true
    [[model.blok]]
    naam = "stage"
    waarde = 750
    per = "maand"
    naar_rato = false
    """
    with pytest.raises(ValueError, match=complaint):
        read(text.replace(before, after))
