"""Brings public sources up to date: ask, judge, lay down, publish, and tell what changed.

A table that cannot be fetched or believed leaves its last good delivery in force; the others go on.
What happened to each stands in the journal, which the dashboard and `monitor status` read.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import orjson
import polars as pl

from pipelines import areas, boundaries, cbs, retention
from pipelines.build import AREAS, BOUNDARY_SOURCE, Build, build_if_changed, stage_all
from pipelines.checks import BuildError
from pipelines.delivery import (
    RECORD,
    Delivery,
    DeliveryError,
    Levering,
    delivered,
    in_force,
    seal,
)
from pipelines.fetch import odata, pdok, transport
from pipelines.fetch.transport import FetchError, Limits, Transfer
from pipelines.plausible import DoubtError, check_figures, check_rows
from pipelines.question import Question
from pipelines.source import Source
from pipelines.sources import SOURCES
from warehouse.builds import DataFolder, NoWarehouseError, disk_is_full, to_disk
from warehouse.changes import Change, changes
from warehouse.indicators import INDICATORS
from warehouse.journal import Attempt, Journal, Outcome
from warehouse.periods import today
from warehouse.reader import Warehouse

AT_ONCE = 4
"""How many tables are fetched side by side: the service is there for everyone."""
A_MOMENT_S = 0.5
UNDER_WAY = ".bezig"
STATE = "stand.json"
FIRST_BOUNDARIES = 2019
"""The first year with figures per gemeente, so the first that a map can be drawn of."""

log = logging.getLogger("monitor.refresh")


class RefreshError(Exception):
    """A refresh that cannot begin; the message says in Dutch why, and what to do."""


class Watch(Protocol):
    """Who is told what goes on, from several threads."""

    def say(self, line: str) -> None: ...
    def moved(self, tabel: str, rows: int, bytes_: int, note: str) -> None: ...
    def ended(self, tabel: str, line: str) -> None: ...


@dataclass(frozen=True)
class Task:
    """One thing to fetch: a table of a source, or the boundaries of a year."""

    source: Source
    tabel: str
    question: Question | None = None
    jaar: int | None = None

    @property
    def folder(self) -> str:
        return self.question.folder if self.question else f"{boundaries.FOLDER}/{self.jaar}"


@dataclass(frozen=True)
class Arrived:
    """A delivery that came in whole, and does not count yet."""

    task: Task
    delivery: Delivery
    modified: str | None


@dataclass
class Report:
    """What a refresh did, per table and for the warehouse."""

    attempts: list[Attempt] = field(default_factory=list)
    build: Build | None = None
    changed: list[Change] = field(default_factory=list)
    problem: str | None = None

    @property
    def failed(self) -> list[Attempt]:
        return [each for each in self.attempts if each.failed]


def refresh(
    folder: DataFolder,
    watch: Watch,
    *,
    only: Sequence[str] = (),
    accepted: Collection[str] = (),
    limits: Limits | None = None,
) -> Report:
    """Fetch what changed of all sources, or those named by id or table, and publish it.

    `accepted` names tables whose doubtful figures a steward has looked at and takes. Raises
    RefreshError when nothing can be fetched at all; what goes wrong with one table stands in the
    report.
    """
    tasks = chosen(only)
    known = areas.read(Delivery.open(folder.raw / AREAS))
    transport.quiet_retries()
    try:
        odata.aim(odata.service())
    except FetchError as wrong:
        raise RefreshError(str(wrong)) from wrong
    with folder.alone("ververst", watch.say):
        round_ = _Round(folder, watch, known, frozenset(accepted), limits or Limits())
        return round_.run(tasks)


def chosen(only: Sequence[str]) -> list[Task]:
    """Give what is to be fetched; RefreshError when a name is unknown."""
    tasks = [
        Task(source, question.tabel, question)
        for source in SOURCES.values()
        for question in source.questions
    ]
    tasks += [
        Task(BOUNDARY_SOURCE, f"grenzen-{jaar}", jaar=jaar)
        for jaar in range(FIRST_BOUNDARIES, today().year + 1)
    ]
    if not only:
        return tasks
    wanted = {each.casefold() for each in only}
    found = [each for each in tasks if {each.source.id, each.tabel.casefold()} & wanted]
    names = {each.source.id for each in found} | {each.tabel.casefold() for each in found}
    if unknown := sorted(wanted - names):
        known = ", ".join(dict.fromkeys(each.source.id for each in tasks))
        raise RefreshError(
            f"bron of tabel '{unknown[0]}' is onbekend; kies uit {known}, of noem een tabel als 80590ned"
        )
    return found


@dataclass
class _Round:
    """One run of a refresh, with what its steps share."""

    folder: DataFolder
    watch: Watch
    known: areas.Areas
    accepted: frozenset[str]
    limits: Limits
    report: Report = field(default_factory=Report)

    def run(self, tasks: Sequence[Task]) -> Report:
        self.journal = Journal.read(self.folder)
        arrived: list[Arrived] = []
        threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ophalen")
        try:
            futures = [threads.submit(self._fetched, task) for task in tasks]
            for task, future in zip(tasks, futures, strict=True):
                # Moment by moment: with Polars' own handler of signals, a long wait is deaf to Ctrl-C.
                while not wait([future], timeout=A_MOMENT_S).done:
                    continue
                result = future.result()
                if isinstance(result, Arrived):
                    arrived.append(result)
                else:
                    self._note(task, *result)
        finally:
            # On Ctrl-C what is under way may take minutes yet; it counts for nothing until it is whole.
            threads.shutdown(wait=False, cancel_futures=True)
        try:
            self._bring_into_force(arrived)
            # Before publishing: a build made of more than what stays would be made again next time.
            retention.prune(self.folder.raw, [each.folder for each in tasks])
            self._publish()
        except OSError as problem:
            self.report.problem = _disk(problem)
        return self.report

    def _bring_into_force(self, arrived: list[Arrived]) -> None:
        believed = [each for each in arrived if self._judged(each)]
        for each in self._those_that_build(believed):
            self._lay_down(each)
            self._note(each.task, Outcome.NIEUW, None, each.modified)
        self.journal.write(self.folder)

    def _fetched(self, task: Task) -> Arrived | tuple[Outcome, str | None, str | None]:
        """Fetch one thing in a thread of its own; whatever goes wrong becomes a sentence."""
        try:
            return self._boundaries(task) if task.question is None else self._table(task)
        except (FetchError, DeliveryError) as problem:
            return Outcome.MISLUKT, _named(task.tabel, problem), None
        except OSError as problem:
            return Outcome.MISLUKT, _named(task.tabel, _disk(problem)), None
        except Exception as unforeseen:  # One table must not take the others down.
            return Outcome.MISLUKT, _named(task.tabel, _unlike(unforeseen)), None

    def _table(self, task: Task) -> Arrived | tuple[Outcome, str | None, str | None]:
        question = task.question
        assert question is not None
        before = self.journal.attempts.get(task.tabel)
        transfer = self._transfer(task, odata.service())
        info = odata.modified(task.tabel, transfer)
        last = delivered(self.folder.raw, task.folder)
        modified = info.get("Modified")
        if (
            before
            and last
            and modified
            and (before.gewijzigd, before.vraag) == (modified, question.mark)
        ):
            return Outcome.ONGEWIJZIGD, None, modified
        table = odata.describe(task.tabel, info, transfer)
        place = self._place(task, {"gewijzigd": modified, "vraag": question.mark})
        codes = {"NL01", self.known.region, *self.known.gemeenten}
        selection = odata.download(question, table, codes, place, transfer)
        del table  # A dimension can be as long as the table itself.
        if odata.modified(task.tabel, transfer).get("Modified") != modified:
            raise FetchError("de tabel veranderde tijdens het ophalen; de volgende keer opnieuw")
        shutil.rmtree(place / odata.PAGES)
        (place / STATE).unlink()
        delivery = self._recorded(
            place,
            bron="cbs",
            tabel=task.tabel,
            titel=str(info.get("Title") or task.tabel).strip(),
            url=f"{odata.service()}/ODataFeed/odata/{task.tabel}",
            gewijzigd=modified,
            selectie=selection or None,
        )
        if last and _same(delivery, Delivery.open(last[-1])):
            shutil.rmtree(place)
            return Outcome.ONGEWIJZIGD, None, modified
        return Arrived(task, delivery, modified)

    def _boundaries(self, task: Task) -> Arrived | tuple[Outcome, str | None, str | None]:
        jaar = task.jaar
        assert jaar is not None
        last = delivered(self.folder.raw, task.folder)
        if last and jaar < today().year:
            return Outcome.ONGEWIJZIGD, None, None
        place = self._place(task, {})
        try:
            pdok.download(jaar, place, self._transfer(task, pdok.service()))
        except FetchError as problem:
            if "HTTP 404" in str(problem) and jaar == today().year and not last:
                return Outcome.ONGEWIJZIGD, None, None  # They appear in the course of the year.
            raise
        (place / STATE).unlink()
        needed = {
            code: name
            for code, name in self.known.gebieden.select("gebied", "naam").iter_rows()
            if code in self.known.members(self.known.region, date(jaar, 1, 1))
        }
        boundaries.check(jaar, boundaries.shapes(place / pdok.FILE), needed)
        delivery = self._recorded(
            place,
            bron="pdok",
            tabel=task.tabel,
            titel=f"Grenzen van gemeenten {jaar}, gegeneraliseerd",
            url=pdok.question(jaar),
            uitgever=BOUNDARY_SOURCE.publisher,
        )
        if last and _same(delivery, Delivery.open(last[-1])):
            shutil.rmtree(place)
            return Outcome.ONGEWIJZIGD, None, None
        return Arrived(task, delivery, None)

    def _transfer(self, task: Task, address: str) -> Transfer:
        def told(transfer: Transfer) -> None:
            self.watch.moved(task.tabel, transfer.rows, transfer.bytes, transfer.again)

        return Transfer(address, self.limits, told)

    def _place(self, task: Task, state: dict[str, str | None]) -> Path:
        """Give the folder of a delivery under way; what an interrupted run left of it is used."""
        place = self.folder.raw / task.folder / UNDER_WAY
        written = orjson.dumps(state)
        if not (place / STATE).exists() or (place / STATE).read_bytes() != written:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            (place / STATE).write_bytes(written)
        return place

    def _recorded(self, place: Path, **known: str | None) -> Delivery:
        """Write the record of a delivery under way, with rows and sha256 of what came."""
        record = Levering(
            **{  # type: ignore[arg-type]
                "uitgever": "Centraal Bureau voor de Statistiek (CBS)",
                "licentie": "CC BY 4.0",
                "gewijzigd": None,
                "selectie": None,
                "opmerking": None,
                **known,
                "stand": "ververst",
                "vastgelegd": today(),
                "opgehaald": datetime.now(UTC).replace(microsecond=0),
                "bestanden": {},
            }
        )
        (place / RECORD).write_text(record.written(), encoding="utf-8")
        return seal(place)

    def _judged(self, arrived: Arrived) -> bool:
        """Tell whether a delivery can be believed; what cannot is thrown away, and noted."""
        task = arrived.task
        try:
            self._believe(arrived)
        except DoubtError as doubt:
            if task.tabel in self.accepted:
                self.watch.say(f"{doubt}; door u geaccepteerd")
                return True
            self._refuse(
                arrived,
                f"{doubt}; klopt het toch, draai dan `monitor refresh {task.tabel} --accepteer "
                f"{task.tabel}`",
            )
            return False
        except (DeliveryError, ValueError, pl.exceptions.PolarsError) as problem:
            self._refuse(arrived, _named(task.tabel, problem))
            return False
        except OSError:
            raise
        except Exception as unforeseen:  # One table must not take the others down.
            self._refuse(arrived, _named(task.tabel, _unlike(unforeseen)))
            return False
        return True

    def _believe(self, arrived: Arrived) -> None:
        task, raw = arrived.task, self.folder.raw
        if task.question is None:
            return  # Boundaries were looked at as they came.
        last = None
        if delivered(raw, task.folder):
            (current,) = in_force(raw, (task.folder,))
            last = cbs.read(current)
        check_rows(cbs.read(arrived.delivery), last)
        staged = task.source.staged(raw, {raw / task.folder: arrived.delivery})
        before = task.source.staged(raw)
        check_figures(
            task.tabel,
            staged.filter(pl.col("tabel") == task.tabel),
            before.filter(pl.col("tabel") == task.tabel),
            INDICATORS,
        )

    def _those_that_build(self, believed: list[Arrived]) -> list[Arrived]:
        """Give the deliveries of which a warehouse can be made; the others are thrown away."""
        if not believed or self._builds(believed) is None:
            return believed
        self.watch.say("de nieuwe leveringen gaan niet samen; ze worden een voor een geprobeerd")
        fitting: list[Arrived] = []
        for each in believed:
            problem = self._builds([*fitting, each])
            if problem is None:
                fitting.append(each)
            else:
                self._refuse(each, _named(each.task.tabel, problem))
        return fitting

    def _builds(self, deliveries: list[Arrived]) -> Exception | None:
        """Tell what keeps these deliveries, with all others in force, from becoming a warehouse."""
        raw = self.folder.raw
        try:
            stage_all(
                self.folder,
                lambda _: None,
                {
                    raw / each.task.folder: each.delivery
                    for each in deliveries
                    if each.task.question
                },
            )
        except (BuildError, DeliveryError) as problem:
            return problem
        except OSError:
            raise
        except Exception as unforeseen:
            return DeliveryError(_unlike(unforeseen))
        return None

    def _lay_down(self, arrived: Arrived) -> None:
        """Give a delivery its place and day, by one rename."""
        table = self.folder.raw / arrived.task.folder
        day = today().isoformat()
        number = 1
        while (place := table / (day if number == 1 else f"{day}-{number}")).exists():
            number += 1
        for file in arrived.delivery.folder.iterdir():
            to_disk(file)
        to_disk(arrived.delivery.folder)
        arrived.delivery.folder.rename(place)
        to_disk(table)

    def _publish(self) -> None:
        """Build and publish where something changed; the last build stays when that fails."""
        before = self._current()
        try:
            self.report.build = build_if_changed(self.folder, self.watch.say)
        except (BuildError, DeliveryError) as problem:
            self.report.problem = str(problem)
        if self.report.problem != self.journal.publiceren:
            self.journal = replace(self.journal, publiceren=self.report.problem)
            self.journal.write(self.folder)
        if self.report.build and self.report.build.made and before:
            self.report.changed = changes(before, Warehouse(self.report.build.path))

    def _refuse(self, arrived: Arrived, message: str) -> None:
        shutil.rmtree(arrived.delivery.folder)
        self._note(arrived.task, Outcome.MISLUKT, message, None)

    def _note(
        self, task: Task, outcome: Outcome, message: str | None, modified: str | None
    ) -> None:
        went_well = outcome is not Outcome.MISLUKT
        moment = datetime.now(UTC).replace(microsecond=0)
        attempt = Attempt(
            bron=task.source.id,
            tabel=task.tabel,
            uitkomst=outcome,
            gepoogd=moment,
            gelukt=moment if went_well else None,
            gewijzigd=modified,
            vraag=task.question.mark if task.question else None,
            melding=_one_line(message) if message else None,
        )
        self.journal = self.journal.after(attempt)
        self.report.attempts.append(self.journal.attempts[task.tabel])
        self.watch.ended(task.tabel, str(outcome) if went_well else _one_line(message or ""))

    def _current(self) -> Warehouse | None:
        try:
            return Warehouse(self.folder.current())
        except NoWarehouseError:
            return None


def _same(new: Delivery, last: Delivery) -> bool:
    """Tell whether two deliveries hold the same, apart from what is said of the table."""

    def content(delivery: Delivery) -> dict[str, str]:
        files = delivery.record.bestanden.items()
        return {name: file.sha256 for name, file in files if name != "TableInfos.json"}

    return content(new) == content(last)


def _named(tabel: str, problem: Exception | str) -> str:
    """Begin a message with the table that it is about."""
    text = str(problem)
    return text if text.startswith(tabel) else f"{tabel}: {text}"


def _unlike(unforeseen: Exception) -> str:
    """Say what nobody thought of, and leave the whole of it in the log."""
    log.error("onverwachte fout", exc_info=unforeseen)
    return f"het antwoord heeft een onverwachte vorm ({type(unforeseen).__name__}: {unforeseen})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _disk(problem: OSError) -> str:
    if disk_is_full(problem):
        return "de schijf is vol; maak ruimte en draai `monitor refresh` opnieuw"
    return f"wegschrijven lukt niet ({problem.strerror or problem})"
