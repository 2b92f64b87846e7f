"""Fetches one table and nothing else; imports little, so that a process of its own starts soon."""

from __future__ import annotations

from pathlib import Path

from pipelines.fetch import odata
from pipelines.fetch.transport import Limits, Transfer
from pipelines.question import Question


def lay_down(tabel: str, address: str, folder: Path, limits: Limits | None = None) -> Transfer:
    """Fetch the totals of a table into a new folder."""
    folder.mkdir()
    odata.aim(address)
    transfer = Transfer(address, limits or Limits())
    table = odata.describe(tabel, odata.modified(tabel, transfer), transfer)
    odata.download(Question(tabel=tabel), table, [], folder, transfer)
    return transfer
