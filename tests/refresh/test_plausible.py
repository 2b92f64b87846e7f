"""What makes a delivery hard to believe, judged beside the last good one."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.delivery import DeliveryError
from pipelines.plausible import DoubtError, check_figures
from tests.warehouse.drawn import waarnemingen
from warehouse.indicators import INDICATORS

TABEL = "85554NED"


def series(values: str, *, gebied: str = "AM06", indicator: str = "ww_personen_sg") -> pl.DataFrame:
    """Draw a series from its values, month by month from January 2024 on; `.` is none."""
    lines = ["indicator | gebied | periode | waarde | marge | status"]
    for place, value in enumerate(values.split()):
        month = f"{2024 + place // 12}-{place % 12 + 1:02}"
        status = "niet gepubliceerd" if value == "." else "definitief"
        marge = "." if value == "." else "5"
        lines.append(f"{indicator} | {gebied} | {month} | {value} | {marge} | {status}")
    return waarnemingen("\n".join(lines))


def judge(new: pl.DataFrame, last: pl.DataFrame) -> str | None:
    """Give what is said against a delivery, if anything."""
    try:
        check_figures(TABEL, new, last, INDICATORS)
    except DoubtError as doubt:
        return f"twijfel: {doubt}"
    except DeliveryError as refusal:
        return f"fout: {refusal}"
    return None


KNOWN = "1000 1050 1010 1060 1020 1000 1040 1080 1030 1000"


@pytest.mark.parametrize(
    ("new", "doubted"),
    [
        (f"{KNOWN} 1050", False),
        (f"{KNOWN} 1150", False),
        (f"{KNOWN} 1160", True),
        (f"{KNOWN} 100", True),
        (f"{KNOWN} .", False),
        (KNOWN, False),
        (KNOWN.replace("1080", "1090"), False),
        (KNOWN.replace("1080", "9080"), True),
    ],
    ids=["usual", "three-times", "more", "tenth", "missing", "same", "revised", "revised-far"],
)
def test_a_step_is_held_against_the_steps_of_its_series(new: str, doubted: bool) -> None:
    said = judge(series(new), series(KNOWN))

    assert (said is not None) == doubted
    if doubted:
        assert "een stap die deze reeks nooit eerder maakte" in str(said)


def test_a_doubt_names_series_and_step() -> None:
    assert judge(series(f"{KNOWN} 10000"), series(KNOWN)) == (
        "twijfel: 85554NED: ww_personen_sg van AM06 springt in 2024-11 van 1.000 naar 10.000, een "
        "stap die deze reeks nooit eerder maakte (1 zulke stappen)"
    )


def test_a_jump_that_was_in_force_already_is_known() -> None:
    jumped = f"{KNOWN} 10000"

    assert judge(series(f"{jumped} 10050"), series(jumped)) is None


def test_a_short_series_tells_nothing_of_its_steps() -> None:
    assert judge(series("1000 1010 5000"), series("1000 1010")) is None


def test_without_a_past_a_series_is_held_against_its_own_usual_step() -> None:
    none = series(KNOWN).clear()

    assert judge(series(KNOWN), none) is None
    assert judge(series(f"{KNOWN} 90000"), none) is not None


def test_one_gemeente_may_jump_and_a_tenth_of_them_may_not() -> None:
    codes = [f"GM{number:04}" for number in range(1, 21)]

    def all_of(*jumping: str) -> pl.DataFrame:
        return pl.concat(
            [series(f"{KNOWN} {90000 if code in jumping else 1010}", gebied=code) for code in codes]
        )

    known = pl.concat([series(KNOWN, gebied=code) for code in codes])

    assert judge(all_of(codes[0]), known) is None
    assert judge(all_of(*codes[:2]), known) is None
    said = judge(all_of(*codes[:3]), known)
    assert said is not None
    assert said.endswith("(3 zulke stappen)")


@pytest.mark.parametrize(
    ("indicator", "value", "refused"),
    [
        ("ww_personen_sg", "-1", True),
        ("ww_personen_sg", "0", False),
        ("werkloosheidspercentage", "100", False),
        ("werkloosheidspercentage", "100.1", True),
        ("werkloosheidspercentage", "-0.1", True),
        ("ww_mutatie_pct", "-12.5", False),
        ("ww_mutatie_pct", "140", False),
    ],
)
def test_what_is_out_of_range_is_refused(indicator: str, value: str, refused: bool) -> None:
    new = series(value, indicator=indicator)

    said = judge(new, new.clear())

    assert (said is not None) == refused
    if refused:
        assert str(said).startswith(f"fout: {TABEL}: {indicator} van AM06 in 2024-01 is ")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("1000 . 1010 . 1020 . 1040 . 1030 . 1050 1060",
         "twijfel: 85554NED: 5 van de 10 cijfers voor ww_personen_sg zijn er niet meer"),
        (". . . . 1020 1000 1040 1080 1030 1000", None),
        (". " * 10, "twijfel: 85554NED: 10 van de 10 cijfers voor ww_personen_sg zijn er niet meer"),
    ],
    ids=["every-second", "less-than-half", "all"],
)  # fmt: skip
def test_half_of_the_figures_that_disappear_are_missed_whatever_came_beside_them(
    new: str, said: str | None
) -> None:
    assert judge(series(new), series(KNOWN)) == said


@pytest.mark.parametrize(
    ("gebied", "new", "said"),
    [
        ("AM06", "1000 1050 1010 1060 1020 1000 1040 1080 1030",
         "loopt nog tot 2024-09 en liep tot 2024-10 (1 zulke reeksen)"),
        ("NL01", "1000 1050 1010 1060 1020 1000 1040 1080 1030 .",
         "loopt nog tot 2024-09 en liep tot 2024-10 (1 zulke reeksen)"),
        ("AM06", "", "ontbreekt en liep tot 2024-10 (1 zulke reeksen)"),
        ("GM0200", "", None),
    ],
)  # fmt: skip
def test_a_region_or_the_country_that_is_gone_or_ends_sooner_is_missed(
    gebied: str, new: str, said: str | None
) -> None:
    # Others stand beside it, so that it is no half of the table that is gone.
    others = [series(KNOWN, gebied=each) for each in ("AM01", "AM02")]
    last = pl.concat([*others, series(KNOWN, gebied=gebied)])
    came = pl.concat([*others, *([series(new, gebied=gebied)] if new else [])])

    found = judge(came, last)

    assert found == (said and f"twijfel: 85554NED: ww_personen_sg van {gebied} {said}")
