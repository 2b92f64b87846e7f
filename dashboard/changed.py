"""What changed, as a reader sees it: by day and source, with old and new, and all of it as a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import polars as pl
from starlette.requests import Request
from starlette.responses import Response

from dashboard.downloads import table_csv
from dashboard.memory import kept
from dashboard.voorbeeld import SAID, is_voorbeeld
from warehouse import feed as written
from warehouse.builds import DataFolder, NoWarehouseError
from warehouse.changes import COUNTED, old_and_new, title, unit
from warehouse.numbers import number
from warehouse.periods import Period
from warehouse.reader import Warehouse, open_current

FEED = written.PATH
"""Where the feed is served, below the address of the dashboard."""
MOST_PARTS, MOST_ROWS = 20, 200
"""How many days and sources a page lists, and how many figures of each; the file has all."""


@dataclass(frozen=True)
class Part:
    """What changed in one source on one day."""

    key: str
    label: str


@kept
def began(warehouse: Warehouse) -> str:
    """Say since when changes are kept."""
    known = warehouse.publications()
    if known.is_empty():
        return "Wijzigingen worden bijgehouden vanaf het volgende warehouse."
    count = number(known.height)
    made = "1 keer" if known.height == 1 else f"{count} keer"
    return (
        f"Wijzigingen worden bijgehouden sinds {Period.day(known['dag'][0]).spoken}; sindsdien is "
        f"{made} gepubliceerd. Een cijfer dat ooit is aangehaald blijft zo terug te vinden."
    )


@kept
def parts(warehouse: Warehouse) -> list[Part]:
    """List the days and sources in which something changed, the latest first."""
    titles = _titles(warehouse)
    return [
        Part(
            key=f"{day}-{bron}",
            label=f"**{Period.day(day).spoken}** · {titles.get(str(bron), bron)} · {_counted(rows)}",
        )
        for (day, bron), rows in warehouse.changes_by_day().group_by(
            "dag", "bron", maintain_order=True
        )
    ]


def _titles(warehouse: Warehouse) -> dict[str, str]:
    return dict(warehouse.sources().select("bron", "titel").iter_rows())


def _counted(rows: pl.DataFrame) -> str:
    counts = dict(rows.group_by("verandering").agg(pl.col("aantal").sum()).iter_rows())
    kinds = ", ".join(
        f"{number(counts[kind])} {words[counts[kind] > 1]}"
        for kind, words in COUNTED.items()
        if kind in counts
    )
    return f"{kinds} ({', '.join(sorted(set(rows['reden'])))})"


@kept
def table(warehouse: Warehouse, key: str) -> pl.DataFrame:
    """Give what changed in a part, as far as a page shows it."""
    day, bron = Period.parse(key[:10]).begin, key[11:]
    rows = warehouse.changes(day, bron).filter(pl.col("dag") == day)
    return _shown(rows.head(MOST_ROWS))


def everything_csv() -> bytes:
    """Write everything that ever changed as a file in Dutch notation."""
    about = [("Over", began()), *([("Let op", SAID)] if is_voorbeeld() else [])]
    return table_csv(_everything(), about)


@kept
def _everything(warehouse: Warehouse) -> pl.DataFrame:
    rows = warehouse.changes()
    shown = _shown(rows)
    return shown.with_columns(
        rows["dag"].alias("Dag"),
        rows["was_waarde"].alias("Was"),
        rows["waarde"].alias("Is"),
        pl.Series("Eenheid", list(map(unit, rows.iter_rows(named=True))), dtype=pl.String),
        *(
            rows[name].fill_null("").alias(heading)
            for name, heading in (
                ("bron", "Bron"),
                ("indicator", "Indicator-id"),
                ("gebied", "Gebiedscode"),
                ("was_status", "Was status"),
                ("status", "Status"),
                ("tabel", "Tabel"),
                ("vindplaats", "Vindplaats"),
                ("toelichting", "Toelichting"),
                ("build", "Warehouse"),
            )
        ),
    )


def _shown(rows: pl.DataFrame) -> pl.DataFrame:
    told = list(rows.iter_rows(named=True))
    values = [old_and_new(row) for row in told]
    texts: dict[str, list[str]] = {
        "Indicator": [title(row) for row in told],
        "Uitsplitsing": [", ".join(row["categorie"]) for row in told],
        "Gebied": [row["naam"] for row in told],
        "Periode": [Period(row["begin"], row["einde"], row["soort"]).spoken for row in told],
        "Was": [was for was, _ in values],
        "Is": [now for _, now in values],
        "Verandering": [row["verandering"] for row in told],
        "Waarom": [row["reden"] for row in told],
    }
    shown = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    return shown.drop("Uitsplitsing") if not any(texts["Uitsplitsing"]) else shown


def feed(request: Request) -> Response:
    """Answer with the changes as an Atom feed, for readers that ask every so often."""
    try:
        warehouse = open_current(DataFolder.configured())
    except NoWarehouseError:
        return Response("Er zijn nog geen cijfers.", status_code=503, media_type="text/plain")
    # By then the last lines of an entry are three months old at most; a day decides which.
    stamp = f"{warehouse.build} {warehouse.publications().height}"
    mark = f'"{stamp.replace(" ", "-")}"'
    headers = {"ETag": mark, "Cache-Control": "max-age=300"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    address = str(request.url).partition("?")[0].removesuffix(FEED)
    return Response(_feed(warehouse, stamp, address), media_type=written.MIME, headers=headers)


@lru_cache(maxsize=4)
def _feed(warehouse: Warehouse, _stamp: str, address: str) -> str:
    return written.atom(warehouse, address)
