"""How fast jobs came, how fast they have to come, and when a target would be reached: never one day.

The range is made of the paces that were seen: over every stretch of the series that is at least half as
long as the whole. The slowest and the fastest of those say when, if it goes on like that. Of two points
or fewer nothing is said: one step is no pace.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from warehouse.periods import Period

FEWEST = 3
"""As many points at least are needed to speak of a pace."""
HORIZON = 100
"""So many quarters ahead it is still said when; beyond that it is not."""


@dataclass(frozen=True)
class Stand:
    """The number of jobs on one day."""

    day: date
    jobs: Decimal


@dataclass(frozen=True)
class Pace:
    """Jobs a quarter between the first and the last stand; `slowest` and `fastest` over parts of it."""

    first: Stand
    last: Stand
    mean: Decimal
    slowest: Decimal
    fastest: Decimal


@dataclass(frozen=True)
class Arrival:
    """The quarters between which a target would be reached; None where at that pace it would not be."""

    earliest: Period | None
    latest: Period | None


def quarters_between(first: date, last: date) -> Decimal:
    """Count the quarters from one end of a month to another."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return Decimal(months) / 3


def step(earlier: Stand, later: Stand) -> Decimal:
    """The jobs that came (or went) a quarter from one stand to the next."""
    return (later.jobs - earlier.jobs) / quarters_between(earlier.day, later.day)


def pace(stands: Sequence[Stand]) -> Pace | None:
    """Give the pace of a series in order of time; None where there are too few points."""
    if len(stands) < FEWEST:
        return None
    first, last = stands[0], stands[-1]
    half = quarters_between(first.day, last.day) / 2
    seen = [
        step(earlier, later)
        for earlier, later in combinations(stands, 2)
        if quarters_between(earlier.day, later.day) >= half
    ]
    return Pace(first, last, step(first, last), min(seen), max(seen))


def needed(last: Stand, target: Decimal, deadline: date) -> Decimal | None:
    """The jobs a quarter that reach a target in time; None once the deadline is there."""
    left = quarters_between(last.day, deadline)
    return (target - last.jobs) / left if left > 0 else None


def arrival(found: Pace, target: Decimal) -> Arrival:
    """Say between which quarters a target that is not reached yet would be, at the paces seen."""
    return Arrival(*(_quarter(found.last, target, each) for each in (found.fastest, found.slowest)))


def reached(stands: Sequence[Stand], target: Decimal) -> Stand | None:
    """The first stand from which the target is met up to the last; None while it is not."""
    met: Stand | None = None
    for each in reversed(stands):
        if each.jobs < target:
            break
        met = each
    return met


def _quarter(last: Stand, target: Decimal, jobs_a_quarter: Decimal) -> Period | None:
    if jobs_a_quarter <= 0:
        return None
    ahead = max(math.ceil((target - last.jobs) / jobs_a_quarter), 0)
    if ahead > HORIZON:
        return None
    index = last.day.year * 4 + (last.day.month - 1) // 3 + ahead
    return Period.quarter(index // 4, index % 4 + 1)
