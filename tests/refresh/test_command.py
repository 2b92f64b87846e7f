"""`monitor refresh` and `monitor status`: what they print, and with what code they end."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from monitor import refreshing
from monitor.refreshing import Lines, account, size
from pipelines.refresh import Report
from tests.fire.program import MONITOR, ended, started
from tests.monitor.conftest import Answer
from tests.refresh import drawn
from tests.refresh.conftest import ARBEID, WW, Monitor
from tests.standin import faults
from tests.standin.service import DATASET, Service

NEXT = "2026-02-26T02:00:00"
JANUARY = "2026MM01 | 184000 | 5250\n"
AN_HOUR = 3600
Type = Callable[..., Answer]


@pytest.fixture
def status(monitor_command: Type) -> Callable[[str], dict[str, Any]]:
    """Give the line of a table in `monitor status`, with the code that it ended with."""

    def line(tabel: str) -> dict[str, Any]:
        said = monitor_command("status", "--formaat", "json")
        (row,) = (each for each in json.loads(said.out) if each["tabel"] == tabel)
        return {**row, "code": said.code}

    return line


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.usefixtures("service")
def test_nothing_new_ends_well(monitor: Monitor, monitor_command: Type) -> None:
    said = monitor_command("refresh", WW, ARBEID)

    assert said.code == 0
    assert lines(said.out) == [
        "0 nieuw, 2 ongewijzigd, 0 mislukt.",
        f"Niets veranderd; warehouse {monitor.folder.current().name} blijft geldig.",
    ]


def test_what_came_in_is_told_source_by_source(
    monitor: Monitor, service: Service, monitor_command: Type
) -> None:
    revised = drawn.WW.replace("183600 | 5220", "183600 | 5320") + JANUARY
    service.put(drawn.ww(revised, modified=NEXT))

    said = monitor_command("refresh", "cbs-85554ned")

    assert said.code == 0
    assert lines(said.out) == [
        "1 nieuw, 0 ongewijzigd, 0 mislukt.",
        f"Warehouse {monitor.folder.current().name} is gemaakt en geldig.",
        "cbs-85554ned: 2 nieuwe cijfers (tot en met 2026-01-31), 1 herzien, grootste herziening "
        "ww_personen_sg AM06 2025-12-31: 5.220 werd 5.320",
    ]
    assert "85554NED: nieuw" in lines(said.err)


@pytest.mark.usefixtures("monitor")
def test_a_failure_ends_with_one_and_stands_in_the_status_until_it_goes_well(
    service: Service,
    monitor_command: Type,
    status: Callable[[str], dict[str, Any]],
) -> None:
    service.put(drawn.ww(modified=NEXT))
    service.fail(WW, faults.Status(404), resource=DATASET, times=1)

    said = monitor_command("refresh", WW, ARBEID)

    message = f"{WW}: bestaat niet bij deze dienst (HTTP 404)"
    assert said.code == 1
    assert lines(said.out)[:2] == ["0 nieuw, 1 ongewijzigd, 1 mislukt.", f"mislukt: {message}"]
    failed, other = status(WW), status(ARBEID)
    assert (failed["staat"], failed["melding"], failed["code"]) == (
        "verversen mislukt", message, 1,
    )  # fmt: skip
    assert failed["stand"] == "ververst"
    assert (other["staat"], other["melding"]) == ("actueel", "")
    assert monitor_command("refresh", WW).code == 0
    assert (status(WW)["staat"], status(WW)["melding"]) == ("actueel", "")


def test_a_steward_accepts_by_name(
    monitor: Monitor, service: Service, monitor_command: Type
) -> None:
    service.put(drawn.ww(drawn.WW + JANUARY.replace("5250", "52500"), modified=NEXT))

    refused = monitor_command("refresh", WW)
    accepted = monitor_command("refresh", WW, "--accepteer", WW)

    assert refused.code == 1
    assert lines(refused.out)[1] == (
        "mislukt: 85554NED: ww_personen_sg van AM06 springt in 2026-01-31 van 5.220 naar 52.500, een "
        "stap die deze reeks nooit eerder maakte (1 zulke stappen); klopt het toch, draai dan "
        "`monitor refresh 85554NED --accepteer 85554NED`"
    )
    assert accepted.code == 0
    assert any(line.endswith("door u geaccepteerd") for line in lines(accepted.err))
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2026-01-31") == [52500]


@pytest.mark.usefixtures("monitor")
def test_an_unknown_source_ends_with_two_and_the_list(
    service: Service, monitor_command: Type
) -> None:
    said = monitor_command("refresh", "cbs-bestaatniet")

    assert said.code == 2
    assert " ".join(said.err.split()) == (
        "bron of tabel 'cbs-bestaatniet' is onbekend; kies uit "
        "cbs-arbeidsdeelname-arbeidsmarktregio, cbs-86008ned, cbs-80590ned, cbs-03759ned, "
        "cbs-gebiedsindelingen, cbs-kerncijfers-wijken-buurten, cbs-maatstaven-gemeentefonds, "
        "cbs-37789ksz, cbs-85554ned, pdok-grenzen, of noem een tabel als 80590ned"
    )
    assert service.count() == 0


@pytest.mark.usefixtures("monitor")
def test_an_address_that_is_none_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, monitor_command: Type
) -> None:
    monkeypatch.setenv("MONITOR_CBS_URL", "opendata.cbs.nl")

    said = monitor_command("refresh")

    assert said.code == 2
    assert " ".join(said.err.split()) == (
        "MONITOR_CBS_URL 'opendata.cbs.nl' is geen adres; schrijf het als "
        "https://opendata.cbs.nl of http://127.0.0.1:8901"
    )


def test_a_broken_journal_does_not_keep_the_status_from_being_told(
    monitor: Monitor, status: Callable[[str], dict[str, Any]]
) -> None:
    (monitor.folder.path / "verversing.json").write_text('{"tabellen": [', encoding="utf-8")

    assert (status(WW)["staat"], status(WW)["melding"]) == ("actueel", "")


def test_ctrl_c_ends_at_once_and_the_last_figures_stand(monitor: Monitor, service: Service) -> None:
    deliveries, build = monitor.deliveries(WW), monitor.folder.current()
    service.put(drawn.ww(drawn.WW + JANUARY, modified=NEXT))
    service.fail(WW, faults.Slow(AN_HOUR), resource=DATASET)

    running = started([*MONITOR, "refresh", WW], {})
    while not service.count(WW, "TypedDataSet") and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    began = time.monotonic()
    said = ended(running)

    assert time.monotonic() - began < 10  # A page that says nothing is waited for half a minute.
    assert (said.code, said.out) == (130, "")
    assert lines(said.err)[-1] == "Afgebroken; een volgende keer gaat het verder waar het was."
    assert "Traceback" not in said.err
    assert (monitor.deliveries(WW), monitor.folder.current()) == (deliveries, build)


# How it is told


def test_a_log_hears_of_a_table_now_and_then_and_of_every_new_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    log = Lines(said.append)

    log.moved(WW, 0, 0, "")
    log.moved(WW, 10_000, 1_250_000, "")
    log.moved(WW, 10_000, 1_250_000, "poging 2")
    monkeypatch.setattr(refreshing, "EVERY_S", 0)
    log.moved(WW, 20_000, 2_500_000, "")
    log.ended(WW, "nieuw")
    log.ended(WW, f"{WW}: het antwoord is leeg")

    assert said == [
        "85554NED: 10.000 rijen, 1,3 MB (poging 2)",
        "85554NED: 20.000 rijen, 2,5 MB",
        "85554NED: nieuw",
        "85554NED: het antwoord is leeg",
    ]


def test_a_size_is_written_as_the_dutch_do() -> None:
    assert size(1_234_567, 12_345_678) == "1.234.567 rijen, 12,3 MB"


def test_what_could_not_be_published_is_told_and_the_last_figures_stand() -> None:
    assert account(Report(problem="de schijf is vol")) == [
        "0 nieuw, 0 ongewijzigd, 0 mislukt.",
        "Niet gepubliceerd: de schijf is vol. De vorige cijfers blijven staan.",
    ]
