"""What stands out: the rules, their order, and the grammar of what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from dashboard.areas import Area
from dashboard.overview.signals import MOST, Rule, Signal, against_target, choose
from dashboard.overview.tiles import TILES, Shown
from tests.dashboard.figures import cijfers
from warehouse.indicators import INDICATORS
from warehouse.verdict import Against, Verdict

REGION = Area("AM06", "arbeidsmarktregio", "Veluwe Stedendriehoek", "Regio Veluwe Stedendriehoek")
UNEMPLOYMENT, WW, RMT = (
    INDICATORS[each] for each in ("werkloosheidspercentage", "ww_uitkeringen", "rmt_deelnemers")
)


def shown(key: str, drawing: str, **said: Any) -> Shown:
    """Draw a tile by its figures, oldest first: the last is shown, the one before it a year earlier."""
    tile = TILES[key]
    lines = [line.strip() for line in drawing.strip().splitlines()]
    drawn = [f"{tile.indicator} | AM06 | Veluwe Stedendriehoek | {line}" for line in lines]
    rows = cijfers("\n".join(["indicator | gebied | naam | periode | waarde", *drawn]))
    if (margin := said.pop("marge", None)) is not None:
        rows = rows.with_columns(marge=pl.lit(margin).cast(pl.Decimal(18, 4)))
    rows = rows.with_columns(**{name: pl.lit(said.pop(name)) for name in ("status", "strijdig")
                                if name in said})  # fmt: skip
    none = rows.clear()
    before = rows.row(-2, named=True) if rows.height > 1 else None
    return Shown(
        tile, INDICATORS[tile.indicator], REGION, rows.row(-1, named=True), rows,
        said.pop("rivals", none), none, before=before, **said,
    )  # fmt: skip


def told(*found: Shown, since: date | None = None, **arrived: date) -> list[str]:
    return [each.sentence for each in choose(found, arrived, since, [])]


def target(value: str) -> dict[str, Any]:
    drawn = f"gebied | naam | periode | waarde\nAM06 | Regio | 2022 | {value}"
    return cijfers(drawn).row(0, named=True) | {"marge": Decimal(0)}


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (
            "2022 | 3.2\n2023 | 3.9",
            "In 2023 was het werkloosheidspercentage in de regio Veluwe Stedendriehoek 3,9%. "
            "Dat is 0,7 procentpunt hoger dan in 2022. Of dat meer is dan toeval, is niet toetsbaar.",
        ),
        (
            "2022 | 3.2\n2023 | 2.5",
            "In 2023 was het werkloosheidspercentage in de regio Veluwe Stedendriehoek 2,5%. "
            "Dat is 0,7 procentpunt lager dan in 2022. Of dat meer is dan toeval, is niet toetsbaar.",
        ),
        (
            "2022K4 | -0.3\n2023K4 | 0.4",
            "In het 4e kwartaal van 2023 was het werkloosheidspercentage in de regio Veluwe "
            "Stedendriehoek 0,4%. Dat is 0,7 procentpunt hoger dan een jaar eerder. Of dat meer is dan "
            "toeval, is niet toetsbaar.",
        ),
    ],
)
def test_a_large_change_of_a_percentage_is_told_in_points(drawing: str, said: str) -> None:
    assert told(shown("werkloosheid", drawing)) == [said]


def test_a_large_change_of_a_number_is_told_with_its_share() -> None:
    assert told(shown("ww", "2022-12-31 | 4000\n2023-12-31 | 4588", marge="0")) == [
        "Op 31 december 2023 was het aantal WW-uitkeringen in de regio Veluwe Stedendriehoek 4.588. "
        "Dat is 588 (14,7%) meer dan een jaar eerder."
    ]


@pytest.mark.parametrize(
    "drawing",
    ["2023 | 3.2", "2022 | 3.2\n2023 | 3.2", "2022 | 3.2\n2023 | 3.3"],
    ids=["one point", "equal", "within the rounding"],
)
def test_what_did_not_clearly_change_does_not_stand_out(drawing: str) -> None:
    assert told(shown("werkloosheid", drawing)) == []


def test_a_provisional_figure_says_so_where_it_stands_out() -> None:
    [said] = told(shown("werkloosheid", "2022 | 3.2\n2023 | 3.9", status="voorlopig"))
    assert "3,9% (voorlopig cijfer)." in said


def test_a_bound_has_no_change() -> None:
    assert told(shown("social-return", "2022 | 20\n2023 | 46", status="ondergrens")) == []


def test_a_tile_without_a_figure_says_nothing() -> None:
    there = shown("werkloosheid", "2022 | 3.2\n2023 | 3.9")
    assert told(replace(there, figure=None, why="geheim")) == []


def test_sources_that_disagree_are_quoted_with_the_chosen_one_first() -> None:
    rivals = shown("werkloosheid", "2023 | 3.8").history
    disputed = shown("werkloosheid", "2022 | 3.2\n2023 | 4.9", strijdig=True, rivals=rivals)

    assert told(disputed) == [
        "Over het werkloosheidspercentage in 2023 geven bronnen 4,9% en 3,8%; gekozen is 4,9%."
    ]


def test_a_source_that_contradicts_itself_is_told_once() -> None:
    assert told(shown("rmt", "2022 | 522", strijdig=True, marge="0")) == [
        "Over het aantal deelnemers van het RMT in 2022 spreekt de bron zichzelf tegen (522)."
    ]


@pytest.mark.parametrize(
    ("value", "aimed", "said"),
    [
        ("3361", "3299", "Dat is 62 meer dan het doel van 3.299."),
        ("3298", "3299", "Dat is 1 minder dan het doel van 3.299."),
        ("3299", "3299", "Dat is gelijk aan het doel van 3.299."),
    ],
)
def test_the_distance_to_a_target_is_told(value: str, aimed: str, said: str) -> None:
    assert against_target(WW, target(value), target(aimed)) == said


def test_a_percentage_lies_points_above_its_target() -> None:
    said = against_target(UNEMPLOYMENT, target("3.2") | {"marge": None}, target("4"))
    assert said == "Dat is 0,8 procentpunt lager dan het doel van 4,0%."


def test_a_target_within_the_rounding_is_called_so() -> None:
    near = target("3300") | {"marge": Decimal(5)}
    assert against_target(WW, near, target("3299")).startswith("Dat is binnen de afronding gelijk")


def aimed(earlier: Verdict | None) -> Shown:
    return shown(
        "ww", "2021 | 3300\n2022 | 3361", marge="0", against=Against.DOEL,
        reference=target("3299"), verdict=Verdict("boven doel", good=True), earlier=earlier,
    )  # fmt: skip


def test_a_target_that_was_crossed_goes_before_one_that_stands() -> None:
    crossed = choose([aimed(Verdict("onder doel", good=False))], {}, None, [])
    stands = choose([aimed(Verdict("boven doel", good=True))], {}, None, [])
    first = choose([aimed(None)], {}, None, [])

    assert crossed[0].rule is Rule.GEPASSEERD
    assert crossed[0].sentence.endswith("In 2021 was het doel niet gehaald.")
    assert [each.rule for each in (*stands, *first)] == [Rule.DOEL, Rule.DOEL]


def test_a_disputed_or_changed_figure_names_its_target() -> None:
    missed = {"against": Against.DOEL, "reference": target("4161")}
    changed = shown("ww", "2021 | 3000\n2022 | 3361", marge="0", **missed)
    disputed = shown("ww", "2022 | 3361", marge="0", strijdig=True, **missed)

    for each in (changed, disputed):
        rules = {one.rule: one.sentence for one in choose([each], {}, None, [])}
        assert all("doel" in said for said in rules.values())
        assert any(said.endswith("Het doel was 4.161.") or "doel van 4.161" in said
                   for said in rules.values())  # fmt: skip


def test_a_derived_figure_takes_its_reserve_along() -> None:
    tile = aimed(None)
    assert tile.figure is not None
    row = {**tile.figure, "status": "afgeleid", "opmerking": "Misschien zijn het er 48 meer"}
    [signal] = choose([replace(tile, figure=row)], {}, None, [])

    assert signal.sentence.endswith(
        "Dat is 62 meer dan het doel van 3.299. Let op: Misschien zijn het er 48 meer."
    )


def test_what_came_in_after_the_last_visit_is_new() -> None:
    steady = shown("werkloosheid", "2022 | 3.2\n2023 | 3.2")
    came = {"werkloosheid": date(2026, 11, 22)}

    assert told(steady, since=date(2026, 11, 22), **came) == []
    assert told(steady, **came) == []
    assert told(steady, since=date(2026, 11, 1), **came) == [
        "Nieuw sinds 1 november 2026: in 2023 was het werkloosheidspercentage in de regio Veluwe "
        "Stedendriehoek 3,2%. Dat is even hoog als in 2022."
    ]


@pytest.mark.parametrize(
    ("stale", "said"),
    [
        (["WW"], "Eén bron is niet bijgewerkt terwijl dat wel had gemoeten: WW."),
        (["WW", "RMT"], "2 bronnen zijn niet bijgewerkt terwijl dat wel had gemoeten: WW en RMT."),
    ],
)
def test_sources_that_are_behind_are_told_together(stale: list[str], said: str) -> None:
    assert choose([], {}, None, stale) == [Signal(Rule.VEROUDERD, said)]


def test_at_most_five_are_chosen_two_of_a_rule_and_one_of_a_tile_the_largest_first() -> None:
    keys = list(TILES)
    changed = [shown(key, f"2022 | 100\n2023 | {110 + n}", marge="0") for n, key in
               enumerate(keys)]  # fmt: skip
    chosen = choose(changed, {key: date(2026, 11, 22) for key in keys}, date(2026, 1, 1), ["WW"])

    assert [each.rule for each in chosen] == [
        *[Rule.NIEUW] * 2, *[Rule.VERANDERING] * 2, Rule.VEROUDERD
    ]  # fmt: skip
    assert len(chosen) == MOST
    told_of = [each.shown for each in chosen if each.shown]
    assert len({id(each) for each in told_of}) == len(told_of)
    assert [each.size for each in chosen[2:4]] == sorted(
        (each.size for each in chosen[2:4]), reverse=True
    )


def test_nothing_stands_out_where_there_is_nothing() -> None:
    assert choose([], {}, None, []) == []
