"""The commands with which a steward takes deliveries in, and hands out their templates."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from warehouse.builds import DataFolder

if TYPE_CHECKING:
    from pipelines.intake.take_in import File, Outcome

out = Console(width=None if sys.stdout.isatty() else 220, markup=False, highlight=False)
err = Console(stderr=True, markup=False, highlight=False)
LARGE_BYTES = 1_000_000
LISTED = 20
"""How many complaints are printed; all that are kept stand in the JSON and in the workbook."""


class Notation(StrEnum):
    """How the account of an intake is printed."""

    TEKST = "tekst"
    JSON = "json"


def import_files(
    bestanden: Annotated[
        list[Path],
        typer.Argument(help="Leveringen: .xlsx, .xls, .ods of .csv.", show_default=False),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Alleen tonen wat er zou gebeuren; niets schrijven.")
    ] = False,
    formaat: Annotated[
        Notation, typer.Option("--formaat", help="Hoe de uitkomst wordt afgedrukt.")
    ] = Notation.TEKST,
    werkboek: Annotated[
        Path | None,
        typer.Option(
            "--werkboek",
            help="Map waarin bij elk geweigerd bestand een werkmap komt met de foute cellen gemarkeerd.",
        ),
    ] = None,
) -> None:
    """Lees leveringen in, geheel of niet, en publiceer ze; sluit af met 1 als er een is geweigerd."""
    from pipelines.intake.take_in import Besluit, File, look_at, refusal_workbook, take_in

    unfit = [path for path in bestanden if not path.is_file()]
    if unfit or (werkboek and not werkboek.is_dir()):
        missing = unfit[0] if unfit else werkboek
        what = "een bestand" if unfit else "een map"
        err.print(f"'{missing}' is er niet of is niet {what}.", soft_wrap=True)
        raise typer.Exit(2)
    try:
        files = [File.at(path) for path in bestanden]
    except OSError as problem:
        err.print(f"'{problem.filename}' is niet te openen: {problem.strerror}.", soft_wrap=True)
        raise typer.Exit(2) from problem
    folder = DataFolder.configured()
    with _progress(files) as tell:
        if dry_run:
            outcomes = [look_at(folder, file, tell) for file in files]
        else:
            outcomes = take_in(folder, files, tell)
    if formaat is Notation.JSON:
        accounts = [each.account() | ({"proef": True} if dry_run else {}) for each in outcomes]
        sys.stdout.write(json.dumps(accounts, ensure_ascii=False, indent=2) + "\n")
    else:
        for outcome in outcomes:
            _say(outcome, dry_run=dry_run)
    refused = [
        (file, outcome)
        for file, outcome in zip(files, outcomes, strict=True)
        if outcome.besluit is Besluit.GEWEIGERD
    ]
    for file, outcome in refused if werkboek else ():
        marked = refusal_workbook(folder, file)
        if marked and werkboek:
            path = werkboek / f"{Path(outcome.bestand).stem}-fouten.xlsx"
            path.write_bytes(marked)
            err.print(f"De foute cellen zijn gemarkeerd in {path}.", soft_wrap=True)
    if refused:
        raise typer.Exit(1)


def template(
    levering: Annotated[
        str, typer.Argument(help="rmt-deelnemers, rmt-tabel, sroi-contracten of sroi-invullingen.")
    ],
    naar: Annotated[
        Path | None, typer.Option("--naar", help="Waar het sjabloon komt; standaard in deze map.")
    ] = None,
) -> None:
    """Maak het lege werkblad (sjabloon) van een levering, met keuzelijsten en een verzonnen rij."""
    from pipelines.intake.formats import FORMATS
    from pipelines.intake.template import template as written

    if levering not in FORMATS:
        err.print(
            f"levering '{levering}' bestaat niet; kies {' of '.join(FORMATS)}", soft_wrap=True
        )
        raise typer.Exit(2)
    path = naar or Path(f"sjabloon-{levering}.xlsx")
    if path.is_dir():
        path = path / f"sjabloon-{levering}.xlsx"
    try:
        path.write_bytes(written(FORMATS[levering]))
    except OSError as problem:
        err.print(f"'{path}' is niet te schrijven: {problem.strerror}.", soft_wrap=True)
        raise typer.Exit(2) from problem
    out.print(f"Sjabloon geschreven naar {path}.", soft_wrap=True)


@contextmanager
def _progress(files: list[File]) -> Iterator[_Bar]:
    """Show a bar while large files are read."""
    from pipelines.intake.take_in import STEPS

    large = sum(len(each.content) for each in files) > LARGE_BYTES
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not large,
    ) as shown:
        yield _Bar(shown, len(files) * len(STEPS) + 1)


class _Bar:
    """Moves one step on with everything that is told."""

    def __init__(self, shown: Progress, steps: int) -> None:
        self._shown = shown
        self._task = shown.add_task("lezen", total=steps)

    def __call__(self, step: str) -> None:
        self._shown.update(self._task, description=step, advance=1)


def _rows(outcome: Outcome) -> str:
    return f"{outcome.rows} {'rij' if outcome.rows == 1 else 'rijen'}"


def _say(outcome: Outcome, *, dry_run: bool) -> None:
    """Print the account of one file as sentences."""
    levering = f" ({outcome.levering})" if outcome.levering else ""
    verdict = str(outcome.besluit).replace("-", " ")
    if dry_run and verdict == "ingelezen":
        verdict = "zou worden ingelezen"
    rows = f": {_rows(outcome)}" if outcome.rows else ""
    out.print(f"{outcome.bestand}{levering} {verdict}{rows}", soft_wrap=True)
    for each in outcome.replacements:
        now, was = each.said
        before = "nieuw" if each.was is None else f"vervangt {was}"
        where = " ".join(part for part in (each.partij, each.periode) if part)
        note = f"; {each.note}" if each.note else ""
        out.print(f"  {where}: {outcome.counted(now)} ({before}{note})")
    for remark in outcome.remarks:
        out.print(f"  {remark}", soft_wrap=True)
    for fout in outcome.fouten[:LISTED]:
        out.print(f"  {fout.spoken}", soft_wrap=True)
    if outcome.found > LISTED:
        out.print(
            f"  en nog {outcome.found - LISTED} fouten; --werkboek MAP of --formaat json toont meer"
        )


def voorbeeld(
    naar: Annotated[
        Path,
        typer.Option("--map", help="Map voor het voorbeeld; een eerder voorbeeld wordt vervangen."),
    ] = Path("voorbeeld"),
    seed: Annotated[int, typer.Option(help="Ander getal, andere verzonnen deelnemers.")] = 2023,
) -> None:
    """Maak verzonnen leveringen over 2023 in een eigen map, en lees ze in om mee te proberen."""
    from pipelines.intake.take_in import Besluit
    from pipelines.intake.voorbeeld import FILES, NEXT, WRONG, make

    with err.status("Voorbeeld maken"):
        made = make(naar, DataFolder.configured().raw, seed, lambda step: err.print(f"  {step}"))
    for outcome in made.outcomes:
        out.print(f"{outcome.bestand}: {_rows(outcome)} {outcome.besluit}", soft_wrap=True)
    if any(each.besluit is not Besluit.INGELEZEN for each in made.outcomes):
        raise typer.Exit(1)
    home = made.folder.path
    out.print(
        f"\nAlles in {home} is een voorbeeld en verzonnen, op de openbare cijfers na. Bekijk het met\n"
        f"  MONITOR_DATA={home} MONITOR_AANLEVEREN=1 make run\n"
        f"en lees zelf een levering in die klopt, en een die niet klopt:\n"
        f"  MONITOR_DATA={home} .venv/bin/monitor import {home / FILES / NEXT}\n"
        f"  MONITOR_DATA={home} .venv/bin/monitor import {home / FILES / WRONG}",
        soft_wrap=True,
    )
