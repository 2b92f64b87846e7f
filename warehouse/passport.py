"""The passport of a figure: all that is known of it, and the address under which it is found again.

One place for the page and the command. `read` takes a link apart, `passport` looks everything up, and
`warehouse/passport_told.py` says it in Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlencode

import polars as pl

from warehouse.categories import KENMERKEN, UnknownCategoryError, bare, category, in_order
from warehouse.figures import NOT_AT_THIS_LEVEL, NOT_PUBLISHED, NOT_SPLIT_UP
from warehouse.history import VALUE
from warehouse.indicator import Indicator
from warehouse.indicators import INDICATORS
from warehouse.periods import Period, today
from warehouse.reader import AS_IT_WAS, FIRST_DAY, LAST_DAY, SHOWN, SINGLE, Warehouse, reference_day
from warehouse.tables import Cijfer

Row = Mapping[str, Any]
"""One row of a frame with the columns of `Cijfer`."""

PUBLISHED = "gepubliceerd"
"""The `samenstelling` of a regional figure that its source gives itself."""
PAGE = "paspoort"
"""Where the dashboard shows passports, below its address."""
ALWAYS = Period(FIRST_DAY, LAST_DAY, "jaar")
PLACES = " / "
"""Stands between the places of what a ratio is made of."""
MOST_LETTERS = 80
MOST_ALIKE, MOST_PERIODS = 4, 12
NO_SUCH_CATEGORY = "deze categorie komt niet voor"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The figure that a link is about.

    `split` gives the category of each kenmerk. `reeks` and `bron` name one source where several give
    the figure; without them it is the one that is shown. `op` is the day on which it was quoted.
    """

    indicator: str
    gebied: str
    periode: str
    samenstelling: str | None = None
    split: tuple[tuple[str, str], ...] = ()
    reeks: str | None = None
    bron: str | None = None
    op: date | None = None

    @property
    def per(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.split)

    @property
    def categorie(self) -> list[str]:
        return [value for _, value in self.split]

    @property
    def added_up(self) -> str:
        """The composition in which gemeenten are added up for it."""
        own = self.samenstelling
        return AS_IT_WAS if own in (None, PUBLISHED) else str(own)

    @property
    def address(self) -> dict[str, str]:
        """What a link must hold to lead here; what is at its default is left out."""
        return {
            "cijfer": self.indicator,
            "gebied": self.gebied,
            "periode": self.periode,
            **({"per": ";".join(":".join(each) for each in self.split)} if self.split else {}),
            **({"samenstelling": self.samenstelling} if self.samenstelling else {}),
            **({"reeks": self.reeks} if self.reeks else {}),
            **({"bron": self.bron} if self.bron else {}),
            **({"op": self.op.isoformat()} if self.op else {}),
        }

    @property
    def link(self) -> str:
        """The address of the passport, below that of the dashboard."""
        return f"{PAGE}?{urlencode(self.address, safe=':;,')}"


def asked_of(row: Row) -> Asked:
    """Give what leads to the passport of a figure (a row of `Cijfer`).

    The reeks is always named, since what is shown can come from another one tomorrow; the source and
    the composition only of a figure that would not be found without them.
    """
    own = row["samenstelling"]
    usual = row["gekozen"] and own == AS_IT_WAS
    return Asked(
        indicator=row["indicator"],
        gebied=row["gebied"],
        periode=row["periode"],
        samenstelling=None if usual else own,
        split=tuple(zip(row["kenmerk"], row["categorie"], strict=True)),
        reeks=(row["reeks"] or None) if row["bron"] else None,
        bron=None if row["gekozen"] else row["bron"] or None,
    )


@dataclass(frozen=True)
class Link:
    """What a link asks for as far as it is understood, and what is not, in Dutch."""

    asked: Asked | None
    complaints: tuple[str, ...] = ()


