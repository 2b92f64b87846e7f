"""A file is judged in a process of its own, bounded in time and memory, that can write nothing.

`judged` hands it over and gives what was found. The file goes in through a pipe: no row of a person is
laid down anywhere. What the process itself says of a failure is not repeated, since it could quote a
cell.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import areas
from pipelines.delivery import Delivery
from pipelines.intake import store
from pipelines.intake.contract import Content, Formaat, Known
from pipelines.intake.formats import FORMATS
from pipelines.intake.judge import judge
from pipelines.intake.refusal import Fout

MOST_SECONDS = 60
MOST_MEMORY_BYTES = 1_500_000_000
"""Resident memory; a delivery of 200.000 rows takes a quarter of it."""
MOST_ADDRESSES_BYTES = 12_000_000_000
"""Addresses are handed out freely by the libraries; this only stops one absurd request."""
_POLL_S = 0.02
JUDGING, MARKING = "oordeel", "werkboek"
ROOT = Path(__file__).resolve().parents[2]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Verdict:
    """What a file is: counts that can be taken in, or why not; `found` counts all complaints."""

    formaat: Formaat | None
    rows: int
    content: Content | None
    fouten: tuple[Fout, ...]
    found: int
    remarks: tuple[str, ...]
    invented: bool = False


class Reader:
    """A process that waits for one file, answers, and ends."""

    def __init__(self, task: str, raw: Path) -> None:
        environment = os.environ | {
            "POLARS_MAX_THREADS": "2", "RAYON_NUM_THREADS": "2", "PYTHONPATH": str(ROOT)
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.intake.child", task, str(raw)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def answer(self, name: str, content: bytes, progress: Progress) -> tuple[bytes | None, str]:
        """Hand over the file; what was made of it, or in Dutch why nothing was."""
        return _heard(self._process, name, content, progress)

    def stop(self) -> None:
        """End a process that was given no file."""
        self._process.kill()
        self._process.communicate()


@contextmanager
def readers(raw: Path, files: int) -> Iterator[Callable[[], Reader]]:
    """Give a reader for each of some files; the next one starts while one is at work.

    A start takes most of a second, and every file gets a process that has seen no other.
    """
    waiting: list[Reader] = []
    left = files

    def another() -> Reader:
        nonlocal left
        reader = waiting.pop() if waiting else Reader(JUDGING, raw)
        left -= 1
        if left > 0:
            waiting.append(Reader(JUDGING, raw))
        return reader

    try:
        yield another
    finally:
        for each in waiting:
            each.stop()


def judged(
    reader: Reader, name: str, content: bytes, progress: Progress = lambda _: None
) -> Verdict:
    """Judge a file in a process of its own; always an answer, within MOST_SECONDS."""
    answer, hindrance = reader.answer(name, content, progress)
    if answer is None:
        return Verdict(None, 0, None, (Fout(hindrance),), 1, ())
    given = io.BytesIO(answer)
    told: Mapping[str, Any] = json.loads(given.readline())
    formaat = FORMATS.get(told["levering"] or "")
    kept = given.tell() < len(answer)
    return Verdict(
        formaat,
        told["rijen"],
        Content(pl.read_ipc(given)) if kept else None,
        tuple(Fout(**each) for each in told["fouten"]),
        told["gevonden"],
        tuple(told["opmerkingen"]),
        told["verzonnen"],
    )


def marked_workbook(name: str, content: bytes, raw: Path) -> bytes | None:
    """Make the workbook in which what is wrong is marked; None when the file cannot be shown at all."""
    return Reader(MARKING, raw).answer(name, content, lambda _: None)[0]


def _heard(
    process: subprocess.Popen[bytes], name: str, content: bytes, progress: Progress
) -> tuple[bytes | None, str]:
    given: list[bytes] = []
    threads = [
        threading.Thread(target=_feed, args=(process, name, content), daemon=True),
        threading.Thread(target=lambda: given.append(process.stdout.read()), daemon=True),  # type: ignore[union-attr]
        threading.Thread(target=_hear, args=(process, progress), daemon=True),
    ]
    for thread in threads:
        thread.start()
    hindrance = ""
    deadline = time.monotonic() + MOST_SECONDS
    while process.poll() is None:
        if time.monotonic() > deadline:
            hindrance = (
                f"Het lezen duurde langer dan {MOST_SECONDS} seconden en is gestopt; lever het bestand "
                "in kleinere delen aan."
            )
        elif _resident_bytes(process.pid) > MOST_MEMORY_BYTES:
            hindrance = _TOO_LARGE
        if hindrance:
            process.kill()
            process.wait()
            break
        time.sleep(_POLL_S)
    for thread in threads:
        thread.join(10)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()
    if process.returncode == 0 and given:
        return given[0], ""
    return None, hindrance or (
        _TOO_LARGE
        if process.returncode == _OUT_OF_MEMORY or process.returncode < 0
        else _UNREADABLE
    )


_TOO_LARGE = (
    "Het bestand vraagt meer geheugen dan een levering mag; verwijder lege rijen, kolommen en bladen, "
    "of lever het in delen aan."
)
_OUT_OF_MEMORY = 3

_UNREADABLE = (
    "Het bestand is niet te lezen; open het in Excel of LibreOffice en sla het opnieuw op als "
    ".xlsx."
)


def _feed(process: subprocess.Popen[bytes], name: str, content: bytes) -> None:
    assert process.stdin
    try:
        process.stdin.write(json.dumps(name[:200]).encode() + b"\n")
        process.stdin.write(content)
        process.stdin.close()
    except OSError:
        return  # it stopped before it had read everything, and its end tells why


def _hear(process: subprocess.Popen[bytes], progress: Progress) -> None:
    assert process.stderr
    for line in process.stderr:
        if line.startswith(b"stap "):
            progress(line[5:].decode(errors="replace").strip())


def _resident_bytes(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * resource.getpagesize()


def main() -> None:
    """Judge the file on standard input, after its name; the task and the deliveries are arguments."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (2 * MOST_SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Millions of cells and no cycles among them: collecting would only cost time.
    gc.disable()
    task, raw = sys.argv[1:]
    name = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        given = _answer(task, name, content, Path(raw))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except BaseException:
        # Whatever it is, its words could quote a cell.
        os._exit(1)
    sys.stdout.buffer.write(given)
    sys.stdout.buffer.flush()
    os._exit(0)


def _answer(task: str, name: str, content: bytes, raw: Path) -> bytes:
    def say(step: str) -> None:
        sys.stderr.write(f"stap {step}\n")
        sys.stderr.flush()

    known = Known(
        areas.read(Delivery.open(raw / "gebieden")), lambda kind: store.standing(raw, kind)
    )
    found = judge(name, content, list(FORMATS.values()), known, say)
    if task == MARKING:
        from pipelines.intake.marked import workbook  # what writes workbooks is slow to load

        return workbook(found)
    told = {
        "levering": found.formaat.id if found.formaat else None,
        "rijen": found.rows,
        "fouten": [asdict(each) for each in found.fouten],
        "gevonden": found.found,
        "opmerkingen": list(found.remarks),
        "verzonnen": found.invented,
    }
    answer = io.BytesIO(json.dumps(told).encode() + b"\n")
    answer.seek(0, io.SEEK_END)
    if found.content:
        found.content.rows.write_ipc(answer)
    return answer.getvalue()


if __name__ == "__main__":
    main()
