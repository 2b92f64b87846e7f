"""What is measured, and what it may cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median
from typing import Any


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
    """Several runs of one thing; `subject` is the page, where it is about one.

    `peers` are runs of something else, taken in turns with these: what both share on a busy machine
    falls out of the ratio.
    """

    budget: Budget
    runs: Sequence[float]
    subject: str = ""
    peers: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        return median(self.runs)

    @property
    def within(self) -> bool:
        return self.middle <= self.budget.most

    @property
    def ratios(self) -> dict[str, float]:
        """How many times as long as each peer."""
        return {name: self.middle / median(runs) for name, runs in self.peers.items()}

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
            **({"ratios": ratios} if (ratios := _rounded(self.ratios)) else {}),
        }


def _rounded(ratios: Mapping[str, float]) -> dict[str, float]:
    return {name: round(ratio, 2) for name, ratio in ratios.items()}


NOISE = 1.15
"""A median may be so much larger without having become slower."""


def slower(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Say by how much something became slower than in an earlier record; empty within the noise.

    Where both were measured beside the same peer, the ratios are compared and not the clock times.
    """
    shared = set(before.get("ratios", {})) & set(after.get("ratios", {}))
    if shared:
        peer = min(shared)
        was, now = before["ratios"][peer], after["ratios"][peer]
        return f"{was} -> {now} times {peer}" if now > was * NOISE else ""
    if after["median"] > before["median"] * NOISE and after["median"] > max(before["runs"]):
        return f"{before['median']} -> {after['median']} {after['unit']}"
    return ""
