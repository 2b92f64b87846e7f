"""Consistent tables, and mistakes as typists make them: what the engine must and must not find."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from pipelines.reconciliation.declared import Table, parse
from pipelines.reconciliation.printed import check

TOTAL = "Totaal"
DECLARED = {
    "tabel": [
        {
            "naam": name, "titel": f"Tabel {name}", "waarde": "aantal",
            "sleutel": ["partij", "soort"], "indicatoren": ["rmt_deelnemers"],
            "telt_op": [
                {"over": "partij", "totaal": TOTAL},
                {"over": "soort", "totaal": TOTAL},
                *(
                    [{
                        "wat": "totaal per partij in beide tabellen", "per": ["partij"],
                        "delen": {"met": {"soort": TOTAL}},
                        "geheel": {"tabel": "een", "met": {"soort": TOTAL}},
                    }]
                    if name == "twee" else []
                ),
            ],
        }
        for name in ("een", "twee")
    ]
}  # fmt: skip
"""Two tables of partijen by kinds, with totals both ways, that split the same people."""

Tables = dict[str, pl.DataFrame]


def rules() -> Mapping[str, Table]:
    return parse(DECLARED)


def drawn(luck: random.Random) -> Tables:
    """Draw two consistent tables of the same partijen, with the same totals per partij."""
    partijen = [f"partij {n}" for n in range(luck.randint(2, 6))]
    first = {
        partij: [luck.randint(1, 300) for _ in range(luck.randint(3, 6))] for partij in partijen[:1]
    }
    width = len(first[partijen[0]])
    cells = {partij: [luck.randint(1, 300) for _ in range(width)] for partij in partijen}
    again = {partij: _split(sum(row), luck) for partij, row in cells.items()}
    return {"een": _table(cells), "twee": _table(again)}


def _split(total: int, luck: random.Random) -> list[int]:
    """Split a total anew, in four."""
    cuts = sorted(luck.randint(0, total) for _ in range(3))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def _table(cells: Mapping[str, list[int]]) -> pl.DataFrame:
    kinds = [f"soort {n}" for n in range(len(next(iter(cells.values()))))]
    whole = {**cells, TOTAL: [sum(column) for column in zip(*cells.values(), strict=True)]}
    rows = [
        (partij, soort, value)
        for partij, values in whole.items()
        for soort, value in zip([*kinds, TOTAL], [*values, sum(values)], strict=True)
    ]
    return pl.DataFrame(
        rows,
        schema={"partij": pl.String, "soort": pl.String, "waarde": pl.Decimal(18, 4)},
        orient="row",
    ).with_columns(
        bron=pl.lit("verslag"),
        plaats=pl.format("verslag, regel {}", pl.int_range(pl.len())),
    )


@dataclass(frozen=True)
class Mistake:
    """A mistake by its name; `make` gives the tables with it, or None where it changes no number."""

    name: str
    make: Callable[[Tables, random.Random], Tables | None]


def _changed(tables: Tables, name: str, cell: int, value: Decimal) -> Tables | None:
    values = tables[name]["waarde"].to_list()
    if values[cell] == value:
        return None
    values[cell] = value
    return _with(tables, name, values)


def _with(tables: Tables, name: str, values: list[Decimal]) -> Tables:
    column = pl.Series("waarde", values, pl.Decimal(18, 4))
    return {**tables, name: tables[name].with_columns(column)}


def _pick(tables: Tables, luck: random.Random) -> tuple[str, int, Decimal]:
    name = luck.choice(list(tables))
    cell = luck.randrange(tables[name].height)
    return name, cell, tables[name]["waarde"][cell]


def swapped(tables: Tables, luck: random.Random) -> Tables | None:
    """Swap two cells of one table."""
    name, cell, value = _pick(tables, luck)
    other = luck.randrange(tables[name].height)
    values = tables[name]["waarde"].to_list()
    if values[other] == value:
        return None
    values[cell], values[other] = values[other], value
    return _with(tables, name, values)


def digit(tables: Tables, luck: random.Random) -> Tables | None:
    """Type one digit wrong."""
    name, cell, value = _pick(tables, luck)
    written = list(str(int(value)))
    place = luck.randrange(len(written))
    written[place] = luck.choice("0123456789")
    return _changed(tables, name, cell, Decimal("".join(written)))


def sign(tables: Tables, luck: random.Random) -> Tables | None:
    """Turn a sign."""
    name, cell, value = _pick(tables, luck)
    return _changed(tables, name, cell, -value)


def shifted(tables: Tables, luck: random.Random) -> Tables | None:
    """Shift the numbers of one row by one column."""
    name, cell, _ = _pick(tables, luck)
    partij = tables[name]["partij"][cell]
    places = [n for n, each in enumerate(tables[name]["partij"]) if each == partij]
    values = tables[name]["waarde"].to_list()
    own = [values[place] for place in places]
    moved = [own[-1], *own[:-1]]
    if moved == own:
        return None
    for place, value in zip(places, moved, strict=True):
        values[place] = value
    return _with(tables, name, values)


def dropped(tables: Tables, luck: random.Random) -> Tables | None:
    """Leave a row out."""
    name, cell, value = _pick(tables, luck)
    if value == 0:
        return None
    return {**tables, name: tables[name].filter(pl.int_range(pl.len()) != cell)}


def doubled(tables: Tables, _: random.Random) -> Tables | None:
    """Print the numbers of one table in the other."""
    first, second = tables["een"]["waarde"].to_list(), tables["twee"]["waarde"].to_list()
    if len(first) != len(second) or first == second:
        return None
    return _with(tables, "twee", first)


MISTAKES = tuple(
    Mistake(make.__name__, make) for make in (swapped, digit, sign, shifted, dropped, doubled)
)


@dataclass
class Score:
    """How many mistakes were planted and found, and how often sound tables were called wrong."""

    planted: int = 0
    found: int = 0
    sound: int = 0
    alarms: int = 0

    @property
    def rate(self) -> float:
        return self.found / self.planted if self.planted else 0.0


def play(rounds: int, seed: int = 1) -> dict[str, Score]:
    """Plant each mistake in tables drawn at random, and let the engine look; scores by mistake."""
    luck, known = random.Random(seed), rules()
    scores = {each.name: Score() for each in MISTAKES}
    for _ in range(rounds):
        tables = drawn(luck)
        alarms = len(check(tables, known))
        for mistake in MISTAKES:
            score = scores[mistake.name]
            score.sound += 1
            score.alarms += bool(alarms)
            wrong = mistake.make(tables, luck)
            if wrong is not None:
                score.planted += 1
                score.found += bool(check(wrong, known))
    return scores