def read(warehouse: Warehouse, link: Mapping[str, str]) -> Link:
    """Take a link apart; indicators, areas and categories are known under every spelling.

    `asked` is None where it is not clear which figure is meant. What only says how to look at it and
    is not understood (the day) is left out, and told.
    """
    wrong: list[str] = []
    indicator = _indicator(link.get("cijfer") or link.get("indicator") or "", wrong)
    gebied = _area(warehouse, link.get("gebied", ""), wrong)
    periode = _period(link.get("periode", ""), wrong)
    split = _split(link.get("per", ""), wrong)
    samenstelling = link.get("samenstelling") or None
    if samenstelling not in (None, PUBLISHED):
        try:
            reference_day(str(samenstelling))
        except ValueError:
            wrong.append(f"de samenstelling {_quoted(str(samenstelling))}")
    if wrong:
        return Link(None, tuple(wrong))
    op, late = _day(link.get("op", ""))
    asked = Asked(
        indicator=indicator,
        gebied=gebied,
        periode=periode,
        samenstelling=samenstelling,
        split=split,
        reeks=link.get("reeks") or None,
        bron=link.get("bron") or None,
        op=op,
    )
    return Link(asked, late)


def _quoted(written: str) -> str:
    """Quote what a link says, in one line and not longer than a line."""
    return f"‘{' '.join(written.split())[:MOST_LETTERS]}’" if written.strip() else "zonder inhoud"


def _indicator(written: str, wrong: list[str]) -> str:
    if written in INDICATORS:
        return written
    named = {bare(name): each.id for each in INDICATORS.values() for name in (each.title, each.id)}
    found = named.get(bare(written))
    if found is None and not written.strip():
        wrong.append("een cijfer zonder naam")
    # What the monitor no longer measures may have been quoted once: its history decides.
    return found or written


def _area(warehouse: Warehouse, written: str, wrong: list[str]) -> str:
    known = warehouse.areas().sort("eigen")
    names = warehouse.area_names().select("naam", "gebied")
    spellings = {bare(name): code for name, code in names.iter_rows()}
    spellings |= {bare(name): code for name, code in known.select("naam", "gebied").iter_rows()}
    spellings |= {bare(code): code for code in known["gebied"]}
    found = spellings.get(bare(written))
    if found is None:
        wrong.append(f"het gebied {_quoted(written)}")
    return found or ""


def _period(written: str, wrong: list[str]) -> str:
    try:
        return Period.parse(written.upper()).text
    except ValueError:
        wrong.append(f"de periode {_quoted(written)}")
        return ""


def _split(written: str, wrong: list[str]) -> tuple[tuple[str, str], ...]:
    """Read `partij:UWV;sector:horeca` in any order and spelling."""
    found: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in written.split(";"))):
        kenmerk, colon, named = (each.strip() for each in part.partition(":"))
        if kenmerk.lower() not in KENMERKEN or not colon:
            wrong.append(f"de uitsplitsing {_quoted(part)}")
            continue
        try:
            found[kenmerk.lower()] = category(kenmerk.lower(), named)
        except UnknownCategoryError:
            found[kenmerk.lower()] = named
    return tuple((name, found[name]) for name in in_order(found))


def _day(written: str) -> tuple[date | None, tuple[str, ...]]:
    if not written:
        return None, ()
    try:
        asked = Period.parse(written)
    except ValueError:
        asked = None
    if asked is None or asked.soort != "dag":
        return None, (f"de dag {_quoted(written)}, die niet te lezen is",)
    if asked.begin > today():
        return None, (f"de dag {asked.spoken}, die nog komt",)
    return asked.begin, ()


@dataclass(frozen=True)
class Part:
    """What a ratio is made of: the count as it was used, and the figure that it comes from."""

    role: str
    indicator: Indicator
    period: Period
    value: Any
    figure: Row | None


@dataclass(frozen=True, kw_only=True)
class Passport:
    """All that is known of a figure.

    `figure` is None where there is none, and `why` tells the reason; `instead` are the periods that
    there are. `then` is the figure as it stood on the day of the link; `kept_since` the first day of
    which that is known. `other` are the other figures of the same area and period. `versions` are
    what it showed before, oldest first, as `Warehouse.earlier` gives them.
    """

    asked: Asked
    indicator: Indicator | None
    area: str
    figure: Row | None
    why: str = ""
    instead: tuple[Asked, ...] = ()
    substituted: bool = False
    then: Row | None = None
    kept_since: date | None = None
    other: tuple[Row, ...] = ()
    parts: tuple[Part, ...] = ()
    members: tuple[Row, ...] = ()
    deliveries: tuple[Row, ...] = ()
    versions: pl.DataFrame
    findings: tuple[Row, ...] = ()
    checks: tuple[Row, ...] = ()

    @property
    def known_then(self) -> bool:
        """Tell whether it is known what stood on the day of the link."""
        op, since = self.asked.op, self.kept_since
        return op is not None and since is not None and op >= since

    @property
    def existed(self) -> bool:
        """Tell whether the figure was ever shown, if only as a reason why it was not there."""
        return self.figure is not None or not self.versions.is_empty()

    @property
    def period(self) -> Period:
        return Period.parse(self.asked.periode)

    @property
    def composed(self) -> bool:
        """Tell whether the figure is a sum of gemeenten."""
        return self.figure is not None and self.figure["samenstelling"] not in (None, PUBLISHED)


