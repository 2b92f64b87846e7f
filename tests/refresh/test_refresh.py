"""A refresh from end to end: what is asked, what lies there afterwards, and what is told of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.delivery import Delivery, seal
from pipelines.refresh import RefreshError
from pipelines.sources import SOURCES
from tests.refresh import drawn
from tests.refresh.conftest import ARBEID, QUICK, WW, Everything, Monitor, Told, asking
from tests.standin import faults
from tests.standin.exchange import Exchange
from tests.standin.pdok import YEARS
from tests.standin.regional import regional_tables
from tests.standin.service import DATASET, PDOK, Service, standing_in
from tests.standin.tables import Table
from warehouse.journal import FILE, Journal, Outcome
from warehouse.periods import today

NEXT = "2026-02-26T02:00:00"
JANUARY = "2026MM01 | 184000 | 5250\n"
TABLES = {question.tabel for source in SOURCES.values() for question in source.questions}
BOUNDARIES = {f"grenzen-{year}" for year in YEARS if year <= today().year}


# From end to end


def test_a_first_refresh_brings_every_table_and_publishes_them(everything: Everything) -> None:
    night = everything.first

    came = {tabel for tabel, line in night.told.ends.items() if line == "nieuw"}
    assert came == TABLES | BOUNDARIES
    assert night.report.failed == []
    assert night.report.problem is None
    assert night.report.build is not None
    assert night.report.build.made
    assert {change.bron for change in night.report.changed} == {
        "cbs-arbeidsdeelname-arbeidsmarktregio",
        "cbs-86008ned",
        "cbs-85554ned",
        "cbs-kerncijfers-wijken-buurten",
    }
    assert Monitor(everything.folder).warehouse.awaited().is_empty()


def test_tables_are_fetched_side_by_side_and_never_more_than_four(everything: Everything) -> None:
    assert 1 < everything.most_at_once <= 4


def test_a_second_refresh_asks_only_whether_tables_changed_and_fetches_nothing(
    everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(everything.service.address, monkeypatch)
    monitor, deliveries = Monitor(everything.folder), everything.folder.raw
    before = sorted(deliveries.rglob("*"))
    everything.service.forget()

    night = monitor.refresh()

    asked = everything.service.asked()
    assert sorted(each.table for each in asked if each.table != PDOK) == sorted(TABLES)
    assert {each.resource for each in asked if each.table != PDOK} == {"TableInfos"}
    assert [each.resource for each in asked if each.table == PDOK] == [str(today().year)]
    assert {each.uitkomst for each in night.report.attempts} == {Outcome.ONGEWIJZIGD}
    assert night.report.build is not None
    assert not night.report.build.made
    assert [path for path in sorted(deliveries.rglob("*")) if ".bezig" not in str(path)] == before


def test_every_delivery_has_a_record_that_holds(everything: Everything) -> None:
    monitor = Monitor(everything.folder)
    tables = {table.id: table for table in regional_tables()}
    for tabel in TABLES:
        delivery = monitor.in_force(tabel)
        record = delivery.record
        assert (record.bron, record.tabel, record.stand) == ("cbs", tabel, "ververst")
        assert record.url == f"{everything.service.address}/ODataFeed/odata/{tabel}"
        assert record.licentie == "CC BY 4.0"
        assert record.gewijzigd == tables[tabel].infos["Modified"]
        assert record.vastgelegd == today()
        assert record.opgehaald is not None
        assert timedelta(0) <= datetime.now(UTC) - record.opgehaald < timedelta(hours=1)
        assert {path.name for path in delivery.folder.iterdir()} == {
            "levering.json", *record.bestanden,
        }  # fmt: skip
        for name, file in record.bestanden.items():
            content = (delivery.folder / name).read_bytes()
            assert file.sha256 == hashlib.sha256(content).hexdigest()
            if name.endswith(".ndjson"):
                assert file.rijen == len(content.splitlines()) > 0
    for tabel in BOUNDARIES:
        record = monitor.in_force(tabel).record
        assert (record.bron, record.licentie, record.gewijzigd) == ("pdok", "CC BY 4.0", None)
        assert "gemeente_gegeneraliseerd" in str(record.url)
    assert monitor.half_done() == []
    assert list(everything.folder.raw.rglob(".bezig")) == []


def test_only_what_is_needed_is_asked_in_padded_keys(everything: Everything) -> None:
    record = Monitor(everything.folder).in_force("86008NED").record

    assert record.selectie is not None
    assert record.selectie.startswith(
        "$filter=Geslacht eq 'T001038' and Leeftijd eq '52052   ' and "
        "HoogstBehaaldOnderwijsniveau eq 'T001143' and (RegioS eq 'NL01  ' or RegioS eq 'GM"
    )
    assert "&$select=" in record.selectie
    rows = record.bestanden["TypedDataSet.ndjson"].rijen
    assert rows is not None
    assert rows % 10 == 0
    assert rows < 10 * 20


# Only what changed


def test_a_table_that_was_touched_and_says_the_same_stays_as_it_is(
    monitor: Monitor, service: Service
) -> None:
    service.put(drawn.ww(modified=NEXT))

    first = monitor.refresh(WW)
    service.forget()
    second = monitor.refresh(WW)

    assert (first.outcome(WW), second.outcome(WW)) == ("ongewijzigd", "ongewijzigd")
    assert [each.resource for each in service.asked()] == ["TableInfos"]
    assert len(monitor.deliveries(WW)) == 1
    assert monitor.journal.attempts[WW].gewijzigd == NEXT


def test_a_question_that_changed_is_asked_again_though_the_table_did_not(
    monitor: Monitor, service: Service
) -> None:
    path = monitor.folder.path / FILE
    path.write_text(path.read_text(encoding="utf-8").replace('"vraag": "', '"vraag": "was-'))

    night = monitor.refresh(WW)

    assert night.outcome(WW) == "ongewijzigd"
    assert service.count(WW, "TypedDataSet") == 3
    assert not str(monitor.journal.attempts[WW].vraag).startswith("was-")


def test_a_second_delivery_on_one_day_gets_a_number(monitor: Monitor, service: Service) -> None:
    service.put(drawn.ww(drawn.WW + JANUARY, modified=NEXT))

    night = monitor.refresh(WW)

    day = today().isoformat()
    assert [each.name for each in monitor.deliveries(WW)] == [day, f"{day}-2"]
    assert [each.told for each in night.report.changed] == [
        "cbs-85554ned: 2 nieuwe cijfers (tot en met 2026-01-31)"
    ]


def test_progress_is_told_per_table_with_rows_and_bytes(monitor: Monitor, service: Service) -> None:
    service.put(drawn.ww(modified=NEXT))

    night = monitor.refresh(WW)

    rows = [rows for tabel, rows, _, _ in night.told.moves if tabel == WW]
    sizes = [bytes_ for _, _, bytes_, _ in night.told.moves]
    assert list(dict.fromkeys(rows)) == [0, 10, 20, 24]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0] > 0


# Interrupted


@dataclass(frozen=True)
class FailsFrom:
    """Answer soundly until the page that begins at a row."""

    row: int

    def answer(self, exchange: Exchange) -> None:
        if int(exchange.request.query.get("$skip", "0")) >= self.row:
            exchange.hang_up()
        else:
            exchange.send(exchange.sound())


@dataclass
class Impatient(Told):
    """Someone who presses Ctrl-C once so many rows came."""

    after_rows: int = 20
    stopped: bool = field(default=False)

    def moved(self, tabel: str, rows: int, bytes_: int, note: str) -> None:
        super().moved(tabel, rows, bytes_, note)
        if rows >= self.after_rows and not self.stopped:
            self.stopped = True
            raise KeyboardInterrupt


@pytest.fixture
def half_fetched(monitor: Monitor, service: Service) -> Service:
    """Two of three pages of WW came, and then nothing more."""
    service.put(drawn.ww(drawn.WW + JANUARY, modified=NEXT))
    service.fail(WW, FailsFrom(20), resource=DATASET)
    night = monitor.refresh(WW, limits=replace(QUICK, tries=1))
    assert night.told.ends == {WW: f"{WW}: de verbinding brak af"}
    assert service.count(WW, "TypedDataSet") == 3
    assert len(monitor.deliveries(WW)) == 1
    service.mend()
    service.forget()
    return service


def test_a_table_that_came_half_goes_on_where_it_stopped(
    monitor: Monitor, half_fetched: Service
) -> None:
    night = monitor.refresh(WW)

    (asked,) = half_fetched.asked(WW, "TypedDataSet")
    assert asked.query["$skip"] == "20"
    assert night.outcome(WW) == "nieuw"
    assert monitor.in_force(WW).record.bestanden["TypedDataSet.ndjson"].rijen == 26
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2026-01-31") == [5250]


def test_a_table_that_changed_meanwhile_is_fetched_anew(
    monitor: Monitor, half_fetched: Service
) -> None:
    half_fetched.put(
        drawn.ww(drawn.WW + "2026MM01 | 184000 | 5260\n", modified="2026-02-27T02:00:00")
    )

    night = monitor.refresh(WW)

    assert half_fetched.count(WW, "TypedDataSet") == 3
    assert night.outcome(WW) == "nieuw"
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2026-01-31") == [5260]


def test_a_refresh_that_is_stopped_goes_on_the_next_time(
    monitor: Monitor, service: Service
) -> None:
    service.put(drawn.ww(modified=NEXT))
    build = monitor.folder.current()

    with pytest.raises(KeyboardInterrupt):
        monitor.refresh(WW, told=Impatient())
    assert monitor.folder.current() == build
    assert len(monitor.deliveries(WW)) == 1
    service.forget()
    night = monitor.refresh(WW)

    assert service.count(WW, "TypedDataSet") == 1
    assert night.outcome(WW) == "ongewijzigd"
    assert not (monitor.folder.raw / monitor.place(WW) / ".bezig").exists()


@dataclass(frozen=True)
class ChangesAt:
    """Publish another version of the table while a page is asked for."""

    row: str
    service: Service
    other: Table

    def answer(self, exchange: Exchange) -> None:
        if exchange.request.query.get("$skip") == self.row:
            self.service.put(self.other)
        exchange.send(exchange.sound())


def test_pages_of_two_versions_are_no_delivery(monitor: Monitor, service: Service) -> None:
    service.put(drawn.ww(modified=NEXT))
    other = drawn.ww(drawn.WW.replace("5220", "5230"), modified="2026-02-26T02:00:07")
    service.fail(WW, ChangesAt("20", service, other), resource=DATASET)

    first = monitor.refresh(WW)
    service.mend()
    second = monitor.refresh(WW)

    assert first.told.ends == {
        WW: f"{WW}: de tabel veranderde tijdens het ophalen; de volgende keer opnieuw"
    }
    assert second.told.ends == {WW: "nieuw"}
    assert service.count(WW, "TypedDataSet") == 3 + 3
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2025-12-31") == [5230]


# What does not build


def test_of_two_deliveries_that_do_not_go_together_one_counts(
    fresh: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "TotaalBeroepsbevolking"
    tables = {}
    for tabel, value in {"85052NED": 88.0, "85309NED": 99.0}.items():
        # Neither said anything of Apeldoorn yet; now both do, and the second repeats the first.
        folder = fresh.in_force(tabel).folder
        tables[tabel] = _with_value(Table.from_delivery(folder), key, value)
        _blank(folder, key)
    with standing_in(tables.values()) as service:
        asking(service.address, monkeypatch)
        night = fresh.refresh(*tables)

    assert night.told.ends["85052NED"] == "nieuw"
    assert night.told.ends["85309NED"].startswith(
        "85309NED: beroepsbevolking herhaalde die van 85052NED, maar verschilt nu in 1 gebieden "
        "(GM0200: 88000 en 99000)"
    )
    assert (
        "de nieuwe leveringen gaan niet samen; ze worden een voor een geprobeerd" in night.told.said
    )
    assert len(fresh.deliveries("85052NED")) == 2
    assert len(fresh.deliveries("85309NED")) == 1
    assert night.report.build is not None
    assert night.report.build.made


def test_a_delivery_that_breaks_the_build_does_not_count_though_it_was_accepted(
    monitor: Monitor, service: Service
) -> None:
    service.put(drawn.ww(modified=NEXT))
    service.fail(WW, faults.missing_values("PersonenMetEenWerkloosheidsuitkeri"))
    service.put(drawn.arbeidsdeelname(drawn.ARBEID.replace("73.6", "73.5"), modified=NEXT))

    night = monitor.refresh(WW, ARBEID, accepted=[WW])

    assert night.told.ends == {
        WW: f"{WW}: geen enkel cijfer voor ww_personen_sg; lever de bron of schrap ze",
        ARBEID: "nieuw",
    }
    assert len(monitor.deliveries(WW)) == 1
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2025-12-31") == [5220]
    assert monitor.numbers("netto_arbeidsparticipatie", "AM06", ARBEID, "2023") == [73.5]
    assert [each.told for each in night.report.changed] == [
        "cbs-arbeidsdeelname-arbeidsmarktregio: 1 herzien, grootste herziening "
        "netto_arbeidsparticipatie AM06 2023: 73,6 werd 73,5"
    ]


def _with_value(table: Table, stem: str, value: float) -> Table:
    rows = [
        {key: value if key.startswith(stem) else row[key] for key in row}
        if row["RegioS"].strip() == "GM0200"
        else row
        for row in table.rows
    ]
    return replace(table, rows=rows)


def _blank(folder: Path, stem: str) -> None:
    path = folder / "TypedDataSet.ndjson"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        if row["RegioS"].strip() == "GM0200":
            row.update({key: None for key in row if key.startswith(stem)})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    seal(folder)
    assert Delivery.open(folder).record.stand == "meegeleverd"


# The journal


def test_a_failure_keeps_when_it_last_went_well_and_says_since_when_it_does_not(
    monitor: Monitor, service: Service
) -> None:
    well = monitor.journal.attempts[WW]
    service.fail(WW, faults.Status(404))

    first = monitor.refresh(WW).attempt(WW)
    second = monitor.refresh(WW).attempt(WW)
    kept = Journal.read(monitor.folder).attempts
    service.mend()
    third = monitor.refresh(WW).attempt(WW)

    assert (well.gelukt, well.sinds, well.melding) == (well.gepoogd, None, None)
    assert (first.gelukt, first.sinds) == (well.gelukt, first.gepoogd)
    assert (second.gelukt, second.sinds) == (well.gelukt, first.gepoogd)
    assert (second.gewijzigd, second.vraag) == (well.gewijzigd, well.vraag)
    assert kept[WW] == second
    assert kept[ARBEID].uitkomst is Outcome.NIEUW
    assert third.gelukt == third.gepoogd
    assert (third.sinds, third.melding, str(third.uitkomst)) == (None, None, "ongewijzigd")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"tabellen": null}', '{"tabellen": [{"tabel": "85554NED"}]}',
     '{"tabellen": ["85554NED"]}', '{"tabellen": [{"bron": 1, "gepoogd": 3}]}'],
)  # fmt: skip
def test_a_broken_journal_is_an_empty_one(tmp_path: Path, content: str) -> None:
    from warehouse.builds import DataFolder

    (tmp_path / FILE).write_text(content, encoding="utf-8")

    assert Journal.read(DataFolder(tmp_path)) == Journal()


def test_without_its_journal_a_table_is_asked_for_and_found_unchanged(
    monitor: Monitor, service: Service
) -> None:
    (monitor.folder.path / FILE).write_bytes(b'{"tabellen": [{"ba')

    night = monitor.refresh(WW)

    assert night.outcome(WW) == "ongewijzigd"
    assert service.count(WW, "TypedDataSet") == 3
    assert len(monitor.deliveries(WW)) == 1
    assert set(monitor.journal.attempts) == {WW}


# What cannot begin


@pytest.mark.parametrize("address", ["opendata.cbs.nl", "ftp://opendata.cbs.nl", "http://"])
def test_an_address_that_is_none_is_told_with_an_example(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("MONITOR_CBS_URL", address)

    with pytest.raises(RefreshError, match="is geen adres; schrijf het als https://"):
        monitor.refresh(WW)


def test_a_source_or_a_table_can_be_named_in_any_case(monitor: Monitor, service: Service) -> None:
    night = monitor.refresh("cbs-85554ned", "85826ned")

    assert set(night.told.ends) == {WW, ARBEID}
    assert service.count() == 2


def test_what_goes_wrong_at_a_watcher_takes_nobody_else_down(
    monitor: Monitor, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    class Clumsy(Told):
        def moved(self, tabel: str, rows: int, bytes_: int, note: str) -> None:
            super().moved(tabel, rows, bytes_, note)
            if tabel == WW:
                raise ZeroDivisionError("division by zero")

    service.put(drawn.arbeidsdeelname(modified=NEXT))
    caplog.set_level("CRITICAL")

    night = monitor.refresh(WW, ARBEID, told=Clumsy())

    assert night.told.ends == {
        WW: f"{WW}: het antwoord heeft een onverwachte vorm (ZeroDivisionError: division by zero)",
        ARBEID: "ongewijzigd",
    }
