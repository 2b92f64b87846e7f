"""The history of figures: what was published once is found again, with when and why it changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.published import Published, day
from warehouse.builds import DataFolder
from warehouse.history import KEPT, VERSION, HistoryError
from warehouse.publishing import enter_current, history_of
from warehouse.reader import Warehouse

APELDOORN, ZUTPHEN = "GM0200", "GM0301"


@pytest.fixture
def monitor(tmp_path: Path) -> Published:
    return Published(DataFolder(tmp_path))


def told(warehouse: Warehouse, **asked: Any) -> list[tuple[object, ...]]:
    """What changed, as area, value before and after, kind and reason."""
    rows = warehouse.changes(**asked)
    return rows.select(
        "gebied", pl.col("was_waarde").cast(pl.Int64), pl.col("waarde").cast(pl.Int64),
        "verandering", "reden",
    ).rows()  # fmt: skip


def value(warehouse: Warehouse, when: date | str, gebied: str = APELDOORN) -> Decimal | None:
    """The chosen figure as it was; None when there was none, or no value."""
    rows = warehouse.as_it_was(when, "bijstand_personen", [gebied]).filter("gekozen")
    return rows["waarde"].item() if rows.height else None


def test_the_first_publication_is_where_the_history_begins_and_changes_nothing(
    monitor: Published,
) -> None:
    monitor.publish("GM0200 10")

    assert monitor.current.publications()["build"].to_list() == ["000"]
    assert told(monitor.current) == []
    assert value(monitor.current, "000") == 10
    assert value(monitor.current, day(0)) == 10
    assert value(monitor.current, date(2026, 11, 30)) is None, "nobody knows what was before"
    assert value(monitor.current, "999") is None


Step = Callable[[Published], object]


@pytest.mark.parametrize(
    ("before", "step", "after", "expected"),
    [
        ("GM0200 10", lambda m: m.delivery("bron1"), "GM0200 11",
         [(APELDOORN, 10, 11, "herzien", "herziening door de bron")]),
        ("GM0200 10", lambda m: m.delivery("bron1"), "GM0200 10; GM0301 5",
         [(ZUTPHEN, None, 5, "nieuw cijfer", "nieuwe levering")]),
        ("GM0200 .||geheim", lambda m: m.delivery("bron1"), "GM0200 7",
         [(APELDOORN, None, 7, "nieuw cijfer", "nieuwe levering")]),
        ("GM0200 10", lambda m: m.delivery("bron1"), "GM0301 5",
         [(APELDOORN, 10, None, "verdwenen", "herziening door de bron"),
          (ZUTPHEN, None, 5, "nieuw cijfer", "nieuwe levering")]),
        ("GM0200 10", lambda m: m.delivery("bron1"), "GM0200 .||geheim",
         [(APELDOORN, 10, None, "verdwenen", "herziening door de bron")]),
        ("GM0200 10||voorlopig", lambda m: m.delivery("bron1"), "GM0200 10",
         [(APELDOORN, 10, 10, "andere status", "herziening door de bron")]),
        ("GM0200 10", lambda m: setattr(m, "corrections", {"fout": ("Telt op tot 11", "strijdig")}),
         "GM0200 10||strijdig|Telt op tot 11",
         [(APELDOORN, 10, 10, "andere status", "correctie")]),
        ("GM0200 10", lambda m: setattr(m, "definitions", {"bijstand_personen": "2"}), "GM0200 12",
         [(APELDOORN, 10, 12, "herzien", "definitie")]),
        ("GM0200 10", lambda m: setattr(m.delivery("bron1"), "definitions", {}), "GM0200 12",
         [(APELDOORN, 10, 12, "herzien", "definitie")]),
        ("GM0200 10", lambda _: None, "GM0200 12",
         [(APELDOORN, 10, 12, "herzien", "definitie")]),
        ("GM0200 10", lambda m: m.delivery("bron2"), "GM0200 10; GM0200 14|bron2",
         [(APELDOORN, 10, 10, "andere status", "andere bron"),
          (APELDOORN, None, 14, "nieuw cijfer", "nieuwe levering")]),
        ("GM0200 10", lambda m: setattr(m.delivery("bron1"), "handed_in", ["bron1"]), "GM0200 11",
         [(APELDOORN, 10, 11, "herzien", "nieuwe levering")]),
        ("GM0200 10", lambda m: m.delivery("bron1"), "GM0200 10", []),
    ],
    ids=["revised", "new", "opened", "gone", "withheld", "definitive", "correction", "definition",
         "definition-and-delivery", "code", "another-source", "handed-in", "nothing"],
)  # fmt: skip
def test_what_changed_is_told_with_its_reason(
    monitor: Published, before: str, step: Step, after: str, expected: list[tuple[object, ...]]
) -> None:
    monitor.publish(before)
    step(monitor)
    monitor.publish(after)

    assert told(monitor.current) == expected
    assert monitor.current.changes()["dag"].to_list() == [day(1)] * len(expected)


def test_a_correction_that_is_taken_out_is_a_correction_too(monitor: Published) -> None:
    monitor.corrections = {"fout": ("Telt op tot 11", "strijdig")}
    monitor.publish("GM0200 10||strijdig|Telt op tot 11")
    monitor.corrections = {}
    monitor.publish("GM0200 10")

    assert told(monitor.current) == [(APELDOORN, 10, 10, "andere status", "correctie")]
    assert monitor.current.changes()["toelichting"].to_list() == ["Telt op tot 11"]


def test_a_figure_that_comes_back_says_so(monitor: Published) -> None:
    for text in ("GM0200 10; GM0301 5", "GM0301 5", "GM0301 5", "GM0200 10; GM0301 5"):
        monitor.delivery("bron1").publish(text)

    assert told(monitor.current) == [
        (APELDOORN, None, 10, "terug", "nieuwe levering"),
        (APELDOORN, 10, None, "verdwenen", "herziening door de bron"),
    ]
    assert [value(monitor.current, day(each)) for each in range(4)] == [10, None, None, 10]


def test_all_versions_of_a_figure_have_their_days_and_reasons(monitor: Published) -> None:
    for text in ("GM0200 10", "GM0200 11", "GM0200 11", "GM0200 13"):
        monitor.delivery("bron1").publish(text)

    versions = monitor.current.revisions("bijstand_personen", APELDOORN, "2021-12-31")

    assert versions.select(
        pl.col("waarde").cast(pl.Int64), pl.col("vanaf").dt.date(), "vanaf_build",
        pl.col("tot").dt.date(), "tot_build", "reden", "toelichting",
    ).rows() == [
        (10, day(0), "000", day(1), "001", "begin van het verloop", None),
        (11, day(1), "001", day(3), "003", "herziening door de bron", "levering van 2026-12-02"),
        (13, day(3), "003", None, None, "herziening door de bron", "levering van 2026-12-04"),
    ]  # fmt: skip
    assert monitor.current.revisions("bijstand_personen", APELDOORN, "2020-12-31").is_empty()


def test_changes_can_be_asked_from_a_day_and_of_a_source(monitor: Published) -> None:
    for first, second in ((10, 20), (11, 20), (11, 22)):
        monitor.delivery("bron1").delivery("bron2")
        monitor.publish(f"GM0200 {first}; GM0301 {second}|bron2")

    assert told(monitor.current, since=day(2)) == [
        (ZUTPHEN, 20, 22, "herzien", "herziening door de bron")
    ]
    assert [row[0] for row in told(monitor.current)] == [ZUTPHEN, APELDOORN]
    assert [row[0] for row in told(monitor.current, bron="bron1")] == [APELDOORN]
    assert monitor.current.changes_by_day().drop("moment").rows() == [
        (day(2), "bron2", "herzien", "herziening door de bron", 1, "2021-12-31"),
        (day(1), "bron1", "herzien", "herziening door de bron", 1, "2021-12-31"),
    ]


def test_a_sum_of_gemeenten_is_as_it_was_with_the_members_that_we_knew_then(
    monitor: Published,
) -> None:
    monitor.publish("GM0200 10; GM0301 5; GM0246 1")
    monitor.delivery("bron1").publish("GM0200 10; GM0301 7; GM0246 1")
    monitor.stays += "AM06|GM0246\n"
    monitor.publish("GM0200 10; GM0301 7; GM0246 1")

    assert [value(monitor.current, day(each), "AM06") for each in range(3)] == [15, 17, 18]
    earlier = monitor.current.earlier("bijstand_personen", "AM06", "2021-12-31")
    assert earlier.select(
        pl.col("waarde").cast(pl.Int64), "leden", "vanaf_build", "tot_build", "redenen"
    ).rows() == [
        (15, 2, "000", "001", ["begin van het verloop"]),
        (17, 2, "001", "002", ["herziening door de bron"]),
        (18, 3, "002", None, ["definitie"]),
    ]


def test_what_is_added_up_for_the_present_is_that_of_the_day_of_the_link(
    monitor: Published,
) -> None:
    monitor.stays = (
        "geheel|deel|begin|einde\nAM06|GM0200|2015-01-01|.\nAM06|GM0301|2015-01-01|2026-12-02\n"
    )
    monitor.publish("GM0200 10; GM0301 5")

    sums = [
        monitor.current.as_it_was(when, "bijstand_personen", ["AM06"], samenstelling="huidig")
        for when in (date(2026, 12, 2), date(2026, 12, 3), "000")
    ]

    assert [each["waarde"].item() for each in sums] == [15, 10, 15]


def test_a_figure_is_found_after_all_builds_and_the_link_were_deleted(monitor: Published) -> None:
    monitor.publish("GM0200 10")
    monitor.delivery("bron1").publish("GM0200 11")
    monitor.lose_builds()
    monitor.publish("GM0200 11")

    assert [value(monitor.current, each) for each in ("000", "001", "002")] == [10, 11, 11]
    assert told(monitor.current) == [(APELDOORN, 10, 11, "herzien", "herziening door de bron")]


def test_going_back_is_entered_and_the_build_one_went_back_to_knows_the_later_ones(
    monitor: Published,
) -> None:
    monitor.publish("GM0200 10")
    monitor.delivery("bron1").publish("GM0200 11")
    monitor.folder.go_back()
    enter_current(monitor.folder)

    assert monitor.current.build == "000"
    assert monitor.current.publications()["build"].to_list() == ["000", "001", "000"]
    assert value(monitor.current, "001") == 11
    assert told(monitor.current)[0] == (APELDOORN, 11, 10, "herzien", "teruggezet")

    monitor.delivery("bron1").publish("GM0200 12")
    assert value(monitor.current, "002") is None, "it was made, and nobody saw it"
    monitor.folder.release()
    enter_current(monitor.folder)
    assert told(monitor.current)[0] == (APELDOORN, 10, 12, "herzien", "teruggezet")
    assert monitor.current.publications()["build"].to_list() == ["000", "001", "000", "002"]


def test_figures_from_before_there_was_a_history_are_where_it_begins(monitor: Published) -> None:
    monitor.publish("GM0200 10")
    for file in history_of(monitor.folder).path.iterdir():
        file.unlink()
    monitor.delivery("bron1").publish("GM0200 11")

    assert monitor.current.publications()["build"].to_list() == ["000", "001"]
    assert [value(monitor.current, each) for each in ("000", "001")] == [10, 11]
    assert told(monitor.current) == [(APELDOORN, 10, 11, "herzien", "herziening door de bron")]


def test_a_link_that_was_moved_by_hand_is_entered_before_the_next_build(monitor: Published) -> None:
    first = monitor.publish("GM0200 10")
    monitor.delivery("bron1").publish("GM0200 11")
    monitor.folder.link.unlink()
    monitor.folder.link.symlink_to(first.relative_to(monitor.folder.path))
    monitor.publish("GM0200 11")

    assert monitor.current.publications()["build"].to_list() == ["000", "001", "000", "002"]


def put_back_to_intended(folder: DataFolder) -> None:
    """Leave things as a kill between the link and the last step leaves them."""
    history = history_of(folder)
    last = history.path / history.publications()[-1].name
    last.rename(f"{last}.voorgenomen")


def test_struck_down_after_the_link_a_publication_is_known_at_once_and_entered_later(
    monitor: Published,
) -> None:
    monitor.publish("GM0200 10")
    monitor.delivery("bron1").publish("GM0200 11")
    put_back_to_intended(monitor.folder)

    assert value(monitor.current, "001") == 11
    assert len(told(monitor.current)) == 1
    monitor.publish("GM0200 11")
    assert history_of(monitor.folder).intended() == []
    assert monitor.current.publications()["build"].to_list() == ["000", "001", "002"]


def test_struck_down_before_the_link_a_publication_never_was(monitor: Published) -> None:
    first = monitor.publish("GM0200 10")
    monitor.delivery("bron1").publish("GM0200 11")
    put_back_to_intended(monitor.folder)
    monitor.folder.link.unlink()
    monitor.folder.link.symlink_to(first.relative_to(monitor.folder.path))

    assert value(monitor.current, "001") is None
    monitor.delivery("bron1").publish("GM0200 12")
    assert monitor.current.publications()["build"].to_list() == ["000", "002"]
    assert told(monitor.current) == [(APELDOORN, 10, 12, "herzien", "herziening door de bron")]


@pytest.mark.parametrize("texts", [
    ("GM0200 10; GM0301 20", "GM0200 .||geheim; GM0301 20"),
    ("GM0200 .||geheim; GM0301 20", "GM0200 10; GM0301 21"),
])  # fmt: skip
def test_of_partners_no_earlier_value_is_given_beside_a_count_that_is_withheld(
    monitor: Published, texts: tuple[str, str]
) -> None:
    monitor.handed_in = ["bron1"]
    for text in texts:
        monitor.delivery("bron1").publish(text)

    before = monitor.current.as_it_was("000", "bijstand_personen", [APELDOORN, ZUTPHEN])
    stands = before.filter(pl.col("waarde").is_not_null())["gebied"].to_list()
    same = monitor.current.figures("bijstand_personen", [ZUTPHEN])["waarde"].item() == 20
    assert stands == ([ZUTPHEN] if same else []), "only what still stands is given"
    assert set(before.filter(pl.col("waarde").is_null())["status"]) == {"geheim"}
    changes = monitor.current.changes()
    assert changes.height > 0
    assert changes["was_waarde"].null_count() == changes.height
    assert value(monitor.current, "001", ZUTPHEN) in (20, 21)


def test_what_is_withheld_by_a_publication_under_way_counts_already(monitor: Published) -> None:
    monitor.handed_in = ["bron1"]
    for text in ("GM0200 10; GM0301 20", "GM0200 .||geheim; GM0301 21"):
        monitor.delivery("bron1").publish(text)
    put_back_to_intended(monitor.folder)

    before = monitor.current.as_it_was("000", "bijstand_personen", [APELDOORN, ZUTPHEN])
    assert before["waarde"].to_list() == [None, None]


def test_of_partners_earlier_values_are_given_where_nothing_is_withheld(monitor: Published) -> None:
    monitor.handed_in = ["bron1"]
    for text in ("GM0200 10", "GM0200 11"):
        monitor.delivery("bron1").publish(text)

    assert value(monitor.current, "000") == 10


def test_what_a_later_monitor_wrote_is_refused_in_dutch(monitor: Published) -> None:
    monitor.publish("GM0200 10")
    path = history_of(monitor.folder).path
    rows = pl.read_parquet(path / "000001-000.parquet")
    facts = pl.read_parquet_metadata(path / "000001-000.parquet")
    facts.pop("ARROW:schema")
    rows.write_parquet(path / "000002-001.parquet", metadata={**facts, "versie": str(VERSION + 1)})

    with pytest.raises(HistoryError, match="nieuwere versie van de monitor"):
        monitor.current.changes()


def test_a_broken_file_is_named_and_stops_the_next_publication(monitor: Published) -> None:
    monitor.publish("GM0200 10")
    (history_of(monitor.folder).path / "000001-000.parquet").write_bytes(b"half")

    with pytest.raises(HistoryError, match=r"000001-000.parquet is niet te lezen .*reservekopie"):
        monitor.delivery("bron1").publish("GM0200 11")
    assert monitor.folder.current().stem == "000"


def test_a_reader_never_misses_a_publication_or_meets_an_error_while_others_publish(
    monitor: Published,
) -> None:
    monitor.publish("GM0200 10")
    last, seen, wrong = 12, set[int](), list[object]()

    def read() -> None:
        while last - 1 not in seen and not wrong:
            try:
                warehouse = monitor.current
                number = int(warehouse.build)
                if value(warehouse, warehouse.build) != 10 + number:
                    wrong.append(number)
                if warehouse.changes().height < number:
                    wrong.append((number, "changes"))
                warehouse.close()
            except Exception as failure:
                wrong.append(failure)
                return
            seen.add(number)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for each in readers:
        each.start()
    for number in range(1, last):
        monitor.delivery("bron1").publish(f"GM0200 {10 + number}")
    for each in readers:
        each.join(60)
    assert wrong == []
    assert last - 1 in seen


def test_what_an_earlier_monitor_wrote_without_a_column_is_read(monitor: Published) -> None:
    monitor.publish("GM0200 10")
    path = history_of(monitor.folder).path / "000001-000.parquet"
    facts = pl.read_parquet_metadata(path)
    facts.pop("ARROW:schema")
    pl.read_parquet(path).drop("noemer_marge", "toelichting").write_parquet(path, metadata=facts)
    monitor.delivery("bron1").publish("GM0200 11")

    assert [value(monitor.current, each) for each in ("000", "001")] == [10, 11]
    assert "gemaakt_van" in facts
    assert json.loads(facts["gemaakt_van"])["definitions"] == {"bijstand_personen": "1"}


VALUES = st.sampled_from(["10", "11", "12", ".||geheim", None])
STATES = st.tuples(VALUES, VALUES, VALUES).filter(any)


def written(state: tuple[str | None, ...]) -> str:
    codes = ("GM0200", "GM0301", "GM0246")
    return "; ".join(f"{code} {each}" for code, each in zip(codes, state, strict=True) if each)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(STATES, st.sampled_from(["back", "lose"])), min_size=2, max_size=5))
def test_as_it_was_in_a_build_is_what_the_build_held(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    monitor = Published(DataFolder(tmp_path_factory.mktemp("verloop")))
    held: dict[str, pl.DataFrame] = {}

    def seen() -> None:
        current = monitor.current
        held[current.build] = current.all_figures().select(list(KEPT))
        current.close()

    monitor.publish("GM0200 1")
    seen()
    for step in steps:
        if step == "lose":
            monitor.lose_builds()
            monitor.publish("GM0200 1")
        elif step == "back":
            if len(monitor.folder.finished()) < 2 or monitor.folder.pinned():
                continue
            monitor.folder.go_back()
            enter_current(monitor.folder)
            seen()
            monitor.folder.release()
            enter_current(monitor.folder)
        else:
            monitor.delivery("bron1").publish(written(step))
        seen()

    history = history_of(monitor.folder)
    published = history.publications()
    assert {each.build for each in published} == held.keys()
    order = ["gebied", "periode", "reeks", "indicator"]
    for each in published:
        found = history.figures(each)
        assert found.sort(order).equals(held[each.build].sort(order))
