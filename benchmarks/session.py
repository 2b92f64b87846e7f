"""A reader's session without a browser: what the server itself takes to answer."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PASSPORT = "Paspoort"


@dataclass(frozen=True)
class Page:
    """A page as the running dashboard lists it."""

    title: str
    path: str


@dataclass(frozen=True)
class Answer:
    """A finished script run, the pages that it listed, and what it sent to lead to passports."""

    took_ms: float
    pages: list[Page]
    for_passports: int


def complaint_in(element: Element) -> str:
    """Give the text of an error on the screen; empty when it is something else."""
    if element.WhichOneof("type") == "exception":
        return str(element.exception.message)
    if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
        return str(element.alert.body)
    return ""


def leads_to_passports(delta: Delta) -> bool:
    """Tell whether a message only offers passports: what unfolds, or links below figures."""
    return delta.add_block.expandable.label == PASSPORT or (
        delta.new_element.markdown.body.startswith(f":small[{PASSPORT}")
    )


def ask(address: str, page: Page | None = None, query: str = "") -> Answer:
    """Run a page in a new session; RuntimeError when it shows an error.

    Counts from the request until the message that the script has finished, on the same machine.
    """
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    request = BackMsg()
    request.rerun_script.query_string = query
    request.rerun_script.page_name = page.path if page else ""
    pages: list[Page] = []
    for_passports = 0
    with connect(stream, subprotocols=["streamlit"], compression=None, max_size=None) as server:  # type: ignore[list-item]
        began = time.perf_counter()
        server.send(request.SerializeToString())
        while True:
            # Acknowledge at once: waiting to do so can hold the next message back for 40 ms.
            server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            message = ForwardMsg()
            message.ParseFromString(received := bytes(server.recv(decode=False)))
            if message.WhichOneof("type") == "delta" and leads_to_passports(message.delta):
                for_passports += len(received)
            match message.WhichOneof("type"):
                case "navigation":
                    pages = [
                        Page(each.page_name, each.url_pathname)
                        for each in message.navigation.app_pages
                    ]
                case "delta" if complaint := complaint_in(message.delta.new_element):
                    raise RuntimeError(f"{page}: {complaint}")
                case "script_finished":
                    took_ms = (time.perf_counter() - began) * 1000
                    return Answer(took_ms, pages, for_passports)
                case _:
                    pass
