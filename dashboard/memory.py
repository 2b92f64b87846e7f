"""The one place that remembers: answers are kept per build, question and scalar choices.

A page asks as if nothing were kept. A new build empties the memory by itself, and a script run
keeps the build that it started with, so that a page never shows two builds at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from warehouse.builds import DataFolder
from warehouse.reader import Warehouse, open_current

P = ParamSpec("P")
T = TypeVar("T")

KEPT_ANSWERS = 2000
PINNED = "_warehouse"


class _Answers:
    """The answers on one build, the least used forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._build = ""
        self._lock = threading.Lock()

    def get(self, build: str, key: Hashable, ask: Callable[[], T]) -> T:
        with self._lock:
            if build > self._build:
                self._kept.clear()
                self._build = build
            if build == self._build and key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        answer = ask()
        with self._lock:
            if build == self._build:
                self._kept[key] = answer
                while len(self._kept) > KEPT_ANSWERS:
                    self._kept.popitem(last=False)
        return answer


_ANSWERS = _Answers()


def pin_current_build() -> Warehouse:
    """Hold this script run to the build that is current now."""
    warehouse = open_current(DataFolder.configured())
    st.session_state[PINNED] = warehouse
    return warehouse


def warehouse_in_use() -> Warehouse:
    """Give the build that this run is held to."""
    held: Warehouse | None = st.session_state.get(PINNED)
    return held or pin_current_build()


def kept(question: Callable[Concatenate[Warehouse, P], T]) -> Callable[P, T]:
    """Keep what a question on the warehouse answers; its choices are scalars or tuples of them."""

    @wraps(question)
    def ask(*choices: P.args, **named: P.kwargs) -> T:
        warehouse = warehouse_in_use()
        key = (question.__module__, question.__qualname__, choices, tuple(sorted(named.items())))
        return _ANSWERS.get(warehouse.build, key, lambda: question(warehouse, *choices, **named))

    return ask
