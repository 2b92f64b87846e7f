"""Publishers in processes of their own, to be stopped at any moment: `python -m tests.fire.publisher`.

Each line that it is given starts one; what that says of itself comes back as lines with its process
id. `over FOLDER NUMBER` publishes small builds over and over, `build FOLDER` makes real ones, and
`step FOLDER NUMBER N` publishes one and is struck down just before its Nth step on the disk, or
just after it when N is negative. `count FOLDER FIRST LAST MS` publishes small ones with ever higher
numbers, so many milliseconds apart.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.build import build
from tests.fire import numbered
from warehouse.builds import DataFolder

STEPS = ("fsync", "rename", "replace", "symlink", "unlink")
"""What a publish asks of the system, besides what DuckDB does inside the file."""


def say(*words: object) -> None:
    os.write(1, f"{os.getpid()} {' '.join(map(str, words))}\n".encode())


def over(folder: DataFolder, number: int) -> None:
    numbered.tables(number)
    say("begins")
    while True:
        numbered.publish(folder, number)
        say("published", number)


def count(folder: DataFolder, first: int, last: int, every_ms: int) -> None:
    for number in range(first, last + 1):
        numbered.publish(folder, number)
        time.sleep(every_ms / 1000)
    say("published", last)


def build_over(folder: DataFolder) -> None:
    say("begins")
    while True:
        made = build(folder, lambda step: say("step", step))
        say("published", made.path.name)


def step(folder: DataFolder, number: int, fatal: int) -> None:
    numbered.tables(number)
    taken = 0

    def fatally(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def struck(*given: Any, **named: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken == fatal:
                say("struck before", name)
                os.kill(os.getpid(), signal.SIGKILL)
            answer = call(*given, **named)
            if taken == -fatal:
                say("struck after", name)
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return struck

    for name in STEPS:
        setattr(os, name, fatally(name, getattr(os, name)))
    numbered.publish(folder, number)
    say("survived", taken)


KINDS: dict[str, Callable[..., None]] = {
    "over": over,
    "build": build_over,
    "step": step,
    "count": count,
}


def drawn_elsewhere() -> bytes:
    """Draw in a process of its own: after a fork the threads of Polars are gone, and it hangs."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as into:
            pickle.dump(numbered.drawing(), into)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as drawn:
        return drawn.read()


def main() -> None:
    """Start a publisher for each line, and never wait for one."""
    drawn = drawn_elsewhere()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        kind, place, *numbers = line.split()
        if os.fork() == 0:
            numbered.known = pickle.loads(drawn)
            try:
                KINDS[kind](DataFolder(Path(place)), *map(int, numbers))
            except BaseException:
                traceback.print_exc()
                say("failed")
            os._exit(0)


if __name__ == "__main__":
    main()
