"""What the last refresh said of each table: kept beside the builds, since it is no figure.

A build that fails, or a night in which nothing was new, changes no figure and still has something to
tell. So this is a file of its own, `verversing.json`, which the refresh writes whole and the
dashboard and `monitor status` read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from warehouse.builds import DataFolder

FILE = "verversing.json"


class Outcome(StrEnum):
    """What became of a table in a refresh."""

    NIEUW = "nieuw"
    ONGEWIJZIGD = "ongewijzigd"
    MISLUKT = "mislukt"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What happened to one table (or the boundaries of one year) the last time.

    `gelukt` is the last moment on which the source was reached and its figures were found right,
    `sinds` the first failure since then. `gewijzigd` and `vraag` are what the source called its last
    change and what was asked, when it last went well. `melding` says in Dutch what was wrong.
    """

    bron: str
    tabel: str
    uitkomst: Outcome
    gepoogd: datetime
    gelukt: datetime | None = None
    sinds: datetime | None = None
    gewijzigd: str | None = None
    vraag: str | None = None
    melding: str | None = None

    @property
    def failed(self) -> bool:
        return self.uitkomst is Outcome.MISLUKT


@dataclass(frozen=True)
class Journal:
    """The last attempt of each table, and what was wrong with publishing, if anything."""

    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    publiceren: str | None = None

    @classmethod
    def read(cls, folder: DataFolder) -> Journal:
        """Read the journal; an empty one when there is none, or none that can be read."""
        try:
            found = json.loads((folder.path / FILE).read_text(encoding="utf-8"))
            attempts = [_attempt(each) for each in found["tabellen"]]
        except (OSError, ValueError, KeyError, TypeError):
            return cls()
        return cls({each.tabel: each for each in attempts}, found.get("publiceren"))

    @staticmethod
    def stamp(folder: DataFolder) -> int:
        """Tell one state of the journal from another, without reading it."""
        try:
            return (folder.path / FILE).stat().st_mtime_ns
        except OSError:
            return 0

    def write(self, folder: DataFolder) -> None:
        """Write the journal whole or not at all."""
        content = {
            "publiceren": self.publiceren,
            "tabellen": [asdict(self.attempts[tabel]) for tabel in sorted(self.attempts)],
        }
        text = json.dumps(
            content, ensure_ascii=False, indent=2, default=lambda each: each.isoformat()
        )
        for left in folder.path.glob(f".{FILE}.*"):  # By one that was stopped halfway.
            left.unlink(missing_ok=True)
        fresh = folder.path / f".{FILE}.{os.getpid()}"
        try:
            fresh.write_text(text + "\n", encoding="utf-8")
            fresh.replace(folder.path / FILE)
        finally:
            fresh.unlink(missing_ok=True)

    def after(self, attempt: Attempt) -> Journal:
        """Give the journal with one more attempt, which inherits when it last went well."""
        before = self.attempts.get(attempt.tabel)
        if attempt.failed:
            attempt = replace(
                attempt,
                gelukt=before.gelukt if before else None,
                sinds=before.sinds if before and before.failed else attempt.gepoogd,
                gewijzigd=before.gewijzigd if before else None,
                vraag=before.vraag if before else None,
            )
        return replace(self, attempts={**self.attempts, attempt.tabel: attempt})


def _attempt(found: Mapping[str, Any]) -> Attempt:
    moments = {
        name: datetime.fromisoformat(found[name]) if found[name] else None
        for name in ("gepoogd", "gelukt", "sinds")
    }
    return Attempt(**{**found, **moments, "uitkomst": Outcome(found["uitkomst"])})
