"""Periods as the monitor writes them: 2023, 2023K1, 2023-06, 2021-12-31."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

PeriodKind = Literal["jaar", "kwartaal", "maand", "dag"]

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

_WRITTEN = re.compile(
    r"(?P<jaar>\d{4})(?:K(?P<kwartaal>[1-4])|-(?P<maand>\d{2})(?:-(?P<dag>\d{2}))?)?"
)
_CBS_KEY = re.compile(r"(?P<jaar>\d{4})(?P<soort>JJ|KW|MM)(?P<nummer>\d{2})")


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole days, first and last day included."""

    begin: date
    einde: date
    soort: PeriodKind

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31), "jaar")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        if not 1 <= quarter <= 4:
            raise ValueError(f"kwartaal {quarter} bestaat niet (1-4)")
        return cls(date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3), "kwartaal")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), _month_end(year, month), "maand")

    @classmethod
    def day(cls, day: date) -> Period:
        return cls(day, day, "dag")

    @classmethod
    def parse(cls, written: str) -> Period:
        """Read `2023`, `2023K1`, `2023-06` or `2021-12-31`; ValueError (in Dutch) on anything else."""
        match = _WRITTEN.fullmatch(written.strip())
        if match is None:
            raise ValueError(
                f"periode '{written}' is niet te lezen; schrijf 2023, 2023K1, 2023-06 of 2021-12-31"
            )
        year = int(match["jaar"])
        try:
            if match["kwartaal"]:
                return cls.quarter(year, int(match["kwartaal"]))
            if match["dag"]:
                return cls.day(date(year, int(match["maand"]), int(match["dag"])))
            if match["maand"]:
                return cls.month(year, int(match["maand"]))
            return cls.year(year)
        except ValueError as unknown_day:
            raise ValueError(f"periode '{written}' bestaat niet op de kalender") from unknown_day

    @classmethod
    def parse_range(cls, written: str) -> tuple[Period, Period]:
        """Read one period or a range such as `2018:2023`; both ends are of one kind."""
        first, colon, last = written.partition(":")
        begin = cls.parse(first)
        if not colon:
            return begin, begin
        einde = cls.parse(last)
        if begin.soort != einde.soort:
            raise ValueError(
                f"periode '{written}' begint met een {begin.soort} en eindigt met een {einde.soort}"
            )
        if einde < begin:
            raise ValueError(f"periode '{written}' eindigt voor zij begint")
        return begin, einde

    @classmethod
    def from_cbs_key(cls, key: str) -> Period:
        """Read a CBS period key: `2023JJ00`, `2023KW01`, `2023MM01`."""
        match = _CBS_KEY.fullmatch(key.strip())
        if match is None:
            raise ValueError(f"CBS-periode '{key}' is niet te lezen (JJ, KW of MM verwacht)")
        year, number = int(match["jaar"]), int(match["nummer"])
        try:
            if match["soort"] == "KW":
                return cls.quarter(year, number)
            if match["soort"] == "MM":
                return cls.month(year, number)
            return cls.year(year)
        except ValueError as unknown_day:
            raise ValueError(f"CBS-periode '{key}' bestaat niet op de kalender") from unknown_day

    @property
    def text(self) -> str:
        """The period as commands, links and downloads write it."""
        if self.soort == "jaar":
            return self.begin.isoformat()[:4]
        if self.soort == "kwartaal":
            return f"{self.begin.isoformat()[:4]}K{(self.begin.month + 2) // 3}"
        return self.begin.isoformat()[: 7 if self.soort == "maand" else 10]

    @property
    def spoken(self) -> str:
        """The period as a Dutch reader says it: `1e kwartaal 2023`, `31 december 2021`."""
        month = MONTHS[self.begin.month - 1]
        if self.soort == "jaar":
            return f"{self.begin:%Y}"
        if self.soort == "kwartaal":
            return f"{(self.begin.month + 2) // 3}e kwartaal {self.begin:%Y}"
        if self.soort == "maand":
            return f"{month} {self.begin:%Y}"
        return f"{self.begin.day} {month} {self.begin:%Y}"

    def contains(self, other: Period) -> bool:
        return self.begin <= other.begin and other.einde <= self.einde

    def last_day(self) -> Period:
        """The reference date of a stock that is counted at the end of this period."""
        return Period.day(self.einde)

    def next_day(self) -> date:
        return self.einde + timedelta(days=1)


def today() -> date:
    """Give the date in the Netherlands, wherever the server stands."""
    return in_dutch_time(datetime.now(UTC)).date()


def in_dutch_time(moment: datetime) -> datetime:
    """Give a moment as clocks in the Netherlands show it; one without a zone is that already."""
    return (
        moment.astimezone(ZoneInfo("Europe/Amsterdam")).replace(tzinfo=None)
        if moment.tzinfo
        else moment
    )


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
