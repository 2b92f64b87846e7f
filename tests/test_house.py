"""The house keeps its shape: who may import whom, and where pages lie."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]

# Who lives where, and whom of the others each may import. Everyone may import themselves.
ROOMS: dict[str, set[str]] = {
    "app.py": {"dashboard"},
    "server.py": {"app", "dashboard"},
    "pages": {"dashboard", "warehouse"},
    "dashboard": {"warehouse"},
    "pipelines": {"warehouse"},
    "monitor": {"pipelines", "warehouse"},
    "warehouse": set(),
    "bootstrap.py": set(),
    "benchmarks": {"monitor", "pipelines", "tests", "warehouse"},
    "tests": {"benchmarks", "bootstrap", "dashboard", "monitor", "pipelines", "warehouse"},
}

# Single doors through a wall: the page on which a steward hands in a delivery.
DOORS: dict[str, tuple[str, ...]] = {
    "dashboard/aanleveren.py": ("pipelines.intake", "pipelines.delivery", "pipelines.checks"),
}

# Libraries that only some may import. Tests and benchmarks may take what they need.
RESERVED: dict[str, tuple[str, ...]] = {
    "streamlit": ("app.py", "dashboard", "pages", "server.py"),
    "plotly": ("dashboard", "pages"),
    "duckdb": ("warehouse/reader.py", "warehouse/writer.py"),
    "cbsodata": ("pipelines",),
    "feedgenerator": ("warehouse/feed.py",),
    "typer": ("monitor",),
}
FREE = ("benchmarks", "tests")


def imported(source: str) -> Iterator[str]:
    """Name every module that a source imports, by statement or by name in a call."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


def breaches(path: str, source: str) -> list[str]:
    """Name the imports that the table does not allow in a file, given by its path from the root."""
    room = path.partition("/")[0]
    if room not in ROOMS:
        return [f"{path} lies in none of the rooms of the house"]
    doors = DOORS.get(path, ())
    others = {name.removesuffix(".py") for name in ROOMS} - {room.removesuffix(".py")}
    found = []
    for module in imported(source):
        top = module.partition(".")[0]
        through = any(module == door or module.startswith(f"{door}.") for door in doors)
        if top in others and top not in ROOMS[room] and not through:
            found.append(f"{path} imports {module}")
        if top in RESERVED and room not in FREE:
            allowed = RESERVED[top]
            if not any(path == place or path.startswith(f"{place}/") for place in allowed):
                found.append(f"{path} imports {module}, which is for {', '.join(allowed)}")
    return found


def sources() -> Iterator[Path]:
    """Find every source of the project, leaving out what is made or installed."""
    for path in ROOT.rglob("*.py"):
        inside = path.relative_to(ROOT)
        if not any(part.startswith(".") or part == "build" for part in inside.parts):
            yield inside


def test_nobody_imports_past_the_table() -> None:
    found = [
        breach
        for path in sorted(sources())
        for breach in breaches(path.as_posix(), (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("warehouse/reader.py", "import streamlit as st"),
        ("warehouse/figures.py", "from plotly import graph_objects"),
        ("warehouse/areas.py", "import duckdb"),
        ("warehouse/areas.py", "from pipelines.source import Source"),
        ("pipelines/intake.py", "def stage():\n    import streamlit.runtime"),
        ("pages/werk/banen.py", "import duckdb"),
        ("pages/werk/banen.py", "from pipelines.sources import cbs"),
        ("pages/werk/banen.py", "from monitor.run import serve"),
        ("dashboard/notes.py", "from importlib import import_module\nimport_module('duckdb')"),
        ("dashboard/notes.py", "__import__('pipelines.build')"),
        ("monitor/run.py", "from streamlit.web import bootstrap"),
        ("dashboard/aanleveren.py", "import pipelines.cbs"),
        ("dashboard/notes.py", "from pipelines.intake import take_in"),
        ("pages/werk/aanleveren.py", "from pipelines.intake import take_in"),
        ("monitor/command.py", "import dashboard.charts"),
        ("app.py", "from pages.werk import banen"),
        ("bootstrap.py", "import warehouse"),
        ("extra/thing.py", ""),
    ],
)
def test_the_table_catches_what_it_forbids(path: str, source: str) -> None:
    assert len(breaches(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("warehouse/reader.py", "import duckdb\nfrom warehouse.tables import Cijfer"),
        ("pages/werk/banen.py", "import streamlit as st\nfrom dashboard import charts"),
        ("dashboard/aanleveren.py", "from pipelines.intake.take_in import look_at"),
        ("pipelines/build.py", "from warehouse import writer\nimport polars as pl"),
        ("tests/warehouse/test_reader.py", "import duckdb, streamlit, warehouse.reader"),
    ],
)
def test_the_table_lets_through_what_it_allows(path: str, source: str) -> None:
    assert breaches(path, source) == []


def declared(*groups: str) -> set[str]:
    """Name the packages that pyproject.toml asks for, those of the given groups included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    for group in groups:
        asked += project["dependency-groups"][group]
    return {canonicalize_name(Requirement(each).name) for each in asked}


@pytest.mark.parametrize(("rooms", "groups"), [(set(ROOMS) - set(FREE), []), (set(FREE), ["dev"])])
def test_every_library_that_is_imported_is_asked_for(rooms: set[str], groups: list[str]) -> None:
    ours = {room.removesuffix(".py") for room in ROOMS}
    owners = packages_distributions()
    known = declared(*groups)
    undeclared = {
        f"{path}: {module}"
        for path in sources()
        if path.parts[0] in rooms
        for module in imported((ROOT / path).read_text(encoding="utf-8"))
        if (top := module.partition(".")[0]) not in ours | sys.stdlib_module_names
        and not known & {canonicalize_name(owner) for owner in owners.get(top, [])}
    }
    assert undeclared == set()


def test_pages_lie_one_folder_deeper_than_streamlit_looks_by_itself() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []


def test_every_page_stands_in_the_list_of_app_py_and_the_other_way_round() -> None:
    listed = {
        node.value
        for node in ast.walk(ast.parse((ROOT / "app.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("pages/")
    }
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").rglob("*.py")}
    assert listed == there
