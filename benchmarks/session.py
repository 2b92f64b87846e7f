"""A reader's session without a browser: what the server itself takes to answer."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


@dataclass(frozen=True)
class Page:
    """A page as the running dashboard lists it."""

    title: str
    path: str


@dataclass(frozen=True)
class Answer:
    """A finished script run and the pages that it listed."""

    took_ms: float
    pages: list[Page]


def complaint_in(element: Element) -> str:
    """Give the text of an error on the screen; empty when it is something else."""
    if element.WhichOneof("type") == "exception":
        return str(element.exception.message)
    if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
        return str(element.alert.body)
    return ""


def ask(address: str, page: Page | None = None) -> Answer:
    """Run a page in a new session; RuntimeError when it shows an error.

    Counts from the request until the message that the script has finished, on the same machine.
    """
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    request = BackMsg()
    request.rerun_script.query_string = ""
    request.rerun_script.page_name = page.path if page else ""
    pages: list[Page] = []
    with connect(stream, subprotocols=["streamlit"], compression=None, max_size=None) as server:  # type: ignore[list-item]
        began = time.perf_counter()
        server.send(request.SerializeToString())
        while True:
            # Acknowledge at once: waiting to do so can hold the next message back for 40 ms.
            server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            message = ForwardMsg()
            message.ParseFromString(bytes(server.recv(decode=False)))
            match message.WhichOneof("type"):
                case "navigation":
                    pages = [
                        Page(each.page_name, each.url_pathname)
                        for each in message.navigation.app_pages
                    ]
                case "delta" if complaint := complaint_in(message.delta.new_element):
                    raise RuntimeError(f"{page}: {complaint}")
                case "script_finished":
                    return Answer((time.perf_counter() - began) * 1000, pages)
                case _:
                    pass
