"""Make the virtual environment of this project from a lock file, with only Python and pip.

Runs on whatever `python3` there is, so it holds no syntax that Python 3.6 cannot read: it has to
get as far as saying that Python is too old.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
NEEDED_MB = 1200
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


class InstallError(Exception):
    """Something on this machine is in the way; the message says what to do about it."""


def check_python(version: "tuple[int, ...]" = sys.version_info[:3]) -> None:
    """Refuse a Python that is older than the code needs."""
    if version[:2] < OLDEST_PYTHON:
        raise InstallError(
            f"Python {dotted(OLDEST_PYTHON)} or newer is needed and {sys.executable} is Python "
            f"{dotted(version)}; install a newer one and name it: make run PYTHON=python3.12"
        )


def dotted(version: "tuple[int, ...]") -> str:
    """Write a version the way people do."""
    return ".".join(map(str, version))


def check_room(folder: Path, needed_mb: int = NEEDED_MB) -> None:
    """Refuse a folder that cannot be written to or has no room for the packages."""
    try:
        with tempfile.TemporaryFile(dir=str(folder)):
            pass
    except OSError as problem:
        raise InstallError(
            f"Nothing can be written in {folder} ({problem.strerror}); clone the project into a "
            "folder of your own and run the same command there."
        ) from None
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < needed_mb:
        raise InstallError(
            f"Installing needs {needed_mb} MB of disk space and {folder} has {free_mb} MB left; "
            "make room and run the same command again."
        )


def stamp_of(root: Path, kind: str) -> str:
    """Describe everything that an installed environment depends on."""
    digest = hashlib.sha256()
    for name in (LOCKS[kind], "pyproject.toml", "bootstrap.py"):
        digest.update((root / name).read_bytes())
    return f"{kind} {dotted(sys.version_info[:3])} {digest.hexdigest()} {root}"


def is_ready(root: Path, kind: str) -> bool:
    """Tell whether the environment is as the lock asks; the one for testing also serves to run."""
    stamp = root / ".venv" / "installed"
    if not stamp.exists() or not (root / ".venv" / "bin" / "python").exists():
        return False
    found = stamp.read_text(encoding="utf-8")
    return any(found == stamp_of(root, k) for k in {kind, "dev"})


def widest(root: Path, kind: str) -> str:
    """Keep an environment for testing what it is, also when someone only wants to run."""
    stamp = root / ".venv" / "installed"
    was_dev = stamp.exists() and stamp.read_text(encoding="utf-8").startswith("dev ")
    return "dev" if was_dev else kind


def make_venv(venv: Path) -> "list[str]":
    """Make the virtual environment and return the command that is pip inside it."""
    python = venv / "bin" / "python"
    # The pip of the machine can install into an environment that has none of its own. That is 3 s
    # sooner, and works on Debian without python3-venv.
    borrowed = [sys.executable, "-m", "pip", "--python", str(python)]
    own = [str(python), "-m", "pip"]
    if python.exists():
        return borrowed if pip_can_lend() else own
    if find_spec("venv") is None:
        raise InstallError(
            "This Python has no venv module; install it, on Debian or Ubuntu with: "
            "sudo apt-get install python3-venv"
        )
    shutil.rmtree(venv, ignore_errors=True)
    make = [sys.executable, "-m", "venv", str(venv)]
    if pip_can_lend():
        make.append("--without-pip")
    made = subprocess.run(make, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode != 0:
        shutil.rmtree(venv, ignore_errors=True)
        sys.stderr.write(made.stdout.decode(errors="replace"))
        raise InstallError(
            "Python could not make a virtual environment here, see above; on Debian or Ubuntu this "
            "helps: sudo apt-get install python3-venv python3-pip"
        )
    return borrowed if pip_can_lend() else own


def pip_can_lend() -> bool:
    """Tell whether this Python has a pip that knows `--python` (22.3 and later)."""
    from importlib.metadata import PackageNotFoundError, version  # unknown to Python 3.6

    try:
        return tuple(int(part) for part in version("pip").split(".")[:2]) >= (22, 3)
    except PackageNotFoundError:
        return False


def install(root: Path, kind: str) -> None:
    """Bring the environment in the state that the lock describes."""
    venv = root / ".venv"
    stamp = venv / "installed"
    # Scripts in an environment hold its path, and its packages are for one Python.
    if stamp.exists() and not same_place(stamp.read_text(encoding="utf-8"), root):
        shutil.rmtree(venv)
    if stamp.exists():
        stamp.unlink()
    pip = make_venv(venv)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile", "--no-deps"]
    steps = [
        ["--require-hashes", "--only-binary", ":all:", "--requirement", str(root / LOCKS[kind])],
        # The builder is among the packages just installed: this step asks no network.
        ["--no-build-isolation", "--no-index", "--editable", str(root)],
    ]
    for arguments in steps:
        done = subprocess.run([*pip, "install", *quiet, *arguments], stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            check_room(root, needed_mb=50)
            raise InstallError(
                "pip could not install the packages, see its words above; if it speaks of a "
                "connection, check the network and the package index that `pip config list` "
                "shows, then run the same command again."
            )
    stamp.write_text(stamp_of(root, kind), encoding="utf-8")


def same_place(stamp: str, root: Path) -> bool:
    """Tell whether an environment was made by this Python, in this folder."""
    _, python, _, place = stamp.split(" ", 3)
    return python == dotted(sys.version_info[:3]) and place == str(root)


def main() -> int:
    """Make the environment where it is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(LOCKS), help="to run only, or to develop and test")
    kind = parser.parse_args().kind
    try:
        check_python()
        if is_ready(ROOT, kind):
            return 0
        check_room(ROOT)
        kind = widest(ROOT, kind)
        began = time.monotonic()
        print(f"Installing the packages of {LOCKS[kind]} into .venv ...", flush=True)
        install(ROOT, kind)
        print(f"Installed in {time.monotonic() - began:.0f} seconds.", flush=True)
    except InstallError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"Installing stopped: {problem}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
