"""The dashboard as a server of its own, on a free port, for a browser to open."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from monitor.run import ROOT, server_command

STARTS_WITHIN_S = 30


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    address: str
    process: subprocess.Popen[bytes]
    data: Path
    log_file: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serving(
    data: Path, log_file: Path, command: Callable[[str, int], list[str]] = server_command
) -> Iterator[Server]:
    """Serve the figures in a data folder until the block ends, with our server unless told otherwise."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (
        log_file.open("wb") as log,
        subprocess.Popen(
            command("127.0.0.1", port),
            cwd=ROOT,
            env=os.environ | {"MONITOR_DATA": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        server = Server(f"http://127.0.0.1:{port}", process, data, log_file)
        try:
            await_health(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def await_health(server: Server) -> None:
    """Wait until a server answers; RuntimeError with its log when it does not."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{server.address}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except (URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.05)
    raise RuntimeError(f"The dashboard did not start:\n{server.log}")
