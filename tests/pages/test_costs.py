"""What a page costs in counts, which no load on the machine can blur: queries, figures, elements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from plotly.basedatatypes import BaseFigure

from dashboard import memory
from dashboard.drawn import Drawn
from tests.pages.shown import ROOT, elements, opened
from warehouse.builds import DataFolder
from warehouse.reader import Warehouse, open_current

MOST: dict[str, tuple[int, int]] = {
    "pages/overzicht/kerncijfers.py": (9, 40),
    "pages/arbeidsmarkt/regio_en_nederland.py": (10, 110),
    "pages/arbeidsmarkt/gemeenten.py": (12, 100),
    "pages/arbeidsmarkt/banenafspraak.py": (28, 150),
    "pages/dienstverlening/rmt_instroom.py": (7, 140),
    "pages/dienstverlening/social_return.py": (20, 85),
    "pages/dienstverlening/instrumenten.py": (19, 250),
    "pages/verantwoording/bronnen.py": (10, 225),
    "pages/verantwoording/gegevenskwaliteit.py": (6, 150),
    "pages/verantwoording/paspoort.py": (8, 60),
}
"""The most queries that a page asks of a new build, and the most elements that it sends.

Elements have some room: a finding more, or a source, is no page that became slower.
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count what a run asks of the warehouse, and what it makes of figures."""
    counted: Counter[str] = Counter()

    def counting(kind: type, name: str, what: str) -> None:
        whole = getattr(kind, name)

        def count(*given: object, **named: object) -> object:
            counted[what] += 1
            return whole(*given, **named)

        monkeypatch.setattr(kind, name, count)

    counting(Warehouse, "_ask", "queries")
    counting(BaseFigure, "to_dict", "figures taken apart")
    counting(Drawn, "__init__", "figures made ready")
    yield counted
    memory._ANSWERS.turn_to("")


@pytest.mark.parametrize("page", MOST)
def test_a_page_asks_and_sends_no_more_than_it_did(
    page: str, asked: Counter[str], monitor_data: DataFolder
) -> None:
    memory._ANSWERS.turn_to("")
    warehouse = open_current(monitor_data)
    warehouse._known.clear()
    vars(warehouse).pop("_of_gemeenten", None)
    queries, sent = MOST[page]
    shown = opened(page)
    assert asked["queries"] <= queries
    assert sum(1 for _ in elements(shown)) <= sent
    asked.clear()
    opened(page)
    assert dict(asked) == {}, "what was kept is asked for or made anew"


def test_every_page_that_shows_figures_has_its_bounds() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").rglob("*.py")}
    assert there - set(MOST) == {"pages/verantwoording/aanleveren.py"}
