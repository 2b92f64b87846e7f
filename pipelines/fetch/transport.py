"""What travels over the network: bounded in time, size and number, and tried again where that helps.

`cbsodata` opens a `requests.Session` for each page and knows no bounds. It is handed a `Carrier`
instead, which looks like such a session and keeps to the limits of the `Transfer` under way.
"""

from __future__ import annotations

import email.utils
import io
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urljoin, urlsplit

import ijson
import orjson
import requests
import stamina
import stamina.instrumentation
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from warehouse.builds import disk_is_full

T = TypeVar("T")

NEXT = "odata.nextLink"
CHUNK = 64 * 1024
HEADERS = {"Accept-Encoding": "gzip", "User-Agent": "arbeidsmarktmonitor"}
TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be another in a moment."""


class FetchError(Exception):
    """Something could not be fetched; the message says in Dutch what the other side did.

    `again` tells whether the same question may go well in a moment, `wait_s` how long the other side
    asked us to wait with it.
    """

    def __init__(self, message: str, *, again: bool = False, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.again = again
        self.wait_s = wait_s


class LostError(FetchError):
    """Pages that lead nowhere; those that came are of no use to a next run either."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of everything one table may take; seconds, bytes and numbers."""

    connect_s: float = 10
    read_s: float = 30
    page_s: float = 60
    table_s: float = 600
    tries: int = 4
    first_pause_s: float = 0.5
    longest_pause_s: float = 10
    pages: int = 2_000
    rows: int = 5_000_000
    page_bytes: int = 512 << 20
    table_bytes: int = 2 << 30
    parse_at_once_bytes: int = 16 << 20


@dataclass
class Transfer:
    """One table on its way: what came so far, and until when it may take.

    `told` is called after each page and before each new try. `kept` holds the rows of pages, for a
    dataset; a page that is there already from an interrupted run is not asked for again.
    """

    address: str
    limits: Limits
    told: Callable[[Transfer], None] = lambda _: None
    pages: int = 0
    rows: int = 0
    bytes: int = 0
    again: str = ""
    kept: PageStore | None = None
    _began: float = field(default_factory=time.monotonic)

    @property
    def left_s(self) -> float:
        return self._began + self.limits.table_s - time.monotonic()

    def count(self, bytes_: int) -> None:
        """Count what arrives; FetchError once it is more than a table may be."""
        self.bytes += bytes_
        if self.bytes > self.limits.table_bytes:
            raise FetchError(f"meer dan {_megabytes(self.limits.table_bytes)}; ophalen gestopt")


def configured(variable: str, usual: str) -> str:
    """Give the address of a service, from the environment or the usual one; FetchError if it is none."""
    address = (os.environ.get(variable) or usual).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise FetchError(
            f"{variable} '{address}' is geen adres; schrijf het als {usual} of http://127.0.0.1:8901"
        )
    return address


_under_way: ContextVar[Carrier | None] = ContextVar("carrier", default=None)


@contextmanager
def under_way(transfer: Transfer) -> Iterator[Carrier]:
    """Let everything that this thread asks within the block be carried within these limits."""
    carrier = Carrier(transfer)
    token = _under_way.set(carrier)
    try:
        yield carrier
    finally:
        _under_way.reset(token)
        carrier.close()


def session() -> requests.Session:
    """Stand in for `requests.Session` where a library opens one itself; outside a transfer it is one."""
    return _under_way.get() or requests.Session()


