"""The pace of the banenafspraak in sentences: what came, what is needed, between when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dashboard.banenafspraak.pace import (
    FEWEST,
    HORIZON,
    Arrival,
    Pace,
    Stand,
    arrival,
    needed,
    reached,
)
from dashboard.sentences import listed
from warehouse.numbers import number, signed
from warehouse.periods import Period

MET, MISSED = "✓", "✗"
COUNTED = {1: "één stand", 2: "twee standen"}
ASSUMED = (
    "Aanname: het gaat verder als over delen van deze reeks die ten minste half zo lang zijn als het "
    "geheel; het traagste en het snelste daarvan geven de grenzen. Het is geen voorspelling."
)


def too_few(stands: Sequence[Stand]) -> str:
    """Say why there is no pace, and what it would take."""
    known = "er is nog geen enkele stand bekend"
    if stands:
        days = listed([Period.day(each.day).spoken for each in stands])
        verb = "is" if len(stands) == 1 else "zijn"
        known = f"er {verb} {COUNTED[len(stands)]} bekend ({days})"
    return (
        f"Voor een tempo zijn ten minste {FEWEST} standen uit dezelfde reeks nodig, en {known}. Het "
        "tempo verschijnt zodra er meer zijn aangeleverd."
    )


def title(found: Pace, wanted: Decimal | None) -> str:
    """State the pace beside the one that is needed."""
    if wanted is None:
        return f"Het tempo: {_change(found.mean)} per kwartaal"
    enough = f"{MET} genoeg" if found.mean >= wanted else f"{MISSED} te weinig"
    return f"Het tempo: {_change(found.mean)} per kwartaal, {number(wanted)} nodig: {enough}"


def account(stands: Sequence[Stand], found: Pace, target: Decimal | None, deadline: date) -> str:
    """Tell the pace in full: since when, what is needed, between when it is there, assuming what."""
    first, last = (Period.day(each.day).spoken for each in (found.first, found.last))
    said = [f"Van {first} tot {last}: {_change(found.mean)} per kwartaal."]
    if target is None:
        return said[0]
    if (since := reached(stands, target)) is not None:
        return f"{said[0]} Het doel van {number(target)} is bereikt sinds {_day(since.day)}."
    wanted = needed(found.last, target, deadline)
    said.append(
        f"De dag van het doel ({_day(deadline)}) is voorbij."
        if wanted is None
        else f"Voor {number(target)} op {_day(deadline)} zijn er {number(wanted)} per kwartaal nodig."
    )
    between = f"van {signed(found.slowest, 0)} tot {signed(found.fastest, 0)} banen per kwartaal"
    return " ".join([*said, f"{when(arrival(found, target), target)} ({between}).", ASSUMED])


def when(found: Arrival, target: Decimal) -> str:
    """Say between when a target would be reached: a range, also where both ends are one quarter."""
    goal, years = number(target), HORIZON // 4
    if found.earliest is None:
        return f"In dit tempo wordt {goal} niet bereikt, ook niet binnen {years} jaar"
    earliest = _quarter(found.earliest)
    if found.latest is None:
        return (
            f"In het snelste tempo is {goal} bereikt in het {earliest}, in het traagste niet, ook niet "
            f"binnen {years} jaar"
        )
    if found.latest == found.earliest:
        return f"In dit tempo is {goal} bereikt tussen het begin en het eind van het {earliest}"
    return f"In dit tempo is {goal} bereikt tussen het {earliest} en het {_quarter(found.latest)}"


def _change(jobs: Decimal) -> str:
    rounded = number(abs(jobs))
    if rounded == "0":
        return "gemiddeld geen banen erbij"
    way = "erbij" if jobs > 0 else "eraf"
    return f"gemiddeld {rounded} {'baan' if rounded == '1' else 'banen'} {way}"


def _day(day: date) -> str:
    return Period.day(day).spoken


def _quarter(period: Period) -> str:
    return f"{(period.begin.month + 2) // 3}e kwartaal van {period.begin.year}"
