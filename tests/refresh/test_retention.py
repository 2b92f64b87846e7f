"""Which deliveries stay: the last three and one a month, and what counts is never removed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipelines.delivery import RECORD, delivered
from pipelines.retention import LAST, prune, superfluous
from tests.refresh import drawn
from tests.refresh.conftest import WW, Monitor
from tests.standin.service import Service
from warehouse.periods import today

LAID_DOWN = """
2026-06-03   ververst    kept: came with nobody else in June
2026-07-01   ververst
2026-07-15   ververst
2026-07-15-2 ververst    kept: the last of July
2026-08-02   meegeleverd kept: came with the project
2026-08-09   ververst
2026-08-30   ververst    kept: the last of August
2026-09-01   ververst
2026-09-04   ververst    kept: one of the last three
2026-09-05   ververst    kept
2026-09-05-2 ververst    kept: in force
"""


def laid_down(raw: Path, drawing: str) -> list[str]:
    """Lay down a delivery a line, and give the names of those that are to be kept."""
    stay = []
    for line in drawing.strip().splitlines():
        name, stand, *why = line.split(maxsplit=2)
        folder = raw / "cbs" / WW / name
        folder.mkdir(parents=True)
        record = dict.fromkeys(
            ("tabel", "url", "opgehaald", "gewijzigd", "selectie", "opmerking")
        ) | {
            "bron": "cbs", "titel": "WW", "uitgever": "CBS", "licentie": "CC BY 4.0",
            "stand": stand, "vastgelegd": name[:10], "bestanden": {},
        }  # fmt: skip
        (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
        stay += [name] if why and why[0].startswith("kept") else []
    return stay


def test_the_last_three_stay_and_one_a_month_and_what_came_with_the_project(
    tmp_path: Path,
) -> None:
    stay = laid_down(tmp_path, LAID_DOWN)

    removed = prune(tmp_path, [f"cbs/{WW}", "cbs/onbekend"])

    assert [each.name for each in removed] == [
        "2026-07-01", "2026-07-15", "2026-08-09", "2026-09-01",
    ]  # fmt: skip
    assert [each.name for each in delivered(tmp_path, f"cbs/{WW}")] == stay


@given(st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 12))))
def test_the_last_is_never_superfluous_nor_is_a_whole_month(days: list[tuple[date, int]]) -> None:
    names = [
        day.isoformat() + (f"-{number}" if number > 1 else "") for day, number in sorted(set(days))
    ]
    deliveries = [Path(name) for name in names]

    gone = superfluous(deliveries)

    stay = [each for each in deliveries if each not in gone]
    assert stay[-LAST:] == deliveries[-LAST:]
    assert {each.name[:7] for each in stay} == {each.name[:7] for each in deliveries}
    assert len(stay) <= LAST + len({each.name[:7] for each in deliveries})
    # Asked again, nothing more is superfluous.
    assert superfluous(stay) == []


def test_a_refresh_prunes_and_the_next_one_finds_nothing_changed(
    monitor: Monitor, service: Service
) -> None:
    first = monitor.deliveries(WW)[0]
    days = [(today().replace(day=1) - timedelta(days=40 - each)).isoformat() for each in range(3)]
    for day in days:
        copy = first.with_name(day)
        copy.mkdir()
        for file in first.iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
    service.put(drawn.ww(drawn.WW + "2026MM01 | 184000 | 5250\n", modified="2026-02-26T02:00:00"))

    monitor.refresh(WW)
    again = monitor.refresh(WW)

    day = today().isoformat()
    assert [each.name for each in monitor.deliveries(WW)] == [days[-1], day, f"{day}-2"]
    assert monitor.in_force(WW).folder.name == f"{day}-2"
    assert again.report.build is not None
    assert not again.report.build.made
