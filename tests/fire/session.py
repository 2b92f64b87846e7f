"""A reader who stays: one session on the running dashboard, without a browser, that keeps clicking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.sync.client import ClientConnection, connect

from benchmarks.session import complaint_in

WITHIN_S = 60


@dataclass
class Screen:
    """What one run of a page showed."""

    texts: list[str] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    choices: dict[str, Selectbox] = field(default_factory=dict)

    def add(self, shown: Element) -> None:
        if complaint := complaint_in(shown):
            self.complaints.append(complaint)
        match shown.WhichOneof("type"):
            case "metric":
                self.metrics.append(shown.metric.body)
            case "markdown":
                self.texts.append(shown.markdown.body)
            case "heading":
                self.texts.append(shown.heading.body)
            case "selectbox":
                self.choices[shown.selectbox.label] = shown.selectbox
            case _:
                pass


class Session:
    """A session; `screen` is what stands before the reader."""

    def __init__(self, server: ClientConnection) -> None:
        self._server = server
        self._page = ""
        self.screen = Screen()

    def go_to(self, page: str) -> Screen:
        """Open a page by its name; empty for the first one."""
        self._page = page
        return self._run(BackMsg())

    def choose(self, label: str, option: str) -> Screen:
        """Choose from a list by what stands in it."""
        request = BackMsg()
        chosen = request.rerun_script.widget_states.widgets.add()
        chosen.id = self.screen.choices[label].id
        chosen.string_value = option
        return self._run(request)

    def _run(self, request: BackMsg) -> Screen:
        request.rerun_script.query_string = ""
        request.rerun_script.page_name = self._page
        self._server.send(request.SerializeToString())
        self.screen = Screen()
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(self._server.recv(WITHIN_S, decode=False)))
            match message.WhichOneof("type"):
                case "delta" if message.delta.WhichOneof("type") == "new_element":
                    self.screen.add(message.delta.new_element)
                case "script_finished":
                    return self.screen
                case _:
                    pass


@contextmanager
def session(address: str) -> Iterator[Session]:
    """Open a session on a server until the block ends."""
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], compression=None, max_size=None) as server:  # type: ignore[list-item]
        yield Session(server)
