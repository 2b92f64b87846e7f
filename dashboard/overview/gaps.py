"""What the overview does not know: figures that are missing or old, and sources that are behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.catalogue import SourceEntry
from dashboard.overview.tiles import Shown
from dashboard.sentences import listed, spoken_period
from warehouse.freshness import State

SOURCE_STATES = {
    State.MISLUKT: "Verversen mislukt, de vorige cijfers staan er nog",
    State.VEROUDERD: "Verouderd",
    State.ONTBREEKT: "Nog niet opgehaald",
}


def gaps(found: Sequence[Shown], sources: Sequence[SourceEntry]) -> list[str]:
    """Say in sentences what is missing, what was announced and not published, and what is old."""
    missing = _by_reason((each.why, each.title) for each in found if each.figure is None)
    awaited = [
        f"{each.title}, {spoken_period(row)}: {row['status']}{_remark(row['opmerking'])}."
        for each in found
        for row in each.awaited.iter_rows(named=True)
    ]
    old = [f"{each.title} ({spoken_period(each.figure)})" for each in found
           if each.old and each.figure is not None]  # fmt: skip
    behind = [
        f"{said}: {'; '.join(titles)}."
        for state, said in SOURCE_STATES.items()
        if (titles := [each.title for each in sources if each.known is state])
    ]
    return [
        *missing,
        *awaited,
        *([f"Ouder dan twee jaar: {listed(old)}."] if old else []),
        *behind,
    ]


def _by_reason(reasons: Iterable[tuple[str, str]]) -> list[str]:
    titles: dict[str, list[str]] = {}
    for why, title in reasons:
        titles.setdefault(why, []).append(title)
    return [f"{listed(names)}: {why}." for why, names in titles.items()]


def _remark(text: str | None) -> str:
    return f" ({text.rstrip('.')})" if text else ""
