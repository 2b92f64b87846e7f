"""What can go wrong with a service: in how it answers, and in what it says.

A `Fault` answers a request in place of the service. A `Change` lets the service answer soundly
about a table that was changed, a `BoundaryChange` about boundaries that were.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import quote

from tests.standin.exchange import JSON, Answer, Exchange
from tests.standin.tables import GeneratedRows, Row, Table

NOWHERE = "http://elders.invalid"
"""A host that does not exist (RFC 2606): a client that goes there fails without leaving."""


class Fault(Protocol):
    """Answers in place of the service."""

    def answer(self, exchange: Exchange) -> None: ...


@dataclass(frozen=True)
class Change:
    """A table that is not what it was."""

    apply: Callable[[Table], Table]


@dataclass(frozen=True)
class BoundaryChange:
    """A GeoJSON collection that is not what it was."""

    apply: Callable[[dict[str, Any]], dict[str, Any]]


# How it answers


@dataclass(frozen=True)
class Slow:
    """Answer soundly after a while; for a service that says nothing take a long while."""

    seconds: float = 1.0

    def answer(self, exchange: Exchange) -> None:
        if exchange.pause(self.seconds):
            exchange.send(exchange.sound())


@dataclass(frozen=True)
class Dripping:
    """Send the body byte by byte, and blanks after its end, forever.

    Each byte comes sooner than any read timeout.
    """

    every_s: float = 0.05

    def answer(self, exchange: Exchange) -> None:
        sound = exchange.sound()
        exchange.start(sound, None)
        exchange.hang_up()
        place = 0
        while exchange.pause(self.every_s):
            exchange.write(sound.body[place : place + 1] or b" ")
            place += 1


@dataclass(frozen=True)
class Status:
    """Answer with a status and an error in OData's words."""

    code: int = 500
    message: str = "An error has occurred."

    def answer(self, exchange: Exchange) -> None:
        exchange.send(_refusal(self.code, self.message))


@dataclass(frozen=True)
class RetryLater:
    """Answer 503 or 429 with Retry-After, in seconds or as an HTTP date."""

    seconds: int = 1
    code: int = 503
    as_date: bool = False

    def answer(self, exchange: Exchange) -> None:
        # A date has whole seconds: rounded up, so that waiting for it is long enough.
        moment = datetime.now(UTC) + timedelta(seconds=self.seconds + 1)
        when = format_datetime(moment, usegmt=True) if self.as_date else str(self.seconds)
        refusal = _refusal(self.code, "Try again later.")
        exchange.send(replace(refusal, headers={"Retry-After": when}))


@dataclass(frozen=True)
class NoAnswer:
    """Hang up without a word."""

    def answer(self, exchange: Exchange) -> None:
        exchange.hang_up()


