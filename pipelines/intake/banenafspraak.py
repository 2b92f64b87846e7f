"""What is kept of a delivery on the banenafspraak: jobs and targets on the last day of a quarter."""

from __future__ import annotations

import polars as pl

from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.intake.contract import Pairs, Replacement, Stored
from pipelines.intake.rmt import own_gemeenten, region

KIND, GIVER = "banenafspraak", "UWV"
COUNTRY = "NL01"
MARKET, GOVERNMENT, WHOLE = SECTORS = ("markt", "overheid", "totaal")
SCHEMA = pl.Schema(
    {
        "partij": pl.String(),
        "periode": pl.String(),
        "gebied": pl.String(),
        "sector": pl.String(),
        "banen": pl.Int64(),
        "doelstelling": pl.Int64(),
    }
)


def area(areas: Areas, written: str) -> str:
    """Read our arbeidsmarktregio, one of its gemeenten or Nederland; ValueError (in Dutch) otherwise."""
    code = written.strip()
    if code.isascii() and code.isdecimal() and len(code) <= 4:
        code = f"GM{int(code):04d}"
    try:
        found = areas.resolve(code.upper() if code[:2].casefold() in ("gm", "am", "nl") else code)
    except DeliveryError:
        found = ""
    if not found and code[:2].casefold() in ("gm", "am", "nl"):
        try:  # a name can begin like a code
            found = areas.resolve(code)
        except DeliveryError:
            found = ""
    if found not in {region(areas), COUNTRY, *own_gemeenten(areas)}:
        raise ValueError(
            "moet de eigen arbeidsmarktregio of een gemeente ervan zijn (of Nederland); schrijf de "
            "naam voluit of de code"
        )
    return found


def covers(rows: pl.DataFrame) -> Pairs:
    """Every peildatum of which there is a row: a newer delivery replaces it as a whole."""
    pairs: Pairs = rows.select("partij", "periode").unique().sort("partij", "periode").rows()
    return pairs


def compare(rows: pl.DataFrame, standing: pl.DataFrame) -> list[Replacement]:
    """Set the number of figures of each peildatum beside that of before."""
    now, before = (
        dict(each.group_by("periode").len().rows()) if each.width else {}
        for each in (rows, standing)
    )
    return [
        Replacement(GIVER, periode, count, before.get(periode))
        for periode, count in sorted(now.items())
    ]


STORED = Stored(
    id=KIND,
    file="banen.parquet",
    schema=SCHEMA,
    counted="cijfers",
    one="cijfer",
    covers=covers,
    compare=compare,
)