class PageStore:
    """The pages of one dataset, kept on disk as they come: rows as one JSON object a line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = folder / "pages.ndjson"
        self._known = {each["url"]: each for each in self._indexed()}
        self._visited: list[dict[str, Any]] = []

    def _indexed(self) -> Iterator[dict[str, Any]]:
        if not self._index.exists():
            return
        for line in self._index.read_bytes().splitlines():
            try:
                page = orjson.loads(line)
            except orjson.JSONDecodeError:
                return  # The line at which the last run was stopped.
            if (self.folder / page["file"]).exists():
                yield page

    def find(self, url: str) -> dict[str, Any] | None:
        """Give what is known of a page that came before: `rows` and `next`."""
        page = self._known.get(url)
        if page is not None:
            self._visited.append(page)
        return page

    def add(self, url: str, body: BinaryIO, size: int, parse_at_once_bytes: int) -> dict[str, Any]:
        """Take the rows out of a page and keep them; FetchError when it is no page."""
        number = 1 + max((int(each["file"][:5]) for each in self._known.values()), default=-1)
        name = f"{number:05}.ndjson"
        partly = self.folder / f"{name}.bezig"
        envelope: dict[str, Any] = {}
        rows = 0
        with partly.open("wb") as kept:
            for row in _rows(body, size, parse_at_once_bytes, envelope):
                kept.write(orjson.dumps(row) + b"\n")
                rows += 1
        partly.rename(self.folder / name)
        page = {"url": url, "file": name, "rows": rows, "next": envelope.get(NEXT)}
        with self._index.open("ab") as index:
            index.write(orjson.dumps(page) + b"\n")
        self._known[url] = page
        self._visited.append(page)
        return page

    def forget(self) -> None:
        """Remove all pages, so that a next run asks for them anew."""
        shutil.rmtree(self.folder)

    def join(self, into: Path) -> int:
        """Write the rows of all pages asked for into one file and give their number."""
        with into.open("wb") as whole:
            for page in self._visited:
                with (self.folder / page["file"]).open("rb") as part:
                    shutil.copyfileobj(part, whole)
        return sum(page["rows"] for page in self._visited)


def _rows(
    body: BinaryIO, size: int, parse_at_once_bytes: int, envelope: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Give the rows of an OData page one by one; what stands around them goes into `envelope`.

    A page of usual size is parsed at once, which is faster; a huge one as it is read.
    """
    if size <= parse_at_once_bytes:
        found = _envelope(body.read())
        envelope.update({key: value for key, value in found.items() if key != "value"})
        yield from found["value"]
        return
    try:
        for prefix, event, value in ijson.parse(body, use_float=True):
            if prefix == NEXT and event == "string":
                envelope[NEXT] = value
        body.seek(0)
        yield from ijson.items(body, "value.item", use_float=True)
    except ijson.JSONError as broken:
        raise FetchError("het antwoord is geen volledige JSON", again=True) from broken


