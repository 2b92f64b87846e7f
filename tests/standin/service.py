"""A stand-in of the CBS OData service (v3) and of PDOK's WFS, on a free port of this machine.

with standing_in(tables) as service:
    cbsodata.options.catalog_url = service.host
    cbsodata.options.use_https = False
    service.fail("85826NED", faults.Dripping(), resource=DATASET)
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from tests.standin import pdok
from tests.standin.exchange import Answer, Exchange, Request
from tests.standin.faults import BoundaryChange, Change, Fault
from tests.standin.selection import QueryError, chosen, condition
from tests.standin.tables import Row, Table

ROOT = Path(__file__).resolve().parents[2]
AREAS = ROOT / "data" / "raw" / "gebieden" / "gebieden.csv"

CATALOGUE = "ODataCatalog"
PDOK = "pdok"
DATASET = "DataSet"
"""As a resource for a fault: TypedDataSet and UntypedDataSet."""

PAGE_ROWS = 10_000
API_ROWS = 10_000
"""What ODataApi gives at most; more than that it refuses, and ODataFeed pages."""

_TABLE = re.compile(r"/(odataapi|odatafeed)/odata/([^/]+)(?:/([^/]*))?", re.IGNORECASE)
_WFS = re.compile(r"/cbs/gebiedsindelingen/(\d+)/wfs/v1_0/?", re.IGNORECASE)


@dataclass(eq=False)
class _Trouble:
    """A fault that is switched on; `left` counts the requests that it still meets."""

    table: str
    resource: str | None
    fault: Fault | Change | BoundaryChange
    left: int | None

    def meets(self, request: Request) -> bool:
        if self.left == 0 or self.table not in ("*", request.table):
            return False
        if self.resource == DATASET:
            return request.resource in ("TypedDataSet", "UntypedDataSet")
        return self.resource in (None, request.resource)


class Service:
    """A running stand-in: what it serves, what goes wrong with it, and what it was asked."""

    def __init__(
        self,
        tables: Iterable[Table] = (),
        *,
        page_rows: int = PAGE_ROWS,
        catalogue_rows: int = 500,
        areas: Path = AREAS,
        port: int = 0,
    ) -> None:
        self.page_rows = page_rows
        self.catalogue_rows = catalogue_rows
        self.requests: list[Request] = []
        self.most_at_once = 0
        self.tables = {table.id: table for table in tables}
        self._gemeenten = pdok.gemeenten(areas)
        self._troubles: list[_Trouble] = []
        self._changed: dict[tuple[str, tuple[int, ...]], Table] = {}
        self._places: dict[tuple[object, ...], int] = {}
        self._at_once = 0
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        """Host and port, as cbsodata wants them."""
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}"

    def put(self, table: Table) -> None:
        """Serve this table, in place of one with the same id."""
        with self._lock:
            self.tables[table.id] = table
            self._forget_changes()

    def withdraw(self, table: str) -> None:
        """Serve this table no more."""
        with self._lock:
            self.tables.pop(table, None)
            self._forget_changes()

    def fail(
        self,
        table: str,
        fault: Fault | Change | BoundaryChange,
        *,
        resource: str | None = None,
        times: int | None = None,
    ) -> None:
        """Let something go wrong: for a table's id, CATALOGUE, PDOK or '*'.

        `resource` narrows it to one resource (TypedDataSet, DATASET for both data sets, RegioS, ''
        for the service root, a year for PDOK), `times` to the first so many requests from now on.
        """
        with self._lock:
            if isinstance(fault, BoundaryChange) and table != PDOK:
                raise ValueError(f"Boundaries come from {PDOK}, not from {table}")
            if isinstance(fault, Change):
                if table not in self.tables:
                    raise ValueError(f"A change is for one table that is served, not for {table}")
                # Tells whoever made it, and not the client, if it does not fit.
                fault.apply(self.tables[table])
            self._troubles.append(_Trouble(table, resource, fault, times))
            self._forget_changes()

    def mend(self, table: str | None = None) -> None:
        """Let nothing go wrong any more, with this table or at all."""
        with self._lock:
            self._troubles = [
                each for each in self._troubles if table is not None and each.table != table
            ]
            self._forget_changes()

    def asked(self, table: str | None = None, resource: str | None = None) -> list[Request]:
        """The requests so far, in the order in which they came."""
        with self._lock:
            return [
                each
                for each in self.requests
                if table in (None, each.table) and resource in (None, each.resource)
            ]

    def count(self, table: str | None = None, resource: str | None = None) -> int:
        return len(self.asked(table, resource))

    def forget(self) -> None:
        """Start counting anew."""
        with self._lock:
            self.requests.clear()
            self.most_at_once = self._at_once

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """End every answer that is under way, and wait for all threads."""
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.cut_connections()
        self._server.server_close()

    # What a request goes through

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        request = _read(handler)
        with self._lock:
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            met = self._met(request)
        ended = threading.Event()

        def done() -> None:
            if not ended.is_set():
                ended.set()
                with self._lock:
                    self._at_once -= 1

        base = f"http://{handler.headers.get('Host', self.host)}"

        def sound(asked: Request) -> Answer:
            return self._answer(asked, base, met)

        exchange = Exchange(handler, request, sound, self._closing, done)
        try:
            for each in met:
                if not isinstance(each.fault, Change | BoundaryChange):
                    each.fault.answer(exchange)
                    return
            exchange.send(exchange.sound())
        finally:
            done()

    def _met(self, request: Request) -> list[_Trouble]:
        """Find what goes wrong with a request: all changes, and the first fault."""
        met = []
        faulty = False
        for each in self._troubles:
            change = isinstance(each.fault, Change | BoundaryChange)
            if not each.meets(request) or (faulty and not change):
                continue
            faulty = faulty or not change
            if each.left is not None:
                each.left -= 1
            met.append(each)
        return met

    def _answer(self, request: Request, base: str, met: Sequence[_Trouble]) -> Answer:
        if request.table == PDOK:
            return self._boundaries(request, [each.fault for each in met])
        try:
            if request.table == CATALOGUE:
                return self._catalogue(request, base)
            with self._lock:
                table = self._table(request.table, [each.fault for each in met])
            if table is None:
                return _error(404, f"The table '{request.table}' was not found.")
            return self._table_answer(table, request, base)
        except QueryError as refused:
            return _error(400, str(refused))

    def _table(self, name: str, met: Sequence[Fault | Change | BoundaryChange]) -> Table | None:
        table = self.tables.get(name)
        changes = [each for each in met if isinstance(each, Change)]
        if table is None or not changes:
            return table
        key = (name, tuple(map(id, changes)))
        if key not in self._changed:
            for change in changes:
                table = change.apply(table)
            self._changed[key] = table
        return self._changed[key]

    def _lasting_changes(self, name: str) -> list[Fault | Change | BoundaryChange]:
        """The changes that the catalogue shows too, such as another time of modification."""
        return [
            each.fault
            for each in self._troubles
            if each.table == name and each.resource is None and each.left is None
        ]

    def _table_answer(self, table: Table, request: Request, base: str) -> Answer:
        home = f"{base}/{request.api}/odata/{table.id}"
        about = f"{base}/{request.api}/OData/{table.id}/$metadata"
        if not request.resource:
            named = [{"name": name, "url": f"{home}/{name}"} for name in table.resources]
            return _json({"odata.metadata": about, "value": named})
        rows = table.resource(request.resource)
        if rows is None:
            return _error(404, f"Resource not found for the segment '{request.resource}'.")
        columns = table.columns if request.resource.endswith("DataSet") else _columns(rows)
        feed = request.api.lower() == "odatafeed"
        found, further = self._select(
            rows,
            columns,
            request,
            page_rows=self.page_rows if feed else API_ROWS,
            remember=(table.id, id(table), request.resource),
        )
        if further is not None and not feed:
            return _error(400, f"The number of records exceeds the limit of {API_ROWS}.")
        body: dict[str, Any] = {
            "odata.metadata": f"{about}#Cbs.OData.WebAPI.{request.resource}",
            "value": found,
        }
        if further is not None:
            body["odata.nextLink"] = f"{home}/{request.resource}?{further}"
        return _json(body)

    def _catalogue(self, request: Request, base: str) -> Answer:
        about = f"{base}/{CATALOGUE}/$metadata"
        if not request.resource:
            tables = [{"name": "Tables", "url": f"{base}/{CATALOGUE}/Tables"}]
            return _json({"odata.metadata": about, "value": tables})
        if request.resource != "Tables":
            return _error(404, f"Resource not found for the segment '{request.resource}'.")
        with self._lock:
            shown = [self._table(name, self._lasting_changes(name)) for name in self.tables]
            rows = [
                _catalogue_row(number, table, base)
                for number, table in enumerate(shown)
                if table is not None
            ]
        found, further = self._select(
            rows, _columns(rows), request, page_rows=self.catalogue_rows, remember=None
        )
        body: dict[str, Any] = {"odata.metadata": f"{about}#Tables", "value": found}
        if further is not None:
            body["odata.nextLink"] = f"{base}/{CATALOGUE}/Tables?{further}"
        return _json(body)

    def _select(
        self,
        rows: Sequence[Row],
        columns: Sequence[str],
        request: Request,
        *,
        page_rows: int,
        remember: tuple[object, ...] | None,
    ) -> tuple[list[Row], str | None]:
        """Take a page of rows, and the query of the next page if there is one.

        Where a page of a filter ended is remembered, so that walking a long table is not a walk
        from its beginning for each page.
        """
        query = request.query
        unknown = [key for key in query if key.startswith("$") and key not in _OPTIONS]
        if unknown:
            raise QueryError(f"The query parameter '{unknown[0]}' is not supported.")
        names = chosen(query["$select"], columns) if query.get("$select") else None
        skip, top = _number(query, "$skip") or 0, _number(query, "$top")
        size = page_rows if top is None else min(top, page_rows)
        text = query.get("$filter", "")
        if not text:
            page = list(rows[skip : skip + size])
            more = skip + size < len(rows)
        else:
            keep = condition(text, columns)
            begin = self._places.get((remember, text, skip))
            passed = skip if begin is None else 0
            page, more = [], False
            for place in range(begin or 0, len(rows)):
                row = rows[place]
                if not keep(row):
                    continue
                if passed:
                    passed -= 1
                elif len(page) < size:
                    page.append(row)
                else:
                    more = True
                    if remember is not None:
                        self._places[(remember, text, skip + size)] = place
                    break
        if names is not None:
            page = [{name: row.get(name) for name in names} for row in page]
        left = None if top is None else top - len(page)
        if not more or left == 0:
            return page, None
        ahead = {**query, "$skip": str(skip + size)} | ({} if left is None else {"$top": str(left)})
        return page, "&".join(f"{key}={quote(value)}" for key, value in ahead.items())

    def _boundaries(
        self, request: Request, met: Sequence[Fault | Change | BoundaryChange]
    ) -> Answer:
        if not request.resource.isdigit() or int(request.resource) not in pdok.YEARS:
            body = b"<html><head><title>404 Not Found</title></head><body></body></html>"
            return Answer(status=404, body=body, content_type="text/html")
        query = {key.lower(): value for key, value in request.query.items()}
        refused = pdok.refusal(query)
        if refused is not None:
            return refused
        degrees = "4326" in query.get("srsname", "") or "CRS84" in query.get("srsname", "")
        collection = pdok.features(self._gemeenten, int(request.resource), degrees=degrees)
        for change in met:
            if isinstance(change, BoundaryChange):
                collection = change.apply(collection)
        return pdok.page(collection, query)

    def _forget_changes(self) -> None:
        self._changed.clear()
        self._places.clear()


@contextmanager
def standing_in(
    tables: Iterable[Table] = (),
    *,
    page_rows: int = PAGE_ROWS,
    catalogue_rows: int = 500,
    areas: Path = AREAS,
    port: int = 0,
) -> Iterator[Service]:
    """Serve tables (and boundaries) until the block ends."""
    service = Service(
        tables, page_rows=page_rows, catalogue_rows=catalogue_rows, areas=areas, port=port
    )
    service.start()
    try:
        yield service
    finally:
        service.close()


_OPTIONS = {"$format", "$filter", "$select", "$top", "$skip", "$orderby", "$inlinecount"}


class _Server(ThreadingHTTPServer):
    """Waits for its threads at the end, and ends the connections that they wait on."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, where: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(where, handler)
        self._open: set[Any] = set()
        self._guard = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        with self._guard:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client go that hangs up in the middle, and say everything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Microsoft-IIS/10.0"
        sys_version = ""
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            service.handle(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def _read(handler: BaseHTTPRequestHandler) -> Request:
    parts = urlsplit(handler.path)
    path = unquote(parts.path)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    table, resource, api = "", path, ""
    if match := _TABLE.fullmatch(path):
        api, table, resource = match[1], match[2], match[3] or ""
    elif match := _WFS.fullmatch(path):
        table, resource = PDOK, match[1]
    elif path.strip("/").split("/")[0].lower() == CATALOGUE.lower():
        table, resource = CATALOGUE, path.strip("/").partition("/")[2]
    return Request(
        table=table,
        resource=resource,
        query=query,
        api=api,
        target=handler.path,
        headers=dict(handler.headers.items()),
    )


def _catalogue_row(number: int, table: Table, base: str) -> Row:
    told = ("Title", "ShortTitle", "Identifier", "Summary", "Modified", "MetaDataModified",
            "ReasonDelivery", "ExplanatoryText", "OutputStatus", "Source", "Language", "Catalog",
            "Frequency", "Period", "ShortDescription", "DefaultPresentation", "DefaultSelection",
            "GraphTypes", "SearchPriority")  # fmt: skip
    return {
        "Updated": table.infos.get("Modified"),
        "ID": number,
        **{key: table.infos.get(key) for key in told},
        "SummaryAndLinks": f"{table.title}<br />{base}/ODataApi/OData/{table.id}",
        "ApiUrl": f"{base}/ODataApi/OData/{table.id}",
        "FeedUrl": f"{base}/ODataFeed/OData/{table.id}",
        "RecordCount": len(table.rows) * len(table.topics),
        "ColumnCount": len(table.columns) - 1,
    }


def _columns(rows: Sequence[Row]) -> list[str]:
    """All columns of a metadata table, whose rows need not have the same."""
    few = rows if isinstance(rows, list) else rows[:1]
    return list(dict.fromkeys(key for row in few for key in row))


def _number(query: Any, name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not text.isdigit():
        raise QueryError(f"Incorrect format for {name} argument '{text}'.")
    return int(text)


def _json(body: dict[str, Any]) -> Answer:
    return Answer(body=json.dumps(body, ensure_ascii=False).encode())


def _error(status: int, message: str) -> Answer:
    error = {"odata.error": {"code": "", "message": {"lang": "en-US", "value": message}}}
    return Answer(status=status, body=json.dumps(error).encode())
