"""How a service can answer badly: one line for the steward, and the last good figures stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from pipelines.fetch.transport import Limits
from tests.refresh import drawn
from tests.refresh.conftest import ARBEID, QUICK, WW, Monitor
from tests.standin import faults
from tests.standin.exchange import Exchange
from tests.standin.service import DATASET, Service, standing_in

NEXT = "2026-02-26T02:00:00"
JANUARY = "2026MM01 | 184000 | 5250\n"
AN_HOUR = 3600


@dataclass(frozen=True)
class DrippingHeaders:
    """Send a header that never ends, byte by byte."""

    every_s: float = 0.05

    def answer(self, exchange: Exchange) -> None:
        exchange.hang_up()
        exchange.write(b"HTTP/1.1 200 OK\r\nX-Traag: ")
        while exchange.pause(self.every_s):
            exchange.write(b"a")


@dataclass(frozen=True)
class LongLine:
    """Answer with the wrong kind of JSON."""

    body: bytes

    def answer(self, exchange: Exchange) -> None:
        exchange.send(replace(exchange.sound(), body=self.body))


@pytest.fixture
def night_before(service: Service) -> Service:
    """A month was added to WW and ARBEID was touched, so that both are asked for again."""
    service.put(drawn.ww(drawn.WW + JANUARY, modified=NEXT))
    service.put(drawn.arbeidsdeelname(modified=NEXT))
    return service


@pytest.fixture
def touched(service: Service) -> Service:
    """WW was touched and says what it said before: it is fetched, and needs no new build."""
    service.put(drawn.ww(modified=NEXT))
    return service


def last_month(monitor: Monitor) -> list[float | None]:
    return monitor.numbers("ww_personen_sg", "AM06", WW, "2025-12-31", "2026-01-31")


FOUR_TRIES = replace(QUICK, tries=4)

TOLD: list[tuple[str, faults.Fault | faults.Change, Limits, str, int]] = [
    ("slow", faults.Slow(AN_HOUR), replace(QUICK, read_s=1, tries=2),
     "geen antwoord binnen 1 seconden", 2),
    ("drip", faults.Dripping(), replace(QUICK, page_s=1),
     "te traag: niet klaar binnen 1 seconden", 1),
    ("drip-headers", DrippingHeaders(), replace(QUICK, page_s=1),
     "te traag: niet klaar binnen 1 seconden", 1),
    ("500", faults.Status(500), FOUR_TRIES, "de server meldt een fout (HTTP 500)", 4),
    ("400", faults.Status(400), QUICK, "de server meldt een fout (HTTP 400)", 1),
    ("404", faults.Status(404), QUICK, "bestaat niet bij deze dienst (HTTP 404)", 1),
    ("429", faults.RetryLater(AN_HOUR, code=429), QUICK,
     "de server meldt een fout (HTTP 429) en vraagt 3600 seconden te wachten", 1),
    ("503", faults.RetryLater(AN_HOUR), QUICK,
     "de server meldt een fout (HTTP 503) en vraagt 3600 seconden te wachten", 1),
    ("no-answer", faults.NoAnswer(), QUICK, "de verbinding brak af", 3),
    ("reset", faults.ResetMidBody(), QUICK, "de verbinding brak af midden in het antwoord", 3),
    ("cut-short", faults.CutShort(), QUICK, "de verbinding brak af midden in het antwoord", 3),
    ("cut-json", faults.CutJson(), QUICK, "het antwoord is afgebroken of geen JSON", 3),
    ("html", faults.HtmlPage("Onderhoud"), QUICK,
     "het antwoord is een webpagina in plaats van JSON (<!DOCTYPE html><html lang='nl'><body>"
     "<h1>Onderhoud</h1></bod)", 3),
    ("empty", faults.EmptyBody(), QUICK, "het antwoord is leeg", 3),
    ("a-list", LongLine(b"[1, 2]"), QUICK,
     "het antwoord is geen OData (een lijst onder 'value' ontbreekt)", 1),
    ("circle", faults.NextLinkInACircle(), QUICK,
     "de verwijzing naar de volgende pagina gaat in een kring", 3),
    ("elsewhere", faults.NextLinkElsewhere(), QUICK,
     "de server verwijst naar een andere host (elders.invalid)", 1),
    ("redirect", faults.Redirect(), QUICK,
     "de server verwijst naar een andere host (elders.invalid)", 1),
    ("endless", faults.EndlessPages(), replace(QUICK, pages=15),
     "meer dan 15 pagina's; ophalen gestopt", 8),
    ("rows", faults.EndlessPages(), replace(QUICK, rows=15), "meer dan 15 rijen; ophalen gestopt", 2),
    ("bomb", faults.GzipBomb(256), replace(QUICK, page_bytes=4 << 20),
     "een antwoord van meer dan 4 MB", 1),
    ("bytes", faults.GzipBomb(256), replace(QUICK, table_bytes=4 << 20),
     "meer dan 4 MB; ophalen gestopt", 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "limits", "message", "requests"),
    [each[1:] for each in TOLD],
    ids=[each[0] for each in TOLD],
)
def test_a_bad_answer_is_told_in_one_line_and_the_last_good_figures_stand(
    monitor: Monitor,
    night_before: Service,
    fault: faults.Fault,
    limits: Limits,
    message: str,
    requests: int,
) -> None:
    in_force, build = monitor.in_force(WW).folder, monitor.folder.current()
    night_before.fail(WW, fault, resource=DATASET)

    night = monitor.refresh(WW, ARBEID, limits=limits)
    print(f"{message}: {requests} asked, {night.seconds:.2f} s")

    assert night.told.ends[WW] == f"{WW}: {message}"
    assert night.attempt(WW).melding == f"{WW}: {message}"
    assert night_before.count(WW, "TypedDataSet") == requests
    assert night.seconds < limits.table_s
    assert monitor.in_force(WW).folder == in_force
    assert last_month(monitor) == [5220, None]
    assert monitor.folder.current() == build
    assert monitor.half_done() == []
    # The other table was asked for and read to its end.
    assert night.outcome(ARBEID) == "ongewijzigd"
    assert night.attempt(ARBEID).gewijzigd == NEXT
    assert night_before.count(ARBEID, "TypedDataSet") == 1


@pytest.mark.parametrize(
    ("fault", "limits"),
    [
        (faults.NextLinkInACircle(), QUICK),
        (faults.NextLinkElsewhere(), QUICK),
        (faults.EndlessPages(), replace(QUICK, pages=15)),
        (faults.CutJson(), QUICK),
    ],
    ids=["circle", "elsewhere", "endless", "cut-json"],
)
def test_a_table_comes_in_as_soon_as_the_server_is_well_again(
    monitor: Monitor, touched: Service, fault: faults.Fault, limits: Limits
) -> None:
    touched.fail(WW, fault, resource=DATASET)
    assert monitor.refresh(WW, limits=limits).outcome(WW) == "mislukt"
    touched.mend()

    assert monitor.refresh(WW).told.ends == {WW: "ongewijzigd"}


def test_a_date_to_retry_after_is_understood_and_not_waited_for_when_it_is_too_late(
    monitor: Monitor, night_before: Service
) -> None:
    night_before.fail(WW, faults.RetryLater(AN_HOUR, as_date=True), resource=DATASET)

    night = monitor.refresh(WW)

    assert re.fullmatch(
        rf"{WW}: de server meldt een fout \(HTTP 503\) en vraagt 3\d{{3}} seconden te wachten",
        night.told.ends[WW],
    )
    assert night_before.count(WW, "TypedDataSet") == 1
    assert night.seconds < AN_HOUR


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
def test_a_server_that_asks_to_wait_is_waited_for(
    monitor: Monitor, touched: Service, as_date: bool
) -> None:
    touched.fail(WW, faults.RetryLater(1, as_date=as_date), resource=DATASET, times=1)

    night = monitor.refresh(WW)

    assert night.told.ends == {WW: "ongewijzigd"}
    assert night.seconds >= 1
    assert touched.count(WW, "TypedDataSet") == 4
    assert (WW, 0, 0, "poging 2") in [(*move[:2], 0, move[3]) for move in night.told.moves]


@pytest.mark.parametrize(
    "fault",
    [
        faults.Status(500),
        faults.Status(429),
        faults.NoAnswer(),
        faults.ResetMidBody(),
        faults.CutShort(),
        faults.CutJson(),
        faults.HtmlPage(),
        faults.EmptyBody(),
    ],
    ids=lambda fault: f"{type(fault).__name__}{getattr(fault, 'code', '')}",
)
def test_what_goes_away_is_tried_again_and_comes_in(
    monitor: Monitor, touched: Service, fault: faults.Fault
) -> None:
    touched.fail(WW, fault, resource=DATASET, times=2)

    night = monitor.refresh(WW)

    assert night.told.ends == {WW: "ongewijzigd"}
    assert touched.count(WW, "TypedDataSet") == 3 + 2
    assert [move[3] for move in night.told.moves if move[3]][:2] == ["poging 2", "poging 3"]


def test_a_redirect_on_the_same_host_is_followed(monitor: Monitor, touched: Service) -> None:
    touched.fail(WW, faults.Redirect(""), resource=DATASET, times=1)

    night = monitor.refresh(WW)

    assert night.told.ends == {WW: "ongewijzigd"}
    assert touched.count(WW, "TypedDataSet") == 4


def test_redirects_without_end_are_not(monitor: Monitor, night_before: Service) -> None:
    night_before.fail(WW, faults.Redirect(""), resource=DATASET)

    night = monitor.refresh(WW)

    assert night.told.ends == {WW: f"{WW}: de server blijft doorverwijzen"}
    assert night_before.count(WW, "TypedDataSet") == 5


@pytest.mark.parametrize(("link", "told"), [("5", "5"), ('"TypedDataSet"', "TypedDataSet")])
def test_a_next_page_without_an_address_is_told_as_such(
    monitor: Monitor, night_before: Service, link: str, told: str
) -> None:
    body = f'{{"value": [], "odata.nextLink": {link}}}'.encode()
    night_before.fail(WW, LongLine(body), resource=DATASET)

    night = monitor.refresh(WW)

    assert night.told.ends == {
        WW: f"{WW}: de verwijzing naar de volgende pagina is geen adres ({told})"
    }


@pytest.mark.parametrize("kind", [faults.NextLinkElsewhere, faults.Redirect])
def test_another_port_is_another_host_and_is_never_asked(
    monitor: Monitor, night_before: Service, kind: Callable[[str], faults.Fault]
) -> None:
    with standing_in([drawn.ww()]) as elsewhere:
        night_before.fail(WW, kind(elsewhere.address), resource=DATASET)

        night = monitor.refresh(WW)

        assert night.told.ends == {
            WW: f"{WW}: de server verwijst naar een andere host ({elsewhere.host})"
        }
        assert elsewhere.count() == 0


@pytest.mark.parametrize(
    ("resource", "fault", "message"),
    [
        ("TableInfos", faults.Status(404), "bestaat niet bij deze dienst (HTTP 404)"),
        ("TableInfos", LongLine(b'{"value": []}'),
         "de dienst kent de tabel, maar zegt er niets over (TableInfos is leeg)"),
        ("", LongLine(b'{"value": []}'),
         "de dienst noemt geen TypedDataSet en DataProperties bij deze tabel; gevonden: niets"),
        ("RegioS", faults.CutJson(), "het antwoord is afgebroken of geen JSON"),
        ("DataProperties", faults.HtmlPage("Storing"),
         "het antwoord is een webpagina in plaats van JSON (<!DOCTYPE html><html lang='nl'><body>"
         "<h1>Storing</h1></body>)"),
    ],
    ids=["unknown", "nothing-said", "no-resources", "dimension", "columns"],
)  # fmt: skip
def test_what_describes_a_table_can_fail_too(
    monitor: Monitor, night_before: Service, resource: str, fault: faults.Fault, message: str
) -> None:
    night_before.fail(WW, fault, resource=resource)

    night = monitor.refresh(WW)

    assert night.told.ends == {WW: f"{WW}: {message}"}
    assert night_before.count(WW, "TypedDataSet") == 0
    assert last_month(monitor) == [5220, None]


def test_a_server_that_is_down_fails_every_table_and_spoils_none(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing_in() as gone:
        monkeypatch.setenv("MONITOR_CBS_URL", gone.address)

    night = monitor.refresh(WW, ARBEID)

    assert night.told.ends == {
        each: f"{each}: de server is niet te bereiken" for each in (WW, ARBEID)
    }
    assert last_month(monitor) == [5220, None]


def test_a_table_has_one_deadline_for_all_that_is_asked_of_it(
    monitor: Monitor, night_before: Service
) -> None:
    night_before.fail(WW, faults.Slow(0.4))

    night = monitor.refresh(WW, ARBEID, limits=replace(QUICK, table_s=1))

    assert re.fullmatch(
        rf"{WW}: (te traag: niet klaar binnen [01] seconden|niet klaar binnen 1 seconden)",
        night.told.ends[WW],
    )
    assert night_before.count(WW) <= 4
    assert night.outcome(ARBEID) == "ongewijzigd"


def test_a_gzip_bomb_is_stopped_while_it_unpacks(monitor: Monitor, night_before: Service) -> None:
    import tracemalloc

    night_before.fail(WW, faults.GzipBomb(512), resource=DATASET)

    tracemalloc.start()
    try:
        night = monitor.refresh(WW, limits=replace(QUICK, page_bytes=8 << 20))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert night.told.ends == {WW: f"{WW}: een antwoord van meer dan 8 MB"}
    assert most < 512 << 20 >> 2


def test_in_the_worst_night_each_table_tells_its_own_and_what_is_well_comes_in(
    monitor: Monitor, night_before: Service
) -> None:
    wrong: dict[str, tuple[faults.Fault, str]] = {
        "84703NED": (faults.HtmlPage("Storing"), "een webpagina in plaats van JSON"),
        "85269NED": (faults.ResetMidBody(), "brak af midden in het antwoord"),
        "85494NED": (faults.Status(503), "HTTP 503"),
        "86088NED": (faults.NextLinkInACircle(), "in een kring"),
    }
    for tabel, (fault, _) in wrong.items():
        night_before.put(drawn.arbeidsdeelname(tabel=tabel))
        night_before.fail(tabel, fault, resource=DATASET)

    night = monitor.refresh(WW, *wrong, ARBEID)

    for tabel, (_, message) in wrong.items():
        assert night.told.ends[tabel].startswith(f"{tabel}: ")
        assert message in night.told.ends[tabel]
    assert (night.outcome(WW), night.outcome(ARBEID)) == ("nieuw", "ongewijzigd")
    assert last_month(monitor) == [5220, 5250]
    assert night_before.most_at_once <= 4
