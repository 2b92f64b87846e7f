"""What an indicator is: its meaning, unit, direction and where its figures come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any


class Unit(Enum):
    """A unit as written beside a figure, and the unit that a difference is written in."""

    PROCENT = ("%", "procentpunt")
    PERSONEN = ("personen", "personen")
    UITKERINGEN = ("uitkeringen", "uitkeringen")
    PER_1000 = ("per 1.000 inwoners van 15 tot 65 jaar", "per 1.000")
    INWONERS = ("inwoners", "inwoners")
    EURO = ("euro", "euro")
    MILJOEN_EURO = ("miljoen euro", "miljoen euro")
    CONTRACTEN = ("contracten", "contracten")
    BEDRIJVEN = ("bedrijven", "bedrijven")
    VOUCHERS = ("vouchers", "vouchers")
    BANEN = ("banen", "banen")
    PLAATSINGEN = ("plaatsingen", "plaatsingen")
    AANTAL = ("", "")
    CIJFER = ("", "punt")

    @property
    def sign(self) -> str:
        return self.value[0]

    @property
    def difference(self) -> str:
        return self.value[1]

    @property
    def named(self) -> str:
        """The unit as an axis or a list names it: a count and a mark have a name and no sign."""
        return self.sign or self.name.lower()

    @property
    def relative(self) -> bool:
        """Tell whether areas of unlike size can be compared as they are."""
        return self in (Unit.PROCENT, Unit.PER_1000, Unit.CIJFER)


class Direction(Enum):
    """Which way is good for the people it counts."""

    HOGER = "hoger is gunstiger"
    LAGER = "lager is gunstiger"
    NEUTRAAL = "hoger of lager is op zichzelf niet gunstig of ongunstig"


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A figure made of two others: `factor` x teller / noemer.

    Both are kept, so that any set of gemeenten adds up exactly. With `noemer_next_day` the noemer is
    counted on the day after the teller (31 december beside 1 januari).
    """

    teller: str
    noemer: str
    factor: int
    noemer_next_day: bool = False


@dataclass(frozen=True, kw_only=True)
class Break:
    """A point from which figures of one reeks are not comparable with those before it.

    `gebied` names the one area that it is about, `categorie` the one category of a split; None for
    all.
    """

    date: date
    reeks: str
    reason: str
    gebied: str | None = None
    categorie: str | None = None


@dataclass(frozen=True, kw_only=True)
class OtherMeasure:
    """What a reeks measures that goes by an indicator's name and is not quite it.

    Persons where others count benefits, an average over years where others give one year. Its
    figures are named for what they are, and a difference with the other reeksen is no dispute.
    """

    reeks: str
    unit: Unit
    title: str
    spoken: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One thing that the monitor measures.

    `spoken` is the title inside a sentence, with its article and followed by a singular verb.
    `reeksen` names the series that give its figures, the preferred one first; `preference` says in
    Dutch why that one. `stock` is true for a count on one day, false for a figure over a period.
    `additive` is true where the figures of gemeenten add up to a larger area; `survey` where they are
    estimated from a sample, so that a difference can be chance. `other_measures` tells which of
    `reeksen` measure something else under this name. `target` is the indicator that says, for the same
    area, period and category, what was aimed at.
    """

    id: str
    title: str
    theme: str
    unit: Unit
    decimals: int
    direction: Direction
    spoken: str
    definition: str
    formula: str
    reeksen: tuple[str, ...]
    preference: str
    stock: bool
    additive: bool
    pages: tuple[str, ...]
    survey: bool = False
    other_measures: tuple[OtherMeasure, ...] = ()
    ratio: Ratio | None = None
    target: str | None = None
    breaks: tuple[Break, ...] = ()
    caveat: str = ""

    def break_between(self, earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Break | None:
        """Give what keeps two figures of an area (rows of `Cijfer`) from being compared."""
        return next(
            (
                each
                for each in self.breaks
                if each.reeks == later["reeks"]
                and each.gebied in (None, later["gebied"])
                and earlier["begin"] < each.date <= later["begin"]
            ),
            None,
        )

    def other_measure(self, reeks: str) -> OtherMeasure | None:
        """Give what a reeks measures where that is something else than the indicator."""
        return next((each for each in self.other_measures if each.reeks == reeks), None)

    def measured_in(self, reeks: str) -> Indicator:
        """Give the indicator under the name and unit of what this reeks measures."""
        other = self.other_measure(reeks)
        if other is None:
            return self
        return replace(self, unit=other.unit, title=other.title, spoken=other.spoken)
