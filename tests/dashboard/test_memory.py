"""What is kept, how long, and for which question."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard import memory
from dashboard.memory import KEPT_ANSWERS, _Answers, _typed
from tests.warehouse import drawn
from warehouse.builds import DataFolder
from warehouse.reader import Warehouse

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from([0.0, 1.0, -1.0]),
    st.sampled_from(["", "0", "1", "None", "GM0200"]),
    st.sampled_from([datetime.date(2023, 12, 31), Decimal(1)]),
)
CHOICES = st.recursive(SCALARS, lambda each: st.lists(each, max_size=3).map(tuple), max_leaves=5)


def same(one: object, other: object) -> bool:
    """Tell whether two choices are the same to a person: 1 is not True, and a tuple is no scalar."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@given(CHOICES, CHOICES)
def test_different_choices_never_share_an_answer(one: object, other: object) -> None:
    answers = _Answers()
    answers.turn_to("1")

    answers.get("1", _typed(one), lambda: "first")
    found = answers.get("1", _typed(other), lambda: "second")

    assert found == ("first" if same(one, other) else "second")


def test_an_answer_is_asked_once_in_one_state() -> None:
    answers, asked = _Answers(), iter(range(10))
    answers.turn_to("1")

    assert [answers.get("1", "question", lambda: next(asked)) for _ in range(3)] == [0, 0, 0]
    answers.turn_to("1")
    assert answers.get("1", "question", lambda: next(asked)) == 0


def test_another_state_empties_the_memory_back_and_forth() -> None:
    answers, asked = _Answers(), iter(range(10))
    found = []
    for state in ("1", "2", "2", "1", "1"):
        answers.turn_to(state)
        found.append(answers.get(state, "question", lambda: next(asked)))

    assert found == [0, 1, 1, 2, 2]


def test_a_run_that_is_held_to_another_state_neither_finds_nor_leaves_anything() -> None:
    answers = _Answers()
    answers.turn_to("new")
    answers.get("new", "question", lambda: "of the new build")

    assert answers.get("old", "question", lambda: "of the old build") == "of the old build"
    assert answers.get("new", "question", lambda: "asked again") == "of the new build"


def test_an_answer_that_took_until_after_a_publish_is_not_kept() -> None:
    answers = _Answers()
    answers.turn_to("old")

    def slowly() -> str:
        answers.turn_to("new")
        return "of the old build"

    assert answers.get("old", "question", slowly) == "of the old build"
    assert answers.get("new", "question", lambda: "of the new build") == "of the new build"


def test_the_least_used_answers_are_forgotten_first() -> None:
    answers = _Answers()
    answers.turn_to("1")
    for number in range(KEPT_ANSWERS):
        answers.get("1", number, lambda: "kept")
    answers.get("1", 0, lambda: "asked again")
    answers.get("1", "one too many", lambda: "kept")

    assert answers.get("1", 0, lambda: "asked again") == "kept"
    assert answers.get("1", 1, lambda: "asked again") == "asked again"


def test_a_question_that_fails_is_asked_again() -> None:
    answers = _Answers()
    answers.turn_to("1")
    with pytest.raises(ZeroDivisionError):
        answers.get("1", "question", lambda: 1 / 0)

    assert answers.get("1", "question", lambda: "answered") == "answered"


# The same through a session, as pages use it.


@memory.kept
def bijstand(warehouse: Warehouse, gebied: str, *, times: int | bool = 1) -> tuple[str, Decimal]:
    """Give the build and its figure, some times over."""
    value: Decimal = warehouse.figures("bijstand_personen", [gebied])["waarde"].item()
    return warehouse.build, value * times


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    return DataFolder(tmp_path)


def publish(folder: DataFolder, number: int) -> Path:
    drawing = f"indicator|gebied|periode|waarde\nbijstand_personen|GM0200|2021-12-31|{number}"
    return drawn.publish(folder, f"{number:03}", drawn.tables(drawn.waarnemingen(drawing)))


class Session:
    """A session of one reader: each run takes its steps, held to one build."""

    def __init__(self) -> None:
        self.steps: list[Callable[[], object]] = []
        self.found: list[object] = []
        self._page = AppTest.from_function(_page, args=(self,), default_timeout=30)

    def take_steps(self) -> None:
        memory.pin_current_build()
        self.found = [step() for step in self.steps]

    def run(self, *steps: Callable[[], object]) -> list[object]:
        self.steps = list(steps)
        self._page.run()
        assert not self._page.exception
        return self.found


def _page(session) -> None:  # type: ignore[no-untyped-def]
    # AppTest runs this text as a script, which knows no names of this module.
    session.take_steps()


def ask() -> tuple[str, Decimal]:
    return bijstand("GM0200")


def test_a_new_build_is_answered_from_at_the_next_run(folder: DataFolder) -> None:
    publish(folder, 1)
    session = Session()

    assert session.run(ask, ask) == [("001", 1), ("001", 1)]
    publish(folder, 2)
    assert session.run(ask) == [("002", 2)]


def test_a_run_keeps_the_build_that_it_started_with(folder: DataFolder) -> None:
    publish(folder, 1)
    other = Session()

    def meanwhile() -> object:
        publish(folder, 2)
        return None

    found = Session().run(ask, meanwhile, ask, lambda: bijstand("GM0200", times=3))
    assert found == [("001", 1), None, ("001", 1), ("001", 3)]
    assert other.run(ask) == [("002", 2)]


def test_going_back_to_an_earlier_build_is_going_back(folder: DataFolder) -> None:
    first = publish(folder, 1)
    publish(folder, 2)
    session = Session()
    assert session.run(ask) == [("002", 2)]

    folder.publish(first)

    assert session.run(ask) == [("001", 1)]
    [once], [again] = (session.run(lambda: bijstand("GM0200")) for _ in range(2))
    assert once is again


def test_choices_by_name_and_by_place_count_with_their_kind(folder: DataFolder) -> None:
    publish(folder, 5)

    found = Session().run(
        lambda: bijstand("GM0200", times=1),
        lambda: bijstand("GM0200", times=True),
        lambda: bijstand("GM0200", times=2),
        lambda: bijstand(gebied="GM0200", times=2),
    )

    assert found == [("005", 5), ("005", 5), ("005", 10), ("005", 10)]
    assert found[0] is not found[1]


def test_what_cannot_be_a_key_is_refused(folder: DataFolder) -> None:
    publish(folder, 5)

    def ask_with_a_list() -> object:
        with pytest.raises(TypeError, match="unhashable"):
            bijstand(["GM0200"])  # type: ignore[arg-type]
        return "refused"

    assert Session().run(ask_with_a_list) == ["refused"]


def test_a_new_day_is_answered_anew(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folder, 5)
    session = Session()
    [before] = session.run(ask)

    monkeypatch.setattr(memory, "today", lambda: datetime.date(2999, 1, 1))

    [after], [again] = session.run(ask), session.run(ask)
    assert before == after
    assert before is not after
    assert after is again


def test_two_sessions_share_what_was_answered(folder: DataFolder) -> None:
    publish(folder, 5)

    [one], [other] = Session().run(ask), Session().run(ask)

    assert one is other