@dataclass(frozen=True)
class ResetMidBody:
    """Send half of the body, then break the connection."""

    def answer(self, exchange: Exchange) -> None:
        sound = exchange.sound()
        exchange.start(sound, len(sound.body))
        exchange.write(sound.body[: len(sound.body) // 2])
        exchange.reset()


@dataclass(frozen=True)
class CutShort:
    """Promise the whole body, send two thirds and hang up decently."""

    def answer(self, exchange: Exchange) -> None:
        sound = exchange.sound()
        part = sound.body[: len(sound.body) * 2 // 3]
        exchange.send(replace(sound, body=part), length=len(sound.body))
        exchange.hang_up()


@dataclass(frozen=True)
class CutJson:
    """Send two thirds of the JSON as if it were all."""

    def answer(self, exchange: Exchange) -> None:
        sound = exchange.sound()
        exchange.send(replace(sound, body=sound.body[: len(sound.body) * 2 // 3]))


@dataclass(frozen=True)
class HtmlPage:
    """Answer with a page for people, status 200."""

    text: str = "Deze dienst is tijdelijk niet beschikbaar wegens onderhoud"

    def answer(self, exchange: Exchange) -> None:
        page = f"<!DOCTYPE html><html lang='nl'><body><h1>{self.text}</h1></body></html>"
        exchange.send(Answer(body=page.encode(), content_type="text/html; charset=utf-8"))


@dataclass(frozen=True)
class EmptyBody:
    """Answer 200 with nothing in it."""

    def answer(self, exchange: Exchange) -> None:
        exchange.send(Answer())


@dataclass(frozen=True)
class NextLinkInACircle:
    """Let the second page name the first as the next."""

    def answer(self, exchange: Exchange) -> None:
        asked = exchange.request.query
        back = {key: value for key, value in asked.items() if key != "$skip"}
        forth = back | {"$skip": "1"}
        link = _link(exchange, exchange.address, back if "$skip" in asked else forth)
        exchange.send(_linked(exchange.sound(), link))


@dataclass(frozen=True)
class NextLinkElsewhere:
    """Name a next page on another host, or on another port when given `http://127.0.0.1:PORT`."""

    address: str = NOWHERE

    def answer(self, exchange: Exchange) -> None:
        link = _link(exchange, self.address, {**exchange.request.query, "$skip": "1"})
        exchange.send(_linked(exchange.sound(), link))


@dataclass(frozen=True)
class Redirect:
    """Send the client to another host or port."""

    address: str = NOWHERE
    code: int = 302

    def answer(self, exchange: Exchange) -> None:
        target = self.address + exchange.request.target
        exchange.send(Answer(status=self.code, headers={"Location": target}))


@dataclass(frozen=True)
class EndlessPages:
    """Serve the first page again and again, each time with a further next page."""

    def answer(self, exchange: Exchange) -> None:
        asked = exchange.request
        first = {key: value for key, value in asked.query.items() if key != "$skip"}
        sound = exchange.sound(replace(asked, query=first))
        step = max(1, len(json.loads(sound.body).get("value", ())))
        further = first | {"$skip": str(int(asked.query.get("$skip", "0")) + step)}
        exchange.send(_linked(sound, _link(exchange, exchange.address, further)))


@dataclass(frozen=True)
class GzipBomb:
    """Send a small body that unpacks to `megabytes` of blanks around an empty, valid answer."""

    megabytes: int = 1024

    def answer(self, exchange: Exchange) -> None:
        # Members of a gzip file may follow each other, so one megabyte is packed once.
        blanks = gzip.compress(b" " * (1 << 20), mtime=0)
        body = gzip.compress(b'{"value":[', mtime=0) + blanks * self.megabytes
        body += gzip.compress(b"]}", mtime=0)
        exchange.send(Answer(body=body, headers={"Content-Encoding": "gzip"}))


def _refusal(code: int, message: str) -> Answer:
    error = {"odata.error": {"code": "", "message": {"lang": "en-US", "value": message}}}
    return Answer(status=code, body=json.dumps(error).encode())


def _link(exchange: Exchange, address: str, query: Mapping[str, str]) -> str:
    path = exchange.request.target.partition("?")[0]
    return address + path + "?" + "&".join(f"{key}={quote(query[key])}" for key in query)


def _linked(sound: Answer, link: str) -> Answer:
    if sound.content_type != JSON or sound.status != 200:
        return sound
    body = json.loads(sound.body) | {"odata.nextLink": link}
    return replace(sound, body=json.dumps(body, ensure_ascii=False).encode())


# What it says


def missing_column(stem: str) -> Change:
    """Leave a topic out, of DataProperties and of the rows."""

    def apply(table: Table) -> Table:
        key = _key(table, stem)
        kept = [row for row in table.properties if row["Key"] != key]
        return replace(table, properties=kept, rows=_each(table, lambda row: _without(row, key)))

    return Change(apply)


def missing_values(stem: str) -> Change:
    """Leave a topic out of the rows alone: DataProperties still announces it."""

    def apply(table: Table) -> Table:
        key = _key(table, stem)
        return replace(table, rows=_each(table, lambda row: _without(row, key)))

    return Change(apply)


def doubled_column(stem: str) -> Change:
    """Add a second topic with the same stem, title and unit, numbered 99."""

    def apply(table: Table) -> Table:
        key = _key(table, stem)
        twin = re.sub(r"_\d+$", "_99", key)
        (old,) = (row for row in table.topics if row["Key"] == key)
        new = old | {"Key": twin, "ID": len(table.properties), "Position": len(table.properties)}
        return replace(
            table,
            properties=[*table.properties, new],
            rows=_each(table, lambda row: {**row, twin: row[key]}),
        )

    return Change(apply)


def renamed_column(stem: str, to: str) -> Change:
    """Give a topic another stem and title; its number stays."""

    def apply(table: Table) -> Table:
        key = _key(table, stem)
        new = to + key[key.rindex("_") :]
        return replace(
            table,
            properties=[
                row | {"Key": new, "Title": to} if row["Key"] == key else row
                for row in table.properties
            ],
            rows=_each(table, lambda row: {new if k == key else k: row[k] for k in row}),
        )

    return Change(apply)


def changed_unit(stem: str, to: str) -> Change:
    """Give a topic another unit."""

    def apply(table: Table) -> Table:
        key = _key(table, stem)
        return replace(
            table,
            properties=[
                row | {"Unit": to} if row["Key"] == key else row for row in table.properties
            ],
        )

    return Change(apply)


def missing_dimension(name: str) -> Change:
    """Leave a dimension out, everywhere."""

    def apply(table: Table) -> Table:
        return replace(
            table,
            properties=[row for row in table.properties if row["Key"] != name],
            dimensions={key: rows for key, rows in table.dimensions.items() if key != name},
            rows=_each(table, lambda row: _without(row, name)),
        )

    return Change(apply)


def doubled_dimension(name: str) -> Change:
    """Add the same dimension again, with 2 behind its key and the same title."""

    def apply(table: Table) -> Table:
        twin = f"{name}2"
        (old,) = (row for row in table.properties if row["Key"] == name)
        return replace(
            table,
            properties=[*table.properties, old | {"Key": twin, "ID": len(table.properties)}],
            dimensions={**table.dimensions, twin: table.dimensions[name]},
            rows=_each(table, lambda row: {**row, twin: row[name]}),
        )

    return Change(apply)


def renamed_dimension(name: str, to: str) -> Change:
    """Give a dimension another key, everywhere."""

    def apply(table: Table) -> Table:
        return replace(
            table,
            properties=[
                row | {"Key": to, "Title": to} if row["Key"] == name else row
                for row in table.properties
            ],
            dimensions={to if key == name else key: rows for key, rows in table.dimensions.items()},
            rows=_each(table, lambda row: {to if k == name else k: row[k] for k in row}),
        )

    return Change(apply)


def renamed_total(dimension: str, to: str = "Alle personen") -> Change:
    """Give the total of a dimension another title; its key stays."""

    def apply(table: Table) -> Table:
        rows = table.dimensions[dimension]
        total = next((row for row in rows if row["Title"].startswith("Totaal")), rows[0])
        named = [row | {"Title": to} if row is total else row for row in rows]
        return replace(table, dimensions={**table.dimensions, dimension: named})

    return Change(apply)


def unknown_status(status: str = "Herzien") -> Change:
    """Give the last period a status that nobody announced."""

    def apply(table: Table) -> Table:
        *rest, last = table.dimensions["Perioden"]
        marked = [*rest, last | {"Status": status}]
        return replace(table, dimensions={**table.dimensions, "Perioden": marked})

    return Change(apply)


def duplicate_rows(count: int | None = None) -> Change:
    """Repeat the first `count` rows at the end; without a number all of them."""

    def apply(table: Table) -> Table:
        rows, size = table.rows, len(table.rows)
        again = size if count is None else min(count, size)
        return replace(table, rows=GeneratedRows(size + again, lambda index: rows[index % size]))

    return Change(apply)


def zero_rows() -> Change:
    """Serve no rows."""
    return Change(lambda table: replace(table, rows=()))


def half_of_the_rows() -> Change:
    """Serve every second row."""

    def apply(table: Table) -> Table:
        rows = table.rows
        return replace(table, rows=GeneratedRows(len(rows) // 2, lambda index: rows[index * 2]))

    return Change(apply)


def out_of_range(stem: str, value: float = 480, where: Mapping[str, str] | None = None) -> Change:
    """Put a value that cannot be into the rows `where` says, else into those of the last period."""

    def apply(table: Table) -> Table:
        key, place = _key(table, stem), _place(table, where)
        return replace(
            table,
            rows=_each(table, lambda row: {**row, key: value} if _lies(row, place) else row),
        )

    return Change(apply)


def jump(
    stem: str | None = None, factor: float = 10, where: Mapping[str, str] | None = None
) -> Change:
    """Multiply a column by a factor in the rows `where` says, else in those of the last period.

    Without a stem: every column that is not a percentage.
    """

    def apply(table: Table) -> Table:
        keys = (
            {row["Key"] for row in table.topics if row["Unit"] != "%"}
            if stem is None
            else {_key(table, stem)}
        )
        place = _place(table, where)

        def jumped(row: Row) -> Row:
            if not _lies(row, place):
                return row
            return {
                key: value * factor if key in keys and isinstance(value, int | float) else value
                for key, value in row.items()
            }

        return replace(table, rows=_each(table, jumped))

    return Change(apply)


def many_rows(
    count: int = 1_000_000, *, dimension: str | None = None, prefix: str | None = None
) -> Change:
    """Grow the table to some `count` rows with keys of their own, made while they are served.

    A dimension (RegioS or WijkenEnBuurten unless named) gets as many new members as it takes; each
    has the rows that its first member has. Their keys begin with `prefix`: WK for regions.
    """

    def apply(table: Table) -> Table:
        name = dimension or next(iter(table.of_type("GeoDimension")))
        members, rows = table.dimensions[name], table.rows
        model, width = members[0], len(members[0]["Key"])
        models = [row for row in rows if row[name] == model["Key"]]
        more = max(0, count - len(rows)) // len(models)
        begin = prefix if prefix is not None else "WK"

        def key(number: int) -> str:
            return begin + _in_36(number).rjust(width - len(begin), "0")

        def member(index: int) -> Row:
            if index < len(members):
                return members[index]
            number = index - len(members)
            return model | {"Key": key(number), "Title": f"Wijk {number + 1}"}

        def row(index: int) -> Row:
            if index < len(rows):
                return rows[index]
            number, which = divmod(index - len(rows), len(models))
            return models[which] | {name: key(number)}

        grown = GeneratedRows(len(members) + more, member)
        return replace(
            table,
            dimensions={**table.dimensions, name: grown},
            rows=GeneratedRows(len(rows) + more * len(models), row),
        )

    return Change(apply)


def touched(modified: str) -> Change:
    """Say that the table was modified at another time; nothing else changes."""
    return Change(
        lambda table: replace(
            table, infos=table.infos | {"Modified": modified, "MetaDataModified": modified}
        )
    )


def _key(table: Table, stem: str) -> str:
    """Find a topic by its key or stem: 'Werkloosheidspercentage' for Werkloosheidspercentage_13."""
    pattern = re.compile(re.escape(stem) + r"(\d{8})?(_\d+)?", re.IGNORECASE)
    keys = [row["Key"] for row in table.topics if pattern.fullmatch(row["Key"])]
    if len(keys) != 1:
        raise LookupError(f"{table.id} has {len(keys)} columns {stem}: name the whole key")
    return str(keys[0])


def _each(table: Table, change: Callable[[Row], Row]) -> GeneratedRows:
    rows = table.rows
    return GeneratedRows(len(rows), lambda index: change(rows[index]))


def _without(row: Row, key: str) -> Row:
    return {each: value for each, value in row.items() if each != key}


def _place(table: Table, where: Mapping[str, str] | None) -> Mapping[str, str]:
    if where is not None:
        return where
    return {
        key: table.dimensions[key][-1]["Key"]
        for key in table.of_type("TimeDimension")
        if table.dimensions[key]
    }


def _lies(row: Row, place: Mapping[str, str]) -> bool:
    return all(str(row[key]).rstrip() == value.rstrip() for key, value in place.items())


def _in_36(number: int) -> str:
    digits = ""
    while True:
        number, last = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[last] + digits
        if not number:
            return digits


# What PDOK says


def missing_gemeenten(*codes: str) -> BoundaryChange:
    """Leave these gemeenten out; without codes every third one."""

    def apply(collection: dict[str, Any]) -> dict[str, Any]:
        kept = [
            feature
            for index, feature in enumerate(collection["features"])
            if (feature["properties"]["statcode"] not in codes if codes else index % 3)
        ]
        return collection | {"features": kept, "numberReturned": len(kept)}

    return BoundaryChange(apply)


def no_features() -> BoundaryChange:
    """Serve a collection with nothing in it."""
    return BoundaryChange(lambda collection: collection | {"features": [], "numberReturned": 0})


def no_geometry() -> BoundaryChange:
    """Serve gemeenten without their shape."""
    return BoundaryChange(
        lambda collection: (
            collection
            | {"features": [feature | {"geometry": None} for feature in collection["features"]]}
        )
    )


def renamed_properties() -> BoundaryChange:
    """Serve gemeenten whose code is called `code`, not `statcode`."""

    def renamed(feature: dict[str, Any]) -> dict[str, Any]:
        names = {"statcode": "code", "statnaam": "naam"}
        said = feature["properties"]
        return feature | {"properties": {names.get(key, key): said[key] for key in said}}

    return BoundaryChange(
        lambda collection: (
            collection | {"features": [renamed(feature) for feature in collection["features"]]}
        )
    )


def open_rings() -> BoundaryChange:
    """Serve rings of three points that do not close."""

    def opened(feature: dict[str, Any]) -> dict[str, Any]:
        polygons = feature["geometry"]["coordinates"]
        return feature | {
            "geometry": feature["geometry"]
            | {"coordinates": [[ring[:3] for ring in polygon] for polygon in polygons]}
        }

    return BoundaryChange(
        lambda collection: (
            collection | {"features": [opened(feature) for feature in collection["features"]]}
        )
    )


BY_NAME: Mapping[str, Callable[[], Fault | Change | BoundaryChange]] = {
    "slow": Slow,
    "silent": lambda: Slow(3600),
    "dripping": Dripping,
    "500": Status,
    "404": lambda: Status(404),
    "503": RetryLater,
    "503-date": lambda: RetryLater(as_date=True),
    "429": lambda: RetryLater(code=429),
    "no-answer": NoAnswer,
    "reset": ResetMidBody,
    "cut-short": CutShort,
    "cut-json": CutJson,
    "html": HtmlPage,
    "empty": EmptyBody,
    "circle": NextLinkInACircle,
    "next-elsewhere": NextLinkElsewhere,
    "redirect": Redirect,
    "endless": EndlessPages,
    "gzip-bomb": GzipBomb,
    "unknown-status": unknown_status,
    "duplicates": duplicate_rows,
    "zero-rows": zero_rows,
    "half": half_of_the_rows,
    "jump": jump,
    "million": many_rows,
    "missing-gemeenten": missing_gemeenten,
    "no-features": no_features,
    "no-geometry": no_geometry,
    "renamed-properties": renamed_properties,
    "open-rings": open_rings,
}
"""The faults that need no more words, for the command line."""