NO_VERSIONS = pl.DataFrame(
    schema={
        **dict.fromkeys(("reeks", "bron", "tabel", "vindplaats", "status"), pl.String()),
        "waarde": VALUE,
        "marge": VALUE,
        "strijdig": pl.Boolean(),
        "redenen": pl.List(pl.String()),
        "vanaf": pl.Datetime("us"),
        "vanaf_build": pl.String(),
        "tot": pl.Datetime("us"),
        "tot_build": pl.String(),
    }
)


def passport(warehouse: Warehouse, asked: Asked) -> Passport:
    """Look up everything about one figure; it need not exist, nor ever have existed."""
    area = dict(warehouse.areas().select("gebied", "naam").iter_rows())[asked.gebied]
    days = warehouse.publications()["dag"]
    since = days[0] if days.len() else None
    indicator = INDICATORS.get(asked.indicator)
    if indicator is None:
        return Passport(
            asked=asked,
            indicator=None,
            area=area,
            figure=None,
            why="de monitor heeft geen cijfer met deze naam",
            instead=_alike(asked),
            kept_since=since,
            versions=_published_versions(warehouse, asked),
        )
    asked, rows = _narrowed(asked, _figures(warehouse, asked, Period.parse(asked.periode)))
    figure = _pick(rows, asked)
    if figure is None:
        everything = _figures(warehouse, asked, ALWAYS)
        return Passport(
            asked=asked,
            indicator=indicator,
            area=area,
            figure=None,
            why=_why_none(warehouse, asked, everything),
            instead=_instead(asked, everything),
            then=_as_it_was(warehouse, asked),
            kept_since=since,
            versions=_versions(warehouse, asked, None),
        )
    return Passport(
        asked=asked,
        indicator=indicator.measured_in(figure["reeks"]),
        area=area,
        figure=figure,
        substituted=not _named(figure, asked),
        then=_as_it_was(warehouse, asked),
        kept_since=since,
        other=tuple(each for each in rows.iter_rows(named=True) if each != figure),
        parts=_parts(warehouse, asked, figure),
        members=_members(warehouse, asked, figure),
        deliveries=_deliveries(warehouse, figure),
        versions=_versions(warehouse, asked, figure),
        findings=_findings(warehouse, figure),
        checks=_checks(warehouse, asked),
    )


def _figures(warehouse: Warehouse, asked: Asked, within: Period) -> pl.DataFrame:
    return warehouse.figures(
        asked.indicator, [asked.gebied], samenstelling=asked.added_up, per=asked.per,
        begin=within.begin, einde=within.einde,
    ).filter(pl.col("categorie") == asked.categorie)  # fmt: skip


def _narrowed(asked: Asked, rows: pl.DataFrame) -> tuple[Asked, pl.DataFrame]:
    """Keep the figures of the period; a year asked of a count on one day in it means that day."""
    exact = rows.filter(pl.col("periode") == asked.periode)
    if exact.height:
        return asked, exact
    period = Period.parse(asked.periode)
    inside = rows.filter(pl.col("begin") >= period.begin, pl.col("einde") <= period.einde)
    days = inside.filter(pl.col("soort") == "dag")
    if days["periode"].n_unique() == 1:
        return replace(asked, periode=days["periode"][0]), days
    return asked, exact


def _pick(rows: pl.DataFrame, asked: Asked) -> Row | None:
    """Choose the figure that is meant: of the source that a link names, or else the one shown."""
    ordered = rows.sort(pl.col("gekozen").not_(), maintain_order=True)
    every = list(ordered.iter_rows(named=True))
    return next((row for row in every if _named(row, asked)), every[0] if every else None)


def _named(row: Row, asked: Asked) -> bool:
    """Tell whether a figure is of the source, and of the composition, that a link names."""
    own = row["samenstelling"]
    strict = asked.samenstelling == PUBLISHED or asked.reeks is not None
    return (
        asked.reeks in (None, row["reeks"])
        and asked.bron in (None, row["bron"])
        and (asked.samenstelling is None or own is None or not strict or own == asked.samenstelling)
    )


