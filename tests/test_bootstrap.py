"""Installing on a machine with only Python and pip, and what it says when it cannot."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with what an environment depends on, and nothing installed."""
    for name in ("bootstrap.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def pretend_installed(project: Path, kind: str) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").touch()
    (project / ".venv" / "installed").write_text(bootstrap.stamp_of(project, kind))


def test_a_python_that_is_too_old_is_named_with_what_to_do() -> None:
    with pytest.raises(bootstrap.InstallError, match=r"3\.11 or newer .* is Python 3\.9\.18; .*"):
        bootstrap.check_python((3, 9, 18))
    bootstrap.check_python((3, 11, 0))


def test_an_old_python_can_read_the_script_that_refuses_it() -> None:
    source = (ROOT / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__ import annotations" not in source  # unknown before 3.7


def test_a_full_disk_is_named_with_what_is_left() -> None:
    with pytest.raises(bootstrap.InstallError, match=r"needs 999999999 MB .* has \d+ MB left"):
        bootstrap.check_room(ROOT, needed_mb=999_999_999)


def test_a_folder_that_cannot_be_written_in_is_named() -> None:
    with pytest.raises(bootstrap.InstallError, match="Nothing can be written in /proc/self"):
        bootstrap.check_room(Path("/proc/self"))


def test_nothing_is_ready_before_it_is_installed(project: Path) -> None:
    assert not bootstrap.is_ready(project, "run")


def test_what_is_installed_stays_until_the_lock_changes(project: Path) -> None:
    pretend_installed(project, "run")
    assert bootstrap.is_ready(project, "run")
    assert not bootstrap.is_ready(project, "dev")
    (project / "requirements.lock").write_text("polars==99\n")
    assert not bootstrap.is_ready(project, "run")


def test_the_environment_for_testing_also_runs(project: Path) -> None:
    pretend_installed(project, "dev")
    assert bootstrap.is_ready(project, "run")
    assert bootstrap.is_ready(project, "dev")


def test_an_environment_for_testing_is_not_made_smaller(project: Path) -> None:
    assert bootstrap.widest(project, "run") == "run"
    pretend_installed(project, "dev")
    assert bootstrap.widest(project, "run") == "dev"


def test_an_environment_that_moved_along_is_made_again(project: Path, tmp_path: Path) -> None:
    pretend_installed(project, "run")
    moved = project.rename(tmp_path.with_name("elders"))
    assert not bootstrap.is_ready(moved, "run")
    assert not bootstrap.same_place((moved / ".venv" / "installed").read_text(), moved)


def test_without_a_network_it_says_so_and_leaves_no_mark(project: Path) -> None:
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    offline |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    done = subprocess.run(
        [sys.executable, "bootstrap.py", "run"],
        cwd=project,
        env=os.environ | offline,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "pip could not install the packages" in done.stderr.splitlines()[-1]
    assert not (project / ".venv" / "installed").exists()
