"""Charts of the inflow: rows in, a Plotly figure out, in the manner of `dashboard.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from dashboard import palette
from dashboard.axes import FONT_SIZE, bold, coloured, empty, figure, frame, spread
from dashboard.lettering import text_width, wrap
from dashboard.points import short_period
from dashboard.sentences import listed
from warehouse.categories import UNKNOWN
from warehouse.numbers import number, percent, signed
from warehouse.periods import Period

REGION, CHOSEN = palette.STYLES["regio"].colour, palette.STYLES["gekozen"].colour
GREY = palette.STYLES["nederland"].colour
NO_COUNT, SURPLUS = "zonder status", "meer statussen dan instroom"
_SMALL = 12
_FLOOR = 0.24
"""Where the bars of a panel begin, with room for a quarter and its year below."""
_LABELLED = 4
"""So many bars in a panel each have room for their number."""


@dataclass(frozen=True)
class Bar:
    """A figure in one period; `why` is the reason where it is missing."""

    period: Period
    value: Decimal | None
    status: str


@dataclass(frozen=True)
class Panel:
    """The inflow through one partner; `cuts` are the periods that begin after a change of source."""

    name: str
    bars: tuple[Bar, ...]
    cuts: tuple[Period, ...]
    chosen: bool


def inflow_panels(panels: Sequence[Panel], columns: int = 3) -> go.Figure:
    """Draw one small panel of bars for each partner, all on one scale from zero."""
    values = [float(bar.value) for one in panels for bar in one.bars if bar.value is not None]
    if not values:
        return empty([f"{one.name}: {listed(sorted({bar.status for bar in one.bars}))}"
                      for one in panels])  # fmt: skip
    high = max(values) or 1.0
    columns = min(columns, len(panels))
    grid = -(-len(panels) // columns)
    notes = ["personen"]
    if any(one.cuts for one in panels):
        notes.append("stippellijn: andere bron, niet te vergelijken")
    layout, _ = frame(notes, left=4, right=4, height=160 * grid + 40)
    bars: dict[str, list[Any]] = {"x": [], "y": [], "base": [], "text": [], "color": []}
    layout["shapes"] = []
    width = 0.84 / max(len(one.bars) for one in panels)
    for index, one in enumerate(panels):
        column, row = index % columns, -(index // columns)
        head = bold(one.name) if one.chosen else one.name
        if one.chosen:
            head = coloured("◆", "gekozen", f"◆ {head}")
        layout["annotations"].append(_note(column + 0.04, row + 0.97, head, "left", "top"))
        few = len(one.bars) <= _LABELLED
        for place, bar in enumerate(one.bars):
            x = column + 0.08 + width * (place + 0.5)
            tall = 0.5 * float(bar.value or 0) / high
            if few or place == len(one.bars) - 1:
                said = number(bar.value) if bar.value is not None else "–"
                layout["annotations"].append(
                    _note(x, row + _FLOOR + tall, bold(said), "center", "bottom")
                )
            if few or place in (0, len(one.bars) - 1):
                anchor = "center" if few else ("left" if place == 0 else "right")
                edge = x if few else x + (-0.5 if place == 0 else 0.5) * width
                layout["annotations"].append(
                    _note(
                        edge,
                        row + _FLOOR - 0.01,
                        short_period(bar.period, between="<br>"),
                        anchor,
                        "top",
                    )
                )
            if bar.period in one.cuts:
                edge = x - width / 2
                layout["shapes"].append(_dotted(edge, row + _FLOOR, row + 0.8))
            bars["x"].append(round(x, 4))
            bars["y"].append(round(tall, 4))
            bars["base"].append(row + _FLOOR)
            bars["color"].append(CHOSEN if one.chosen else REGION)
            said = number(bar.value) if bar.value is not None else bar.status
            bars["text"].append(f"<b>{one.name}</b><br>{bar.period.spoken}: {said}")
        layout["shapes"].append(_base(column + 0.06, column + 0.94, row + _FLOOR))
    layout["xaxis"] |= {"range": [0, columns], "visible": False}
    layout["yaxis"] |= {"range": [-grid + 1, 1], "visible": False}
    drawn = {
        "type": "bar", "x": bars["x"], "y": bars["y"], "base": bars["base"],
        "width": round(width * 0.72, 4), "marker": {"color": bars["color"]},
        "customdata": bars["text"], "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return figure([drawn], layout)


def inflow_alt(panels: Sequence[Panel]) -> str:
    """Tell in words what `inflow_panels` shows."""
    told = [
        f"{one.name}: "
        + ", ".join(
            f"{bar.period.spoken} "
            + (number(bar.value) if bar.value is not None else f"geen cijfer ({bar.status})")
            for bar in one.bars
        )
        + "".join(f"; vanaf {cut.spoken} uit een andere bron" for cut in one.cuts)
        + "."
        for one in panels
    ]
    return " ".join(["Staafgrafieken van de instroom per partner.", *told])


@dataclass(frozen=True)
class Ribbon:
    """People from one partner with one status; `doubtful` where the source contradicts itself."""

    partij: str
    status: str
    value: Decimal
    doubtful: bool


@dataclass(frozen=True)
class Flow:
    """From inflow to status: what is printed of both, and what lies between them."""

    inflow: dict[str, Decimal]
    ribbons: tuple[Ribbon, ...]

    def printed(self, partij: str) -> Decimal:
        """Add up the statuses of one partner."""
        return sum(
            (
                each.value
                for each in self.ribbons
                if each.partij == partij and each.status != NO_COUNT
            ),
            Decimal(0),
        )

    def surplus(self, partij: str) -> Decimal:
        return max(Decimal(0), self.printed(partij) - self.inflow[partij])

    def of_status(self, status: str) -> Decimal:
        return sum((each.value for each in self.ribbons if each.status == status), Decimal(0))

    @property
    def statuses(self) -> list[str]:
        return list(dict.fromkeys(each.status for each in self.ribbons))

    @property
    def total(self) -> Decimal:
        return sum(self.inflow.values(), Decimal(0))

    @property
    def added(self) -> Decimal:
        """Everyone with a status, as the statuses add up."""
        return sum((self.printed(each) for each in self.inflow), Decimal(0))


def flow_chart(flow: Flow) -> go.Figure:
    """Draw partners on the left, statuses on the right, and ribbons as wide as the people in them.

    A partner is as tall as its inflow, and taller where its statuses add up to more (dashed); who has
    no status goes to a block of its own (dashed).
    """
    order = sorted(flow.inflow, key=lambda each: -flow.inflow[each])
    left = {each: max(flow.inflow[each], flow.printed(each)) for each in order}
    right = {each: flow.of_status(each) for each in flow.statuses}
    whole = float(sum(left.values())) or 1.0
    notes = ["personen; links instroom, rechts status"]
    if any(flow.surplus(each) for each in order) or NO_COUNT in right:
        notes.append("gestreept: verschil tussen de statussen en de instroom")
    names = {each: _said_left(flow, each) for each in order}
    endings = {each: [*wrap(each, _SMALL, 92), number(right[each])] for each in right}
    room = [
        max(text_width(line, FONT_SIZE) for lines in texts.values() for line in lines) + 10
        for texts in (names, endings)
    ]
    layout, plot = frame(notes, left=room[0], right=room[1], height=400)
    gap = whole * 14 / plot
    high = whole + gap * max(len(left) - 1, len(right) - 1)
    tops = {side: _stacked(sizes, gap, high) for side, sizes in (("l", left), ("r", right))}
    layout["xaxis"] |= {"range": [0, 1], "visible": False}
    layout["yaxis"] |= {"range": [0, high], "visible": False}
    layout["shapes"] = _ribbons(flow, order, tops["l"], tops["r"])
    layout["shapes"] += [
        _block(0, 0.035, tops["l"][each], float(flow.inflow[each]), REGION) for each in order
    ]
    layout["shapes"] += [
        _block(0, 0.035, tops["l"][each] - float(flow.inflow[each]), float(extra), None)
        for each in order
        if (extra := flow.surplus(each))
    ]
    layout["shapes"] += [
        _block(0.965, 1, tops["r"][each], float(size), None if each == NO_COUNT else REGION)
        for each, size in right.items()
    ]
    for x, texts, sizes, top in ((0, names, left, tops["l"]), (1, endings, right, tops["r"])):
        layout["annotations"] += _side_labels(x, texts, sizes, top, plot / high, plot)
    middles = _middles(flow, order, tops["l"], tops["r"])
    hover = {
        "type": "scatter", "mode": "markers", "x": [0.5] * len(middles),
        "y": [y for y, _ in middles], "customdata": [said for _, said in middles],
        "marker": {"size": 14, "color": "rgba(0,0,0,0)"},
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return figure([hover], layout)


def flow_alt(flow: Flow) -> str:
    """Tell in words what `flow_chart` shows."""
    told = []
    for partij, inflow in flow.inflow.items():
        parts = [
            f"{each.status} {number(each.value)}"
            for each in flow.ribbons
            if each.partij == partij and each.value
        ]
        extra = flow.surplus(partij)
        more = f" ({number(extra)} meer dan de instroom)" if extra else ""
        told.append(f"{partij}: {number(inflow)} ingestroomd; {', '.join(parts)}{more}.")
    ends = [f"{each} {number(flow.of_status(each))}" for each in flow.statuses]
    return " ".join(["Stroomdiagram van instroom naar status.", *told, f"Samen: {listed(ends)}."])


def _said_left(flow: Flow, partij: str) -> list[str]:
    said = [partij, number(flow.inflow[partij])]
    extra = flow.surplus(partij)
    return [*said, f"+{number(extra)} te veel"] if extra else said


def _stacked(sizes: dict[str, Decimal], gap: float, high: float) -> dict[str, float]:
    """Place blocks below each other in the middle; gives the top of each."""
    used = float(sum(sizes.values())) + gap * (len(sizes) - 1)
    top, tops = high - (high - used) / 2, {}
    for name, size in sizes.items():
        tops[name] = top
        top -= float(size) + gap
    return tops


def _laid_out(
    flow: Flow, order: Sequence[str], left: dict[str, float], right: dict[str, float]
) -> list[tuple[Ribbon, float, float]]:
    """Give each ribbon with its top at both ends."""
    at, to = dict(left), dict(right)
    placed = []
    for partij in order:
        for each in (one for one in flow.ribbons if one.partij == partij and one.value):
            placed.append((each, at[partij], to[each.status]))
            at[partij] -= float(each.value)
            to[each.status] -= float(each.value)
    return placed


def _ribbons(
    flow: Flow, order: Sequence[str], left: dict[str, float], right: dict[str, float]
) -> list[dict[str, Any]]:
    shapes = []
    for each, y0, y1 in _laid_out(flow, order, left, right):
        size = float(each.value)
        path = (
            f"M 0.035,{y0:.2f} C 0.5,{y0:.2f} 0.5,{y1:.2f} 0.965,{y1:.2f} "
            f"L 0.965,{y1 - size:.2f} C 0.5,{y1 - size:.2f} 0.5,{y0 - size:.2f} "
            f"0.035,{y0 - size:.2f} Z"
        )
        none = each.status == NO_COUNT
        shapes.append(
            {
                "type": "path", "path": path, "layer": "below",
                "fillcolor": palette.tint(GREY, 0.12) if none else palette.tint(REGION, 0.28),
                "line": {"color": GREY if none else palette.tint(REGION, 0.55), "width": 1,
                         "dash": "dash" if none else "solid"},
            }
        )  # fmt: skip
    return shapes


def _middles(
    flow: Flow, order: Sequence[str], left: dict[str, float], right: dict[str, float]
) -> list[tuple[float, str]]:
    return [
        (
            round((y0 + y1) / 2 - float(each.value) / 2, 2),
            f"<b>{each.partij}</b> naar {each.status}: {number(each.value)}"
            + ("<br>strijdig: telt niet op tot de instroom" if each.doubtful else ""),
        )
        for each, y0, y1 in _laid_out(flow, order, left, right)
    ]


def _block(x0: float, x1: float, top: float, size: float, colour: str | None) -> dict[str, Any]:
    """Draw a block; one without a colour is a difference and dashed."""
    return {
        "type": "rect", "x0": x0, "x1": x1, "y0": top - size, "y1": top,
        "fillcolor": colour or "rgba(0,0,0,0)",
        "line": {"color": colour or palette.STRIJDIG, "width": 0 if colour else 1.5,
                 "dash": "solid" if colour else "dash"},
    }  # fmt: skip


def _side_labels(
    x: int,
    texts: dict[str, list[str]],
    sizes: dict[str, Decimal],
    tops: dict[str, float],
    pixels: float,
    plot: float,
) -> list[dict[str, Any]]:
    """Label the blocks of one side beside them, apart from each other."""
    wanted = [(tops[each] - float(sizes[each]) / 2) * pixels for each in texts]
    heights = [len(lines) * FONT_SIZE * 1.25 + 4 for lines in texts.values()]
    placed = spread(wanted, heights, -30, plot + 10)
    return [
        {
            "x": x, "y": tops[each] - float(sizes[each]) / 2, "xanchor": "right" if x == 0 else "left",
            "xshift": -6 if x == 0 else 6, "yshift": round(at - want, 1), "showarrow": False,
            "align": "right" if x == 0 else "left", "font": {"size": _SMALL},
            "text": "<br>".join(bold(line) if line[:1].isdecimal() else line for line in lines),
        }
        for (each, lines), want, at in zip(texts.items(), wanted, placed, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True)
class Share:
    """A category with its count and its share of all participants, in percents.

    `before` is the share a year earlier, `all` that of all partners together; None where they cannot
    be set beside it. `unknown` marks those of whom nothing is known, and a difference with the total.
    """

    name: str
    value: Decimal | None
    share: Decimal | None
    status: str
    before: Decimal | None
    all: Decimal | None
    unknown: bool

    @property
    def reach(self) -> float:
        """Tell how far its bar and marks reach, so that its label can stand beyond them."""
        return max(float(each) for each in (self.share or 0, self.before or 0, self.all or 0))

    @property
    def said(self) -> str:
        if self.value is None or self.share is None:
            return f"– {self.status}"
        doubt = " ✕" if self.status == "strijdig" else ""
        return f"{number(self.value)} · {percent(self.share)}{doubt}"


@dataclass(frozen=True)
class Block:
    """The shares of one kenmerk."""

    name: str
    shares: tuple[Share, ...]


def profile_bars(blocks: Sequence[Block], before: str, beside: bool) -> go.Figure:
    """Draw the shares of each kenmerk as bars from zero, onbekend hollow.

    `before` is the period of the open diamonds, `beside` whether lines mark all partners together.
    """
    rows = sum(len(each.shares) + 1 for each in blocks)
    every = [share for each in blocks for share in each.shares]
    if not every:
        return empty(["Geen kenmerken bekend voor deze keuze."])
    notes = ["personen en aandeel van alle deelnemers"]
    if any(share.before is not None for share in every):
        notes.append(f"◇ aandeel in {before}")
    if beside:
        notes.append("┃ aandeel bij alle partners samen")
    if any(share.unknown for share in every):
        notes.append("open staaf: niet bekend")
    if any(share.status == "strijdig" for share in every):
        notes.append("✕ strijdig: telt niet op tot de instroom")
    left = min(max(text_width(share.name, _SMALL) for share in every) + 10, 150)
    right = max(text_width(share.said, _SMALL) for share in every) + 15
    layout, _ = frame(notes, left=left, right=right, height=24 * rows + 70)
    highest = max([share.reach for share in every] + [1.0])
    layout["xaxis"] |= {"range": [0, highest * 1.02], "visible": False}
    layout["yaxis"] |= {"range": [rows - 0.5, -0.5], "visible": False}
    places: list[tuple[int, Share, str]] = []
    row = 0
    for block in blocks:
        layout["annotations"].append(
            _note(0, row, bold(block.name), "left", "middle") | {"xshift": -round(left)}
        )
        for share in block.shares:
            row += 1
            places.append((row, share, block.name))
        row += 1
    for at, share, _ in places:
        name = "<br>".join(wrap(share.name, _SMALL, left - 10))
        layout["annotations"].append(
            _note(0, at, name, "right", "middle") | {"xshift": -6, "align": "right"}
        )
        layout["annotations"].append(
            _note(share.reach, at, share.said, "left", "middle") | {"xshift": 10}
        )
    return figure(
        [
            _share_bars([each for each in places if each[1].value is not None]),
            *_markers(places, "before", "diamond-open", before),
            *_markers(places, "all", "line-ns-open", "alle partners"),
        ],
        layout,
    )


def profile_alt(blocks: Sequence[Block]) -> str:
    """Tell in words what `profile_bars` shows."""
    told = [
        f"{block.name}: " + ", ".join(f"{share.name} {share.said}" for share in block.shares) + "."
        for block in blocks
    ]
    return " ".join(["Staafgrafiek van aandelen per kenmerk.", *told])


def _share_bars(places: Sequence[tuple[int, Share, str]]) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "width": 0.62,
        "y": [at for at, _, _ in places], "x": [float(share.share or 0) for _, share, _ in places],
        "marker": {
            "color": ["rgba(0,0,0,0)" if share.unknown else REGION for _, share, _ in places],
            "line": {"color": [GREY if share.unknown else REGION for _, share, _ in places],
                     "width": 1.5},
        },
        "customdata": [
            f"<b>{block}: {share.name}</b><br>{share.said}<br>{share.status}"
            for _, share, block in places
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _markers(
    places: Sequence[tuple[int, Share, str]], field: str, symbol: str, name: str
) -> list[dict[str, Any]]:
    marked = [
        (at, share, value)
        for at, share, _ in places
        if (value := getattr(share, field)) is not None
    ]
    if not marked:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "x": [float(value) for *_, value in marked],
            "y": [at for at, _, _ in marked],
            "marker": {"symbol": symbol, "size": 11, "color": CHOSEN, "line": {"width": 2}},
            "customdata": [f"{share.name}: {percent(value)} ({name})" for _, share, value in marked],
            "hovertemplate": "%{customdata}<extra></extra>", "cliponaxis": False,
        }
    ]  # fmt: skip


@dataclass(frozen=True)
class GridRow:
    """The shares of one category for each partner; None for a partner of which there is none."""

    block: str
    name: str
    shares: tuple[Share | None, ...]


def profile_grid(rows: Sequence[GridRow], partners: Sequence[str]) -> go.Figure:
    """Draw shares as shaded cells, partners side by side, grouped by kenmerk; onbekend is plain."""
    if not rows:
        return empty(["Geen kenmerken per partner bekend voor deze keuze."])
    left, header = 104, max(text_width(each, _SMALL) for each in partners) + 6
    blocks = list(dict.fromkeys(row.block for row in rows))
    height = 30 * (len(rows) + len(blocks))
    layout, _ = frame(
        ["aandeel van de instroom via elke partner"], left=left, right=4, height=height + 60,
        header=header,
    )  # fmt: skip
    places: list[int] = []
    at = 0
    for block in blocks:
        layout["annotations"].append(
            _note(-0.5, at, bold(block), "left", "middle") | {"xshift": -left}
        )
        for row in (each for each in rows if each.block == block):
            at += 1
            places.append(at)
            name = "<br>".join(wrap(row.name, _SMALL, left - 8))
            layout["annotations"].append(
                _note(-0.5, at, name, "right", "middle") | {"xshift": -6, "align": "right"}
            )
        at += 1
    layout["annotations"] += [
        _note(column, -0.5, name, "center", "bottom") | {"textangle": -90, "yshift": 4}
        for column, name in enumerate(partners)
    ]
    for place, row in zip(places, rows, strict=True):
        for column, share in enumerate(row.shares):
            shaded = row.name != UNKNOWN
            layout["annotations"].append(_cell(column, place, share, shaded=shaded))
    layout["xaxis"] |= {"range": [-0.5, len(partners) - 0.5], "visible": False}
    layout["yaxis"] |= {"range": [at - 0.5, -0.5], "visible": False}
    steps = len(palette.CLASSES)
    found = dict(zip(places, rows, strict=True))
    lines = [found.get(place) for place in range(at)]
    cells = {
        # Rows of headings hold nothing, or the cells beside them would stretch into their place.
        "type": "heatmap", "x": list(range(len(partners))), "y": list(range(at)),
        "z": [
            [None if row is None or row.name == UNKNOWN else _size(share) for share in
             (row.shares if row else [None] * len(partners))]
            for row in lines
        ],
        "zmin": 0, "zmax": 100, "showscale": False, "xgap": 2, "ygap": 2,
        "colorscale": [
            [(index + edge) / steps, colour]
            for index, colour in enumerate(palette.CLASSES)
            for edge in (0, 1)
        ],
        "customdata": [
            [
                f"<b>{partner}</b><br>{row.block}: {row.name}<br>"
                + ("" if share is None else f"{share.said}<br>{share.status}")
                for partner, share in zip(partners, row.shares, strict=True)
            ]
            if row
            else [""] * len(partners)
            for row in lines
        ],
        "hovertemplate": "%{customdata}<extra></extra>", "hoverongaps": False,
    }  # fmt: skip
    return figure([cells], layout)


def profile_grid_alt(rows: Sequence[GridRow], partners: Sequence[str]) -> str:
    """Tell in words what `profile_grid` shows."""
    told = []
    for column, partner in enumerate(partners):
        known = [
            f"{row.name} {percent(share.share, 0)}"
            for row in rows
            if (share := row.shares[column]) is not None and share.share
        ]
        told.append(f"{partner}: {', '.join(known) or 'niets bekend'}.")
    return " ".join(["Raster van aandelen per partner.", *told])


def _size(share: Share | None) -> float | None:
    return None if share is None or share.share is None else float(share.share)


def _cell(column: int, place: int, share: Share | None, *, shaded: bool) -> dict[str, Any]:
    size = _size(share)
    note = _note(column, place, "–" if size is None else percent(size, 0), "center", "middle")
    if size is None or not shaded:
        return note
    shade = min(int(size / 100 * len(palette.CLASSES)), len(palette.CLASSES) - 1)
    return note | {"font": {"size": _SMALL, "color": palette.ON_CLASSES[shade]}}


@dataclass(frozen=True)
class Change:
    """A category in two periods."""

    name: str
    before: Decimal
    now: Decimal


def change_dots(changes: Sequence[Change], before: Period, now: Period) -> go.Figure:
    """Draw each sector twice on one line: open for the earlier period, full for the later."""
    if not changes:
        return empty(["Geen sector die in beide perioden bij naam genoemd is."])
    left = min(max(text_width(each.name, _SMALL) for each in changes) + 8, 150)
    layout, _ = frame(
        [f"personen; ○ {before.spoken}, ● {now.spoken}"], left=left, right=74,
        height=32 * len(changes) + 60,
    )  # fmt: skip
    highest = max(float(max(each.before, each.now)) for each in changes) or 1.0
    layout["xaxis"] |= {"range": [-highest * 0.03, highest * 1.03], "visible": False}
    layout["yaxis"] |= {"range": [len(changes) - 0.5, -0.5], "visible": False}
    layout["shapes"] = [
        {
            "type": "line", "x0": float(each.before), "x1": float(each.now), "y0": at, "y1": at,
            "line": {"color": palette.tint(REGION, 0.5), "width": 3}, "layer": "below",
        }
        for at, each in enumerate(changes)
    ]  # fmt: skip
    for at, each in enumerate(changes):
        name = "<br>".join(wrap(each.name, _SMALL, left - 8))
        layout["annotations"].append(
            _note(-highest * 0.03, at, name, "right", "middle") | {"xshift": -4, "align": "right"}
        )
        layout["annotations"].append(
            _note(1, at, f"{number(each.before)} → <b>{number(each.now)}</b>", "left", "middle")
            | {"xref": "paper", "xshift": 10}
        )
    dots = [
        {
            "type": "scatter", "mode": "markers", "cliponaxis": False,
            "x": [float(getattr(each, field)) for each in changes], "y": list(range(len(changes))),
            "marker": {"symbol": symbol, "size": 11, "color": REGION, "opacity": 1,
                       "line": {"width": 2, "color": REGION}},
            "customdata": [
                f"<b>{each.name}</b><br>{before.spoken}: {number(each.before)}, {now.spoken}: "
                f"{number(each.now)} ({signed(each.now - each.before, 0)})"
                for each in changes
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for field, symbol in (("before", "circle-open"), ("now", "circle"))
    ]  # fmt: skip
    return figure(dots, layout)


def change_alt(changes: Sequence[Change], before: Period, now: Period) -> str:
    """Tell in words what `change_dots` shows."""
    told = [f"{each.name} van {number(each.before)} naar {number(each.now)}" for each in changes]
    return f"Puntgrafiek per sector, {before.spoken} en {now.spoken}: {'; '.join(told)}."


def cuts_within(periods: Sequence[Period], dates: Sequence[Any]) -> tuple[Period, ...]:
    """Give the periods before which a break falls, the periods in order of time."""
    return tuple(
        later
        for earlier, later in pairwise(periods)
        if any(earlier.begin < day <= later.begin for day in dates)
    )


def _note(x: float, y: float, text: str, xanchor: str, yanchor: str) -> dict[str, Any]:
    return {
        "x": x, "xref": "x", "y": y, "yref": "y", "xanchor": xanchor, "yanchor": yanchor,
        "showarrow": False, "text": text, "font": {"size": _SMALL},
    }  # fmt: skip


def _base(x0: float, x1: float, y: float) -> dict[str, Any]:
    return {
        "type": "line", "x0": x0, "x1": x1, "y0": y, "y1": y,
        "line": {"color": palette.RULE, "width": 1}, "layer": "below",
    }  # fmt: skip


def _dotted(x: float, y0: float, y1: float) -> dict[str, Any]:
    return {
        "type": "line", "x0": x, "x1": x, "y0": y0, "y1": y1,
        "line": {"color": palette.STRIJDIG, "width": 1.5, "dash": "dot"},
    }  # fmt: skip
