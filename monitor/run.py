"""Start the dashboard: look whether it can run here, build what is not there yet, serve."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from warehouse.builds import DataFolder, NoWarehouseError

ROOT = Path(__file__).resolve().parents[1]
NEEDED_MB = 200


class StartError(Exception):
    """Something on this machine is in the way; the message says what to do about it."""


def check_folder(folder: DataFolder) -> None:
    """Refuse a data folder without deliveries, without the right to write or without room."""
    data = folder.path
    if not folder.raw.is_dir():
        raise StartError(
            f"There are no deliveries in {folder.raw}; set MONITOR_DATA to the folder that holds "
            "raw/, or leave it unset to use the one that came with the project."
        )
    try:
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as problem:
        raise StartError(
            f"Nothing can be written in {data} ({problem.strerror}), where the figures are built; "
            "give this user the right to, or set MONITOR_DATA to a copy of the folder."
        ) from None
    free_mb = shutil.disk_usage(data).free // 1_000_000
    if free_mb < NEEDED_MB:
        raise StartError(
            f"Building the figures needs {NEEDED_MB} MB of disk space and {data} has {free_mb} MB "
            "left; make room and start again."
        )


def check_port(host: str, port: int) -> None:
    """Refuse an address that something else listens on or that this machine does not have."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise StartError(
                f"Port {port} on {host} is taken by another program; stop that one or choose "
                f"another port: PORT={port + 1} make run"
            ) from None
        if problem.errno == errno.EACCES:
            raise StartError(
                f"This user may not listen on port {port}; choose one above 1023: "
                "PORT=8501 make run"
            ) from None
        raise StartError(
            f"This machine has no address {host} to listen on ({problem.strerror}); leave HOST "
            "unset for this machine alone, or set HOST=0.0.0.0 for all its networks."
        ) from None


def port_of(text: str) -> int:
    """Read a port number."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StartError(f"PORT={text} is not a port; choose a number from 1024 to 65535.")
    return int(text)


def server_command(host: str, port: int) -> list[str]:
    """Spell the command that serves the dashboard."""
    return [sys.executable, str(ROOT / "server.py"), host, str(port)]


def serve(host: str, port: int) -> None:
    """Become the server, so that what is sent to this process (Ctrl-C, a stop) reaches it."""
    os.chdir(ROOT)  # where .streamlit/config.toml is looked for
    sys.stdout.flush()
    command = server_command(host, port)
    os.execv(command[0], command)


def run(folder: DataFolder, host: str, port: str, say: Callable[[str], None]) -> None:
    """Check, build where deliveries changed, and serve until stopped."""
    number = port_of(port)
    check_port(host, number)
    check_folder(folder)

    build_or_keep(folder, say)
    say(f"The dashboard is on http://{host}:{number} (Ctrl-C stops it).")
    serve(host, number)


def build_or_keep(folder: DataFolder, say: Callable[[str], None]) -> None:
    """Build where deliveries changed; what is wrong with them must not take the last figures down.

    Raises BuildError or DeliveryError when there are no earlier figures to show.
    """
    from pipelines.build import build_if_changed
    from pipelines.checks import BuildError
    from pipelines.delivery import DeliveryError

    try:
        build_if_changed(folder, say)
    except (BuildError, DeliveryError) as problem:
        try:
            current = folder.current()
        except NoWarehouseError:
            raise problem from None
        say(
            f"Mislukt: {problem}. Het dashboard opent op de vorige cijfers ({current.name}); "
            "herstel de levering en start opnieuw, of draai `monitor build`."
        )
