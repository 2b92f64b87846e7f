"""One request and its answer, in the hands of whoever answers it: the service or a fault."""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

JSON = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked: `table` is an id, ODataCatalog or pdok; `query` is decoded, `target` is not."""

    table: str
    resource: str
    query: Mapping[str, str]
    api: str
    target: str
    headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Exchange:
    """One request under way."""

    def __init__(
        self,
        handler: BaseHTTPRequestHandler,
        request: Request,
        sound: Callable[[Request], Answer],
        closing: threading.Event,
        done: Callable[[], None],
    ) -> None:
        self.request = request
        self._handler = handler
        self._sound = sound
        self._closing = closing
        self._done = done

    @property
    def address(self) -> str:
        """The address that the client knows this service by."""
        here = f"127.0.0.1:{self._handler.connection.getsockname()[1]}"
        return f"http://{self._handler.headers.get('Host', here)}"

    def sound(self, request: Request | None = None) -> Answer:
        """Give the answer of a service without this fault."""
        return self._sound(request or self.request)

    def send(self, answer: Answer, *, length: int | None = None) -> None:
        """Send an answer; `length` is what its Content-Length says, if that is to be a lie."""
        self.start(answer, len(answer.body) if length is None else length)
        # The count of requests under way drops before the last byte leaves, because a client that
        # has it may ask again before this thread runs on.
        self.write(answer.body[:-1])
        self._done()
        self.write(answer.body[-1:])

    def start(self, answer: Answer, length: int | None) -> None:
        """Send status and headers; without a length the body ends with the connection."""
        self._handler.send_response(answer.status)
        self._handler.send_header("Content-Type", answer.content_type)
        self._handler.send_header("Cache-Control", "no-cache")
        if answer.content_type == JSON:
            self._handler.send_header("DataServiceVersion", "3.0;")
        for name, value in answer.headers.items():
            self._handler.send_header(name, value)
        if length is None:
            self._handler.send_header("Connection", "close")
        else:
            self._handler.send_header("Content-Length", str(length))
        self._handler.end_headers()

    def write(self, body: bytes) -> None:
        if body:
            self._handler.wfile.write(body)

    def pause(self, seconds: float) -> bool:
        """Wait; False when the service closes meanwhile."""
        return not self._closing.wait(seconds)

    def hang_up(self) -> None:
        """Close the connection after what was sent."""
        self._handler.close_connection = True

    def reset(self) -> None:
        """Break the connection off, so that the client sees 'connection reset by peer'."""
        connection = self._handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._handler.close_connection = True
        # A plain close would wait for the handler's files and send a decent end.
        os.close(connection.detach())
