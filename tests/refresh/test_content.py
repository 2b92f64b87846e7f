"""What a table can say that cannot be, or can hardly be: refused by name, and by row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.refresh import drawn
from tests.refresh.conftest import ARBEID, WW, Monitor
from tests.standin import faults
from tests.standin.service import Service
from tests.standin.tables import Table

NEXT = "2026-02-26T02:00:00"
JANUARY = "2026MM01 | 184000 | 5250\n"
COUNTED = "PersonenMetEenWerkloosheidsuitkeri"
ACCEPT = "klopt het toch, draai dan `monitor refresh {0} --accepteer {0}`"


@pytest.fixture
def night_before(service: Service) -> Service:
    """A month was added to WW and ARBEID was touched, so that both are asked for again."""
    service.put(drawn.ww(drawn.WW + JANUARY, modified=NEXT))
    service.put(drawn.arbeidsdeelname(modified=NEXT))
    return service


def with_dimension_rows(table: Table, name: str, **changed: Any) -> Table:
    """Change every row of a dimension; None takes a column away."""
    rows = [
        {
            key: value
            for key, value in {**row, **changed}.items()
            if changed.get(key, "") is not None
        }
        for row in table.dimensions[name]
    ]
    return replace(table, dimensions={**table.dimensions, name: rows})


LAYOUT: list[tuple[str, str, faults.Change, str]] = [
    ("missing-column", ARBEID, faults.missing_column("Werkloosheidspercentage"),
     "geen kolom 'Werkloosheidspercentage' met eenheid %; gevonden: Beroepsbevolking_2 (x 1 000), "
     "WerklozeBeroepsbevolking_6 (x 1 000), NettoArbeidsparticipatie_16 (%)"),
    ("doubled-column", ARBEID, faults.doubled_column("Werkloosheidspercentage"),
     "meer dan één kolom 'Werkloosheidspercentage' met eenheid %; gevonden: "
     "Werkloosheidspercentage_13, Werkloosheidspercentage_99"),
    ("renamed-column", ARBEID, faults.renamed_column("NettoArbeidsparticipatie", "Netto"),
     "geen kolom 'NettoArbeidsparticipatie' met eenheid %; gevonden: Beroepsbevolking_2 (x 1 000), "
     "WerklozeBeroepsbevolking_6 (x 1 000), Werkloosheidspercentage_13 (%), Netto_16 (%)"),
    ("unit", ARBEID, faults.changed_unit("Beroepsbevolking", "aantal"),
     "geen kolom 'Beroepsbevolking' met eenheid x 1 000; gevonden: Beroepsbevolking_2 (aantal)"),
    ("optional-column-in-another-unit", WW, faults.changed_unit(COUNTED, "x 1 000"),
     "geen kolom 'PersonenMetEenWerkloosheidsuitkering' met eenheid aantal; gevonden: "
     "PersonenMetEenWerkloosheidsuitkeri_1 (x 1 000)"),
    ("none-of-the-columns", WW, faults.renamed_column(COUNTED, "Iets"),
     "geen van de kolommen PersonenMetEenWerkloosheidsuitkering, PersonenMetEenWWUitkering, "
     "PersonenMetWWUitkering, Seizoengecorrigeerd; gevonden: Iets_1 (aantal)"),
    ("renamed-total", ARBEID, faults.renamed_total("Persoonskenmerken", "Iedereen"),
     "geen totaal in dimensie Persoonskenmerken; gevonden: Iedereen, Mannen"),
    ("missing-total", WW,
     faults.Change(lambda table: replace(
         table, dimensions={**table.dimensions, "Geslacht": table.dimensions["Geslacht"][1:]})),
     "geen totaal in dimensie Geslacht; gevonden: Mannen"),
    ("doubled-dimension", ARBEID, faults.doubled_dimension("Perioden"),
     "geen totaal in dimensie Perioden2; gevonden: 2022, 2023"),
    ("no-data-set", WW,
     faults.Change(lambda table: with_dimension_rows(table, "Geslacht", Title=None)),
     "het antwoord heeft een onverwachte vorm (KeyError: 'Title')"),
]  # fmt: skip

ROWS: list[tuple[str, str, faults.Change, str]] = [
    ("missing-dimension", ARBEID, faults.missing_dimension("Persoonskenmerken"),
     "4 combinaties komen meer dan één keer voor, zoals Perioden 2022JJ00, RegioS AM06"),
    ("missing-regions", WW, faults.missing_dimension("RegioS"),
     "13 combinaties komen meer dan één keer voor, zoals Geslacht T001038, Leeftijd 10000, "
     "Perioden 2025MM01"),
    ("missing-periods", ARBEID, faults.missing_dimension("Perioden"),
     "2 combinaties komen meer dan één keer voor, zoals Persoonskenmerken T009002, RegioS AM06"),
    ("unknown-status", WW, faults.unknown_status(),
     "periode 2026MM01 heeft onbekende status 'Herzien' (bekend: Definitief, NaderVoorlopig, "
     "Voorlopig)"),
    ("no-status", WW,
     faults.Change(lambda table: with_dimension_rows(table, "Perioden", Status=None)),
     "het antwoord heeft een onverwachte vorm (KeyError: 'Status')"),
    ("unknown-period", WW,
     faults.Change(lambda table: replace(
         table, dimensions={**table.dimensions, "Perioden": table.dimensions["Perioden"][:-1]})),
     "periode 2026MM01 staat in TypedDataSet.ndjson, maar niet in Perioden"),
    ("duplicates", WW, faults.duplicate_rows(3),
     "3 combinaties komen meer dan één keer voor, zoals Geslacht T001038, Leeftijd 10000, "
     "Perioden 2025MM01, RegioS NL01"),
    ("zero-rows", WW, faults.zero_rows(), "de tabel kwam zonder rijen"),
    ("below-zero", WW, faults.out_of_range(COUNTED, -10, {"RegioS": "AM06", "Perioden": "2025MM03"}),
     "ww_personen_sg van AM06 in 2025-03-31 is -10, en dat kan niet (1 zulke cijfers)"),
    ("percentage", ARBEID, faults.out_of_range("Werkloosheidspercentage", 480),
     "werkloosheidspercentage van AM06 in 2023 is 480, en dat kan niet (2 zulke cijfers)"),
]  # fmt: skip

JUMP = faults.jump(COUNTED, 10, {"RegioS": "AM06", "Perioden": "2026MM01"})
JUMPED = (
    "ww_personen_sg van AM06 springt in 2026-01-31 van 5.220 naar 52.500, een stap die deze reeks "
    "nooit eerder maakte (1 zulke stappen)"
)
DOUBT: list[tuple[str, str, faults.Change, str]] = [
    ("half", WW, faults.half_of_the_rows(),
     "12 van de 24 cijfers voor ww_personen_sg zijn er niet meer"),
    ("few-rows", WW, faults.Change(lambda table: replace(table, rows=table.rows[:12])),
     "12 rijen met cijfers, terwijl het er de vorige keer 24 waren"),
    ("no-values", WW, faults.missing_values(COUNTED),
     "24 van de 24 cijfers voor ww_personen_sg zijn er niet meer"),
    ("jump", WW, JUMP, JUMPED),
    ("revised-jump", WW, faults.jump(COUNTED, 0.5, {"RegioS": "NL01", "Perioden": "2025MM06"}),
     "ww_personen_sg van NL01 springt in 2025-06-30 van 180.100 naar 89.900, een stap die deze "
     "reeks nooit eerder maakte (2 zulke stappen)"),
]  # fmt: skip


def refused(monitor: Monitor, service: Service, tabel: str, fault: faults.Change) -> str:
    """Refresh under a fault and give what was told, after seeing that nothing else changed."""
    in_force, build = monitor.in_force(tabel).folder, monitor.folder.current()
    other = ARBEID if tabel == WW else WW
    service.put(drawn.ww(modified=NEXT) if other == WW else drawn.arbeidsdeelname(modified=NEXT))
    service.fail(tabel, fault)

    night = monitor.refresh(WW, ARBEID)

    assert night.outcome(tabel) == "mislukt"
    assert night.told.ends[tabel] == night.attempt(tabel).melding
    assert monitor.in_force(tabel).folder == in_force
    assert monitor.half_done() == []
    # A build is a file that nobody changes: with it, all of its figures stand.
    assert monitor.folder.current() == build
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2025-12-31", "2026-01-31") == [5220, None]
    # The other table was asked for and read to its end.
    assert night.outcome(other) == "ongewijzigd"
    assert night.attempt(other).gewijzigd == NEXT
    assert service.count(other, "TypedDataSet") > 0
    return night.told.ends[tabel]


@pytest.mark.parametrize(
    ("tabel", "fault", "message"), [each[1:] for each in LAYOUT], ids=[each[0] for each in LAYOUT]
)
def test_a_table_without_what_we_expect_is_refused_before_its_rows_are_asked_for(
    monitor: Monitor, night_before: Service, tabel: str, fault: faults.Change, message: str
) -> None:
    assert refused(monitor, night_before, tabel, fault) == f"{tabel}: {message}"
    assert night_before.count(tabel, "TypedDataSet") == 0


@pytest.mark.parametrize(
    ("tabel", "fault", "message"), [each[1:] for each in ROWS], ids=[each[0] for each in ROWS]
)
def test_rows_that_cannot_be_are_refused_by_name(
    monitor: Monitor, night_before: Service, tabel: str, fault: faults.Change, message: str
) -> None:
    assert refused(monitor, night_before, tabel, fault) == f"{tabel}: {message}"
    # Nothing of it stays: a next night asks for all of it again.
    assert not (monitor.folder.raw / monitor.place(tabel) / ".bezig").exists()


@pytest.mark.parametrize(
    ("tabel", "fault", "message"), [each[1:] for each in DOUBT], ids=[each[0] for each in DOUBT]
)
def test_rows_that_are_hard_to_believe_are_refused_with_a_way_to_take_them(
    monitor: Monitor, night_before: Service, tabel: str, fault: faults.Change, message: str
) -> None:
    told = refused(monitor, night_before, tabel, fault)

    assert told == f"{tabel}: {message}; {ACCEPT.format(tabel)}"


def test_a_jump_that_a_steward_accepts_comes_in(monitor: Monitor, night_before: Service) -> None:
    night_before.fail(WW, JUMP)

    assert monitor.refresh(WW, accepted=[ARBEID]).outcome(WW) == "mislukt"
    night = monitor.refresh(WW, accepted=[WW])

    assert night.outcome(WW) == "nieuw"
    assert f"{WW}: {JUMPED}; door u geaccepteerd" in night.told.said
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2026-01-31") == [52500]


def test_what_cannot_be_is_not_for_a_steward_to_accept(
    monitor: Monitor, night_before: Service
) -> None:
    night_before.fail(WW, faults.zero_rows())

    assert monitor.refresh(WW, accepted=[WW]).outcome(WW) == "mislukt"


@pytest.mark.parametrize("stem", ["PersonenMetEenWWUitkering", "PersonenMetWWUitkering"])
def test_the_column_of_ww_is_found_under_each_name_that_it_may_have(
    monitor: Monitor, night_before: Service, stem: str
) -> None:
    night_before.fail(WW, faults.renamed_column(COUNTED, stem))

    assert monitor.refresh(WW).outcome(WW) == "nieuw"
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2026-01-31") == [5250]


def test_a_table_that_comes_without_rows_the_first_time_is_refused_too(
    fresh: Monitor, service: Service
) -> None:
    service.fail(WW, faults.zero_rows())

    night = fresh.refresh(WW, ARBEID)

    assert night.told.ends == {WW: f"{WW}: de tabel kwam zonder rijen", ARBEID: "nieuw"}


def test_a_table_without_a_figure_breaks_no_build_the_first_time(
    fresh: Monitor, service: Service
) -> None:
    service.fail(WW, faults.missing_values(COUNTED))

    night = fresh.refresh(WW, ARBEID)

    assert night.told.ends == {
        WW: f"{WW}: geen enkel cijfer voor ww_personen_sg; lever de bron of schrap ze",
        ARBEID: "nieuw",
    }
    assert night.report.problem is None


def test_what_is_said_otherwise_and_means_the_same_comes_in_with_its_status(
    monitor: Monitor, night_before: Service
) -> None:
    night_before.fail(WW, faults.doubled_dimension("Geslacht"))
    night_before.fail(WW, faults.renamed_dimension("Leeftijd", "Jaren"))
    night_before.fail(WW, faults.unknown_status("NaderVoorlopig"))

    assert monitor.refresh(WW).told.ends == {WW: "nieuw"}

    figures = monitor.warehouse.figures("ww_personen_sg", ["AM06"]).filter(reeks=WW)
    assert figures.sort("periode").tail(2).select("periode", "waarde", "status").rows() == [
        ("2025-12-31", 5220, "definitief"),
        ("2026-01-31", 5250, "nader voorlopig"),
    ]


def test_each_table_that_lies_is_refused_and_what_is_true_comes_in(
    monitor: Monitor, night_before: Service
) -> None:
    night_before.fail(ARBEID, faults.zero_rows())
    for tabel, lie in {
        "84703NED": faults.duplicate_rows(),
        "85269NED": faults.unknown_status(),
        "86088NED": faults.out_of_range("Werkloosheidspercentage"),
    }.items():
        night_before.put(drawn.arbeidsdeelname(tabel=tabel))
        night_before.fail(tabel, lie)
    night_before.put(drawn.arbeidsdeelname(tabel="85494NED"))

    night = monitor.refresh()

    came = {each.tabel for each in night.report.attempts if str(each.uitkomst) == "nieuw"}
    assert came >= {WW, "85494NED"}
    assert {each.tabel for each in night.report.failed} >= {
        ARBEID, "84703NED", "85269NED", "86088NED", "80590ned", "86247NED",
    }  # fmt: skip
    assert night.told.ends["80590ned"] == "80590ned: bestaat niet bij deze dienst (HTTP 404)"
    assert monitor.numbers("ww_personen_sg", "AM06", WW, "2026-01-31") == [5250]
    assert monitor.numbers("netto_arbeidsparticipatie", "AM06", "85494NED", "2023") == [73.6]
    assert monitor.numbers("netto_arbeidsparticipatie", "AM06", ARBEID, "2023") == [73.6]
    assert night_before.most_at_once <= 4
