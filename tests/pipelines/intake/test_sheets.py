"""A csv is read in two ways, one of them fast, and to a reader there is only one."""

from __future__ import annotations

import csv
import io
from typing import Literal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.intake import sheets
from pipelines.intake.refusal import RefusedFile


def in_the_slow_way(text: str) -> pl.DataFrame:
    return sheets._frame(sheets._records(text, ";"))


@given(st.text('a1 ;;\n\n""\r,\'\u00a0é', max_size=40))
@example("a;b\r\n\r\nc;d;e\r\n")
@example('"a";"";b\n"c d";;"é"\n')
@example('"a;b";c\n')
@example('"a""b";c\n')
@example('a "b" c;"d" \n')
@example("a;b\rc;d")
@example("\u00a0a ; b\n")
def test_the_fast_way_finds_the_very_cells_of_the_slow_way(text: str) -> None:
    found = sheets._split(text, ";")

    if found is not None:
        assert_frame_equal(sheets._trimmed(found), in_the_slow_way(text))


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_plain_export_is_read_in_the_fast_way_quoted_or_not(quoting: Literal[0, 1]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";", quoting=quoting).writerows([["a", ""], ["b c", "1,5"]])

    assert sheets._split(written.getvalue(), ";") is not None


@pytest.mark.parametrize(
    "text",
    [
        '"a;b";c\n', '"a\nb";c\n', '"a""b"\n', "a\rb\n", ";" * 200, f"{'a' * 40_000};b\n",
        "a\n" * 1_048_577,
    ],
    ids=[
        "sign in a cell", "line in a cell", "quote in a cell", "old Mac", "wide", "long cell", "long",
    ],
)  # fmt: skip
def test_what_only_a_reader_of_csv_can_tell_is_left_to_it(text: str) -> None:
    assert sheets._split(text, ";") is None


def test_a_cell_that_is_too_long_is_refused_with_its_row() -> None:
    with pytest.raises(RefusedFile, match="Rij 2 is niet te lezen"):
        sheets._separated(f"a;b\n{'a' * 40_000};b\n", ";")