def _alike(asked: Asked) -> tuple[Asked, ...]:
    """Give the indicators that are spelled much like the one that a link asks for."""
    named = {bare(name): each.id for each in INDICATORS.values() for name in (each.title, each.id)}
    close = get_close_matches(bare(asked.indicator), named, n=MOST_ALIKE)
    return tuple(
        replace(asked, indicator=each, reeks=None, bron=None)
        for each in dict.fromkeys(named[name] for name in close)
    )


def _why_none(warehouse: Warehouse, asked: Asked, everything: pl.DataFrame) -> str:
    if asked.per and asked.per not in warehouse.splits(asked.indicator):
        return NOT_SPLIT_UP
    if everything.height:
        return NOT_PUBLISHED
    every = warehouse.figures(asked.indicator, [asked.gebied], per=asked.per)
    return NO_SUCH_CATEGORY if asked.per and every.height else NOT_AT_THIS_LEVEL


def _instead(asked: Asked, everything: pl.DataFrame) -> tuple[Asked, ...]:
    """Give the periods of which there is a figure, the latest first."""
    known = everything.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    periods = known.sort("einde", descending=True)["periode"].unique(maintain_order=True)
    return tuple(
        replace(asked, periode=each, reeks=None, bron=None, op=None)
        for each in periods.head(MOST_PERIODS)
    )


def _as_it_was(warehouse: Warehouse, asked: Asked) -> Row | None:
    """Give the figure as it stood at the end of the day of the link."""
    if asked.op is None:
        return None
    period = Period.parse(asked.periode)
    rows = warehouse.as_it_was(
        asked.op,
        asked.indicator,
        [asked.gebied],
        samenstelling=asked.added_up,
        per=asked.per,
        begin=period.begin,
        einde=period.einde,
    ).filter(pl.col("periode") == asked.periode, pl.col("categorie") == asked.categorie)
    return _pick(rows, asked)


def _parts(warehouse: Warehouse, asked: Asked, figure: Row) -> tuple[Part, ...]:
    """Give teller and noemer of a ratio, each with the figure that it comes from."""
    ratio = INDICATORS[asked.indicator].ratio
    if ratio is None or figure["waarde"] is None:
        return ()
    own = Period(figure["begin"], figure["einde"], figure["soort"])
    after = Period.day(own.next_day()) if ratio.noemer_next_day else own
    named = (("teller", ratio.teller, own), ("noemer", ratio.noemer, after))
    return tuple(
        Part(
            role,
            INDICATORS[each].measured_in(figure["reeks"]),
            period,
            figure[role],
            _source_of(warehouse, asked, figure, each, period, figure[role]),
        )
        for role, each, period in named
    )


def _source_of(
    warehouse: Warehouse, asked: Asked, figure: Row, indicator: str, period: Period, value: Any
) -> Row | None:
    """Find the figure of a part: of the same series and composition, and of the same value."""
    own = replace(asked, indicator=indicator)
    rows = _figures(warehouse, own, period).filter(
        pl.col("einde") == period.einde,
        pl.col("reeks") == figure["reeks"],
        pl.col("samenstelling").eq_missing(pl.lit(figure["samenstelling"])),
        pl.col("waarde") == value,
    )
    return rows.row(0, named=True) if rows.height else None


def _members(warehouse: Warehouse, asked: Asked, figure: Row) -> tuple[Row, ...]:
    """Give the gemeenten that a figure is the sum of, also those without a figure."""
    if not _is_sum(figure) or asked.gebied.startswith(SINGLE):
        return ()
    day = reference_day(asked.added_up) or figure["einde"]
    stays = warehouse.memberships(asked.gebied).filter(
        pl.col("begin") <= day, pl.col("einde").is_null() | (pl.col("einde") >= day)
    )
    rows = warehouse.figures(
        asked.indicator, stays["deel"].to_list(), begin=figure["begin"], einde=figure["einde"],
        per=asked.per,
    ).filter(
        pl.col("periode") == figure["periode"],
        pl.col("reeks") == figure["reeks"],
        pl.col("bron") == figure["bron"],
        pl.col("categorie") == asked.categorie,
    )  # fmt: skip
    known = {row["gebied"]: row for row in rows.iter_rows(named=True)}
    absent = {
        **dict.fromkeys(Cijfer.column_names()),
        **{name: figure[name] for name in ("indicator", "periode", "soort", "begin", "einde")},
        **{name: figure[name] for name in ("kenmerk", "categorie", "reeks", "bron")},
        "status": NOT_PUBLISHED, "strijdig": False, "gekozen": True,
    }  # fmt: skip
    return tuple(
        known.get(code, {**absent, "gebied": code, "naam": naam})
        for code, naam in stays.select("deel", "naam").iter_rows()
    )


