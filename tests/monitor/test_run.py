"""Starting the dashboard, and what it says when it cannot."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.run import StartError, build_or_keep, check_folder, check_port, port_of, run
from pipelines.build import build_if_changed
from pipelines.delivery import DeliveryError
from tests.browser.serving import serving
from warehouse.builds import DataFolder


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_named_with_another_one(taken_port: int) -> None:
    with pytest.raises(StartError) as refusal:
        check_port("127.0.0.1", taken_port)
    assert str(refusal.value) == (
        f"Port {taken_port} on 127.0.0.1 is taken by another program; stop that one or choose "
        f"another port: PORT={taken_port + 1} make run"
    )


def test_a_free_port_is_taken_as_it_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = other.getsockname()[1]
    check_port("127.0.0.1", free)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(StartError, match=r"no address 192\.0\.2\.1 to listen on"):
        check_port("192.0.2.1", 8501)


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "8501.0"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(StartError, match="is not a port"):
        port_of(text)


def test_a_data_folder_without_deliveries_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"no deliveries in .*/raw; set MONITOR_DATA"):
        check_folder(DataFolder(tmp_path))


def test_nothing_is_built_when_the_port_is_taken(tmp_path: Path, taken_port: int) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(StartError, match="is taken"):
        run(DataFolder(tmp_path), "127.0.0.1", str(taken_port), lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_an_interrupt_stops_the_server_without_a_complaint(tmp_path: Path) -> None:
    with serving(tmp_path, tmp_path / "log.txt") as server:
        os.kill(server.pid, signal.SIGINT)
        server.process.wait(10)
        assert server.process.returncode == 0
        assert "Traceback" not in server.log


def test_a_broken_delivery_leaves_the_last_figures_on_the_screen(
    published: DataFolder, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path)
    shutil.copytree(published.raw, folder.raw)
    build_if_changed(folder, lambda _: None)
    before = folder.current()
    spoiled = folder.raw / "publicaties" / "ww_uitkeringen.csv"
    spoiled.write_text("kapot", encoding="utf-8")
    said: list[str] = []
    build_or_keep(folder, said.append)
    assert folder.current() == before
    assert "ww_uitkeringen.csv is veranderd" in said[-1]
    assert before.name in said[-1]


def test_a_broken_delivery_without_earlier_figures_is_an_error(
    published: DataFolder, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path)
    shutil.copytree(published.raw, folder.raw)
    (folder.raw / "publicaties" / "ww_uitkeringen.csv").write_text("kapot", encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"ww_uitkeringen\.csv is veranderd"):
        build_or_keep(folder, lambda _: None)
