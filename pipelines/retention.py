"""Which deliveries stay: the last three and one a month, and never less than what is in force."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from pipelines.delivery import Delivery, delivered

LAST = 3


def prune(raw: Path, folders: Iterable[str]) -> list[Path]:
    """Remove deliveries that the rule does not keep, and give where they were.

    Kept are the last three, the last one of each month, and what came with the project.
    """
    removed = []
    for name in folders:
        for superseded in superfluous(delivered(raw, name)):
            if Delivery.open(superseded).record.stand != "meegeleverd":
                shutil.rmtree(superseded)
                removed.append(superseded)
    return removed


def superfluous(deliveries: list[Path]) -> list[Path]:
    """Of deliveries, oldest first, give those that the rule does not keep."""
    last_of_month = {each.name[:7]: each for each in deliveries}
    kept = {*deliveries[-LAST:], *last_of_month.values()}
    return [each for each in deliveries if each not in kept]
