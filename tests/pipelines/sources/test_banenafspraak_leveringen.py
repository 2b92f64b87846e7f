"""Few jobs in a gemeente cannot be worked out from what is shown: the published numbers are solved."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from pipelines.sources.banenafspraak_leveringen import _judged

LEAST, REGION = 5, "AM06"
SECTORS = ("markt", "overheid", "totaal")
few_or_many = st.one_of(st.integers(0, 6), st.integers(7, 400))
tables = st.lists(st.tuples(few_or_many, few_or_many), min_size=1, max_size=5)


def delivered(parts: list[tuple[int, int]], rest: tuple[int, int], *, region: bool) -> pl.DataFrame:
    """Give the rows of a peildatum: each gemeente by sector, and perhaps the region with a rest."""
    rows = [
        (f"GM{place:04d}", sector, count)
        for place, (market, government) in enumerate(parts)
        for sector, count in zip(SECTORS, (market, government, market + government), strict=True)
    ]
    if region:
        whole = [sum(each) for each in zip(rest, *parts, strict=True)]
        rows += [(REGION, *each) for each in zip(SECTORS, (*whole, sum(whole)), strict=True)]
    return pl.DataFrame(rows, schema=["gebied", "sector", "banen"], orient="row")


def span(rows: pl.DataFrame, hidden: set[tuple[str, str]], cell: tuple[str, str]) -> float:
    """Solve what is shown: between how far apart can a cell lie?

    The unknowns are markt and overheid of each gemeente and of the rest; each shown cell is a sum of
    some of them.
    """
    gemeenten = sorted(set(rows["gebied"]) - {REGION})
    places = [*gemeenten, "rest"]

    def terms(gebied: str, sector: str) -> NDArray[np.float64]:
        line = np.zeros(2 * len(places))
        for place in range(len(places)) if gebied == REGION else [places.index(gebied)]:
            for index, name in enumerate(SECTORS[:2]):
                line[2 * place + index] = sector in (name, SECTORS[2])
        return line

    known = [each for each in rows.rows() if each[:2] not in hidden]
    equal = {
        "A_eq": np.array([terms(*each[:2]) for each in known]) if known else None,
        "b_eq": [each[2] for each in known] if known else None,
    }
    ends = [linprog(way * terms(*cell), bounds=(0, 5000), **equal) for way in (1, -1)]
    assert all(each.success for each in ends)
    low, high = ends[0].fun, -ends[1].fun
    return float(high - low)


@settings(deadline=None, max_examples=120)
@given(parts=tables, rest=st.tuples(few_or_many, few_or_many), region=st.booleans())
def test_no_small_number_can_be_worked_out(
    parts: list[tuple[int, int]], rest: tuple[int, int], *, region: bool
) -> None:
    rows = delivered(parts, rest, region=region)

    hidden = {
        cell for cell, (status, _) in _judged(rows, REGION, LEAST).items() if status == "geheim"
    }

    for gebied, sector, count in rows.rows():
        if 0 < count < LEAST:
            assert (gebied, sector) in hidden
            assert span(rows, hidden, (gebied, sector)) >= 1


@settings(deadline=None, max_examples=60)
@given(counts=st.lists(few_or_many, min_size=1, max_size=6), rest=few_or_many)
def test_totals_alone_are_protected_too(counts: list[int], rest: int) -> None:
    whole = [(f"GM{place:04d}", "totaal", count) for place, count in enumerate(counts)]
    whole.append((REGION, "totaal", sum(counts) + rest))
    rows = pl.DataFrame(whole, schema=["gebied", "sector", "banen"], orient="row")

    hidden = {
        cell for cell, (status, _) in _judged(rows, REGION, LEAST).items() if status == "geheim"
    }

    for gebied, sector, count in rows.rows():
        if 0 < count < LEAST:
            assert span(rows, hidden, (gebied, sector)) >= 1


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    rows = delivered([(40, 12), (300, 80)], (10, 6), region=True)
    assert _judged(rows, REGION, LEAST) == {}
