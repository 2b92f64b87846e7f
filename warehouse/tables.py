"""The shapes that the warehouse keeps, as contracts that every row is held to."""

from __future__ import annotations

import dataframely as dy
import polars as pl

VALUE_STATUSES = (
    "definitief",
    "nader voorlopig",
    "voorlopig",
    "gedrukt",
    "afgeleid",
    "herhaald",
    "strijdig",
    "ondergrens",
    "bovengrens",
)
"""What a figure that is there can be: as the source names it, or as we made it; `strijdig` where its
own source contradicts it; a bound where it only says that there was more, or less."""

LOWER_BOUND, UPPER_BOUND = BOUNDS = ("ondergrens", "bovengrens")

MISSING_REASONS = (
    "niet gepubliceerd",
    "geheim",
    "ingehouden",
    "onvolledig",
    "noemer niet beschikbaar",
    "niet beschikbaar op dit niveau",
)
"""Why a figure is not there. A missing value always carries one of these; `ingehouden` is a figure that
its source does print, and that cannot be right."""


FIGURE_KEY = ("indicator", "reeks", "bron", "gebied", "periode", "kenmerk", "categorie")
"""What makes a figure one figure; two rows that share it are a mistake in a delivery."""


class Waarneming(dy.Schema):
    """One figure as a source gives it, in whole units (persons, percent, euro).

    `marge` is the half-width of what rounding in the source leaves open (0,05 for a percentage with
    one decimal, 500 for thousands); null when unknown. `kenmerk` and `categorie` run parallel and
    are empty for a figure that is not split up.
    """

    indicator = dy.String()
    reeks = dy.String()
    bron = dy.String()
    tabel = dy.String()
    gebied = dy.String(regex=r"^(NL01|(PV|AM)\d{2}|GM\d{4}|SR\d{4}-[a-z-]+)$")
    periode = dy.String()
    soort = dy.Enum(["jaar", "kwartaal", "maand", "dag"])
    begin = dy.Date()
    einde = dy.Date()
    kenmerk = dy.List(dy.String())
    categorie = dy.List(dy.String())
    waarde = dy.Decimal(18, 4, nullable=True)
    marge = dy.Decimal(18, 4, nullable=True)
    status = dy.Enum([*VALUE_STATUSES, *MISSING_REASONS])
    vindplaats = dy.String()
    opmerking = dy.String(nullable=True)

    @dy.rule()
    def missing_has_a_reason(cls) -> pl.Expr:
        return cls.waarde.col.is_null() == cls.status.col.cast(pl.String).is_in(MISSING_REASONS)

    @dy.rule()
    def period_runs_forward(cls) -> pl.Expr:
        return cls.begin.col <= cls.einde.col

    @dy.rule()
    def bound_is_added_to_nothing(cls) -> pl.Expr:
        """A sum of gemeenten of which one is a bound would look like a figure."""
        bound = cls.status.col.cast(pl.String).is_in(BOUNDS)
        return ~(bound & cls.gebied.col.str.starts_with("GM"))

    @dy.rule()
    def figure_is_unique(cls) -> pl.Expr:
        return pl.len().over(*FIGURE_KEY) == 1


class Gebied(dy.Schema):
    """An area by its code: land, provincie, arbeidsmarktregio, subregio or gemeente."""

    gebied = dy.String(primary_key=True)
    soort = dy.Enum(["land", "provincie", "arbeidsmarktregio", "subregio", "gemeente"])
    naam = dy.String(min_length=1)
    definitie = dy.String(nullable=True)
    begin = dy.Date(nullable=True)
    einde = dy.Date(nullable=True)
    tegel_kolom = dy.Int64(nullable=True)
    tegel_rij = dy.Int64(nullable=True)


class Gebiedsnaam(dy.Schema):
    """A name that an area has, had, or is given in a source."""

    gebied = dy.String(primary_key=True)
    naam = dy.String(primary_key=True, min_length=1)
    soort = dy.Enum(["naam", "vroegere naam", "schrijfwijze"])
    bron = dy.String()


class Lidmaatschap(dy.Schema):
    """A gemeente as part of a larger area, from the first to the last day, both included."""

    geheel = dy.String(primary_key=True)
    deel = dy.String(primary_key=True, regex=r"^GM\d{4}$")
    begin = dy.Date(primary_key=True)
    einde = dy.Date(nullable=True)
    bron = dy.String()
    vindplaats = dy.String()
    opmerking = dy.String(nullable=True)


class Cijfer(dy.Schema):
    """One figure as the reader hands it out: on the screen, in a download and from the command alike.

    `samenstelling` is `gepubliceerd` (the source's own figure for the area), or the composition that
    gemeenten were added up for (`zoals-toen`, `huidig`, a year); null for a gemeente or Nederland.
    `leden` counts the gemeenten in it. `status` is one of `Waarneming`'s or `berekend`. Where sources
    disagree beyond their rounding all of them are rows with `strijdig`; exactly one is `gekozen`.
    """

    indicator = dy.String()
    gebied = dy.String()
    naam = dy.String()
    samenstelling = dy.String(nullable=True)
    leden = dy.Int64(nullable=True)
    periode = dy.String()
    soort = dy.String()
    begin = dy.Date()
    einde = dy.Date()
    kenmerk = dy.List(dy.String())
    categorie = dy.List(dy.String())
    waarde = dy.Decimal(18, 4, nullable=True)
    marge = dy.Decimal(18, 4, nullable=True)
    teller = dy.Decimal(18, 4, nullable=True)
    noemer = dy.Decimal(18, 4, nullable=True)
    status = dy.String()
    strijdig = dy.Bool()
    gekozen = dy.Bool()
    reeks = dy.String()
    tabel = dy.String()
    bron = dy.String()
    vindplaats = dy.String()
    opmerking = dy.String(nullable=True)
