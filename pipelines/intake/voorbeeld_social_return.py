"""Invented contracts with social return, whose totals are those printed for 2023."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pipelines.bouwblokken import MODELS, MONTHS_IN_A_YEAR, Blok
from pipelines.intake.formats.sroi_contracten import Contract
from pipelines.intake.formats.sroi_invullingen import Invulling
from pipelines.intake.social_return import (
    APPROVED,
    FRAMEWORK,
    KINDS_OF_CONTRACT,
    KINDS_OF_FULFILMENT,
    months,
)
from pipelines.sources import SOURCES

PRINTED = "jaarverslagen-social-return"
YEAR = 2023
BELOW, ABOVE = Decimal("0.999"), Decimal("1.014")
"""How far the invented sums lie below "bijna" and above "ruim"."""
FRAMEWORKS = 0.14
PERCENTAGES = (2, 2, 2, 4, 5, 5, 10)
WORK = (
    "Onderhoud groen", "Herinrichting straat", "Schoonmaak", "Leerlingenvervoer", "Huishoudelijke hulp",
    "Inzameling afval", "Riolering", "Nieuwbouw school", "Catering", "Beveiliging", "Wegmarkering",
)  # fmt: skip
FIRMS = ("Bouw", "Groen", "Infra", "Schoon", "Vervoer", "Zorg", "Techniek", "Advies")
Row = list[str | int | date | Decimal | None]


@dataclass(frozen=True)
class _Promise:
    """A contract as it was invented, with what of it was realised by the end of the year."""

    number: str
    begin: date
    end: date | None
    agreed: Decimal | None
    realised: Decimal


def invented(
    raw: Path, gemeenten: Mapping[str, float], chance: random.Random
) -> Iterator[tuple[str, list[Row]]]:
    """Give a file of contracts and a file of how they were filled in, contracts first.

    `gemeenten` are the opdrachtgevers by name, weighed by their inhabitants.
    """
    printed = {
        (indicator, periode[:4]): value
        for indicator, periode, value in SOURCES[PRINTED]
        .staged(raw)
        .select("indicator", "periode", "waarde")
        .rows()
    }
    count, before = (int(printed["sroi_contracten", str(year)]) for year in (YEAR, YEAR - 1))
    agreed = (printed["sroi_verplichting_eur", str(YEAR)] * BELOW).quantize(Decimal(1))
    realised = (printed["sroi_verzilverd_eur", str(YEAR)] * ABOVE).quantize(Decimal(1))
    # Each gemeente has one contract at least: who has none, has delivered nothing.
    owners = [*gemeenten, *chance.choices(list(gemeenten), list(gemeenten.values()), k=count)][
        :count
    ]
    chance.shuffle(owners)
    contracts, promises = _contracts(owners, before, agreed, realised, chance)
    yield f"voorbeeld-sroi-1-contracten-{YEAR}.xlsx", [list(Contract.column_names()), *contracts]
    efforts = [row for each in promises for row in _efforts(each, chance)]
    yield f"voorbeeld-sroi-2-invullingen-{YEAR}.xlsx", [list(Invulling.column_names()), *efforts]


def _contracts(
    owners: Sequence[str], before: int, agreed: Decimal, realised: Decimal, chance: random.Random
) -> tuple[list[Row], list[_Promise]]:
    drawn = []
    for index in range(len(owners)):
        framework = chance.random() < FRAMEWORKS
        begin = (
            date(YEAR - 4, 1, 1) + timedelta(days=chance.randrange(4 * 365))
            if index < before
            else date(YEAR, 1, 1) + timedelta(days=chance.randrange(330))
        )
        endless = chance.random() < 0.04
        end = None if endless else begin + timedelta(days=chance.randrange(360, 1800))
        weight = 0.0 if framework else chance.lognormvariate(0, 1)
        passed = min(1.0, (date(YEAR, 12, 31) - begin).days / ((end or date.max) - begin).days)
        reached = weight * passed * chance.choice((0.0, 0.3, 0.6, 0.9, 1.0, 1.1, 1.3))
        drawn.append((framework, begin, end, weight, reached))
    amounts = _shared(agreed, [each[3] for each in drawn])
    done = _shared(realised, [each[4] for each in drawn])
    rows: list[Row] = []
    promises = []
    for index, ((framework, begin, end, _, _), amount, fulfilled) in enumerate(
        zip(drawn, amounts, done, strict=True)
    ):
        percentage = chance.choice(PERCENTAGES)
        number = f"VOORBEELD-{index + 1:04d}"
        firm = f"Voorbeeld {chance.choice(FIRMS)} {chance.randrange(1, 90)} B.V."
        kind = FRAMEWORK if framework else chance.choice(KINDS_OF_CONTRACT[:3])
        rows.append(
            [
                number, owners[index], firm, chance.choice(WORK), kind, begin, end,
                None if framework else amount * 100 / percentage, percentage,
                None if framework else amount,
            ]
        )  # fmt: skip
        promises.append(_Promise(number, begin, end, None if framework else amount, fulfilled))
    return rows, promises


def _shared(total: Decimal, weights: Sequence[float]) -> list[Decimal]:
    """Share whole euros by weight; what is left over goes to the heaviest."""
    whole = sum(weights)
    shares = [Decimal(int(float(total) * weight / whole)) for weight in weights]
    shares[weights.index(max(weights))] += total - sum(shares)
    return shares


def _efforts(promise: _Promise, chance: random.Random) -> Iterator[Row]:
    """Fill in what was realised: placements as long as they fit, the rest bought or done otherwise."""
    left = promise.realised
    last = min(promise.end or date.max, date(YEAR, 12, 31))
    span = months(f"{promise.begin:%Y-%m}", f"{last:%Y-%m}")
    for _ in range(chance.randrange(1, 7)):
        blok, number, share, duration, worth = _placement(chance)
        if worth > left:
            continue
        left -= worth
        # Now and then a value is not that of its block, as it is in any register.
        value = worth - 500 if chance.random() < 0.03 and worth > 1000 else worth
        left += worth - value
        yield [
            promise.number, chance.choice(span), KINDS_OF_FULFILMENT[0], blok.naam, number, share,
            duration, value, APPROVED,
        ]  # fmt: skip
    if left > 0:
        kind = chance.choice(KINDS_OF_FULFILMENT[1:])
        yield [promise.number, chance.choice(span), kind, None, None, None, None, left, APPROVED]
    if chance.random() < 0.1:
        worth = Decimal(chance.randrange(500, 8_000))
        status = chance.choice(("ingediend", "afgekeurd"))
        kind = KINDS_OF_FULFILMENT[1]
        yield [promise.number, span[-1], kind, None, None, None, None, worth, status]


def _placement(chance: random.Random) -> tuple[Blok, int, Decimal, int, Decimal]:
    blok = chance.choice(MODELS[-1].blokken)
    number, share = chance.choice((1, 1, 1, 2)), Decimal(chance.choice((5, 6, 8, 10))) / 10
    duration = chance.choice((1, 2, 3, 6, 12))
    worth = blok.waarde * number * duration * (share if blok.naar_rato else 1)
    if blok.per != "maand":
        worth /= MONTHS_IN_A_YEAR
    return blok, number, share, duration, worth.quantize(Decimal("0.01"))
