"""What stands on the overview: of each theme its figures, what each is held against, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import polars as pl

from dashboard.answers import between, kinds_in_order, same_period, year_before_of
from dashboard.areas import COUNTRY, Area, areas
from dashboard.choices import Choices
from dashboard.levels import every_split
from dashboard.memory import kept
from dashboard.sentences import spoken_period
from warehouse.categories import in_order
from warehouse.figures import NOT_AT_THIS_LEVEL, latest
from warehouse.indicator import Indicator
from warehouse.indicators import INDICATORS
from warehouse.periods import today
from warehouse.reader import Warehouse
from warehouse.verdict import Against, Row, Verdict, comparable, judge

NONE = Verdict("")
OLD = timedelta(days=2 * 366)
"""From this age on a figure is said to be old."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A place on the overview: an indicator, what it is held against first, and its page.

    `split` gives the one category of each kenmerk that is shown, and `spoken` then what that is inside
    a sentence; `asked` is what the link to the page asks beside the choices of the sidebar.
    """

    key: str
    title: str
    indicator: str
    against: Against
    page: str
    split: tuple[tuple[str, str], ...] = ()
    spoken: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def per(self) -> tuple[str, ...]:
        return in_order(name for name, _ in self.split)

    @property
    def category(self) -> list[str]:
        named = dict(self.split)
        return [named[name] for name in self.per]


def _beside_country(key: str, title: str, indicator: str) -> Tile:
    return Tile(
        key=key,
        title=title,
        indicator=indicator,
        against=Against.NEDERLAND,
        page="regio_en_nederland",
        asked={"indicator": indicator},
    )


def _instrument(key: str, title: str, instrument: str, spoken: str) -> Tile:
    return Tile(
        key=key,
        title=title,
        indicator="instrument_realisatie",
        against=Against.DOEL,
        page="instrumenten",
        split=(("instrument", instrument),),
        spoken=spoken,
    )


def _satisfaction(key: str, title: str, part: str, spoken: str) -> Tile:
    return Tile(
        key=key,
        title=title,
        indicator="tevredenheid",
        against=Against.NEDERLAND,
        page="instrumenten",
        split=(("onderdeel", part),),
        spoken=spoken,
    )


THEMES: Mapping[str, tuple[Tile, ...]] = {
    "Arbeidsmarkt": (
        _beside_country("werkloosheid", "Werkloosheid", "werkloosheidspercentage"),
        _beside_country("participatie", "Netto arbeidsparticipatie", "netto_arbeidsparticipatie"),
        Tile(
            key="ww",
            title="WW-uitkeringen",
            indicator="ww_uitkeringen",
            against=Against.EERDER,
            page="regio_en_nederland",
            asked={"indicator": "ww_uitkeringen"},
        ),
        _beside_country("bijstand", "Bijstand per 1.000 inwoners", "bijstand_per_1000"),
    ),
    "Wat is afgesproken": (
        Tile(
            key="banenafspraak",
            title="Banenafspraak",
            indicator="banenafspraak_banen",
            against=Against.DOEL,
            page="banenafspraak",
        ),
        Tile(
            key="social-return",
            title="Social return verzilverd",
            indicator="sroi_realisatie_pct",
            against=Against.EERDER,
            page="social_return",
        ),
        _instrument(
            "jobcoachvouchers", "Jobcoachvouchers", "jobcoachvoucher", "het aantal jobcoachvouchers"
        ),
        _instrument(
            "praktijkverklaringen",
            "Praktijkverklaringen",
            "praktijkverklaring",
            "het aantal praktijkverklaringen",
        ),
    ),
    "Dienstverlening": (
        Tile(
            key="rmt",
            title="Deelnemers RMT",
            indicator="rmt_deelnemers",
            against=Against.EERDER,
            page="rmt_instroom",
        ),
        Tile(
            key="pso",
            title="PSO-bedrijven",
            indicator="pso_bedrijven",
            against=Against.EERDER,
            page="social_return",
        ),
        _satisfaction(
            "wsp", "Werkgevers over het WSP", "WSP", "het rapportcijfer van werkgevers voor het WSP"
        ),
        _satisfaction(
            "lwl", "Tevredenheid Leerwerkloket", "LWL", "het rapportcijfer voor het Leerwerkloket"
        ),
    ),
}
"""The tiles of each theme, in the order in which a chair asks for them."""

TILES: Mapping[str, Tile] = {tile.key: tile for tiles in THEMES.values() for tile in tiles}

ASKED = tuple(
    sorted(
        {
            each
            for tile in TILES.values()
            for each in (tile.indicator, INDICATORS[tile.indicator].target)
            if each
        }
    )
)
"""The indicators of all tiles, and those that give their targets."""


@dataclass(frozen=True)
class Shown:
    """A tile as it stands for an area: its figure, and what is known beside it.

    `history` are the chosen figures of the same reeks up to it, oldest first; `rivals` what other
    sources say of it; `awaited` the periods after it of which nothing was published; `earlier` the
    verdict on the figure before it. Without a figure
    `why` gives the reason, without a reference `unjudged` does.
    """

    tile: Tile
    indicator: Indicator
    area: Area
    figure: Row | None
    history: pl.DataFrame
    rivals: pl.DataFrame
    awaited: pl.DataFrame
    why: str = ""
    against: Against | None = None
    reference: Row | None = None
    verdict: Verdict = NONE
    before: Row | None = None
    earlier: Verdict | None = None
    unjudged: str = ""

    @property
    def title(self) -> str:
        """The title of the tile, or of what its series measures where that is something else."""
        own = INDICATORS[self.tile.indicator].title
        return self.tile.title if self.indicator.title == own else self.indicator.title

    @property
    def old(self) -> bool:
        """Tell whether the figure is about a time that is long past."""
        return self.figure is not None and self.figure["einde"] < today() - OLD

    @property
    def rows(self) -> pl.DataFrame:
        """The figure, what it is held against, and what disputes it: what a download holds."""
        used = [row for row in (self.figure, self.reference, self.before) if row is not None]
        frame = pl.DataFrame(used, schema=self.history.schema)
        return pl.concat([frame, self.rivals]).unique(maintain_order=True)


def themes(choices: Choices) -> list[tuple[str, list[Shown]]]:
    """Give each theme with its tiles; a tile that has no figure stays in its place."""
    return [(theme, [shown(tile.key, choices) for tile in own]) for theme, own in THEMES.items()]


@kept
def shown(_warehouse: Warehouse, key: str, choices: Choices) -> Shown:
    """Find the figure of a tile, what to hold it against, and what to think of it."""
    tile, area = TILES[key], areas()[choices.gebied]
    indicator = INDICATORS[tile.indicator]
    figures = _figures(tile, tile.indicator, area.code, choices)
    known = figures.filter(pl.col("gekozen"), pl.col("waarde").is_not_null())
    if known.is_empty():
        why = _why_none(tile, area, choices)
        return Shown(tile, indicator, area, None, known, known, known, why)
    kind = kinds_in_order(indicator, set(known["soort"]))[0]
    known = known.filter(pl.col("soort") == kind)
    figure = latest(known).row(0, named=True)
    rivals = figures.filter(
        pl.col("periode") == figure["periode"], pl.col("gekozen").not_(), pl.col("strijdig")
    )
    awaited = figures.filter(
        pl.col("gekozen"), pl.col("waarde").is_null(), pl.col("begin") > figure["einde"]
    )
    history = known.filter(pl.col("reeks") == figure["reeks"]).sort("einde")
    measured = indicator.measured_in(figure["reeks"])
    measured = replace(measured, spoken=tile.spoken or measured.spoken)
    found = Shown(
        tile, measured, area, figure, history, rivals, awaited,
        before=_a_year_before(indicator, history, figure),
    )  # fmt: skip
    return _judged(found, choices)


def _judged(found: Shown, choices: Choices) -> Shown:
    """Hold a figure against the reference of its tile, or against a year earlier."""
    assert found.figure is not None
    for against in dict.fromkeys((found.tile.against, Against.EERDER)):
        reference = _reference(found, against, choices)
        if reference is not None:
            verdict = judge(found.indicator, found.figure, reference, against)
            earlier = _earlier(found, against, choices)
            return replace(
                found, against=against, reference=reference, verdict=verdict, earlier=earlier
            )
    return replace(found, unjudged=_unjudged(found))


def _earlier(found: Shown, against: Against, choices: Choices) -> Verdict | None:
    """Judge the figure before the one that is shown against the target of its own period."""
    if against is not Against.DOEL or found.history.height < 2:
        return None
    before = replace(found, figure=found.history.row(-2, named=True))
    reference = _reference(before, against, choices)
    if reference is None or before.figure is None:
        return None
    return judge(found.indicator, before.figure, reference, against)


def _reference(found: Shown, against: Against, choices: Choices) -> Row | None:
    tile, indicator = found.tile, INDICATORS[found.tile.indicator]
    if not comparable(indicator, against) or (
        against is Against.NEDERLAND and found.area.code == COUNTRY
    ):
        return None
    if against is Against.EERDER:
        return found.before
    asked = indicator.target if against is Against.DOEL else indicator.id
    gebied = found.area.code if against is Against.DOEL else COUNTRY
    return same_period(_figures(tile, str(asked), gebied, choices), found.figure)


def _figures(tile: Tile, indicator: str, gebied: str, choices: Choices) -> pl.DataFrame:
    codes = (choices.gebied, COUNTRY)
    rows = every_split(ASKED, codes, choices.samenstelling, choices.van, choices.tot)
    return rows.filter(
        pl.col("gebied") == gebied,
        pl.col("indicator") == indicator,
        pl.col("kenmerk") == pl.lit(list(tile.per), pl.List(pl.String)),
        pl.col("categorie") == pl.lit(tile.category, pl.List(pl.String)),
    )


def _a_year_before(indicator: Indicator, history: pl.DataFrame, figure: Row) -> Row | None:
    """Find the figure a year earlier, unless something broke in between."""
    before = year_before_of(history, figure)
    if before is None or indicator.break_between(before, figure) is not None:
        return None
    return before


def _unjudged(found: Shown) -> str:
    """Say why a figure has no reference."""
    figure, indicator = found.figure, INDICATORS[found.tile.indicator]
    assert figure is not None
    before = year_before_of(found.history, figure)
    cut = None if before is None else indicator.break_between(before, figure)
    if before is not None and cut is not None:
        return f"niet te vergelijken met {spoken_period(before)}: {cut.reason}"
    if found.tile.against is Against.DOEL:
        return "geen doel over deze periode"
    return "geen vergelijkbaar eerder cijfer"


def _why_none(tile: Tile, area: Area, choices: Choices) -> str:
    """Say why there is no figure: not at this level, not in these years, or not published."""
    always = Choices(**{**vars(choices), "van": date.min.year + 1, "tot": date.max.year})
    everywhere = _figures(tile, tile.indicator, area.code, always)
    known = everywhere.filter(pl.col("waarde").is_not_null())
    if known.height:
        last = latest(known).row(0, named=True)
        return f"{between(choices)} geen cijfer, wel van {spoken_period(last)}"
    if everywhere.height:
        return str(everywhere.sort("einde")["status"][-1])
    return f"{NOT_AT_THIS_LEVEL} ({area.name})"
