"""Mistakes that typists make, planted at random: how many are found, and what is called wrong."""

from __future__ import annotations

import pytest

from tests.pipelines.reconciliation.planted import MISTAKES, Score, play

ENOUGH = 0.95


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return play(60)


@pytest.mark.parametrize("name", [each.name for each in MISTAKES])
def test_what_changes_a_checked_sum_is_found(name: str, scores: dict[str, Score]) -> None:
    assert scores[name].planted >= 10
    assert scores[name].rate >= ENOUGH


def test_sound_tables_raise_no_alarm(scores: dict[str, Score]) -> None:
    assert sum(each.alarms for each in scores.values()) == 0