def _deliveries(warehouse: Warehouse, figure: Row) -> tuple[Row, ...]:
    """Give the deliveries that a figure was made from, those of its own tables where that is known."""
    own = warehouse.sources().filter(pl.col("bron") == figure["bron"]).sort("vastgelegd")
    tables = (figure["tabel"] or "").split(", ")
    exact = own.filter(pl.col("tabel").is_in(tables))
    return tuple((exact if exact.height else own).iter_rows(named=True))


def _versions(warehouse: Warehouse, asked: Asked, figure: Row | None) -> pl.DataFrame:
    """Give what the figure showed before: of the one that is shown, or of one series of a source."""
    if figure is not None and not figure["gekozen"]:
        return _published_versions(warehouse, asked) if not _is_sum(figure) else NO_VERSIONS
    return warehouse.earlier(
        asked.indicator,
        asked.gebied,
        asked.periode,
        samenstelling=asked.added_up,
        per=asked.per,
        categorie=asked.categorie,
    ).select(NO_VERSIONS.columns)


def _is_sum(figure: Row) -> bool:
    return figure["samenstelling"] not in (None, PUBLISHED)


def _published_versions(warehouse: Warehouse, asked: Asked) -> pl.DataFrame:
    rows = warehouse.revisions(asked.indicator, asked.gebied, asked.periode).filter(
        pl.col("kenmerk") == list(asked.per), pl.col("categorie") == asked.categorie
    )
    for name, value in (("reeks", asked.reeks), ("bron", asked.bron)):
        if value is not None:
            rows = rows.filter(pl.col(name) == value)
    told = rows.with_columns(redenen=pl.concat_list("reden"))
    # Without a change in what is shown it is no other version.
    same = pl.all_horizontal(
        pl.col(each).eq_missing(pl.col(each).shift(1).over("reeks", "bron")) for each in SHOWN
    )
    first = pl.int_range(pl.len()).over("reeks", "bron") == 0
    return told.filter(first | same.not_()).select(NO_VERSIONS.columns)


def _findings(warehouse: Warehouse, figure: Row) -> tuple[Row, ...]:
    """Give what reconciliation found about this figure, or about the line that it was read from.

    What names neither an area and period nor a place is about the indicator as a whole.
    """
    found = warehouse.findings()
    if found is None:
        return ()
    places = set((figure["vindplaats"] or "").split(PLACES))
    return tuple(
        row
        for row in found.filter(pl.col("indicatoren").list.contains(figure["indicator"])).iter_rows(
            named=True
        )
        if _touches(row, figure, places)
    )


def _touches(finding: Row, figure: Row, places: Collection[str]) -> bool:
    if finding["gebied"] is None and finding["periode"] is None:
        return not finding["vindplaatsen"] or bool(set(places) & set(finding["vindplaatsen"]))
    return (
        finding["gebied"] in (None, figure["gebied"])
        and finding["periode"] in (None, figure["periode"])
        and _of_split(
            finding["onderwerp"], dict(zip(figure["kenmerk"], figure["categorie"], strict=True))
        )
    )


def _of_split(said: str, split: Mapping[str, str]) -> bool:
    """Tell whether what is said of an indicator can be about a figure that is split up so.

    A check names what it is about as `naar sector` and `(partij FNV)`. Of a total everything tells.
    """
    if not split:
        return True
    along = {name for name in KENMERKEN if f"naar {name}" in said}
    within = dict(re.findall(r"\((\w+) ([^)]+)\)", said))
    return (not along or bool(along & set(split))) and all(
        split.get(name, value) == value for name, value in within.items() if name in KENMERKEN
    )


def _checks(warehouse: Warehouse, asked: Asked) -> tuple[Row, ...]:
    rows = warehouse.checks().filter(
        pl.col("indicator") == asked.indicator,
        pl.col("gebied") == asked.gebied,
        pl.col("periode") == asked.periode,
    )
    split = dict(asked.split)
    return tuple(row for row in rows.iter_rows(named=True) if _of_split(row["controle"], split))
