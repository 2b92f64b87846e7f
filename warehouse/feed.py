"""What changed, as a feed for whoever wants to be told: Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed

from warehouse.changes import counted, told
from warehouse.numbers import number
from warehouse.periods import Period, today
from warehouse.reader import Warehouse

PATH = "wijzigingen.atom"
MIME = "application/atom+xml"
PAGE = "bronnen#wijzigingen"
ID = "tag:arbeidsmarktmonitor,2026:"
DAYS = timedelta(days=92)
MOST_ENTRIES, MOST_LINES = 100, 50
ZONE = ZoneInfo("Europe/Amsterdam")


def atom(warehouse: Warehouse, address: str) -> str:
    """Write the changes of the last three months: one entry a day and source, the latest first.

    `address` is where the dashboard is found. An entry keeps its id wherever the feed is made, so
    that nobody is told twice.
    """
    base = address.rstrip("/")
    invented = bool((warehouse.sources()["stand"] == "voorbeeld").any())
    feed: Any = Atom1Feed(
        title=f"{'VOORBEELD, verzonnen: ' if invented else ''}Arbeidsmarktmonitor: wat is er veranderd",
        link=f"{base}/{PAGE}",
        description="Cijfers die nieuw zijn, herzien of vervallen, per dag en per bron.",
        language="nl",
        author_name="Arbeidsmarktmonitor",
        feed_url=f"{base}/{PATH}",
        feed_guid=f"{ID}wijzigingen",
    )
    titles = dict(warehouse.sources().select("bron", "titel").iter_rows())
    changed = warehouse.changes(today() - DAYS)
    entries = changed.group_by("dag", "bron", maintain_order=True)
    for (day, bron), rows in list(entries)[:MOST_ENTRIES]:
        lines = [told(row) for row in rows.head(MOST_LINES).iter_rows(named=True)]
        if rows.height > MOST_LINES:
            lines.append(f"en nog {number(rows.height - MOST_LINES)} cijfers")
        feed.add_item(
            title=_clean(f"{titles.get(bron, bron)}: {counted(rows['verandering'])}"),
            link=f"{base}/{PAGE}",
            description=_listed(lines),
            updateddate=rows["moment"][0].replace(tzinfo=ZONE),
            unique_id=f"{ID}{day}:{bron}",
            categories=sorted(set(rows["reden"])),
        )
    _begin(feed, warehouse, base)
    return str(feed.writeString("utf-8"))


def _begin(feed: Any, warehouse: Warehouse, base: str) -> None:
    """Tell since when changes are kept; a feed without an entry would have no date."""
    known = warehouse.publications()
    if known.is_empty():
        return
    day = Period.day(known["dag"][0]).spoken
    feed.add_item(
        title=f"Wijzigingen worden bijgehouden sinds {day}",
        link=f"{base}/{PAGE}",
        description=_listed([f"Wat voor {day} veranderde, is niet bekend."]),
        updateddate=known["moment"][0].replace(tzinfo=ZONE),
        unique_id=f"{ID}begin",
    )


def _listed(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(_clean(line))}</li>" for line in lines) + "</ul>"


def _clean(text: str) -> str:
    """Leave out what XML has no place for."""
    return "".join(each for each in text if each.isprintable())
