"""What is measured, and what it may cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median


class Budget(Enum):
    """A name, the most that it may cost, and in what."""

    SCRIPT_KEPT = ("script, figures kept", 25, "ms")
    SCRIPT_FIRST = ("script, first time", 100, "ms")
    FIRST_FIGURES = ("cold browser until first figures", 1200, "ms")
    ALL_CHARTS = ("cold browser until all charts", 2000, "ms")
    FILTER_KEPT = ("filter to last repaint, figures kept", 200, "ms")
    FILTER_FIRST = ("filter to last repaint, first time", 200, "ms")
    PASSPORT = ("script of a passport, first time", 300, "ms")
    PASSPORT_UNOPENED = ("sent for passports that nobody opened", 5000, "bytes")
    BUILD = ("warehouse build", 3000, "ms")
    IMPORT = ("import of 200.000 persons", 5000, "ms")
    IMPORT_MEMORY = ("memory of that import at its highest", 500, "MB")
    PORTFOLIO = ("import of 100.000 contracts and 1.000.000 invullingen", 20_000, "ms")
    PORTFOLIO_MEMORY = ("memory of that import at its highest", 1500, "MB")
    CONTRACTS = ("a page of those contracts, filtered", 100, "ms")
    RUN_BARE = ("make run from bare until the page answers", 60_000, "ms")
    RUN_AGAIN = ("make run the second time", 3000, "ms")
    REFRESH = ("refresh of a table of a million rows", 60_000, "ms")
    REFRESH_MEMORY = ("memory of that refresh, at its highest", 1000, "MB")
    UNSEEN = ("planted mistakes that no check found", 5, "%")
    ALARMS = ("sound tables that were called wrong", 0, "%")
    MEMORY = ("memory of the server, every page opened", 350, "MB")

    @property
    def title(self) -> str:
        return self.value[0]

    @property
    def most(self) -> int:
        return self.value[1]

    @property
    def unit(self) -> str:
        return self.value[2]


@dataclass(frozen=True)
class Measured:
    """Several runs of one thing; `subject` is the page, where it is about one."""

    budget: Budget
    runs: Sequence[float]
    subject: str = ""

    @property
    def middle(self) -> float:
        return median(self.runs)

    @property
    def within(self) -> bool:
        return self.middle <= self.budget.most

    def record(self) -> dict[str, object]:
        """Give what is kept of it in a file of results."""
        return {
            "what": self.budget.name.lower(),
            "subject": self.subject,
            "unit": self.budget.unit,
            "budget": self.budget.most,
            "median": round(self.middle, 1),
            "within": self.within,
            "runs": [round(run, 1) for run in self.runs],
        }
