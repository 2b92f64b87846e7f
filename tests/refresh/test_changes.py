"""What changed between two builds: new, revised and gone, told source by source."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.drawn import waarnemingen, warehouse
from warehouse.changes import changes

BEFORE = """
indicator         | gebied | periode    | waarde | bron  | status
bijstand_personen | GM0200 | 2021-12-31 | 4150   | bron1 | definitief
bijstand_personen | GM0301 | 2021-12-31 | 1000   | bron1 | definitief
bijstand_personen | GM0246 | 2021-12-31 | 150    | bron1 | definitief
inwoners          | GM0200 | 2021-01-01 | 165000 | bron2 | definitief
"""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (BEFORE, []),
        (
            BEFORE + "bijstand_personen | GM0200 | 2022-12-31 | 4000 | bron1 | definitief\n"
            "bijstand_personen | GM0301 | 2022-12-31 | 990 | bron1 | definitief\n",
            ["bron1: 2 nieuwe cijfers (tot en met 2022-12-31)"],
        ),
        (
            BEFORE.replace("4150", "4160").replace("1000", "900"),
            ["bron1: 2 herzien, grootste herziening bijstand_personen GM0301 2021-12-31: 1.000 werd "
             "900"],
        ),
        (
            BEFORE.replace("| 150    | bron1 | definitief", "| .      | bron1 | geheim"),
            ["bron1: 1 vervallen"],
        ),
        (
            "\n".join(line for line in BEFORE.splitlines() if "bron2" not in line)
            + "\nbijstand_personen | GM0200 | 2022-12-31 | 4000 | bron1 | definitief\n",
            ["bron1: 1 nieuwe cijfers (tot en met 2022-12-31)", "bron2: 1 vervallen"],
        ),
    ],
    ids=["nothing", "new", "revised", "hidden", "gone"],
)  # fmt: skip
def test_changes_are_told_source_by_source(tmp_path: Path, lines: str, told: list[str]) -> None:
    before = warehouse(tmp_path / "voor", waarnemingen(BEFORE))
    after = warehouse(tmp_path / "na", waarnemingen(lines))

    assert [change.told for change in changes(before, after)] == told


def test_a_figure_that_was_zero_is_revised_without_being_the_largest(tmp_path: Path) -> None:
    line = (
        "indicator | gebied | periode | waarde | bron\nbijstand_personen | GM0200 | 2021-12-31 | "
    )
    before = warehouse(tmp_path / "voor", waarnemingen(f"{line}0 | bron1"))
    after = warehouse(tmp_path / "na", waarnemingen(f"{line}10 | bron1"))

    (change,) = changes(before, after)

    assert (change.nieuw, change.herzien, change.vervallen, change.revision) == (0, 1, 0, None)
    assert change.told == "bron1: 1 herzien"
