"""The settings of Streamlit exist, keep the server to this machine, and ask nothing outside."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit import config

WRITTEN = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"


def flat(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def test_every_setting_is_one_that_streamlit_knows() -> None:
    unknown = [name for name, _ in flat(tomllib.loads(WRITTEN.read_text()))
               if name not in config.get_config_options()]  # fmt: skip
    assert unknown == []


def test_the_server_stays_on_this_machine_and_asks_nothing_outside() -> None:
    settings = dict(flat(tomllib.loads(WRITTEN.read_text())))
    assert settings["server.address"] == "127.0.0.1"
    assert settings["browser.gatherUsageStats"] is False
    assert settings["client.showErrorLinks"] is False
    assert settings["runner.postScriptGC"] is False
    assert settings["server.maxUploadSize"] == 20
    assert "://" not in WRITTEN.read_text()
