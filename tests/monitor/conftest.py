"""The command as it is typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from monitor.command import main


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def figures(self) -> list[dict[str, Any]]:
        assert self.code == 0, self.err
        found: list[dict[str, Any]] = json.loads(self.out)
        return found

    @property
    def values(self) -> list[float | int | None]:
        return [each["waarde"] for each in self.figures]


@pytest.fixture
def monitor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Type `monitor` with these words; `json=True` asks for figures as JSON."""

    def typed(*words: str, json: bool = False) -> Answer:
        monkeypatch.setattr(
            sys, "argv", ["monitor", *words, *(["--formaat", "json"] if json else [])]
        )
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return typed


@pytest.fixture
def figures(monitor: Callable[..., Answer]) -> Callable[..., Answer]:
    """Ask for figures as JSON: indicator, gebied, periode and further options by name."""

    def asked(indicator: str, gebied: str, periode: str, **options: str) -> Answer:
        words = ["--indicator", indicator, "--gebied", gebied, "--periode", periode]
        for name, value in options.items():
            words += [f"--{name}", value]
        return monitor("figures", *words, json=True)

    return asked
