"""The one place that remembers: answers are kept per build, question and scalar choices.

A page asks as if nothing were kept. A new build or a new day empties the memory by itself, and a
script run keeps the build that it started with, so that a page never shows two builds at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from warehouse.builds import DataFolder
from warehouse.periods import today
from warehouse.reader import Warehouse, open_current

P = ParamSpec("P")
T = TypeVar("T")

KEPT_ANSWERS = 2000
PINNED = "_warehouse"
_LATER: ContextVar[Warehouse | None] = ContextVar("_LATER", default=None)
"""The build that is answered from outside a script run."""


class _Answers:
    """The answers on one build on one day, the least used forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._state = ""
        self._lock = threading.Lock()

    def turn_to(self, state: str) -> None:
        """Forget everything unless it was answered in this state."""
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state

    def get(self, state: str, key: Hashable, ask: Callable[[], T]) -> T:
        """Give the kept answer, or ask; a run that is held to another state leaves no trace."""
        with self._lock:
            if state == self._state and key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        answer = ask()
        with self._lock:
            if state == self._state:
                self._kept[key] = answer
                while len(self._kept) > KEPT_ANSWERS:
                    self._kept.popitem(last=False)
        return answer


_ANSWERS = _Answers()


def pin_current_build() -> Warehouse:
    """Hold this script run to the build that is current now."""
    warehouse = open_current(DataFolder.configured())
    _ANSWERS.turn_to(_state(warehouse))
    st.session_state[PINNED] = warehouse
    return warehouse


def warehouse_in_use() -> Warehouse:
    """Give the build that this run is held to."""
    held: Warehouse | None = _LATER.get() or st.session_state.get(PINNED)
    return held or pin_current_build()


def later(make: Callable[[], T]) -> Callable[[], T]:
    """Put off what a reader may never ask for; once asked, it is answered from the build of this run."""
    warehouse = warehouse_in_use()

    def made() -> T:
        before = _LATER.set(warehouse)
        try:
            return make()
        finally:
            _LATER.reset(before)

    return made


def kept(question: Callable[Concatenate[Warehouse, P], T]) -> Callable[P, T]:
    """Keep what a question on the warehouse answers; its choices are scalars or tuples of them."""

    @wraps(question)
    def ask(*choices: P.args, **named: P.kwargs) -> T:
        warehouse = warehouse_in_use()
        asked = _typed((choices, tuple(sorted(named.items()))))
        key = (question.__module__, question.__qualname__, asked)
        return _ANSWERS.get(_state(warehouse), key, lambda: question(warehouse, *choices, **named))

    return ask


def _state(warehouse: Warehouse) -> str:
    """What answers hang on beside the choices: today decides what is stale, and who is a member."""
    return f"{warehouse.build} {today()}"


def _typed(choice: Any) -> Hashable:
    """Tell 1 from True and 1.0, which are equal as keys."""
    return tuple(map(_typed, choice)) if isinstance(choice, tuple) else (type(choice), choice)
