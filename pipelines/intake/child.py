"""A file is judged in a process of its own, bounded in time and memory, that can write nothing.

`judged` starts it and gives what it found. The file goes in through a pipe: no row of a person is
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
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.intake.contract import Content, Formaat, Known
from pipelines.intake.formats import FORMATS
from pipelines.intake.refusal import Fout

MOST_SECONDS = 60
MOST_MEMORY_BYTES = 1_500_000_000
"""Resident memory; a delivery of 200.000 rows takes a quarter of it."""
MOST_ADDRESSES_BYTES = 12_000_000_000
"""Addresses are handed out freely by the libraries; this only stops one absurd request."""
_POLL_S = 0.02
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


def judged(name: str, content: bytes, raw: Path, progress: Progress = lambda _: None) -> Verdict:
    """Judge a file in a process of its own; always an answer, within MOST_SECONDS."""
    answer, hindrance = _run("oordeel", name, content, raw, progress)
    if answer is None:
        return Verdict(None, 0, None, (Fout(hindrance),), 1, ())
    line, _, kept = answer.partition(b"\n")
    told: Mapping[str, Any] = json.loads(line)
    formaat = FORMATS.get(told["levering"] or "")
    counted = Content(pl.read_ipc(io.BytesIO(kept))) if kept else None
    return Verdict(
        formaat,
        told["rijen"],
        counted,
        tuple(Fout(**each) for each in told["fouten"]),
        told["gevonden"],
        tuple(told["opmerkingen"]),
        told["verzonnen"],
    )


def marked_workbook(name: str, content: bytes, raw: Path) -> bytes | None:
    """Make the workbook in which what is wrong is marked; None when the file cannot be shown at all."""
    return _run("werkboek", name, content, raw, lambda _: None)[0]


def _run(
    task: str, name: str, content: bytes, raw: Path, progress: Progress
) -> tuple[bytes | None, str]:
    """Run a task on a file; what it gave, or in Dutch why it gave nothing."""
    environment = os.environ | {
        "POLARS_MAX_THREADS": "2", "RAYON_NUM_THREADS": "2", "PYTHONPATH": str(ROOT)
    }  # fmt: skip
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pipelines.intake.child",
            task,
            name[:200].replace("\0", ""),
            str(raw),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
    )
    given: list[bytes] = []
    threads = [
        threading.Thread(target=_feed, args=(process, content), daemon=True),
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


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    assert process.stdin
    try:
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
    """Judge the file on standard input: the task, its name and the deliveries are arguments."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (2 * MOST_SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Millions of cells and no cycles among them: collecting would only cost time.
    gc.disable()
    task, name, raw = sys.argv[1:]
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
    from pipelines import areas
    from pipelines.delivery import Delivery
    from pipelines.intake import store
    from pipelines.intake.judge import judge

    def say(step: str) -> None:
        sys.stderr.write(f"stap {step}\n")
        sys.stderr.flush()

    known = Known(
        areas.read(Delivery.open(raw / "gebieden")), lambda kind: store.standing(raw, kind)
    )
    found = judge(name, content, list(FORMATS.values()), known, say)
    if task == "werkboek":
        from pipelines.intake.marked import workbook

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
