"""What is asked at once is what would have been asked piece by piece."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from warehouse.builds import DataFolder
from warehouse.indicators import INDICATORS
from warehouse.reader import AS_IT_WAS, PRESENT, open_current

AREAS = ("AM06", "NL01", "GM0200", "SR2017-noord-veluwe", "SR2021-stedendriehoek")
PAGES = sorted({each.pages[-1] for each in INDICATORS.values()})


@pytest.mark.parametrize("samenstelling", [AS_IT_WAS, PRESENT, "2020"])
@pytest.mark.parametrize("page", PAGES)
def test_every_split_at_once_is_each_of_them_apart(
    page: str, samenstelling: str, published: DataFolder
) -> None:
    warehouse = open_current(published)
    indicators = [each.id for each in INDICATORS.values() if page in each.pages]
    together = warehouse.every_split(indicators, AREAS, samenstelling=samenstelling)
    seen = 0
    for indicator in indicators:
        for per in ((), *warehouse.splits(indicator)):
            apart = warehouse.figures(indicator, AREAS, samenstelling=samenstelling, per=per)
            found = together.filter(
                pl.col("indicator") == indicator,
                pl.col("kenmerk") == pl.lit(list(per), pl.List(pl.String)),
            )
            assert_frame_equal(found, apart)
            seen += apart.height
    assert seen == together.height > 0
