"""Why a file is not taken in: in one sentence, or cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

MOST_SHOWN = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


class RefusedFile(Exception):  # noqa: N818 (a verdict, no error of ours)
    """A file that cannot be a delivery; the message is one Dutch sentence for a person."""


@dataclass(frozen=True)
class Fout:
    """What is wrong with one cell, row, column or file; what is not known of its place is null.

    `rij` is counted as Excel does. `waarde` never holds what could point out a person.
    """

    regel: str
    blad: str | None = None
    rij: int | None = None
    kolom: str | None = None
    waarde: str | None = None

    @property
    def place(self) -> str:
        """Where it is, in words: `blad Deelnemers, rij 12, kolom partij`."""
        parts = (("blad", self.blad), ("rij", self.rij), ("kolom", self.kolom))
        return ", ".join(f"{name} {found}" for name, found in parts if found)

    @property
    def spoken(self) -> str:
        """The whole complaint as a sentence."""
        said = f" '{self.waarde}'" if self.waarde else ""
        return f"{self.place}{said}: {self.regel}" if self.place else self.regel


def shown(value: str) -> str:
    """Give a value as it can stand in a message: on one line, not too long."""
    plain = _CONTROL.sub(" ", value).strip()
    return plain if len(plain) <= MOST_SHOWN else f"{plain[: MOST_SHOWN - 1]}…"


_GROUPED = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8}(?!\d)")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes_elfproef(number: str) -> bool:
    """Tell whether eight or nine digits can be a burgerservicenummer.

    Eight, because a spreadsheet drops the zero that many begin with.
    """
    digits = number.zfill(9)
    if len(digits) != 9 or not digits.isascii() or not digits.isdecimal() or set(digits) == {"0"}:
        return False
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def holds_burgerservicenummer(text: str) -> bool:
    """Tell whether a cell holds a number that passes the elfproef, however its digits are grouped.

    Eight digits only count when they are all that stands there, and are no date written together.
    """
    if any(passes_elfproef(re.sub(r"\D", "", found[0])) for found in _GROUPED.finditer(text)):
        return True
    whole = text.strip()
    return (
        len(whole) == 8
        and whole.isascii()
        and whole.isdecimal()
        and passes_elfproef(whole)
        and not _is_date(whole)
    )


def _is_date(digits: str) -> bool:
    for form in ("%Y%m%d", "%d%m%Y"):
        try:
            if 1900 <= datetime.strptime(digits, form).year <= 2100:  # noqa: DTZ007 (a day only)
                return True
        except ValueError:
            continue
    return False