def _envelope(text: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        start = text.lstrip()[:60].decode("utf-8", "replace").replace("\n", " ")
        if not start:
            raise FetchError("het antwoord is leeg", again=True) from broken
        if start.startswith("<"):
            raise FetchError(
                f"het antwoord is een webpagina in plaats van JSON ({start})", again=True
            ) from broken
        raise FetchError("het antwoord is afgebroken of geen JSON", again=True) from broken
    if not isinstance(found, dict) or not isinstance(found.get("value"), list):
        raise FetchError("het antwoord is geen OData (een lijst onder 'value' ontbreekt)")
    return found


class Carrier(requests.Session):
    """Carries questions to one host, within the limits of its transfer."""

    def __init__(self, transfer: Transfer) -> None:
        super().__init__()
        self.transfer = transfer
        self.trust_env = False
        self._cutter = _Cutter()
        self.mount("http://", _WatchedAdapter(self._cutter))
        self.mount("https://", _WatchedAdapter(self._cutter))
        self._seen: set[str] = set()
        self.whole_lists = False
        """Whether a list in pages is joined here, for a call of the library that reads one page."""

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        """Send one question of cbsodata and give an answer that it can read.

        How it is sent is not for the library to say: what it passes on is left aside. The rows of a
        dataset stay behind in the transfer's store, so that a large table never stands in memory;
        what cbsodata gets is the page without them.
        """
        transfer = self.transfer
        url = self._safe(request.url or "")
        request.url = url
        if url in self._seen:
            raise LostError("de verwijzing naar de volgende pagina gaat in een kring")
        self._seen.add(url)
        store = transfer.kept if urlsplit(url).path.rstrip("/").endswith("DataSet") else None
        page = store.find(url) if store else None
        if page is None:
            page = self._tried(request, store)
        following = page["next"]
        if following and not (isinstance(following, str) and urlsplit(following).scheme):
            raise LostError(f"de verwijzing naar de volgende pagina is geen adres ({following})")
        transfer.pages += 1
        transfer.rows += page["rows"]
        if transfer.pages > transfer.limits.pages:
            raise LostError(f"meer dan {transfer.limits.pages} pagina's; ophalen gestopt")
        if transfer.rows > transfer.limits.rows:
            raise LostError(f"meer dan {transfer.limits.rows} rijen; ophalen gestopt")
        transfer.told(transfer)
        if self.whole_lists and following:
            further = request.copy()
            further.url = following
            page["value"] += self.send(further).json()["value"]
            page["next"] = None
        return _answer(url, page)

    def fetch(self, url: str, into: Path) -> int:
        """Fetch one file and give its size."""
        request = requests.Request("GET", url).prepare()
        request.url = self._safe(url)
        with into.open("w+b") as body:
            return self._again(lambda: self._carry(request, body))

    def _tried(self, request: requests.PreparedRequest, store: PageStore | None) -> dict[str, Any]:
        def once() -> dict[str, Any]:
            spool = (store.folder / "body.bezig").open("w+b") if store else io.BytesIO()
            with spool as body:
                size = self._carry(request, body)
                body.seek(0)
                if store is None:
                    found = _envelope(body.read())
                    return {"rows": 0, "next": found.get(NEXT), "value": found["value"]}
                assert request.url
                at_once = self.transfer.limits.parse_at_once_bytes
                return store.add(request.url, body, size, at_once)

        return self._again(once)

    def _again(self, once: Callable[[], T]) -> T:
        limits, transfer = self.transfer.limits, self.transfer

        def worth_trying_again(problem: Exception) -> bool | float:
            if not isinstance(problem, FetchError) or not problem.again:
                return False
            if problem.wait_s is None:
                return True
            return problem.wait_s if problem.wait_s < transfer.left_s else False

        for attempt in stamina.retry_context(
            on=worth_trying_again,
            attempts=limits.tries,
            timeout=max(transfer.left_s, 0.001),
            wait_initial=limits.first_pause_s,
            wait_max=limits.longest_pause_s,
            wait_jitter=limits.first_pause_s,
        ):
            with attempt:
                transfer.again = f"poging {attempt.num}" if attempt.num > 1 else ""
                if attempt.num > 1:
                    transfer.told(transfer)
                return once()
        raise AssertionError("a retry context ends in an answer or an exception")

    def _carry(self, request: requests.PreparedRequest, body: BinaryIO) -> int:
        """Ask once, write the body, and give its size; every fault becomes a FetchError."""
        limits, transfer = self.transfer.limits, self.transfer
        body.seek(0)
        body.truncate()
        within = min(limits.page_s, transfer.left_s)
        if within <= 0:
            raise FetchError(f"niet klaar binnen {limits.table_s:.0f} seconden")
        size = 0
        with self._cutter.within(within) as cut:
            try:
                with self._followed(request) as response:
                    _check(response)
                    for chunk in response.iter_content(CHUNK):
                        size += len(chunk)
                        transfer.count(len(chunk))
                        if size > limits.page_bytes:
                            raise FetchError(
                                f"een antwoord van meer dan {_megabytes(limits.page_bytes)}"
                            )
                        body.write(chunk)
            except (requests.RequestException, OSError) as fault:
                if cut.is_set():
                    raise FetchError(
                        f"te traag: niet klaar binnen {within:.0f} seconden"
                    ) from fault
                raise _explained(fault, limits) from fault
            if cut.is_set():
                raise FetchError(f"te traag: niet klaar binnen {within:.0f} seconden")
        return size

    def _followed(self, request: requests.PreparedRequest) -> requests.Response:
        """Ask, and go along with redirects that stay with this host."""
        limits = self.transfer.limits
        for name, value in HEADERS.items():
            request.headers.setdefault(name, value)
        for _ in range(5):
            response = super().send(
                request,
                stream=True,
                timeout=(limits.connect_s, limits.read_s),
                allow_redirects=False,
                proxies=requests.utils.get_environ_proxies(request.url or ""),
            )
            if not response.is_redirect:
                return response
            target = urljoin(request.url or "", response.headers["location"])
            response.close()
            request = request.copy()
            request.url = self._safe(target)
        raise FetchError("de server blijft doorverwijzen")

    def _safe(self, url: str) -> str:
        """Give an address on our host, over https where the host is asked over https."""
        own, other = urlsplit(self.transfer.address), urlsplit(url)
        if other.netloc.casefold() != own.netloc.casefold() or other.scheme not in (
            "http",
            "https",
        ):
            raise LostError(f"de server verwijst naar een andere host ({other.netloc or url})")
        return other._replace(scheme=own.scheme).geturl()


def _answer(url: str, page: dict[str, Any]) -> requests.Response:
    """Give a page as an answer that cbsodata understands."""
    envelope: dict[str, Any] = {"value": page.get("value", [])}
    if page["next"]:
        envelope[NEXT] = page["next"]
    response = requests.Response()
    response.status_code = 200
    response.url = url
    response._content = json.dumps(envelope).encode()
    return response


def _check(response: requests.Response) -> None:
    status = response.status_code
    if status < 400:
        return
    wait_s = _asked_to_wait(response.headers.get("Retry-After"))
    asked = f" en vraagt {wait_s:.0f} seconden te wachten" if wait_s is not None else ""
    meaning = {404: "bestaat niet bij deze dienst (HTTP 404)"}.get(
        status, f"de server meldt een fout (HTTP {status}){asked}"
    )
    raise FetchError(meaning, again=status in TEMPORARY, wait_s=wait_s)


def _asked_to_wait(header: str | None) -> float | None:
    """Read Retry-After: seconds, or a moment."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _explained(fault: Exception, limits: Limits) -> FetchError:
    if isinstance(fault, requests.ConnectTimeout):
        return FetchError(f"geen verbinding binnen {limits.connect_s:g} seconden", again=True)
    if isinstance(fault, requests.Timeout):
        return FetchError(f"geen antwoord binnen {limits.read_s:g} seconden", again=True)
    if isinstance(fault, requests.exceptions.ContentDecodingError):
        return FetchError("het antwoord is niet uit te pakken", again=True)
    if isinstance(fault, requests.exceptions.ChunkedEncodingError):
        return FetchError("de verbinding brak af midden in het antwoord", again=True)
    if isinstance(fault, requests.exceptions.SSLError):
        return FetchError("de beveiligde verbinding (TLS) is niet te vertrouwen")
    if isinstance(fault, requests.ConnectionError):
        if "Connection aborted" in str(fault) or "IncompleteRead" in str(fault):
            return FetchError("de verbinding brak af", again=True)
        if "Read timed out" in str(fault):
            return FetchError(f"geen antwoord binnen {limits.read_s:g} seconden", again=True)
        return FetchError("de server is niet te bereiken", again=True)
    if isinstance(fault, requests.RequestException):
        return FetchError(f"de vraag is niet te stellen ({type(fault).__name__})")
    assert isinstance(fault, OSError)
    if disk_is_full(fault):
        return FetchError("de schijf is vol; maak ruimte en draai `monitor refresh` opnieuw")
    return FetchError(f"wegschrijven lukt niet ({fault.strerror or fault})")


def _megabytes(bytes_: int) -> str:
    return f"{bytes_ >> 20} MB"


class _Cutter:
    """Cuts connections that take too long.

    A read timeout starts anew with each byte, so that a server which drips beats every one of them.
    """

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()

    def opened(self, connected: socket.socket) -> None:
        with self._lock:
            self._sockets = [each for each in self._sockets if each.fileno() >= 0]
            self._sockets.append(connected)

    @contextmanager
    def within(self, seconds: float) -> Iterator[threading.Event]:
        """Cut every connection after so many seconds; the event says that it happened."""
        happened = threading.Event()

        def cut() -> None:
            happened.set()
            with self._lock:
                for each in self._sockets:
                    try:
                        each.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        continue  # Closed already.

        timer = threading.Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield happened
        finally:
            timer.cancel()


class _WatchedAdapter(HTTPAdapter):
    """An adapter whose connections the cutter knows."""

    def __init__(self, cutter: _Cutter) -> None:
        self._cutter = cutter
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        opened = self._cutter.opened

        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                opened(self.sock)

        class SecureConnection(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                opened(self.sock)

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = SecureConnection

        self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}


def quiet_retries() -> None:
    """Keep stamina from logging in English; a transfer tells of new tries itself."""
    stamina.instrumentation.set_on_retry_hooks([])
