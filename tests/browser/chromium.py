"""Find a Chromium on this machine; `python -m tests.browser.chromium` installs one where it may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps it off the network and lets it run as root in a container."""

ADVICE = (
    "The browser tests need Chromium, and there is none here. Install it (Debian: "
    "sudo apt-get install chromium; Ubuntu: sudo snap install chromium), or name one: "
    "make test CHROMIUM=/path/to/chrome"
)


def find() -> Path | None:
    """Look where CHROMIUM points, and only if that is not set among the usual names."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ([named] if named else NAMES))
    return next((Path(path) for path in found if path), None)


def install() -> None:
    """Install Debian's package, which needs root; say nothing unless it fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "--quiet", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode != 0:
            sys.stderr.write(done.stdout)
            return


def main() -> int:
    """Make sure that there is a Chromium, or say what to install."""
    may_install = os.geteuid() == 0 and shutil.which("apt-get") and "CHROMIUM" not in os.environ
    if find() is None and may_install:
        print("Installing Chromium from the packages of this system ...", flush=True)
        install()
    if find() is None:
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
