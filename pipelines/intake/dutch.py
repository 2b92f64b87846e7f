"""Values as Dutch spreadsheets write them: numbers, amounts, percentages, dates, and nothing at all."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal

from warehouse.periods import MONTHS

EMPTY = frozenset({"", "-", "--", "–", "—", ".", "n.v.t.", "n.v.t", "nvt", "n/a", "(leeg)"})
"""What stands in a cell in which nothing is filled in."""

_NUMBER = re.compile(
    r"(?P<sign>[-−+]?)\s*(?:€|EUR|euro)?\s*(?P<sign2>[-−]?)\s*"
    r"(?P<whole>\d{1,3}(?:[. ']\d{3})+|\d+)(?:,(?P<part>\d+|-{1,2}|–))?\s*(?:€|EUR|euro|%|procent)?",
    re.IGNORECASE,
)
_NOTHING_DUE = re.compile(r"(?:€|EUR)\s*[-–]+", re.IGNORECASE)
"""An amount of zero, as an accounting format writes it."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_DAY_FIRST = re.compile(
    r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?"
)
_WORDS = re.compile(r"(?:[a-z]{2,9},? )?(\d{1,2})[- ]([a-z]+)\.?[- ](\d{4}|\d{2})")
_TOGETHER = re.compile(r"(19|20)\d{6}")
_SERIAL = re.compile(r"(\d{5})(?:,\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_050
"""1 January 1950 and 31 December 2099, as Excel counts days."""
_EXCEL_BEGAN = date(1899, 12, 30)
_MONTH_NUMBERS = {
    short: number
    for number, name in enumerate(MONTHS, 1)
    for short in {name, name[:3], name[:4], {"maart": "mrt"}.get(name, name)}
}


def bare(written: str) -> str:
    """A name without case, accents, spaces and punctuation, as headers are compared."""
    letters = unicodedata.normalize("NFKD", written.replace("&", " en ").casefold())
    return re.sub(r"[^a-z0-9]", "", letters)


def is_empty(written: str) -> bool:
    """Tell whether a cell says that nothing is filled in."""
    return written.strip().casefold() in EMPTY


def number(written: str) -> Decimal:
    """Read `1.234`, `1.234,5`, `€ 9.437.463,-`, `€ -`, `66,2%`; ValueError (in Dutch) otherwise.

    A point groups thousands; `1.5` is no number here, since it can be 1,5 as well as a slip.
    """
    text = written.strip()
    if _NOTHING_DUE.fullmatch(text):
        return Decimal(0)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError("moet een getal zijn, met een komma voor decimalen (1.234,5)")
    whole = re.sub(r"\D", "", found["whole"])
    part = found["part"] or ""
    value = Decimal(f"{whole}.{part}" if part.isdecimal() else whole)
    return -value if found["sign"] in ("-", "−") or found["sign2"] else value


def whole_number(written: str) -> int:
    """Read a number without decimals; `12,0` is one too."""
    value = number(written)
    if value != value.to_integral_value():
        raise ValueError("moet een geheel getal zijn")
    return int(value)


def day(written: str) -> date:
    """Read `01-03-2023`, `15-6-2023`, `1 januari 2024`, ISO or Excel's own number of a day.

    ValueError (in Dutch) on anything else, and on a day that no calendar has.
    """
    text = " ".join(written.split()).casefold()
    try:
        if found := _ISO.fullmatch(text.upper()):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(text):
            return date(_year(found[3]), int(found[2]), int(found[1]))
        if (found := _WORDS.fullmatch(text)) and found[2] in _MONTH_NUMBERS:
            return date(_year(found[3]), _MONTH_NUMBERS[found[2]], int(found[1]))
        if _TOGETHER.fullmatch(text):
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as unknown:
        raise ValueError("is een dag die niet bestaat") from unknown
    if (found := _SERIAL.fullmatch(text)) and _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL:
        return _EXCEL_BEGAN + timedelta(days=int(found[1]))
    raise ValueError("moet een datum zijn, bijvoorbeeld 15-06-2023")


def _year(written: str) -> int:
    return int(written) + 2000 if len(written) == 2 else int(written)
